"""Workbooks in other formats (.xls, .xlsb, .ods), read by python-calamine in a process that may crash without harm.

These formats hide from that reader what `open_workbook` tells of the .xlsx format: number formats (a date is known as
one, but not how it was shown), error values and formulas without a result (both look empty), which values came from
formulas, notes, hidden rows and columns, macros and properties. Of an .xlsb, whole days are plain numbers, too.
"""

from __future__ import annotations

import json
import subprocess
import sys
from math import isfinite
from pathlib import Path
from typing import Any

from emg_xlsx.xlsx.limits import Limits, Meter, too_large
from emg_xlsx.xlsx.refusal import Refused
from emg_xlsx.xlsx.values import Anomalies, Cell, Sheet, Workbook

CHILD = Path(__file__).with_name("foreign_child.py")

REASONS = {"ModuleNotFoundError": "no-reader", "ImportError": "no-reader", "MemoryError": "memory"}
"""What the child calls an error, and what we call it; anything else is ``reader``."""


def open_foreign(data: bytes, *, limits: Limits | None = None) -> Workbook:
    """Read a workbook in a format that `open_workbook` recognises and does not read.

    All sheets are read at once. Numbers have no format, except that dates and times have one that shows them as such.

    Args:
        data: the file's content.
        limits: bounds on what is read, and on the time and memory of the child; the defaults if None.

    Raises:
        Refused: ``foreign-unreadable`` with the reason ``reader``, ``crash``, ``time``, ``memory`` or ``no-reader``
            (python-calamine is not installed); ``encrypted``; ``too-large``; ``too-many-cells``; ``no-sheets``.
    """
    bounds = limits or Limits()
    if len(data) > bounds.file_bytes:
        raise too_large("file_bytes", bounds.file_bytes)
    answer = _answer(data, bounds)
    if "error" in answer:
        raise _refusal(str(answer["error"]), bounds)
    meter = Meter(bounds)
    sheets = {str(found["name"]): _sheet(found, meter) for found in answer["sheets"]}
    if not sheets:
        raise Refused("no-sheets")
    return Workbook(
        sheet_names=tuple(sheets),
        states=tuple(sheet.state for sheet in sheets.values()),
        date1904=False,
        has_macros=False,
        properties={},
        anomalies=(),
        load=lambda name, _: sheets[name],
    )


def _answer(data: bytes, limits: Limits) -> dict[str, Any]:
    """What the child says; it is gone when this returns, whatever happened to it.

    ``-P`` keeps this folder out of its search path, so that our modules cannot hide those it needs.
    """
    command = [sys.executable, "-P", str(CHILD), str(limits.child_bytes), str(limits.cells)]
    try:
        done = subprocess.run(  # noqa: S603  # a fixed command; the file goes in as data
            command, input=data, capture_output=True, timeout=limits.child_seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Refused("foreign-unreadable", {"reason": "time"}) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise Refused("foreign-unreadable", {"reason": "crash"}) from error
    return answer if isinstance(answer, dict) else {"error": ""}


def _refusal(error: str, limits: Limits) -> Refused:
    if error == "PasswordError":
        return Refused("encrypted")
    if error == "TooManyCells":
        return Refused("too-many-cells", {"limit_name": "cells", "limit": limits.cells})
    return Refused("foreign-unreadable", {"reason": REASONS.get(error, "reader")})


def _sheet(found: dict[str, Any], meter: Meter) -> Sheet:
    """A sheet as the child tells it, its rows in order."""
    name = str(found["name"])
    anomalies = Anomalies(name, meter.limits.anomalies)
    rows: dict[int, dict[int, Cell]] = {}
    for row, column, kind, value, code in found["cells"]:
        meter.add_cells(1, name)
        cell = Cell(value, kind, code, 0)
        if kind == "n" and not isfinite(value):
            anomalies.add("bad-number", (row, column), {"value": str(value)})
            cell = Cell(str(value), "e", None, 0)
        rows.setdefault(row, {})[column] = cell
    merges = tuple((top, left, bottom, right) for top, left, bottom, right in found["merges"])
    return Sheet(name=name, state=found["state"], rows=rows, merges=merges, anomalies=anomalies.listed())
