"""A year of one plan, played by ``examples/play_year.py``: every value of its last master is accounted for."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from openpyxl import load_workbook

import emg_xlsx as emg
from emg_xlsx.mastered import Master
from emg_xlsx.schemas.of_plan import contributions_table
from emg_xlsx.summaries import summarise
from emg_xlsx.tabular import lines_of_frame
from tests.clients.libreoffice import LibreOffice

SCRIPT = Path(__file__).parents[1] / "examples" / "play_year.py"


def played() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("play_year", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["play_year"] = module
    spec.loader.exec_module(module)
    return module


YEAR = played()


def account_for(master: Master) -> None:
    """Hold every value an entity or the coordinator could give against what the script says it has to be."""
    lines = {line["id"]: line for line in lines_of_frame(master.contributions)}
    assert set(lines) == set(YEAR.RESULT)
    keys = [item.key for item in contributions_table(master.plan).inputs]
    for name, wanted in YEAR.RESULT.items():
        given = {key: lines[name][key] for key in keys}
        assert given == {key: wanted.get(key) for key in keys}, name
        for key in wanted.keys() - set(keys):
            assert lines[name][key] == wanted[key], (name, key)
        assert lines[name]["note"] == wanted.get("note")
    still_open = lines_of_frame(master.conflicts)
    assert tuple(line["id"] for line in still_open if line["decision"] is None) == YEAR.OPEN_CONFLICTS
    assert summarise(master).overview.not_reported == YEAR.NOT_REPORTED
    assert master.secretariat.loc["A04-D01", "agreed"] == "By Stockholm+50"
    withdrawn = [(line["id"], line["by"]) for line in lines_of_frame(master.changes) if line["what"] == "withdrawn"]
    assert withdrawn == [("WHO/A10-D01/1", "WHO")]
    states = {line["file"]: line["state"] for line in lines_of_frame(master.register) if line["file"]}
    assert set(states) == {
        "UNEP.xlsx", "UNEP corrected.xlsx", "UNEP report.xlsx", "FAO.xlsx", "FAO second.xlsx", "FAO.eml/FAO.xlsx",
        "UNDP.xlsx", "WHO late.xlsx", "WHO report.xlsx", "UNESCO report.xlsx",
    }  # fmt: skip


def own_words(master: Path) -> str:
    """What the coordinator wrote on a sheet of their own."""
    assert [path.name for path in master.parent.glob("master*.xlsx")] == ["master.xlsx"], "nothing was left behind"
    return str(load_workbook(master)["Our calls"]["A1"].value)


def test_a_year(tmp_path: Path) -> None:
    """Planning, late files, a colleague, a corrected copy, a telephone call, edits, decisions, and the reports."""
    master = YEAR.play(tmp_path / "year")
    account_for(emg.read_master(master))
    assert own_words(master) == "UNESCO, 12 November: will host one dialogue."


def test_a_year_through_libreoffice(tmp_path: Path, libreoffice: LibreOffice) -> None:
    """The same with each edit saved by LibreOffice: the master says the same at the end."""
    numbers = iter(range(100))

    def resave(path: Path) -> None:
        folder = tmp_path / f"saved {next(numbers)}"
        libreoffice.convert(path, "xlsx", folder).replace(path)

    master = YEAR.play(tmp_path / "year", resave)
    account_for(emg.read_master(master))
    assert own_words(master) == "UNESCO, 12 November: will host one dialogue."
