"""Cell formats and all they are made of, appended to the new table of styles and numbered anew."""

from __future__ import annotations

import re
from collections.abc import Iterator

from emg_xlsx.xlsx.grafting.pieces import Surroundings, number, prefixed
from emg_xlsx.xlsx.patching.book import Book
from emg_xlsx.xlsx.patching.edits import Edits, Element, outline
from emg_xlsx.xlsx.patching.order import STYLES, put_child
from emg_xlsx.xlsx.refusal import Refused

LISTS = {
    "numFmts": "numFmt",
    "fonts": "font",
    "fills": "fill",
    "borders": "border",
    "cellStyleXfs": "xf",
    "cellXfs": "xf",
    "cellStyles": "cellStyle",
    "dxfs": "dxf",
    "tableStyles": "tableStyle",
}
"""The lists that something is appended to, and what they hold; anything else in them stays behind."""
PARTS_OF_A_FORMAT = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}
FIRST_CUSTOM = 164
"""The first number of a number format that is not built in (ECMA-376, part 1, 18.8.30)."""


class Table:
    """One table of styles as lists of pieces.

    Args:
        book: the workbook.

    Raises:
        Refused: it has none, or it cannot be read.
    """

    __slots__ = ("around", "data", "lists", "part", "root")

    def __init__(self, book: Book) -> None:
        part = book.linked(book.main, "styles")
        if part is None:
            raise Refused("part-missing", {"part": "xl/styles.xml"})
        self.part = part
        self.data = book.read(part)[0]
        self.root = outline(self.data, part)
        self.around = Surroundings(self.root)
        found = {kind: self.root.find(kind) for kind in LISTS}
        self.lists = {kind: element.children if element is not None else [] for kind, element in found.items()}

    def piece(self, kind: str, index: int) -> bytes | None:
        """One entry of a list, ready for another table; None if there is none."""
        entries = self.lists[kind]
        return self.raw(entries[index]) if index < len(entries) and entries[index].local == LISTS[kind] else None

    def every(self, kind: str) -> list[Element]:
        """The entries of a list that are what it holds."""
        return [entry for entry in self.lists[kind] if entry.local == LISTS[kind]]

    def raw(self, element: Element) -> bytes:
        """An entry, ready for another table."""
        return self.around.taken_out(self.data[element.start : element.end])


