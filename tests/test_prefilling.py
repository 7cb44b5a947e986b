"""Templates that go out with what an entity said before, and what comes back of them."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import emg_xlsx as emg
from emg_xlsx.cli import main
from emg_xlsx.mastered import Master
from emg_xlsx.schemas.of_plan import contributions_table
from emg_xlsx.texts import text
from emg_xlsx.values import Answer, TypedRow
from emg_xlsx.xlsx.patching import NOTE_MARK
from tests import people
from tests.clients.libreoffice import LibreOffice
from tests.clients.validator import Validator
from tests.people import PLAN
from tests.test_merging import LEAD, save

SUBMISSIONS = Path(__file__).parents[1] / "examples" / "submissions"
KEYS = (*(field.key for field in contributions_table(PLAN).inputs), "ref", "first_day", "last_day", "precision")


@pytest.fixture(scope="module")
def master() -> Master:
    """The master of the example submissions."""
    return emg.merge(SUBMISSIONS, day="2022-03-15")


def issued(master: Master | None, entity: str, **options: bool) -> bytes:
    """A template of one entity as bytes."""
    buffer = BytesIO()
    emg.write_template(buffer, entity=entity, master=master, **options)  # type: ignore[arg-type]  # only truths here
    return buffer.getvalue()


def sheet(book: Workbook, name: str = "Contributions") -> Worksheet:
    """One sheet."""
    found: Worksheet = book[name]
    return found


def saved(book: Workbook) -> bytes:
    """A workbook as bytes."""
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def edited(data: bytes, **cells: str) -> Answer:
    """A template with some cells of its contributions filled otherwise, as typed."""
    book = load_workbook(BytesIO(data))
    for cell, value in cells.items():
        sheet(book)[cell] = value
    return people.answer(saved(book))


def columns(data: bytes) -> dict[str, int]:
    """Title to number of the columns of contributions."""
    return {str(cell.value): number for number, cell in enumerate(sheet(load_workbook(BytesIO(data)))[1], 1)}


def as_read(row: TypedRow) -> dict[str, object]:
    """What a row says, without what is empty."""
    return {key: row.values[key] for key in KEYS if row.values.get(key) is not None}


def as_merged(frame: pd.DataFrame, name: str) -> dict[str, object]:
    """What the master says in a row, without what is empty, in the same types."""
    line = frame.loc[name]
    values = line[list(KEYS)].dropna().to_dict()
    return {str(key): value.date() if isinstance(value, pd.Timestamp) else value for key, value in values.items()}


def same_as_master(answer: Answer, master: Master) -> None:
    """Every row of the answer says what the master says under its id, and none is missing."""
    theirs = master.contributions[master.contributions["entity"] == answer.entity]
    assert {row.values["id"]: as_read(row) for row in answer.contributions} == {
        name: as_merged(theirs, name) for name in theirs.index
    }


@pytest.mark.parametrize("entity", ["UNEP", "FAO", "ITU", "UN-Habitat", "UNU"])
def test_reads_back_as_it_went_out(master: Master, entity: str) -> None:
    """A re-issue holds each value of its entity under its id, is known as unchanged, and names the files it answers."""
    answer = people.answer(issued(master, entity))
    same_as_master(answer, master)
    assert answer.unchanged
    assert {row.values["change"] for row in answer.contributions} == {"SAME"}
    own = master.register[(master.register["entity"] == entity) & master.register["state"].ne("superseded")]
    assert set(answer.asked.files) <= set(own["sha256"].dropna())
    assert answer.asked.files
    assert answer.remarks == ()


def test_proposals_go_out_again(master: Master) -> None:
    """Proposals stand in their sheet with their ids."""
    for entity in master.proposals["entity"].unique():
        answer = people.answer(issued(master, entity))
        assert {row.values["id"]: row.values["title"] for row in answer.proposals} == {
            name: title if isinstance(title, str) else None
            for name, title in master.proposals.loc[master.proposals["entity"] == entity, "title"].items()
        }
        assert answer.unchanged


def test_saved_by_another_program(master: Master) -> None:
    """What openpyxl saves again is read the same, and still unchanged."""
    answer = edited(issued(master, "ITU"))
    same_as_master(answer, master)
    assert answer.unchanged


def test_saved_by_libreoffice(master: Master, libreoffice: LibreOffice, tmp_path: Path) -> None:
    """What LibreOffice saves again is read the same, and still unchanged; our notes are nobody's remarks."""
    (tmp_path / "out").mkdir()
    path = tmp_path / "ITU.xlsx"
    path.write_bytes(issued(master, "ITU"))
    answer = people.answer(libreoffice.recalculate(path, tmp_path / "out").read_bytes())
    same_as_master(answer, master)
    assert answer.unchanged
    assert answer.remarks == ()


