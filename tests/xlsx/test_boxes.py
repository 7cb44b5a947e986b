"""The sizes of columns and rows that the boxes of notes are measured by."""

from __future__ import annotations

import pytest

from emg_xlsx.xlsx.patching.boxes import Grid, grid_of, stretch
from emg_xlsx.xlsx.patching.edits import outline
from emg_xlsx.xlsx.patching.order import PASSED

SHEET = (
    b'<%(p)bworksheet><%(p)bsheetFormatPr defaultRowHeight="30"/><%(p)bcols><%(p)bcol min="1" max="2" width="15"/>'
    b'<%(p)bcol min="4" max="4" width="9" hidden="1"/><%(p)bcol min="6" max="16384" width="5"/></%(p)bcols>'
    b'<%(p)bsheetData><%(p)brow r="1" ht="12"/><%(p)brow r="2" spans="1:2" hidden="1" ht="15"/>'
    b'<%(p)brow r="3" customHeight="1" ht="45"/><%(p)brow r="900" ht="9"/></%(p)bsheetData></%(p)bworksheet>'
)


@pytest.fixture(params=[b"", b"x:"], ids=["plain", "prefixed"])
def grid(request: pytest.FixtureRequest) -> Grid:
    """What the sheet says, asked for a note in its second row."""
    data = SHEET % {b"p": request.param}
    return grid_of(data, outline(data, "sheet", PASSED), [(2, 1)])


def test_rows_are_as_high_as_written(grid: Grid) -> None:
    """Points are four thirds of a pixel, hidden rows have none, others the usual height; in any order of asking."""
    assert grid.row == 40
    assert [grid.rows.get(row, grid.row) for row in (3, 1, 2, 4, 900, 901)] == [60, 16, 0, 40, 12, 40]


def test_columns_are_as_wide_as_written(grid: Grid) -> None:
    """Seven pixels a character and five more, none if hidden, and the usual width where nothing is said."""
    assert [grid.columns.get(column, 64.0) for column in (1, 2, 3, 4, 5, 6, 99)] == [110, 110, 64, 0, 64, 40, 40]


def test_hidden_rows_take_no_room(grid: Grid) -> None:
    """From 4 pixels inside row 1, 50 go through its other 12 and the hidden row to 38 pixels inside row 3."""
    assert stretch(1, 4, 50, grid.rows, grid.row) == (0, 4, 2, 38)
