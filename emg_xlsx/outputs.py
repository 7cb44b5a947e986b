"""Writing outputs so that nothing is ever lost: beside first, then moved into place."""

from __future__ import annotations

import os
import tempfile
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
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".emg-", suffix=".tmp", delete=False) as beside:
            name = beside.name
            beside.write(data)
            beside.flush()
            os.fsync(beside.fileno())
        _permit(Path(name))
        Path(name).replace(path)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        raise EmgError(text("error.not-writable", path=path, why=error.strerror or type(error).__name__)) from error


def may_save(path: Path, *, replace_old: bool) -> None:
    """Say at once, before anything is read, when an existing file stands in the way.

    Raises:
        EmgError: a file is there and may not be replaced.
    """
    if path.exists() and not replace_old:
        raise EmgError(text("error.exists", path=path))


def save(path: Path, data: bytes, *, day: date, replace_old: bool) -> Path | None:
    """Put a new output in its place, never silently over an old one.

    Returns:
        Where a dated copy of the old file is kept; None where there was none, or where nothing would change.

    Raises:
        EmgError: a file is there and may not be replaced, is open elsewhere, or the place cannot be written.
    """
    if is_open(path):
        aside = dated(path, day)
        write_whole(aside, data)
        raise EmgError(text("error.open-elsewhere", path=path, aside=aside))
    may_save(path, replace_old=replace_old)
    if not path.exists():
        write_whole(path, data)
        return None
    try:
        old = path.read_bytes()
    except OSError as error:
        raise EmgError(text("error.not-readable", path=path, why=error.strerror or type(error).__name__)) from error
    if old == data:
        return None
    kept = dated(path, day)
    write_whole(kept, old)
    write_whole(path, data)
    return kept


def _permit(path: Path) -> None:
    """Give the file the permissions any new file of this user has; temporary files are private."""
    mask = os.umask(0)
    os.umask(mask)
    path.chmod(0o666 & ~mask)
