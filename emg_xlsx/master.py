"""The master workbook: the sheets a coordinator lives in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from emg_xlsx.mastered import SAID, SHEETS, Master, Overview, PlanLine, Summaries
from emg_xlsx.plan import Plan
from emg_xlsx.sameness import editable
from emg_xlsx.schedule import format_schedule
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.master_tables import CHANGES, CONFLICTS, LEFT_OUT, QUESTIONS, REGISTER
from emg_xlsx.schemas.of_plan import codelist, master_contributions_table, master_proposals_table
from emg_xlsx.texts import counted, text
from emg_xlsx.xlsx import writing
from emg_xlsx.xlsx.writing import Book, Page

MASTER_VERSION = "1"
INLINE_LIST = 255
"""Characters of a list of answers that stands in the cell's own rule."""

WORDED = ("state", "severity", "what")
"""Columns of lists that hold codes of the house, shown in words of the catalogue."""

SAID_ROW, SAID_PART = 10, 30_000
"""Where the fingerprints begin on ``_meta``, and how many characters a line of them has."""

LAST_PRINTED = {"contributions": "progress", "proposals": "partners", "register": "notes"}
"""The last column printed of sheets too wide for a page; what follows is for the screen."""

WORK_PLAN_COLUMNS = (
    ("ref", 10), ("outcome", 24), ("activity", 28), ("deliverable", 48), ("schedule", 20), ("agreed", 20),
    ("lead", 18), ("contributing", 34), ("rows", 9),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Job:
    """What every sheet of one master needs."""

    book: Book
    master: Master
    summaries: Summaries
    lists: dict[str, str]

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


def write_master(target: Path | BytesIO, master: Master, summaries: Summaries) -> None:
    """Write the master workbook; the same master gives the same bytes.

    Args:
        target: file or buffer.
        master: the tables.
        summaries: what the summary sheets show, computed from the same master.
    """
    with Book(target, title=text("master.title", plan=master.plan.title), language="en", day=master.day) as book:
        sheets = {name: book.page(name) for name in SHEETS}
        job = _Job(book, master, summaries, {})
        _meta(job, sheets["_meta"])
        _overview(job, sheets["Overview"])
        _work_plan(job, sheets["Work plan"])
        contributions = master_contributions_table(master.plan)
        _table(job, sheets["Contributions"], contributions, _rows(master.contributions, contributions, master.plan), 3)
        proposals = master_proposals_table(master.plan)
        _table(job, sheets["New proposals"], proposals, _rows(master.proposals, proposals, master.plan), 2)
        for table, frame, frozen in (
            (CONFLICTS, master.conflicts, 1),
            (QUESTIONS, master.questions, 1),
            (LEFT_OUT, master.left_out, 1),
            (REGISTER, master.register, 2),
            (CHANGES, master.changes, 1),
        ):
            _table(job, sheets[table.sheet], table, _plain_rows(frame, table, master.plan), frozen)
        _said(sheets["_meta"], [sheets[name] for name in SHEETS if not name.startswith("_")])
        _base(sheets["_base"], master.base)


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
        sheet.write_string(row, 1, heading, book.look(bold=True, font_size=13, font_color=writing.HEAD, **under))
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


def _work_plan(job: _Job, sheet: Page) -> None:
    book = job.book
    sheet.theirs = frozenset(n for n, (key, _) in enumerate(WORK_PLAN_COLUMNS) if key == "agreed")
    sheet.set_row(0, 32)
    for column, (key, width) in enumerate(WORK_PLAN_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, text(f"work_plan.{key}"), book.head)
    line = {"border": 1, "border_color": writing.LINE}
    for row, item in enumerate(job.summaries.work_plan, 1):
        shade = {**line, "bold": True, "bg_color": writing.BAND} if item.whole else line
        own = {**shade, "bg_color": writing.CREAM, "bold": False}
        sheet.set_row(row, _height(zip((w for _, w in WORK_PLAN_COLUMNS), (
            item.ref, item.outcome, item.activity, item.deliverable, item.schedule, None, item.lead,
            item.contributing), strict=False), bold=item.whole))  # fmt: skip
        values: tuple[Any, ...] = (item.ref, item.outcome, item.activity, item.deliverable, item.schedule,
                                   job.master.agreed["agreed"].get(item.ref), item.lead, item.contributing,
                                   item.rows)  # fmt: skip
        for column, value in enumerate(values):
            agreed = WORK_PLAN_COLUMNS[column][0] == "agreed"
            look = book.look(**own) if agreed else _gap(book, shade, item, WORK_PLAN_COLUMNS[column][0])
            writing.put(sheet, row, column, value, (look, look, look))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(job.summaries.work_plan), len(WORK_PLAN_COLUMNS) - 1)
    writing.print_setup(sheet, header=job.header, repeat=0)


def _height(cells: Iterable[tuple[float, Any]], *, bold: bool = False) -> float:
    """The height at which a row's texts show whole, as far as a row can be that high."""
    return writing.row_height([(value, width) for width, value in cells if isinstance(value, str)], bold=bold)


