"""A data sheet of the master: our columns and the coordinator's own, arranged as they were left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from xlsxwriter.worksheet import Worksheet

from emg_xlsx.findings import letters
from emg_xlsx.layouts import ADDED, Added, Layout, row_key
from emg_xlsx.master.lists import Lists
from emg_xlsx.master.live import Rows, Source
from emg_xlsx.plan import Plan
from emg_xlsx.sameness import editable
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.master_tables import CONFLICTS
from emg_xlsx.texts import text
from emg_xlsx.xlsx import writing
from emg_xlsx.xlsx.appearance import moved
from emg_xlsx.xlsx.measuring import row_height
from emg_xlsx.xlsx.writing import Book
from emg_xlsx.xlsx.written import ROW, Cells, Computed, Page

INLINE_LIST = 255
"""Characters of a list of answers that stands in the cell's own rule."""

LAST_PRINTED = {
    "contributions": "progress",
    "progress": "reported",
    "proposals": "partners",
    "conflicts": "decision",
    "questions": "message",
    "left_out": "reason",
    "register": "notes",
    "changes": "after",
}
"""The last column printed of sheets too wide for a page; what follows is for the screen."""

LINKED: Mapping[str, Any] = {"font_color": writing.LINK, "underline": 1}
OWN_WIDTH = 18.0
TALLER = 0.2
"""Part by which a height must differ from ours to count as set by hand: programs measure letters differently."""

HEAD_ROW = 2
"""The row of a sheet's header, counted from 0.

In the first row stands the question the sheet answers; an empty one below it keeps it out of what programs take for
the table when somebody sorts it, or makes a pivot table of it.
"""
FIRST_ROW = HEAD_ROW + 1
MOST_LINKS = 10_000
"""Links a sheet may have, which are kept until it is written; Excel stops at 65,530."""

Shade = Mapping[str, Any]
Row = Sequence[Any]
Formula = Callable[[Callable[[str], str]], str]
"""Given a way to name the cell of a column in the same row, the formula of a cell."""


