"""Merging into a master, composed: what it remembers, what was done in it, and what has come since.

old master -> memory + edits -> noticed ─┐
files -> read -> check ──────────────────┴-> merge -> reconcile -> consolidate -> new master
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from pathlib import Path

from emg_xlsx.choices import entities, ranks
from emg_xlsx.consolidate import consolidate
from emg_xlsx.edits import read_edits
from emg_xlsx.errors import EmgError, TooManyRowsError
from emg_xlsx.layouts import Layout
from emg_xlsx.master import write_master
from emg_xlsx.master_reading import LIMITS, content_of, is_master, opened_master
from emg_xlsx.mastered import Master, Merging, Saved
from emg_xlsx.memory import Copy, Memory, remembered
from emg_xlsx.merged import Change
from emg_xlsx.merging import merge
from emg_xlsx.omissions import asking, change_of, omissions
from emg_xlsx.outputs import save, update
from emg_xlsx.pipeline import Found, Options, Watch, check_answers, decided_entities, file_called, read_files
from emg_xlsx.plan import Plan
from emg_xlsx.recalling import memory_of
from emg_xlsx.reconcile import noticed, reconcile
from emg_xlsx.replies import settled
from emg_xlsx.schemas.master_tables import REGISTER
from emg_xlsx.summaries import summarise
from emg_xlsx.summarised import Summaries
from emg_xlsx.tabular import is_same, lines_of_frame
from emg_xlsx.text import visible
from emg_xlsx.texts import figure, text
from emg_xlsx.values import OWN_KINDS, Checked
from emg_xlsx.xlsx import Refused
from emg_xlsx.xlsx.grafting import Loss, graft
from emg_xlsx.xlsx.grid import LAST_ROW
from emg_xlsx.xlsx.parts import parts_of

MOST_ROWS = LAST_ROW - 1_000
"""Rows a table may have: its header takes some, and ``Progress`` has a line for each part of the plan besides."""


@dataclass(frozen=True, slots=True)
class _Before:
    """What a merge begins with: of a master, what is asked for once its cells are let go of; of none, nothing.

    Attributes:
        memory: what it remembers, with what the coordinator did in it.
        changes, lost: that, cell by cell, and what of it cannot be carried over.
        data, master: its bytes and its frames.
        sheets, layouts: the names of those that are ours, and how they are arranged.
    """

    memory: Memory = field(default_factory=Memory)
    changes: tuple[Change, ...] = ()
    lost: tuple[tuple[str, str], ...] = ()
    data: bytes | None = None
    master: Master | None = None
    sheets: frozenset[str] = frozenset()
    layouts: Mapping[str, Layout] = field(default_factory=dict)


def merge_files(
    paths: Sequence[Path],
    plan: Plan,
    options: Options,
    watch: Watch = lambda files, _: files,
    *,
    into: Path | None = None,
) -> Merging:
    """Check every file under the given paths and merge it into a master, or into a new one.

    Args:
        paths: files and folders; none to take in only what was done in the master.
        plan: the work plan.
        options: round, day, decided entities, limits, the coordinator's order of files, and the master that what
            is new is told against; by default the one merged into.
        watch: sees each file as it is read.
        into: the master to merge into, where there is one.

    Raises:
        EmgError: a path does not exist, nothing was found, or the master cannot be read.
        UsageError: an unknown round or entity was named, or a file that was not found.
    """
    before = _before(into, plan) if into is not None else _Before()
    found = read_files(paths, plan, options, watch)
    memory = _chosen(before.memory, found, plan, options)
    checked = check_answers(found, plan, memory, entities(memory, plan), day=options.day)
    order = ranks(memory)
    merged = merge(checked, plan, replace(memory, ranks=order))
    omitted = omissions(checked, merged, plan, order)
    checked = settled(asking(checked, omitted.values()), plan, replace(memory, ranks=order))
    result = reconcile(merged, memory, plan)
    news = (change_of(finding, name) for name, finding in omitted.items() if name not in memory.omitted)
    changes = (*before.changes, *result.changes, *news)
    log = tuple(lines_of_frame(before.master.changes)) if before.master else ()
    result = replace(result, changes=changes, log=log, memory=_with_files(result.memory, found, checked))
    result = replace(result, memory=replace(result.memory, omitted=tuple(omitted)))
    # Without new files there is no new round either.
    last_round = before.master.round if before.master and not paths else plan.current_round
    master = consolidate(result, checked, plan, round_id=options.round or last_round, day=options.day)
    since = opened_master(options.since, plan)[1] if options.since else None
    master = _compared(master, before.master, since)
    known = {answer.sha256 for answer in memory.answers} | {copy.sha256 for copy in memory.copies}
    return Merging(
        master=master,
        checked=checked,
        changes=changes,
        lost=before.lost,
        news=tuple(sorted(name for name, sha in found.names.items() if sha not in known)),
        old=before.data,
        sheets=before.sheets,
        layouts=before.layouts,
        unchanged=before.master is not None and not before.lost and _is_same(before.master, master),
    )


def master_to_update(path: Path, *, replace_old: bool) -> Path | None:
    """The master a run merges into: the one that stands where the new one is to be written.

    Raises:
        EmgError: something else is there and may not be replaced.
    """
    if replace_old or not path.exists():
        return None
    if not is_master(path):
        raise EmgError(text("error.exists", path=path))
    return path


def order_of(path: Path) -> tuple[str, ...]:
    """The names a coordinator put in order, one a line; empty lines and those that begin with # say nothing.

    Raises:
        EmgError: the file cannot be read as text.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EmgError(text("error.not-readable", path=path, why=type(error).__name__)) from error
    return tuple(line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#"))


def save_merged(path: Path, merging: Merging, *, day: date, replace_old: bool) -> Saved:
    """Put a merged master in its place; one that says all of it already is left as it is.

    Where something the coordinator did could not be carried over, the old master is kept whole as a dated copy.

    Raises:
        EmgError: the master is open elsewhere or was changed since it was read; the result then stands beside it.
        TooManyRowsError: a sheet would be longer than a worksheet can be; nothing is written.
    """
    if merging.unchanged:
        return Saved(written=False)
    data = master_bytes(merging.master, layouts=merging.layouts)
    if merging.old is None:
        return Saved(written=True, kept=save(path, data, day=day, replace_old=replace_old))
    data, lost = _with_sheets(data, merging)
    lost = (*merging.lost, *lost)
    return Saved(written=True, kept=update(path, data, merging.old, day=day, keep=bool(lost)), lost=lost)


def _with_sheets(data: bytes, merging: Merging) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """The new master with the sheets the coordinator added to the old one, and what of them could not be kept."""
    try:
        grafted = graft(data, merging.old or b"", merging.sheets, limits=LIMITS)
    except Refused as refusal:
        return data, ((text("lost.sheets"), text("lost.unreadable", why=refusal.code)),)
    return grafted.data, tuple((loss.sheet or text("lost.sheets"), _words(loss)) for loss in grafted.lost)


def _words(loss: Loss) -> str:
    facts = {name: visible(value) for name, value in loss.facts.items()}
    if loss.code == "on-ours":
        facts["kind"] = text(f"lost.kind.{loss.facts['kind']}")
    return text(f"lost.graft.{loss.code}", **facts)


def master_bytes(
    master: Master, summaries: Summaries | None = None, layouts: Mapping[str, Layout] | None = None
) -> bytes:
    """The master workbook as bytes, arranged as the coordinator left it.

    Raises:
        TooManyRowsError: a sheet would be longer than a worksheet can be.
    """
    _fits(master)
    buffer = BytesIO()
    write_master(buffer, master, summaries or summarise(master), layouts)
    return buffer.getvalue()


def _fits(master: Master) -> None:
    """A worksheet drops what lies below its last row, and nothing may be lost in silence."""
    frames = {"Contributions": master.contributions, "New proposals": master.proposals, "Conflicts": master.conflicts,
              "Questions": master.questions, "Left out": master.left_out, "Register": master.register,
              "Changes": master.changes, "_base": master.base}  # fmt: skip
    for sheet, frame in frames.items():
        if len(frame) > MOST_ROWS:
            facts = {"rows": figure(len(frame)), "most": figure(MOST_ROWS)}
            raise TooManyRowsError(text("error.too-many-rows", sheet=sheet, **facts))


def _compared(master: Master, old: Master | None, since: Master | None) -> Master:
    """The master with what counts as new: since the one given, else since the last merge that changed something."""
    if since is not None:
        return replace(master, since=since.day, known=min(len(since.changes), len(master.changes)))
    if old is None:
        return master
    if len(master.changes) == len(old.changes):
        return replace(master, since=old.since, known=old.known)
    return replace(master, since=old.day, known=len(old.changes))


def _before(path: Path, plan: Plan) -> _Before:
    """A master as it stands; one whose memory is damaged remembers what its sheets show."""
    data = content_of(path)
    book, master = opened_master(path, plan, data)
    memory = remembered(lines_of_frame(master.base))
    try:
        edited = read_edits(book, parts_of(data), master)
    except Refused as refusal:  # a sheet that tells nothing to the merge, and may have been written in all the same
        raise EmgError(text("error.not-readable", path=path, why=refusal.code)) from refusal
    if not memory.intact:
        memory = memory_of(master, edited)
        edited = replace(edited, lost=(*edited.lost, ("_base", text("lost.base"))))
    found = noticed(edited, memory, plan)
    return _Before(found.memory, found.changes, found.lost, data, master, edited.sheets, edited.layouts)


def _chosen(memory: Memory, found: Found, plan: Plan, options: Options) -> Memory:
    """The memory with what the run was told: whose a file is, and which comes after which.

    Raises:
        UsageError: a file was named that is neither here nor known.
    """
    names = {**{answer.file: answer.sha256 for answer in memory.answers}, **found.names}
    owned = {sheet: dict(lines) for sheet, lines in memory.owned.items()}
    register = owned.setdefault(REGISTER.sheet, {})
    for sha, code in decided_entities(names, plan, options).items():
        register[sha] = {**register.get(sha, {}), "entity_decided": code}
    told = dict(memory.ranks)
    for number, name in enumerate(options.order, 1):
        told[file_called(name, names)] = number + 1
    return replace(memory, owned=owned, ranks=told)


def _with_files(memory: Memory, found: Found, checked: Checked) -> Memory:
    """The memory with every file of this run as it was read; our own outputs are no submissions."""
    fresh = {answer.sha256 or answer.file: answer for answer in found.answers}
    known = {answer.sha256 or answer.file: answer for answer in memory.answers}
    answers = tuple(a for a in {**known, **fresh}.values() if a.kind not in OWN_KINDS)
    return replace(memory, answers=answers, copies=_copies(checked, memory, found))


def _copies(checked: Checked, memory: Memory, found: Found) -> tuple[Copy, ...]:
    """The copies that are listed, of this run and of earlier ones, each once."""
    listed = {(state.sha256, state.file) for state in checked.files if state.state == "identical"}
    every = (*found.copies, *memory.copies)
    return tuple({(c.sha256, c.file): c for c in every if (c.sha256, c.file) in listed}.values())


def _is_same(old: Master, new: Master) -> bool:
    """Whether two masters say the same, whatever day they were made."""
    names = ("contributions", "proposals", "conflicts", "questions", "left_out", "register", "changes",
             "secretariat", "base")  # fmt: skip
    about = (old.round, old.since, old.known) == (new.round, new.since, new.known)
    return about and all(is_same(getattr(old, name), getattr(new, name)) for name in names)
