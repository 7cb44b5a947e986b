"""A cell as its sender sees it, in one string."""

from __future__ import annotations

import re

from emg_xlsx.reading import Context
from emg_xlsx.rows import text_of
from emg_xlsx.schedule import parse
from emg_xlsx.schedule.shown import is_date_format as shows_date
from emg_xlsx.schedule.shown import shown_time
from emg_xlsx.xlsx import Cell, is_date_format
from emg_xlsx.xlsx.formats import NOT_SHOWN

_PERCENT = re.compile(r"0?(?:\.(0+))?%")


def as_seen(cell: Cell, context: Context) -> str:
    """The cell as its sender sees it: of numbers, dates, times and percentages as their format shows them."""
    if isinstance(cell.value, str):
        return cell.value
    if cell.kind == "n" and is_date_format(cell.format):
        calendar = context.plan.calendar
        day = parse(cell.value, calendar=calendar, number_format=cell.format, date1904=context.date1904).verbatim
        clock = time_of_day(cell)
        return f"{day} {clock}" if clock and clock != day else day
    return _percentage(cell) or text_of(cell)


def time_of_day(cell: Cell) -> str:
    """The time of day that a cell shows beside a date; empty where it shows none, or midnight."""
    if cell.kind != "n" or not shows_date(cell.format):
        return ""
    return shown_time(float(cell.value), cell.format) if round(float(cell.value) % 1 * 1440) % 1440 else ""


def _percentage(cell: Cell) -> str:
    """The percentage that a cell shows, empty if it shows none."""
    if cell.kind != "n" or "%" not in (cell.format or ""):
        return ""
    shown = NOT_SHOWN.sub("", cell.format or "").partition(";")[0]
    if "%" not in shown:
        return ""
    digits = _PERCENT.search(shown)
    return f"{float(cell.value) * 100:.{len(digits[1] or '') if digits else 0}f}%"


__all__ = ["as_seen", "time_of_day"]
