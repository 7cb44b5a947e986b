"""The table of cells of one sheet as it fills, whatever reads the part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from emg_xlsx.xlsx.cells import BLANK, Known, make_cell
from emg_xlsx.xlsx.grid import COLUMNS, LAST_ROW, column_letters, position
from emg_xlsx.xlsx.limits import Meter
from emg_xlsx.xlsx.remembered import Row
from emg_xlsx.xlsx.values import Anomalies, Cell

OUTSIDE = "\0"
"""Number of a row outside the grid, as text that no reference can end with."""


class Table:
    """Rows of cells that hold something.

    Rows are put in whole, all of them, or else a row begins, takes its cells and ends; `take` runs for each of them, so
    it is written for speed.

    Args:
        known: what cells may refer to.
        meter: what the file may use.
        part: the part that is read.
        anomalies: takes what is odd.

    Attributes:
        known: as given; so are the part and the anomalies.
        hidden: numbers of hidden rows with cells.
        pointers: the indexes of all strings in it if its rows were put in whole, else None.
    """

    __slots__ = (
        "_counted", "_last_column", "_last_row", "_meter", "_ordered", "_row", "_row_hidden", "_row_number",
        "_row_text", "_rows", "_strings", "_texts", "anomalies", "hidden", "known", "part", "pointers",
    )  # fmt: skip

    def __init__(self, known: Known, meter: Meter, part: str, anomalies: Anomalies) -> None:
        self.known = known
        self._strings = known.strings or {}
        self._texts: dict[str, Cell] = {}
        self._meter = meter
        self.part = part
        self.anomalies = anomalies
        self._rows: dict[int, dict[int, Cell]] = {}
        self.hidden: set[int] = set()
        self.pointers: list[str] | None = None
        self._last_row = 0
        self.begin_row(OUTSIDE, hidden=False)
        self._ordered = True

    def rows(self) -> dict[int, dict[int, Cell]]:
        """Row number → column number → cell, both ascending."""
        if self._ordered:
            return self._rows
        return {number: dict(sorted(self._rows[number].items())) for number in sorted(self._rows)}

    def put(self, rows: Sequence[Row | None]) -> bool:
        """Put in all rows, each below the one before, or none of them if one has no place or is missing."""
        found: dict[int, dict[int, Cell]] = {}
        pointers: list[str] = []
        last = 0
        for row in rows:
            if row is None or row.number <= last:
                return False
            last, cells = row.number, row.cells
            if row.pointers:
                pointers += row.pointers.values()
                if BLANK in cells.values():
                    cells = {column: cell for column, cell in cells.items() if cell is not BLANK}
            if cells:
                found[last] = cells
        self._meter.add_cells(sum(map(len, found.values())), self.part)
        self._rows, self.pointers = found, pointers
        self.hidden.update([row.number for row in rows if row and row.hidden and row.number in found])
        return True

    def pointed(self, row: Row) -> Row | None:
        """A row with this file's strings in their places, None if it lacks one; where they are the same, the same."""
        strings = [self._strings.get(pointer) for pointer in row.pointers.values()]
        if strings == [row.cells[column] for column in row.pointers]:
            return row
        if None in strings:
            return None
        return row._replace(cells=row.cells | dict(zip(row.pointers, cast(list[Cell], strings), strict=True)))

    def begin_row(self, text: str | None, *, hidden: bool) -> None:
        """A row; one without number follows the one before, one outside the grid gives its cells no place."""
        text = text or str(self._last_row + 1)
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
        inside = 1 <= number <= LAST_ROW
        self._row_text = text if inside else OUTSIDE
        self._row_number = number if inside else 0
        self._ordered = number > self._last_row and self._ordered
        self._last_row = number if inside else self._last_row
        self._row = self._rows.get(self._row_number, {})
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
        elif kind == "inlineStr" and not formula:
            cell = self._texts.get(text)
        if cell is None:
            cell, odd = make_cell(kind, text, style, formula, self.known)
            if kind == "inlineStr" and cell is not None and not formula:
                self._texts[text] = cell  # large tables say the same in many rows
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
        return self._rows.setdefault(number, {})
