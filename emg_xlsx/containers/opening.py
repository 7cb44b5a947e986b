"""A file, or the files in it where it is a zip or a mail: one by one, within the limits of one file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from emg_xlsx.containers.eml import is_eml, read_eml
from emg_xlsx.containers.letters import NESTING, Letter
from emg_xlsx.containers.msg import is_msg, read_msg
from emg_xlsx.containers.names import SEPARATOR, dated_folder, is_litter, shown
from emg_xlsx.findings import Finding
from emg_xlsx.refusals import container_refused, refused
from emg_xlsx.values import Attachment, Origin, SourceFile
from emg_xlsx.xlsx import Limits, Refused
from emg_xlsx.xlsx.limits import Meter
from emg_xlsx.xlsx.package import Archive

Kind = Literal["workbook", "zip", "eml", "msg", "other"]

ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
MEANT = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".xltx", ".xltm", ".zip", ".eml", ".msg")
"""Endings of attachments that were meant as an answer, also where their content turns out to be something else."""
SPREADSHEETS = frozenset({"xlsb-file", "ods-file"})


@dataclass(slots=True)
class _Budget:
    """What one file of the folder has used up of its limits, with everything in it."""

    limits: Limits
    meter: Meter = field(init=False)
    members: int = 0
    begin: float | None = None

    def __post_init__(self) -> None:
        self.meter = Meter(self.limits)

    def start(self) -> None:
        """Let the time of an archive or mail begin; most files are neither, and need none."""
        if self.begin is None:
            self.begin = _spent()

    def check_time(self) -> None:
        """Refuse when the time is over; that between two files is their reader's, so it counts as well."""
        limit = self.limits.members_seconds
        if _spent() - (self.begin or 0.0) > limit:
            raise Refused("too-large", {"limit_name": "members_seconds", "limit": round(limit)})

    def count(self) -> None:
        """One more file was found; refuse too many."""
        self.members += 1
        if self.members > self.limits.members:
            raise Refused("too-large", {"limit_name": "members", "limit": self.limits.members})


def opened(source: SourceFile, limits: Limits) -> Iterator[SourceFile]:
    """The file itself or, where it is a zip or a mail with workbooks attached, each file in it.

    One archive or mail inside is opened as well. What cannot be opened, or not to its end, comes as a file with
    its trouble, and what was in it before that stays.

    Args:
        source: a file of the folder; its content decides what it is, not its name.
        limits: bounds for the file with all that is in it, and for each file in it.
    """
    budget = _Budget(limits)
    try:
        for member in _walk(source, budget, 0):
            if member is source:
                yield source
                continue
            budget.check_time()
            yield replace(member, container=source.name)
    except Refused as refusal:
        yield replace(_troubled(source, container_refused(refusal, source.name)), container=source.name)


def kind_of(name: str, data: bytes, limits: Limits) -> Kind:
    """What a file is, told from its content; the name only where the content is damaged or empty."""
    if data.startswith(ZIP_STARTS):
        named_zip = name.lower().endswith(".zip")
        try:
            refusal = Archive(data, Meter(limits)).refusal()
        except Refused:
            return "zip" if named_zip else "workbook"
        if refusal is None or refusal.code in SPREADSHEETS:
            return "workbook"
        empty = refusal.code == "not-a-workbook" and named_zip
        return "zip" if refusal.code == "archive-file" or empty else "other"
    return "msg" if is_msg(data) else "eml" if is_eml(name, data) else "other"


def _walk(source: SourceFile, budget: _Budget, depth: int) -> Iterator[SourceFile]:
    kind = kind_of(source.name, source.data, budget.limits) if source.trouble is None else "other"
    if kind in ("workbook", "other"):
        budget.count()
        yield source
    elif depth > NESTING:
        yield _troubled(source, Finding("container-nested", source.name))
    elif kind == "zip":
        yield from _contained(source, budget, depth, _in_zip(source, budget, depth))
    else:
        yield from _contained(source, budget, depth, _in_mail(source, budget, depth, kind))


def _contained(source: SourceFile, budget: _Budget, depth: int, members: Iterator[SourceFile]) -> Iterator[SourceFile]:
    """The files of an archive or mail; one inside another that cannot be opened costs only itself."""
    budget.start()
    try:
        yield from members
    except Refused as refusal:
        # Bounds are for the outermost: with one of them passed, nothing more is read of it.
        if depth == 0 or budget.members > budget.limits.members or budget.meter.inflated > budget.limits.total_bytes:
            raise
        yield _troubled(source, container_refused(refusal, source.name))


