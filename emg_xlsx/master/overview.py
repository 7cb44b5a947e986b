"""The sheet ``Overview``: who leads what, what is late, what is missing, what is new; then the pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from emg_xlsx.master.live import SOMETHING, how_many, quoted, same_as
from emg_xlsx.master.pictures import write_pictures
from emg_xlsx.master.tables import LINKED, Desk
from emg_xlsx.mastered import Master
from emg_xlsx.schedule import format_schedule
from emg_xlsx.summarised import ANSWERED, Overview, Summaries
from emg_xlsx.texts import counted, text
from emg_xlsx.xlsx import writing
from emg_xlsx.xlsx.measuring import row_height
from emg_xlsx.xlsx.written import Page

WIDTHS = (2, 36, 11, 2, 66)
LABEL, FIGURE, REMARK = 1, 2, 4
"""Columns, counted from 0."""
REFS_SHOWN = 40
"""References that stand in a remark; of more, the sheet that is linked has the rest."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what is counted, how many, as a formula where cells are counted, a remark, and a sheet to go to."""

    label: str
    figure: int | str
    formula: str | None = None
    remark: str = ""
    sheet: str | None = None


def write_overview(desk: Desk, sheet: Page, master: Master, summaries: Summaries) -> None:
    """Write the sheet.

    Args:
        desk: book, plan, lists and header.
        sheet: where to.
        master: the tables that are counted.
        summaries: the results.
    """
    book, plan = desk.book, desk.plan
    sheet.hide_gridlines(2)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    quiet = book.look(font_color=writing.QUIET, text_wrap=False)
    sheet.write_string(0, LABEL, text("question.Overview"), quiet)
    sheet.set_row(1, 30)
    sheet.write_string(1, 1, plan.title, book.look(bold=True, font_size=18, font_color=writing.HEAD, text_wrap=False))
    sheet.write_string(2, 1, plan.approval, book.look(bold=True, font_color=writing.ALERT, text_wrap=False))
    day = format_schedule(master.day, master.day, "day")
    sheet.write_string(3, 1, text("master.run", round=master.round, day=day), quiet)
    row = 5
    for heading, lines in _blocks(desk, master, summaries.overview):
        row = _block(desk, sheet, row, (heading, lines))
    sheet.set_h_pagebreaks([row])
    last = write_pictures(desk, sheet, row, summaries.figures)
    sheet.print_area(0, 0, last, REMARK)
    writing.print_setup(sheet, landscape=False, header=desk.header)
    sheet.fit_to_pages(1, 2)  # the questions on one, the pictures on the other, however many lines there are


def _block(desk: Desk, sheet: Page, row: int, block: tuple[str, Sequence[Line]]) -> int:
    """Write a heading and its lines; returns the row after them and an empty one."""
    book = desk.book
    heading, lines = block
    under = {"bottom": 1, "bottom_color": writing.LINE}
    sheet.set_row(row, 24)
    sheet.write_string(row, LABEL, heading, book.look(bold=True, font_size=13, font_color=writing.HEAD,
                                                      text_wrap=False, **under))  # fmt: skip
    for column in range(LABEL + 1, REMARK + 1):
        sheet.write_blank(row, column, None, book.look(**under))
    bold = book.look(bold=True, align="right", valign="vcenter", num_format="#,##0")
    for line in lines:
        row += 1
        sheet.set_row(row, row_height([(line.label, WIDTHS[LABEL]), (line.remark, WIDTHS[REMARK])]) + 3)
        if line.sheet:
            sheet.write_url(
                row, LABEL, f"internal:'{line.sheet}'!A1", book.look(**LINKED, valign="vcenter"), line.label
            )
        else:
            sheet.write_string(row, LABEL, line.label, book.look(valign="vcenter"))
        if line.formula:
            sheet.write_formula(row, FIGURE, f"={line.formula}", bold, line.figure)
        else:
            sheet.write(row, FIGURE, line.figure, bold)
        sheet.write_string(row, REMARK, line.remark, book.look(font_color=writing.QUIET, valign="vcenter"))
    return row + 2


def _blocks(desk: Desk, master: Master, overview: Overview) -> Iterator[tuple[str, list[Line]]]:
    """Heading and lines of each block, the four questions first."""
    yield text("overview.leads"), _leads(desk, overview)
    yield text("overview.late"), _late(desk, overview)
    yield text("overview.missing"), _missing(desk, master, overview)
    yield _news(master, overview)
    yield text("overview.answers"), _answers(desk, master, overview)
    yield text("overview.open"), _open(desk, overview)


def _refs(refs: Sequence[str]) -> str:
    more = len(refs) - REFS_SHOWN
    words = ", ".join(refs[:REFS_SHOWN])
    return f"{words} {text('overview.and_more', n=more)}" if more > 0 else words


def _line(key: str, figure: int | str, formula: str | None = None, remark: str = "", sheet: str | None = None) -> Line:
    return Line(text(f"overview.{key}"), figure, formula, remark, sheet)


