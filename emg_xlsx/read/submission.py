"""One file as a submission: its sheets, what stands on them, and what is said about the file as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from emg_xlsx.findings import Finding
from emg_xlsx.headers import SEARCHED_ROWS, Wanted
from emg_xlsx.naming import named_entity
from emg_xlsx.plan import Plan
from emg_xlsx.read.around import Place, around
from emg_xlsx.read.asked import is_asked, read_asked, told_on
from emg_xlsx.read.form import Form, find_forms
from emg_xlsx.read.printed import is_printed_sheet
from emg_xlsx.read.tables import Found, find_tables, raw_table, table_findings
from emg_xlsx.reading import Context
from emg_xlsx.refusals import anomaly, refused
from emg_xlsx.rows import is_used, text_of
from emg_xlsx.schemas.fields import Table
from emg_xlsx.schemas.of_plan import contributions_table, entity_table, in_reissues, proposals_table
from emg_xlsx.schemas.tables import ENTITY_FORM
from emg_xlsx.schemas.wording import titles
from emg_xlsx.text import fold
from emg_xlsx.values import OWN_KIND, OWN_KINDS, LeftOut, RawTable, SourceFile, Submission
from emg_xlsx.xlsx import Limits, Refused, Sheet, Workbook, open_workbook
from emg_xlsx.xlsx.foreign import open_foreign

META = "_meta"
LONGEST_CELL = 32_767
FOREIGN = frozenset({"ods-file", "xls-file", "xlsb-file"})
"""Formats that another reader gives the values of."""


def read_file(source: SourceFile, plan: Plan, limits: Limits | None = None) -> Submission:
    """Read one submission; whatever is wrong with the file is a finding, never an exception.

    Args:
        source: the file's name and bytes.
        plan: the plan whose tables are looked for.
        limits: bounds on what is read; the defaults if None.
    """
    if source.trouble is not None:
        return _unusable(source, source.trouble)
    try:
        book, told = _opened(source, limits or Limits())
        meta, damaged = _meta(source, book)
        kind = meta.get("kind") or book.properties.get(OWN_KIND, "")
        if kind in OWN_KINDS:
            return Submission(source, kind, meta)
        if meta.get("plan") and meta["plan"] != plan.id:
            theirs, ours = _title(meta.get("plan_title"), meta["plan"]), _title(plan.title, plan.id)
            return _unusable(source, Finding("plan-other", source.name, value=theirs, facts={"plan": ours}))
        submission = _submission(source, book, meta, plan)
        return replace(submission, findings=(*told, *damaged, *submission.findings))
    except Refused as refusal:
        return _unusable(source, refused(refusal, source.name))


def _title(title: str | None, name: str) -> str:
    """A plan in words; its id too, for two plans may have one title."""
    return f"{title} ({name})" if title else name


def _opened(source: SourceFile, limits: Limits) -> tuple[Workbook, list[Finding]]:
    """The workbook; one in a format that hides much from us comes with a note on it."""
    try:
        return open_workbook(source.data, limits=limits), []
    except Refused as refusal:
        if refusal.code not in FOREIGN:
            raise
        kind = refused(refusal, source.name).facts["kind"]
        return open_foreign(source.data, limits=limits), [Finding("format-foreign", source.name, value=str(kind))]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was found on the sheets of one file."""

    file: str
    sheets: list[Sheet]
    tables: list[tuple[Found, RawTable]]
    forms: tuple[Form, ...]
    asked: list[Sheet]
    told: frozenset[str]

    @property
    def form(self) -> Form | None:
        """The form whose answers count."""
        return next(iter(self.forms), None)

    def tables_on(self, sheet: Sheet) -> list[tuple[Found, RawTable]]:
        """The tables on one sheet."""
        return [(found, table) for found, table in self.tables if found.sheet is sheet]

    def form_on(self, sheet: Sheet) -> Form | None:
        """The form, if it stands on a sheet."""
        return self.form if self.form is not None and self.form.sheet == sheet.name else None

    def more_forms_on(self, sheet: Sheet) -> Form | None:
        """A further form, if it stands on a sheet."""
        return next((form for form in self.forms[1:] if form.sheet == sheet.name), None)

    def is_extra(self, sheet: Sheet) -> bool:
        """Whether a sheet is one of their own, from which nothing is read."""
        used = self.tables_on(sheet) or self.form_on(sheet) or self.more_forms_on(sheet)
        return not used and sheet not in self.asked and not is_printed_sheet(sheet.name)

    def kind(self, sheet: Sheet) -> Literal["filled", "printed", "extra", "asked"]:
        """What a sheet is to us."""
        if sheet in self.asked:
            return "asked"
        return "extra" if self.is_extra(sheet) else "printed" if is_printed_sheet(sheet.name) else "filled"

    def all_of(self, table: Table) -> tuple[RawTable, ...]:
        """Every table of one kind."""
        return tuple(raw for _, raw in self.tables if raw.table is table)


