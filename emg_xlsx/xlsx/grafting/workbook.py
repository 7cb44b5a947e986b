"""The new workbook's own part: its sheets, names, pivot data and links to other workbooks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

from emg_xlsx.xlsx.grafting.pieces import Surroundings, leads_astray, number, prefixed
from emg_xlsx.xlsx.grafting.tabs import Sheet, arranged, sheets_of
from emg_xlsx.xlsx.grafting.values import Loss
from emg_xlsx.xlsx.patching.book import Book
from emg_xlsx.xlsx.patching.edits import Edits, Element
from emg_xlsx.xlsx.patching.escaping import quoted
from emg_xlsx.xlsx.patching.order import WORKBOOK, put_child

BUILT_IN = "_xlnm."
STATES = frozenset({"hidden", "veryHidden"})


@dataclass(frozen=True, slots=True)
class Entries:
    """What the workbook's part has to list; all parts by their new names.

    Attributes:
        sheets: the sheets that were added, in their old order, with the parts they have now.
        names: names of the sheets in the old workbook, in their order.
        caches: numbers of pivot data by part.
        links: parts of links to other workbooks, in their order.
    """

    sheets: Sequence[tuple[Sheet, str]]
    names: Sequence[str]
    caches: Mapping[str, int] = field(default_factory=dict)
    links: Sequence[str] = ()


def enter(new: Book, old: Book, entries: Entries) -> list[Loss]:
    """List everything in the new workbook, and tell which names stay behind.

    Raises:
        Refused: a part cannot be read.
    """
    ids = [new.link(new.main, sheet.kind, part) for sheet, part in entries.sheets]
    caches = {new.link(new.main, "pivotCacheDefinition", part): known for part, known in entries.caches.items()}
    links = [new.link(new.main, "externalLink", part) for part in entries.links]
    present = sheets_of(new)
    edits, root = new.outlined(new.main)
    order = arranged([s.name for s in present], entries.names, {s.name for s, _ in entries.sheets})
    places = {name: place for place, name in enumerate(order)}
    added = [(sheet, link) for (sheet, _), link in zip(entries.sheets, ids, strict=True)]
    _list_sheets(edits, present, order, _pieces(new, present, added))
    _move_numbers(edits, root, [places[sheet.name] for sheet in present])
    _list(edits, root, "externalReferences", [_referred(new, b"externalReference", link) for link in links])
    taken = _taken(new, [places[sheet.name] for sheet in present])
    pieces, lost = _names(old, entries, places, taken)
    _list(edits, root, "definedNames", [prefixed(piece, root.prefix) for piece in pieces])
    _list(edits, root, "pivotCaches", [_referred(new, b'pivotCache cacheId="%d"' % n, i) for i, n in caches.items()])
    new.write(new.main, edits)
    return lost


def _referred(book: Book, start: bytes, link: str) -> bytes:
    return b'<%b xmlns:r="%b" r:id="%b"/>' % (start, book.relation_types, link.encode())


def _list(edits: Edits, root: Element, kind: str, pieces: Sequence[bytes]) -> None:
    """Append to a list of the workbook, or begin it."""
    if not pieces:
        return
    element = root.find(kind)
    made = b"".join(prefixed(piece, root.prefix) if kind != "definedNames" else piece for piece in pieces)
    if element is not None:
        edits.append(element, made)
    else:
        name = root.prefix + kind.encode()
        put_child(edits, root, WORKBOOK, b"<%b>%b</%b>" % (name, made, name), kind)


def _pieces(book: Book, present: Sequence[Sheet], added: Sequence[tuple[Sheet, str]]) -> dict[str, bytes]:
    """The entries of the sheets by name; each keeps its number if nobody has it."""
    numbers = {sheet.number for sheet in present}
    pieces = {}
    for sheet, link in added:
        known = sheet.number if sheet.number and sheet.number not in numbers else max(numbers, default=0) + 1
        numbers.add(known)
        state = sheet.element.get("state")
        shown = b' state="%b"' % state.encode() if state in STATES else b""
        start = b'sheet name="%b" sheetId="%d"%b' % (quoted(sheet.name), known, shown)
        pieces[sheet.name] = prefixed(_referred(book, start, link), present[0].element.prefix)
    return pieces


def _list_sheets(edits: Edits, present: Sequence[Sheet], order: Sequence[str], pieces: Mapping[str, bytes]) -> None:
    """Put the entries where they go."""
    ends = {sheet.name: sheet.element.end for sheet in present}
    at = present[0].element.start
    for name in order:
        if name in ends:
            at = ends[name]
        else:
            edits.insert(at, pieces[name])


def _move_numbers(edits: Edits, root: Element, places: Sequence[int]) -> None:
    """Sheets are counted in the workbook; those behind an added one have moved."""
    names = root.find("definedNames")
    for child in names.children if names else ():
        index = number(child.get("localSheetId"))
        if index is not None and index < len(places) and places[index] != index:
            edits.set(child, "localSheetId", places[index])
    views = root.find("bookViews")
    for view in views.children if views else ():
        for name in ("firstSheet", "activeTab"):
            index = number(view.get(name, "0"))
            if index is not None and index < len(places) and places[index] != index:
                edits.set(view, name, places[index])


def _taken(new: Book, places: Sequence[int]) -> set[tuple[str, int | None]]:
    """The defined names that are there already, with the places their sheets have now."""
    found: set[tuple[str, int | None]] = set()
    for child in _defined(new)[1]:
        index = number(child.get("localSheetId"))
        found.add((child.get("name").casefold(), places[index] if index is not None and index < len(places) else None))
    return found


def _names(
    old: Book, entries: Entries, places: Mapping[str, int], taken: set[tuple[str, int | None]]
) -> tuple[list[bytes], list[Loss]]:
    """The defined names that come along, by their new numbers of sheets."""
    kept = {sheet.place: sheet.name for sheet, _ in entries.sheets}
    gone = [name for name in entries.names if name and name.casefold() not in _folded(places)]
    edits, children, around = _defined(old)
    found: list[bytes] = []
    lost = []
    for child in children:
        name, local = child.get("name"), child.get("localSheetId")
        index = number(local)
        if index not in kept if local else name.startswith(BUILT_IN):
            continue
        sheet = kept[index] if index is not None else ""
        key = (name.casefold(), places[sheet] if index is not None else None)
        if key in taken:
            continue
        taken.add(key)
        value = unescape(edits.data[child.inner : child.close].decode("utf-8", "replace"))
        if _leads_to(value, gone) or leads_astray(value, len(entries.links)):
            lost.append(Loss(sheet, "name", {"name": name}))
            continue
        piece = around.taken_out(edits.data[child.start : child.end])
        if sheet:
            piece = re.sub(
                rb"(\slocalSheetId\s*=\s*)(?:\"[^\"]*\"|'[^']*')", rb'\g<1>"%d"' % places[sheet], piece, count=1
            )
        found.append(piece)
    return found, lost


def _defined(book: Book) -> tuple[Edits, Sequence[Element], Surroundings]:
    edits, root = book.outlined(book.main)
    element = root.find("definedNames")
    return edits, element.children if element is not None else (), Surroundings(root)


def _folded(names: Mapping[str, int]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names)


def _leads_to(formula: str, sheets: Sequence[str]) -> bool:
    """Whether a formula names one of some sheets."""
    folded = formula.casefold()
    for name in map(str.casefold, sheets):
        in_quotes = name.replace("'", "''") + "'!"
        if in_quotes in folded or re.search(rf"(?<![\w.]){re.escape(name)}!", folded):
            return True
    return False
