"""Merging again and again into one master: what the coordinator did in it stays (contract, "The master", 1 to 5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

import emg_xlsx as emg
from emg_xlsx.builtin import builtin_plan
from emg_xlsx.cli import main
from emg_xlsx.errors import EmgError
from emg_xlsx.master_reading import read_master
from emg_xlsx.mastered import Merging
from emg_xlsx.pipeline import Options
from emg_xlsx.roundtrip import master_to_update, merge_files, save_merged
from emg_xlsx.summaries import summarise
from emg_xlsx.tabular import lines_of_frame
from emg_xlsx.texts import text
from tests.clients.libreoffice import LibreOffice
from tests.people import HEADER, titles_of
from tests.test_merging import LEAD, save

DAYS = [date(2022, 3, day) for day in range(1, 29)]
LATER = {"B12": date(2022, 3, 9)}
EARLIER = {"B12": date(2022, 3, 1)}


class Desk:
    """A coordinator's folder: submissions, the master, and a day for each merge."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.inbox = place / "in"
        self.inbox.mkdir()
        self.path = place / "master.xlsx"
        self.days = iter(DAYS)

    def file(self, name: str, entity: str, rows: dict[int, dict[str, Any]], form: dict[str, Any] | None = None) -> Path:
        """Put a submission into the folder."""
        return save(self.inbox / name, entity, rows, form)

    def merge(self, *paths: Path, **options: Any) -> Merging:
        """Merge the folder, or some files, into the master."""
        day = next(self.days)
        into = master_to_update(self.path, replace_old=False)
        run = Options(day=day, **options)
        merging = merge_files(paths or [self.inbox], builtin_plan(), run, into=into)
        save_merged(self.path, merging, day=day, replace_old=False)
        return merging

    def edit(self, change: Callable[[Workbook], None]) -> None:
        """Do something to the master."""
        book = load_workbook(self.path)
        change(book)
        book.save(self.path)

    def write(self, sheet: str, line: str, title: str, value: Any) -> None:
        """Write into the cell of a line (known by a text in it) and a column (by its title)."""

        def change(book: Workbook) -> None:
            page = book[sheet]
            column = titles_of(page).index(title) + 1
            row = next(n for n, row in enumerate(page.values, 1) if n > HEADER and line in row)
            page.cell(row, column).value = value

        self.edit(change)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty desk."""
    return Desk(tmp_path)


def cell(merging: Merging, name: str, key: str) -> Any:
    """A value of the master's contributions."""
    return {line["id"]: line for line in lines_of_frame(merging.master.contributions)}[name][key]


def lines(merging: Merging, frame: str) -> list[dict[str, Any]]:
    """The lines of one of the master's frames."""
    return lines_of_frame(getattr(merging.master, frame))


def conflicts(merging: Merging) -> dict[str, Any]:
    """Id of each conflict to its decision."""
    return {line["id"]: line["decision"] for line in lines(merging, "conflicts")}


def register(merging: Merging, file: str) -> dict[str, Any]:
    """The register's line of a file."""
    return next(line for line in lines(merging, "register") if line["file"] == file)


def test_merging_again_leaves_the_file_untouched(desk: Desk) -> None:
    """With nothing new, the master keeps its bytes, whatever the day."""
    desk.file("UNEP.xlsx", "UNEP", {2: LEAD})
    desk.merge()
    before = desk.path.read_bytes()
    assert desk.merge().unchanged
    assert desk.path.read_bytes() == before


def test_master_saved_by_another_program_is_unchanged(desk: Desk) -> None:
    """A master somebody only opened and saved says the same as before."""
    desk.file("UNEP.xlsx", "UNEP", {2: LEAD, 3: {**LEAD, "schedule": "October 2021 - June 2022", "amount_usd": 12.5}})
    desk.merge()
    desk.edit(lambda _: None)
    merging = desk.merge()
    assert merging.unchanged
    assert merging.changes == ()


def test_master_saved_by_libreoffice_is_unchanged(desk: Desk, libreoffice: LibreOffice) -> None:
    """LibreOffice writes the whole file anew; everything it says is still the same."""
    desk.file("UNEP.xlsx", "UNEP", {2: LEAD, 3: {**LEAD, "description": " Spaces \n lines\tand “quotes” _x0041_ "}})
    desk.file("FAO.xlsx", "FAO", {2: {**LEAD, "amount_usd": -5, "schedule": "Q1/Q2 2022"}})
    desk.merge()
    libreoffice.convert(desk.path, "xlsx", desk.place / "lo").replace(desk.path)
    merging = desk.merge()
    assert (merging.changes, merging.lost) == ((), ())
    assert merging.unchanged


def test_an_edit_stays(desk: Desk) -> None:
    """What the coordinator typed over a value stands in every later merge, and is logged once."""
    desk.file("UNEP.xlsx", "UNEP", {2: LEAD})
    desk.merge()
    desk.write("Contributions", "UNEP/A01/1", "What we do", "Chairs it, with FAO.")
    first = desk.merge()
    assert [(c.what, c.by, c.field, c.before, c.after) for c in first.changes] == [
        ("changed", "coordinator", "description", "Chairs the group.", "Chairs it, with FAO.")
    ]
    for _ in range(2):
        again = desk.merge()
        assert again.unchanged
        assert cell(again, "UNEP/A01/1", "description") == "Chairs it, with FAO."
    assert len(lines(again, "changes")) == 2


