"""Cells: what each type means, and what happens to those that mean nothing."""

from __future__ import annotations

import pytest

from emg_xlsx.xlsx import Cell, Limits, Sheet, open_workbook
from tests.xlsx import odd_files as odd
from tests.xlsx.odd_files import book


def sheet_of(data: bytes) -> Sheet:
    """The first sheet of a file."""
    opened = open_workbook(data)
    return opened.sheet(opened.sheet_names[0])


def cell_of(tag: str, texts: tuple[str, ...] = ()) -> tuple[Cell | None, list[str]]:
    """What becomes of the one cell of a sheet, and the codes of what was odd."""
    sheet = sheet_of(book(f'<row r="2">{tag}</row>', texts))
    return sheet.rows.get(2, {}).get(3), [anomaly.code for anomaly in sheet.anomalies]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ('<c r="C2"><v>12.5</v></c>', Cell(12.5, "n", "General", 0)),
        ('<c r="C2" t="n" s="2"><v>44470</v></c>', Cell(44470.0, "n", "mmm-yy", 0)),
        ('<c r="C2" s="3"><v>44470</v></c>', Cell(44470.0, "n", "d mmm yyyy", 0)),
        ('<c r="C2"><v>-1.5E-3</v></c>', Cell(-0.0015, "n", "General", 0)),
        ('<c r="C2" t="b"><v>1</v></c>', Cell(True, "b", None, 0)),
        ('<c r="C2" t="b"><v>false</v></c>', Cell(False, "b", None, 0)),
        ('<c r="C2" t="e"><v>#REF!</v></c>', Cell("#REF!", "e", None, 0)),
        ('<c r="C2" t="s"><v>1</v></c>', Cell("two", "s", None, 0)),
        ('<c r="C2" t="s"><f>A1</f><v>1</v></c>', Cell("two", "s", None, 1)),
        ('<c r="C2" t="s"><v> 01 </v></c>', Cell("two", "s", None, 0)),
        ('<c r="C2" t="inlineStr"><is><t>here</t></is></c>', Cell("here", "s", None, 0)),
        ('<c r="C2"><is><t>untyped</t></is></c>', Cell("untyped", "s", None, 0)),
        ('<c r="C2" t="str"><f>A1</f><v>seen</v></c>', Cell("seen", "s", None, 1)),
        ('<c r="C2" t="str"><f>A1</f><v></v></c>', Cell("", "s", None, 1)),
        ('<c r="C2" s="1"><f>A1*2</f><v>4</v></c>', Cell(4.0, "n", "0.00", 1)),
        ('<c r="C2"><f>A1*2</f></c>', Cell("", "s", None, 2)),
        ('<c r="C2"><f>A1*2</f><v></v></c>', Cell("", "s", None, 2)),
        ('<c r="C2"><f t="shared" ref="C2:C1048576" si="0"/><v>3</v></c>', Cell(3.0, "n", "General", 1)),
        ('<c r="C2" t="e"><f>A1/0</f><v>#DIV/0!</v></c>', Cell("#DIV/0!", "e", None, 1)),
        ('<c r="c2"><v>1</v></c>', Cell(1.0, "n", "General", 0)),
        ('<c r="$C$2"><v>1</v></c>', Cell(1.0, "n", "General", 0)),
        ('<c r="C2" cm="1" ph="1"><v>1</v></c>', Cell(1.0, "n", "General", 0)),
    ],
)
def test_cell_is_read(tag: str, expected: Cell) -> None:
    """Each type of cell gives its value, its number format and whether it was a formula."""
    assert cell_of(tag, ("one", "two")) == (expected, [])


@pytest.mark.parametrize(
    "tag",
    [
        '<c r="C2"/>',
        '<c r="C2" s="3"></c>',
        '<c r="C2" s="3"><v/></c>',
        '<c r="C2" t="s"><v></v></c>',
        '<c r="C2" t="s"><v>0</v></c>',
        '<c r="C2" t="inlineStr"><is><t></t></is></c>',
    ],
)
def test_cell_with_nothing_costs_nothing(tag: str) -> None:
    """A cell that has a look but no content is not kept, and neither is its row."""
    assert sheet_of(book(f'<row r="2">{tag}</row>', ["", "x"])).rows == {}


