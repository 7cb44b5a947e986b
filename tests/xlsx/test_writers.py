"""One table as many programs write it: the same cells every time."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText

from emg_xlsx.xlsx import Cell, Refused, open_workbook
from tests.xlsx import odd_files as odd

ROWS = (
    '<row r="2" spans="2:4"><c r="B2" t="s"><v>0</v></c><c r="C2" s="3"><v>44470</v></c><c r="D2" s="1"/></row>'
    '<row r="5"><c r="B5" t="inlineStr"><is><t>né &amp; &quot;x&quot;</t></is></c><c r="C5" t="b"><v>1</v></c>'
    '<c r="D5" t="str"><f>B5</f><v>seen</v></c></row>'
)
TEXTS = ("Première",)
EXPECTED = {
    2: {2: Cell("Première", "s"), 3: Cell(44470.0, "n", "d mmm yyyy")},
    5: {2: Cell('né & "x"', "s"), 3: Cell(True, "b"), 4: Cell("seen", "s", None, 1)},
}


def prefixed(data: bytes) -> bytes:
    """A part with the prefix ``x`` on every element."""
    text = data.decode().replace(" xmlns=", " xmlns:x=", 1)
    return re.sub(r"<(/?)(?=[A-Za-z])", r"<\1x:", text).encode()


def strict(data: bytes) -> bytes:
    """A part in the namespaces of strict OOXML."""
    return (
        data.replace(odd.TRANSITIONAL.encode(), odd.STRICT.encode())
        .replace(odd.RELATIONS.encode(), odd.STRICT_RELATIONS.encode())
    )  # fmt: skip


def encoded(encoding: str) -> Callable[[bytes], bytes]:
    """A part in another encoding, and saying so."""
    return lambda data: data.decode().replace("UTF-8", encoding).encode(encoding)


def spaced(data: bytes) -> bytes:
    """A part with each tag of a row or cell on a line of its own."""
    return re.sub(rb"(<(?:row|c|v|si|is|f|xf|sheet|Relationship)\b|</(?:row|c|si|is)>)", rb"\n  \1", data)


def quoted(data: bytes) -> bytes:
    """A part with single quotation marks."""
    return data.replace(b"'", b"&apos;").replace(b'"', b"'")


VARIANTS: dict[str, Callable[[bytes], bytes]] = {
    "as it is": bytes,
    "prefixed": prefixed,
    "strict": strict,
    "strict and prefixed": lambda data: prefixed(strict(data)),
    "utf-16": encoded("utf-16"),
    "utf-16 big endian": lambda data: b"\xfe\xff" + data.decode().replace("UTF-8", "UTF-16").encode("utf-16-be"),
    "latin 1": encoded("ISO-8859-1"),
    "windows 1252": encoded("windows-1252"),
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "leading newline": lambda data: b"\r\n\n" + data,
    "byte order mark and newline": lambda data: b"\xef\xbb\xbf\n" + data,
    "no declaration": lambda data: data.partition(b"?>")[2].strip(),
    "spaced": spaced,
    "quoted": quoted,
    "comment in front": lambda data: data.replace(b"?>", b"?><!-- <sheetData><row r='1'></row></sheetData> -->", 1),
    "comment inside": lambda data: data.replace(b"<row", b"<!-- --><row", 1).replace(b"<si>", b"<!-- --><si>", 1),
}


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS.keys())
def test_ways_to_write_the_same_xml(variant: Callable[[bytes], bytes]) -> None:
    """Whatever the namespaces, prefixes, encodings, blanks and quotation marks, the cells are the same."""
    content = {name: variant(data) for name, data in odd.parts(ROWS, TEXTS).items()}
    sheet = open_workbook(odd.zipped(content)).sheet("Data")
    assert (sheet.rows, sheet.anomalies) == (EXPECTED, ())


def links(*targets: str) -> bytes:
    """The relationships of the main part, to a sheet, styles and strings."""
    return odd.relations(zip(("worksheet", "styles", "sharedStrings"), targets, strict=True))


LINKS: dict[str, dict[str, bytes | None]] = {
    "absolute targets": {
        odd.MAIN_RELATIONS: links("/xl/worksheets/sheet1.xml", "/xl/styles.xml", "/xl/sharedStrings.xml")
    },
    "roundabout targets": {
        odd.MAIN_RELATIONS: links("./worksheets/../worksheets/sheet1.xml", "../xl/styles.xml", "./sharedStrings.xml")
    },
    "targets in another case": {odd.MAIN_RELATIONS: links("Worksheets/Sheet1.XML", "Styles.xml", "SHAREDSTRINGS.xml")},
    "targets with other slashes": {
        odd.MAIN_RELATIONS: links("worksheets\\sheet1.xml", "\\xl\\styles.xml", "sharedStrings.xml")
    },
    "escaped target": {
        odd.MAIN_RELATIONS: links("worksheets/sheet%201.xml", "styles.xml", "sharedStrings.xml"),
        "xl/worksheets/sheet 1.xml": odd.worksheet(ROWS),
        odd.SHEET: None,
    },
    "strict relationships": {
        odd.TOP: odd.relations([("officeDocument", odd.MAIN)], odd.STRICT_RELATIONS),
        odd.MAIN_RELATIONS: odd.relations(
            [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")],
            odd.STRICT_RELATIONS,
        ),
    },
    "main part elsewhere": {
        odd.TOP: odd.relations([("officeDocument", "/book.xml")]),
        "book.xml": odd.workbook(),
        "_rels/book.xml.rels": links("xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"),
        odd.MAIN: None,
        odd.MAIN_RELATIONS: None,
    },
}


@pytest.mark.parametrize("changes", LINKS.values(), ids=LINKS.keys())
def test_ways_to_name_the_same_part(changes: dict[str, bytes | None]) -> None:
    """Targets may be relative or absolute, in another case than the part, and escaped."""
    opened = open_workbook(odd.book(ROWS, TEXTS, changes))
    assert (opened.sheet("Data").rows, opened.anomalies) == (EXPECTED, ())


def test_names_with_backslashes_in_the_zip() -> None:
    """Some writers on Windows name the entries with backslashes."""
    content = [(name.replace("/", "\\"), data) for name, data in odd.parts(ROWS, TEXTS).items()]
    assert open_workbook(odd.with_names(content)).sheet("Data").rows == EXPECTED


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        (odd.CONTENT_TYPES, odd.CONTENT_TYPES),
        (odd.TOP, odd.TOP),
        (odd.STYLES, odd.STYLES),
    ],
)
def test_missing_part_that_can_be_done_without_is_named(missing: str, told: str) -> None:
    """The cells are read, and the part that is missing is told."""
    opened = open_workbook(odd.book(ROWS, TEXTS, {missing: None}))
    assert [(a.code, a.facts["part"]) for a in opened.anomalies] == [("part-missing", told)]
    assert opened.sheet("Data").rows[2][3].value == 44470.0


@pytest.mark.parametrize(
    ("missing", "part"),
    [
        (odd.MAIN, odd.MAIN),
        (odd.SHEET, odd.SHEET),
        (odd.STRINGS, odd.STRINGS),
        (odd.MAIN_RELATIONS, odd.MAIN_RELATIONS),
    ],
)
def test_missing_part_that_the_cells_need_is_refused_by_name(missing: str, part: str) -> None:
    """No workbook is silently empty because a part of it is gone."""
    with pytest.raises(Refused) as refused:
        open_workbook(odd.book(ROWS, TEXTS, {missing: None})).sheet("Data")
    assert (refused.value.code, refused.value.facts) == ("part-missing", {"part": part})


@pytest.mark.parametrize(
    "damage",
    [b"<worksheet><sheetData>", b"<worksheet>\x07</worksheet>", b"<worksheet>&nothing;</worksheet>", b"",
     b'<?xml version="1.0" encoding="utf-7"?><worksheet/>', b'<?xml version="1.0" encoding="hex"?><worksheet/>',
     b"<chart/>", b"<worksheet><sheetData><row r='1'><c r='A1'><v>&#7;</v></c></row></sheetData></worksheet>",
     b'<worksheet><sheetData><row r="1"><c r="A1"><v>\xff\xfe</v></c></row></sheetData></worksheet>'],
)  # fmt: skip
def test_unreadable_sheet_is_refused_by_name(damage: bytes) -> None:
    """A sheet that is no XML, or no sheet, is refused with its part's name; another one is still read."""
    main = odd.workbook([("Bad", ""), ("Good", "")])
    between = odd.relations([("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml")])
    good = odd.worksheet('<row r="1"><c r="A1"><v>1</v></c></row>')
    changes = {odd.MAIN: main, odd.MAIN_RELATIONS: between, odd.SHEET: damage, "xl/worksheets/sheet2.xml": good}
    opened = open_workbook(odd.book(changes=changes))
    with pytest.raises(Refused) as refused:
        opened.sheet("Bad")
    assert (refused.value.code, refused.value.facts["part"]) == ("part-unreadable", odd.SHEET)
    assert opened.sheet("Good").rows[1][1].value == 1.0