def _leads(desk: Desk, overview: Overview) -> list[Line]:
    rows, ranges = desk.rows, desk.lists.ranges
    count = rows.source.count
    here = ("ref", ranges["deliverables"])
    without_lead = f"SUMPRODUCT(--({count(here, rows.is_('role', 'LEAD'), *rows.printed)}=0))"
    nobody = f"SUMPRODUCT(--({count(here, *rows.active)}=0))"
    contributions = count(("entity", SOMETHING), ("ref", SOMETHING), *rows.printed)
    entities = rows.how_many_entities(*rows.printed)
    with_lead = len(desk.plan.deliverables) - len(overview.without_lead)
    return [
        _line("contributions", overview.contributions, contributions,
              text("overview.contributions_note", entities=counted("entity", overview.entities)), "Contributions"),
        _line("entities", overview.entities, entities, text("overview.entities_note"), "Matrix"),
        _line("with_lead", with_lead, f"{len(desk.plan.deliverables)}-{without_lead}",
              text("overview.of_deliverables", n=len(desk.plan.deliverables)), "Work plan"),
        _line("without_lead", len(overview.without_lead), without_lead, _refs(overview.without_lead), "Matrix"),
        _line("without_contributor", len(overview.without_contributor), nobody, _refs(overview.without_contributor),
              "Matrix"),
        _line("proposals", overview.proposals, desk.sources["New proposals"].count(("id", '"*/*"')), "",
              "New proposals"),
    ]  # fmt: skip


def _late(desk: Desk, overview: Overview) -> list[Line]:
    rows, ranges = desk.rows, desk.lists.ranges
    count = rows.source.count
    delayed = how_many(count(("ref", ranges["refs"]), rows.is_("status", "DELAYED"), *rows.active))
    # Of a schedule that is open at its end, the first day is all that is known.
    beyond = (rows.standing_rows(("ref", ranges["ending"]), (key, f'">"&{ranges["ends"]}'), *rows.active)
              for key in ("last_day", "first_day"))  # fmt: skip
    longer = how_many("+".join(beyond))
    overdue = desk.sources["Progress"].count(("overdue", same_as(text("progress.overdue"))))
    return [
        _line("overdue", len(overview.overdue), overdue, _refs(overview.overdue), "Progress"),
        _line("delayed", len(overview.delayed), delayed, _refs(overview.delayed), "Progress"),
        _line("longer", len(overview.longer), longer, _refs(overview.longer), "Timeline"),
    ]


def _missing(desk: Desk, master: Master, overview: Overview) -> list[Line]:
    rows = desk.rows
    register = desk.sources["Register"]
    missing = overview.files_by_state.get("missing", 0)
    planning = [call.id for call in desk.plan.rounds if call.kind == "planning"]
    reporting = any(call.id == master.round and call.kind == "reporting" for call in desk.plan.rounds)
    silent = "+".join(rows.source.count(("last_round", same_as(call)), *rows.active) for call in planning)
    return [
        _line("missing_entities", missing, register.count(("state", same_as(text("state.missing")))),
              text("state_note.missing"), "Register"),
        _line("not_reported", len(overview.not_reported), silent if reporting and planning else None,
              _refs(overview.not_reported), "Progress"),
    ]  # fmt: skip


def _news(master: Master, overview: Overview) -> tuple[str, list[Line]]:
    """What is new since the last merge; a first one is new as a whole."""
    if not master.since:
        return text("overview.news_first"), [_line("changes", len(master.changes), None, text("overview.all_new"),
                                                   "Changes")]  # fmt: skip
    words = ", ".join(f"{text(f'what.{what}').lower()}: {count}" for what, count in overview.news.items())
    day = format_schedule(master.since, master.since, "day")
    figure = sum(overview.news.values())
    return text("overview.news", day=day), [_line("changes", figure, None, words or text("overview.no_news"),
                                                  "Changes")]  # fmt: skip


def _answers(desk: Desk, master: Master, overview: Overview) -> list[Line]:
    register = desk.sources["Register"]
    files = ("file", SOMETHING)
    states = [
        Line(text(f"state.{state}"), count, register.count(("state", same_as(text(f"state.{state}"))), files),
             text(f"state_note.{state}"))
        for state, count in overview.files_by_state.items()
        if count and state != "missing"
    ]  # fmt: skip
    of = text("overview.of", n=overview.answered, total=overview.expected)
    formula = _answered(desk, master.round, overview)
    lines = [_line("answered", of, formula, text("overview.answered_note"), "Register"), *states]
    if overview.with_others:
        lines.append(_line("with_others", overview.with_others, None, text("overview.with_others_note")))
    return lines


def _answered(desk: Desk, call: str, overview: Overview) -> str:
    """``n of N`` as a formula: expected entities with a file, or a word, of the round that counts as an answer."""
    register, expected = desk.sources["Register"], desk.lists.ranges["expected"]
    here = ("entity", expected), ("round", same_as(call))
    counts = "+".join(register.count(*here, ("state", same_as(text(f"state.{state}")))) for state in ANSWERED)
    before, _, after = text("overview.of", n="\0", total=overview.expected).partition("\0")
    return f"{quoted(before)}&{how_many(counts)}&{quoted(after)}"


def _open(desk: Desk, overview: Overview) -> list[Line]:
    conflicts, questions, left_out = (desk.sources[name] for name in ("Conflicts", "Questions", "Left out"))
    named = ("id", '"*/*"')
    undecided = f"{conflicts.count(named)}-{conflicts.count(named, ('decision', SOMETHING))}"
    opened = ("state", same_as(text("state.open")))
    return [
        _line("conflicts", overview.conflicts, undecided, text("overview.conflicts_note"), "Conflicts"),
        *(
            Line(text(f"severity.{severity}"), count,
                 questions.count(("severity", same_as(text(f"severity.{severity}"))), opened),
                 text(f"severity_note.{severity}"), "Questions")
            for severity, count in overview.findings_by_severity.items()
        ),
        _line("left_out", overview.left_out, f"{left_out.count(('code', SOMETHING))}-1", text("overview.left_out_note"),
              "Left out"),
    ]  # fmt: skip
