"""What goes out before a round: templates, and the plan as a workbook to edit."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

from emg_xlsx.outputs import save
from emg_xlsx.pipeline import Options, known_names
from emg_xlsx.plan import Plan
from emg_xlsx.template import Issue, file_name, write_template


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


def template_bytes(plan: Plan, *, round_id: str | None, entity: str | None, language: str) -> bytes:
    """One template as bytes.

    Raises:
        UsageError: an unknown round or entity.
    """
    known_names(plan, Options(day=date.min, round=round_id, entities={"": entity} if entity else None))
    buffer = BytesIO()
    write_template(buffer, plan, Issue(round_id, entity, language))
    return buffer.getvalue()


def all_templates(plan: Plan, *, round_id: str | None, language: str) -> dict[str, bytes]:
    """A template for each expected entity, by the name it is saved under, in the order of the entities."""
    return {
        file_name(round_id or plan.current_round, entity.code): template_bytes(
            plan, round_id=round_id, entity=entity.code, language=language
        )
        for entity in plan.entities
        if entity.expected
    }
