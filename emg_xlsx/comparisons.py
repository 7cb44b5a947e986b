"""Two files compared, composed: masters or submissions in, what is not the same out, as values or as a workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

from emg_xlsx.comparing import compare_answers, compare_masters
from emg_xlsx.errors import EmgError
from emg_xlsx.layouts import Layout
from emg_xlsx.master import Desk, Sheetful, write_table
from emg_xlsx.master_reading import is_master, read_master
from emg_xlsx.mastered import Comparison
from emg_xlsx.pipeline import read_answer
from emg_xlsx.plan import Plan
from emg_xlsx.schemas.fields import Table
from emg_xlsx.schemas.master_tables import CHANGES
from emg_xlsx.show_diff import summary, titled
from emg_xlsx.texts import text
from emg_xlsx.values import Answer
from emg_xlsx.xlsx import writing
from emg_xlsx.xlsx.writing import Book

_SHOWN = ("what", "by", "entity", "ref", "id", "field", "before", "after", "file")


def compare(old: Path, new: Path, plan: Plan) -> Comparison:
    """What is not the same in two masters of a plan, or in two submissions.

    Raises:
        EmgError: a file cannot be read, or one is a master and the other a submission.
    """
    kinds = {is_master(old), is_master(new)}
    if len(kinds) > 1:
        raise EmgError(text("error.unlike", old=old, new=new))
    if kinds == {True}:
        return compare_masters(read_master(old, plan), read_master(new, plan))
    answers = [_submission(path, plan) for path in (old, new)]
    return compare_answers(answers[0], answers[1], plan)


def comparison_bytes(found: Comparison, *, day: date) -> bytes:
    """A comparison as a workbook: what it compares, and one line for each change."""
    buffer = BytesIO()
    with Book(buffer, title=text("diff.title"), language="en", day=day) as book:
        front, sheet = book.page("Summary"), book.page(CHANGES.sheet)
        front.set_column(0, 0, 100)
        front.hide_gridlines(2)
        front.write_string(0, 0, text("diff.title"), book.look(bold=True, font_size=16, font_color=writing.HEAD))
        front.write_string(2, 0, summary(found), book.look())
        front.set_row(2, writing.row_height([(summary(found), 100)]))
        writing.print_setup(front, landscape=False)
        table = Table(CHANGES.name, CHANGES.sheet, tuple(CHANGES.by_key[key] for key in _SHOWN))
        rows = [
            [text(f"what.{c.what}"), c.by, c.entity, c.ref, c.id, titled(c, found), c.before, c.after, c.file]
            for c in found.changes
        ]
        write_table(Desk(book, found.plan, {}, text("diff.title")), sheet, Sheetful(table, rows, 1, Layout()))
    return buffer.getvalue()


def _submission(path: Path, plan: Plan) -> Answer:
    answer = read_answer(path, plan)
    if answer.kind != "submission":
        raise EmgError(text("error.no-comparison", path=path))
    return replace(answer, file=str(path))
