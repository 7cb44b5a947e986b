"""Boxes of the sender's own notes, grown so that more words show in them, and as large as before again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import ceil

from emg_xlsx.xlsx.grid import LAST_COLUMN, LAST_ROW
from emg_xlsx.xlsx.patching.boxes import Grid, Sizes, note_shapes, size, stretch
from emg_xlsx.xlsx.patching.marks import Place

ANCHOR = re.compile(rb"<(?:[\w.-]+:)?Anchor\s*>([\d\s,]*)</")
NUMBER = re.compile(rb"\d{1,7}")
STYLED = [
    re.compile(rb"^<[^>]*?[;\"'\s]%b\s*:\s*(\d{1,4}(?:\.\d{1,6})?)(pt|px)" % word) for word in (b"width", b"height")
]
"""Width and height in a shape's own style, which count where it has no anchor."""

Spans = list[tuple[int, int]]
"""Where the numbers of a size stand: right column, inset, bottom row, inset; or width and height."""


def corners(data: bytes, places: Iterable[Place]) -> set[Place]:
    """The cells in which the boxes of some notes begin."""
    wanted = set(places)
    return {
        (here[2] + 1, here[0] + 1)
        for place, shape, _ in note_shapes(data)
        if place in wanted and (here := _anchor(shape))
    }


def grown(data: bytes, texts: Mapping[Place, str], grid: Grid) -> tuple[bytes, dict[Place, bytes]]:
    """A drawing in which the boxes of some notes are large enough for all of their words.

    Args:
        data: the drawing.
        texts: all words of each note.
        grid: the sizes of columns and rows.

    Returns:
        The drawing, and what `shrunk` needs for each box that has grown.
    """

    def larger(place: Place, shape: bytes) -> tuple[bytes, ...] | None:
        return _larger(shape, texts[place], grid) if place in texts else None

    return _resized(data, larger)


def shrunk(data: bytes, before: Mapping[Place, bytes]) -> bytes:
    """A drawing with boxes as large as before; the opposite of `grown`."""
    return _resized(data, lambda place, _: tuple(before[place].split()) if place in before else None)[0]


def _resized(
    data: bytes, wanted: Callable[[Place, bytes], tuple[bytes, ...] | None]
) -> tuple[bytes, dict[Place, bytes]]:
    out: list[bytes] = []
    before: dict[Place, bytes] = {}
    at = 0
    for place, shape, start in note_shapes(data):
        spans, sizes = _spans(shape), wanted(place, shape)
        if sizes is None or len(sizes) != len(spans) or place in before:
            continue
        before[place] = b" ".join(shape[begin:end] for begin, end in spans)
        for (begin, end), number in zip(spans, sizes, strict=True):
            out += (data[at : start + begin], number)
            at = start + end
    return b"".join((*out, data[at:])), before


def _larger(shape: bytes, text: str, grid: Grid) -> tuple[bytes, ...] | None:
    """The numbers of a size at which a text shows; None if it does already."""
    wide, high = size(text)
    anchor = _anchor(shape)
    if anchor is None:
        new = []
        for match, number in _styled(shape):
            needed = (wide, high)[number] * (0.75 if match[2] == b"pt" else 1)
            new.append(b"%d" % ceil(needed) if float(match[1]) < needed else match[1])
        return None if new == [match[1] for match, _ in _styled(shape)] else tuple(new)
    left, top = tuple(anchor[:2]), tuple(anchor[2:4])
    across, down = (grid.columns, grid.column), (grid.rows, grid.row)
    width, height_now = _pixels(left, (anchor[4], anchor[5]), across), _pixels(top, (anchor[6], anchor[7]), down)
    right = tuple(_end(left, wide, across, LAST_COLUMN)) if width < wide else (anchor[4], anchor[5])
    bottom = tuple(_end(top, high, down, LAST_ROW)) if height_now < high else (anchor[6], anchor[7])
    ends = (*right, *bottom)
    return None if ends == tuple(anchor[4:]) else tuple(b"%d" % number for number in ends)


def _end(first: tuple[int, ...], pixels: int, sizes: tuple[Sizes, float], last: int) -> Iterator[int]:
    at, inset = list(stretch(first[0] + 1, first[1], pixels, *sizes))[2:]
    yield from (min(at, last - 1), inset)


def _pixels(first: tuple[int, ...], end: tuple[int, int], sizes: tuple[Sizes, float]) -> float:
    """How far it is from one cell, counted from 0, and the pixels inside it to another."""
    known, usual = sizes
    cells = range(first[0] + 1, min(end[0], first[0] + 300) + 1)
    return sum(known.get(at, usual) for at in cells) - first[1] + end[1]


def _anchor(shape: bytes) -> list[int] | None:
    """Column, inset, row and inset of both corners, cells counted from 0."""
    match = ANCHOR.search(shape)
    numbers = [int(number) for number in NUMBER.findall(match[1])] if match else []
    return numbers if len(numbers) == 8 else None


def _spans(shape: bytes) -> Spans:
    if _anchor(shape) is None:
        return [match.span(1) for match, _ in _styled(shape)]
    match = ANCHOR.search(shape)
    return [found.span() for found in NUMBER.finditer(shape, *match.span(1))][4:] if match else []


def _styled(shape: bytes) -> list[tuple[re.Match[bytes], int]]:
    """Width (0) and height (1) in a shape's own style, in the order they are written."""
    found = [(match, number) for number, pattern in enumerate(STYLED) if (match := pattern.search(shape))]
    return sorted(found, key=lambda pair: pair[0].start(1))
