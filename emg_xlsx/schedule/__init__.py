"""Read and write schedules: dates, months, quarters, ranges, deadlines, events, in six languages.

Rules, not guesses: what has two readings is asked about, what is approximate stays so, and no reading depends
on the day it is done. Nothing here knows of workbooks or of a plan beyond its calendar.
"""

from __future__ import annotations

from datetime import date

from emg_xlsx.schedule.cells import CellContext, parse_date, parse_number
from emg_xlsx.schedule.format import LANGUAGES, format_schedule
from emg_xlsx.schedule.text import parse_text
from emg_xlsx.schedule.values import Calendar, CalendarEvent, Schedule
from emg_xlsx.schedule.verdicts import asked, blank

__all__ = ["LANGUAGES", "Calendar", "CalendarEvent", "Schedule", "format_schedule", "parse"]


def parse(
    value: str | float | bool | date | None,
    *,
    calendar: Calendar,
    number_format: str | None = None,
    date1904: bool = False,
    language: str | None = None,
) -> Schedule:
    """Return what a cell says about time; never raises for a value a cell can hold.

    Args:
        value: a text (error values such as ``#REF!`` too), a number, a date, a date with time, or None.
        calendar: the window, span and events of the plan; used to name events, to propose and to warn.
        number_format: the cell's format; a number with a date format is a date, and the format tells whether
            a day, a month or a year was meant.
        date1904: whether numbers count from 1904 (``workbookPr/@date1904``).
        language: the language of the file, if known; proposals are written in it.
    """
    if value is None:
        return blank("")
    if isinstance(value, bool):
        return asked(str(value).upper(), "not-a-date")
    if isinstance(value, str):
        return parse_text(value, calendar, date1904=date1904, language=language)
    cell = CellContext(calendar, number_format, date1904, language or "en")
    return parse_date(value, cell) if isinstance(value, date) else parse_number(value, cell)
