"""Everything we put into a workbook taken off again, also after other programs have saved it."""

from __future__ import annotations

import re
from html import unescape

from emg_xlsx.xlsx.limits import Limits, Meter, too_large
from emg_xlsx.xlsx.package import Package
from emg_xlsx.xlsx.patching.archive import packed
from emg_xlsx.xlsx.patching.book import TYPES, Book, Tab
from emg_xlsx.xlsx.patching.marks import remove_rules
from emg_xlsx.xlsx.patching.meta import remove_rows
from emg_xlsx.xlsx.patching.names import SHEET, STATE, VIEW, defined, remove_names
from emg_xlsx.xlsx.patching.notes import take_notes_off
from emg_xlsx.xlsx.patching.opening import open_as_before
from emg_xlsx.xlsx.patching.order import PASSED
from emg_xlsx.xlsx.patching.styles import remove_formats
from emg_xlsx.xlsx.patching.values import AUTHOR, META_MARK, META_SHEET, RULE_MARK
from emg_xlsx.xlsx.reader import open_workbook

EXCLUSIVE = frozenset({"printerSettings", "comments", "vmlDrawing", "threadedComment"})
"""Kinds of parts that belong to one sheet and go with it."""


def opened(data: bytes, limits: Limits | None) -> Book:
    """The parts of a workbook, for changes.

    Raises:
        Refused: it is no workbook, damaged, dangerous or too large.
    """
    meter = Meter(limits or Limits())
    if len(data) > meter.limits.file_bytes:
        raise too_large("file_bytes", meter.limits.file_bytes)
    return Book(Package(data, meter))


def has_marks(data: bytes, *, limits: Limits | None = None) -> bool:
    """Whether a workbook is a copy with our marks.

    Raises:
        Refused: it cannot be opened.
    """
    return _is_ours(opened(data, limits))


def strip(data: bytes, *, limits: Limits | None = None) -> bytes:
    """A workbook without our sheet, marks, notes and rows; the same bytes if it has none.

    Raises:
        Refused: it cannot be opened, or a part that has to be changed cannot be read.
    """
    book = opened(data, limits)
    take_off(book, data)
    return packed(data, book.package, book.finished()) if book.changed else data


def take_off(book: Book, data: bytes) -> None:
    """Take our sheet, marks, notes and rows out of the parts of a workbook; the data is where they come from."""
    if not _is_ours(book):
        return
    names = defined(book)
    ours = _sheet_name(names.get(SHEET, ""))
    tabs = book.tabs()
    gone = next((n for n, tab in enumerate(tabs) if tab.name.casefold() == ours.casefold() and len(tabs) > 1), None)
    for number, tab in enumerate(tabs):
        if tab.part and number != gone:
            _clean_sheet(book, tab)
    _clean_meta(book, tabs, data)
    if (state := names.get(STATE)) is not None:
        remove_formats(book, _text(state))
    _clean_main(book, tabs, gone, _text(names.get(VIEW, "")))


def _is_ours(book: Book) -> bool:
    """Our defined names tell, or where another program lost them, the author of the notes."""
    if defined(book):
        return True
    if b"comments" not in book.read(TYPES)[0]:
        return False
    parts = [link.part for tab in book.tabs() if tab.part for link in book.links(tab.part) if link.kind == "comments"]
    return any(AUTHOR.encode() in book.read(part)[0] for part in parts if part in book)


def _text(value: str) -> str:
    """The text a name of ours stands for."""
    return unescape(value).strip('"')


def _sheet_name(value: str) -> str:
    """The sheet a reference such as ``'To check'!$I$1`` leads to."""
    name = unescape(value).rpartition("!")[0]
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _clean_sheet(book: Book, tab: Tab) -> None:
    if RULE_MARK.encode() not in book.read(tab.part)[0] and book.linked(tab.part, "comments") is None:
        return
    edits, root = book.outlined(tab.part, skip=PASSED)
    remove_rules(edits, root)
    take_notes_off(book, tab.part, (edits, root))
    book.write(tab.part, edits)


def _clean_meta(book: Book, tabs: tuple[Tab, ...], data: bytes) -> None:
    """Take our rows out; the reader tells which, wherever their texts are by now."""
    for tab in tabs:
        if tab.name == META_SHEET and tab.part:
            cells = open_workbook(data, limits=book.package.meter.limits).sheet(META_SHEET).rows
            rows = {row for row, found in cells.items() if (cell := found.get(3)) and cell.value == META_MARK}
            if rows:
                edits, root = book.outlined(tab.part)
                remove_rows(edits, root, rows)
                book.write(tab.part, edits)


def _clean_main(book: Book, tabs: tuple[Tab, ...], gone: int | None, view: str) -> None:
    """Take our sheet out of the workbook, and whatever counts sheets."""
    edits, root = book.outlined(book.main)
    remove_names(edits, root, gone)
    if gone is not None:
        edits.remove(tabs[gone].element.start, tabs[gone].element.end)
        views = root.find("bookViews")
        windows = views.children if views is not None else []
        opened_on = bool(view and windows) and windows[0].get("activeTab") == str(gone)
        if opened_on:
            open_as_before(book, edits, root, tabs, view)
        for number, window in enumerate(windows):
            for attribute in ("activeTab", "firstSheet")[opened_on and not number :]:
                written = window.get(attribute)
                if written.isdecimal() and int(written) >= max(gone, 1):
                    edits.set(window, attribute, int(written) - 1)
    book.write(book.main, edits)
    if gone is not None and tabs[gone].part:
        _drop_sheet(book, tabs[gone])


def _drop_sheet(book: Book, tab: Tab) -> None:
    calculated = book.linked(book.main, "calcChain")
    pattern = re.compile(rb'\bi="%b"' % re.escape(tab.element.get("sheetId").encode()))
    lost = {tab.part}
    if calculated is not None and pattern.search(book.read(calculated)[0]):
        lost.add(calculated)  # made anew by the program that opens it
    lost |= {link.part for link in book.links(tab.part) if link.kind in EXCLUSIVE and link.part in book}
    book.unlink(book.main, lost)
    for part in sorted(lost):
        book.drop(part)
