"""What is different between two masters or two submissions."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

import emg_xlsx as emg
from emg_xlsx.builtin import builtin_plan
from emg_xlsx.cli import main
from emg_xlsx.comparing import changes_between
from emg_xlsx.mastered import Master
from emg_xlsx.merged import Change
from emg_xlsx.sameness import DAYS, editable, in_words
from emg_xlsx.schemas.of_plan import master_contributions_table, master_proposals_table
from emg_xlsx.tabular import lines_of_frame, typed_frame
from emg_xlsx.texts import text
from tests.clients.validator import Validator
from tests.people import HEADER
from tests.test_merging import DAY, LEAD, save
from tests.test_roundtrip import EARLIER, LATER, Desk

PLAN = builtin_plan()
TABLE = master_contributions_table(PLAN)
SUBMISSIONS = Path(__file__).parents[1] / "examples" / "submissions"
WORKBOOKS = [path for path in sorted(SUBMISSIONS.glob("EMG_*.xlsx")) if path.read_bytes().startswith(b"PK")]
NEW_DAY = "2022-05-02"
WIDTH = 80


def run(*words: object) -> Result:
    """Run the command as a person would."""
    return CliRunner().invoke(main, ["diff", *map(str, words), "--date", NEW_DAY], catch_exceptions=False)


def changes(result: Result) -> list[tuple[Any, ...]]:
    """What happened where, of the JSON output: sheet, what, ref, field, before, after."""
    keys = ("sheet", "what", "ref", "field", "before", "after")
    return [tuple(line[key] for key in keys) for line in json.loads(result.stdout)["changes"]]


def told(frame: pd.DataFrame, sheet: str, *keys: str) -> list[tuple[Any, ...]]:
    """The changes on one sheet, as the wanted columns."""
    return [tuple(line[key] for key in keys) for line in lines_of_frame(frame) if line["sheet"] == sheet]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty desk."""
    return Desk(tmp_path)


# ---------------------------------------------------------------- two submissions


def test_cells_of_a_corrected_submission(tmp_path: Path) -> None:
    """Each cell that is not as it was is told in words, with what stood there; the schedule once, not its days."""
    old = save(tmp_path / "old.xlsx", "UNEP", {2: {**LEAD, "amount_usd": 500, "schedule": "March 2022"}})
    new = save(tmp_path / "new.xlsx", "UNEP", {2: {**LEAD, "status": "Completed", "schedule": "April 2022"}})
    assert changes(run(old, new, "--format", "json")) == [
        ("Contributions", "changed", "A01", "schedule", "March 2022", "April 2022"),
        ("Contributions", "changed", "A01", "status", "In progress", "Completed"),
        ("Contributions", "changed", "A01", "amount_usd", "500", None),
    ]


def test_rows_of_a_submission_come_and_go(tmp_path: Path) -> None:
    """A row that is new was added; one the new file does not mention is not repeated, which takes nothing back."""
    old = save(tmp_path / "old.xlsx", "UNEP", {2: LEAD})
    new = save(tmp_path / "new.xlsx", "UNEP", {3: {**LEAD, "description": "Something else altogether."}})
    assert set(changes(run(old, new, "--format", "json"))) == {
        ("Contributions", "not-repeated", "A01", None, "Chairs the group.", None),
        ("Contributions", "added", "A01-D01", None, None, "Something else altogether."),
    }


def test_rows_of_one_ref_are_known_by_their_words(tmp_path: Path) -> None:
    """Two rows of one reference that change places are the same rows."""
    a, b = ({**LEAD, "description": words} for words in ("Hosts a webinar series.", "Writes the final report."))
    paths = []
    pairs: dict[str, tuple[dict[str, Any], ...]] = {"old": (a, b), "new": ({**b, "amount_usd": 7}, a)}
    for name, (first, second) in pairs.items():
        path = save(tmp_path / f"{name}.xlsx", "UNEP", {45: first, 46: second})
        book = load_workbook(path)
        for row in (45, 46):
            book["Contributions"].cell(row, 1).value = "A02-D02"
        book.save(path)
        paths.append(path)
    assert changes(run(*paths, "--format", "json")) == [
        ("Contributions", "changed", "A02-D02", "amount_usd", None, "7")
    ]


