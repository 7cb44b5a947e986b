"""What the files of all entities say together: rows, conflicts and their decisions, changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from emg_xlsx.memory import Memory
from emg_xlsx.values import AcceptedRow, Answer

COORDINATOR = "coordinator"
"""Who made a change that no file brought."""
TYPED = "typed"
"""The decision of a conflict whose cell the coordinator filled."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict: what it says, in words and as stored, whose it is, and where it stands.

    ``file`` is None where the coordinator said it. ``id`` is the contribution it is about.
    """

    entity: str
    words: str
    value: Any
    file: str | None
    sheet: str | None
    cell: str | None
    sha256: str = ""
    id: str = ""

    @property
    def fact(self) -> str:
        """What a decision rests on: who says what, in which file; not where the file puts it or is called."""
        return f"{self.id or self.entity}\x1f{self.words}\x1f{self.sha256}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Values that cannot all stand.

    Attributes:
        id: names it, and stays the same while the same places are in conflict.
        kind: ``leads`` (several entities lead one ref), ``cells`` (files of one entity without an order differ,
            and perhaps the coordinator, whose side is the last),
            ``edit`` (the coordinator set a value, and the entity changed it since), ``deleted`` (the coordinator
            deleted a row, and the entity changed it since), ``completion`` (a lead and a co-lead are of different
            mind), or ``duplicates`` (contributions that may be one).
        ref, field: where in the plan, and the key of the column.
        sides: what each says.
    """

    id: str
    kind: Literal["leads", "cells", "edit", "deleted", "completion", "duplicates"]
    ref: str | None
    field: str
    sides: tuple[Side, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """What a decision rests on, in an order that no file's place changes.

        What the coordinator set is no such fact: to set it otherwise is a decision itself.
        """
        own = self.kind in ("edit", "deleted", "cells")
        return tuple(sorted(side.fact for side in self.sides if side.sha256 or not own))


@dataclass(frozen=True, slots=True)
class Ruled:
    """A conflict and what became of it.

    Attributes:
        conflict: the conflict.
        decision: the coordinator's words, empty while it is open.
        does: the option these words are; None where they are words of their own.
        earlier: a decision that no longer holds, because what it rested on has changed.
        news: the sides that are new since.
    """

    conflict: Conflict
    decision: str
    does: str | None
    earlier: str = ""
    news: tuple[Side, ...] = ()


@dataclass(frozen=True, slots=True)
class MergedRow:
    """One contribution or proposal: typed values by key, and the files that speak of it.

    Attributes:
        id, entity, ref: as in the master.
        values: what stands, by field key.
        source: the row that spoke of it last.
        first_round, last_round: the rounds that brought it and last spoke of it.
        promised: the schedule given in a planning round.
        givers: field key to the row whose value stands.
        disputed: field key to the rows that differ and have no order.
        answers: the files that speak of it, in their order.
        withdrawn: whether its entity took it back.
    """

    id: str
    entity: str
    ref: str | None
    values: Mapping[str, Any]
    source: AcceptedRow
    first_round: str
    last_round: str
    promised: str | None = None
    givers: Mapping[str, AcceptedRow] = field(default_factory=dict)
    disputed: Mapping[str, tuple[AcceptedRow, ...]] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    """What all submissions say together, before any edit of the coordinator.

    ``ids`` tells the id of each row by the fingerprint of its file, its sheet and its number there.
    """

    contributions: tuple[MergedRow, ...]
    proposals: tuple[MergedRow, ...]
    ids: Mapping[tuple[str, str, int], str]


What = Literal["added", "changed", "withdrawn", "deleted", "restored", "not-repeated", "opened", "decided", "closed"]
"""What can happen to a row or a cell; conflicts and questions are opened, decided and closed."""


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

    what: What
    by: str
    id: str
    entity: str
    ref: str | None
    field: str | None = None
    before: str | None = None
    after: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What the master shows.

    Attributes:
        contributions, proposals: the rows, with the values that stand.
        conflicts: each with its decision, if there is one.
        changes: what is not as the last merge left it.
        memory: what the master is to remember.
        log: the lines of ``Changes`` before this run.
    """

    contributions: tuple[MergedRow, ...]
    proposals: tuple[MergedRow, ...]
    conflicts: tuple[Ruled, ...]
    changes: tuple[Change, ...]
    memory: Memory
    log: tuple[Mapping[str, Any], ...] = ()
