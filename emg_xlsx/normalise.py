"""From located cells to typed rows: every value typed one by one, every doubt at its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from emg_xlsx.cells import read_cell
from emg_xlsx.findings import Finding, letters
from emg_xlsx.ids import checked_ids
from emg_xlsx.naming import named_entity
from emg_xlsx.plan import Plan
from emg_xlsx.prefill import read_checksum
from emg_xlsx.reading import Context, hint
from emg_xlsx.refs import differing_refs, grey_texts, in_cell, lost_refs, ref_findings, rows_of_nothing
from emg_xlsx.rows import RefReading, is_total_text, is_used, own_refs, resolve_refs, text_of, total_rows, untouched
from emg_xlsx.schemas.fields import Field
from emg_xlsx.schemas.of_plan import entity_table
from emg_xlsx.seen import as_seen
from emg_xlsx.text import fold, is_blank_word, is_same_word, visible
from emg_xlsx.texts import Phrase
from emg_xlsx.twins import twin_findings
from emg_xlsx.values import Answer, Asked, LeftOut, Located, RawTable, Submission, TypedRow
from emg_xlsx.xlsx import Cell


@dataclass(slots=True)
class _Typing:
    """The rows of one kind of table as they are typed, and what was noticed on the way."""

    rows: list[TypedRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    remarks: list[LeftOut] = field(default_factory=list)
    refs: dict[tuple[str, int], str] = field(default_factory=dict)


def normalise(submission: Submission, plan: Plan, *, round_id: str | None = None) -> Answer:
    """Type every value of a submission.

    Args:
        submission: the file as read.
        plan: its codelists, refs, events and rounds are used.
        round_id: the round of files that do not name theirs; the plan's current round if None.
    """
    file = submission.source.name
    call, told = _round(submission, plan, round_id)
    language = submission.meta.get("language") or _form_text(submission, "language") or "en"
    context = Context(plan, language, submission.date1904, _memo(plan, language, submission.date1904))
    if submission.kind == "unusable":
        submission = replace(submission, form={}, form_sheet=None)
    form, places, form_findings = _form(submission, plan, context)
    who, entity_findings = _entity(submission, plan, form)
    first = _known_again(_contributions(submission, plan, context), file, who)
    second = _known_again(_proposals(submission, context), file, who)
    typed = [*told, *form_findings, *entity_findings, *first.findings, *second.findings]
    findings = [_with_ref(finding, first.refs) for finding in _once(submission.findings, typed)]
    aside = [replace(remark, finding=_with_ref(remark.finding, first.refs)) for remark in submission.remarks]
    remarks = [*aside, *first.remarks, *second.remarks]
    answer = Answer(
        file=file,
        sha256=submission.source.sha256,
        kind=submission.kind,
        entity=who,
        round=call,
        language=language,
        form=form,
        form_places=places,
        contributions=tuple(first.rows),
        proposals=tuple(second.rows),
        findings=tuple(finding.of(who) for finding in findings),
        remarks=tuple(replace(remark, finding=remark.finding.of(who)) for remark in remarks),
        asked=_asked(submission),
        unchanged=not remarks and _is_unchanged(submission, plan, first.rows),
        on_behalf=submission.meta.get("on_behalf") == "yes",
    )
    if not _is_blank(answer, submission.meta):
        return answer
    # Nobody is asked who they are for a template that nobody filled.
    return replace(answer, blank=True, findings=tuple(f for f in answer.findings if f.code != "entity-missing"))


def _asked(submission: Submission) -> Asked:
    """What was asked, with every file the copy answers: as its sheet says, and as we noted where nobody looks."""
    noted = submission.meta.get("answers", "").split()
    return replace(submission.asked, files=tuple(dict.fromkeys((*noted, *submission.asked.files))))


def _is_unchanged(submission: Submission, plan: Plan, rows: Sequence[TypedRow]) -> bool:
    """Whether the file is a re-issue with every input cell as it went out, and takes no row back."""
    went_out = submission.meta.get("prefilled")
    taken_back = any(row.values.get("change") == "WITHDRAW" for row in rows)
    return bool(went_out) and not taken_back and read_checksum(submission, entity_table(plan)) == went_out


def _known_again(job: _Typing, file: str, entity: str | None) -> _Typing:
    """The rows with the ids that count, and what is to be said of the others."""
    rows, findings = checked_ids(file, job.rows, entity)
    return replace(job, rows=rows, findings=[*job.findings, *findings])


def _is_blank(answer: Answer, meta: Mapping[str, str]) -> bool:
    """Whether the file is a template nobody touched."""
    filled = {key for key, value in answer.form.items() if value} - {"entity", "round", "language"}
    said = answer.contributions or answer.proposals or answer.remarks or filled
    touched = said or any(finding.code == "rows-nothing" for finding in answer.findings)
    ours = answer.kind == "submission" and meta.get("kind") == "template"
    return ours and not touched and (meta.get("entity") or None) == answer.form.get("entity")


def _once(read: Sequence[Finding], typed: Sequence[Finding]) -> Iterator[Finding]:
    """All findings, of a cell that could not be read only one: with its field, and what was odd about it."""
    odd = {_spot(f): f for f in read if f.code == "cell-unreadable" and f.cell and f.facts["odd"] != "duplicate-cell"}
    asked = {_spot(finding) for finding in typed}
    yield from (finding for finding in read if finding is not odd.get(_spot(finding)) or _spot(finding) not in asked)
    for finding in typed:
        about = odd.get(_spot(finding)) if finding.code in ("cell-error-value", "schedule-error-value") else None
        yield replace(finding, code=about.code, value=about.value, facts=about.facts) if about else finding


def _spot(finding: Finding) -> tuple[str | None, int | None, int | None]:
    """The sheet, row and column a finding points at."""
    return finding.sheet, finding.row, finding.column


def _with_ref(finding: Finding, refs: Mapping[tuple[str, int], str]) -> Finding:
    """The finding with the ref of the row it stands in, so that the coordinator need not look it up."""
    ref = refs.get((finding.sheet or "", finding.row or 0))
    return replace(finding, ref=ref) if ref and finding.ref is None else finding


def _memo(plan: Plan, language: str, date1904: bool) -> dict[tuple[str, Cell], Any]:
    """Cell contents repeat a lot across files ("Lead", "In progress"): each is read once per plan and language."""
    memos = plan.__dict__.setdefault("_memos", {})
    memo: dict[tuple[str, Cell], Any] = memos.setdefault((language, date1904), {})
    return memo


def _round(submission: Submission, plan: Plan, asked: str | None) -> tuple[str, list[Finding]]:
    file = submission.source.name
    made_for, written = submission.meta.get("round", ""), _form_text(submission, "round")
    default = asked or plan.current_round
    if submission.kind != "submission":
        return (made_for if made_for in plan.round_by_id else default), []
    if not made_for and not written:
        return default, [Finding("round-assumed", file, facts={"round": default})]
    place = submission.form.get("round") if written else None
    at: dict[str, Any] = {"field": "round", "title": entity_table(plan).by_key["round"].name}
    if place and submission.form_sheet:
        at |= {"sheet": submission.form_sheet, "row": place.row, "column": place.column}
    call = next((name for name in (made_for, written) if name in plan.round_by_id), plan.current_round)
    unknown = next((name for name in (written, made_for) if name and name not in plan.round_by_id), None)
    if unknown:
        return call, [Finding("round-unknown", file, value=unknown, facts={"round": call}, **at)]
    if written and written != call:
        return call, [Finding("round-two", file, value=written, facts={"other": call}, **at)]
    return call, []


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


def _entity(submission: Submission, plan: Plan, form: dict[str, Any]) -> tuple[str | None, list[Finding]]:
    """Who answers: as the form says, else whom the template was made for."""
    file = submission.source.name
    if submission.kind == "reply":
        return plan.entity_list.match(submission.meta.get("entity", "")).code, []
    if submission.kind != "submission":
        return None, []
    prepared = plan.entity_list.match(submission.meta.get("entity", "")).code
    place = submission.form.get("entity")
    written = text_of(place.cell) if place else ""
    match = plan.entity_list.match(written) if written else None
    code = match.code or named_entity(written, plan.entity_list) if match else None
    form["entity"] = code
    at: dict[str, Any] = {"field": "entity", "title": entity_table(plan).by_key["entity"].name}
    if place and submission.form_sheet:
        at |= {"sheet": submission.form_sheet, "row": place.row, "column": place.column}
    form_sheet = fold(entity_table(plan).sheet)
    lost = any(f.code == "sheet-unreadable" and fold(f.facts["sheet"]) == form_sheet for f in submission.findings)
    if match is None and (prepared or lost):
        return prepared, []
    if match is None or code is None:
        missing = "entity-unknown" if match else "entity-missing"
        facts = {"hint": _named_after(file, plan)}
        return None, [Finding(missing, file, value=written or None, facts=facts, **at)]
    told = []
    if match.code is None:
        suggestion = plan.entity_list.display(code)
        told.append(Finding("value-synonym", file, value=written, suggestion=suggestion, **at))
    if prepared and prepared != code:
        told.append(Finding("entity-two", file, value=code, facts={"other": prepared, "entity": code}, **at))
    return code, told


def _named_after(file: str, plan: Plan) -> Phrase | str:
    """What the file's name suggests; names are never relied on, only shown to the coordinator."""
    stem = file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    words = stem.replace("_", " ").replace("-", " ").split()
    codes = {plan.entity_list.match(word).code for word in [stem, *words]} - {None}
    return hint("file_name", value=codes.pop()) if len(codes) == 1 else ""