def test_one_cell_makes_it_changed(master: Master) -> None:
    """One edited cell, a withdrawn row, or a note of the sender's is a change; the word in the column is none."""
    data = issued(master, "UNEP")
    row = next(number for number in range(2, 60) if sheet(load_workbook(BytesIO(data))).cell(number, 6).value)
    change = sheet(load_workbook(BytesIO(data))).cell(row, columns(data)["Change"]).coordinate
    assert not edited(data, **{f"G{row}": "Something else"}).unchanged
    assert not edited(data, **{change: "Withdrawn"}).unchanged
    assert edited(data, **{change: "Changed"}).unchanged


def test_nothing_of_another_entity(master: Master) -> None:
    """No text of another entity's rows, and nobody else's address, stands in a re-issue."""
    words = {
        str(cell.value)
        for page in load_workbook(BytesIO(issued(master, "FAO")))
        for line in page.iter_rows()
        for cell in line
        if cell.value is not None
    }
    others = master.contributions[master.contributions["entity"] != "FAO"]
    own = set(master.contributions.loc[master.contributions["entity"] == "FAO", "description"])
    assert not words & (set(others["description"].dropna()) - own)
    assert not words & set(others.index)
    addresses = set(master.register.loc[master.register["entity"] != "FAO", "email"].dropna())
    assert not words & addresses


def test_open_questions_are_marked(master: Master) -> None:
    """Each open question of the entity stands in a note of ours, and the first sheet says how many there are."""
    book = load_workbook(BytesIO(issued(master, "ITU")))
    notes = [
        cell.comment.text for page in book for line in page.iter_rows() for cell in line if cell.comment is not None
    ]
    asked = master.questions[(master.questions["entity"] == "ITU") & (master.questions["state"] == "open")]
    assert all(note.startswith(NOTE_MARK) for note in notes)
    assert all(any(message in note for note in notes) for message in asked["message"])
    assert any(str(len(asked)) in str(line[1].value) and "note" in str(line[1].value)
               for line in sheet(book, "Read me").iter_rows(max_col=2))  # fmt: skip


LEFT_OUT = ("Side event at the resumed COP.", "Newsletter articles.")
"""What CBD wrote without a reference of the plan in the examples."""


def test_a_question_about_a_row_that_is_not_there_quotes_it(master: Master) -> None:
    """A row that could not be placed in the plan is in no template that goes out; the question says which it is."""
    note = str(load_workbook(BytesIO(issued(master, "CBD")))["Entity"]["B7"].comment.text)
    assert all(f"“{words}” – " in note for words in LEFT_OUT)


@pytest.mark.parametrize("typed", [None, LEFT_OUT[0]])
def test_what_no_template_shows_stays_left_out(master: Master, tmp_path: Path, typed: str | None) -> None:
    """A re-issue takes the place of the file before it, but not of the rows that were left out of it.

    They stay in ``Left out`` and are asked about, and in the next re-issue too, until somebody writes them elsewhere.
    """
    book = load_workbook(BytesIO(issued(master, "CBD")))
    column = columns(issued(master, "CBD"))
    row = next(n for n in range(2, 40) if sheet(book).cell(n, column["Our role"]).value)
    free = next(n for n in range(2, 40) if not sheet(book).cell(n, column["Our role"]).value)
    sheet(book).cell(row, column["What we do"]).value = "Hosting the secretariat of the task force."
    if typed:
        sheet(book).cell(free, column["Our role"]).value = "Contributing"
        sheet(book).cell(free, column["What we do"]).value = typed
    for file in SUBMISSIONS.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "CBD again.xlsx").write_bytes(saved(book))
    again = emg.merge(tmp_path, day="2022-04-15")
    old = again.register[again.register["file"] == "EMG_2022-mid-term_CBD.xlsx"]
    assert list(old["state"]) == ["superseded"]
    kept = set(again.left_out[again.left_out["entity"] == "CBD"]["value"])
    assert [words in kept for words in LEFT_OUT] == [typed is None, True]
    asked = again.questions[(again.questions["entity"] == "CBD") & (again.questions["file"] == old["file"].item())]
    assert set(asked["code"]) == ({"ref-unknown"} if typed is None else set()) | {"ref-missing"}
    note = str(load_workbook(BytesIO(issued(again, "CBD")))["Entity"]["B7"].comment.text)
    assert [f"“{words}” – " in note for words in LEFT_OUT] == [typed is None, True]


