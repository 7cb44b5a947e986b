"""The agreed work plan: outcomes, activities, streams, deliverables, and the entities, events and rounds.

A plan is data. The built-in one is the 2021-2022 work plan; another year's plan, or a corrected one, is a
workbook with the same tables. Everything is keyed by id; numerals are made from the order of the outcomes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from textwrap import shorten
from typing import Any

from emg_xlsx.codelists import Code, Codelist
from emg_xlsx.schedule import Calendar, CalendarEvent, Schedule, parse
from emg_xlsx.texts import text

Row = Mapping[str, Any]
"""One row of a plan table: column key to value (text, date, integer, bool or None)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An expected outcome of the plan."""

    id: str
    label: str
    short: str


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity (an issue management group, task team, consultative process …) under one outcome."""

    id: str
    number: int
    title: str
    modality: str
    outcome: str
    themes: str | None


@dataclass(frozen=True, slots=True)
class Stream:
    """A numbered strand of work inside an activity; its text introduces the deliverables under it."""

    id: str
    activity: str
    numeral: str
    text: str


@dataclass(frozen=True, slots=True)
class Deliverable:
    """One bullet of the plan, with its schedule as printed and as read (first and last day, precision)."""

    id: str
    activity: str
    stream: str | None
    order: int
    text: str
    schedule: str
    first_day: date | None
    last_day: date | None
    precision: str
    end_earliest: date | None
    assignment: str
    partners: str | None
    events: str | None
    notes: str | None


@dataclass(frozen=True, slots=True)
class Entity:
    """A United Nations entity that may contribute; ``expected`` ones are counted as N in "n of N"."""

    code: str
    name: str
    category: str
    aliases: tuple[str, ...]
    expected: bool

    @property
    def display(self) -> str:
        """The entity as a list shows it, ``CODE – name``."""
        return f"{self.code} – {self.name}"


IN_SHORT = 90
"""Characters of a deliverable's text that stand beside its reference in a list."""


@dataclass(frozen=True, slots=True)
class Round:
    """One call for submissions: ``planning`` (what will you do) or ``reporting`` (what was done)."""

    id: str
    kind: str
    opens: date | None
    deadline: date | None
    reply_by: date | None


@dataclass(frozen=True, slots=True)
class Contact:
    """A focal point of an entity, for addressing messages; never part of an export."""

    entity: str
    name: str | None
    email: str | None
    language: str | None
    active_from: date | None
    active_to: date | None


