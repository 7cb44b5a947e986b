"""Make the example submissions: the tool's own template, filled the way people fill it.

    python examples/make_submissions.py            # into examples/submissions, with examples/planted.json
    python examples/make_submissions.py --libreoffice   # also make WMO's file anew, saved by LibreOffice

Every trouble is planted on purpose and written down with the code it must be found under and the cell it
stands in. The people and addresses are fictional. The same program gives the same cells each time; the one
file saved by LibreOffice is kept as LibreOffice wrote it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

import emg_xlsx as emg

HERE = Path(__file__).parent
PLAN = emg.load_plan()
KEYS = [
    "ref",
    "outcome",
    "activity",
    "deliverable",
    "plan_schedule",
    "role",
    "description",
    "schedule",
    "status",
    "progress",
    "kind",
    "staff_months",
    "amount_usd",
    "certainty",
    "partners",
    "event",
    "evidence",
    "request",
]
"""The template's columns from A on, as the contract lists them."""
FIRST_FREE = len(PLAN.refs) + 2
FORM = {
    "entity": 3,
    "focal_point": 4,
    "email": 5,
    "submission_kind": 6,
    "comment": 7,
    "also_for": 10,
    "alternate": 11,
    "completed_on": 12,
    "cleared_by": 13,
    "may_quote": 14,
    "filled_by": 15,
}
"""Rows of the form's answers, in column B."""


class Filled:
    """A template being filled by one focal point, with the troubles planted in it."""

    def __init__(self, entity: str, file: str | None = None, **form: Any) -> None:
        buffer = BytesIO()
        emg.write_template(buffer, entity=entity or None)
        self.book: Workbook = load_workbook(BytesIO(buffer.getvalue()))
        self.file = file or f"EMG_2022-mid-term_{entity}.xlsx"
        self.planted: list[dict[str, str | None]] = []
        self.columns = {key: n for n, key in enumerate(KEYS, 1)}
        self.shift = 0
        answers = {
            "focal_point": f"Focal point of {entity}",
            "email": f"focal.point@{entity.lower().replace('-', '')}.example",
            **form,
        }
        for key, value in answers.items():
            self.form(key, value)

    @property
    def sheet(self) -> Worksheet:
        """The sheet of contributions."""
        return self.book["Contributions"]

    def form(self, key: str, value: Any, trouble: str | None = None) -> None:
        """Answer a line of the form."""
        self.book["Entity"].cell(FORM[key], 2).value = value
        if trouble:
            self.plant(trouble, "Entity", f"B{FORM[key]}")

    def say(self, where: str | int, **values: Any) -> int:
        """Fill the row of a ref, or a row by number; returns the row number."""
        row = PLAN.refs.index(where) + 2 + self.shift if isinstance(where, str) else where
        for key, value in values.items():
            self.sheet.cell(row, self.columns[key]).value = value
        return row

    def at(self, row: int, key: str) -> str:
        """The address of a column in a row."""
        return f"{get_column_letter(self.columns[key])}{row}"

    def plant(self, code: str, sheet: str | None, cell: str | None) -> None:
        """Write down a trouble: the code it must be found under, and where."""
        self.planted.append({"file": self.file, "code": code, "sheet": sheet, "cell": cell})

    def plant_in(self, code: str, row: int, key: str) -> None:
        """Write down a trouble on the sheet of contributions."""
        self.plant(code, self.sheet.title, self.at(row, key))


def unep() -> Filled:
    """A clean and complete answer that leads an activity as a whole."""
    f = Filled("UNEP", completed_on=date(2022, 3, 1), may_quote="Yes", cleared_by="Director of the division")
    f.say(
        "A01",
        role="Lead",
        description="Chairs the group and convenes its meetings.",
        status="In progress",
        progress="Two meetings held; terms of reference agreed.",
        kind="Experts' time (nothing more specific)",
        staff_months=6,
        certainty="Confirmed",
    )
    f.say(
        "A01-D06",
        role="Contributing",
        description="Drafts the chapter on reporting.",
        status="In progress",
        progress="First draft circulated for comments.",
        kind="Drafting or review of a text",
        staff_months=2.5,
        partners="CBD; FAO",
    )
    f.say(
        "A02-D01",
        role="Lead",
        description="Presents the report at UNEA-5.2 and prepares a side event.",
        schedule="February 2022",
        status="Completed",
        progress="Presented to about 120 participants.",
        event="UNEA-5.2",
        evidence="https://www.example.org/marine-litter",
    )
    f.say(
        "A03-D01",
        role="Lead",
        description="Edits the second edition of the Principles.",
        status="Completed",
        progress="Second edition submitted to the Assembly.",
        amount_usd=45000,
        certainty="Confirmed",
    )
    f.say(
        "A06-D02",
        role="Co-lead",
        description="Coordinates the system-wide report.",
        schedule="October 2021 - May 2022",
        status="In progress",
        progress="Outline agreed by all contributors.",
    )
    return f


