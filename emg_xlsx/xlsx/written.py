"""A sheet that is written: text that stays text, heights that grow, and each word made ready once for many rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import (
    CellBlankTuple,
    CellDatetimeTuple,
    CellFormulaTuple,
    CellNumberTuple,
    CellStringTuple,
    Worksheet,
)

from emg_xlsx.xlsx.fingerprints import fingerprint, mark_of_pictures, place_of_formula
from emg_xlsx.xlsx.grid import column_letters

_PLAIN_CELLS = frozenset({"Blank", "Number", "Datetime", "String", "Formula", "_Shared"})
"""XlsxWriter's names of the cells that tables are made of, and ours."""
TEXT_LIMIT = 32767
"""Characters Excel can hold in one cell, counted in units of UTF-16, of which a character takes two at most."""
ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
ROW = "\0"
"""Stands for the number of a row in cells that are made ready for many rows: no text in XML can have it."""
READY, SHORT = 256, 500
"""How many cells of a column are kept ready, and how many characters such a cell has at most in XML."""

Looks = tuple[Format | None, Format | None, Format | None]
"""Formats for text, numbers and dates."""


class Computed(NamedTuple):
    """What a cell with a formula of our own holds.

    Attributes:
        formula: without the sign of equality before it, and with ``ROW`` for the number of its own row.
        result: what it gives.
        is_number: whether it looks like a number.
    """

    formula: str
    result: Any
    is_number: bool = False


class _Shared(NamedTuple):
    """A cell whose formula stands in it for others, or in another one: the element that says so, look and result."""

    element: str
    format: Format | None
    value: Any


class _Styles(dict[Format | None, str]):
    """How cells name their looks, which XlsxWriter numbers when they are first asked for."""

    def __missing__(self, look: Format | None) -> str:
        self[look] = name = f' s="{look._get_xf_index()}"' if look else ""  # noqa: SLF001
        return name


