"""The whole way there and back: packs written, marked copies answered, read again, and the second round."""

from __future__ import annotations

import csv
import json
import re
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import emg_xlsx as emg
from emg_xlsx.cli import main
from emg_xlsx.packs import LEDGER
from emg_xlsx.recalling import checked_of
from emg_xlsx.report import write_fresh
from emg_xlsx.texts import text
from tests.clients.libreoffice import LibreOffice
from tests.clients.validator import Validator
from tests.filled import filled
from tests.report.samples import pack

SUBMISSIONS = Path(__file__).parents[1] / "examples" / "submissions"
DAY = "2022-03-15"
YES, CORRECTED = text("report.yes"), text("report.corrected")


def run(*words: object) -> Result:
    """Run a command as a person would."""
    return CliRunner().invoke(main, [*map(str, words), "--date", DAY], catch_exceptions=False)


def submission(**cells: Any) -> bytes:
    """A submission of UNEP to A01-D01, with some cells of that row filled otherwise: ``M3=-5``."""
    book = load_workbook(BytesIO(filled("UNEP", email="focal.point@unep.example")))
    for row in book["Entity"].iter_rows(max_col=2):
        if row[0].value == "Focal point (name)":
            row[1].value = "Ada Example"
    for cell, value in cells.items():
        book["Contributions"][cell] = value
    return saved(book)


def saved(book: Workbook) -> bytes:
    """A workbook as bytes."""
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def to_check(book: Workbook) -> Worksheet:
    """Our sheet in a copy."""
    sheet: Worksheet = book["To check"]
    return sheet


