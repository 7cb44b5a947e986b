"""What was put into sheets that the new workbook brings itself, and so does not come along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from emg_xlsx.xlsx.grafting.tabs import Sheet, sheets_of
from emg_xlsx.xlsx.grafting.values import Loss
from emg_xlsx.xlsx.patching.book import Book
from emg_xlsx.xlsx.refusal import Refused

COUNTED = ("table", "pivotTable", "slicer", "timeline", "oleObject", "package", "control", "image")
"""Kinds of relationships of a sheet that show something on it; notes and drawings, which we write too, are not told."""


def put_into_ours(new: Book, old: Book, sheets: Sequence[Sheet]) -> Iterator[Loss]:
    """Tell of kinds of things that a sheet had more of in the old workbook than it has now.

    Args:
        new, old: the workbooks.
        sheets: those of the old one that do not come along.
    """
    present = {sheet.name.casefold(): sheet.part for sheet in sheets_of(new)}
    for sheet in sheets:
        more = _kinds(old, sheet.part) - _kinds(new, present.get(sheet.name.casefold(), ""))
        for kind in COUNTED:
            if more[kind]:
                yield Loss(sheet.name, "on-ours", {"kind": kind})


def _kinds(book: Book, part: str) -> Counter[str]:
    """How many things of each kind a sheet leads to; none if that cannot be read, which reading the sheet tells."""
    try:
        return Counter(link.kind for link in book.links(part) if link.part in book) if part else Counter()
    except Refused:
        return Counter()
