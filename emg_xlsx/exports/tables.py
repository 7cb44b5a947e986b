"""A master as the tables of an export: what may be printed of what was asked for, with codes, labels and days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from emg_xlsx.exported import About, Exported, Listing
from emg_xlsx.mastered import Master
from emg_xlsx.packs import Addressee
from emg_xlsx.plan import Plan
from emg_xlsx.printing import printable, status_code, status_words, without_addresses
from emg_xlsx.sameness import in_words
from emg_xlsx.schedule import format_schedule, parse
from emg_xlsx.schemas import export_tables as tables
from emg_xlsx.schemas.export_tables import LABEL
from emg_xlsx.schemas.fields import Table
from emg_xlsx.schemas.of_plan import codelist, master_contributions_table, master_proposals_table
from emg_xlsx.selection import Selection
from emg_xlsx.summarised import MatrixLine, PlanLine, Progress, Summaries, Voice
from emg_xlsx.tabular import lines_of_frame
from emg_xlsx.texts import text

Row = Mapping[str, Any]

IDLE = ("OBS", "NONE")
"""Roles by which an entity does not take part."""

_OF_ENTITY = {"entity": ("entities", "code")}
_OF_REF = {"ref": ("work_plan", "ref")}


@dataclass(frozen=True, slots=True)
class _Job:
    """One export as it is made.

    Attributes:
        master, summaries: of everything that may be printed.
        selection: what of it is shown.
        rows: the contributions that are shown, as they may be printed.
        refs: the refs that are shown.
    """

    master: Master
    summaries: Summaries
    selection: Selection
    rows: pd.DataFrame
    refs: frozenset[str]

    @property
    def plan(self) -> Plan:
        """The plan of the master."""
        return self.master.plan

    @property
    def states(self) -> Iterator[Progress]:
        """How far the refs are that are shown, in the plan's order."""
        return (state for state in self.summaries.progress if state.ref in self.refs)


def exported(
    master: Master, summaries: Summaries, selection: Selection, contacts: Sequence[Addressee] | None = None
) -> Exported:
    """The tables of an export.

    What a line of the work plan says of a ref (who leads it, its status, how many say what) counts everybody whose
    rows may be printed; the selection only tells which lines, rows and words are shown.

    Args:
        master: with codes.
        summaries: of the same master.
        selection: what is shown.
        contacts: focal points to add; None leaves every e-mail address out, those in texts included.
    """
    rows = printable(selection.contributions(master.contributions), master.plan)
    job = _Job(master, summaries, selection, rows, selection.refs(master.plan, rows))
    found = {
        "contributions": _contributions(job),
        "proposals": _proposals(job),
        "work_plan": Listing(tables.WORK_PLAN, tuple(_work_plan(job)), ("ref",)),
        "progress": Listing(_progress_table(job), tuple(_progress(job)), ("ref",), _OF_REF),
        "entities": Listing(tables.ENTITIES, tuple(_entities(job)), ("code",)),
        "events": Listing(tables.EVENTS, tuple(_events(job.plan)), ("id",)),
    }
    lists = Listing(tables.CODES, tuple(_codes(job.plan, found.values())), ("codelist", "code"))
    voices = {state.ref: tuple(_voices(job, state)) for state in job.states}
    clean = _as_it_is if contacts is not None else _masked
    shown = {
        name: Listing(listing.table, tuple(map(clean, listing.rows)), listing.key, listing.foreign)
        for name, listing in (*found.items(), ("codelists", lists))
    }
    if contacts is not None:
        known = ({"entity": c.entity, "focal_point": c.name, "email": c.email} for c in contacts if c.name or c.email)
        shown["contacts"] = Listing(tables.CONTACTS, tuple(known), ("entity",), _OF_ENTITY)
    return Exported(_about(job), shown, {ref: tuple(map(clean, told)) for ref, told in voices.items()})


def _about(job: _Job) -> About:
    master, plan, overview = job.master, job.plan, job.summaries.overview
    return About(
        plan=plan.id,
        title=plan.title,
        round=master.round,
        day=master.day,
        answered=overview.answered,
        expected=overview.expected,
        approval_status=plan.approval_status,
        approval=plan.approval,
        chosen=job.selection.chosen,
        since=job.selection.since,
    )


