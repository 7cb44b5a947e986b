"""Damage masters in every way that costs nothing to invent, merge into them, and see that nothing is lost in silence.

    python -m tests.fuzz_masters --minutes 10 --seed 1

What must hold: nothing is raised but one sentence, nothing takes long, and whenever something cannot be carried over
the old master stands on the disk, in its place or as the dated copy. The same seed gives the same cases.
"""

from __future__ import annotations

import json
import random
import re
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table

from emg_xlsx.builtin import builtin_plan
from emg_xlsx.errors import EmgError
from emg_xlsx.mastered import SHEETS, Merging, Saved
from emg_xlsx.memory import sealed
from emg_xlsx.pipeline import Options
from emg_xlsx.roundtrip import master_to_update, merge_files, save_merged
from emg_xlsx.xlsx import Refused, open_workbook
from tests import fuzz
from tests.test_merging import LEAD, save

PLAN = builtin_plan()
FIRST, LATER = date(2022, 3, 1), date(2022, 3, 15)
SLOWEST = 15.0
"""Seconds a merge may take at most: it takes a fifth of one, and there is time to spare for a busy machine."""
HOSTILE = ("", "-1", "1.5", "99999999999", "1e999", "NaN", "nothing", "²", "٣", "A1048577", "XFE1", "#REF!", "a b",
           "true", "0", "2022-13-45", "x" * 5000, "{0}", "{sheet}", "%s", "'", "=1/0", "[1]X!A1")  # fmt: skip
"""Words where a number, a place, a day or another word is expected."""
VALUES: tuple[Any, ...] = (None, True, -1, 1e300, "", "x", [], {}, [[]], {"x": 1}, {"day~": "x"}, ["x"] * 3, 10**30)
"""The same for what is remembered, which may be of any kind."""


@cache
def inbox() -> dict[str, bytes]:
    """The submissions that every merge takes in."""
    rows: dict[str, tuple[str, dict[int, dict[str, Any]]]] = {
        "a.xlsx": ("UNEP", {2: LEAD, 3: {**LEAD, "amount_usd": -5, "schedule": "Q1/Q2 2022"}}),
        "b.xlsx": ("FAO", {2: {**LEAD, "schedule": "June 2022"}, 4: LEAD}),
        "c.xlsx": ("FAO", {2: {**LEAD, "status": "Completed"}}),
    }
    with TemporaryDirectory() as folder:
        return {name: _timeless(save(Path(folder) / name, *what).read_bytes()) for name, what in rows.items()}


@cache
def masters() -> dict[str, bytes]:
    """Masters to be damaged: as the tool writes one, with a coordinator's work in it, and merged into once more."""
    with TemporaryDirectory() as folder:
        path, submissions = Path(folder) / "master.xlsx", Path(folder) / "in"
        _fill(submissions, ("a.xlsx", "b.xlsx"))
        _merged(path, submissions, FIRST)
        written = path.read_bytes()
        worked = _worked(written)
        path.write_bytes(worked)
        _fill(submissions, inbox())
        _merged(path, submissions, LATER)
        return {"written": written, "worked": worked, "merged": path.read_bytes()}


def _fill(folder: Path, names: Any) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_bytes(inbox()[name])


def _merged(path: Path, submissions: Path, day: date) -> tuple[Merging, Saved]:
    """One merge, as the command does it."""
    into = master_to_update(path, replace_old=False)
    merging = merge_files([submissions], PLAN, Options(day=day), into=into)
    return merging, save_merged(path, merging, day=day, replace_old=False)


