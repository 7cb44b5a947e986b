"""What is said of the plan's own part of a table: the refs of its rows, and what stands in its grey cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from emg_xlsx.findings import Finding
from emg_xlsx.plan import Plan
from emg_xlsx.reading import hint
from emg_xlsx.rows import OUR_WORDS, RefReading, is_printed, is_prose, is_used, text_of
from emg_xlsx.text import fold
from emg_xlsx.texts import spellings
from emg_xlsx.values import RawTable

MOST_ROWS_NAMED = 20
"""Row numbers that one message lists; nobody reads more."""

MOST_CELLS_ASKED = 10
"""Rows that are asked about one by one; where more of a table have the same trouble, its column is asked about."""

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
    inputs = raw.table.input_keys
    rows = [
        number
        for number, cells in raw.rows.items()
        if not is_used(cells, raw.table) and any(text_of(cell) for key, cell in cells.items() if key in inputs)
    ]
    if rows:
        words = next(text for item in raw.table.inputs if (text := text_of(raw.rows[rows[0]].get(item.key))))
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
    facts: dict[str, Any] = {}
    if reading.several:
        code = "ref-several" if reading.ref else code
        facts = {"refs": ", ".join(reading.several)}
    if code == "ref-unknown":
        facts = {"hint": hint("ref_several", **facts) if facts else ""}
    if reading.how in ("text", "missing") and "ref" not in raw.header.columns:
        code = None  # the column as a whole was told of
    if code:
        yield _at(code, file, raw, number, ref=reading.ref, value=written or None, suggestion=reading.ref,
                  facts=facts)  # fmt: skip


def differing_refs(file: str, raw: RawTable, readings: Mapping[int, RefReading]) -> Iterator[Finding]:
    """What is asked where a ref is beside the text of another: at each ref, or once where the column slipped."""
    rows = [number for number, reading in readings.items() if reading.how == "differs"]
    if len(rows) > MOST_CELLS_ASKED:
        yield _of_column(file, raw, "ref", rows)
        return
    for number in rows:
        ref = readings[number].ref
        yield _at("ref-and-text-differ", file, raw, number, ref=ref, suggestion=ref,
                  value=text_of(raw.rows[number].get("ref")))  # fmt: skip


def _of_column(file: str, raw: RawTable, key: str, rows: Sequence[int]) -> Finding:
    """The question about a grey column whose texts stand beside those of other refs."""
    return Finding("refs-and-texts-differ", file, sheet=raw.sheet, row=raw.header.row or None,
                   column=raw.header.columns[key], field=key, title=raw.table.by_key[key].name,
                   facts=_named(rows))  # fmt: skip


def grey_texts(
    file: str, raw: RawTable, plan: Plan, readings: Mapping[int, RefReading], refs: Mapping[int, str]
) -> Iterator[Finding]:
    """What people wrote into grey cells: edits of the plan's words, and words in rows that are no contribution."""
    printed_keys = raw.table.printed
    edited: list[Finding] = []
    for number, cells in raw.rows.items():
        ref = refs.get(number)
        if ref:
            edited += _edited(file, raw, (number, ref), plan, printed_keys)
        elif number not in readings:
            yield from _loose(file, raw, number, plan, printed_keys)
        elif is_prose(text_of(cells.get("ref"))) and not is_used(cells, raw.table):
            yield from _loose(file, raw, number, plan, ["ref", *printed_keys])
    yield from _without_flood(file, raw, plan, edited)


def _edited(file: str, raw: RawTable, place: tuple[int, str], plan: Plan, keys: Iterable[str]) -> Iterator[Finding]:
    """The grey cells of a row, given by number and ref, that say something else than the plan."""
    number, ref = place
    printed = _printed(plan)[ref]
    for key in keys:
        cell = raw.rows[number].get(key)
        if cell is not None and cell.value != printed[key]:
            text = text_of(cell)
            if text and not is_printed(text, printed[key]):
                yield replace(in_cell("grey-edited", file, raw, (number, key), text), ref=ref)


def _without_flood(file: str, raw: RawTable, plan: Plan, edited: Sequence[Finding]) -> Iterator[Finding]:
    """The edits; of words that only stand in the wrong row one for each row, and one for each column of many."""
    slipped: dict[str, dict[int, Finding]] = {}
    rows: set[int] = set()
    for finding in edited:
        # Two parts of the plan may have one schedule: who writes it there has said something.
        if finding.field == "plan_schedule" or fold(finding.value or "") not in _printed_texts(plan):
            yield finding
        elif finding.row not in rows:
            rows.add(finding.row or 0)
            slipped.setdefault(finding.field or "", {})[finding.row or 0] = finding
    for key, cells in slipped.items():
        if len(cells) > MOST_CELLS_ASKED:
            yield _of_column(file, raw, key, list(cells))
        else:
            yield from cells.values()


def _loose(file: str, raw: RawTable, number: int, plan: Plan, keys: Iterable[str]) -> Iterator[Finding]:
    """The words in the grey cells of a row without ref and answers, where they are not the plan's own."""
    for key in keys:
        text = text_of(raw.rows[number].get(key))
        if text and fold(text) not in _printed_texts(plan):
            yield in_cell("text-outside", file, raw, (number, key), text)


def _printed(plan: Plan) -> Mapping[str, Mapping[str, str]]:
    """What the plan prints for each ref, put together once: every row of every file asks."""
    cache: dict[str, Mapping[str, str]] = plan.__dict__.setdefault("_printed", {})
    if not cache:
        cache.update((ref, plan.printed(ref)) for ref in plan.refs)
    return cache


def _printed_texts(plan: Plan) -> frozenset[str]:
    cache: dict[str, frozenset[str]] = plan.__dict__.setdefault("_printed_texts", {})
    if not cache:
        texts = frozenset(fold(text) for printed in _printed(plan).values() for text in printed.values())
        cache["all"] = texts.union(*map(spellings, OUR_WORDS))
    return cache["all"]


def in_cell(code: str, file: str, raw: RawTable, place: tuple[int, str], text: str) -> Finding:
    """A finding at the cell of a row and field, with the text seen there."""
    number, key = place
    return Finding(code, file, sheet=raw.sheet, row=number, column=raw.header.columns[key], field=key,
                   title=raw.table.by_key[key].name, value=text)  # fmt: skip


__all__ = ["differing_refs", "grey_texts", "in_cell", "lost_refs", "ref_findings", "rows_of_nothing"]