def test_an_edit_does_not_hide_other_news(desk: Desk) -> None:
    """A later file changes the cells nobody edited, and leaves the edited one."""
    desk.file("a.xlsx", "UNEP", {2: LEAD}, EARLIER)
    desk.merge()
    desk.write("Contributions", "UNEP/A01/1", "What we do", "Ours.")
    desk.file("b.xlsx", "UNEP", {2: {**LEAD, "status": "Completed"}}, LATER)
    merging = desk.merge()
    assert (cell(merging, "UNEP/A01/1", "description"), cell(merging, "UNEP/A01/1", "status")) == ("Ours.", "COMPLETED")
    assert conflicts(merging) == {}


@pytest.mark.parametrize(
    ("decision", "stands"), [("decision.keep", "Ours."), ("decision.take", "Theirs, later.")], ids=["keep", "take"]
)
def test_an_edit_against_a_later_change(desk: Desk, decision: str, stands: str) -> None:
    """Both sides stand in Conflicts and ours in the cell, until it is decided; then the question is gone for good."""
    desk.file("a.xlsx", "UNEP", {2: LEAD}, EARLIER)
    desk.merge()
    desk.write("Contributions", "UNEP/A01/1", "What we do", "Ours.")
    desk.file("b.xlsx", "UNEP", {2: {**LEAD, "description": "Theirs, later."}}, LATER)
    merging = desk.merge()
    assert conflicts(merging) == {"EDIT/UNEP/A01/1/description": None}
    assert cell(merging, "UNEP/A01/1", "description") == "Ours."
    (line,) = lines(merging, "conflicts")
    assert "Ours." in line["sides"]
    assert "Theirs, later. (b.xlsx, Contributions!G2)" in line["sides"]
    assert desk.merge().unchanged
    desk.write("Conflicts", "EDIT/UNEP/A01/1/description", "Decision", text(decision))
    for _ in range(2):
        merging = desk.merge()
        assert conflicts(merging) == {}
        assert cell(merging, "UNEP/A01/1", "description") == stands


def test_typing_into_the_cell_decides(desk: Desk) -> None:
    """Instead of choosing in Conflicts, the coordinator may write what stands into the cell."""
    desk.file("a.xlsx", "UNEP", {2: LEAD}, EARLIER)
    desk.merge()
    desk.write("Contributions", "UNEP/A01/1", "What we do", "Ours.")
    desk.file("b.xlsx", "UNEP", {2: {**LEAD, "description": "Theirs."}}, LATER)
    desk.merge()
    desk.write("Contributions", "UNEP/A01/1", "What we do", "Both.")
    for _ in range(2):
        merging = desk.merge()
        assert conflicts(merging) == {}
        assert cell(merging, "UNEP/A01/1", "description") == "Both."
    desk.file("c.xlsx", "UNEP", {2: {**LEAD, "description": "News."}}, {"B12": date(2022, 3, 20)})
    assert conflicts(desk.merge()) == {"EDIT/UNEP/A01/1/description": None}


def test_of_two_colleagues_a_side_is_chosen(desk: Desk) -> None:
    """A cell two files dispute stays empty until a side is chosen, and is empty again when the facts change."""
    desk.file("a.xlsx", "UNEP", {2: {**LEAD, "status": "Delayed"}})
    desk.merge()
    desk.file("b.xlsx", "UNEP", {2: {**LEAD, "status": "Completed"}})
    merging = desk.merge()
    assert cell(merging, "UNEP/A01/1", "status") is None
    (line,) = lines(merging, "conflicts")
    number = next(side[0] for side in line["sides"].split("\n") if "Completed" in side)
    desk.write("Conflicts", "CELL/UNEP/A01/1/status", "Decision", text("decision.side", number=number))
    for _ in range(2):
        merging = desk.merge()
        assert cell(merging, "UNEP/A01/1", "status") == "COMPLETED"
        assert list(conflicts(merging)) == ["CELL/UNEP/A01/1/status"]
    desk.file("c.xlsx", "UNEP", {2: {**LEAD, "status": "On hold"}})
    merging = desk.merge()
    assert cell(merging, "UNEP/A01/1", "status") is None
    (line,) = lines(merging, "conflicts")
    assert line["decision"] is None
    assert "On hold" in line["question"]


