"""A period as it was written, with what it may still lack, and the days it covers once that is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta

from emg_xlsx.schedule.values import month_end

Days = tuple[date, date]

_MONTHS_OF = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_THIRDS = {"early": 0, "mid": 1, "late": 2, "end": 2}
_WEEKS_OF_MONTH = 4


@dataclass(frozen=True, slots=True)
class Span:
    """One period.

    ``unit`` is a precision, or ``bare`` for a number or a qualifier whose unit another period of the text tells
    (the 7 of "7-8 March"). ``number`` is the month, quarter, half or week; a day has ``number`` as its month.
    ``qualifier`` is early, mid, late, end or circa. ``other`` is a second reading. ``problem`` is the code of
    what makes it unusable. ``numbered``: a month written as a number with a unit (Chinese).
    """

    unit: str
    year: int | None = None
    number: int | None = None
    day: int | None = None
    qualifier: str = ""
    year_first: bool = False
    numbered: bool = False
    problem: str = ""
    flags: tuple[str, ...] = ()
    fixed: Days | None = None
    other: Span | None = None

    def flagged(self, *flags: str) -> Span:
        """Return the same period with more flags."""
        return replace(self, flags=(*self.flags, *flags))

    @property
    def dated(self) -> bool:
        """Whether nothing is missing to tell its days."""
        return self.fixed is not None or (self.year is not None and self.unit != "bare")


def days_of(span: Span) -> Days | None:
    """Return the first and last day of a dated period; None when there is no such day, month or week.

    A qualifier takes a third of a year; of anything shorter it leaves the whole, to invent no dates. The week
    of a day runs from Monday to Sunday; a numbered week is the one of ISO 8601.
    """
    if span.fixed:
        return span.fixed
    if span.year is None or not MINYEAR < span.year < MAXYEAR:
        return None
    try:
        if span.unit == "day":
            return (date(span.year, span.number or 0, span.day or 0),) * 2
        if span.unit == "week":
            return _week(span, span.year)
        return _months(span, span.year) if span.unit in _MONTHS_OF else None
    except ValueError:
        return None


def _week(span: Span, year: int) -> Days:
    if span.day is None:
        monday = date.fromisocalendar(year, span.number or 0, 1)
    elif span.day > 0:
        day = date(year, span.number or 0, span.day)
        monday = day - timedelta(days=day.weekday())
    else:
        return _week_of_month(month_end(year, span.number or 0), -span.day)
    return monday, monday + timedelta(days=6)


def _week_of_month(last: date, week: int) -> Days:
    """Return the days 1-7, 8-14, 15-21, 22-28 of a month; week 5 stands for its last seven days."""
    first = last - timedelta(days=6) if week > _WEEKS_OF_MONTH else last.replace(day=7 * week - 6)
    return first, first + timedelta(days=6)


def _months(span: Span, year: int) -> Days:
    length = _MONTHS_OF[span.unit]
    first = 1 if span.unit == "year" else (span.number or 0) * length - length + 1
    if span.unit == "year" and span.qualifier in _THIRDS:
        length = 4
        first = 1 + 4 * _THIRDS[span.qualifier]
    return date(year, first, 1), month_end(year, first + length - 1)
