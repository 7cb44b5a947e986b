"""The master's tables as frames: contributions, conflicts, questions, what was left out, the register, the base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from emg_xlsx.consolidate.register import last_if_unknown, own_cells, register_lines
from emg_xlsx.decisions import options
from emg_xlsx.findings import Finding
from emg_xlsx.mastered import Master
from emg_xlsx.memory import lines_of
from emg_xlsx.merged import TYPED, Change, MergedRow, Reconciled, Ruled, Side
from emg_xlsx.packs import asked_of
from emg_xlsx.plan import Plan
from emg_xlsx.printing import counted
from emg_xlsx.schemas.master_tables import CHANGES, CONFLICTS, LEFT_OUT, QUESTIONS, REGISTER
from emg_xlsx.schemas.of_plan import (
    contributions_table,
    master_contributions_table,
    master_proposals_table,
    proposals_table,
)
from emg_xlsx.schemas.summary_tables import OF_REFS
from emg_xlsx.tabular import BASE_COLUMNS, frame_of_refs, plain_frame, typed_frame
from emg_xlsx.texts import text
from emg_xlsx.values import Checked, LeftOut, Reply

CELL = 30_000
"""Characters of a text that stand in one cell of the master, which holds 32,767."""


def consolidate(found: Reconciled, checked: Checked, plan: Plan, *, round_id: str, day: date) -> Master:
    """Build the master of one run.

    Args:
        found: the rows, conflicts and changes of the run, and what is to be remembered.
        checked: the validated files they came from, for questions and the register.
        plan: the work plan.
        round_id: the round of the run.
        day: the day of the run.
    """
    noted = {row.entity for row in (*found.contributions, *found.proposals) if row.source.answer.kind == "noted"}
    register = register_lines(checked, plan, (round_id, noted), found.memory.owned.get(REGISTER.sheet, {}))
    owned = {**found.memory.owned, REGISTER.sheet: own_cells(register, found.memory.owned.get(REGISTER.sheet, {}))}
    memory = replace(found.memory, told=_told(checked), owned=owned)
    news = [_change(change, plan, round_id, day) for change in found.changes]
    return Master(
        plan=plan,
        round=round_id,
        day=day,
        contributions=_contributions(found.contributions, plan),
        proposals=_proposals(found.proposals, plan),
        conflicts=typed_frame([_conflict(ruled, plan) for ruled in found.conflicts], CONFLICTS),
        questions=typed_frame(_questions(checked), QUESTIONS),
        left_out=typed_frame(
            [
                line
                for item in sorted(checked.left_out, key=lambda i: last_if_unknown(i.finding.entity))
                for line in _left_out(item)
            ],
            LEFT_OUT,
        ),
        register=typed_frame(register, REGISTER),
        changes=typed_frame([*found.log, *news], CHANGES),
        secretariat=_secretariat(plan, memory.owned),
        base=plain_frame(lines_of(memory), BASE_COLUMNS),
    )


def _told(checked: Checked) -> dict[tuple[str, str], Reply]:
    """The answers as Questions shows them, by which a later merge knows those the coordinator wrote."""
    entities = {state.file: state.entity for state in checked.files}
    return {(entities[file] or "", question): reply for (file, question), reply in checked.replies.items()}


def _change(change: Change, plan: Plan, round_id: str, day: date) -> dict[str, Any]:
    table = master_proposals_table(plan) if "/NEW/" in change.id else master_contributions_table(plan)
    title = table.by_key[change.field].name if change.field else None
    about = {key: getattr(change, key) for key in ("what", "by", "id", "entity", "ref", "before", "after", "file")}
    return {"day": day, "round": round_id, **about, "field": title}


def _secretariat(plan: Plan, owned: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> pd.DataFrame:
    """The coordinator's own words for each ref of the plan."""
    lines = [{key: owned.get(sheet, {}).get(ref, {}).get(key) for sheet, key in OF_REFS} for ref in plan.refs]
    return frame_of_refs(plan.refs, lines)


def _questions(checked: Checked) -> list[dict[str, Any]]:
    """What somebody should answer, entities in order, files of nobody last; with what was answered."""
    lines = [
        _question(finding, name, checked.replies.get((file, name)))
        for file, findings in checked.by_file.items()
        for name, finding in asked_of(findings).items()
    ]
    return sorted(lines, key=lambda line: last_if_unknown(line["entity"]))


