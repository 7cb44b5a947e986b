"""What leaves the house: every format read back, with nothing in it that was to stay."""

from __future__ import annotations

import csv
import io
import json
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

import emg_xlsx as emg
from emg_xlsx.cli import main
from emg_xlsx.errors import UsageError
from emg_xlsx.exported import SUFFIXES
from emg_xlsx.exporting import FORMATS, OURS, Order, made, prepare
from emg_xlsx.mastered import Master
from emg_xlsx.plan import Plan

SUBMISSIONS = Path(__file__).parents[1] / "examples" / "submissions"
DAY = date(2022, 3, 15)
TARGETS = tuple(Path(f"out{suffix}") for suffix in (".xlsx", ".csv", ".json", ""))
PAPERS = ("workplan", "progress")
PRIVATE = "a.person@unep.example"
HOSTILE = (
    '=HYPERLINK("https://evil.example","x")', "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>", "../../../etc/passwd", "C:\\Windows\\x", "{{7*7}}", '"; "', "&lt;b&gt;", "]]>",
    "https://evil.example/#=1", "- a line\n- and one more", "a\r\nb", "internal:'Work plan'!A1",
)  # fmt: skip


def run(*words: object) -> Result:
    """Run a command as a person would."""
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture(scope="module")
def master() -> Master:
    """The master of the examples."""
    return emg.merge(SUBMISSIONS, day=DAY)


@pytest.fixture
def book(master: Master, tmp_path: Path) -> Path:
    """The same as a workbook."""
    emg.write_master(master, tmp_path / "master.xlsx")
    return tmp_path / "master.xlsx"


def export(master: Master, suffix: str, **order: Any) -> Any:
    """An export in memory: bytes, or the files of a folder by name."""
    return made(prepare(master, Order(**order)), Path(f"out{suffix}"))


def data(master: Master, **order: Any) -> dict[str, Any]:
    """An export as JSON, read back."""
    found: dict[str, Any] = json.loads(export(master, ".json", **order))
    return found


