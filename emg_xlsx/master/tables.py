"""A data sheet of the master: our columns and the coordinator's own, arranged as they were left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
from emg_xlsx.xlsx.written import Looks, Page

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
        letters: the letters of each column.
        wrapped: key and width of the columns whose texts may take several lines.
        plain: how cells of each column look that nobody changed.
        simple: place, key and look of our columns of values, of which a row with nothing marked is nearly all made.
        others: place and column of those with formulas, and of the coordinator's own.
        marked: rows, by place from 0 and by name, in which some cell is not plain.
    """

    book: Book
    sheet: Page
    page: Sheetful
    columns: Sequence[Column]
    letters: Mapping[str, str]
    wrapped: Sequence[tuple[str, float]]
    plain: Sequence[tuple[Any, Any, Any]]
    simple: Sequence[tuple[int, str, Looks]]
    others: Sequence[tuple[int, Column]]
    marked: frozenset[object]


def _rows(book: Book, sheet: Page, page: Sheetful, columns: Sequence[Column]) -> _Rows:
    """What is the same in every row, prepared once."""
    others = [(n, one) for n, one in enumerate(columns) if one.field is None or one.key in page.computed]
    apart, plain = {n for n, _ in others}, [_looks(book, column, _usual(column, {})) for column in columns]
    return _Rows(
        book=book,
        sheet=sheet,
        page=page,
        columns=columns,
        letters={column.key: letters(n) for n, column in enumerate(columns, 1)},
        wrapped=[(column.key, column.width) for column in columns if column.field is not None and column.field.wrap],
        plain=plain,
        simple=[(n, column.key, plain[n]) for n, column in enumerate(columns) if n not in apart],
        others=others,
        marked=_marked(page),
    )


def _marked(page: Sheetful) -> frozenset[object]:
    layout = page.layout
    lines = {line for cells in (page.accents, page.live, page.links) for line, _ in cells}
    names = {name for cells in (layout.looks, layout.added, layout.notes) for name, _ in cells}
    return frozenset((*lines, *page.shades, *names))


def _row(job: _Rows, row: int, told: Mapping[str, Any]) -> None:
    """Write one row: our cells, those with formulas and links, those of the coordinator's own, and the notes."""
    book, sheet, page, columns, plain = job.book, job.sheet, job.page, job.columns, job.plain
    layout, line = page.layout, row - FIRST_ROW
    name = row_key(page.table, told)
    shade = page.shades.get(line, {})
    _size(job, row, told)
    is_plain = line not in job.marked and name not in job.marked
    if is_plain:
        sheet.put_row(row, [(place, told[key], looks) for place, key, looks in job.simple])
    for place, column in job.others if is_plain else enumerate(columns):
        link = page.links.get((line, column.key)) if len(page.links) < MOST_LINKS else None
        ours = {**page.accents.get((line, column.key), {}), **(LINKED if link else {})}
        own = {**ours, **dict(layout.looks.get((name, column.key), ()))}
        looks = _looks(book, column, {**_usual(column, shade), **own}) if shade or own else plain[place]
        value, formula = told.get(column.key), page.live.get((line, column.key), page.computed.get(column.key))
        if link:
            sheet.write_url(row, place, link, looks[0], str(value) if value is not None else "")
        if column.field is None:
            _put_added(book, sheet, (row, place), layout.added.get((name, column.key)), own)
        elif formula is not None:
            words = formula(lambda key: f"${job.letters[key]}{row + 1}")
            look = looks[1] if column.field.numeric else looks[0]
            sheet.put_formula(row, place, words, look, "" if value is None else value)
        elif not link:
            sheet.put(row, place, value, looks)
        note = layout.notes.get((name, column.key))
        if note:
            sheet.write_comment(row, place, note[1], {"author": note[0], "visible": False})


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


def _size(job: _Rows, row: int, told: Mapping[str, Any]) -> None:
    """Give a row the height at which its texts show whole, or the one it was given by hand; filters hide rows."""
    sheet, page, layout = job.sheet, job.page, job.page.layout
    name = row_key(page.table, told)
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


def _put_added(book: Book, sheet: Page, place: tuple[int, int], cell: Added | None, own: Shade) -> None:
    """Write a cell of the coordinator's own; a formula moves with its row."""
    row, column = place
    shape = {"num_format": cell.format} if cell is not None and cell.format else {}
    style = book.look(border=1, border_color=writing.LINE, **own, **shape)
    if cell is None or (cell.value is None and not cell.formula):
        sheet.write_blank(row, column, None, style)
    elif cell.formula:
        here = f"{letters(column + 1)}{row + 1}"
        sheet.write_formula(row, column, moved(cell.formula, cell.place, here), style, cell.value or 0)
    elif isinstance(cell.value, bool):
        sheet.write_boolean(row, column, cell.value, style)
    else:
        sheet.put(row, column, cell.value, (style, style, style))


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
