"""From checked submissions to packs: for each file in force, what is asked, what was understood and recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from emg_xlsx.findings import Finding, Severity
from emg_xlsx.packs import Pack, Question, QuestionState, Recorded, asked_of
from emg_xlsx.plan import Plan
from emg_xlsx.schedule import format_schedule
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.of_plan import codelist, contributions_table, entity_table, proposals_table
from emg_xlsx.schemas.wording import worded
from emg_xlsx.texts import LANGUAGES, text
from emg_xlsx.values import Answer, Checked, FileState, LeftOut, Reply, TypedRow

PACKED = frozenset({"accepted", "questions", "partial", "nil", "returned"})
"""States of files in force; copies, our own outputs and untouched templates get no pack."""

_EXACT = 1e15
"""From here on a number is not written out digit by digit."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Turns typed values into words."""

    plan: Plan
    language: str

    def of(self, value: Any, item: Field, values: Mapping[str, Any]) -> str | None:
        """A typed value as a person reads it, with labels for codes; None where there is nothing.

        Args:
            value: the typed value.
            item: its field.
            values: all values of its row: a schedule's days stand beside it.
        """
        if item.type == "schedule":
            return self.period(values)
        if value is None or value == "":
            return None
        if item.codelist and item.type in ("code", "codes", "entity"):
            options = codelist(self.plan, item.codelist, self.language)
            return "; ".join(options.label(code) for code in str(value).split("; "))
        if isinstance(value, date):
            return format_schedule(value, value, "day", language=self.language)
        if isinstance(value, int | float):
            return number(value)
        return str(value)

    def period(self, values: Mapping[str, Any]) -> str | None:
        """The days that were read, in words; None where none were."""
        first, last = values.get("first_day"), values.get("last_day")
        return format_schedule(first, last, values.get("precision") or "day", language=self.language) or None


def number(value: float) -> str:
    """A number in digits, thousands set apart by spaces as no language reads them otherwise: ``12 500.5``."""
    if abs(value) >= _EXACT or value != value:  # noqa: PLR0124  # NaN is the value unequal to itself
        return str(value)
    whole = f"{value:,.4f}".rstrip("0").rstrip(".")
    return whole.replace(",", "\u00a0" if abs(value) >= 10_000 else "")


def packs_of(checked: Checked, plan: Plan, *, day: date) -> tuple[Pack, ...]:
    """One pack for each submission in force, in the order of their names.

    Args:
        checked: the validated files.
        plan: the work plan.
        day: the day of the run.
    """
    findings = _by_file(checked.findings, lambda finding: finding.file)
    left_out = _by_file(checked.left_out, lambda item: item.finding.file)
    rows = _by_file(checked.contributions, lambda accepted: accepted.answer.file)
    proposals = _by_file(checked.proposals, lambda accepted: accepted.answer.file)
    replies: defaultdict[str, dict[str, Reply]] = defaultdict(dict)
    for (file, question), reply in checked.replies.items():
        replies[file][question] = reply
    packs = [
        _pack(
            _File(state, answer, findings[state.file], left_out[state.file],
                  tuple(item.row for item in rows[state.file]), tuple(item.row for item in proposals[state.file]),
                  replies[state.file]),
            plan,
            day,
        )
        for state, answer in zip(checked.files, checked.answers, strict=True)
        if state.state in PACKED
    ]  # fmt: skip
    return tuple(sorted(packs, key=lambda pack: pack.file))


@dataclass(frozen=True, slots=True)
class _File:
    """One file with all that was said about it and taken from it."""

    state: FileState
    answer: Answer
    findings: list[Finding]
    left_out: list[LeftOut]
    contributions: tuple[TypedRow, ...]
    proposals: tuple[TypedRow, ...]
    replies: Mapping[str, Reply]


def _by_file(items: Iterable[Any], name: Any) -> defaultdict[str, list[Any]]:
    groups: defaultdict[str, list[Any]] = defaultdict(list)
    for item in items:
        groups[name(item)].append(item)
    return groups


