"""The documentation: what it says is typed is typed, what follows from the code is current, nothing is left out."""

from __future__ import annotations

import inspect
import json
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import fields
from io import BytesIO
from pathlib import Path
from types import ModuleType

import click
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

import emg_xlsx as emg
from emg_xlsx import schemas
from emg_xlsx.cli import STOPPED, main
from emg_xlsx.cli.options import LIMIT_NAMES
from emg_xlsx.errors import EmgError, UsageError
from emg_xlsx.findings import RULES
from emg_xlsx.mastered import SHEETS
from tests.doc_pages import DOCS, follow, steps
from tests.people import titles_of

ROOT = DOCS.parent
SUBMISSIONS = ROOT / "examples" / "submissions"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")])
NO_TABLE = {"Overview", "Matrix", "Timeline", "Resources", "_base", "_meta"}
"""Sheets of a master that are drawn, or hidden: they have no fixed columns."""


@pytest.fixture(scope="module")
def generate() -> Iterator[ModuleType]:
    """The script that writes what follows from the code."""
    sys.path.insert(0, str(DOCS))
    import generate as script

    yield script
    sys.path.remove(str(DOCS))


def page(name: str) -> str:
    """A page as text."""
    return (DOCS / name).read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command by the words it is called by."""
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        yield name, command
        for inner, more in getattr(command, "commands", {}).items():
            yield f"{name} {inner}", more


def stem(name: str) -> str:
    """The name of a command's page."""
    return name.replace(" ", "-")


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next of its level or above."""
    level = heading.split(" ", maxsplit=1)[0]
    after = text.split(f"\n{heading}\n", 1)[1]
    return re.split(rf"^#{{1,{len(level)}}} ", after, maxsplit=1, flags=re.MULTILINE)[0]


def keys(text: str, heading: str) -> list[str]:
    """The first column of the tables under a heading, without its marks."""
    return re.findall(r"^\| `([^`]+)` \|", section(text, heading), re.MULTILINE)


def titles(text: str, heading: str) -> list[str]:
    """The second column of the tables under a heading."""
    return re.findall(r"^\| `[^`]+` \| (.*?) \|", section(text, heading), re.MULTILINE)


def test_generated_pages_are_current(generate: ModuleType) -> None:
    """Every page, table and picture that follows from the code is as the script would write it today."""
    assert [path.name for path, text in generate.generated() if path.read_text(encoding="utf-8") != text] == []


def test_no_page_of_a_finding_is_left_over() -> None:
    """There is a page for each finding code, the list of all, and no other."""
    assert {path.stem for path in (DOCS / "findings").iterdir()} == {*RULES, "index"}


def test_list_of_findings_links_all() -> None:
    """The list of all findings leads to the page of each."""
    assert set(re.findall(r"\]\(([\w-]+)\.md\)", page("findings/index.md"))) == set(RULES)


def test_no_page_of_a_command_is_left_over() -> None:
    """There is a page for each command, those of groups too, the list of all, and no other."""
    assert {path.stem for path in (DOCS / "commands").iterdir()} == {*(stem(name) for name, _ in commands()), "index"}


def test_list_of_commands_links_all() -> None:
    """The list of all commands, and the contents of the site, lead to the page of each."""
    pages = {stem(name) for name, _ in commands()}
    assert set(re.findall(r"\]\(([\w-]+)\.md\)", page("commands/index.md"))) == pages
    contents = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"commands/([\w-]+)\.md", contents)) == {*pages, "index"}


@pytest.mark.parametrize(("name", "command"), [*commands()])
def test_every_option_is_described(name: str, command: click.Command) -> None:
    """The page of a command has each of its arguments and options, these with words of their own, and an example."""
    text = page(f"commands/{stem(name)}.md")
    assert f"\n# {name}\n" in text
    usage = re.search(rf"^```text\nemg-xlsx {name}\b(.*)$", text, re.MULTILINE)
    assert usage
    assert usage[1].count(" ") >= sum(isinstance(one, click.Argument) for one in command.params)
    for option in (one for one in command.params if isinstance(one, click.Option)):
        described = re.search(rf"^\| `[^`]*{re.escape(option.opts[-1])}\b[^`]*` \| \w", text, re.MULTILINE)
        assert described, option.opts
    assert f"```bash\nemg-xlsx {name}" in text


def test_exit_codes_are_described() -> None:
    """The list of commands has every exit code, and the README the same ones."""
    codes = ["0", *sorted({str(kind.exit_code) for kind in (EmgError, UsageError)} | {"1"}), str(STOPPED)]
    assert re.findall(r"^\| (\d+) \|", page("commands/index.md"), re.MULTILINE) == codes
    readme = section((ROOT / "README.md").read_text(encoding="utf-8"), "## Exit codes")
    assert re.findall(r"^\| (\d+) \|", readme, re.MULTILINE) == codes


def test_limits_are_described() -> None:
    """The page on security has every limit."""
    assert keys(page("security.md"), "## Limits") == list(LIMIT_NAMES)


def test_hidden_files_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page on security names every hidden file that the tool leaves beside what it was asked for."""
    monkeypatch.chdir(tmp_path)
    merge = ["merge", str(SUBMISSIONS), "-o", "m.xlsx", "--reports", "reports"]
    for words in (merge, ["status", "m.xlsx", "--reminders", "silent"], ["template", "--all", "out", "--messages"]):
        assert CliRunner().invoke(main, words).exit_code in {0, 1}
    hidden = {path.name for path in tmp_path.rglob(".*")}
    assert len(hidden) == 2
    assert [name for name in hidden if f"`{name}`" not in page("security.md")] == []


