"""Reading one cell of a plan workbook by its field's type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from emg_xlsx.rows import text_of
from emg_xlsx.schedule import Calendar, parse
from emg_xlsx.schemas.fields import Field
from emg_xlsx.schemas.plan_tables import CHOICES
from emg_xlsx.text import clean, fold
from emg_xlsx.xlsx import Cell, is_date_format

Value = str | int | date | bool | None

TRUTHS: Mapping[str, bool] = {
    **dict.fromkeys(("yes", "y", "true", "1", "oui", "si"), True),
    **dict.fromkeys(("no", "n", "false", "0", "non"), False),
}
"""Folded words for yes and no."""

_ANY_DAY = (date(1900, 1, 1), date(2199, 12, 31))
ANY_TIME = Calendar(window=_ANY_DAY, span=_ANY_DAY, events=())
"""A calendar that knows no plan, for days that stand alone."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell's typed value, its text as seen, and the finding code where it could not be read."""

    value: Value
    seen: str
    problem: str | None = None


def read_value(cell: Cell, field: Field, *, date1904: bool) -> Reading:
    """Read a cell as its field wants it.

    Text is kept word for word, without the spaces around it. A day must be a day: a month is none.

    Args:
        cell: the cell.
        field: its column, or its setting.
        date1904: whether the workbook counts days from 1904.
    """
    seen = _seen(cell, date1904)
    if cell.kind == "e" or cell.formula == 2:
        return Reading(None, seen, "plan-cell-unreadable")
    if not seen.strip():
        return Reading(None, "")
    value = _READERS.get(field.type, _text)(cell, seen, field, date1904)
    if value is None:
        return Reading(None, seen, PROBLEMS[field.type])
    return Reading(value, seen)


PROBLEMS: Mapping[str, str] = {
    "date": "plan-date-unreadable",
    "integer": "plan-number-unreadable",
    "boolean": "plan-truth-unreadable",
    "code": "plan-value-unknown",
}
"""What is said of a filled cell that its type's reader cannot read."""


def _seen(cell: Cell, date1904: bool) -> str:
    """The cell as a person sees it, near enough; a number with a date format is shown as that date."""
    if isinstance(cell.value, str):
        return cell.value
    if cell.kind == "n" and is_date_format(cell.format):
        return parse(cell.value, calendar=ANY_TIME, number_format=cell.format, date1904=date1904).verbatim
    return text_of(cell)


def _text(cell: Cell, seen: str, field: Field, date1904: bool) -> Value:  # noqa: ARG001  # one shape for all readers
    return seen.strip()


def _date(cell: Cell, seen: str, field: Field, date1904: bool) -> Value:  # noqa: ARG001
    value = seen.strip() if cell.kind == "s" else cell.value
    read = parse(value, calendar=ANY_TIME, number_format=cell.format, date1904=date1904)
    return read.start if read.precision == "day" and read.start == read.end else None


def _integer(cell: Cell, seen: str, field: Field, date1904: bool) -> Value:  # noqa: ARG001
    if cell.kind == "n" and is_date_format(cell.format):
        return None
    digits = clean(seen)
    return int(digits) if digits.removeprefix("-").isdecimal() and len(digits) < 10 else None


def _boolean(cell: Cell, seen: str, field: Field, date1904: bool) -> Value:  # noqa: ARG001
    return TRUTHS.get(fold(seen))


def _code(cell: Cell, seen: str, field: Field, date1904: bool) -> Value:  # noqa: ARG001
    return next((choice for choice in CHOICES[field.codelist or ""] if fold(choice) == fold(seen)), None)


_READERS: Mapping[str, Callable[[Cell, str, Field, bool], Value]] = {
    "date": _date,
    "integer": _integer,
    "boolean": _boolean,
    "code": _code,
}
