"""The boxes notes are shown in: shapes of an old drawing language that is not always well-formed XML."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil
from unicodedata import east_asian_width

from emg_xlsx.xlsx.grid import LAST_COLUMN, LAST_ROW
from emg_xlsx.xlsx.patching.edits import Element
from emg_xlsx.xlsx.patching.marks import Place

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
SHAPE = re.compile(rb"<((?:[\w.-]+:)?)shape\s[^<>]*(?:/>|>.*?</\1shape\s*>)", re.DOTALL)
PLACE = {
    kind: re.compile(rb"<(?:[\w.-]+:)?%b\s*>\s*(\d{1,7})\s*</" % kind) for kind in (b"Row", b"Column")
}  # fmt: skip
NOTE = re.compile(rb"ObjectType\s*=\s*[\"']?Note\b")
IDS = re.compile(rb"_x0000_s(\d{1,9})")
SHAPE_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
NAMESPACES = (
    b'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
CLUSTER = 1024
"""Shape numbers a drawing has for each number of its ``idmap``."""
LINE = 15
"""Pixels a line of 9-point text takes."""
CHARACTER = 6
TALLEST = 760
COLUMN = re.compile(rb"<(?:[\w.-]+:)?col\s([^<>]*)>")
FACT = re.compile(rb"\b(min|max|hidden|width)=[\"'](\d{1,7}(?:\.\d{1,30})?|true)[\"']")
ROW = rb"<%brow\s+r=[\"'](\d{1,7})[\"']([^>]*)"
HEIGHT = re.compile(rb"\sht=[\"'](\d{1,7}(?:\.\d{1,30})?)[\"']")
HIDDEN = re.compile(rb"\shidden=[\"'](?:1|true|on)[\"']")


class Sizes:
    """Pixels of the columns or rows that say how large they are, read only as far as boxes reach.

    Args:
        written: the first, the last and the pixels, in the order of the sheet.
    """

    __slots__ = ("_known", "_reached", "_written")

    def __init__(self, written: Iterator[tuple[int, int, float]] | None = None) -> None:
        self._written = written
        self._known: dict[int, float] = {}
        self._reached = 0

    def get(self, number: int, usual: float) -> float:
        """The pixels of one, counted from 1."""
        while number > self._reached and self._written is not None:
            first, last, pixels = next(self._written, (0, LAST_ROW, usual))
            self._reached = max(last, self._reached)
            if first > 0:
                self._known.update(dict.fromkeys(range(first, min(last, first + 300) + 1), pixels))
        return self._known.get(number, usual)


@dataclass(slots=True)
class Grid:
    """Pixels of a sheet's columns and rows, so that a box is as large as meant."""

    column: float = 64.0
    row: float = 20.0
    columns: Sizes = field(default_factory=Sizes)
    rows: Sizes = field(default_factory=Sizes)


def grid_of(data: bytes, root: Element, places: Collection[Place]) -> Grid:
    """What a worksheet says of its columns and of the rows from some places on; others have the usual size."""
    grid = Grid()
    usual, columns, table = root.find("sheetFormatPr"), root.find("cols"), root.find("sheetData")
    if usual is not None:
        grid.row = _number(usual.get("defaultRowHeight"), 15) * 4 / 3
        grid.column = _number(usual.get("defaultColWidth"), 8.43) * 7 + 5
    if columns is not None:
        grid.columns = Sizes(_widths(data, columns))
    if table is not None and places:
        grid.rows = Sizes(_heights(data, table, min(places)[0] - 1, grid.row))
    return grid


def _widths(data: bytes, columns: Element) -> Iterator[tuple[int, int, float]]:
    for match in COLUMN.finditer(data, columns.inner, columns.close):
        facts = {key: 1.0 if value == b"true" else float(value) for key, value in FACT.findall(match[1])}
        width = 0.0 if facts.get(b"hidden") else facts.get(b"width", 8.43) * 7 + 5
        yield int(facts.get(b"min", 0)), int(facts.get(b"max", 0)), width


def _heights(data: bytes, table: Element, first: int, usual: float) -> Iterator[tuple[int, int, float]]:
    begin = data.find(b'<%brow r="%d"' % (table.prefix, first), table.inner, table.close)
    for match in _row(table.prefix).finditer(data, max(begin, table.inner), table.close):
        number, facts = int(match[1]), match[2]
        height = HEIGHT.search(facts)
        yield number, number, 0.0 if HIDDEN.search(facts) else float(height[1]) * 4 / 3 if height else usual