def test_a_row_whose_reference_was_corrected_is_the_same_row(tmp_path: Path) -> None:
    """A row left out for its unknown reference is known again by its words."""
    old, new = (save(tmp_path / f"{name}.xlsx", "UNEP", {2: LEAD, 45: {**LEAD, "description": "Writes the report."}})
                for name in ("old", "new"))  # fmt: skip
    for path, ref in ((old, "A99-D99"), (new, "A02-D02")):
        book = load_workbook(path)
        book["Contributions"]["A45"].value = ref
        book.save(path)
    assert changes(run(old, new, "--format", "json")) == [
        ("Contributions", "changed", "A02-D02", "ref", "A99-D99", "A02-D02")
    ]


def test_what_could_not_be_read_is_compared_as_written(tmp_path: Path) -> None:
    """An amount in words that became a number shows what was written there."""
    old = save(tmp_path / "old.xlsx", "UNEP", {2: {**LEAD, "amount_usd": "to be seen"}})
    new = save(tmp_path / "new.xlsx", "UNEP", {2: {**LEAD, "amount_usd": 900}})
    assert changes(run(old, new, "--format", "json")) == [
        ("Contributions", "changed", "A01", "amount_usd", "to be seen", "900")
    ]


def test_the_form_is_compared_without_addresses(tmp_path: Path) -> None:
    """Answers of the form are told in words; that an address changed is told, not the address."""
    old = save(tmp_path / "old.xlsx", "UNEP", {2: LEAD})
    new = save(tmp_path / "new.xlsx", "UNEP", {2: LEAD}, {"B4": "Grace Example", "B5": "grace@unep.example"})
    assert changes(run(old, new, "--format", "json")) == [
        ("Entity", "changed", None, "focal_point", "Focal point", "Grace Example"),
        ("Entity", "changed", None, "email", None, None),
    ]
    assert "@" not in run(old, new).stdout


def test_a_withdrawn_row_of_a_re_issue(desk: Desk) -> None:
    """A row marked Withdrawn in a re-issue is told as that, under the id it carries, and as nothing else."""
    desk.file("UNEP.xlsx", "UNEP", {2: LEAD, 3: {**LEAD, "description": "Writes the report."}}, EARLIER)
    desk.merge()
    folder = desk.place / "again"
    done = CliRunner().invoke(main, ["template", "--from", str(desk.path), "--entity", "UNEP", "-o",
                                     str(folder / "old.xlsx"), "--date", NEW_DAY])  # fmt: skip
    assert done.exit_code == 0, done.output
    book = load_workbook(folder / "old.xlsx")
    titles = [cell.value for cell in book["Contributions"][1]]
    book["Contributions"].cell(3, titles.index("Change") + 1).value = "Withdrawn"
    book.save(folder / "new.xlsx")
    found = json.loads(run(folder / "old.xlsx", folder / "new.xlsx", "--format", "json").stdout)["changes"]
    assert [(line["what"], line["id"], line["before"]) for line in found] == [
        ("withdrawn", "UNEP/A01-D01/1", "Writes the report.")
    ]


# ---------------------------------------------------------------- two masters


def test_what_a_merge_brought(desk: Desk) -> None:
    """New rows, changed cells with the file that brought them, and entities that have answered since."""
    desk.file("UNEP.xlsx", "UNEP", {2: LEAD}, EARLIER)
    desk.merge()
    old = desk.path.rename(desk.place / "old.xlsx")
    desk.path.write_bytes(old.read_bytes())
    desk.file("UNEP2.xlsx", "UNEP", {2: {**LEAD, "status": "Completed"}, 4: LEAD}, LATER)
    desk.file("FAO.xlsx", "FAO", {3: LEAD})
    desk.merge()
    frame = emg.diff(old, desk.path)
    rows = told(frame, "Contributions", "what", "by", "id", "field", "before", "after", "file")
    assert rows == [
        ("added", "FAO", "FAO/A01-D01/1", None, None, "Chairs the group.", "FAO.xlsx"),
        ("changed", "UNEP", "UNEP/A01/1", "status", "In progress", "Completed", "UNEP2.xlsx"),
        ("added", "UNEP", "UNEP/A01-D02/1", None, None, "Chairs the group.", "UNEP2.xlsx"),
    ]
    states = (text("state.missing"), text("state.accepted"))
    assert ("changed", "FAO", "state", *states, "FAO.xlsx") in told(
        frame, "Register", "what", "entity", "field", "before", "after", "file"
    )


