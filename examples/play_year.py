"""Play a year of one plan: a planning round, everything that happens to it, and the reporting round from re-issues.

    python examples/play_year.py a_folder

Each step does what people do: focal points fill templates and send them, the coordinator merges, edits the master,
decides, and sends pre-filled templates out again. The people and addresses are fictional. ``RESULT`` says, worked out
by hand from what each step tells, what the last master has to say; ``tests/test_year.py`` holds the master against it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import emg_xlsx as emg
from emg_xlsx.cli import main

PLANNING, REPORTING = "2021-planning", "2022-mid-term"
ROLE, TEXT, SCHEDULE, STATUS, PROGRESS, AMOUNT = (
    "Our role", "What we do", "Our schedule (blank = as in the plan)", "Status", "Progress or result",
    "Amount, USD (optional)",
)  # fmt: skip
FORM = {"name": 4, "email": 5, "kind": 6, "completed": 12}
"""Rows of the sheet Entity; the answers stand in column B."""

Resave = Callable[[Path], None]
"""Saves a workbook as another program does; the year must come out the same."""

RESULT: Mapping[str, Mapping[str, Any]] = {
    # UNEP: planned with a corrected copy, reported in a re-issue.
    "UNEP/A01/1": {"role": "LEAD", "description": "Chairs the group.", "status": "INPROG", "progress": "Met twice."},
    # The coordinator shortened the text, and UNEP left it so; both lead, so both are co-leads by decision.
    "UNEP/A04-D01/1": {"role": "COLEAD", "description": "Drafts the guidance.", "amount_usd": 5000,
                       "schedule": "June 2022", "promised": "June 2022", "status": "DELAYED",
                       "progress": "First draft is out."},
    "UNDP/A04-D01/1": {"role": "COLEAD", "description": "Pilots the guidance in two countries.", "status": None},
    # FAO: of two colleagues the side "Completed by March" was chosen; the re-issue came back as it went out.
    "FAO/A01-D04/1": {"role": "CONTRIB", "description": "Sends data.", "schedule": "March 2022", "promised": None,
                      "last_round": REPORTING},
    "FAO/A01-D05/1": {"role": "REVIEW", "description": "Reviews the note.", "last_round": REPORTING},
    # WHO came late, and took back one of its two rows in the reporting round.
    "WHO/A05-D01/1": {"role": "CONTRIB", "description": "Gives cases on air quality.", "status": "COMPLETED",
                      "progress": "Cases are published."},
    # UNESCO told by telephone; its file agrees on the role and says otherwise in words, and ours stands undecided.
    "UNESCO/A10-D01/1": {"role": "CONTRIB", "description": "Hosts a dialogue (by telephone).", "status": "PLANNED",
                         "note": "Call again in May."},
}  # fmt: skip
HEADER = 3
"""The row of the titles on the sheets of a master."""
OPEN_CONFLICTS = ("EDIT/UNESCO/A10-D01/1/description",)
NOT_REPORTED = ("UNDP/A04-D01/1",)


class Year:
    """The coordinator's desk: the folder of submissions, the master, and the calendar.

    Args:
        place: an empty folder.
        resave: what becomes of the master each time the coordinator saved it.
    """

    def __init__(self, place: Path, resave: Resave) -> None:
        self.place = place
        self.inbox = place / "submissions"
        self.inbox.mkdir(parents=True)
        self.master = place / "master.xlsx"
        self.resave = resave

    def run(self, *words: object) -> str:
        """Run a command; what it says."""
        result = CliRunner().invoke(main, [*map(str, words)], catch_exceptions=False)
        if result.exit_code not in (0, 1):
            raise RuntimeError(result.output)
        return result.output

    def merge(self, day: str, *paths: Path, call: str = PLANNING) -> str:
        """Merge the folder, or some files, into the master."""
        return self.run("merge", *(paths or [self.inbox]), "-o", self.master, "--date", day, "--round", call)

    def edit(self, change: Callable[[Workbook], None]) -> None:
        """Do something to the master, and save it as the coordinator's program does."""
        book = load_workbook(self.master)
        change(book)
        book.save(self.master)
        self.resave(self.master)


def write(page: Worksheet, line: str, values: Mapping[str, Any]) -> None:
    """Write into the line of a sheet that is known by one of its texts, by the titles of columns."""
    titles = next(cells for cells in page.values if values.keys() <= set(cells))
    row = next(n for n, cells in enumerate(page.values, 1) if line in cells)
    for title, value in values.items():
        page.cell(row, titles.index(title) + 1).value = value


def fill(path: Path, rows: Mapping[str, Mapping[str, Any]], form: Mapping[str, Any]) -> None:
    """Fill a template: rows by ref, the form by key."""
    book = load_workbook(path)
    for ref, values in rows.items():
        write(book["Contributions"], ref, values)
    for key, value in form.items():
        book["Entity"].cell(FORM[key], 2).value = value
    book.save(path)


def planned(year: Year, name: str, entity: str, rows: Mapping[str, Mapping[str, Any]], **form: Any) -> Path:
    """A submission of the planning round."""
    path = year.inbox / name
    emg.write_template(path, entity=entity, round_id=PLANNING)
    fill(path, rows, {"name": "Ada Example", "email": f"focal.point@{entity.lower()}.example", **form})
    return path


