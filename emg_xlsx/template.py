"""The template: the plan as the focal points know it, with white cells to fill."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from textwrap import shorten
from typing import Any

from xlsxwriter.worksheet import Worksheet

from emg_xlsx.codelists import Codelist
from emg_xlsx.findings import letters
from emg_xlsx.plan import IN_SHORT, Plan, Round
from emg_xlsx.schedule import format_schedule
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.of_plan import codelist, contributions_table, entity_table, proposals_table
from emg_xlsx.texts import text
from emg_xlsx.xlsx import writing
from emg_xlsx.xlsx.writing import Book

TEMPLATE_ID = "emg-workplan-template"
TEMPLATE_VERSION = "1"
FREE_ROWS = 20
PROPOSAL_ROWS = 10
VALIDATED_ROWS = 300
"""Rows down to which lists and messages reach, so that inserted rows have them too."""
FORM_WIDTHS = (44, 60, 58)
"""Widths of the form's labels, answers and hints."""
LISTS_SCALE, LISTS_ROOM = 75, 190
"""The sheet of lists prints at this percentage, with so many characters on an A4 page."""


@dataclass(frozen=True, slots=True)
class _Job:
    """What every sheet of one template needs to know."""

    book: Book
    plan: Plan
    round: Round
    language: str
    entity: str | None
    ranges: dict[str, str]

    def say(self, key: str, **facts: object) -> str:
        """A text of the template in its language."""
        return text(f"template.{key}", self.language, **facts)


def write_template(
    target: Path | BytesIO,
    plan: Plan,
    *,
    round_id: str | None = None,
    entity: str | None = None,
    language: str = "en",
) -> None:
    """Write a template workbook for one round.

    Args:
        target: file or buffer to write to.
        plan: the work plan to print in it.
        round_id: the call it is for; the plan's current round if None.
        entity: code of the entity to pre-fill, or None.
        language: language of its texts.

    Raises:
        KeyError: the plan has no such round or entity.
    """
    call = plan.round_by_id[round_id or plan.current_round]
    if entity is not None:
        plan.entity_by_code[entity]
    title = text("template.title", language, plan=plan.title, round=call.id)
    # A template carries no day of its own making: the same plan gives the same bytes whenever it is written.
    with Book(target, title=title, language=language, day=plan.window[0]) as book:
        job = _Job(book, plan, call, language, entity, {})
        sheets = {name: book.page(name) for name in SHEETS}
        _lists(job, sheets["Lists"])
        _read_me(job, sheets["Read me"])
        _entity(job, sheets["Entity"])
        _contributions(job, sheets["Contributions"])
        _proposals(job, sheets["New proposals"])
        _check(job, sheets["Check"])
        _meta(job, sheets["_meta"])


SHEETS = ("Read me", "Entity", "Contributions", "New proposals", "Check", "Lists", "_meta")


def file_name(round_id: str, entity: str) -> str:
    """The name a template for an entity is saved under, ``EMG_<round>_<ENTITY>.xlsx``."""
    return f"EMG_{round_id}_{entity}.xlsx"


def grey_checksum(rows: Sequence[Sequence[str]]) -> str:
    """Checksum of the grey cells, row by row, by which an edit in them is noticed."""
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def _read_me(job: _Job, sheet: Worksheet) -> None:
    book, plan = job.book, job.plan
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, 1, 96)
    return_to = plan.return_to or job.say("return_to_default")
    deadline = (
        job.say("deadline", day=_long_day(job.round.deadline)) if job.round.deadline else job.say("deadline_none")
    )
    whom = "whom" if plan.return_to else "whom_default"
    plain, quiet = book.look(font_size=12), book.look(font_color=writing.QUIET)
    lines = [
        (job.say("heading", plan=plan.title), book.look(bold=True, font_size=18, font_color=writing.HEAD), 30),
        (job.say("subject"), book.look(font_size=13, font_color=writing.QUIET), 22),
        (job.say(f"round_{job.round.kind}", round=job.round.id), quiet, 18),
        (job.say("approval", approval=plan.approval), quiet, 30),
        *((job.say(f"line_{n}", return_to=return_to), plain, 22) for n in range(1, 7)),
        (deadline, book.look(bold=True, font_size=12), 30),
        (job.say(whom, secretariat=plan.secretariat, return_to=return_to), plain, 22),
        (job.say("time"), quiet, 22),
    ]
    for row, (words, look, height) in enumerate(lines, 1):
        sheet.set_row(row, height)
        sheet.write_string(row, 1, words, look)
    link = book.look(font_color=writing.LINK, underline=1, font_size=12)
    for row, target in enumerate(("Entity", "Contributions", "New proposals", "Check"), len(lines) + 2):
        sheet.write_url(row, 1, f"internal:'{target}'!A1", link, job.say("go", sheet=target))
    writing.print_setup(sheet, landscape=False)


