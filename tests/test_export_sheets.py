"""The copy to send round, sheet by sheet, as people read it."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import emg_xlsx as emg
from emg_xlsx.exporting import Order, made, prepare
from emg_xlsx.mastered import Master
from tests.clients.validator import Validator
from tests.test_export import hostile, setting

SUBMISSIONS = Path(__file__).parents[1] / "examples" / "submissions"
DAY = date(2022, 3, 15)


@pytest.fixture(scope="module")
def master() -> Master:
    """The master of the examples."""
    return emg.merge(SUBMISSIONS, day=DAY)


def copy(master: Master, **order: Any) -> dict[str, list[dict[str, Any]]]:
    """The sheets of a copy by name: rows by title of the column."""
    content = made(prepare(master, Order(**order)), Path("out.xlsx"))
    assert isinstance(content, bytes)
    found = {}
    for sheet in load_workbook(BytesIO(content)).worksheets[1:]:
        head, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(map(str, head), map(day, row), strict=True)) for row in rows]
    return found


def day(value: Any) -> Any:
    """A cell's value, of a day without its midnight."""
    return value.date() if isinstance(value, datetime) else value


@pytest.fixture(scope="module")
def sheets(master: Master) -> dict[str, list[dict[str, Any]]]:
    """The copy of the whole master."""
    return copy(master)


def line(rows: list[dict[str, Any]], title: str, value: str) -> dict[str, Any]:
    """The row with a value."""
    (found,) = (row for row in rows if row[title] == value)
    return found


def test_people_read_labels_words_and_days(sheets: dict[str, list[dict[str, Any]]]) -> None:
    """No code of a list stands in a cell, schedules are in words, and days are days."""
    row = line(sheets["Contributions"], "Id", "UNEP/A06-D02/1")
    assert (row["Our role"], row["Status"]) == ("Co-lead", "In progress")
    assert row["Our schedule (blank = as in the plan)"] == "October 2021–May 2022"
    assert (row["First day"], row["Last day"]) == (date(2021, 10, 1), date(2022, 5, 31))
    cells = {value for rows in sheets.values() for row in rows for value in row.values()}
    assert not cells & {"COLEAD", "CONTRIB", "INPROG", "PLANNED", "CONFIRMED", "month"}


def test_withheld_words_are_told(master: Master) -> None:
    """Where words may not be printed, a reader sees that there are some."""
    silent = setting(master, "UNEP/A02-D01/1", print="NOTEXT")
    found = copy(silent)
    told = line(found["Contributions"], "Id", "UNEP/A02-D01/1")["What we do"]
    assert told
    assert told != line(copy(master)["Contributions"], "Id", "UNEP/A02-D01/1")["What we do"]
    assert told in line(found["Progress"], "Ref.", "A02-D01")["What was reported"]
    (event,) = (row for row in found["Events"] if row["Entity"] == "UNEP")
    assert told in event.values()


def test_matrix(sheets: dict[str, list[dict[str, Any]]]) -> None:
    """Refs in the plan's order, entities in that of the alphabet; of several rows the strongest role; gaps in words."""
    rows = sheets["Matrix"]
    assert [row["Ref."] for row in rows] == list(emg.load_plan().refs)
    names = list(rows[0])[3:]
    assert names == sorted(names, key=str.casefold)
    both = line(rows, "Ref.", "A04-D01")
    assert (both["OHCHR"], both["UNDP"], both["Missing"]) == ("Lead", "Lead", None)
    # FAO leads A01-D04 and contributes to it with another row.
    assert line(rows, "Ref.", "A01-D04")["FAO"] == "Lead"
    assert line(rows, "Ref.", "A02-D04")["ITU"] not in (None, "Contributing"), "a role that was not given is told"
    # Only UNU and WMO, who do not lead, speak of A01-D03; nobody of A01-D01.
    gaps = {ref: line(rows, "Ref.", ref)["Missing"] for ref in ("A01-D03", "A01-D01", "A01-D04")}
    assert gaps["A01-D04"] is None
    assert None not in (gaps["A01-D03"], gaps["A01-D01"])
    assert gaps["A01-D03"] != gaps["A01-D01"]


