"""A table that is known by what the plan printed in it, where its header is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from emg_xlsx.headers import NEEDED, SEARCHED_ROWS, Block, Header, Wanted, read_header
from emg_xlsx.plan import Plan
from emg_xlsx.rows import is_printed
from emg_xlsx.text import clean
from emg_xlsx.xlsx import Sheet


def find_by_place(sheet: Sheet, wanted: Wanted, plan: Plan) -> Block | None:
    """Find a table whose header is not understood, by the references and texts the plan printed in it.

    At least three rows must hold a ref and, where the template has it, the deliverable's own text. The other
    columns are then taken in the template's order; but a column whose header is known is never read as another
    field, and where three are known, the others are read only where they fill the gaps between these.
    """
    first, start = _first_ref(sheet, wanted, plan)
    if not first:
        return None
    row = _header_row(sheet, wanted, first)
    cells = sheet.rows.get(row, {})
    hits = wanted.hits(cells)
    if len({key for key, _ in hits.values()}) >= NEEDED:
        header = read_header(cells, row, wanted, sheet)
        return Block(wanted.table, replace(header, by_place=len(header.renamed) > len(hits)))
    named = {key: column for column, (key, _) in reversed(hits.items())}
    placed = {key: start + n for n, key in enumerate(wanted.order, -wanted.order.index("ref"))}
    columns = {key: named.get(key, column) for key, column in placed.items() if key in named or column not in hits}
    claimed = set(columns.values())
    extra = {column: text for column, cell in cells.items() if column not in claimed
             and (text := clean(str(cell.value)))}  # fmt: skip
    missing = tuple(key for key in wanted.table.keys if key not in columns)
    return Block(wanted.table, Header(row, columns, extra=extra, missing=missing, by_place=True))


def _first_ref(sheet: Sheet, wanted: Wanted, plan: Plan) -> tuple[int, int]:
    """Row and column of the first printed ref with its own text; 0 where there are too few."""
    away = wanted.order.index("deliverable") - wanted.order.index("ref")
    seen: Counter[int] = Counter()
    first: dict[int, int] = {}
    for row, cells in sheet.rows.items():
        for column, cell in cells.items():
            if cell.value in plan.ref_order and column + away in cells:
                printed = plan.deliverable_title(str(cell.value))
                if is_printed(str(cells[column + away].value), printed):
                    seen[column] += 1
                    first.setdefault(column, row)
    start = max(seen, key=lambda column: (seen[column], -column), default=0)
    return (first[start], start) if seen[start] >= NEEDED else (0, 0)


def _header_row(sheet: Sheet, wanted: Wanted, first: int) -> int:
    """The row above the first ref with the most known headers; the one right above where none is known."""
    known: Mapping[int, int] = {
        row: len(hits)
        for row, cells in sheet.rows.items()
        if first - SEARCHED_ROWS <= row < first and (hits := wanted.hits(cells))
    }
    return max(known, key=lambda row: (known[row], row), default=first - 1)
