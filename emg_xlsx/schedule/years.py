"""Fill in what a period of a text takes over from its neighbours: a unit, a month, a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from emg_xlsx.schedule.spans import Span, days_of
from emg_xlsx.schedule.values import Calendar, is_outside

_HALF_A_YEAR = 183
_COUNTED = ("quarter", "half-year", "week")


def completed(spans: Sequence[Span], joints: Sequence[str], calendar: Calendar) -> list[Span]:
    """Return the spans with unit and year as their neighbours tell; what nobody tells stays open.

    ``joints[i]`` joins span ``i - 1`` to span ``i``. A year missing before a later period is that period's
    year, or the one before it where the range would run backwards; the calendar year counts, never today's.
    """
    full = with_years(_units(_readings(spans)), joints)
    if any(_is_far(span, calendar) for span in full):
        chosen = [span.other or span for span in spans]
        full = with_years(_units(chosen), joints)
    return full


def _readings(spans: Sequence[Span]) -> list[Span]:
    """Choose the day reading of "March 21" beside another day; the month reading of "Oct-21" otherwise."""
    has_day = any(span.unit in ("day", "week") and span.fixed is None for span in spans)
    return [span.other if has_day and span.other else span for span in spans]


def _is_far(span: Span, calendar: Calendar) -> bool:
    """Tell whether a two-digit year ("Mar-15") would lead away from the plan: then it is no year."""
    days = days_of(span) if span.other and span.dated else None
    return days is not None and is_outside(days[0], days[1], calendar)


def _units(spans: Sequence[Span]) -> list[Span]:
    result = list(spans)
    for i, span in enumerate(result):
        if span.unit == "bare":
            after = next((s for s in result[i + 1 :] if s.unit not in ("bare", "event")), None)
            before = next((s for s in reversed(result[:i]) if s.unit not in ("bare", "event")), None)
            result[i] = _explained(span, after, is_after=True) or _explained(span, before) or span
    return result


def _explained(span: Span, donor: Span | None, *, is_after: bool = False) -> Span | None:
    """Return a bare number or qualifier with the unit of its neighbour, None if that does not explain it."""
    if donor is None:
        return None
    if span.number is None:
        return replace(donor, qualifier=span.qualifier, year=span.year or donor.year) if is_after else None
    year = span.year or donor.year
    donor = replace(donor, year_first=span.year_first or donor.year_first)
    if donor.unit == "day" and not donor.problem:
        return replace(donor, day=span.number, year=year, flags=())
    if donor.unit in _COUNTED and donor.day is None:
        return replace(donor, number=span.number, year=year, problem="")
    if donor.unit == "month" and donor.numbered:
        return replace(donor, number=span.number, year=year)
    return None


def with_years(spans: Sequence[Span], joints: Sequence[str]) -> list[Span]:
    """Return the spans with missing years taken from the next dated period, else from the one before."""
    result = list(spans)
    for i in range(len(result) - 2, -1, -1):
        after = _dated(result[i + 1 :])
        if after and _lacks_year(result[i]):
            result[i] = _before(result[i], after, joints[i + 1])
    for i in range(1, len(result)):
        before = _dated(result[i - 1 :: -1])
        if before and _lacks_year(result[i]):
            result[i] = _after(result[i], before)
    return result


def _lacks_year(span: Span) -> bool:
    return span.year is None and span.fixed is None and span.unit not in ("bare", "none") and not span.problem


def _dated(spans: Sequence[Span]) -> Span | None:
    return next((s for s in spans if s.dated and s.fixed is None), None)


def _before(span: Span, after: Span, joint: str) -> Span:
    trial = replace(span, year=after.year)
    own, other = days_of(trial), days_of(after)
    if own is None or other is None or own[0] <= other[0]:
        return trial
    near = joint != "range" and (own[0] - other[0]).days < _HALF_A_YEAR
    return trial if near else replace(trial, year=(after.year or 0) - 1).flagged("year-inferred")


def _after(span: Span, before: Span) -> Span:
    trial = replace(span, year=before.year, year_first=before.year_first)
    own, other = days_of(trial), days_of(before)
    if own and other and own[0] < other[0]:
        return replace(trial, year=(before.year or 0) + 1).flagged("year-inferred")
    return trial if before.year_first else trial.flagged("year-inferred")
