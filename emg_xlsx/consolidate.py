"""The master's tables as frames: contributions, conflicts, questions, what was left out, the register, the base."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from emg_xlsx.decisions import options
from emg_xlsx.findings import Finding, Severity
from emg_xlsx.mastered import TYPED, Change, Master, MergedRow, Reconciled, Ruled, Side, line_key
from emg_xlsx.memory import lines_of
from emg_xlsx.packs import asked_of
from emg_xlsx.plan import Plan
from emg_xlsx.schemas.master_tables import CHANGES, CONFLICTS, LEFT_OUT, QUESTIONS, REGISTER, WORK_PLAN
from emg_xlsx.schemas.of_plan import (
    contributions_table,
    master_contributions_table,
    master_proposals_table,
    proposals_table,
)
from emg_xlsx.tabular import BASE_COLUMNS, plain_frame, typed_frame
from emg_xlsx.texts import text
from emg_xlsx.values import Answer, Checked, FileState, LeftOut, Reply


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
    register = _register(checked, plan, noted, found.memory.owned.get(REGISTER.sheet, {}))
    owned = {**found.memory.owned, REGISTER.sheet: _own_of(register, found.memory.owned.get(REGISTER.sheet, {}))}
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
            [_left_out(item) for item in sorted(checked.left_out, key=lambda i: _last_if_unknown(i.finding.entity))],
            LEFT_OUT,
        ),
        register=typed_frame(register, REGISTER),
        changes=typed_frame([*found.log, *news], CHANGES),
        agreed=_agreed(plan, memory.owned.get(WORK_PLAN.sheet, {})),
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


def _agreed(plan: Plan, owned: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """The coordinator's own words for each ref of the plan."""
    values = [owned.get(ref, {}).get("agreed") for ref in plan.refs]
    index = pd.Index(plan.refs, dtype="object", name="ref")
    return pd.DataFrame({"agreed": pd.Series(values, dtype="object", index=index)})


def _questions(checked: Checked) -> list[dict[str, Any]]:
    """What somebody should answer, entities in order, files of nobody last; with what was answered."""
    lines = [
        _question(finding, name, checked.replies.get((file, name)))
        for file, findings in checked.by_file.items()
        for name, finding in asked_of(findings).items()
    ]
    return sorted(lines, key=lambda line: _last_if_unknown(line["entity"]))


def _last_if_unknown(entity: str | None) -> str:
    return entity.casefold() if entity else "\uffff"


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
    named = " and ".join(entities)
    facts = {"ref": conflict.ref, "title": field.name, "entities": named}
    question = text(f"conflict.{conflict.kind}.question", **facts)
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


def _register(
    checked: Checked, plan: Plan, noted: Container[str], owned: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
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
    answered = {line["entity"] for line in lines if line["state"] not in ("skipped", "returned", "excluded")}
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
    for line in lines:
        if line["state"] == "missing" and line["entity"] in noted:
            line |= {"state": "noted", "reason": text("register.noted")}
    lines.sort(key=lambda line: (_last_if_unknown(line["entity"]), line.get("file") or ""))
    return _with_own(lines, owned)


def _with_own(lines: list[dict[str, Any]], owned: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The lines with the coordinator's own cells; what was said of an entity without a file passes to its first."""
    seen: set[str] = set()
    for line in lines:
        entity = line["entity"] or ""
        inherited = {} if entity in seen else owned.get(entity, {})
        seen.add(entity)
        line |= {**inherited, **owned.get(line_key(line, REGISTER), {})}
    return lines


def _own_of(
    lines: Iterable[Mapping[str, Any]], before: Mapping[str, Mapping[str, Any]]
) -> dict[str, Mapping[str, Any]]:
    """The coordinator's own cells of the register as they stand now, and those of lines that are not there."""
    keys = [item.key for item in REGISTER.fields if item.own]
    now = {line_key(line, REGISTER): {key: line[key] for key in keys if key in line} for line in lines}
    return {key: own for key, own in {**before, **now}.items() if own}


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
