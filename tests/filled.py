"""A filled template, as small as a test needs it."""

from __future__ import annotations

from datetime import date
from functools import cache
from io import BytesIO

from openpyxl import load_workbook

import emg_xlsx as emg


@cache
def blank(entity: str) -> bytes:
    """The template of an entity."""
    buffer = BytesIO()
    emg.write_template(buffer, entity=entity)
    return buffer.getvalue()


def filled(
    entity: str = "UNEP", *, text: str = "We draft", email: str | None = None, completed: date | None = None
) -> bytes:
    """A submission with one contribution, to A01-D01."""
    book = load_workbook(BytesIO(blank(entity)))
    form, table = book["Entity"], book["Contributions"]
    answers = {"email": email, "completed_on": completed}
    titles = {"email": "E-mail", "completed_on": "Completed on"}
    rows = {str(row[0].value): row[1] for row in form.iter_rows(min_col=1, max_col=2)}
    for key, value in answers.items():
        if value is not None:
            rows[titles[key]].value = value
    columns = {str(cell.value): number for number, cell in enumerate(table[1], 1)}
    row = next(row for row in range(2, 60) if table.cell(row, 1).value == "A01-D01")
    for title, value in (("Our role", "Contributing"), ("What we do", text), ("Status", "In progress")):
        table.cell(row, columns[title]).value = value
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