@pytest.mark.parametrize("typed", [None, "Said anew."])
def test_what_two_colleagues_say_is_not_emptied_by_a_reissue(desk: Desk, typed: str | None) -> None:
    """A template goes out with a disputed cell empty; if it comes back so, nobody has emptied it."""
    for name in ("a.xlsx", "b.xlsx"):
        desk.file(name, "UNEP", {2: {**LEAD, "description": f"As in {name}.", "staff_months": 3}})
    desk.merge()
    again = desk.inbox / "again.xlsx"
    emg.write_template(again, entity="UNEP", master=emg.read_master(desk.path))
    book = load_workbook(again)
    page = book["Contributions"]
    titles = [cell.value for cell in page[1]]
    assert page.cell(2, titles.index("What we do") + 1).value is None
    page.cell(2, titles.index("Status") + 1).value = "Delayed"
    page.cell(2, titles.index("What we do") + 1).value = typed
    page.cell(2, titles.index("Staff time, work-months (optional)") + 1).value = None
    book.save(again)
    merging = desk.merge()
    assert cell(merging, "UNEP/A01/1", "status") == "DELAYED"
    assert cell(merging, "UNEP/A01/1", "staff_months") is None
    assert cell(merging, "UNEP/A01/1", "description") == typed
    assert list(conflicts(merging)) == ([] if typed else ["CELL/UNEP/A01/1/description"])


@pytest.mark.parametrize(("words", "stands"), [("Theirs, anew.", "Theirs, anew."), ("Ours.", "Ours."), (None, "Ours.")])
def test_of_two_files_without_an_order_and_ours_a_side_is_chosen(desk: Desk, words: str | None, stands: str) -> None:
    """Where the coordinator wrote into a cell two files dispute, that stands, is a side, and may be decided against."""
    desk.file("a.xlsx", "UNEP", {2: LEAD}, EARLIER)
    desk.merge()
    desk.write("Contributions", "UNEP/A01/1", "What we do", "Ours.")
    desk.file("b.xlsx", "UNEP", {2: {**LEAD, "description": "Theirs, anew."}}, EARLIER)
    merging = desk.merge()
    assert cell(merging, "UNEP/A01/1", "description") == "Ours."
    (line,) = lines(merging, "conflicts")
    sides = {side.partition(": ")[2].partition(" (")[0]: side[0] for side in line["sides"].split("\n")}
    assert list(sides)[-1] == "Ours."
    assert len(sides) == 3
    assert "What you wrote stands" in line["question"]
    if words:
        desk.write("Conflicts", "CELL/UNEP/A01/1/description", "Decision", text("decision.side", number=sides[words]))
    for _ in range(3):
        merging = desk.merge()
        assert cell(merging, "UNEP/A01/1", "description") == stands
        (line,) = lines(merging, "conflicts")
        assert bool(line["decision"]) is bool(words)


@pytest.mark.parametrize(
    ("decision", "roles"),
    [
        (text("decision.colead"), {"UNEP": "COLEAD", "FAO": "COLEAD"}),
        (text("decision.leads", entity="FAO"), {"UNEP": "COLEAD", "FAO": "LEAD"}),
        (text("decision.stand"), {"UNEP": "LEAD", "FAO": "LEAD"}),
        ("We shall ask in May.", {"UNEP": "LEAD", "FAO": "LEAD"}),
    ],
)
def test_two_leads_are_decided(desk: Desk, decision: str, roles: dict[str, str]) -> None:
    """The decision shows in the roles, stays by every merge, and is asked again when a third lead comes."""
    for entity in ("UNEP", "FAO"):
        desk.file(f"{entity}.xlsx", entity, {2: LEAD})
    desk.merge()
    desk.write("Conflicts", "LEAD/A01", "Decision", decision)
    for _ in range(2):
        merging = desk.merge()
        assert conflicts(merging) == {"LEAD/A01": decision}
        assert {entity: cell(merging, f"{entity}/A01/1", "role") for entity in roles} == roles
    desk.file("WHO.xlsx", "WHO", {2: LEAD})
    merging = desk.merge()
    assert conflicts(merging) == {"LEAD/A01": None}
    (line,) = lines(merging, "conflicts")
    assert decision in line["question"]
    assert "WHO" in line["question"]


def test_a_deleted_row_stays_out(desk: Desk) -> None:
    """A row the coordinator deleted does not come back, and its number is not given again."""
    desk.file("a.xlsx", "UNEP", {2: LEAD, 3: LEAD})
    desk.merge()
    desk.edit(lambda book: book["Contributions"].delete_rows(HEADER + 1))
    merging = desk.merge()
    assert [(c.what, c.by, c.id) for c in merging.changes] == [("deleted", "coordinator", "UNEP/A01/1")]
    assert list(merging.master.contributions.index) == ["UNEP/A01-D01/1"]
    assert desk.merge().unchanged


@pytest.mark.parametrize("decision", ["out", "back"])
def test_a_deleted_row_that_is_changed_is_asked_about(desk: Desk, decision: str) -> None:
    """When the entity changes what was deleted, the coordinator decides whether it comes back."""
    desk.file("a.xlsx", "UNEP", {2: LEAD, 3: LEAD}, EARLIER)
    desk.merge()
    desk.edit(lambda book: book["Contributions"].delete_rows(HEADER + 1))
    desk.merge()
    desk.file("b.xlsx", "UNEP", {2: {**LEAD, "description": "Goes on."}, 3: LEAD}, LATER)
    merging = desk.merge()
    assert conflicts(merging) == {"GONE/UNEP/A01/1": None}
    assert "UNEP/A01/1" not in merging.master.contributions.index
    desk.write("Conflicts", "GONE/UNEP/A01/1", "Decision", text(f"decision.{decision}"))
    for _ in range(2):
        merging = desk.merge()
        assert conflicts(merging) == {}
        assert ("UNEP/A01/1" in merging.master.contributions.index) is (decision == "back")


