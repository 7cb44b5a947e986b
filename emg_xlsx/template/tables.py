"""The template's tables: grey cells of the plan, white cells to fill, and what an entity said before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Any

from xlsxwriter.worksheet import Worksheet

from emg_xlsx.codelists import Codelist
from emg_xlsx.plan import Plan, Round
from emg_xlsx.prefill import Filling, Prefill, PrefilledRow
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.of_plan import codelist, contributions_table, entity_table, in_reissues, proposals_table
from emg_xlsx.schemas.wording import worded
from emg_xlsx.texts import text
from emg_xlsx.xlsx import writing
from emg_xlsx.xlsx.measuring import row_height
from emg_xlsx.xlsx.patching import NOTE_MARK
from emg_xlsx.xlsx.writing import Book
from emg_xlsx.xlsx.written import TEXT_LIMIT

FREE_ROWS = 20
PROPOSAL_ROWS = 10
VALIDATED_ROWS = 300
"""Rows down to which lists and messages reach, so that inserted rows have them too."""
DAY = "d mmmm yyyy"
"""How days are shown."""
MOST_NOTED = 2000
"""Characters of a note on a cell that people can still read."""

WHITE = {"border": 1, "border_color": writing.LINE, "locked": False}
GREY = {"bg_color": writing.GREY, "border": 1, "border_color": writing.LINE, "font_color": "#3E4C59"}
BAND = {"bg_color": writing.BAND, "border": 1, "border_color": writing.LINE, "bold": True}
"""Looks of cells to fill, of the plan's, and of an activity as a whole."""


@dataclass(frozen=True, slots=True)
class Job:
    """What every sheet of one template needs to know; ``entity`` is as it is shown, empty for none."""

    book: Book
    plan: Plan
    call: Round
    language: str
    entity: str
    prefill: Prefill
    ranges: dict[str, str]

    def say(self, key: str, **facts: object) -> str:
        """A text of the template in its language."""
        return text(f"template.{key}", self.language, **facts)

    def codes(self, name: str) -> Codelist:
        """A list with the labels of this template."""
        return codelist(self.plan, name, self.language)

    @property
    def contributions(self) -> Table:
        """The table of contributions as it stands in this template."""
        return self._as_here(contributions_table(self.plan))

    @property
    def proposals(self) -> Table:
        """The table of proposals as it stands in this template."""
        return self._as_here(proposals_table(self.plan))

    @property
    def form(self) -> Table:
        """The lines of the sheet ``Entity`` as they stand in this template."""
        return worded(entity_table(self.plan), self.language)

    def _as_here(self, table: Table) -> Table:
        return worded(in_reissues(table) if self.prefill.reissue else table, self.language)


@dataclass(frozen=True, slots=True)
class _Line:
    """One row to write: its ref, whether the plan is printed in it, and what was said before."""

    ref: str
    printed: bool
    said: PrefilledRow | None = None


def write_contributions(job: Job, sheet: Worksheet) -> None:
    """Write the sheet ``Contributions``: the plan row by row with what was said before, then free rows."""
    plan, table = job.plan, job.contributions
    _head(job, sheet, table)
    lines = list(_lines(plan, job.prefill.contributions))
    for row, line in enumerate(lines, 1):
        _contribution(job, sheet, row, line)
    last = len(lines)
    first_free = sum(line.printed for line in lines) + 1
    for column, field in enumerate(table.fields):
        first = first_free if field.type == "ref" else 1
        validate(job, sheet, field, (first, column, max(VALIDATED_ROWS, last), column))
        if field.type == "ref":
            _say_on(sheet, field, (1, column, first_free - 1, column))
    sheet.freeze_panes(1, table.keys.index("plan_schedule"))
    sheet.autofilter(0, 0, last, len(table.fields) - 1)
    sheet.print_area(0, 0, last, table.keys.index("progress"))
    sheet.set_selection(1, table.keys.index("role"), 1, table.keys.index("role"))
    writing.print_setup(sheet, header=f"{plan.title} · {job.call.id} · {plan.approval}", repeat=0)
    sheet.set_margins(left=0.3, right=0.3, top=0.6, bottom=0.5)


def _lines(plan: Plan, said: tuple[PrefilledRow, ...]) -> Iterator[_Line]:
    """The rows in order: every ref of the plan with all that was said of it, what fits none of them, free rows."""
    by_ref: dict[str, list[PrefilledRow]] = defaultdict(list)
    for row in said:
        by_ref[row.ref if row.ref in plan.ref_order else ""].append(row)
    for ref in plan.refs:
        if ref not in by_ref:
            yield _Line(ref, printed=True)
        yield from (_Line(ref, printed=True, said=row) for row in by_ref.get(ref, ()))
    yield from (_Line(row.ref, printed=False, said=row) for row in by_ref.get("", ()))
    yield from (_Line("", printed=False) for _ in range(FREE_ROWS))