def _pack(file: _File, plan: Plan, day: date) -> Pack:
    state, answer = file.state, file.answer
    entity = plan.entity_by_code.get(state.entity or "")
    contact = plan.contact(state.entity, day)
    language = answer.language if answer.language in LANGUAGES else LANGUAGES[0]
    words = _Words(plan, language)
    call = plan.round_by_id[state.round]
    questions = _questions(file, words)
    return Pack(
        file=state.file,
        sha256=state.sha256,
        entity=state.entity,
        entity_name=entity.name if entity else None,
        round=state.round,
        round_title=state.round.replace("-", " ", 1),
        language=language,
        state=state.state,
        focal_point=answer.form.get("focal_point") or (contact.name if contact else None),
        to=answer.form.get("email") or (contact.email if contact else None) or answer.origin.sender,
        received=answer.origin.mailed or answer.origin.filed,
        reply_by=call.reply_by,
        rows_read=state.rows_read,
        rows_merged=state.rows_merged,
        questions=questions,
        corrected=len(answer.asked.answers.keys() - {question.id for question in questions}),
        notes=tuple(finding for finding in file.findings if finding.severity is Severity.NOTE),
        recorded=(*_contributions(file, words), *_proposals(file, words)),
        left_out=tuple(file.left_out),
        plan_title=plan.title,
        approval=plan.approval,
        secretariat=plan.secretariat,
        return_to=plan.return_to,
        day=day,
    )


def _questions(file: _File, words: _Words) -> tuple[Question, ...]:
    asked = asked_of(file.findings)
    plan = words.plan
    tables = [(file.contributions, contributions_table(plan)), (file.proposals, proposals_table(plan))]
    places = {(row.sheet, row.number): (row.values, table) for rows, table in tables for row in rows}
    form = {place[:2]: (file.answer.form, entity_table(plan)) for place in file.answer.form_places.values()}
    known = {**form, **places}
    return tuple(
        Question(name, finding, _understood(finding, known, words), *_replied(file, name))
        for name, finding in asked.items()
    )


def _replied(file: _File, question: str) -> tuple[QuestionState, str | None]:
    reply = file.replies.get(question)
    return (reply.state, reply.answer) if reply else ("open", None)


def _understood(
    finding: Finding, known: Mapping[tuple[str, int], tuple[Mapping[str, Any], Table]], words: _Words
) -> str | None:
    """What was recorded from the cell a question is about; nothing of an error, whose value is left out."""
    values, table = known.get((finding.sheet or "", finding.row or 0), ({}, None))
    item = table.by_key.get(finding.field or "") if table else None
    if item is None or finding.severity.rank <= Severity.ERROR.rank:
        return None
    return words.of(values.get(item.key), item, values)


def _contributions(file: _File, words: _Words) -> Iterator[Recorded]:
    plan, table = words.plan, worded(contributions_table(words.plan), words.language)
    order = sorted(file.contributions, key=lambda row: (plan.ref_order.get(row.values["ref"], 0), row.number))
    for row in order:
        ref = row.values["ref"]
        heading = plan.activity_title(ref) if ref in plan.activity_by_id else plan.deliverable_title(ref)
        yield Recorded(ref, heading, tuple(_lines(row, table, words)))


def _proposals(file: _File, words: _Words) -> Iterator[Recorded]:
    table = worded(proposals_table(words.plan), words.language)
    for row in file.proposals:
        yield Recorded("", row.values.get("title") or "", tuple(_lines(row, table, words, but="title")))


def _lines(row: TypedRow, table: Table, words: _Words, but: str = "") -> Iterator[tuple[str, str]]:
    for item in table.inputs:
        said = words.of(row.values.get(item.key), item, row.values)
        if item.type == "schedule" and said is None and (written := row.values.get(item.key)):
            # A period nobody could read yet is kept as it was written.
            said = text("report.unread", words.language, value=written)
        if said and item.key != but:
            yield item.name, said