class Formats:
    """The formats of an old workbook in a new one: each is appended once, and only if it is used.

    Args:
        new, old: the two workbooks.

    Raises:
        Refused: one of the tables of styles cannot be read.
    """

    def __init__(self, new: Book, old: Book) -> None:
        self._book = new
        self._new, self._old = Table(new), Table(old)
        self._places = {kind: _first_places(self._new, kind) for kind in LISTS}
        self._added: dict[str, list[bytes]] = {kind: [] for kind in LISTS}
        self._cells: dict[int, int] = {0: 0}
        self._codes = {code: index for index, code in _codes(self._new)}
        self._old_codes = dict(_codes(self._old))
        self._styles = {
            entry.get("name").casefold(): number(entry.get("xfId")) or 0 for entry in self._new.every("cellStyles")
        }
        self._old_styles = {number(entry.get("xfId")): entry for entry in reversed(self._old.every("cellStyles"))}
        self._old_formats = {number(entry.get("numFmtId")): entry for entry in reversed(self._old.every("numFmts"))}
        self._table_styles = {entry.get("name") for entry in self._new.lists["tableStyles"]}

    def cell(self, index: int) -> int:
        """The number of a cell format; the first one is the workbook's own and stays the first."""
        if index not in self._cells:
            piece = self._old.piece("cellXfs", index)
            self._cells[index] = 0 if piece is None else self._placed("cellXfs", self._format(piece))
        return self._cells[index]

    def differential(self, index: int) -> int | None:
        """The number of a differential format, None if there is no such format."""
        piece = self._old.piece("dxfs", index)
        return None if piece is None else self._placed("dxfs", piece)

    def number_format(self, index: int) -> int:
        """The number of a number format: the same for a built-in one, else that of its code."""
        code = self._old_codes.get(index)
        if code is None:
            return index if index < FIRST_CUSTOM else 0
        if code not in self._codes:
            taken = set(self._codes.values())
            self._codes[code] = next(n for n in range(FIRST_CUSTOM, FIRST_CUSTOM + len(taken) + 1) if n not in taken)
            self._added["numFmts"].append(
                _numbered(self._old.raw(self._old_formats[index]), {"numFmtId": self._codes[code]})
            )
        return self._codes[code]

    def table_style(self, name: str) -> None:
        """Take a table's style along if it is no built-in one."""
        entry = next((child for child in self._old.every("tableStyles") if child.get("name") == name), None)
        if entry is None or name in self._table_styles:
            return
        self._table_styles.add(name)
        edits = Edits(self._old.data[entry.start : entry.end])
        root = outline(edits.data, self._old.part)
        for child in root.children:
            found = self.differential(number(child.get("dxfId")) or 0) if child.get("dxfId") else None
            if found is not None:
                edits.set(child, "dxfId", found)
        self._added["tableStyles"].append(self._old.around.taken_out(edits.made()))

    def write(self) -> None:
        """Append to the new table of styles what was asked for."""
        edits, root = Edits(self._new.data), self._new.root
        for kind in LISTS:
            pieces = [prefixed(piece, root.prefix) for piece in self._added[kind]]
            if pieces:
                _append(edits, root, kind, pieces)
        self._book.write(self._new.part, edits)

    def _format(self, piece: bytes, *, of_cell: bool = True) -> bytes:
        """A format of the old table with the numbers of the new one; that of a named style has none itself."""
        root = outline(piece, self._old.part)
        numbers = {}
        for name, kind in PARTS_OF_A_FORMAT.items():
            made = self._old.piece(kind, number(root.get(name)) or 0)
            numbers[name] = 0 if made is None else self._placed(kind, made)
        numbers["numFmtId"] = self.number_format(number(root.get("numFmtId")) or 0)
        numbers["xfId"] = self._named_style(number(root.get("xfId")) or 0) if of_cell else 0
        return _numbered(piece, {name: value for name, value in numbers.items() if name in root.attributes})

    def _named_style(self, index: int) -> int:
        """The number of a named style's format; without a name it is the plain one."""
        entry = self._old_styles.get(index)
        piece = self._old.piece("cellStyleXfs", index)
        if not index or entry is None or piece is None:
            return 0
        name = entry.get("name").casefold()
        if name in self._styles:
            return self._styles[name]
        # Two names may have formats that look alike; each keeps one of its own.
        self._added["cellStyleXfs"].append(self._format(piece, of_cell=False))
        place = len(self._new.lists["cellStyleXfs"]) + len(self._added["cellStyleXfs"]) - 1
        self._styles[name] = place
        self._added["cellStyles"].append(_numbered(self._old.raw(entry), {"xfId": place}))
        return place

    def _placed(self, kind: str, piece: bytes) -> int:
        """The number of a piece, which is appended if it is not there."""
        places = self._places[kind]
        if piece not in places:
            places[piece] = len(self._new.lists[kind]) + len(self._added[kind])
            self._added[kind].append(piece)
        return places[piece]


def _first_places(table: Table, kind: str) -> dict[bytes, int]:
    places: dict[bytes, int] = {}
    for index, element in enumerate(table.lists[kind]):
        places.setdefault(table.raw(element), index)
    return places


def _codes(table: Table) -> Iterator[tuple[int, str]]:
    """The number formats that are not built in."""
    for entry in table.every("numFmts"):
        found = number(entry.get("numFmtId"))
        if found is not None and "formatCode" in entry.attributes:
            yield found, entry.get("formatCode")


def _numbered(piece: bytes, numbers: dict[str, int]) -> bytes:
    """A piece with some attributes of its outermost element changed."""
    tag = re.match(rb"<[^<>]*>", piece)
    if tag is None:
        return piece
    start = tag[0]
    for name, value in numbers.items():
        pattern = rb"(\s%b\s*=\s*)(?:\"[^\"]*\"|'[^']*')" % name.encode()
        start = re.sub(pattern, rb'\g<1>"%d"' % value, start, count=1)
    return start + piece[tag.end() :]


def _append(edits: Edits, root: Element, kind: str, pieces: list[bytes]) -> None:
    element = root.find(kind)
    if element is None:
        name = root.prefix + kind.encode()
        made = b'<%b count="%d">%b</%b>' % (name, len(pieces), b"".join(pieces), name)
        put_child(edits, root, STYLES, made, kind)
        return
    edits.append(element, b"".join(pieces))
    edits.set(element, "count", len(element.children) + len(pieces))
