"""The master workbook: the sheets a coordinator lives in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from emg_xlsx.layouts import Layout
from emg_xlsx.master.tables import Desk, Sheetful, listed_rows, typed_rows, write_table
from emg_xlsx.mastered import SAID, SHEETS, Master
from emg_xlsx.plan import Plan
from emg_xlsx.schedule import format_schedule
from emg_xlsx.schemas.master_tables import CHANGES, CONFLICTS, LEFT_OUT, QUESTIONS, REGISTER
from emg_xlsx.schemas.of_plan import codelist, master_contributions_table, master_proposals_table
from emg_xlsx.schemas.summary_tables import WORK_PLAN
from emg_xlsx.summarised import Overview, Summaries
from emg_xlsx.texts import counted, text
from emg_xlsx.xlsx import writing
from emg_xlsx.xlsx.writing import Book, Page

MASTER_VERSION = "1"
SAID_ROW, SAID_PART = 10, 30_000
"""Where the fingerprints begin on ``_meta``, and how many characters a line of them has."""


@dataclass(frozen=True, slots=True)
class _Job:
    """What every sheet of one master needs."""

    book: Book
    master: Master
    summaries: Summaries
    lists: dict[str, str]
    layouts: Mapping[str, Layout]

    @property
    def plan(self) -> Plan:
        """The plan of the master."""
        return self.master.plan

    @property
    def header(self) -> str:
        """What stands at the head of every printed page."""
        overview = self.summaries.overview
        return text("master.page", plan=self.plan.title, round=self.master.round, approval=self.plan.approval,
                    day=format_schedule(self.master.day, self.master.day, "day"), answered=overview.answered,
                    expected=overview.expected)  # fmt: skip


def write_master(
    target: Path | BytesIO, master: Master, summaries: Summaries, layouts: Mapping[str, Layout] | None = None
) -> None:
    """Write the master workbook; the same master gives the same bytes.

    Args:
        target: file or buffer.
        master: the tables.
        summaries: what the summary sheets show, computed from the same master.
        layouts: name of a sheet to how the coordinator arranged it.
    """
    with Book(target, title=text("master.title", plan=master.plan.title), language="en", day=master.day) as book:
        sheets = {name: book.page(name) for name in SHEETS}
        job = _Job(book, master, summaries, {}, layouts or {})
        desk = Desk(book, master.plan, job.lists, job.header)
        _meta(job, sheets["_meta"])
        _overview(job, sheets["Overview"])
        for page in (_work_plan(job), *_pages(job)):
            write_table(desk, sheets[page.table.sheet], page)
        _said(sheets["_meta"], [sheets[name] for name in SHEETS if not name.startswith("_")])
        _base(sheets["_base"], master.base)


def _pages(job: _Job) -> Iterable[Sheetful]:
    """The data sheets after the work plan."""
    master, plan = job.master, job.plan
    for table, frame, frozen in ((master_contributions_table(plan), master.contributions, 3),
                                 (master_proposals_table(plan), master.proposals, 2)):  # fmt: skip
        yield Sheetful(table, typed_rows(frame, table, plan), frozen, job.layouts.get(table.sheet, Layout()))
    for table, frame, frozen in (
        (CONFLICTS, master.conflicts, 1),
        (QUESTIONS, master.questions, 1),
        (LEFT_OUT, master.left_out, 1),
        (REGISTER, master.register, 2),
        (CHANGES, master.changes, 1),
    ):
        yield Sheetful(table, listed_rows(frame, table, plan), frozen, job.layouts.get(table.sheet, Layout()))


def _overview(job: _Job, sheet: Worksheet) -> None:
    book, overview, plan = job.book, job.summaries.overview, job.plan
    sheet.hide_gridlines(2)
    for column, width in enumerate((2, 34, 10, 2, 62)):
        sheet.set_column(column, column, width)
    quiet = book.look(font_color=writing.QUIET)
    sheet.set_row(1, 30)
    sheet.write_string(1, 1, plan.title, book.look(bold=True, font_size=18, font_color=writing.HEAD, text_wrap=False))
    sheet.write_string(2, 1, plan.approval, book.look(bold=True, font_color="#8A4B00", text_wrap=False))
    day = format_schedule(job.master.day, job.master.day, "day")
    sheet.write_string(3, 1, text("master.run", round=job.master.round, day=day), book.look(
        font_color=writing.QUIET, text_wrap=False))  # fmt: skip
    row = 5
    under = {"bottom": 1, "bottom_color": writing.LINE}
    for heading, lines in _overview_blocks(overview, job.master.since):
        sheet.set_row(row, 24)
        sheet.write_string(
            row, 1, heading, book.look(bold=True, font_size=13, font_color=writing.HEAD, text_wrap=False, **under)
        )
        for column in (2, 3, 4):
            sheet.write_blank(row, column, None, book.look(**under))
        for label, figure, remark, link in lines:
            row += 1
            if link:
                sheet.write_url(row, 1, f"internal:'{link}'!A1", book.look(font_color=writing.LINK, underline=1), label)
            else:
                sheet.write_string(row, 1, label, book.look())
            sheet.write(row, 2, figure, book.look(bold=True, align="right"))
            sheet.write_string(row, 4, remark, quiet)
            sheet.set_row(row, writing.row_height([(remark, 62)]) + 3)
        row += 2
    sheet.print_area(0, 0, row, 4)
    writing.print_setup(sheet, landscape=False, header=job.header)
    sheet.fit_to_pages(1, 1)


_Line = tuple[str, int | str, str, str | None]


def _overview_blocks(overview: Overview, since: date | None) -> Iterable[tuple[str, list[_Line]]]:
    """Heading and lines of each block: label, figure, remark, sheet to jump to."""

    def say(key: str, **facts: object) -> str:
        return text(f"overview.{key}", **facts)

    with_others: list[_Line] = [(say("with_others"), overview.with_others, say("with_others_note"), None)]
    if not overview.with_others:
        with_others = []
    yield (
        say("answers"),
        [
            (say("answered"), say("of", n=overview.answered, total=overview.expected), say("answered_note"),
             "Register"),
            *(
                (text(f"state.{state}"), count, text(f"state_note.{state}"), None)
                for state, count in overview.files_by_state.items()
                if count
            ),
            *with_others,
        ],
    )  # fmt: skip
    if since:
        news = ", ".join(f"{text(f'what.{what}').lower()}: {count}" for what, count in overview.news.items())
        day = format_schedule(since, since, "day")
        yield say("news", day=day), [(say("changes"), sum(overview.news.values()), news or say("no_news"), "Changes")]
    yield (
        say("work"),
        [
            (say("contributions"), overview.contributions,
             say("contributions_note", entities=counted("entity", overview.entities)), "Contributions"),
            (say("proposals"), overview.proposals, "", "New proposals"),
            (say("without_lead"), len(overview.without_lead), ", ".join(overview.without_lead), "Work plan"),
            (say("without_contributor"), len(overview.without_contributor), ", ".join(overview.without_contributor),
             "Work plan"),
            (say("not_reported"), len(overview.not_reported), ", ".join(overview.not_reported), "Contributions"),
        ],
    )  # fmt: skip
    yield (
        say("open"),
        [
            (say("conflicts"), overview.conflicts, say("conflicts_note"), "Conflicts"),
            *(
                (text(f"severity.{severity}"), count, text(f"severity_note.{severity}"), "Questions")
                for severity, count in overview.findings_by_severity.items()
            ),
            (say("left_out"), overview.left_out, say("left_out_note"), "Left out"),
        ],
    )


def _work_plan(job: _Job) -> Sheetful:
    """The work plan: activities as a whole stand out, and so does a lead that is still to be decided."""
    lines = job.summaries.work_plan
    agreed = job.master.secretariat["agreed"]
    rows = [(line.ref, line.outcome, line.activity, line.deliverable, line.schedule, agreed.get(line.ref), line.lead,
             line.contributing, line.rows) for line in lines]  # fmt: skip
    whole = {"bold": True, "bg_color": writing.BAND}
    return Sheetful(
        WORK_PLAN,
        rows,
        1,
        job.layouts.get(WORK_PLAN.sheet, Layout()),
        {place: whole for place, line in enumerate(lines) if line.whole},
        {(place, "lead"): {"italic": True} for place, line in enumerate(lines) if "(" in line.lead},
    )


def _base(sheet: Worksheet, frame: pd.DataFrame) -> None:
    for column, key in enumerate(frame.columns):
        sheet.write_string(0, column, key)
        for row, value in enumerate(frame[key], 1):
            if value is not None:
                sheet.write_string(row, column, str(value)[: writing.TEXT_LIMIT])
    sheet.hide()


def _meta(job: _Job, sheet: Worksheet) -> None:
    """Who wrote the file and for which plan; beside it, the lists the dropdowns read from."""
    master = job.master
    values = {
        "kind": "master",
        "version": MASTER_VERSION,
        "plan": master.plan.id,
        "plan_title": master.plan.title,
        "round": master.round,
        "date": master.day.isoformat(),
        "since": master.since.isoformat() if master.since else "",
        "known_changes": str(master.known),
    }
    for row, (key, value) in enumerate(values.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    for column, (name, labels) in enumerate(_list_values(job.plan), 4):
        sheet.write_string(0, column, name)
        for row, label in enumerate(labels, 1):
            sheet.write_string(row, column, label)
        letter = chr(65 + column)
        job.lists[name] = f"='_meta'!${letter}$2:${letter}${len(labels) + 1}"
    sheet.hide()


def _said(sheet: Worksheet, pages: Iterable[Page]) -> None:
    """Fingerprints of what we wrote on each sheet, by which a later merge knows what was typed over it."""
    row = SAID_ROW
    for page in pages:
        told = "".join(sorted(page.said))
        for start in range(0, len(told), SAID_PART):
            for column, value in enumerate((SAID, page.name, told[start : start + SAID_PART])):
                sheet.write_string(row, column, value)
            row += 1


def _list_values(plan: Plan) -> Iterable[tuple[str, list[str]]]:
    tables = (master_contributions_table(plan), master_proposals_table(plan))
    names = dict.fromkeys(f.codelist for t in tables for f in t.fields if f.codelist and f.type == "code")
    for name in names:
        yield str(name), [code.label for code in codelist(plan, str(name)).codes]
    yield "register.use", [text("decision.yes"), text("decision.no")]