def _contributions(job: _Job) -> Listing:
    table = master_contributions_table(job.plan)
    places = job.plan.ref_order
    lines = sorted(lines_of_frame(job.rows), key=lambda line: (places.get(line["ref"], len(places)), *_by_id(line)))
    rows = tuple(_row(line, table, job.plan) for line in lines)
    return Listing(tables.exported_rows(table), rows, ("id",), {**_OF_ENTITY, **_OF_REF})


def _proposals(job: _Job) -> Listing:
    """New proposals; of those who do not want their words printed, the titles alone."""
    table, no = master_proposals_table(job.plan), text("decision.no")
    silent = {line["sha256"] for line in lines_of_frame(job.master.register) if line["may_quote"] == no}
    rows = []
    for line in sorted(lines_of_frame(job.selection.proposals(job.master.proposals)), key=_by_id):
        withheld = line["sha256"] in silent and line["description"] is not None
        line |= {"withheld": withheld, "description": None if withheld else line["description"]}
        rows.append(_row(line, table, job.plan))
    return Listing(tables.exported_rows(table), tuple(rows), ("id",), _OF_ENTITY)


def _by_id(line: Row) -> tuple[str, int, str]:
    """The order of rows of one ref: by entity, then as their ids were given."""
    number = str(line["id"]).rpartition("/")[2]
    return str(line["entity"]).casefold(), int(number) if number.isdecimal() else 0, str(line["id"])


def _row(line: Row, table: Table, plan: Plan) -> Row:
    """One contribution or proposal, with labels beside its codes and its schedule in words."""
    first, last = line["first_day"], line["last_day"]
    more = {
        "entity_name": _name(plan, line["entity"]),
        "schedule_words": format_schedule(first, last, line["precision"] or "none") or line["schedule"],
        **{item.key + LABEL: in_words(line[item.key], item, plan) or None for item in table.fields
           if tables.has_label(item)},
    }  # fmt: skip
    row = {**line, **more, **(_place(plan, line["ref"]) if line.get("ref") in plan.ref_order else {})}
    return {key: row.get(key) for key in tables.exported_rows(table).keys}


def _name(plan: Plan, code: str) -> str:
    known = plan.entity_by_code.get(code)
    return known.name if known else code


def _place(plan: Plan, ref: str) -> dict[str, Any]:
    """Where a ref stands in the plan, by ids and as printed."""
    activity = plan.activity_of(ref)
    outcome = plan.activity_by_id[activity].outcome
    return {
        "ref": ref,
        "outcome_id": outcome,
        "outcome": plan.outcome_title(outcome),
        "activity_id": activity,
        "activity": plan.activity_title(activity),
        "deliverable": plan.deliverable_title(ref),
    }


def _work_plan(job: _Job) -> Iterator[Row]:
    roles = {line.ref: line for line in job.summaries.matrix}
    for line in job.summaries.work_plan:
        if line.ref in job.refs:
            yield {**_place(job.plan, line.ref), **_schedule(job, line.ref), **_who(line, roles[line.ref])}


def _who(line: PlanLine, roles: MatrixLine) -> Row:
    names = [name for name in sorted(roles.roles, key=str.casefold) if roles.roles[name] not in IDLE]
    leads = [name for name in names if roles.roles[name] == "LEAD"]
    return {
        "lead": line.lead or None,
        "contributing": line.contributing or None,
        "lead_entities": "; ".join(leads) or None,
        "other_entities": "; ".join(name for name in names if name not in leads) or None,
        "rows": line.rows,
    }


