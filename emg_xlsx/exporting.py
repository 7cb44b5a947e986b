"""Exporting composed: a master, what of it is asked for, and the file or folder it becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from emg_xlsx.comparisons import Side, compare
from emg_xlsx.errors import EmgError, TooManyRowsError, UsageError
from emg_xlsx.exported import SUFFIXES, Exported, What
from emg_xlsx.exports import DESCRIPTION, document, exported, overviews, package, sheets, table_file, workbook
from emg_xlsx.labels import coded
from emg_xlsx.master_reading import read_master
from emg_xlsx.mastered import Master
from emg_xlsx.outputs import replace_folder, save, save_folder, write_whole
from emg_xlsx.packs import Addressee
from emg_xlsx.pipeline import Options
from emg_xlsx.plan import Plan
from emg_xlsx.roundtrip import merge_files
from emg_xlsx.selection import Selection, newer, select
from emg_xlsx.statuses import statuses
from emg_xlsx.summaries import summarise
from emg_xlsx.summarised import Summaries
from emg_xlsx.texts import text

OURS = (*(f"{name}.csv" for name in (
    "contributions", "proposals", "work_plan", "progress", "entities", "events", "codelists", "contacts")),
    DESCRIPTION)  # fmt: skip
"""Every file a data package may have."""

IN_ORDER = (
    "Work plan", "Progress", "Contributions", "Matrix", "Timeline", "Resources", "Events", "New proposals", "Contacts",
)  # fmt: skip
"""The sheets of a copy to send round; each paper has some of them."""

UNSEEN = ("note", "decision")
"""The coordinator's columns no export shows: what changes there is no news."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for.

    Attributes:
        what: which paper.
        activities, outcomes, entities: codes; none for all.
        since: an earlier master: only rows that are new or changed since are shown.
        with_contacts: whether focal points and their addresses are in it.
        with_entities: whether the work plan on paper names who contributes.
    """

    what: What = "workplan"
    activities: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    since: Side | None = None
    with_contacts: bool = False
    with_entities: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One export as it is made: the master and its summaries, what of them is shown, and that as tables."""

    master: Master
    summaries: Summaries
    order: Order
    selection: Selection
    exported: Exported

    @property
    def refs(self) -> frozenset[str]:
        """The refs that are shown."""
        return frozenset(str(row["ref"]) for row in self.exported.tables["work_plan"].rows)


def _workbook(job: Job) -> bytes:
    plan, found = job.master.plan, {one.table.sheet: one for one in sheets(job.exported, job.order.what)}
    if job.order.what == "workplan":
        more = overviews(job.summaries, plan, job.selection, job.refs, addresses=job.order.with_contacts)
        found |= {one.table.sheet: one for one in more}
    return workbook(job.exported.about, [found[name] for name in IN_ORDER if name in found], plan)


def _paper(job: Job) -> bytes:
    from emg_xlsx.papers import progress_paper, work_plan_paper  # python-docx only where a paper is asked for

    order = job.order
    if order.what == "workplan":
        return work_plan_paper(job.master, job.summaries, refs=job.refs, with_entities=order.with_entities)
    # How far a deliverable is, is said by all; what is heard are the voices that were asked for.
    states = (replace(state, voices=tuple(job.selection.voices(state))) for state in job.summaries.progress)
    heard = replace(job.summaries, progress=tuple(states))
    return progress_paper(job.master, heard, refs=job.refs, with_contacts=order.with_contacts)


FORMATS: Mapping[str, Callable[[Job], bytes]] = {
    ".docx": _paper,
    ".xlsx": _workbook,
    ".csv": lambda job: table_file(job.exported, job.order.what),
    ".json": lambda job: document(job.exported, job.order.what),
}
"""Suffix to how the file is made."""


def selection_of(plan: Plan, order: Order) -> Selection:
    """What of a plan is asked for.

    Raises:
        UsageError: the plan does not know a code, or no activity fits.
    """
    return select(plan, activities=order.activities, outcomes=order.outcomes, entities=order.entities)


