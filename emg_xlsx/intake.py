"""What lies in the folder: which files to read, under which name, with which fingerprint."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from emg_xlsx.containers import dated_folder, is_litter, opened, shown
from emg_xlsx.errors import EmgError
from emg_xlsx.findings import Finding
from emg_xlsx.packs import LEDGER
from emg_xlsx.refusals import refused
from emg_xlsx.texts import text
from emg_xlsx.values import Origin, SourceFile
from emg_xlsx.xlsx import Limits
from emg_xlsx.xlsx.limits import too_large


def collect(paths: Iterable[Path]) -> list[Path]:
    """The files under the given files and folders, sub-folders included, in an order no folder listing can change.

    Lock files, hidden files, what operating systems leave behind, and links that lead out of the folder are
    passed over, and so are folders of our own reports; a folder that cannot be looked into is listed itself.

    Raises:
        EmgError: a path does not exist, or nothing at all was found.
    """
    given = list(paths)
    found: set[Path] = set()
    for path in given:
        if not path.exists():
            raise EmgError(text("error.no-such-path", path=path))
        found.update(_walk(path) if path.is_dir() else [path])
    if not found:
        raise EmgError(text("error.nothing-found", path=", ".join(str(path) for path in given)))
    # Of files with the same content the one with the shortest name is the original: copies add words to it.
    return sorted(found, key=lambda path: (len(path.as_posix()), path.as_posix()))


def sources(files: Sequence[Path], roots: Sequence[Path], limits: Limits | None = None) -> Iterator[SourceFile]:
    """The files as values, those in archives and mails one by one; each under a name no other one has.

    Args:
        files: what was found.
        roots: the files and folders that were asked for; names are relative to the folder a file came from.
        limits: bounds for one file with all that is in it; the defaults if None.
    """
    limits = limits or Limits()
    taken: Counter[str] = Counter()
    folders = _folders(files, roots)
    for path, name, folder in zip(files, _names(files, folders), folders, strict=True):
        for source in opened(load(path, name, folder, limits), limits):
            taken[source.name] += 1
            again = taken[source.name]
            yield _renamed(source, _numbered(source.name, again, taken)) if again > 1 else source


def load(path: Path, name: str, root: Path, limits: Limits) -> SourceFile:
    """Read a file; one that cannot be read is a value with its trouble, not an error.

    Args:
        path: the file.
        name: what it is called from here on.
        root: the folder it was found in; folders from there on may be named after a day.
        limits: one that is larger is not read.
    """
    inside = path.relative_to(root).parts[:-1] if path.is_relative_to(root) else ()
    origin = Origin(filed=dated_folder([root.resolve().name, *inside]))
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= limits.file_bytes else b""
    except OSError as error:
        trouble = Finding("file-unreadable", name, facts={"detail": error.strerror or type(error).__name__})
        return SourceFile(name, b"", "", trouble, origin=origin)
    if size > limits.file_bytes:
        trouble = refused(too_large("file_bytes", limits.file_bytes), name)
        return SourceFile(name, b"", "", trouble, origin=origin)
    return SourceFile(name, data, hashlib.sha256(data).hexdigest(), origin=origin)


def _walk(root: Path) -> Iterator[Path]:
    """The files in a folder and its sub-folders, without a step for each level: folders can be very deep."""
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            entries = list(folder.iterdir())
        except OSError:
            yield folder  # reading it will tell why it cannot be
            continue
        if folder != root and any(path.name == LEDGER for path in entries):
            continue  # what we sent back is no answer
        for path in entries:
            if is_litter(path.name) or (path.is_symlink() and _leads_out(path, root)):
                continue
            if path.is_dir():
                if not path.is_symlink():
                    folders.append(path)
            elif path.is_file():  # a pipe or a device might never end
                yield path


def _leads_out(link: Path, root: Path) -> bool:
    """Whether a link could make any file of the computer part of the master, or leads nowhere."""
    try:
        return not link.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a link to itself
        return True


def _folders(files: Iterable[Path], roots: Iterable[Path]) -> list[Path]:
    """The folder each file was found in: the first one asked for that holds it, or its own."""
    folders = [root for root in roots if root.is_dir()]
    return [next((root for root in folders if path.is_relative_to(root)), path.parent) for path in files]


def _names(files: Sequence[Path], folders: Sequence[Path]) -> list[str]:
    """What each file is called: its path in its folder; where two are called the same, with the folder before it."""
    short = [shown(path.relative_to(folder).as_posix()) for path, folder in zip(files, folders, strict=True)]
    counts = Counter(short)
    return [
        shown(f"{folder.resolve().name}/{name}") if counts[name] > 1 else name
        for name, folder in zip(short, folders, strict=True)
    ]


def _numbered(name: str, number: int, taken: Counter[str]) -> str:
    """The name with a number before its ending, the next one that is free."""
    path = PurePosixPath(name)
    while taken[other := str(path.with_name(f"{path.stem} ({number}){path.suffix}"))]:
        number += 1
    taken[other] += 1
    return other


def _renamed(source: SourceFile, name: str) -> SourceFile:
    trouble = replace(source.trouble, file=name) if source.trouble else None
    return replace(source, name=name, trouble=trouble, notes=tuple(replace(note, file=name) for note in source.notes))
