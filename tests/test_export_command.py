"""``emg-xlsx export`` and ``emg.export``: what they say, what they refuse, and that nothing is lost by them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

import emg_xlsx as emg
from emg_xlsx.cli import main
from emg_xlsx.errors import EmgError, UsageError
from emg_xlsx.mastered import Master
from emg_xlsx.outputs import lock_of
from emg_xlsx.texts import text
from tests.people import HEADER

SUBMISSIONS = Path(__file__).parents[1] / "examples" / "submissions"
DAY = date(2022, 3, 15)


def run(*words: object) -> Result:
    """Run a command of this day as a person would."""
    return CliRunner().invoke(main, [*map(str, words), "--date", str(DAY)], catch_exceptions=False)


def one_sentence(result: Result) -> str:
    """The only thing said on standard error besides the plan's line."""
    (line,) = (line for line in result.stderr.splitlines() if line and not line.startswith("Plan: "))
    return line


@pytest.fixture(scope="module")
def master() -> Master:
    """The master of two of the examples."""
    names = ("FAO contribution.xlsx", "EMG_2022-mid-term_UNCCD.xlsx")
    return emg.merge([SUBMISSIONS / name for name in names], day=DAY)


@pytest.fixture
def book(master: Master, tmp_path: Path) -> Path:
    """The same as a workbook, alone in a folder."""
    emg.write_master(master, tmp_path / "master.xlsx")
    return tmp_path / "master.xlsx"


def rows(path: Path) -> list[str]:
    """The ids of the contributions of a JSON export."""
    return [row["id"] for row in json.loads(path.read_text(encoding="utf-8"))["contributions"]]


def test_command_and_function_are_the_same(book: Path, master: Master, tmp_path: Path) -> None:
    """From the workbook or from the value, the same bytes."""
    for name in ("out.xlsx", "out.csv", "out.json"):
        assert run("export", book, tmp_path / name, "--entity", "FAO", "--activity", "A01").exit_code == 0
        emg.export(master, tmp_path / f"api {name}", entity="FAO", activity=["A01"])
        assert (tmp_path / name).read_bytes() == (tmp_path / f"api {name}").read_bytes()


def test_labelled_master_is_exported_as_well(master: Master, book: Path, tmp_path: Path) -> None:
    """A master with labels, and one to compare it with, give the same export."""
    words = emg.merge([], day=DAY, into=book, labels="en")
    emg.export(words, tmp_path / "words.json", since=words)
    emg.export(master, tmp_path / "codes.json", since=book)
    assert (tmp_path / "words.json").read_bytes() == (tmp_path / "codes.json").read_bytes()


def test_master_is_left_as_it_is(book: Path, tmp_path: Path) -> None:
    """An export writes nothing but itself."""
    before = book.read_bytes()
    run("export", book, tmp_path / "out" / "data")
    assert book.read_bytes() == before
    assert {item.name for item in tmp_path.iterdir()} == {"master.xlsx", "out"}


def test_what_was_written_in_the_master_counts(book: Path, tmp_path: Path) -> None:
    """A row typed in, a row deleted and a choice of what to print are in the export without a merge before."""
    workbook = load_workbook(book)
    sheet = workbook["Contributions"]
    heads = {str(cell.value): number for number, cell in enumerate(sheet[HEADER], 1)}
    names = {sheet.cell(row, 1).value: row for row in range(HEADER + 1, sheet.max_row + 1)}
    sheet.cell(names["FAO/A08-D07/1"], heads["Print"]).value = "No"
    for title, value in (("Entity", "WHO"), ("Ref.", "A10"), ("Our role", "Contributing"), ("What we do", "Typed.")):
        sheet.cell(sheet.max_row + (title == "Entity"), heads[title]).value = value
    sheet.delete_rows(names["FAO/A09-D01/1"])
    workbook.save(book)
    result = run("export", book, tmp_path / "out.json")
    assert rows(tmp_path / "out.json") == [
        "FAO/A01-D04/1", "FAO/A01-D04/2", "UNCCD/A01-D04/1", "UNCCD/A04-D02/1", "WHO/A10/1"]  # fmt: skip
    assert text("cli.exported-kept", rows="1 row") in result.stdout


def test_what_is_not_understood_is_told(book: Path, tmp_path: Path) -> None:
    """A word that is no choice of the column Print is named with its cell, for its row is printed as before."""
    workbook = load_workbook(book)
    sheet = workbook["Contributions"]
    column = next(cell.column for cell in sheet[HEADER] if cell.value == "Print")
    sheet.cell(HEADER + 1, column).value = "rather not"
    workbook.save(book)
    result = run("export", book, tmp_path / "out.json")
    assert result.exit_code == 0
    assert sheet.cell(HEADER + 1, column).coordinate in result.stdout
    assert "rather not" in result.stdout