@lru_cache(maxsize=16)
def _row(prefix: bytes) -> re.Pattern[bytes]:
    return re.compile(ROW % re.escape(prefix))


def drawing(shapes: bytes, clusters: Iterable[int]) -> bytes:
    """A new drawing with nothing but notes."""
    data = ",".join(map(str, clusters)).encode()
    return b'<xml %b><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%b"/></o:shapelayout>%b%b</xml>' % (
        NAMESPACES,
        data,
        SHAPE_TYPE,
        shapes,
    )


def extended(data: bytes, shapes: bytes) -> bytes | None:
    """A drawing with more shapes in it, None if it has no end."""
    end = data.rfind(b"</xml>")
    if end < 0:
        return None
    kind = b"" if b'"_x0000_t202"' in data else SHAPE_TYPE
    return data[:end] + _own(kind, data) + _own(shapes, data) + data[end:]


def note_shapes(data: bytes) -> Iterator[tuple[Place, bytes, int]]:
    """The boxes of notes in a drawing: the note's cell, the shape as written and where it begins."""
    for match in SHAPE.finditer(data):
        if NOTE.search(match[0]):
            yield _place(match[0]), match[0], match.start()


def reduced(data: bytes, places: Collection[Place]) -> tuple[bytes, bool]:
    """A drawing without the notes of some cells, and whether any shape is left."""
    kept, at, left = [], 0, False
    for match in SHAPE.finditer(data):
        if NOTE.search(match[0]) and _place(match[0]) in places:
            kept.append(data[at : match.start()])
            at = match.end()
        else:
            left = True
    rest = b"".join((*kept, data[at:]))
    if rest.count(b"_x0000_t202") == 1 and at:
        rest = rest.replace(_own(SHAPE_TYPE, data), b"")
    return rest, left


def numbers(data: bytes) -> int:
    """The highest number a shape of a drawing has, 0 if there is none."""
    return max(map(int, IDS.findall(data)), default=0)


def box(place: Place, text: str, number: int, grid: Grid) -> bytes:
    """The shape of one note, sized to its text."""
    row, column = place
    wide, high = size(text)
    left = stretch(min(column + 1, LAST_COLUMN - 40), 15, wide, grid.columns, grid.column)
    top = stretch(max(min(row - 1, LAST_ROW - 200), 1), 4, high, grid.rows, grid.row)
    anchor = ", ".join(map(str, (*left[:2], *top[:2], *left[2:], *top[2:])))
    return (
        b'<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;width:%dpt;height:%dpt;z-index:1;'
        b'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" '
        b'color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        b'<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
        b"<x:SizeWithCells/><x:Anchor>%b</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row>"
        b"<x:Column>%d</x:Column></x:ClientData></v:shape>"
        % (number, wide * 3 // 4, high * 3 // 4, anchor.encode(), row - 1, column - 1)
    )


def size(text: str) -> tuple[int, int]:
    """Width and height in pixels at which a note shows whole, unless it is longer than a screen."""
    wide = 280 if len(text) < 400 else 420 if len(text) < 1500 else 640
    room = (wide - 12) // CHARACTER
    lines = sum(max(1, ceil(_length(line) * 1.1 / room)) for line in text.split("\n"))
    return wide, min(lines * LINE + 14, TALLEST)


def _length(line: str) -> int:
    return len(line) if line.isascii() else sum(2 if east_asian_width(char) in "WF" else 1 for char in line)


def stretch(first: int, inset: int, pixels: int, sizes: Sizes, usual: float) -> tuple[int, int, int, int]:
    """From where to where so many pixels go: cells counted from 0, each with the pixels inside it."""
    rest = float(pixels + inset)
    for at in range(first, first + 200):
        step = sizes.get(at, usual)
        if rest <= step:
            break
        rest -= step
    return first - 1, inset, at - 1, int(min(rest, step))


def _place(shape: bytes) -> Place:
    row, column = PLACE[b"Row"].search(shape), PLACE[b"Column"].search(shape)
    return (int(row[1]) + 1, int(column[1]) + 1) if row and column else (0, 0)


def _own(piece: bytes, data: bytes) -> bytes:
    """Our shapes name their namespaces themselves where the drawing has other prefixes."""
    if all(f"xmlns:{prefix}=".encode() in data for prefix in "vox"):
        return piece
    return re.sub(rb"<(v:shape(?:type)?) ", rb"<\1 " + NAMESPACES + b" ", piece)


def _number(written: str, otherwise: float) -> float:
    return float(written) if re.fullmatch(r"\d{1,7}(?:\.\d{1,30})?", written) else otherwise