def questions(sheet: Worksheet) -> dict[str, int]:
    """The code of each question on our sheet, to its row."""
    return {
        str(sheet.cell(row, 8).value): row
        for row in range(1, sheet.max_row + 1)
        if re.fullmatch("[0-9a-f]{12}", str(sheet.cell(row, 9).value))
    }


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder of submissions with one file that has three questions: an amount, a period, and no text."""
    (tmp_path / "in").mkdir()
    data = submission(G3=None, H3="Q1/Q2 2022", M3=-5)
    (tmp_path / "in" / "UNEP.xlsx").write_bytes(data)
    return tmp_path


def sent(place: Path) -> Path:
    """The copy that goes back."""
    run("merge", place / "in", "-o", place / "master.xlsx", "--replace", "--reports", place / "out")
    return place / "out" / "UNEP" / "EMG_2022-mid-term_UNEP_to-check.xlsx"


def answered(place: Path, answers: dict[str, str], **cells: Any) -> None:
    """The copy comes back among the submissions, answered and corrected."""
    book = load_workbook(sent(place))
    rows = questions(to_check(book))
    for code, words in answers.items():
        to_check(book).cell(rows[code], 7).value = words
    for cell, value in cells.items():
        book["Contributions"][cell] = value
    (place / "in" / "UNEP again.xlsx").write_bytes(saved(book))


def test_layout(tmp_path: Path) -> None:
    """Each contributor has a folder with workbook, page and draft; files of nobody lie apart; nothing else is there."""
    result = run("merge", SUBMISSIONS, "-o", tmp_path / "master.xlsx", "--reports", tmp_path / "out")
    assert "Traceback" not in result.output
    written = {
        path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()
    }
    assert {"index.html", "messages.csv", LEDGER} <= written
    for name in ("EMG_2022-mid-term_UNU_to-check.xlsx", "report.html", "message.eml"):
        assert f"UNU/{name}" in written
    assert "_unknown/Workplan UPU.xlsx/Workplan UPU_to-check.xlsx" in written
    assert not any(name.startswith("IFAD") for name in written), "a template nobody filled needs no answer"
    root = tmp_path / "out"
    with (root / "messages.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    attached = {line["attachment"] for line in lines} - {""}
    assert attached == {name for name in written if name.endswith(".xlsx")}
    assert len(lines) == len([name for name in written if name.endswith(".eml")])


def test_pack_moves_with_its_file(tmp_path: Path) -> None:
    """Once it is known whose a file is, nothing to send lies where it was unknown, but what somebody changed there."""
    (tmp_path / "in").mkdir()
    for name in ("Workplan UPU.xlsx", "FAO contribution.xlsx"):
        (tmp_path / "in" / name).write_bytes((SUBMISSIONS / name).read_bytes())
    words = ("validate", tmp_path / "in", "--reports", tmp_path / "out")
    run(*words)
    before = tmp_path / "out" / "_unknown" / "Workplan UPU.xlsx"
    assert (before / "Workplan UPU_to-check.xlsx").exists()
    (before / "message.eml").write_bytes(b"Dear colleague")
    others = {path: path.read_bytes() for path in (tmp_path / "out" / "FAO").iterdir()}
    run(*words, "--entity", "Workplan UPU.xlsx=UPU")
    assert [path.name for path in before.iterdir()] == ["message.eml"]
    assert (tmp_path / "out" / "UPU" / "message.eml").exists()
    assert {path: path.read_bytes() for path in (tmp_path / "out" / "FAO").iterdir()} == others
    (before / "message.eml").unlink()
    run("validate", tmp_path / "in" / "FAO contribution.xlsx", "--reports", tmp_path / "out")
    assert (tmp_path / "out" / "UPU" / "message.eml").exists(), "a file that is not looked at keeps its pack"


def test_draft_has_the_copy(place: Path) -> None:
    """The draft is unsent, goes to the focal point, and has the very workbook attached that lies beside it."""
    copy = sent(place)
    draft = message_from_bytes((copy.parent / "message.eml").read_bytes(), policy=policy.default)
    (attached,) = draft.iter_attachments()
    assert draft["X-Unsent"] == "1"
    assert attached.get_content() == copy.read_bytes()


def test_copy_without_answers_changes_nothing(place: Path) -> None:
    """A copy that comes back as it was sent supersedes the file, and the same is asked again."""
    before = emg.merge(place / "in")
    answered(place, {})
    after = emg.merge(place / "in")
    states = after.register.dropna(subset="file").set_index("file")["state"].to_dict()
    assert states == {"UNEP.xlsx": "superseded", "UNEP again.xlsx": "partial"}
    assert after.questions["question"].tolist() == before.questions["question"].tolist()
    ours = ["file", "sha256"]
    assert after.contributions.drop(columns=ours).equals(before.contributions.drop(columns=ours))
    assert after.left_out["value"].tolist() == before.left_out["value"].tolist()


def test_answers_close_questions(place: Path) -> None:
    """A yes closes a question, a corrected cell answers another, and words of their own reach the secretariat."""
    answered(
        place, {"schedule-alternative": YES, "number-negative": CORRECTED, "description-missing": "Ask Ana."}, M3=5
    )
    master = emg.merge(place / "in")
    told = master.questions.set_index("code")
    assert told["state"].to_dict() == {"schedule-alternative": "confirmed", "description-missing": "open"}
    assert told.loc["description-missing", "answer"] == "Ask Ana."
    assert master.contributions["amount_usd"].tolist() == [5]
    assert master.left_out.empty


def test_a_yes_beside_an_error_confirms_nothing(place: Path) -> None:
    """What cannot be stored stays asked for; the yes is passed on to be read."""
    answered(place, {"number-negative": YES})
    master = emg.merge(place / "in")
    told = master.questions.set_index("code")
    assert (told.loc["number-negative", "state"], told.loc["number-negative", "answer"]) == ("open", YES)
    assert master.left_out["value"].tolist() == ["-5"]


def test_confirmed_file_is_accepted(place: Path) -> None:
    """A file whose last question is confirmed has no question left."""
    (place / "in" / "UNEP.xlsx").write_bytes(submission(H3="Q1/Q2 2022"))
    answered(place, {"schedule-alternative": YES})
    result = run("validate", place / "in", "--format", "json")
    states = {file["file"]: file["state"] for file in json.loads(result.stdout)["files"]}
    assert states == {"UNEP.xlsx": "superseded", "UNEP again.xlsx": "accepted"}


def test_corrected_in_words_only_is_asked_again(place: Path) -> None:
    """Where somebody says "corrected" and the cell is as before, the question stays open."""
    answered(place, {"number-negative": CORRECTED})
    told = emg.merge(place / "in").questions.set_index("code")
    assert told.loc["number-negative", "state"] == "open"
    assert told.loc["number-negative", "answer"] is None


def test_a_confirmed_value_that_changes_is_asked_anew(place: Path) -> None:
    """A yes is for the value it was given to."""
    answered(place, {"schedule-alternative": YES}, H3="Q3/Q4 2022")
    told = emg.merge(place / "in").questions.set_index("code")
    assert told.loc["schedule-alternative", "state"] == "open"


def test_emptied_cell_takes_the_value_away(place: Path) -> None:
    """In a corrected copy an emptied cell means that the value goes; a bad one keeps what was there before."""
    (place / "in" / "UNEP.xlsx").write_bytes(submission(J3="Half done", M3=7, H3="Q1/Q2 2022"))
    answered(place, {}, J3=None, M3="many")
    (row,) = emg.merge(place / "in").contributions.to_dict("records")
    assert (row["progress"], row["amount_usd"]) == (None, 7)


def test_row_the_copy_omits_stays(place: Path) -> None:
    """A row that a corrected copy no longer mentions is not lost."""
    (place / "in" / "UNEP.xlsx").write_bytes(submission(F4="Lead", G4="We lead", I4="Completed", H3="Q1/Q2 2022"))
    answered(place, {}, F4=None, G4=None, I4=None)
    assert emg.merge(place / "in").contributions["description"].tolist() == ["We draft", "We lead"]


def test_second_round_says_how_far_we_are(place: Path) -> None:
    """The head of the next copy counts what was answered, and marks and sheet are replaced, not added."""
    answered(place, {"schedule-alternative": YES}, M3=5)
    book = load_workbook(sent(place))
    assert book.sheetnames.count("To check") == 1
    head = " ".join(str(to_check(book).cell(row, 1).value) for row in range(1, 8))
    assert text("report.left_some", answered=2, total=3, open=1) in head
    assert list(questions(to_check(book))) == ["description-missing", "schedule-alternative"]
    noted = {cell.coordinate for row in book["Contributions"].iter_rows() for cell in row if cell.comment}
    assert "G3" in noted
    assert not {"M3", "H3"} & noted


def test_our_marks_are_no_data(place: Path) -> None:
    """What we wrote into a copy is told as nothing that the sender said."""
    copy = sent(place)
    before, after = [emg.read_submission(path) for path in (place / "in" / "UNEP.xlsx", copy)]
    assert after.contributions.equals(before.contributions)
    assert after.findings["code"].tolist() == before.findings["code"].tolist()


def test_nothing_new_nothing_written(place: Path) -> None:
    """A second run with the same answers touches no pack."""
    folder = sent(place).parent
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    told = run("validate", place / "in", "--reports", place / "out").stdout
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    assert "0 packs" in told


def test_edited_draft_is_kept(place: Path) -> None:
    """A draft somebody edited stays, and the new one stands beside it."""
    draft = sent(place).parent / "message.eml"
    draft.write_bytes(b"my own words")
    answered(place, {"schedule-alternative": YES})
    draft.write_bytes(b"my own words")
    told = run("merge", place / "in", "-o", place / "m.xlsx", "--reports", place / "out").stdout
    assert draft.read_bytes() == b"my own words"
    assert any(path.name.startswith(f"message {DAY}") for path in draft.parent.iterdir())
    assert "message.eml" in told


def test_reports_among_the_submissions_are_passed_over(place: Path) -> None:
    """A folder of our own reports is no folder of answers, wherever it lies."""
    run("validate", place / "in", "--reports", place / "in" / "out")
    report = json.loads(run("validate", place / "in", "--format", "json").stdout)
    assert [file["file"] for file in report["files"]] == ["UNEP.xlsx"]


def test_other_formats_get_a_new_workbook(place: Path) -> None:
    """A file that cannot be marked comes back as a new workbook with the questions, whose answers count."""
    (place / "in" / "UNEP.xlsx").write_bytes(b"this is no workbook")
    told = run("validate", place / "in", "--reports", place / "out").stdout
    (copy,) = (place / "out").rglob("*_to-check.xlsx")
    assert "UNEP.xlsx: cannot be marked" in told
    (place / "in" / "answers.xlsx").write_bytes(copy.read_bytes())
    files = emg.validate(place / "in").files.set_index("file")["state"]
    assert files.to_dict() == {"UNEP.xlsx": "returned", "answers.xlsx": "skipped"}


def test_words_on_a_new_workbook_are_kept(place: Path) -> None:
    """Beside the answers of a workbook that is all ours, words are kept too, and the file is still no submission."""
    meta = {"kind": "reply", "plan": "EMG-WP-2021-2022", "round": "2022-mid-term", "entity": "UNEP"}
    book = load_workbook(BytesIO(write_fresh(pack(), meta)))
    to_check(book)["E2"] = "We shall be late."
    (place / "in" / "answers.xlsx").write_bytes(saved(book))
    master = emg.merge(place / "in")
    told = master.left_out.query("file == 'answers.xlsx'")
    assert told[["cell", "value"]].to_numpy().tolist() == [["E2", "We shall be late."]]
    assert master.register.set_index("file").loc["answers.xlsx", "state"] == "skipped"


def test_one_bad_file_changes_no_other_pack(place: Path) -> None:
    """With a hostile file beside it, the pack of an honest one is the same, byte for byte."""
    first = {path.name: path.read_bytes() for path in sent(place).parent.iterdir()}
    (place / "in" / "bad.xlsx").write_bytes(b"PK\x03\x04" + bytes(1000))
    run("validate", place / "in", "--reports", place / "again")
    assert {path.name: path.read_bytes() for path in (place / "again" / "UNEP").iterdir()} == first


def test_report_from_the_master(place: Path) -> None:
    """A master remembers the same questions; the originals are found beside it, or a new workbook takes their place."""
    sent(place)
    run("report", place / "master.xlsx", place / "in", place / "again")
    again = load_workbook(place / "again" / "UNEP" / "EMG_2022-mid-term_UNEP_to-check.xlsx")
    assert again.sheetnames[-1] == "To check"
    assert "Contributions" in again.sheetnames
    (place / "in" / "UNEP.xlsx").unlink()
    (place / "in" / "FAO.xlsx").write_bytes(filled("FAO"))
    told = run("report", place / "master.xlsx", place / "in", place / "third").stdout
    assert "UNEP.xlsx: was not found" in told
    (alone,) = (place / "third" / "UNEP").glob("*.xlsx")
    assert "Contributions" not in load_workbook(alone).sheetnames


def test_master_remembers_every_question(tmp_path: Path) -> None:
    """Questions read back from a master have the ids they were asked under, and the words."""
    emg.write_master(emg.merge(SUBMISSIONS, day=DAY), tmp_path / "master.xlsx")
    master = emg.read_master(tmp_path / "master.xlsx")
    from emg_xlsx.packing import packs_of

    packs = packs_of(checked_of(master), emg.load_plan(), day=master.day)
    asked = {question.id: question.finding.message() for pack in packs for question in pack.questions}
    assert asked == dict(zip(master.questions["question"], master.questions["message"], strict=True))


def test_copy_saved_by_libreoffice(place: Path, libreoffice: LibreOffice) -> None:
    """A copy answered and saved in LibreOffice says the same: rows, answers, and nothing of ours as the sender's."""
    book = load_workbook(sent(place))
    to_check(book).cell(questions(to_check(book))["schedule-alternative"], 7).value = YES
    (place / "copy.xlsx").write_bytes(saved(book))
    (place / "lo").mkdir()
    again = libreoffice.recalculate(place / "copy.xlsx", place / "lo")
    before = emg.merge(place / "in")
    (place / "in" / "UNEP again.xlsx").write_bytes(again.read_bytes())
    after = emg.merge(place / "in")
    ours = ["file", "sha256"]
    assert after.contributions.drop(columns=ours).equals(before.contributions.drop(columns=ours))
    states = after.questions.set_index("code")["state"].to_dict()
    assert states == {"schedule-alternative": "confirmed", "number-negative": "open", "description-missing": "open"}
    assert after.left_out["value"].tolist() == before.left_out["value"].tolist()


