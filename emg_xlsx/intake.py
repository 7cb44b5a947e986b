"""What lies in the folder: which files to read, under which name, with which fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from emg_xlsx.errors import EmgError
from emg_xlsx.texts import text
from emg_xlsx.values import SourceFile

IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
IGNORED_PREFIXES = ("~$", ".", "__macosx")
"""Lock files, hidden files and what operating systems leave in folders."""


def collect(paths: Iterable[Path]) -> list[Path]:
    """The files under the given files and folders, sub-folders included, in a stable order.

    Raises:
        EmgError: a path does not exist, or nothing at all was found.
    """
    given = list(paths)
    found: dict[Path, None] = {}
    for path in given:
        if not path.exists():
            raise EmgError(text("error.no-such-path", path=path))
        members = sorted(_walk(path, path), key=lambda p: p.as_posix()) if path.is_dir() else [path]
        found.update(dict.fromkeys(members))
    if not found:
        raise EmgError(text("error.nothing-found", path=", ".join(str(path) for path in given)))
    return list(found)


def load(path: Path, roots: Iterable[Path]) -> SourceFile:
    """Read a file; one that cannot be read is a value with its trouble, not an error.

    Args:
        path: the file.
        roots: the files and folders that were asked for; the name is relative to the folder it came from.
    """
    name = _name(path, roots)
    try:
        data = path.read_bytes()
    except OSError as error:
        return SourceFile(name, b"", "", trouble=error.strerror or type(error).__name__)
    return SourceFile(name, data, hashlib.sha256(data).hexdigest())


def _walk(folder: Path, root: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        lower = path.name.lower()
        if lower in IGNORED_NAMES or lower.startswith(IGNORED_PREFIXES):
            continue
        # A link that leads out of the folder could make any file of the computer part of the master.
        if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
            continue
        if path.is_dir():
            if not path.is_symlink():
                yield from _walk(path, root)
        else:
            yield path


def _name(path: Path, roots: Iterable[Path]) -> str:
    for root in roots:
        if root.is_dir() and path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.name