def _entity(job: _Job, sheet: Worksheet) -> None:
    book, table = job.book, entity_table(job.plan)
    sheet.hide_gridlines(2)
    for column, width in enumerate(FORM_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, job.say("entity_heading"), book.look(bold=True, font_size=16, font_color=writing.HEAD))
    sheet.write_string(0, 1, job.say("entity_note"), book.look(font_color=writing.QUIET, valign="vcenter"))
    groups = (
        (None, [f for f in table.fields if not f.optional and not f.grey]),
        ("entity_optional", [f for f in table.fields if f.optional]),
        ("entity_prefilled", [f for f in table.fields if f.grey]),
    )
    row = 2
    for heading, fields in groups:
        if heading:
            row += 1
            sheet.write_string(row, 0, job.say(heading), book.look(bold=True, font_color=writing.QUIET))
            row += 1
        for field in fields:
            _form_line(job, sheet, row, field)
            row += 1
    sheet.set_selection(2, 1, 2, 1)
    writing.print_setup(sheet)


def _form_line(job: _Job, sheet: Worksheet, row: int, field: Field) -> None:
    prefilled = {"round": job.round.id, "language": job.language}
    if job.entity:
        prefilled["entity"] = job.plan.entity_by_code[job.entity].display
    book = job.book
    answer = (
        book.look(bg_color=writing.GREY, font_color=writing.QUIET, border=1, border_color=writing.LINE)
        if field.grey
        else book.look(border=1, border_color=writing.LINE, locked=False)
    )
    height = writing.row_height([(field.title, FORM_WIDTHS[0]), (field.help, FORM_WIDTHS[2])], bold=not field.optional)
    sheet.set_row(row, 64 if field.key == "comment" else height + 3)
    sheet.write_string(row, 0, field.title, book.look(bold=not field.optional and not field.grey))
    sheet.write(row, 1, prefilled.get(field.key, ""), answer)
    sheet.write_string(row, 2, field.help, book.look(font_color=writing.QUIET, italic=True))
    if not field.grey:
        _validate(job, sheet, field, (row, 1, row, 1))


def _contributions(job: _Job, sheet: Worksheet) -> None:
    book, plan, table = job.book, job.plan, contributions_table(job.plan)
    _head(job, sheet, table)
    band = {"bg_color": writing.BAND, "border": 1, "border_color": writing.LINE}
    grey = {"bg_color": writing.GREY, "border": 1, "border_color": writing.LINE, "font_color": "#3E4C59"}
    white = {"border": 1, "border_color": writing.LINE, "locked": False}
    for row, ref in enumerate(plan.refs, 1):
        printed = plan.printed(ref)
        whole = ref in plan.activity_by_id
        shade = {**band, "bold": True} if whole else grey
        texts = [(printed[field.key], field.width) for field in table.fields if field.grey]
        sheet.set_row(row, writing.row_height(texts, bold=whole))
        for column, field in enumerate(table.fields):
            if field.grey:
                sheet.write_string(row, column, printed[field.key], book.look(**shade))
            else:
                sheet.write_blank(row, column, None, book.look(**white, **_number_look(field)))
    first_free = len(plan.refs) + 1
    for row in range(first_free, first_free + FREE_ROWS):
        sheet.set_row(row, 30)
        for column, field in enumerate(table.fields):
            shade = white if field.type == "ref" or not field.grey else grey
            sheet.write_blank(row, column, None, book.look(**shade, **_number_look(field)))
    for column, field in enumerate(table.fields):
        first = first_free if field.type == "ref" else 1
        _validate(job, sheet, field, (first, column, VALIDATED_ROWS, column))
        if field.type == "ref":
            _say_on(sheet, field, (1, column, first_free - 1, column))
    sheet.freeze_panes(1, table.keys.index("plan_schedule"))
    last = first_free + FREE_ROWS - 1
    sheet.autofilter(0, 0, last, len(table.fields) - 1)
    sheet.print_area(0, 0, last, table.keys.index("progress"))
    sheet.set_selection(1, table.keys.index("role"), 1, table.keys.index("role"))
    writing.print_setup(sheet, header=f"{plan.title} · {job.round.id} · {plan.approval}", repeat=0)
    sheet.set_margins(left=0.3, right=0.3, top=0.6, bottom=0.5)