def _worked(data: bytes) -> bytes:
    """The master after a coordinator edited, arranged and added what one can."""
    book = load_workbook(BytesIO(data))
    page = book["Contributions"]
    page["H2"], page["H2"].comment = "Ours.", Comment("Ask again.", "Coordinator")
    page["I2"].fill, page["I3"].font = PatternFill("solid", fgColor="FFEE00"), Font(bold=True, color="C00000")
    page.column_dimensions["H"].width, page.row_dimensions[2].height = 70, 44
    last = page.max_column + 1
    page.cell(1, last).value, page.cell(2, last).value, page.cell(3, last).value = "Folder", 7, "=1+1"
    page.conditional_formatting.add("H2:H9", CellIsRule("equal", ['"x"'], font=Font(bold=True)))  # type: ignore[no-untyped-call]
    book["Conflicts"].cell(2, 1).font = Font(italic=True)
    book["Register"].auto_filter.add_filter_column(0, ["FAO"])
    notes, figures = book.create_sheet("My notes", 1), book.create_sheet("Figures")
    notes["A1"], notes["A1"].comment, notes["B2"] = "Call Rome.", Comment("Why?", "Coordinator"), 12.5
    notes["B2"].number_format, notes["B2"].font = "0.000", Font(size=20)
    figures.append(["One", "Two"])
    figures.append([1, 2])
    figures.add_table(Table(displayName="Mine", ref="A1:B2"))
    chart = BarChart()
    chart.add_data(Reference(figures, min_col=2, min_row=1, max_row=2), titles_from_data=True)
    figures.add_chart(chart, "D2")
    return _saved(book)


def _saved(book: Any) -> bytes:
    target = BytesIO()
    book.save(target)
    return _timeless(target.getvalue())


def _timeless(data: bytes) -> bytes:
    """A workbook that does not say when it was saved, so that the same seed gives the same cases."""
    parts = fuzz.parts_of(data)
    parts["docProps/core.xml"] = re.sub(rb"<dcterms:modified.*?</dcterms:modified>", b"", parts["docProps/core.xml"])
    return fuzz.zipped(parts)


def damaged_cells(data: bytes, rnd: random.Random) -> bytes:
    """Some cells of one sheet say something else, rows or columns are gone, or the sheet has another name."""
    book = load_workbook(BytesIO(data))
    page = book[rnd.choice([*book.sheetnames, "_meta", "_meta", "_base", "Register", "Questions"])]
    for _ in range(rnd.choice((1, 1, 5, 50))):
        cell = page.cell(rnd.randrange(1, page.max_row + 2), rnd.randrange(1, min(page.max_column, 40) + 1))
        cell.value = rnd.choice((*HOSTILE, None, -1, 1e300, 2.5, True, date(1900, 1, 1), date(9999, 12, 31)))
    match rnd.randrange(8):
        case 0:
            page.delete_rows(rnd.randrange(1, page.max_row + 1), rnd.randrange(1, 4))
        case 1:
            page.delete_cols(rnd.randrange(1, page.max_column + 1))
        case 2:
            page.title = rnd.choice(("Other", "contributions", "Changes 2", "_base2"))
        case 3:
            page.insert_rows(1)
        case _:
            pass
    return _saved(book)


def damaged_memory(data: bytes, rnd: random.Random) -> bytes:
    """Some of what is remembered is of another kind, and the fingerprint is right."""
    book = load_workbook(BytesIO(data))
    page = book["_base"]
    head, *lines = [[cell if cell is None else str(cell) for cell in row] for row in page.values]
    found: list[dict[str, Any]] = [dict(zip(map(str, head), line, strict=True)) for line in lines[:-1]]
    for _ in range(rnd.choice((1, 1, 3))):
        line = rnd.choice(found)
        with suppress(ValueError):
            line["values"] = json.dumps(_other(json.loads(str(line["values"])), rnd))
    for row, line in enumerate(sealed(found), 2):
        for column, key in enumerate(map(str, head), 1):
            page.cell(row, column).value = line.get(key)
    return _saved(book)


