"""Who has answered, reminders and invitations."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

import emg_xlsx as emg
from emg_xlsx.cli import main
from tests.test_merging import LEAD, save
from tests.test_roundtrip import Desk

DAY = "2022-03-20"
QUERY = {**LEAD, "schedule": "Q1/Q2 2022"}


def run(*words: object) -> Result:
    """Run a command as a person would."""
    return CliRunner().invoke(main, [*map(str, words), "--date", DAY], catch_exceptions=False)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan whose round has a deadline, and which knows one address."""
    path = tmp_path / "plan.xlsx"
    assert run("plan", "export", path).exit_code == 0
    book = load_workbook(path)
    rounds, contacts = book["rounds"], book["contacts"]
    titles = [cell.value for cell in rounds[1]]
    row = next(n for n, line in enumerate(rounds.values, 1) if line[0] == "2022-mid-term")
    rounds.cell(row, titles.index("deadline") + 1).value = date(2022, 3, 10)
    values = {"entity": "WHO", "name": "Grace Example", "email": "grace@who.example", "language": "en"}
    for column, title in enumerate([cell.value for cell in contacts[1]], 1):
        contacts.cell(2, column).value = values.get(str(title))
    book.save(path)
    return path


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """One entity that answered in time, one late and with a question."""
    folder = tmp_path / "in"
    folder.mkdir()
    save(folder / "FAO.xlsx", "FAO", {2: LEAD}, {"B12": date(2022, 3, 9)})
    save(folder / "UNEP.xlsx", "UNEP", {2: QUERY}, {"B12": date(2022, 3, 13)})
    return folder


def entities(result: Result) -> dict[str, dict[str, Any]]:
    """Entity to its object of the JSON output."""
    return {line["entity"]: line for line in json.loads(result.stdout)["entities"]}


def test_states_and_days_after_the_deadline(plan: Path, inbox: Path) -> None:
    """Every expected entity is there, in the order of the alphabet, with state, questions and days late."""
    found = entities(run("status", inbox, "--plan", plan, "--format", "json"))
    assert list(found) == sorted(found, key=str.casefold)
    assert len(found) == 47
    told = {name: (found[name]["state"], found[name]["questions"], found[name]["days_late"]) for name in
            ("FAO", "UNEP", "WHO")}  # fmt: skip
    assert told == {"FAO": ("accepted", 0, None), "UNEP": ("questions", 1, 3), "WHO": ("missing", 0, 10)}


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_no_address_is_told(plan: Path, inbox: Path, form: str) -> None:
    """Addresses stand in the register and in drafts, not in what is printed."""
    assert "@" not in run("status", inbox, "--plan", plan, "--format", form).stdout


def test_nobody_is_late_without_a_deadline(inbox: Path) -> None:
    """The built-in plan sets no deadline, so none is told."""
    result = run("status", inbox, "--format", "json")
    assert {line["days_late"] for line in entities(result).values()} == {None}
    assert "After deadline" not in run("status", inbox).output


def test_text_fits_a_terminal(plan: Path, inbox: Path) -> None:
    """The table is readable at 80 columns."""
    result = run("status", inbox, "--plan", plan)
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_a_longer_time_is_obeyed(tmp_path: Path, plan: Path) -> None:
    """What the coordinator wrote under Extended to moves the deadline of that entity."""
    (tmp_path / "desk").mkdir()
    desk = Desk(tmp_path / "desk")
    desk.file("FAO.xlsx", "FAO", {2: LEAD})
    desk.merge()
    desk.write("Register", "WHO", "Extended to", date(2022, 3, 18))
    found = entities(run("status", desk.path, "--plan", plan, "--format", "json"))
    assert (found["WHO"]["deadline"], found["WHO"]["days_late"]) == ("2022-03-18", 2)
    assert found["UNEP"]["days_late"] == 10


def test_an_answer_to_an_earlier_round_is_none_to_this(tmp_path: Path) -> None:
    """Who only answered the planning round has not answered the reporting round, and has a line for it."""
    (tmp_path / "desk").mkdir()
    desk = Desk(tmp_path / "desk")
    book = load_workbook(desk.file("FAO.xlsx", "FAO", {2: LEAD}))
    next(row for row in book["_meta"].iter_rows() if row[0].value == "round")[1].value = "2021-planning"
    book.save(desk.inbox / "FAO.xlsx")
    desk.merge()
    assert entities(run("status", desk.path, "--format", "json"))["FAO"]["state"] == "missing"
    planning = entities(run("status", desk.path, "--round", "2021-planning", "--format", "json"))
    assert planning["FAO"]["state"] == "questions"
    assert planning["FAO"]["files"] == ["FAO.xlsx"]


def in_round(path: Path, call: str, **answers: str) -> Path:
    """A submission of another round, which answers other files by their fingerprints."""
    book = load_workbook(path)
    meta = book["_meta"]
    next(row for row in meta.iter_rows() if row[0].value == "round")[1].value = call
    for line in answers.items():
        meta.append(line)
    book.save(path)
    return path