def _proposals(job: _Job, sheet: Worksheet) -> None:
    table = proposals_table(job.plan)
    _head(job, sheet, table)
    white = {"border": 1, "border_color": writing.LINE, "locked": False}
    for row in range(1, PROPOSAL_ROWS + 1):
        sheet.set_row(row, 45)
        for column, field in enumerate(table.fields):
            sheet.write_blank(row, column, None, job.book.look(**white, **_number_look(field)))
    for column, field in enumerate(table.fields):
        _validate(job, sheet, field, (1, column, VALIDATED_ROWS, column))
    sheet.freeze_panes(1, 1)
    sheet.set_selection(1, 0, 1, 0)
    writing.print_setup(sheet, header=f"{job.plan.title} · {job.round.id}", repeat=0)


def _head(job: _Job, sheet: Worksheet, table: Table) -> None:
    looks = {"grey": writing.QUIET, "optional": "#4A6785", "input": writing.HEAD}
    base = {"bold": True, "font_color": "#FFFFFF", "border": 1, "border_color": writing.LINE, "valign": "vcenter"}
    sheet.set_row(0, 48)
    for column, field in enumerate(table.fields):
        kind = "grey" if field.grey else "optional" if field.optional else "input"
        sheet.set_column(column, column, field.width)
        sheet.write_string(0, column, field.title, job.book.look(**base, bg_color=looks[kind]))


def _number_look(field: Field) -> dict[str, Any]:
    if not field.numeric:
        return {}
    return {"num_format": "#,##0" + ("." + "0" * field.decimals if field.decimals else ""), "align": "right"}


def _prompt(field: Field) -> str:
    """The title of a message beside a cell, for which programs have room for 32 characters."""
    return shorten(field.name, 32, placeholder=" …")


def _say_on(sheet: Worksheet, field: Field, area: tuple[int, int, int, int]) -> None:
    sheet.data_validation(*area, {"validate": "any", "input_title": _prompt(field), "input_message": field.help})


def _validate(job: _Job, sheet: Worksheet, field: Field, area: tuple[int, int, int, int]) -> None:
    """A dropdown or a gentle rule on an input cell, always with its message; warnings can be overridden."""
    say = {"input_title": _prompt(field), "input_message": field.help, "error_title": _prompt(field)}
    rule: dict[str, Any] = {"validate": "any"}
    if field.type == "ref":
        rule = {"validate": "list", "source": job.ranges["ref"]}
    elif field.codelist and field.type in ("code", "entity"):
        rule = {"validate": "list", "source": job.ranges[field.codelist]}
    elif field.codelist:
        # Several codes may stand in one cell, which no dropdown allows: offered, and never complained about.
        rule = {"validate": "list", "source": job.ranges[field.codelist], "show_error": False}
    elif field.numeric:
        rule = {"validate": "decimal", "criteria": ">=", "value": field.minimum or 0}
    elif field.max_length:
        rule = {"validate": "length", "criteria": "<=", "value": field.max_length}
    kind = {"list": "warning_list", "decimal": "warning_number", "length": "warning_length"}.get(rule["validate"])
    if kind:
        rule |= {"error_type": "warning", "error_message": job.say(kind)}
    sheet.data_validation(*area, {**rule, **say} if field.help else rule)