@pytest.mark.parametrize(
    ("tag", "code", "value"),
    [
        ('<c r="C2"><v>NaN</v></c>', "bad-number", "NaN"),
        ('<c r="C2"><v>INF</v></c>', "bad-number", "INF"),
        ('<c r="C2"><v>1e999</v></c>', "bad-number", "1e999"),
        ('<c r="C2"><v>1_000</v></c>', "bad-number", "1_000"),
        ('<c r="C2"><v>１２</v></c>', "bad-number", "１２"),
        ('<c r="C2"><v>12,5</v></c>', "bad-number", "12,5"),
        (f'<c r="C2"><v>0.{"1" * 100_000}</v></c>', "bad-number", f"0.{'1' * 97}…"),
        ('<c r="C2" t="b"><v>2</v></c>', "bad-boolean", "2"),
        ('<c r="C2" t="zebra"><v>5</v></c>', "bad-cell-type", "5"),
        ('<c r="C2" t="d"><v>2021-13-45</v></c>', "bad-date", "2021-13-45"),
        ('<c r="C2" t="d"><v>1899-12-30</v></c>', "bad-date", "1899-12-30"),
        ('<c r="C2" t="s"><v>99</v></c>', "string-index", "99"),
        ('<c r="C2" t="s"><v>-1</v></c>', "string-index", "-1"),
        ('<c r="C2" t="s"><v>4294967295</v></c>', "string-index", "4294967295"),
    ],
)
def test_unreadable_cell_is_an_error_at_its_place(tag: str, code: str, value: str) -> None:
    """What cannot be read is kept as an error value, with what stands in the file and an anomaly at the cell."""
    assert cell_of(tag, ("one",)) == (Cell(value, "e", None, 0), [code])


def test_style_out_of_range_keeps_the_number() -> None:
    """A number whose style does not exist stays a number, without format, and is told."""
    assert cell_of('<c r="C2" s="77"><v>5</v></c>') == (Cell(5.0, "n", None, 0), ["style-index"])


@pytest.mark.parametrize(
    ("text", "date1904", "serial", "format_"),
    [
        ("2021-10-01", False, 44470.0, "yyyy-mm-dd"),
        ("2021-10-01T12:00:00", False, 44470.5, "yyyy-mm-dd hh:mm:ss"),
        ("2021-10-01T00:00:00Z", False, 44470.0, "yyyy-mm-dd"),
        ("2021-10-01", True, 43008.0, "yyyy-mm-dd"),
        ("1900-01-01", False, 1.0, "yyyy-mm-dd"),
        ("1900-03-01", False, 61.0, "yyyy-mm-dd"),
        ("18:00:00", False, 0.75, "hh:mm:ss"),
    ],
)
def test_iso_date_becomes_its_serial_number(text: str, date1904: bool, serial: float, format_: str) -> None:
    """A date in ISO 8601 is the number that Excel would have stored, in the calendar of its workbook."""
    main = odd.workbook(properties=' date1904="1"' if date1904 else "")
    data = book(f'<row r="2"><c r="C2" t="d"><v>{text}</v></c></row>', changes={odd.MAIN: main})
    assert sheet_of(data).rows == {2: {3: Cell(serial, "n", format_, 0)}}


@pytest.mark.parametrize("reference", ["XFE1", "A0", "A1048577", "1A", "ABCD5", "?", "B2:C3", "", "A99999999999"])
def test_cell_off_the_grid_is_told_and_left_out(reference: str) -> None:
    """A cell whose place no program could show is an anomaly; the cells around it stay."""
    rows = f'<row r="2"><c r="A2"><v>1</v></c><c r="{reference}"><v>2</v></c><c r="D2"><v>3</v></c></row>'
    sheet = sheet_of(book(rows))
    assert [(a.code, a.row, a.column, a.facts["reference"]) for a in sheet.anomalies] == [
        ("cell-off-grid", 2, None, reference)
    ]
    assert [(column, cell.value) for column, cell in sheet.rows[2].items()] == [(1, 1.0), (4, 3.0)]


def test_first_of_two_cells_at_one_place_stands() -> None:
    """Of two cells with the same reference the first is kept, and the other is told with its value."""
    sheet = sheet_of(book('<row r="2"><c r="B2"><v>1</v></c><c r="B2"><v>2</v></c></row>'))
    assert sheet.rows == {2: {2: Cell(1.0, "n", "General", 0)}}
    assert [(a.code, a.row, a.column, a.facts["value"]) for a in sheet.anomalies] == [("duplicate-cell", 2, 2, "2")]


