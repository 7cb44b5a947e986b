"""Sheets and workbooks around their cells: ranges, hidden things, notes, properties, and what costs nothing."""

from __future__ import annotations

import tracemalloc
from time import thread_time

import pytest

from emg_xlsx.xlsx import Cell, Limits, Sheet, Workbook, open_workbook
from tests.xlsx import odd_files as odd
from tests.xlsx.odd_files import book

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def sheet_with(rows: str = ONE, before: str = "", after: str = "", namespace: str = odd.TRANSITIONAL) -> Sheet:
    """The sheet of a workbook made of these pieces."""
    return open_workbook(book(changes={odd.SHEET: odd.worksheet(rows, before, after, namespace)})).sheet("Data")


def test_merges_stay_ranges() -> None:
    """Merged ranges are told by their corners, up to the whole sheet, and cost no cell."""
    merges = '<mergeCells><mergeCell ref="A1:C2"/><mergeCell ref="D4:B3"/><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    sheet = sheet_with(after=merges)
    assert sheet.merges == ((1, 1, 2, 3), (3, 2, 4, 4), (1, 1, 1_048_576, 16_384))
    assert [*sheet.rows] == [1]


def test_garbage_for_a_merge_is_told() -> None:
    """A merged range that is none is an anomaly of its sheet."""
    sheet = sheet_with(after='<mergeCells><mergeCell ref="#REF!"/><mergeCell/></mergeCells>')
    assert [(a.code, a.sheet, a.facts["reference"]) for a in sheet.anomalies] == [
        ("bad-merge", "Data", "#REF!"),
        ("bad-merge", "Data", ""),
    ]


def test_hidden_rows_are_those_with_cells() -> None:
    """A hidden row is told if it holds something; a million hidden empty ones are not."""
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1" ht="15"><c r="A2"><v>1</v></c></row>'
        '<row r="3" hidden="true"><c r="A3" s="1"/></row><row r="4" hidden="0"><c r="A4"><v>1</v></c></row>'
        '<row r="5" hidden="1"/>'
    )
    assert sheet_with(rows).hidden_rows == {2}
    assert sheet_with(f"<!-- -->{rows}").hidden_rows == {2}


def test_hidden_columns_are_ranges() -> None:
    """Hidden columns are told as first and last, cut to the grid."""
    before = (
        '<cols><col min="2" max="3" hidden="1"/><col min="4" max="4"/><col min="5" max="99999" hidden="true"/>'
        '<col min="x" max="7" hidden="1"/></cols>'
    )
    assert sheet_with(before=before).hidden_columns == ((2, 3), (5, 16_384))


def test_old_comments_are_notes() -> None:
    """A comment's runs are joined; one without a place is told."""
    comments = (
        '<comments><authors><author>A</author></authors><commentList><comment ref="B3" authorId="0"><text>'
        "<r><rPr><b/></rPr><t>A. Name:</t></r><r><t>\nsee _x0041_nnex</t></r></text></comment>"
        '<comment ref="nowhere"><text><t>lost</t></text></comment>'
        '<comment ref="A1"><text><t>plain</t><rPh><t>no</t></rPh></text></comment></commentList></comments>'
    )
    sheet = open_workbook(book(ONE, changes=odd.commented(comments.encode(), None))).sheet("Data")
    assert [*sheet.notes.items()] == [((1, 1), "plain"), ((3, 2), "A. Name:\nsee Annex")]
    assert [(a.code, a.facts) for a in sheet.anomalies] == [
        ("note-off-grid", {"reference": "nowhere", "value": "lost"})
    ]


