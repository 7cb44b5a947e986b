"""How a sheet is arranged, also where its attributes say what none can say."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlsxwriter

from emg_xlsx.xlsx.appearance import Appearance, appearance_of, moved
from emg_xlsx.xlsx.parts import parts_of
from tests.xlsx.added_sheets import edited

SHEET, STYLES, NOTES = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/comments1.xml"


def arranged() -> bytes:
    """A sheet with a width, a height, a colour, a number format, a note, a filter and a formula."""
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet("Page")
        page.set_column("A:A", 33)
        page.set_row(1, 45)
        page.set_zoom(70)
        page.write_row(0, 0, ["One", "Two"])
        page.write_number("A2", 7, book.add_format({"bg_color": "#FFEE00", "num_format": "0.000"}))
        page.write_formula("B2", "=A2*2")
        page.write_comment("A2", "Why?", {"author": "Ada"})
        page.autofilter("A1:B2")
        page.filter_column_list("B", ["x"])
    return target.getvalue()


def look(data: bytes) -> Appearance:
    """How the sheet looks."""
    return appearance_of(parts_of(data), "Page", [1, 2])


def test_everything_is_seen() -> None:
    """Each thing stands at its place."""
    found = look(arranged())
    assert (round(found.widths[1]), found.heights, found.zoom) == (34, {2: 45.0}, 70)
    assert (dict(found.looks[2, 1])["bg_color"], found.formats) == ("#FFEE00", {(2, 1): "0.000"})
    assert (found.notes, found.formulas, found.filters) == ({(2, 1): ("Ada", "Why?")}, {(2, 2): "=A2*2"}, {2: ("x",)})
    assert not found.damaged


def test_usual_cells_say_nothing_but_in_columns_asked_for() -> None:
    """Of a cell that looks as usual nothing is told but how high its row is, of its neighbour the formula."""
    found = appearance_of(parts_of(arranged()), "Page", [2], lambda _: True)
    assert (2, 1) not in {*found.looks, *found.formats}
    assert (found.formulas, found.heights) == ({(2, 2): "=A2*2"}, {2: 45.0})


@pytest.mark.parametrize("word", ["", "-1", "x", "1e999", "NaN", "²", "9" * 5000])
@pytest.mark.parametrize(
    ("part", "before"),
    [
        (SHEET, 'ht="45'), (SHEET, 'min="1'), (SHEET, 'zoomScale="70'), (SHEET, 'colId="1'), (SHEET, 's="1'),
        (STYLES, 'fontId="0'), (STYLES, 'rgb="FFFFEE00'), (NOTES, 'authorId="0'), (STYLES, 'formatCode="0.000'),
    ],
)  # fmt: skip
def test_attributes_that_say_nothing_cost_only_themselves(part: str, before: str, word: str) -> None:
    """Whatever a number or a colour is, the formula and the text of the note are there, and sizes can be written."""
    name = before.partition("=")[0]
    found = look(edited(arranged(), part, f'{before}"'.encode(), f'{name}="{word}"'.encode()))
    assert (found.formulas, found.notes[2, 1][1]) == ({(2, 2): "=A2*2"}, "Why?")
    assert all(0 <= size <= 409.5 for size in (*found.heights.values(), *found.widths.values()))
    assert found.zoom is None or 10 <= found.zoom <= 400
    assert dict(found.looks.get((2, 1), ())).get("bg_color", "#FFEE00") == "#FFEE00"
    assert all(len(code) <= 255 for code in found.formats.values())


@pytest.mark.parametrize("part", [SHEET, STYLES, NOTES, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_parts_that_cannot_be_read_are_told(part: str) -> None:
    """The sheet is marked as damaged, and nothing is raised."""
    assert look(edited(arranged(), part, b"<", b"<<")).damaged


def test_formulas_nobody_can_take_apart_stay() -> None:
    """A formula moves with its cell, if it is one."""
    assert moved("=A1+$B$1", "C1", "C3") == "=A3+$B$1"
    assert moved('="open', "C1", "C3") == '="open'