def table(content: bytes) -> list[dict[str, str]]:
    """A CSV file read back."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def setting(master: Master, name: str, **values: Any) -> Master:
    """The master with values of one contribution."""
    rows = master.contributions.copy()
    for key, value in values.items():
        rows.loc[name, key] = value
    return replace(master, contributions=rows)


def everywhere(content: bytes | Mapping[str, bytes]) -> bytes:
    """All that stands in an export: of a workbook, its parts unpacked."""
    if not isinstance(content, bytes):
        return b"".join(content.values())
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(BytesIO(content)) as parts:
        return b"".join(parts.read(name) for name in parts.namelist())


def test_suffixes_are_the_formats() -> None:
    """The names the command checks and the formats there are say the same."""
    assert set(SUFFIXES) == FORMATS.keys()


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("target", TARGETS, ids=str)
def test_same_master_same_bytes(master: Master, target: Path, paper: Any) -> None:
    """An export depends on the master alone, and not on how its rows are sorted."""
    turned = replace(master, contributions=master.contributions.iloc[::-1], proposals=master.proposals.iloc[::-1])
    first, second, third = (made(prepare(one, Order(paper)), target) for one in (master, master, turned))
    assert first == second == third


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("target", TARGETS, ids=str)
def test_every_export_says_what_it_is(master: Master, target: Path, paper: Any) -> None:
    """Plan, title, round, approval status and how many answered stand in each format; entities are in order."""
    told = everywhere(made(prepare(master, Order(paper)), target)).decode()
    for words in (master.plan.id, master.plan.title, "2022-mid-term", "DRAFT", "27th meeting"):
        assert words in told
    assert ("15 March 2022" if target.suffix == ".xlsx" else "2022-03-15") in told


def test_about(master: Master) -> None:
    """As data: the same facts under their names."""
    told = data(master)
    assert (told["plan"], told["round"], told["day"]) == ("EMG-WP-2021-2022", "2022-mid-term", "2022-03-15")
    answered = set(master.register.loc[master.register["state"].isin(
        ["accepted", "questions", "partial", "nil"]), "entity"])  # fmt: skip
    assert (told["entities_answered"], told["entities_expected"]) == (len(answered), 47)
    assert told["approval_status"] == "draft"


def test_codes_labels_and_days(master: Master) -> None:
    """A row has its codes with their labels, days as ISO dates, and the schedule in words."""
    row = next(row for row in data(master)["contributions"] if row["id"] == "UNEP/A06-D02/1")
    assert (row["role"], row["role_label"]) == ("COLEAD", "Co-lead")
    assert (row["status"], row["status_label"]) == ("INPROG", "In progress")
    assert (row["first_day"], row["last_day"]) == ("2021-10-01", "2022-05-31")
    assert (row["schedule"], row["schedule_words"]) == ("October 2021 - May 2022", "October 2021–May 2022")
    assert (row["outcome_id"], row["activity_id"], row["entity_name"]) == (
        "O1", "A06", "United Nations Environment Programme")  # fmt: skip


def test_entities_stand_in_the_order_of_the_alphabet(master: Master) -> None:
    """Within a ref, and in the lists of who takes part."""
    told = data(master)
    for ref in {row["ref"] for row in told["contributions"]}:
        names = [row["entity"].casefold() for row in told["contributions"] if row["ref"] == ref]
        assert names == sorted(names)
    for line in told["work_plan"]:
        names = (line["other_entities"] or "").casefold().split("; ")
        assert names == sorted(names)


def test_status_by_the_rule(master: Master) -> None:
    """The lead's status stands for a deliverable, and counts where nobody leads it."""
    lines = {line["ref"]: line for line in data(master, what="progress")["progress"]}
    # UNEP leads A02-D01 and says completed; of A01-D02 CBD says completed and UNU in progress.
    assert (lines["A02-D01"]["status"], lines["A02-D01"]["status_words"]) == ("COMPLETED", "Completed")
    assert (lines["A01-D02"]["status"], lines["A01-D02"]["entities"]) == (None, 2)
    assert (lines["A01-D02"]["completed"], lines["A01-D02"]["inprog"]) == (1, 1)
    assert [voice["entity"] for voice in lines["A01-D02"]["voices"]] == ["CBD", "UNU"]


def test_secretariat_words_are_printed_instead(master: Master) -> None:
    """Where the coordinator wrote a text or a status of a ref, progress shows these alone."""
    own = master.secretariat.copy()
    own.loc["A02-D01", ["overall_status", "secretariat_text", "agreed"]] = ["Delayed", "Ours.", "May 2022"]
    told = replace(master, secretariat=own)
    line = next(line for line in data(told, what="progress")["progress"] if line["ref"] == "A02-D01")
    assert (line["status"], line["status_words"], line["words"]) == ("DELAYED", "Delayed", "Ours.")
    assert {voice["words"] for voice in line["voices"]} == {None}
    plan = next(line for line in data(told)["work_plan"] if line["ref"] == "A02-D01")
    assert (plan["schedule"], plan["first_day"], plan["last_day"]) == ("May 2022", "2022-05-01", "2022-05-31")
    assert plan["plan_schedule"] == master.plan.schedule_of("A02-D01")


@pytest.mark.parametrize("target", TARGETS, ids=str)
@pytest.mark.parametrize("paper", PAPERS)
def test_what_is_not_to_be_printed_is_not(master: Master, target: Path, paper: Any) -> None:
    """A row on No is in no export and no count; one without the text is there, and says that it has more to say."""
    silent = setting(master, "UNEP/A02-D01/1", print="NOTEXT", progress="Hush one.", description="Hush two.")
    silent = setting(silent, "UNEP/A03-D01/1", print="NO", description="Hush three.")
    assert b"Hush" not in everywhere(made(prepare(silent, Order(paper)), target))
    rows = {row["id"]: row for row in data(silent)["contributions"]}
    assert "UNEP/A03-D01/1" not in rows
    assert [rows[name]["withheld"] for name in ("UNEP/A02-D01/1", "UNEP/A01/1")] == [True, False]
    lines = {line["ref"]: line for line in data(silent)["progress"]}
    assert (lines["A02-D01"]["withheld"], lines["A03-D01"]["entities"]) == (1, 0)


