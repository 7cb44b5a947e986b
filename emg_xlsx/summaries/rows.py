"""Contributions as the summaries go through them: values by key, as they may be printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from emg_xlsx.summarised import CANCELLED

Row = Mapping[str, Any]
"""One contribution: key to value, None where nothing was said."""

ByRef = Mapping[str, Sequence[Row]]
"""The contributions of each ref that has any."""


def taking_part(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows by which an entity takes part; a role that was not given counts as one."""
    return (row for row in rows if row["counted"] == 2)


def standing(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows of what still stands: work that was cancelled is neither offered nor done."""
    return (row for row in rows if row["status"] != CANCELLED)


def entities_of(rows: Iterable[Row]) -> set[str]:
    """The entities of rows."""
    return {row["entity"] for row in rows}