@pytest.mark.parametrize(
    ("part", "damage", "told"),
    [
        (odd.STYLES, b"<styleSheet>", odd.STYLES),
        (odd.TOP, b"<Relationships>", odd.TOP),
    ],
)
def test_unreadable_part_that_can_be_done_without_is_named(part: str, damage: bytes, told: str) -> None:
    """The cells are read without it, and it is told."""
    opened = open_workbook(odd.book(ROWS, TEXTS, {part: damage}))
    assert [(a.code, a.facts["part"]) for a in opened.anomalies] == [("part-unreadable", told)]
    assert opened.sheet("Data").rows[2][2] == Cell("Première", "s")


def test_strings_are_not_needed_where_no_cell_points_to_them() -> None:
    """A workbook with inline strings only needs no table of strings."""
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
    assert open_workbook(odd.book(rows, changes={odd.STRINGS: None})).sheet("Data").rows[1][1] == Cell("x", "s")


def test_no_styles_at_all_leaves_numbers_without_format() -> None:
    """A writer that has no styles part and says so nowhere gets no anomaly; its numbers have no format."""
    between = odd.relations([("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")])
    opened = open_workbook(odd.book(ROWS, TEXTS, {odd.STYLES: None, odd.MAIN_RELATIONS: between}))
    sheet = opened.sheet("Data")
    assert (sheet.rows[2][3], sheet.anomalies, opened.anomalies) == (Cell(44470.0, "n", None, 0), (), ())


