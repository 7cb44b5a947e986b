"""Comparing composed: two files, or two masters, to what is different between them."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

from emg_xlsx.comparing import compare_masters, compare_submissions
from emg_xlsx.diff_book import write_differences
from emg_xlsx.differences import Differences
from emg_xlsx.errors import EmgError
from emg_xlsx.findings import Severity
from emg_xlsx.labels import coded
from emg_xlsx.master_reading import is_master, read_master
from emg_xlsx.mastered import EntityStatus, Master
from emg_xlsx.outputs import save
from emg_xlsx.pipeline import read_answer
from emg_xlsx.plan import Plan
from emg_xlsx.statuses import statuses
from emg_xlsx.texts import text
from emg_xlsx.values import Answer

Side = Path | Master
"""One of the two: a file, or a master as it is in memory."""


def compare(old: Side, new: Side, plan: Plan) -> Differences:
    """What is different between two masters, or between two submissions.

    Args:
        old, new: the two.
        plan: the plan of both.

    Raises:
        EmgError: one of them cannot be read, is of another plan, or they are not of one kind.
    """
    one, other = _read(old, plan), _read(new, plan)
    if isinstance(one, Master) and isinstance(other, Master):
        return compare_masters((_name(old), one), (_name(new), other), (_standing(one, other), _standing(other, other)))
    if isinstance(one, Answer) and isinstance(other, Answer):
        return compare_submissions(one, other, plan)
    raise EmgError(text("error.diff-kinds", old=_name(old), new=_name(new)))


def save_differences(path: Path, found: Differences, plan: Plan, *, day: date, replace_old: bool) -> None:
    """Write what is different as a workbook.

    Raises:
        EmgError: a file is there and may not be replaced, is open elsewhere, or the place cannot be written to.
    """
    buffer = BytesIO()
    write_differences(buffer, found, plan, day)
    save(path, buffer.getvalue(), day=day, replace_old=replace_old)


def _read(side: Side, plan: Plan) -> Master | Answer:
    if isinstance(side, Master):
        if side.plan.id != plan.id:
            raise EmgError(text("error.other-plan", path=_name(side), other=side.plan.id, plan=plan.id))
        return coded(side)
    return read_master(side, plan) if is_master(side) else _submission(side, plan)


def _submission(path: Path, plan: Plan) -> Answer:
    answer = read_answer(path, plan)
    if answer.kind == "submission":
        return answer
    why = next((f.message() for f in answer.findings if f.severity is Severity.BLOCKING), None)
    raise EmgError(text("error.diff-unusable", path=path, why=why or text("error.diff-no-submission")))


def _name(side: Side) -> str:
    return side.name if isinstance(side, Path) else "Master"


def _standing(master: Master, of: Master) -> tuple[EntityStatus, ...]:
    """Where the entities stood in the round of one of the masters; an edited plan may not know it any more."""
    call = of.round if of.round in of.plan.round_by_id else of.plan.current_round
    return statuses(master, day=master.day, round_id=call)