def test_an_unchanged_re_issue_alone_tells_how_it_would_count(master: Master, tmp_path: Path) -> None:
    """Who sent nothing but what went out is not heard from, until somebody says that this was the answer."""
    (tmp_path / "again.xlsx").write_bytes(issued(master, "CBD"))
    (tmp_path / "blank.xlsx").write_bytes(issued(None, "FAO"))
    register = emg.merge(tmp_path).register
    reasons = register[register["state"] == "missing"].set_index("entity")["reason"]
    assert reasons["CBD"] == text("register.only_unchanged", file="again.xlsx")
    assert reasons["FAO"] == text("register.only_blank", file="blank.xlsx")


def test_labels_of_another_row_are_not_what_was_left_out(tmp_path: Path) -> None:
    """A row of nothing but a figure and a label stays left out, though another row of the re-issue has that label."""
    sure = {"staff_months": 2, "certainty": "If resources allow"}
    save(tmp_path / "a.xlsx", "CBD", {2: {**LEAD, **sure}, 10: {**sure, "staff_months": 5}})
    first = emg.merge(tmp_path, day="2022-03-15")
    book = load_workbook(BytesIO(issued(first, "CBD")))
    sheet(book)["G2"].value = "Chairs it still."
    (tmp_path / "b.xlsx").write_bytes(saved(book))
    again = emg.merge(tmp_path, day="2022-03-16")
    for found in (first, again):
        assert list(found.left_out["cell"]) == ["A10", "L10", "N10"]
        assert list(found.questions["cell"][found.questions["code"] == "row-without-content"]) == ["F10"]


def test_a_careful_word_on_printing_stays(master: Master) -> None:
    """Who did not want to be quoted finds that No again: an empty answer would mean yes."""
    own = master.contributions["entity"] == "UNEP"
    silent = master.contributions.copy()
    silent.loc[own, "print"] = "NOTEXT"
    careful = Master(**{name: getattr(master, name) for name in Master.__slots__} | {"contributions": silent})
    assert people.answer(issued(careful, "UNEP")).form["may_quote"] == "NO"
    assert people.answer(issued(master, "UNEP")).form["may_quote"] is None


def test_without_answers_a_plain_template(master: Master) -> None:
    """An entity that has not answered gets what everybody got, byte for byte."""
    assert issued(master, "UNOPS") == issued(None, "UNOPS")


def test_several_rows_of_one_ref(master: Master) -> None:
    """Further rows of a ref stand right below the first, with the same grey texts."""
    pairs = zip(master.contributions["entity"], master.contributions["ref"], strict=True)
    (entity, ref), count = Counter(pairs).most_common(1)[0]
    assert count > 1
    table = sheet(load_workbook(BytesIO(issued(master, entity))))
    rows = [row for row in range(2, table.max_row + 1) if table.cell(row, 1).value == ref]
    assert rows == list(range(rows[0], rows[0] + count))
    assert len({table.cell(row, 4).value for row in rows}) == 1


REISSUE = """
| Ref. | Our role | What we do | Status | Change | Our id |
| A01-D01 | Lead | Chairs. | In progress | No change | UNEP/A01-D01/1 |
| A01-D02 | Lead | Chairs. | In progress | No change | FAO/A01-D02/1 |
| A01-D01 | Lead | Chairs again. | In progress | No change | UNEP/A01-D01/1 |
| A02-D01 |  |  |  | Withdrawn | UNEP/A02-D01/1 |
| A02-D02 |  |  |  | No change | UNEP/A02-D02/1 |
"""


def test_ids_that_do_not_count() -> None:
    """An id of another entity and one used again are asked about at their cells, and do not count."""
    answer = people.answer(people.contributions(REISSUE))
    assert people.said(answer, "id") == [("UNEP/A01-D01/1",), (None,), (None,), ("UNEP/A02-D01/1",)]
    assert people.told(answer.findings, "id-foreign", "id-twice") == {
        ("id-foreign", "Contributions", "F3"),
        ("id-twice", "Contributions", "F4"),
    }


def test_withdrawn_needs_nothing_more() -> None:
    """A withdrawn row is read though all its cells are empty, and nothing is asked of it."""
    result = people.checked(people.contributions(REISSUE))
    (withdrawn,) = [one.row for one in result.contributions if one.row.values.get("change") == "WITHDRAW"]
    assert withdrawn.values["ref"] == "A02-D01"
    assert [finding.code for finding in result.findings if finding.row == withdrawn.number] == []


