"""The folder to try the tool in, and the commands that are told with it."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from click.testing import CliRunner, Result

from emg_xlsx.cli import main
from emg_xlsx.demonstrating import first_commands, write_demo

EXAMPLES = Path(__file__).parents[1] / "examples" / "submissions"
DAY = date(2022, 3, 15)


def run(*words: object) -> Result:
    """Run a command as a person would."""
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A demonstration in a folder with a space and an apostrophe in its name, and what was said."""
    folder = tmp_path_factory.mktemp("demo") / "let's try"
    return folder, run("demo", folder, "--date", DAY)


def test_has_plan_templates_and_submissions(told: tuple[Path, Result]) -> None:
    """The plan, a template for each of the 47 expected entities, and the examples, byte for byte."""
    folder, result = told
    assert result.exit_code == 0
    assert {item.name for item in folder.iterdir()} == {"plan.xlsx", "templates", "submissions"}
    assert len(list((folder / "templates").iterdir())) == 47
    made = {path.name: path.read_bytes() for path in (folder / "submissions").iterdir()}
    examples = {path.name: path.read_bytes() for path in EXAMPLES.iterdir()}
    assert made.keys() == examples.keys()
    # The one that LibreOffice saved is another file here.
    assert {name for name, data in made.items() if data != examples[name]} <= {"EMG_2022-mid-term_WMO.xlsx"}


def test_printed_commands_work_as_printed(told: tuple[Path, Result]) -> None:
    """Typed one after the other, each does what it is for; the merge has corrections to ask for, so its code is 1."""
    folder, result = told
    lines = [shlex.split(line) for line in result.stdout.splitlines() if line.startswith("  emg-xlsx ")]
    assert [line[1] for line in lines] == ["merge", "status", "export"]
    assert [run(*line[1:], "--date", DAY).exit_code for line in lines] == [1, 0, 0]
    assert (folder / "master.xlsx").is_file()
    assert Path(lines[-1][-1]).is_file()


@pytest.mark.parametrize("word", ["C:\\Users\\A Person\\demo", "C:\\R&D\\demo"])
def test_windows_paths_are_in_quotation_marks(word: str) -> None:
    """A shell of Windows takes a path with a space or an ampersand for one word."""
    assert first_commands(PureWindowsPath(word))[1] == f'emg-xlsx status "{word}\\master.xlsx"'


def test_plain_windows_paths_stand_as_they_are() -> None:
    """Nothing is added where nothing needs it."""
    assert first_commands(PureWindowsPath("C:\\demo"))[1] == "emg-xlsx status C:\\demo\\master.xlsx"


@pytest.mark.parametrize(
    ("folder", "told"), [(PureWindowsPath("-x"), ".\\-x\\master.xlsx"), (PurePosixPath("-x"), "./-x/master.xlsx")]
)
def test_no_folder_reads_as_an_option(folder: PureWindowsPath | PurePosixPath, told: str) -> None:
    """A folder whose name begins with a dash is named so that it cannot be taken for an option."""
    assert first_commands(folder)[1] == f"emg-xlsx status {told}"


def test_folder_in_use_is_refused(tmp_path: Path) -> None:
    """A folder with anything in it is left as it is: exit code 3 and one sentence."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    result = run("demo", tmp_path)
    assert result.exit_code == 3
    assert len(result.stderr.splitlines()) == 1
    assert [item.name for item in tmp_path.iterdir()] == ["mine.txt"]


def test_same_day_same_bytes(told: tuple[Path, Result], tmp_path: Path) -> None:
    """A second demonstration of the same day is the first, byte for byte."""
    write_demo(tmp_path, day=DAY)
    first, second = (
        {path.relative_to(folder): path.read_bytes() for name in ("templates", "submissions", "plan.xlsx")
         for path in ((folder / name).iterdir() if (folder / name).is_dir() else [folder / name])}
        for folder in (told[0], tmp_path)
    )  # fmt: skip
    assert first == second
