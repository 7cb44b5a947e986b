"""More rows than a worksheet holds: one sentence, and the data all the same."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

import emg_xlsx as emg
from emg_xlsx import roundtrip
from emg_xlsx.cli import main
from emg_xlsx.errors import TooManyRowsError
from emg_xlsx.xlsx.grid import LAST_ROW

EXAMPLES = Path(__file__).parents[1] / "examples" / "submissions"


def test_a_master_no_workbook_holds_becomes_a_data_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No workbook is written, the run says so in one sentence, and every contribution stands in the package."""
    whole = emg.merge(EXAMPLES)
    monkeypatch.setattr(roundtrip, "MOST_ROWS", len(whole.contributions) - 1)
    command = ["merge", str(EXAMPLES), "-o", str(tmp_path / "master.xlsx"), "--date", "2022-03-15", "--quiet"]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 3
    assert result.stderr.count("\n") == 1
    assert str(tmp_path / "master") in result.stderr
    assert not (tmp_path / "master.xlsx").exists()
    with (tmp_path / "master" / "contributions.csv").open(encoding="utf-8-sig", newline="") as file:
        ids = {row["id"] for row in csv.DictReader(file)}
    printed = whole.contributions[whole.contributions["print"] != "NO"]
    assert ids == set(printed.index)


def test_the_library_says_so_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing such a master raises, and leaves no half of it; the bound leaves room for headers."""
    assert roundtrip.MOST_ROWS < LAST_ROW
    monkeypatch.setattr(roundtrip, "MOST_ROWS", 3)
    with pytest.raises(TooManyRowsError):
        emg.write_master(emg.merge(EXAMPLES), tmp_path / "master.xlsx")
    assert list(tmp_path.iterdir()) == []