def test_copy_marked_by_us_and_opened_by_libreoffice(place: Path, libreoffice: LibreOffice) -> None:
    """LibreOffice opens a copy as we send it, and the same submission is read from what it saves."""
    copy = sent(place)
    (place / "lo").mkdir()
    again = emg.read_submission(libreoffice.recalculate(copy, place / "lo"))
    first = emg.read_submission(place / "in" / "UNEP.xlsx")
    assert again.contributions.equals(first.contributions)
    assert again.findings["code"].tolist() == first.findings["code"].tolist()


def test_validator_finds_nothing_new(place: Path, validator: Validator) -> None:
    """Microsoft's validator has nothing to say about a copy that it had not to say about the original."""
    before = validator.violations(place / "in" / "UNEP.xlsx")
    assert [violation for violation in validator.violations(sent(place)) if violation not in before] == []


def test_words_beside_the_answers_are_kept(place: Path) -> None:
    """In the head, over our words, between and below the rows: what is no answer is kept as a remark, and only that."""
    book = load_workbook(sent(place))
    sheet = to_check(book)
    rows = questions(sheet)
    below, (first, *_) = sheet.max_row + 2, rows.values()
    words: dict[str, str | int] = {
        "E2": "We shall be late.",
        f"F{first}": "No, ours is another.",
        f"A{below}": "Greetings",
        f"C{below}": 12,
    }
    for cell, value in words.items():
        sheet[cell] = value
    sheet.cell(rows["description-missing"], 7).value = "Ask Ana."
    (place / "in" / "UNEP again.xlsx").write_bytes(saved(book))
    master = emg.merge(place / "in")
    told = master.left_out.query("code == 'text-outside'")
    assert dict(zip(told["cell"], told["value"], strict=True)) == {cell: str(value) for cell, value in words.items()}
    assert set(told["sheet"]) == {"To check"}
    assert master.questions.set_index("code").loc["description-missing", "answer"] == "Ask Ana."


