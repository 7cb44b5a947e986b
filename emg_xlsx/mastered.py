"""The values of a master: merged rows, conflicts, its frames, and what its summaries show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from emg_xlsx.plan import Plan
from emg_xlsx.values import AcceptedRow

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict: the value, whose it is, and where it stands."""

    entity: str
    value: str
    file: str
    sheet: str
    cell: str | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Values that cannot all stand.

    ``kind`` is ``leads`` (several entities lead one ref) or ``cells`` (two files of one entity differ).
    """

    id: str
    kind: str
    ref: str
    field: str
    sides: tuple[Side, ...]
    proposal: str


@dataclass(frozen=True, slots=True)
class MergedRow:
    """One contribution or proposal of the master: typed values by key, and the file that last spoke of it."""

    id: str
    entity: str
    ref: str | None
    values: Mapping[str, Any]
    source: AcceptedRow
    first_round: str
    last_round: str
    promised: str | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """What all submissions say together, before any edit of the coordinator."""

    contributions: tuple[MergedRow, ...]
    proposals: tuple[MergedRow, ...]
    conflicts: tuple[Conflict, ...]
    given: tuple[tuple[str, AcceptedRow], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is not as it was: a row or one cell of it.

    Attributes:
        what: what happened.
        by: code of the entity that said so, or ``coordinator``.
        id, entity, ref: of the contribution or proposal; the ref is None for a proposal.
        field: key of the column, None where it is about the whole row.
        before, after: the values in words, None for nothing.
        file: the file that brought it, None where the coordinator did.
    """

    what: Literal["added", "changed", "withdrawn", "deleted", "restored", "not-repeated"]
    by: str
    id: str
    entity: str
    ref: str | None
    field: str | None = None
    before: str | None = None
    after: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Master:
    """The consolidated plan as frames (the sheets of the master workbook).

    Attributes:
        plan: the work plan.
        round: the round of the run.
        day: the day of the merge.
        contributions, proposals: one row per contribution or proposal, indexed by id; codes, real dates.
        conflicts, questions, left_out, register: the coordinator's lists, one row each.
        base: what each file gave and what was taken, for later merges; all text.
        labels: the language in which frames have labels instead of codes; None where they have codes.
    """

    plan: Plan
    round: str
    day: date
    contributions: pd.DataFrame
    proposals: pd.DataFrame
    conflicts: pd.DataFrame
    questions: pd.DataFrame
    left_out: pd.DataFrame
    register: pd.DataFrame
    base: pd.DataFrame
    labels: str | None = None

    def __repr__(self) -> str:
        frames = ("contributions", "proposals", "conflicts", "questions", "left_out", "register")
        sizes = ", ".join(f"{name}: {len(getattr(self, name))}" for name in frames)
        return f"<Master of {self.plan.id}, {self.round}, {self.day}: {sizes}>"


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
    """The figures of the first sheet; every count is of files, entities or rows as its name says."""

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


@dataclass(frozen=True, slots=True)
class Summaries:
    """All summaries of a master."""

    overview: Overview
    work_plan: tuple[PlanLine, ...]
