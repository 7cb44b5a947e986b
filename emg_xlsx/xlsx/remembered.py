"""What was read before, by how it was written: most of a filled template stands in other files, too."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeVar

from emg_xlsx.xlsx.values import Cell

Text = TypeVar("Text", str, bytes)
Meaning = TypeVar("Meaning")

Written = tuple[str, str, str, str, int]
"""A cell as its tag has it: its place, type and style, its text, and 1 if it has a formula."""


class Remembered(dict[Text, Meaning]):
    """Meanings by their text, so much of it at most: then all is forgotten, and what is met again comes back."""

    __slots__ = ("_room",)

    ROOM = 2_097_152

    def __init__(self) -> None:
        super().__init__()
        self._room = self.ROOM

    def keep(self, text: Text, meaning: Meaning) -> None:
        """Remember a text."""
        self._room -= len(text)
        if self._room < 0:
            self.clear()
            self._room = self.ROOM - len(text)
        self[text] = meaning


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a worksheet part, of whatever file.

    Attributes:
        number: as it is written.
        hidden: whether it is hidden.
        written: its cells.
        cells: column → cell, ascending, or the index of the string that makes it; None if the row is odd in any way,
            and must be taken cell by cell. Never changed: files share it.
        pointers: those indexes.
    """

    number: str
    hidden: bool
    written: tuple[Written, ...]
    cells: dict[int, Cell | str] | None
    pointers: tuple[str, ...]


class Grid(NamedTuple):
    """What a worksheet part holds; as in `Sheet`."""

    rows: dict[int, dict[int, Cell]]
    merges: tuple[tuple[int, int, int, int], ...]
    hidden_rows: frozenset[int]
    hidden_columns: tuple[tuple[int, int], ...]
    links: tuple[tuple[int, int, str], ...] = ()
    """Row, column and id of relationship of each link; of a range, its first cell."""
    headings: tuple[str, ...] = ()


class Same(NamedTuple):
    """A sheet that other files have, too.

    Attributes:
        grid: what it holds; files share it.
        pointers: the indexes of the strings in it.
        strings: what stood there.
        counted: how much of it counts as cells.
    """

    grid: Grid
    pointers: tuple[str, ...]
    strings: tuple[Cell | None, ...]
    counted: int


class Seen:
    """What was read with the same number formats and the same first day, which make the cells.

    Attributes:
        rows: of sheets of which only what is typed is wanted, and of others.
        sheets: those of which only what is typed is wanted: sheets that nobody fills.
        around: what stands around the cells of a sheet, and how much of it counts as cells.
    """

    __slots__ = ("around", "rows", "sheets")

    def __init__(self) -> None:
        self.rows: tuple[Remembered[str, Row], Remembered[str, Row]] = (Remembered(), Remembered())
        self.sheets: Remembered[bytes, Same] = Remembered()
        self.around: Remembered[bytes, tuple[Grid, int]] = Remembered()


@lru_cache(maxsize=4)
def seen_with(formats: str, date1904: bool) -> Seen:  # noqa: ARG001  # they tell one from another
    """What was read with these formats."""
    return Seen()
