"""What was read before, by how it was written: most of a filled template stands in other files, too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple, ParamSpec, TypeVar, cast

from emg_xlsx.xlsx.values import Cell

Text = TypeVar("Text", str, bytes)
Meaning = TypeVar("Meaning")

Given = ParamSpec("Given")
_FORGETTING: list[Callable[[], None]] = []


def remembering(most: int) -> Callable[[Callable[Given, Meaning]], Callable[Given, Meaning]]:
    """Have a function remember its last answers, so many of them, until `forget` is called."""

    def wrap(function: Callable[Given, Meaning]) -> Callable[Given, Meaning]:
        kept = lru_cache(maxsize=most)(function)
        _FORGETTING.append(kept.cache_clear)
        return cast(Callable[Given, Meaning], kept)

    return wrap


def forget() -> None:
    """Forget all that was read: whoever measures reading wants each file to be the first."""
    for clear in _FORGETTING:
        clear()


class Remembered(dict[Text, Meaning]):
    """Meanings by their text, so much of it at most: then all is forgotten, and what is met again comes back."""

    __slots__ = ("_room",)

    ROOM = 1_048_576

    def __init__(self) -> None:
        super().__init__()
        self._room = self.ROOM

    def keep(self, meanings: Mapping[Text, Meaning]) -> None:
        """Remember texts with what they mean, unless they alone would take more room than there is."""
        size = sum(map(len, meanings))
        if size > self.ROOM:
            return
        if size > self._room:
            self.clear()
            self._room = self.ROOM
        self._room -= size
        self.update(meanings)


class Row(NamedTuple):
    """A row of a worksheet part, of whatever file.

    Attributes:
        number: of the row.
        hidden: whether it is hidden.
        cells: column → cell, ascending. Never changed, for files share it.
        pointers: column → index of the string of the file's table that stands there: in another file, another one may.
    """

    number: int
    hidden: bool
    cells: dict[int, Cell]
    pointers: dict[int, str]


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


@remembering(4)
def seen_with(formats: str, date1904: bool) -> Seen:  # noqa: ARG001  # they tell one from another
    """What was read with these formats."""
    return Seen()
