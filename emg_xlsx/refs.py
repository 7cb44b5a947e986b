"""What is said of the plan's own part of a table: the refs of its rows, and what stands in its grey cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from emg_xlsx.findings import Finding
from emg_xlsx.plan import Plan
from emg_xlsx.rows import RefReading, is_prose, is_used, text_of
from emg_xlsx.text import fold
from emg_xlsx.values import RawTable

MOST_ROWS_NAMED = 20
"""Row numbers that one message lists; nobody reads more."""

REF_CODES: Mapping[str, str] = {
    "respelled": "ref-respelled",
    "text": "ref-from-text",
    "above": "ref-from-above",
    "missing": "ref-missing",
    "unknown": "ref-unknown",
}


def lost_refs(file: str, raw: RawTable, readings: Mapping[int, RefReading]) -> Iterator[Finding]:
    """What is said of a table whose references were deleted with their column: of the column, never row by row."""
    if "ref" in raw.header.columns:
        return
    rows = {how: [n for n, reading in readings.items() if reading.how == how] for how in ("text", "missing")}
    about: dict[str, Any] = {"sheet": raw.sheet, "field": "ref", "title": raw.table.by_key["ref"].name}
    code = "refs-missing" if rows["missing"] else "column-missing"
    yield Finding(code, file, facts=_named(rows["missing"]), **about)
    if rows["text"]:
        yield Finding("refs-from-text", file, facts={"count": len(rows["text"])}, **about)


def rows_of_nothing(file: str, raw: RawTable) -> Iterator[Finding]:
    """One note on the rows in which somebody wrote, but only words for nothing: they are no contributions."""
    inputs = [item.key for item in raw.table.inputs]
    rows = [
        number
        for number, cells in raw.rows.items()
        if any(key in cells and text_of(cells[key]) for key in inputs) and not is_used(cells, raw.table)
    ]
    if rows:
        words = next(text for key in inputs if (text := text_of(raw.rows[rows[0]].get(key))))
        yield Finding("rows-nothing", file, sheet=raw.sheet, value=words, facts=_named(rows))


def _named(rows: Sequence[int]) -> dict[str, Any]:
    """How many rows, and their numbers as a message names them."""
    more = " …" if len(rows) > MOST_ROWS_NAMED else ""
    return {"count": len(rows), "rows": ", ".join(str(number) for number in rows[:MOST_ROWS_NAMED]) + more}


def _at(code: str, file: str, raw: RawTable, number: int, **more: Any) -> Finding:
    """A finding about a row, placed at its ref or, where there is no such column, at no cell."""
    return Finding(code, file, sheet=raw.sheet, row=number, column=raw.header.columns.get("ref"), field="ref",
                   title=raw.table.by_key["ref"].name, **more)  # fmt: skip


def ref_findings(file: str, raw: RawTable, number: int, reading: RefReading) -> Iterator[Finding]:
    """What is said of the ref of one used row; nothing where it stands as printed."""
    written = text_of(raw.rows[number].get("ref"))
    code = REF_CODES.get(reading.how)
    if reading.how in ("text", "missing") and "ref" not in raw.header.columns:
        code = None  # the column as a whole was told of
    if code:
        yield _at(code, file, raw, number, ref=reading.ref, value=written or None, suggestion=reading.ref)


def grey_texts(
    file: str, raw: RawTable, plan: Plan, readings: Mapping[int, RefReading], refs: Mapping[int, str]
) -> Iterator[Finding]:
    """What people wrote into grey cells: edits of the plan's words, and words in rows that are no contribution."""
    printed_keys = [item.key for item in raw.table.fields if item.type == "printed"]
    for number, cells in raw.rows.items():
        ref = refs.get(number)
        if ref:
            printed = plan.printed(ref)
            for key in printed_keys:
                cell = cells.get(key)
                if cell is not None and cell.value != printed[key]:
                    text = text_of(cell)
                    if text and fold(text) != fold(printed[key]):
                        yield replace(in_cell("grey-edited", file, raw, (number, key), text), ref=ref)
        elif number not in readings:
            yield from _loose(file, raw, number, plan, printed_keys)
        elif is_prose(text_of(cells.get("ref"))) and not is_used(cells, raw.table):
            yield from _loose(file, raw, number, plan, ["ref", *printed_keys])


def _loose(file: str, raw: RawTable, number: int, plan: Plan, keys: Iterable[str]) -> Iterator[Finding]:
    """The words in the grey cells of a row without ref and answers, where they are not the plan's own."""
    for key in keys:
        text = text_of(raw.rows[number].get(key))
        if text and fold(text) not in _printed_texts(plan):
            yield in_cell("text-outside", file, raw, (number, key), text)


def _printed_texts(plan: Plan) -> frozenset[str]:
    cache: dict[str, frozenset[str]] = plan.__dict__.setdefault("_printed_texts", {})
    if not cache:
        cache["all"] = frozenset(fold(text) for ref in plan.refs for text in plan.printed(ref).values())
    return cache["all"]


def in_cell(code: str, file: str, raw: RawTable, place: tuple[int, str], text: str) -> Finding:
    """A finding at the cell of a row and field, with the text seen there."""
    number, key = place
    return Finding(code, file, sheet=raw.sheet, row=number, column=raw.header.columns[key], field=key,
                   title=raw.table.by_key[key].name, value=text)  # fmt: skip


__all__ = ["grey_texts", "in_cell", "lost_refs", "ref_findings", "rows_of_nothing"]
