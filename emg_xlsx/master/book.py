"""The master workbook: the sheets a coordinator lives in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from io import BytesIO
from itertools import chain
from pathlib import Path
from struct import pack
from typing import Any

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from emg_xlsx.layouts import Layout
from emg_xlsx.master.lists import FIRST, Lists, lists_of
from emg_xlsx.master.live import counted, rows_of
from emg_xlsx.master.matrix import write_matrix
from emg_xlsx.master.overview import write_overview
from emg_xlsx.master.resources import write_resources
from emg_xlsx.master.sheets import activity_of_ref, events, places_of, progress, requests, work_plan
from emg_xlsx.master.shown import TypedRows, listed_rows
from emg_xlsx.master.tables import Desk, Formula, Sheetful, source_of, write_table
from emg_xlsx.master.timeline import write_timeline
from emg_xlsx.mastered import SAID, SHEETS, Master
from emg_xlsx.printing import recounted
from emg_xlsx.schedule import format_schedule
from emg_xlsx.schemas.fields import Table
from emg_xlsx.schemas.master_tables import CHANGES, CONFLICTS, LEFT_OUT, QUESTIONS, REGISTER
from emg_xlsx.schemas.of_plan import master_contributions_table, master_proposals_table, progress_table
from emg_xlsx.schemas.summary_tables import EVENTS, REQUESTS, WORK_PLAN
from emg_xlsx.summarised import Summaries
from emg_xlsx.texts import text
from emg_xlsx.xlsx.writing import Book
from emg_xlsx.xlsx.written import Cells, Page

MASTER_VERSION = "1"
LISTED = (CONFLICTS, QUESTIONS, LEFT_OUT, REGISTER, CHANGES)
LARGE = 5_000
"""Contributions from which on the workbook is written row by row, in memory that does not grow with them."""
SAID_ROW, SAID_PART = 10, 30_000
"""Where the fingerprints begin on ``_meta``, and how many characters a line of them has."""


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
    layouts = layouts or {}
    large = len(master.contributions) > LARGE
    with Book(target, title=text("master.title", plan=master.plan.title), language="en", day=master.day,
              constant_memory=large) as book:  # fmt: skip
        sheets = {name: book.page(name) for name in SHEETS}
        desk = _desk(book, master, summaries, layouts)
        write_overview(desk, sheets["Overview"], master, summaries)
        for page in _pages(desk, master, summaries, layouts):
            write_table(desk, sheets[page.table.sheet], page)
        write_matrix(desk, sheets["Matrix"], summaries.matrix)
        write_timeline(desk, sheets["Timeline"], summaries.timeline)
        write_resources(desk, sheets["Resources"], summaries)
        _meta(sheets["_meta"], master, desk.lists, [sheets[name] for name in SHEETS if not name.startswith("_")])
        _base(sheets["_base"], master.base)


def _desk(book: Book, master: Master, summaries: Summaries, layouts: Mapping[str, Layout]) -> Desk:
    """What the sheets read from one another, wherever the coordinator moved the columns."""
    plan, overview = master.plan, summaries.overview
    lists = lists_of(plan, "_meta")
    tables = (master_contributions_table(plan), master_proposals_table(plan), progress_table(plan), *LISTED)
    sources = {table.sheet: source_of(table, layouts.get(table.sheet, Layout())) for table in tables}
    rows = rows_of(sources["Contributions"], plan, lists.ranges["entities"])
    header = text("master.page", plan=plan.title, round=master.round, approval=plan.approval,
                  day=format_schedule(master.day, master.day, "day"), answered=overview.answered,
                  expected=overview.expected)  # fmt: skip
    return Desk(book, plan, lists, sources, rows, places_of(summaries.progress), header)


def _pages(desk: Desk, master: Master, summaries: Summaries, layouts: Mapping[str, Layout]) -> Iterable[Sheetful]:
    """The sheets that are tables."""
    plan = master.plan

    def layout(table: Table) -> Layout:
        return layouts.get(table.sheet, Layout())

    contributions, proposals = master_contributions_table(plan), master_proposals_table(plan)
    ranges = desk.lists.ranges
    activity = activity_of_ref(ranges["refs"], ranges["activities"])
    live: dict[str, Formula] = {"activity_id": activity, "counted": partial(counted, desk.rows)}
    yield work_plan(desk, master, summaries, layout(WORK_PLAN))
    rows = TypedRows(recounted(master.contributions), contributions, plan)
    yield Sheetful(contributions, rows, 3, layout(contributions), computed=live)
    yield progress(master, summaries, desk.rows, layout(progress_table(plan)))
    yield events(master, summaries, layout(EVENTS))
    yield requests(master, summaries, layout(REQUESTS))
    yield Sheetful(proposals, TypedRows(master.proposals, proposals, plan), 2, layout(proposals))
    frames = (master.conflicts, master.questions, master.left_out, master.register, master.changes)
    for table, frame in zip(LISTED, frames, strict=True):
        frozen = 2 if table is REGISTER else 1
        yield Sheetful(table, listed_rows(frame, table, plan), frozen, layout(table))


def _base(sheet: Page, frame: pd.DataFrame) -> None:
    sheet.theirs = frozenset(range(len(frame.columns)))  # nobody types over what is hidden
    cells = [Cells(sheet, column, (None, None, None)) for column in range(len(frame.columns))]
    lines: Iterable[Sequence[Any]] = chain([list(frame.columns)], frame.itertuples(index=False, name=None))
    for row, values in enumerate(lines):
        sheet.put_row(row, values, cells)
    sheet.hide()


def _meta(sheet: Worksheet, master: Master, lists: Lists, pages: Iterable[Page]) -> None:
    """Who wrote the file and for which plan; below it, what we wrote where; beside it, the lists."""
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
    lines: dict[int, list[str]] = {row: [key, value] for row, (key, value) in enumerate(values.items())}
    lines |= dict(enumerate(map(list, _said(pages)), SAID_ROW))
    columns = list(lists.values.items())
    last = max(*lines, *(len(words) for _, words in columns))
    for row in range(last + 1):  # in order, as a large workbook is written row by row
        for column, words in enumerate(lines.get(row, ())):
            sheet.write_string(row, column, words)
        for column, (name, listed) in enumerate(columns, FIRST):
            if row <= len(listed):
                sheet.write(row, column, listed[row - 1] if row else name)
    sheet.hide()


def _said(pages: Iterable[Page]) -> Iterable[tuple[str, str, str]]:
    """Fingerprints of what we wrote on each sheet, by which a later merge knows what was typed over it."""
    for page in pages:
        told = pack(f">{len(page.said)}I", *sorted(page.said)).hex()
        for start in range(0, len(told), SAID_PART):
            yield SAID, page.name, told[start : start + SAID_PART]
