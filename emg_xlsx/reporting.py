"""What goes back, composed: packs, each contributor's own workbook with marks, pages, drafts, and their folder.

Originals are read again one by one, so that a thousand files need no more memory than one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath

from emg_xlsx import intake
from emg_xlsx.errors import EmgError
from emg_xlsx.outputs import fingerprint, place, write_whole
from emg_xlsx.packing import packs_of
from emg_xlsx.packs import LEDGER, Pack
from emg_xlsx.pipeline import Options
from emg_xlsx.plan import Plan
from emg_xlsx.report import (
    IndexLine,
    MessageLine,
    draft_of,
    eml,
    folder,
    index_page,
    marked,
    messages_csv,
    report_page,
    write_fresh,
)
from emg_xlsx.texts import text
from emg_xlsx.values import Attachment, Checked, SourceFile
from emg_xlsx.xlsx import Refused


@dataclass(slots=True)
class Reported:
    """What was written.

    Attributes:
        packs: how many packs have news, and were written.
        unchanged: how many say what they said before, and were left alone.
        fresh: files whose own workbook could not be marked, so that a new one goes back.
        absent: files of earlier runs that were not there to be marked, so that a new workbook goes back.
        signed: files whose digital signature does not hold for the marked copy.
        beside: files somebody had changed, to the new ones that stand beside them.
    """

    packs: int = 0
    unchanged: int = 0
    fresh: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)
    beside: dict[Path, Path] = field(default_factory=dict)


@dataclass(slots=True)
class _Job:
    """One run over one folder of reports."""

    root: Path
    plan: str
    day: date
    answered: Mapping[str, tuple[str, ...]]
    options: Options
    before: dict[str, folder.Written]
    lines: list[IndexLine] = field(default_factory=list)
    messages: list[MessageLine] = field(default_factory=list)
    done: Reported = field(default_factory=Reported)


def write_reports(root: Path, checked: Checked, plan: Plan, *, paths: Sequence[Path], options: Options) -> Reported:
    """Write what goes back to each contributor where there is news since the last run; nothing is sent.

    Files that somebody changed since they were written are kept, and the new ones stand beside them.

    Args:
        root: the folder of the reports; nothing else in it is touched.
        checked: the validated files.
        plan: the work plan.
        paths: where the files came from.
        options: as for the check.

    Raises:
        EmgError: the folder cannot be written to.
    """
    packs = packs_of(checked, plan, day=options.day)
    places = folder.places(packs)
    answered = {answer.file: answer.asked.files for answer in checked.answers}
    job = _Job(root, plan.id, options.day, answered, options, folder.ledger(_text(root / LEDGER)))
    # By its content, not its name: what is no longer as it was checked is not marked, for places may be others.
    waiting = {pack.sha256: pack for pack in packs if pack.sha256}
    for source in intake.sources(intake.collect(paths), paths, options.limits):
        pack = waiting.pop(source.sha256, None)
        if pack is not None:
            _report(job, pack, places[pack.file], source)
    for pack in packs:
        if not pack.sha256 or pack.sha256 in waiting:
            _report(job, pack, places[pack.file], None)
    _clear(job, {pack.sha256: places[pack.file] for pack in packs if pack.sha256})
    _over_all(job)
    return job.done


def _over_all(job: _Job) -> None:
    """The index of this run, the messages with news, and what the next run has to know."""
    files = {folder.INDEX: index_page(job.lines).encode()}
    if job.messages:
        lines = sorted(job.messages, key=lambda line: line.attachment)
        # A byte order mark tells spreadsheet programs that the text is UTF-8.
        files[folder.MESSAGES] = messages_csv(lines).encode("utf-8-sig")
    before = job.before.get(folder.ROOT, folder.Written("", {}))
    written = {name: _place(job, name, data, before.files.get(name)) for name, data in files.items()}
    job.before[folder.ROOT] = replace(before, files={**before.files, **written})
    _write(job, LEDGER, folder.ledger_text(job.before).encode())


def _clear(job: _Job, places: Mapping[str, str]) -> None:
    """Take away what lies where the pack of a file stood before, such as before it was known whose it is.

    Nobody should send that. What somebody changed stays, and so do packs of files that are not looked at now.

    Args:
        job: what was written this time, and before.
        places: fingerprint of each file to where its pack stands now.
    """
    for where, old in list(job.before.items()):
        if where in places.values() or old.sha256 not in places:
            continue
        files = [job.root / where / name for name in old.files]
        for path, known in zip(files, old.files.values(), strict=True):
            _take_away(path, known)
        with suppress(OSError):  # something else is in it
            (job.root / where).rmdir()
        if not any(path.exists() for path in files):
            del job.before[where]


def _report(job: _Job, pack: Pack, place: str, source: SourceFile | None) -> None:
    """Write one pack, or find that nothing in it is new."""
    before = job.before.get(place)
    pack = folder.with_news(pack, before)
    if (
        before
        and not folder.has_news(pack, before)
        and all((job.root / place / name).exists() for name in before.files)
    ):
        job.done.unchanged += 1
        job.lines.append(_line(pack, place, before.files))
        return
    book, annotated = _workbook(job, pack, source)
    draft = draft_of(pack, book, annotated=annotated)
    files = {folder.PAGE: report_page(pack).encode(), folder.DRAFT: eml(draft, book)}
    if book:
        files[book.name] = book.data
    old = before.files if before else {}
    written = {name: _place(job, f"{place}/{name}", data, old.get(name)) for name, data in files.items()}
    for name in old.keys() - files.keys():
        # A copy that is out of date must not lie beside the page; one that somebody changed is theirs.
        _take_away(job.root / place / name, old[name])
    job.before[place] = folder.Written(pack.sha256, folder.states(pack), written)
    job.lines.append(_line(pack, place, written))
    job.messages.append(MessageLine(draft, f"{place}/{book.name}" if book else ""))
    job.done.packs += 1


def _take_away(path: Path, known: str) -> None:
    """Delete a file that is as we wrote it."""
    if _fingerprint(path) == known:
        path.unlink()


def _workbook(job: _Job, pack: Pack, source: SourceFile | None) -> tuple[Attachment | None, bool]:
    """The sender's own workbook with marks (true), or a new one (false); none where nothing is to say."""
    if not pack.questions and not pack.notes and not pack.corrected:
        return None, False
    answers = " ".join(dict.fromkeys((*job.answered.get(pack.file, ()), *filter(None, [pack.sha256]))))
    if source is not None and source.trouble is None:
        try:
            suffix = PurePosixPath(source.name).suffix.lower()
            name = folder.workbook_name(pack, suffix if suffix == ".xlsm" else ".xlsx")
            copy = marked(source.data, pack, {"answers": answers}, job.options.limits)
            if copy.signed:
                job.done.signed.append(pack.file)
            return Attachment(name, copy.data), True
        except Refused:
            pass  # another format, damaged, or packed so oddly that marking it could harm it
    (job.done.absent if source is None else job.done.fresh).append(pack.file)
    meta = {"kind": "reply", "plan": job.plan, "round": pack.round, "entity": pack.entity or "", "answers": answers}
    return Attachment(folder.workbook_name(pack, ".xlsx"), write_fresh(pack, meta)), False


def _line(pack: Pack, place: str, names: Mapping[str, str]) -> IndexLine:
    """The pack's line in the index, with the files it has."""
    books = [name for name in names if name not in (folder.PAGE, folder.DRAFT)]
    return IndexLine(
        pack,
        page=f"{place}/{folder.PAGE}",
        workbook=f"{place}/{books[0]}" if books else None,
        draft=f"{place}/{folder.DRAFT}",
    )


def _place(job: _Job, name: str, data: bytes, before: str | None) -> str:
    """Write a file of a pack; gives the fingerprint to remember."""
    written, beside = place(job.root / name, data, before, day=job.day)
    if beside is not None:
        job.done.beside[job.root / name] = beside
    return written


def _write(job: _Job, name: str, data: bytes) -> None:
    path = job.root / name
    if _fingerprint(path) != fingerprint(data):
        write_whole(path, data)


def _fingerprint(path: Path) -> str | None:
    try:
        return fingerprint(path.read_bytes()) if path.exists() else None
    except OSError as error:
        raise EmgError(text("error.not-readable", path=path, why=error.strerror or type(error).__name__)) from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