def test_a_row_typed_in_is_noted(desk: Desk) -> None:
    """An answer by telephone has an id, stays, and agrees or not with the file that comes at last."""
    desk.file("a.xlsx", "FAO", {2: LEAD})
    desk.merge()

    def note(book: Workbook) -> None:
        page = book["Contributions"]
        titles = titles_of(page)
        told = {"Entity": "UNEP", "Ref.": "A01-D01", "Our role": "Lead", "What we do": "Told by telephone."}
        for title, value in told.items():
            page.cell(HEADER + 2, titles.index(title) + 1, value)

    desk.edit(note)
    merging = desk.merge()
    assert [(c.what, c.by, c.id) for c in merging.changes] == [("added", "coordinator", "UNEP/A01-D01/1")]
    assert cell(merging, "UNEP/A01-D01/1", "description") == "Told by telephone."
    assert next(line["state"] for line in lines(merging, "register") if line["entity"] == "UNEP") == "noted"
    assert desk.merge().unchanged
    desk.file("b.xlsx", "UNEP", {3: {**LEAD, "description": "As in the file."}})
    merging = desk.merge()
    assert conflicts(merging) == {"EDIT/UNEP/A01-D01/1/description": None}
    assert cell(merging, "UNEP/A01-D01/1", "description") == "Told by telephone."
    assert cell(merging, "UNEP/A01-D01/1", "status") == "INPROG"


def test_a_typed_row_that_stands_nowhere_is_told(desk: Desk) -> None:
    """A row without a ref cannot be merged: the old master is kept whole, and the screen says which row."""
    desk.file("a.xlsx", "FAO", {2: LEAD})
    desk.merge()

    def note(book: Workbook) -> None:
        titles = titles_of(book["Contributions"])
        for title, value in {"Entity": "UNEP", "What we do": "No ref."}.items():
            book["Contributions"].cell(HEADER + 2, titles.index(title) + 1, value)

    desk.edit(note)
    before = desk.path.read_bytes()
    merging = desk.merge()
    assert [sheet for sheet, _ in merging.lost] == ["Contributions"]
    assert [path.read_bytes() for path in desk.place.glob("master 2022*.xlsx")] == [before]


@pytest.mark.parametrize(
    ("sheet", "cell"), [("Overview", "E8"), ("Overview", "G3"), ("Work plan", "G4"), ("Left out", "H4"),
                        ("Contributions", "AG4"), ("Register", "D4"), ("Matrix", "B5"), ("Timeline", "B9"),
                        ("Progress", "B5"), ("Resources", "F6"), ("Events", "A5"), ("Requests", "E4")],
)  # fmt: skip
def test_text_typed_over_what_we_write_is_told(desk: Desk, sheet: str, cell: str) -> None:
    """What cannot be carried over is named with sheet, cell and words, and the old master is kept whole."""
    desk.file("a.xlsx", "FAO", {2: {**LEAD, "amount_usd": -5}})
    desk.merge()

    def spoil(book: Workbook) -> None:
        book[sheet][cell] = "Typed by hand"

    desk.edit(spoil)
    before = desk.path.read_bytes()
    merging = desk.merge()
    assert [(where, cell in what, "Typed by hand" in what) for where, what in merging.lost] == [(sheet, True, True)]
    assert [path.read_bytes() for path in desk.place.glob("master 2022*.xlsx")] == [before]
    assert desk.merge().unchanged


def test_a_folder_with_only_new_files_keeps_the_rest(desk: Desk) -> None:
    """What came before stays word for word, with its line in the register."""
    desk.file("a.xlsx", "FAO", {2: {**LEAD, "amount_usd": -5}})
    first = desk.merge()
    (desk.inbox / "a.xlsx").unlink()
    desk.file("b.xlsx", "UNEP", {3: LEAD})
    merging = desk.merge()
    assert merging.news == ("b.xlsx",)
    assert set(merging.master.contributions.index) == {"FAO/A01/1", "UNEP/A01-D01/1"}
    for frame in ("questions", "left_out"):
        assert lines(first, frame) == [line for line in lines(merging, frame) if line["entity"] == "FAO"]
    assert register(merging, "a.xlsx") == register(first, "a.xlsx")


def test_a_file_that_is_not_used(desk: Desk) -> None:
    """On No a file is excluded with all it says, stays in the register, and comes back when the No is taken away."""
    desk.file("a.xlsx", "FAO", {2: LEAD})
    desk.file("b.xlsx", "UNEP", {2: {**LEAD, "amount_usd": -5}})
    desk.merge()
    desk.write("Register", "b.xlsx", "Use this file", "No")
    merging = desk.merge()
    assert list(merging.master.contributions.index) == ["FAO/A01/1"]
    assert register(merging, "b.xlsx")["state"] == "excluded"
    assert register(merging, "b.xlsx")["sha256"]
    assert lines(merging, "questions") == []
    assert desk.merge().unchanged
    desk.write("Register", "b.xlsx", "Use this file", None)
    merging = desk.merge()
    assert set(merging.master.contributions.index) == {"FAO/A01/1", "UNEP/A01/1"}


