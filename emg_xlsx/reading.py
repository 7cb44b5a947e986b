"""What reading a cell depends on, and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from emg_xlsx.plan import Plan
from emg_xlsx.schedule import Schedule
from emg_xlsx.texts import Phrase
from emg_xlsx.xlsx import Cell

Told = tuple[str, Mapping[str, Any], str | None]
"""The code of a finding, its facts, and what is suggested."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell gave.

    Attributes:
        value: the typed value, None where nothing could be taken.
        codes: finding codes with their facts and suggestion, most important first.
        days: the schedule of a schedule cell.
    """

    value: Any = None
    codes: tuple[tuple[str, Mapping[str, Any], str | None], ...] = ()
    days: Schedule | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What reading a cell depends on besides the cell."""

    plan: Plan
    language: str = "en"
    date1904: bool = False
    memo: dict[tuple[str, Cell], Reading] = field(default_factory=dict)


def hint(key: str, **facts: object) -> Phrase:
    """A part of a message that only some findings have."""
    return Phrase(f"hint.{key}", facts)