def test_master_stands_in_the_dictionary(tmp_path: Path) -> None:
    """Each column of a real master stands in the dictionary under its sheet, in order."""
    path = tmp_path / "master.xlsx"
    emg.write_master(emg.merge(SUBMISSIONS, day="2022-03-15"), path)
    book, text = load_workbook(path), page("data-dictionary.md")
    assert tuple(book.sheetnames) == SHEETS
    for sheet in (sheet for sheet in book if sheet.title not in NO_TABLE):
        assert titles(text, f"### Master sheet {sheet.title}") == [t for t in titles_of(sheet) if t is not None]


def test_template_stands_in_the_dictionary(tmp_path: Path) -> None:
    """Each column of a real template stands in the dictionary under its sheet, in order."""
    emg.write_template(tmp_path / "template.xlsx")
    book, text = load_workbook(tmp_path / "template.xlsx"), page("data-dictionary.md")
    for name in ("Contributions", "New proposals"):
        there = [cell.value for cell in book[name][1] if cell.value is not None]
        assert titles(text, f"### Sheet {name}")[: len(there)] == there
    labels = [row[0].value for row in book["Entity"].iter_rows(min_row=3)]
    assert [title for title in titles(text, "### Sheet Entity") if title not in labels] == []


def test_data_package_stands_in_the_dictionary(tmp_path: Path) -> None:
    """Each table and field of a real data package stands in the dictionary, in order."""
    emg.export(emg.merge(SUBMISSIONS, day="2022-03-15"), tmp_path / "data", with_contacts=True)
    described = json.loads((tmp_path / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert "contacts" in {resource["name"] for resource in described["resources"]}
    for resource in described["resources"]:
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert keys(page("data-dictionary.md"), f"### Export {resource['name']}") == fields


def test_plan_stands_in_the_dictionary(tmp_path: Path) -> None:
    """Each sheet, column and setting of a real plan workbook stands in the dictionary."""
    assert CliRunner().invoke(main, ["plan", "export", str(tmp_path / "plan.xlsx")]).exit_code == 0
    text = page("data-dictionary.md")
    for sheet in (sheet for sheet in load_workbook(tmp_path / "plan.xlsx") if sheet.sheet_state == "visible"):
        first = sheet["A"] if sheet.title == "plan" else sheet[1]
        there = [cell.value for cell in first if cell.value not in {None, "key"} or sheet.title != "plan"]
        assert keys(text, f"### Plan sheet {sheet.title}") == [value for value in there if value is not None]


def test_every_list_of_a_data_package_stands_in_the_dictionary(tmp_path: Path) -> None:
    """Each code of a real data package stands under its list, but for the plan's own things."""
    emg.export(emg.merge(SUBMISSIONS, day="2022-03-15"), tmp_path / "data")
    lines = (tmp_path / "data" / "codelists.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    codes = [line.split(",")[:2] for line in lines]
    assert {name for name, _ in codes} >= {"role", "status", "kind"}
    for name, code in codes:
        if name not in {"outcome", "activity", "entity", "event"}:
            assert code in keys(page("data-dictionary.md"), f"### List {name}")


def test_public_names_are_documented() -> None:
    """Every public name, and no other, has its section in the reference."""
    public = {f"emg.{name}" for name in emg.__all__ if name != "schemas"}
    public |= {f"emg.schemas.{name}" for name in schemas.__all__}
    assert set(re.findall(r"^### (emg\.[\w.]+)$", page("reference.md"), re.MULTILINE)) == public


def test_guide_shows_every_public_name() -> None:
    """The guide for a notebook uses each public name, or names it in its text."""
    text = page("library.md")
    assert [name for name in emg.__all__ if f"emg.{name}" not in text] == []
    assert [name for name in schemas.__all__ if f"{name}(plan)" not in text] == []


@pytest.mark.parametrize("name", [*emg.__all__, *(f"schemas.{name}" for name in schemas.__all__)])
def test_public_names_have_docstrings(name: str) -> None:
    """Each public name says in a sentence what it is."""
    module, _, inner = name.rpartition(".")
    about = inspect.getdoc(getattr(schemas if module else emg, inner))
    assert about
    assert about.split("\n\n")[0].endswith(".")


def argument_types(shown: inspect.Signature) -> list[object]:
    """What the arguments of a function are said to be."""
    return [one.annotation for one in shown.parameters.values()]


@pytest.mark.parametrize("name", [*emg.__all__, *(f"schemas.{name}" for name in schemas.__all__)])
def test_public_functions_say_what_they_take_give_and_raise(name: str) -> None:
    """Each public function is typed, says what every argument is, what it gives, and where it stands in the code."""
    module, _, inner = name.rpartition(".")
    function = getattr(schemas if module else emg, inner)
    if not inspect.isfunction(function):
        return
    about = section(page("reference.md"), f"### emg.{name}")
    shown = inspect.signature(function)
    told = {word for names in keys(page("reference.md"), f"### emg.{name}") for word in names.split(", ")}
    assert told == set(shown.parameters)
    assert inspect.Signature.empty not in {shown.return_annotation, *argument_types(shown)}
    assert "**Gives**" in about or str(shown.return_annotation).strip("'") in {"None", "pa.DataFrameSchema"}
    assert f"From `{function.__module__}`." in about


@pytest.mark.usefixtures("generate")
def test_values_of_the_library_are_documented() -> None:
    """Each class of ours that a public function takes or gives stands in the reference, with each of its fields."""
    from writers.reference import VALUES

    shown = [inspect.signature(getattr(emg, name)) for name in emg.__all__ if name != "schemas"]
    said = " ".join(str(note) for one in shown for note in (one.return_annotation, *argument_types(one)))
    others = {"BytesIO", "DataFrame", "Mapping", "None", "PathLike", "PathOrPaths", "Sequence", "What"}
    assert set(re.findall(r"\b[A-Z]\w+", said)) - others == {kind.__name__ for kind in VALUES}
    for kind in VALUES:
        told = {word for names in keys(page("reference.md"), f"### {kind.__name__}") for word in names.split(", ")}
        assert [item.name for item in fields(kind) if item.name not in told] == []


def test_guide_for_focal_points_is_the_sheet_they_receive() -> None:
    """The guide goes by the sheets and buttons that ``Read me`` names, in its order, and by words of the template."""
    text, book = page("focal-points.md"), BytesIO()
    emg.write_template(book, entity="UNEP")
    sheets = load_workbook(book)
    lines = [str(row[1].value) for row in sheets["Read me"].iter_rows(max_col=2) if row[1].value]
    named = [name for line in lines if re.match(r"\d\.", line) for name in re.findall("“(.*?)”", line)]
    steps_of_guide = "\n".join(re.findall(r"^(?:\d\.|   ) .*$", text, re.MULTILINE))
    places = [steps_of_guide.index(name) for name in named]
    assert len(places) > 3
    assert places == sorted(places)
    cells = (str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value)
    words = "\n".join([*sheets.sheetnames, *cells])
    own = {"your", "To check"}  # a stress, and the sheet of a marked copy
    stressed = re.findall(r"\*([^*\n][^*]*?)\*", text.replace("**", ""))
    said = {" ".join(name.split()).removesuffix(" …") for name in stressed}
    assert {name for name in said - own if name not in words} == set()
    advised = "\n".join(lines)
    for words in ("3 April 2022", "April 2022", "03/04/2022", "Q2 2022", "One role in each row", "https://…"):
        assert words.lower() in text.lower()
        assert words in advised
    minutes = next(line for line in lines if "minutes" in line)
    assert minutes.split(".")[0].removeprefix("About ") in " ".join(text.split())


def test_guide_for_focal_points_gives_good_advice() -> None:
    """Of the periods in the guide, those to avoid are asked about, and those to write are plain."""
    rows = [line.split(" | ") for line in page("focal-points.md").splitlines() if "2022 |" in line or "| Q2 |" in line]
    assert len(rows) == 2
    for bad, good, _ in ((row[0].strip("| "), row[1], row[2]) for row in rows):
        assert emg.parse_schedule(bad).verdict == "ask"
        assert [emg.parse_schedule(one).verdict for one in good.split(", or ")] == ["ok"] * len(good.split(", or "))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["tutorial.md", "another-year.md", "library.md"])
def test_a_reader_can_follow(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page says to type and to write works in that order, and gives what the page shows."""
    shutil.copytree(SUBMISSIONS, tmp_path / "submissions")
    monkeypatch.chdir(tmp_path)
    assert len(steps(name)) > 10
    follow(name, monkeypatch)


def anchor(heading: str) -> str:
    """The anchor of a heading, as site and code host both make it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    """Every link of a page to another page, heading or picture leads to one that is there."""
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?:", target):
            continue
        name, _, part = target.partition("#")
        there = path.parent / name if name else path
        assert there.exists(), target
        headings = re.findall(r"^#+ (.*)$", there.read_text(encoding="utf-8"), re.MULTILINE) if part else []
        assert not part or part in map(anchor, headings), target
