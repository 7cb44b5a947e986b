"""Reading one file: what kind it is, where its tables stand, and every cell with its address."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from emg_xlsx.findings import Finding, letters
from emg_xlsx.headers import Header, find_header, is_header_again
from emg_xlsx.plan import Plan
from emg_xlsx.refusals import anomaly, refused
from emg_xlsx.schemas.fields import Table
from emg_xlsx.schemas.of_plan import contributions_table, entity_table, proposals_table
from emg_xlsx.text import clean, fold
from emg_xlsx.values import Located, RawTable, SourceFile, Submission
from emg_xlsx.xlsx import Cell, Limits, Refused, Sheet, Workbook, open_workbook
from emg_xlsx.xlsx.foreign import open_foreign

OWN_SHEETS = frozenset(fold(name) for name in ("Read me", "Check", "Lists", "_meta", "Entity"))
OWN_KINDS = ("master", "plan")
FOREIGN = {"xls-file": "Excel 97–2003 (.xls)", "xlsb-file": "Excel binary (.xlsb)", "ods-file": "OpenDocument (.ods)"}
"""Formats read in a child process, by what the reader says when it meets them."""
FORM_ROWS = 80
"""Rows of the form searched for its labels."""


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
        book, hidden = _opened(source, limits or Limits())
        meta = _meta(book)
        if meta.get("kind") in OWN_KINDS:
            return Submission(source, meta["kind"], meta)
        if meta.get("plan") and meta["plan"] != plan.id:
            return _unusable(source, Finding("plan-other", source.name, value=meta.get("plan_title") or meta["plan"],
                                             facts={"plan": plan.title}))  # fmt: skip
        submission = _submission(source, book, meta, plan)
        return replace(submission, findings=(*hidden, *submission.findings))
    except Refused as refusal:
        return _unusable(source, refused(refusal, source.name))


def _opened(source: SourceFile, limits: Limits) -> tuple[Workbook, tuple[Finding, ...]]:
    """The workbook, and for other formats than Excel's own the note that lists what they hide from us.

    Raises:
        Refused: the file cannot be used.
    """
    try:
        return open_workbook(source.data, limits=limits), ()
    except Refused as refusal:
        if refusal.code not in FOREIGN:
            raise
        book = open_foreign(source.data, limits=limits)
        return book, (Finding("format-foreign", source.name, value=FOREIGN[refusal.code]),)


def _submission(source: SourceFile, book: Workbook, meta: Mapping[str, str], plan: Plan) -> Submission:
    sheets, findings = _sheets(source, book)
    contributions, proposals = contributions_table(plan), proposals_table(plan)
    first = _table(contributions, sheets, meta)
    rest = [sheet for sheet in sheets if first is None or sheet.name != first.sheet]
    second = _table(proposals, rest, meta)
    form, form_sheet = _form(entity_table(plan), sheets, meta)
    findings += _sheet_findings(source, sheets, first, second, form_sheet)
    if first is None:
        # One reason is enough: without the table nothing else in the file matters.
        unread = [finding for finding in findings if finding.code == "sheet-unreadable"]
        findings = unread[:1] or [Finding("table-not-found", source.name)]
    for table in (first, second) if first is not None else ():
        if table is not None:
            findings += _table_findings(source.name, table, next(s for s in sheets if s.name == table.sheet))
    if first is not None:
        findings += [anomaly(source.name, item) for item in book.anomalies]
    if book.has_macros and first is not None:
        findings.append(Finding("macros-ignored", source.name))
    return Submission(
        source=source,
        kind="unusable" if first is None else "submission",
        meta=meta,
        form=form,
        form_sheet=form_sheet,
        contributions=first,
        proposals=second,
        date1904=book.date1904,
        findings=tuple(findings),
    )


def _sheets(source: SourceFile, book: Workbook) -> tuple[list[Sheet], list[Finding]]:
    """Every sheet that can be read; one that cannot costs that sheet only."""
    sheets, findings = [], []
    for name in book.sheet_names:
        if fold(name) == fold("_meta"):
            continue
        try:
            sheets.append(book.sheet(name))
        except Refused as refusal:
            told = refused(refusal, source.name)
            findings.append(replace(told, code="sheet-unreadable", facts={**told.facts, "sheet": name}))
    return sheets, findings


def _meta(book: Workbook) -> dict[str, str]:
    """The hidden sheet's keys and values; empty where it is gone or was changed beyond use."""
    if "_meta" not in book.sheet_names:
        return {}
    rows = book.sheet("_meta").rows.values()
    return {str(cells[1].value): str(cells[2].value) if 2 in cells else "" for cells in rows if 1 in cells}


def _recorded(meta: Mapping[str, str], key: str) -> dict[str, str]:
    """A recorded mapping of field key to header; empty where somebody damaged it."""
    try:
        value = json.loads(meta.get(key, "{}"))
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else {}


def _table(table: Table, sheets: Iterable[Sheet], meta: Mapping[str, str]) -> RawTable | None:
    """The table on the sheet of its name or, where that is gone, on the sheet whose headers fit best."""
    known = _recorded(meta, f"columns:{table.sheet}")
    wanted = fold(table.sheet)
    candidates = [sheet for sheet in sheets if fold(sheet.name) not in OWN_SHEETS]
    ranked = sorted(candidates, key=lambda sheet: fold(sheet.name) != wanted)
    best: tuple[int, Sheet, Header] | None = None
    for sheet in ranked:
        header = find_header(sheet, table, known)
        if header is None or not _fits(header, table):
            continue
        score = len(header.columns) + (1000 if fold(sheet.name) == wanted else 0)
        if best is None or score > best[0]:
            best = (score, sheet, header)
    return _rows(table, best[1], best[2]) if best else None


