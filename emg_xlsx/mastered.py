"""The values of a master: its frames, and what the coordinator left in it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from emg_xlsx.layouts import Layout
from emg_xlsx.merged import Change
from emg_xlsx.packs import Addressee
from emg_xlsx.plan import Plan
from emg_xlsx.schemas.fields import Table
from emg_xlsx.texts import catalogue
from emg_xlsx.values import Checked

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


SHEETS = (
    "Overview", "Work plan", "Contributions", "Matrix", "Timeline", "Progress", "Resources", "Events", "Requests",
    "New proposals", "Conflicts", "Questions", "Left out", "Register", "Changes", "_base", "_meta",
)  # fmt: skip
"""The sheets of a master, in their order; those that begin with a line are hidden."""

SAID = "said"
"""The lines of ``_meta`` with the fingerprints of what we wrote on each sheet."""


@dataclass(frozen=True, slots=True, repr=False)
class Master:
    """The consolidated plan as frames (the sheets of the master workbook).

    Attributes:
        plan: the work plan.
        round: the round of the run.
        day: the day of the merge.
        contributions, proposals: one row per contribution or proposal, indexed by id; codes, real dates.
        conflicts, questions, left_out, register: the coordinator's lists, one row each.
        changes: the log of all merges, one line per row or cell that was not as before.
        secretariat: the coordinator's own words for each ref of the plan: agreed schedule, overall status, text.
        base: what the master remembers for later merges; all text.
        since: the day of the master that what is new is new against; None where all is.
        known: how many lines of ``changes`` that master had.
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
    changes: pd.DataFrame
    secretariat: pd.DataFrame
    base: pd.DataFrame
    since: date | None = None
    known: int = 0
    labels: str | None = None

    def __repr__(self) -> str:
        frames = ("contributions", "proposals", "conflicts", "questions", "left_out", "register")
        sizes = ", ".join(f"{name}: {len(getattr(self, name))}" for name in frames)
        return f"<Master of {self.plan.id}, {self.round}, {self.day}: {sizes}>"


@dataclass(frozen=True, slots=True)
class Now:
    """A cell of the master as it stands now.

    Attributes:
        value: what it says, typed; None where it is empty or cannot be read.
        text: what it says, as text.
        cell: its address.
        readable: whether the value is all of it.
        days: first day, last day and precision of a schedule.
    """

    value: Any
    text: str
    cell: str
    readable: bool = True
    days: Mapping[str, Any] = field(default_factory=dict)


class NowRow(Mapping[str, Now]):
    """The cells of one row of the master by field key; those of columns that are gone are absent.

    A cell is read each time it is asked for: of nearly all, the text tells that nothing was done to them.
    """

    __slots__ = ()

    @abstractmethod
    def text(self, key: str) -> str:
        """What a cell says, as text."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A master workbook as the coordinator left it.

    Attributes:
        master: its frames.
        rows: table and id to the row; tables whose sheet is gone are absent.
        typed: table and cells of each row without an id of ours: what the coordinator typed in.
        owned: sheet and key of a line to the coordinator's own cells there.
        decisions: id of a conflict to its decision.
        replies: entity and question to state, answer and who answered.
        lost: what is not as we wrote it and cannot be read: sheet and what about it.
        sheets: names of the sheets that are ours, as they are called now; all others are the coordinator's.
        layouts: name of a sheet of ours to how it is arranged.
    """

    master: Master
    rows: Mapping[str, Mapping[str, NowRow]]
    typed: tuple[tuple[str, NowRow], ...]
    owned: Mapping[str, Mapping[str, Mapping[str, Any]]]
    decisions: Mapping[str, str]
    replies: Mapping[tuple[str, str], tuple[str, str, str]]
    lost: tuple[tuple[str, str], ...] = ()
    sheets: frozenset[str] = frozenset()
    layouts: Mapping[str, Layout] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Merging:
    """What a merge gave.

    Attributes:
        master: the new master.
        checked: every file, of this run and of earlier ones.
        changes: what is not as before, by files and by the coordinator.
        lost: sheet and text of what the coordinator did that could not be carried over.
        news: names of the files of this run that the master did not know.
        old: the bytes of the master that was merged into; None for a new one.
        sheets: names of the sheets in it that are ours.
        layouts: name of a sheet of ours to how the coordinator arranged it.
        unchanged: whether the master says all of it already.
    """

    master: Master
    checked: Checked
    changes: tuple[Change, ...] = ()
    lost: tuple[tuple[str, str], ...] = ()
    news: tuple[str, ...] = ()
    old: bytes | None = None
    sheets: frozenset[str] = frozenset()
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of the files.

    Attributes:
        written: whether the master was written.
        kept: where the old one is kept whole, if it is.
        lost: sheet and text of what could not be carried over into the new one.
    """

    written: bool
    kept: Path | None = None
    lost: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EntityStatus:
    """Where an entity stands in a round.

    Attributes:
        entity, name: code and full name.
        expected: whether an answer is waited for.
        state: of its files of the round, the one that needs most doing; ``missing`` where there is none.
        with_entity: the sentence that says whose answer speaks for it, where another one's does.
        received: the day of its first answer of the round.
        files: its files of the round that are in force.
        questions: open questions, those to correct included.
        deadline: until when it was asked to answer, with what it was extended to.
        days_late: days after the deadline, until it answered or until the day of the run; None where not late.
        to: whom to write to, as far as is known.
    """

    entity: str
    name: str
    expected: bool
    state: str
    with_entity: str | None
    received: date | None
    files: tuple[str, ...]
    questions: int
    deadline: date | None
    days_late: int | None
    to: Addressee


LINE_KEYS = ("id", "ref", "sha256", "state", "file", "entity")
"""The columns that tell which line one is."""


def line_key(line: Mapping[str, Any], table: Table) -> str:
    """What a line of ``Work plan``, ``Progress`` or ``Register`` is known by: its id, ref, file, or else its entity."""
    if table.name == "work_plan":
        return str(line.get("ref") or "")
    if table.name == "progress":
        return str(line.get("id") or line.get("ref") or "")
    sha = str(line.get("sha256") or "")
    identical = line.get("state") in ("identical", catalogue()["state"]["identical"])
    if sha and identical:
        return f"{sha} {line.get('file')}"
    return sha or str(line.get("entity") or line.get("file") or "")
