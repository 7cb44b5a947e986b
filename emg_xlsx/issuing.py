"""The plan of a run, and what goes out before a round: templates, and the plan as a workbook to edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

from emg_xlsx.builtin import builtin_plan
from emg_xlsx.errors import EmgError, UsageError
from emg_xlsx.findings import Severity
from emg_xlsx.labels import coded, known_language
from emg_xlsx.mastered import Master
from emg_xlsx.outputs import save
from emg_xlsx.pipeline import Options, entity_called, known_names, read_answer
from emg_xlsx.plan import Plan
from emg_xlsx.prefilling import Aside, from_answer, from_master
from emg_xlsx.template import Issue, file_name, write_template
from emg_xlsx.texts import LANGUAGES, text

PLAN_NAME = "plan.xlsx"


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


def save_plan(path: Path, plan: Plan, *, day: date, replace_old: bool) -> Path | None:
    """Write a plan as a workbook to edit.

    Returns:
        Where a dated copy of the old file is kept, or None where there was none.

    Raises:
        EmgError: a file is there and may not be replaced, or the place cannot be written to.
    """
    from emg_xlsx.planbook import write_plan  # pandera takes over a second to import

    buffer = BytesIO()
    write_plan(plan, buffer, day=day)
    return save(path, buffer.getvalue(), day=day, replace_old=replace_old)


def template_bytes(plan: Plan, issue: Issue, master: Master | None = None) -> bytes:
    """One template as bytes.

    Args:
        plan: the work plan to print in it.
        issue: what it is made for.
        master: where the last answers of its entity stand, to fill them in again.

    Raises:
        UsageError: an unknown round, entity or language, or answers to fill in for nobody.
    """
    known_language(issue.language)
    known_names(plan, Options(day=date.min, round=issue.round_id))
    if issue.entity:
        issue = replace(issue, entity=entity_called(issue.entity, plan))
    if issue.entity is None and (master is not None or issue.on_behalf):
        raise UsageError(text("error.whose-answers"))
    if master is not None and issue.entity is not None:
        issue = replace(issue, prefill=from_master(coded(master), issue.entity, issue.language))
    buffer = BytesIO()
    write_template(buffer, plan, issue)
    return buffer.getvalue()


def all_templates(
    plan: Plan, issue: Issue, master: Master | None = None, languages: Mapping[str, str] | None = None
) -> dict[str, bytes]:
    """A template for each expected entity, by the name it is saved under, in the order of the entities.

    Args:
        plan: the work plan to print in them.
        issue: what they are made for, entity and answers apart.
        master: those that have answered before have it filled in again.
        languages: code of an entity to the language of its template, where that is not the issue's.
    """
    spoken = languages or {}
    return {
        file_name(issue.round_id or plan.current_round, code): template_bytes(
            plan, replace(issue, entity=code, language=spoken.get(code, issue.language)), master
        )
        for code in (entity.code for entity in plan.entities if entity.expected)
    }


def spoken_languages(plan: Plan, day: date) -> dict[str, str]:
    """Entity to the language of its focal point of a day, of those we speak; English is not listed."""
    contacts = {entity.code: plan.contact(entity.code, day) for entity in plan.entities}
    said = {code: (one.language or "").casefold() for code, one in contacts.items() if one}
    return {code: language for code, language in said.items() if language in LANGUAGES[1:]}


def migrated(path: Path, plan: Plan, issue: Issue) -> tuple[bytes, tuple[Aside, ...]]:
    """A submission moved into the current template.

    Args:
        path: the file as it was filled, in whatever layout reading understands.
        plan: the work plan to print.
        issue: its round and entity are the file's own where they are None.

    Returns:
        The template as bytes, and whatever had no place in it or could not be read.

    Raises:
        EmgError: the file cannot be read, or is no submission.
        UsageError: an unknown round or entity.
    """
    answer = read_answer(path, plan, round_id=issue.round_id, entity=issue.entity)
    if answer.kind != "submission":
        told = next((finding for finding in answer.findings if finding.severity is Severity.BLOCKING), None)
        why = told.message() if told else text("error.no-submission")
        raise EmgError(text("error.not-migrated", path=path, why=why))
    prefill, asides = from_answer(answer, plan, issue.language)
    issue = replace(issue, round_id=issue.round_id or answer.round, entity=answer.entity, prefill=prefill)
    return template_bytes(plan, issue), asides


__all__ = ["Issue", "all_templates", "migrated", "save_plan", "spoken_languages", "template_bytes"]
