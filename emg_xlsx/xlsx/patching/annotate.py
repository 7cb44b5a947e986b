"""Marks, notes and a sheet put into a workbook; the file to read first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from emg_xlsx.xlsx.grid import position
from emg_xlsx.xlsx.limits import Limits
from emg_xlsx.xlsx.patching.archive import packed
from emg_xlsx.xlsx.patching.book import Book, Tab
from emg_xlsx.xlsx.patching.edits import unreadable
from emg_xlsx.xlsx.patching.marks import Place, put_rules
from emg_xlsx.xlsx.patching.meta import put_rows
from emg_xlsx.xlsx.patching.names import SHEET, STATE, VIEW, put_names
from emg_xlsx.xlsx.patching.notes import put_notes
from emg_xlsx.xlsx.patching.opening import open_on
from emg_xlsx.xlsx.patching.order import PASSED
from emg_xlsx.xlsx.patching.sheet import add_sheet, mark_place
from emg_xlsx.xlsx.patching.strip import opened, take_off
from emg_xlsx.xlsx.patching.styles import Added, add_formats
from emg_xlsx.xlsx.patching.values import META_SHEET, Additions, Annotated, Mark, ToCheck
from emg_xlsx.xlsx.refusal import Refused

SIGNATURES = "_xmlsignatures/"


def annotate(data: bytes, additions: Additions, *, limits: Limits | None = None) -> Annotated:
    """Put marks, notes and a sheet into a workbook; what an earlier run has put in is replaced.

    Parts that are not touched stay byte for byte, those that are keep all their other bytes, and the same input gives
    the same file. Nothing of the sender's is changed: cells, formats, formulas, drawings and code stay as they are.

    Args:
        data: an .xlsx or .xlsm file.
        additions: what to put in.
        limits: bounds on what is read; the defaults if None.

    Raises:
        Refused: the file cannot be opened, or a part that has to be changed cannot be read.
    """
    book = opened(data, limits)
    take_off(book, data)
    tabs = book.tabs()
    if not tabs:
        raise Refused("no-sheets")
    looks = additions.sheet.styles if additions.sheet else {}
    used = {key: additions.highlights[key] for key in _keys(additions)}
    formats = add_formats(book, used, looks)
    unmarked, unnoted = _mark_all(book, tabs, additions, formats)
    _put_meta(book, tabs, additions.meta)
    name = _complete(book, tabs, additions.sheet, formats)
    return Annotated(
        data=packed(data, book.package, book.finished()),
        sheet=name,
        unmarked=tuple(unmarked),
        unnoted=tuple(unnoted),
        signed=any(part.lower().startswith(SIGNATURES) for part in book.package.names),
    )


def _keys(additions: Additions) -> list[str]:
    """The highlights that are used, in their order."""
    used = {mark.look for mark in additions.marks}
    return [key for key in additions.highlights if key in used]


def _mark_all(book: Book, tabs: Sequence[Tab], additions: Additions, formats: Added) -> tuple[list[Mark], list[Mark]]:
    """Mark the cells sheet by sheet, and tell what could not be marked, or got no note."""
    parts = {tab.name: tab.part for tab in tabs if tab.part}
    by_sheet: dict[str, dict[Place, list[Mark]]] = {}
    unmarked, unnoted = [], []
    for mark in additions.marks:
        place = position(mark.cell)
        if place is None or mark.sheet not in parts:
            unmarked.append(mark)
        else:
            by_sheet.setdefault(mark.sheet, {}).setdefault(place, []).append(mark)
    for tab in tabs:
        found = by_sheet.get(tab.name)
        if found:
            try:
                unnoted += _mark_sheet(book, tab, found, additions, formats)
            except Refused:
                unmarked += [mark for marks in found.values() for mark in marks]
    return unmarked, unnoted


def _mark_sheet(
    book: Book, tab: Tab, found: Mapping[Place, list[Mark]], additions: Additions, formats: Added
) -> list[Mark]:
    """Mark the cells of one sheet, and give the marks without a note."""
    edits, root = book.outlined(tab.part, skip=PASSED)
    if root.local != "worksheet":
        raise unreadable(tab.part, "root")
    cells: dict[str, list[Place]] = {key: [] for key in formats.highlights}
    for place, marks in found.items():
        cells[marks[0].look].append(place)
    put_rules(edits, root, cells, formats.highlights)
    notes = {
        place: [(additions.highlights[mark.look].word, mark.note) for mark in marks if mark.note]
        for place, marks in found.items()
    }
    notes = {place: said for place, said in notes.items() if said}
    try:
        left_out = put_notes(book, tab.part, (edits, root), notes)
    except Refused:
        left_out = set(notes)
    book.write(tab.part, edits)
    return [mark for place in sorted(left_out) for mark in found[place] if mark.note]


def _put_meta(book: Book, tabs: Sequence[Tab], meta: Mapping[str, str]) -> None:
    part = next((tab.part for tab in tabs if tab.name == META_SHEET and tab.state != "visible"), "")
    if part and meta:
        edits, root = book.outlined(part, skip=PASSED)
        put_rows(edits, root, meta)
        book.write(part, edits)


def _complete(book: Book, tabs: Sequence[Tab], sheet: ToCheck | None, formats: Added) -> str | None:
    """Enter the sheet and our names into the workbook."""
    edits, root = book.outlined(book.main)
    names: list[tuple[str, str, int | None]] = [(STATE, f'"{formats.undo}"', None)]
    name = None
    if sheet is not None:
        undo = open_on(book, edits, root, tabs) if sheet.first else ""
        name = add_sheet(book, replace(sheet, first=bool(undo)), formats.looks, tabs, edits)
        names += [(VIEW, f'"{undo}"', None)] if undo else []
        place = "'" + name.replace("'", "''") + "'!"
        names.append((SHEET, place + mark_place(sheet), None))
        if sheet.header is not None:
            row = sheet.header + 1
            names.append(("_xlnm.Print_Titles", f"{place}${row}:${row}", len(tabs)))
    put_names(edits, root, names)
    book.write(book.main, edits)
    return name
