"""The sheets of two workbooks: which are only in the old one, and where they go among the new ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from emg_xlsx.xlsx.grafting.pieces import number
from emg_xlsx.xlsx.patching.book import Book
from emg_xlsx.xlsx.patching.edits import Element


class Sheet(NamedTuple):
    """A sheet as its workbook lists it.

    Attributes:
        name: as it is written.
        place: from 0.
        number: the workbook's own number for it, 0 if there is none that can be read.
        kind: of its relationship, such as ``worksheet``; empty if there is none.
        part: its part, empty if it is not there.
        element: its entry.
    """

    name: str
    place: int
    number: int
    kind: str
    part: str
    element: Element


def sheets_of(book: Book) -> tuple[Sheet, ...]:
    """All sheets of a workbook in their order.

    Raises:
        Refused: the list cannot be read.
    """
    _, root = book.outlined(book.main)
    listed = root.find("sheets")
    links = {link.id: link for link in book.links(book.main) if link.part in book}
    found = []
    for index, element in enumerate(listed.children if listed else ()):
        link = links.get(element.linked())
        kind, part = (link.kind, link.part) if link else ("", "")
        found.append(Sheet(element.get("name"), index, number(element.get("sheetId")) or 0, kind, part, element))
    return tuple(found)


def arranged(new: Sequence[str], old: Sequence[str], kept: Collection[str]) -> tuple[str, ...]:
    """The names of all sheets in the order they get: each one kept follows the new one that it followed before.

    Args:
        new: names of the new sheets in their order.
        old: names of the old sheets in theirs.
        kept: the old ones that are added; they are none of the new ones.
    """
    known = {name.casefold(): name for name in new}
    following: dict[str, list[str]] = {}
    before = ""
    for name in dict.fromkeys(old):  # a name twice is of one sheet only
        if name in kept:
            following.setdefault(before, []).append(name)
        else:
            before = known.get(name.casefold(), before)
    order = list(following.get("", ()))
    for name in new:
        order += [name, *following.get(name, ())]
    return tuple(order)