def _contributions(submission: Submission, plan: Plan, context: Context) -> _Typing:
    job = _Typing()
    for raw in submission.contributions:
        printed = untouched(raw.rows, plan, context.language)
        touched = replace(raw, rows={number: cells for number, cells in raw.rows.items() if number not in printed})
        kept = _without_totals(touched, submission.source.name, job, context)
        own = own_refs(kept.rows, plan, printed)
        readings = resolve_refs(kept.rows, own, plan, kept.table)
        refs = {n: reading.ref for n, reading in (own | readings).items() if reading.ref}
        job.refs |= {(raw.sheet, number): ref for number, ref in refs.items()}
        for finding in list(grey_texts(submission.source.name, kept, plan, readings, refs)):
            job.findings.append(finding)
            if finding.code == "refs-and-texts-differ":
                continue  # the plan's own words need no keeping
            job.remarks.append(_remark(finding))
            if finding.field == "ref":
                readings.pop(finding.row or 0)
        job.findings += lost_refs(submission.source.name, kept, readings)
        _type_rows(job, submission.source.name, kept, context, readings)
        typed = {row.number for row in job.rows if row.sheet == raw.sheet}
        told = {number: reading for number, reading in readings.items() if number in typed}
        job.findings += differing_refs(submission.source.name, kept, told)
        job.findings += rows_of_nothing(submission.source.name, kept)
    return job


