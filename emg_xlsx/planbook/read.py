"""Reading a plan workbook: every table's typed rows, each value with its cell, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from emg_xlsx.findings import Finding
from emg_xlsx.plan import Row
from emg_xlsx.planbook.cells import Reading, Value, read_value
from emg_xlsx.planbook.write import FORMAT, META
from emg_xlsx.refusals import anomaly
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.plan_tables import OPTIONAL_TABLES, PLAN_TABLES, SETTINGS, SETTINGS_FORM
from emg_xlsx.text import clean, fold
from emg_xlsx.xlsx import Cell, Sheet, Workbook

SEARCHED_ROWS = 30
"""A header is looked for in the first rows of a sheet only."""

FORM_ROW = 0
"""The label of the one row that the settings are; each of them stands in a row of its own on the sheet."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands, from 1, and its text as seen there."""

    row: int
    column: int
    seen: str = ""


@dataclass(frozen=True, slots=True)
class FoundTable:
    """One table as found.

    Attributes:
        table: its fields.
        file, sheet: where, as the sender sees it.
        columns: key to column number.
        rows: Excel row number to typed values, every key of the table present.
        places: (row, key) to the place of each filled cell.
    """

    table: Table
    file: str
    sheet: str
    columns: Mapping[str, int]
    rows: Mapping[int, Row]
    places: Mapping[tuple[int, str], Place]

    def at(self, code: str, row: int, key: str, **facts: object) -> Finding:
        """A finding about one cell of the table, filled or not."""
        default = Place(row, self.columns[key]) if row != FORM_ROW and key in self.columns else None
        place = self.places.get((row, key), default)
        name = self.rows[row].get(self.table.keys[0]) if row in self.rows and row != FORM_ROW else None
        return Finding(
            code,
            self.file,
            sheet=self.sheet,
            row=place.row if place else row or None,
            column=place.column if place else None,
            ref=str(name) if name and key != self.table.keys[0] else None,
            field=key,
            title=key,
            value=place.seen if place else None,
            facts=facts,
        )


def is_plan(book: Workbook) -> bool:
    """Whether a workbook has any sheet that can be a table of a plan."""
    names = {fold(name) for name in book.sheet_names}
    return any(fold(table.sheet) in names for table in (SETTINGS, *PLAN_TABLES))


def meta(book: Workbook) -> dict[str, str]:
    """What the hidden sheet says; empty where there is none."""
    if META not in book.sheet_names:
        return {}
    rows = book.sheet(META).rows.values()
    return {str(cells[1].value): str(cells[2].value) for cells in rows if 1 in cells and 2 in cells}


def read_tables(book: Workbook, file: str) -> tuple[dict[str, FoundTable], list[Finding]]:
    """Read every table of a plan workbook, the settings also as the form they are (``settings``).

    Args:
        book: the workbook.
        file: its name, for findings.

    Raises:
        Refused: a sheet cannot be read.
    """
    sheets = {fold(name): name for name in reversed(book.sheet_names)}
    found: dict[str, FoundTable] = {}
    findings = [
        Finding("plan-sheet-unknown", file, sheet=name, value=name)
        for name in book.sheet_names
        if fold(name) not in {fold(t.sheet) for t in PLAN_TABLES} and name != META
    ]
    if meta(book).get("format", FORMAT) != FORMAT:
        findings.append(Finding("plan-format-unknown", file, value=meta(book)["format"]))
    for table in PLAN_TABLES:
        name = sheets.get(fold(table.sheet))
        if name is None:
            code = "plan-sheet-absent" if table.name in OPTIONAL_TABLES else "plan-sheet-missing"
            findings.append(Finding(code, file, sheet=table.sheet))
            continue
        columns, row, told = _header(book.sheet(name), table, file)
        findings += told
        if columns:
            read, told = _rows(book, name, table, (row, columns), file)
            findings += told
            found[table.name] = read
            if table is SETTINGS:
                found[SETTINGS_FORM.name], told = _form(read)
                findings += told
    return found, findings