def _fits(header: Header, table: Table) -> bool:
    """Whether a header can be this table's and no other's, by the columns only this one has."""
    own = {"contributions": {"ref", "deliverable", "status", "progress"}, "proposals": {"title"}}
    return bool(own.get(table.name, set()) & (header.columns.keys() - header.placed))


def _rows(table: Table, sheet: Sheet, header: Header) -> RawTable:
    by_column = {column: key for key, column in header.columns.items()}
    rows: dict[int, dict[str, Cell]] = {}
    for number, cells in sheet.rows.items():
        if number <= header.row:
            continue
        kept = {by_column[column]: cell for column, cell in cells.items() if column in by_column}
        if kept and not is_header_again(cells, header, table):
            rows[number] = kept
    return RawTable(table, sheet.name, header, rows)


def _form(table: Table, sheets: Iterable[Sheet], meta: Mapping[str, str]) -> tuple[dict[str, Located], str | None]:
    """The form's answers: each label's neighbour to the right, wherever the label stands."""
    sheet = next((sheet for sheet in sheets if fold(sheet.name) == fold(table.sheet)), None)
    if sheet is None:
        return {}, None
    labels: dict[str, str] = {}
    for field_ in table.fields:
        for name in (field_.title, field_.name, *field_.aliases):
            labels.setdefault(fold(name), field_.key)
    labels.update({fold(text): key for key, text in _recorded(meta, f"labels:{table.sheet}").items()})
    answers: dict[str, Located] = {}
    for row, cells in list(sheet.rows.items())[:FORM_ROWS]:
        for column, cell in cells.items():
            key = labels.get(fold(cell.value)) if isinstance(cell.value, str) else None
            if key is None or key in answers:
                continue
            if column + 1 in cells:
                answers[key] = Located(cells[column + 1], row, column + 1)
            else:
                answers[key] = Located(Cell("", "s", None, 0), row, column + 1)
            break
    return answers, sheet.name


def _sheet_findings(
    source: SourceFile, sheets: Iterable[Sheet], first: RawTable | None, second: RawTable | None, form: str | None
) -> list[Finding]:
    findings = []
    read = {table.sheet: table.table.sheet for table in (first, second) if table is not None}
    for sheet in sheets:
        if sheet.name in read:
            if fold(sheet.name) != fold(read[sheet.name]):
                findings.append(Finding("sheet-renamed", source.name, sheet=sheet.name, value=sheet.name,
                                        title=read[sheet.name]))  # fmt: skip
        elif fold(sheet.name) not in OWN_SHEETS and sheet.rows:
            findings.append(Finding("sheet-extra", source.name, sheet=sheet.name, value=sheet.name))
    if form is None:
        findings.append(Finding("form-missing", source.name))
    return findings


def _table_findings(file: str, table: RawTable, sheet: Sheet) -> list[Finding]:
    header, name = table.header, table.sheet

    def at(code: str, column: int | None, key: str | None = None, **more: object) -> Finding:
        title = table.table.by_key[key].name if key else None
        return Finding(code, file, sheet=name, row=header.row, column=column, field=key, title=title, **more)  # type: ignore[arg-type]

    found: list[Finding] = []
    if header.row > 1:
        found.append(Finding("table-moved", file, sheet=name, facts={"row": header.row}))
    found += [at("column-moved", header.columns[k], k, facts={"letter": letters(header.columns[k])})
              for k in header.moved]  # fmt: skip
    found += [at("column-renamed", header.columns[k], k, value=v) for k, v in header.renamed.items()]
    found += [at("column-extra", column, value=v) for column, v in header.extra.items()]
    found += [at("column-duplicate", column, key, facts={"letter": letters(header.columns[key])})
              for key, column in header.doubled.items()]  # fmt: skip
    found += [at("column-missing", None, key) for key in header.missing if _is_missed(table.table, key)]
    found += _outside(file, table, sheet)
    hidden = sum(1 for row in table.rows if row in sheet.hidden_rows)
    if hidden:
        found.append(Finding("rows-hidden", file, sheet=name, facts={"count": hidden}))
    for (row, column), note in sorted(sheet.notes.items()):
        found.append(Finding("comment-kept", file, sheet=name, row=row, column=column, value=clean(note)))
    by_column = {column: key for key, column in header.columns.items()}
    for item in sheet.anomalies:
        key = by_column.get(item.column or 0)
        found.append(replace(anomaly(file, item), field=key, title=table.table.by_key[key].name if key else None))
    return found


def _is_missed(table: Table, key: str) -> bool:
    """Optional and grey columns may go without a word."""
    item = table.by_key[key]
    return not item.optional and item.type != "printed"


def _outside(file: str, table: RawTable, sheet: Sheet) -> list[Finding]:
    """Text in columns with no header, beside or below the table."""
    known = {*table.header.columns.values(), *table.header.extra, *table.header.doubled.values()}
    return [
        Finding("text-outside", file, sheet=sheet.name, row=row, column=column, value=clean(str(cell.value)))
        for row, cells in sheet.rows.items()
        if row > table.header.row
        for column, cell in cells.items()
        if column not in known and isinstance(cell.value, str) and clean(cell.value)
    ]


def _unusable(source: SourceFile, finding: Finding) -> Submission:
    return Submission(source, "unusable", findings=(finding,))