def test_proposals_of_who_may_not_be_quoted(master: Master) -> None:
    """An entity that does not want its words printed is not quoted with what it proposes either."""
    register = master.register.copy()
    register.loc[register["entity"] == "UNCCD", "may_quote"] = "No"
    told = data(replace(master, register=register))["proposals"]
    assert [(row["title"], row["description"], row["withheld"]) for row in told] == [
        ("Drought dialogue", None, True), (None, None, True)]  # fmt: skip


@pytest.mark.parametrize("target", TARGETS, ids=str)
@pytest.mark.parametrize("paper", PAPERS)
def test_no_address_leaves_unasked(master: Master, target: Path, paper: Any) -> None:
    """Neither those of the register nor one somebody wrote into a text; asked for, both are there."""
    keys = ("description", "progress", "schedule", "partners", "event", "evidence", "request")
    told = setting(master, "UNEP/A02-D01/1", **dict.fromkeys(keys, f"Please write to {PRIVATE}, thanks."))
    own = told.secretariat.copy()
    own.loc["A01", ["overall_status", "secretariat_text", "agreed"]] = [f"Ask {PRIVATE}", f"<{PRIVATE}>", PRIVATE]
    told = replace(told, secretariat=own)
    unasked = everywhere(made(prepare(told, Order(paper)), target))
    assert b"a.person@" not in unasked
    assert b"focal.point@" not in unasked
    asked = everywhere(made(prepare(told, Order(paper, with_contacts=True)), target))
    assert PRIVATE.encode() in asked


@pytest.mark.parametrize("suffix", [".xlsx", ".json", ""])
def test_contacts_are_a_table_of_their_own(master: Master, suffix: str) -> None:
    """Asked for, focal points stand in each format that has several tables."""
    found = export(master, suffix, with_contacts=True, entities=("FAO", "UNEP"))
    expected = [("FAO", "Focal point of FAO", "focal.point@fao.example"),
                ("UNEP", "Focal point of UNEP", "focal.point@unep.example")]  # fmt: skip
    if suffix == ".xlsx":
        rows = [tuple(row) for row in load_workbook(BytesIO(found))["Contacts"].iter_rows(min_row=2, values_only=True)]
    else:
        lines = json.loads(found)["contacts"] if suffix else table(found["contacts.csv"])
        rows = [tuple(line.values()) for line in lines]
    assert rows == expected


def test_filters(master: Master) -> None:
    """Each filter keeps what is of it, several of one kind are any of them, several kinds all of them."""
    rows = {row["id"] for row in data(master)["contributions"]}

    def ids(**order: Any) -> set[str]:
        return {row["id"] for row in data(master, **order)["contributions"]}

    assert ids(entities=("UNEP",)) == {name for name in rows if name.startswith("UNEP/")}
    assert ids(activities=("A01",)) == {name for name in rows if name.split("/")[1].startswith("A01")}
    assert ids(activities=("a01", "A02")) == ids(activities=("A01",)) | ids(activities=("A02",))
    assert ids(outcomes=("O3",)) == ids(activities=("A09", "A10"))
    assert ids(entities=("UNEP", "CBD"), activities=("A01",)) == {
        "CBD/A01/1", "CBD/A01-D02/1", "CBD/A01-D05/1", "UNEP/A01/1", "UNEP/A01-D06/1"}  # fmt: skip


def test_filters_narrow_every_table(master: Master) -> None:
    """Lines of the work plan, progress and its voices, and proposals follow; who leads is told as it is."""
    told = data(master, entities=("CBD",), outcomes=("O1",))
    assert told["chosen"] == {"outcome": ["O1"], "entity": ["CBD"]}
    assert {line["ref"] for line in told["work_plan"]} == {"A01", "A01-D02", "A01-D05"}
    assert [voice["entity"] for line in told["progress"] for voice in line["voices"]] == ["CBD"] * 3
    assert told["proposals"] == []
    whole = told["work_plan"][0]
    assert (whole["lead"], whole["lead_entities"], whole["other_entities"]) == ("UNEP", "UNEP", "CBD")
    assert [row["entity"] for row in data(master, outcomes=("O3",))["proposals"]] == ["UNCCD"]
    assert len(data(master, entities=("UNCCD",))["proposals"]) == 2


