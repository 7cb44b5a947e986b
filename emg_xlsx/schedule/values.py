"""What goes into the reading of a schedule (a calendar) and what comes out (a schedule)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

PRECISIONS = ("day", "event", "week", "month", "quarter", "half-year", "year")
"""Finest first. An event is known to the day, so anything else mixed with it is the coarser one."""


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An event schedules may refer to; several ``spans`` (first and last day) are an event held in parts."""

    id: str
    name: str
    aliases: tuple[str, ...]
    spans: tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a plan tells about dates: its stated window, the span of its own schedules too, its events.

    The calendar only serves to read names of events, to propose and to warn; it never fills in a date.
    """

    window: tuple[date, date]
    span: tuple[date, date]
    events: tuple[CalendarEvent, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule as given and as understood.

    Attributes:
        verbatim: the text as it was given.
        start, end: the first day of the first period and the last day of the last one; a deadline has no start, an
            open schedule no end.
        precision: ``day``, ``week``, ``month``, ``quarter``, ``half-year``, ``year``, ``event`` or ``none``; of an
            interval whose ends differ in it, the coarser.
        approximate: whether it says “about” or the like.
        end_earliest: the end of the earliest of several alternatives.
        verdict: ``ok``, ``query`` (taken, please confirm), ``ask`` (not taken: both dates are empty) or ``blank``.
        reason: the first of ``flags``; empty where all is plain.
        proposal: what may have been meant, in words; None where there is nothing to suggest.
        outside: whether it reaches more than a month beyond the plan.
        flags: stable codes of everything that is not plain.
        parts: the plain spellings of the values of a list or of stacked values.
        frequency: a recurrence such as ``quarterly``.
    """

    verbatim: str
    start: date | None
    end: date | None
    precision: str
    approximate: bool
    end_earliest: date | None
    verdict: str
    reason: str = ""
    proposal: str | None = None
    outside: bool = False
    flags: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    frequency: str | None = None


def coarsest(precisions: list[str]) -> str:
    """Return the coarsest of the given precisions, ``none`` when there is none."""
    known = [p for p in precisions if p in PRECISIONS]
    return max(known, key=PRECISIONS.index) if known else "none"


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def is_month_end(day: date) -> bool:
    """Tell whether ``day`` is the last of its month."""
    return day == month_end(day.year, day.month)


def is_outside(start: date | None, end: date | None, calendar: Calendar) -> bool:
    """Tell whether an interval reaches more than a month beyond the span of the plan and its schedules."""
    first = _shifted(calendar.span[0], -1)
    last = _shifted(calendar.span[1], 1)
    return any(day is not None and not first <= day <= last for day in (start, end))


def _shifted(day: date, months: int) -> date:
    """Move a day by whole months; the last day of a month stays the last day of a month."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return day
    length = monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, length if is_month_end(day) else min(day.day, length))
