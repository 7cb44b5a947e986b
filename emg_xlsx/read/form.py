"""The form on the sheet ``Entity``: each label's answer, wherever the two stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from emg_xlsx.headers import LONGEST, Wanted, by_place
from emg_xlsx.plan import Plan
from emg_xlsx.read.tables import Found
from emg_xlsx.rows import text_of
from emg_xlsx.schemas.fields import Table
from emg_xlsx.schemas.of_plan import codelist
from emg_xlsx.schemas.wording import worded
from emg_xlsx.text import fold
from emg_xlsx.texts import LANGUAGES, text
from emg_xlsx.values import Located
from emg_xlsx.xlsx import Cell, Sheet

FORM_ROWS = 80
"""Rows of a sheet searched for the form's labels."""

NOTHING = Cell("", "s", None, 0)

Spot = tuple[int, int]
"""Row and column."""


@dataclass(frozen=True, slots=True)
class Form:
    """The form as found.

    Attributes:
        sheet: the name of the sheet it stands on.
        answers: key to the cell of the answer, which may be empty.
        cells: the cells that are the form's: labels, answers, and what the template prints beside them.
    """

    sheet: str
    answers: Mapping[str, Located]
    cells: frozenset[Spot]


def find_forms(wanted: Wanted, sheets: Sequence[Sheet], found: Sequence[Found], plan: Plan) -> tuple[Form, ...]:
    """The form, and after it further ones: people copy the sheet.

    The form is on the sheet of its name, else on the sheet with most of its labels, be it above a table.

    Args:
        wanted: the form's lines, and its labels as the template recorded them.
        sheets: the sheets people fill.
        found: the tables, above which the form may stand.
        plan: its entities, rounds and codelists tell answers whose labels nobody understands.
    """
    tops = {one.sheet.name: one.block.header.row for one in reversed(found)}
    forms = [_form_on(wanted, sheet, tops.get(sheet.name, FORM_ROWS + 1), plan) for sheet in sheets]
    named = [form for form in forms if fold(form.sheet) == fold(wanted.table.sheet)]
    likely = [form for form in forms if len(form.answers) >= (2 if "entity" in form.answers else 3)]
    best = max([*(form for form in named if form.answers), *likely], key=lambda f: (f in named, len(f.answers)),
               default=next(iter(named), None))  # fmt: skip
    return (best, *(form for form in likely if form is not best)) if best else ()


def _form_on(wanted: Wanted, sheet: Sheet, top: int, plan: Plan) -> Form:
    rows = {row: cells for row, cells in sheet.rows.items() if row < min(top, FORM_ROWS + 1)}
    cells = {(row, column): cell for row, line in rows.items() for column, cell in line.items()}
    labels = _labels(wanted, cells)
    ours = _printed(wanted.table)
    printed = {spot for spot, cell in cells.items() if _key(cell) in ours}
    answers = _answers(labels, cells, printed)
    for key, (label, answer) in _by_value(wanted.table, plan, cells, {*labels.values(), *printed}, answers):
        labels[key], answers[key] = label, answer
    placed = _by_place(wanted, labels, cells, printed)
    labels |= placed
    answers |= _answers(placed, cells, {*printed, *labels.values()})
    own = {(a.row, a.column) for a in answers.values()}
    return Form(sheet.name, answers, frozenset({*labels.values(), *own, *printed}))


def _labels(wanted: Wanted, cells: Mapping[Spot, Cell]) -> dict[str, Spot]:
    """Where each label stands that is known by name; the first place counts."""
    labels: dict[str, Spot] = {}
    for spot, cell in cells.items():
        hit = wanted.names.get(_key(cell))
        # What stands right of a label is its answer, unless it is a label word for word.
        if hit and (hit[1] < 2 or (spot[0], spot[1] - 1) not in labels.values()):
            labels.setdefault(hit[0], spot)
    return labels


def _answers(labels: Mapping[str, Spot], cells: Mapping[Spot, Cell], taken: set[Spot]) -> dict[str, Located]:
    """The cell of each label's answer: right of it, one further right, or below it; else where it should be."""
    others = {*labels.values(), *taken}
    helped = sum((row, column + 1) in cells and (row, column + 2) in cells for row, column in labels.values()) >= 2
    knows_help = any((row, column + 2) in taken for row, column in labels.values())

    def at(spot: Spot) -> bool:
        return spot in cells and spot not in others and bool(text_of(cells[spot]))

    def beside(spot: Spot) -> bool:
        """Whether a cell is itself a label, with its answer right of it, and no answer in a row of answers."""
        row, column = spot
        return at((row, column + 1)) and (row - 1, column + 1) not in others

    answers: dict[str, Located] = {}
    for key, (row, column) in labels.items():
        right, further, below = (row, column + 1), (row, column + 2), (row + 1, column)
        spot = right
        if not at(right):
            if at(further) and right not in others and (knows_help or not helped):
                spot = further
            elif at(below) and not beside(below) and ((row + 2, column) not in cells or (row + 2, column) in others):
                spot = below
        answers[key] = Located(cells.get(spot, NOTHING) if spot not in others else NOTHING, *spot)
    return answers


def _by_value(
    table: Table, plan: Plan, cells: Mapping[Spot, Cell], taken: set[Spot], answers: Mapping[str, Located]
) -> Iterator[tuple[str, tuple[Spot, Located]]]:
    """Answers that can be told by what they say, beside a label nobody understands."""
    used = {(a.row, a.column) for a in answers.values()} | taken
    free = [(spot, text_of(cell)) for spot, cell in cells.items() if spot not in used]
    for key, fits in _shapes(plan).items():
        if key in answers or key not in table.by_key:
            continue
        spots = [spot for spot, words in free if fits(words)]
        if len(spots) == 1:
            row, column = spots[0]
            label = (row, column - 1)
            if label in cells and label not in used and text_of(cells[label]):
                yield key, (label, Located(cells[spots[0]], row, column))


def _shapes(plan: Plan) -> Mapping[str, Callable[[str], bool]]:
    kinds = codelist(plan, "submission_kind")
    return {
        "entity": lambda words: plan.entity_list.match(words).how == "exact",
        "email": lambda words: bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", words)),
        "submission_kind": lambda words: kinds.match(words).how == "exact",
        "round": lambda words: words in plan.round_by_id,
    }


def _by_place(
    wanted: Wanted, labels: Mapping[str, Spot], cells: Mapping[Spot, Cell], printed: set[Spot]
) -> dict[str, Spot]:
    """Labels nobody understands that stand where missing ones should stand, between others."""
    if len(labels) < 2:
        return {}
    column = Counter(column for _, column in labels.values()).most_common(1)[0][0]
    known = {key: row for key, (row, place) in labels.items() if place == column}
    claimed = {*labels.values(), *printed}
    rows = [row for (row, place), cell in cells.items()
            if place == column and (row, place) not in claimed and text_of(cell)]  # fmt: skip
    return {key: (row, column) for key, row in by_place(wanted.order, known, rows).items()}


@cache
def _printed(table: Table) -> frozenset[str]:
    """What the template prints on the form besides labels."""
    headings = ("entity_heading", "entity_note", "entity_optional", "entity_prefilled")
    words = [item.help for language in LANGUAGES for item in worded(table, language).fields if item.help]
    words += [text(f"template.{heading}", language) for heading in headings for language in LANGUAGES]
    return frozenset(fold(word) for word in words)


def _key(cell: Cell) -> str:
    return fold(cell.value) if isinstance(cell.value, str) and len(cell.value) <= LONGEST else ""
