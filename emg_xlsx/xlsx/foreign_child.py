"""The process that reads other spreadsheet formats: it may run out of memory or crash, and nobody minds.

It is run as a file, on its own, and imports nothing of the package. Standard input has the file; standard output
gets JSON: ``{"sheets": [{"name", "state", "merges", "cells": [[row, column, kind, value, format], …]}, …]}`` or
``{"error": reason}``. The arguments are the most memory in bytes and the most cells.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

STATES = {"Visible": "visible", "Hidden": "hidden", "VeryHidden": "veryHidden"}
FIRST_DAY = dt.date(1899, 12, 30)
FIRST_OF_MARCH = dt.date(1900, 3, 1)
DAY = dt.timedelta(days=1)


class TooManyCells(Exception):  # noqa: N818  # its name is the answer
    """The file holds more than it may."""


def main() -> None:
    """Read what comes in, write what is in it."""
    bound_memory(int(sys.argv[1]))
    try:
        answer: dict[str, Any] = {"sheets": read(sys.stdin.buffer.read(), int(sys.argv[2]))}
    except BaseException as error:  # noqa: BLE001  # the reader's panics are no Exception; whatever comes is the answer
        answer = {"error": type(error).__name__}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def bound_memory(most: int) -> None:
    """Take no more memory than this, on systems that can bound it."""
    try:
        # Only Unix has it.
        import resource
    except ImportError:
        return
    for kind, limit in ((resource.RLIMIT_AS, most), (resource.RLIMIT_CORE, 0)):
        highest = resource.getrlimit(kind)[1]
        allowed = limit if highest == resource.RLIM_INFINITY else min(limit, highest)
        resource.setrlimit(kind, (allowed, highest))


def read(data: bytes, most_cells: int) -> list[dict[str, Any]]:
    """Every worksheet with its cells.

    Raises:
        TooManyCells: there are more than allowed.
    """
    # After the memory is bound, so that a reader that is not there is an answer, too.
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    opened = CalamineWorkbook.from_filelike(BytesIO(data))
    sheets = []
    for about in opened.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = opened.get_sheet_by_name(about.name)
        cells = []
        for cell in cells_of(sheet):
            most_cells -= 1
            if most_cells < 0:
                raise TooManyCells
            cells.append(cell)
        state = STATES.get(str(about.visible).rpartition(".")[2], "visible")
        sheets.append({"name": about.name, "state": state, "merges": merges_of(sheet), "cells": cells})
    return sheets


def cells_of(sheet: Any) -> Iterator[list[Any]]:
    """The cells that hold something; the reader gives rows from the first to the last of them, empty ones as text."""
    first_row, first_column = sheet.start or (0, 0)
    for row, values in enumerate(sheet.to_python(skip_empty_area=True), start=first_row + 1):
        for column, value in enumerate(values, start=first_column + 1):
            if value != "":
                yield [row, column, *typed(value)]


def merges_of(sheet: Any) -> list[list[int]]:
    """Merged ranges, where the format tells them."""
    ranges = sheet.merged_cell_ranges or []
    return [[top + 1, left + 1, bottom + 1, right + 1] for (top, left), (bottom, right) in ranges]


def typed(value: object) -> tuple[str, str | float | bool, str | None]:
    """Kind, value and number format of a cell; dates as Excel's serial numbers, with a format that shows them."""
    if isinstance(value, bool):
        return "b", value, None
    if isinstance(value, int | float):
        return "n", float(value), None
    if isinstance(value, dt.datetime):
        exact = value.time() != dt.time()
        return "n", serial(value.date()) + part(value.time()), "yyyy-mm-dd hh:mm:ss" if exact else "yyyy-mm-dd"
    if isinstance(value, dt.date):
        return "n", serial(value), "yyyy-mm-dd"
    if isinstance(value, dt.time):
        return "n", part(value), "hh:mm:ss"
    if isinstance(value, dt.timedelta):
        return "n", value / DAY, "[h]:mm:ss"
    return "s", str(value), None


def serial(day: dt.date) -> float:
    """Days as Excel counts them from 1900, whose 29 February it believes in."""
    return float((day - FIRST_DAY).days - (day < FIRST_OF_MARCH))


def part(clock: dt.time) -> float:
    """A time as a part of the day."""
    return dt.timedelta(0, clock.hour * 3600 + clock.minute * 60 + clock.second, clock.microsecond) / DAY


if __name__ == "__main__":
    main()