def ohchr() -> Filled:
    """One of the two that claim the lead of one deliverable."""
    f = Filled("OHCHR", completed_on=date(2022, 2, 25))
    f.say("A04", role="Co-lead", description="Co-chairs the group.", status="In progress")
    f.say(
        "A04-D01",
        role="Lead",
        description="Prepares the common narrative with country offices.",
        status="In progress",
        progress="Narrative agreed at working level.",
        schedule="September 2021 - May 2022",
        staff_months=4,
    )
    f.say(
        "A04-D03",
        role="Contributing",
        description="Gives one of the two training sessions.",
        status="Not started yet (planned)",
        schedule="June 2022",
        kind="Training",
    )
    return f


def undp() -> Filled:
    """The other claimant of that lead; writes its own words where lists are offered."""
    f = Filled("UNDP", file="UNDP_workplan_FINAL_v2.xlsx", completed_on=date(2022, 3, 4))
    row = f.say(
        "A04-D01",
        role="lead agency",
        description="Develops guidance for country teams.",
        status="Ongoing",
        progress="Guidance drafted in three countries.",
        schedule="October 2021 - June 2022",
    )
    f.plant_in("value-synonym", row, "role")
    f.plant_in("value-synonym", row, "status")
    row = f.say(
        "A01-D04",
        role="Contributing",
        description="Supports country offices in restoration planning.",
        status="on track",
        progress="Twelve country offices briefed.",
        kind="Training; Piloting",
    )
    f.plant_in("value-synonym", row, "status")
    return f


def fao() -> Filled:
    """Clean, for several activities, with a free row for a second contribution to one deliverable."""
    f = Filled(
        "FAO", file="FAO contribution.xlsx", completed_on=date(2022, 2, 21), comment="Thank you for the new form."
    )
    f.say(
        "A01-D04",
        role="Lead",
        description="Secretariat of the Decade's task force on best practices.",
        status="In progress",
        progress="Good practices collected from 40 countries.",
        staff_months=5.5,
        certainty="Indicative",
        partners="UNEP; UNCCD; IUCN",
    )
    f.say(
        "A08-D07",
        role="Contributing",
        description="Case studies from field offices.",
        status="In progress",
        progress="Five case studies received.",
    )
    f.say("A09-D01", role="Reviewing or advising", description="Reviews the chapter on land.", status="In progress")
    f.say(
        FIRST_FREE,
        ref="A01-D04",
        role="Contributing",
        description="Hosts a webinar series on restoration.",
        schedule="March 2022 - June 2022",
        status="Not started yet (planned)",
        kind="Organising or hosting an event",
    )
    return f


def who() -> Filled:
    """Nothing to report this time."""
    return Filled("WHO", submission_kind="Nothing to report this time", completed_on=date(2022, 2, 18))


def unesco() -> Filled:
    """Moved and renamed columns, and one of their own."""
    f = Filled("UNESCO", completed_on=date(2022, 3, 7))
    f.say(
        "A03-D03",
        role="Contributing",
        description="Adapts the Principles to heritage sites.",
        status="In progress",
        progress="Workshop held in one region.",
        schedule="January - June 2022",
        staff_months=1.5,
    )
    row = f.say(
        "A10-D01",
        role="Contributing",
        description="Hosts one dialogue on digital transformation.",
        schedule="May 2022",
        status="In progess",
    )
    # Status goes to the front of the role, the old place closes up; "What we do" gets a name of their own.
    _move(f, "status", "role")
    f.sheet.cell(1, f.columns["description"]).value = "UNESCO action"
    f.plant_in("column-moved", 1, "status")
    f.plant_in("column-renamed", 1, "description")
    _insert(f, "partners", "Sector")
    f.sheet.cell(row, f.columns["partners"] - 1).value = "CI"
    f.plant("column-extra", "Contributions", f"{get_column_letter(f.columns['partners'] - 1)}1")
    f.plant_in("value-unknown", row, "status")
    return f


