"""The commands: exit codes, one sentence for what went wrong, clean output."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

import emg_xlsx as emg
from emg_xlsx.cli import COMMANDS, main
from emg_xlsx.errors import EmgError
from emg_xlsx.findings import RULES
from emg_xlsx.outputs import lock_of
from emg_xlsx.texts import text
from tests.xlsx import odd_files as odd

SUBMISSIONS = Path(__file__).parents[1] / "examples" / "submissions"
FAO = SUBMISSIONS / "FAO contribution.xlsx"


def run(*words: object) -> Result:
    """Run a command as a person would."""
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


def one_sentence(result: Result) -> str:
    """The only thing said on standard error besides the plan's line."""
    lines = [line for line in result.stderr.splitlines() if line and not line.startswith("Plan: ")]
    assert len(lines) == 1
    assert "Traceback" not in result.stderr
    return lines[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_ends_in_an_example(name: str) -> None:
    """Every command's help ends in an example."""
    result = run(name, "--help")
    assert result.exit_code == 0
    assert f"emg-xlsx {name}" in result.stdout.split("Example")[-1]


def test_help_says_what_a_round_is_for() -> None:
    """``--round`` means another thing to a template, to a list of who has answered, and to files that are read."""
    told = {
        name: run(name, "--help").stdout.split("--round")[1].split("--date")[0]
        for name in ("template", "status", "merge")
    }
    assert len(set(told.values())) == 3
    assert "do not name theirs" not in told["template"]


def test_a_mistyped_command() -> None:
    """A command that does not exist is told with the one that was probably meant."""
    result = run("mrge", FAO)
    assert result.exit_code == 2
    assert text("error.did-you-mean", code="merge") in result.stderr
    assert text("cli.no-command", name="zzz", hint="") in run("zzz").stderr


def test_version() -> None:
    """The version is the package's."""
    assert run("--version").stdout.split()[-1] == emg.__version__


def test_clean_file_exits_zero() -> None:
    """A file with nothing to correct gives exit code 0."""
    assert run("validate", FAO, "--date", "2022-03-15").exit_code == 0


def test_first_line_names_the_plan() -> None:
    """The first line of a run names the plan and its approval status."""
    first = run("validate", FAO).stderr.splitlines()[0]
    assert first.startswith("Plan: built-in plan")
    assert "DRAFT" in first


def test_json_is_alone_on_standard_output() -> None:
    """With ``--format json`` standard output is one JSON object of the contract's shape."""
    report = json.loads(run("validate", SUBMISSIONS, "--format", "json").stdout)
    assert report["plan"] == "EMG-WP-2021-2022"
    keys = {"file", "sha256", "entity", "round", "state", "rows_read", "rows_merged", "reason", "findings"}
    assert all(set(file) == keys for file in report["files"])
    keys = {"severity", "code", "sheet", "cell", "row", "ref", "field", "value", "message", "suggestion"}
    assert all(set(finding) == keys for file in report["files"] for finding in file["findings"])


def test_csv_has_a_line_for_every_file() -> None:
    """With ``--format csv`` every file has at least one line, also one with no findings."""
    lines = list(csv.DictReader(io.StringIO(run("validate", SUBMISSIONS, "--format", "csv").stdout)))
    assert {line["file"] for line in lines} == {path.name for path in SUBMISSIONS.iterdir()}


def test_text_is_readable_at_80_columns() -> None:
    """No line of the text output is longer than 80 characters, and none is coloured when piped."""
    out = run("validate", SUBMISSIONS).stdout
    assert max(len(line) for line in out.splitlines()) <= 80
    assert "\x1b" not in out


def test_merge_writes_and_refuses_to_replace(tmp_path: Path) -> None:
    """What is no master is not replaced in silence; with ``--replace`` a dated copy of what is there is kept."""
    master = tmp_path / "master.xlsx"
    first = FAO.read_bytes()
    master.write_bytes(first)
    refused = run("merge", SUBMISSIONS, "-o", master, "--date", "2022-03-16")
    assert refused.exit_code == 3
    assert "--replace" in one_sentence(refused)
    assert master.read_bytes() == first
    assert run("merge", SUBMISSIONS, "-o", master, "--date", "2022-03-16", "--replace").exit_code == 1
    assert (tmp_path / "master 2022-03-16.xlsx").read_bytes() == first
    assert master.read_bytes() != first


def test_same_merge_again_changes_nothing(tmp_path: Path) -> None:
    """Replacing a master by the same one leaves the file untouched and keeps no copy."""
    master = tmp_path / "master.xlsx"
    for _ in range(2):
        run("merge", FAO, "-o", master, "--date", "2022-03-15", "--replace")
    assert [path.name for path in tmp_path.iterdir()] == ["master.xlsx"]


@pytest.mark.parametrize("words", [("summarise", "NOPE"), ("export", "NOPE", "plan.docx"), ("status", "NOPE")])
def test_a_master_that_is_not_there(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Whoever mistypes the name of a master is told that there is no such file, not to close it."""
    there_not = tmp_path / "nope.xlsx"
    refused = run(*(there_not if word == "NOPE" else word for word in words))
    assert refused.exit_code == 3
    assert one_sentence(refused).endswith(text("error.no-such-path", path=there_not))


def test_templates_are_not_overwritten(tmp_path: Path) -> None:
    """A template somebody changed is left alone, all of a folder's too, unless ``--replace`` keeps a dated copy."""
    words = ["template", "--all", tmp_path, "--date", "2022-03-01"]
    assert run(*words).exit_code == 0
    assert run(*words).exit_code == 0, "the same files again change nothing"
    changed = tmp_path / "EMG_2022-mid-term_UNEP.xlsx"
    changed.write_bytes(b"notes")
    refused = run(*words)
    assert refused.exit_code == 3
    assert changed.name in one_sentence(refused)
    assert changed.read_bytes() == b"notes"
    assert run(*words, "--replace").exit_code == 0
    assert (tmp_path / "EMG_2022-mid-term_UNEP 2022-03-01.xlsx").read_bytes() == b"notes"
    assert len(list(tmp_path.iterdir())) == 48


def test_templates_of_every_language_lie_beside_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without -o, a template for everybody says its language in its name, but for the usual one."""
    monkeypatch.chdir(tmp_path)
    for words in ([], ["--lang", "fr"], ["--lang", "es"]):
        assert run("template", *words).exit_code == 0
    names = {path.name.removeprefix("EMG_2022-mid-term_") for path in tmp_path.iterdir()}
    assert names == {"template.xlsx", "template_fr.xlsx", "template_es.xlsx"}


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    """``--dry-run`` tells everything and writes nothing."""
    result = run("merge", FAO, "-o", tmp_path / "master.xlsx", "--dry-run")
    assert result.exit_code == 0
    assert not list(tmp_path.iterdir())


def test_own_outputs_in_the_folder_are_skipped(tmp_path: Path) -> None:
    """A master, a plan and a blank template among the submissions are recognised, listed and not read as answers."""
    (tmp_path / "FAO.xlsx").write_bytes(FAO.read_bytes())
    run("merge", FAO, "-o", tmp_path / "master.xlsx")
    run("plan", "export", tmp_path / "plan.xlsx")
    run("template", "-o", tmp_path / "template.xlsx")
    report = json.loads(run("validate", tmp_path, "--format", "json").stdout)
    states = {file["file"]: file["state"] for file in report["files"]}
    assert states == {"FAO.xlsx": "accepted", "master.xlsx": "skipped", "plan.xlsx": "skipped",
                      "template.xlsx": "skipped"}  # fmt: skip


def test_blank_template_is_no_question(tmp_path: Path) -> None:
    """A template nobody filled, with or without its entity, is skipped with the reason, and nothing is asked."""
    run("template", "-o", tmp_path / "template.xlsx")
    run("template", "--entity", "IFAD", "-o", tmp_path / "IFAD.xlsx")
    result = run("validate", tmp_path, "--format", "json")
    files = json.loads(result.stdout)["files"]
    assert [file["state"] for file in files] == ["skipped", "skipped"]
    assert all(file["reason"] and not file["findings"] for file in files)
    assert result.exit_code == 0


def test_files_are_counted_not_entities(tmp_path: Path) -> None:
    """An answer that speaks for two more entities is one file, and three answers."""
    book = load_workbook(FAO)
    labels = {row[0].value: row[1] for row in book["Entity"].iter_rows(max_col=2)}
    labels["This answer also speaks for"].value = "IFAD; WFP"
    book.save(tmp_path / "FAO.xlsx")
    told = run("merge", tmp_path, "--dry-run").stdout
    assert told.splitlines()[0].startswith("1 file:")
    assert "Accepted: 1" in told
    overview = emg.summarise(emg.merge(tmp_path))["overview"]["figure"]
    assert (overview["answered"], overview["files_by_state.accepted"], overview["with_others"]) == (3, 1, 2)


def test_entity_that_sent_only_a_blank_template(tmp_path: Path) -> None:
    """Its line says why it counts as missing, and the file claims to be no answer."""
    run("template", "--entity", "IFAD", "-o", tmp_path / "IFAD.xlsx")
    register = emg.merge(tmp_path).register.set_index(["entity", "state"])
    assert "IFAD.xlsx" in str(register.loc[("IFAD", "missing"), "reason"])
    assert register.loc[("IFAD", "skipped"), "submission_kind"] is None


def test_copy_is_the_one_with_the_longer_name(tmp_path: Path) -> None:
    """Of two files with the same content the one with the shorter name is the original."""
    for name in ("FAO.xlsx", "Copy of FAO.xlsx", "FAO (1).xlsx"):
        (tmp_path / name).write_bytes(FAO.read_bytes())
    states = emg.validate(tmp_path).files.set_index("file")["state"]
    assert states.to_dict() == {"FAO.xlsx": "accepted", "Copy of FAO.xlsx": "identical", "FAO (1).xlsx": "identical"}


def test_who_it_is_from_can_be_decided() -> None:
    """A file that does not say whose it is is told with the option that decides it, ready to copy."""
    told = " ".join(run("merge", SUBMISSIONS, "--dry-run").stdout.split())
    assert '--entity "Workplan UPU.xlsx=CODE"' in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["merge", FAO, "-o", "HERE/master.xls"], "master.xlsx"),
        (["merge", FAO, "-o", "HERE/master.csv"], "master.xlsx"),
        (["merge", FAO, "-o", "HERE/master"], "master.xlsx"),
        (["merge", FAO, "-o", "HERE"], "folder"),
        (["template", "-o", "HERE/template.ods"], "template.xlsx"),
        (["template", "--all", FAO], "folder"),
        (["plan", "export", "HERE/plan.json"], "plan.xlsx"),
        (["merge", FAO, "--entity", "FAO contribuiton.xlsx=FAO", "--dry-run"], FAO.name),
        (["merge", FAO, "--entity", "FAO", "--dry-run"], "FILE=CODE"),
        (["merge", FAO, "--date", "15 March 2022", "--dry-run"], "2022-03-15"),
        (["template", "--messages", "-o", "HERE/t.xlsx"], "--all"),
        (["template", "--migrate", FAO, "--on-behalf", "-o", "HERE/t.xlsx"], "--migrate"),
        (["explain", "ref-unknwon"], "ref-unknown"),
    ],
)
def test_slips_of_the_keyboard(tmp_path: Path, words: list[object], told: str) -> None:
    """A name that cannot be meant is exit code 2 and a sentence with what to write; nothing is written."""
    result = run(*(str(word).replace("HERE", str(tmp_path)) for word in words))
    assert result.exit_code == 2
    assert told in result.stderr.splitlines()[-1]
    assert not list(tmp_path.iterdir())


def test_plan_check_tells_how_much_is_to_correct(tmp_path: Path) -> None:
    """A plan with mistakes is listed under its file's name, and the end says that it cannot be used."""
    path = tmp_path / "plan.xlsx"
    run("plan", "export", path)
    book = load_workbook(path)
    for row in (2, 3):
        book["deliverables"].cell(row, 2).value = "A99"
    book.save(path)
    result = run("plan", "check", path)
    lines = result.stdout.splitlines()
    assert result.exit_code == 3
    assert lines[0] == "plan.xlsx"
    assert "corrections" in lines[-1]
    refused = one_sentence(run("merge", FAO, "--plan", path, "--dry-run"))
    assert "deliverables!" in refused


def test_master_open_elsewhere(tmp_path: Path) -> None:
    """A master open in Excel is left alone; the result stands beside it under a dated name."""
    master = tmp_path / "master.xlsx"
    run("merge", FAO, "-o", master)
    before = master.read_bytes()
    lock_of(master).write_bytes(b"")
    result = run("merge", SUBMISSIONS, "-o", master, "--date", "2022-03-15", "--replace")
    assert result.exit_code == 3
    assert "master 2022-03-15.xlsx" in one_sentence(result)
    assert master.read_bytes() == before
    assert (tmp_path / "master 2022-03-15.xlsx").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["merge", "EMPTY"], 3),
        (["merge", "EMPTY/nowhere"], 3),
        (["validate", "EMPTY"], 3),
        (["merge", FAO, "-o", "EMPTY/file/master.xlsx"], 3),
        (["merge", FAO, "--round", "2030"], 2),
        (["merge", FAO, "--entity", f"{FAO.name}=NOBODY"], 2),
        (["template", "--entity", "NOBODY", "-o", "EMPTY/t.xlsx"], 2),
        (["template", "--round", "2030", "-o", "EMPTY/t.xlsx"], 2),
        (["merge", FAO, "--plan", "EMPTY/none.xlsx", "-o", "EMPTY/m.xlsx"], 3),
        (["merge", FAO, "--plan", FAO, "-o", "EMPTY/m.xlsx"], 3),
        (["plan", "export", "EMPTY/file/plan.xlsx"], 3),
    ],
)
def test_one_sentence_and_exit_code(tmp_path: Path, words: list[object], code: int) -> None:
    """What cannot be done is said in one sentence with the contract's exit code, and nothing is written."""
    empty = tmp_path / "empty"
    empty.mkdir()
    made = [str(word).replace("EMPTY", str(empty)) for word in words]
    if any("/file/" in word for word in made):
        (empty / "file").write_text("a file where a folder is needed", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    result = run(*made)
    assert result.exit_code == code
    one_sentence(result)
    assert sorted(tmp_path.rglob("*")) == before


def test_what_is_no_master(tmp_path: Path) -> None:
    """A file named as the master that is none is called what it is; nobody is told to close what is not open."""
    (tmp_path / "text.xlsx").write_text("not a workbook at all", encoding="utf-8")
    whole = FAO.read_bytes()
    (tmp_path / "torn.xlsx").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "locked.xlsx").write_bytes(odd.compound_file("EncryptionInfo", "EncryptedPackage"))
    said: dict[str | Path, str] = {
        "text.xlsx": "error.no-master",
        FAO: "error.no-master",
        "torn.xlsx": "error.master-damaged",
        "locked.xlsx": "error.master-encrypted",
    }
    for file, key in said.items():
        path = tmp_path / file
        result = run("export", path, tmp_path / "out.json")
        assert result.exit_code == 3
        assert one_sentence(result) == f"Error: {text(key, path=path, why='zip-damaged')}"
    with pytest.raises(EmgError, match=r"no file"):
        emg.read_master(tmp_path / "nowhere.xlsx")


