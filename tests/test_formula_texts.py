"""What looks like a formula in a contributor's text stays a text, wherever we write it."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner
from openpyxl import load_workbook

import emg_xlsx as emg
from emg_xlsx.cli import main
from emg_xlsx.roundtrip import master_bytes
from emg_xlsx.xlsx import open_workbook
from emg_xlsx.xlsx.writing import Book
from tests.filled import filled
from tests.people import DAY

HOSTILE = (
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example","click")',
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\tindented",
    "=DDE(\"server\";\"topic\";\"item\")",
    "{=1+1}",
)  # fmt: skip
STORED = tuple(text.strip() for text in HOSTILE)
"""What is kept of them: a tab in front goes like any space."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one submission, whose every free text looks like a formula, notes and file name included."""
    place = tmp_path / "in"
    place.mkdir()
    with xlsxwriter.Workbook(place / "=1+1.xlsx", {"strings_to_formulas": False}) as book:
        form = book.add_worksheet("Entity")
        for row, pair in enumerate((("Your entity", "UNEP"), ("Focal point (name)", "=1+1"), ("E-mail", "+1@a"))):
            form.write_row(row, 0, pair)
        sheet = book.add_worksheet("Contributions")
        sheet.write_row(0, 0, ["Ref.", "Our role", "What we do", "Status", "Partners (optional)", "=1+1"])
        for row, text in enumerate(HOSTILE, start=1):
            sheet.write_row(row, 0, ["A01", "Lead"])
            sheet.write_string(row, 2, text)
            sheet.write_string(row, 3, text)
            sheet.write_string(row, 4, text)
            sheet.write_string(row, 5, text)
            sheet.write_comment(row, 6, text)
        proposals = book.add_worksheet("New proposals")
        proposals.write_row(0, 0, ["Title", "Description", "Our role"])
        proposals.write_row(1, 0, ["=2+2", "@x", "Lead"])
        book.add_worksheet("=3+3").write_string(0, 0, "=4+4")
    return place


def test_no_text_becomes_a_formula_in_the_master(folder: Path) -> None:
    """Every cell of the master that begins like one of these texts is a text, and the texts are all there."""
    book = load_workbook(BytesIO(master_bytes(emg.merge(folder, day=DAY))))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    formulas = {str(cell.value) for cell in cells if cell.data_type == "f"}
    assert not formulas & {*STORED, "=2+2", "=4+4", "@x"}
    texts = {str(cell.value) for cell in cells if cell.data_type == "s"}
    assert texts >= {*STORED, "=2+2", "=4+4", "@x", "=1+1.xlsx"}
    assert not any(cell.hyperlink and "evil" in str(cell.hyperlink.target) for cell in cells)


def test_csv_has_an_apostrophe_and_json_none(folder: Path) -> None:
    """No field of the CSV begins like a formula; the JSON has every text as it was written."""
    lines = CliRunner().invoke(main, ["validate", str(folder), "--format", "csv", "--date", str(DAY)]).stdout
    assert "'=1+1" in lines
    assert not any(f"{mark}{start}" in lines for mark in (",", ',"', "\n") for start in ("=", "+1", "@", "\t"))
    told = CliRunner().invoke(main, ["validate", str(folder), "--format", "json", "--date", str(DAY)]).stdout
    values = {f["value"] for file in json.loads(told)["files"] for f in file["findings"]}
    assert {text for text in HOSTILE if text.startswith("=")} <= values


MARKUP = (
    "<r>&</r>",
    "<r><t>bold</t></r>",
    '<r></si><si><t>"x"</t></r>',
    "<r>",
    " <b>&amp;</b> ",
    "a_x000A_b",
    "\n<r>1</r>",
)
"""What XlsxWriter would take for its own markup of rich text, and what else could be taken for markup."""


@pytest.mark.parametrize("constant_memory", [False, True], ids=["all at once", "row by row"])
def test_markup_that_somebody_sent_stays_text(constant_memory: bool) -> None:
    """Whichever way a workbook is written, with a look or without, texts come back as they were."""
    buffer = BytesIO()
    with Book(buffer, title="x", language="en", day=date(2022, 3, 15), constant_memory=constant_memory) as book:
        sheet = book.page("x")
        look = book.look()
        for row, words in enumerate(MARKUP):
            sheet.put(row, 0, words, (look, look, look))
            sheet.write_string(row, 1, words)
    read = open_workbook(buffer.getvalue()).sheet("x").rows.values()
    assert [[cell.value for cell in row.values()] for row in read] == [[words, words] for words in MARKUP]
    assert load_workbook(buffer)["x"]["A1"].value == MARKUP[0]  # for others, too


def test_markup_in_a_submission_stays_text_in_the_master(tmp_path: Path) -> None:
    """One text like markup costs nothing: the master opens, and says it word for word."""
    words = "<r></t></si>&</r>"
    (tmp_path / "FAO.xlsx").write_bytes(filled("FAO", text=words))
    emg.write_master(emg.merge(tmp_path / "FAO.xlsx", day=date(2022, 3, 15)), tmp_path / "master.xlsx")
    sheet = load_workbook(tmp_path / "master.xlsx")["Contributions"]
    assert words in {cell.value for row in sheet.iter_rows() for cell in row}