def test_what_the_coordinator_did(desk: Desk) -> None:
    """Edits, own columns, agreed schedules and deleted rows are the coordinator's, not the entity's."""
    desk.file("UNEP.xlsx", "UNEP", {2: LEAD, 3: {**LEAD, "description": "Writes the report."}})
    desk.merge()
    before = emg.read_master(desk.path)
    desk.write("Contributions", "UNEP/A01/1", "Status", "Delayed")
    desk.write("Contributions", "UNEP/A01/1", "Coordinator note", "Call them.")
    desk.write("Work plan", "A01-D01", "Agreed schedule", "May 2022")
    desk.edit(lambda book: book["Contributions"].delete_rows(HEADER + 2))
    desk.merge()
    frame = emg.diff(before, desk.path)
    assert set(told(frame, "Contributions", "what", "by", "ref", "field", "after")) == {
        ("changed", "coordinator", "A01", "status", "Delayed"),
        ("changed", "coordinator", "A01", "note", "Call them."),
        ("deleted", "coordinator", "A01-D01", None, None),
    }
    assert told(frame, "Work plan", "what", "by", "ref", "field", "after") == [
        ("changed", "coordinator", "A01-D01", "agreed", "May 2022")
    ]


def test_conflicts_open_are_decided_and_close(desk: Desk) -> None:
    """A conflict is told when it appears, when it is decided, and when its ground is gone."""
    desk.file("UNEP.xlsx", "UNEP", {2: LEAD}, EARLIER)
    masters = [desk.merge().master]
    desk.file("FAO.xlsx", "FAO", {2: LEAD}, EARLIER)
    masters.append(desk.merge().master)
    desk.write("Conflicts", "LEAD/A01", "Decision", text("decision.colead"))
    masters.append(desk.merge().master)
    desk.file("FAO2.xlsx", "FAO", {2: {**LEAD, "role": "Contributing"}}, LATER)
    masters.append(desk.merge().master)
    steps = [emg.diff(old, new) for old, new in pairwise(masters)]
    found = [told(frame, "Conflicts", "what", "by", "id", "field") for frame in steps]
    assert found == [
        [("opened", "FAO; UNEP", "LEAD/A01", "role")],
        [("decided", "coordinator", "LEAD/A01", "role")],
        [("closed", "FAO; UNEP", "LEAD/A01", "role")],
    ]
    assert told(steps[1], "Conflicts", "before", "after") == [(None, text("decision.colead"))]


def test_questions_open_and_close(desk: Desk) -> None:
    """A question is told when it is asked and when it is answered, with the answer."""
    desk.file("FAO.xlsx", "FAO", {2: LEAD})
    masters = [desk.merge().master]
    desk.file("UNEP.xlsx", "UNEP", {2: {**LEAD, "schedule": "Q1/Q2 2022"}})
    masters.append(desk.merge().master)
    desk.write("Questions", "UNEP", "Answer", "Both quarters.")
    masters.append(desk.merge().master)
    steps = [emg.diff(old, new) for old, new in pairwise(masters)]
    assert told(steps[0], "Questions", "what", "entity", "ref", "field") == [("opened", "UNEP", "A01", "schedule")]
    assert told(steps[1], "Questions", "what", "entity", "field", "after") == [
        ("closed", "UNEP", "schedule", "Both quarters.")
    ]


def test_masters_made_apart_are_matched_by_words(tmp_path: Path) -> None:
    """Ids are numbered as files come, so between masters of different origin the words tell which row is which."""
    a, b = ({**LEAD, "description": words} for words in ("Hosts a webinar series.", "Writes the final report."))
    masters = []
    for name, rows in {"one": (a, b), "other": (b, a)}.items():
        path = save(tmp_path / f"{name}.xlsx", "UNEP", {45: rows[0], 46: rows[1]})
        book = load_workbook(path)
        for row in (45, 46):
            book["Contributions"].cell(row, 1).value = "A02-D02"
        book.save(path)
        masters.append(emg.merge(path, day=DAY))
    ids = [{row["description"]: row["id"] for row in lines_of_frame(master.contributions)} for master in masters]
    assert ids[0] != ids[1]
    assert told(emg.diff(masters[0], masters[1]), "Contributions", "what", "id") == []


