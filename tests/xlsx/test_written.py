"""A sheet says the same whether it is written cell by cell or row by row."""

from __future__ import annotations

from datetime import date
from functools import cache
from io import BytesIO

import pytest
from openpyxl import load_workbook

from emg_xlsx.xlsx import open_workbook
from emg_xlsx.xlsx.writing import Book
from emg_xlsx.xlsx.written import READY, ROW, SHORT, Cells, Computed

ROWS = 2 * READY + 3
VALUES = ("same", f"nought {ROW} is a sign", "x" * SHORT, 7, 0.5, "=1+1", " <r>&</r> ")


@cache
def written(*, row_by_row: bool) -> tuple[bytes, frozenset[int]]:
    """Many rows with a word of their own, the same values, nothing, a day and a formula; and what was noted."""
    buffer, day = BytesIO(), date(2022, 3, 15)
    with Book(buffer, title="x", language="en", day=day, constant_memory=row_by_row) as book:
        sheet, look = book.page("x"), book.look()
        cells = [Cells(sheet, n, (look, look, book.look(num_format="d mmm yyyy"))) for n in range(len(VALUES) + 4)]
        for row in range(ROWS):
            formula = Computed(f'"in "&$A{ROW}', f"in row {row}")
            sheet.put_row(row, [f"row {row}", *VALUES, None, day, formula], cells)
    return buffer.getvalue(), frozenset(sheet.said)


@pytest.mark.parametrize("row_by_row", [False, True])
def test_values_come_back(row_by_row: bool) -> None:
    """However many others a column has, a value stands in each of the rows it was written to."""
    rows = open_workbook(written(row_by_row=row_by_row)[0]).sheet("x").rows
    told = [tuple(cell.value for cell in row.values()) for row in rows.values()]
    day = 44635  # days from the one before 1900, as Excel counts them
    assert told == [(f"row {n}", *VALUES, day, f"in row {n}") for n in range(ROWS)]


@pytest.mark.parametrize("row_by_row", [False, True])
def test_formulas_name_their_own_row(row_by_row: bool) -> None:
    """What was made ready for many rows has the number of each."""
    sheet = load_workbook(BytesIO(written(row_by_row=row_by_row)[0]))["x"]
    formulas = [row[len(VALUES) + 3].value for row in sheet.iter_rows()]
    assert formulas == [f'="in "&$A{n}' for n in range(1, ROWS + 1)]


def test_what_was_written_is_known_either_way() -> None:
    """Texts, numbers and places of formulas are noted also where a cell had been made before."""
    assert written(row_by_row=True)[1] == written(row_by_row=False)[1]
    assert len(written(row_by_row=True)[1]) == len(VALUES) + 2 * ROWS
