"""Answers as most of them come: complete, or with little to ask. People and addresses are fictional."""

from __future__ import annotations

from datetime import date

from emg_xlsx.demo.filling import Blanks, Filled


def unep(blanks: Blanks) -> Filled:
    """A clean and complete answer that leads an activity as a whole."""
    f = Filled(blanks, "UNEP", completed_on=date(2022, 3, 1), may_quote="Yes", cleared_by="Director of the division")
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


def ohchr(blanks: Blanks) -> Filled:
    """One of the two that claim the lead of one deliverable."""
    f = Filled(blanks, "OHCHR", completed_on=date(2022, 2, 25))
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


def undp(blanks: Blanks) -> Filled:
    """The other claimant of that lead; writes its own words where lists are offered."""
    f = Filled(blanks, "UNDP", file="UNDP_workplan_FINAL_v2.xlsx", completed_on=date(2022, 3, 4))
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


def fao(blanks: Blanks) -> Filled:
    """Clean, for several activities, with a free row for a second contribution to one deliverable."""
    f = Filled(
        blanks,
        "FAO",
        file="FAO contribution.xlsx",
        completed_on=date(2022, 2, 21),
        comment="Thank you for the new form.",
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
        f.first_free,
        ref="A01-D04",
        role="Contributing",
        description="Hosts a webinar series on restoration.",
        schedule="March 2022 - June 2022",
        status="Not started yet (planned)",
        kind="Organising or hosting an event",
    )
    return f


def who(blanks: Blanks) -> Filled:
    """Nothing to report this time."""
    return Filled(blanks, "WHO", submission_kind="Nothing to report this time", completed_on=date(2022, 2, 18))


def wmo(blanks: Blanks) -> Filled:
    """An ordinary answer that LibreOffice saves."""
    f = Filled(blanks, "WMO", completed_on=date(2022, 3, 6))
    f.say(
        "A01-D03",
        role="Contributing",
        description="Climate services for the chemicals agenda.",
        status="In progress",
        schedule=date(2022, 2, 1),
        progress="Méthode décrite – ‘état des lieux’ achevé.",
        staff_months=0.5,
    )
    f.sheet.cell(f.plan.refs.index("A01-D03") + 2, f.columns["schedule"]).number_format = "mmm\\-yy"
    row = f.say(
        "A08-D02",
        role="Reviewing or advising",
        description="Checks the emission factors.",
        status="Delayed",
        amount_usd="10 000 $",
    )
    f.plant_in("number-spelled", row, "amount_usd")
    return f


def upu(blanks: Blanks) -> Filled:
    """A file that does not say whose it is."""
    f = Filled(blanks, "", file="Workplan UPU.xlsx", focal_point="Focal point", email="focal.point@upu.example")
    f.say("A08-D04", role="Contributing", description="Tutorial for postal staff.", status="In progress")
    f.plant("entity-missing", "Entity", "B3")
    return f


def ifad(blanks: Blanks) -> Filled:
    """A template nobody filled."""
    f = Filled(blanks, "IFAD")
    for key in ("focal_point", "email"):
        f.form(key, None)
    return f