def _gap(book: Book, shade: dict[str, Any], item: PlanLine, key: str) -> Any:
    """The look of a work plan cell; a lead still to be decided stands out by weight and words."""
    return book.look(**shade, italic=True) if key == "lead" and "(" in item.lead else book.look(**shade)


def _table(job: _Job, sheet: Page, table: Table, rows: Sequence[Sequence[Any]], frozen: int) -> None:
    """A data sheet: header, filter, frozen columns, dropdowns in the coordinator's own columns."""
    book = job.book
    sheet.theirs = frozenset(n for n, field in enumerate(table.fields) if field in editable(table, job.plan))
    sheet.set_row(0, 32)
    line = {"border": 1, "border_color": writing.LINE}
    own_head = book.look(bold=True, bg_color=writing.CREAM, border=1, border_color=writing.LINE, valign="vcenter")
    looks = []
    for column, field in enumerate(table.fields):
        sheet.set_column(column, column, field.width)
        sheet.write_string(0, column, field.title, own_head if field.own else book.head)
        shade = {**line, "bg_color": writing.CREAM} if field.own else line
        number = "#,##0" + ("." + "0" * field.decimals if field.decimals else "")
        shade = shade if field.wrap else {**shade, "text_wrap": False}
        looks.append((book.look(**shade), book.look(**shade, num_format=number),
                      book.look(**shade, num_format="d mmm yyyy", align="left")))  # fmt: skip
    for row, values in enumerate(rows, 1):
        sheet.set_row(row, _height((f.width, value) for f, value in zip(table.fields, values, strict=True) if f.wrap))
        for column, value in enumerate(values):
            writing.put(sheet, row, column, value, looks[column])
    if not rows:
        sheet.write_string(1, 0, text(f"empty.{table.name}"), book.look(italic=True, font_color=writing.QUIET,
                                                                        text_wrap=False))  # fmt: skip
    _dropdowns(job, sheet, table, max(len(rows), 1))
    if table is CONFLICTS:
        _choices(sheet, rows)
    sheet.freeze_panes(1, frozen)
    sheet.autofilter(0, 0, max(len(rows), 1), len(table.fields) - 1)
    if table.name in LAST_PRINTED:
        sheet.print_area(0, 0, max(len(rows), 1), table.keys.index(LAST_PRINTED[table.name]))
    writing.print_setup(sheet, header=job.header, repeat=0)


def _dropdowns(job: _Job, sheet: Worksheet, table: Table, last: int) -> None:
    for column, field in enumerate(table.fields):
        source = job.lists.get(field.codelist or "") if field.type == "code" else job.lists.get(
            f"{table.name}.{field.key}")  # fmt: skip
        if source:
            sheet.data_validation(1, column, last, column, {"validate": "list", "source": source,
                                                            "error_type": "information"})  # fmt: skip


def _choices(sheet: Worksheet, rows: Sequence[Sequence[Any]]) -> None:
    """The answers of each conflict to choose from; other words may be typed as well."""
    options, decision = CONFLICTS.keys.index("options"), CONFLICTS.keys.index("decision")
    for row, values in enumerate(rows, 1):
        listed = [word.replace(",", " ") for word in str(values[options]).split("; ")]
        if sum(map(len, listed)) + len(listed) <= INLINE_LIST:
            sheet.data_validation(row, decision, row, decision, {"validate": "list", "source": listed,
                                                                 "error_type": "information"})  # fmt: skip


def _rows(frame: pd.DataFrame, table: Table, plan: Plan) -> list[list[Any]]:
    """The rows of a typed frame as a person reads them: labels for codes, None for nothing."""
    columns = []
    for field in table.fields:
        values = list(frame.index) if field.key == "id" else list(frame[field.key])
        columns.append([_shown(value, field, plan) for value in values])
    return [list(row) for row in zip(*columns, strict=True)]


def _shown(value: Any, field: Field, plan: Plan) -> Any:
    if pd.isna(value):
        return None
    if field.codelist and field.type in ("code", "codes"):
        options = codelist(plan, field.codelist)
        return "; ".join(options.label(code) for code in str(value).split("; "))
    if field.numeric:
        return value.item() if hasattr(value, "item") else value
    if field.type == "date":
        return value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
    return value


def _plain_rows(frame: pd.DataFrame, table: Table, plan: Plan) -> list[list[Any]]:
    """The rows of a list as a person reads them: words for states, severities and codes."""
    columns: list[Iterable[Any]] = []
    for field in table.fields:
        values = list(frame.index if field.key == "id" else frame[field.key])
        if field.key in WORDED:
            columns.append([_worded(field.key, value) for value in values])
        else:
            columns.append([_shown(value, field, plan) for value in values])
    return [list(row) for row in zip(*columns, strict=True)]


def _worded(section: str, value: Any) -> str:
    return text(f"{section}.{value}")


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
