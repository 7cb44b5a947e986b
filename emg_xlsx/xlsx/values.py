"""What reading a workbook gives: cells, sheets, and what was odd about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from emg_xlsx.xlsx.refusal import clipped

State = Literal["visible", "hidden", "veryHidden"]
"""Whether a sheet is shown; a very hidden one can be brought back by programs only."""

AnomalyCode = Literal[
    # About a cell. Where it says so, the cell is kept with kind "e" and the stored text as its value.
    "bad-boolean",  # kept as "e"; facts: value
    "bad-cell-type",  # kept as "e"; facts: value
    "bad-date",  # an ISO 8601 date that is none; kept as "e"; facts: value
    "bad-number",  # no number, not finite, or absurdly long; kept as "e"; facts: value
    "cell-off-grid",  # no place in the grid, left out; the row is told where known; facts: reference, value
    "duplicate-cell",  # the first one stands; facts: value, of the one left out
    "string-index",  # kept as "e"; facts: value
    "style-index",  # kept without number format; facts: value
    # About a sheet or the workbook.
    "bad-merge",  # facts: reference
    "duplicate-sheet",  # a second sheet of that name, left out
    "more-anomalies",  # those above the limit; facts: count
    "no-sheet-data",  # a worksheet part without its table of cells; facts: part
    "note-off-grid",  # a comment without a place, left out; facts: reference, value
    "part-missing",  # read without it; facts: part
    "part-unreadable",  # read without it; facts: part, reason
]
"""Every oddity that does not stop the reading; the comments name the facts that come with it."""

ANOMALY_CODES: frozenset[str] = frozenset(get_args(AnomalyCode))
"""The same as a set, for catalogues that must be complete."""


class Cell(NamedTuple):
    """One cell that holds something.

    Attributes:
        value: text, number or truth value; the code, such as ``#REF!``, where the kind is ``e``.
        kind: ``s`` text, ``n`` number, ``b`` truth value, ``e`` error value or something unreadable.
        format: number format code of a number, ``General`` if it has none; None where the file does not tell.
        formula: 0 a typed value, 1 a formula with a stored result, 2 a formula without one (the value is then ``""``).
    """

    value: str | float | bool
    kind: str
    format: str | None = None
    formula: int = 0


class Anomaly(NamedTuple):
    """Something in a workbook that could not be taken as it stands.

    Attributes:
        code: one of `ANOMALY_CODES`.
        sheet: name of the sheet, None for the workbook.
        row: number of the row, from 1, where there is a place.
        column: number of the column, from 1, where there is a place.
        facts: details by name.
    """

    code: str
    sheet: str | None
    row: int | None
    column: int | None
    facts: dict[str, str | int]


class Anomalies:
    """The oddities of one sheet as they are met: so many are listed, the rest is counted."""

    __slots__ = ("_found", "_limit", "_more", "_sheet")

    def __init__(self, sheet: str | None, limit: int) -> None:
        self._sheet = sheet
        self._limit = limit
        self._found: list[Anomaly] = []
        self._more = 0

    def add(
        self,
        code: AnomalyCode,
        place: tuple[int | None, int | None] = (None, None),
        facts: Mapping[str, str | int] | None = None,
    ) -> None:
        """Note one oddity at a place (row, column)."""
        if len(self._found) < self._limit:
            told = {key: clipped(value) for key, value in (facts or {}).items()}
            self._found.append(Anomaly(code, self._sheet, *place, told))
        else:
            self._more += 1

    def __len__(self) -> int:
        return len(self._found) + self._more

    def listed(self) -> tuple[Anomaly, ...]:
        """All of them, the last one telling how many more there were."""
        if not self._more:
            return tuple(self._found)
        rest = Anomaly("more-anomalies", self._sheet, None, None, {"count": self._more})
        return (*self._found, rest)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet, sparsely: only cells that hold something.

    Attributes:
        name: as on its tab.
        state: ``visible``, ``hidden`` or ``veryHidden``.
        rows: row number from 1 → column number from 1 → cell; both ascending.
        merges: merged ranges as (first row, first column, last row, last column), never expanded.
        hidden_rows: hidden rows that hold cells.
        hidden_columns: hidden columns as ranges (first, last).
        notes: text of comments and comment threads by (row, column).
        links: web addresses that cells lead to by (row, column).
        drawings: whether there are pictures, shapes or text boxes; they are not looked at, but for their words.
        drawn: the words of each text box or shape.
        headings: the words typed into the headers and footers of its printed pages.
        anomalies: what was odd.
    """

    name: str
    state: State
    rows: dict[int, dict[int, Cell]]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    drawings: bool = False
    drawn: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """An open workbook; its sheets are read when they are asked for, and kept.

    Attributes:
        sheet_names: worksheets in the order of their tabs.
        states: of the sheets, in the same order: ``visible``, ``hidden`` or ``veryHidden``.
        date1904: whether days are counted from 1904.
        has_macros: whether it carries programs; they are never looked at.
        properties: core properties (``title``, ``language``, ``creator``, …) and custom ones by name; of two with
            the same name, the core one.
        anomalies: what was odd about the workbook itself.
        load: reads a sheet by its name, with its formulas or without.
    """

    sheet_names: tuple[str, ...]
    states: tuple[State, ...]
    date1904: bool
    has_macros: bool
    properties: dict[str, str]
    anomalies: tuple[Anomaly, ...]
    load: Callable[[str, bool], Sheet] = field(repr=False)
    _read: dict[tuple[str, bool], Sheet] = field(default_factory=dict, repr=False)

    def sheet(self, name: str, *, formulas: bool = True) -> Sheet:
        """A sheet by its exact name, read at the first call only.

        Args:
            name: its name.
            formulas: whether cells with formulas are wanted; without them, a sheet full of them is read much faster.

        Raises:
            KeyError: there is no sheet of this name.
            Refused: a limit was passed, or a part that its cells need is missing or unreadable.
        """
        if (name, formulas) not in self._read:
            self._read[name, formulas] = self.load(name, formulas)
        return self._read[name, formulas]
