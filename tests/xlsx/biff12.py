"""Real workbooks in Excel's binary format, made record by record, for no library writes them.

A file has the parts of an ``.xlsx`` file, some of them as records ([MS-XLSB] 2.1.4): the record's number and the size
of its content, each seven bits to a byte, then the content.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

from emg_xlsx.xlsx import Workbook, is_date_format
from tests.xlsx.odd_files import CONTENT_TYPES, DECLARATION, TOP, relations, zipped

Value = str | float | bool
Sheet = Mapping[tuple[int, int], tuple[Value, bool]]
"""Row and column, from 1, to a value and whether it is shown as a date."""

ROW, RK, ERROR, BOOL, REAL, TEXT, SHARED, STRING = 0, 2, 3, 4, 5, 6, 7, 19
XF, FORMAT = 47, 44
BEGIN_SHEET, END_SHEET, BEGIN_BOOK, END_BOOK = 129, 130, 131, 132
BEGIN_SHEETS, END_SHEETS, BEGIN_DATA, END_DATA, SIZE = 143, 144, 145, 146, 148
BOOK_PROPERTIES, SHEET_OF_BOOK, BEGIN_STRINGS, END_STRINGS = 153, 156, 159, 160
BEGIN_STYLES, END_STYLES, BEGIN_FORMATS, END_FORMATS, BEGIN_XFS, END_XFS = 278, 279, 615, 616, 617, 618
DATE = 164
"""Number of the one format of our own."""


def record(number: int, content: bytes = b"") -> bytes:
    """One record."""
    return _sevens(number) + _sevens(len(content)) + content


def book(sheets: Mapping[str, Sheet], hidden: Iterable[str] = ()) -> bytes:
    """A workbook of these sheets; texts stand in the table of strings, but for the first of each sheet."""
    strings: dict[str, int] = {}
    parts = {f"xl/worksheets/sheet{n}.bin": _sheet(sheet, strings) for n, sheet in enumerate(sheets.values(), 1)}
    links = [("worksheet", name.removeprefix("xl/")) for name in parts]
    links += [("styles", "styles.bin"), ("sharedStrings", "sharedStrings.bin")]
    return zipped(
        {
            CONTENT_TYPES: _types(parts),
            TOP: relations([("officeDocument", "xl/workbook.bin")]),
            "xl/workbook.bin": _book(sheets, frozenset(hidden)),
            "xl/_rels/workbook.bin.rels": relations(links),
            "xl/styles.bin": _styles(),
            "xl/sharedStrings.bin": _strings(strings),
            **parts,
        }
    )


def copy_of(opened: Workbook) -> bytes:
    """The values of another workbook at the same cells; error values and formulas without result have none."""
    sheets = {}
    for name in opened.sheet_names:
        rows = opened.sheet(name).rows.items()
        sheets[name] = {
            (row, column): (cell.value, cell.kind == "n" and is_date_format(cell.format))
            for row, cells in rows
            for column, cell in cells.items()
            if cell.kind != "e" and cell.formula != 2
        }
    return book(sheets, [n for n, state in zip(opened.sheet_names, opened.states, strict=True) if state != "visible"])


def _types(parts: Iterable[str]) -> bytes:
    kinds = {"xl/workbook.bin": "sheet.binary.macroEnabled.main", "xl/styles.bin": "styles"}
    kinds |= {"xl/sharedStrings.bin": "sharedStrings"} | dict.fromkeys(parts, "worksheet")
    tags = "".join(
        f'<Override PartName="/{part}" ContentType="application/vnd.ms-excel.{kind}"/>' for part, kind in kinds.items()
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{rels}"/>{tags}</Types>'
    ).encode()


def _book(names: Iterable[str], hidden: frozenset[str]) -> bytes:
    tabs = b"".join(
        record(SHEET_OF_BOOK, struct.pack("<II", name in hidden, n) + _text(f"rId{n}") + _text(name))
        for n, name in enumerate(names, 1)
    )
    properties = record(BOOK_PROPERTIES, struct.pack("<II", 0, 0) + _text(""))
    return b"".join([record(BEGIN_BOOK), properties, record(BEGIN_SHEETS), tabs, record(END_SHEETS), record(END_BOOK)])


def _sheet(cells: Sheet, strings: dict[str, int]) -> bytes:
    rows = [row for row, _ in cells] or [1]
    columns = [column for _, column in cells] or [1]
    size = struct.pack("<IIII", min(rows) - 1, max(rows) - 1, min(columns) - 1, max(columns) - 1)
    parts = [record(BEGIN_SHEET), record(SIZE, size), record(BEGIN_DATA)]
    last, inline = 0, True
    for (row, column), (value, is_date) in sorted(cells.items()):
        if row != last:
            parts.append(record(ROW, struct.pack("<IIHBBBI", row - 1, 0, 300, 0, 0, 0, 0)))
            last = row
        place = struct.pack("<II", column - 1, int(is_date))
        parts.append(_cell(place, value, None if inline else strings))
        inline = inline and not isinstance(value, str)
    return b"".join([*parts, record(END_DATA), record(END_SHEET)])


def _cell(place: bytes, value: Value, strings: dict[str, int] | None) -> bytes:
    if isinstance(value, bool):
        return record(BOOL, place + bytes([value]))
    if isinstance(value, str):
        if strings is None:
            return record(TEXT, place + _text(value))
        return record(SHARED, place + struct.pack("<I", strings.setdefault(value, len(strings))))
    if value == int(value) and abs(value) < 1 << 29:
        # A whole number of 30 bits, marked as one by its second bit.
        return record(RK, place + struct.pack("<i", int(value) << 2 | 2))
    return record(REAL, place + struct.pack("<d", value))


def _strings(strings: Iterable[str]) -> bytes:
    items = [record(STRING, b"\0" + _text(text)) for text in strings]
    return record(BEGIN_STRINGS, struct.pack("<II", len(items), len(items))) + b"".join(items) + record(END_STRINGS)


def _styles() -> bytes:
    formats = record(BEGIN_FORMATS, struct.pack("<I", 1)) + record(
        FORMAT, struct.pack("<H", DATE) + _text("d mmm yyyy")
    )
    styles = b"".join(record(XF, struct.pack("<HHHHHHI", 0, number, 0, 0, 0, 0, 0)) for number in (0, DATE))
    return b"".join(
        [record(BEGIN_STYLES), formats, record(END_FORMATS), record(BEGIN_XFS, struct.pack("<I", 2)), styles,
         record(END_XFS), record(END_STYLES)]
    )  # fmt: skip


def _text(text: str) -> bytes:
    data = text.encode("utf-16-le")
    return struct.pack("<I", len(data) // 2) + data


def _sevens(number: int) -> bytes:
    """A number with seven bits to a byte, the lowest first; the eighth says that more follow."""
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])
