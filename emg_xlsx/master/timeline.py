"""The sheet ``Timeline``: a grid of months, what is planned against what entities say, and events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from emg_xlsx.master.tables import LINKED, Desk, question
from emg_xlsx.schedule import format_schedule
from emg_xlsx.summarised import Timeline, TimelineLine
from emg_xlsx.texts import catalogue, text
from emg_xlsx.xlsx import writing
from emg_xlsx.xlsx.measuring import row_height
from emg_xlsx.xlsx.written import Page

YEARS, HEAD, EVENTS = 3, 4, 5
"""Rows of the years, of the months and of the first event, counted from 0."""
REF, NAME, WHAT, MONTH = 0, 1, 2, 3
"""Columns, counted from 0: of the ref, of what it is, of whose line it is, and of the first month."""
NAME_WIDTH, MONTH_WIDTH, WORDS_WIDTH = 44, 5, 34
PLANNED, SAID = "#6E8FB3", "#DDEBF7"


def write_timeline(desk: Desk, sheet: Page, times: Timeline) -> None:
    """Write the sheet: two lines for each ref, the plan's and the entities', and the events above them.

    Args:
        desk: book, plan and header.
        sheet: where to.
        times: months, refs and events.
    """
    book = desk.book
    question(book, sheet, "Timeline")
    sheet.write_string(1, 0, text("timeline.legend"), book.look(font_color=writing.QUIET, text_wrap=False))
    words = MONTH + len(times.months)
    for column, width in ((REF, 10), (NAME, NAME_WIDTH), (WHAT, 9), (words, WORDS_WIDTH)):
        sheet.set_column(column, column, width)
    sheet.set_column(MONTH, words - 1, MONTH_WIDTH)
    _heads(desk, sheet, times.months)
    row = _events(desk, sheet, times)
    sheet.freeze_panes(row, MONTH)
    for line in times.lines:
        _line(desk, sheet, row, (line, times.months))
        row += 2
    sheet.print_area(0, 0, row - 1, words)
    writing.print_setup(sheet, header=desk.header)
    sheet.repeat_rows(YEARS, HEAD)


def _heads(desk: Desk, sheet: Page, months: Sequence[date]) -> None:
    """The year above the first month of each, and the months below."""
    book = desk.book
    year = book.look(bold=True, font_color=writing.HEAD, text_wrap=False, bottom=1, bottom_color=writing.LINE)
    sheet.set_row(HEAD, 20)
    for column, key in ((REF, "ref"), (NAME, "deliverable"), (WHAT, "what"), (MONTH + len(months), "words")):
        sheet.write_string(HEAD, column, text(f"timeline.{key}"), book.head)
    narrow = book.look(bold=True, font_color="#FFFFFF", bg_color=writing.HEAD, border=1, border_color=writing.LINE,
                       align="center", valign="vcenter", text_wrap=False)  # fmt: skip
    for column, month in enumerate(months, MONTH):
        if column == MONTH or month.month == 1:
            sheet.write_string(YEARS, column, str(month.year), year)
        else:
            sheet.write_blank(YEARS, column, None, year)
        sheet.write_string(HEAD, column, catalogue()["timeline"]["months"][month.month - 1], narrow)


def _events(desk: Desk, sheet: Page, times: Timeline) -> int:
    """A line for each event; returns the row below them."""
    book = desk.book
    names = {event.id: event for event in desk.plan.events}
    cell = book.look(align="center", bold=True, font_color=writing.ALERT, text_wrap=False, **_grid())
    plain = book.look(**_grid())
    row = EVENTS
    for name, months in times.events:
        event = names[name]
        sheet.write_string(row, REF, text("timeline.event"), book.look(font_color=writing.ALERT, **_grid()))
        sheet.write_string(row, NAME, event.name, plain)
        sheet.set_row(row, row_height([(event.name, NAME_WIDTH)]))
        sheet.write_blank(row, WHAT, None, plain)
        for column, month in enumerate(times.months, MONTH):
            if month in months:
                sheet.write_string(row, column, text("timeline.event_sign"), cell)
            else:
                sheet.write_blank(row, column, None, plain)
        days = "; ".join(format_schedule(first, last, "day") for first, last in event.spans)
        sheet.write_string(row, MONTH + len(times.months), days, book.look(font_color=writing.QUIET, **_grid()))
        row += 1
    return row


def _grid(*, top: bool = True) -> dict[str, Any]:
    return {"border": 1, "border_color": writing.LINE, **({} if top else {"top": 4})}


def _line(desk: Desk, sheet: Page, row: int, about: tuple[TimelineLine, Sequence[date]]) -> None:
    """The plan's line of a ref, and below it the entities'."""
    line, months = about
    book, plan = desk.book, desk.plan
    band = {"bg_color": writing.BAND, "bold": True} if line.whole else {}
    name = plan.in_short(line.ref)
    told = _told(line)
    height = row_height([(name, NAME_WIDTH), (told, WORDS_WIDTH)], bold=line.whole)
    sheet.set_row(row, max(15.0, height - 13))
    sheet.set_row(row + 1, 15)
    sheet.write_url(row, REF, desk.progress[line.ref], book.look(**_grid(), **band, **LINKED), line.ref)
    sheet.write_string(row, NAME, name, book.look(**_grid(), **band))
    quiet = book.look(**_grid(), font_color=writing.QUIET)
    for column in (REF, NAME):
        sheet.write_blank(row + 1, column, None, book.look(**_grid(), **band))
    sheet.write_string(row, WHAT, text("timeline.planned"), quiet)
    sheet.write_string(row + 1, WHAT, text("timeline.said"), quiet)
    planned = _covered(line.planned, months)
    for column, month in enumerate(months, MONTH):
        _mark(desk, sheet, (row, column), PLANNED if month in planned else None)
        _mark(desk, sheet, (row + 1, column), SAID if month in line.active else None, str(line.active.get(month, "")))
    last = MONTH + len(months)
    sheet.write_string(row, last, plan.schedule_of(line.ref), quiet)
    late = book.look(**_grid(), bold=True, font_color=writing.ALERT) if line.late else quiet
    sheet.write_string(row + 1, last, told, late)


def _mark(desk: Desk, sheet: Page, place: tuple[int, int], color: str | None, words: str = "") -> None:
    """A month that is covered: a colour, and a sign or a number for those who do not see it."""
    if color is None:
        sheet.write_blank(*place, None, desk.book.look(**_grid()))
        return
    ink = color if not words else writing.INK
    look = desk.book.look(**_grid(), bg_color=color, font_color=ink, align="center", font_size=9, text_wrap=False)
    sheet.write_string(*place, words or text("timeline.planned_sign"), look)


def _covered(days: tuple[date | None, date | None], months: Sequence[date]) -> frozenset[date]:
    """The months a plan's schedule covers; of an open one, the month that is known."""
    first, last = days[0] or days[1], days[1] or days[0]
    if first is None or last is None:
        return frozenset()
    return frozenset(month for month in months if first.replace(day=1) <= month <= last)


def _told(line: TimelineLine) -> str:
    """What the entities' line says in words."""
    if line.last is None:
        return text("timeline.no_own" if line.entities else "timeline.nobody")
    until = format_schedule(line.last.replace(day=1), line.last, "month")
    return text("timeline.late" if line.late else "timeline.until", month=until)
