"""Finding the tables on a sheet: their header rows, and which column holds which field."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from emg_xlsx.schemas.fields import Table
from emg_xlsx.schemas.wording import titles
from emg_xlsx.text import clean, fold
from emg_xlsx.xlsx import Cell, Sheet

SEARCHED_ROWS = 30
"""The first header is looked for in the first rows of a sheet only (title blocks are shorter)."""

NEEDED = 3
"""Headers that must be recognised before a row is taken for the header of a table."""

MOST_TABLES = 20
"""Tables looked for on one sheet; nobody has more."""

LONGEST = 120
"""Characters of the longest header: longer texts are not even compared."""

MARKS: Mapping[str, tuple[frozenset[str], ...]] = {
    "contributions": (frozenset({"role"}), frozenset({"ref", "deliverable", "description"})),
    "proposals": (frozenset({"title"}),),
}
"""What makes a header this table's: of each group, one column of what people say there."""

Cells = Mapping[int, Cell]
Hits = Mapping[int, tuple[str, int]]
"""Column to field key and rank of its name: 0 as recorded in the file, 1 a title, 2 another name."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table stands on a sheet.

    Attributes:
        row: the header's row number; 0 where the sheet begins with the first row of the table.
        columns: field key to column number.
        moved: keys that stand in another order than in the template.
        renamed: key to the header found there, where it is neither the template's nor the plan's title.
        extra: column number to header of columns that belong to no field.
        doubled: number of a further column to the key whose header it repeats; it is not read.
        missing: keys with no column.
        by_place: whether no header was understood, and the columns were taken in the template's order.
    """

    row: int
    columns: Mapping[str, int]
    moved: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[int, str] = field(default_factory=dict)
    doubled: Mapping[int, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    by_place: bool = False

    @property
    def places(self) -> frozenset[int]:
        """Every column that belongs to the table, read or not."""
        return frozenset((*self.columns.values(), *self.extra, *self.doubled))


@dataclass(frozen=True)
class Wanted:
    """A table looked for.

    Attributes:
        table: its fields.
        known: field key to header text as the template recorded it, in column order; may be empty.
    """

    table: Table
    known: Mapping[str, str]

    @cached_property
    def names(self) -> dict[str, tuple[str, int]]:
        """Folded header text to (key, rank); the better rank wins."""
        return ranked_names(self.table, tuple(self.known.items()))

    @cached_property
    def order(self) -> list[str]:
        """The keys in the order their columns had when the file was made."""
        return [key for key in self.known if key in self.table.by_key] or list(self.table.keys)

    def hits(self, cells: Cells) -> dict[int, tuple[str, int]]:
        """The cells that are headers of this table."""
        names = self.names
        return {column: names[key] for column, key in short_keys(cells).items() if key in names}

    def is_header(self, keys: Iterable[str]) -> bool:
        """Whether these fields are enough to know a header by: most of the table's, or its marks among a few."""
        found = set(keys)
        if 2 * len(found) > len(self.table.fields):
            return True  # whichever of its marks was renamed
        enough = len(found) >= min(NEEDED, len(self.table.fields))
        return enough and all(found & group for group in MARKS.get(self.table.name, ()))


@dataclass(frozen=True, slots=True)
class Block:
    """One table on a sheet: its header, and the rows it has.

    Attributes:
        table: its fields.
        header: where they stand.
        end: the first row that is not the table's any more, because another one begins; None to the end.
        again: rows that only repeat the header, as printed tables do on each page.
    """

    table: Table
    header: Header
    end: int | None = None
    again: frozenset[int] = frozenset()

    def holds(self, row: int) -> bool:
        """Whether a row, the header included, is one of the table's."""
        return row >= self.header.row and (self.end is None or row < self.end)


@lru_cache(maxsize=256)  # nearly every file of a round remembers the same
def ranked_names(table: Table, known: tuple[tuple[str, str], ...]) -> dict[str, tuple[str, int]]:
    """Folded names of a table's fields to (key, rank): as recorded 0, title 1, alias 2; the better rank wins.

    A title is one in every language.
    """
    names: dict[str, tuple[str, int]] = {}
    said = titles(table)
    for rank, pairs in enumerate(
        (
            [(text, key) for key, text in known if key in table.by_key],
            [(name, f.key) for f in table.fields for name in (f.title, f.name, f.key, *said[f.key])],
            [(name, f.key) for f in table.fields for name in f.aliases],
        )
    ):
        for text, key in pairs:
            names.setdefault(fold(text), (key, rank))
    return names


def find_blocks(sheet: Sheet, wanted: Sequence[Wanted]) -> list[Block]:
    """Find every table on a sheet, one below or beside the other.

    Headers are known by what the template recorded, by title, then by alias. The first must stand in the first
    30 rows; a row that repeats the header of a table above it is no new table.

    Args:
        sheet: the sheet to search.
        wanted: the tables looked for; a row that could be the header of several is that of the one it fits best.
    """
    blocks: list[Block] = []
    deep = _deep_headers(sheet)
    for row, cells in sheet.rows.items():
        if (not blocks and row > SEARCHED_ROWS) or len(blocks) >= MOST_TABLES:
            break
        for one, part, hits in _claims(_spread_down(cells, row, deep), wanted, blocks):
            here = {key: column for column, (key, _) in hits.items() if column in cells}
            above = next((n for n, block in enumerate(blocks) if _repeats(here, block, row)), None)
            if above is not None:
                blocks[above] = replace(blocks[above], again=blocks[above].again | {row})
                continue
            header = read_header(part, row, one, sheet)
            blocks = [_ended(block, row, header) for block in blocks]
            blocks.append(Block(one.table, header))
    return [block for block in blocks if block.end is None or _has_rows(block, sheet)]


def short_keys(cells: Cells) -> dict[int, str]:
    """The folded texts of the cells that are short enough to be headers, by column."""
    return {
        column: fold(cell.value)
        for column, cell in cells.items()
        if isinstance(cell.value, str) and len(cell.value) <= LONGEST
    }


def find_header(sheet: Sheet, table: Table, known: Mapping[str, str]) -> Header | None:
    """Find the one header of a sheet of our own, the best of its first rows; None where there is none."""
    wanted = Wanted(table, known)
    hits = {row: wanted.hits(cells) for row, cells in sheet.rows.items() if row <= SEARCHED_ROWS}
    keys = {row: {key for key, _ in found.values()} for row, found in hits.items()}
    best = max((row for row in keys if wanted.is_header(keys[row])), key=lambda row: (len(keys[row]), -row), default=0)
    return read_header(sheet.rows[best], best, wanted, sheet) if best else None


def _claims(
    cells: Cells, wanted: Sequence[Wanted], blocks: Sequence[Block], most: int = MOST_TABLES
) -> Iterator[tuple[Wanted, Cells, Hits]]:
    """The headers that stand in one row, at most so many: each with its part of the row, from left to right."""
    texts = set(short_keys(cells).values())
    if all(len(texts & w.names.keys()) < NEEDED for w in wanted):
        return
    one, hits = max(((w, w.hits(cells)) for w in wanted), key=lambda pair: len({key for key, _ in pair[1].values()}))
    if not one.is_header(key for key, _ in hits.values()):
        return
    cut = _second_start(cells, hits, wanted) if most > 1 else None
    if cut is not None:
        left, right = ({c: cell for c, cell in cells.items() if (c < cut) is side} for side in (True, False))
        found = [list(_claims(left, wanted, blocks, 1)), list(_claims(right, wanted, blocks, most - 1))]
        if all(found):
            yield from (claim for claims in found for claim in claims)
            return
    beside = [b.header.places for b in blocks if not b.header.places & set(hits)]
    taken = {c for c in cells if any(min(places) <= c <= max(places) for places in beside)}
    yield one, {c: cell for c, cell in cells.items() if c not in taken}, hits


def _second_start(cells: Cells, hits: Hits, wanted: Sequence[Wanted]) -> int | None:
    """The column where a second header begins in the same row: where fields begin to repeat."""
    seen: set[str] = set()
    again: dict[str, int] = {}
    for column, (key, _) in hits.items():
        if key in seen:
            again.setdefault(key, column)
        seen.add(key)
    if len(again) < NEEDED:
        return None
    start = min(again.values())
    while start - 1 in cells and start - 1 not in hits and any(w.hits({0: cells[start - 1]}) for w in wanted):
        start -= 1
    return start


def _repeats(here: Mapping[str, int], block: Block, row: int) -> bool:
    """Whether headers are those of a table above, perhaps in another language: most stand in the same columns."""
    same = sum(block.header.columns.get(key) == column for key, column in here.items())
    return block.holds(row) and same >= NEEDED and 3 * same >= 2 * len(here)


def _ended(block: Block, row: int, header: Header) -> Block:
    """The block, which ends where a header below it begins in its own columns."""
    mine, theirs = block.header.places, header.places
    if block.end is not None or max(mine) < min(theirs) or max(theirs) < min(mine):
        return block
    return replace(block, end=row)


def _has_rows(block: Block, sheet: Sheet) -> bool:
    """Whether anything stands between a header and the next; the first line of a two-line header has nothing."""
    return any(block.header.row < row and block.holds(row) and row not in block.again for row in sheet.rows)


def _deep_headers(sheet: Sheet) -> dict[tuple[int, int], tuple[int, Cell]]:
    """Cells near the top that are merged with those below them: (row, column) to the last row and the cell."""
    return {
        (top, left): (bottom, sheet.rows[top][left])
        for top, left, bottom, _ in sheet.merges
        if top < bottom <= SEARCHED_ROWS and left in sheet.rows.get(top, {})
    }


def _spread_down(cells: Cells, row: int, deep: Mapping[tuple[int, int], tuple[int, Cell]]) -> Cells:
    """A row with the headers that are merged down to it from the rows above, as two-line headers are."""
    if row > SEARCHED_ROWS:
        return cells
    merged = {left: cell for (top, left), (bottom, cell) in deep.items() if top < row <= bottom and left not in cells}
    return dict(sorted({**merged, **cells}.items())) if merged else cells


def read_header(cells: Cells, row: int, wanted: Wanted, sheet: Sheet) -> Header:
    """The header that stands in a row: by name, and between known names by place.

    Args:
        cells: the row, or the part of it that is this table's.
        row: its number.
        wanted: the table it is the header of.
        sheet: tells which of two columns of one name is the fuller.
    """
    hits = wanted.hits(cells)
    columns, doubled = _one_each(hits, row, sheet)
    renamed = {key: clean(str(cells[column].value)) for key, column in columns.items() if hits[column][1] == 2}
    claimed = {*columns.values(), *doubled}
    unclaimed = {column: clean(str(cell.value)) for column, cell in cells.items() if column not in claimed}
    unclaimed = {column: text for column, text in unclaimed.items() if text}
    for key, column in by_place(wanted.order, columns, unclaimed).items():
        columns[key], renamed[key] = column, unclaimed.pop(column)
    return Header(
        row=row,
        columns=columns,
        moved=_moved(wanted.order, columns),
        renamed=renamed,
        extra=unclaimed,
        doubled=doubled,
        missing=tuple(key for key in wanted.table.keys if key not in columns),
    )


def _one_each(hits: Hits, row: int, sheet: Sheet) -> tuple[dict[str, int], dict[int, str]]:
    """One column for each field, and those that repeat its header.

    Of several the one with the better name is read; of equals, the one with more in it. A column that has but
    another name of a field found already is no repetition: it is a column of their own.
    """
    groups: dict[str, list[int]] = {}
    for column, (key, _) in hits.items():
        groups.setdefault(key, []).append(column)
    shared = [column for group in groups.values() if len(group) > 1 for column in group]
    filled = Counter(c for number, cells in sheet.rows.items() if number > row for c in shared if c in cells)
    columns: dict[str, int] = {}
    doubled: dict[int, str] = {}
    for key, group in groups.items():
        best = min(group, key=lambda column: (hits[column][1], -filled[column], column))
        columns[key] = best
        doubled |= {c: key for c in group if c != best and (hits[c][1] < 2 or hits[best][1] == 2)}
    return columns, doubled


def by_place(order: Sequence[str], places: Mapping[str, int], unclaimed: Iterable[int]) -> dict[str, int]:
    """Unknown names that stand exactly where missing fields should stand, between recognised neighbours.

    Args:
        order: the keys as they should stand.
        places: the number of the column (or row) of those that were recognised.
        unclaimed: numbers of those that were not.
    """
    placed: dict[str, int] = {}
    before = 0
    gap: list[str] = []
    free = sorted(unclaimed)
    for key in [*order, ""]:
        if key and key not in places:
            gap.append(key)
            continue
        after = places.get(key, before + len(gap) + 1)
        between = [place for place in free if before < place < after]
        if gap and len(between) == len(gap):
            placed.update(zip(gap, between, strict=True))
        before, gap = places.get(key, before), []
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