@pytest.mark.parametrize(
    ("order", "nearest"),
    [({"entities": ("UNEPP",)}, "UNEP"), ({"activities": ("A3",)}, "A03"), ({"outcomes": ("04",)}, "O1"),
     ({"activities": ("A10",), "outcomes": ("O1",)}, "A10"), ({"entities": ("A9999999",)}, "UNEP")],
)  # fmt: skip
def test_unknown_codes(master: Master, order: dict[str, Any], nearest: str) -> None:
    """A code the plan does not know is a slip that is told with the nearest one, or with all there are."""
    with pytest.raises(UsageError, match=nearest):
        prepare(master, Order(**order))


def test_since_an_earlier_master(tmp_path: Path) -> None:
    """Only rows that came or changed since are left, and refs of which the coordinator said something new."""
    emg.write_master(emg.merge(SUBMISSIONS / "FAO contribution.xlsx", day="2022-03-01"), tmp_path / "old.xlsx")
    new = emg.merge([SUBMISSIONS / "FAO contribution.xlsx", SUBMISSIONS / "EMG_2022-mid-term_OHCHR.xlsx"], day=DAY,
                    into=tmp_path / "old.xlsx")  # fmt: skip
    new = setting(new, "FAO/A09-D01/1", description="Another review.", note="Ours.")
    new = setting(new, "FAO/A08-D07/1", note="Ours.")
    own = new.secretariat.copy()
    own.loc["A10-D01", "agreed"] = "May 2022"
    told = data(replace(new, secretariat=own), since=tmp_path / "old.xlsx")
    ids = {row["id"] for row in told["contributions"]}
    assert ids == {"FAO/A09-D01/1", "OHCHR/A04/1", "OHCHR/A04-D01/1", "OHCHR/A04-D03/1"}
    assert {line["ref"] for line in told["work_plan"]} == {"A04", "A04-D01", "A04-D03", "A09-D01", "A10-D01"}
    assert told["since"] == "2022-03-01"
    assert data(new, since=new)["contributions"] == []


def hostile(master: Master) -> Master:
    """The master with a hostile text in every free text of it."""

    def spoilt(frame: pd.DataFrame, keys: tuple[str, ...]) -> pd.DataFrame:
        found = frame.copy()
        for shift, key in enumerate(keys):
            found[key] = pd.Series([HOSTILE[(n + shift) % len(HOSTILE)] for n in range(len(found))],
                                   dtype="object", index=found.index)  # fmt: skip
        return found

    free = ("description", "schedule", "progress", "partners", "event", "evidence", "request", "promised")
    return replace(
        master,
        contributions=spoilt(master.contributions, free),
        proposals=spoilt(master.proposals, ("title", "description", "schedule", "partners")),
        secretariat=spoilt(master.secretariat, ("agreed", "secretariat_text", "overall_status")),
    )


def texts(master: Master) -> dict[str, tuple[str, str]]:
    """Two texts of each contribution, as they stand in the master."""
    rows = master.contributions
    return dict(zip(rows.index, zip(rows["description"], rows["evidence"], strict=True), strict=True))


@pytest.mark.parametrize("paper", PAPERS)
def test_no_text_becomes_a_formula_in_a_table(master: Master, paper: Any) -> None:
    """What a spreadsheet would run has an apostrophe before it, and is the same text behind that."""
    content = export(hostile(master), ".csv", what=paper)
    assert content.startswith(b"\xef\xbb\xbf")
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any(cell.startswith("'=") for cell in cells)


