"""The master workbook: written, read back, valid, and the same after LibreOffice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

import emg_xlsx as emg
from emg_xlsx.errors import EmgError
from emg_xlsx.mastered import Master
from tests.clients.libreoffice import LibreOffice, differences
from tests.clients.validator import Validator

SUBMISSIONS = Path(__file__).parents[1] / "examples" / "submissions"
FRAMES = ("contributions", "proposals", "conflicts", "questions", "left_out", "register", "base")


@pytest.fixture(scope="module")
def master() -> Master:
    """The master of the examples."""
    return emg.merge(SUBMISSIONS, day=date(2022, 3, 15))


@pytest.fixture(scope="module")
def path(master: Master, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its workbook."""
    place = tmp_path_factory.mktemp("master") / "master.xlsx"
    emg.write_master(master, place)
    return place


def test_sheets(path: Path) -> None:
    """The sheets stand in the contract's order; those for the tool are hidden."""
    book = load_workbook(path)
    assert book.sheetnames == [
        "Overview", "Work plan", "Contributions", "Matrix", "Timeline", "Progress", "Resources", "Events", "Requests",
        "New proposals", "Conflicts", "Questions", "Left out", "Register", "Changes", "_base", "_meta",
    ]  # fmt: skip
    assert [n for n in book.sheetnames if book[n].sheet_state == "hidden"] == ["_base", "_meta"]


@pytest.mark.parametrize("frame", FRAMES)
def test_read_back(master: Master, path: Path, frame: str) -> None:
    """Reading the workbook gives the frames it was written from."""
    pd.testing.assert_frame_equal(getattr(emg.read_master(path), frame), getattr(master, frame))


def test_approval_stands_on_every_sheet(path: Path) -> None:
    """Every visible sheet carries the approval status, in its cells or on each printed page."""
    for sheet in load_workbook(path):
        if sheet.sheet_state == "visible":
            assert "DRAFT – Subject to approval by the 27th meeting" in str(sheet.oddHeader.left.text)  # type: ignore[union-attr]  # always there in openpyxl


def test_overview_prints_on_two_pages(path: Path) -> None:
    """However long the lists of what is late, no line of them stands on a page of its own."""
    setup = load_workbook(path)["Overview"].page_setup
    assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, 2)  # 1 is the format's default


def test_every_row_says_where_it_comes_from(master: Master) -> None:
    """Each contribution names its file, sheet, row and fingerprint."""
    provenance = master.contributions[["file", "sheet", "row", "sha256"]]
    assert provenance.notna().all(axis=None)


def test_entities_alphabetical(master: Master) -> None:
    """Entities stand in alphabetical order in every list."""
    for frame in (master.contributions, master.register[master.register["entity"].notna()]):
        names = [entity.casefold() for entity in frame["entity"]]
        assert names == sorted(names)


def test_no_address_outside_the_register(path: Path) -> None:
    """No e-mail address stands in any visible sheet but the register and the questions about one."""
    for sheet in load_workbook(path):
        if sheet.sheet_state == "visible" and sheet.title != "Register":
            assert not [c for row in sheet.iter_rows() for c in row if "@" in str(c.value)]


def test_not_a_master(tmp_path: Path) -> None:
    """Another workbook is refused in one sentence."""
    emg.write_template(tmp_path / "template.xlsx")
    with pytest.raises(EmgError, match="not a master"):
        emg.read_master(tmp_path / "template.xlsx")


def test_valid_for_microsoft(validator: Validator, path: Path) -> None:
    """Microsoft's validator finds nothing in the master."""
    assert validator.violations(path) == []


def test_survives_libreoffice(libreoffice: LibreOffice, path: Path, tmp_path: Path) -> None:
    """LibreOffice opens, hard-recalculates and saves the master with the same values in every cell."""
    again = libreoffice.recalculate(path, tmp_path)
    assert differences(path, again) == []
    pd.testing.assert_frame_equal(emg.read_master(again).contributions, emg.read_master(path).contributions)