def _schedule(job: _Job, ref: str) -> Row:
    """The schedule that holds: the agreed one, else the plan's; words as they stand, and days where they are known."""
    plan, agreed = job.plan, job.master.secretariat["agreed"].get(ref)
    first, last = plan.days_of(ref)
    precisions = {item.precision for item in plan.deliverables if ref in (item.id, item.activity)}
    precision = precisions.pop() if len(precisions) == 1 else "month"
    if isinstance(agreed, str):
        read = parse(agreed, calendar=plan.calendar)
        first, last, precision = read.start, read.end, read.precision
    printed = plan.schedule_of(ref)
    return {
        "schedule": agreed if isinstance(agreed, str) else printed,
        "plan_schedule": printed,
        "first_day": first,
        "last_day": last,
        "schedule_words": format_schedule(first, last, precision) or None,
    }


def _progress_table(job: _Job) -> Table:
    return tables.exported_progress(codelist(job.plan, "status").codes)


def _progress(job: _Job) -> Iterator[Row]:
    statuses = codelist(job.plan, "status").codes
    for state in job.states:
        voices = _heard(job, state)
        said = (text("export.voice", entity=v.entity, words=_words(v)) for v in voices if v.words or v.withheld)
        yield {
            **_place(job.plan, state.ref),
            "schedule": _schedule(job, state.ref)["schedule"],
            "status": status_code(state, job.plan),
            "status_words": status_words(state, job.plan) or None,
            "words": state.text or "\n".join(said) or None,
            "entities": len({voice.entity for voice in state.voices}),
            **{status.code.lower(): state.counts.get(status.code, 0) for status in statuses},
            "unstated": state.counts.get(None, 0),
            "withheld": sum(voice.withheld for voice in voices),
        }


def _heard(job: _Job, state: Progress) -> list[Voice]:
    """The voices that are shown; those of one entity in the order of their ids, however a master was sorted."""
    return sorted(job.selection.voices(state), key=lambda voice: _by_id({"id": voice.id, "entity": voice.entity}))


def _words(voice: Voice) -> str:
    return voice.words or text("export.withheld")


def _voices(job: _Job, state: Progress) -> Iterator[Row]:
    """What each entity says; where the Secretariat's text is printed instead, without the words."""
    roles, statuses = codelist(job.plan, "role"), codelist(job.plan, "status")
    for voice in _heard(job, state):
        yield {
            "id": voice.id,
            "entity": voice.entity,
            "entity_name": _name(job.plan, voice.entity),
            "role": voice.role,
            "role_label": roles.label(voice.role) if voice.role else None,
            "status": voice.status,
            "status_label": statuses.label(voice.status) if voice.status else None,
            "words": None if state.text else voice.words or None,
            "withheld": voice.withheld,
            "schedule": voice.schedule or None,
            "promised": voice.promised or None,
            "evidence": voice.evidence or None,
            "reported": voice.reported,
        }


def _entities(job: _Job) -> Iterator[Row]:
    """The entities of the plan, and any other that a row is of."""
    known = job.plan.entity_by_code
    others = {*job.master.contributions["entity"], *job.master.proposals["entity"]} - known.keys()
    for code in sorted({*known, *others}, key=str.casefold):
        one = known.get(code)
        yield {
            "code": code,
            "name": one.name if one else code,
            "category": one.category or None if one else None,
            "expected": bool(one and one.expected),
        }


def _events(plan: Plan) -> Iterator[Row]:
    nothing: tuple[date | None, date | None] = (None, None)
    for event in plan.events:
        (start, end), (start_2, end_2), *_ = (*event.spans, nothing, nothing)
        days = (format_schedule(first, last, "day") for first, last in event.spans)
        yield {"id": event.id, "name": event.name, "days": "; ".join(days) or None, "start": start, "end": end,
               "start_2": start_2, "end_2": end_2}  # fmt: skip


def _codes(plan: Plan, listings: Iterable[Listing]) -> Iterator[Row]:
    """Every list a column of the tables refers to."""
    names = dict.fromkeys(item.codelist for one in listings for item in one.table.fields if item.codelist)
    for name in names:
        for code in codelist(plan, str(name)).codes:
            yield {"codelist": name, "code": code.code, "label": code.label}


def _masked(row: Row) -> Row:
    return {key: without_addresses(value) if isinstance(value, str) else value for key, value in row.items()}


def _as_it_is(row: Row) -> Row:
    return row
