"""When each deliverable is worked on, by the plan and by what entities say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from emg_xlsx.plan import Plan
from emg_xlsx.summaries.rows import ByRef, Row, entities_of, standing, taking_part
from emg_xlsx.summarised import Timeline, TimelineLine

MOST_MONTHS = 30
"""Months that stand side by side on a page; what lies outside is told in words."""

Days = tuple[date, date]


def timeline(by_ref: ByRef, plan: Plan) -> Timeline:
    """The months of the plan and of what entities say, and what happens in them; nothing of what was cancelled.

    Args:
        by_ref: the printable contributions of each ref that has any.
        plan: its schedules and events.
    """
    own = {ref: _own_days(rows) for ref, rows in by_ref.items()}
    months = _months(plan, [days for found in own.values() for _, days in found])
    entities = {ref: len(entities_of(standing(taking_part(rows)))) for ref, rows in by_ref.items()}
    lines = tuple(_line(ref, (own.get(ref, []), entities.get(ref, 0)), months, plan) for ref in plan.refs)
    shown = set(months)
    events = ((event.id, tuple(sorted({m for span in event.spans for m in months_of(*span)} & shown)))
              for event in plan.events)  # fmt: skip
    return Timeline(months, lines, tuple((name, found) for name, found in events if found))


def months_of(first: date, last: date) -> list[date]:
    """The first days of the months from one day to another; none where they are the wrong way round."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(count)]


def _own_days(rows: Iterable[Row]) -> list[tuple[str, Days]]:
    """Each entity's own days; of an open schedule the one day that is known."""
    found = []
    for line in standing(taking_part(rows)):
        first, last = line["first_day"] or line["last_day"], line["last_day"] or line["first_day"]
        if first and last and first <= last:
            found.append((line["entity"], (first, last)))
    return found


def _months(plan: Plan, days: Iterable[Days]) -> tuple[date, ...]:
    """The plan's months, with those before and after that entities speak of, as far as they have room."""
    first, last = plan.calendar.span
    own = months_of(first, last)[:MOST_MONTHS]
    spoken = {month for one, other in days for month in (one.replace(day=1), other.replace(day=1))}
    for month in sorted(spoken):
        if month > own[-1]:
            more = months_of(own[0], month)
            own = more if len(more) <= MOST_MONTHS else own
    for month in sorted(spoken, reverse=True):
        if month < own[0]:
            more = months_of(month, own[-1])
            own = more if len(more) <= MOST_MONTHS else own
    return tuple(own)


def _line(ref: str, said: tuple[list[tuple[str, Days]], int], months: tuple[date, ...], plan: Plan) -> TimelineLine:
    own, entities = said
    at_work: dict[str, set[date]] = defaultdict(set)
    for entity, (first, last) in own:
        at_work[entity].update(months_of(max(first, months[0]), min(last, _end_of(months[-1]))))
    active = Counter(month for found in at_work.values() for month in found)
    planned = plan.days_of(ref)
    end = max((days[1] for _, days in own), default=None)
    late = end is not None and planned[1] is not None and end > planned[1]
    return TimelineLine(ref, ref in plan.activity_by_id, planned, entities, dict(sorted(active.items())), end, late)


def _end_of(month: date) -> date:
    """A day of a month after all others that can begin a period in it."""
    return month.replace(day=28)
