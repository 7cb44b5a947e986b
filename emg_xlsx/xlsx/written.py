"""A sheet that is written: text that stays text, heights that grow, and what was said on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import CellBlankTuple, CellFormulaTuple, CellStringTuple, Worksheet

from emg_xlsx.xlsx.fingerprints import fingerprint, mark_of_pictures, place_of_formula
from emg_xlsx.xlsx.grid import a1, column_letters

_PLAIN_CELLS = frozenset({"Blank", "Number", "Datetime", "String", "Formula"})
"""XlsxWriter's names of the cells that tables are made of."""
TEXT_LIMIT = 32767
"""Characters Excel can hold in one cell, counted in units of UTF-16, of which a character takes two at most."""
ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})


Looks = tuple[Format | None, Format | None, Format | None]
"""Formats for text, numbers and dates."""


class Page(Worksheet):
    """A sheet whose row heights are a start, not a limit: rows still grow when somebody types more.

    It knows what was written on it, so that what somebody types over it can be told from it later.

    Attributes:
        said: fingerprints of the texts and numbers written.
        theirs: columns, counted from 0, that are for somebody else to fill.
        by_hand: rows, counted from 0, whose height somebody set: those do not grow.
        shared: cells whose formula stands in another one, or stands there for others: its number and area.
    """

    def __init__(self) -> None:
        super().__init__()
        self.said: set[int] = set()
        self.theirs: frozenset[int] = frozenset()
        self.by_hand: set[int] = set()
        self.shared: dict[str, tuple[int, str]] = {}
        self._line: list[str] = []

    def _write_string(self, row: int, col: int, string: str, cell_format: Format | None = None) -> int:
        self._note(col, string)
        return int(super()._write_string(row, col, string, cell_format))

    def _write_number(self, row: int, col: int, number: float, cell_format: Format | None = None) -> int:
        self._note(col, number)
        return int(super()._write_number(row, col, number, cell_format))

    def insert_chart(self, *place: Any, **options: Any) -> Any:
        """Put a chart on the sheet, and count it."""
        self.said.add(fingerprint(mark_of_pictures(len(self.charts) + 1)))
        return super().insert_chart(*place, **options)

    def _write_formula(self, row: int, col: int, *formula: Any) -> int:
        self.said.add(fingerprint(place_of_formula(row + 1, col + 1)))
        return int(super()._write_formula(row, col, *formula))

    def put(self, row: int, column: int, value: Any, looks: Looks) -> None:
        """Write one typed value; text is always written as text, whatever it begins with.

        Past XlsxWriter's checks, which take longer than the writing: places and texts are our own.

        Args:
            row, column: the place, counted from 0 as XlsxWriter does.
            value: text, number, date, or None for an empty cell.
            looks: formats for text, numbers and dates.
        """
        self.put_row(row, [(column, value, looks)])

    def put_row(self, row: int, cells: Sequence[tuple[int, Any, Looks]]) -> None:
        """Write typed values side by side, as `put` does one.

        Args:
            row: counted from 0.
            cells: column, value and looks of each, from left to right.
        """
        self._reach(row, cells[0][0])
        self._reach(row, cells[-1][0])
        line = self.table[row]
        for column, value, looks in cells:
            if value is None or value == "":
                line[column] = CellBlankTuple(looks[0])
            elif isinstance(value, datetime | date):
                self._write_datetime(row, column, value, looks[2])
            elif isinstance(value, int | float):
                self._write_number(row, column, value, looks[1])
            elif len(words := str(value)) > TEXT_LIMIT // 2:
                self._write_string(row, column, words[:TEXT_LIMIT], looks[0])
            else:
                self._note(column, words)
                known = words if self.constant_memory else self.str_table._get_shared_string_index(words)  # noqa: SLF001
                line[column] = CellStringTuple(known, looks[0])

    def put_formula(self, row: int, column: int, formula: str, look: Format | None, result: Any) -> None:
        """Write a formula of our own, past XlsxWriter's search for functions of later Excels: it has none.

        Args:
            row, column: the place, counted from 0.
            formula: without the sign of equality before it.
            look: its format.
            result: what it gives.
        """
        self.said.add(fingerprint(place_of_formula(row + 1, column + 1)))
        self._reach(row, column)
        self.table[row][column] = CellFormulaTuple(formula, look, result)

    def write_formulas(
        self, place: tuple[int, int], formula: str, cells: Sequence[tuple[Format | None, Any]], *, down: bool = True
    ) -> None:
        """Write one formula into neighbouring cells; it stands in the file once.

        Args:
            place: row and column of the first cell, counted from 0.
            formula: as it reads in the first cell; what is relative in it moves with the cells.
            cells: the look and the stored result of each.
            down: whether they stand one below the other, or side by side.
        """
        row, column = place
        steps = [(n, 0) if down else (0, n) for n in range(len(cells))]
        area = xl_range(row, column, row + steps[-1][0], column + steps[-1][1])
        group = len(self.shared)
        for (below, right), (look, result) in zip(steps, cells, strict=True):
            self.put_formula(row + below, column + right, formula, look, result)
            self.shared[a1(row + below + 1, column + right + 1)] = (group, "" if below or right else area)

    def _reach(self, row: int, column: int) -> None:
        """Make a place ready to be written to, as XlsxWriter does for each cell."""
        if self.constant_memory and row > self.previous_row:
            self._write_single_row(row)
        top, bottom, left, right = self.dim_rowmin, self.dim_rowmax, self.dim_colmin, self.dim_colmax
        if top is None or left is None or not (top <= row <= bottom and left <= column <= right):
            self._check_dimensions(row, column)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """Write a cell, past XlsxWriter's search for what is to be escaped in places and numbers of looks.

        The cells of a row are put together before they go to the file. One without a look of its own has none, also
        where its row or column has one.
        """
        kind = type(cell).__name__
        if kind not in _PLAIN_CELLS:
            self._flush()
            super()._write_cell(row, col, cell)
            return
        place, look = f"{column_letters(col + 1)}{row + 1}", cell.format
        head = f'<c r="{place}" s="{look._get_xf_index()}"' if look else f'<c r="{place}"'  # noqa: SLF001
        if kind == "Blank":
            self._line.append(f"{head}/>")
        elif kind == "Formula":
            self._line.append(f"{head}{self._with_result(place, cell)}")
        elif kind != "String":
            self._line.append(f"{head}><v>{cell.number:.16G}</v></c>")
        elif self.constant_memory:
            self._line.append(f'{head} t="inlineStr"><is>{self._inline(cell.string)}</is></c>')
        else:
            self._line.append(f'{head} t="s"><v>{cell.string}</v></c>')

    def _xml_end_tag(self, tag: str) -> None:
        self._flush()
        super()._xml_end_tag(tag)

    def _flush(self) -> None:
        if self._line:
            self.fh.write("".join(self._line))
            self._line.clear()

    def _with_result(self, place: str, cell: Any) -> str:
        """The rest of a cell with a formula: the type of its result, the formula or where it stands, the result."""
        result, kind = cell.value, ""
        if isinstance(result, bool):
            result, kind = int(result), ' t="b"'
        elif isinstance(result, str) and result:
            kind = ' t="e"' if result in ERRORS else ' t="str"'
        group, area = self.shared.get(place, (None, ""))
        if group is None:
            written = f"<f>{self._escape_data(cell.formula)}</f>"
        elif area:
            written = f'<f t="shared" si="{group}" ref="{area}">{self._escape_data(cell.formula)}</f>'
        else:
            written = f'<f t="shared" si="{group}"/>'
        return f"{kind}>{written}<v>{self._escape_data(result)}</v></c>"

    def _inline(self, words: str) -> str:
        """A text inside a cell; most have nothing to escape."""
        if not words.isprintable() or "_x" in words:
            words = self._escape_control_characters(words)
        if "&" in words or "<" in words or ">" in words:
            words = self._escape_data(words)
        space = ' xml:space="preserve"' if words[:1].isspace() or words[-1:].isspace() else ""
        return f"<t{space}>{words}</t>"

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        # A text between <r> and </r> is what somebody wrote, not markup of ours.
        self._xml_inline_string(string, None, attributes)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        # The original looks for some thirty functions of later Excels in each formula; ours have none, and those of
        # a coordinator stand in their file as Excel wrote them.
        return formula.removeprefix("=")

    def _growing(self, tag: str, attributes: Any) -> Any:
        if tag != "row" or (self.by_hand and int(dict(attributes)["r"]) - 1 in self.by_hand):
            return attributes
        return [pair for pair in attributes if pair[0] != "customHeight"]

    def _note(self, column: int, value: str | float) -> None:
        if column not in self.theirs:
            self.said.add(fingerprint(value))

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
        super()._xml_start_tag_unencoded(tag, self._growing(tag, attributes))

    def _xml_empty_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
        super()._xml_empty_tag_unencoded(tag, self._growing(tag, attributes))