def test_absurd_count_of_strings_is_not_believed() -> None:
    """The counts that a table of strings announces play no part."""
    table = odd.strings(*TEXTS).replace(b'uniqueCount="1"', b'uniqueCount="4294967295"')
    assert open_workbook(odd.book(ROWS, changes={odd.STRINGS: table})).sheet("Data").rows == EXPECTED


def test_xlsxwriter_workbook_is_read() -> None:
    """What XlsxWriter writes comes back: texts, rich text, numbers with formats, truth values, formulas."""
    target = BytesIO()
    written = xlsxwriter.Workbook(target, {"in_memory": True})
    data, bold = written.add_worksheet("Data"), written.add_format({"bold": True})
    data.write_string(1, 1, " = not a formula & <so> ")
    data.write_rich_string(2, 1, "plain ", bold, "bold")
    data.write_number(3, 1, 44470, written.add_format({"num_format": "mmm-yy"}))
    data.write_number(4, 1, 44470, written.add_format({"num_format": 'd "of" mmmm'}))
    data.write_boolean(5, 1, True)
    data.write_formula(6, 1, "=1+1", None, 2)
    data.write_blank(7, 1, None, bold)
    written.close()
    column = {row: cells[2] for row, cells in open_workbook(target.getvalue()).sheet("Data").rows.items()}
    assert column == {
        2: Cell(" = not a formula & <so> ", "s"),
        3: Cell("plain bold", "s"),
        4: Cell(44470.0, "n", "mmm-yy"),
        5: Cell(44470.0, "n", 'd "of" mmmm'),
        6: Cell(True, "b"),
        7: Cell(2.0, "n", "General", 1),
    }


@pytest.mark.parametrize("write_only", [False, True], ids=["normal", "write-only"])
def test_openpyxl_workbook_is_read(write_only: bool) -> None:
    """What openpyxl writes comes back; its formulas have no stored results, and say so."""
    written = openpyxl.Workbook(write_only=write_only)
    data = written.create_sheet("Data", 0)
    data.append(["text", 1.5, True, "=1+1", CellRichText("a", " b"), None, "#N/A"])
    target = BytesIO()
    written.save(target)
    assert open_workbook(target.getvalue()).sheet("Data").rows == {
        1: {
            1: Cell("text", "s"),
            2: Cell(1.5, "n", "General"),
            3: Cell(True, "b"),
            4: Cell("", "s", None, 2),
            5: Cell("a b", "s"),
            7: Cell("#N/A", "e"),
        }
    }
