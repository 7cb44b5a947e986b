"""Reading a master workbook back into frames."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from emg_xlsx.cells import Context, read_cell
from emg_xlsx.errors import EmgError
from emg_xlsx.headers import find_header
from emg_xlsx.mastered import Master
from emg_xlsx.plan import Plan
from emg_xlsx.printing import counted
from emg_xlsx.rows import text_of
from emg_xlsx.schemas.fields import Table
from emg_xlsx.schemas.master_tables import CHANGES, CONFLICTS, LEFT_OUT, QUESTIONS, REGISTER
from emg_xlsx.schemas.of_plan import master_contributions_table, master_proposals_table, progress_table
from emg_xlsx.schemas.summary_tables import OF_REFS, WORK_PLAN
from emg_xlsx.tabular import BASE_COLUMNS, frame_of_refs, typed_frame
from emg_xlsx.texts import catalogue, text
from emg_xlsx.xlsx import Cell, Limits, Refused, Workbook, open_workbook

LIMITS = Limits(cells=50_000_000, entry_bytes=1 << 31, total_bytes=1 << 32, file_bytes=1 << 30, seconds=600)
"""A master is our own, and grows with every submission."""
MOST = 1e15
"""What no count reaches: numbers of more digits are not whole any more."""
NO_WORKBOOK = frozenset({"no-sheets", "not-a-workbook", "word-or-other-office"})
"""What a file is that is no workbook, besides the kinds of files that are something else."""
NUMBER = re.compile(r"\d{1,9}", re.ASCII)


def read_master(path: Path, plan: Plan) -> Master:
    """Read a master workbook.

    Args:
        path: the workbook.
        plan: the plan it was made with.

    Raises:
        EmgError: the file cannot be read, is no master, or is one of another plan.
    """
    return opened_master(path, plan)[1]


def opened_master(path: Path, plan: Plan, data: bytes | None = None) -> tuple[Workbook, Master]:
    """A master workbook with its frames.

    Args:
        path: the workbook.
        plan: the plan it was made with.
        data: its bytes, where they were read already.

    Raises:
        EmgError: the file cannot be read, is no master, or is one of another plan.
    """
    try:
        book = open_workbook(content_of(path) if data is None else data, limits=LIMITS)
        meta = {text_of(cells.get(1)): text_of(cells.get(2)) for cells in _sheet_rows(book, "_meta").values()}
        if meta.get("kind") != "master":
            raise EmgError(text("error.no-master", path=path))
        if meta.get("plan") != plan.id:
            raise EmgError(text("error.other-plan", path=path, other=meta.get("plan"), plan=plan.id))
        day = _day(meta.get("date"))
        if day is None:
            raise EmgError(text("error.not-readable", path=path, why="_meta"))
        return book, _master(book, meta, plan, day)
    except Refused as refusal:
        raise EmgError(_refused(path, refusal.code)) from refusal


def content_of(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        EmgError: it is not there, or cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise EmgError(text("error.no-such-path", path=path)) from error
    except OSError as error:
        raise EmgError(text("error.not-readable", path=path, why=error.strerror or type(error).__name__)) from error


def _refused(path: Path, code: str) -> str:
    """What to say of a file that is not read: what is something else is no master; a workbook might have been one."""
    if code == "encrypted":
        return text("error.master-encrypted", path=path)
    if code.endswith("-file") or code in NO_WORKBOOK:
        return text("error.no-master", path=path)
    return text("error.master-damaged", path=path, why=code)


def is_master(path: Path) -> bool:
    """Whether a file is a master workbook of ours, of whatever plan."""
    try:
        book = open_workbook(path, limits=LIMITS)
        meta = {text_of(cells.get(1)): text_of(cells.get(2)) for cells in _sheet_rows(book, "_meta").values()}
    except (OSError, Refused):
        return False
    return meta.get("kind") == "master"


def _master(book: Workbook, meta: Mapping[str, str], plan: Plan, day: date) -> Master:
    contributions, proposals = master_contributions_table(plan), master_proposals_table(plan)
    context = Context(plan)
    known = meta.get("known_changes") or ""
    return Master(
        base=_base(book),  # the largest of all first: what it takes for a moment is there for the others
        plan=plan,
        round=meta.get("round") or plan.current_round,
        day=day,
        contributions=_typed(book, contributions, context),
        proposals=_typed(book, proposals, context),
        conflicts=_plain(book, CONFLICTS, context),
        questions=_plain(book, QUESTIONS, context),
        left_out=_plain(book, LEFT_OUT, context),
        register=_plain(book, REGISTER, context),
        changes=_plain(book, CHANGES, context),
        secretariat=_secretariat(book, plan),
        since=_day(meta.get("since")),
        known=int(known) if NUMBER.fullmatch(known) else 0,
    )


def _day(word: str | None) -> date | None:
    """A day as ``_meta`` has it, None for anything else."""
    try:
        return date.fromisoformat(word or "")
    except ValueError:
        return None


def _sheet_rows(book: Workbook, name: str) -> Mapping[int, Mapping[int, Any]]:
    return book.sheet(name).rows if name in book.sheet_names else {}


def _typed(book: Workbook, table: Table, context: Context) -> pd.DataFrame:
    """A data sheet, labels read back as codes; rows without an id are the empty state's sentence."""

    @lru_cache(maxsize=1 << 12)  # but for what is told in words, rows have much in common
    def said(key: str, cell: Cell) -> Any:
        item = table.by_key[key]
        # The schedule stands as given; its days have their own columns and are not read from it again.
        as_given = item.type in ("schedule", "ref", "entity", "links")
        return text_of(cell) if as_given else read_cell(cell, item, context).value

    rows: list[dict[str, Any]] = []
    activities = {ref: context.plan.activity_of(ref) for ref in context.plan.refs}
    for cells in _records(book, table):
        if "id" not in cells or "entity" not in cells:
            continue
        row = {key: said(key, cell) for key, cell in cells.items()}
        if "activity_id" in table.by_key:
            row["activity_id"] = activities.get(row.get("ref") or "")
            row["counted"] = counted(row.get("print"), row.get("role"))
        rows.append(row)
    return typed_frame(rows, table)