def test_the_file_to_be_used_stands_over_others(desk: Desk) -> None:
    """On Yes a file of two colleagues wins where they differ."""
    desk.file("a.xlsx", "UNEP", {2: {**LEAD, "status": "Delayed"}})
    desk.file("b.xlsx", "UNEP", {2: {**LEAD, "status": "Completed"}})
    assert len(conflicts(desk.merge())) == 1
    desk.write("Register", "a.xlsx", "Use this file", "Yes")
    merging = desk.merge()
    assert conflicts(merging) == {}
    assert cell(merging, "UNEP/A01/1", "status") == "DELAYED"


def test_the_order_of_files_is_remembered(desk: Desk) -> None:
    """An order given once holds in later merges."""
    desk.file("a.xlsx", "UNEP", {2: {**LEAD, "status": "Delayed"}})
    desk.file("b.xlsx", "UNEP", {2: {**LEAD, "status": "Completed"}})
    merging = desk.merge(order=("b.xlsx", "a.xlsx"))
    assert cell(merging, "UNEP/A01/1", "status") == "DELAYED"
    assert desk.merge().unchanged


def test_the_entity_is_decided_once(desk: Desk) -> None:
    """A file that does not say whose it is belongs to the entity in the register, also when it is gone."""
    desk.file("scan.xlsx", "UNEP", {2: LEAD}, {"B3": "Nobody we know"})
    assert register(desk.merge(), "scan.xlsx")["state"] == "returned"
    desk.write("Register", "scan.xlsx", "Entity (decided)", "UNU")
    (desk.inbox / "scan.xlsx").unlink()
    desk.file("a.xlsx", "FAO", {2: LEAD})
    for _ in range(2):
        merging = desk.merge()
        assert set(merging.master.contributions.index) == {"FAO/A01/1", "UNU/A01/1"}
        assert register(merging, "scan.xlsx")["state"] == "accepted"


def test_own_columns_stay(desk: Desk) -> None:
    """Notes, Print, agreed schedules, decisions on proposals and notes on entities without a file are kept."""
    desk.file("a.xlsx", "FAO", {2: LEAD})
    desk.merge()
    desk.write("Contributions", "FAO/A01/1", "Coordinator note", "Ask in May.")
    desk.write("Contributions", "FAO/A01/1", "Print", "No")
    desk.write("Work plan", "A01-D01", "Agreed schedule", "June 2022")
    desk.write("Register", "UNEP", "Note", "Called on Monday.")
    desk.write("Register", "UNEP", "Extended to", date(2022, 5, 1))
    desk.merge()
    desk.file("b.xlsx", "UNEP", {3: LEAD})
    merging = desk.merge()
    assert (cell(merging, "FAO/A01/1", "note"), cell(merging, "FAO/A01/1", "print")) == ("Ask in May.", "NO")
    assert merging.master.secretariat.loc["A01-D01", "agreed"] == "June 2022"
    line = register(merging, "b.xlsx")
    assert (line["note"], line["extended_to"]) == ("Called on Monday.", date(2022, 5, 1))
    assert desk.merge().unchanged


def test_a_question_is_settled(desk: Desk) -> None:
    """An answer the coordinator writes in Questions settles it, by every later merge, until its value changes."""
    desk.file("a.xlsx", "FAO", {2: {**LEAD, "schedule": "Q1/Q2 2022"}}, EARLIER)
    (asked,) = lines(desk.merge(), "questions")
    assert asked["state"] == "open"
    desk.write("Questions", asked["question"], "Answer", "First half, says FAO by telephone.")
    for _ in range(2):
        merging = desk.merge()
        (line,) = lines(merging, "questions")
        assert (line["state"], line["answer"]) == ("settled", "First half, says FAO by telephone.")
        assert register(merging, "a.xlsx")["queries"] == 0
        assert register(merging, "a.xlsx")["state"] == "accepted"
    desk.file("b.xlsx", "FAO", {2: {**LEAD, "schedule": "Q3/Q4 2022"}}, LATER)
    states = {line["value"]: line["state"] for line in lines(desk.merge(), "questions")}
    assert states["Q3/Q4 2022"] == "open"


def test_what_a_complete_answer_leaves_out_is_asked_about(desk: Desk) -> None:
    """A row a newer complete answer of the sender does not mention stays, and is asked about once."""
    desk.file("a.xlsx", "FAO", {2: LEAD, 3: LEAD}, EARLIER)
    desk.merge()
    desk.file("b.xlsx", "FAO", {2: LEAD}, LATER)
    merging = desk.merge()
    assert set(merging.master.contributions.index) == {"FAO/A01/1", "FAO/A01-D01/1"}
    assert [(line["code"], line["ref"], line["file"]) for line in lines(merging, "questions")] == [
        ("row-not-repeated", "A01-D01", "b.xlsx")
    ]
    assert register(merging, "b.xlsx")["state"] == "questions"


