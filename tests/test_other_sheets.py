"""What people write on sheets that nobody is asked to fill, or that are not the template's: told and kept."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from emg_xlsx.read import around
from tests.clients.libreoffice import LibreOffice
from tests.filled import blank
from tests.people import FORM, META, answer, checked, contributions, kept, told, workbook

TABLE = "| Ref. | Our role | What we do | Status |\n| A01 | Lead | We chair | In progress |"


def typed(**cells: str) -> bytes:
    """The template of UNEP with texts typed into its own sheets: ``Check_B20="words"``."""
    book = load_workbook(BytesIO(blank("UNEP")))
    for place, words in cells.items():
        sheet, _, cell = place.rpartition("_")
        book[sheet.replace("_", " ")][cell] = words
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_own_sheet_is_kept_cell_by_cell() -> None:
    """One note tells of the sheet; each of its cells stands in Left out, words for nothing do not."""
    result = checked(contributions(TABLE, Budget="| Item | USD |\n| Travel | 1200 |\n| Rooms | n/a |"))
    assert told(result.findings, "sheet-extra") == {("sheet-extra", "Budget", None)}
    assert kept(result) == {
        ("sheet-extra", cell, words)
        for cell, words in (("A1", "Item"), ("B1", "USD"), ("A2", "Travel"), ("B2", "1200"), ("A3", "Rooms"))
    }


def test_own_sheet_is_kept_within_bounds() -> None:
    """Of a large sheet so many cells are kept, and the others are counted."""
    more = 7
    lines = "\n".join(f"| {n} words |" for n in range(around.MOST_OF_A_SHEET + more))
    result = checked(contributions(TABLE, Data=lines))
    assert len(result.left_out) == around.MOST_OF_A_SHEET
    assert {(f.sheet, f.facts["count"]) for f in result.findings if f.code == "remarks-more"} == {("Data", more)}


@pytest.mark.parametrize("place", ["Read_me_B30", "Check_B20", "Check_D3", "Lists_A60", "Read_me_A2"])
def test_text_typed_on_a_printed_sheet(place: str) -> None:
    """A text on a sheet of the template that nobody fills is told at its cell and kept."""
    sheet, _, cell = place.rpartition("_")
    result = checked(typed(**{place: "We would like to add a comment here"}))
    assert told(result.findings, "text-outside") == {("text-outside", sheet.replace("_", " "), cell)}
    assert kept(result) == {("text-outside", cell, "We would like to add a comment here")}
    assert not result.answers[0].blank


def test_words_over_those_of_the_template_are_told() -> None:
    """Who writes over a printed line has said something."""
    assert kept(checked(typed(Check_B3="Not filled, see my mail"))) == {
        ("text-outside", "B3", "Not filled, see my mail")
    }


@pytest.mark.parametrize("tick", ["x", "✓", "Yes", "OK", "☑"])
def test_tick_says_nothing(tick: str) -> None:
    """Ticking off the list before sending is what it is there for."""
    result = answer(typed(Check_A3=tick, Check_A4=tick))
    assert (result.remarks, result.blank) == ((), True)


def test_untouched_template_saved_by_libreoffice_has_nothing_to_say(libreoffice: LibreOffice, tmp_path: Path) -> None:
    """What the template prints is no remark either once another program has saved it."""
    (tmp_path / "UNEP.xlsx").write_bytes(blank("UNEP"))
    (tmp_path / "saved").mkdir()
    result = answer(libreoffice.convert(tmp_path / "UNEP.xlsx", "xlsx", tmp_path / "saved").read_bytes())
    assert (result.remarks, result.blank) == ((), True)


def test_second_form_is_told_and_kept() -> None:
    """The answers of a further form do not count; they are kept under their lines, its labels are not."""
    second = "| Your entity | FAO |\n| Focal point (name) | B. Person |\n| E-mail | |\n| Phone | 555 |"
    result = checked(workbook({"Entity": FORM, "Contributions": TABLE, "Entity (2)": second}, META))
    assert result.answers[0].entity == "UNEP"
    assert told(result.findings, "form-second", "sheet-extra") == {("form-second", "Entity (2)", None)}
    assert told(result.findings, "entity-two") == {("entity-two", "Entity (2)", "B1")}
    assert kept(result) == {
        ("form-second", "B1", "FAO"),
        ("form-second", "B2", "B. Person"),
        ("text-outside", "A4", "Phone"),
        ("text-outside", "B4", "555"),
    }
    assert {item.field for item in result.left_out} == {"entity", "focal_point", ""}


@pytest.mark.parametrize("made_for", ["UNEP", ""])
def test_a_form_that_cannot_be_read_is_told_once(made_for: str) -> None:
    """A damaged sheet Entity is one finding: nobody is told that it is not there, or that it says nothing."""
    table = "| Ref. | Our role | What we do | Status |\n| A01 | Lead | We chair | In progress |"
    meta = {**META, "entity": made_for}
    data = workbook({"Entity": FORM, "Contributions": table}, meta)
    with ZipFile(BytesIO(data)) as old, ZipFile(target := BytesIO(), "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part[:150] if name == "xl/worksheets/sheet1.xml" else part)
    codes = [f.code for f in answer(target.getvalue()).findings if f.code != "column-missing"]
    assert codes == ["sheet-unreadable"]