def _other(value: Any, rnd: random.Random) -> Any:
    """A value with one thing in it changed, taken out or added."""
    if not isinstance(value, dict | list) or not value or rnd.random() < 0.15:
        return rnd.choice(VALUES)
    key = rnd.choice(list(value) if isinstance(value, dict) else range(len(value)))
    match rnd.randrange(6):
        case 0:
            del value[key]
        case 1 if isinstance(value, dict):
            value["more"] = rnd.choice(VALUES)
        case _:
            value[key] = _other(value[key], rnd)
    return value


def damaged_attributes(data: bytes, rnd: random.Random) -> bytes:
    """Attributes of one part have other values, in XML that is otherwise sound."""
    parts = fuzz.parts_of(data)
    name = rnd.choice([part for part in parts if part.endswith((".xml", ".rels"))])
    found = list(re.finditer(rb'(?<=[\w ]=")[^"]*(?=")', parts[name]))
    for match in sorted(rnd.sample(found, min(len(found), rnd.choice((1, 3, 30)))), key=lambda m: -m.start()):
        word = rnd.choice(HOSTILE).encode()
        parts[name] = parts[name][: match.start()] + word + parts[name][match.end() :]
    return fuzz.zipped(parts)


DAMAGES: dict[str, Callable[[bytes, random.Random], bytes]] = {
    **fuzz.DAMAGES,
    "cells": damaged_cells,
    "memory": damaged_memory,
    "attributes": damaged_attributes,
}


def cases(seed: int) -> Iterator[tuple[str, bytes, int]]:
    """Endless cases: name, bytes, and the number of rows, which nothing is said about."""
    rnd = random.Random(seed)
    number = 0
    while True:
        number += 1
        name, (kind, damage) = rnd.choice(list(masters())), rnd.choice(list(DAMAGES.items()))
        yield f"{number} {kind} {name}", damage(masters()[name], rnd), 0


def judge(name: str, data: bytes, _: int) -> fuzz.Outcome:
    """Merge into one damaged master and say what is wrong with how it went, if anything."""
    with TemporaryDirectory() as folder:
        path, submissions = Path(folder) / "master.xlsx", Path(folder) / "in"
        path.write_bytes(data)
        _fill(submissions, inbox())
        start = time.monotonic()
        complaint = None
        try:
            merging, saved = _merged(path, submissions, LATER)
        except EmgError as error:
            state = "refused"
            complaint = None if path.read_bytes() == data and str(error) else "refused, and yet changed or unsaid"
        except Exception:  # noqa: BLE001  # any other exception is what this is looking for
            state, complaint = "raised", traceback.format_exc()
        else:
            state = "lost" if saved.lost else "merged" if saved.written else "unchanged"
            complaint = _complaint(path, data, merging, saved)
        seconds = time.monotonic() - start
        return fuzz.Outcome(name, state, seconds, f"took {seconds:.1f} s" if seconds > SLOWEST else complaint)


def _complaint(path: Path, data: bytes, merging: Merging, saved: Saved) -> str | None:
    """What is not there any more and was not told."""
    there = {other.read_bytes() for other in path.parent.glob("master*.xlsx")}
    if (saved.lost or merging.unchanged) and data not in there:
        return "something is lost, and the old master is not kept"
    if merging.unchanged:
        return None
    before, now = _theirs(data), _theirs(path.read_bytes())
    if now is None:
        return "the new master cannot be read"
    gone = [name for name, cells in (before or {}).items() if name not in merging.sheets and cells != now.get(name)]
    return f"not as it was, and nothing says so: {gone}" if gone and not saved.lost else None


def _theirs(data: bytes) -> dict[str, dict[tuple[int, int], Any]] | None:
    """What the cells of the sheets say that are not ours; None where the workbook cannot be read."""
    try:
        book = open_workbook(data)
        sheets = {name: book.sheet(name) for name in book.sheet_names}
    except Refused:
        return None
    return {
        name: {(row, column): cell.value for row, cells in sheet.rows.items() for column, cell in cells.items()}
        for name, sheet in sheets.items()
        if name not in SHEETS
    }


if __name__ == "__main__":
    fuzz.run_for(__doc__, cases, judge)