def _plain(book: Workbook, table: Table, context: Context) -> pd.DataFrame:
    """A list sheet as plain text and numbers, states and severities read back as their codes."""
    words = {name: {label: code for code, label in catalogue()[name].items()} for name in ("state", "severity", "what")}
    lines = []
    for cells in _records(book, table):
        line: dict[str, Any] = {}
        for key, cell in cells.items():
            item = table.by_key[key]
            line[key] = text_of(cell)
            if item.numeric:
                line[key] = int(cell.value) if isinstance(cell.value, float) and abs(cell.value) < MOST else None
            elif item.type in ("date", "code"):
                line[key] = read_cell(cell, item, context).value
            elif key in words:
                line[key] = words[key].get(str(line[key]), line[key])
        if len(line) > 1 and ("id" in line or "id" not in table.by_key):
            lines.append(line)
    return typed_frame(lines, table)


def _secretariat(book: Workbook, plan: Plan) -> pd.DataFrame:
    """The coordinator's own words for each ref of the plan, wherever they stand."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    tables = {table.sheet: table for table in (WORK_PLAN, progress_table(plan))}
    for sheet, key in OF_REFS:
        for cells in _records(book, tables[sheet]):
            if not text_of(cells.get("id")):
                found[text_of(cells.get("ref"))][key] = text_of(cells.get(key))
    return frame_of_refs(plan.refs, [found[ref] for ref in plan.refs])


def _records(book: Workbook, table: Table) -> Iterator[dict[str, Cell]]:
    sheet = book.sheet(table.sheet) if table.sheet in book.sheet_names else None
    header = find_header(sheet, table, {}) if sheet is not None else None
    if sheet is None or header is None:
        return
    by_column = {column: key for key, column in header.columns.items()}
    for number, cells in sheet.rows.items():
        if number > header.row:
            yield {by_column[column]: cell for column, cell in cells.items() if column in by_column}


def _base(book: Workbook) -> pd.DataFrame:
    # Loaded past the sheets that a workbook keeps: nobody asks for this one, the largest of all, again.
    rows = list(book.load("_base", True).rows.values())[1:] if "_base" in book.sheet_names else []
    # Word for word: by its fingerprint it is known whether anybody changed it.
    lines = [[_word(cells.get(n)) for n in range(1, len(BASE_COLUMNS) + 1)] for cells in rows]
    return pd.DataFrame(lines, columns=list(BASE_COLUMNS), dtype="object")


def _word(cell: Cell | None) -> str | None:
    return cell.value or None if cell is not None and isinstance(cell.value, str) else None