def test_plan_beside_the_master_is_used(book: Path, tmp_path: Path) -> None:
    """The title of a plan.xlsx beside the master stands in the export."""
    run("plan", "export", tmp_path / "plan.xlsx")
    workbook = load_workbook(tmp_path / "plan.xlsx")
    sheet = workbook["plan"]
    (row,) = (row for row in sheet.iter_rows() if row[0].value == "title")
    row[1].value = "Our own title"
    workbook.save(tmp_path / "plan.xlsx")
    run("export", book, tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["title"] == "Our own title"


def test_nothing_is_replaced_in_silence(book: Path, tmp_path: Path) -> None:
    """Another export in the place is refused; with --replace a dated copy is kept, and the same again is no change."""
    target = tmp_path / "out.csv"
    target.write_text("mine", encoding="utf-8")
    refused = run("export", book, target)
    assert refused.exit_code == 3
    assert "--replace" in one_sentence(refused)
    assert run("export", book, target, "--replace").exit_code == 0
    assert (tmp_path / "out 2022-03-15.csv").read_text(encoding="utf-8") == "mine"
    assert run("export", book, target).exit_code == 0
    assert len(list(tmp_path.glob("out*"))) == 2


def test_package_is_replaced_whole(book: Path, tmp_path: Path) -> None:
    """The old folder is kept under a dated name, so that no file of it, such as contacts, stays behind in the new."""
    target = tmp_path / "data"
    run("export", book, target, "--with-contacts")
    refused = run("export", book, target)
    assert refused.exit_code == 3
    assert "--replace" in one_sentence(refused)
    assert (target / "contacts.csv").exists()
    assert run("export", book, target, "--replace").exit_code == 0
    assert not (target / "contacts.csv").exists()
    assert (tmp_path / "data 2022-03-15" / "contacts.csv").exists()
    assert run("export", book, target).exit_code == 0, "the same again is no change"


@pytest.mark.parametrize("more", [[], ["--replace"]])
def test_somebodys_folder_is_left_alone(book: Path, tmp_path: Path, more: list[str]) -> None:
    """A folder with anything in it that is not of an export is neither filled nor moved away."""
    target = tmp_path / "papers"
    target.mkdir()
    (target / "letter.docx").write_bytes(b"mine")
    result = run("export", book, target, *more)
    assert result.exit_code == 3
    one_sentence(result)
    assert [item.name for item in target.iterdir()] == ["letter.docx"]


def test_function_replaces_an_earlier_export_only(master: Master, tmp_path: Path) -> None:
    """``emg.export`` writes over a package, of which nothing stays behind, but never into somebody's folder."""
    emg.export(master, tmp_path / "data", with_contacts=True)
    emg.export(master, tmp_path / "data")
    assert not (tmp_path / "data" / "contacts.csv").exists()
    (tmp_path / "data" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(EmgError):
        emg.export(master, tmp_path / "data")
    with pytest.raises(UsageError):
        emg.export(master, tmp_path / "out.pdf")


def test_open_elsewhere(book: Path, tmp_path: Path) -> None:
    """A workbook that is open is left alone; the new one stands beside it."""
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"open")
    lock_of(target).write_bytes(b"")
    result = run("export", book, target, "--replace")
    assert result.exit_code == 3
    assert "out 2022-03-15.xlsx" in one_sentence(result)
    assert target.read_bytes() == b"open"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["MASTER", "HERE/out.pdf"], 2, ".json"),
        (["MASTER", "HERE/folder.csv"], 2, "folder"),
        (["MASTER", "MASTER", "--replace"], 2, "master"),
        (["MASTER", "HERE/out.csv", "--entity", "FOA"], 2, "FAO"),
        (["MASTER", "HERE/out.csv", "--activity", "A01-D02"], 2, "A01?"),
        (["MASTER", "HERE/out.csv", "--outcome", "II"], 2, "O2"),
        (["HERE/none.xlsx", "HERE/out.csv"], 3, "none.xlsx"),
        (["SUBMISSION", "HERE/out.csv"], 3, "master"),
        (["MASTER", "HERE/out.csv", "--since", "SUBMISSION"], 3, "master"),
        (["MASTER", "HERE/out.csv", "--since", "HERE/none.xlsx"], 3, "none.xlsx"),
        (["MASTER", "HERE/file/out.csv"], 3, "file"),
    ],
)
def test_what_cannot_be_done(book: Path, tmp_path: Path, words: list[str], code: int, told: str) -> None:
    """A sentence with what to do and the contract's exit code; nothing is written."""
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file").write_text("a file where a folder is needed", encoding="utf-8")
    names = {"MASTER": book, "HERE": tmp_path, "SUBMISSION": SUBMISSIONS / "FAO contribution.xlsx"}
    before = sorted(tmp_path.rglob("*"))
    for name, path in names.items():
        words = [word.replace(name, str(path)) for word in words]
    result = run("export", *words)
    assert result.exit_code == code
    assert told in result.stderr.splitlines()[-1]
    assert sorted(tmp_path.rglob("*")) == before


def test_quiet_says_nothing(book: Path, tmp_path: Path) -> None:
    """With --quiet there is nothing to read."""
    result = run("export", book, tmp_path / "out.csv", "--quiet")
    assert (result.stdout, result.stderr) == ("", "")
