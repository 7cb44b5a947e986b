"""How the coordinator arranged the master's own sheets is kept from merge to merge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.clients.libreoffice import LibreOffice
from tests.clients.validator import Validator
from tests.people import HEADER, titles_of
from tests.test_merging import LEAD
from tests.test_roundtrip import Desk, cell

YELLOW = PatternFill("solid", fgColor="FFFFFF00")


def column(page: Worksheet, title: str) -> int:
    """The number of the column of a title."""
    return titles_of(page).index(title) + 1


def row(page: Worksheet, name: str) -> int:
    """The number of the row of an id."""
    return next(n for n, cells in enumerate(page.values, 1) if name in cells)


def arrange(book: Workbook) -> None:
    """What a coordinator does to a sheet in a year."""
    page = book["Contributions"]
    last = page.max_column + 1
    here = row(page, "UNEP/A01/1")
    for number, value in enumerate(["Folder", "A/12", "B/7"], HEADER):
        page.cell(number, last).value = value
    page.cell(HEADER, last + 1).value = "Twice the amount"
    amount = get_column_letter(column(page, "Amount, USD (optional)"))
    for number in (HEADER + 1, HEADER + 2):
        page.cell(number, last + 1).value = f"=2*{amount}{number}"
    page.column_dimensions[get_column_letter(column(page, "What we do"))].width = 77
    page.column_dimensions[get_column_letter(column(page, "SHA-256"))].hidden = True
    page.row_dimensions[here].height = 123
    marked = page.cell(here, column(page, "Status"))
    marked.fill, marked.font = YELLOW, Font(bold=True, strike=True, color="FFFF0000")
    page.cell(here, column(page, "Our role")).comment = Comment("Ask in May.", "Coordinator")
    book["Work plan"].cell(row(book["Work plan"], "A02"), 4).comment = Comment("Check the title.", "Coordinator")
    page.sheet_view.zoomScale = 85


def told(path: Path) -> dict[str, Any]:
    """All of this, as it stands in a master."""
    book = load_workbook(path)
    page = book["Contributions"]
    here = row(page, "UNEP/A01/1")
    marked = page.cell(here, column(page, "Status"))
    note = page.cell(here, column(page, "Our role")).comment
    check = book["Work plan"].cell(row(book["Work plan"], "A02"), 4).comment
    return {
        "folders": {
            page.cell(n, 1).value: page.cell(n, column(page, "Folder")).value
            for n in range(HEADER + 1, page.max_row + 1)
        },
        "formula": page.cell(here, column(page, "Twice the amount")).value,
        "amount": f"{get_column_letter(column(page, 'Amount, USD (optional)'))}{here}",
        "width": round(page.column_dimensions[get_column_letter(column(page, "What we do"))].width),
        "hidden": page.column_dimensions[get_column_letter(column(page, "SHA-256"))].hidden,
        "height": page.row_dimensions[here].height,
        "look": (marked.fill.fgColor.rgb, marked.font.b, marked.font.strike, marked.font.color.rgb),
        "note": note.text if note else None,
        "check": check.text if check else None,
        "zoom": page.sheet_view.zoomScale,
    }


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a master of two rows."""
    found = Desk(tmp_path)
    found.file("a.xlsx", "UNEP", {2: {**LEAD, "amount_usd": 10}, 3: LEAD})
    found.merge()
    return found


def expect(found: dict[str, Any]) -> None:
    """Hold a master against what was arranged."""
    assert found["folders"] == {"FAO/A02/1": None, "UNEP/A01/1": "A/12", "UNEP/A01-D01/1": "B/7"}
    assert found["formula"] == f"=2*{found['amount']}"
    assert found["width"] == 77
    assert found["hidden"] is True
    assert found["height"] == pytest.approx(123, abs=1)
    assert found["look"] == ("FFFFFF00", True, True, "FFFF0000")
    assert found["note"].endswith("Ask in May.")
    assert found["check"].endswith("Check the title.")


def test_arrangement_is_kept(desk: Desk) -> None:
    """Columns, widths, heights, colours and notes stay with their rows when a new row comes before them."""
    desk.edit(arrange)
    desk.file("b.xlsx", "FAO", {9: LEAD})
    merging = desk.merge()
    assert merging.lost == ()
    expect(told(desk.path))
    desk.file("c.xlsx", "WHO", {2: {**LEAD, "role": "Contributing"}})
    desk.merge()
    assert [path.name for path in desk.place.glob("master*.xlsx")] == ["master.xlsx"]
    found = told(desk.path)
    found["folders"].pop("WHO/A01/1")
    expect(found)
    assert found["zoom"] == 85


