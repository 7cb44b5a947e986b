"""What is put into a workbook, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

AUTHOR = "EMG Secretariat (emg-xlsx)"
"""Author of every note written here; a note of this author is not the sender's."""
NOTE_MARK = f"{AUTHOR}:"
"""How what is written here begins in a note, as programs begin one; all from it on is not the sender's."""
SHEET_MARK = "emg-xlsx:to-check"
"""Text of a hidden cell in the first row of the added sheet, right of its columns."""
META_MARK = "emg-xlsx"
"""Text in the third column of the rows added to `META_SHEET`."""
META_SHEET = "_meta"
RULE_MARK = "emg-xlsx:"
"""How the text in the formula of an added conditional format begins."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """How the cells of one severity are marked.

    Attributes:
        fill: background, as ``#RRGGBB``.
        font: colour of the text, None to leave it.
        word: the severity in a word, the note's first line; empty for none.
    """

    fill: str
    font: str | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One question at a cell.

    Several marks of one cell share a note, and the first one's highlight counts.

    Attributes:
        sheet, cell: the place, such as ``Contributions`` and ``H16``.
        look: key of its highlight.
        note: the text; none is written if it is empty.
    """

    sheet: str
    cell: str
    look: str
    note: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell of the added sheet looks; colours as ``#RRGGBB``."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    size: float = 11
    colour: str = "#000000"
    fill: str | None = None
    border: bool = False
    wrap: bool = True
    locked: bool = True


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell of the added sheet: its text, never a formula, its look by name, and the place it leads to."""

    text: str
    style: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerList:
    """A drop-down list over cells such as ``F11:F13 F15``; anything else may be typed all the same.

    Attributes:
        ranges: the cells.
        words: what is offered: no commas, 255 characters together at most, as Excel wants it.
        title, help: the message beside the cell.
    """

    ranges: str
    words: tuple[str, ...]
    title: str
    help: str

    def __post_init__(self) -> None:
        if len(",".join(self.words)) > 255 or any("," in word for word in self.words):
            raise ValueError(self.words)


@dataclass(frozen=True, slots=True)
class ToCheck:
    """The added sheet.

    Attributes:
        name: as wished; it is shortened or numbered where it is not free.
        rows: cells, None where nothing stands.
        widths: of the columns, in characters; cells right of them are not written.
        heights: of the rows, in points; rows without one are as high as programs like.
        header: row from 0 that is repeated on printed pages, None for none.
        lists: the drop-down lists.
        hidden: columns from 0 that are not shown.
        styles: looks by name.
        first: whether the workbook opens on it.
    """

    name: str
    rows: tuple[tuple[SheetCell | None, ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    header: int | None
    lists: tuple[AnswerList, ...]
    hidden: tuple[int, ...]
    styles: Mapping[str, Look]
    first: bool = False


@dataclass(frozen=True, slots=True)
class Additions:
    """What is put into a workbook.

    Attributes:
        marks: questions at cells.
        highlights: looks of the marks by key, most urgent first.
        sheet: the sheet to add, if any.
        meta: keys and values for `META_SHEET`; left out if the workbook has no such hidden sheet.
    """

    marks: tuple[Mark, ...] = ()
    highlights: Mapping[str, Highlight] = field(default_factory=dict)
    sheet: ToCheck | None = None
    meta: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Annotated:
    """A workbook with its marks.

    Attributes:
        data: the file.
        sheet: name of the added sheet, None without one.
        unmarked: marks whose place is not there or cannot be changed.
        unnoted: marks that have their colour but no note, because a conversation or an unreadable part is there.
        signed: whether the file had a signature, which no longer fits.
    """

    data: bytes
    sheet: str | None
    unmarked: tuple[Mark, ...]
    unnoted: tuple[Mark, ...]
    signed: bool
