"""What a cell's tag and text mean: a typed value, and whether anything was odd about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from math import isfinite

from emg_xlsx.xlsx.escapes import unescaped
from emg_xlsx.xlsx.refusal import Refused, clipped
from emg_xlsx.xlsx.remembered import Seen
from emg_xlsx.xlsx.values import AnomalyCode, Cell

BLANK = Cell("", "s")
"""An empty string of the table; a cell with it holds nothing."""

LONGEST_NUMBER = 400
"""Characters; the longest that a program writes for a double is about 330."""

FIRST_DAY_1900 = date(1899, 12, 30)
FIRST_DAY_1904 = date(1904, 1, 1)
FEBRUARY_1900_OVER = 61
"""Excel's 1900 system has a 29 February 1900; before it, days count one less than the plain difference."""
DATE_FORMAT = "yyyy-mm-dd"
DATE_TIME_FORMAT = "yyyy-mm-dd hh:mm:ss"
TIME_FORMAT = "hh:mm:ss"

new_tuple = tuple.__new__
"""Makes a cell without calling the constructor that named tuples have in Python; measured on filled templates."""

Made = tuple[Cell | None, AnomalyCode | None]
"""A cell, None if it holds nothing, and what was odd about it."""


@dataclass(frozen=True, slots=True)
class Known:
    """What cells of every sheet of a workbook refer to.

    Attributes:
        strings: cells by index; None where the file has no such part.
        strings_part: name of that part.
        formats: number format codes by style; None where the file has none.
        date1904: whether days are counted from 1904.
        seen: what was read with these formats before, in any file.
    """

    strings: Mapping[str, Cell] | None
    strings_part: str
    formats: Mapping[str, str] | None
    date1904: bool
    seen: Seen = field(default_factory=Seen)


def make_cell(kind: str, text: str, style: str, formula: int, known: Known) -> Made:
    """A cell from what stands in it.

    Args:
        kind: the cell's type as written (ECMA-376, ST_CellType).
        text: content of its value or of its inline string.
        style: index of its style.
        formula: whether it has one, 0 or 1.
        known: what it may refer to.

    Raises:
        Refused: it refers to the table of strings, and the file has none.
    """
    if kind == "n" and text:
        return make_number(text, style, formula, known)
    if (kind == "inlineStr" and text) or (kind == "str" and (text or formula)):
        return new_tuple(Cell, (unescaped(text), "s", None, formula)), None
    if not text:
        return (Cell("", "s", None, 2) if formula else None), None
    maker = MAKERS.get(kind)
    return maker(text, style, formula, known) if maker else (unreadable(text, formula), "bad-cell-type")


def unreadable(text: str, formula: int) -> Cell:
    """What cannot be read must not look blank: it counts as an error value, with the beginning of its text."""
    return Cell(clipped(text), "e", None, formula)


def make_number(text: str, style: str, formula: int, known: Known) -> Made:
    """A number; the arguments are those of `make_cell`, the text not empty."""
    try:
        number = float(text)
    except ValueError:
        return unreadable(text, formula), "bad-number"
    # What Python reads as a number and XML Schema does not.
    if not isfinite(number) or "_" in text or not text.isascii() or len(text) > LONGEST_NUMBER:
        return unreadable(text, formula), "bad-number"
    if known.formats is None:
        return Cell(number, "n", None, formula), None
    code = known.formats.get(style)
    return new_tuple(Cell, (number, "n", code, formula)), None if code is not None else "style-index"


def _shared(text: str, _: str, formula: int, known: Known) -> Made:
    if known.strings is None:
        raise Refused("part-missing", {"part": known.strings_part})
    bare = text.strip()
    index = str(int(bare)) if bare.isascii() and bare.isdigit() and len(bare) < 10 else ""
    cell = known.strings.get(index)
    if cell is None:
        return unreadable(text, formula), "string-index"
    return (cell._replace(formula=formula) if cell.value or formula else None), None


TRUTHS = {"1": True, "true": True, "0": False, "false": False}


def _boolean(text: str, _: str, formula: int, __: Known) -> Made:
    value = TRUTHS.get(text.strip().lower())
    return (unreadable(text, formula), "bad-boolean") if value is None else (Cell(value, "b", None, formula), None)


def _error(text: str, _: str, formula: int, __: Known) -> Made:
    return Cell(clipped(text.strip()), "e", None, formula), None


def _iso_date(text: str, _: str, formula: int, known: Known) -> Made:
    """A date in words of ISO 8601 becomes the serial number it would have had, with a format that shows as much."""
    found = _serial(text.strip(), date1904=known.date1904)
    if found is None:
        return unreadable(text, formula), "bad-date"
    return Cell(found[0], "n", found[1], formula), None


def _serial(text: str, *, date1904: bool) -> tuple[float, str] | None:
    """Serial number and number format of an ISO 8601 date, date and time, or time; an offset is passed over."""
    try:
        if "T" not in text and ":" in text:
            clock = time.fromisoformat(text)
            return _day_part(clock), TIME_FORMAT
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    first = FIRST_DAY_1904 if date1904 else FIRST_DAY_1900
    days = (moment.date() - first).days
    if not date1904 and days < FEBRUARY_1900_OVER:
        days -= 1
    if days < 0:
        return None
    return days + _day_part(moment.time()), DATE_FORMAT if moment.time() == time() else DATE_TIME_FORMAT


def _day_part(clock: time) -> float:
    return (clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6) / 86_400


MAKERS: Mapping[str, Callable[[str, str, int, Known], Made]] = {
    "s": _shared,
    "b": _boolean,
    "e": _error,
    "d": _iso_date,
}
"""How each type of cell is read, but for numbers and texts in the cell itself, which most are."""
