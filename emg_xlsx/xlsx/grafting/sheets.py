"""What a sheet's own parts say about formats and names of the workbook, changed to the new ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from emg_xlsx.xlsx.grafting.formats import Formats
from emg_xlsx.xlsx.grafting.pieces import leads_astray, number, prefixed
from emg_xlsx.xlsx.grafting.strings import Strings
from emg_xlsx.xlsx.patching.edits import Edits, Element, outline, unreadable

TABLE = frozenset({b"sheetData"})
FORMAT = re.compile(rb"\ss\s*=\s*(?:\"(\d{1,9})\"|'(\d{1,9})')")
SHARED = re.compile(rb"(\st\s*=\s*)(?:\"s\"|'s')")
SHARED_FORMULA = re.compile(rb"\ssi\s*=\s*[\"'](\d{1,9})[\"']")
CELL_METADATA = re.compile(rb"\s(?:cm|vm)\s*=\s*(?:\"[^\"]*\"|'[^']*')")


def read_sheet(data: bytes, part: str) -> Element:
    """A sheet whose cells are not taken apart.

    Raises:
        Refused: it is none, or its cells are written in a way no spreadsheet program writes.
    """
    root = outline(data, part, skip=TABLE)
    cells = root.find("sheetData")
    if root.local not in ("worksheet", "chartsheet") or (cells and not cells.skipped and not cells.empty):
        raise unreadable(part, "root")
    return root


class Carrier:
    """The parts of sheets as the new workbook needs them.

    Args:
        formats: the formats, which are appended as they are met.
        strings: the old table of strings.
        metadata: whether what cells say about more than their value comes along.
        books: how many other workbooks that formulas lead to come along.
    """

    __slots__ = ("_books", "_formats", "_metadata", "_strings")

    def __init__(self, formats: Formats, strings: Strings, *, metadata: bool, books: int) -> None:
        self._formats = formats
        self._strings = strings
        self._metadata = metadata
        self._books = books

    def sheet(self, data: bytes, part: str) -> tuple[bytes, bool]:
        """A worksheet or chart sheet: formats by their new numbers, texts in the cells, and not the selected one.

        Formulas that lead to workbooks which do not come along keep their results only; the second value tells if any.

        Raises:
            Refused: it cannot be read, or its strings cannot.
        """
        root = read_sheet(data, part)
        edits, untied = Edits(data), False
        for element in root.walk():
            if element.local == "col":
                self._renumber(edits, element, "style", self._formats.cell)
            elif element.local == "sheetView" and "tabSelected" in element.attributes:
                edits.set(element, "tabSelected", 0)
            elif element.local == "customSheetViews":  # they need views of the workbook, which stay behind
                edits.remove(element.start, element.end)
            elif element.local == "sheetData":
                self._cells(edits, element, root.prefix, part)
                untied |= self._untie(edits, element, root.prefix)
            self._renumber(edits, element, "dxfId", self._formats.differential)
        return edits.made(), untied

    def table(self, data: bytes, part: str, changes: Mapping[str, str]) -> bytes:
        """A table: its formats, its style, and attributes of its own that have to change."""
        edits, root = Edits(data), outline(data, part)
        for name, value in changes.items():
            edits.set(root, name, value)
        for element in (root, *root.walk()):
            for name in [name for name in element.attributes if name.lower().endswith("dxfid")]:
                self._renumber(edits, element, name, self._formats.differential)
            if element.local == "tableStyleInfo":
                self._formats.table_style(element.get("name"))
        return edits.made()

    def pivot(self, data: bytes, part: str, changes: Mapping[str, str]) -> bytes:
        """A pivot table, or what it remembers of its data."""
        edits, root = Edits(data), outline(data, part)
        for name, value in changes.items():
            edits.set(root, name, value)
        for element in (root, *root.walk()):
            self._renumber(edits, element, "dxfId", self._formats.differential)
            self._renumber(edits, element, "numFmtId", self._formats.number_format)
            if element.local == "pivotTableStyleInfo":
                self._formats.table_style(element.get("name"))
        return edits.made()

    def _renumber(self, edits: Edits, element: Element, name: str, known: Callable[[int], int | None]) -> None:
        index = number(element.get(name))
        found = known(index) if index is not None else None
        if found is not None and found != index:
            edits.set(element, name, found)

    def _cells(self, edits: Edits, table: Element, prefix: bytes, part: str) -> None:
        """Rows and cells one after the other, without taking them apart."""
        data, begin, words = edits.data, 0, _words(prefix)
        for match in words.opening.finditer(data, table.inner, table.close):
            if match.start() < begin:
                continue
            raw, at = match[2], match.start(2)
            found = FORMAT.search(raw)
            if found:
                group = 1 if found[1] is not None else 2
                place = self._formats.cell(int(found[group]))
                edits.replace(at + found.start(group), at + found.end(group), b"%d" % place)
            if match[1] == b"row":
                continue
            for said in CELL_METADATA.finditer(raw) if not self._metadata else ():
                edits.remove(at + said.start(), at + said.end())
            shared = SHARED.search(raw)
            if shared and not raw.endswith(b"/"):
                begin = data.find(words.closing, match.end(), table.close)
                if begin < 0:
                    raise unreadable(part, "cell")
                kind = self._text(edits, (match.end(), begin), words)
                edits.replace(at + shared.start(), at + shared.end(), b'%b"%b"' % (shared[1], kind))

    def _untie(self, edits: Edits, table: Element, prefix: bytes) -> bool:
        """Take out formulas that lead astray, with all that share one."""
        words = {b"p": re.escape(prefix)}
        pattern = re.compile(rb"<%(p)bf(\s[^<>]*?)?(?:/>|>([^<]*)</%(p)bf\s*>)" % words)
        found = list(pattern.finditer(edits.data, table.inner, table.close))
        astray = {one for one in found if leads_astray((one[2] or b"").decode("utf-8", "replace"), self._books)}
        shared = {number for one in astray for number in SHARED_FORMULA.findall(one[1] or b"")}
        for one in found:
            if one in astray or shared.intersection(SHARED_FORMULA.findall(one[1] or b"")):
                edits.remove(*one.span())
        return bool(astray)

    def _text(self, edits: Edits, within: tuple[int, int], words: _Words) -> bytes:
        """Put the text of a string into its cell, and give the type the cell then has."""
        found = words.value.search(edits.data, *within)
        if found is None:
            return b"inlineStr"
        index = int(found[1])
        if edits.data.find(words.formula, *within) >= 0:
            edits.replace(found.start(1), found.end(1), self._strings.plain(index))
            return b"str"
        inside = words.put_in(self._strings.rich(index))
        edits.replace(found.start(), found.end(), b"<%(p)bis>%(t)b</%(p)bis>" % {b"p": words.prefix, b"t": inside})
        return b"inlineStr"


class _Words(NamedTuple):
    """How the tags around cells are written with a sheet's prefix."""

    prefix: bytes
    opening: re.Pattern[bytes]
    closing: bytes
    value: re.Pattern[bytes]
    formula: bytes

    def put_in(self, piece: bytes) -> bytes:
        """A piece without a prefix, given this one."""
        return prefixed(piece, self.prefix)


def _words(prefix: bytes) -> _Words:
    facts = {b"p": re.escape(prefix)}
    return _Words(
        prefix,
        re.compile(rb"<%(p)b(c|row)(?=[\s/>])([^<>]*)>" % facts),
        b"</%bc" % prefix,
        re.compile(rb"<%(p)bv(?:\s[^<>]*)?>\s*(\d{1,9})\s*</%(p)bv\s*>" % facts),
        b"<%bf" % prefix,
    )