@pytest.mark.parametrize("form", [{"B6": "Only some activities or rows"}, {"B5": "other@fao.example"}],
                         ids=["partial", "colleague"])  # fmt: skip
def test_what_others_leave_out_is_not_asked_about(desk: Desk, form: dict[str, Any]) -> None:
    """A partial answer, or a colleague's, says nothing about the rows it does not have."""
    desk.file("a.xlsx", "FAO", {2: LEAD, 3: LEAD}, EARLIER)
    desk.file("b.xlsx", "FAO", {2: LEAD}, {**LATER, **form})
    assert lines(desk.merge(), "questions") == []


def test_sorted_rows_and_moved_columns(desk: Desk) -> None:
    """Rows are known by their ids and columns by their headers, wherever they stand."""
    desk.file("a.xlsx", "FAO", {2: LEAD, 3: {**LEAD, "status": "Delayed"}})
    desk.merge()

    def shuffle(book: Workbook) -> None:
        page = book["Contributions"]
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=HEADER)]
        for number, row in enumerate([rows[0], rows[2], rows[1]], HEADER):
            for column, value in enumerate(reversed(row), 1):
                page.cell(number, column).value = value

    desk.edit(shuffle)
    merging = desk.merge()
    assert (merging.changes, merging.lost) == ((), ())


def test_deleted_column_and_renamed_sheet(desk: Desk) -> None:
    """A column that is gone was not emptied, and a sheet under another name is still ours."""
    desk.file("a.xlsx", "FAO", {2: LEAD})
    desk.merge()

    def spoil(book: Workbook) -> None:
        page = book["Contributions"]
        titles = titles_of(page)
        page.delete_cols(titles.index("What we do") + 1)
        page.title = "Inputs 2022"

    desk.edit(spoil)
    merging = desk.merge()
    assert merging.changes == ()
    assert cell(merging, "FAO/A01/1", "description") == "Chairs the group."
    assert [sheet for sheet, _ in merging.lost] == ["Contributions"]


def test_deleted_sheet_is_no_deletion_of_rows(desk: Desk) -> None:
    """A sheet that is gone as a whole comes back with all its rows, and the old file is kept."""
    desk.file("a.xlsx", "FAO", {2: LEAD})
    desk.merge()
    desk.edit(lambda book: book.remove(book["Contributions"]))
    merging = desk.merge()
    assert list(merging.master.contributions.index) == ["FAO/A01/1"]
    assert merging.changes == ()
    assert len(list(desk.place.glob("master 2022*.xlsx"))) == 1


@pytest.mark.parametrize("gone", [True, False], ids=["deleted", "changed"])
def test_damaged_memory(desk: Desk, gone: bool) -> None:
    """Without its memory a master keeps what it shows; where the files say otherwise is a conflict, not a choice."""
    desk.file("a.xlsx", "FAO", {2: LEAD, 3: LEAD})
    desk.merge()
    desk.write("Contributions", "FAO/A01/1", "What we do", "Ours.")

    def spoil(book: Workbook) -> None:
        if gone:
            book.remove(book["_base"])
        else:
            book["_base"]["G3"] = "{}"

    desk.edit(spoil)
    merging = desk.merge()
    assert conflicts(merging) == {"EDIT/FAO/A01/1/description": None}
    assert cell(merging, "FAO/A01/1", "description") == "Ours."
    assert cell(merging, "FAO/A01-D01/1", "description") == "Chairs the group."
    assert [sheet for sheet, _ in merging.lost] == ["_base"]
    again = desk.merge()
    assert again.unchanged


def test_same_text_of_two_entities_may_be_one_contribution(desk: Desk) -> None:
    """Nearly the same words of two entities are asked about; both count until it is decided to count one."""
    words = "Hosts a joint webinar series on ecosystem restoration for city authorities."
    desk.file("a.xlsx", "FAO", {3: {**LEAD, "role": "Contributing", "description": words}})
    desk.file("b.xlsx", "UNEP", {3: {**LEAD, "role": "Contributing", "description": words.replace("Hosts", "Host")}})
    merging = desk.merge()
    name = "SAME/FAO/A01-D01/1"
    assert conflicts(merging) == {name: None}
    desk.write("Conflicts", name, "Decision", text("decision.one", entity="FAO"))
    for _ in range(2):
        merging = desk.merge()
        assert cell(merging, "UNEP/A01-D01/1", "print") == "NO"
        assert cell(merging, "FAO/A01-D01/1", "print") == "YES"


def test_lead_and_colead_of_different_mind(desk: Desk) -> None:
    """A lead that says completed and a co-lead that does not are asked to agree."""
    desk.file("a.xlsx", "FAO", {3: {**LEAD, "status": "Completed"}})
    desk.file("b.xlsx", "UNEP", {3: {**LEAD, "role": "Co-lead", "status": "Delayed"}})
    assert conflicts(desk.merge()) == {"DONE/A01-D01": None}