def _submission(source: SourceFile, book: Workbook, meta: Mapping[str, str], plan: Plan) -> Submission:
    sheets, findings = _sheets(source, book)
    contributions, proposals, form_table = contributions_table(plan), proposals_table(plan), entity_table(plan)
    if _is_reissue(meta, contributions, sheets):
        contributions, proposals = in_reissues(contributions), in_reissues(proposals)
    wanted = [Wanted(table, _recorded(meta, f"columns:{table.sheet}")) for table in (contributions, proposals)]
    ours = [sheet for sheet in sheets if is_asked(sheet)]
    asked = read_asked(ours)
    fillable = [sheet for sheet in sheets if not is_printed_sheet(sheet.name) and sheet not in ours]
    found = find_tables(fillable, wanted, plan)
    if not any(one.block.table is contributions for one in found):
        if ours:
            context = Context(plan, date1904=book.date1904)
            return _reply(Submission(source, "reply", meta, findings=tuple(findings), asked=asked), ours, context)
        # Whatever else could be said of the file, it must come again.
        return _unusable(source, next(iter(findings), Finding("table-not-found", source.name)))
    forms = find_forms(Wanted(form_table, _recorded(meta, f"labels:{form_table.sheet}")), fillable, found, plan)
    seen = _Seen(source.name, sheets, [(one, raw_table(one)) for one in found], forms, ours, told_on(ours))
    form = seen.form
    unread = frozenset(fold(str(f.facts.get("sheet"))) for f in findings if f.code == "sheet-unreadable")
    findings += [*_sheet_findings(seen, form_table), *_other_entities(seen, form_table, plan)]
    findings += _whole_findings(seen, book, unread)
    remarks: list[LeftOut] = []
    for sheet in sheets:
        told, kept = around(_place(seen, sheet, form_table), Context(plan, date1904=book.date1904))
        findings += told
        remarks += kept
    return Submission(
        source=source,
        kind="submission",
        meta=meta,
        form=form.answers if form else {},
        form_sheet=form.sheet if form else None,
        contributions=seen.all_of(contributions),
        proposals=seen.all_of(proposals),
        date1904=book.date1904,
        findings=tuple(findings),
        remarks=tuple(remarks),
        asked=asked,
    )


def _reply(submission: Submission, ours: Sequence[Sheet], context: Context) -> Submission:
    """Nothing but our sheets came back: the answers, with what somebody wrote beside them."""
    told = told_on(ours)
    places = (Place(submission.source.name, sheet, (), None, kind="asked", told=told) for sheet in ours)
    said = [around(place, context) for place in places]
    findings = (finding for found, _ in said for finding in found)
    remarks = tuple(remark for _, kept in said for remark in kept)
    return replace(submission, findings=(*submission.findings, *findings), remarks=remarks)


def _place(seen: _Seen, sheet: Sheet, form_table: Table) -> Place:
    further = seen.more_forms_on(sheet)
    return Place(
        file=seen.file,
        sheet=sheet,
        tables=seen.tables_on(sheet),
        form=seen.form_on(sheet) or further,
        again=form_table if further else None,
        kind=seen.kind(sheet),
        told=seen.told,
    )


def _sheets(source: SourceFile, book: Workbook) -> tuple[list[Sheet], list[Finding]]:
    """Every sheet that can be read; one that cannot costs that sheet only."""
    sheets, findings = [], []
    for name in book.sheet_names:
        if fold(name) == fold(META):
            continue
        try:
            # On sheets nobody fills, formulas are the template's own.
            sheets.append(book.sheet(name, formulas=not is_printed_sheet(name)))
        except Refused as refusal:
            told = refused(refusal, source.name)
            findings.append(replace(told, code="sheet-unreadable", facts={**told.facts, "sheet": name}))
    return sheets, findings


def _meta(source: SourceFile, book: Workbook) -> tuple[dict[str, str], list[Finding]]:
    """The hidden sheet's keys and values; empty where it is gone or damaged, for the rest of the file does without."""
    name = next((name for name in book.sheet_names if fold(name) == fold(META)), None)
    if name is None:
        return {}, []
    try:
        rows = book.sheet(name).rows.values()
    except Refused as refusal:
        told = refused(refusal, source.name)
        return {}, [replace(told, code="part-skipped", sheet=name)]
    return {text_of(cells[1]): text_of(cells.get(2)) for cells in rows if 1 in cells}, []


