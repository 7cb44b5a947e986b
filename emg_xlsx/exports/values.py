"""How values are written in data formats."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any


def plain(value: Any) -> Any:
    """A value as JSON has it: days as texts, whole numbers without decimals."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def csv_bytes(
    keys: Sequence[str], rows: Iterable[Mapping[str, Any]], *, told: Callable[[str], str] = str, mark: str = ""
) -> bytes:
    """Rows as CSV (RFC 4180, UTF-8).

    Args:
        keys: the columns, which are the header too.
        rows: values by key.
        told: what becomes of texts.
        mark: what the file begins with.
    """
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(keys)
    for row in rows:
        writer.writerow([_cell(row.get(key), told) for key in keys])
    # Half a surrogate pair is no text: XML may carry one, UTF-8 may not.
    return (mark + target.getvalue()).encode("utf-8", "replace")


def _cell(value: Any, told: Callable[[str], str]) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return told(value) if isinstance(value, str) else plain(value)
