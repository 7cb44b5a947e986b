"""What an export holds: tables of plain values, and what every export says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from emg_xlsx.schemas.fields import Table

What = Literal["workplan", "progress"]
"""Which paper an export is: the work plan with its contributions, or how far it is."""

SUFFIXES = (".docx", ".xlsx", ".csv", ".json")
"""The kinds of file an export can be; a name without a suffix is a folder."""


@dataclass(frozen=True, slots=True)
class About:
    """What every export bears.

    Attributes:
        plan, title: id and title of the plan.
        round: the round of the merge.
        day: the day of the merge.
        answered, expected: how many of the expected entities have answered.
        approval_status, approval: the plan's, as a code and as it is printed.
        chosen: name of a filter to what was chosen by it; empty where the export is of everything.
        since: the day of the master that rows are new or changed against; None where all are shown.
    """

    plan: str
    title: str
    round: str
    day: date
    answered: int
    expected: int
    approval_status: str
    approval: str
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One table of an export.

    Attributes:
        table: its fields.
        rows: values by key; text, numbers, dates, truth values, None where there is nothing.
        key: the columns that name a row.
        foreign: column to the table and column where its values stand.
    """

    table: Table
    rows: tuple[Mapping[str, Any], ...]
    key: tuple[str, ...]
    foreign: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exported:
    """An export before it is a file.

    Attributes:
        about: what it says of itself.
        tables: name to table, in the order they are written.
        voices: ref to what each entity says of it, as rows.
    """

    about: About
    tables: Mapping[str, Listing]
    voices: Mapping[str, tuple[Mapping[str, Any], ...]]


@dataclass(frozen=True, slots=True)
class Reading:
    """One sheet as people read it.

    Attributes:
        table: its fields.
        rows: their values, in the order of the fields.
        frozen: how many columns stay in sight.
    """

    table: Table
    rows: tuple[tuple[Any, ...], ...]
    frozen: int

    @property
    def by_ref(self) -> bool:
        """Whether each line is about a ref of the plan, which stands in its first column."""
        return self.table.keys[0] == "ref"
