"""How much room texts take: the widths of columns, and the heights of rows at which nothing is cut."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import east_asian_width

from xlsxwriter.utility import xl_pixel_width

PADDING = 0.7109375
"""What a column's width is stored with beside its characters."""
LINE_HEIGHT = 15.0
"""Points a line of 11-point text takes."""
DIGIT = 7
"""Pixels a digit of 11-point Calibri takes: the unit of column widths."""
MOST_LINES = 27
"""Lines the tallest row a workbook can have shows."""
_WORDS = re.compile(r"[^\s-]+-*\s*|-+\s*|\s+")


def row_height(texts: Iterable[tuple[str, float]], *, bold: bool = False) -> float:
    """The height in points at which every text of a row shows whole.

    Args:
        texts: each cell's text and the width of its column in characters.
        bold: whether they are bold, and so a little wider.
    """
    lines = max((_lines(text, width * (0.92 if bold else 1.0)) for text, width in texts), default=1)
    return min(lines * LINE_HEIGHT + 3, MOST_LINES * LINE_HEIGHT + 3)


@lru_cache(maxsize=1 << 14)  # the plan's texts stand in many rows
def _lines(text: str, width: float) -> int:
    """Lines a text wraps to in 11-point Calibri: words are not cut, unless one is longer than the column."""
    room = max(20, int(width * DIGIT) - 2)
    # More lines than any row shows need no counting.
    return sum(_wrapped(line, room) for line in text[: int(width) * MOST_LINES * 2].split("\n"))


def _wrapped(line: str, room: int) -> int:
    """Lines one paragraph takes in a room of so many pixels; programs also break after hyphens."""
    lines, used = 1, 0
    for word in _WORDS.findall(line):
        wide = _pixels(word)
        if used + wide <= room:
            used += wide
            continue
        if used and used + _pixels(word.rstrip()) > room:
            lines, used = lines + 1, 0
        lines += (used + wide - 1) // room if wide > room else 0
        used = (used + wide) % room if wide > room else used + wide
    return lines


@lru_cache(maxsize=1 << 14)
def _pixels(word: str) -> int:
    """Pixels a word takes; characters of East Asian scripts are as wide as two digits."""
    if word.isascii():
        return int(xl_pixel_width(word))
    return sum(2 * DIGIT if east_asian_width(char) in "WF" else int(xl_pixel_width(char)) for char in word)