def test_timeline(sheets: dict[str, list[dict[str, Any]]]) -> None:
    """A month says that it is planned and how many are at work; what goes on longer than planned says so."""
    row = line(sheets["Timeline"], "Ref.", "A03-D03")  # planned January - September 2022
    # UN-Habitat in the first half of 2022 (Q1/Q2 2022), UNESCO from January to June 2022.
    assert row["December 2021"] is None
    assert "2" in row["January 2022"]
    assert row["July 2022"]
    assert "2" not in row["July 2022"]
    assert (row["Last day any entity gives"], row["Later than planned"]) == (date(2022, 6, 30), None)
    late = line(sheets["Timeline"], "Ref.", "A10-D01")  # UN-Habitat: June 2025
    assert (late["Last day any entity gives"], late["Later than planned"]) == (date(2025, 6, 30), "Yes")


def test_resources_are_never_added_across_certainties(sheets: dict[str, list[dict[str, Any]]]) -> None:
    """Of the first activity: UNEP's 6 confirmed, FAO's 5.5 indicative; UNEP's 2.5, UNU's 90 and WMO's 0.5 unsure."""
    row = sheets["Resources"][0]
    assert (row["Work-months: Confirmed"], row["Work-months: Indicative"]) == (6, 5.5)
    assert row["Work-months: not said how sure"] == 93
    assert [value for value in row.values() if isinstance(value, str)][1:] == ["4 of 7", "0 of 7"]


def test_figures_of_all_are_not_shown_for_some(master: Master) -> None:
    """With an entity chosen, nobody else is in the matrix, and what counts several entities together is left out."""
    found = copy(master, entities=("UNEP",))
    assert not found.keys() & {"Timeline", "Resources"}
    assert list(found["Matrix"][0])[3:] == ["UNEP"]
    assert {row["Entity"] for row in found["Events"]} == {"UNEP", None}
    assert [row["Entity"] for row in copy(master, since=master)["Events"]] == [None], "one line that says: nothing"


def test_text_no_cell_can_hold_says_that_there_is_more(master: Master) -> None:
    """A workbook's cell holds 32,767 characters; what is cut off is told, and stands in the data formats."""
    long = setting(master, "UNEP/A02-D01/1", progress="word " * 8_000)
    told = line(copy(long)["Contributions"], "Id", "UNEP/A02-D01/1")["Progress or result"]
    assert len(told) == 32_767
    assert not told.endswith("word ")
    assert ("word " * 8_000).encode() in made(prepare(long, Order()), Path("out.json"))


@pytest.mark.parametrize("paper", ["workplan", "progress"])
def test_hostile_copy_is_valid(master: Master, validator: Validator, tmp_path: Path, paper: Any) -> None:
    """Whatever contributors wrote, the copy keeps to the format by Microsoft's own validator."""
    content = made(prepare(hostile(master), Order(paper, with_contacts=True)), Path("out.xlsx"))
    assert isinstance(content, bytes)
    (tmp_path / "out.xlsx").write_bytes(content)
    assert validator.violations(tmp_path / "out.xlsx") == []


def test_a_copy_that_comes_back_is_no_submission(master: Master, tmp_path: Path) -> None:
    """A copy that somebody puts among the submissions is listed as skipped, as ours, also after another save."""
    emg.export(master, tmp_path / "sent round.xlsx")
    load_workbook(tmp_path / "sent round.xlsx").save(tmp_path / "saved.xlsx")
    found = emg.merge(tmp_path, day=DAY)
    listed = found.register[found.register["file"].notna()]
    assert dict(zip(listed["file"], listed["state"], strict=True)) == {
        "sent round.xlsx": "skipped", "saved.xlsx": "skipped"}  # fmt: skip
    assert found.questions.empty