def _recorded(meta: Mapping[str, str], key: str) -> Mapping[str, str]:
    """A recorded mapping of field key to header; empty where somebody damaged it."""
    written = meta.get(key, "{}")
    # What is longer than a cell can be is no file's of ours, and not to be kept for the rest of a run.
    return _mapping(written) if len(written) <= LONGEST_CELL else _mapping.__wrapped__(written)


@lru_cache(maxsize=256)  # nearly every file of a round remembers the same
def _mapping(written: str) -> Mapping[str, str]:
    try:
        value = json.loads(written)
    except (ValueError, RecursionError):
        return {}
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else {}


def _is_reissue(meta: Mapping[str, str], table: Table, sheets: Iterable[Sheet]) -> bool:
    """Whether the file was pre-filled: as it remembers, or by its header where it remembers nothing any more."""
    if recorded := _recorded(meta, f"columns:{table.sheet}"):
        return "id" in recorded
    known = titles(in_reissues(table))
    top = ({cell.value for cell in cells.values()} for sheet in sheets for row, cells in sheet.rows.items()
           if row <= SEARCHED_ROWS)  # fmt: skip
    return any(all(values.intersection(known[mark.key]) for mark in in_reissues(table).marks) for values in top)


def _whole_findings(seen: _Seen, book: Workbook, unread: frozenset[str]) -> Iterator[Finding]:
    """What is said of the tables, and of the file as a whole; a sheet that cannot be read was told as such."""
    for found, table in seen.tables:
        yield from table_findings(seen.file, found, table)
    if seen.form is None and fold(ENTITY_FORM.sheet) not in unread:
        yield Finding("form-missing", seen.file)
    for item in book.anomalies:
        yield anomaly(seen.file, item)
    if book.has_macros:
        yield Finding("macros-ignored", seen.file)


def _sheet_findings(seen: _Seen, form: Table) -> Iterator[Finding]:
    """Which sheets were read as what, and which were not read."""
    for sheet in seen.sheets:
        here = seen.tables_on(sheet)
        used = any(is_used(cells, table.table) for _, table in here for cells in table.rows.values())
        if sheet.state != "visible" and (used or seen.form_on(sheet)):
            yield Finding("sheet-hidden", seen.file, sheet=sheet.name, value=sheet.name)
        for place, (found, table) in enumerate(here):
            told = "table-second" if place else "sheet-renamed" if found.main else "sheet-second"
            if place or not found.named:
                yield Finding(told, seen.file, sheet=sheet.name, value=sheet.name, title=table.table.sheet,
                              facts={"row": table.header.row})  # fmt: skip
        if seen.form_on(sheet):
            if fold(sheet.name) != fold(form.sheet):
                yield Finding("form-elsewhere" if here else "sheet-renamed", seen.file, sheet=sheet.name,
                              value=sheet.name, title=form.sheet)  # fmt: skip
        elif seen.more_forms_on(sheet):
            yield Finding("form-second", seen.file, sheet=sheet.name, value=sheet.name,
                          title=seen.form.sheet if seen.form else form.sheet)  # fmt: skip
        elif sheet.rows and seen.is_extra(sheet):
            yield Finding("sheet-extra", seen.file, sheet=sheet.name, value=sheet.name)


def _other_entities(seen: _Seen, form: Table, plan: Plan) -> Iterator[Finding]:
    """A question about each further form that names another entity than the one whose answers count."""
    known = _entity_of(seen.form, plan)
    for further in seen.forms[1:]:
        other = _entity_of(further, plan)
        if known and other and other != known:
            at = further.answers["entity"]
            yield Finding("entity-two", seen.file, sheet=further.sheet, row=at.row, column=at.column, field="entity",
                          title=form.by_key["entity"].name, value=other,
                          facts={"other": known, "entity": known})  # fmt: skip


def _entity_of(form: Form | None, plan: Plan) -> str | None:
    """The entity a form names, if it is one of the plan's."""
    written = text_of(form.answers["entity"].cell) if form and "entity" in form.answers else ""
    return (plan.entity_list.match(written).code or named_entity(written, plan.entity_list)) if written else None


def _unusable(source: SourceFile, finding: Finding) -> Submission:
    return Submission(source, "unusable", findings=(finding,))