def test_proposals_of_masters_made_apart_are_matched_by_words(tmp_path: Path) -> None:
    """Proposals have no reference, and are known again by their titles all the same."""
    titles = ("A shared glossary", "A prize for repair")
    masters = []
    for name, order in {"one": titles, "other": titles[::-1]}.items():
        path = save(tmp_path / f"{name}.xlsx", "UNEP", {2: LEAD})
        book = load_workbook(path)
        for row, title in enumerate((*order, f"Only in {name}"), 2):
            book["New proposals"].cell(row, 1).value = title
        book.save(path)
        masters.append(emg.merge(path, day=DAY))
    assert told(emg.diff(masters[0], masters[1]), "New proposals", "what", "by", "field", "before", "after") == [
        ("changed", "UNEP", "title", "Only in one", "Only in other")
    ]


def test_nobody_took_away_what_a_master_never_had(tmp_path: Path) -> None:
    """A row that only the older of two masters made apart has was deleted by nobody."""
    masters = [emg.merge(save(tmp_path / f"{n}.xlsx", "UNEP", rows), day=DAY) for n, rows in
               enumerate(({2: LEAD, 3: {**LEAD, "description": "Writes the report."}}, {2: LEAD}))]  # fmt: skip
    assert told(emg.diff(masters[0], masters[1]), "Contributions", "what", "by", "ref") == [("deleted", "", "A01-D01")]


def test_back_in_time_nobody_made_a_change(desk: Desk) -> None:
    """Of a later master and the earlier one it came of, neither an entity nor the coordinator is said to undo it."""
    desk.file("UNEP.xlsx", "UNEP", {2: LEAD}, EARLIER)
    early = desk.merge().master
    desk.file("UNEP2.xlsx", "UNEP", {2: {**LEAD, "status": "Completed"}, 4: LEAD}, LATER)
    late = desk.merge().master
    assert told(emg.diff(late, early), "Contributions", "what", "by", "id", "file") == [
        ("changed", "", "UNEP/A01/1", None),
        ("deleted", "", "UNEP/A01-D02/1", None),
    ]


def test_what_was_typed_into_the_log_is_not_taken_for_ours(desk: Desk) -> None:
    """A log or a state somebody wrote other words into is compared all the same."""
    desk.file("UNEP.xlsx", "UNEP", {2: {**LEAD, "schedule": "Q1/Q2 2022"}}, EARLIER)
    desk.merge()
    old = desk.path.rename(desk.place / "old.xlsx")
    desk.path.write_bytes(old.read_bytes())
    desk.file("UNEP2.xlsx", "UNEP", {2: {**LEAD, "status": "Completed"}}, LATER)
    desk.merge()
    desk.write("Changes", "Status", "What", "made up")
    desk.write("Questions", "UNEP", "State", "made up")
    frame = emg.diff(old, desk.path)
    assert ("changed", "status") in told(frame, "Contributions", "what", "field")


# ---------------------------------------------------------------- laws


@cache
def examples() -> Master:
    """The master of the example submissions."""
    return emg.merge(SUBMISSIONS, day=DAY)


def test_a_master_does_not_differ_from_itself(tmp_path: Path) -> None:
    """Neither in memory, nor written and read, nor with labels."""
    path = tmp_path / "master.xlsx"
    emg.write_master(examples(), path)
    for other in (examples(), path, emg.merge(SUBMISSIONS, day=DAY, labels="en")):
        assert emg.diff(examples(), other).empty
    result = run(path, path)
    assert (result.exit_code, result.stdout.strip()) == (0, text("diff.nothing"))


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_a_submission_does_not_differ_from_itself(path: Path) -> None:
    """Whatever its rows and troubles are."""
    assert emg.diff(path, path).empty


CELLS: Mapping[str, st.SearchStrategy[Any]] = {
    "ref": st.sampled_from(["A01", "A01-D01"]),
    "role": st.sampled_from(["LEAD", "CONTRIB", None]),
    "description": st.sampled_from(["We draft.", "We host.", "We\nhost.", None]),
    "kind": st.sampled_from(["STAFF", "STAFF; DATA", None]),
    "staff_months": st.sampled_from([1.0, 2.5, None]),
    "note": st.sampled_from(["Call them.", None]),
}
FRAMES = st.dictionaries(st.integers(1, 4), st.fixed_dictionaries(dict(CELLS)), max_size=4).map(
    lambda rows: typed_frame([{"id": f"UNEP/A01/{n}", "entity": "UNEP", **row} for n, row in rows.items()], TABLE)
)


@given(frame=FRAMES)
def test_a_frame_does_not_differ_from_itself(frame: pd.DataFrame) -> None:
    """Comparing a table with itself finds nothing."""
    assert changes_between(frame, frame, TABLE, PLAN) == []