def unido() -> Filled:
    """Title rows above the table and a typed total under it."""
    f = Filled("UNIDO", completed_on=date(2022, 3, 2))
    f.say(
        "A03-D03",
        role="Contributing",
        description="Runs two pilots in industrial parks.",
        status="In progress",
        progress="Sites selected.",
        amount_usd=120000,
        certainty="Indicative",
        staff_months=3,
    )
    f.say(
        "A05-D01",
        role="Contributing",
        description="Joins the process from its start.",
        status="Not started yet (planned)",
        amount_usd=15000,
        staff_months=0.5,
    )
    for n, words in enumerate(("UNIDO", "Contribution to the EMG work plan", ""), 1):
        _row_above(f, n, words)
    f.plant("table-moved", "Contributions", None)
    row = f.say(FIRST_FREE + f.shift, role="Total", staff_months=3.5, amount_usd=135000)
    f.plant_in("total-ignored", row, "role")
    return f


def un_habitat() -> Filled:
    """Schedules as people write them."""
    f = Filled("UN-Habitat", completed_on=date(2022, 3, 9))
    asked = {
        "A02-D02": ("03/04/2022", "schedule-day-or-month"),
        "A03-D02": ("spring 2022", "schedule-unclear"),
        "A03-D03": ("Q1/Q2 2022", "schedule-alternative"),
        "A07-D04": ("mid-2022", "schedule-approximate"),
        "A08-D03": ("September 2022 - October 2021", "schedule-backwards"),
        "A08-D04": ("ongoing", "schedule-status-word"),
        "A10-D01": ("June 2025", "schedule-outside-plan"),
    }
    for n, (ref, (words, code)) in enumerate(asked.items(), 1):
        row = f.say(
            ref,
            role="Contributing",
            description=f"Brings urban examples, part {n}.",
            status="In progress",
            schedule=words,
        )
        f.plant_in(code, row, "schedule")
    row = f.say(
        "A06-D02",
        role="Contributing",
        description="Writes the chapter on cities.",
        status="Completed",
        schedule="June 2022",
    )
    f.plant_in("completed-in-future", row, "status")
    return f


def unu() -> Filled:
    """Words and doubts in number cells."""
    f = Filled("UNU", completed_on=date(2022, 2, 28))
    written: dict[str, tuple[str | float, str, str]] = {
        "A03-D02": ("1,500", "number-ambiguous", "amount_usd"),
        "A07-D02": (-5, "number-negative", "amount_usd"),
        "A07-D03": ("to be seen", "number-unreadable", "amount_usd"),
        "A09-D01": ("2 weeks", "number-unit", "staff_months"),
        "A10-D01": ("1'500.50", "number-spelled", "amount_usd"),
        "A01-D02": (90, "staff-months-high", "staff_months"),
        "A01-D03": ("#REF!", "cell-error-value", "amount_usd"),
    }
    for ref, (value, code, key) in written.items():
        row = f.say(ref, role="Contributing", description=f"Research for {ref}.", status="In progress", **{key: value})
        f.plant_in(code, row, key)
        if code == "cell-error-value":
            f.sheet.cell(row, f.columns[key]).data_type = "e"
    return f


def cbd() -> Filled:
    """Rows that name no part of the plan, and one inserted between pre-printed rows."""
    f = Filled("CBD", completed_on=date(2022, 3, 3))
    f.say("A01", role="Co-lead", description="Co-chairs the group.", status="In progress")
    f.say(
        "A01-D05",
        role="Lead",
        description="Proposes targets and indicators.",
        status="In progress",
        progress="Proposal sent to DESA.",
        schedule="Q4 2021 - Q2 2022",
    )
    row = f.say(
        FIRST_FREE, ref="A01-D09", role="Contributing", description="Side event at the resumed COP.", status="Delayed"
    )
    f.plant_in("ref-unknown", row, "ref")
    row = f.say(FIRST_FREE + 1, role="Contributing", description="Newsletter articles.", status="In progress")
    f.plant_in("ref-missing", row, "ref")
    row = f.say(
        FIRST_FREE + 2, ref="a1 d2", role="Contributing", description="Shares training modules.", status="Completed"
    )
    f.plant_in("ref-respelled", row, "ref")
    row = PLAN.refs.index("A08-D07") + 3
    f.sheet.insert_rows(row)
    f.say(row, role="Contributing", description="Second set of guidance for field offices.", status="In progress")
    f.plant_in("ref-from-above", row, "ref")
    for trouble in f.planted[:3]:
        # The inserted row stands above the free rows and moved them down by one.
        cell = str(trouble["cell"])
        trouble["cell"] = f"A{int(cell[1:]) + 1}"
    return f