def test_cells_without_references_follow_each_other() -> None:
    """Where a writer leaves the references out, empty cells count and rows follow each other."""
    first, fourth = "<row><c><v>1</v></c><c/><c><v>2</v></c></row>", '<row r="4"><c r="C4"/><c><v>3</v></c></row>'
    rows = f"{first}{fourth}<row><c><v>4</v></c></row>"
    found = {row: {c: cell.value for c, cell in cells.items()} for row, cells in sheet_of(book(rows)).rows.items()}
    assert found == {1: {1: 1.0, 3: 2.0}, 4: {4: 3.0}, 5: {1: 4.0}}


def test_rows_and_cells_out_of_order_come_in_order() -> None:
    """Rows and columns ascend, whatever order they are written in."""
    rows = '<row r="9"><c r="C9"><v>1</v></c><c r="A9"><v>2</v></c></row><row r="3"><c r="A3"><v>3</v></c></row>'
    sheet = sheet_of(book(rows))
    assert [(row, list(cells)) for row, cells in sheet.rows.items()] == [(3, [1]), (9, [1, 3])]


def test_row_written_twice_is_one_row() -> None:
    """The cells of a row that comes in two pieces stand together."""
    rows = '<row r="3"><c r="A3"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row>'
    assert {c: cell.value for c, cell in sheet_of(book(rows)).rows[3].items()} == {1: 1.0, 2: 2.0}


def test_cell_in_the_tag_of_another_row_stands_where_it_says() -> None:
    """A cell's own reference tells its place, not the row it is written in."""
    rows = '<row r="3"><c r="B15"><v>1</v></c><c r="A3"><v>2</v></c></row><row r="15"><c r="A15"><v>3</v></c></row>'
    found = {row: {c: cell.value for c, cell in cells.items()} for row, cells in sheet_of(book(rows)).rows.items()}
    assert found == {3: {1: 2.0}, 15: {1: 3.0, 2: 1.0}}


def test_row_off_the_grid_loses_only_cells_without_place() -> None:
    """In a row whose number is nonsense, cells that name a place in the grid are read, the others told."""
    sheet = sheet_of(book('<row r="0"><c r="B7"><v>1</v></c><c><v>2</v></c></row>'))
    assert sheet.rows == {7: {2: Cell(1.0, "n", "General", 0)}}
    assert [a.code for a in sheet.anomalies] == ["cell-off-grid"]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<t>plain</t>", "plain"),
        ('<t xml:space="preserve">  kept  </t>', "  kept  "),
        ("<r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r>", "rich text"),
        ("<t>漢字</t><rPh sb='0' eb='2'><t>かんじ</t></rPh>", "漢字"),
        ("<t>a_x0007_b</t>", "a\x07b"),
        ("<t>_x005F_x0041_</t>", "_x0041_"),
        ("<t>_xD83D__xDE00_</t>", "😀"),
        ("<t>_xD83D_</t>", "\ufffd"),
        ("<t>two\r\nlines</t>", "two\nlines"),
        ("<t>a &lt;b&gt; &amp;amp; &#8211; &#x2014;</t>", "a <b> &amp; – —"),
        ("<t><![CDATA[<b>]]></t>", "<b>"),
        ("<t>one<!-- not this --> two</t>", "one two"),
    ],
)
@pytest.mark.parametrize("kind", ["shared", "inline"])
def test_text_is_what_a_person_sees(kind: str, inside: str, expected: str) -> None:
    """Runs are joined, phonetic guides dropped, escapes and references decoded; in the table and in the cell."""
    tag = '<c r="C2" t="s"><v>0</v></c>' if kind == "shared" else f'<c r="C2" t="inlineStr"><is>{inside}</is></c>'
    assert cell_of(tag, (inside,)) == (Cell(expected, "s", None, 0), [])


def test_many_anomalies_are_counted_not_listed() -> None:
    """Above the limit of listed anomalies the last one tells how many more there are."""
    cells = "".join(f'<c r="{letter}2"><v>NaN</v></c>' for letter in "ABCDEF")
    opened = open_workbook(book(f'<row r="2">{cells}</row>'), limits=Limits(anomalies=2))
    anomalies = opened.sheet("Data").anomalies
    assert [(a.code, a.facts) for a in anomalies[-2:]] == [
        ("bad-number", {"value": "NaN"}),
        ("more-anomalies", {"count": 4}),
    ]
    assert len(anomalies) == 3
