"""What the summaries of a master say: plain values, from which sheets, documents and figures are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Certainty = str | None
"""Code of how sure a figure is; None where the entity did not say."""

STRENGTH = ("LEAD", "COLEAD", "CONTRIB", "REVIEW", "", "OBS", "NONE")
"""Roles from the strongest: of several rows of an entity, that one is shown. ``""``: no role was given."""

ANSWERED = ("accepted", "questions", "partial", "nil", "noted")
"""States of files by which an entity has answered."""

CANCELLED = "CANCELLED"
"""The status of what is neither offered nor worked on any more."""

DONE = ("COMPLETED", CANCELLED)
"""Statuses after which nothing is waited for."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of the consolidated work plan: an activity as a whole, or a deliverable."""

    ref: str
    whole: bool
    outcome: str
    activity: str
    deliverable: str
    schedule: str
    lead: str
    contributing: str
    rows: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of the first sheet; every count is of files, entities or rows as its name says.

    Attributes:
        delayed: refs of which somebody says that they are delayed.
        longer: refs on which somebody works beyond the plan's schedule.
        overdue: deliverables whose last day in the plan is past, and that are neither completed nor cancelled.
        not_reported: ids of what was promised in a planning round and not spoken of since.
    """

    answered: int
    with_others: int
    expected: int
    files_by_state: Mapping[str, int]
    findings_by_severity: Mapping[str, int]
    contributions: int
    entities: int
    proposals: int
    conflicts: int
    left_out: int
    without_lead: tuple[str, ...]
    without_contributor: tuple[str, ...]
    delayed: tuple[str, ...] = ()
    longer: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    not_reported: tuple[str, ...] = ()
    news: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Voice:
    """One contribution as summaries and documents show it.

    Attributes:
        id, entity, ref: whose it is and where it stands in the plan.
        role, status: codes, None where they were not given.
        words: what was reported, else what is planned; empty where nothing was said or nothing may be printed.
        withheld: whether there are words that may not be printed.
        schedule: the entity's own schedule in words, empty where it is as in the plan.
        promised: the schedule given in the planning round.
        evidence: links.
        reported: whether a round that asks for reports has heard of it; True where the run's round asks for none.
    """

    id: str
    entity: str
    ref: str
    role: str | None
    status: str | None
    words: str
    withheld: bool
    schedule: str
    promised: str
    evidence: str
    reported: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a ref is: what the coordinator says, what its lead says, and what everybody says.

    Attributes:
        ref, whole: a deliverable, or an activity as a whole.
        overall: the coordinator's overall status in words, empty where there is none.
        text: the coordinator's own text, printed instead of the entities' words.
        leads: statuses of its leads, as codes, each once.
        counts: how many contributions have each status; those without one under None.
        voices: its contributions, entities in alphabetical order; those kept informed are not among them.
    """

    ref: str
    whole: bool
    overall: str
    text: str
    leads: tuple[str, ...]
    counts: Mapping[str | None, int]
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """Who takes part in a ref.

    Attributes:
        ref, whole: a deliverable, or an activity as a whole.
        leads, others: how many entities lead it, and how many take part otherwise.
        gap: ``nobody``, ``lead`` where only a lead is missing, or empty.
        roles: entity to its strongest role there, as a code; ``""`` where no role was given.
    """

    ref: str
    whole: bool
    leads: int
    others: int
    gap: str
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """When a ref is worked on.

    Attributes:
        ref, whole: a deliverable, or an activity as a whole.
        planned: first and last day of the plan's schedule; either may be None.
        entities: how many entities work on it; not those that cancelled what they would do.
        active: month (its first day) to how many entities are at work in it by schedules of their own.
        last: the last day any entity gives.
        late: whether that is after the plan's last day.
    """

    ref: str
    whole: bool
    planned: tuple[date | None, date | None]
    entities: int
    active: Mapping[date, int]
    last: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """Months (their first days), the refs, and events by the months they touch."""

    months: tuple[date, ...]
    lines: tuple[TimelineLine, ...]
    events: tuple[tuple[str, tuple[date, ...]], ...]


@dataclass(frozen=True, slots=True)
class Resources:
    """What is offered for an activity and was not cancelled, never added across certainties.

    Attributes:
        activity: its id.
        months, amounts: work-months and US dollars by certainty.
        entities: how many entities take part.
        gave_months, gave_amounts: how many of them gave a figure.
    """

    activity: str
    months: Mapping[Certainty, float]
    amounts: Mapping[Certainty, float]
    entities: int
    gave_months: int
    gave_amounts: int


@dataclass(frozen=True, slots=True)
class EventLine:
    """A contribution to an event; an event nobody speaks of has one line without a voice."""

    event: str
    days: str
    voice: Voice | None


@dataclass(frozen=True, slots=True)
class Request:
    """A difficulty, request or general comment.

    Attributes:
        kind: ``request`` of a contribution, or ``comment`` of a form.
        entity, ref, id: whose, and of which contribution; a comment has neither ref nor id.
        words: what was said.
        withheld: whether it may not be printed; words are empty then.
        file: where it was said.
    """

    kind: str
    entity: str
    ref: str
    id: str
    words: str
    withheld: bool
    file: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts behind the pictures.

    Attributes:
        statuses: outcome to status code (None: not stated) to contributions.
        kinds: activity to kind code to contributions that name it.
        taking_part: activity to entities that take part.
        entities, gave_months, gave_amounts: of all activities together, how many entities there are, and how many of
            them gave a figure.
    """

    statuses: Mapping[str, Mapping[str | None, int]]
    kinds: Mapping[str, Mapping[str, int]]
    taking_part: Mapping[str, int]
    entities: int
    gave_months: int
    gave_amounts: int


@dataclass(frozen=True, slots=True)
class Summaries:
    """All summaries of a master."""

    overview: Overview
    work_plan: tuple[PlanLine, ...]
    progress: tuple[Progress, ...]
    matrix: tuple[MatrixLine, ...]
    timeline: Timeline
    resources: tuple[Resources, ...]
    events: tuple[EventLine, ...]
    requests: tuple[Request, ...]
    figures: Figures
