"""The tables of a file: where each stands, its cells by row and field, and how it differs from the template's."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from emg_xlsx.findings import Finding, letters
from emg_xlsx.headers import Block, Wanted, find_blocks
from emg_xlsx.plan import Plan
from emg_xlsx.read.placed import find_by_place
from emg_xlsx.rows import is_printed, is_used, own_refs, says_something, text_of
from emg_xlsx.schemas.fields import Field
from emg_xlsx.text import fold
from emg_xlsx.values import RawTable
from emg_xlsx.xlsx import Cell, Sheet

LARGEST_MERGE = 30
"""Rows of a merge that can make a row one of theirs; no activity of a plan has nearly as many."""


@dataclass(frozen=True, slots=True)
class Found:
    """A table on a sheet.

    Attributes:
        sheet: the sheet.
        block: where it stands there.
        main: whether it is the first of its kind; a file may have copies.
        named: whether the sheet bears the name of the table.
    """

    sheet: Sheet
    block: Block
    main: bool
    named: bool


def find_tables(sheets: Sequence[Sheet], wanted: Sequence[Wanted], plan: Plan) -> list[Found]:
    """Every table of every kind, the one on the sheet of its name before its copies, the fuller one before others.

    Args:
        sheets: the sheets people fill.
        wanted: the tables looked for.
        plan: its refs tell a table whose headers nobody understands, where there is no other of the kind.
    """
    found = [(sheet, block) for sheet in sheets for block in find_blocks(sheet, wanted)]
    for one in wanted:
        if "ref" in one.table.by_key and not any(block.table is one.table for _, block in found):
            blocks = ((sheet, find_by_place(sheet, one, plan)) for sheet in sheets)
            found += [(sheet, block) for sheet, block in blocks if block is not None]
    found = [(sheet, _with_schedule(_with_refs(block, sheet, plan), sheet, plan)) for sheet, block in found]
    order = [one.table.name for one in wanted]
    found.sort(key=lambda f: (order.index(f[1].table.name), not _named(*f), -len(f[1].header.columns)))
    first = {block.table.name: n for n, (_, block) in reversed(list(enumerate(found)))}
    return [
        Found(sheet, block, first[block.table.name] == n, _named(sheet, block))
        for n, (sheet, block) in enumerate(found)
    ]


def _with_refs(block: Block, sheet: Sheet, plan: Plan) -> Block:
    """The block with its column of references where only their header is gone or another: most cells there are refs."""
    header = block.header
    if "ref" in header.columns or "ref" not in block.table.by_key:
        return block
    taken = {*header.columns.values(), *header.doubled}
    cells = [
        (column, cell.value in plan.ref_order)
        for number, row in sheet.rows.items()
        if number > header.row and block.holds(number) and number not in block.again
        for column, cell in row.items()
        if column not in taken and says_something(cell)
    ]
    refs, all_cells = Counter(column for column, is_ref in cells if is_ref), Counter(column for column, _ in cells)
    column = max(refs, key=lambda column: (refs[column], -column), default=0)
    if 2 * refs[column] <= all_cells[column]:
        return block
    kept = {place: text for place, text in header.extra.items() if place != column}
    renamed = {"ref": header.extra[column]} if column in header.extra else {}
    return replace(
        block,
        header=replace(
            header,
            columns={"ref": column, **header.columns},
            extra=kept,
            renamed={**header.renamed, **renamed},
            missing=tuple(key for key in header.missing if key != "ref"),
        ),
    )


def _with_schedule(block: Block, sheet: Sheet, plan: Plan) -> Block:
    """The block with its only column of schedules read as theirs, where it is not the plan's.

    Who makes a table by hand calls the own schedule what the template calls the plan's. It is the plan's where
    most of its cells are word for word what the plan prints in their rows.
    """
    header = block.header
    place = header.columns.get("plan_schedule")
    if place is None or "schedule" in header.columns or "schedule" not in block.table.by_key:
        return block
    rows = _rows(block, sheet)
    cells = {number: cells["plan_schedule"] for number, cells in rows.items() if "plan_schedule" in cells}
    said = {number: text_of(cell) for number, cell in cells.items() if says_something(cell)}
    refs = {number: reading.ref for number, reading in own_refs(rows, plan).items() if number in said}
    same = sum(bool(ref) and is_printed(said[number], plan.schedule_of(ref or "")) for number, ref in refs.items())
    if not said or 2 * same > len(said):
        return block
    columns = {("schedule" if key == "plan_schedule" else key): column for key, column in header.columns.items()}
    title = text_of(sheet.rows.get(header.row, {}).get(place))
    renamed = {key: text for key, text in header.renamed.items() if key != "plan_schedule"} | {"schedule": title}
    missing = tuple(key for key in block.table.keys if key not in columns)
    moved = tuple(key for key in header.moved if key != "plan_schedule")
    return replace(block, header=replace(header, columns=columns, renamed=renamed, missing=missing, moved=moved))


def _named(sheet: Sheet, block: Block) -> bool:
    return fold(sheet.name) == fold(block.table.sheet)


def raw_table(found: Found) -> RawTable:
    """The cells of a table by row and field; a word in merged cells stands in each row it is meant for."""
    block, header = found.block, found.block.header
    rows = _rows(block, found.sheet)
    merged = {
        (number, key): rows[top][key]
        for top, _, key, numbers in _merges(found, rows)
        if not block.table.by_key[key].numeric
        for number in numbers
    }
    for (number, key), cell in merged.items():
        rows[number][key] = cell
    for number, key, address in _addresses(found):
        if key in rows.get(number, {}):
            rows[number][key] = Cell(address, "s")
    return RawTable(block.table, found.sheet.name, header, rows, frozenset(merged))


def _rows(block: Block, sheet: Sheet) -> dict[int, dict[str, Cell]]:
    """The cells of a block by row and field."""
    by_column = {column: key for key, column in block.header.columns.items()}
    rows: dict[int, dict[str, Cell]] = {}
    for number, cells in sheet.rows.items():
        if number <= block.header.row or not block.holds(number) or number in block.again:
            continue
        kept = {by_column[column]: cell for column, cell in cells.items() if column in by_column}
        if kept:
            rows[number] = kept
    return rows


def _addresses(found: Found) -> Iterator[tuple[int, str, str]]:
    """Row, field and address where words stand over a link in a field for links: there the address counts."""
    by_column = {column: key for key, column in found.block.header.columns.items()}
    for (number, column), address in sorted(found.sheet.links.items()):
        key = by_column.get(column, "")
        item = found.block.table.by_key.get(key) if found.block.holds(number) else None
        if item and item.type == "links" and hides(found.sheet.rows.get(number, {}).get(column), address):
            yield number, key, address


def hides(cell: Cell | None, address: str) -> bool:
    """Whether the words of a cell do not tell the web address that it leads to."""
    words, told = text_of(cell).casefold(), address.casefold().partition("://")[2].strip("/ ")
    return bool(words) and told not in words


def _merges(
    found: Found, rows: Mapping[int, Mapping[str, Cell]]
) -> Iterator[tuple[int, tuple[int, int], str, list[int]]]:
    """Merged cells of the table with an answer in them: first row, last column and row, field, further rows.

    Only rows that hold cells count, never the whole range; a range that overlaps another is left out, as no
    program writes one.
    """
    by_column = {column: key for key, column in found.block.header.columns.items()}
    numbers = list(rows)
    reached: dict[int, int] = {}
    for top, left, bottom, right in sorted(found.sheet.merges):
        key = by_column.get(left)
        if key is None or top not in rows or key not in rows[top] or top <= reached.get(left, 0) or top == bottom:
            continue
        reached[left] = bottom
        if found.block.table.by_key[key].type == "printed" or not says_something(rows[top][key]):
            continue
        covered = numbers[bisect_right(numbers, top) : bisect_right(numbers, bottom)]
        further = [number for number in covered if key not in rows[number]]
        if bottom - top >= LARGEST_MERGE:
            # One answer for a whole activity is meant for each of its rows, also those that say nothing else. A
            # merge over a sheet is a slip: it adds to rows somebody filled, but makes no contributions of its own.
            further = [number for number in further if is_used(rows[number], found.block.table)]
        if further:
            yield top, (right, bottom), key, further


def table_findings(file: str, found: Found, table: RawTable) -> Iterator[Finding]:
    """What is to be said of a table: its place, its columns, what is merged or hidden in it."""
    if found.main and table.header.row > 1:
        yield moved_finding(file, table)
    yield from _column_findings(file, table)
    for number, key, address in _addresses(found):
        yield Finding("link-kept", file, sheet=table.sheet, row=number, column=table.header.columns[key], field=key,
                      title=table.table.by_key[key].name, value=address)  # fmt: skip
    own = {number: {k: c for k, c in cells.items() if (number, k) not in table.merged}
           for number, cells in table.rows.items()}  # fmt: skip
    for top, (right, bottom), key, _ in _merges(found, own):
        item, column = table.table.by_key[key], table.header.columns[key]
        code = "merged-numbers" if item.numeric else "merged-cells"
        place = f"{letters(column)}{top}:{letters(right)}{bottom}"
        yield Finding(code, file, sheet=table.sheet, row=top, column=column, field=key, title=item.name,
                      facts={"range": place})  # fmt: skip
    yield from _across(file, found, table)
    yield from _hidden_findings(file, found.sheet, table)


def _across(file: str, found: Found, table: RawTable) -> Iterator[Finding]:
    """A note on each answer whose cell is merged over those of other fields, for which nothing is read."""
    by_column = {column: key for key, column in table.header.columns.items()}
    for top, left, bottom, right in sorted(found.sheet.merges):
        key = by_column.get(left, "")
        item, cell = table.table.by_key.get(key), table.rows.get(top, {}).get(key)
        if not item or item.grey or not cell or not says_something(cell):
            continue
        if any(left < column <= right and not table.table.by_key[other].grey for column, other in by_column.items()):
            place = f"{letters(left)}{top}:{letters(right)}{bottom}"
            yield Finding("merged-across", file, sheet=table.sheet, row=top, column=left, field=key, title=item.name,
                          facts={"range": place})  # fmt: skip


def _hidden_findings(file: str, sheet: Sheet, table: RawTable) -> Iterator[Finding]:
    used = {number: cells for number, cells in table.rows.items() if is_used(cells, table.table)}
    hidden = sum(number in sheet.hidden_rows for number in used)
    if hidden:
        yield Finding("rows-hidden", file, sheet=sheet.name, facts={"count": hidden})
    for item in table.table.inputs:
        column = table.header.columns.get(item.key)
        hides = column is not None and any(first <= column <= last for first, last in sheet.hidden_columns)
        if hides and any(item.key in cells and says_something(cells[item.key]) for cells in used.values()):
            yield _at_header("column-hidden", file, table, item)


def _column_findings(file: str, table: RawTable) -> Iterator[Finding]:
    header, fields = table.header, table.table.by_key
    if header.by_place:
        yield Finding("header-by-place", file, sheet=table.sheet)
    for key in header.moved:
        yield _at_header("column-moved", file, table, fields[key])
    for key, value in header.renamed.items():
        yield replace(_at_header("column-renamed", file, table, fields[key]), value=value)
    for column in (*header.extra, *header.doubled):
        yield aside_finding(file, table, column)
    for key in header.missing:
        if _is_missed(fields[key]):
            yield _at_header("column-missing", file, table, fields[key])


def aside_finding(file: str, table: RawTable, column: int) -> Finding:
    """What is said of a column that belongs to no field, or repeats one."""
    key = table.header.doubled.get(column)
    if key is not None:
        return replace(_at_header("column-duplicate", file, table, table.table.by_key[key]), column=column)
    return Finding("column-extra", file, sheet=table.sheet, row=table.header.row, column=column,
                   value=table.header.extra[column])  # fmt: skip


def moved_finding(file: str, table: RawTable) -> Finding:
    """What is said of a table that does not begin in the first row."""
    return Finding("table-moved", file, sheet=table.sheet, facts={"row": table.header.row})


def _at_header(code: str, file: str, table: RawTable, item: Field) -> Finding:
    column = table.header.columns.get(item.key)
    facts = {"letter": letters(column)} if column else {}
    return Finding(code, file, sheet=table.sheet, row=table.header.row or None, column=column, field=item.key,
                   title=item.name, facts=facts)  # fmt: skip


def _is_missed(item: Field) -> bool:
    """Optional and grey columns may go without a word; of lost references is told with what was made of them."""
    return not item.optional and item.type not in ("printed", "ref")


__all__ = ["Found", "aside_finding", "find_tables", "moved_finding", "raw_table", "table_findings"]