@dataclass(frozen=True, eq=False, repr=False)
class Plan:
    """A validated work plan; every table is a tuple in the plan's own order.

    Attributes:
        id: names the plan inside every file made from it.
        title, issuer, introduction: its texts, as they are printed.
        approval_status, approval_note: ``draft``, ``pending approval`` or ``approved``, and what is printed after it.
        window: first and last day of the plan.
        current_round: id of the round that is meant where a file names none.
        secretariat, return_to: who is glad to help, and where answers go; None where no address is given.
        outcomes, activities, streams, deliverables: what was agreed: values with their ids and texts.
        entities, contacts: who takes part, and whom to write to.
        events, rounds: what dates may refer to, and the calls for answers.
        tables: the rows the plan was made of, so that it can be written out again without loss.
        source: where it came from, in words for the first line of a run.
    """

    id: str
    title: str
    issuer: str
    approval_status: str
    approval_note: str
    introduction: str
    window: tuple[date, date]
    current_round: str
    secretariat: str
    return_to: str | None
    outcomes: tuple[Outcome, ...]
    activities: tuple[Activity, ...]
    streams: tuple[Stream, ...]
    deliverables: tuple[Deliverable, ...]
    entities: tuple[Entity, ...]
    events: tuple[CalendarEvent, ...]
    rounds: tuple[Round, ...]
    contacts: tuple[Contact, ...]
    tables: Mapping[str, Sequence[Row]]
    source: str

    def __repr__(self) -> str:
        return f"<Plan {self.id}: {len(self.activities)} activities, {len(self.deliverables)} deliverables>"

    @cached_property
    def approval(self) -> str:
        """The approval status as every output prints it, such as ``DRAFT – subject to approval by …``."""
        word = self.approval_status.upper() if self.approval_status == "draft" else self.approval_status.capitalize()
        return f"{word} – {self.approval_note}" if self.approval_note else word

    @cached_property
    def calendar(self) -> Calendar:
        """The window, the span of the plan's own schedules around it, and the events dates may refer to."""
        starts = [d.first_day for d in self.deliverables if d.first_day]
        ends = [d.last_day for d in self.deliverables if d.last_day]
        span = (min([self.window[0], *starts]), max([self.window[1], *ends]))
        return Calendar(window=self.window, span=span, events=self.events)

    @cached_property
    def numerals(self) -> dict[str, str]:
        """Outcome id to Roman numeral, regenerated from the order of the outcomes."""
        return {outcome.id: roman(n) for n, outcome in enumerate(self.outcomes, 1)}

    @cached_property
    def outcome_by_id(self) -> dict[str, Outcome]:
        """Outcomes by id."""
        return {o.id: o for o in self.outcomes}

    @cached_property
    def activity_by_id(self) -> dict[str, Activity]:
        """Activities by id."""
        return {a.id: a for a in self.activities}

    @cached_property
    def deliverable_by_id(self) -> dict[str, Deliverable]:
        """Deliverables by id."""
        return {d.id: d for d in self.deliverables}

    @cached_property
    def stream_by_id(self) -> dict[str, Stream]:
        """Streams by id."""
        return {s.id: s for s in self.streams}

    @cached_property
    def entity_by_code(self) -> dict[str, Entity]:
        """Entities by code."""
        return {e.code: e for e in self.entities}

    @cached_property
    def round_by_id(self) -> dict[str, Round]:
        """Rounds by id."""
        return {r.id: r for r in self.rounds}

    @cached_property
    def refs(self) -> tuple[str, ...]:
        """Every place a contribution can stand, in the plan's order: each activity, then its deliverables."""
        return tuple(
            ref for a in self.activities for ref in (a.id, *(d.id for d in self.deliverables if d.activity == a.id))
        )

    @cached_property
    def ref_order(self) -> dict[str, int]:
        """Each ref's place in the plan's order, from 0."""
        return {ref: n for n, ref in enumerate(self.refs)}

    @cached_property
    def entity_list(self) -> Codelist:
        """The entities as a codelist: code, full name, aliases and ``CODE – name`` are all read."""
        return Codelist(
            "entity",
            tuple(Code(e.code, e.name, (*e.aliases, e.display)) for e in self.entities),
            fuzzy=False,
        )

    @cached_property
    def event_list(self) -> Codelist:
        """The events as a codelist."""
        return Codelist("event", tuple(Code(e.id, e.name, e.aliases) for e in self.events), fuzzy=False)

    def outcome_title(self, outcome: str) -> str:
        """The outcome as printed, with its regenerated numeral: ``I. Enhanced coherence in programming``."""
        return f"{self.numerals[outcome]}. {self.outcome_by_id[outcome].label}"

    def activity_title(self, activity: str) -> str:
        """The activity as printed: ``1. Issue Management Group on Biodiversity``."""
        item = self.activity_by_id[activity]
        return f"{item.number}. {item.title}"

    def activity_of(self, ref: str) -> str:
        """The activity a ref belongs to."""
        return ref if ref in self.activity_by_id else self.deliverable_by_id[ref].activity

    def in_short(self, ref: str) -> str:
        """What a ref is, in the few words that stand beside it in a list; the whole text stands in its row.

        Raises:
            KeyError: the plan has no such ref.
        """
        if ref in self.activity_by_id:
            return self.activity_title(ref)
        return shorten(self.deliverable_by_id[ref].text, IN_SHORT, placeholder=" …")

    def deliverable_title(self, ref: str, language: str = "en") -> str:
        """The deliverable's text, led by its stream; for an activity as a whole, those words."""
        if ref in self.activity_by_id:
            return text("template.whole", language)
        item = self.deliverable_by_id[ref]
        if item.stream is None:
            return item.text
        stream = self.stream_by_id[item.stream]
        return f"{stream.numeral}. {stream.text}\n– {item.text}"

    def schedule_of(self, ref: str, language: str = "en") -> str:
        """The schedule as printed; for an activity whose deliverables differ, a word that says so."""
        if ref in self.deliverable_by_id:
            return self.deliverable_by_id[ref].schedule
        cells = list(dict.fromkeys(d.schedule for d in self.deliverables if d.activity == ref))
        return cells[0] if len(cells) == 1 else text("template.see_deliverables", language)

    def contact(self, entity: str | None, day: date) -> Contact | None:
        """An entity's focal point of a day, one with an address before others; None where none is known."""
        active = (
            one
            for one in self.contacts
            if one.entity == entity and (one.active_from or day) <= day <= (one.active_to or day)
        )
        return min(active, key=lambda contact: contact.email is None, default=None)

    def printed(self, ref: str, language: str = "en") -> dict[str, str]:
        """What the grey cells of a ref's row say in template and master, by field key; the plan's words are its own."""
        activity = self.activity_of(ref)
        outcome = self.activity_by_id[activity].outcome
        short = f"{self.numerals[outcome]}. {self.outcome_by_id[outcome].short}"
        return {
            "ref": ref,
            "outcome": self.outcome_title(outcome) if ref == activity else short,
            "activity": self.activity_title(activity),
            "deliverable": self.deliverable_title(ref, language),
            "plan_schedule": self.schedule_of(ref, language),
        }

    def days_of(self, ref: str) -> tuple[date | None, date | None]:
        """First and last day the plan gives for a ref; for an activity, of its deliverables together."""
        items = [d for d in self.deliverables if ref in (d.id, d.activity)]
        starts = [d.first_day for d in items if d.first_day]
        ends = [d.last_day for d in items if d.last_day]
        return (min(starts) if starts else None, max(ends) if ends else None)