@dataclass(frozen=True, slots=True)
class Sheetful:
    """One data sheet to be written.

    Attributes:
        table: its fields.
        rows: values as people read them, in the order of the fields.
        frozen: columns that stay in sight.
        layout: how the coordinator arranged it.
        shades: what each row looks like beside the usual, by its place from 0; rows without one are plain.
        accents: what single cells look like beside that, by place of the row and key of the column.
        live: formulas by place of the row and key of the column; the values in ``rows`` are their results.
        links: where a cell leads to, by place of the row and key of the column.
        computed: formulas of whole columns by key, the same in each row.
    """

    table: Table
    rows: Sequence[Row]
    frozen: int
    layout: Layout
    shades: Mapping[int, Shade] = field(default_factory=dict)
    accents: Mapping[tuple[int, str], Shade] = field(default_factory=dict)
    live: Mapping[tuple[int, str], Formula] = field(default_factory=dict)
    links: Mapping[tuple[int, str], str] = field(default_factory=dict)
    computed: Mapping[str, Formula] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key it is known by, its field (None for one of the coordinator's own), title and width."""

    key: str
    field: Field | None
    title: str
    width: float


@dataclass(frozen=True, slots=True)
class Desk:
    """What every sheet needs.

    Attributes:
        book: the workbook.
        plan: the plan.
        lists: what dropdowns and formulas read from.
        sources: the sheets with tables by name, for formulas over them.
        rows: the contributions that count.
        progress: where each ref stands on the sheet ``Progress``, as a link.
        header: the head of printed pages.
    """

    book: Book
    plan: Plan
    lists: Lists
    sources: Mapping[str, Source]
    rows: Rows
    progress: Mapping[str, str]
    header: str


def write_table(desk: Desk, sheet: Page, page: Sheetful) -> None:
    """Write a data sheet: its question, header, filter, frozen columns, dropdowns in the coordinator's own columns."""
    table, layout = page.table, page.layout
    columns = arranged(table, layout)
    places = [column.key for column in columns]
    yours = {item.key for item in editable(table, desk.plan)}
    sheet.theirs = frozenset(n for n, column in enumerate(columns) if column.field is None or column.key in yours)
    question(desk.book, sheet, table.sheet)
    sheet.set_row(1, 6)
    _head(desk.book, sheet, columns, layout)
    rows = _rows(desk.book, sheet, page, columns)
    for row, values in enumerate(page.rows, FIRST_ROW):
        _row(rows, row, dict(zip(table.keys, values, strict=True)))
    last = max(len(page.rows), 1) + HEAD_ROW
    if not page.rows:
        quiet = desk.book.look(italic=True, font_color=writing.QUIET, text_wrap=False)
        sheet.write_string(FIRST_ROW, 0, text(f"empty.{table.name}"), quiet)
    _dropdowns(desk, sheet, table, columns, last)
    if table is CONFLICTS:
        _choices(sheet, columns, page.rows)
    sheet.freeze_panes(FIRST_ROW, page.frozen)
    sheet.autofilter(HEAD_ROW, 0, last, len(columns) - 1)
    for key, words in layout.filters.items():
        sheet.filter_column_list(places.index(key), sorted(words))
    if table.name in LAST_PRINTED:
        sheet.print_area(0, 0, last, places.index(LAST_PRINTED[table.name]))
    if layout.zoom:
        sheet.set_zoom(layout.zoom)
    writing.print_setup(sheet, header=desk.header, repeat=HEAD_ROW)


def question(book: Book, sheet: Page, name: str) -> None:
    """Write the question a sheet answers into its first line."""
    sheet.set_row(0, 24)
    look = book.look(bold=True, font_size=13, font_color=writing.HEAD, text_wrap=False, valign="vcenter")
    sheet.write_string(0, 0, text(f"question.{name}"), look)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What every row of a sheet needs.

    Attributes:
        book, sheet, page: where to, and what.
        columns: in their order.
        keys: of the columns.
        here: how a formula names the cell of a column in its own row, by key.
        wrapped: key and width of the columns whose texts may take several lines.
        cells: given a place and properties, what makes the cells of that column that look so.
        plain: the same for each column, where nobody changed how a cell looks.
        computed: place of each column with formulas, and its formula.
        marked: row, by place from 0 or by name, to the places of its cells that are not plain.
    """

    book: Book
    sheet: Page
    page: Sheetful
    columns: Sequence[Column]
    keys: Sequence[str]
    here: Mapping[str, str]
    wrapped: Sequence[tuple[str, float]]
    cells: Callable[..., Cells]
    plain: Sequence[Cells]
    computed: Mapping[int, str]
    marked: Mapping[object, set[int]]


def _rows(book: Book, sheet: Page, page: Sheetful, columns: Sequence[Column]) -> _Rows:
    """What is the same in every row, prepared once."""
    here = {column.key: f"${letters(n)}{ROW}" for n, column in enumerate(columns, 1)}
    cells = cache(lambda place, *look: Cells(sheet, place, _looks(book, columns[place], dict(look))))
    return _Rows(
        book=book,
        sheet=sheet,
        page=page,
        columns=columns,
        keys=[column.key for column in columns],
        here=here,
        wrapped=[(column.key, column.width) for column in columns if column.field is not None and column.field.wrap],
        cells=cells,
        plain=[cells(place, *_usual(column, {}).items()) for place, column in enumerate(columns)],
        computed={
            n: page.computed[column.key](here.__getitem__)
            for n, column in enumerate(columns)
            if column.key in page.computed
        },
        marked=_marked(page, [column.key for column in columns]),
    )


def _marked(page: Sheetful, keys: Sequence[str]) -> Mapping[object, set[int]]:
    """Which cells of which rows are to be looked at one by one."""
    layout, found = page.layout, defaultdict[object, set[int]](set)
    for line in page.shades:
        found[line].update(range(len(keys)))
    places = {key: place for place, key in enumerate(keys)}
    for cells in (page.accents, page.live, page.links, layout.looks, layout.added, layout.notes):
        for row, key in cells:
            if key in places:
                found[row].add(places[key])
    return found


def _row(job: _Rows, row: int, told: Mapping[str, Any]) -> None:
    """Write one row: what is marked cell by cell, and the rest, which is nearly all, as it stands."""
    name = row_key(job.page.table, told)
    _size(job, row, name, told)
    values, cells, start = list(map(told.get, job.keys)), list(job.plain), 0
    for place, formula in job.computed.items():
        values[place] = _computed(job.columns[place], formula, values[place])
    for place in sorted({*job.marked.get(row - FIRST_ROW, ()), *job.marked.get(name, ())}):
        marked = _marked_cell(job, (row, place), name, values[place])
        if marked is not None:
            values[place], cells[place] = marked
            continue
        if place > start:
            job.sheet.put_row(row, values[start:place], cells[start:place])
        start = place + 1
    if start < len(values):
        job.sheet.put_row(row, values[start:], cells[start:])


def _computed(column: Column, formula: str, value: Any) -> Computed:
    """A cell with a formula and its result."""
    return Computed(formula, "" if value is None else value, column.field is not None and column.field.numeric)


def _marked_cell(job: _Rows, place: tuple[int, int], name: str, value: Any) -> tuple[Any, Cells] | None:
    """What a cell holds that is not plain, and what makes it; None if XlsxWriter has written it."""
    page, layout, line, column = job.page, job.page.layout, place[0] - FIRST_ROW, job.columns[place[1]]
    note = layout.notes.get((name, column.key))
    if note:
        job.sheet.write_comment(*place, note[1], {"author": note[0], "visible": False})
    link = page.links.get((line, column.key)) if len(page.links) < MOST_LINKS else None
    if link:
        job.sheet.lead(*place, link, str(value))
    ours = {**page.accents.get((line, column.key), {}), **(LINKED if link else {})}
    own = {**ours, **dict(layout.looks.get((name, column.key), ()))}
    if column.field is None:
        return _added(job, place, layout.added.get((name, column.key)), own)
    formula = page.live.get((line, column.key))
    if formula is not None:
        value = _computed(column, formula(job.here.__getitem__), value)
    look = {**_usual(column, page.shades.get(line, {})), **own}
    return value, job.cells(place[1], *look.items())


def source_of(table: Table, layout: Layout) -> Source:
    """Where the columns of a table stand, as the coordinator arranged them."""
    return Source(table.sheet, {column.key: letters(n) for n, column in enumerate(arranged(table, layout), 1)})


def arranged(table: Table, layout: Layout) -> list[Column]:
    """The columns as the coordinator left them; ours that are new stand behind their usual neighbour."""
    ours = {item.key: Column(item.key, item, item.title, layout.widths.get(item.key, item.width))
            for item in table.fields}  # fmt: skip
    own = {key: Column(key, None, title, layout.widths.get(key, OWN_WIDTH)) for key, title in layout.titles.items()}
    order = [key for key in layout.order if key in ours or key in own]
    for place, key in enumerate(table.keys):
        if key not in order:
            before = table.keys[place - 1] if place else ""
            order.insert(order.index(before) + 1 if before in order else 0, key)
    return [{**ours, **own}[key] for key in order]


def _head(book: Book, sheet: Page, columns: Sequence[Column], layout: Layout) -> None:
    sheet.set_row(HEAD_ROW, 32)
    own = book.look(bold=True, bg_color=writing.CREAM, border=1, border_color=writing.LINE, valign="vcenter")
    for place, column in enumerate(columns):
        hidden = {"hidden": True} if column.key in layout.hidden else {}
        sheet.set_column(place, place, column.width, None, hidden)
        sheet.write_string(
            HEAD_ROW, place, column.title, own if column.field is None or column.field.own else book.head
        )


def _size(job: _Rows, row: int, name: str, told: Mapping[str, Any]) -> None:
    """Give a row the height at which its texts show whole, or the one it was given by hand; filters hide rows."""
    sheet, page, layout = job.sheet, job.page, job.page.layout
    bold = bool(page.shades.get(row - FIRST_ROW, {}).get("bold"))
    texts = [(value, width) for key, width in job.wrapped if isinstance(value := told[key], str)]
    height = row_height(texts, bold=bold)
    theirs = layout.heights.get(name)
    if theirs is not None and abs(theirs - height) > TALLER * height:
        sheet.by_hand.add(row)
        height = theirs
    hidden = any(_word(told, layout, name, key) not in values for key, values in layout.filters.items())
    sheet.set_row(row, height, None, {"hidden": True} if hidden else {})


def _usual(column: Column, shade: Shade) -> dict[str, Any]:
    """How a cell looks if nobody changed it."""
    line = {"border": 1, "border_color": writing.LINE, **shade}
    if column.field is None:
        return {"border": 1, "border_color": writing.LINE}
    if column.field.own:
        line |= {"bg_color": writing.CREAM, "bold": False}
    return line if column.field.wrap else {**line, "text_wrap": False}


def _looks(book: Book, column: Column, look: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    """The look of a cell as text, as a number, and as a day."""
    decimals = column.field.decimals if column.field else 0
    number = "#,##0" + ("." + "0" * decimals if decimals else "")
    return (book.look(**look), book.look(**look, num_format=number),
            book.look(**look, num_format="d mmm yyyy", align="left"))  # fmt: skip


def _added(job: _Rows, place: tuple[int, int], cell: Added | None, own: Shade) -> tuple[Any, Cells] | None:
    """A cell of the coordinator's own, as `_marked_cell` gives it; a formula moves with its row."""
    shape = {"num_format": cell.format} if cell is not None and cell.format else {}
    style = job.book.look(border=1, border_color=writing.LINE, **own, **shape)
    value = cell.value if cell is not None else None
    if cell is not None and cell.formula:
        here = f"{letters(place[1] + 1)}{place[0] + 1}"
        job.sheet.write_formula(*place, moved(cell.formula, cell.place, here), style, value or 0)
        return None
    if isinstance(value, bool):
        job.sheet.write_boolean(*place, value, style)
        return None
    return value, Cells(job.sheet, place[1], (style, style, style))


def _word(told: Mapping[str, Any], layout: Layout, name: str, key: str) -> str:
    """What a filter compares: the text of a cell, or the word for an empty one."""
    added = layout.added.get((name, key))
    value = (added.value if added else None) if key.startswith(ADDED) else told.get(key)
    return str(value) if value not in (None, "") else "Blanks"


def _dropdowns(desk: Desk, sheet: Worksheet, table: Table, columns: Sequence[Column], last: int) -> None:
    for place, column in enumerate(columns):
        item = column.field
        if item is None:
            continue
        source = desk.lists.source(item.codelist or "" if item.type == "code" else f"{table.name}.{item.key}")
        if source:
            sheet.data_validation(FIRST_ROW, place, last, place, {"validate": "list", "source": source,
                                                          "error_type": "information"})  # fmt: skip


def _choices(sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """The answers of each conflict to choose from; other words may be typed as well."""
    options, place = CONFLICTS.keys.index("options"), [column.key for column in columns].index("decision")
    for row, values in enumerate(rows, FIRST_ROW):
        listed = [word.replace(",", " ") for word in str(values[options]).split("; ")]
        if sum(map(len, listed)) + len(listed) <= INLINE_LIST:
            sheet.data_validation(row, place, row, place, {"validate": "list", "source": listed,
                                                           "error_type": "information"})  # fmt: skip