@given(old=FRAMES, new=FRAMES)
def test_changes_tell_what_stands_in_both(old: pd.DataFrame, new: pd.DataFrame) -> None:
    """Every ``before`` stands in the old table, every ``after`` in the new one, and no cell that differs is missed."""
    found = changes_between(old, new, TABLE, PLAN)
    was, now = ({row["id"]: row for row in lines_of_frame(frame)} for frame in (old, new))
    for change in found:
        for rows, value in ((was, change.before), (now, change.after)):
            key = change.field or "description"
            stands = in_words(rows.get(change.id, {}).get(key), TABLE.by_key[key], PLAN) or None
            assert value == stands
    cells = {(change.id, change.field) for change in found if change.what == "changed"}
    fields = [item.key for item in editable(TABLE, PLAN) if item.key not in DAYS]
    assert cells == {(n, key) for n in was.keys() & now.keys() for key in fields if was[n][key] != now[n][key]}
    assert {(c.what, c.id) for c in found if c.what != "changed"} == {
        *(("added", name) for name in now.keys() - was.keys()),
        *(("deleted", name) for name in was.keys() - now.keys()),
    }


def test_who_made_the_changes_can_be_told() -> None:
    """With ``by``, all changes are of that hand, and carry the file of the new row."""
    row = {"id": "UNEP/A01/1", "entity": "UNEP", "ref": "A01"}
    old = typed_frame([{**row, "role": "LEAD", "file": "a.xlsx"}], TABLE)
    new = typed_frame([{**row, "role": "CONTRIB", "file": "b.xlsx"}], TABLE)
    assert changes_between(old, new, TABLE, PLAN, by="coordinator") == [
        Change(what="changed", by="coordinator", id="UNEP/A01/1", entity="UNEP", ref="A01", field="role",
               before="Lead", after="Contributing", file="b.xlsx")
    ]  # fmt: skip


def test_proposals_are_compared_by_id() -> None:
    """A proposal has no reference; its title stands for it."""
    table = master_proposals_table(PLAN)
    row = {"id": "UNEP/NEW/1", "entity": "UNEP", "title": "A shared atlas"}
    found = changes_between(typed_frame([], table), typed_frame([row], table), table, PLAN)
    assert [(change.what, change.ref, change.after) for change in found] == [("added", None, "A shared atlas")]


# ---------------------------------------------------------------- the command


@pytest.fixture
def pair(desk: Desk) -> tuple[Path, Path]:
    """An older and a newer master, whose changes have long texts and formulas in them."""
    long = " ".join(["A text of many words that goes on and on"] * 8)
    desk.file("UNEP.xlsx", "UNEP", {2: {**LEAD, "description": long + " first."}}, EARLIER)
    desk.merge()
    old = desk.path.rename(desk.place / "old.xlsx")
    desk.path.write_bytes(old.read_bytes())
    desk.file("UNEP2.xlsx", "UNEP", {2: {**LEAD, "description": long + " second.", "status": "Completed"}}, LATER)
    desk.file("FAO.xlsx", "FAO", {3: {**LEAD, "description": "'=cmd|x"}})
    desk.merge()
    return old, desk.path


def test_headline_counts_and_text_fits(pair: tuple[Path, Path]) -> None:
    """The first line counts rows, cells, entities and days; the rest fits a terminal and shows where texts part."""
    result = run(*pair)
    assert result.exit_code == 0
    first = " ".join(result.stdout.split("\n\n")[0].split())
    what = ", ".join(first.split(", ")[:2])
    assert what == "1 contribution added, 1 changed (2 cells)"
    assert first.endswith(text("diff.headline", what="", by=", by 2 entities",
                               when=", between 1 March 2022 and 2 March 2022"))  # fmt: skip
    assert max(map(len, result.stdout.splitlines())) <= WIDTH
    body = " ".join(result.stdout.split())
    assert "first." in body
    assert "second." in body


def test_csv_has_no_formulas(pair: tuple[Path, Path]) -> None:
    """Each change is a line, and no text in it would be run by a spreadsheet program."""
    lines = list(csv.DictReader(io.StringIO(run(*pair, "--format", "csv").stdout)))
    assert len(lines) == len(json.loads(run(*pair, "--format", "json").stdout)["changes"])
    assert not any(value.startswith(("=", "+", "-", "@")) for line in lines for value in line.values())


def test_quiet_says_nothing(pair: tuple[Path, Path]) -> None:
    """With --quiet nothing is printed."""
    assert run(*pair, "--quiet").output == ""