class Page(Worksheet):
    """A sheet whose row heights are a start, not a limit: rows still grow when somebody types more.

    It knows what was written on it, so that what somebody types over it can be told from it later.

    Attributes:
        said: fingerprints of the texts and numbers written.
        theirs: columns, counted from 0, that are for somebody else to fill.
        by_hand: rows, counted from 0, whose height somebody set: those do not grow.
    """

    def __init__(self) -> None:
        super().__init__()
        self.said: set[int] = set()
        self.theirs: frozenset[int] = frozenset()
        self.by_hand: set[int] = set()
        self._shared = 0
        self._styles = _Styles()
        self._line: list[str] = []

    def put(self, row: int, column: int, value: Any, looks: Looks) -> None:
        """Write one typed value; text is always written as text, whatever it begins with.

        Past XlsxWriter's checks, which take longer than the writing: places and texts are our own.

        Args:
            row, column: the place, counted from 0 as XlsxWriter does.
            value: text, number, date, formula of our own, or None for an empty cell.
            looks: formats for text, numbers and dates.
        """
        self.put_row(row, [value], [Cells(self, column, looks)])

    def put_row(self, row: int, values: Sequence[Any], cells: Sequence[Cells]) -> None:
        """Write typed values side by side, as `put` does one.

        Args:
            row: counted from 0.
            values: from left to right.
            cells: those of the column of each.
        """
        first = cells[0].column
        self._reach(row, first)
        self._reach(row, cells[-1].column)
        for column, value in enumerate(values, first):
            if type(value) is Computed:
                self._note_formula(row, column)
        line = self.table[row]
        if self.constant_memory:  # one piece, which `_write_cell` knows
            made = "".join([ready[value] for ready, value in zip(cells, values, strict=True)])
            line[first] = made.replace(ROW, str(row + 1))
        else:
            line.update((one.column, self.typed(one, value)) for one, value in zip(cells, values, strict=True))

    def typed(self, cells: Cells, value: Any) -> Any:
        """A value as XlsxWriter keeps it; texts and numbers are noted."""
        for_text, for_number, for_day = cells.looks
        if value is None or value == "":
            return CellBlankTuple(for_text)
        if isinstance(value, Computed):
            return CellFormulaTuple(value.formula, for_number if value.is_number else for_text, value.result)
        if isinstance(value, datetime | date):
            return CellDatetimeTuple(self._convert_date_time(value), for_day)
        if isinstance(value, int | float):
            self._note(cells.column, value)
            return CellNumberTuple(value, for_number)
        words = _fitting(str(value))
        self._note(cells.column, words)
        known = words if self.constant_memory else self.str_table._get_shared_string_index(words)  # noqa: SLF001
        return CellStringTuple(known, for_text)

    def lead(self, row: int, column: int, link: str, words: str) -> None:
        """Let a cell lead somewhere; what stands in it is put there like anything else.

        Args:
            row, column: the place, counted from 0.
            link: where to, as XlsxWriter has it.
            words: what stands in the cell.
        """
        self.ignore_write_string = True
        self.write_url(row, column, link, None, words)
        self.ignore_write_string = False

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
        element = f'<f t="shared" si="{self._shared}" ref="{area}">{self._escape_data(formula)}</f>'
        for (below, right), (look, result) in zip(steps, cells, strict=True):
            self._reach(row + below, column + right)
            self._note_formula(row + below, column + right)
            self.table[row + below][column + right] = _Shared(element, look, result)
            element = f'<f t="shared" si="{self._shared}"/>'
        self._shared += len(cells)  # any number will do that no other formula of the sheet has

    def insert_chart(self, *place: Any, **options: Any) -> Any:
        """Put a chart on the sheet, and count it."""
        self.said.add(fingerprint(mark_of_pictures(len(self.charts) + 1)))
        return super().insert_chart(*place, **options)

    def xml(self, row: str, column: int, cell: Any) -> str:
        """A cell as it stands in the file; one that is empty and looks like nothing does not.

        Args:
            row: its number, or ``ROW``.
            column: counted from 0.
            cell: what XlsxWriter keeps of it.
        """
        kind, head = type(cell).__name__, f'<c r="{column_letters(column + 1)}{row}"{self._styles[cell.format]}'
        if kind == "Blank":
            return f"{head}/>" if cell.format else ""
        if kind == "_Shared":
            return f"{head}{self._with_result(cell.element, cell.value)}"
        if kind == "Formula":
            element = f"<f>{self._escape_data(cell.formula.replace(ROW, row))}</f>"
            return f"{head}{self._with_result(element, cell.value)}"
        if kind != "String":
            return f"{head}><v>{cell.number:.16G}</v></c>"
        if self.constant_memory:
            return f'{head} t="inlineStr"><is>{_inline(cell.string)}</is></c>'
        return f'{head} t="s"><v>{cell.string}</v></c>'

    def _with_result(self, element: str, result: Any) -> str:
        """The rest of a cell with a formula: the type of its result, the formula, the result."""
        kind = ""
        if isinstance(result, bool):
            result, kind = int(result), ' t="b"'
        elif isinstance(result, str) and result:
            kind = ' t="e"' if result in ERRORS else ' t="str"'
        return f"{kind}>{element}<v>{self._escape_data(result)}</v></c>"

    def _reach(self, row: int, column: int) -> None:
        """Make a place ready to be written to, as XlsxWriter does for each cell."""
        if self.constant_memory and row > self.previous_row:
            self._write_single_row(row)
        top, bottom, left, right = self.dim_rowmin, self.dim_rowmax, self.dim_colmin, self.dim_colmax
        if top is None or left is None or not (top <= row <= bottom and left <= column <= right):
            self._check_dimensions(row, column)

    def _note(self, column: int, value: str | float) -> None:
        if column not in self.theirs:
            self.said.add(fingerprint(value))

    def _note_formula(self, row: int, column: int) -> None:
        self.said.add(fingerprint(place_of_formula(row + 1, column + 1)))

    def _write_string(self, row: int, col: int, string: str, cell_format: Format | None = None) -> int:
        self._note(col, string)
        return int(super()._write_string(row, col, string, cell_format))

    def _write_number(self, row: int, col: int, number: float, cell_format: Format | None = None) -> int:
        self._note(col, number)
        return int(super()._write_number(row, col, number, cell_format))

    def _write_formula(self, row: int, col: int, *formula: Any) -> int:
        self._note_formula(row, col)
        return int(super()._write_formula(row, col, *formula))

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        # The original looks for some thirty functions of later Excels in each formula; ours have none, and those of
        # a coordinator stand in their file as Excel wrote them.
        return formula.removeprefix("=")

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """Write a cell, past XlsxWriter's search for what is to be escaped in places and numbers of looks.

        A row is put together before it goes to the file. A cell without a look of its own has none, also where its row
        or column has one.
        """
        if isinstance(cell, str):
            self._line.append(cell)
        elif type(cell).__name__ in _PLAIN_CELLS:
            self._line.append(self.xml(str(row + 1), col, cell))
        else:
            self._flush()
            super()._write_cell(row, col, cell)

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        # A text between <r> and </r> is what somebody wrote, not markup of ours.
        self._xml_inline_string(string, None, attributes)

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
        self._line.append(f"<{tag}{self._growing(tag, attributes)}>")

    def _xml_empty_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
        self._line.append(f"<{tag}{self._growing(tag, attributes)}/>")
        self._flush()

    def _xml_end_tag(self, tag: str) -> None:
        self._line.append(f"</{tag}>")
        self._flush()

    def _growing(self, tag: str, attributes: Any) -> str:
        """The attributes of an element, without the one that forbids a row to grow."""
        grows = tag == "row" and not (self.by_hand and int(dict(attributes)["r"]) - 1 in self.by_hand)
        return "".join([f' {key}="{value}"' for key, value in attributes if not grows or key != "customHeight"])

    def _flush(self) -> None:
        self.fh.write("".join(self._line))
        self._line.clear()


class Cells(dict[Any, str]):
    """The cells of one column in one look, by what they hold, as they stand in the file but for the row's number.

    Most words of a table stand in many rows, and are made ready once.

    Args:
        page: their sheet.
        column: theirs, counted from 0.
        looks: how they look.
    """

    def __init__(self, page: Page, column: int, looks: Looks) -> None:
        super().__init__()
        self.page, self.column, self.looks = page, column, looks

    def __missing__(self, value: Any) -> str:
        made = self.page.xml(ROW, self.column, self.page.typed(self, value))
        if len(made) <= SHORT:
            if len(self) == READY:
                self.clear()
            self[value] = made
        return made


def _inline(words: str) -> str:
    """A text inside a cell; most have nothing to escape."""
    if not words.isprintable() or "_x" in words:
        words = Worksheet._escape_control_characters(words)  # noqa: SLF001
    if "&" in words or "<" in words or ">" in words:
        words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    space = ' xml:space="preserve"' if words != words.strip() else ""
    return f"<t{space}>{words}</t>"


def _fitting(words: str) -> str:
    """As much of a text as a cell can hold."""
    if len(words) <= TEXT_LIMIT // 2:
        return words
    return words.encode("utf-16-le", "surrogatepass")[: 2 * TEXT_LIMIT].decode("utf-16-le", "ignore")