def written_contributions(job: Job) -> list[dict[str, Filling]]:
    """What stands in each row of ``Contributions`` as it is written, by field."""
    return [_values(job, line) for line in _lines(job.plan, job.prefill.contributions)]


def written_proposals(job: Job) -> list[dict[str, Filling]]:
    """What stands in each row of ``New proposals`` as it is written, by field."""
    said = job.prefill.proposals
    return [_said(job, said[n] if n < len(said) else None) for n in range(len(said) + PROPOSAL_ROWS)]


def _values(job: Job, line: _Line) -> dict[str, Filling]:
    values: dict[str, Filling] = dict(job.plan.printed(line.ref, job.language)) if line.printed else {"ref": line.ref}
    return values | _said(job, line.said)


def _contribution(job: Job, sheet: Worksheet, row: int, line: _Line) -> None:
    table, whole = job.contributions, line.ref in job.plan.activity_by_id
    values = _values(job, line)
    shade = BAND if whole else GREY
    for column, field in enumerate(table.fields):
        free = field.type == "ref" and not line.printed
        look = WHITE if free or not field.grey else GREY if field.reissue else shade
        _put(job, sheet, (row, column), values.get(field.key), {**look, **_number_look(field)})
    sheet.set_row(row, _height(table, values, bold=whole) if line.printed or line.said else 30)
    _notes(sheet, row, table, line.said)


def write_proposals(job: Job, sheet: Worksheet) -> None:
    """Write the sheet ``New proposals``: those of before, then empty rows."""
    table, said = job.proposals, job.prefill.proposals
    _head(job, sheet, table)
    last = len(said) + PROPOSAL_ROWS
    for row in range(1, last + 1):
        before = said[row - 1] if row <= len(said) else None
        values = _said(job, before)
        sheet.set_row(row, max(45, _height(table, values)))
        for column, field in enumerate(table.fields):
            look = GREY if field.grey else WHITE
            _put(job, sheet, (row, column), values.get(field.key), {**look, **_number_look(field)})
        _notes(sheet, row, table, before)
    for column, field in enumerate(table.fields):
        validate(job, sheet, field, (1, column, max(VALIDATED_ROWS, last), column))
    sheet.freeze_panes(1, 1)
    sheet.set_selection(1, 0, 1, 0)
    writing.print_setup(sheet, header=f"{job.plan.title} · {job.call.id}", repeat=0)


def _said(job: Job, row: PrefilledRow | None) -> dict[str, Filling]:
    """What stands in a row already; a row the master knows starts as unchanged."""
    if row is None:
        return {}
    known = {"id": row.id, "change": job.codes("change").label("SAME")} if row.id else {}
    return {**row.values, **known}


def _put(job: Job, sheet: Worksheet, spot: tuple[int, int], value: Filling | None, look: Mapping[str, Any]) -> None:
    plain = job.book.look(**look)
    days = job.book.look(**look, num_format=DAY) if isinstance(value, date) else plain
    sheet.put(*spot, value, (plain, plain, days))


def _height(table: Table, values: Mapping[str, Filling], *, bold: bool = False) -> float:
    """The height at which everything in a row is seen."""
    texts = [(str(values.get(field.key, "")), field.width) for field in table.fields if field.wrap]
    return row_height(texts, bold=bold)


def _notes(sheet: Worksheet, row: int, table: Table, said: PrefilledRow | None) -> None:
    for key, words in said.notes.items() if said else ():
        note(sheet, row, table.keys.index(key), words)


def note(sheet: Worksheet, row: int, column: int, words: str) -> None:
    """Ask something at a cell, in a note that reading knows to be ours."""
    room = {"author": NOTE_MARK.rstrip(":"), "x_scale": 2.6, "y_scale": max(1.2, min(6.0, len(words) / 110)),
            "font_size": 10}  # fmt: skip
    sheet.write_comment(row, column, f"{NOTE_MARK}\n{words[:MOST_NOTED]}"[:TEXT_LIMIT], room)


def _head(job: Job, sheet: Worksheet, table: Table) -> None:
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


def validate(job: Job, sheet: Worksheet, field: Field, area: tuple[int, int, int, int]) -> None:
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