def test_the_workbook_has_every_change(pair: tuple[Path, Path], tmp_path: Path, validator: Validator) -> None:
    """Its first line says what is compared, one header row follows, and each change is a row; the file is valid."""
    path = tmp_path / "changes.xlsx"
    assert run(*pair, "-o", path).exit_code == 0
    book = load_workbook(path)
    assert book.sheetnames == ["Summary", "Changes"]
    sheet = book["Changes"]
    rows = list(sheet.iter_rows(values_only=True))
    assert all(name in str(rows[0][0]) for name in ("old.xlsx", "master.xlsx"))
    expected = json.loads(run(*pair, "--format", "json").stdout)["changes"]
    assert [row[3] for row in rows[2:]] == [line["id"] for line in expected]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", f"A2:J{len(rows)}")
    assert validator.violations(path) == []


def test_the_workbook_has_the_same_bytes(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """The same masters and day give the same file, and another run leaves it alone."""
    one, other = tmp_path / "one.xlsx", tmp_path / "other.xlsx"
    for path in (one, other, one):
        assert run(*pair, "-o", path).exit_code == 0
    assert one.read_bytes() == other.read_bytes()
    assert len(list(tmp_path.glob("one*"))) == 1


def test_a_workbook_that_is_there_is_not_replaced_in_silence(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """Another file of that name stops the run; with --replace a dated copy of it is kept."""
    path = tmp_path / "changes.xlsx"
    path.write_bytes(b"mine")
    assert run(*pair, "-o", path).exit_code == 3
    assert path.read_bytes() == b"mine"
    assert run(*pair, "-o", path, "--replace").exit_code == 0
    assert [kept.read_bytes() for kept in tmp_path.glob("changes *.xlsx")] == [b"mine"]


def test_an_empty_comparison_is_a_workbook_too(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """Where nothing differs, both sheets say so."""
    path = tmp_path / "changes.xlsx"
    assert run(pair[0], pair[0], "-o", path).exit_code == 0
    book = load_workbook(path)
    for sheet in book.worksheets:
        assert text("diff.nothing") in [cell.value for row in sheet.iter_rows() for cell in row]


def test_a_master_and_a_submission_are_not_compared(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """Files of different kinds are refused in one sentence."""
    submission = save(tmp_path / "WHO.xlsx", "WHO", {2: LEAD})
    for two in ((pair[0], submission), (submission, pair[0])):
        result = run(*two)
        assert result.exit_code == 3
        assert text("error.diff-kinds", old=two[0].name, new=two[1].name) in result.stderr


def test_what_cannot_be_compared_is_refused(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """No workbook, a plan, a master or a submission of another plan; a file that is not there is a slip."""
    (tmp_path / "text.xlsx").write_text("no workbook", encoding="utf-8")
    plan = tmp_path / "other.xlsx"
    assert CliRunner().invoke(main, ["plan", "export", str(plan)]).exit_code == 0
    book = load_workbook(plan)
    row = next(row for row in book["plan"].iter_rows() if row[0].value == "id")
    row[1].value = "EMG-WP-2030"
    book.save(plan)
    assert run(pair[0], tmp_path / "nowhere.xlsx").exit_code == 2
    for path in (tmp_path / "text.xlsx", plan):
        result = run(path, path)
        assert (result.exit_code, result.stdout) == (3, "")
    assert run(*pair, "--plan", plan).exit_code == 3
    submission = save(tmp_path / "WHO.xlsx", "WHO", {2: LEAD})
    assert run(submission, submission, "--plan", plan).exit_code == 3


def test_days_that_are_not_known_are_not_told(tmp_path: Path) -> None:
    """Submissions without a date of completion are compared without days; with dates, between these."""
    dated = [
        save(tmp_path / f"{day}.xlsx", "UNEP", {2: {**LEAD, "amount_usd": day}}, {"B12": date(2022, 3, day)})
        for day in (1, 9)
    ]
    undated = save(tmp_path / "undated.xlsx", "UNEP", {2: LEAD})
    days = json.loads(run(undated, dated[1], "--format", "json").stdout)
    assert (days["old"]["day"], days["new"]["day"]) == (None, "2022-03-09")
    assert "1 March 2022" not in days["summary"]
    assert "between 1 March 2022 and 9 March 2022" in json.loads(run(*dated, "--format", "json").stdout)["summary"]
