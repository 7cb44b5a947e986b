"""Who has answered the round, who has questions left, and who has not been heard from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from emg_xlsx.mastered import EntityStatus, Master
from emg_xlsx.packs import Addressee
from emg_xlsx.plan import Plan, Round
from emg_xlsx.tabular import lines_of_frame

URGENCY = ("returned", "partial", "questions", "noted", "accepted", "nil")
"""States of the files of one entity, the one that needs most doing first."""
REPLACED = "superseded"
"""The state of a file whose place a corrected copy took, or what came back of a template sent in a later round."""


def statuses(master: Master, *, day: date, round_id: str | None = None) -> tuple[EntityStatus, ...]:
    """Every expected entity, and every other that answered, in the order of the alphabet; nobody is ranked.

    Args:
        master: with codes.
        day: the day of the run.
        round_id: the round; the master's own if None.
    """
    call = round_id or master.round
    lines: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in lines_of_frame(master.register):
        if line["entity"]:
            lines[line["entity"]].append(line)
    questions = Counter(
        (line["entity"], line["file"]) for line in lines_of_frame(master.questions) if line["state"] == "open"
    )
    job = _Job(master.plan, master.plan.round_by_id[call], day, questions)
    expected = {entity.code for entity in master.plan.entities if entity.expected}
    codes = sorted(expected | {code for code in lines if any(_of_round(lines[code], call))}, key=str.casefold)
    return tuple(_status(job, code, lines[code]) for code in codes if code in master.plan.entity_by_code)


@dataclass(frozen=True, slots=True)
class _Job:
    """What the status of every entity depends on; questions are counted by entity and file."""

    plan: Plan
    round: Round
    day: date
    questions: Mapping[tuple[str, str], int]


def _of_round(lines: Iterable[Mapping[str, Any]], call: str) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """The lines of a round that say where an entity stands in it, and those of files that others took the place of."""
    here = [line for line in lines if line["round"] == call]
    return [line for line in here if line["state"] in URGENCY], [line for line in here if line["state"] == REPLACED]


def _status(job: _Job, code: str, lines: list[dict[str, Any]]) -> EntityStatus:
    entity, (mine, replaced) = job.plan.entity_by_code[code], _of_round(lines, job.round.id)
    state = min((line["state"] for line in mine), key=URGENCY.index, default="accepted" if replaced else "missing")
    received = min((line["submitted"] for line in (*mine, *replaced) if line["submitted"]), default=None)
    extended = max((line["extended_to"] for line in lines if line["extended_to"]), default=None)
    deadline = max(filter(None, (job.round.deadline, extended)), default=None)
    until = job.day if state in ("missing", "returned") else received
    late = (until - deadline).days if deadline and until else 0
    files = tuple(line["file"] for line in mine or replaced if line["file"])
    return EntityStatus(
        entity=code,
        name=entity.name,
        expected=entity.expected,
        state=state,
        with_entity=next((line["reason"] for line in mine if not line["file"] and state == "accepted"), None),
        received=received,
        files=files,
        questions=sum(job.questions[code, file] for file in files),
        deadline=deadline,
        days_late=late if late > 0 else None,
        to=addressee(job.plan, code, job.day, lines),
    )


def addressee(plan: Plan, code: str, day: date, lines: Iterable[Mapping[str, Any]] = ()) -> Addressee:
    """Whom to write to at an entity: its contact in the plan, else who answered last.

    Args:
        plan: has the contacts.
        code: the entity.
        day: the day of the message.
        lines: of the register, those of the entity.
    """
    contact = plan.contact(code, day)
    known = [line for line in lines if line["email"]]
    last = known[-1] if known else {"focal_point": None, "email": None}
    if contact is None:
        return Addressee(code, last["focal_point"], last["email"])
    return Addressee(code, contact.name, contact.email or last["email"], contact.language or "en")
