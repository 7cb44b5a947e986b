"""From located cells to typed rows: every value typed one by one, every doubt at its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from emg_xlsx.cells import Context, as_seen, read_cell
from emg_xlsx.findings import RULES, Finding, Severity
from emg_xlsx.plan import Plan
from emg_xlsx.rows import RefReading, is_total, is_used, resolve_refs, text_of
from emg_xlsx.schemas.fields import Field
from emg_xlsx.schemas.of_plan import entity_table
from emg_xlsx.text import fold
from emg_xlsx.values import Answer, Located, RawTable, Submission, TypedRow, TypedTable
from emg_xlsx.xlsx import Cell


def normalise(submission: Submission, plan: Plan, *, round_id: str | None = None, entity: str | None = None) -> Answer:
    """Type every value of a submission.

    Args:
        submission: the file as read.
        plan: its codelists, refs, events and rounds are used.
        round_id: the round of files that do not name theirs; the plan's current round if None.
        entity: the entity as decided by the coordinator, which overrules the file.
    """
    file = submission.source.name
    call, told = _round(submission, plan, round_id)
    language = submission.meta.get("language") or "en"
    context = Context(plan, language, submission.date1904, _memo(plan, language, submission.date1904))
    if submission.kind == "unusable":
        submission = replace(submission, form={}, form_sheet=None)
    form, places, form_findings = _form(submission, plan, context)
    who, entity_findings = _entity(submission, plan, form, entity)
    contributions, first = _contributions(submission, plan, context)
    proposals, second = _proposals(submission, context)
    findings = [*submission.findings, *told, *form_findings, *entity_findings, *first, *second]
    blank = (
        submission.kind == "submission"
        and not contributions.rows
        and not proposals.rows
        and not any(form.get(key) for key in form if key not in ("entity", "round", "language"))
        and submission.meta.get("kind") == "template"
        and (submission.meta.get("entity") or None) == form.get("entity")
    )
    return Answer(
        file=file,
        sha256=submission.source.sha256,
        kind=submission.kind,
        entity=who,
        round=call,
        language=language,
        form=form,
        form_places=places,
        contributions=contributions,
        proposals=proposals,
        findings=tuple(finding.of(who) for finding in findings),
        blank=blank,
    )


def _memo(plan: Plan, language: str, date1904: bool) -> dict[tuple[str, Cell], Any]:
    """Cell contents repeat a lot across files ("Lead", "In progress"): each is read once per plan and language."""
    memos = plan.__dict__.setdefault("_memos", {})
    memo: dict[tuple[str, Cell], Any] = memos.setdefault((language, date1904), {})
    return memo


def _round(submission: Submission, plan: Plan, asked: str | None) -> tuple[str, list[Finding]]:
    file = submission.source.name
    own = submission.meta.get("round") or _form_text(submission, "round")
    default = asked or plan.current_round
    if own in plan.round_by_id:
        return own, []
    if submission.kind != "submission":
        return default, []
    if own:
        found = Finding("round-unknown", file, value=own, facts={"round": plan.current_round})
        return plan.current_round, [found]
    return default, [Finding("round-assumed", file, facts={"round": default})]


def _form_text(submission: Submission, key: str) -> str:
    place = submission.form.get(key)
    return text_of(place.cell) if place else ""


def _form(
    submission: Submission, plan: Plan, context: Context
) -> tuple[dict[str, Any], dict[str, tuple[str, int, int]], list[Finding]]:
    """The form's typed answers, where they stand, and what was noticed; the entity is read apart."""
    values: dict[str, Any] = {}
    places: dict[str, tuple[str, int, int]] = {}
    findings: list[Finding] = []
    if submission.form_sheet is None:
        return values, places, findings
    table = entity_table(plan)
    for key, place in submission.form.items():
        item = table.by_key[key]
        places[key] = (submission.form_sheet, place.row, place.column)
        if key == "entity":
            continue
        value, _, found = _value(place.cell, item, context)
        values[key] = value
        findings += [_located(f, submission.source.name, submission.form_sheet, place, item) for f in found]
    for key in (f.key for f in table.inputs if f.key in values):
        if key == "also_for":
            findings += _unknown_also(submission, plan, values[key], places[key])
    return values, places, findings


def _unknown_also(
    submission: Submission, plan: Plan, value: str | None, place: tuple[str, int, int]
) -> Iterator[Finding]:
    for name in (value or "").split("; "):
        if name and name not in plan.entity_by_code:
            yield Finding("entity-also-unknown", submission.source.name, sheet=place[0], row=place[1],
                          column=place[2], field="also_for", value=name)  # fmt: skip


def _entity(
    submission: Submission, plan: Plan, form: dict[str, Any], decided: str | None
) -> tuple[str | None, list[Finding]]:
    """Who answers: the coordinator's decision, else the form, else what the template was made for."""
    file = submission.source.name
    if submission.kind != "submission":
        return decided, []
    prepared = plan.entity_list.match(submission.meta.get("entity", "")).code
    place = submission.form.get("entity")
    written = text_of(place.cell) if place else ""
    match = plan.entity_list.match(written) if written else None
    form["entity"] = match.code if match else None
    if decided:
        return decided, []
    at: dict[str, Any] = {"field": "entity", "title": entity_table(plan).by_key["entity"].name}
    if place and submission.form_sheet:
        at |= {"sheet": submission.form_sheet, "row": place.row, "column": place.column}
    hint = _hint(file, plan)
    if match is None:
        return (prepared, []) if prepared else (None, [Finding("entity-missing", file, facts={"hint": hint}, **at)])
    if match.code is None:
        return None, [Finding("entity-unknown", file, value=written, facts={"hint": hint}, **at)]
    if prepared and prepared != match.code:
        return match.code, [Finding("entity-two", file, value=match.code, facts={"other": prepared}, **at)]
    return match.code, []


