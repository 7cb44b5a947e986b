"""Places in the grid: ``B7``, ``AA1:AC3``, and the limits of both directions."""

from __future__ import annotations

import re
from functools import lru_cache

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
"""Excel's grid; a cell outside it has no place any program could show."""

REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,10})", re.ASCII)


class _Columns(dict[str, int]):
    """Column numbers by their letters, worked out when first asked for; 0 for what is no column."""

    def __missing__(self, letters: str) -> int:
        if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
            return 0
        number = 0
        for letter in letters.upper():
            number = number * 26 + ord(letter) - 64
        if number > LAST_COLUMN:
            return 0
        self[letters] = number
        return number


COLUMNS = _Columns()
"""Number of a column by its letters, 0 for what is none."""


@lru_cache(maxsize=1_024)
def column_letters(column: int) -> str:
    """The letters of a column: 1 → ``A``, 28 → ``AB``."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    """A place as people see it: (7, 2) → ``B7``."""
    return f"{column_letters(column)}{row}"


def position(reference: str) -> tuple[int, int] | None:
    """Row and column of ``B7`` or ``$B$7``; None for what is no place in the grid."""
    match = REFERENCE.fullmatch(reference)
    if match is None:
        return None
    row, column = int(match[2]), COLUMNS[match[1]]
    return (row, column) if column and 1 <= row <= LAST_ROW else None


def block(reference: str) -> tuple[int, int, int, int] | None:
    """First row, first column, last row and last column of ``B2:D5``, ``B2``, ``B:D`` or ``2:5``; None for others."""
    first, colon, last = reference.partition(":")
    begin = _corner(first, (1, 1))
    end = _corner(last if colon else first, (LAST_ROW, LAST_COLUMN))
    if begin is None or end is None:
        return None
    return min(begin[0], end[0]), min(begin[1], end[1]), max(begin[0], end[0]), max(begin[1], end[1])


def _corner(text: str, whole: tuple[int, int]) -> tuple[int, int] | None:
    bare = text.replace("$", "")
    if bare.isascii() and bare.isdigit() and len(bare) <= 7:
        return (int(bare), whole[1]) if 1 <= int(bare) <= LAST_ROW else None
    if COLUMNS[bare]:
        return whole[0], COLUMNS[bare]
    return position(bare)
