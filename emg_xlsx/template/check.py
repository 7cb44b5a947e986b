"""The sheet ``Check``: what the validator would ask, told before the file is sent, in formulas and without macros.

A line looks at a row by its number, so that inserted rows are seen. What the formulas of a line share stands hidden at
its right, the words at the right of that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from emg_xlsx.findings import letters
from emg_xlsx.prefill import Filling
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.template.rules import (
    WATCHES,
    Call,
    Rule,
    Values,
    blank,
    is_watching,
    needed_rule,
    quoted,
    rules_of,
    watches,
)
from emg_xlsx.template.tables import VALIDATED_ROWS, Job, written_contributions, written_proposals
from emg_xlsx.texts import text
from emg_xlsx.xlsx import writing
from emg_xlsx.xlsx.written import Page

BANNER, COUNTS, HEAD, FIRST = 1, 2, 4, 5
"""Rows of the banner, of the counts, of the header and of the first line, counted from 0."""
MARK, WHERE, REF, LEFT, ROOM = 0, 1, 2, 3, 4
"""Columns people read, counted from 0; what is left runs on into the room at its right, for rows do not grow."""
NUMBER, USED, WATCHING, WORDS = 5, 6, 7, 8
"""Hidden columns: the row that is looked at, whether it is filled, whether its role needs no more, words of rules."""
WIDTHS = (9, 32, 10, 84, 76)
MORE_ROWS = 10
"""Rows below the last of a table that are looked at, too: people insert rows."""
TICKED = '"✓ "@'
"""How the first cell of a row is shown in which nothing is left."""
READY, TO_DO, NOTHING = "#E2EFDA", "#FFF2CC", "#F2F2F2"
"""Behind the banner: ready, something left, nothing filled in yet."""


@dataclass(frozen=True, slots=True)
class _Section:
    """The lines about one table.

    Attributes:
        table: its fields.
        rules: what is asked of its rows.
        written: what stands in its rows already.
        start: the first line, counted from 0.
        words: the column of the words, counted from 0.
    """

    table: Table
    rules: tuple[Rule, ...]
    written: Sequence[Values]
    start: int
    words: int

    @property
    def end(self) -> int:
        """The last line, counted from 0."""
        return self.start + len(self.written) + MORE_ROWS - 1

    def values(self, line: int) -> Values:
        """What stands in the row of a line already."""
        place = line - self.start
        return self.written[place] if place < len(self.written) else {}

    def is_used(self, line: int) -> bool:
        """Whether anything is filled in the row of a line already."""
        return any(str(self.values(line).get(field.key, "")).strip() for field in self.table.inputs)

    def left(self, line: int) -> str:
        """What is left in the row of a line, as it is written."""
        values = self.values(line)
        return "; ".join(rule.words for rule in self.rules if self.is_used(line) and rule.test(values))


def write_check(job: Job, sheet: Page, form_rows: Mapping[str, int]) -> None:
    """Write the sheet; every stored result is true of the template as it is written.

    Args:
        job: what every sheet needs.
        sheet: where to.
        form_rows: key of each answer of the form to its row on ``Entity``, counted from 1.
    """
    book, call = job.book, Call(job.plan, job.call.kind, job.language, job.ranges)
    sheet.hide_gridlines(2)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, job.say("check_heading"), book.look(bold=True, font_size=16, font_color=writing.HEAD,
                                                                 text_wrap=False))  # fmt: skip
    for column, key in ((MARK, "mark"), (WHERE, "where"), (REF, "ref"), (LEFT, "left")):
        sheet.write_string(HEAD, column, job.say(f"check_{key}"), book.head)
    sheet.write_blank(HEAD, ROOM, None, book.head)
    sections = _sections(job, call)
    *_, proposals = sections
    open_lines = _form(job, call, sheet, form_rows, sections)
    for section in sections:
        _rows(job, call, sheet, section)
    sheet.set_column(NUMBER, WORDS + 1, None, None, {"hidden": True})
    open_lines += sum(bool(one.left(line)) for one in sections for line in range(one.start, one.end + 1))
    _banner(job, sheet, sections, open_lines)
    todo = book.add_format({"bg_color": TO_DO})
    sheet.conditional_format(FIRST, MARK, proposals.end, ROOM, {
        "type": "formula", "criteria": f"=LEN(${letters(LEFT + 1)}{FIRST + 1})>0", "format": todo})  # fmt: skip
    quiet = book.add_format({"font_color": writing.QUIET})
    sheet.conditional_format(FIRST, WHERE, proposals.end, WHERE, {
        "type": "formula", "criteria": f"=LEN(${letters(MARK + 1)}{FIRST + 1})=0", "format": quiet})  # fmt: skip
    sheet.freeze_panes(FIRST, 0)
    sheet.autofilter(HEAD, 0, proposals.end, LEFT)
    sheet.print_area(0, 0, proposals.end, ROOM)
    writing.print_setup(sheet, repeat=HEAD)


def _sections(job: Job, call: Call) -> tuple[_Section, ...]:
    """The lines about each table, one below the other."""
    contributions = _Section(job.contributions, rules_of(job.contributions, call), written_contributions(job),
                             FIRST + len(_asked(job)) + 1, WORDS)  # fmt: skip
    proposals = _Section(job.proposals, rules_of(job.proposals, call), written_proposals(job),
                         contributions.end + 1, WORDS + 1)  # fmt: skip
    return contributions, proposals


def show_needed(job: Job, sheet: Page, table: Table) -> None:
    """Show, in the table itself, the cells a used row still needs, and in grey those its role does not need.

    A row in which nothing is left has a tick before what stands in its first column.

    Args:
        job: what every sheet needs.
        sheet: the sheet of the table, written.
        table: its fields.
    """
    call = Call(job.plan, job.call.kind, job.language, job.ranges)
    letter = {key: letters(n) for n, key in enumerate(table.keys, 1)}
    place = {key: n for n, key in enumerate(table.keys)}
    first, last = table.inputs[0].key, table.inputs[-1].key
    none_needed = watches(call, f"${letter['role']}2")

    def cell(key: str) -> str:
        return none_needed if key == WATCHES else f"${letter[key]}2"

    grey = job.book.add_format({"bg_color": writing.GREY, "font_color": writing.QUIET})
    after = [field.key for field in table.inputs if place[field.key] > place["role"]]
    sheet.conditional_format(1, place[after[0]], VALIDATED_ROWS, place[last], {
        "type": "formula", "criteria": f"={none_needed}", "format": grey, "stop_if_true": True})  # fmt: skip
    needed = job.book.add_format({"bg_color": TO_DO})
    used = f"COUNTA(${letter[first]}2:${letter[last]}2)>0"
    for field in table.inputs:
        rule = needed_rule(field, table, call)
        if rule is not None:
            sheet.conditional_format(1, place[field.key], VALIDATED_ROWS, place[field.key], {
                "type": "formula", "criteria": f"=AND({used},{rule.formula(cell)})", "format": needed})  # fmt: skip
    (section,) = (one for one in _sections(job, call) if one.table == table)
    mark = f"INDEX(Check!${letters(MARK + 1)}:${letters(MARK + 1)},ROW()+{section.start - 1})"
    done = job.book.add_format({"num_format": TICKED})
    sheet.conditional_format(1, 0, section.end - section.start + 1, 0, {
        "type": "formula", "criteria": f"={mark}={quoted(job.say('check_ok'))}", "format": done})  # fmt: skip


def _rows(job: Job, call: Call, sheet: Page, section: _Section) -> None:
    """The lines of a table: the same formulas in each, of its own row number."""
    table, book, lines = section.table, job.book, range(section.start, section.end + 1)
    letter = {key: letters(n) for n, key in enumerate(table.keys, 1)}
    first, last = letter[table.inputs[0].key], letter[table.inputs[-1].key]
    name = f"'{table.sheet}'" if " " in table.sheet else table.sheet
    here = section.start + 1
    number, used, watching, left = (f"${letters(n + 1)}{here}" for n in (NUMBER, USED, WATCHING, LEFT))
    cell = partial(_cell, name, letter, number, watching)
    grid = {"border": 1, "border_color": writing.LINE}
    linked, words = book.look(font_color=writing.LINK, underline=1, **grid), letters(section.words + 1)
    for row, rule in enumerate(section.rules, FIRST):
        sheet.write_string(row, section.words, rule.words)
    for place, line in enumerate(lines, 2):
        sheet.write_url(line, WHERE, f"internal:{name}!{first}{place}", linked, _where(job, table, place))
    rules = enumerate(section.rules, FIRST + 1)
    told = "&".join(f'IF({rule.formula(cell)},"; "&${words}${row},"")' for row, rule in rules)
    wrong = quoted(text("check.error_value", job.language))
    ok, open_ = job.say("check_ok"), job.say("check_open")
    area = f"INDEX({name}!${first}:${last},{number},0)"
    quiet = book.look(font_color=writing.QUIET, **grid)
    for place, line in enumerate(lines, 2):
        sheet.write_number(line, NUMBER, place)
        sheet.write_blank(line, REF, None, quiet)
    if "ref" in letter:
        refs = [(quiet, str(section.values(n).get("ref", "")) if section.is_used(n) else "") for n in lines]
        sheet.write_formulas((section.start, REF), f'IF({used},IFERROR({cell("ref")}&"",""),"")', refs)
    for column, look, formula, results in (
        (MARK, book.look(bold=True, **grid), f'IF(LEN({left})>0,{quoted(open_)},IF({used},{quoted(ok)},""))',
         [open_ if section.left(n) else ok if section.is_used(n) else "" for n in lines]),
        (LEFT, book.look(text_wrap=False), f'IF({used},IFERROR(MID({told},3,2000),{wrong}),"")',
         list(map(section.left, lines))),
        (USED, None, f"IFERROR(SUMPRODUCT(--(LEN(TRIM({area}))>0))>0,TRUE)", list(map(section.is_used, lines))),
        (WATCHING, None, f"IFERROR({watches(call, cell('role'))},FALSE)",
         [is_watching(call, section.values(n)) for n in lines]),
    ):  # fmt: skip
        sheet.write_formulas((section.start, column), formula, [(look, result) for result in results])


def _where(job: Job, table: Table, number: int) -> str:
    return text("check.row", job.language, sheet=table.sheet, row=number)


def _cell(sheet: str, letter: Mapping[str, str], number: str, watching: str, key: str) -> str:
    return watching if key == WATCHES else f"INDEX({sheet}!${letter[key]}:${letter[key]},{number})"


def _asked(job: Job) -> list[Field]:
    """The answers of the form without which nothing can be done."""
    return [field for field in job.form.inputs if field.need]


def _form(job: Job, call: Call, sheet: Page, rows: Mapping[str, int], sections: Sequence[_Section]) -> int:
    """A line for each answer that is needed, and one for what the file is; returns how many have something left."""
    prefilled: dict[str, Filling] = {"entity": job.entity, **job.prefill.form}
    fields = job.form.by_key
    lines = []
    for field in _asked(job):
        words = call.say("missing", field)
        empty = not str(prefilled.get(field.key) or "").strip()
        formula = f'IFERROR(IF({blank(f"Entity!$B${rows[field.key]}")},{quoted(words)},""),{quoted(words)})'
        lines.append((field, formula, words if empty else ""))
    lines.append((fields["submission_kind"], *_kind(job, rows["submission_kind"], sections)))
    grid = {"border": 1, "border_color": writing.LINE}
    ok, open_ = job.say("check_ok"), job.say("check_open")
    for row, (field, formula, told) in enumerate(lines, FIRST):
        mark = f"IF(LEN(${letters(LEFT + 1)}{row + 1})>0,{quoted(open_)},{quoted(ok)})"
        sheet.write_formula(row, MARK, mark, job.book.look(bold=True, **grid), open_ if told else ok)
        linked = job.book.look(font_color=writing.LINK, underline=1, **grid)
        where = text("check.line", job.language, field=field.name)
        sheet.write_url(row, WHERE, f"internal:'Entity'!B{rows[field.key]}", linked, where)
        sheet.write_blank(row, REF, None, job.book.look(**grid))
        sheet.write_formula(row, LEFT, formula, job.book.look(text_wrap=False), told)
    return sum(bool(told) for *_, told in lines)


def _kind(job: Job, row: int, sections: Sequence[_Section]) -> tuple[str, str]:
    """Whether the rows fit what the file is said to be, nothing to report or something: a formula and its result."""
    kinds = job.codes("submission_kind")
    cell, count = f"TRIM(Entity!$B${row})", _count(sections)
    nil = f'OR({cell}={quoted(kinds.label("NIL"))},{cell}="NIL")'
    full = f'OR(LEN({cell})=0,{cell}={quoted(kinds.label("FULL"))},{cell}="FULL")'
    both, none = (text(f"check.{key}", job.language, nil=kinds.label("NIL")) for key in ("nil_with_rows", "no_rows"))
    formula = f'IF(AND({nil},{count}>0),{quoted(both)},IF(AND({full},{count}=0),{quoted(none)},""))'
    said, used = str(job.prefill.form.get("submission_kind") or ""), _used(sections)
    if said == kinds.label("NIL"):
        return formula, both if used else ""
    return formula, none if not used and said != kinds.label("PART") else ""


def _count(sections: Sequence[_Section]) -> str:
    """How many rows are filled, as a formula."""
    column = letters(USED + 1)
    return f"COUNTIF(${column}${sections[0].start + 1}:${column}${sections[-1].end + 1},TRUE)"


def _used(sections: Sequence[_Section]) -> int:
    return sum(one.is_used(line) for one in sections for line in range(one.start, one.end + 1))


def _banner(job: Job, sheet: Page, sections: Sequence[_Section], open_lines: int) -> None:
    """Ready to send, or how much is left; and how many rows are filled."""
    book, rows, used = job.book, _count(sections), _used(sections)
    column = letters(LEFT + 1)
    left = f'COUNTIF(${column}${FIRST + 1}:${column}${sections[-1].end + 1},"?*")'
    ready, nothing, some = (job.say(f"check_{key}") for key in ("ready", "nothing", "some"))
    formula = f"IF({left}=0,{quoted(ready)},IF({rows}=0,{quoted(nothing)},{quoted(some)}&{left}))"
    told = ready if not open_lines else f"{some}{open_lines}" if used else nothing
    sheet.set_row(BANNER, 36)
    look = book.look(bold=True, font_size=14, valign="vcenter", bg_color=NOTHING, text_wrap=False)
    sheet.write_formula(BANNER, 0, formula, look, told)
    for place in range(1, ROOM + 1):
        sheet.write_blank(BANNER, place, None, look)
    for color, when in ((READY, f"={left}=0"), (TO_DO, f"=AND({left}>0,{rows}>0)")):
        shade = book.add_format({"bg_color": color})
        sheet.conditional_format(BANNER, 0, BANNER, ROOM, {"type": "formula", "criteria": when, "format": shade})
    quiet, filled = book.look(font_color=writing.QUIET, text_wrap=False), job.say("check_rows")
    sheet.write_formula(COUNTS, 0, f"{quoted(filled)}&{rows}", quiet, f"{filled}{used}")
    sheet.write_string(COUNTS + 1, 0, job.say("check_cannot"), quiet)
