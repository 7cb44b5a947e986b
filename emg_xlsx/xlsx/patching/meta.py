"""Rows of keys and values put at the end of a hidden sheet, and taken out again."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from emg_xlsx.xlsx.patching.edits import Edits, Element, counted, outline
from emg_xlsx.xlsx.patching.escaping import xstring
from emg_xlsx.xlsx.patching.values import META_MARK, META_SHEET

ROW = rb"<%brow\s+r=[\"'](\d{1,7})[\"']"


def put_rows(edits: Edits, root: Element, meta: Mapping[str, str]) -> None:
    """Append a row for each key: key, value, and whose row it is."""
    table = root.find("sheetData")
    if table is None:
        return
    number = last_row(edits.data, table)
    for key, value in meta.items():
        number += 1
        cells = b"".join(
            b'<%(p)bc r="%(at)b" t="inlineStr"><%(p)bis><%(p)bt xml:space="preserve">%(text)b'
            b"</%(p)bt></%(p)bis></%(p)bc>"
            % {b"p": root.prefix, b"at": f"{letter}{number}".encode(), b"text": xstring(text)}
            for letter, text in zip("ABC", (key, value, META_MARK), strict=True)
        )
        edits.append(table, b'<%brow r="%d">%b</%brow>' % (root.prefix, number, cells, root.prefix))


def remove_rows(edits: Edits, root: Element, rows: Collection[int]) -> None:
    """Take rows out by their numbers."""
    table = root.find("sheetData")
    number = 0
    for row in table.children if table is not None else ():
        written = row.get("r")
        number = int(written) if written.isdecimal() else number + 1
        if number in rows:
            edits.remove(row.start, row.end)


def last_row(data: bytes, table: Element) -> int:
    """The number of the last row; rows without one follow the row before."""
    if table.skipped:
        numbers = re.findall(ROW % re.escape(table.prefix), data[table.inner : table.close])
        if len(numbers) == counted(data, table, "row"):
            return max(map(int, numbers), default=0)
        table = outline(data[table.start : table.end], META_SHEET)
    number = highest = 0
    for row in table.children:
        written = row.get("r")
        number = int(written) if written.isdecimal() else number + 1
        highest = max(highest, number)
    return highest