def _in_zip(source: SourceFile, budget: _Budget, depth: int) -> Iterator[SourceFile]:
    archive = Archive(source.data, budget.meter)
    names = sorted(name for name in archive.names if not any(is_litter(part) for part in SEPARATOR.split(name)))
    if not names:
        yield _troubled(source, Finding("container-empty", source.name))
    for name in names:
        place = f"{source.name}/{shown(name)}"
        filed = dated_folder(SEPARATOR.split(f"{source.name}/{name}")[:-1]) or source.origin.filed
        member = SourceFile(place, b"", "", origin=replace(source.origin, filed=filed))
        try:
            data = b"".join(archive.chunks(name))
        except Refused as refusal:
            if budget.meter.inflated > budget.limits.total_bytes:
                raise
            budget.count()
            yield replace(member, trouble=refused(refusal, place))
            continue
        yield from _walk(_with(member, data), budget, depth + 1)


def _in_mail(source: SourceFile, budget: _Budget, depth: int, kind: Kind) -> Iterator[SourceFile]:
    letter = (read_eml if kind == "eml" else read_msg)(source.data, budget.limits)
    told: list[str] = []
    members = list(_attached(source, letter, budget, depth, told))
    if not members:
        yield _troubled(source, _no_workbook(source.name, letter, told), _origin(source.origin, letter))
        return
    for member, level in members:
        for found in _walk(member, budget, level):
            yield replace(found, notes=tuple(_said(found.name, letter, told)))
            told = []


def _said(name: str, letter: Letter, told: list[str]) -> Iterator[Finding]:
    """What the mail of a workbook holds beside it."""
    if told:
        yield Finding("attachment-ignored", name, value="; ".join(told))
    if letter.text.strip():
        yield Finding("mail-text", name, value=letter.text)


def _attached(
    source: SourceFile, letter: Letter, budget: _Budget, depth: int, told: list[str]
) -> Iterator[tuple[SourceFile, int]]:
    """The attachments meant as answers, each with how deep it lies, also those of attached mails.

    Of the other attachments the names are added to those told.
    """
    origin = _origin(source.origin, letter)
    for item in letter.attachments:
        if isinstance(item, Letter):
            inner = SourceFile(f"{source.name}/{shown(_plain(item.subject or 'mail'))}.eml", b"", "", origin=origin)
            if depth < NESTING:
                before = len(told)
                found = list(_attached(inner, item, budget, depth + 1, told))
                if not found:
                    told[before:] = [inner.name.removeprefix(f"{source.name}/")]
                yield from found
            else:
                yield _troubled(inner, Finding("container-nested", inner.name)), depth + 1
        elif _is_meant(item, budget.limits):
            name = shown(_plain(item.name))
            yield _with(SourceFile(f"{source.name}/{name}", b"", "", origin=origin), item.data), depth + 1
        elif not item.inline:
            told.append(shown(_plain(item.name)))


def _plain(name: str) -> str:
    """An attachment has a name but no folder."""
    return SEPARATOR.split(name.rstrip("/\\"))[-1]


def _is_meant(item: Attachment, limits: Limits) -> bool:
    return item.name.lower().rstrip().endswith(MEANT) or kind_of(item.name, item.data, limits) != "other"


def _origin(around: Origin, letter: Letter) -> Origin:
    """The mail's own sender and day; of a mail in a mail the inner one's, where it has them."""
    return replace(
        around,
        sender=letter.sender or around.sender,
        mailed=letter.mailed or around.mailed,
        subject=letter.subject or around.subject,
    )


def _no_workbook(name: str, letter: Letter, told: list[str]) -> Finding:
    facts = {
        "sender": letter.sender or "…",
        "subject": shown(letter.subject or "…"),
        "attachments": ", ".join(f"“{file}”" for file in told) or "–",
    }
    return Finding("mail-without-workbook", name, value=letter.text or None, facts=facts)


def _with(member: SourceFile, data: bytes) -> SourceFile:
    return replace(member, data=data, sha256=hashlib.sha256(data).hexdigest())


def _troubled(source: SourceFile, trouble: Finding, origin: Origin | None = None) -> SourceFile:
    return replace(source, data=b"", trouble=trouble, origin=origin or source.origin)


def _spent() -> float:
    """Processor time so far, of this process and of the children it has waited for."""
    return sum(os.times()[:4])
