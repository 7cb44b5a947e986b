"""The example submissions: every planted trouble is found where it was planted, and nothing else changes."""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

import emg_xlsx as emg
from emg_xlsx.cli import main
from emg_xlsx.roundtrip import master_bytes
from tests.people import titles_of

EXAMPLES = Path(__file__).parents[1] / "examples"
SUBMISSIONS = EXAMPLES / "submissions"
DAY = date(2022, 3, 15)


@pytest.fixture(scope="module")
def report() -> dict[str, dict[str, object]]:
    """The JSON of ``emg-xlsx validate`` over the examples, by file."""
    result = CliRunner().invoke(main, ["validate", str(SUBMISSIONS), "--format", "json", "--date", str(DAY)])
    assert result.exit_code == 1
    return {file["file"]: file for file in json.loads(result.stdout)["files"]}


@pytest.fixture(scope="module")
def scripts() -> Iterator[tuple[ModuleType, ModuleType]]:
    """The scripts that make the examples and what is expected of them."""
    sys.path.insert(0, str(EXAMPLES))
    import make_expected
    import make_submissions

    yield make_submissions, make_expected
    sys.path.remove(str(EXAMPLES))


def places(findings: object) -> set[tuple[object, ...]]:
    """Code, sheet and cell of each finding."""
    assert isinstance(findings, list)
    return {(f["code"], f["sheet"], f["cell"]) for f in findings}


def test_every_planted_trouble_is_found(report: dict[str, dict[str, object]]) -> None:
    """Each trouble the script planted is found under its code, at its cell, and no other is made up."""
    planted: dict[str, set[tuple[object, ...]]] = {file: set() for file in report}
    for trouble in json.loads((EXAMPLES / "planted.json").read_text(encoding="utf-8")):
        planted[trouble["file"]].add((trouble["code"], trouble["sheet"], trouble["cell"]))
    found = {file: places(entry["findings"]) for file, entry in report.items()}
    assert found == planted


def test_at_least_twelve_entities(report: dict[str, dict[str, object]]) -> None:
    """The examples come from many entities and show every state a file can be in."""
    assert len({entry["entity"] for entry in report.values()} - {None}) >= 12
    states = {"accepted", "questions", "partial", "returned", "nil", "skipped", "identical"}
    assert {entry["state"] for entry in report.values()} == states


def test_two_leads_are_a_conflict() -> None:
    """The two that claim the lead of one deliverable stand in Conflicts, each with file and cell."""
    conflicts = emg.merge(SUBMISSIONS, day=DAY).conflicts
    assert conflicts["ref"].to_list() == ["A04-D01"]
    assert conflicts["sides"].iloc[0].split("\n") == [
        "1. OHCHR: Lead (EMG_2022-mid-term_OHCHR.xlsx, Contributions!F19)",
        "2. UNDP: Lead (UNDP_workplan_FINAL_v2.xlsx, Contributions!F19)",
    ]


def test_one_bad_cell_costs_that_cell() -> None:
    """A negative amount is left out and kept word for word; the rest of its row is merged."""
    master = emg.merge(SUBMISSIONS, day=DAY)
    row = master.contributions.loc["UNU/A07-D02/1"]
    assert row["amount_usd"] != row["amount_usd"]  # NaN
    assert row["description"] == "Research for A07-D02."
    left = master.left_out[master.left_out["code"] == "number-negative"]
    assert left[["cell", "value"]].to_numpy().tolist() == [["M29", "-5"]]


def test_bad_files_cost_only_themselves(tmp_path: Path) -> None:
    """Without the files that cannot be used, everything else merges exactly the same."""
    for path in SUBMISSIONS.iterdir():
        if path.name not in ("UNFCCC.xlsx", "Workplan UPU.xlsx"):
            (tmp_path / path.name).write_bytes(path.read_bytes())
    assert emg.merge(tmp_path, day=DAY).contributions.equals(emg.merge(SUBMISSIONS, day=DAY).contributions)


def test_same_bytes_in_any_order() -> None:
    """The master does not depend on the order the files are named in."""
    paths = sorted(SUBMISSIONS.iterdir())
    shuffled = random.Random(7).sample(paths, len(paths))
    assert master_bytes(emg.merge(paths, day=DAY)) == master_bytes(emg.merge(shuffled, day=DAY))


def test_expected_texts(scripts: tuple[ModuleType, ModuleType]) -> None:
    """What the tool makes of the examples is what stands in ``expected``, read and approved by a person."""
    _, expected = scripts
    for name, text in (("findings.txt", expected.findings_text()), ("master.txt", expected.master_text())):
        assert text == (EXAMPLES / "expected" / name).read_text(encoding="utf-8")


def test_script_makes_the_committed_files(scripts: tuple[ModuleType, ModuleType], tmp_path: Path) -> None:
    """The committed submissions hold, cell for cell, what the script makes."""
    made, _ = scripts
    planted = made.make(tmp_path)
    assert planted == json.loads((EXAMPLES / "planted.json").read_text(encoding="utf-8"))
    for path in tmp_path.iterdir():
        committed = (SUBMISSIONS / path.name).read_bytes()
        if path.name == "UNFCCC.xlsx":
            assert committed == path.read_bytes()
        else:
            assert cells(committed) == cells(path.read_bytes())


def cells(data: bytes) -> dict[tuple[str, str], object]:
    """Every filled cell of a workbook."""
    book = load_workbook(BytesIO(data))
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def test_no_text_became_a_formula() -> None:
    """The formulas of the master only count: they call functions that reach nothing, and stand in no list of texts."""
    book = load_workbook(BytesIO(master_bytes(emg.merge(SUBMISSIONS, day=DAY))))
    found = {sheet.title: [c for row in sheet.iter_rows() for c in row if c.data_type == "f"] for sheet in book}
    for name in ("New proposals", "Conflicts", "Questions", "Left out", "Register", "Changes", "Events", "Requests"):
        assert found[name] == []
    titles = titles_of(book["Contributions"])
    assert {titles[(cell.column or 0) - 1] for cell in found["Contributions"]} == {"Activity id", "Counted"}
    called = {name for cells in found.values() for c in cells for name in re.findall(r"([A-Z.]+)\(", str(c.value))}
    assert called <= {"AND", "COUNTIFS", "IF", "IFERROR", "INDEX", "MATCH", "MID", "NOT", "OR", "ROUND", "SUM",
                      "SUMIFS", "SUMPRODUCT"}  # fmt: skip