@lru_cache(maxsize=64)
def roman(number: int) -> str:
    """The Roman numeral of a positive number."""
    steps = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))
    written = ""
    for numeral, size in steps:
        written += numeral * (number // size)
        number %= size
    return written


def plan_from_tables(tables: Mapping[str, Sequence[Row]], source: str) -> Plan:
    """Build a plan from its tables, already checked (keys unique, references known, types right).

    Args:
        tables: table name to rows, as in :mod:`emg_xlsx.schemas.tables`; ``plan`` has key and value.
        source: where the plan came from, in words.
    """
    settings = {row["key"]: row["value"] for row in tables["plan"]}
    events = tuple(calendar_event(row) for row in tables["events"])
    window = (_day(settings["window_start"]), _day(settings["window_end"]))
    bare = Calendar(window=window, span=window, events=events)
    return Plan(
        id=settings["id"],
        title=settings["title"],
        issuer=settings["issuer"],
        approval_status=settings["approval_status"],
        approval_note=settings.get("approval_note") or "",
        introduction=settings.get("introduction") or "",
        window=window,
        current_round=settings["current_round"],
        secretariat=settings.get("secretariat") or settings["issuer"],
        return_to=settings.get("return_to"),
        outcomes=tuple(Outcome(r["id"], r["label"], r["short"] or r["label"]) for r in tables["outcomes"]),
        activities=tuple(
            Activity(r["id"], int(r["number"]), r["title"], r["modality"], r["outcome"], r.get("themes"))
            for r in tables["activities"]
        ),
        streams=tuple(Stream(r["id"], r["activity"], r["numeral"], r["text"]) for r in tables["streams"]),
        deliverables=tuple(_deliverable(r, bare) for r in tables["deliverables"]),
        entities=tuple(sorted((_entity(r) for r in tables["entities"]), key=lambda e: e.code.casefold())),
        events=events,
        rounds=tuple(
            Round(r["id"], r["kind"], r.get("opens"), r.get("deadline"), r.get("reply_by")) for r in tables["rounds"]
        ),
        contacts=tuple(
            Contact(r["entity"], r["name"], r["email"], r["language"], r["active_from"], r["active_to"])
            for r in tables["contacts"]
        ),
        tables=tables,
        source=source,
    )


def listed(text: str | None) -> tuple[str, ...]:
    """The items of a cell that lists several, separated by semicolons."""
    return tuple(part.strip() for part in (text or "").split(";") if part.strip())


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _entity(row: Row) -> Entity:
    return Entity(row["code"], row["name"], row["category"] or "", listed(row["aliases"]), bool(row["expected"]))


def calendar_event(row: Row) -> CalendarEvent:
    """The event of one row of the table ``events``, for calendars."""
    spans = [(row["start"], row["end"]), (row.get("start_2"), row.get("end_2"))]
    known = tuple((a, b or a) for a, b in spans if a)
    return CalendarEvent(id=row["id"], name=row["name"], aliases=listed(row["aliases"]), spans=known)


def _deliverable(row: Row, calendar: Calendar) -> Deliverable:
    """A deliverable; its dates are read from the printed schedule where the table gives none."""
    verbatim = row["schedule"] or ""
    read: Schedule | None = None
    if not (row["first_day"] or row["last_day"]) and verbatim:
        read = parse(verbatim, calendar=calendar)
    return Deliverable(
        id=row["id"],
        activity=row["activity"],
        stream=row["stream"],
        order=int(row["order"]),
        text=row["text"],
        schedule=verbatim,
        first_day=read.start if read else row["first_day"],
        last_day=read.end if read else row["last_day"],
        precision=(read.precision if read else row["precision"]) or "none",
        end_earliest=read.end_earliest if read else row["end_earliest"],
        assignment=row["assignment"] or "",
        partners=row["partners"],
        events=row["events"],
        notes=row["notes"],
    )
