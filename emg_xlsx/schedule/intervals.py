"""Turn the periods of a text into intervals: single periods, ranges, alternatives, deadlines, open ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from emg_xlsx.schedule.chains import Link
from emg_xlsx.schedule.spans import Days, Span, days_of
from emg_xlsx.schedule.values import Calendar, coarsest, is_outside

_ALTERNATIVES = ("or", "slash")
_LEAST_TELLING = ("no-year", "unknown")


@dataclass(frozen=True, slots=True)
class Interval:
    """The days a group of joined periods stands for, or the ``problem`` why it stands for none."""

    start: date | None = None
    end: date | None = None
    end_earliest: date | None = None
    precision: str = "none"
    approximate: bool = False
    compound: bool = False
    outside: bool = False
    flags: tuple[str, ...] = ()
    problem: str = ""


def grouped(links: Sequence[Link]) -> list[list[Link]]:
    """Return the links in groups that belong together; a list, or mere adjacency, begins a new group."""
    groups: list[list[Link]] = []
    for link in links:
        if groups and link.joint in ("range", *_ALTERNATIVES):
            groups[-1].append(link)
        else:
            groups.append([link])
    return groups


def interval_of(group: Sequence[Link], calendar: Calendar, *, open_end: bool = False) -> Interval:
    """Return the interval of one group; its spans must have been completed from their neighbours."""
    sides = _sides(group)
    problem = _problem(group)
    if problem or len(sides) > 2:
        units = [_asked_precision(link.span, problem) for link in group]
        return Interval(problem=problem or "unknown", precision=coarsest(units))
    prefix = next((link.prefix for link in sides[0] if link.prefix), "")
    result = _range(*sides) if len(sides) == 2 else _single(sides[0], "from" if open_end else prefix)
    flags = [flag for link in group for flag in link.span.flags]
    if any(len(side) > 1 for side in sides):
        flags.append("alternative")
    if prefix != "from" and any(link.span.unit == "year" and not link.span.qualifier for link in group):
        flags.append("whole-year")
    result = replace(result, flags=(*result.flags, *flags), precision=coarsest([k.span.unit for k in group]))
    return _checked(result, sides, calendar)


def _problem(group: Sequence[Link]) -> str:
    """Return the code of what keeps a group from having days: the most telling one, empty if there is none."""
    problems = [p for p in map(_problem_of, (link.span for link in group)) if p]
    if len(problems) == len(group) == 2 and set(problems) == {"unknown"}:
        # 1/2: the first of February, January the second, one of two?
        return "two-readings"
    return min(problems, key=lambda p: _LEAST_TELLING.index(p) if p in _LEAST_TELLING else -1, default="")


def _problem_of(span: Span) -> str:
    """Return the code of what keeps a completed span from having days, empty if it has them."""
    if span.problem:
        return span.problem
    if span.unit == "bare":
        return "unknown"
    if not span.dated:
        return "no-year"
    if days_of(span) is None:
        return "impossible-day" if span.unit == "day" else "impossible-period"
    return ""


def _asked_precision(span: Span, problem: str) -> str:
    """Return the precision to report of a span that is asked about: known only if the form was understood."""
    return span.unit if problem in ("no-year", "ambiguous-day-month", "homonym", "event-in-parts") else "none"


def _sides(group: Sequence[Link]) -> list[list[Link]]:
    """Return the alternatives of the start and those of the end, or of the only side."""
    if len(group) == 2 and group[1].joint == "slash" and all(_is_iso(link.span) for link in group):
        return [[group[0]], [group[1]]]
    sides: list[list[Link]] = [[]]
    for link in group:
        if link.joint == "range" and sides[-1]:
            sides.append([])
        sides[-1].append(link)
    return sides


def _is_iso(span: Span) -> bool:
    return span.year_first and not span.numbered and span.unit in ("day", "month")


def _range(starts: Sequence[Link], ends: Sequence[Link]) -> Interval:
    first = min(_days(link.span)[0] for link in starts)
    lasts = [_days(link.span)[1] for link in ends]
    approximate = any(link.span.qualifier for link in starts)
    approximate = approximate or any(link.span.qualifier not in ("", "end") for link in ends)
    if first > max(lasts):
        return Interval(problem="backwards", start=_days(ends[0].span)[0], end=_days(starts[-1].span)[1])
    earliest = min(lasts) if min(lasts) != max(lasts) else None
    return Interval(first, max(lasts), earliest, approximate=approximate, compound=True)


def _days(span: Span) -> Days:
    """Return the days of a span known to have them."""
    days = days_of(span)
    if days is None:
        raise AssertionError(span)
    return days


def _single(side: Sequence[Link], prefix: str) -> Interval:
    all_days = [_days(link.span) for link in side]
    first = min(days[0] for days in all_days)
    lasts = [days[1] for days in all_days]
    last = max(lasts)
    earliest = min(lasts) if min(lasts) != last else None
    qualifiers = {link.span.qualifier for link in side} - {""}
    rough = bool(qualifiers)
    if prefix in ("by", "before") and side[-1].span.unit == "event":
        return Interval(None, first, approximate=rough, compound=True)
    if prefix == "before" and first != last and qualifiers != {"end"}:
        day_before = first - timedelta(days=1)
        return Interval(None, last, day_before, approximate=rough, compound=True, flags=("two-readings",))
    if prefix in ("by", "before"):
        return Interval(None, last, earliest, approximate=rough and qualifiers != {"end"}, compound=True)
    if prefix == "after":
        return Interval(last + timedelta(days=1), None, approximate=rough, compound=True, flags=("relative",))
    if prefix == "from":
        return Interval(first, None, approximate=rough, compound=True)
    if qualifiers == {"end"} and all(link.span.unit != "event" for link in side):
        return Interval(None, last, earliest, approximate=True, compound=True)
    return Interval(first, last, earliest, approximate=rough)


def _checked(interval: Interval, sides: Sequence[Sequence[Link]], calendar: Calendar) -> Interval:
    """Return the interval with what only the whole tells: written backwards, approximate, outside the plan."""
    if interval.problem:
        return interval
    start, end = interval.start, interval.end
    # A whole year that the plan reaches into says little; it does not say that the work lies outside.
    if start and any(_is_year(link.span, calendar.span[0].year) for link in sides[0]):
        start = max(start, calendar.span[0])
    if end and any(_is_year(link.span, calendar.span[1].year) for link in sides[-1]):
        end = min(end, calendar.span[1])
    flags = ("approximate", *interval.flags) if interval.approximate else interval.flags
    return replace(interval, flags=flags, outside=is_outside(start, end, calendar))


def _is_year(span: Span, year: int) -> bool:
    return span.unit == "year" and span.qualifier in ("", "circa") and span.year == year
