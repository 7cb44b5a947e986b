"""Writing a plan as a workbook: one sheet per table, with lists, messages and real dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from emg_xlsx.findings import letters
from emg_xlsx.plan import Plan, Row
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.plan_tables import CHOICES, PLAN_TABLES, REFERENCES, SETTINGS, SETTINGS_FORM
from emg_xlsx.texts import text
from emg_xlsx.xlsx import writing
from emg_xlsx.xlsx.measuring import row_height
from emg_xlsx.xlsx.writing import Book

FORMAT = "1"
"""Version of the plan workbook, kept in ``_meta``."""

META = "_meta"
YES, NO = "yes", "no"
DATE_FORMAT = "yyyy-mm-dd"
SPARE_ROWS = 300
"""Rows below the last one that still have lists, messages and formats, for what is added later."""
LINED = {"border": 1, "border_color": writing.LINE}

_Area = tuple[int, int, int, int]


def write_plan(plan: Plan, target: Path | BytesIO, *, day: date) -> None:
    """Write a plan as a workbook with a sheet for each of its tables, to change and use with ``--plan``.

    Args:
        plan: the plan.
        target: file or buffer to write to.
        day: the day of the run; the same plan and day give the same bytes.
    """
    ranges = {table.name: _ranges(table, plan.tables[table.name]) for table in PLAN_TABLES}
    with Book(target, title=plan.title, language="en", day=day) as book:
        for table in PLAN_TABLES:
            sheet = book.page(table.sheet)
            _table(book, sheet, table, plan.tables[table.name])
            if table is SETTINGS:
                _settings_messages(sheet, plan.tables[table.name], ranges)
            else:
                _messages(sheet, table, len(plan.tables[table.name]), ranges)
            writing.print_setup(sheet, header=f"{plan.title} · {table.sheet}", repeat=0)
        _meta(book.page(META), plan)


def _table(book: Book, sheet: Worksheet, table: Table, rows: Sequence[Row]) -> None:
    looks = {field.key: _looks(book, field, LINED) for field in table.fields}
    for column, field in enumerate(table.fields):
        # Columns carry their number format to rows still to come, so that dates typed there look alike.
        sheet.set_column(column, column, field.width, _looks(book, field, {})[0])
    sheet.set_row(0, 22)
    writing.head_row(sheet, 0, table.keys, book.head)
    for number, row in enumerate(rows, 1):
        sheet.set_row(number, row_height((str(row.get(f.key) or ""), f.width) for f in table.fields))
        for column, field in enumerate(table.fields):
            sheet.put(number, column, _shown(row.get(field.key)), looks[field.key])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(table.fields) - 1)


def _looks(book: Book, field: Field, line: Mapping[str, Any]) -> tuple[Format, Format, Format]:
    """Formats for text (and empty cells), numbers and dates of a column.

    Empty cells look like what will stand in them; ``@`` keeps typed text from becoming a date.
    """
    key = {"bold": True, "text_wrap": False} if field.need and field.key in ("id", "key", "code") else {}
    number = book.look(**line, num_format="0", align="center")
    day = book.look(**line, num_format=DATE_FORMAT, align="left")
    text_look = book.look(**line, **key, num_format="@")
    return (day if field.type == "date" else number if field.numeric else text_look, number, day)


def _shown(value: object) -> object:
    """A value as its cell shows it: yes and no in words, everything else as it is."""
    return (YES if value else NO) if isinstance(value, bool) else value


def _ranges(table: Table, rows: Sequence[Row]) -> dict[str, str]:
    """Where each column's values stand, for lists on other sheets; a list needs at least one cell."""
    last = max(len(rows), 1) + 1
    return {
        key: f"='{table.sheet}'!${letters(column)}$2:${letters(column)}${last}"
        for column, key in enumerate(table.keys, 1)
    }


def _messages(sheet: Worksheet, table: Table, rows: int, ranges: Mapping[str, Mapping[str, str]]) -> None:
    for column, field in enumerate(table.fields):
        _validate(sheet, table, field, (1, column, rows + SPARE_ROWS, column), ranges)


def _settings_messages(sheet: Worksheet, rows: Sequence[Row], ranges: Mapping[str, Mapping[str, str]]) -> None:
    """Each setting's own help and list at its value."""
    for number, row in enumerate(rows, 1):
        field = SETTINGS_FORM.by_key.get(row["key"])
        if field is not None:
            _validate(sheet, SETTINGS_FORM, field, (number, 1, number, 1), ranges)


def _validate(
    sheet: Worksheet, table: Table, field: Field, area: _Area, ranges: Mapping[str, Mapping[str, str]]
) -> None:
    """A list or a gentle rule on a column, always with its message; what it warns of can be kept."""
    say = {"input_title": field.title[:32], "input_message": field.help, "error_title": field.title[:32]}
    rule: dict[str, Any] = {"validate": "any"}
    source = _source(table, field, ranges)
    if source is not None:
        # Several may stand in one cell, which no list allows: offered, and never complained about.
        rule = {"validate": "list", "source": source, "show_error": field.type != "codes"}
        rule["error_message"] = text("plan_workbook.warning_list")
    elif field.type == "date":
        rule = {"validate": "date", "criteria": ">=", "value": date(1900, 1, 1)}
        rule["error_message"] = text("plan_workbook.warning_date")
    elif field.numeric:
        rule = {"validate": "integer", "criteria": ">=", "value": int(field.minimum or 0)}
        rule["error_message"] = text("plan_workbook.warning_number")
    sheet.data_validation(*area, {**rule, "error_type": "warning", **say})


def _source(table: Table, field: Field, ranges: Mapping[str, Mapping[str, str]]) -> str | list[str] | None:
    """The values offered in a column: another table's by range, which has no limit, or a few fixed words."""
    for name, key, target, target_key in REFERENCES:
        if (name, key) == (table.name, field.key):
            return ranges[target][target_key]
    if field.type == "boolean":
        return [YES, NO]
    return list(CHOICES[field.codelist]) if field.codelist else None


def _meta(sheet: Worksheet, plan: Plan) -> None:
    """What tells a plan from a submission when both lie in one folder."""
    for row, pair in enumerate({"kind": "plan", "plan": plan.id, "format": FORMAT}.items()):
        for column, value in enumerate(pair):
            sheet.write_string(row, column, value)
    sheet.hide()
