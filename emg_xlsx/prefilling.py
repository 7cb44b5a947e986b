"""What an entity said before, made ready to stand in a template: from the master, or from a file of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from emg_xlsx.findings import Finding, Severity
from emg_xlsx.mastered import Master
from emg_xlsx.plan import Plan
from emg_xlsx.prefill import Filling, Prefill, PrefilledRow
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.of_plan import codelist, contributions_table, entity_table, proposals_table
from emg_xlsx.text import fold, visible
from emg_xlsx.texts import LANGUAGES, placeholders, text
from emg_xlsx.values import Answer, TypedRow
from emg_xlsx.xlsx.grid import position

IN_FORCE = frozenset({"accepted", "questions", "partial", "nil", "noted"})
"""States of the files that a master's values come from."""

KEEPING = "comment"
"""The line of the form where a question stands that has no cell of its own any more."""

Where = tuple[str | None, str | None, int | None]
"""File, sheet and row."""

Spot = tuple[str, str, str]
"""Where a note stands: ``form``, ``contributions`` or ``proposals``; the id of the row; and the key of the cell."""


Into = tuple[Plan, str]
"""The plan and the language of the template that is filled."""

KNOWN_FACTS = {"title": "field", "value": "value", "suggestion": "suggestion", "sheet": "sheet"}
"""What a question of the master tells again of its finding, by the master's column."""
RETOLD = frozenset((*KNOWN_FACTS, "hint"))


@dataclass(frozen=True, slots=True)
class Aside:
    """Something in a file that has no place in the template it moves to: where it stood, and what was written."""

    place: str
    value: str


