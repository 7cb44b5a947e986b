"""Workbooks as people send them, written as Markdown tables in the test (xlsx and what is read of it).

A line ``| a | b |`` is a row, an empty line an empty row. A cell that is a number is written as one; ``=A1 → 5`` is a
formula with its stored result, ``=A1`` one without, ``#REF!`` an error value; ``·`` stands for a space and ``¬`` for a
no-break one, which Markdown would not show.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

import emg_xlsx as emg
from emg_xlsx.findings import Finding
from emg_xlsx.master.tables import HEAD_ROW
from emg_xlsx.normalise import normalise
from emg_xlsx.plan import Plan
from emg_xlsx.read import read_file
from emg_xlsx.validation import validate
from emg_xlsx.values import Answer, Checked, SourceFile, Submission

PLAN: Plan = emg.load_plan()
DAY = date(2022, 3, 15)
NO_RESULT = -987654321

FORM = """
| Your entity        | UNEP             |
| Focal point (name) | A. Person        |
| E-mail             | a.person@unep.example |
"""
META = {"kind": "template", "plan": PLAN.id, "round": "2022-mid-term", "language": "en"}


@dataclass(frozen=True)
class Page:
    """A sheet: its table and what people do around the cells.

    ``notes`` are comments by address, ``merges`` ranges such as ``C2:C4``, ``hidden_rows`` numbers from 1,
    ``hidden_columns`` letters.
    """

    text: str
    notes: Mapping[str, str] = field(default_factory=dict)
    merges: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()
    hidden: bool = False


HEADER = HEAD_ROW + 1
"""The row of the header on the sheets of a master that are tables; rows follow below it."""


def titles_of(page: Any) -> list[Any]:
    """The header of a master's sheet."""
    return [cell.value for cell in page[HEADER]]


def workbook(pages: Mapping[str, str | Page], meta: Mapping[str, str] | None = None) -> bytes:
    """A workbook of the given sheets; with ``meta``, a hidden sheet ``_meta`` of these keys and values."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
        for name, page in pages.items():
            _write(book.add_worksheet(name), page if isinstance(page, Page) else Page(page))
        if meta is not None:
            sheet = book.add_worksheet("_meta")
            sheet.hide()
            for row, pair in enumerate(meta.items()):
                sheet.write_row(row, 0, pair)
    return _without_results(buffer.getvalue())


def contributions(table: str | Page, **more: str | Page) -> bytes:
    """A submission of UNEP with this sheet of contributions, and further sheets by name."""
    return workbook({"Entity": FORM, "Contributions": table, **more}, META)


def read(data: bytes, name: str = "file.xlsx") -> Submission:
    """The file as read."""
    return read_file(SourceFile(name, data, hashlib.sha256(data).hexdigest()), PLAN)


def answer(data: bytes, name: str = "file.xlsx") -> Answer:
    """The file as typed."""
    return normalise(read(data, name), PLAN)


def checked(data: bytes) -> Checked:
    """The file as validated."""
    return validate([answer(data)], PLAN, day=DAY)


def told(findings: Iterable[Finding], *codes: str) -> set[tuple[str, str | None, str | None]]:
    """Code, sheet and cell of each finding; of these codes only, if some are named."""
    return {(f.code, f.sheet, f.cell) for f in findings if not codes or f.code in codes}


def kept(result: Checked) -> set[tuple[str, str | None, str]]:
    """Code, cell and words of all that was left out or kept as a remark."""
    return {(item.finding.code, item.cell, item.value) for item in result.left_out}


def said(result: Answer, *keys: str) -> list[tuple[Any, ...]]:
    """The values of some fields, row by row."""
    return [tuple(row.values.get(key) for key in keys) for row in result.contributions]


def _write(sheet: Any, page: Page) -> None:
    for row, line in enumerate(page.text.strip("\n").split("\n")):
        cells = line.strip().strip("|").split("|") if line.strip() else []
        for column, cell in enumerate(cells):
            _put(sheet, row, column, cell.strip().replace("·", " ").replace("¬", "\u00a0"))
    for place, note in page.notes.items():
        sheet.write_comment(place, note)
    for area in page.merges:
        first, last = area.split(":")
        # XlsxWriter's own way writes an empty cell for each of the range.
        sheet.merge.append([*_spot(first), *_spot(last)])
    for row in page.hidden_rows:
        sheet.set_row(row - 1, None, None, {"hidden": True})
    for letter in page.hidden_columns:
        sheet.set_column(f"{letter}:{letter}", None, None, {"hidden": True})
    if page.hidden:
        sheet.hide()


def _put(sheet: Any, row: int, column: int, text: str) -> None:
    formula, arrow, result = text.partition("→")
    if text.startswith("="):
        sheet.write_formula(row, column, formula.strip(), None, _typed(result.strip()) if arrow else NO_RESULT)
    elif re.fullmatch(r"#[A-Z/0]+[!?A]?", text):
        sheet.write_formula(row, column, f"={text}", None, text)
    elif text:
        value = _typed(text)
        (sheet.write_string if isinstance(value, str) else sheet.write_number)(row, column, value)


def _typed(text: str) -> str | float:
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) and not re.match(r"0\d", text) else text


def _spot(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(address[len(letters) :]) - 1, column - 1


def _without_results(data: bytes) -> bytes:
    """The workbook with no stored result where the mark for it stands."""
    mark = f"<v>{NO_RESULT}</v>".encode()
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(mark, b""))
    return buffer.getvalue()