def _contributions(rows: Iterable[MergedRow], plan: Plan) -> pd.DataFrame:
    return typed_frame([_contribution(row, plan) for row in rows], master_contributions_table(plan))


def _contribution(row: MergedRow, plan: Plan) -> dict[str, Any]:
    return {
        **row.values,
        **plan.printed(row.values.get("ref") or ""),
        **_provenance(row),
        "promised": row.promised,
        "first_round": row.first_round or None,
        "last_round": row.last_round or None,
        "activity_id": plan.activity_of(row.values["ref"]),
        "counted": counted(row.values.get("print"), row.values.get("role")),
    }


def _proposals(rows: Iterable[MergedRow], plan: Plan) -> pd.DataFrame:
    lines = [{**row.values, **_provenance(row)} for row in rows]
    return typed_frame(lines, master_proposals_table(plan))


def _provenance(row: MergedRow) -> dict[str, Any]:
    answer = row.source.answer
    return {
        "id": row.id,
        "entity": row.entity,
        "language": answer.language or None,
        "file": answer.file or None,
        "sheet": row.source.row.sheet or None,
        "row": row.source.row.number or None,
        "sha256": answer.sha256 or None,
        "submitted": answer.submitted,
    }


def _conflict(ruled: Ruled, plan: Plan) -> dict[str, Any]:
    conflict = ruled.conflict
    entities = sorted({side.id.rsplit("/", 2)[0] for side in conflict.sides}, key=str.casefold)
    field = contributions_table(plan).by_key.get(conflict.field) or proposals_table(plan).by_key[conflict.field]
    *others, last = entities
    named = " and ".join([", ".join(others), last] if others else [last])
    facts = {"ref": conflict.ref, "title": field.name, "entities": named}
    set_by_hand = conflict.kind == "cells" and not all(side.sha256 for side in conflict.sides)
    question = text(f"conflict.{conflict.kind}.question{'_set' if set_by_hand else ''}", **facts)
    if ruled.earlier:
        news = "; ".join(f"{side.entity}: {side.words}" for side in ruled.news) or text("conflict.fewer")
        question += "\n" + text("conflict.again", decision=ruled.earlier, news=news)
    return {
        "id": conflict.id,
        "ref": conflict.ref or None,
        "entities": "; ".join(entities),
        "field": field.name,
        "question": question,
        "sides": "\n".join(_side(number, side) for number, side in enumerate(conflict.sides, 1)),
        "proposal": text(f"conflict.{conflict.kind}.proposal", **facts),
        "options": "; ".join(options(conflict).values()),
        "decision": text("conflict.typed") if ruled.decision == TYPED else ruled.decision or None,
    }


def _side(number: int, side: Side) -> str:
    """One side in words: whose, what, and the file and cell where it stands."""
    where = f" ({side.file}, {side.sheet}!{side.cell})" if side.file and side.cell else ""
    where = where or (f" ({side.file})" if side.file else "")
    return f"{number}. {side.entity}: {side.words}{where}"


def _question(finding: Finding, name: str, reply: Reply | None) -> dict[str, Any]:
    return {
        "entity": finding.entity,
        "file": finding.file,
        "severity": finding.severity.value,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "ref": finding.ref,
        "field": finding.title,
        "value": finding.value,
        "message": finding.message(),
        "suggestion": finding.suggestion,
        "state": reply.state if reply else "open",
        "answer": reply.answer if reply else None,
        "answered_by": reply.by if reply else None,
        "code": finding.code,
        "question": name,
    }


def _left_out(item: LeftOut) -> Iterator[dict[str, Any]]:
    """The lines of what was kept aside: a text too long for a cell goes on in the next line."""
    finding = item.finding
    parts = [item.value[start : start + CELL] for start in range(0, len(item.value), CELL)] or [""]
    for number, part in enumerate(parts, 1):
        count = text("left_out.part", number=number, count=len(parts)) if len(parts) > 1 else ""
        yield {
            "entity": finding.entity,
            "file": finding.file,
            "sheet": finding.sheet,
            "cell": item.cell,
            "ref": finding.ref,
            "field": f"{item.title} {count}".strip() or None,
            "value": part,
            "reason": finding.message(),
            "code": finding.code,
        }