@pytest.mark.parametrize("paper", PAPERS)
def test_no_text_becomes_a_formula_or_link_in_a_workbook(master: Master, paper: Any) -> None:
    """Every cell is text, a number or a day; no sheet is hidden, nothing leads out, nothing is the coordinator's."""
    content = export(hostile(master), ".xlsx", what=paper)
    workbook = load_workbook(BytesIO(content))
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert {sheet.sheet_state for sheet in workbook} == {"visible"}
    every = ["About", "Work plan", "Progress", "Contributions", "Matrix", "Timeline", "Resources", "Events"]
    assert workbook.sheetnames == (
        [*every, "New proposals"] if paper == "workplan" else ["About", "Progress", "Contributions"]
    )
    heads = {cell.value for sheet in workbook for cell in sheet[1]}
    assert not heads & {"Coordinator note", "Print", "Decision", "File", "SHA-256", "Row"}
    with zipfile.ZipFile(BytesIO(content)) as parts:
        assert not [name for name in parts.namelist() if "external" in name.lower() or "drawing" in name.lower()]


def test_texts_are_unaltered_in_data(master: Master) -> None:
    """JSON and the data package hold every text as it was written, whatever it looks like."""
    told = hostile(master)
    rows = {row["id"]: (row["description"], row["evidence"]) for row in data(told)["contributions"]}
    assert rows == texts(told)
    files = export(told, "")
    rows = {row["id"]: (row["description"], row["evidence"]) for row in table(files["contributions.csv"])}
    assert rows == texts(told)


@pytest.mark.parametrize("contacts", [False, True])
def test_files_of_a_package(master: Master, contacts: bool) -> None:
    """No text becomes the name of a file; contacts are one only where they were asked for."""
    files = export(hostile(master), "", with_contacts=contacts)
    assert files.keys() == set(OURS) - (set() if contacts else {"contacts.csv"})


def frictionless() -> Any:
    """The validator, whose own imports may warn."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import frictionless

    return frictionless


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("make", [lambda master: master, hostile], ids=["examples", "hostile"])
def test_package_is_valid(master: Master, tmp_path: Path, make: Callable[[Master], Master]) -> None:
    """Types, lists of codes, keys and references between tables hold, by the specification's own validator."""
    told = make(master)
    if make is hostile:
        # The list of statuses is closed: what the coordinator wrote beside it stands in words only.
        told = replace(told, secretariat=master.secretariat)
    emg.export(told, tmp_path / "data", with_contacts=True)
    report = frictionless().validate(str(tmp_path / "data" / "datapackage.json"))
    assert report.flatten(["code", "type", "note"]) == []
    assert report.tasks[0].stats["rows"] == len(told.contributions)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("file", "old", "new", "kind"),
    [("contributions.csv", b",LEAD,", b",BOSS,", "constraint-error"),
     ("contributions.csv", b"2022-03-01", b"1 March", "type-error"),
     ("contributions.csv", b"FAO/A09-D01/1,FAO,", b"FAO/A09-D01/1,FAO!,", "foreign-key"),
     ("entities.csv", b"\r\nFAO,", b"\r\nUNEP,", "primary-key")],
)  # fmt: skip
def test_package_is_described_closely(
    master: Master, tmp_path: Path, file: str, old: bytes, new: bytes, kind: str
) -> None:
    """A code of no list, a word for a day, an entity nobody knows and a repeated key are found by the description."""
    emg.export(master, tmp_path / "data")
    path = tmp_path / "data" / file
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    report = frictionless().validate(str(tmp_path / "data" / "datapackage.json"))
    assert kind in {found for (found,) in report.flatten(["type"])}


def test_described_from_the_schemas(master: Master, plan: Plan) -> None:
    """Titles, helps and lists are those of the house's own tables."""
    described = json.loads(export(master, "")["datapackage.json"])
    fields = {f["name"]: f for f in described["resources"][0]["schema"]["fields"]}
    schema = emg.schemas.contributions(plan).columns
    for key in ("role", "description", "staff_months", "evidence"):
        assert (fields[key]["title"], fields[key]["description"]) == (schema[key].title, schema[key].description)
    assert fields["status"]["constraints"]["enum"] == [
        "PLANNED", "INPROG", "DELAYED", "COMPLETED", "ONHOLD", "CANCELLED"]  # fmt: skip


@pytest.fixture
def plan() -> Plan:
    """The built-in plan."""
    return emg.load_plan()
