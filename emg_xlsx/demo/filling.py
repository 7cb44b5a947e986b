"""A template filled the way a focal point fills it, and the troubles written down as they are planted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from emg_xlsx.plan import Plan
from emg_xlsx.schemas.of_plan import contributions_table
from emg_xlsx.xlsx.untimed import untimed

Trouble = dict[str, str | None]
"""The file, the code it must be found under, and the sheet and cell where it stands."""

FORM = {
    "entity": 3,
    "focal_point": 4,
    "email": 5,
    "submission_kind": 6,
    "comment": 7,
    "also_for": 10,
    "alternate": 11,
    "completed_on": 12,
    "cleared_by": 13,
    "may_quote": 14,
    "filled_by": 15,
}
"""Rows of the form's answers, in column B."""


@dataclass(frozen=True, slots=True)
class Blanks:
    """Where focal points get their templates.

    Attributes:
        plan: what is printed in them.
        template: the workbook for an entity's code, or for nobody in particular.
    """

    plan: Plan
    template: Callable[[str | None], bytes]


class Filled:
    """A template being filled by one focal point, with the troubles planted in it.

    Attributes:
        file: the name it is sent under.
        planted: the troubles in it.
        columns: where each column stands by now, counted from 1.
        shift: how many rows were put above the table.
    """

    def __init__(self, blanks: Blanks, entity: str, file: str | None = None, **form: Any) -> None:
        self.plan = blanks.plan
        self.book: Workbook = load_workbook(BytesIO(blanks.template(entity or None)))
        self.file = file or f"EMG_{self.plan.current_round}_{entity}.xlsx"
        self.planted: list[Trouble] = []
        self.columns = {key: number for number, key in enumerate(contributions_table(self.plan).keys, 1)}
        self.shift = 0
        self.first_free = len(self.plan.refs) + 2
        answers = {
            "focal_point": f"Focal point of {entity}",
            "email": f"focal.point@{entity.lower().replace('-', '')}.example",
            **form,
        }
        for key, value in answers.items():
            self.form(key, value)

    @property
    def sheet(self) -> Worksheet:
        """The sheet of contributions."""
        return self.book["Contributions"]

    def form(self, key: str, value: Any, trouble: str | None = None) -> None:
        """Answer a line of the form."""
        self.book["Entity"].cell(FORM[key], 2).value = value
        if trouble:
            self.plant(trouble, "Entity", f"B{FORM[key]}")

    def say(self, where: str | int, **values: Any) -> int:
        """Fill the row of a ref, or a row by number; returns the row number."""
        row = self.plan.refs.index(where) + 2 + self.shift if isinstance(where, str) else where
        for key, value in values.items():
            self.sheet.cell(row, self.columns[key]).value = value
        return row

    def at(self, row: int, key: str) -> str:
        """The address of a column in a row."""
        return f"{get_column_letter(self.columns[key])}{row}"

    def plant(self, code: str, sheet: str | None, cell: str | None) -> None:
        """Write down a trouble: the code it must be found under, and where."""
        self.planted.append({"file": self.file, "code": code, "sheet": sheet, "cell": cell})

    def plant_in(self, code: str, row: int, key: str) -> None:
        """Write down a trouble on the sheet of contributions."""
        self.plant(code, self.sheet.title, self.at(row, key))

    def saved(self) -> bytes:
        """The workbook as it is sent, without the time of day in it."""
        buffer = BytesIO()
        self.book.save(buffer)
        return untimed(buffer.getvalue())


def moved(filled: Filled, key: str, before: str) -> None:
    """Cut a column and insert it before another, as a person does with the mouse."""
    source, target = filled.columns[key], filled.columns[before]
    held = [filled.sheet.cell(row, source).value for row in range(1, filled.sheet.max_row + 1)]
    for column in range(source, target, -1):
        for row in range(1, filled.sheet.max_row + 1):
            filled.sheet.cell(row, column).value = filled.sheet.cell(row, column - 1).value
    for row, value in enumerate(held, 1):
        filled.sheet.cell(row, target).value = value
    for other, column in filled.columns.items():
        if target <= column < source:
            filled.columns[other] = column + 1
    filled.columns[key] = target


def inserted(filled: Filled, before: str, title: str) -> None:
    """Insert a column of their own."""
    place = filled.columns[before]
    filled.sheet.insert_cols(place)
    filled.sheet.cell(1, place).value = title
    filled.columns = {key: column + (column >= place) for key, column in filled.columns.items()}


def row_above(filled: Filled, number: int, words: str) -> None:
    """Insert a row above the table, with words in its first cell."""
    filled.sheet.insert_rows(number)
    filled.sheet.cell(number, 1).value = words or None
    filled.shift += 1