def test_a_column_of_their_own_called_change_stays_theirs() -> None:
    """In a file that was not pre-filled, a column Change is one of the sender's."""
    page = """
    | Ref. | Deliverable | Our role | What we do | Status | Change |
    | A01-D01 | x | Lead | Chairs. | In progress | None since May |
    """
    answer = people.answer(people.contributions(page))
    assert [remark.value for remark in answer.remarks if remark.finding.code == "column-extra"] == ["None since May"]
    assert "change" not in answer.contributions[0].values


def test_on_behalf(master: Master) -> None:
    """A template for the secretariat says so where it is read and where it is seen."""
    data = issued(master, "UNEP", on_behalf=True)
    assert people.answer(data).on_behalf
    assert not people.answer(issued(master, "UNEP")).on_behalf
    shown = [str(line[1].value) for line in sheet(load_workbook(BytesIO(data)), "Read me").iter_rows(max_col=2)]
    plain = [
        str(line[1].value)
        for line in sheet(load_workbook(BytesIO(issued(master, "UNEP"))), "Read me").iter_rows(max_col=2)
    ]
    assert len(set(shown) - set(plain)) == 1


def test_valid_for_microsoft(master: Master, validator: Validator, tmp_path: Path) -> None:
    """Microsoft's validator finds nothing in a re-issue with notes."""
    path = tmp_path / "ITU.xlsx"
    path.write_bytes(issued(master, "ITU"))
    assert validator.violations(path) == []


def run(*arguments: object) -> tuple[int, str]:
    """A command's exit code and output."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return result.exit_code, result.output


def test_for_all_entities(master: Master, tmp_path: Path) -> None:
    """``--from --all`` writes one for each expected entity, filled in for those that answered."""
    emg.write_master(master, tmp_path / "master.xlsx")
    code, _ = run("template", "--from", tmp_path / "master.xlsx", "--all", tmp_path / "out", "--quiet")
    assert code == 0
    assert len(list((tmp_path / "out").iterdir())) == 47
    same_as_master(people.answer((tmp_path / "out" / "EMG_2022-mid-term_UNU.xlsx").read_bytes()), master)


@pytest.mark.parametrize(
    "options",
    [
        ["--from", "master.xlsx"],
        ["--on-behalf"],
        ["--all", "out", "--on-behalf"],
        ["--migrate", "a.xlsx", "--all", "x"],
    ],
    ids=" ".join,
)
def test_answers_need_an_entity(
    master: Master, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    """Whose answers are filled in has to be said."""
    monkeypatch.chdir(tmp_path)
    emg.write_master(master, "master.xlsx")
    Path("a.xlsx").write_bytes(b"")
    assert run("template", *options)[0] == 2


OLD = """
| Ref. | Deliverable | Our role | What we do | Status | Our schedule | Amount, USD | Mood |
| A01-D01 | x | Lead | Chairs. | In progress | Q1/Q2 2022 | lots | fine |
| A01-D02 | x | boss of all | Chairs too. | In progress | May 2022 | 0 | |
"""


def test_moved_into_the_current_template(tmp_path: Path) -> None:
    """An older file moves with all its values, without ids; what has no place or no meaning is told and kept."""
    (tmp_path / "old.xlsx").write_bytes(people.contributions(OLD))
    code, told = run("template", "--migrate", tmp_path / "old.xlsx", "-o", tmp_path / "new.xlsx")
    assert code == 0
    before = people.answer(people.contributions(OLD))
    after = people.answer((tmp_path / "new.xlsx").read_bytes())
    assert [as_read(row) for row in after.contributions] == [as_read(row) for row in before.contributions]
    assert (after.entity, after.form["email"]) == ("UNEP", "a.person@unep.example")
    assert not after.unchanged
    assert "id" not in after.contributions[0].values
    for value in ("lots", "fine", "boss of all"):
        assert value in told
    assert [row.seen["amount_usd"] for row in after.contributions] == ["lots", "0"]


def test_a_master_is_not_moved(master: Master, tmp_path: Path) -> None:
    """A master, and what is no workbook, is refused in a sentence."""
    emg.write_master(master, tmp_path / "master.xlsx")
    (tmp_path / "no.xlsx").write_bytes(b"this is no workbook")
    for name in ("master.xlsx", "no.xlsx"):
        assert run("template", "--migrate", tmp_path / name, "-o", tmp_path / "new.xlsx")[0] == 3
    assert not (tmp_path / "new.xlsx").exists()
