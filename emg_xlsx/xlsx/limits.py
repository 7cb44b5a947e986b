"""How much of a stranger's file is read before it is put down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from time import perf_counter, thread_time

from emg_xlsx.xlsx.refusal import Refused

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file; a file that trips one is refused, and the bound is named in the refusal.

    The defaults leave an honest workbook a wide margin: the largest humanitarian 3W workbooks inflate to some
    50 MB and hold some 300,000 cells.

    Attributes:
        file_bytes: size of the file itself.
        entries: parts in the package.
        entry_bytes: inflated size of one part that is read.
        total_bytes: inflated size of all parts that are read.
        ratio: inflated to stored size of one part, looked at above the grace only.
        ratio_grace_bytes: inflated size up to which any ratio is accepted.
        cells: filled cells, and apart from them strings, merged ranges, notes and formats.
        seconds: processor time for all reading of one file.
        depth: elements inside each other.
        anomalies: oddities listed for one sheet; the rest is counted.
        child_seconds: time the reader of other formats may take, by the clock.
        child_bytes: memory the reader of other formats may take, where the system can bound it.
        members: files in one archive or mail, those of an archive inside it included.
        members_seconds: processor time for everything that is done with the files of one archive or mail.
    """

    file_bytes: int = 100 * MEBIBYTE
    entries: int = 5_000
    entry_bytes: int = 128 * MEBIBYTE
    total_bytes: int = 512 * MEBIBYTE
    ratio: int = 200
    ratio_grace_bytes: int = 16 * MEBIBYTE
    cells: int = 1_000_000
    seconds: float = 20.0
    depth: int = 100
    anomalies: int = 1_000
    child_seconds: float = 30.0
    child_bytes: int = 1024 * MEBIBYTE
    members: int = 500
    members_seconds: float = 120.0


def limits_from(settings: Mapping[str, str], prefix: str = "EMG_LIMIT_") -> Limits:
    """Limits with those changed that settings name, such as ``EMG_LIMIT_CELLS=5000000``.

    Args:
        settings: names and values, for example the environment; what does not begin with the prefix is ignored.
        prefix: what stands before the upper-case name of a limit.

    Raises:
        ValueError: a name that is no limit, or a value that is no positive number; its text names the setting.
    """
    kinds = {field.name: float if field.type == "float" else int for field in fields(Limits)}
    chosen: dict[str, float] = {}
    for setting, text in sorted(settings.items()):
        if not setting.startswith(prefix):
            continue
        kind = kinds.get(setting.removeprefix(prefix).lower())
        try:
            value = kind(text) if kind else 0
        except ValueError:
            value = 0
        if not 0 < value < float("inf"):
            raise ValueError(setting)
        chosen[setting.removeprefix(prefix).lower()] = value
    return Limits(**chosen)  # type: ignore[arg-type]  # each value was made by the type of its own default


class Meter:
    """What one file has used of its limits so far; it refuses when one is passed."""

    __slots__ = ("_begin", "_paused", "_ran", "_rested", "_until", "cells", "inflated", "limits")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells = 0
        self.inflated = 0
        self._begin: float | None = None
        self._paused = 0.0
        self._rested = 0.0
        self._ran = 0.0
        self._until = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let the clock run; it counts this thread's processor time, so a busy machine refuses nothing."""
        resumed = perf_counter()
        if self._begin is None:
            self._begin, self._paused = thread_time(), resumed
        self._rested += resumed - self._paused
        self._until = resumed + self.limits.seconds - self._ran
        try:
            yield
        finally:
            self._paused = perf_counter()
            self._ran += self._paused - resumed

    def check_time(self) -> None:
        """Refuse when the time is over.

        The wall clock is asked first, which costs nothing: no thread works longer than it runs.
        """
        if perf_counter() > self._until and self._worked() > self.limits.seconds:
            raise Refused("too-slow", {"limit_name": "seconds", "limit": round(self.limits.seconds)})

    def _worked(self) -> float:
        """Seconds of processor time while the clock ran: all of the thread's, less the time at rest, worked or not."""
        return thread_time() - (self._begin or 0.0) - self._rested

    def add_cells(self, count: int, part: str) -> None:
        """Count what is kept in memory, and refuse when it is too much."""
        self.cells += count
        self.check_cells(0, part)

    def check_cells(self, more: int, part: str) -> None:
        """Refuse when so many more would be too many."""
        if self.cells + more > self.limits.cells:
            raise Refused("too-many-cells", {"limit_name": "cells", "limit": self.limits.cells, "part": part})

    def add_bytes(self, count: int, part: str) -> None:
        """Count inflated bytes of all parts, and refuse when they are too many."""
        self.inflated += count
        if self.inflated > self.limits.total_bytes:
            raise too_large("total_bytes", self.limits.total_bytes, part)


def too_large(limit_name: str, limit: int, part: str | None = None) -> Refused:
    """The refusal for a size limit."""
    facts: dict[str, str | int] = {"limit_name": limit_name, "limit": limit}
    return Refused("too-large", facts if part is None else {**facts, "part": part})