def test_an_old_copy_without_our_marks_has_no_remarks(place: Path) -> None:
    """Where nobody can tell our words from theirs, none are taken for theirs."""
    book = load_workbook(sent(place))
    to_check(book).delete_cols(10)
    to_check(book)["E2"] = "We shall be late."
    (place / "in" / "UNEP again.xlsx").write_bytes(saved(book))
    assert emg.merge(place / "in").left_out["code"].tolist() == ["number-negative"]


def test_their_own_sheet_to_check_is_theirs(place: Path) -> None:
    """A sheet of the sender's own that happens to be called like ours is kept as any sheet of their own."""
    book = load_workbook(BytesIO(submission()))
    book.create_sheet("To check")["A1"] = "Ask Ana about A03"
    (place / "in" / "UNEP.xlsx").write_bytes(saved(book))
    master = emg.merge(place / "in")
    assert master.left_out[["code", "value"]].to_numpy().tolist() == [["sheet-extra", "Ask Ana about A03"]]


def test_an_old_copy_does_not_lie_beside_the_new_one(place: Path) -> None:
    """A workbook of ours that a pack no longer has is taken away, unless somebody changed it."""
    copy = sent(place)
    edited = copy.with_name("notes.xlsx")
    edited.write_bytes(b"mine")
    (place / "in" / "UNEP.xlsx").write_bytes(submission())
    run("validate", place / "in", "--reports", place / "out")
    assert not copy.exists()
    assert edited.read_bytes() == b"mine"


def test_a_copy_that_came_back_beside_another_file(place: Path) -> None:
    """The copy comes back under the name it went out with; with a second file its pack has another folder."""
    copy = sent(place)
    (place / "in" / copy.name).write_bytes(copy.read_bytes())
    (place / "in" / "colleague.xlsx").write_bytes(submission(B5="b@unep.example", G3="Sends cases."))
    assert run("validate", place / "in", "--reports", place / "out").exit_code in (0, 1)
    assert {path.parent.name for path in (place / "out").rglob("report.html")} >= {"colleague.xlsx", f"{copy.name} (2)"}