def test_threads_stand_for_their_old_comments() -> None:
    """A thread with its answers replaces the old comment that Excel writes for programs that know no threads."""
    old = (
        '<comments><commentList><comment ref="A1"><text><t>[Threaded comment] Your Excel …</t></text></comment>'
        '<comment ref="A2"><text><t>old</t></text></comment></commentList></comments>'
    )
    threads = (
        '<ThreadedComments><threadedComment ref="A1" id="{1}"><text>Is this right?</text></threadedComment>'
        '<threadedComment ref="A1" id="{2}" parentId="{1}"><text>Yes &amp; final</text></threadedComment>'
        "</ThreadedComments>"
    )
    sheet = open_workbook(book(ONE, changes=odd.commented(old.encode(), threads.encode()))).sheet("Data")
    assert sheet.notes == {(1, 1): "Is this right?\nYes & final", (2, 1): "old"}


@pytest.mark.parametrize("damage", [None, b"<comments>"], ids=["missing", "unreadable"])
def test_comments_that_cannot_be_read_cost_the_comments_only(damage: bytes | None) -> None:
    """A missing or damaged comments part is told by its name; the cells are there."""
    changes: dict[str, bytes | None] = {**odd.commented(b"<comments/>", None), odd.COMMENTS: damage}
    sheet = open_workbook(book(ONE, changes=changes)).sheet("Data")
    code = "part-missing" if damage is None else "part-unreadable"
    assert [(a.code, a.facts["part"]) for a in sheet.anomalies] == [(code, odd.COMMENTS)]
    assert sheet.rows[1][1].value == 1.0


def test_sheet_without_a_table_is_told() -> None:
    """A worksheet part with no table of cells is not silently an empty one."""
    opened = open_workbook(book(changes={odd.SHEET: b"<worksheet/>"}))
    assert [(a.code, a.facts["part"]) for a in opened.sheet("Data").anomalies] == [("no-sheet-data", odd.SHEET)]


def several(*sheets: tuple[str, str, str]) -> Workbook:
    """A workbook with sheets of these names, states and kinds."""
    links = [(kind, f"worksheets/sheet{n}.xml") for n, (_, _, kind) in enumerate(sheets, start=1)]
    changes: dict[str, bytes | None] = {
        f"xl/worksheets/sheet{n}.xml": odd.worksheet(f'<row r="1"><c r="A1"><v>{n}</v></c></row>')
        for n in range(1, len(sheets) + 1)
    }
    changes[odd.MAIN] = odd.workbook([(name, state) for name, state, _ in sheets])
    changes[odd.MAIN_RELATIONS] = odd.relations(links)
    return open_workbook(book(changes=changes))


def test_sheets_come_in_order_with_their_states() -> None:
    """Names are those on the tabs; sheets that can hold no table are passed over."""
    opened = several(
        ("One", "", "worksheet"), ("Chart", "", "chartsheet"), ("Hidden", "hidden", "worksheet"),
        ("_meta", "veryHidden", "worksheet"), ("Odd", "sideways", "worksheet"),
    )  # fmt: skip
    assert opened.sheet_names == ("One", "Hidden", "_meta", "Odd")
    assert opened.states == ("visible", "hidden", "veryHidden", "visible")
    assert opened.sheet("_meta").state == "veryHidden"
    assert [opened.sheet(name).rows[1][1].value for name in opened.sheet_names] == [1.0, 3.0, 4.0, 5.0]


def test_second_sheet_of_a_name_is_told() -> None:
    """Of two sheets with one name the first counts, and the other is told."""
    opened = several(("Data", "", "worksheet"), ("Data", "", "worksheet"))
    assert (opened.sheet_names, [a.code for a in opened.anomalies]) == (("Data",), ["duplicate-sheet"])
    assert opened.sheet("Data").rows[1][1].value == 1.0


def test_unknown_sheet_is_a_mistake_of_the_caller() -> None:
    """Asking for a sheet that is not listed is no matter of the file."""
    with pytest.raises(KeyError):
        open_workbook(book(ONE)).sheet("Other")


def test_sheet_is_read_once() -> None:
    """The second call for a sheet gives the same value again."""
    opened = open_workbook(book(ONE))
    assert opened.sheet("Data") is opened.sheet("Data")


def test_unasked_sheet_costs_nothing() -> None:
    """A sheet that nobody asks for may be damaged."""
    opened = open_workbook(book(ONE, changes={odd.SHEET: b"<worksheet"}))
    assert opened.sheet_names == ("Data",)