def _header(sheet: Sheet, table: Table, file: str) -> tuple[dict[str, int], int, list[Finding]]:
    """The columns of the row that has most of the table's keys, its number, and what is odd about it."""
    keys = {fold(key): key for key in table.keys}
    rows = [(number, cells) for number, cells in sheet.rows.items() if number <= SEARCHED_ROWS]
    hits = [len({fold(str(cell.value)) for cell in cells.values()} & keys.keys()) for _, cells in rows]
    if max(hits, default=0) < 2:
        return (
            {},
            0,
            [Finding("plan-header-missing", file, sheet=sheet.name, facts={"keys": ", ".join(table.keys)})],
        )
    number, cells = rows[hits.index(max(hits))]
    columns: dict[str, int] = {}
    findings: list[Finding] = []
    for column, cell in cells.items():
        title = clean(str(cell.value))
        key = keys.get(fold(title))
        if key is not None and key not in columns:
            columns[key] = column
        elif title:
            code = "plan-column-unknown" if key is None else "plan-column-repeated"
            findings.append(Finding(code, file, sheet=sheet.name, row=number, column=column, value=title))
    for field in table.fields:
        if field.key not in columns:
            code = "plan-column-missing" if field.need else "plan-column-absent"
            findings.append(Finding(code, file, sheet=sheet.name, row=number, field=field.key, title=field.key))
    return columns, number, findings


def _rows(
    book: Workbook, name: str, table: Table, header: tuple[int, Mapping[str, int]], file: str
) -> tuple[FoundTable, list[Finding]]:
    top, columns = header
    sheet = book.sheet(name)
    rows: dict[int, Row] = {}
    places: dict[tuple[int, str], Place] = {}
    problems: list[tuple[int, str, str]] = []
    for number, cells in sheet.rows.items():
        if number <= top:
            continue
        values: dict[str, Value] = dict.fromkeys(table.keys)
        for key, reading in _readings(cells, table, columns, date1904=book.date1904):
            places[number, key] = Place(number, columns[key], reading.seen)
            values[key] = reading.value
            if reading.problem:
                problems.append((number, key, reading.problem))
        if any((number, key) in places for key in table.keys):
            rows[number] = values
    found = FoundTable(table, file, name, columns, rows, places)
    findings = [_unread(found, *problem) for problem in problems]
    findings += [anomaly(file, odd) for odd in sheet.anomalies if odd.column in columns.values()]
    return found, findings


def _readings(
    cells: Mapping[int, Cell], table: Table, columns: Mapping[str, int], *, date1904: bool
) -> Iterator[tuple[str, Reading]]:
    """The filled cells of one row by key; a setting is read as what it is, not as its column."""
    setting = _setting(cells, columns) if table is SETTINGS else None
    for key, column in columns.items():
        cell = cells.get(column)
        if cell is None:
            continue
        field = setting if setting is not None and key == "value" else table.by_key[key]
        reading = read_value(cell, field, date1904=date1904)
        if reading.seen or reading.problem:
            yield key, reading


def _setting(cells: Mapping[int, Cell], columns: Mapping[str, int]) -> Field | None:
    cell = cells.get(columns.get("key", 0))
    return SETTINGS_FORM.by_key.get(clean(str(cell.value))) if cell else None


def _unread(found: FoundTable, row: int, key: str, code: str) -> Finding:
    field = found.table.by_key[key]
    if found.table is not SETTINGS:
        return found.at(code, row, key, help=field.help)
    setting = SETTINGS_FORM.by_key.get(str(found.rows[row]["key"]), field)
    return replace(found.at(code, row, key, help=setting.help), ref=None, title=setting.key)


def _form(settings: FoundTable) -> tuple[FoundTable, list[Finding]]:
    """The settings as one row, each value with the place it has on the sheet."""
    values: dict[str, Value] = dict.fromkeys(SETTINGS_FORM.keys)
    places: dict[tuple[int, str], Place] = {}
    findings: list[Finding] = []
    for number, row in settings.rows.items():
        key = row["key"]
        if key not in values:
            if key is not None:
                findings.append(settings.at("plan-setting-unknown", number, "key"))
        elif (FORM_ROW, key) not in places:
            values[key] = row["value"]
            empty = Place(number, settings.columns.get("value", 1))
            places[FORM_ROW, key] = settings.places.get((number, "value"), empty)
    return FoundTable(SETTINGS_FORM, settings.file, settings.sheet, {}, {FORM_ROW: values}, places), findings