def test_arrangement_is_kept_through_libreoffice(desk: Desk, libreoffice: LibreOffice) -> None:
    """The same after LibreOffice saved the master, but for the zoom, which it does not write."""
    desk.edit(arrange)
    libreoffice.convert(desk.path, "xlsx", desk.place / "lo").replace(desk.path)
    desk.file("b.xlsx", "FAO", {9: LEAD})
    assert desk.merge().lost == ()
    expect(told(desk.path))


def test_moved_columns_stay(desk: Desk) -> None:
    """The coordinator's order of columns is the order of the next master."""

    def move(book: Workbook) -> None:
        page = book["Contributions"]
        for cells in page.iter_rows():
            values = [one.value for one in cells]
            for place, value in enumerate([*values[1:5], values[0], *values[5:]]):
                cells[place].value = value

    desk.edit(move)
    before = titles_of(load_workbook(desk.path)["Contributions"])
    desk.file("b.xlsx", "FAO", {9: LEAD})
    assert cell(desk.merge(), "FAO/A02/1", "role") == "LEAD"
    assert titles_of(load_workbook(desk.path)["Contributions"]) == before


def test_filters_stay(desk: Desk) -> None:
    """A filter by values hides the rows that are new and not among them, too."""

    def narrow(book: Workbook) -> None:
        page = book["Contributions"]
        page.auto_filter.add_filter_column(column(page, "Entity") - 1, ["UNEP"])

    desk.edit(narrow)
    desk.file("b.xlsx", "FAO", {9: LEAD})
    desk.merge()
    page = load_workbook(desk.path)["Contributions"]
    (wanted,) = page.auto_filter.filterColumn
    assert (wanted.colId, wanted.filters.filter) == (column(page, "Entity") - 1, ["UNEP"])
    hidden = {page.cell(n, 1).value for n in range(HEADER + 1, page.max_row + 1) if page.row_dimensions[n].hidden}
    assert hidden == {"FAO/A02/1"}


def test_what_was_typed_into_an_added_column_never_becomes_a_formula(desk: Desk) -> None:
    """Only what was a formula is one again."""

    def add(book: Workbook) -> None:
        page = book["Contributions"]
        last = page.max_column + 1
        page.cell(HEADER, last).value = "Remark"
        page.cell(HEADER + 1, last).value = "=1+1"
        page.cell(HEADER + 1, last).data_type = "s"

    desk.edit(add)
    desk.file("b.xlsx", "FAO", {9: LEAD})
    desk.merge()
    page = load_workbook(desk.path)["Contributions"]
    found = page.cell(row(page, "UNEP/A01/1"), column(page, "Remark"))
    assert (found.value, found.data_type) == ("=1+1", "s")


def test_what_cannot_be_kept_is_told(desk: Desk) -> None:
    """Merged cells and rules of colour are named, and the old master is kept whole."""

    def spoil(book: Workbook) -> None:
        book["Register"].merge_cells("B4:C4")
        book["Questions"].protection.sheet = True
        book["Overview"]["B3"].comment = Comment("Print this.", "Coordinator")
        page = book["Contributions"]
        last = page.max_column + 1
        page.cell(HEADER, last).value = "Where"
        page.cell(HEADER + 1, last).value = "Our page"
        page.cell(HEADER + 1, last).hyperlink = "https://example.org"
        choice = DataValidation(type="list", formula1='"a,b"')
        choice.add(f"{get_column_letter(last)}4:{get_column_letter(last)}9")
        page.add_data_validation(choice)

    desk.edit(spoil)
    before = desk.path.read_bytes()
    desk.file("b.xlsx", "FAO", {9: LEAD})
    lost = desk.merge().lost
    assert sorted(sheet for sheet, _ in lost) == ["Contributions", "Contributions", "Overview", "Questions", "Register"]
    assert any("B4:C4" in what for _, what in lost)
    assert [path.read_bytes() for path in desk.place.glob("master 2022*.xlsx")] == [before]


def test_valid_for_microsoft(desk: Desk, validator: Validator) -> None:
    """Microsoft's validator finds nothing in a master with all of this."""
    desk.edit(arrange)
    desk.file("b.xlsx", "FAO", {9: LEAD})
    desk.merge()
    assert validator.violations(desk.path) == []
