"""Workbooks with everything that an edit could lose, by the writers in use."""

from __future__ import annotations

import struct
import zlib
from datetime import date
from functools import cache
from io import BytesIO

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from xlsxwriter.packager import Packager

from emg_xlsx.xlsx.writing import Book
from tests.filled import filled


class RichBook(Book):
    """A workbook in which texts may have several fonts, as people's own sheets do and ours never."""

    def _get_packager(self) -> Packager:
        return Packager()


def picture() -> bytes:
    """A PNG of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    head = struct.pack(">2L5B", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


@cache
def by_xlsxwriter() -> bytes:
    """Notes, conditional formats of both kinds, table, chart, picture, button, protection, names, `_meta`."""
    target = BytesIO()
    with RichBook(target, title="Rich", language="en", day=date(2022, 1, 1)) as book:
        sheet, other, meta = book.page("Data"), book.page("Für Zahlen & mehr"), book.page("_meta")
        meta.hide()
        meta.write_row(0, 0, ["key", "value"])
        for row in range(10):
            sheet.write_row(row, 0, [f"text {row}", row, row / 3, ""])
        sheet.write_formula("D2", "=B2*2", None, 2)
        sheet.write_rich_string("E1", "plain ", book.add_format({"bold": True}), "bold")
        sheet.write_comment("A2", "The sender's own note", {"author": "A Sender"})
        sheet.write_comment("C3", "Another", {"author": "A Sender", "visible": True})
        red = book.add_format({"bg_color": "#FF0000"})
        sheet.conditional_format("B1:B9", {"type": "cell", "criteria": ">", "value": 3, "format": red})
        sheet.conditional_format("C1:C9", {"type": "data_bar", "data_bar_2010": True})
        sheet.data_validation("D5:D9", {"validate": "list", "source": ["yes", "no"]})
        sheet.add_table("G1:H4", {"columns": [{"header": "One"}, {"header": "Two"}]})
        sheet.insert_image("J1", "pixel.png", {"image_data": BytesIO(picture())})
        sheet.insert_button("J4", {"caption": "Press"})
        sheet.write_url("A12", "https://example.org/")
        sheet.merge_range("A14:B15", "merged")
        sheet.protect("secret")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Data!$B$1:$B$9"})
        other.insert_chart("D4", chart)
        other.write_row(0, 0, ["plain", 1])
        book.define_name("Numbers", "=Data!$B$1:$B$9")
        book.define_name("'Für Zahlen & mehr'!Local", "=Data!$B$1")
    return target.getvalue()


@cache
def by_openpyxl() -> bytes:
    """Notes, conditional formats, table, chart, validation, protection, frozen head."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Data"
    for row in range(10):
        sheet.append([f"text {row}", row, date(2022, 1, 1 + row), None])
    sheet["A2"].comment = Comment("The sender's own note", "A Sender")
    sheet["C3"].comment = Comment("Another", "A Sender")
    red = DifferentialStyle(fill=PatternFill(bgColor="FF0000"))
    for above in ("3", "5"):
        sheet.conditional_formatting.add("B1:B9", Rule("cellIs", operator="greaterThan", formula=[above], dxf=red))
    rule = DataValidation("list", formula1='"yes,no"')
    rule.add("D5:D9")
    sheet.add_data_validation(rule)
    sheet.freeze_panes = "B2"
    other = book.create_sheet("Für Zahlen & mehr")
    other.append(["One", "Two"])
    other.append([1, 2])
    other.add_table(Table(displayName="Numbers", ref="A1:B2"))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=9))
    other.add_chart(chart, "D4")
    other.protection.sheet = True
    book.create_sheet("_meta").sheet_state = "hidden"
    target = BytesIO()
    book.save(target)
    return target.getvalue()


@cache
def template() -> bytes:
    """A template somebody filled and saved."""
    return filled()