def prepare(master: Master, order: Order) -> Job:
    """Find what is asked for.

    Args:
        master: with codes.
        order: what is asked for.

    Raises:
        UsageError: the plan does not know a code.
        EmgError: the earlier master cannot be read, or is of another plan.
    """
    selection = selection_of(master.plan, order)
    if order.since is not None:
        selection = _new_since(order.since, master, selection)
    summaries = summarise(master)
    contacts = _contacts(master, selection) if order.with_contacts else None
    return Job(master, summaries, order, selection, exported(master, summaries, selection, contacts))


def made(job: Job, target: Path) -> bytes | dict[str, bytes]:
    """The export: one file, or the files of a folder by name.

    Args:
        job: what is shown.
        target: its suffix tells what it becomes; without one it is a folder.

    Raises:
        UsageError: there is no such kind of file.
    """
    if is_folder(target):
        return package(job.exported, job.master.plan)
    make = FORMATS.get(target.suffix.lower())
    if make is None:
        raise UsageError(text("error.unknown-suffix", path=target, known=", ".join(SUFFIXES)))
    return make(job)


def is_folder(target: Path) -> bool:
    """Whether a target is a folder: one that is there, or a name without a suffix."""
    return target.is_dir() or not target.suffix


def standing(path: Path, plan: Plan, *, day: date) -> tuple[Master, tuple[tuple[str, str], ...]]:
    """A master with everything the coordinator wrote in it taken in, as ``summarise`` would; nothing is written.

    Returns:
        The master, and what in it could not be understood: sheet and text.

    Raises:
        EmgError: the file cannot be read, or is no master of this plan.
    """
    merging = merge_files((), plan, Options(day=day), into=path)
    return (read_master(path, plan) if merging.unchanged else merging.master), merging.lost


def save_instead(path: Path, master: Master, why: TooManyRowsError, *, day: date) -> EmgError:
    """Put a master that no workbook holds beside its place, as a data package.

    Args:
        path: where the workbook would have stood.
        master: with codes.
        why: what was too long.
        day: the day of the run; an earlier package is kept under a dated name.

    Returns:
        The sentence to end the run with.

    Raises:
        EmgError: the folder cannot be written to, or holds something else.
    """
    folder = path.with_suffix("")
    save_folder(folder, package(prepare(master, Order()).exported, master.plan), OURS, day=day, replace_old=True)
    return EmgError(text("error.packaged", why=why, folder=folder))


def save_export(target: Path, made_of: bytes | Mapping[str, bytes], *, day: date, replace_old: bool) -> Path | None:
    """Put an export in its place.

    Returns:
        Where the old one is kept; None where there was none, or where nothing would change.

    Raises:
        EmgError: something is there and may not be replaced, or the place cannot be written to.
    """
    if isinstance(made_of, bytes):
        return save(target, made_of, day=day, replace_old=replace_old)
    return save_folder(target, made_of, OURS, day=day, replace_old=replace_old)


def write_export(target: Path, made_of: bytes | Mapping[str, bytes]) -> None:
    """Write an export over an earlier one.

    Raises:
        EmgError: the place cannot be written to, or the folder holds something else.
    """
    if isinstance(made_of, bytes):
        write_whole(target, made_of)
    else:
        replace_folder(target, made_of, OURS)


def _new_since(old: Side, master: Master, selection: Selection) -> Selection:
    """Only what is new or changed since an earlier master."""
    before = read_master(old, master.plan) if isinstance(old, Path) else coded(old)
    found = compare(before, master, master.plan).changes
    rows = (*found["Contributions"], *found["New proposals"])
    touched = (*found["Work plan"], *found["Progress"])
    return newer(
        selection,
        ids=(change.id for change in rows if change.what in ("added", "restored", "changed")
             and change.field not in UNSEEN),
        touched=(change.id for change in touched),
        since=before.day,
    )  # fmt: skip


def _contacts(master: Master, selection: Selection) -> list[Addressee]:
    """Whom to write to at each entity of the master whose rows are asked for."""
    call = master.round if master.round in master.plan.round_by_id else master.plan.current_round
    every = (one.to for one in statuses(master, day=master.day, round_id=call))
    return [one for one in every if selection.entities is None or one.entity in selection.entities]