def test_a_file_changed_under_its_name(desk: Desk) -> None:
    """A file that was saved over is another file: the one read before stays, under a name of its own."""
    desk.file("a.xlsx", "FAO", {2: LEAD}, EARLIER)
    desk.merge()
    desk.file("a.xlsx", "FAO", {2: {**LEAD, "status": "Completed"}}, LATER)
    merging = desk.merge()
    assert cell(merging, "FAO/A01/1", "status") == "COMPLETED"
    files = [line["file"] for line in lines(merging, "register") if line["file"]]
    assert len(files) == len(set(files)) == 2


def test_what_is_new_is_told_against_the_last_merge(desk: Desk) -> None:
    """The first sheet tells what the last merge with news changed, or what is new since a master that is named."""
    desk.file("a.xlsx", "FAO", {2: LEAD})
    first = desk.merge()
    assert summarise(first.master).overview.news == {}
    earlier = desk.path.rename(desk.place / "earlier.xlsx")
    earlier.with_name("master.xlsx").write_bytes(earlier.read_bytes())
    desk.file("b.xlsx", "UNEP", {3: LEAD, 4: LEAD})
    assert summarise(desk.merge().master).overview.news == {"added": 2}
    desk.write("Contributions", "UNEP/A01-D01/1", "What we do", "Ours.")
    merging = desk.merge()
    assert summarise(merging.master).overview.news == {"changed": 1}
    assert desk.merge().unchanged
    merging = desk.merge(since=earlier)
    assert summarise(merging.master).overview.news == {"added": 2, "changed": 1}
    assert merging.master.since == DAYS[0]


def test_what_was_promised_and_not_reported_is_shown(desk: Desk) -> None:
    """In a reporting round a row of the planning round that nobody speaks of stays, and is told on the first sheet."""
    planned = desk.file("a.xlsx", "FAO", {2: {**LEAD, "schedule": "June 2022"}, 3: LEAD})
    book = load_workbook(planned)
    next(row for row in book["_meta"].iter_rows() if row[0].value == "round")[1].value = "2021-planning"
    book.save(planned)
    desk.file("b.xlsx", "FAO", {3: {**LEAD, "status": "Completed"}}, {"B6": "Only some activities or rows"})
    merging = desk.merge()
    assert cell(merging, "FAO/A01/1", "promised") == "June 2022"
    assert summarise(merging.master).overview.not_reported == ("FAO/A01/1",)


@pytest.mark.parametrize(
    "name",
    [
        "~$master.xlsx",
        ".~lock.master.xlsx#",
        "master (Ada's conflicted copy).xlsx",
        "master.sync-conflict-20220315-120000-ABCDEFG.xlsx",
        "master-DESKTOP-7F3K.xlsx",
    ],
)
def test_a_master_in_other_hands_is_left_alone(desk: Desk, name: str) -> None:
    """Open in a program, or with a synchronised folder's copy beside it, it keeps its bytes; the result is beside."""
    desk.file("a.xlsx", "FAO", {2: LEAD})
    desk.merge()
    before = desk.path.read_bytes()
    (desk.place / name).write_bytes(before)
    desk.file("b.xlsx", "UNEP", {3: LEAD})
    with pytest.raises(EmgError, match="master 2022-03-02"):
        desk.merge()
    assert desk.path.read_bytes() == before
    assert (desk.place / "master 2022-03-02.xlsx").exists()


def test_a_master_changed_while_the_run_went_on(desk: Desk) -> None:
    """What somebody saved in the meantime is not overwritten."""
    desk.file("a.xlsx", "FAO", {2: LEAD})
    desk.merge()
    desk.file("b.xlsx", "UNEP", {3: LEAD})
    merging = merge_files([desk.inbox], builtin_plan(), Options(day=DAYS[5]), into=desk.path)
    desk.write("Contributions", "FAO/A01/1", "What we do", "Ours.")
    saved = desk.path.read_bytes()
    with pytest.raises(EmgError, match="master 2022-03-06"):
        save_merged(desk.path, merging, day=DAYS[5], replace_old=False)
    assert desk.path.read_bytes() == saved


def test_an_entity_that_cannot_be_decided_is_told(desk: Desk) -> None:
    """A word in Entity (decided) that is no entity decides nothing, and the screen says so once."""
    desk.file("scan.xlsx", "UNEP", {2: LEAD}, {"B3": "Nobody we know"})
    desk.merge()
    desk.write("Register", "scan.xlsx", "Entity (decided)", "Somebody")
    assert [sheet for sheet, _ in desk.merge().lost] == ["Register"]
    merging = desk.merge()
    assert merging.lost == ()
    assert register(merging, "scan.xlsx")["entity_decided"] == "Somebody"


def test_a_settled_question_can_be_opened_again(desk: Desk) -> None:
    """Taking the answer away and writing Open makes it a question again."""
    desk.file("a.xlsx", "FAO", {2: {**LEAD, "schedule": "Q1/Q2 2022"}})
    (asked,) = lines(desk.merge(), "questions")
    desk.write("Questions", asked["question"], "Answer", "Fine.")
    desk.merge()
    desk.write("Questions", asked["question"], "Answer", None)
    desk.write("Questions", asked["question"], "State", text("state.open"))
    (line,) = lines(desk.merge(), "questions")
    assert (line["state"], line["answer"]) == ("open", None)


