"""From a master back to what was checked: its files, questions and rows, for packs made without the originals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from emg_xlsx.findings import RULES, Finding
from emg_xlsx.mastered import Master
from emg_xlsx.schemas.fields import Table
from emg_xlsx.schemas.of_plan import contributions_table, entity_table, proposals_table
from emg_xlsx.values import AcceptedRow, Answer, Checked, FileState, LeftOut, Reply, TypedRow
from emg_xlsx.xlsx.grid import position

_FORM = ("focal_point", "email", "submission_kind", "comment")
"""What the register knows of a form."""
_TABLES = (proposals_table, entity_table, contributions_table)
"""Where the fields are found that columns are called after."""


def checked_of(master: Master) -> Checked:
    """The checked files as a master remembers them.

    Messages stand as they were told; notes are not remembered, and places in columns are those of the cells asked
    about.

    Args:
        master: with codes.
    """
    lines = [line for line in _records(master.register) if line["file"]]
    answers = {line["file"]: _answer(line, master) for line in lines}
    plan = master.plan
    keys = {f.name: f.key for table in _TABLES for f in table(plan).fields}
    questions = [(line, _finding(line, keys)) for line in _records(master.questions) if line["code"] in RULES]
    return Checked(
        answers=tuple(answers.values()),
        files=tuple(_state(line, answers[line["file"]]) for line in lines),
        findings=tuple(finding for _, finding in questions),
        contributions=tuple(_rows(master.contributions, contributions_table(plan), answers)),
        proposals=tuple(_rows(master.proposals, proposals_table(plan), answers)),
        left_out=tuple(_left_out(line, keys) for line in _records(master.left_out) if line["code"] in RULES),
        replies={
            (finding.file, line["question"]): Reply(line["state"], line["answer"] or "", line["answered_by"])
            for line, finding in questions
            if line["state"] != "open" or line["answer"]
        },
    )


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows with None for whatever is empty."""
    plain = frame.astype("object")
    return [dict(zip(frame.columns, row, strict=True)) for row in plain.where(plain.notna(), None).to_numpy().tolist()]


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
    for line in _records(frame):
        if line["file"] in answers:
            keys = (*(f.key for f in table.fields), "first_day", "last_day", "precision")
            values = {key: _plain(line[key]) for key in keys if key in line}
            yield AcceptedRow(answers[line["file"]], TypedRow(line["sheet"] or "", line["row"] or 0, {}, values, {}))


def _plain(value: Any) -> Any:
    return value.date() if isinstance(value, pd.Timestamp) else value
