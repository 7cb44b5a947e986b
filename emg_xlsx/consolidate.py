"""The master's tables as frames: contributions, conflicts, questions, what was left out, the register, the base."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from emg_xlsx.findings import Finding, Severity
from emg_xlsx.mastered import Conflict, Master, Merged, MergedRow
from emg_xlsx.packs import asked_of
from emg_xlsx.plan import Plan
from emg_xlsx.schemas.master_tables import CONFLICTS, LEFT_OUT, QUESTIONS, REGISTER
from emg_xlsx.schemas.of_plan import (
    contributions_table,
    master_contributions_table,
    master_proposals_table,
    proposals_table,
)
from emg_xlsx.tabular import BASE_COLUMNS, plain_frame, typed_frame
from emg_xlsx.texts import text
from emg_xlsx.values import AcceptedRow, Answer, Checked, FileState, LeftOut, Reply


def consolidate(merged: Merged, checked: Checked, plan: Plan, *, round_id: str, day: date) -> Master:
    """Build the master of one run.

    Args:
        merged: the united rows and their conflicts.
        checked: the validated files they came from, for questions and the register.
        plan: the work plan.
        round_id: the round of the run.
        day: the day of the run.
    """
    return Master(
        plan=plan,
        round=round_id,
        day=day,
        contributions=_contributions(merged.contributions, plan),
        proposals=_proposals(merged.proposals, plan),
        conflicts=typed_frame([_conflict(conflict, plan) for conflict in merged.conflicts], CONFLICTS),
        questions=typed_frame(_questions(checked), QUESTIONS),
        left_out=typed_frame(
            [_left_out(item) for item in sorted(checked.left_out, key=lambda i: _last_if_unknown(i.finding.entity))],
            LEFT_OUT,
        ),
        register=typed_frame(_register(checked, plan), REGISTER),
        base=plain_frame(_base(merged, plan), BASE_COLUMNS),
    )


def _questions(checked: Checked) -> list[dict[str, Any]]:
    """What somebody should answer, entities in order, files of nobody last; with what was answered."""
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for finding in checked.findings:
        by_file[finding.file].append(finding)
    lines = [
        _question(finding, name, checked.replies.get((file, name)))
        for file, findings in by_file.items()
        for name, finding in asked_of(findings).items()
    ]
    return sorted(lines, key=lambda line: _last_if_unknown(line["entity"]))


def _last_if_unknown(entity: str | None) -> str:
    return entity.casefold() if entity else "\uffff"


def _contributions(rows: Iterable[MergedRow], plan: Plan) -> pd.DataFrame:
    return typed_frame([_contribution(row, plan) for row in rows], master_contributions_table(plan))


def _contribution(row: MergedRow, plan: Plan) -> dict[str, Any]:
    answer = row.source.answer
    # A word that was not understood is no consent: until it is, their words are not printed.
    asked = any(f.field == "may_quote" and f.severity is not Severity.NOTE for f in answer.findings)
    printable = "NOTEXT" if asked or answer.form.get("may_quote") == "NO" else "YES"
    return {
        **row.values,
        **plan.printed(row.ref or ""),
        **_provenance(row),
        "promised": row.promised,
        "first_round": row.first_round,
        "last_round": row.last_round,
        "note": None,
        "print": printable,
    }


def _proposals(rows: Iterable[MergedRow], plan: Plan) -> pd.DataFrame:
    lines = [{**row.values, **_provenance(row)} for row in rows]
    return typed_frame(lines, master_proposals_table(plan))


def _provenance(row: MergedRow) -> dict[str, Any]:
    answer = row.source.answer
    return {
        "id": row.id,
        "entity": row.entity,
        "language": answer.language,
        "file": answer.file,
        "sheet": row.source.row.sheet,
        "row": row.source.row.number,
        "sha256": answer.sha256,
        "submitted": answer.submitted,
    }


def _conflict(conflict: Conflict, plan: Plan) -> dict[str, Any]:
    entities = sorted({side.entity for side in conflict.sides}, key=str.casefold)
    field = contributions_table(plan).by_key.get(conflict.field) or proposals_table(plan).by_key[conflict.field]
    place = plan.printed(conflict.ref)["activity"] if conflict.ref in plan.ref_order else text("conflict.proposal")
    return {
        "id": conflict.id,
        "ref": conflict.ref or None,
        "entities": "; ".join(entities),
        "field": field.name,
        "question": text(f"conflict.{conflict.kind}.question", "en", ref=conflict.ref, title=field.name,
                         entities=" and ".join(entities), place=place),
        "sides": "\n".join(
            f"{side.entity}: {side.value} ({side.file}, {side.sheet}!{side.cell or '?'})" for side in conflict.sides
        ),
        "proposal": conflict.proposal,
        "decision": None,
    }  # fmt: skip


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


def _left_out(item: LeftOut) -> dict[str, Any]:
    finding = item.finding
    return {
        "entity": finding.entity,
        "file": finding.file,
        "sheet": finding.sheet,
        "cell": item.cell,
        "ref": finding.ref,
        "field": item.title or None,
        "value": item.value,
        "reason": finding.message(),
        "code": finding.code,
    }


def _register(checked: Checked, plan: Plan) -> list[dict[str, Any]]:
    """One line per file, and one per expected entity that has not answered; entities in order, unknown ones last."""
    counts: dict[str, dict[Severity, int]] = defaultdict(lambda: defaultdict(int))
    reasons: dict[str, str] = {}
    for finding in checked.findings:
        counts[finding.file][finding.severity] += 1
        if finding.severity is Severity.BLOCKING:
            reasons.setdefault(finding.file, finding.message())
    lines = [
        _file_line(state, answer, plan, counts[state.file], reasons.get(state.file) or state.reason)
        for state, answer in zip(checked.files, checked.answers, strict=True)
    ]
    answered = {line["entity"] for line in lines if line["state"] not in ("skipped", "returned")}
    with_others = {
        name: answer.entity
        for answer in checked.answers
        for name in (answer.form.get("also_for") or "").split("; ")
        if name in plan.entity_by_code and answer.entity in answered
    }
    blank = {answer.entity: answer.file for answer in checked.answers if answer.blank}
    lines += [
        _no_file_line(code, plan, with_others.get(code), blank.get(code)) for code in _unanswered(plan, answered, lines)
    ]
    return sorted(lines, key=lambda line: (_last_if_unknown(line["entity"]), line.get("file") or ""))


def _unanswered(plan: Plan, answered: set[Any], lines: Iterable[Mapping[str, Any]]) -> list[str]:
    heard = answered | {line["entity"] for line in lines if line["state"] == "returned"}
    return [e.code for e in plan.entities if e.expected and e.code not in heard]


def _file_line(
    state: FileState, answer: Answer, plan: Plan, counts: Mapping[Severity, int], reason: str | None
) -> dict[str, Any]:
    entity = plan.entity_by_code.get(state.entity or "")
    unread = answer.kind != "submission" or state.state == "skipped"
    return {
        "entity": state.entity,
        "name": entity.name if entity else None,
        "expected": ("yes" if entity.expected else "no") if entity else None,
        "state": state.state,
        "file": state.file,
        "round": state.round if answer.kind == "submission" else None,
        "submission_kind": answer.form.get("submission_kind") or (None if unread else "FULL"),
        "submitted": answer.submitted,
        "rows_read": state.rows_read,
        "rows_merged": state.rows_merged,
        "errors": counts.get(Severity.ERROR, 0) + counts.get(Severity.BLOCKING, 0),
        "queries": counts.get(Severity.QUERY, 0),
        "notes": counts.get(Severity.NOTE, 0),
        "focal_point": answer.form.get("focal_point"),
        "email": answer.sender,
        "subject": answer.origin.subject,
        "comment": answer.form.get("comment"),
        "reason": reason,
        "sha256": state.sha256 or None,
    }


def _no_file_line(code: str, plan: Plan, with_entity: str | None, blank: str | None) -> dict[str, Any]:
    entity = plan.entity_by_code[code]
    only_blank = text("register.only_blank", file=blank) if blank else None
    return {
        "entity": code,
        "name": entity.name,
        "expected": "yes",
        "state": "accepted" if with_entity else "missing",
        "reason": text("register.with", entity=with_entity) if with_entity else only_blank,
    }


def _base(merged: Merged, plan: Plan) -> list[dict[str, Any]]:
    """What each file gave, then what was taken into the master, before any edit or decision."""
    keys = {f.key for table in (contributions_table(plan), proposals_table(plan)) for f in table.inputs}
    lines = [_base_line("given", name, row, row.row.values, keys) for name, row in merged.given]
    lines += [
        _base_line("taken", row.id, row.source, row.values, keys) for row in (*merged.contributions, *merged.proposals)
    ]
    return lines


def _base_line(record: str, name: str, row: AcceptedRow, values: Mapping[str, Any], keys: set[str]) -> dict[str, Any]:
    kept = {key: value for key, value in values.items() if key in keys and value is not None}
    return {
        "record": record,
        "id": name,
        "sha256": row.answer.sha256,
        "entity": row.answer.entity,
        "ref": values.get("ref"),
        "round": row.answer.round,
        "values": json.dumps(kept, ensure_ascii=False, sort_keys=True, default=str),
    }
