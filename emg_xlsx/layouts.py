"""How the coordinator arranged a sheet of ours: by its rows and columns, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from emg_xlsx.findings import letters
from emg_xlsx.headers import Header
from emg_xlsx.rows import text_of
from emg_xlsx.schemas.fields import Table
from emg_xlsx.xlsx import Sheet
from emg_xlsx.xlsx.appearance import Appearance, Look
from emg_xlsx.xlsx.measuring import PADDING
from emg_xlsx.xlsx.writing import BAND, CREAM, INK, LINK, QUIET

KEYS: Mapping[str, tuple[str, ...]] = {
    "contributions": ("id",),
    "proposals": ("id",),
    "conflicts": ("id",),
    "questions": ("question", "file"),
    "register": ("sha256", "file", "entity"),
    "left_out": ("file", "sheet", "cell", "code", "value"),
    "work_plan": ("ref",),
    "progress": ("ref", "id"),
    "events": ("event", "id"),
    "requests": ("file", "id", "kind"),
}
"""By which columns a row of each table is known; rows of other tables are not."""
ADDED = "+"
"""What the key of a column of the coordinator's own begins with, before its title."""
OURS = {"bg_color": {CREAM, BAND, "#FFFFFF"}, "font_color": {INK, "#000000", LINK, QUIET}}
"""Colours we write ourselves."""
MARKED = ("work_plan", "progress", "events", "requests")
"""Tables in which we make words bold, lean or a link ourselves."""
WIDER = 1.0
"""Characters by which a column must differ from ours to count as set by hand."""

Spot = tuple[str, str]
"""The key of a row and the key of a column."""


@dataclass(frozen=True, slots=True)
class Added:
    """A cell of the coordinator's own: its value, its formula and where that stood, and its number format."""

    value: str | float | bool | None
    formula: str | None = None
    place: str = ""
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How one sheet of ours is arranged.

    Attributes:
        order: keys of the columns from left to right; of added ones, their title behind a plus sign.
        widths: key of a column to its width, where it is not ours.
        hidden: columns that are hidden.
        heights: key of a row to the height set by hand.
        looks: what was changed of how a cell looks.
        notes: author and text of each note.
        added: cells of added columns.
        titles: key of an added column to its title.
        filters: column to the values that are let through.
        zoom: percent, None as usual.
    """

    order: tuple[str, ...] = ()
    widths: Mapping[str, float] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    heights: Mapping[str, float] = field(default_factory=dict)
    looks: Mapping[Spot, Look] = field(default_factory=dict)
    notes: Mapping[Spot, tuple[str, str]] = field(default_factory=dict)
    added: Mapping[Spot, Added] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    zoom: int | None = None


def row_key(table: Table, values: Mapping[str, Any]) -> str:
    """By what a row is known again: the texts of its key columns; empty where a table's rows have none."""
    words = [" ".join(str(values.get(key) or "").split()) for key in KEYS.get(table.name, ())]
    return "\x1f".join(words) if any(words) else ""


def is_ours(look: Look, table: Table) -> bool:
    """Whether a look is one that we write ourselves in our columns of a table."""
    return not _own_look(look, "", table)


def layout_of(look: Appearance, sheet: Sheet, header: Header, table: Table) -> tuple[Layout, list[tuple[str, str]]]:
    """The arrangement of a sheet, and what of it cannot be carried over: code and place.

    Args:
        look: how the sheet looks, by place.
        sheet, header: its cells, and where its columns stand.
        table: its fields.
    """
    columns = {column: key for key, column in header.columns.items()}
    titles: dict[str, str] = {}
    for column, title in sorted(header.extra.items()):
        key = f"{ADDED}{title}"
        while key in titles:
            key += ADDED
        titles[key], columns[column] = title, key
    known = {key: column for column, key in columns.items() if key in KEYS.get(table.name, ())}
    rows = {
        number: row_key(table, {key: text_of(cells.get(column)) for key, column in known.items()})
        for number, cells in sheet.rows.items()
        if number > header.row
    }
    rows = {number: key for number, key in rows.items() if key}
    lost = list(_lost(look, columns, rows, header))

    def spots(places: Mapping[tuple[int, int], Any]) -> Iterator[tuple[Spot, Any]]:
        for (row, column), value in places.items():
            if row in rows and column in columns:
                yield (rows[row], columns[column]), value

    found = Layout(
        order=tuple(columns[column] for column in sorted(columns)),
        widths=dict(_widths(look, columns, table)),
        hidden=frozenset(key for column, key in columns.items() if column in look.hidden),
        heights={rows[row]: height for row, height in look.heights.items() if row in rows},
        looks={spot: own for spot, said in spots(look.looks) if (own := _own_look(said, spot[1], table))},
        notes=dict(spots(look.notes)),
        added=dict(_added(look, sheet, columns, rows)),
        titles=titles,
        filters={columns[column]: values for column, values in look.filters.items() if values and column in columns},
        zoom=look.zoom,
    )
    return found, lost


def _lost(
    look: Appearance, columns: Mapping[int, str], rows: Mapping[int, str], header: Header
) -> Iterator[tuple[str, str]]:
    for (row, column), (_, words) in sorted(look.notes.items()):
        if row not in rows or column not in columns:
            yield "note", f"{letters(column)}{row}: {words}"
    if look.merges:
        yield "merged", ", ".join(look.merges)
    if look.rules:
        yield "rules", ""
    for column, values in sorted(look.filters.items()):
        if values is None:
            yield "filter", letters(column)
    own = {column for column, key in columns.items() if key.startswith(ADDED)}
    if own & look.listed:
        yield "lists", ", ".join(letters(column) for column in sorted(own & look.listed))
    for row, column in sorted(look.linked):
        if column in own:
            yield "link", f"{letters(column)}{row}"
    if look.damaged:
        yield "damaged", ""
    if look.threads:
        yield "threads", ""
    if look.protected:
        yield "protection", ""
    if header.doubled:
        yield "doubled", ", ".join(letters(column) for column in sorted(header.doubled))


def _widths(look: Appearance, columns: Mapping[int, str], table: Table) -> Iterator[tuple[str, float]]:
    for column, key in columns.items():
        width = look.widths.get(column)
        usual = table.by_key[key].width if key in table.by_key else None
        if width is not None and (usual is None or abs(width - PADDING - usual) > WIDER):
            yield key, round(max(width - PADDING, 0.0), 2)


def _own_look(said: Look, key: str, table: Table) -> Look:
    """A cell's look without what we write ourselves."""
    marked = table.name in MARKED and not key.startswith(ADDED)
    return tuple(
        (name, value)
        for name, value in said
        if value not in OURS.get(name, ()) and not (marked and name in ("bold", "italic", "underline"))
    )


def _added(
    look: Appearance, sheet: Sheet, columns: Mapping[int, str], rows: Mapping[int, str]
) -> Iterator[tuple[Spot, Added]]:
    own = {column: key for column, key in columns.items() if key.startswith(ADDED)}
    for row, name in rows.items():
        for column, key in own.items():
            cell, formula = sheet.rows[row].get(column), look.formulas.get((row, column))
            if cell is not None or formula:
                value = cell.value if cell is not None else None
                yield (name, key), Added(value, formula, f"{letters(column)}{row}", look.formats.get((row, column)))