def test_what_a_later_round_takes_the_place_of_was_an_answer(tmp_path: Path) -> None:
    """Who answered the planning round has answered it, also when a template made of that answer came back since."""
    (tmp_path / "desk").mkdir()
    desk = Desk(tmp_path / "desk")
    in_round(desk.file("FAO.xlsx", "FAO", {2: LEAD}, {"B12": date(2021, 10, 4)}), "2021-planning")
    desk.merge()
    reissue = desk.inbox / "FAO again.xlsx"
    emg.write_template(reissue, entity="FAO", master=emg.read_master(desk.path))
    book = load_workbook(reissue)
    book["Contributions"]["I2"] = "Completed"
    book.save(reissue)
    desk.merge()
    planning = entities(run("status", desk.path, "--round", "2021-planning", "--format", "json"))["FAO"]
    assert (planning["state"], planning["files"]) == ("accepted", ["FAO.xlsx"])
    assert planning["received"] == "2021-10-04"
    assert entities(run("status", desk.path, "--format", "json"))["FAO"]["files"] == ["FAO again.xlsx"]


def test_a_correction_makes_nobody_late(plan: Path, inbox: Path) -> None:
    """Who answered in time and corrects it after the deadline was heard from in time."""
    first = hashlib.sha256((inbox / "FAO.xlsx").read_bytes()).hexdigest()
    copy = save(inbox / "FAO corrected.xlsx", "FAO", {2: {**LEAD, "status": "Delayed"}}, {"B12": date(2022, 3, 15)})
    in_round(copy, "2022-mid-term", answers=first)
    found = entities(run("status", inbox, "--plan", plan, "--format", "json"))["FAO"]
    assert found["files"] == ["FAO corrected.xlsx"]
    assert (found["received"], found["days_late"]) == ("2022-03-09", None)


def test_reminders(tmp_path: Path, plan: Path, inbox: Path) -> None:
    """Drafts go to those who are silent or have questions left, unsent, and name no other entity."""
    folder = tmp_path / "reminders"
    run("status", inbox, "--plan", plan, "--reminders", folder, "--quiet")
    names = {path.stem for path in folder.glob("*.eml")}
    assert "FAO" not in names
    assert {"UNEP", "WHO"} <= names
    assert len(names) == 46
    message = message_from_bytes((folder / "WHO.eml").read_bytes(), policy=policy.default)
    assert (message["To"], message["X-Unsent"]) == ("grace@who.example", "1")
    body = message.get_body(("plain",))
    assert body is not None
    words = body.get_content()
    assert "Grace Example" in words
    assert "10 March 2022" in words
    codes = {entity.code for entity in emg.load_plan().entities} - {"WHO", "EMG"}
    assert not codes & set(words.replace(",", " ").replace(".", " ").split())
    with (folder / "messages.csv").open(encoding="utf-8-sig", newline="") as file:
        to = {line["to"] for line in csv.DictReader(file)}
    assert to == {"", "grace@who.example", "focal.point@unep.example"}


def test_edited_reminders_are_kept(tmp_path: Path, inbox: Path) -> None:
    """A draft somebody changed stays; where the new one differs from it, it stands beside."""
    folder = tmp_path / "reminders"
    run("status", inbox, "--reminders", folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / "WHO.eml").write_bytes(b"my own words")
    run("status", inbox, "--reminders", folder)
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert after.pop(f"WHO {DAY}.eml") == before["WHO.eml"]
    assert after == {**before, "WHO.eml": b"my own words"}


def test_invitations(tmp_path: Path, plan: Path) -> None:
    """Each expected entity has its template and a draft with just this template attached."""
    folder = tmp_path / "out"
    assert run("template", "--all", folder, "--messages", "--plan", plan).exit_code == 0
    message = message_from_bytes((folder / "EMG_2022-mid-term_WHO.eml").read_bytes(), policy=policy.default)
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "EMG_2022-mid-term_WHO.xlsx"
    assert attached.get_content() == (folder / "EMG_2022-mid-term_WHO.xlsx").read_bytes()
    assert message["To"] == "grace@who.example"
    assert len(list(folder.glob("*.eml"))) == 47


def test_answers_beside_invitations_are_read(tmp_path: Path) -> None:
    """A folder of invitations is no folder of reports: an answer put there counts."""
    folder = tmp_path / "in" / "round"
    folder.mkdir(parents=True)
    run("template", "--all", folder, "--messages")
    save(folder / "FAO answer.xlsx", "FAO", {2: LEAD})
    found = entities(run("status", tmp_path / "in", "--format", "json"))
    assert found["FAO"]["state"] == "accepted"
    assert found["WHO"]["state"] == "missing"


def test_the_register_tells_days_late(plan: Path, inbox: Path) -> None:
    """Of each answer the days after the deadline; of answers in time, and where none is set, nothing."""
    told = emg.load_plan(plan)
    register = emg.merge(inbox, told, day=DAY).register.set_index("entity")["late"]
    assert (register["UNEP"], register["FAO"] is pd.NA) == (3, True)
    assert emg.merge(inbox, day=DAY).register["late"].isna().all()
