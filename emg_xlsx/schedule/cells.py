"""Read schedules that arrive as numbers and dates: the number format tells how much of the date was meant."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from emg_xlsx.schedule.format import format_schedule
from emg_xlsx.schedule.shown import date_fields, is_date_format, shown_date, shown_number, shown_time
from emg_xlsx.schedule.values import Calendar, Schedule, is_outside, month_end
from emg_xlsx.schedule.verdicts import asked

_EPOCH = date(1899, 12, 30)
"""Day 0 of the 1900 date system as it holds from March 1900 on."""
_EPOCH_1904 = date(1904, 1, 1)
_YEARS = range(1990, 2101)
_SERIALS = range(36526, 55154)
"""Integers taken for days: 2000 to 2050 in the 1900 date system."""
_BETWEEN_SYSTEMS = (_EPOCH_1904 - _EPOCH).days


@dataclass(frozen=True, slots=True)
class CellContext:
    """What is known about the cell a number or date comes from."""

    calendar: Calendar
    number_format: str | None
    date1904: bool
    language: str


def parse_number(value: float, cell: CellContext) -> Schedule:
    """Read a number: a date when its format is one, else a year (1990-2100) or a day left as a serial number."""
    if is_date_format(cell.number_format):
        day = _day_of(value, date1904=cell.date1904)
        return _parse_day(day, cell) if day else asked(shown_number(value), "not-a-date")
    clock = shown_time(value, cell.number_format)
    if clock:
        return asked(clock, "not-a-date")
    text = shown_number(value)
    if value in _YEARS:
        return _taken(text, date(int(value), 1, 1), "year", cell, "whole-year")
    first_serial = _SERIALS.start - (_BETWEEN_SYSTEMS if cell.date1904 else 0)
    day = _day_of(value, date1904=cell.date1904)
    if day and value in range(first_serial, first_serial + len(_SERIALS)):
        return _taken(text, day, "day", cell, "serial-number")
    return asked(text, "not-a-date", proposal=_basic_iso(text, cell.language))


def parse_date(value: date, cell: CellContext) -> Schedule:
    """Read a date or a date with a time of day, which does not matter."""
    return _parse_day(value.date() if isinstance(value, datetime) else value, cell)


def _parse_day(day: date, cell: CellContext) -> Schedule:
    text = shown_date(day, cell.number_format)
    serial = (day - (_EPOCH_1904 if cell.date1904 else _EPOCH)).days
    if serial in _YEARS:
        # A year typed into a cell with a date format: Excel made it the day with that number, in 1905.
        schedule = _taken(text, date(serial, 1, 1), "year", cell, "year-as-date")
        return replace(schedule, proposal=None)
    if serial < _YEARS.start:
        return asked(text, "not-a-date")
    fields = set(date_fields(cell.number_format)) if is_date_format(cell.number_format) else set("ymd")
    if "y" not in fields:
        # Excel turns "Oct-21" and "1/2" into a day of the year of typing; its format shows that no year was typed.
        return asked(text, "two-readings", proposal=_typed(day, cell))
    if "d" in fields:
        return _taken(text, day, "day", cell)
    if "m" in fields:
        return _taken(text, day, "month", cell)
    return _taken(text, day, "year", cell, "whole-year")


def _taken(text: str, day: date, precision: str, cell: CellContext, *flags: str) -> Schedule:
    start, end = day, day
    if precision == "month":
        start, end = day.replace(day=1), month_end(day.year, day.month)
    if precision == "year":
        start, end = date(day.year, 1, 1), date(day.year, 12, 31)
    span = cell.calendar.span
    overlaps = precision == "year" and start <= span[1] and end >= span[0]
    outside = not overlaps and is_outside(start, end, cell.calendar)
    flags = (*flags, "outside-plan") if outside else flags
    proposal = None
    if "serial-number" in flags:
        proposal = format_schedule(start, end, precision, language=cell.language)
    verdict, reason = ("query", flags[0]) if flags else ("ok", "")
    return Schedule(text, start, end, precision, False, None, verdict, reason, proposal, outside, tuple(flags))


def _typed(day: date, cell: CellContext) -> str:
    """Return what was probably typed: the month of a year of the plan ("Oct-21"), else the day itself."""
    years = range(cell.calendar.span[0].year, cell.calendar.span[1].year + 1)
    if 2000 + day.day in years:
        month = date(2000 + day.day, day.month, 1)
        last = month_end(month.year, month.month)
        if not is_outside(month, last, cell.calendar):
            return format_schedule(month, last, "month", language=cell.language)
    return format_schedule(day, day, "day", language=cell.language)


def _day_of(value: float, *, date1904: bool) -> date | None:
    """Return the day of a serial number, None outside the calendar."""
    if not math.isfinite(value):
        return None
    try:
        return (_EPOCH_1904 if date1904 else _EPOCH) + timedelta(days=math.floor(value))
    except OverflowError:
        return None


def _basic_iso(text: str, language: str) -> str | None:
    """Return a proposal for eight digits in the basic form of ISO 8601 (``20211007``)."""
    if not re.fullmatch(r"(19|20)\d{6}", text):
        return None
    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
    return format_schedule(day, day, "day", language=language)
