"""The shortcut for usual parts gives what the parser gives, or leaves the part to it."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emg_xlsx.xlsx import Refused, Sheet, open_workbook
from emg_xlsx.xlsx import formats as formats_module
from emg_xlsx.xlsx import sheet as sheet_module
from emg_xlsx.xlsx import strings as strings_module
from emg_xlsx.xlsx.cells import Known
from emg_xlsx.xlsx.limits import Limits, Meter
from emg_xlsx.xlsx.quick import take_formats, take_rows, take_strings
from emg_xlsx.xlsx.table import Table
from emg_xlsx.xlsx.values import Anomalies, Cell
from tests.xlsx import odd_files as odd

XML_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\ufffe\uffff"), max_size=8).filter(
    lambda text: all(ord(c) >= 32 or c in "\t\n" for c in text)
)

TEXTS = st.one_of(
    XML_TEXT.map(escape),
    st.sampled_from(
        ["&#8211;", "&#x41;", "&quot;", "&#13;", "_x0041_", "&amp;lt;", "a]]b", " ", "&#xD800;", "&x;", "]]>"]
    ),
)
NUMBERS = st.sampled_from(["1", "-2.5", "1E3", "nan", "", " 7 ", "0", "1", "2", "99"])
ATTRIBUTES = st.sampled_from(
    ["", ' s="1"', ' t="s"', ' s="3" t="n"', ' t="str"', ' t="b"', ' t="e"', ' cm="1" s="2"', ' t="inlineStr"']
)
FORMULAS = st.sampled_from(["", "", "<f>A1&lt;2</f>", '<f t="shared" si="0"/>', '<f aca="false">B2</f>'])


@st.composite
def cells(draw: st.DrawFn) -> str:
    """One cell as its tag; usual ones mostly."""
    reference = draw(st.sampled_from(["A1", "B1", "C1", "A2", "B2", "XFD1", "XFE1", "a1", "A1048577"]))
    attributes, formula = draw(ATTRIBUTES), draw(FORMULAS)
    inside = draw(
        st.one_of(
            NUMBERS.map(lambda n: f"<v>{n}</v>"),
            TEXTS.map(lambda t: f"<v>{t}</v>"),
            TEXTS.map(lambda t: f'<is><t xml:space="preserve">{t}</t></is>'),
            st.sampled_from(["", "<v/>", "<is><r><t>x</t></r></is>", "<!-- --><v>1</v>", "<extLst/>"]),
        )
    )
    return draw(
        st.sampled_from([f'<c r="{reference}"{attributes}>{formula}{inside}</c>', f'<c r="{reference}"{attributes}/>'])
    )


ROWS = st.builds(
    lambda opening, inside: f"{opening}{''.join(inside)}</row>",
    st.sampled_from(
        ['<row r="1">', '<row r="2" hidden="1">', '<row r="1" spans="1:3">', '<row r="7" hidden="0">', "<row>"]
    ),
    st.lists(cells(), max_size=4),
)
TABLES = st.lists(st.one_of(ROWS, st.just('<row r="3" ht="15"/>')), max_size=4).map("".join)


def outcome(data: bytes) -> tuple[Sheet | None, str]:
    """What reading gives: the sheet, or the code of its refusal."""
    try:
        return open_workbook(data).sheet("Data"), ""
    except Refused as refused:
        return None, refused.code


def without_shortcut(data: bytes) -> tuple[Sheet | None, str]:
    """The same by the parser alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet_module, "take_rows", lambda *_, **__: None)
        patch.setattr(strings_module, "take_strings", lambda *_, **__: None)
        patch.setattr(formats_module, "take_formats", lambda *_, **__: None)
        return outcome(data)


@settings(max_examples=300, deadline=None)
@given(
    rows=TABLES,
    texts=st.lists(TEXTS, max_size=3),
    after=st.sampled_from(["", '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>', "<x>"]),
)
def test_shortcut_gives_what_the_parser_gives(rows: str, texts: list[str], after: str) -> None:
    """Cells, anomalies, hidden rows and refusals are equal, whichever way a part is read."""
    content = odd.parts(rows, [f"<t>{text}</t>" for text in texts], after=after)
    data = odd.zipped(content)
    assert outcome(data) == without_shortcut(data)


def table() -> Table:
    """A table that knows one string and no formats."""
    return Table(Known({"0": Cell("x", "s")}, "", None, date1904=False), Meter(Limits()), "part", Anomalies(None, 9))


