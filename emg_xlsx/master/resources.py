"""The sheet ``Resources``: what is offered for each activity, never added across certainties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from emg_xlsx.master.live import Rows, quoted
from emg_xlsx.master.tables import LINKED, Desk, question
from emg_xlsx.summarised import Certainty, Figures, Resources, Summaries
from emg_xlsx.texts import text
from emg_xlsx.xlsx import writing
from emg_xlsx.xlsx.measuring import row_height
from emg_xlsx.xlsx.written import Page

HEAD, FIRST = 3, 4
"""Rows of the header and of the first activity, counted from 0."""
ACTIVITY, ENTITIES, FIGURES = 1, 2, 3
"""Columns of the activity, of its entities, and of the first figure, counted from 0."""
GIVEN = '">=0"'
KEYS = (("staff_months", "months", "#,##0.0"), ("amount_usd", "amounts", "#,##0"))


def write_resources(desk: Desk, sheet: Page, summaries: Summaries) -> None:
    """Write the sheet.

    Args:
        desk: book, plan and lists.
        sheet: where to.
        summaries: the results.
    """
    book, rows, lines = desk.book, desk.rows, summaries.resources
    certainties: list[Certainty] = [*rows.labels["certainty"], None]
    wide = len(certainties) + 1
    question(book, sheet, "Resources")
    sheet.write_string(1, 0, text("resources.rule"), book.look(font_color=writing.QUIET, text_wrap=False))
    for column, width in enumerate((8, 46, 10, *(2 * [*[13] * (wide - 1), 17]))):
        sheet.set_column(column, column, width)
    _heads(desk, sheet, certainties, rows)
    for place, line in enumerate(lines):
        row = FIRST + place
        title = desk.plan.activity_title(line.activity)
        sheet.set_row(row, row_height([(title, 46)]))
        cell = book.look(border=1, border_color=writing.LINE)
        linked = book.look(border=1, border_color=writing.LINE, **LINKED)
        sheet.write_url(row, 0, desk.progress[line.activity], linked, line.activity)
        sheet.write_string(row, ACTIVITY, title, cell)
        here = ("activity_id", f"$A{row + 1}")
        sheet.write_formula(row, ENTITIES, f"={rows.standing_entities(here)}", cell, line.entities)
        for column, formula, value, look in _figures(desk, line, certainties, rows, row):
            sheet.write_formula(row, column, f"={formula}", look, value)
    _totals(desk, sheet, lines, summaries.figures)
    sheet.freeze_panes(FIRST, FIGURES)
    sheet.print_area(0, 0, FIRST + len(lines), FIGURES + 2 * wide - 1)
    writing.print_setup(sheet, header=desk.header)


def _heads(desk: Desk, sheet: Page, certainties: Sequence[Certainty], rows: Rows) -> None:
    """Two rows of heads: the quantity across its columns, then how sure the figures are."""
    book = desk.book
    over = book.look(bold=True, font_color=writing.HEAD, center_across=True, bottom=1, bottom_color=writing.LINE)
    sheet.set_row(HEAD, 34)
    for column, key in ((0, "ref"), (ACTIVITY, "activity"), (ENTITIES, "entities")):
        sheet.write_string(HEAD, column, text(f"resources.{key}"), book.head)
    wide = len(certainties) + 1
    for part, (key, _, _) in enumerate(KEYS):
        start = FIGURES + part * wide
        sheet.write_string(HEAD - 1, start, text(f"resources.{key}"), over)
        for column in range(start + 1, start + wide):
            sheet.write_blank(HEAD - 1, column, None, over)
        for place, code in enumerate(certainties):
            label = rows.labels["certainty"][code] if code else text("resources.unsaid")
            sheet.write_string(HEAD, start + place, label, book.head)
        sheet.write_string(HEAD, start + wide - 1, text("resources.gave"), book.head)


def _figures(
    desk: Desk, line: Resources, certainties: Sequence[Certainty], rows: Rows, row: int
) -> Iterator[tuple[int, str, Any, Any]]:
    """Column, formula, result and look of each figure of an activity."""
    here = ("activity_id", f"$A{row + 1}")
    line_style = {"border": 1, "border_color": writing.LINE}
    entities = xl_rowcol_to_cell(row, ENTITIES, col_abs=True)
    for part, (key, sums, shape) in enumerate(KEYS):
        start = FIGURES + part * (len(certainties) + 1)
        look = desk.book.look(**line_style, num_format=f"{shape};-{shape};–", align="right")
        known = [code for code in certainties if code]
        for place, code in enumerate(certainties):
            if code:
                formula = rows.standing_total(key, here, rows.is_("certainty", code))
            else:
                others = [rows.standing_total(key, here, rows.is_("certainty", c)) for c in known]
                formula = f"ROUND({rows.standing_total(key, here)}-({'+'.join(others)}),6)"
            yield start + place, formula, getattr(line, sums).get(code, 0), look
        number = line.gave_months if sums == "months" else line.gave_amounts
        quiet = desk.book.look(**line_style, font_color=writing.QUIET, align="left", indent=1)
        words = _gave(rows.standing_entities(here, (key, GIVEN)), entities)
        yield start + len(certainties), words, text("resources.of", n=number, m=line.entities), quiet


def _gave(number: str, entities: str) -> str:
    """``n of m entities`` as a formula."""
    before, _, rest = text("resources.of", n="\0", m="\1").partition("\0")
    between, _, after = rest.partition("\1")
    return f"{quoted(before)}&{number}&{quoted(between)}&{entities}&{quoted(after)}"


def _totals(desk: Desk, sheet: Page, lines: Sequence[Resources], figures: Figures) -> None:
    """The sum of each column; columns are not added to one another."""
    row, rows = FIRST + len(lines), desk.rows
    certainties: list[Certainty] = [*rows.labels["certainty"], None]
    style = {"bold": True, "top": 2, "top_color": writing.HEAD}
    for column, words in ((0, ""), (ACTIVITY, text("resources.total"))):
        sheet.write_string(row, column, words, desk.book.look(**style))
    every = rows.standing_entities()
    sheet.write_formula(row, ENTITIES, f"={every}", desk.book.look(**style), figures.entities)
    for part, (key, sums, shape) in enumerate(KEYS):
        start = FIGURES + part * (len(certainties) + 1)
        look = desk.book.look(**style, num_format=f"{shape};-{shape};–", align="right")
        for place, code in enumerate(certainties):
            first, last = (xl_rowcol_to_cell(r, start + place) for r in (FIRST, row - 1))
            total = sum(getattr(line, sums).get(code, 0) for line in lines)
            sheet.write_formula(row, start + place, f"=SUM({first}:{last})", look, total)
        number = figures.gave_months if sums == "months" else figures.gave_amounts
        words = _gave(rows.standing_entities((key, GIVEN)), every)
        quiet = desk.book.look(**style, align="left", indent=1)
        told = text("resources.of", n=number, m=figures.entities)
        sheet.write_formula(row, start + len(certainties), f"={words}", quiet, told)
