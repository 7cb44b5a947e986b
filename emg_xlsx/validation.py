"""Validating all submissions at once: one pandera call per table, every failure back at its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd
import pandera.pandas as pa

from emg_xlsx.findings import Finding, Severity
from emg_xlsx.plan import Plan
from emg_xlsx.schemas import frames
from emg_xlsx.schemas.failures import failures
from emg_xlsx.schemas.fields import Table
from emg_xlsx.schemas.of_plan import contributions_table, entity_table, proposals_table
from emg_xlsx.texts import text
from emg_xlsx.values import OWN_KINDS, AcceptedRow, Answer, Checked, FileState, LeftOut, TypedRow

_Line = tuple[int, TypedRow]
"""A row with the number of its submission."""

UNREAD = frozenset(
    {
        "number-unreadable",
        "type-wrong",
        "cell-error-value",
        "cell-unreadable",
        "schedule-backwards",
        "schedule-error-value",
    }
)
"""Errors that are found while a cell is typed; the others are found by the schemas."""

REMARKS = frozenset({"comment-kept", "grey-edited"})
"""What is passed on to the secretariat even from a row that cannot be used."""


@dataclass(frozen=True, slots=True)
class _Job:
    """One table of all submissions to be checked; findings and what is left out are collected as it goes."""

    answers: Sequence[Answer]
    found: list[list[Finding]]
    left: list[LeftOut]
    table: Table
    pick: Callable[[Answer], tuple[TypedRow, ...]]

    def rows(self, number: int) -> tuple[TypedRow, ...]:
        """The rows of one submission."""
        return self.pick(self.answers[number])


def validate(answers: Sequence[Answer], plan: Plan, *, day: date) -> Checked:
    """Check the typed rows of all submissions together.

    Args:
        answers: typed submissions, in any order.
        plan: gives the schemas.
        day: the day of the run, for rules about the future.
    """
    answers = tuple(answers)
    found = [list(answer.findings) for answer in answers]
    left: list[LeftOut] = []
    contributions = _Job(answers, found, left, contributions_table(plan), lambda answer: answer.contributions)
    proposals = _Job(answers, found, left, proposals_table(plan), lambda answer: answer.proposals)
    first = _check(contributions, plan, frames.submitted_contributions(plan, day=day))
    second = _check(proposals, plan, frames.submitted_proposals(plan))
    _check_forms(answers, plan, found)
    left += _unread_values(found)
    left += [remark for answer in answers for remark in answer.remarks]
    kept = [_merges(answer, findings) for answer, findings in zip(answers, found, strict=True)]
    merged = Counter(number for number, _ in (*first, *second) if kept[number])
    return Checked(
        answers=answers,
        files=tuple(_state(answer, found[n], merged[n]) for n, answer in enumerate(answers)),
        findings=tuple(sorted((f for findings in found for f in findings), key=lambda f: f.order)),
        contributions=_accepted(contributions, first, kept),
        proposals=_accepted(proposals, second, kept),
        left_out=tuple(sorted(left, key=lambda item: (item.finding.order, len(item.cell or ""), item.cell or ""))),
    )


def _check(job: _Job, plan: Plan, schema: pa.DataFrameSchema) -> list[_Line]:
    """Check one table of all submissions; what fails with an error is taken out and kept aside.

    Returns:
        The rows that remain, with the values that could be kept.
    """
    lines = _without_bad_refs(job)
    dropped: set[int] = set()
    for place, code, key in _failures(_frame(lines, job.answers, plan, job.table), schema):
        number, row = lines[place]
        # A column that is gone was told once, as a column.
        missing = key not in row.columns
        if place in dropped or missing or _is_taken_back(row, code) or _known(job.found[number], row, key, code):
            continue
        finding = _finding(job, code, key, lines[place])
        job.found[number].append(finding)
        if code == "row-without-content":
            dropped.add(place)
            job.left.extend(_whole_row(job, finding, row))
        elif finding.severity is Severity.ERROR:
            job.left.append(LeftOut(finding, key, finding.title or key, finding.cell, row.seen.get(key, "")))
            lines[place] = (number, replace(row, values={**row.values, key: None}))
    return [line for place, line in enumerate(lines) if place not in dropped]


def _is_taken_back(row: TypedRow, code: str) -> bool:
    """Whether a cell is missing of a row that is withdrawn: nothing more is needed to say so."""
    return row.values.get("change") == "WITHDRAW" and (code == "row-without-content" or code.endswith("-missing"))


def _without_bad_refs(job: _Job) -> list[_Line]:
    """All rows but those whose ref is missing or unknown: these cannot stand anywhere and are kept aside whole."""
    bad = {
        (n, f.sheet, f.row, f.column): f
        for n, findings in enumerate(job.found)
        for f in findings
        if f.code in ("ref-missing", "ref-unknown", "refs-missing")
    }
    kept = []
    for line in [(n, row) for n in range(len(job.answers)) for row in job.rows(n)]:
        number, row = line
        place = row.columns.get("ref")
        about = bad.get((number, row.sheet, row.number, place)) or bad.get((number, row.sheet, None, None))
        finding = about if row.values.get("ref", "") is None else None
        if finding is None:
            kept.append(line)
            continue
        job.left.extend(_whole_row(job, finding, row))
        # Nothing else is asked about a row that is not used.
        job.found[number] = [f for f in job.found[number] if f is finding or f.code in REMARKS or not row.holds(f)]
    return kept


def _whole_row(job: _Job, finding: Finding, row: TypedRow) -> Iterator[LeftOut]:
    for key, seen in row.seen.items():
        if key in row.columns:
            yield LeftOut(finding, key, job.table.by_key[key].name, row.cell(key), seen)


def _frame(lines: Sequence[_Line], answers: Sequence[Answer], plan: Plan, table: Table) -> pd.DataFrame:
    """One typed frame over all submissions; its index is the place in ``lines``."""
    data: dict[str, Any] = {field.key: [row.values.get(field.key) for _, row in lines] for field in table.inputs}
    frame = pd.DataFrame(
        {key: pd.Series(values, dtype="object") for key, values in data.items()}, index=range(len(lines))
    )
    for field in table.inputs:
        if field.numeric:
            frame[field.key] = pd.to_numeric(frame[field.key]).astype("float64")
        elif field.type == "date":
            frame[field.key] = _days(data[field.key])
    frame["file"] = [number for number, _ in lines]
    kinds = [plan.round_by_id[answer.round].kind for answer in answers]
    frame["round_kind"] = [kinds[number] for number, _ in lines]
    if "ref" in table.by_key:
        frame["ref"] = pd.Series([row.values.get("ref") for _, row in lines], dtype="object")
    if "schedule" in table.by_key:
        for key in frames.DAYS:
            frame[key] = _days([row.values.get(key) for _, row in lines])
    return frame


def _days(values: Sequence[date | None]) -> pd.Series:
    return pd.Series(pd.to_datetime(pd.Series(list(values), dtype="object"))).astype("datetime64[s]")


def _failures(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> list[tuple[int, str, str]]:
    """Run a schema over a frame: (place, finding code, field) of each failure, in order of place."""
    failed = [(place, *frames.about(name, column)) for place, name, column in failures(frame, schema)]
    # The most urgent first, so that a row without content is not also asked for its missing cells.
    return sorted(failed, key=lambda f: (f[0], f[1] != "row-without-content", f[1], f[2]))


def _known(findings: Iterable[Finding], row: TypedRow, key: str, code: str) -> bool:
    """Whether the cell was asked about already: one mistake, one finding."""
    fields = {f.field for f in findings if row.holds(f) and f.severity in (Severity.ERROR, Severity.QUERY)}
    if code == "row-without-content":
        return bool(fields - {"ref"})
    return key in fields


def _finding(job: _Job, code: str, key: str, line: _Line) -> Finding:
    number, row = line
    answer, field = job.answers[number], job.table.by_key[key]
    facts: dict[str, Any] = {}
    if code == "text-too-long":
        facts = {"length": len(str(row.values[key])), "limit": field.max_length}
    elif code == "completed-in-future":
        facts = {"first": row.values["schedule"]}
    elif code == "duplicate-row":
        facts = {"other": _twin(job.rows(number), row)}
    return Finding(
        code,
        answer.file,
        answer.entity,
        sheet=row.sheet,
        row=row.number,
        column=row.columns[key],
        ref=row.values.get("ref"),
        field=key,
        title=field.name,
        value=row.seen.get(key),
        facts=facts,
    )


def _twin(rows: Iterable[TypedRow], row: TypedRow) -> str:
    """The earlier row that says the same; with its sheet where that is another one."""
    keys = ("ref", "role", "description", "progress")
    wanted = [row.values[key] for key in keys]
    twin = next(other for other in rows if [other.values[key] for key in keys] == wanted)
    return str(twin.number) if twin.sheet == row.sheet else f"{twin.number} ({twin.sheet})"


def _check_forms(answers: Sequence[Answer], plan: Plan, found: list[list[Finding]]) -> None:
    table = entity_table(plan)
    asked = [n for n, answer in enumerate(answers) if answer.form_places and answer.kind == "submission"]
    asked = [n for n in asked if not answers[n].blank]
    frame = _frame([(n, TypedRow("", 0, {}, answers[n].form, {})) for n in asked], answers, plan, table)
    frame["rows_used"] = [_rows_used(answers[n]) for n in asked]
    for place, code, key in _failures(frame, frames.entity(plan)):
        answer, known = answers[asked[place]], found[asked[place]]
        sheet, row, column = answer.form_places.get(key) or (next(iter(answer.form_places.values()))[0], None, None)
        if any(f.field == key and f.sheet == sheet for f in known):
            continue
        field, value = table.by_key[key], answer.form.get(key)
        facts = {
            "count": int(frame["rows_used"].iloc[place]),
            "length": len(str(value or "")),
            "limit": field.max_length or 0,
        }
        known.append(
            Finding(
                code,
                answer.file,
                answer.entity,
                sheet=sheet,
                row=row,
                column=column,
                field=key,
                title=field.name,
                value=str(value) if value is not None else None,
                facts=facts,
            )
        )


def _unread_values(found: Sequence[Sequence[Finding]]) -> list[LeftOut]:
    """Values that could not be typed at all: an error at a cell, found before the rows were checked."""
    return [
        LeftOut(f, f.field or "", f.title or "", f.cell, f.value or "")
        for findings in found
        for f in findings
        if f.code in UNREAD
    ]


def _merges(answer: Answer, findings: Iterable[Finding]) -> bool:
    blocked = any(f.severity is Severity.BLOCKING and f.code != "sheet-unreadable" for f in findings)
    return answer.kind == "submission" and answer.entity is not None and not answer.blank and not blocked


def _accepted(job: _Job, lines: Iterable[_Line], kept: Sequence[bool]) -> tuple[AcceptedRow, ...]:
    return tuple(AcceptedRow(job.answers[n], row) for n, row in lines if kept[n])


def _rows_used(answer: Answer) -> int:
    return len(answer.contributions) + len(answer.proposals)


def _state(answer: Answer, findings: Sequence[Finding], merged: int) -> FileState:
    read = _rows_used(answer)
    word = _state_word(answer, findings, read)
    why = "unchanged" if answer.unchanged else answer.kind
    reason = text(f"register.skipped_{why}") if word == "skipped" else None
    return FileState(answer.file, answer.sha256, answer.entity, answer.round, word, read, merged, reason)


def _state_word(answer: Answer, findings: Sequence[Finding], read: int) -> str:
    """The state of a file, by the most urgent thing said of it."""
    if answer.kind in (*OWN_KINDS, "reply") or answer.blank:
        return "skipped"
    if not _merges(answer, findings):
        return "returned"
    severities = {f.severity for f in findings}
    if severities & {Severity.ERROR, Severity.BLOCKING}:
        return "partial"
    if answer.form.get("submission_kind") == "NIL" and read == 0:
        return "nil"
    if Severity.QUERY in severities:
        return "questions"
    return "noted" if answer.on_behalf else "accepted"
