"""The template as a workbook: its sheets, and what it remembers where nobody looks."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from emg_xlsx.findings import letters
from emg_xlsx.plan import IN_SHORT, Plan
from emg_xlsx.prefill import Filling, Prefill, written_checksum
from emg_xlsx.schedule import format_schedule
from emg_xlsx.schemas.fields import Field
from emg_xlsx.template.check import show_needed, write_check
from emg_xlsx.template.tables import DAY, WHITE, Job, note, validate, write_contributions, write_proposals
from emg_xlsx.texts import counted, text
from emg_xlsx.xlsx import writing
from emg_xlsx.xlsx.measuring import row_height
from emg_xlsx.xlsx.writing import Book

TEMPLATE_ID = "emg-workplan-template"
TEMPLATE_VERSION = "1"
READ_ME_WIDTH = 96
"""Width of the first sheet's lines."""
FORM_WIDTHS = (44, 60, 58)
"""Widths of the form's labels, answers and hints."""
LISTS_SCALE, LISTS_ROOM = 75, 172
"""The sheet of lists prints at this percentage, with so many characters on an A4 page."""


@dataclass(frozen=True, slots=True)
class Issue:
    """What one template is made for.

    Attributes:
        round_id: the call it is for; the plan's current round if None.
        entity: code of the entity to name in it, or None.
        language: language of its texts.
        prefill: what stands in it already.
        on_behalf: whether the secretariat fills it for the entity.
    """

    round_id: str | None = None
    entity: str | None = None
    language: str = "en"
    prefill: Prefill = dataclasses.field(default_factory=Prefill)
    on_behalf: bool = False


def write_template(target: Path | BytesIO, plan: Plan, issue: Issue) -> None:
    """Write a template workbook for one round.

    Args:
        target: file or buffer to write to.
        plan: the work plan to print in it.
        issue: what it is made for.

    Raises:
        KeyError: the plan has no such round or entity.
    """
    call = plan.round_by_id[issue.round_id or plan.current_round]
    display = plan.entity_by_code[issue.entity].display if issue.entity is not None else ""
    title = text("template.title", issue.language, plan=plan.title, round=call.id)
    # A template carries no day of its own making: the same plan gives the same bytes whenever it is written.
    with Book(target, title=title, language=issue.language, day=plan.window[0]) as book:
        job = Job(book, plan, call, issue.language, display, issue.prefill, {})
        sheets = {name: book.page(name) for name in SHEETS}
        _lists(job, sheets["Lists"])
        _read_me(job, sheets["Read me"], on_behalf=issue.on_behalf)
        form_rows = _entity(job, sheets["Entity"])
        write_contributions(job, sheets["Contributions"])
        write_proposals(job, sheets["New proposals"])
        for table in (job.contributions, job.proposals):
            show_needed(job, sheets[table.sheet], table)
        write_check(job, sheets["Check"], form_rows)
        _meta(job, sheets["_meta"], issue)


SHEETS = ("Read me", "Entity", "Contributions", "New proposals", "Check", "Lists", "_meta")
LED_TO = ("Entity", "Contributions", "New proposals", "Check")
"""Sheets that `Read me` leads to."""
ADVICE = 7
"""Lines of advice on `Read me` on how to write."""


def file_name(round_id: str, entity: str) -> str:
    """The name a template for an entity is saved under, ``EMG_<round>_<ENTITY>.xlsx``."""
    return f"EMG_{round_id}_{entity}.xlsx"


def grey_checksum(rows: Sequence[Sequence[str]]) -> str:
    """Checksum of the grey cells, row by row, by which an edit in them is noticed."""
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def _read_me(job: Job, sheet: Worksheet, *, on_behalf: bool) -> None:
    book, plan = job.book, job.plan
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, 1, READ_ME_WIDTH)
    return_to = plan.return_to or job.say("return_to_default")
    until = job.call.deadline
    deadline = job.say("deadline", day=_long_day(until, job.language)) if until else job.say("deadline_none")
    whom = "whom" if plan.return_to else "whom_default"
    plain, quiet = book.look(font_size=12), book.look(font_color=writing.QUIET)
    bold = book.look(bold=True, font_size=12)
    lines = [
        (job.say("heading", plan=plan.title), book.look(bold=True, font_size=18, font_color=writing.HEAD), 30),
        (job.say("subject"), book.look(font_size=13, font_color=writing.QUIET), 22),
        (job.say(f"round_{job.call.kind}", round=job.call.id), quiet, 18),
        (job.say("approval", approval=plan.approval), quiet, 30),
        *((job.say(f"line_{n}", return_to=return_to), plain, 22) for n in range(1, 7)),
        *((words, bold, _lines_high(words)) for words in _about_this_copy(job, on_behalf=on_behalf)),
        (deadline, bold, 30),
        (job.say(whom, secretariat=plan.secretariat, return_to=return_to), plain, 22),
        (job.say("time"), quiet, 22),
    ]
    for row, (words, look, height) in enumerate(lines, 1):
        sheet.set_row(row, max(height, _lines_high(words) if height == 22 else 0))
        sheet.write_string(row, 1, words, look)
    link = book.look(font_color=writing.LINK, underline=1, font_size=12)
    for row, target in enumerate(LED_TO, len(lines) + 2):
        sheet.write_url(row, 1, f"internal:'{target}'!A1", link, job.say("go", sheet=target))
    _how_to_write(job, sheet, len(lines) + 3 + len(LED_TO))
    writing.print_setup(sheet, landscape=False)


