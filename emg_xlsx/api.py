"""The public functions: the same words as the commands, values in and values out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from os import PathLike
from pathlib import Path

import pandas as pd

from emg_xlsx import pipeline, schedule
from emg_xlsx.builtin import builtin_plan
from emg_xlsx.comparisons import compare
from emg_xlsx.errors import UsageError
from emg_xlsx.exported import What
from emg_xlsx.exporting import Order, made, prepare, write_export
from emg_xlsx.issuing import Issue, find_plan, template_bytes
from emg_xlsx.labels import coded, known_language, labelled
from emg_xlsx.master_reading import read_master as _read_master
from emg_xlsx.mastered import Master
from emg_xlsx.outputs import write_whole
from emg_xlsx.plan import Plan
from emg_xlsx.results import SubmissionTables, Validation, findings_frame, rows_frame
from emg_xlsx.roundtrip import master_bytes, merge_files
from emg_xlsx.schedule import Schedule
from emg_xlsx.schemas.master_tables import DIFFERENCES
from emg_xlsx.schemas.of_plan import contributions_table, proposals_table
from emg_xlsx.show import COLUMNS, finding_line
from emg_xlsx.statuses import statuses
from emg_xlsx.summaries import summarise as _summarise
from emg_xlsx.summary_frames import summary_frames
from emg_xlsx.tabular import plain_frame
from emg_xlsx.texts import text
from emg_xlsx.xlsx import Limits

PathOrPaths = str | PathLike[str] | Sequence[str | PathLike[str]]


def load_plan(path: str | PathLike[str] | None = None) -> Plan:
    """Load a work plan.

    Args:
        path: a plan workbook; the built-in plan of 2021-2022 if None.

    Returns:
        The plan, every table as a tuple in its own order.

    Raises:
        EmgError: the workbook cannot be used as a plan; its ``findings`` say where and why.
    """
    return builtin_plan() if path is None else find_plan(Path(path))


def write_template(
    target: str | PathLike[str] | BytesIO,
    plan: Plan | None = None,
    *,
    round_id: str | None = None,
    entity: str | None = None,
    language: str = "en",
    master: Master | None = None,
    on_behalf: bool = False,
) -> None:
    """Write the template workbook focal points fill; a file that is there is replaced.

    Args:
        target: file or buffer.
        plan: the plan printed in it; the built-in one if None.
        round_id: the round it is for; the plan's current one if None.
        entity: code of the entity to pre-fill.
        language: language of the texts: ``en``, ``fr`` or ``es``.
        master: where the entity's last answers stand, which are filled in again.
        on_behalf: whether the secretariat fills it for the entity.

    Raises:
        EmgError: the place cannot be written to.
        UsageError: there is no such round, entity or language, or ``master`` or ``on_behalf`` is given without an
            entity.
    """
    issue = Issue(round_id, entity, language, on_behalf=on_behalf)
    data = template_bytes(plan or builtin_plan(), issue, master)
    if isinstance(target, BytesIO):
        target.write(data)
    else:
        write_whole(Path(target), data)


def read_submission(
    path: str | PathLike[str],
    plan: Plan | None = None,
    *,
    round_id: str | None = None,
    entity: str | None = None,
    labels: str | None = None,
) -> SubmissionTables:
    """Read and type one submission; whatever is wrong with it is a finding, never an exception.

    Args:
        path: the workbook.
        plan: the plan it answers; the built-in one if None.
        round_id: the round, where the file does not say.
        entity: code of the entity, which overrules the file.
        labels: language of labels to give instead of codes, such as ``en``.

    Returns:
        Its form and its tables: a frame with a row for each row that is used, indexed by its number in the file.

    Raises:
        EmgError: there is no such file, or it is an archive or mail with several.
        UsageError: an unknown round, entity or language.
    """
    plan = plan or builtin_plan()
    answer = pipeline.read_answer(Path(path), plan, round_id=round_id, entity=entity)
    if labels:
        known_language(labels)
    return SubmissionTables(
        entity=answer.entity,
        round=answer.round,
        form=answer.form,
        contributions=rows_frame(answer.contributions, contributions_table(plan), plan, labels),
        proposals=rows_frame(answer.proposals, proposals_table(plan), plan, labels),
        findings=findings_frame([{"entity": f.entity, "file": f.file, **finding_line(f)} for f in answer.findings],
                           [column for column in COLUMNS if column not in ("round", "state")]),
    )  # fmt: skip


def validate(
    paths: PathOrPaths,
    plan: Plan | None = None,
    *,
    round_id: str | None = None,
    day: date | str | None = None,
    entities: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Validation:
    """Check submissions.

    Args:
        paths: a workbook, folder, archive or saved mail, or several of them.
        plan: the plan they answer; the built-in one if None.
        round_id: the round of files that do not name theirs; the plan's current one if None.
        day: the day of the run, or its text such as ``2022-03-15``; today if None.
        entities: file name to entity code, where decided.
        limits: bounds on what is read of one file; the defaults if None.

    Returns:
        Two frames, ``files`` and ``findings``, with one row each.

    Raises:
        EmgError: a path does not exist or nothing was found.
        UsageError: an unknown round or entity, a decision about a file that was not found, or no such day.
    """
    options = _options(round_id, day, entities, limits)
    return Validation(pipeline.check_files(_paths(paths), plan or builtin_plan(), options))


def merge(
    paths: PathOrPaths,
    plan: Plan | None = None,
    *,
    round_id: str | None = None,
    day: date | str | None = None,
    entities: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    into: str | PathLike[str] | None = None,
    labels: str | None = None,
) -> Master:
    """Check submissions and merge them into a master.

    Args:
        paths: a workbook, folder, archive or saved mail, or several of them.
        plan: the plan they answer; the built-in one if None.
        round_id: the round of files that do not name theirs; the plan's current one if None.
        day: the day of the run, or its text such as ``2022-03-15``; today if None.
        entities: file name to entity code, where decided.
        limits: bounds on what is read of one file; the defaults if None.
        into: a master workbook to merge into: what it remembers and what was done in it is kept; a new one if None.
        labels: language of labels to give instead of codes, such as ``en``.

    Returns:
        The master's frames: contributions, proposals and conflicts indexed by id, with the keys of their columns,
        dates as ``datetime64``; questions, what was left out, and the register with one row each.

    Raises:
        EmgError: a path does not exist, nothing was found, or ``into`` is no master of this plan.
        UsageError: an unknown round, entity or language, a decision about a file that was not found, or no such day.
    """
    options = _options(round_id, day, entities, limits)
    master = merge_files(_paths(paths), plan or builtin_plan(), options, into=Path(into) if into else None).master
    return labelled(master, labels) if labels else master


def read_master(path: str | PathLike[str], plan: Plan | None = None) -> Master:
    """Read a master workbook back into frames.

    Args:
        path: the master.
        plan: the plan it was made with; the built-in one if None.

    Returns:
        The frames that :func:`merge` gave, with what was written into the workbook since.

    Raises:
        EmgError: the file is no master of this plan.
    """
    return _read_master(Path(path), plan or builtin_plan())


def write_master(master: Master, path: str | PathLike[str]) -> None:
    """Write a master workbook; a file that is there is replaced.

    Args:
        master: as merged or read.
        path: the workbook.

    Raises:
        EmgError: the place cannot be written to, or a table has more rows than a worksheet.
    """
    write_whole(Path(path), master_bytes(coded(master)))


def export(
    master: Master,
    target: str | PathLike[str],
    *,
    what: What = "workplan",
    activity: str | Sequence[str] = (),
    outcome: str | Sequence[str] = (),
    entity: str | Sequence[str] = (),
    since: str | PathLike[str] | Master | None = None,
    with_contacts: bool = False,
    with_entities: bool = False,
) -> None:
    """Write what is to leave the house; an earlier export that is there is replaced.

    Args:
        master: as merged or read.
        target: a file whose suffix tells what it becomes, or a folder for a data package.
        what: ``workplan`` or ``progress``.
        activity, outcome, entity: codes of what is shown; everything if none.
        since: an earlier master: only rows that are new or changed since are shown.
        with_contacts: whether focal points and their e-mail addresses are in it.
        with_entities: whether the work plan on paper names who contributes.

    Raises:
        EmgError: the place cannot be written to, or the folder holds something else.
        UsageError: an unknown code or kind of file.
    """
    activities, outcomes, entities = ((one,) if isinstance(one, str) else tuple(one)
                                      for one in (activity, outcome, entity))  # fmt: skip
    old = since if since is None or isinstance(since, Master) else Path(since)
    order = Order(what, activities, outcomes, entities, old, with_contacts, with_entities)
    write_export(Path(target), made(prepare(coded(master), order), Path(target)))


def summarise(master: Master) -> dict[str, pd.DataFrame]:
    """Compute the summaries of a master as frames; rows whose Print is No are in none of them.

    Args:
        master: as merged or read.

    Returns:
        By name: ``overview``, indexed by the name of each ``figure`` (counts of files, entities, rows or findings);
        indexed by ref, ``work_plan`` (texts of the plan, ``lead``, ``contributing`` entities, and ``rows``, the number
        of contributions), ``progress`` (the status by code and in words, and how many contributions have each),
        ``matrix`` (refs with a gap first; the role of each entity) and ``timeline`` (the plan's days, and how many
        entities are at work in each month); ``voices``, indexed by id, what entities say as far as it is printed;
        ``resources``, a row for each activity and certainty (work-months, US dollars), never to be added across
        certainties; ``events`` and ``requests``.
    """
    with_codes = coded(master)
    return summary_frames(_summarise(with_codes), with_codes.plan)


def diff(
    old: str | PathLike[str] | Master, new: str | PathLike[str] | Master, plan: Plan | None = None
) -> pd.DataFrame:
    """Tell what is different between two masters, or between two submissions.

    Args:
        old, new: a file, or a master as :func:`merge` and :func:`read_master` give it.
        plan: the plan of both; that of a master, else the built-in one, if None.

    Returns:
        One row per change, with the columns of ``emg-xlsx diff --format csv``: the ``sheet`` it is about, ``what``
        happened, ``by`` whom, ``id``, ``entity``, ``ref`` and ``field``, the values ``before`` and ``after`` in words,
        and the ``file`` that brought it; None where there is nothing. Empty where nothing differs.

    Raises:
        EmgError: one of them cannot be read, is of another plan, or they are not of one kind.
    """
    plan = plan or next((side.plan for side in (old, new) if isinstance(side, Master)), None) or builtin_plan()
    one, other = (side if isinstance(side, Master) else Path(side) for side in (old, new))
    return plain_frame(list(compare(one, other, plan).lines), DIFFERENCES.keys)


def status(master: Master, *, day: date | str | None = None, round_id: str | None = None) -> pd.DataFrame:
    """Tell where each expected entity, and every other that answered, stands in a round.

    Args:
        master: as merged or read.
        day: the day of the run, or its text; today if None.
        round_id: the round; the master's own if None.

    Returns:
        One row for each entity, indexed by its code in the order of the alphabet: ``name``, ``expected``, ``state``,
        ``received``, ``files`` (how many are in force), ``questions`` (open ones), ``deadline``, ``days_late`` (None
        where not late, or where the plan sets no deadline).

    Raises:
        UsageError: there is no such day or round.
    """
    if round_id is not None and round_id not in master.plan.round_by_id:
        raise UsageError(text("error.unknown-round", round=round_id, known=", ".join(master.plan.round_by_id)))
    found = statuses(coded(master), day=_day(day), round_id=round_id)
    keys = ("name", "expected", "state", "received", "questions", "deadline", "days_late")
    index = pd.Index([one.entity for one in found], dtype="object", name="entity")
    columns = {key: pd.Series([getattr(one, key) for one in found], dtype="object", index=index) for key in keys}
    return pd.DataFrame({**columns, "files": pd.Series([len(one.files) for one in found], dtype="int64", index=index)})


def parse_schedule(
    value: str | float | bool | date | None,
    *,
    number_format: str | None = None,
    date1904: bool = False,
    plan: Plan | None = None,
    language: str | None = None,
) -> Schedule:
    """Read a schedule expression such as ``October 2021 - June 2022``.

    Never guesses a day, month or year, and never looks at today's date.

    Args:
        value: text, number, date or None, as a cell holds it.
        number_format: the cell's number format, which decides the precision of dates.
        date1904: whether the workbook counts days from 1904.
        plan: gives events and window; the built-in plan if None.
        language: ``en``, ``fr``, ``es``, ``ru``, ``zh`` or ``ar``, for what the words leave open.

    Returns:
        What it says word for word and as two days with their precision. What cannot be read has the verdict ``ask``
        and a reason; nothing is raised.
    """
    return schedule.parse(
        value,
        calendar=(plan or builtin_plan()).calendar,
        number_format=number_format,
        date1904=date1904,
        language=language,
    )


def _paths(paths: PathOrPaths) -> list[Path]:
    return [Path(paths)] if isinstance(paths, str | PathLike) else [Path(path) for path in paths]


def _options(
    round_id: str | None, day: date | str | None, entities: Mapping[str, str] | None, limits: Limits | None
) -> pipeline.Options:
    return pipeline.Options(day=_day(day), round=round_id, entities=entities, limits=limits)


def _day(day: date | str | None) -> date:
    if day is None:
        return datetime.now().astimezone().date()
    if isinstance(day, datetime):
        return day.date()
    try:
        return date.fromisoformat(day) if isinstance(day, str) else day
    except ValueError as error:
        raise UsageError(text("error.not-a-day", value=day)) from error


__all__ = [
    "SubmissionTables",
    "Validation",
    "diff",
    "export",
    "load_plan",
    "merge",
    "parse_schedule",
    "read_master",
    "read_submission",
    "status",
    "summarise",
    "validate",
    "write_master",
    "write_template",
]
