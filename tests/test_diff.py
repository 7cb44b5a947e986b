"""Two masters, or two submissions, compared cell by cell."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

import emg_xlsx as emg
from emg_xlsx.cli import main
from tests.test_merging import LEAD, save
from tests.test_roundtrip import Desk

DAY = "2022-03-20"


def run(*words: object) -> Result:
    """Run a command as a person would."""
    return CliRunner().invoke(main, ["diff", *map(str, words), "--date", DAY], catch_exceptions=False)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Two submissions: of the second one row is new, one is gone, and one says something else."""
    words = ["Drafts the note on restoration.", "Hosts the meeting in Rome."]
    old = save(tmp_path / "old.xlsx", "FAO", {
        2: {**LEAD, "amount_usd": 5}, 3: {**LEAD, "description": words[0]},
    })  # fmt: skip
    new = save(tmp_path / "new.xlsx", "FAO", {
        2: {**LEAD, "amount_usd": 7.5, "status": "Completed"}, 4: {**LEAD, "description": words[1]},
    })  # fmt: skip
    return old, new


def test_two_submissions(pair: tuple[Path, Path]) -> None:
    """Rows that came and went, and each cell that says something else, in words."""
    frame = emg.diff(*pair)
    told = {tuple(line) for line in frame[["what", "ref", "field", "before", "after"]].to_numpy().tolist()}
    assert told == {
        ("changed", "A01", "amount_usd", "5", "7.5"),
        ("changed", "A01", "status", "In progress", "Completed"),
        ("withdrawn", "A01-D01", None, None, None),
        ("added", "A01-D02", None, None, None),
    }


def test_the_same_file(pair: tuple[Path, Path]) -> None:
    """A file does not differ from itself."""
    assert emg.diff(pair[0], pair[0]).empty
    assert run(pair[0], pair[0]).exit_code == 0


def test_rows_of_one_ref_are_paired_by_their_words(tmp_path: Path) -> None:
    """Two contributions to one ref that changed places are not changed."""
    rows = [{**LEAD, "description": "Drafts the note on restoration."}, {**LEAD, "description": "Hosts a meeting."}]
    paths = []
    for name, order in (("a", rows), ("b", rows[::-1])):
        path = save(tmp_path / f"{name}.xlsx", "FAO", {2: order[0], 46: order[1]})
        book = load_workbook(path)
        book["Contributions"]["A46"] = "A01"
        book.save(path)
        paths.append(path)
    assert emg.diff(paths[0], paths[1]).empty


def test_two_masters(tmp_path: Path) -> None:
    """Values, conflicts and states that are not the same any more."""
    desk = Desk(tmp_path)
    desk.file("FAO.xlsx", "FAO", {2: LEAD})
    desk.merge()
    old = tmp_path / "old.xlsx"
    old.write_bytes(desk.path.read_bytes())
    desk.write("Contributions", "FAO/A01/1", "What we do", "Ours.")
    desk.file("UNEP.xlsx", "UNEP", {2: LEAD})
    desk.merge()
    frame = emg.diff(old, desk.path)
    told = {tuple(line) for line in frame[["what", "id", "field", "before", "after"]].to_numpy().tolist()}
    assert ("changed", "FAO/A01/1", "description", "Chairs the group.", "Ours.") in told
    assert ("added", "UNEP/A01/1", None, None, None) in told
    assert ("changed", "Register: UNEP.xlsx", "state", None, "accepted") in told
    assert any(what.startswith("Conflicts: ") and after == "open" for _, what, _, _, after in told)
    assert emg.diff(old, old).empty


def test_every_change_is_in_the_new_one(pair: tuple[Path, Path]) -> None:
    """What a change says stands there since is what the new file says."""
    frame = emg.diff(*pair)
    new = emg.read_submission(pair[1], labels="en").contributions
    for line in frame[frame["what"] == "changed"].to_dict("records"):
        (found,) = new.loc[new["ref"] == line["ref"], line["field"]]
        assert str(found) == line["after"]


def test_formats(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """JSON, CSV and a workbook tell the same changes; text fits a terminal and begins with a sentence."""
    lines = json.loads(run(*pair, "--format", "json").stdout)["changes"]
    rows = list(csv.DictReader(io.StringIO(run(*pair, "--format", "csv").stdout)))
    assert len(lines) == len(rows) == len(emg.diff(*pair))
    output = tmp_path / "changes.xlsx"
    words = run(*pair, "-o", output).stdout
    assert max(map(len, words.splitlines())) <= 80
    page = load_workbook(output)["Changes"]
    assert page.max_row == len(lines) + 1
    assert page.freeze_panes == "B2"


def test_unlike_files_are_refused(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """A master and a submission cannot be compared: one sentence, and exit code 3."""
    emg.write_master(emg.merge(pair[0], day=DAY), tmp_path / "master.xlsx")
    result = run(tmp_path / "master.xlsx", pair[1])
    assert (result.exit_code, "Traceback" in result.output) == (3, False)
    assert run(pair[0], tmp_path / "missing.xlsx").exit_code == 2
