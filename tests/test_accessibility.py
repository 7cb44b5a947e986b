"""Workbooks for everybody: read aloud, in grey, in high contrast, with the keyboard, and on paper.

What is checked follows WCAG 2.2 and the advice spreadsheet programs give for accessible workbooks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.styles.colors import Color
from openpyxl.worksheet.worksheet import Worksheet

import emg_xlsx as emg
from emg_xlsx.texts import LANGUAGES
from tests.report.samples import contrast

DAY = date(2022, 3, 15)
EXAMPLES = Path(__file__).parents[1] / "examples" / "submissions"
ENOUGH = 4.5
"""Contrast of text with what is behind it (WCAG 2.2, criterion 1.4.3)."""
SMALLEST = 9
"""Points of the smallest letters; a sheet's own text has eleven."""
HEADERS = {"Contributions": 1, "New proposals": 1, "Lists": 1, "Check": 5}
"""The header row of each table of the template."""
MASTER_HEADER = 3


def template(language: str) -> bytes:
    """A template as it goes out."""
    buffer = BytesIO()
    emg.write_template(buffer, entity="FAO", language=language)
    return buffer.getvalue()


@pytest.fixture(scope="module", params=LANGUAGES)
def sent(request: pytest.FixtureRequest) -> tuple[str, bytes]:
    """A template in each language."""
    return request.param, template(request.param)


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The master of the examples."""
    path = tmp_path_factory.mktemp("master") / "master.xlsx"
    emg.write_master(emg.merge(EXAMPLES, day=DAY), path)
    return path.read_bytes()


def sheets(data: bytes) -> list[Worksheet]:
    """The sheets people see."""
    book: Workbook = load_workbook(BytesIO(data))
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def cells(sheet: Worksheet) -> Iterator[Cell]:
    """The cells that say something to the eye; signs inside the bars of the timeline are for other programs."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.value not in (None, "") and len(set(colours(cell))) > 1:
                yield cell


def hidden(sheet: Worksheet) -> set[int]:
    """The numbers of hidden columns."""
    groups = [one for one in sheet.column_dimensions.values() if one.hidden]
    return {number for one in groups for number in range(one.min or 1, (one.max or 1) + 1)}


def rgb(color: Color | None, usual: str) -> str:
    """A colour as ``#RRGGBB``; the usual one where none is set."""
    told = color.rgb if color is not None and color.type == "rgb" else None
    return f"#{told[-6:]}" if isinstance(told, str) and told != "00000000" else usual


def colours(cell: Cell) -> tuple[str, str]:
    """The colour of a cell's text, and of what is behind it."""
    behind = rgb(cell.fill.fgColor, "#FFFFFF") if cell.fill.fill_type == "solid" else "#FFFFFF"
    return rgb(cell.font.color, "#000000"), behind


def poor(data: bytes) -> list[tuple[str, str, str, str]]:
    """Texts without enough contrast, under each look a condition may give their cell, too."""
    found = []
    for sheet in sheets(data):
        conditional = [
            (area, rule.dxf) for area in sheet.conditional_formatting for rule in area.rules if rule.dxf is not None
        ]
        for cell in cells(sheet):
            ink, paper = colours(cell)
            pairs = {(ink, paper)}
            for area, look in conditional:
                if cell.coordinate in area.cells:
                    fill = rgb(look.fill.bgColor, paper) if look.fill else paper
                    pairs.add((rgb(look.font.color, ink) if look.font else ink, fill))
            found += [(sheet.title, cell.coordinate, *pair) for pair in sorted(pairs) if contrast(*pair) < ENOUGH]
    return found


def test_contrast_of_templates(sent: tuple[str, bytes]) -> None:
    """Every text of a template stands out from what is behind it, whatever a condition paints."""
    assert poor(sent[1]) == []


def test_contrast_of_the_master(master: bytes) -> None:
    """Every text of the master stands out from what is behind it."""
    assert poor(master) == []


def test_poor_contrast_is_found() -> None:
    """A text in light grey, and one that only a condition paints so, are found."""
    book = load_workbook(BytesIO(template("en")))
    sheet = book["Read me"]
    sheet["B3"].font = Font(name="Calibri", sz=11, color="FFBFC7D1")
    buffer = BytesIO()
    book.save(buffer)
    assert [(name, place) for name, place, *_ in poor(buffer.getvalue())] == [("Read me", "B3")]


