"""Dates, times and numbers as a cell of a spreadsheet shows them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from emg_xlsx.schedule.months import ENGLISH

_PIECES = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]?'
    r"|(?P<noon>am/pm|a/p|上午/下午)|(?P<field>y+|m+|d+|h+|s+|general)|(?P<fraction>\.0+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
"""The pieces of a number format; what is in brackets, but for hours that may pass 24, is not shown."""
_LOCALE_DATES = ("mm-dd-yy", "m/d/yyyy", "m/d/yy")
"""Formats Excel shows in the order of the reader's own system, so that no order may be shown for them."""

Piece = tuple[str, str]
"""A letter and the piece it stands for: y, m, d, h, n (minutes), s, a (before or after noon), or t for text."""


@lru_cache(maxsize=256)
def is_date_format(number_format: str | None) -> bool:
    """Tell whether a number format shows a date (a time of day alone is none)."""
    return bool(set(date_fields(number_format)) & set("ymd"))


def date_fields(number_format: str | None) -> list[str]:
    """Return the first letters of the fields of a number format in order; minutes are ``n``, not ``m``."""
    return [letter for letter, _ in _pieces(number_format) if letter in "ymdhns"]


@lru_cache(maxsize=256)  # a workbook has few formats and many cells
def _pieces(number_format: str | None) -> tuple[Piece, ...]:
    """The pieces of what a format shows; minutes are those beside hours or seconds."""
    pieces = list(_raw_pieces((number_format or "").split(";")[0]))
    fields = [n for n, (letter, _) in enumerate(pieces) if letter in "ymdhns"]
    for before, n, after in zip([-1, *fields], fields, [*fields[1:], -1], strict=False):
        after_hour = before >= 0 and pieces[before][0] == "h"
        before_second = after >= 0 and pieces[after][0] == "s"
        if pieces[n][0] == "m" and (after_hour or before_second):
            pieces[n] = ("n", pieces[n][1])
    return tuple(pieces)


def _raw_pieces(section: str) -> Iterator[Piece]:
    for found in _PIECES.finditer(section):
        kind, text = found.lastgroup, found.group(found.lastgroup) if found.lastgroup else ""
        if kind == "field" and text.lower() != "general":
            yield text[0].lower(), text.lower()
        elif kind == "elapsed":
            yield {"h": "h", "m": "n", "s": "s"}[text[0].lower()], found.group()
        elif kind == "noon":
            yield "a", text
        elif kind in ("quoted", "escaped", "other"):
            yield "t", text


def shown_number(value: float) -> str:
    """Return a number as Excel's General format shows it, for numbers of ordinary size."""
    return str(int(value)) if math.isfinite(value) and value == int(value) else f"{value:.10g}"


def shown_date(day: date, number_format: str | None) -> str:
    """Return a date as its format shows it in English.

    Only the fields y, m and d and what stands between them are written; without a date format, and for the
    formats that follow the reader's own system, the date is written as ``2021-10-07``.
    """
    pieces = _pieces(number_format)
    fields = [n for n, (letter, _) in enumerate(pieces) if letter in "ymd"]
    times = [n for n, (letter, _) in enumerate(pieces) if letter in "hns"]
    if not fields or (number_format or "").split(" h")[0].lower() in _LOCALE_DATES:
        return day.isoformat()
    # Words after the last field, such as the sign for a day, are the date's; what leads to a time is not.
    first = max((n for n in times if n < fields[0]), default=-1) + 1
    last = min((n for n in times if n > fields[-1]), default=len(pieces))
    shown = [_field(day, text) if letter in "ymd" else text
             for letter, text in pieces[first:last] if letter in "ymdt"]  # fmt: skip
    joined = "".join(shown)
    return joined.strip(" ,T@") if times else joined.strip(" @")


def shown_time(value: float, number_format: str | None) -> str:
    """Return the time of day that a serial number shows, as ``14:30``; empty if its format shows none.

    A format such as ``[h]:mm`` shows a duration, which may have more than 24 hours.
    """
    pieces = [piece for piece in _pieces(number_format) if piece[0] in "hnsa"]
    letters = {letter for letter, _ in pieces}
    if not letters & set("hns") or not math.isfinite(value) or value < 0:
        return ""
    lasts = any(text.startswith("[") for _, text in pieces)
    # Half a minute more or less is what a computer makes of a fraction of a day.
    unit = 1 if "s" in letters else 60
    seconds = round((value if lasts else value % 1) * 86400 / unit) * unit
    hours, minutes = seconds // 3600 if lasts else seconds // 3600 % 24, seconds // 60 % 60
    noon = ""
    if "a" in letters and not lasts:
        noon, hours = " PM" if hours >= 12 else " AM", hours % 12 or 12
    width = 1 if noon else 2
    return f"{hours:0{width}}:{minutes:02}" + (f":{seconds % 60:02}" if "s" in letters else "") + noon


def _field(day: date, field: str) -> str:
    name = ENGLISH[day.month - 1]
    weekday = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[day.weekday()]
    width = len(field)
    if field[0] == "y":
        return f"{day.year:04d}" if width > 2 else f"{day.year % 100:02d}"
    number = day.month if field[0] == "m" else day.day
    if width <= 2:
        return f"{number:0{width}d}"
    long = name if field[0] == "m" else weekday
    return long if width == 4 else long[: 1 if width == 5 else 3]
