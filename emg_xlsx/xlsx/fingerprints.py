"""By what a later run knows what we wrote: of each text, number, formula and picture, a number of 32 bits."""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32


@lru_cache(maxsize=1 << 14)  # most words of a master stand in many rows
def fingerprint(value: str | float) -> int:
    """A number of 32 bits for a text or a number, the same however a program spaces or stores it."""
    # A nought has no sign: -0.0 equals 0.0 for whatever remembers them, and one would get the number of the other.
    words = " ".join(value.split()) if isinstance(value, str) else repr(float(value) + 0.0)
    return crc32(words.encode("utf-8", "replace"))


def place_of_formula(row: int, column: int) -> str:
    """By what a later run knows that a formula is ours: its place, counted from 1; its result may have changed."""
    return f"={row}:{column}"


def mark_of_pictures(number: int) -> str:
    """By what a later run knows that there are no more pictures and charts on a sheet than we put there."""
    return f"=pictures:{number}"
