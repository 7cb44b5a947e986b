"""From a master back to the files it was made of: as it remembers them, else as its sheets show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from emg_xlsx.findings import RULES, Finding
from emg_xlsx.mastered import Edited, Master
from emg_xlsx.memory import Copy, Kept, Memory, Place
from emg_xlsx.plan import Plan
from emg_xlsx.sameness import editable, master_tables_of
from emg_xlsx.schemas.fields import Table
from emg_xlsx.schemas.of_plan import contributions_table, entity_table, proposals_table
from emg_xlsx.tabular import lines_of_frame
from emg_xlsx.values import AcceptedRow, Answer, Checked, FileState, LeftOut, Reply, TypedRow
from emg_xlsx.xlsx.grid import position

_FORM = ("focal_point", "email", "submission_kind", "comment")
"""What the register knows of a form."""
_TABLES = (proposals_table, entity_table, contributions_table)
"""Where the fields are found that columns are called after."""


def known_files(memory: Memory, fresh: Sequence[Answer], plan: Plan) -> list[Answer]:
    """The files of earlier merges that are not among those of this run.

    One whose name another file has now is named with the beginning of its fingerprint. What the plan does not know
    any more is asked about, like anything else a file says.

    Args:
        memory: what the master remembers.
        fresh: the files of this run.
        plan: the work plan.
    """
    shas = {answer.sha256 for answer in fresh} - {""}
    names = {answer.file for answer in fresh}
    gone = [a for a in memory.answers if a.sha256 not in shas and (a.sha256 or a.file not in names)]
    return [_fitted(_named(answer, names), plan) for answer in gone]


def known_copies(memory: Memory, names: Mapping[str, str]) -> list[Copy]:
    """The names under which the content of known files was seen, beside those it has now.

    Args:
        memory: what the master remembers.
        names: name of every file of this run to its fingerprint.
    """
    now: dict[str, list[str]] = defaultdict(list)
    for name, sha in names.items():
        now[sha].append(name)
    before = [*memory.copies, *(Copy(a.file, a.sha256, a.origin) for a in memory.answers if a.sha256 in now)]
    seen: dict[tuple[str, str], Copy] = {}
    for copy in before:
        if copy.sha256 and not any(_same_name(copy.file, name) for name in now[copy.sha256]):
            name = f"{copy.file} [{copy.sha256[:8]}]" if copy.file in names else copy.file
            seen.setdefault((copy.sha256, name), replace(copy, file=name))
    return list(seen.values())


def decided(answer: Answer, entity: str) -> Answer:
    """A file whose entity the coordinator decided: nobody is asked whose it is."""
    return replace(
        answer,
        entity=entity,
        findings=tuple(f.of(entity) for f in answer.findings if f.field != "entity"),
        remarks=tuple(replace(remark, finding=remark.finding.of(entity)) for remark in answer.remarks),
    )


def _same_name(one: str, other: str) -> bool:
    """Whether two names are those of one file, seen from different folders."""
    return one == other or one.endswith(f"/{other}") or other.endswith(f"/{one}")


def _named(answer: Answer, names: Container[str]) -> Answer:
    if answer.file not in names:
        return answer
    name = f"{answer.file} [{answer.sha256[:8]}]"
    return replace(
        answer,
        file=name,
        findings=tuple(replace(finding, file=name) for finding in answer.findings),
        remarks=tuple(replace(one, finding=replace(one.finding, file=name)) for one in answer.remarks),
    )


def _fitted(answer: Answer, plan: Plan) -> Answer:
    """A file as the plan of today knows it: rounds, entities and refs may have been taken out of it."""
    told: list[Finding] = []
    if answer.round not in plan.round_by_id:
        told.append(Finding("round-unknown", answer.file, answer.entity, value=answer.round,
                            facts={"round": plan.current_round}))  # fmt: skip
        answer = replace(answer, round=plan.current_round)
    if answer.entity is not None and answer.entity not in plan.entity_by_code:
        told.append(Finding("entity-unknown", answer.file, value=answer.entity, field="entity", facts={"hint": ""}))
        answer = replace(answer, entity=None)
    refs = {None, *plan.ref_order}
    told += [
        Finding("ref-unknown", answer.file, answer.entity, row.sheet, row.number, row.columns.get("ref"), field="ref",
                value=row.values["ref"], facts={"hint": ""})
        for row in answer.contributions if row.values.get("ref") not in refs
    ]  # fmt: skip
    rows = (r if r.values.get("ref") in refs else replace(r, values={**r.values, "ref": None})
            for r in answer.contributions)  # fmt: skip
    return replace(answer, contributions=tuple(rows), findings=(*answer.findings, *told)) if told else answer


def checked_of(master: Master) -> Checked:
    """The checked files as a master remembers them.

    Messages stand as they were told; notes are not remembered, and places in columns are those of the cells asked
    about.

    Args:
        master: with codes.
    """
    lines = [line for line in lines_of_frame(master.register) if line["file"]]
    answers = {line["file"]: _answer(line, master) for line in lines}
    plan = master.plan
    keys = {f.name: f.key for table in _TABLES for f in table(plan).fields}
    questions = [(line, _finding(line, keys)) for line in lines_of_frame(master.questions) if line["code"] in RULES]
    return Checked(
        answers=tuple(answers.values()),
        files=tuple(_state(line, answers[line["file"]]) for line in lines),
        findings=tuple(finding for _, finding in questions),
        contributions=tuple(_rows(master.contributions, contributions_table(plan), answers)),
        proposals=tuple(_rows(master.proposals, proposals_table(plan), answers)),
        left_out=tuple(_left_out(line, keys) for line in lines_of_frame(master.left_out) if line["code"] in RULES),
        replies={
            (finding.file, line["question"]): Reply(line["state"], line["answer"] or "", line["answered_by"])
            for line, finding in questions
            if line["state"] != "open" or line["answer"]
        },
    )


def memory_of(master: Master, edited: Edited) -> Memory:
    """What a master without its memory can still know: its files by their register, their rows by their sheets.

    Of every cell only one value is left, and nothing tells who set it: each counts as set by the coordinator, so that
    a file that says otherwise is a conflict and never a silent choice.
    """
    checked = checked_of(master)
    answers = []
    for answer in checked.answers:
        mine = [tuple(r.row for r in rows if r.answer.file == answer.file)
                for rows in (checked.contributions, checked.proposals)]  # fmt: skip
        findings = tuple(f for f in checked.findings if f.file == answer.file)
        remarks = tuple(item for item in checked.left_out if item.finding.file == answer.file)
        answers.append(replace(answer, contributions=mine[0], proposals=mine[1], findings=findings, remarks=remarks))
    ids: dict[Place, str] = {}
    kept: dict[str, Kept] = {}
    for table in master_tables_of(master.plan):
        keys = {item.key for item in editable(table, master.plan)}
        for name, row in edited.rows.get(table.name, {}).items():
            said = {key: now.text for key, now in row.items()}
            if said.get("sha256"):
                ids[said["sha256"], said.get("sheet", ""), int(float(said.get("row") or 0))] = name
            readable = {key: now.value for key, now in row.items() if key in keys and now.readable}
            values = {key: value for key, value in readable.items() if value is not None}
            kept[name] = Kept(edits=values, shown=values)
    return Memory(answers=tuple(answers), ids=ids, kept=kept, intact=False)


def _answer(line: Mapping[str, Any], master: Master) -> Answer:
    return Answer(
        file=line["file"],
        sha256=line["sha256"] or "",
        kind="submission",
        entity=line["entity"],
        round=line["round"] or master.round,
        language="en",
        form={key: line[key] for key in _FORM if line[key]},
        form_places={},
        contributions=(),
        proposals=(),
        findings=(),
    )


def _state(line: Mapping[str, Any], answer: Answer) -> FileState:
    return FileState(answer.file, answer.sha256, answer.entity, answer.round, line["state"],
                     line["rows_read"] or 0, line["rows_merged"] or 0, line["reason"])  # fmt: skip


def _finding(line: Mapping[str, Any], keys: Mapping[str, str]) -> Finding:
    row, column = position(line["cell"] or "") or (None, None)
    message = line["message"] if "message" in line else line["reason"]
    return Finding(line["code"], line["file"] or "", line["entity"], line["sheet"], row, column, line["ref"],
                   field=keys.get(line["field"] or ""), title=line["field"], value=line["value"],
                   suggestion=line["suggestion"], told=message)  # fmt: skip


def _left_out(line: Mapping[str, Any], keys: Mapping[str, str]) -> LeftOut:
    finding = _finding({**line, "suggestion": None}, keys)
    return LeftOut(finding, "", line["field"] or "", line["cell"], line["value"] or "")


def _rows(frame: pd.DataFrame, table: Table, answers: Mapping[str, Answer]) -> Iterator[AcceptedRow]:
    for line in lines_of_frame(frame):
        if line["file"] in answers:
            keys = (*(f.key for f in table.fields), "first_day", "last_day", "precision")
            values = {key: line[key] for key in keys if key in line}
            yield AcceptedRow(answers[line["file"]], TypedRow(line["sheet"] or "", line["row"] or 0, {}, values, {}))
