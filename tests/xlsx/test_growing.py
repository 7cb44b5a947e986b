"""Boxes of notes: new ones stand beside their cell, and a sender's own has room for the words put behind theirs."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from emg_xlsx.xlsx.patching import annotate, strip
from tests.xlsx import odd_files as odd
from tests.xlsx import rich_files
from tests.xlsx.patched import additions, changed, loaded, members
from tests.xlsx.test_patching_odd import NOTES, book

COLUMN, ROW, LINE, CHARACTER = 64, 20, 15, 6
"""Pixels of a usual column and row, and of the usual font of notes."""
NOTE = "Please write the month as a word, such as 3 April 2022, so that nobody has to guess it. " * 3
ASKED = additions(("Data", "A2"), note=NOTE)
ROOM = len(NOTE) * CHARACTER * LINE
"""Pixels that all of the note's characters cover."""
DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<v:shape id="_x0000_s1025" style="{style}"><x:ClientData ObjectType="Note">{anchor}<x:Row>0</x:Row>'
    "<x:Column>0</x:Column></x:ClientData></v:shape></xml>"
)


def anchored(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of the first note's box, on a sheet of usual columns and rows."""
    drawing = next(content for name, content in members(data).items() if name.endswith(".vml"))
    anchors = re.findall(rb'ObjectType="Note".*?<x:Anchor>([^<]*)<', drawing, re.DOTALL)
    left, right_of, top, below, right, rest, bottom, left_over = map(int, anchors[0].split(b","))
    return (right - left) * COLUMN - right_of + rest, (bottom - top) * ROW - below + left_over


def styled(drawing: bytes) -> tuple[float, float]:
    """Width and height in the style of the first note's box, as written."""
    width, height = (re.search(rb"[;\"]%b:([\d.]+)" % word, drawing) for word in (b"width", b"height"))
    assert width is not None
    assert height is not None
    return float(width[1]), float(height[1])


def with_box(style: str = "", anchor: str = "") -> bytes:
    """A workbook with one note of the sender's and its box."""
    sheet = odd.worksheet('<row r="1"><c r="A1"><v>1</v></c></row>', after='<legacyDrawing xmlns:r="{}" r:id="rId2"/>')
    notes = NOTES.format(author=0, text="<text><t>Old</t></text>").encode()
    return book(
        changes={
            odd.SHEET: sheet.replace(b"{}", odd.RELATIONS.encode()),
            "xl/worksheets/_rels/sheet1.xml.rels": odd.relations(
                [("comments", "../comments1.xml"), ("vmlDrawing", "../drawings/box.vml")]
            ),
            odd.COMMENTS: notes,
            "xl/drawings/box.vml": DRAWING.format(style=style, anchor=anchor).encode(),
        }
    )


def marked(before: bytes) -> bytes:
    """The workbook with our words on its first cell."""
    return annotate(before, additions(("Data", "A1"), note=NOTE)).data


@pytest.mark.parametrize(("cell", "corner"), [("B9", (2, 7)), ("A1", (1, 0)), ("H40", (8, 38))])
def test_new_box_stands_beside_its_cell(cell: str, corner: tuple[int, int]) -> None:
    """It begins in the next column, a row above, and is as large as its style says, in the order Excel reads."""
    copy = annotate(odd.book('<row r="1"><c r="A1"><v>1</v></c></row>'), additions(("Data", cell), note=NOTE)).data
    drawing = next(content for name, content in members(copy).items() if name.endswith(".vml"))
    column, _, row, *_ = map(int, re.findall(rb"<x:Anchor>([^<]*)<", drawing)[0].split(b","))
    assert (column, row) == corner
    assert [pixels * 3 // 4 for pixels in anchored(copy)] == list(styled(drawing))


def test_box_grows() -> None:
    """Its new size has room for our words, and nothing of it moves but the lower right corner."""
    before = rich_files.by_xlsxwriter()
    old, new = anchored(before), anchored(annotate(before, ASKED).data)
    assert old[0] * old[1] < ROOM
    assert new[0] * new[1] > ROOM
    assert (new[0] >= old[0], new[1] >= old[1]) == (True, True)


def test_box_of_a_style_grows() -> None:
    """Programs that write no anchor give the size in a style."""
    before = rich_files.by_openpyxl()
    comment = loaded(annotate(before, ASKED).data)["Data"]["A2"].comment
    assert comment is not None
    drawing = next(c for name, c in members(annotate(before, ASKED).data).items() if name.endswith(".vml"))
    width, height = styled(drawing)
    assert width * height > ROOM


@pytest.mark.parametrize("make", [rich_files.by_xlsxwriter, rich_files.by_openpyxl])
def test_box_is_as_before_without_our_words(make: Callable[[], bytes]) -> None:
    """Its old size comes back byte for byte, and marking again gives the same."""
    copy = annotate(make(), ASKED).data
    assert changed(make(), strip(copy)) == set()
    assert annotate(copy, ASKED).data == copy


@pytest.mark.parametrize(
    "size",
    [
        {"style": "width:10px;height:10px"},
        {"style": "height:7.5pt;position:absolute;width:7.5pt"},
        {"style": "width:9000px;height:10px"},
        {"anchor": "<x:Anchor>\n  1, 15, 0, 10, 1, 31, 1, 4</x:Anchor>"},
    ],
    ids=["pixels", "height first", "wide", "anchor"],
)
def test_sizes_are_written_in_many_ways(size: dict[str, str]) -> None:
    """Each way is grown where it is too small, and comes back."""
    before = with_box(**size)
    drawings = [members(data)["xl/drawings/box.vml"] for data in (before, marked(before))]
    assert drawings[0] != drawings[1]
    assert changed(before, strip(marked(before))) == set()


@pytest.mark.parametrize(
    "size",
    [
        {"style": "width:900px;height:900px"},
        {"anchor": "<x:Anchor>1, 15, 0, 10, 30, 0, 90, 0</x:Anchor>"},
        {"anchor": "<x:Anchor>1, 15, 0</x:Anchor>"},
        {"style": "margin-top:1px"},
    ],
    ids=["style", "anchor", "broken anchor", "no size"],
)
def test_box_that_is_large_or_unknown_stays(size: dict[str, str]) -> None:
    """No box shrinks, and none gets a size where it had none that we know."""
    before = with_box(**size)
    name = "xl/drawings/box.vml"
    assert members(before)[name] == members(marked(before))[name]
    assert changed(before, strip(marked(before))) == set()


def test_box_of_rows_that_are_low() -> None:
    """Where rows are lower than usual, the box reaches over more of them."""
    low = "".join(f'<row r="{row}" ht="7.5" customHeight="1"/>' for row in range(1, 200))
    usual = with_box(anchor="<x:Anchor>1, 15, 0, 10, 1, 31, 1, 4</x:Anchor>")
    parts = members(usual)
    parts[odd.SHEET] = re.sub(rb"<row.*</row>", low.encode(), parts[odd.SHEET])
    ends = [
        int(re.findall(rb"Anchor>([^<]*)<", members(marked(data))["xl/drawings/box.vml"])[0].split(b",")[6])
        for data in (usual, odd.zipped(parts))
    ]
    assert ends[1] >= 2 * ends[0] - 2