def _check(job: _Job, sheet: Worksheet) -> None:
    book = job.book
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 100)
    sheet.set_row(0, 30)
    sheet.write_string(0, 1, job.say("check_heading"), book.look(bold=True, font_size=16, font_color=writing.HEAD))
    for row in range(1, 8):
        sheet.set_row(row + 1, 24)
        sheet.write_string(row + 1, 0, "□", book.look(font_size=12, align="center"))
        sheet.write_string(row + 1, 1, job.say(f"check_{row}"), book.look(font_size=12))
    writing.print_setup(sheet)


def _lists(job: _Job, sheet: Worksheet) -> None:
    """Every codelist in plain words, two columns a list; the dropdowns of the other sheets read from here."""
    sheet.set_row(0, 30)
    column, used = 0, 0.0
    breaks: list[int] = []
    for name, title, rows, shown in _list_columns(job):
        wide = shown + (IN_SHORT if name == "ref" else 12)
        if used and used + wide > LISTS_ROOM:
            breaks.append(column)
            used = 0.0
        used += wide + 2
        sheet.set_column(column, column, shown)
        sheet.write_string(0, column, title, job.book.head)
        sheet.write_string(0, column + 1, "" if name == "ref" else job.say("lists_code"), job.book.head)
        sheet.set_column(column + 1, column + 1, IN_SHORT if name == "ref" else 12)
        sheet.set_column(column + 2, column + 2, 2)
        for row, (label, code) in enumerate(rows, 1):
            # Rows of different lists share a line, so none of them may grow.
            sheet.write_string(row, column, label, job.book.look(text_wrap=False))
            sheet.write_string(row, column + 1, code, job.book.look(text_wrap=False, font_color=writing.QUIET))
        letter = letters(column + 1)
        job.ranges[name] = f"=Lists!${letter}$2:${letter}${len(rows) + 1}"
        column += 3
    sheet.freeze_panes(1, 0)
    writing.print_setup(sheet, repeat=0)
    # One page wide, all lists together would be too small to read.
    sheet.set_print_scale(LISTS_SCALE)
    sheet.set_v_pagebreaks(breaks)


def _list_columns(job: _Job) -> Iterator[tuple[str, str, list[tuple[str, str]], float]]:
    tables = (contributions_table(job.plan), proposals_table(job.plan), entity_table(job.plan))
    used = {f.codelist: f.name for t in tables for f in t.fields if f.codelist and f.codelist != "entity"}
    for name, title in used.items():
        offered: Codelist = codelist(job.plan, name)
        rows = [(c.label, c.code) for c in offered.codes if c.offered]
        yield name, title, rows, max(len(label) for label, _ in rows) * 0.95 + 2
    yield "ref", job.say("lists_ref"), [(ref, job.plan.in_short(ref)) for ref in job.plan.refs], 11
    yield "entity", job.say("lists_entity"), [(e.display, e.code) for e in job.plan.entities], 84


def _meta(job: _Job, sheet: Worksheet) -> None:
    plan = job.plan
    tables = (contributions_table(plan), proposals_table(plan))
    form = entity_table(plan)
    grey = [list(plan.printed(ref).values()) for ref in plan.refs]
    values = {
        "kind": "template",
        "template": TEMPLATE_ID,
        "version": TEMPLATE_VERSION,
        "plan": plan.id,
        "plan_title": plan.title,
        "round": job.round.id,
        "language": job.language,
        "entity": job.entity or "",
        **{f"columns:{t.sheet}": json.dumps({f.key: f.title for f in t.fields}, ensure_ascii=False) for t in tables},
        f"labels:{form.sheet}": json.dumps({f.key: f.title for f in form.fields}, ensure_ascii=False),
        "grey": grey_checksum(grey),
    }
    for row, (key, value) in enumerate(values.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    sheet.hide()


def _long_day(day: date) -> str:
    return format_schedule(day, day, "day")