def test_decided_entity() -> None:
    """``--entity FILE=CODE`` names the entity of a file that does not say."""
    path = SUBMISSIONS / "Workplan UPU.xlsx"
    result = run("validate", path, "--entity", f"{path.name}=UPU", "--format", "json")
    (file,) = json.loads(result.stdout)["files"]
    assert (file["entity"], file["state"]) == ("UPU", "accepted")


def test_entity_in_any_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes of entities may be typed in any case; files and tables have them as the plan writes them."""
    path, master = SUBMISSIONS / "Workplan UPU.xlsx", tmp_path / "master.xlsx"
    monkeypatch.chdir(tmp_path)
    result = run("validate", path, "--entity", f"{path.name}=upu", "--format", "json")
    assert json.loads(result.stdout)["files"][0]["entity"] == "UPU"
    run("merge", path, "--entity", f"{path.name}=Upu", "-o", master)
    assert set(emg.read_master(master).contributions["entity"]) == {"UPU"}
    assert run("template", "--entity", "un-women").exit_code == 0
    assert [book.name for book in tmp_path.glob("EMG_*")] == ["EMG_2022-mid-term_UN-Women.xlsx"]
    assert emg.read_submission(SUBMISSIONS / path.name, entity="uPU").entity == "UPU"


@pytest.mark.parametrize("code", RULES)
def test_explain(code: str) -> None:
    """Every finding code is explained."""
    result = run("explain", code)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) >= 3


def test_explain_lists_every_code() -> None:
    """Without a code, each is listed with how urgent it is."""
    lines = (line.split() for line in run("explain").stdout.splitlines())
    listed = {code: severity for severity, code in lines}
    assert listed == {code: severity.value for code, severity in RULES.items()}


def test_explain_unknown_code() -> None:
    """An unknown code is a usage error that names the nearest one."""
    result = run("explain", "role-mising")
    assert result.exit_code == 2
    assert "role-missing" in result.stderr


def test_plan_beside_the_master_is_used(tmp_path: Path) -> None:
    """A ``plan.xlsx`` beside the master is found without being named, and the run says so."""
    run("plan", "export", tmp_path / "plan.xlsx")
    result = run("merge", FAO, "-o", tmp_path / "master.xlsx")
    assert result.exit_code == 0
    assert "plan.xlsx" in result.stderr.splitlines()[0]


def test_other_plans_files_are_not_merged(tmp_path: Path) -> None:
    """A submission of another plan is refused in one sentence, in its own finding."""
    from dataclasses import replace

    plan = replace(emg.load_plan(), id="EMG-WP-2030")
    emg.write_template(tmp_path / "UNEP.xlsx", plan, entity="UNEP")
    (file,) = json.loads(run("validate", tmp_path, "--format", "json").stdout)["files"]
    assert file["state"] == "returned"
    assert [finding["code"] for finding in file["findings"]] == ["plan-other"]


def test_any_script_on_any_console(tmp_path: Path) -> None:
    """Text no old console can show is printed all the same, and JSON in a pipe is UTF-8."""
    (tmp_path / "Ответ – 回复.xlsx").write_bytes(b"")
    words = [sys.executable, "-m", "emg_xlsx", "validate", str(tmp_path), "--format", "json"]
    done = subprocess.run(words, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "cp1252"})
    assert done.returncode == 1
    assert json.loads(done.stdout.decode("utf-8"))["files"][0]["file"] == "Ответ – 回复.xlsx"


def on_terminal(*words: str | Path, columns: int = 80) -> str:
    """What a command says on a terminal of so many columns."""
    import fcntl  # these are not there on Windows
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    command = [sys.executable, "-m", "emg_xlsx", *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs) as running:
        os.close(theirs)
        said = b""
        with contextlib.suppress(OSError):  # how some systems tell that nobody writes to it any more
            while piece := os.read(ours, 4096):
                said += piece
        running.communicate()
    os.close(ours)
    return said.decode()


def drawn(said: str) -> list[str]:
    """Each state of the progress bar, without what hides and shows the cursor."""
    lines = re.sub(r"\x1b\[\?25[lh]", "", said).replace("\n", "\r").split("\r")
    return [line.rstrip() for line in lines if line.startswith(text("cli.reading"))]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")
def test_a_terminal_shows_how_far_it_is(tmp_path: Path) -> None:
    """On a terminal each file is named while it is read, then what is written; in a pipe or quietly nothing is."""
    words = ("merge", SUBMISSIONS, "-o", tmp_path / "m.xlsx", "--reports", tmp_path / "out", "--date", "2022-03-15")
    said = on_terminal(*words)
    files = len(list(SUBMISSIONS.iterdir()))
    assert len(drawn(said)) == 1 + 2 * files
    assert [line for line in drawn(said) if f"  {files - 1}/{files}  " in line and ".xlsx" in line]
    assert any(line.endswith(FAO.name) for line in drawn(said))
    assert f"{files}/{files}" in drawn(said)[-1]
    assert said.rfind("\x1b[?25h") > said.rfind("\x1b[?25l")  # the cursor is there again
    assert text("cli.writing", path=tmp_path / "m.xlsx") in said
    assert text("cli.writing", path=tmp_path / "out") in said
    assert on_terminal(*words, "--quiet") == ""
    assert FAO.name not in run("merge", SUBMISSIONS, "--dry-run").stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")
def test_a_progress_bar_keeps_to_its_line(tmp_path: Path) -> None:
    """Names that are too long or hostile neither break the line, so that it is drawn anew below, nor command."""
    names = ("2022-mid-term " * 4 + "UNEP.xlsx", "我们的工作计划" * 6 + ".xlsx", "red\x1b[31m\x07.xlsx")
    for name in names:
        shutil.copy(FAO, tmp_path / name)
    for columns in (60, 80):
        said = on_terminal("validate", tmp_path, columns=columns)
        assert len(drawn(said)) == 1 + 2 * len(names)
        assert all(sum(1 + (char > "\u2fff") for char in line) < columns for line in drawn(said))
        assert any(line.endswith("UNEP.xlsx") and "…" in line for line in drawn(said))
        assert not {"\x07", "\x1b"} & set("".join(drawn(said)))
