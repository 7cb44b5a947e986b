"""What the summaries of a master say, as sheets of a copy to send round: values, and nothing live behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from emg_xlsx.exported import Reading
from emg_xlsx.plan import Plan
from emg_xlsx.printing import without_addresses
from emg_xlsx.schedule import format_schedule
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.of_plan import codelist
from emg_xlsx.schemas.summary_tables import EVENTS
from emg_xlsx.selection import Selection
from emg_xlsx.summarised import EventLine, MatrixLine, Resources, Summaries, Timeline, TimelineLine, Voice
from emg_xlsx.texts import text

_REF = Field(key="ref", title="Ref.", width=10)
_SHORT = Field(key="deliverable", title="Deliverable", width=44)


def overviews(
    summaries: Summaries, plan: Plan, selection: Selection, refs: frozenset[str], *, addresses: bool
) -> Iterator[Reading]:
    """Who does what, when, with which means, and for which event.

    Figures of several entities together are left out where only some of them, or only what is new, was asked for.

    Args:
        summaries: of everything that may be printed.
        plan: its texts and lists.
        selection: what is shown.
        refs: the refs that are shown.
        addresses: whether e-mail addresses in texts stay.
    """
    yield _matrix([line for line in summaries.matrix if line.ref in refs], plan, selection)
    if selection.entities is None and selection.ids is None:
        yield _timeline(summaries.timeline, plan, refs)
        activities = {plan.activity_of(ref) for ref in refs}
        yield _resources([one for one in summaries.resources if one.activity in activities], plan)
    events = _events(summaries.events, plan, selection, refs)
    yield events if addresses else _masked(events)


def _matrix(lines: Sequence[MatrixLine], plan: Plan, selection: Selection) -> Reading:
    """Each entity's role in each ref, in the plan's order; where nobody leads, it says so."""
    every = {name for line in lines for name in line.roles if selection.entities is None or name in selection.entities}
    names, roles = sorted(every, key=str.casefold), codelist(plan, "role")
    fields = (_REF, _SHORT, Field(key="gap", title=text("export.gap.title"), width=12),
              *(Field(key=name, title=name, width=12) for name in names))  # fmt: skip
    rows = (
        (line.ref, plan.in_short(line.ref), text(f"export.gap.{line.gap}") if line.gap else None,
         *(roles.label(line.roles[n]) if line.roles.get(n) else _no_role(line, n) for n in names))
        for line in sorted(lines, key=lambda line: plan.ref_order[line.ref])
    )  # fmt: skip
    return Reading(Table("matrix", "Matrix", fields), tuple(rows), 3)


def _no_role(line: MatrixLine, name: str) -> str | None:
    return text("export.no_role") if name in line.roles else None


def _timeline(times: Timeline, plan: Plan, refs: frozenset[str]) -> Reading:
    """Month by month: what is planned, and how many entities are at work by schedules of their own."""
    months = [(month, _last_of(month)) for month in times.months]
    titles = [format_schedule(first, last, "month") for first, last in months]
    fields = (_REF, _SHORT, *(Field(key=title, title=title, width=11) for title in titles),
              Field(key="last", title=text("export.last"), type="date", width=12),
              Field(key="late", title=text("export.late"), width=12))  # fmt: skip
    rows = (
        (line.ref, plan.in_short(line.ref), *(_month(line, first, last) for first, last in months), line.last,
         text("decision.yes") if line.late else None)
        for line in times.lines if line.ref in refs
    )  # fmt: skip
    return Reading(Table("timeline", "Timeline", fields), tuple(rows), 2)


def _last_of(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _month(line: TimelineLine, first: date, last: date) -> str | None:
    start, end = line.planned
    planned = (start or end) is not None and (start or first) <= last and (end or last) >= first
    number = line.active.get(first, 0)
    words = [text("export.planned")] if planned else []
    return "\n".join([*words, text("export.at_work", n=number)] if number else words) or None


def _resources(lines: Iterable[Resources], plan: Plan) -> Reading:
    """Work-months and amounts of each activity by certainty, which are never added up."""
    known = [(code.code, code.label) for code in codelist(plan, "certainty").codes]
    sure = [*known, (None, text("export.unsure"))]
    fields = [Field(key="activity", title="Activities", width=44), Field(key="entities", title=text("export.entities"),
                                                                         type="integer", width=10)]  # fmt: skip
    for what, decimals in (("months", 1), ("amounts", 0)):
        fields += [Field(key=f"{what}_{code}", title=text(f"export.{what}", sure=label), type="number", width=15,
                         decimals=decimals) for code, label in sure]  # fmt: skip
        fields.append(Field(key=f"gave_{what}", title=text(f"export.gave_{what}"), width=14))
    rows = (
        (
            plan.activity_title(one.activity),
            one.entities,
            *(one.months.get(code) for code, _ in sure),
            text("export.gave_of", n=one.gave_months, total=one.entities),
            *(one.amounts.get(code) for code, _ in sure),
            text("export.gave_of", n=one.gave_amounts, total=one.entities),
        )
        for one in lines
    )
    return Reading(Table("resources", "Resources", tuple(fields)), tuple(rows), 1)


def _events(lines: Iterable[EventLine], plan: Plan, selection: Selection, refs: frozenset[str]) -> Reading:
    """Who brings what to which event."""
    table = Table(EVENTS.name, EVENTS.sheet, tuple(item for item in EVENTS.fields if item.key != "id"))
    rows = (_event(line, plan) for line in lines if line.voice is None or _is_shown(line.voice, selection, refs))
    return Reading(table, tuple(row for row in rows if selection.ids is None or row[2]), 1)


def _is_shown(voice: Voice, selection: Selection, refs: frozenset[str]) -> bool:
    return voice.ref in refs and selection.hears(voice)


def _event(line: EventLine, plan: Plan) -> tuple[Any, ...]:
    voice = line.voice
    if voice is None:
        return line.event, line.days or None, *[None] * 6
    role = codelist(plan, "role").label(voice.role) if voice.role else None
    words = voice.words or (text("export.withheld") if voice.withheld else None)
    return (line.event, line.days or None, voice.entity, voice.ref, plan.in_short(voice.ref), role, words,
            voice.schedule or None)  # fmt: skip


def _masked(sheet: Reading) -> Reading:
    rows = (tuple(without_addresses(value) if isinstance(value, str) else value for value in row) for row in sheet.rows)
    return Reading(sheet.table, tuple(rows), sheet.frozen)