@pytest.mark.parametrize(
    "rows",
    [
        "",
        '<row r="1"/>',
        '<row r="1" spans="1:2"><c r="A1" s="1"/><c r="B1" t="s"><v>0</v></c></row>',
        '<row r="1" x14ac:dyDescent="0.25"><c r="A1"><f>A2</f><v>1</v></c></row><row r="2" ht="3"/>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a &amp; b &#8211;</t></is></c></row>',
    ],
)
def test_usual_parts_take_the_shortcut(rows: str) -> None:
    """What the common writers write is read the short way, and the rest of the part is handed on."""
    around = take_rows(odd.worksheet(rows, "<a/>", "<b/>"), table())
    assert around is not None
    assert around.endswith(b"<a/><sheetData></sheetData><b/></worksheet>")


@pytest.mark.parametrize(
    "part",
    [
        odd.worksheet('<row r="1"><c r="A1"><v>1</v></c>'),
        odd.worksheet('<row r="1">'),
        odd.worksheet('<row r="1"></row></row>'),
        odd.worksheet('<row r="1"><row r="2"></row></row>'),
        odd.worksheet('<c r="A1"><v>1</v></c>'),
        odd.worksheet("<row r='1'><c r='A1'><v>1</v></c></row>"),
        odd.worksheet('<row r="1"><c r="A1"><v>1</v></c></row>', "<!-- -->"),
        odd.worksheet('<row r="1"><c r="A1"><v>a\x07</v></c></row>'),
        odd.worksheet('<row r="1"><c r="A1"><v>&nbsp;</v></c></row>'),
        odd.worksheet('<row r="1"><c r="A1"><v>&#0;</v></c></row>'),
        odd.worksheet('<row r="1"><c r="A1"><v>é</v></c></row>').replace(b"UTF-8", b"ISO-8859-1"),
        odd.worksheet("").replace(b"sheetData", b"x:sheetData"),
        b"",
    ],
)
def test_unusual_parts_are_left_to_the_parser(part: bytes) -> None:
    """Anything else is not taken, and the table stays untouched."""
    unfilled = table()
    assert take_rows(part, unfilled) is None
    assert unfilled.rows() == {}


def test_usual_strings_and_formats_take_the_shortcut() -> None:
    """Plain strings and the number formats of a styles part are read the short way."""
    taken = take_strings(odd.strings("a", "b &amp; c"))
    assert taken is not None
    assert [cell.value for cell in taken[0].values()] == ["a", "b & c"]
    assert take_strings(odd.strings("<r><t>a</t></r>")) is None
    formats = take_formats(odd.styles())
    assert formats is not None
    assert formats[1] == ["0", "2", "17", "167", "168"]
    assert take_formats(odd.styles().replace(b"<xf ", b"<x:xf ")) is None


def test_rows_that_files_share_stay_as_they_are() -> None:
    """A row written as in another file is not read again; what a file adds to it further down is that file's alone."""
    once = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="s"><v>0</v></c></row>' for n in (1, 2))
    again = '<row r="1"><c r="C1"><v>7</v></c></row>'
    elsewhere = '<row r="3"><c r="D2"><v>8</v></c></row>'
    plain = odd.book(once, ["same"])
    before = open_workbook(plain).sheet("Data").rows
    more = open_workbook(odd.book(once + again + elsewhere, ["other"])).sheet("Data").rows
    assert [list(cells) for cells in more.values()] == [[1, 2, 3], [1, 2, 4]]
    assert (before[1][2].value, more[1][2].value) == ("same", "other")
    assert open_workbook(plain).sheet("Data").rows == before
    assert [list(cells) for cells in before.values()] == [[1, 2], [1, 2]]


def test_sheets_that_nobody_fills_have_the_strings_of_their_own_file() -> None:
    """A sheet written as in another file says what that one says only if it points to the same strings."""
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>1+1</f><v>2</v></c></row>'
    merged = '<mergeCells><mergeCell ref="A2:B3"/></mergeCells>'
    for said in ("one", "other", "one"):
        sheet = open_workbook(odd.zipped(odd.parts(rows, [said], after=merged))).sheet("Data", formulas=False)
        assert sheet.rows == {1: {1: ("one" if said == "one" else "other", "s", None, 0)}}
        assert sheet.merges == ((2, 1, 3, 2),)


def test_what_is_known_counts_like_what_is_new() -> None:
    """Limits hold for a file, whether or not another was read before that has the same in it."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 60))
    merged = '<mergeCells><mergeCell ref="A2:B3"/></mergeCells>'
    data = odd.zipped(odd.parts(rows, after=merged))
    assert len(open_workbook(data, limits=Limits(cells=200)).sheet("Data", formulas=False).rows) == 59
    for formulas in (False, True):
        with pytest.raises(Refused, match="too-many-cells"):
            open_workbook(data, limits=Limits(cells=59)).sheet("Data", formulas=formulas)
