"""The sheet ``Matrix``: entities against activities and deliverables, gaps first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from xlsxwriter.utility import xl_col_to_name

from emg_xlsx.master.live import Rows, quoted, same_as
from emg_xlsx.master.tables import LINKED, Desk, question
from emg_xlsx.printing import WATCHING
from emg_xlsx.summarised import STRENGTH, MatrixLine
from emg_xlsx.texts import catalogue, text
from emg_xlsx.xlsx import writing
from emg_xlsx.xlsx.measuring import row_height
from emg_xlsx.xlsx.written import Page

HEAD, FIRST = 2, 3
"""Rows of the header and of the first ref, counted from 0."""
COLUMNS = (("ref", 10), ("deliverable", 64), ("gap", 11), ("leads", 7), ("others", 7))
ENTITY = len(COLUMNS)
"""The column of the first entity, counted from 0."""
PER_PAGE = 30
"""Entities that stand side by side on a page."""


def write_matrix(desk: Desk, sheet: Page, lines: Sequence[MatrixLine]) -> None:
    """Write the sheet: a line for each ref, a column for each entity that has any contribution.

    Args:
        desk: book, plan and lists.
        sheet: where to.
        lines: the refs, those with gaps first.
    """
    book = desk.book
    entities = sorted({entity for line in lines for entity in line.roles}, key=str.casefold)
    question(book, sheet, "Matrix")
    sheet.write_string(1, 0, text("matrix.legend"), book.look(font_color=writing.QUIET, text_wrap=False))
    sheet.set_row(HEAD, 84)
    for column, (key, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(HEAD, column, text(f"matrix.{key}"), book.head)
    upright = book.look(bold=True, font_color="#FFFFFF", bg_color=writing.HEAD, border=1, border_color=writing.LINE,
                        rotation=90, align="center", valign="bottom", text_wrap=False)  # fmt: skip
    for column, entity in enumerate(entities, ENTITY):
        sheet.set_column(column, column, 4)
        sheet.write_string(HEAD, column, entity, upright)
    for place, line in enumerate(lines):
        _line(desk, sheet, FIRST + place, (line, entities))
    last = FIRST + max(len(lines), 1) - 1
    sheet.freeze_panes(FIRST, 2)
    sheet.autofilter(HEAD, 0, last, ENTITY - 1)
    sheet.print_area(0, 0, last, ENTITY + max(len(entities), 1) - 1)
    writing.print_setup(sheet, header=desk.header, repeat=HEAD)
    sheet.repeat_columns(0, 1)
    sheet.fit_to_pages(max(1, ceil(len(entities) / PER_PAGE)), 0)


def _line(desk: Desk, sheet: Page, row: int, about: tuple[MatrixLine, Sequence[str]]) -> None:
    (line, entities), rows = about, desk.rows
    style = {"border": 1, "border_color": writing.LINE, **({"bg_color": writing.BAND} if line.whole else {})}
    look = desk.book.look(**style, bold=line.whole)
    name = desk.plan.in_short(line.ref)
    sheet.set_row(row, row_height([(name, COLUMNS[1][1])], bold=line.whole))
    linked = desk.book.look(**style, bold=line.whole, **LINKED)
    sheet.write_url(row, 0, desk.progress[line.ref], linked, line.ref)
    sheet.write_string(row, 1, name, look)
    here = ("ref", f"$A{row + 1}")
    leads, others = (f"${xl_col_to_name(n)}{row + 1}" for n in (3, 4))
    sheet.write_formula(
        row,
        2,
        f"={_gap(line, rows, here, (leads, others))}",
        desk.book.look(**style, bold=True, font_color=writing.ALERT),
        _gap_words(line.gap),
    )
    number = desk.book.look(**style, align="center")
    sheet.write_formula(row, 3, f"={rows.how_many_entities(here, rows.is_('role', 'LEAD'), *rows.printed)}", number,
                        line.leads)  # fmt: skip
    several = f"{rows.how_many_entities(here, *rows.active)}-{leads}"
    sheet.write_formula(row, 4, f"={several}", number, line.others)
    letters = _letters(rows.labels["role"])
    shapes = [desk.book.look(**style, align="center", bold=strong, text_wrap=False) for strong in (False, True)]
    signs = [letters[line.roles[entity]] if entity in line.roles else "" for entity in entities]
    if signs:
        whose = ("entity", f"{xl_col_to_name(ENTITY)}${HEAD + 1}")
        cells = [(shapes[sign == letters["LEAD"]], sign) for sign in signs]
        sheet.write_formulas((row, ENTITY), _role(rows, here, whose), cells, down=False)


def _gap_words(gap: str) -> str:
    return text(f"matrix.{gap}") if gap else ""


def _gap(line: MatrixLine, rows: Rows, here: tuple[str, str], counts: tuple[str, str]) -> str:
    """What is missing, as a formula; an activity has what one of its deliverables has."""
    leads, others = counts
    nobody = f"{leads}+{others}=0"
    if line.whole:
        of_activity = ("activity_id", here[1])
        leads = rows.source.count(of_activity, rows.is_("role", "LEAD"), *rows.printed)
        nobody = f"{rows.source.count(of_activity, *rows.active)}=0"
    return f'IF({nobody},{quoted(_gap_words("nobody"))},IF({leads}=0,{quoted(_gap_words("lead"))},""))'


def _letters(roles: Mapping[str, str]) -> dict[str, str]:
    """The sign of each role; those of the coordinator's own stand like contributing."""
    signs = catalogue()["matrix"]["signs"]
    return {code: signs.get(code or "none_given", signs["CONTRIB"]) for code in (*roles, "")}


def _role(rows: Rows, here: tuple[str, str], whose: tuple[str, str]) -> str:
    """The sign of an entity's strongest role, as a formula: the first of the roles that it has."""
    roles, signs = rows.labels["role"], _letters(rows.labels["role"])

    def has(*where: tuple[str, str]) -> str:
        return rows.source.count(here, whose, *where, *rows.printed)

    weak = [code for code in WATCHING if code in roles]
    strong = [code for code in STRENGTH if code in roles and code not in weak]
    strong += [code for code in roles if code not in STRENGTH]
    # What is neither strong nor weak has no role.
    formula = f"IF({has()}>{'+'.join(has(rows.is_('role', code)) for code in weak) or '0'},{quoted(signs[''])},"
    formula += f"IF({has(rows.is_('role', weak[0]))}>0,{quoted(signs[weak[0]])},{quoted(signs[weak[-1]])}))"
    for code in reversed(strong):
        formula = f"IF({has(('role', same_as(roles[code])))}>0,{quoted(signs[code])},{formula})"
    return f'IF({has()}=0,"",{formula})'