def test_calendar_of_the_workbook_is_told() -> None:
    """Days may be counted from 1904."""
    assert not open_workbook(book(ONE)).date1904
    assert open_workbook(book(ONE, changes={odd.MAIN: odd.workbook(properties=' date1904="true"')})).date1904


def test_properties_are_told() -> None:
    """Core properties by their names, custom ones by theirs; of two alike the core one counts."""
    core = (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>Work &amp; plan</dc:title><dc:language>fr</dc:language>'
        "<dc:subject/></cp:coreProperties>"
    )
    custom = (
        '<Properties xmlns:vt="v"><property name="round" pid="2"><vt:lpwstr>2022_x002D_mid</vt:lpwstr></property>'
        '<property name="count" pid="3"><vt:i4>7</vt:i4></property>'
        '<property name="title" pid="4"><vt:lpwstr>another</vt:lpwstr></property></Properties>'
    )
    top = odd.relations(
        [("officeDocument", odd.MAIN), ("core-properties", odd.CORE), ("custom-properties", odd.CUSTOM)]
    )
    changes = {odd.TOP: top, odd.CORE: core.encode(), odd.CUSTOM: custom.encode()}
    opened = open_workbook(book(ONE, changes=changes))
    assert opened.properties == {"title": "Work & plan", "language": "fr", "round": "2022-mid", "count": "7"}


@pytest.mark.parametrize("damage", [b"<cp:coreProperties>", None], ids=["unreadable", "missing"])
def test_properties_that_cannot_be_read_are_told(damage: bytes | None) -> None:
    """Damaged properties cost the properties only."""
    top = odd.relations([("officeDocument", odd.MAIN), ("core-properties", odd.CORE)])
    opened = open_workbook(book(ONE, changes={odd.TOP: top, odd.CORE: damage}))
    assert [a.facts["part"] for a in opened.anomalies] == [odd.CORE]
    assert opened.sheet("Data").rows[1][1].value == 1.0


def test_cells_in_opposite_corners_cost_two_cells() -> None:
    """A1 and XFD1048576, merged over the whole sheet and with a dimension as large, take no time and no memory."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    before, after = '<dimension ref="A1:XFD1048576"/>', '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    data = book(changes={odd.SHEET: odd.worksheet(rows, before, after)})
    tracemalloc.start()
    begin = thread_time()
    sheet = open_workbook(data).sheet("Data")
    spent, (_, peak) = thread_time() - begin, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [(row, [*cells]) for row, cells in sheet.rows.items()] == [(1, [1]), (1_048_576, [16_384])]
    assert (spent < 0.1, peak < 5_000_000) == (True, True)


def test_formatted_empty_rows_are_not_kept() -> None:
    """A file of many formatted empty rows takes the memory of its two filled cells."""
    empty = "".join(f'<row r="{r}" s="1" customFormat="1"><c r="A{r}" s="1"/></row>' for r in range(2, 100_000))
    last = '<row r="1048576"><c r="B1048576"><v>2</v></c></row>'
    data = book(changes={odd.SHEET: odd.worksheet(ONE + empty + last)})
    tracemalloc.start()
    sheet = open_workbook(data, limits=Limits(cells=20)).sheet("Data")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [*sheet.rows] == [1, 1_048_576]
    assert peak < 20_000_000


def test_controls_around_the_table_are_no_cells() -> None:
    """Rows and columns that anchor a drawing are not rows and columns of the table."""
    after = (
        '<mc:AlternateContent xmlns:mc="m"><mc:Choice><controls><control><controlPr><anchor><from><xdr:col>1</xdr:col>'
        "<xdr:row>2</xdr:row></from></anchor></controlPr></control></controls></mc:Choice></mc:AlternateContent>"
        '<extLst><ext><row r="9"><c r="A9"><v>1</v></c></row></ext></extLst>'
    )
    assert sheet_with(after=after).rows == {1: {1: Cell(1.0, "n", "General")}}