def _how_to_write(job: Job, sheet: Worksheet, row: int) -> None:
    """What makes answers easy to read, from a row on, counted from 0."""
    sheet.set_row(row, 24)
    sheet.write_string(
        row, 1, job.say("write_heading"), job.book.look(bold=True, font_size=13, font_color=writing.HEAD)
    )
    plain = job.book.look()
    for n, below in enumerate(range(row + 1, row + 1 + ADVICE), 1):
        words = job.say(f"write_{n}")
        sheet.set_row(below, max(18, row_height([(words, READ_ME_WIDTH)])))
        sheet.write_string(below, 1, words, plain)


def _lines_high(words: str) -> float:
    """The height of a bold line of 12 points, which takes more room than the workbook's 11."""
    return max(22, 1.2 * row_height([(words, READ_ME_WIDTH * 0.85)], bold=True))


def _about_this_copy(job: Job, *, on_behalf: bool) -> Iterator[str]:
    """What the entity should know of what stands in its copy already."""
    if on_behalf:
        yield job.say("on_behalf", entity=job.entity)
    if job.prefill.reissue:
        yield job.say("reissue")
    if job.prefill.asked:
        yield job.say("reissue_marked", questions=counted("question", job.prefill.asked, job.language))


def _entity(job: Job, sheet: Worksheet) -> dict[str, int]:
    """Write the form; the row of each answer, counted from 1."""
    book, table = job.book, job.form
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
    row, rows = 2, {}
    for heading, fields in groups:
        if heading:
            row += 1
            sheet.write_string(row, 0, job.say(heading), book.look(bold=True, font_color=writing.QUIET))
            row += 1
        for field in fields:
            _form_line(job, sheet, row, field)
            row += 1
            rows[field.key] = row
    sheet.set_selection(2, 1, 2, 1)
    writing.print_setup(sheet)
    return rows


def _form_line(job: Job, sheet: Worksheet, row: int, field: Field) -> None:
    prefilled: dict[str, Filling] = {"round": job.call.id, "language": job.language, "entity": job.entity}
    prefilled |= job.prefill.form
    book = job.book
    answer = (
        book.look(bg_color=writing.GREY, font_color=writing.QUIET, border=1, border_color=writing.LINE)
        if field.grey
        else book.look(border=1, border_color=writing.LINE, locked=False)
    )
    height = row_height([(field.title, FORM_WIDTHS[0]), (field.help, FORM_WIDTHS[2])], bold=not field.optional)
    sheet.set_row(row, 64 if field.key == "comment" else height + 3)
    sheet.write_string(row, 0, field.title, book.look(bold=not field.optional and not field.grey))
    value = prefilled.get(field.key)
    days = book.look(**WHITE, num_format=DAY, align="left") if isinstance(value, date) else answer
    sheet.put(row, 1, value, (answer, answer, days))
    if field.key in job.prefill.notes:
        note(sheet, row, 1, job.prefill.notes[field.key])
    sheet.write_string(row, 2, field.help, book.look(font_color=writing.QUIET, italic=True))
    if not field.grey:
        validate(job, sheet, field, (row, 1, row, 1))


def _lists(job: Job, sheet: Worksheet) -> None:
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
        sheet.write_string(0, column + 1, job.say("lists_what" if name == "ref" else "lists_code"), job.book.head)
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


def _list_columns(job: Job) -> Iterator[tuple[str, str, list[tuple[str, str]], float]]:
    tables = (job.contributions, job.proposals, job.form)
    used = {f.codelist: f.name for t in tables for f in t.fields if f.codelist and f.codelist != "entity"}
    for name, title in used.items():
        offered = job.codes(name)
        rows = [(c.label, c.code) for c in offered.codes if c.offered]
        yield name, title, rows, max(len(label) for label, _ in rows) * 0.95 + 2
    yield "ref", job.say("lists_ref"), [(ref, job.plan.in_short(ref)) for ref in job.plan.refs], 11
    yield "entity", job.say("lists_entity"), [(e.display, e.code) for e in job.plan.entities], 84


def _meta(job: Job, sheet: Worksheet, issue: Issue) -> None:
    plan, prefill = job.plan, job.prefill
    tables = (job.contributions, job.proposals)
    form = job.form
    grey = [list(plan.printed(ref, job.language).values()) for ref in plan.refs]
    values = {
        "kind": "template",
        "template": TEMPLATE_ID,
        "version": TEMPLATE_VERSION,
        "plan": plan.id,
        "plan_title": plan.title,
        "round": job.call.id,
        "language": job.language,
        "entity": issue.entity or "",
        **{f"columns:{t.sheet}": json.dumps({f.key: f.title for f in t.fields}, ensure_ascii=False) for t in tables},
        f"labels:{form.sheet}": json.dumps({f.key: f.title for f in form.fields}, ensure_ascii=False),
        "grey": grey_checksum(grey),
    }
    if prefill.reissue:
        values |= {"answers": " ".join(prefill.answers), "prefilled": written_checksum(prefill, job.entity)}
    if issue.on_behalf:
        values["on_behalf"] = "yes"
    for row, (key, value) in enumerate(values.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    sheet.hide()


def _long_day(day: date, language: str) -> str:
    return format_schedule(day, day, "day", language=language)
