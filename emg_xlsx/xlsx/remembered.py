"""What was read before, by how it was written: most of a filled template stands in other files, too."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from emg_xlsx.xlsx.values import Cell

Text = TypeVar("Text", str, bytes)
Meaning = TypeVar("Meaning")

Written = tuple[str, str, str, str, int]
"""A cell as its tag has it: its place, type and style, its text, and 1 if it has a formula."""


class Remembered(dict[Text, Meaning]):
    """Meanings by their text, so much of it at most: then all is forgotten, and what is met again comes back."""

    __slots__ = ("_room",)

    LARGEST = 32_768
    ROOM = 2_097_152

    def __init__(self) -> None:
        super().__init__()
        self._room = self.ROOM

    def keep(self, text: Text, meaning: Meaning) -> None:
        """Remember a text, unless it is a very long one."""
        if len(text) > self.LARGEST:
            return
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
        points: whether there are such indexes.
    """

    number: str
    hidden: bool
    written: tuple[Written, ...]
    cells: dict[int, Cell | str] | None
    points: bool


SeenRows = Remembered[str, Row]


@lru_cache(maxsize=4)
def rows_seen(formats: str, date1904: bool) -> tuple[SeenRows, SeenRows]:  # noqa: ARG001  # they tell one from another
    """The rows read with these formats, which with the first day make the cells; see `Known`."""
    return SeenRows(), SeenRows()
