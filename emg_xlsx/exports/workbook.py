"""A copy to send round: sheets to read, written anew, with nothing hidden and nothing of the coordinator's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from emg_xlsx.exported import About, Reading
from emg_xlsx.plan import Plan
from emg_xlsx.schedule import format_schedule
from emg_xlsx.texts import text
from emg_xlsx.values import OWN_KIND
from emg_xlsx.xlsx import writing
from emg_xlsx.xlsx.measuring import row_height
from emg_xlsx.xlsx.writing import Book
from emg_xlsx.xlsx.written import TEXT_LIMIT, Page

HEAD_HEIGHT = 32


def workbook(about: About, sheets: Iterable[Reading], plan: Plan) -> bytes:
    """A workbook of these sheets, after one that says what it is; the same values give the same bytes.

    Args:
        about: what it says of itself, on the first sheet and at the head of every printed page.
        sheets: in their order.
        plan: tells which refs are activities as a whole.
    """
    day = format_schedule(about.day, about.day, "day")
    header = text("master.page", plan=about.title, round=about.round, approval=about.approval, day=day,
                  answered=about.answered, expected=about.expected)  # fmt: skip
    buffer = BytesIO()
    with Book(buffer, title=text("export.title", plan=about.title), language="en", day=about.day) as book:
        # It has no hidden sheet to be known by when it comes back among submissions.
        book.set_custom_property(OWN_KIND, "export")
        _first(book, book.page(text("export.sheet")), about, day)
        for one in sheets:
            _sheet(book, book.page(one.table.sheet), one, plan)
            writing.print_setup(book.get_worksheet_by_name(one.table.sheet), header=header, repeat=0)
    return buffer.getvalue()


def _first(book: Book, sheet: Page, about: About, day: str) -> None:
    """Which plan, which round, which day, how many answered, and what was chosen."""
    sheet.hide_gridlines(2)
    for column, width in enumerate((2, 26, 70)):
        sheet.set_column(column, column, width)
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


def _sheet(book: Book, sheet: Page, one: Reading, plan: Plan) -> None:
    """One table: header, filter, columns that stay in sight; lines about an activity as a whole stand out."""
    fields = one.table.fields
    sheet.set_row(0, HEAD_HEIGHT)
    writing.head_row(sheet, 0, [field.title for field in fields], book.head)
    for column, field in enumerate(fields):
        sheet.set_column(column, column, field.width)
    for row, values in enumerate(one.rows, 1):
        whole = one.by_ref and values[0] in plan.activity_by_id
        _row(book, sheet, row, (one, values), whole=whole)
    if not one.rows:
        quiet = book.look(italic=True, font_color=writing.QUIET, text_wrap=False)
        sheet.write_string(1, 0, text("export.nothing"), quiet)
    sheet.freeze_panes(1, one.frozen)
    sheet.autofilter(0, 0, max(len(one.rows), 1), len(fields) - 1)


def _row(book: Book, sheet: Page, row: int, line: tuple[Reading, Sequence[Any]], *, whole: bool) -> None:
    one, values = line
    room = [(value, f.width) for f, value in zip(one.table.fields, values, strict=True) if isinstance(value, str)]
    sheet.set_row(row, row_height(room, bold=whole))
    shade = {"bold": True, "bg_color": writing.BAND} if whole else {}
    for column, (field, value) in enumerate(zip(one.table.fields, values, strict=True)):
        usual = {"border": 1, "border_color": writing.LINE, **shade}
        number = "#,##0" + ("." + "0" * field.decimals if field.decimals else "")
        looks = (book.look(**usual), book.look(**usual, num_format=number),
                 book.look(**usual, num_format="d mmm yyyy", align="left"))  # fmt: skip
        sheet.put(row, column, _fitting(value), looks)


def _fitting(value: Any) -> Any:
    """A value as a cell can hold it: of a text that is too long, as much as fits, and a word that there is more."""
    if not isinstance(value, str) or len(value) <= TEXT_LIMIT:
        return value
    more = text("export.more")
    return value[: TEXT_LIMIT - len(more)] + more
