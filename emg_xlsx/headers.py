"""Finding a table on a sheet: its header row and which column holds which field."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from emg_xlsx.schemas.fields import Table
from emg_xlsx.text import clean, fold
from emg_xlsx.xlsx import Cell, Sheet

SEARCHED_ROWS = 30
"""A header is looked for in the first rows of a sheet only (domain practice: title blocks are shorter)."""

NEEDED = 3
"""Headers that must be recognised before a row is taken for the header of a table."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table stands on a sheet.

    Attributes:
        row: the header's row number.
        columns: field key to column number.
        moved: keys that stand in another order than in the template.
        renamed: key to the header found there, where it is neither the template's nor the plan's title.
        placed: keys recognised by nothing but where they stand.
        extra: column number to header of columns that belong to no field.
        doubled: key to a further column with the same header, which is not read.
        missing: keys with no column.
    """

    row: int
    columns: Mapping[str, int]
    moved: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    placed: frozenset[str] = frozenset()
    extra: Mapping[int, str] = field(default_factory=dict)
    doubled: Mapping[str, int] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


def find_header(sheet: Sheet, table: Table, known: Mapping[str, str]) -> Header | None:
    """Find a table's header: by the headers the template was written with, by title, then by alias.

    Args:
        sheet: the sheet to search.
        table: the table looked for.
        known: field key to header text as the template recorded it, in column order; may be empty.

    Returns:
        The best header of the first 30 rows, or None where no row has enough known headers.
    """
    names = _names(table, known)
    best: tuple[int, int] | None = None
    for row, cells in sheet.rows.items():
        if row > SEARCHED_ROWS:
            break
        hits = {names[key][0] for cell in cells.values() if (key := _key(cell)) in names}
        if len(hits) >= min(NEEDED, len(table.fields)) and (best is None or len(hits) > best[0]):
            best = (len(hits), row)
    return _read_header(sheet.rows[best[1]], best[1], table, known) if best else None


def is_header_again(cells: Mapping[int, Cell], header: Header, table: Table) -> bool:
    """Whether a row repeats the header, as printed tables do on each page."""
    titles = {key: {fold(name) for name in (table.by_key[key].title, table.by_key[key].name)} for key in header.columns}
    hits = sum(1 for key, column in header.columns.items() if (cell := cells.get(column)) and _key(cell) in titles[key])
    return hits >= NEEDED


def _names(table: Table, known: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """Folded header text to (key, rank): recorded header 0, title 1, alias 2; the better rank wins."""
    names: dict[str, tuple[str, int]] = {}
    for rank, pairs in enumerate(
        (
            [(text, key) for key, text in known.items() if key in table.by_key],
            [(name, f.key) for f in table.fields for name in (f.title, f.name, f.key)],
            [(name, f.key) for f in table.fields for name in f.aliases],
        )
    ):
        for text, key in pairs:
            names.setdefault(fold(text), (key, rank))
    return names


def _read_header(cells: Mapping[int, Cell], row: int, table: Table, known: Mapping[str, str]) -> Header:
    names = _names(table, known)
    found: dict[str, tuple[int, int]] = {}
    doubled: dict[str, int] = {}
    unclaimed: dict[int, str] = {}
    for column, cell in cells.items():
        hit = names.get(_key(cell))
        if hit is None:
            unclaimed[column] = clean(str(cell.value))
        elif hit[0] not in found:
            found[hit[0]] = (column, hit[1])
        elif hit[1] < found[hit[0]][1]:
            doubled[hit[0]], found[hit[0]] = found[hit[0]][0], (column, hit[1])
        else:
            doubled.setdefault(hit[0], column)
    columns = {key: place[0] for key, place in found.items()}
    renamed = {key: clean(str(cells[column].value)) for key, (column, rank) in found.items() if rank == 2}
    order = [key for key in known if key in table.by_key] or list(table.keys)
    placed = _by_place(order, columns, unclaimed)
    for key, column in placed.items():
        columns[key], renamed[key] = column, unclaimed.pop(column)
    return Header(
        row=row,
        columns=columns,
        moved=_moved(order, columns),
        renamed=renamed,
        placed=frozenset(placed),
        extra={column: text for column, text in unclaimed.items() if text},
        doubled=doubled,
        missing=tuple(key for key in table.keys if key not in columns),
    )


def _by_place(order: Sequence[str], columns: Mapping[str, int], unclaimed: Mapping[int, str]) -> dict[str, int]:
    """Unknown headers that stand exactly where missing fields should stand, between recognised neighbours."""
    placed: dict[str, int] = {}
    before = 0
    gap: list[str] = []
    for key in [*order, ""]:
        if key and key not in columns:
            gap.append(key)
            continue
        after = columns.get(key, before + len(gap) + 1)
        between = [column for column in sorted(unclaimed) if before < column < after]
        if gap and len(between) == len(gap):
            placed.update(zip(gap, between, strict=True))
        before, gap = columns.get(key, before), []
    return placed


def _moved(order: Sequence[str], columns: Mapping[str, int]) -> tuple[str, ...]:
    """The fewest keys whose moving explains the order found: those off the longest rising run."""
    present = [key for key in order if key in columns]
    tails: list[int] = []
    lengths: list[int] = []
    for key in present:
        place = bisect_left(tails, columns[key])
        tails[place : place + 1] = [columns[key]]
        lengths.append(place + 1)
    kept: set[str] = set()
    want = len(tails)
    ceiling = 1 << 30
    for key, length in zip(reversed(present), reversed(lengths), strict=True):
        if length == want and columns[key] < ceiling:
            kept.add(key)
            want, ceiling = want - 1, columns[key]
    return tuple(key for key in present if key not in kept)


def _key(cell: Cell) -> str:
    return fold(cell.value) if isinstance(cell.value, str) else ""
