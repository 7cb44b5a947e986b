"""Answers with the troubles that real ones have, each planted on purpose. People and addresses are fictional."""

from __future__ import annotations

from datetime import date

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter

from emg_xlsx.demo.filling import Blanks, Filled, inserted, moved, row_above


def unesco(blanks: Blanks) -> Filled:
    """Moved and renamed columns, and one of their own."""
    f = Filled(blanks, "UNESCO", completed_on=date(2022, 3, 7))
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
    moved(f, "status", "role")
    f.sheet.cell(1, f.columns["description"]).value = "UNESCO action"
    f.plant_in("column-moved", 1, "status")
    f.plant_in("column-renamed", 1, "description")
    inserted(f, "partners", "Sector")
    f.sheet.cell(row, f.columns["partners"] - 1).value = "CI"
    f.plant("column-extra", "Contributions", f"{get_column_letter(f.columns['partners'] - 1)}1")
    f.plant_in("value-unknown", row, "status")
    return f


def unido(blanks: Blanks) -> Filled:
    """Title rows above the table and a typed total under it."""
    f = Filled(blanks, "UNIDO", completed_on=date(2022, 3, 2))
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
        row_above(f, n, words)
    f.plant("table-moved", "Contributions", None)
    row = f.say(f.first_free + f.shift, role="Total", staff_months=3.5, amount_usd=135000)
    f.plant_in("total-ignored", row, "role")
    return f


def un_habitat(blanks: Blanks) -> Filled:
    """Schedules as people write them."""
    f = Filled(blanks, "UN-Habitat", completed_on=date(2022, 3, 9))
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


def unu(blanks: Blanks) -> Filled:
    """Words and doubts in number cells."""
    f = Filled(blanks, "UNU", completed_on=date(2022, 2, 28))
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


def cbd(blanks: Blanks) -> Filled:
    """Rows that name no part of the plan, and one inserted between pre-printed rows."""
    f = Filled(blanks, "CBD", completed_on=date(2022, 3, 3))
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
        f.first_free, ref="A01-D09", role="Contributing", description="Side event at the resumed COP.", status="Delayed"
    )
    f.plant_in("ref-unknown", row, "ref")
    row = f.say(f.first_free + 1, role="Contributing", description="Newsletter articles.", status="In progress")
    f.plant_in("ref-missing", row, "ref")
    row = f.say(
        f.first_free + 2, ref="a1 d2", role="Contributing", description="Shares training modules.", status="Completed"
    )
    f.plant_in("ref-respelled", row, "ref")
    row = f.plan.refs.index("A08-D07") + 3
    f.sheet.insert_rows(row)
    f.say(row, role="Contributing", description="Second set of guidance for field offices.", status="In progress")
    f.plant_in("ref-from-above", row, "ref")
    for trouble in f.planted[:3]:
        # The inserted row stands above the free rows and moved them down by one.
        cell = str(trouble["cell"])
        trouble["cell"] = f"A{int(cell[1:]) + 1}"
    return f


def itu(blanks: Blanks) -> Filled:
    """Cells that are needed and empty, a text too long, a word in no list, a copy of a row."""
    f = Filled(blanks, "ITU", completed_on=date(2022, 3, 8), email="focal point at itu")
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
    f.say(f.first_free, **same)
    row = f.say(f.first_free + 1, **same)
    f.plant_in("duplicate-row", row, "description")
    row = f.say(
        "A05-D01", role="Contributing", description="Data on e-waste.", status="In progress", evidence="see our website"
    )
    f.plant_in("link-unreadable", row, "evidence")
    return f


def unccd(blanks: Blanks) -> Filled:
    """Other languages, stray spaces, a note on a cell, an edit in a grey cell, and two proposals."""
    f = Filled(blanks, "UNCCD", completed_on=date(2022, 3, 10), submission_kind="Only some activities or rows")
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
    row = f.plan.refs.index("A05-D01") + 2
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