def test_letters_are_large_enough(sent: tuple[str, bytes], master: bytes) -> None:
    """Nothing is smaller than nine points, and the text of cells to fill and to read has eleven."""
    for data in (sent[1], master):
        for sheet in sheets(data):
            sizes = [cell.font.sz for cell in cells(sheet)]
            assert min(sizes) >= SMALLEST
            assert sorted(sizes)[len(sizes) // 2] >= 11


def test_one_header_row_and_nothing_merged(sent: tuple[str, bytes]) -> None:
    """Each table has one header, complete, in sight while scrolling and on every page; no cell is merged."""
    for sheet in sheets(sent[1]):
        assert not sheet.merged_cells.ranges
        row = HEADERS.get(sheet.title)
        if row is None:
            continue
        titles = [cell.value for cell in sheet[row]]
        used = {cell.column for cell in cells(sheet) if cell.row > row} - hidden(sheet)
        assert all(titles[column - 1] for column in used if titles[column - 1 : column]), sheet.title
        assert sheet.print_title_rows == f"${row}:${row}"
        assert re.fullmatch(rf"[A-Z]+{row + 1}", sheet.freeze_panes or "")


def test_headers_of_the_master(master: bytes) -> None:
    """Nothing is merged; each sheet with rows keeps its header in sight, and repeats it on paper."""
    for sheet in sheets(master):
        assert not sheet.merged_cells.ranges
        if sheet.auto_filter.ref:
            assert sheet.auto_filter.ref.startswith(f"A{MASTER_HEADER}:"), sheet.title
            assert sheet.print_title_rows == f"${MASTER_HEADER}:${MASTER_HEADER}", sheet.title
            assert re.fullmatch(rf"[A-Z]+{MASTER_HEADER + 1}", sheet.freeze_panes or ""), sheet.title


def test_every_cell_to_fill_says_what_is_asked(sent: tuple[str, bytes]) -> None:
    """Who comes to a cell by keyboard hears its name and what to write, in at most two short lines."""
    for sheet in sheets(sent[1]):
        rules = sheet.data_validations.dataValidation
        covered = {str(part) for rule in rules if rule.prompt and rule.promptTitle for part in rule.sqref.ranges}
        for row in sheet.iter_rows(max_row=min(sheet.max_row, 70)):
            for cell in row:
                if not cell.protection.locked:
                    assert any(cell.coordinate in rule.sqref for rule in rules if rule.prompt), cell.coordinate
        assert covered or sheet.title in ("Read me", "Check", "Lists")
        assert all(len(rule.prompt or "") <= 140 and len(rule.promptTitle or "") <= 32 for rule in rules)


def test_a_workbook_says_its_language_and_title(sent: tuple[str, bytes], master: bytes) -> None:
    """Screen readers know in which language to speak, and windows which document they show."""
    for language, data in (sent, ("en", master)):
        with ZipFile(BytesIO(data)) as package:
            core = etree.fromstring(package.read("docProps/core.xml"))
        said = {etree.QName(node).localname: node.text for node in core}
        assert said["language"] == language
        assert said["title"]


def test_it_opens_where_one_begins(sent: tuple[str, bytes]) -> None:
    """It opens on the first sheet, each sheet at its first cell to fill, and sheets stand in the order of the work."""
    book = load_workbook(BytesIO(sent[1]))
    visible = sheets(sent[1])
    assert book.active is not None
    assert book.active.title == visible[0].title == "Read me"
    assert [sheet.title for sheet in visible] == ["Read me", "Entity", "Contributions", "New proposals", "Check",
                                                  "Lists"]  # fmt: skip
    for name in ("Entity", "Contributions", "New proposals"):
        selected = book[name].sheet_view.selection[-1].activeCell
        assert not book[name][selected].protection.locked


def test_pictures_have_words(master: bytes) -> None:
    """Every chart says in words what it shows."""
    with ZipFile(BytesIO(master)) as package:
        drawings = [name for name in package.namelist() if name.startswith("xl/drawings/drawing")]
        frames = [node for name in drawings for node in etree.fromstring(package.read(name)).iter("{*}cNvPr")]
    assert len(frames) >= 3
    assert all(len(node.get("descr", "").split()) >= 4 for node in frames)


def test_nothing_is_told_by_colour_alone(sent: tuple[str, bytes]) -> None:
    """Wherever a condition paints cells, the sheet ``Check`` has words: its mark column and its banner are texts."""
    painted = {sheet.title for sheet in sheets(sent[1]) for area in sheet.conditional_formatting for _ in area.rules}
    assert painted == {"Contributions", "New proposals", "Check"}
    check = load_workbook(BytesIO(sent[1]), data_only=True)["Check"]
    links = {cell.value.rpartition(" ")[0].partition(",")[0] for cell in check["B"][5:] if cell.value}
    assert {"Contributions", "New proposals", "Entity"} <= links
    assert all(isinstance(check.cell(row, 1).value, str) for row in (1, 2, 3))


def test_links_say_where_they_lead(sent: tuple[str, bytes]) -> None:
    """Links inside the workbook lead to places that are there, and name them in words."""
    names = {sheet.title for sheet in sheets(sent[1])}
    for sheet in sheets(sent[1]):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink is not None and cell.hyperlink.location:
                    target, _, place = cell.hyperlink.location.replace("'", "").partition("!")
                    assert target in names
                    assert re.fullmatch(r"[A-Z]+\d+", place)
                    assert target in str(cell.value)