def itu() -> Filled:
    """Cells that are needed and empty, a text too long, a word in no list, a copy of a row."""
    f = Filled("ITU", completed_on=date(2022, 3, 8), email="focal point at itu")
    f.form("email", "focal point at itu", "email-unreadable")
    row = f.say("A02-D04", description="Hosts the digital inventory.", status="In progress")
    f.plant_in("role-missing", row, "role")
    row = f.say("A09-D01", role="Contributing", status="In progress")
    f.plant_in("description-missing", row, "description")
    row = f.say("A10", role="Contributing", description="Offers its platform for the dialogues.")
    f.plant_in("status-missing", row, "status")
    row = f.say("A10-D01", role="Contributing", description="Digital. " * 79 + "Digital.", status="almost there")
    f.plant_in("text-too-long", row, "description")
    f.plant_in("value-unknown", row, "status")
    row = f.say("A08-D02", status="In progress")
    f.plant_in("row-without-content", row, "role")
    same = {"ref": "A02-D02", "role": "Contributing", "description": "One webinar on e-waste.", "status": "In progress"}
    f.say(FIRST_FREE, **same)
    row = f.say(FIRST_FREE + 1, **same)
    f.plant_in("duplicate-row", row, "description")
    row = f.say(
        "A05-D01", role="Contributing", description="Data on e-waste.", status="In progress", evidence="see our website"
    )
    f.plant_in("link-unreadable", row, "evidence")
    return f


def unccd() -> Filled:
    """Other languages, stray spaces, a note on a cell, an edit in a grey cell, and two proposals."""
    f = Filled("UNCCD", completed_on=date(2022, 3, 10), submission_kind="Only some activities or rows")
    row = f.say(
        "A01-D04",
        role="\u00a0Contributing  ",
        description="Links the Decade with land targets.",
        status="en cours",
        schedule="octobre 2021 à juin 2022",
        progress="Dix pays soutenus.",
    )
    f.plant_in("spaces-trimmed", row, "role")
    f.plant_in("value-synonym", row, "status")
    row = f.say(
        "A04-D02",
        role="Contributing",
        description="Engages at UNCCD COP15.",
        status="In progress",
        schedule="May 2022",
        event="UNCCD-COP15",
    )
    f.sheet.cell(row, f.columns["description"]).comment = Comment("Two colleagues will attend.", "Focal point")
    f.plant_in("comment-kept", row, "description")
    row = PLAN.refs.index("A05-D01") + 2
    f.sheet.cell(row, f.columns["plan_schedule"]).value = "October 2021 - December 2022"
    f.plant_in("grey-edited", row, "plan_schedule")
    sheet = f.book["New proposals"]
    sheet["A2"], sheet["B2"], sheet["D2"] = (
        "Drought dialogue",
        "III. Dialogue and exchange",
        "A nexus dialogue on drought.",
    )
    f.plant("value-synonym", "New proposals", "B2")
    sheet["A3"], sheet["D3"], sheet["F3"] = None, "A joint page on land restoration.", "September 2022"
    f.plant("title-missing", "New proposals", "A3")
    return f


def wmo() -> Filled:
    """An ordinary answer that LibreOffice saves."""
    f = Filled("WMO", completed_on=date(2022, 3, 6))
    f.say(
        "A01-D03",
        role="Contributing",
        description="Climate services for the chemicals agenda.",
        status="In progress",
        schedule=date(2022, 2, 1),
        progress="Méthode décrite – ‘état des lieux’ achevé.",
        staff_months=0.5,
    )
    f.sheet.cell(PLAN.refs.index("A01-D03") + 2, f.columns["schedule"]).number_format = "mmm\\-yy"
    row = f.say(
        "A08-D02",
        role="Reviewing or advising",
        description="Checks the emission factors.",
        status="Delayed",
        amount_usd="10 000 $",
    )
    f.plant_in("number-spelled", row, "amount_usd")
    return f


