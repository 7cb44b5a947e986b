"""The table of cells of one sheet as it fills, whatever reads the part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from emg_xlsx.xlsx.cells import BLANK, Known, make_cell
from emg_xlsx.xlsx.grid import COLUMNS, LAST_ROW, column_letters, position
from emg_xlsx.xlsx.limits import Meter
from emg_xlsx.xlsx.remembered import Row, Written
from emg_xlsx.xlsx.values import Anomalies, Cell

OUTSIDE = "\0"
"""Number of a row outside the grid, as text that no reference can end with."""


class Table:
    """Rows of cells that hold something.

    A row begins, takes its cells and ends; `take` runs for each of them, so it is written for speed.

    Args:
        known: what cells may refer to.
        meter: what the file may use.
        part: the part that is read.
        anomalies: takes what is odd.

    Attributes:
        part: as given.
        anomalies: as given.
        hidden: numbers of hidden rows with cells.
        seen: what was read before.
        whole: whether all rows were put whole.
        pointers: the indexes of strings in those.
    """

    __slots__ = (
        "_counted", "_known", "_last_column", "_last_row", "_meter", "_ordered", "_row",
        "_row_hidden", "_row_number", "_row_text", "_rows", "_shared", "_strings", "anomalies",
        "hidden", "part", "pointers", "seen", "whole",
    )  # fmt: skip

    def __init__(self, known: Known, meter: Meter, part: str, anomalies: Anomalies) -> None:
        self._known = known
        self._strings = known.strings or {}
        self._meter = meter
        self.part = part
        self.anomalies = anomalies
        self._rows: dict[int, dict[int, Cell]] = {}
        self._shared: set[int] = set()
        self.hidden: set[int] = set()
        self.seen = known.seen
        self.pointers: list[str] = []
        self._last_row = 0
        self.begin_row(OUTSIDE, hidden=False)
        self._ordered = self.whole = True

    def rows(self) -> dict[int, dict[int, Cell]]:
        """Row number → column number → cell, both ascending."""
        if self._ordered:
            return self._rows
        return {number: dict(sorted(self._rows[number].items())) for number in sorted(self._rows)}

    def row(self, number: str, written: Sequence[Written], *, hidden: bool) -> Row:
        """A row as it reads in every file with these formats; the table has not taken it yet."""
        inside = number[0] != "0" and len(number) < 8 and int(number) <= LAST_ROW
        cells = self._cells(number, written) if inside else None
        pointers = tuple(one for one in (cells or {}).values() if isinstance(one, str))
        return Row(number, hidden, tuple(written), cells, pointers)

    def _cells(self, number: str, written: Sequence[Written]) -> dict[int, Cell | str] | None:
        """Column → cell or index of its string; None if anything is odd, or would differ from file to file."""
        cells: dict[int, Cell | str] = {}
        last = 0
        for reference, kind, style, text, formula in written:
            column = COLUMNS[reference.removesuffix(number)]
            if column <= last or (kind == "s" and formula):  # out of order, twice, or in another row
                return None
            last = column
            if kind == "s" and text:
                cells[column] = text
                continue
            cell, odd = make_cell(kind, text, style, formula, self._known)
            if odd is not None:
                return None
            if cell is not None:
                cells[column] = cell
        return cells

    def put(self, row: Row) -> None:
        """A whole row, cell by cell only if there is anything odd about it or about where it stands."""
        number = int(row.number) if row.cells is not None else 0
        if number <= self._last_row or number in self._rows or not self._put(number, row):
            self.begin_row(row.number, hidden=row.hidden)
            for cell in row.written:
                self.take(*cell)
            self.end_row()

    def _put(self, number: int, row: Row) -> bool:
        """Put a row below all others, if every string it points to is there."""
        cells = self._pointed(row) if row.pointers else cast(dict[int, Cell], row.cells)
        if cells is None:
            return False
        self.pointers += row.pointers
        self._last_row = number
        if cells:
            self._rows[number] = cells
            self._shared.add(number)
            self._meter.add_cells(len(cells), self.part)
            if row.hidden:
                self.hidden.add(number)
        return True

    def _pointed(self, row: Row) -> dict[int, Cell] | None:
        """The cells of a row with this file's strings in their places, None if it lacks one."""
        strings = self._strings
        cells = {
            column: cell
            for column, one in (row.cells or {}).items()
            if (cell := strings.get(one) if isinstance(one, str) else one) is not BLANK
        }
        return None if None in cells.values() else cast(dict[int, Cell], cells)

    def begin_row(self, text: str | None, *, hidden: bool) -> None:
        """A row; one without number follows the one before, one outside the grid gives its cells no place."""
        text = text or str(self._last_row + 1)
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
        inside = 1 <= number <= LAST_ROW
        self._row_text = text if inside else OUTSIDE
        self._row_number = number if inside else 0
        self._ordered = number > self._last_row and self._ordered
        self.whole = False
        self._last_row = number if inside else self._last_row
        self._row = self._own(self._row_number)
        self._row_hidden = hidden
        self._counted = len(self._row)
        self._last_column = 0

    def end_row(self) -> None:
        """The row is complete; one without cells is forgotten."""
        if self._row:
            self._rows[self._row_number] = self._row
            self._meter.add_cells(len(self._row) - self._counted, self.part)
            if self._row_hidden:
                self.hidden.add(self._row_number)
            self._row = {}

    def reference_after(self, reference: str) -> str:
        """The place of a cell that does not name it: right of the one before, or first in its row."""
        if not self._row_number:
            return "?"
        before = position(reference)
        return f"{column_letters(before[1] + 1 if before else 1)}{self._row_number}"

    def take(self, reference: str, kind: str, style: str, text: str, formula: int) -> None:
        """A cell of the row: its place, type and style as written, its text, and whether it has a formula."""
        cell, odd = None, None
        if kind == "s" and not formula:
            cell = self._strings.get(text)
        if cell is None:
            cell, odd = make_cell(kind, text, style, formula, self._known)
        if cell is None or cell is BLANK:
            return
        row, number = self._row, self._row_number
        column = COLUMNS[reference.removesuffix(self._row_text)]
        if not column:
            place = position(reference)
            if place is None:
                facts: dict[str, str | int] = {"reference": reference, "value": text}
                self.anomalies.add("cell-off-grid", (number or None, None), facts)
                return
            number, column = place
            row = self._other_row(number)
        if column <= self._last_column:
            self._ordered = False
        self._last_column = column
        if column in row:
            odd = "duplicate-cell"
        else:
            row[column] = cell
        if odd is not None:
            self.anomalies.add(odd, (number, column), {"value": text})

    def _other_row(self, number: int) -> dict[int, Cell]:
        """The row of a cell that stands in the tag of another one, or whose own is written in an odd way."""
        if number == self._row_number:
            return self._row
        self._ordered = False
        self._meter.add_cells(1, self.part)
        self._rows[number] = self._own(number)
        return self._rows[number]

    def _own(self, number: int) -> dict[int, Cell]:
        """A row that further cells may be put in: other files share those that came whole."""
        row = self._rows.get(number, {})
        if number in self._shared:
            self._shared.remove(number)
            return dict(row)
        return row
