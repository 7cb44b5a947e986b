"""What is different as a workbook: the sentence to quote, the counts behind it, and every change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from emg_xlsx.differences import NOUNS, ROWS, Differences, Edition, cells, counts, day_words, headline, title_of
from emg_xlsx.plan import Plan
from emg_xlsx.schemas.master_tables import DIFFERENCES
from emg_xlsx.texts import counted, text
from emg_xlsx.xlsx import writing
from emg_xlsx.xlsx.measuring import row_height
from emg_xlsx.xlsx.writing import Book
from emg_xlsx.xlsx.written import Page

HEAD_ROW = 1
"""The row of the headers on ``Changes``, counted from 0: what is compared stands above them."""

_WIDTHS = (18, 24, 16, 40)


def write_differences(target: Path | BytesIO, found: Differences, plan: Plan, day: date) -> None:
    """Write the workbook; the same differences and day give the same bytes.

    Args:
        target: file or buffer.
        found: what is different.
        plan: gives titles of columns and the head of printed pages.
        day: the day of the run.
    """
    with Book(target, title=text("diff.title"), language="en", day=day) as book:
        _summary(book, book.page("Summary"), found, plan)
        _changes(book, book.page(DIFFERENCES.sheet), found, plan)


def compared(found: Differences) -> str:
    """What is compared, in words."""
    return text("diff.compared", old=_edition(found.old), new=_edition(found.new))


def _edition(one: Edition) -> str:
    facts = ", ".join([one.round, *([day_words(one.day)] if one.day else [])])
    return text("diff.edition", name=one.name, facts=facts)


def _summary(book: Book, sheet: Page, found: Differences, plan: Plan) -> None:
    sheet.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    quiet = book.look(font_color=writing.QUIET, text_wrap=False)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, text("diff.title"), book.look(bold=True, font_size=18, font_color=writing.HEAD,
                                                           text_wrap=False))  # fmt: skip
    sheet.write_string(1, 0, plan.title, quiet)
    for row, (key, one) in enumerate((("old", found.old), ("new", found.new)), 2):
        sheet.write_string(row, 0, text(f"diff.{key}"), quiet)
        sheet.write_string(row, 1, _edition(one), book.look(text_wrap=False))
    sentence = headline(found)
    sheet.merge_range(5, 0, 5, len(_WIDTHS) - 1, sentence, book.look(bold=True))
    sheet.set_row(5, row_height([(sentence, sum(_WIDTHS))], bold=True))
    line = book.look(border=1, border_color=writing.LINE)
    titles = [text(f"diff.{key}") for key in ("sheet", "what", "rows", "entities")]
    if found:
        writing.head_row(sheet, 7, titles, book.head)
    for row, values in enumerate(_counts(found), 8):
        sheet.set_row(row, row_height([(values[3], _WIDTHS[3])]))
        for column, value in enumerate(values):
            sheet.put(row, column, value, (line, line, line))
    writing.print_setup(sheet, landscape=False)


def _counts(found: Differences) -> Iterator[tuple[str, str, int, str]]:
    """Sheet, what happened, how often, and to whose rows."""
    for sheet in NOUNS:
        changes = found.changes.get(sheet, ())
        for what, number in counts(changes).items():
            mine = [change for change in changes if change.what == what]
            within = f" ({counted('cell', cells(mine))})" if sheet in ROWS and what == "changed" else ""
            entities = sorted({change.entity for change in mine} - {""}, key=str.casefold)
            yield sheet, text(f"what.{what}") + within, number, ", ".join(entities)


def _changes(book: Book, sheet: Page, found: Differences, plan: Plan) -> None:
    fields = DIFFERENCES.fields
    sheet.write_string(0, 0, f"{compared(found)}: {headline(found)}", book.look(bold=True, text_wrap=False))
    sheet.set_row(HEAD_ROW, 32)
    writing.head_row(sheet, HEAD_ROW, [field.title for field in fields], book.head)
    line = book.look(border=1, border_color=writing.LINE)
    for column, field in enumerate(fields):
        sheet.set_column(column, column, field.width)
    rows = list(_rows(found, plan))
    for row, values in enumerate(rows, HEAD_ROW + 1):
        room = [(value, f.width) for f, value in zip(fields, values, strict=True) if value]
        sheet.set_row(row, row_height(room))
        for column, value in enumerate(values):
            sheet.put(row, column, value, (line, line, line))
    if not rows:
        sheet.write_string(HEAD_ROW + 1, 0, text("diff.nothing"), book.look(italic=True, font_color=writing.QUIET,
                                                                    text_wrap=False))  # fmt: skip
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + max(len(rows), 1), len(fields) - 1)
    writing.print_setup(sheet, header=f"{plan.title} · {compared(found)}", repeat=HEAD_ROW)


def _rows(found: Differences, plan: Plan) -> Iterable[Sequence[Any]]:
    """Every change as a person reads it: words for codes, titles for keys."""
    for line in found.lines:
        shown = {**line, "what": text(f"what.{line['what']}"), "field": title_of(line["sheet"], line["field"], plan)}
        yield [shown[key] for key in DIFFERENCES.keys]


__all__ = ["compared", "write_differences"]
