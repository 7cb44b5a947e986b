"""Propose a plain spelling to the sender: never applied, only shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from emg_xlsx.schedule.chains import Link
from emg_xlsx.schedule.format import format_schedule
from emg_xlsx.schedule.intervals import Interval, grouped, interval_of
from emg_xlsx.schedule.spans import Span
from emg_xlsx.schedule.values import Calendar, is_month_end, month_end
from emg_xlsx.schedule.years import with_years

_QUARTERS_OF_THIRDS = {1: (1, 3), 5: (4, 9), 9: (10, 12)}
"""First month of a third of a year to the first and last month of the quarters proposed for it."""


def spelled(interval: Interval, language: str) -> str:
    """Return the plain spelling of an interval."""
    return format_schedule(interval.start, interval.end, interval.precision, language=language)


def plainer(text: str, interval: Interval, language: str) -> str | None:
    """Return a spelling of what was understood that leaves no question, None where there is none.

    A third of a year becomes the quarters nearest to it, the end of a year its last month; a whole year is
    left to the sender.
    """
    start, end = interval.start, interval.end
    if interval.precision == "year":
        if start and end:
            return _quarters(start, end, language)
        if start or not interval.approximate:
            return None
        return format_schedule(None, end, "month", language=language)
    if interval.precision in ("month", "quarter", "half-year") and not _at_month_edges(start, end):
        return None
    proposal = spelled(interval, language)
    return proposal if proposal and proposal != text.strip() else None


def _at_month_edges(start: date | None, end: date | None) -> bool:
    """Tell whether months say exactly what the dates say; an end known to the day would be lost in them."""
    return (start is None or start.day == 1) and (end is None or is_month_end(end))


def _quarters(start: date, end: date, language: str) -> str | None:
    months = _QUARTERS_OF_THIRDS.get(start.month)
    if months is None or start.year != end.year or end.month != start.month + 3:
        return None
    first, last = date(start.year, months[0], 1), month_end(start.year, months[1])
    return format_schedule(first, last, "quarter", language=language)


def for_problem(links: Sequence[Link], problem: Interval, calendar: Calendar, language: str) -> str | None:
    """Return what may have been meant by an expression that could not be taken."""
    if problem.problem == "no-year":
        return _with_plan_year(links, calendar, language)
    if problem.problem == "backwards":
        return plainer("", problem, language)
    if problem.problem == "impossible-day" and len(links) == 1:
        span = links[0].span
        month = replace(links[0], span=Span("month", year=span.year, number=span.number))
        return _only_interval([month], calendar, language)
    return None


def for_known_part(links: Sequence[Link], calendar: Calendar, language: str) -> str | None:
    """Return the one interval that stands in a text with words that are not understood."""
    return _only_interval(links, calendar, language) if links else None


def _only_interval(links: Sequence[Link], calendar: Calendar, language: str) -> str | None:
    groups = grouped(links)
    interval = interval_of(groups[0], calendar)
    return None if len(groups) > 1 or interval.problem else plainer("", interval, language)


def _with_plan_year(links: Sequence[Link], calendar: Calendar, language: str) -> str | None:
    """Return the only reading of an expression without a year that lies in the window, else in the span."""
    years = range(calendar.span[0].year, calendar.span[1].year + 1)
    readings = [i for i in (_in_year(links, year, calendar) for year in years) if i is not None]
    for first, last in (calendar.window, calendar.span):
        inside = [i for i in readings if all(first <= day <= last for day in (i.start, i.end) if day)]
        if inside:
            return spelled(inside[0], language) if len(inside) == 1 else None
    return None


def _in_year(links: Sequence[Link], year: int, calendar: Calendar) -> Interval | None:
    spans = [link.span for link in links]
    spans[-1] = spans[-1] if spans[-1].dated else replace(spans[-1], year=year)
    filled = with_years(spans, [link.joint for link in links])
    groups = grouped([replace(link, span=span) for link, span in zip(links, filled, strict=True)])
    interval = interval_of(groups[0], calendar)
    return None if len(groups) > 1 or interval.problem else interval