def _proposals(submission: Submission, context: Context) -> _Typing:
    job = _Typing()
    for raw in submission.proposals:
        used = {number: None for number, cells in raw.rows.items() if is_used(cells, raw.table)}
        _type_rows(job, submission.source.name, raw, context, used)
        job.findings += rows_of_nothing(submission.source.name, raw)
    return job


def _without_totals(raw: RawTable, file: str, job: _Typing, context: Context) -> RawTable:
    """The table without typed totals, each of which is told at its word and kept cell by cell."""
    totals = total_rows(raw.rows, raw.table)
    if not totals:
        return raw
    for number in sorted(totals):
        cells, numeric = raw.rows[number], [item.key for item in raw.table.fields if item.numeric]
        word = next((key for key, cell in cells.items() if is_total_text(text_of(cell))), None)
        # One without a word is told at its first sum.
        key = word or next(key for key in cells if key in numeric)
        finding = in_cell("total-ignored", file, raw, (number, key), as_seen(cells[key], context))
        job.findings.append(finding)
        seen = {key: text for key, cell in cells.items() if (text := as_seen(cell, context))}
        for key, text in seen.items():
            address = f"{letters(raw.header.columns[key])}{number}"
            job.remarks.append(LeftOut(finding, key, raw.table.by_key[key].name, address, text))
    return replace(raw, rows={number: cells for number, cells in raw.rows.items() if number not in totals})


def _type_rows(
    job: _Typing, file: str, raw: RawTable, context: Context, readings: Mapping[int, RefReading | None]
) -> None:
    """Type the used rows of one table; those that say word for word what another table says count once.

    Those that say nearly the same count too, and are asked about.
    """
    earlier = tuple(job.rows)
    known = {_said(row) for row in earlier}
    repeated = 0
    for number, reading in readings.items():
        row, found = _row(file, raw, number, context, reading)
        if _said(row) in known:
            repeated += 1
        else:
            job.rows.append(row)
            job.findings += found
    job.findings += twin_findings(file, job.rows[len(earlier) :], earlier, raw.table)
    if repeated:
        job.findings.append(Finding("rows-repeated", file, sheet=raw.sheet, facts={"count": repeated}))


def _said(row: TypedRow) -> tuple[str | None, frozenset[tuple[str, str]]]:
    """All a row says, wherever it stands and however its ref is spelled."""
    return row.values.get("ref"), frozenset((key, text) for key, text in row.seen.items() if key != "ref")


def _row(
    file: str, raw: RawTable, number: int, context: Context, reading: RefReading | None
) -> tuple[TypedRow, list[Finding]]:
    cells = raw.rows[number]
    values: dict[str, Any] = {"first_day": None, "last_day": None, "precision": None, "approximate": False}
    findings: list[Finding] = []
    ref = reading.ref if reading else None
    if reading:
        values["ref"] = ref
        findings += ref_findings(file, raw, number, reading)
    for item in (*raw.table.inputs, *raw.table.marks):
        cell = cells.get(item.key)
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
        if found and (number, item.key) not in raw.merged:
            # Of a merged cell everything was said where it begins.
            place = Located(cell, number, raw.header.columns[item.key])
            found = [_pointing(f, raw, place, item.key) if f.code == "same-as-above" else f for f in found]
            findings += [replace(_located(f, file, raw.sheet, place, item), ref=ref) for f in found]
    # What the plan prints is kept only of a row that cannot be placed in the plan.
    hidden = {*(item.key for item in raw.table.marks), *(raw.table.printed if ref else ())}
    seen = {key: text for key, cell in cells.items() if key not in hidden and (text := as_seen(cell, context))}
    return TypedRow(raw.sheet, number, raw.header.columns, values, seen), findings


def _pointing(finding: Finding, raw: RawTable, place: Located, key: str) -> Finding:
    """A finding about a cell that points to the one above, with what stands there."""
    above = [text_of(cells.get(key)) for number, cells in raw.rows.items() if number < place.row]
    meant = next((text for text in reversed(above) if not is_blank_word(text) and not is_same_word(text)), None)
    return replace(finding, suggestion=meant, facts={"hint": hint("such_as", value=visible(meant)) if meant else ""})


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


def _remark(finding: Finding) -> LeftOut:
    return LeftOut(finding, finding.field or "", finding.title or "", finding.cell, finding.value or "")
