"""What the coordinator left in a master: every cell as it stands now, whatever was moved, renamed or typed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from emg_xlsx.cells import Context, read_cell
from emg_xlsx.findings import letters
from emg_xlsx.headers import Header, find_header
from emg_xlsx.layouts import Layout, is_ours, layout_of
from emg_xlsx.mastered import LINE_KEYS, SAID, SHEETS, Edited, Master, Now, NowRow, line_key
from emg_xlsx.plan import Plan
from emg_xlsx.rows import text_of
from emg_xlsx.sameness import editable, master_tables_of
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.master_tables import CHANGES, CONFLICTS, LEFT_OUT, QUESTIONS, REGISTER
from emg_xlsx.schemas.of_plan import progress_table
from emg_xlsx.schemas.summary_tables import EVENTS, REQUESTS, WORK_PLAN
from emg_xlsx.text import visible
from emg_xlsx.texts import text
from emg_xlsx.xlsx import Cell, Sheet, Workbook
from emg_xlsx.xlsx.appearance import appearance_of, drawn_on
from emg_xlsx.xlsx.fingerprints import fingerprint, mark_of_pictures, place_of_formula
from emg_xlsx.xlsx.parts import Parts

LISTS = (CONFLICTS, QUESTIONS, LEFT_OUT, REGISTER, CHANGES, WORK_PLAN, EVENTS, REQUESTS)

_AS_WRITTEN = frozenset({"ref", "entity", "links", "printed"})
"""Types whose cells in the master are the text itself."""

UNCOMPUTED = 2
"""The kind of a formula whose result is not stored: nothing tells what the cell says."""
DAYS = ("first_day", "last_day", "precision", "approximate")


@dataclass(slots=True)
class _Job:
    """One workbook as it is gone through."""

    book: Workbook
    plan: Plan
    context: Context
    lost: list[tuple[str, str]] = field(default_factory=list)
    ours: set[str] = field(default_factory=lambda: set(SHEETS))


@dataclass(frozen=True, slots=True, eq=False)
class _Row(NowRow):
    """One row of a sheet: its number and cells, and where they stand."""

    job: _Job
    table: Table
    columns: Mapping[str, int]
    number: int
    cells: Mapping[int, Cell]

    def text(self, key: str) -> str:
        cell = self.cells.get(self.columns[key])
        return text("lost.formula") if cell is not None and cell.formula == UNCOMPUTED else text_of(cell)

    def __getitem__(self, key: str) -> Now:
        column = self.columns[key]
        return _now(self.job, self.table.by_key[key], self.cells.get(column), f"{letters(column)}{self.number}")

    def __contains__(self, key: object) -> bool:  # a mapping would read the cell
        return key in self.columns

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


def read_edits(book: Workbook, parts: Parts, master: Master) -> Edited:
    """Go through a master as it stands now.

    Sheets are known by their names, else by the headers only ours have; rows by their ids, in whatever order.
    A row without an id, or with one that another row has too, is one that was typed in.

    Args:
        book: the workbook.
        parts: its parts, for how it looks.
        master: its frames, with codes.
    """
    job = _Job(book, master.plan, Context(master.plan))
    rows: dict[str, dict[str, NowRow]] = {}
    typed: list[tuple[str, NowRow]] = []
    for table in master_tables_of(master.plan):
        found = _found(job, table)
        if found is None:
            job.lost.append((table.sheet, text("lost.sheet")))
            continue
        rows[table.name] = {}
        for row in _now_rows(job, table, *found):
            name = row.text("id") if "id" in row else ""
            if name and name not in rows[table.name]:
                rows[table.name][name] = row
            elif not name or _differs(row, rows[table.name][name]):
                typed.append((table.name, row))
    said = _said(job.book)
    job.lost += _typed_over(job, said)
    layouts = _arranged(job, parts)
    job.lost += _beside(job, parts, said)
    return Edited(
        master=master,
        rows=rows,
        typed=tuple(typed),
        owned={table.sheet: dict(_owned(job, table)) for table in (REGISTER, WORK_PLAN, progress_table(master.plan))},
        decisions=_decisions(master.conflicts),
        replies=_replies(master.questions),
        lost=tuple(job.lost),
        sheets=frozenset(job.ours),
        layouts=layouts,
    )


def _tables(plan: Plan) -> tuple[Table, ...]:
    """The tables of all sheets that have one."""
    return (*master_tables_of(plan), *LISTS, progress_table(plan))


def _said(book: Workbook) -> dict[str, set[int]]:
    """The fingerprints of what we wrote on each sheet."""
    said: dict[str, set[int]] = defaultdict(set)
    for cells in book.sheet("_meta").rows.values():
        if text_of(cells.get(1)) == SAID and len(cells) > 2:
            told = text_of(cells.get(3))
            said[text_of(cells.get(2))].update(_numbers(told))
    return said


def _numbers(told: str) -> Iterator[int]:
    """The numbers of a line of fingerprints; one that somebody spoiled says nothing."""
    for start in range(0, len(told), 8):
        try:
            yield int(told[start : start + 8], 16)
        except ValueError:
            continue


def _typed_over(job: _Job, said: Mapping[str, set[int]]) -> Iterator[tuple[str, str]]:
    """What was typed over cells that we write: it stands in no cell of ours, and not in one of theirs either."""
    tables = {table.sheet: table for table in _tables(job.plan)}
    for name, known in said.items():
        found = _found(job, tables[name]) if name in tables else None
        sheet = found[0] if found else job.book.sheet(name) if name in job.book.sheet_names else None
        if sheet is None:
            continue
        skipped = _theirs(job, tables[name], found[1]) if found else frozenset()
        computed = _computed(tables[name], found[1]) if found else frozenset()
        ids = found[1].columns.get("id") if found and tables[name].name in ("contributions", "proposals") else None
        for number, cells in sheet.rows.items():
            if ids and not text_of(cells.get(ids)):
                continue  # a row of theirs
            for column, cell in cells.items():
                if column not in skipped and _is_news(cell, (number, column), known, computed):
                    address = f"{letters(column)}{number}"
                    yield name, text("lost.typed_over", cell=address, value=visible(text_of(cell)))


def _arranged(job: _Job, parts: Parts) -> dict[str, Layout]:
    """How each sheet of ours is arranged, by the name it has for us; what cannot be carried over is told."""
    found = {}
    for table in _tables(job.plan):
        place = _found(job, table)
        if place is not None:
            found[place[0].name] = (table, *place)
    layouts = {}
    for table, sheet, header in found.values():
        look = appearance_of(parts, sheet.name, header.extra, partial(is_ours, table=table))
        layouts[table.sheet], lost = layout_of(look, sheet, header, table)
        job.lost += [(sheet.name, text(f"lost.{code}", what=visible(what))) for code, what in lost]
        if sheet.drawings:
            job.lost.append((sheet.name, text("lost.drawing")))
    job.ours |= found.keys()
    return layouts


def _beside(job: _Job, parts: Parts, said: Mapping[str, set[int]]) -> Iterator[tuple[str, str]]:
    """What the coordinator put on sheets of ours that are no tables: notes, pictures and charts beside our own."""
    tables = {table.sheet for table in _tables(job.plan)}
    names = [name for name in SHEETS if name not in tables and name in job.book.sheet_names and name[0] != "_"]
    for name in names:
        sheet = job.book.sheet(name)
        for row, column in sorted(sheet.notes):
            words = f"{letters(column)}{row}: {sheet.notes[row, column]}"
            yield name, text("lost.note", what=visible(words))
        if sheet.drawings and fingerprint(mark_of_pictures(drawn_on(parts, name))) not in said[name]:
            yield name, text("lost.drawing")


def _theirs(job: _Job, table: Table, header: Header) -> frozenset[int]:
    """The columns where a coordinator writes: their own, those of values they may set, and those they added."""
    keys = {item.key for item in editable(table, job.plan)} | {"id"}
    # Days are stored as numbers of which only their format tells what they are.
    keys |= {item.key for item in table.fields if item.type == "date"}
    ours = {column for key, column in header.columns.items() if key not in keys}
    return frozenset(range(1, 16_385)) - ours


def _computed(table: Table, header: Header) -> frozenset[int]:
    """The columns in which our own formulas stand, in whatever order the rows are now."""
    return frozenset(column for key, column in header.columns.items() if table.by_key[key].computed)


def _is_news(cell: Cell, place: tuple[int, int], known: Container[int], computed: Container[int]) -> bool:
    """Whether a cell says something we did not write; the results of our formulas change with what they count."""
    if isinstance(cell.value, bool) or fingerprint(cell.value) in known:
        return False
    if cell.formula and (place[1] in computed or fingerprint(place_of_formula(*place)) in known):
        return False
    return bool(text_of(cell))


def _found(job: _Job, table: Table) -> tuple[Sheet, Header] | None:
    """A sheet and its header; one that was renamed is known by the columns only ours have."""
    names = [name for name in job.book.sheet_names if name == table.sheet]
    others = [name for name in job.book.sheet_names if name not in SHEETS]
    for name in [*names, *others]:
        header = find_header(job.book.sheet(name), table, {})
        if header is not None and (name == table.sheet or {"id", "entity", "sha256"} <= header.columns.keys()):
            return job.book.sheet(name), header
    return None


def _now_rows(job: _Job, table: Table, sheet: Sheet, header: Header) -> Iterator[NowRow]:
    for key in table.keys:
        if key not in header.columns:
            job.lost.append((table.sheet, text("lost.column", title=table.by_key[key].title)))
    for number, cells in sheet.rows.items():
        if number <= header.row:
            continue
        row = _Row(job, table, header.columns, number, cells)
        said = filter(row.text, row)
        # The sentence of an empty sheet stands alone in the first cell.
        if next(said, None) and next(said, None):
            yield row


def _now(job: _Job, item: Field, cell: Cell | None, address: str) -> Now:
    words = text_of(cell) if cell is not None else ""
    if cell is not None and cell.formula == UNCOMPUTED:
        return Now(None, text("lost.formula"), address, readable=False)
    if cell is None or not words:
        return Now(None, "", address)
    if item.type in _AS_WRITTEN:
        return Now(words, words, address)
    reading = read_cell(cell, item, job.context)
    days: dict[str, Any] = {}
    if reading.days is not None and (reading.days.start or reading.days.end):
        # How precise a date is means nothing where there is none.
        days = dict(zip(DAYS, (reading.days.start, reading.days.end, reading.days.precision,
                               reading.days.approximate), strict=True))  # fmt: skip
    return Now(reading.value, words, address, readable=reading.value is not None, days=days)


def _differs(row: NowRow, other: NowRow) -> bool:
    """Whether a row says anything else than the one it was copied from."""
    return any(row.text(key) != other.text(key) for key in row if key in other)


def _owned(job: _Job, table: Table) -> Iterator[tuple[str, dict[str, Any]]]:
    """The coordinator's own cells of a sheet, by the key of their line."""
    found = _found(job, table) if table.sheet in job.book.sheet_names else None
    if found is None:
        job.lost.append((table.sheet, text("lost.sheet")))
        return
    for row in _now_rows(job, table, *found):
        key = line_key({name: row.text(name) for name in LINE_KEYS if name in row}, table)
        if key:
            yield key, dict(_own_values(job, table, row))


def _own_values(job: _Job, table: Table, row: NowRow) -> Iterator[tuple[str, Any]]:
    """A line's own cells; where a word cannot be read as what belongs there, it is kept as it was typed."""
    for item in table.fields:
        if not item.own or item.key not in row:
            continue
        now = row[item.key]
        if item.type == "date" and not now.readable:
            words = {"cell": now.cell, "value": visible(now.text), "title": item.title}
            job.lost.append((table.sheet, text("lost.value", **words)))
        else:
            yield item.key, now.value if now.readable else now.text


def _decisions(conflicts: pd.DataFrame) -> dict[str, str]:
    return {str(name): words.strip() for name, words in conflicts["decision"].items() if isinstance(words, str)}


def _replies(questions: pd.DataFrame) -> dict[tuple[str, str], tuple[str, str, str]]:
    keys: Sequence[str] = ("entity", "question", "state", "answer", "answered_by")
    lines = ([value if isinstance(value, str) else "" for value in line] for line in questions[list(keys)].to_numpy())
    return {(line[0], line[1]): (line[2], line[3], line[4]) for line in lines if line[1]}
