"""Which part of the plan a row speaks of, and whether it speaks at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from emg_xlsx.plan import Plan
from emg_xlsx.schemas.fields import Table
from emg_xlsx.text import clean, digits, fold, is_blank_word
from emg_xlsx.xlsx import Cell

_REF = re.compile(r"\s*A\W{0,2}0*(\d{1,3})(?:\W{0,3}D\W{0,2}0*(\d{1,3}))?\s*\.?\s*", re.IGNORECASE)
_TOTAL = re.compile(r"(sub-?|grand )?(total|totals|totaux|totales|sum|somme|suma)\b.{0,40}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RefReading:
    """The ref of a row: ``how`` is exact, respelled, text, above, missing or unknown."""

    ref: str | None
    how: str


def text_of(cell: Cell | None) -> str:
    """A cell's text, cleaned; empty for no cell, for numbers the number as written."""
    if cell is None:
        return ""
    if isinstance(cell.value, str):
        return clean(cell.value)
    if isinstance(cell.value, bool):
        return "TRUE" if cell.value else "FALSE"
    return number_text(cell.value)


def number_text(value: float) -> str:
    """A number as a person would write it: no decimals where there are none."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def read_ref(text: str, plan: Plan) -> RefReading:
    """Read a ref as people write it: ``A03-D02``, ``a3 d2``, ``A03 – D02``, ``3``-less and title spellings.

    Args:
        text: the cleaned text of the cell.
        plan: its refs are the only ones known.
    """
    if not text:
        return RefReading(None, "missing")
    if text in plan.ref_order:
        return RefReading(text, "exact")
    match = _REF.fullmatch(digits(text))
    if match:
        activity, deliverable = match.groups()
        ref = f"A{int(activity):02d}" + (f"-D{int(deliverable):02d}" if deliverable else "")
        if ref in plan.ref_order:
            return RefReading(ref, "respelled")
    return RefReading(None, "unknown")


def ref_by_text(cells: Mapping[str, Cell], plan: Plan) -> str | None:
    """The deliverable whose printed text stands in the row's grey cell, or None."""
    wanted = fold(text_of(cells.get("deliverable")))
    if not wanted:
        return None
    matches = [d.id for d in plan.deliverables if wanted in (fold(d.text), fold(plan.deliverable_title(d.id)))]
    return matches[0] if len(matches) == 1 else None


def is_used(cells: Mapping[str, Cell], table: Table) -> bool:
    """Whether a person filled something in the row: any input cell that is not a word for nothing."""
    return any(_says_something(cells[field.key]) for field in table.inputs if field.key in cells)


def _says_something(cell: Cell) -> bool:
    if cell.kind == "s" and not cell.formula:
        text = text_of(cell)
        return bool(text) and not is_blank_word(text)
    return True


def is_total(cells: Mapping[str, Cell], table: Table) -> bool:
    """Whether a row is a typed total: numbers, and at most the word "Total"."""
    words = [text_of(cell) for key, cell in cells.items() if not _numeric(key, table) and text_of(cell)]
    numbers = [cell for key, cell in cells.items() if _numeric(key, table) and text_of(cell)]
    return bool(numbers) and len(words) == 1 and bool(_TOTAL.fullmatch(words[0].rstrip(" :")))


def _numeric(key: str, table: Table) -> bool:
    return table.by_key[key].numeric


def resolve_refs(rows: Mapping[int, Mapping[str, Cell]], plan: Plan, table: Table) -> dict[int, RefReading]:
    """The ref of every used row, in order; rows nobody filled are left out.

    A row inserted between pre-printed ones takes the ref above; one below them all must name its own.
    """
    own = {number: read_ref(text_of(cells.get("ref")), plan) for number, cells in rows.items()}
    printed = [n for n, reading in own.items() if reading.ref and _has_printed_text(rows[n])]
    last_printed = max(printed, default=0)
    readings: dict[int, RefReading] = {}
    above: str | None = None
    for number, cells in rows.items():
        reading = own[number]
        filled = is_used(cells, table) or (reading.how != "missing" and not _has_printed_text(cells))
        if filled and not reading.ref:
            by_text = ref_by_text(cells, plan)
            if by_text:
                reading = RefReading(by_text, "text")
            elif above and number < last_printed:
                reading = RefReading(above, "above")
        above = reading.ref or above
        if filled:
            readings[number] = reading
    return readings


def _has_printed_text(cells: Mapping[str, Cell]) -> bool:
    return any(text_of(cells.get(key)) for key in ("deliverable", "activity", "outcome"))