def upu() -> Filled:
    """A file that does not say whose it is."""
    f = Filled("", file="Workplan UPU.xlsx", focal_point="Focal point", email="focal.point@upu.example")
    f.say("A08-D04", role="Contributing", description="Tutorial for postal staff.", status="In progress")
    f.plant("entity-missing", "Entity", "B3")
    return f


def ifad() -> Filled:
    """A template nobody filled."""
    f = Filled("IFAD")
    for key in ("focal_point", "email"):
        f.form(key, None)
    return f


MAKERS: tuple[Callable[[], Filled], ...] = (
    cbd,
    fao,
    ifad,
    itu,
    ohchr,
    un_habitat,
    unccd,
    undp,
    unep,
    unesco,
    unido,
    unu,
    upu,
    who,
)

LETTER = "Dear colleagues,\n\nplease find our contribution below.\n\n1. We will join the dialogues.\n"


def make(folder: Path) -> list[dict[str, str | None]]:
    """Write every submission but the one LibreOffice saves; returns the troubles planted."""
    folder.mkdir(parents=True, exist_ok=True)
    planted: list[dict[str, str | None]] = []
    for maker in MAKERS:
        filled = maker()
        save(filled, folder / filled.file)
        planted += filled.planted
    planted += wmo().planted
    (folder / "UNFCCC.xlsx").write_bytes(LETTER.encode())
    planted.append({"file": "UNFCCC.xlsx", "code": "file-text", "sheet": None, "cell": None})
    shutil.copyfile(folder / "FAO contribution.xlsx", folder / "Copy of FAO contribution.xlsx")
    return planted


def save(filled: Filled, path: Path) -> None:
    """Save a workbook without the time of day in it."""
    buffer = BytesIO()
    filled.book.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "docProps/core.xml":
                start, _, rest = data.partition(b"<dcterms:modified")
                data = start + rest.partition(b"</dcterms:modified>")[2]
            new.writestr(zipfile.ZipInfo(item.filename), data, zipfile.ZIP_DEFLATED)


def save_by_libreoffice(folder: Path) -> None:
    """Let LibreOffice open WMO's file and save it as its own."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        sys.exit("LibreOffice is not installed here.")
    filled = wmo()
    with tempfile.TemporaryDirectory() as place:
        save(filled, Path(place) / filled.file)
        subprocess.run(
            [
                program,
                "--headless",
                f"-env:UserInstallation=file://{place}/profile",
                "--convert-to",
                "xlsx:Calc MS Excel 2007 XML",
                "--outdir",
                f"{place}/out",
                f"{place}/{filled.file}",
            ],
            check=True,
            capture_output=True,
        )
        shutil.copyfile(Path(place) / "out" / filled.file, folder / filled.file)


def _move(f: Filled, key: str, before: str) -> None:
    """Cut a column and insert it before another, as a person does with the mouse."""
    source, target = f.columns[key], f.columns[before]
    held = [f.sheet.cell(row, source).value for row in range(1, f.sheet.max_row + 1)]
    for column in range(source, target, -1):
        for row in range(1, f.sheet.max_row + 1):
            f.sheet.cell(row, column).value = f.sheet.cell(row, column - 1).value
    for row, value in enumerate(held, 1):
        f.sheet.cell(row, target).value = value
    for other, column in f.columns.items():
        if target <= column < source:
            f.columns[other] = column + 1
    f.columns[key] = target


def _insert(f: Filled, before: str, title: str) -> None:
    """Insert a column of their own."""
    place = f.columns[before]
    f.sheet.insert_cols(place)
    f.sheet.cell(1, place).value = title
    f.columns = {key: column + (column >= place) for key, column in f.columns.items()}


def _row_above(f: Filled, number: int, words: str) -> None:
    f.sheet.insert_rows(number)
    f.sheet.cell(number, 1).value = words or None
    f.shift += 1


def main() -> None:
    """Make the submissions and write down what was planted."""
    folder = HERE / "submissions"
    planted = make(folder)
    if "--libreoffice" in sys.argv:
        save_by_libreoffice(folder)
    text = json.dumps(planted, ensure_ascii=False, indent=1) + "\n"
    (HERE / "planted.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