def from_master(master: Master, entity: str, language: str = LANGUAGES[0]) -> Prefill:
    """Everything of one entity that its re-issue shows again; nothing of it where it has not answered.

    Rows that are withdrawn from print are theirs all the same. Whether their words may be printed is asked again
    as the most careful of their rows has it.

    Args:
        master: with codes.
        entity: its code.
        language: of the template it shall stand in.
    """
    plan = master.plan
    files = [line for line in _records(master.register) if line["entity"] == entity and line["state"] in IN_FORCE]
    files = [line for line in files if line["file"]]
    contributions = [line for line in _records(master.contributions) if line["entity"] == entity]
    proposals = [line for line in _records(master.proposals) if line["entity"] == entity]
    if not (files or contributions or proposals):
        return Prefill()
    names = {line["file"] for line in files}
    # What an earlier file said and nobody could place is asked about until it is.
    names |= {line["file"] for line in _records(master.register) if line["state"] == "superseded"}
    questions = [line for line in _records(master.questions)
                 if line["entity"] == entity and line["state"] == "open" and line["file"] in names]  # fmt: skip
    aside = _left_out(line for line in _records(master.left_out) if line["entity"] == entity)
    notes = _notes(questions, (plan, language), (contributions, proposals), aside)
    first, second = contributions_table(plan), proposals_table(plan)
    return Prefill(
        form=_form(master, entity, files, contributions, language),
        contributions=tuple(_row(line, first, (plan, language), notes) for line in contributions),
        proposals=tuple(_row(line, second, (plan, language), notes) for line in proposals),
        notes=_notes_of(notes, "form", ""),
        answers=tuple(dict.fromkeys(line["sha256"] for line in files if line["sha256"])),
        reissue=True,
        asked=len(questions),
    )


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows with their id and with None for whatever is empty."""
    named = frame.reset_index() if frame.index.name == "id" else frame
    plain = named.astype("object")
    return [dict(zip(named.columns, row, strict=True)) for row in plain.where(plain.notna(), None).to_numpy().tolist()]


def _form(
    master: Master,
    entity: str,
    files: Sequence[Mapping[str, Any]],
    rows: Sequence[Mapping[str, Any]],
    language: str,
) -> dict[str, Filling]:
    """Who answered last, and for whom; what they told us once, and the kind of this answer, is theirs to say anew."""
    order = {call.id: n for n, call in enumerate(master.plan.rounds)}
    told = [line for line in files if line["focal_point"] or line["email"]]
    last = max(told, key=lambda line: (order.get(line["round"], -1), str(line["submitted"] or "")), default={})
    others = [
        line["entity"]
        for line in _records(master.register)
        if not line["file"] and line["state"] == "accepted" and line["reason"] == text("register.with", entity=entity)
    ]
    careful = any(row["print"] == "NOTEXT" for row in rows)
    found = {
        "focal_point": last.get("focal_point"),
        "email": last.get("email"),
        "also_for": "; ".join(others),
        "may_quote": codelist(master.plan, "may_quote", language).label("NO") if careful else None,
    }
    return {key: value for key, value in found.items() if value}


def _row(line: Mapping[str, Any], table: Table, into: Into, notes: Mapping[Spot, list[str]]) -> PrefilledRow:
    values = {item.key: said for item in table.inputs if (said := _filling(line.get(item.key), item, into)) is not None}
    return PrefilledRow(line.get("ref") or "", values, line["id"], _notes_of(notes, table.name, line["id"]))


def _filling(value: Any, item: Field, into: Into) -> Filling | None:
    """A typed value as the person would write it: labels for codes, days as days, anything else as it is."""
    if value is None or value == "":
        return None
    if item.codelist and item.type in ("code", "codes"):
        known = codelist(into[0], item.codelist, into[1])
        return "; ".join(known.label(code) for code in str(value).split("; "))
    if isinstance(value, pd.Timestamp):
        return value.date()
    if isinstance(value, date):
        return value
    return float(value) if item.numeric else str(value)


def _notes(
    questions: Sequence[Mapping[str, Any]],
    into: Into,
    rows: tuple[Sequence[Mapping[str, Any]], Sequence[Mapping[str, Any]]],
    aside: Mapping[Where, str],
) -> dict[Spot, list[str]]:
    """Every question with the cell where it is asked again: its own, else one of its ref, else a line of the form.

    Args:
        questions: the entity's own.
        into: the plan and the language.
        rows: its contributions and proposals, which stand in the template.
        aside: the words of its rows that do not; a question about one of them begins with these.
    """
    plan, language = into
    tables = tuple(zip((contributions_table(plan), proposals_table(plan)), rows, strict=True))
    notes: dict[Spot, list[str]] = defaultdict(list)
    for question in questions:
        spot, words = _spot(question, tables, entity_table(plan)), aside.get(_where(question))
        message = _message(question, language)
        notes[spot].append(f"“{visible(words)}” – {message}" if words and spot[0] == "form" else message)
    return notes


def _left_out(lines: Iterable[Mapping[str, Any]]) -> dict[Where, str]:
    """The longest text of each row that was left out: by it its writer knows it again."""
    found: dict[Where, str] = {}
    for line in lines:
        found[_where(line)] = max(found.get(_where(line), ""), line["value"] or "", key=len)
    return found


def _where(line: Mapping[str, Any]) -> Where:
    row, _ = position(line["cell"] or "") or (None, None)
    return line["file"], line["sheet"], row


def _message(question: Mapping[str, Any], language: str) -> str:
    """What is asked, as the master has it, and in another language where the master knows all that it says."""
    known = {key: question[name] for key, name in KNOWN_FACTS.items()}
    if language == LANGUAGES[0] or not RETOLD.issuperset(placeholders(f"finding.{question['code']}.message")):
        return str(question["message"])
    return Finding(question["code"], **known, facts={"hint": ""}).message(language)


def _spot(
    question: Mapping[str, Any], tables: Sequence[tuple[Table, Sequence[Mapping[str, Any]]]], form: Table
) -> Spot:
    place = _where(question)
    for table, rows in tables:
        here = [line for line in rows if (line["file"], line["sheet"], line["row"]) == place]
        here = here or [line for line in rows if question["ref"] and line.get("ref") == question["ref"]]
        key = next((f.key for f in table.fields if f.name == question["field"]), None)
        if here and key:
            return table.name, here[0]["id"], key
    key = next((f.key for f in form.inputs if f.name == question["field"]), None)
    return "form", "", key if key and fold(question["sheet"] or form.sheet) == fold(form.sheet) else KEEPING


def _notes_of(notes: Mapping[Spot, list[str]], table: str, name: str) -> dict[str, str]:
    """The notes of one row by the key of their cells."""
    return {key: "\n".join(words) for (where, row, key), words in notes.items() if (where, row) == (table, name)}


def from_answer(answer: Answer, plan: Plan, language: str = LANGUAGES[0]) -> tuple[Prefill, tuple[Aside, ...]]:
    """A submission ready to move into another template, and what of it has no place there.

    What could not be read stands in its cell word for word, and is told all the same.

    Args:
        answer: the submission, typed.
        plan: gives the labels.
        language: of the template it moves to.
    """
    into = (plan, language)
    first, second = contributions_table(plan), proposals_table(plan)
    form = entity_table(plan)
    said = ((item, answer.form.get(item.key)) for item in form.inputs if item.key != "entity")
    answers = {item.key: found for item, value in said if (found := _filling(value, item, into)) is not None}
    asides = [
        *_unread_form(answer, form),
        *(aside for row in answer.contributions for aside in _unread(row, first)),
        *(aside for row in answer.proposals for aside in _unread(row, second)),
        *_errors(answer),
        *(Aside(_place(remark.finding), remark.value) for remark in answer.remarks),
    ]
    prefill = Prefill(
        form=answers,
        contributions=tuple(_moved(row, first, into) for row in answer.contributions),
        proposals=tuple(_moved(row, second, into) for row in answer.proposals),
    )
    return prefill, tuple(dict.fromkeys(asides))


def _moved(row: TypedRow, table: Table, into: Into) -> PrefilledRow:
    values = {}
    for item in table.inputs:
        found = _filling(row.values.get(item.key), item, into)
        found = row.seen.get(item.key) if found is None else found
        if found is not None:
            values[item.key] = found
    return PrefilledRow(row.values.get("ref") or row.seen.get("ref", ""), values)


def _unread(row: TypedRow, table: Table) -> Iterator[Aside]:
    """The cells of a row that nobody could read, and those for which the template has no column."""
    for key, seen in row.seen.items():
        if key not in table.by_key or (row.values.get(key) is None and seen):
            yield Aside(f"{row.sheet}!{row.cell(key) or row.number}", seen)


def _unread_form(answer: Answer, form: Table) -> Iterator[Aside]:
    for finding in answer.findings:
        item = form.by_key.get(finding.field or "")
        unread = item is not None and answer.form.get(item.key) is None and (finding.sheet or form.sheet) in {
            place[0] for place in answer.form_places.values()}  # fmt: skip
        if unread and finding.value:
            yield Aside(_place(finding), finding.value)


def _errors(answer: Answer) -> Iterator[Aside]:
    """Values that could not be taken at all, such as the result a formula does not have."""
    for finding in answer.findings:
        if finding.severity is Severity.ERROR or finding.code == "formula-no-result":
            yield Aside(_place(finding), finding.value or "")


def _place(finding: Finding) -> str:
    """Where something stands in the old file, as short as it can be said."""
    return f"{finding.sheet}!{finding.cell}" if finding.sheet and finding.cell else finding.sheet or finding.file


__all__ = ["Aside", "from_answer", "from_master"]
