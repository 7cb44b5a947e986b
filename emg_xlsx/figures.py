"""Reading a cell that asks for a number: work-months, an amount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from emg_xlsx.numerals import parse_number, parse_work_months
from emg_xlsx.reading import Context, Reading, hint
from emg_xlsx.rows import number_text
from emg_xlsx.schedule.shown import is_date_format as shows_date
from emg_xlsx.schemas.fields import Field
from emg_xlsx.seen import as_seen
from emg_xlsx.xlsx import Cell, is_date_format
from emg_xlsx.xlsx.formats import foreign_currency

SAME = 1e-9
"""Numbers nearer to each other are the same, but for how a computer adds them up."""

LARGE = 1e15
"""From here on, a number has no decimals that a computer could keep."""


def read_number(cell: Cell, text: str, item: Field, context: Context) -> Reading:
    """Read a cell of a number's column; what is no plain number is asked about, with what it probably means."""
    found = _number(cell, text, item, context)
    rounded = _rounded(found.value, item.decimals) if item.decimals and not found.codes else None
    if rounded is None or abs(rounded - found.value) < SAME:
        return found
    return replace(found, codes=(("number-decimals", {}, number_text(rounded)),))


def _rounded(value: float | None, decimals: int) -> float | None:
    """A number as a column with so many decimals shows it: halves go up, as people and spreadsheets have it."""
    if value is None or not abs(value) < LARGE:
        return None
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def _number(cell: Cell, text: str, item: Field, context: Context) -> Reading:
    if cell.kind != "s":
        wrong = wrong_type(cell, item)
        if wrong:
            return wrong
        if cell.format and "%" in cell.format:
            return Reading(codes=(("number-percent", {"value": as_seen(cell, context)}, None),))
        currency = foreign_currency(cell.format) if item.type == "number" else ""
        if currency:
            shown = f"{currency} {number_text(float(cell.value))}"
            return Reading(codes=(("number-currency", {"value": shown}, None),))
        return Reading(float(cell.value))
    numeral = parse_work_months(text) if item.type == "months" else parse_number(text)
    if numeral.verdict == "ok":
        return Reading(numeral.value)
    if numeral.verdict == "blank":
        return Reading()
    proposal = number_text(numeral.proposal) if numeral.proposal is not None else None
    if numeral.verdict == "note":
        spelled = number_text(numeral.value) if numeral.value is not None else None
        return Reading(numeral.value, (("number-spelled", {}, spelled),) if spelled != text else ())
    code = NUMBER_REASONS.get(numeral.reason, "number-unreadable")
    facts = {
        "first": proposal or "…",
        "second": number_text(numeral.proposal / 1000) if numeral.proposal else "…",
        "hint": hint("suggest", value=proposal) if proposal else "",
    }
    return Reading(numeral.value, ((code, facts, proposal),))


NUMBER_REASONS: Mapping[str, str] = {
    "ambiguous-separator": "number-ambiguous",
    "range": "number-range",
    "approximate": "number-approximate",
    "with-unit": "number-unit",
    "currency-other": "number-currency",
    "percent": "number-percent",
    "fraction": "number-words",
    "words": "number-words",
    "several-numbers": "number-range",
}


def wrong_type(cell: Cell, item: Field) -> Reading | None:
    """A date, a time or a truth value where a word or a number is needed."""
    if cell.kind == "s" or not (cell.kind == "b" or is_date_format(cell.format)):
        return None
    found = "a_truth" if cell.kind == "b" else "a_date" if shows_date(cell.format) else "a_time"
    needed = "a_number" if item.numeric else "a_word"
    return Reading(codes=(("type-wrong", {"found": hint(found), "needed": hint(needed)}, None),))
