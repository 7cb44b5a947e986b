"""Sheets of one workbook taken over into another, with all that belongs to them."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from emg_xlsx.xlsx.grafting import Loss, graft
from tests.clients.libreoffice import LibreOffice
from tests.clients.validator import Validator

OURS = ("Front", "Data", "_hidden")


def ours() -> bytes:
    """A workbook of ours: three sheets, one hidden, with formats, names and titles to repeat."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        look = book.add_format({"bold": True, "num_format": "0.0"})
        for name in OURS:
            page = book.add_worksheet(name)
            page.write("A1", f"{name} says", look)
            page.repeat_rows(0)
        page.hide()
        book.define_name("ours", "=Data!$A$1")
    return buffer.getvalue()


def picture() -> bytes:
    """A picture of one point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
    )


def theirs() -> bytes:
    """The same workbook after somebody added a sheet with one of everything, and a chart sheet."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("Front")
        page = book.add_worksheet("My calls")
        book.add_worksheet("Data")
        bold = book.add_format({"bold": True, "bg_color": "#FFEE00", "num_format": "0.000"})
        page.write("A1", "Call Rome", bold)
        page.write_rich_string("A2", "a ", bold, "b", " c")
        page.write("B1", 3.14159, bold)
        page.write_formula("C1", "=SUM(Data!A:A)", None, 7)
        page.write_comment("A1", "By telephone")
        red = book.add_format({"bg_color": "#FF0000"})
        page.conditional_format("B1:B9", {"type": "cell", "criteria": ">", "value": 3, "format": red})
        page.data_validation("E1", {"validate": "list", "source": ["yes", "no"]})
        page.write_url("D1", "https://example.org")
        page.add_table("G1:H4", {"data": [["x", 1], ["y", 2], ["z", 3]]})
        page.insert_image("J20", "dot.png", {"image_data": BytesIO(picture())})
        page.set_column("A:A", 33, bold)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='My calls'!$H$2:$H$4"})
        page.insert_chart("J2", chart)
        pie = book.add_chart({"type": "pie"})
        pie.add_series({"values": "='My calls'!$H$2:$H$4"})
        book.add_chartsheet("Picture").set_chart(pie)
        book.add_worksheet("_hidden").hide()
        book.define_name("mine", "='My calls'!$A$1")
        page.repeat_rows(0)
    return buffer.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    """Part name to content."""
    with zipfile.ZipFile(BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_nothing_of_theirs_leaves_the_file_alone() -> None:
    """Where nobody added a sheet, not a byte changes."""
    new = ours()
    assert graft(new, new, OURS).data is new


def test_sheet_and_all_that_belongs_to_it() -> None:
    """Cells, formats, notes, rules, lists, links, tables, names and places are as they were."""
    found = graft(ours(), theirs(), OURS)
    assert (found.kept, found.lost) == (("My calls", "Picture"), ())
    book = load_workbook(BytesIO(found.data), rich_text=True)
    assert book.sheetnames == ["Front", "My calls", "Data", "Picture", "_hidden"]
    page = book["My calls"]
    assert page["A1"].value == "Call Rome"
    assert (page["A1"].font.b, page["A1"].fill.fgColor.rgb, page["B1"].number_format) == (True, "FFFFEE00", "0.000")
    assert str(page["A2"].value) == "a b c"
    assert page["C1"].value == "=SUM(Data!A:A)"
    assert page["A1"].comment.text == "By telephone"
    assert page["D1"].hyperlink.target == "https://example.org"
    assert page.column_dimensions["A"].width == pytest.approx(33, abs=1)
    assert list(page.tables) == ["Table1"]
    (rule,) = next(iter(page.conditional_formatting)).rules
    assert rule.dxf.fill.bgColor.rgb == "FFFF0000"
    assert [str(one.formula1) for one in page.data_validations.dataValidation] == ['"yes,no"']
    assert book.defined_names["mine"].attr_text == "'My calls'!$A$1"
    assert page.print_title_rows == "$1:$1"
    assert [one.print_title_rows for one in (book["Front"], book["Data"], book["_hidden"])] == ["$1:$1"] * 3
    assert book["Front"]["A1"].number_format == "0.0"
    assert book["_hidden"].sheet_state == "hidden"


def test_charts_and_pictures_keep_their_bytes() -> None:
    """What is not a sheet or a table is copied as it is."""
    before, after = parts(theirs()), parts(graft(ours(), theirs(), OURS).data)
    for name in ("chart1.xml", "chart2.xml"):
        assert after[f"xl/own/{name}"] == before[f"xl/charts/{name}"]
    assert after["xl/own/image1.png"] == before["xl/media/image1.png"] == picture()


def test_our_sheets_keep_their_bytes() -> None:
    """Of the new workbook only the list of sheets, of types and of formats grows."""
    new = ours()
    before, after = parts(new), parts(graft(new, theirs(), OURS).data)
    changed = {name for name, data in before.items() if after[name] != data}
    assert changed == {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "xl/styles.xml"}


def test_taking_over_again_changes_nothing() -> None:
    """From merge to merge the sheets stay as they are, and the formats do not grow."""
    new = ours()
    once = graft(new, theirs(), OURS).data
    assert graft(new, once, OURS).data == once


def test_what_cannot_be_taken_over_is_told() -> None:
    """A formula that reads another file keeps its result, and is named."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("Mine").write_formula("A1", "=[1]Sheet1!A1", None, 5)
    found = graft(ours(), buffer.getvalue(), OURS)
    assert found.lost == (Loss("Mine", "external"),)
    assert load_workbook(BytesIO(found.data))["Mine"]["A1"].value == 5


def test_days_from_1904_are_not_mixed() -> None:
    """Numbers of days mean something else there: the sheet stays behind, and is named."""
    book = Workbook()
    book.create_sheet("Mine")
    book.epoch = CALENDAR_MAC_1904
    buffer = BytesIO()
    book.save(buffer)
    assert graft(ours(), buffer.getvalue(), [*OURS, "Sheet"]).lost == (Loss("Mine", "dates"),)


def made_by_openpyxl() -> bytes:
    """A sheet of theirs as openpyxl writes it."""
    book: Any = load_workbook(BytesIO(ours()))
    page = book.create_sheet("Mine", 0)
    page["A1"], page["B2"] = "Text", 12.5
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("make", [theirs, made_by_openpyxl])
def test_valid_for_microsoft(validator: Validator, tmp_path: Path, make: Any) -> None:
    """Microsoft's validator finds nothing to complain of."""
    path = tmp_path / "grafted.xlsx"
    path.write_bytes(graft(ours(), make(), OURS).data)
    assert validator.violations(path) == []


def test_after_libreoffice(libreoffice: LibreOffice, tmp_path: Path) -> None:
    """A workbook that LibreOffice saved gives its sheets as well, and opens the result."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(graft(ours(), theirs(), OURS).data)
    saved = libreoffice.convert(path, "xlsx", tmp_path / "lo")
    found = graft(ours(), saved.read_bytes(), OURS)
    assert set(found.kept) >= {"My calls"}
    again = tmp_path / "again.xlsx"
    again.write_bytes(found.data)
    assert load_workbook(again)["My calls"]["A1"].comment.text.endswith("By telephone")
    assert libreoffice.to_pdf(again, tmp_path / "pdf").exists()
