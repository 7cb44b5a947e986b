"""The steps composed: the file to read first.

    files -> read -> normalise -> validate -> merge -> consolidate -> summarise -> master.xlsx

Each step is a function from values to values; this module hands the values on and touches the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path

from emg_xlsx import copies, intake
from emg_xlsx.builtin import builtin_plan
from emg_xlsx.consolidate import consolidate
from emg_xlsx.errors import EmgError, UsageError
from emg_xlsx.master import write_master
from emg_xlsx.master_reading import read_master
from emg_xlsx.mastered import Master, Summaries
from emg_xlsx.merging import merge
from emg_xlsx.normalise import normalise
from emg_xlsx.plan import Plan
from emg_xlsx.read import read_file
from emg_xlsx.recalling import checked_of
from emg_xlsx.replies import settled
from emg_xlsx.summaries import summarise
from emg_xlsx.texts import text
from emg_xlsx.values import Answer, Checked, LeftOut, SourceFile
from emg_xlsx.xlsx import Limits

PLAN_NAME = "plan.xlsx"

Watch = Callable[[Iterable[SourceFile], int], Iterable[SourceFile]]
"""Sees each file as it is read, and those in archives and mails, to show progress; the number is of files found."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a run may be told besides its files.

    Attributes:
        round: id of the round for files that do not name theirs; the plan's current round if None.
        day: the day of the run, its only clock.
        entities: file name to entity code, as decided by the coordinator.
        limits: bounds on what is read of one file.
    """

    day: date
    round: str | None = None
    entities: Mapping[str, str] | None = None
    limits: Limits | None = None


def find_plan(given: Path | None, beside: Path | None = None) -> Plan:
    """The plan to use: the one given, a ``plan.xlsx`` beside the master or in the current folder, the built-in one.

    Raises:
        EmgError: the plan workbook cannot be used; its findings say where and why.
    """
    places = [given] if given else [folder / PLAN_NAME for folder in (beside, Path()) if folder is not None]
    for path in places:
        if given or path.is_file():
            from emg_xlsx.planbook import read_plan  # pandera takes over a second to import

            return read_plan(path)
    return builtin_plan()


def check_files(paths: Sequence[Path], plan: Plan, options: Options, watch: Watch = lambda files, _: files) -> Checked:
    """Read, type and validate every file under the given paths.

    Args:
        paths: files and folders.
        plan: the work plan.
        options: round, day, decided entities, limits.
        watch: sees each file as it is read.

    Raises:
        EmgError: a path does not exist or nothing was found.
        UsageError: an unknown round or entity was named, or an entity decided for a file that was not found.
    """
    from emg_xlsx.validation import validate  # pandera takes over a second to import

    known_names(plan, options)
    files = intake.collect(paths)
    answers: list[Answer] = []
    names: list[str] = []
    known: set[str] = set()
    again: list[SourceFile] = []
    for source in watch(intake.sources(files, paths, options.limits), len(files)):
        names.append(source.name)
        if source.sha256 in known:
            again.append(replace(source, data=b""))
        else:
            answers.append(_answer(source, plan, options))
            known.update({source.sha256} - {""})
    _found(options, names)
    checked = copies.listed(validate(copies.dated(answers, again), plan, day=options.day), again)
    return settled(checked, plan)


def recalled(path: Path, plan: Plan) -> Checked:
    """The checked files as a master remembers them.

    Raises:
        EmgError: the file is no master of this plan.
    """
    return checked_of(read_master(path, plan))


def read_answer(path: Path, plan: Plan, *, round_id: str | None = None, entity: str | None = None) -> Answer:
    """Read and type one file.

    Raises:
        EmgError: there is no such file, or it is an archive or mail with several.
        UsageError: an unknown round or entity.
    """
    source, *others = intake.sources(intake.collect([path]), [path])
    if others:
        raise EmgError(text("error.several-inside", path=path))
    options = Options(day=date.min, round=round_id, entities={source.name: entity} if entity else None)
    known_names(plan, options)
    return _answer(source, plan, options)


def merge_files(
    paths: Sequence[Path], plan: Plan, options: Options, watch: Watch = lambda files, _: files
) -> tuple[Master, Checked]:
    """Check and merge every file under the given paths into a master; the files' findings come with it."""
    checked = check_files(paths, plan, options, watch)
    master = consolidate(merge(checked, plan), checked, plan, round_id=options.round or plan.current_round,
                         day=options.day)  # fmt: skip
    return master, checked


def master_bytes(master: Master, summaries: Summaries | None = None) -> bytes:
    """The master workbook as bytes."""
    buffer = BytesIO()
    write_master(buffer, master, summaries or summarise(master))
    return buffer.getvalue()


def _answer(source: SourceFile, plan: Plan, options: Options) -> Answer:
    """Read and type one file; its bytes are let go of."""
    submission = read_file(source, plan, options.limits)
    submission = replace(submission, source=replace(source, data=b""))
    decided = (options.entities or {}).get(source.name)
    answer = normalise(submission, plan, round_id=options.round, entity=decided)
    notes = [note.of(answer.entity) for note in source.notes]
    said = (LeftOut(note, "", "", None, note.value or "") for note in notes if note.code == "mail-text")
    return replace(answer, origin=source.origin, findings=(*notes, *answer.findings), remarks=(*said, *answer.remarks))


def known_names(plan: Plan, options: Options) -> None:
    """Say at once where a round or entity is named that the plan does not know: a slip of the keyboard.

    Raises:
        UsageError: an unknown round or entity.
    """
    if options.round is not None and options.round not in plan.round_by_id:
        raise UsageError(text("error.unknown-round", round=options.round, known=", ".join(plan.round_by_id)))
    for code in (options.entities or {}).values():
        if code not in plan.entity_by_code:
            match = plan.entity_list.match(code)
            hint = text("error.did-you-mean", code=match.code) if match.code else ""
            raise UsageError(text("error.unknown-entity", entity=code, hint=hint))


def _found(options: Options, names: Sequence[str]) -> None:
    """A decision about a file that is not there would do nothing: say so rather than pass over it."""
    for name in sorted((options.entities or {}).keys() - names):
        near = get_close_matches(name, names, n=1)
        hint = text("error.did-you-mean", code=f"“{near[0]}”") if near else ""
        raise UsageError(text("error.no-such-file", name=name, hint=hint))
