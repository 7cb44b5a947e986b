"""The old table of strings, whose entries become texts of the cells themselves."""

from __future__ import annotations

import re

from emg_xlsx.xlsx.grafting.pieces import Surroundings, spans
from emg_xlsx.xlsx.patching.book import Book
from emg_xlsx.xlsx.patching.edits import outline

ENTRY = re.compile(rb"<si(?:\s[^<>]*)?>(.*)</si\s*>", re.DOTALL)
PHONETIC = re.compile(rb"<rPh\b.*?</rPh\s*>", re.DOTALL)
TEXT = re.compile(rb"<t(?:\s[^<>]*)?>([^<]*)</t\s*>")


class Strings:
    """The strings of a workbook by their numbers; read when the first one is asked for.

    Args:
        book: the workbook.
    """

    __slots__ = ("_around", "_book", "_data", "_places")

    def __init__(self, book: Book) -> None:
        self._book = book
        self._data = b""
        self._places: list[tuple[int, int]] | None = None
        self._around: Surroundings | None = None

    def rich(self, index: int) -> bytes:
        """What stands in an entry, runs and their fonts included; nothing if there is no such entry.

        Raises:
            Refused: the table cannot be read.
        """
        places = self._read()
        if index >= len(places) or self._around is None:
            return b"<t></t>"
        start, end = places[index]
        match = ENTRY.fullmatch(self._around.taken_out(self._data[start:end]))
        return match[1] if match and match[1] else b"<t></t>"

    def plain(self, index: int) -> bytes:
        """An entry's text without fonts, as it is written."""
        return b"".join(TEXT.findall(PHONETIC.sub(b"", self.rich(index))))

    def _read(self) -> list[tuple[int, int]]:
        if self._places is None:
            part = self._book.linked(self._book.main, "sharedStrings")
            if part is None:
                self._places = []
                return self._places
            self._data = self._book.read(part)[0]
            root = outline(self._data, part, skip={b"si"})
            self._around = Surroundings(root)
            self._places = list(spans(self._data, root.prefix + b"si", part))
        return self._places