def test_what_was_added_and_cannot_be_carried_is_told(desk: Desk) -> None:
    """A sheet, a column or a note that the new master has no place for stands in a dated copy, and is named."""
    desk.file("a.xlsx", "FAO", {2: LEAD})
    desk.merge()

    def add(book: Workbook) -> None:
        book.create_sheet("My notes")["A1"] = "Call Rome."
        page = book["Contributions"]
        page.cell(1, page.max_column + 1).value = "Folder"
        page["H2"].comment = Comment("Ask again.", "Coordinator")

    desk.edit(add)
    before = desk.path.read_bytes()
    lost = dict(desk.merge().lost)
    kept = [path.read_bytes() for path in desk.place.glob("master 2022*.xlsx")]
    book = load_workbook(desk.path)
    carried = {
        "My notes": "My notes" in book.sheetnames,
        "Contributions": "Folder" in titles_of(book["Contributions"]),
    }
    for sheet, stays in carried.items():
        assert stays is (sheet not in lost)
    assert kept == ([before] if lost else [])


def test_summarise_takes_in_edits_and_keeps_the_round(desk: Desk) -> None:
    """A merge with no new submissions: what was written is taken in, and the master stays in its round."""
    desk.file("a.xlsx", "FAO", {2: LEAD})
    desk.merge(round="2021-planning")
    desk.write("Contributions", "FAO/A01/1", "Print", "No")
    result = CliRunner().invoke(main, ["summarise", str(desk.path), "--date", "2022-03-20"], catch_exceptions=False)
    assert result.exit_code == 0
    master = read_master(desk.path, builtin_plan())
    assert master.round == "2021-planning"
    assert summarise(master).overview.contributions == 0
    assert [line["field"] for line in lines_of_frame(master.changes)] == [None, "Print"]


def test_a_changed_id_is_a_row_of_its_own(desk: Desk) -> None:
    """A row whose id was written over counts as typed in, with all it says; the id it had is not given again."""
    desk.file("a.xlsx", "FAO", {2: LEAD})
    desk.merge()
    desk.write("Contributions", "FAO/A01/1", "Id", "FAO/A01/7")
    merging = desk.merge()
    assert list(merging.master.contributions.index) == ["FAO/A01/2"]
    assert cell(merging, "FAO/A01/2", "description") == "Chairs the group."
    assert desk.merge().unchanged


def test_a_formula_without_a_result_empties_nothing(desk: Desk) -> None:
    """Where nothing tells what a cell says, what stood there stands, and the screen says so."""
    desk.file("a.xlsx", "FAO", {2: LEAD})
    desk.merge()
    desk.write("Contributions", "FAO/A01/1", "What we do", '="x"&"y"')
    merging = desk.merge()
    assert cell(merging, "FAO/A01/1", "description") == "Chairs the group."
    assert [sheet for sheet, _ in merging.lost] == ["Contributions"]


def test_a_schedule_without_days_has_none(desk: Desk) -> None:
    """Words that name no day are kept as they are; the days of the schedule before them go."""
    desk.file("a.xlsx", "FAO", {2: {**LEAD, "schedule": "June 2022"}})
    desk.merge()
    desk.write("Contributions", "FAO/A01/1", "Our schedule (blank = as in the plan)", "soon")
    merging = desk.merge()
    assert [cell(merging, "FAO/A01/1", key) for key in ("schedule", "first_day", "precision")] == ["soon", None, None]
    assert desk.merge().unchanged


def test_an_answer_written_on_behalf_is_noted(desk: Desk) -> None:
    """A template the secretariat filled after a call counts as noted."""
    path = desk.inbox / "call.xlsx"
    emg.write_template(path, entity="FAO", on_behalf=True)
    book = load_workbook(path)
    for title, value in {"Our role": "Lead", "What we do": "Chairs the group.", "Status": "In progress"}.items():
        page = book["Contributions"]
        page.cell(2, list(next(page.values)).index(title) + 1).value = value
    book["Entity"]["B4"], book["Entity"]["B5"] = "Ada Example", "ada@fao.example"
    book.save(path)
    assert register(desk.merge(), "call.xlsx")["state"] == "noted"


def test_an_unchanged_re_issue_counts_when_it_is_said_so(desk: Desk) -> None:
    """Lying in the folder as it went out it is skipped; with Yes under Use this file it says "no change"."""
    desk.file("a.xlsx", "FAO", {2: {**LEAD, "status": "Completed"}})
    first = desk.merge(round="2021-planning")
    emg.write_template(desk.inbox / "again.xlsx", entity="FAO", master=first.master, round_id="2022-mid-term")
    merging = desk.merge()
    assert register(merging, "again.xlsx")["state"] == "skipped"
    assert register(merging, "a.xlsx")["state"] == "accepted"
    desk.write("Register", "again.xlsx", "Use this file", "Yes")
    merging = desk.merge()
    assert register(merging, "again.xlsx")["state"] == "accepted"
    assert cell(merging, "FAO/A01/1", "status") == "COMPLETED"
    assert desk.merge().unchanged
