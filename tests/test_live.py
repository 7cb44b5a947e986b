"""The formulas of the summary sheets, computed anew by a real client."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from emg_xlsx.roundtrip import master_bytes
from emg_xlsx.summaries import summarise
from tests.clients.libreoffice import LibreOffice, differences
from tests.people import HEADER, titles_of
from tests.test_roundtrip import Desk
from tests.test_summaries import D01, D02, ROWS, merged

SUMMARIES = ("Overview", "Work plan", "Matrix", "Progress", "Resources")
"""The sheets that count."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a master of three entities."""
    desk = Desk(tmp_path)
    for entity, lines in ROWS.items():
        desk.file(f"{entity}.xlsx", entity, lines)
    desk.merge()
    return desk


def results(path: Path) -> dict[str, list[list[Any]]]:
    """What stands in the cells of the sheets that count."""
    book = load_workbook(path, data_only=True)
    return {name: [[cell.value for cell in row] for row in book[name].iter_rows()] for name in SUMMARIES}


def test_an_edit_moves_every_count(desk: Desk, libreoffice: LibreOffice) -> None:
    """What a coordinator types moves the summaries in their own program to just what the next merge says."""
    desk.write("Contributions", "UNEP/A01-D01/1", "Status", "In progress")
    desk.write("Contributions", "UNEP/A01-D01/1", "Our role", "Lead")
    desk.write("Contributions", "FAO/A01-D01/1", "Print", "No")
    desk.write("Contributions", "WHO/A01-D02/1", "Staff time, work-months (optional)", 7)
    desk.write("Progress", "A01", "Overall status", "Completed")
    before = results(desk.path)
    moved = results(libreoffice.recalculate(desk.path, desk.place / "lo"))
    desk.merge()
    after = results(desk.path)
    assert moved["Progress"] != before["Progress"]
    counts = [titles_of(load_workbook(desk.path)["Progress"]).index(title) for title in ("In progress", "Completed")]
    for ref in ("A01", "A01-D01", "A01-D02"):
        lines = [next(row for row in sheet["Progress"][HEADER:] if row[0] == ref) for sheet in (moved, after)]
        assert [lines[0][n] for n in (2, 4, *counts)] == [lines[1][n] for n in (2, 4, *counts)]
    assert column(moved["Overview"], 2) == column(after["Overview"], 2)
    assert {row[0]: row[3:5] for row in moved["Matrix"][3:]} == {row[0]: row[3:5] for row in after["Matrix"][3:]}
    assert [row[3:12] for row in moved["Resources"]] == [row[3:12] for row in after["Resources"]]


def column(rows: list[list[Any]], place: int) -> list[Any]:
    """One column, without the line that tells what is new, which is about the log and not about rows."""
    return [row[place] for row in rows if row[1] != "Changes"]


def test_a_wrong_result_would_be_found(desk: Desk, libreoffice: LibreOffice) -> None:
    """A stored result that is not what its formula gives differs after the recalculation: the test can fail."""
    merging = desk.merge()
    found = summarise(merging.master)
    state = found.progress[1]
    wrong = replace(state, counts={"DELAYED": 9})
    planted = replace(found, progress=(found.progress[0], wrong, *found.progress[2:]))
    path = desk.place / "planted.xlsx"
    path.write_bytes(master_bytes(merging.master, planted))
    assert any(": 9 became 1" in line for line in differences(path, libreoffice.recalculate(path, desk.place / "lo")))


ODD: dict[str, dict[int, dict[str, Any]]] = {
    "FAO": {D01: {"progress": "No role was given.", "status": "In progress", "kind": "TRAIN; OTHER; STAFF"},
            D02: {"role": "Not participating"}},
    "UNEP": {D01: {"role": "Lead", "progress": "Leads.", "status": "Completed"},
             D02: {"role": "Lead", "progress": "Also leads.", "status": "Cancelled"}},
    "WHO": {D01: {"role": "Lead", "progress": "Leads too.", "status": "Completed", "amount_usd": 0},
            D02: {"role": "Lead", "progress": "And here.", "status": "On hold", "staff_months": 0.1}},
}  # fmt: skip

BEYOND: dict[str, dict[int, dict[str, Any]]] = {
    "FAO": {row: {"role": "Lead", "progress": "Was to go on.", "schedule": "December 2022", "status": "Cancelled"}
            for row in (D01, D02 + 1)},
    "UNEP": {D02: {"role": "Lead", "progress": "Begins late.", "schedule": "from November 2022", "status": "Delayed"}},
}  # fmt: skip
"""What would go on longer than planned, but for being cancelled; and what has no end."""


@pytest.mark.parametrize("day", [date(2022, 3, 15), date(2023, 1, 1)], ids=["meanwhile", "afterwards"])
@pytest.mark.parametrize("rows", [ODD, BEYOND, {"FAO": {}}], ids=["several leads", "beyond the plan", "nothing"])
def test_every_result_is_what_its_formula_gives(
    tmp_path: Path, libreoffice: LibreOffice, rows: dict[str, dict[int, dict[str, Any]]], day: date
) -> None:
    """Several leads, roles not given, what goes on longer, an empty master, a plan that is over: no result differs."""
    master = replace(merged(tmp_path, rows, FAO={"B6": "Nothing to report this time"}), day=day)
    path = tmp_path / "out" / "master.xlsx"
    path.parent.mkdir()
    path.write_bytes(master_bytes(master))
    assert differences(path, libreoffice.recalculate(path, tmp_path / "lo")) == []


def test_a_status_in_other_words_is_done_in_formulas_too(desk: Desk, libreoffice: LibreOffice) -> None:
    """What the coordinator calls done is past no date, neither in what is stored nor when it is computed."""
    desk.write("Progress", "A01-D01", "Overall status", "terminé")
    master = replace(desk.merge().master, day=date(2023, 1, 1))
    assert "A01-D01" not in summarise(master).overview.overdue
    path = desk.place / "late.xlsx"
    path.write_bytes(master_bytes(master))
    assert differences(path, libreoffice.recalculate(path, desk.place / "lo")) == []


def test_columns_may_be_moved(desk: Desk, libreoffice: LibreOffice) -> None:
    """Formulas follow the columns of the coordinator's own order."""

    def move(book: Any) -> None:
        page = book["Contributions"]
        for cells in page.iter_rows(min_row=HEADER):
            values = [one.value for one in cells]
            for place, value in enumerate([*values[1:6], values[0], *values[6:]]):
                cells[place].value = value

    desk.edit(move)
    desk.file("ITU.xlsx", "ITU", {D01: {"role": "Contributing", "progress": "Data.", "status": "In progress"}})
    desk.merge()
    assert titles_of(load_workbook(desk.path)["Contributions"])[5] == "Id"
    assert differences(desk.path, libreoffice.recalculate(desk.path, desk.place / "lo")) == []
