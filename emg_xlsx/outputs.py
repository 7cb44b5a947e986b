"""Writing outputs so that nothing is ever lost: beside first, then moved into place."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from emg_xlsx.errors import EmgError
from emg_xlsx.texts import text


def lock_of(path: Path) -> Path:
    """The lock file office programs keep beside a workbook that is open."""
    return path.with_name(f"~${path.name}")


def is_open(path: Path) -> bool:
    """Whether the workbook is open in Excel or LibreOffice, as far as lock files tell."""
    return lock_of(path).exists() or path.with_name(f".~lock.{path.name}#").exists()


_SYNC_COPY = re.compile(r".*\b(?:sync-)?(?:conflict|conflit|konflikt)|-[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)*$", re.DOTALL)
"""What synchronising programs add to the name of a copy: their word for a conflict, or the name of a computer."""


def sync_copies(path: Path) -> list[Path]:
    """Copies of a file that a synchronised folder made because two people changed it."""
    beside = (other for other in path.parent.glob(f"*{path.suffix}") if other != path)
    return sorted(
        other for other in beside if other.stem.startswith(path.stem) and _SYNC_COPY.match(other.stem[len(path.stem) :])
    )


def dated(path: Path, day: date) -> Path:
    """A free name beside a file, with the day in it: ``master 2022-03-15.xlsx``."""
    for number in range(1, 1000):
        suffix = "" if number == 1 else f" ({number})"
        candidate = path.with_name(f"{path.stem} {day.isoformat()}{suffix}{path.suffix}")
        if not candidate.exists():
            return candidate
    raise EmgError(text("error.no-free-name", path=path))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that, whatever happens, either the old or the new one is there, whole.

    Raises:
        EmgError: the folder cannot be written to, or the file is held by another program.
    """
    beside = path.with_name(f".emg-{os.getpid()}-{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException as error:  # Ctrl-C, too, leaves nothing half written
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        raise EmgError(text("error.not-writable", path=path, why=error.strerror or type(error).__name__)) from error


def fingerprint(data: bytes) -> str:
    """By which a file that somebody changed is told from one as it was written."""
    return hashlib.sha256(data).hexdigest()


def place(path: Path, data: bytes, before: str | None, *, day: date) -> tuple[str, Path | None]:
    """Write a file that may have been edited since the last run: an edited one is kept, the new one stands beside.

    Args:
        path: where it goes.
        data: its content.
        before: the fingerprint it was last written with; None if it never was.
        day: the day of the run.

    Returns:
        The fingerprint to remember, and where the new content stands if somebody had edited the old.
    """
    now = fingerprint(_bytes(path)) if path.exists() else None
    if now is not None and now not in (before, fingerprint(data)):
        beside = dated(path, day)
        write_whole(beside, data)
        return before or "", beside
    if now != fingerprint(data):
        write_whole(path, data)
    return fingerprint(data), None


def may_save(path: Path, *, replace_old: bool) -> None:
    """Say at once, before anything is read, when an existing file stands in the way.

    Raises:
        EmgError: a file is there and may not be replaced.
    """
    if path.exists() and not replace_old:
        raise EmgError(text("error.exists", path=path))


def is_same(path: Path, data: bytes) -> bool:
    """Whether exactly these bytes stand there already."""
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def save(path: Path, data: bytes, *, day: date, replace_old: bool) -> Path | None:
    """Put a new output in its place, never silently over an old one.

    Returns:
        Where a dated copy of the old file is kept; None where there was none, or where nothing would change.

    Raises:
        EmgError: a file is there and may not be replaced, is open elsewhere, or the place cannot be written.
    """
    if is_same(path, data):
        return None
    if is_open(path):
        raise _set_aside(path, data, day)
    may_save(path, replace_old=replace_old)
    if not path.exists():
        write_whole(path, data)
        return None
    return _replaced(path, data, _bytes(path), day=day)


def save_folder(
    path: Path, files: Mapping[str, bytes], ours: Collection[str], *, day: date, replace_old: bool
) -> Path | None:
    """Put a folder of new outputs in its place; an earlier one of ours is kept whole, under a dated name.

    Args:
        path: the folder.
        files: name to content, in the order they are written.
        ours: every name such a folder may have; one with anything else in it is somebody's own.
        day: the day of the run.
        replace_old: whether an earlier one may be replaced.

    Returns:
        Where the old folder is kept; None where there was none, or where nothing would change.

    Raises:
        EmgError: there is something else in the folder, it may not be replaced, or the place cannot be written to.
    """
    there = _names(path, ours)
    if there == files.keys() and all(is_same(path / name, data) for name, data in files.items()):
        return None
    if there:
        may_save(path, replace_old=replace_old)
    kept = dated(path, day) if there else None
    try:
        if kept:
            path.rename(kept)
    except OSError as error:
        raise EmgError(text("error.not-writable", path=path, why=error.strerror or type(error).__name__)) from error
    for name, data in files.items():
        write_whole(path / name, data)
    return kept


def replace_folder(path: Path, files: Mapping[str, bytes], ours: Collection[str]) -> None:
    """Write a folder of outputs over an earlier one of ours, of which nothing stays behind.

    Args:
        path: the folder.
        files: name to content, in the order they are written.
        ours: every name such a folder may have; one with anything else in it is somebody's own.

    Raises:
        EmgError: there is something else in the folder, or the place cannot be written to.
    """
    for name in _names(path, ours) - files.keys():
        try:
            (path / name).unlink()
        except OSError as error:
            raise EmgError(text("error.not-writable", path=path / name, why=error.strerror or "")) from error
    for name, data in files.items():
        write_whole(path / name, data)


def _names(path: Path, ours: Collection[str]) -> set[str]:
    """What is in a folder of ours.

    Raises:
        EmgError: there is something else in it.
    """
    there = {item.name for item in path.iterdir()} if path.exists() else set()
    if not there <= set(ours):
        raise EmgError(text("error.not-empty", path=path))
    return there


def update(path: Path, data: bytes, old: bytes, *, day: date, keep: bool) -> Path | None:
    """Put the new state of a file in the place of the one it was made from.

    Args:
        path: the file.
        data: its new content.
        old: its content when it was read.
        day: the day of the run.
        keep: whether to keep the old content as a dated copy.

    Returns:
        Where the old content is kept, if it is.

    Raises:
        EmgError: the file is open elsewhere or was changed since; the new content then stands beside it.
    """
    if is_open(path):
        raise _set_aside(path, data, day)
    others = sync_copies(path)
    if others:
        aside = dated(path, day)
        write_whole(aside, data)
        raise EmgError(text("error.sync-copy", path=path, other=others[0].name, aside=aside))
    if not path.exists() or _bytes(path) != old:
        aside = dated(path, day)
        write_whole(aside, data)
        raise EmgError(text("error.changed-since", path=path, aside=aside))
    if keep:
        return _replaced(path, data, old, day=day)
    try:
        write_whole(path, data)
    except EmgError as error:
        raise _set_aside(path, data, day) from error
    return None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise EmgError(text("error.not-readable", path=path, why=error.strerror or type(error).__name__)) from error


def _replaced(path: Path, data: bytes, old: bytes, *, day: date) -> Path:
    """Put new content in the place of the old, which is kept as a dated copy."""
    kept = dated(path, day)
    write_whole(kept, old)
    try:
        write_whole(path, data)
    except EmgError as error:
        # Some programs hold a file without leaving a lock file beside it; the old one is still whole.
        kept.unlink()
        raise _set_aside(path, data, day) from error
    return kept


def _set_aside(path: Path, data: bytes, day: date) -> EmgError:
    """Write the result beside a file that is in use; gives the error that says so."""
    aside = dated(path, day)
    write_whole(aside, data)
    return EmgError(text("error.open-elsewhere", path=path, aside=aside))
