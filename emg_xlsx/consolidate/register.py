"""The register's lines: every file with what became of it, and every expected entity without one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from typing import Any

from emg_xlsx.findings import Severity
from emg_xlsx.mastered import line_key
from emg_xlsx.packs import asked_of
from emg_xlsx.plan import Plan
from emg_xlsx.schemas.master_tables import REGISTER
from emg_xlsx.texts import text
from emg_xlsx.values import Answer, Checked, FileState


def last_if_unknown(entity: str | None) -> str:
    """Sorts entities by their codes, and what is nobody's behind them."""
    return entity.casefold() if entity else "\uffff"


def register_lines(
    checked: Checked, plan: Plan, call: tuple[str, Container[str]], owned: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """One line per file, and one per expected entity that has not answered; entities in order, unknown ones last.

    Args:
        checked: the validated files.
        plan: the expected entities.
        call: id of the round, and the entities whose answer the coordinator typed in.
        owned: key of a line to the coordinator's own cells.
    """
    round_id, noted = call
    counts: dict[str, dict[Severity, int]] = defaultdict(lambda: defaultdict(int))
    reasons: dict[str, str] = {}
    for file, findings in checked.by_file.items():
        for name, finding in asked_of(findings).items():
            reply = checked.replies.get((file, name))
            counts[file][finding.severity] += reply is None or reply.state == "open"
        counts[file][Severity.NOTE] = sum(finding.severity is Severity.NOTE for finding in findings)
        for finding in findings:
            if finding.severity is Severity.BLOCKING:
                reasons.setdefault(file, finding.message())
    lines = [
        _file_line(state, answer, plan, counts[state.file], reasons.get(state.file) or state.reason)
        for state, answer in zip(checked.files, checked.answers, strict=True)
    ]
    current = [line for line in lines if line["round"] == round_id]
    answered = {line["entity"] for line in current if line["state"] not in ("skipped", "returned", "excluded")}
    with_others = {
        name: answer.entity
        for answer in checked.answers
        for name in (answer.form.get("also_for") or "").split("; ")
        if name in plan.entity_by_code and answer.entity in answered and answer.round == round_id
    }
    # An untouched template says nothing of who is silent; an unchanged one may be an answer, if somebody says so.
    unfilled = {
        answer.entity: text(f"register.only_{'unchanged' if answer.unchanged else 'blank'}", file=answer.file)
        for answer in sorted(checked.answers, key=lambda one: one.unchanged)
        if answer.blank or answer.unchanged
    }
    silent = _unanswered(plan, answered, current)
    lines += [_no_file_line(code, plan, with_others.get(code), unfilled.get(code)) for code in silent]
    for line in lines:
        if not line.get("file"):
            line["round"] = round_id
        if line["state"] == "missing" and line["entity"] in noted:
            line |= {"state": "noted", "reason": text("register.noted")}
    lines.sort(key=lambda line: (last_if_unknown(line["entity"]), line.get("file") or ""))
    return [line | {"late": _late(line, plan)} for line in _with_own(lines, owned)]


def _late(line: Mapping[str, Any], plan: Plan) -> int | None:
    """Days after the deadline, its extension included; nobody is late where none is set.

    Of an answer that has not come nothing is said here: that changes with every day, and ``status`` tells it.
    """
    call = plan.round_by_id.get(line["round"] or "")
    limits = [day for day in (call.deadline if call else None, line.get("extended_to")) if day]
    if call is None or call.deadline is None or not line.get("submitted"):
        return None
    days: int = (line["submitted"] - max(limits)).days
    return days if days > 0 else None


def _with_own(lines: list[dict[str, Any]], owned: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The lines with the coordinator's own cells; what was said of an entity without a file passes to its first."""
    # A line without a file keeps what was said of its entity.
    seen = {line["entity"] or "" for line in lines if not line.get("file")}
    for line in lines:
        entity = line["entity"] or ""
        inherited = {} if entity in seen else owned.get(entity, {})
        seen.add(entity)
        line |= {**inherited, **owned.get(line_key(line, REGISTER), {})}
    return lines


def own_cells(
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
        "may_quote": None if unread else text(f"decision.{'yes' if answer.may_print else 'no'}"),
        "reason": reason,
        "sha256": state.sha256 or None,
    }


def _no_file_line(code: str, plan: Plan, with_entity: str | None, unfilled: str | None) -> dict[str, Any]:
    entity = plan.entity_by_code[code]
    return {
        "entity": code,
        "name": entity.name,
        "expected": "yes",
        "state": "accepted" if with_entity else "missing",
        "reason": text("register.with", entity=with_entity) if with_entity else unfilled,
    }
