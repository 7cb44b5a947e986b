"""Uniting the rows of several files of one entity (contract, "The master", 1 to 4)."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import emg_xlsx as emg
from emg_xlsx.mastered import Master

DAY = date(2022, 3, 15)
COLUMNS = {"ref": "A", "role": "F", "description": "G", "schedule": "H", "status": "I", "progress": "J", "kind": "K",
           "staff_months": "L", "amount_usd": "M", "certainty": "N", "partners": "O", "event": "P", "evidence": "Q",
           "request": "R"}  # fmt: skip
LEAD = {"role": "Lead", "description": "Chairs the group.", "status": "In progress"}


def save(path: Path, entity: str, rows: dict[int, dict[str, Any]], form: dict[str, Any] | None = None) -> Path:
    """A template of an entity with some rows (by Excel row number) and answers of the form (by cell) filled."""
    buffer = BytesIO()
    emg.write_template(buffer, entity=entity)
    book = load_workbook(BytesIO(buffer.getvalue()))
    answers = {"B4": "Focal point", "B5": f"focal.point@{entity.lower()}.example", **(form or {})}
    for cell, value in answers.items():
        book["Entity"][cell] = value
    for row, values in rows.items():
        for key, value in values.items():
            book["Contributions"][f"{COLUMNS[key]}{row}"] = value
    book.save(path)
    return path


def merged(*paths: Path) -> Master:
    """The master of some files."""
    return emg.merge(list(paths), day=DAY)


def test_unordered_files_are_united(tmp_path: Path) -> None:
    """Of two files with no order, what only one fills is taken from that one."""
    one = save(tmp_path / "1.xlsx", "UNEP", {2: LEAD})
    two = save(tmp_path / "2.xlsx", "UNEP", {2: {**LEAD, "amount_usd": 500}, 3: LEAD})
    master = merged(one, two)
    assert master.contributions["amount_usd"].to_dict()["UNEP/A01/1"] == 500
    assert master.contributions.index.to_list() == ["UNEP/A01/1", "UNEP/A01-D01/1"]
    assert master.conflicts.empty


def test_differing_cells_of_unordered_files_are_a_conflict(tmp_path: Path) -> None:
    """A cell both fill differently is empty, and both sides stand in Conflicts with file and cell."""
    paths = [
        save(tmp_path / f"{status}.xlsx", "UNEP", {2: {**LEAD, "status": status}})
        for status in ("Delayed", "Completed")
    ]
    for order in permutations(paths):
        master = merged(*order)
        assert master.contributions["status"].to_list() == [None]
        sides = master.conflicts["sides"].iloc[0].split("\n")
        assert {side[3:] for side in sides} == {
            "UNEP: Delayed (Delayed.xlsx, Contributions!I2)",
            "UNEP: Completed (Completed.xlsx, Contributions!I2)",
        }


def test_later_file_of_one_sender_wins(tmp_path: Path) -> None:
    """With dates of completion the later filled cell stands; an empty one takes nothing away."""
    old = save(tmp_path / "b.xlsx", "UNEP", {2: {**LEAD, "amount_usd": 500}}, {"B12": date(2022, 3, 1)})
    new = save(tmp_path / "a.xlsx", "UNEP", {2: {**LEAD, "status": "Completed"}}, {"B12": date(2022, 3, 9)})
    for order in ((old, new), (new, old)):
        master = merged(*order)
        row = master.contributions.loc["UNEP/A01/1"]
        assert (row["status"], row["amount_usd"], row["file"]) == ("COMPLETED", 500, "a.xlsx")
        assert master.conflicts.empty


def test_dates_of_two_senders_are_no_order(tmp_path: Path) -> None:
    """Two colleagues are asked, whatever their dates."""
    one = save(tmp_path / "1.xlsx", "UNEP", {2: {**LEAD, "status": "Delayed"}},
               {"B5": "a@unep.example", "B12": date(2022, 3, 1)})  # fmt: skip
    two = save(tmp_path / "2.xlsx", "UNEP", {2: LEAD}, {"B5": "b@unep.example", "B12": date(2022, 3, 9)})
    assert merged(one, two).conflicts["field"].to_list() == ["Status"]


def test_several_rows_of_one_ref_are_matched_by_their_words(tmp_path: Path) -> None:
    """Two contributions to one deliverable keep their ids when a later file lists them the other way round."""
    a, b = ({**LEAD, "description": words} for words in ("Hosts a webinar series.", "Writes the final report."))
    save(tmp_path / "1.xlsx", "UNEP", {}, {"B12": date(2022, 3, 1)})
    paths = []
    for name, rows, day in (("1", (a, b), 1), ("2", ({**b, "status": "Completed"}, a), 9)):
        path = save(tmp_path / f"{name}.xlsx", "UNEP", {45: rows[0], 46: rows[1]}, {"B12": date(2022, 3, day)})
        book = load_workbook(path)
        for row in (45, 46):
            book["Contributions"][f"A{row}"] = "A01-D04"
        book.save(path)
        paths.append(path)
    found = merged(*paths).contributions
    assert found["description"].to_dict() == {
        "UNEP/A01-D04/1": "Hosts a webinar series.",
        "UNEP/A01-D04/2": "Writes the final report.",
    }
    assert found["status"].to_dict() == {"UNEP/A01-D04/1": "INPROG", "UNEP/A01-D04/2": "COMPLETED"}


def test_several_leads_are_shown_once_as_to_be_decided(tmp_path: Path) -> None:
    """Two entities that lead one ref are a conflict; the work plan names them as still to be decided."""
    master = merged(*(save(tmp_path / f"{e}.xlsx", e, {2: LEAD}) for e in ("WHO", "FAO")))
    assert master.conflicts[["ref", "entities"]].to_numpy().tolist() == [["A01", "FAO; WHO"]]
    line = emg.summarise(master)["work_plan"].loc["A01"]
    assert (line["lead"], line["rows"]) == ("Lead (to be decided): FAO, WHO", 2)


def test_three_leads_are_named_as_one_list(tmp_path: Path) -> None:
    """A conflict names its entities as one would in a sentence."""
    master = merged(*(save(tmp_path / f"{e}.xlsx", e, {2: LEAD}) for e in ("WHO", "FAO", "ITU")))
    (line,) = master.conflicts.to_dict("records")
    assert line["question"] == "More than one entity says it leads A01: FAO, ITU and WHO."
    assert line["options"].startswith("All as co-leads; FAO leads;")


def test_identical_files_count_once(tmp_path: Path) -> None:
    """The same file under two names is merged once and listed twice."""
    one = save(tmp_path / "1.xlsx", "UNEP", {2: LEAD})
    (tmp_path / "2.xlsx").write_bytes(one.read_bytes())
    master = merged(tmp_path)
    assert len(master.contributions) == 1
    assert sorted(master.register["state"])[:2] == ["accepted", "identical"]


def test_entities_also_spoken_for_count_as_answered(tmp_path: Path) -> None:
    """An entity another speaks for is not missing."""
    master = merged(save(tmp_path / "UNEP.xlsx", "UNEP", {2: LEAD}, {"B10": "Minamata; FAO"}))
    fao = master.register[master.register["entity"] == "FAO"].iloc[0]
    assert (fao["state"], fao["reason"]) == ("accepted", "With UNEP")


@pytest.mark.parametrize(("answer", "shown"), [("No", "NOTEXT"), ("Yes", "YES"), (None, "YES")])
def test_print_follows_may_quote(tmp_path: Path, answer: str | None, shown: str) -> None:
    """Whoever does not want to be quoted is printed without the text; a blank means yes."""
    master = merged(save(tmp_path / "UNEP.xlsx", "UNEP", {2: LEAD}, {"B14": answer}))
    assert master.contributions["print"].to_list() == [shown]


@pytest.mark.parametrize(
    ("later", "shown"),
    [
        ({"role": "Lead", "status": "Delayed"}, "NOTEXT"),
        ({"progress": "Met twice."}, "NOTEXT"),
        ({"description": "Chairs it."}, "YES"),
    ],
)
def test_a_later_file_does_not_consent_for_an_earlier(tmp_path: Path, later: dict[str, str], shown: str) -> None:
    """Words that were not to be printed stay so until they are replaced, whatever the next file says or leaves open."""
    save(tmp_path / "1.xlsx", "UNEP", {2: LEAD}, {"B12": date(2022, 3, 1), "B14": "No"})
    save(tmp_path / "2.xlsx", "UNEP", {2: later}, {"B12": date(2022, 3, 9)})
    assert merged(tmp_path).contributions["print"].to_list() == [shown]


def test_promise_of_the_planning_round(tmp_path: Path) -> None:
    """The schedule of the planning round stays beside what is reported later."""
    planned = save(tmp_path / "1.xlsx", "UNEP", {2: {**LEAD, "schedule": "February 2022"}})
    book = load_workbook(planned)
    next(row for row in book["_meta"].iter_rows() if row[0].value == "round")[1].value = "2021-planning"
    book.save(planned)
    reported = save(tmp_path / "2.xlsx", "UNEP", {2: {**LEAD, "schedule": "May 2022"}})
    row = merged(planned, reported).contributions.loc["UNEP/A01/1"]
    assert (row["promised"], row["schedule"]) == ("February 2022", "May 2022")
    assert (row["first_round"], row["last_round"]) == ("2021-planning", "2022-mid-term")