def planning_round(year: Year) -> None:
    """Answers come in one after the other, one late, one from a second colleague, one corrected."""
    planned(year, "UNEP.xlsx", "UNEP", {
        "A01": {ROLE: "Lead", TEXT: "Chairs the group."},
        "A04-D01": {ROLE: "Lead", TEXT: "Drafts the guidance note with all.", SCHEDULE: "June 2022", AMOUNT: -5000},
    }, completed=date(2021, 10, 4))  # fmt: skip
    planned(year, "FAO.xlsx", "FAO", {
        "A01-D04": {ROLE: "Contributing", TEXT: "Sends data.", SCHEDULE: "February 2022"},
        "A01-D05": {ROLE: "Reviewing or advising", TEXT: "Reviews the note."},
    })  # fmt: skip
    planned(year, "UNDP.xlsx", "UNDP", {
        "A04-D01": {ROLE: "Lead", TEXT: "Pilots the guidance in two countries."},
    })  # fmt: skip
    year.run("merge", year.inbox, "-o", year.master, "--date", "2021-10-11", "--round", PLANNING,
             "--reports", year.place / "reports")  # fmt: skip
    late = planned(year, "WHO late.xlsx", "WHO", {
        "A05-D01": {ROLE: "Contributing", TEXT: "Gives cases on air quality."},
        "A10-D01": {ROLE: "Contributing", TEXT: "Hosts one dialogue on health."},
    })  # fmt: skip
    year.merge("2021-11-02", late)
    planned(year, "FAO second.xlsx", "FAO", {
        "A01-D04": {ROLE: "Contributing", SCHEDULE: "March 2022"},
    }, email="second.colleague@fao.example", kind="Only some activities or rows")  # fmt: skip
    corrected = year.place / "reports" / "UNEP" / f"EMG_{PLANNING}_UNEP_to-check.xlsx"
    (year.inbox / "UNEP corrected.xlsx").write_bytes(corrected.read_bytes())
    fill(year.inbox / "UNEP corrected.xlsx", {"A04-D01": {AMOUNT: 5000}}, {})
    year.merge("2021-11-09")


def between_the_rounds(year: Year) -> None:
    """The coordinator decides two conflicts, notes a telephone answer, shortens a text, and adds a sheet."""

    def change(book: Workbook) -> None:
        contributions, conflicts = book["Contributions"], book["Conflicts"]
        write(contributions, "UNEP/A04-D01/1", {TEXT: "Drafts the guidance."})
        row = contributions.max_row + 1
        titles = [cell.value for cell in contributions[HEADER]]
        told = {"Entity": "UNESCO", "Ref.": "A10-D01", ROLE: "Contributing", TEXT: "Hosts a dialogue (by telephone).",
                "Coordinator note": "Call again in May."}  # fmt: skip
        for title, value in told.items():
            contributions.cell(row, titles.index(title) + 1).value = value
        write(conflicts, "LEAD/A04-D01", {"Decision": "All as co-leads"})
        sides = next(cells for cells in conflicts.values if "CELL/FAO/A01-D04/1/schedule" in cells)
        number = next(side[0] for cell in sides if isinstance(cell, str) for side in cell.split("\n")
                      if "March 2022" in side)  # fmt: skip
        write(conflicts, "CELL/FAO/A01-D04/1/schedule", {"Decision": f"Side {number}"})
        write(book["Work plan"], "A04-D01", {"Agreed schedule": "By Stockholm+50"})
        book.create_sheet("Our calls")["A1"] = "UNESCO, 12 November: will host one dialogue."

    year.edit(change)
    year.merge("2021-11-15")


def reporting_round(year: Year) -> None:
    """Pre-filled templates go out; they come back changed, as they went out, and not at all."""
    out = year.place / "invitations"
    year.run("template", "--from", year.master, "--all", out, "--round", REPORTING, "--date", "2022-03-01")

    def back(entity: str, rows: Mapping[str, Mapping[str, Any]], **form: Any) -> None:
        path = year.inbox / f"{entity} report.xlsx"
        path.write_bytes((out / f"EMG_{REPORTING}_{entity}.xlsx").read_bytes())
        fill(path, rows, {"completed": date(2022, 3, 20), **form})

    back("UNEP", {
        "A01": {STATUS: "In progress", PROGRESS: "Met twice."},
        "A04-D01": {STATUS: "Delayed", PROGRESS: "First draft is out."},
    })  # fmt: skip
    back("WHO", {
        "A05-D01": {STATUS: "Completed", PROGRESS: "Cases are published."},
        "A10-D01": {"Change": "Withdrawn"},
    })  # fmt: skip
    back("UNESCO", {"A10-D01": {TEXT: "Hosts two dialogues.", STATUS: "Not started yet (planned)"}},
         name="Max Example", email="focal.point@unesco.example")  # fmt: skip
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "focal.point@fao.example", "No change"
    mail["Date"] = "Mon, 21 Mar 2022 10:00:00 +0000"
    mail.set_content("As before, thank you.")
    unchanged = (out / f"EMG_{REPORTING}_FAO.xlsx").read_bytes()
    mail.add_attachment(unchanged, maintype="application", subtype="octet-stream", filename="FAO.xlsx")
    (year.inbox / "FAO.eml").write_bytes(mail.as_bytes())
    year.merge("2022-03-28", call=REPORTING)
    year.resave(year.master)
    year.merge("2022-04-04", call=REPORTING)


def play(place: Path, resave: Resave = lambda _: None) -> Path:
    """Play the whole year.

    Args:
        place: an empty folder.
        resave: what becomes of the master each time the coordinator saved it.

    Returns:
        The master.
    """
    year = Year(place, resave)
    planning_round(year)
    between_the_rounds(year)
    reporting_round(year)
    return year.master


if __name__ == "__main__":
    print(play(Path(sys.argv[1])))