def _hint(file: str, plan: Plan) -> str:
    """What the file's name suggests; names are never relied on, only shown to the coordinator."""
    stem = file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    words = stem.replace("_", " ").replace("-", " ").split()
    codes = {plan.entity_list.match(word).code for word in [stem, *words]} - {None}
    return f"(The file’s name suggests {codes.pop()}.)" if len(codes) == 1 else ""


def _contributions(submission: Submission, plan: Plan, context: Context) -> tuple[TypedTable, list[Finding]]:
    raw = submission.contributions
    if raw is None:
        return TypedTable(), []
    file = submission.source.name
    rows: list[TypedRow] = []
    findings: list[Finding] = list(_grey_edits(file, raw, plan))
    totals = {number for number, cells in raw.rows.items() if is_total(cells, raw.table)}
    kept = {number: cells for number, cells in raw.rows.items() if number not in totals}
    findings += [_at("total-ignored", file, raw, number) for number in sorted(totals)]
    for number, reading in resolve_refs(kept, plan, raw.table).items():
        row, found = _row(file, raw, number, context, reading)
        rows.append(row)
        findings += found
    return TypedTable(raw.sheet, raw.header.columns, tuple(rows)), findings


def _proposals(submission: Submission, context: Context) -> tuple[TypedTable, list[Finding]]:
    raw = submission.proposals
    if raw is None:
        return TypedTable(), []
    rows: list[TypedRow] = []
    findings: list[Finding] = []
    for number, cells in raw.rows.items():
        if is_used(cells, raw.table):
            row, found = _row(submission.source.name, raw, number, context, None)
            rows.append(row)
            findings += found
    return TypedTable(raw.sheet, raw.header.columns, tuple(rows)), findings


def _row(
    file: str, raw: RawTable, number: int, context: Context, reading: RefReading | None
) -> tuple[TypedRow, list[Finding]]:
    cells = raw.rows[number]
    values: dict[str, Any] = {"first_day": None, "last_day": None, "precision": None, "approximate": False}
    findings: list[Finding] = []
    ref = reading.ref if reading else None
    if reading:
        values["ref"] = ref
        findings += _ref_findings(file, raw, number, reading)
    for item in raw.table.fields:
        cell = cells.get(item.key)
        if item.grey:
            continue
        values[item.key] = None
        if cell is None:
            continue
        value, days, found = _value(cell, item, context)
        values[item.key] = value
        if days is not None and (days.start or days.end):
            # How precise a date is means nothing where there is none.
            values |= {
                "first_day": days.start,
                "last_day": days.end,
                "precision": days.precision,
                "approximate": days.approximate,
            }
        place = Located(cell, number, raw.header.columns[item.key])
        findings += [replace(_located(f, file, raw.sheet, place, item), ref=ref) for f in found]
    seen = {key: as_seen(cell, context) for key, cell in cells.items() if raw.table.by_key[key].type != "printed"}
    return TypedRow(number, values, {key: text for key, text in seen.items() if text}), findings


def _value(cell: Cell, item: Field, context: Context) -> tuple[Any, Any, list[Finding]]:
    reading = read_cell(cell, item, context)
    if not reading.codes:
        return reading.value, reading.days, []
    shown = as_seen(cell, context)
    found = [
        Finding(code, value=str(facts.get("value", shown)), suggestion=suggestion,
                facts={key: fact for key, fact in facts.items() if key != "value"})
        for code, facts, suggestion in reading.codes
    ]  # fmt: skip
    return reading.value, reading.days, found


def _located(finding: Finding, file: str, sheet: str, place: Located, item: Field) -> Finding:
    return replace(finding, file=file, sheet=sheet, row=place.row, column=place.column, field=item.key,
                   title=item.name)  # fmt: skip


def _at(code: str, file: str, raw: RawTable, number: int, **more: Any) -> Finding:
    """A finding about a row, placed at its ref or, where there is no such column, its first cell."""
    column = raw.header.columns.get("ref") or min(raw.header.columns.values())
    return Finding(code, file, sheet=raw.sheet, row=number, column=column, field="ref",
                   title=raw.table.by_key["ref"].name, **more)  # fmt: skip


REF_CODES: Mapping[str, str] = {
    "respelled": "ref-respelled",
    "text": "ref-from-text",
    "above": "ref-from-above",
    "missing": "ref-missing",
    "unknown": "ref-unknown",
}


def _ref_findings(file: str, raw: RawTable, number: int, reading: RefReading) -> Iterator[Finding]:
    written = text_of(raw.rows[number].get("ref"))
    code = REF_CODES.get(reading.how)
    if code:
        yield _at(code, file, raw, number, ref=reading.ref, value=written or None, suggestion=reading.ref)


def _grey_edits(file: str, raw: RawTable, plan: Plan) -> Iterator[Finding]:
    """Edits in the printed text of rows that name their ref."""
    for number, cells in raw.rows.items():
        ref = text_of(cells.get("ref"))
        if ref not in plan.ref_order:
            continue
        for key, printed in plan.printed(ref).items():
            cell = cells.get(key)
            if cell is None or cell.value == printed:
                continue
            text = text_of(cell)
            if text and fold(text) != fold(printed):
                yield Finding("grey-edited", file, sheet=raw.sheet, row=number, column=raw.header.columns[key],
                              ref=ref, field=key, title=raw.table.by_key[key].name, value=text)  # fmt: skip


def leaves_out(finding: Finding) -> bool:
    """Whether the finding's value (or row) is not merged."""
    return RULES[finding.code] in (Severity.ERROR, Severity.BLOCKING)
