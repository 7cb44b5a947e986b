"""The steps composed: the file to read first.

    files -> read -> normalise -> validate -> (roundtrip: merge -> reconcile -> consolidate -> summarise) -> master.xlsx

Each step is a function from values to values; this module hands the values on and touches the files, and
``roundtrip.py`` goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from emg_xlsx import copies, intake
from emg_xlsx.choices import chosen, counted
from emg_xlsx.errors import EmgError, UsageError
from emg_xlsx.memory import Copy, Memory
from emg_xlsx.normalise import normalise
from emg_xlsx.plan import Plan
from emg_xlsx.read import read_file
from emg_xlsx.recalling import decided, known_copies, known_files
from emg_xlsx.replies import settled
from emg_xlsx.texts import text
from emg_xlsx.values import Answer, Checked, LeftOut, SourceFile
from emg_xlsx.xlsx import Limits

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
        order: names of files in the order the coordinator gives them, the last of which stands over the others.
        since: an earlier master, by which is told what is new.
    """

    day: date
    round: str | None = None
    entities: Mapping[str, str] | None = None
    limits: Limits | None = None
    order: tuple[str, ...] = ()
    since: Path | None = None


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
    found = read_files(paths, plan, options, watch)
    whose = decided_entities(found.names, plan, options)
    return settled(check_answers(found, plan, Memory(), whose, day=options.day), plan)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in the folder.

    Attributes:
        answers: each file, typed.
        copies: files with the content of one of these.
        names: name of every file to its fingerprint.
    """

    answers: tuple[Answer, ...]
    copies: tuple[Copy, ...]
    names: Mapping[str, str]


def read_files(paths: Sequence[Path], plan: Plan, options: Options, watch: Watch = lambda files, _: files) -> Found:
    """Read and type every file under the given paths; each content once."""
    known_names(plan, options)
    files = intake.collect(paths) if paths else []
    answers: dict[str, Answer] = {}
    copies: list[Copy] = []
    names: dict[str, str] = {}
    for source in watch(intake.sources(files, paths, options.limits), len(files)):
        names[source.name] = source.sha256
        if source.sha256 in answers:
            copies.append(Copy(source.name, source.sha256, source.origin))
        else:
            answers[source.sha256 or source.name] = _answer(source, plan, options)
    return Found(tuple(answers.values()), tuple(copies), names)


def check_answers(found: Found, plan: Plan, memory: Memory, entities: Mapping[str, str], *, day: date) -> Checked:
    """Validate the files found and those remembered, all together.

    Args:
        found: the files of this run.
        plan: the work plan.
        memory: the files of earlier runs, and what the coordinator chose and answered.
        entities: fingerprint to the entity the coordinator decided.
        day: the day of the run.
    """
    from emg_xlsx.validation import validate  # pandera takes over a second to import

    answers = [*found.answers, *known_files(memory, found.answers, plan)]
    answers = [decided(a, entities[a.sha256]) if a.sha256 in entities else a for a in answers]
    answers = [counted(answer, memory) for answer in answers]
    again = [*found.copies, *known_copies(memory, found.names)]
    checked = copies.listed(validate(copies.dated(answers, again), plan, day=day), again)
    return chosen(checked, memory)


def decided_entities(names: Mapping[str, str], plan: Plan, options: Options) -> dict[str, str]:
    """Fingerprint to entity of the files the run was told about by name.

    Raises:
        UsageError: no file has that name, or the plan does not know the entity.
    """
    return {file_called(name, names): entity_called(word, plan) for name, word in (options.entities or {}).items()}


def file_called(name: str, names: Mapping[str, str]) -> str:
    """The fingerprint of the file of a name; what is said of one that is not there would do nothing.

    Raises:
        UsageError: no file has that name.
    """
    if name not in names:
        near = get_close_matches(name, names, n=1)
        hint = text("error.did-you-mean", code=f"“{near[0]}”") if near else ""
        raise UsageError(text("error.no-such-file", name=name, hint=hint))
    return names[name]


def read_answer(path: Path, plan: Plan, *, round_id: str | None = None, entity: str | None = None) -> Answer:
    """Read and type one file.

    Raises:
        EmgError: there is no such file, or it is an archive or mail with several.
        UsageError: an unknown round or entity.
    """
    source, *others = intake.sources(intake.collect([path]), [path])
    if others:
        raise EmgError(text("error.several-inside", path=path))
    options = Options(day=date.min, round=round_id)
    known_names(plan, options)
    code = entity_called(entity, plan) if entity else None
    answer = _answer(source, plan, options)
    return decided(answer, code) if code else answer


def _answer(source: SourceFile, plan: Plan, options: Options) -> Answer:
    """Read and type one file; its bytes are let go of."""
    submission = read_file(source, plan, options.limits)
    submission = replace(submission, source=replace(source, data=b""))
    answer = normalise(submission, plan, round_id=options.round)
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
    for word in (options.entities or {}).values():
        entity_called(word, plan)


def entity_called(word: str, plan: Plan) -> str:
    """The code of an entity, typed in whatever case.

    Raises:
        UsageError: the plan does not know it.
    """
    match = plan.entity_list.match(word)
    if match.code is not None and match.how == "exact":
        return match.code
    hint = text("error.did-you-mean", code=match.code) if match.code else ""
    raise UsageError(text("error.unknown-entity", entity=word, hint=hint))
