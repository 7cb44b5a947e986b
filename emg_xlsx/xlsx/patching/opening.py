"""The sheet a workbook opens on: ours while something is asked on it, and afterwards the one it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from emg_xlsx.xlsx.patching.book import Book, Tab
from emg_xlsx.xlsx.patching.edits import Edits, Element
from emg_xlsx.xlsx.patching.order import PASSED, WORKBOOK, put_child
from emg_xlsx.xlsx.refusal import Refused

TRUE = ("1", "true")
UNDO = re.compile(r"view (new|-|\d{1,9})((?: \d{1,9}=(?:1|true))*)")
BEHIND = (b"</sheetViews>", b"<sheetFormatPr", b"<cols", b"<sheetData")
"""What stands behind the views of a sheet, and tells that they were seen."""
NEW, NONE = "new", "-"
"""What the number of the active sheet was before: in no view at all, or not written."""


def open_on(book: Book, edits: Edits, root: Element, tabs: Sequence[Tab]) -> str:
    """Let the workbook open on the sheet that comes behind all others.

    No other sheet stays selected: selected together, what is typed into one goes into all of them.

    Args:
        book: the workbook; sheets that were selected are changed.
        edits, root: the main part.
        tabs: the sheets that are there.

    Returns:
        How it is undone; empty if nothing was changed, because some part does not say plainly what is selected.
    """
    views = root.find("bookViews")
    view = views.children[0] if views is not None and views.children else None
    written = NEW if views is None else NONE if view is None else view.get("activeTab", NONE)
    try:
        found = [(tab, *selected) for tab in tabs if (selected := _selected(book, tab)) is not None]
    except Refused:
        return ""
    was = [f"{tab.element.get('sheetId')}={seen.get('tabSelected')}" for tab, _, _, chosen in found for seen in chosen]
    undo = " ".join((f"view {written}", *was))
    if not UNDO.fullmatch(undo) or (views is not None and view is None):
        return ""
    for _, part, changes, chosen in found:
        for element in chosen:
            changes.set(element, "tabSelected", 0)
        book.write(part, changes)
    if view is not None:
        edits.set(view, "activeTab", len(tabs))
    else:
        piece = b'<%(p)bbookViews><%(p)bworkbookView activeTab="%(at)d"/></%(p)bbookViews>'
        put_child(edits, root, WORKBOOK, piece % {b"p": root.prefix, b"at": len(tabs)}, "bookViews")
    return undo


def open_as_before(book: Book, edits: Edits, root: Element, tabs: Sequence[Tab], undo: str) -> None:
    """The opposite of `open_on`, for a workbook that still opens on our sheet.

    Args:
        book: the workbook; sheets that were selected are changed.
        edits, root: the main part.
        tabs: the sheets that are there.
        undo: what `open_on` gave.
    """
    match, views = UNDO.fullmatch(undo), root.find("bookViews")
    if match is None or views is None:
        return
    if match[1] == NEW and views.children[0].raw.strip().startswith(b"activeTab=") and len(views.children) == 1:
        edits.remove(views.start, views.end)
    elif match[1] in (NEW, NONE):
        edits.unset(views.children[0], "activeTab")
    else:
        edits.set(views.children[0], "activeTab", match[1])
    chosen = dict(pair.split("=") for pair in match[2].split())
    for tab in tabs:
        if tab.element.get("sheetId") in chosen:
            _choose(book, tab, chosen)


def _choose(book: Book, tab: Tab, chosen: Mapping[str, str]) -> None:
    part = _part(book, tab)
    if part:
        edits, root = book.outlined(part, skip=PASSED)
        for view in _views(root):
            if view.get("tabSelected") == "0":
                edits.set(view, "tabSelected", chosen[tab.element.get("sheetId")])
        book.write(part, edits)


def _selected(book: Book, tab: Tab) -> tuple[str, Edits, list[Element]] | None:
    """The views of a sheet in which it is selected, with its part ready for changes; None for most sheets."""
    part = _part(book, tab)
    if not part or b"tabSelected" not in book.beginning(part, BEHIND):
        return None
    edits, root = book.outlined(part, skip=PASSED)
    chosen = [view for view in _views(root) if view.get("tabSelected") in TRUE]
    return (part, edits, chosen) if chosen else None


def _views(root: Element) -> Iterator[Element]:
    """The views of a sheet in the workbook's first window."""
    views = root.find("sheetViews")
    yield from (view for view in (views.children if views else ()) if view.get("workbookViewId", "0") == "0")


def _part(book: Book, tab: Tab) -> str:
    """The part of a sheet of any kind: charts on sheets of their own are selected too."""
    if tab.part:
        return tab.part
    linked = tab.element.linked()
    return next((link.part for link in book.links(book.main) if link.id == linked and link.part in book), "")
