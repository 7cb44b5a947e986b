"""A copy to send round: sheets to read, written anew, with nothing hidden and nothing of the coordinator's."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from emg_xlsx.exported import About, Reading
from emg_xlsx.layouts import Layout
from emg_xlsx.master.tables import Desk, Shade, Sheetful, write_table
from emg_xlsx.plan import Plan
from emg_xlsx.schedule import format_schedule
from emg_xlsx.texts import text
from emg_xlsx.xlsx import writing
from emg_xlsx.xlsx.writing import Book, Page


def write_copy(target: BytesIO, about: About, plan: Plan, sheets: Iterable[Reading]) -> None:
    """Write a workbook of these sheets, after one that says what it is; the same values give the same bytes.

    Args:
        target: buffer.
        about: what it says of itself, on the first sheet and at the head of every printed page.
        plan: gives the labels of lists.
        sheets: in their order.
    """
    day = format_schedule(about.day, about.day, "day")
    header = text("master.page", plan=about.title, round=about.round, approval=about.approval, day=day,
                  answered=about.answered, expected=about.expected)  # fmt: skip
    with Book(target, title=text("export.title", plan=about.title), language="en", day=about.day) as book:
        _first(book, book.page(text("export.sheet")), about, day)
        desk = Desk(book, plan, {}, header)
        for one in sheets:
            page = Sheetful(one.table, one.rows, one.frozen, Layout(), _shades(one, plan))
            write_table(desk, book.page(one.table.sheet), page)


def _shades(sheet: Reading, plan: Plan) -> dict[int, Shade]:
    """Where a sheet has a line for each ref, activities as a whole stand out."""
    if sheet.table.keys[0] != "ref":
        return {}
    whole = {"bold": True, "bg_color": writing.BAND}
    return {place: whole for place, row in enumerate(sheet.rows) if row[0] in plan.activity_by_id}


def _first(book: Book, sheet: Page, about: About, day: str) -> None:
    """Which plan, which round, which day, how many answered, and what was chosen."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, 2, 70)
    sheet.set_row(1, 30)
    sheet.write_string(1, 1, about.title, book.look(bold=True, font_size=18, font_color=writing.HEAD, text_wrap=False))
    sheet.write_string(2, 1, about.approval, book.look(bold=True, font_color="#8A4B00", text_wrap=False))
    facts = {
        "plan": about.plan,
        "round": about.round,
        "day": day,
        "entities": text("overview.of", n=about.answered, total=about.expected),
        **{name: "; ".join(codes) for name, codes in about.chosen.items()},
    }
    if about.since:
        facts["since"] = format_schedule(about.since, about.since, "day")
    for row, (name, words) in enumerate(facts.items(), 4):
        sheet.write_string(row, 1, text(f"export.fact.{name}"), book.look(font_color=writing.QUIET))
        sheet.write_string(row, 2, words, book.look())
    writing.print_setup(sheet, landscape=False)
