"""Cell formats taken over: only those in use, behind the ones that are there."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy

from lxml import etree

from emg_xlsx.xlsx.grafting.parts import MAIN

FIRST_OWN_FORMAT = 164
"""Numbers of number formats below it are built in."""
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles")
_SHARED = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"))


class Looks:
    """The formats of a workbook, to which those of another are added as they are asked for.

    Args:
        new: the styles part that grows.
        old: the styles part taken from.
    """

    def __init__(self, new: etree._Element, old: etree._Element) -> None:
        self._new, self._old = new, old
        self._cells: dict[int, int] = {}
        self._differences: dict[int, int] = {}
        self._pieces: dict[tuple[str, int], int] = {}
        self._formats: dict[str, str] = {}

    def cell(self, number: int) -> int:
        """The number a cell format has in the new part."""
        if number not in self._cells:
            found = _nth(self._old, "cellXfs", number)
            self._cells[number] = 0 if found is None else self._add("cellXfs", self._own(found))
        return self._cells[number]

    def difference(self, number: int) -> int:
        """The number a differential format has in the new part."""
        if number not in self._differences:
            found = _nth(self._old, "dxfs", number)
            found = etree.Element(f"{MAIN}dxf") if found is None else deepcopy(found)
            for one in found.iterfind(f"{MAIN}numFmt"):
                one.set("numFmtId", self._format(one.get("numFmtId", "0")))
            self._differences[number] = self._add("dxfs", found)
        return self._differences[number]

    def _own(self, format_: etree._Element) -> etree._Element:
        """A cell format that points to pieces of the new part."""
        copy = deepcopy(format_)
        for name, group in _SHARED:
            piece = self._piece(group, int(copy.get(name, "0") or 0))
            copy.set(name, str(piece))
        copy.set("numFmtId", self._format(copy.get("numFmtId", "0")))
        copy.set("xfId", "0")
        for child in copy.iterfind(f"{MAIN}extLst"):
            copy.remove(child)
        return copy

    def _piece(self, group: str, number: int) -> int:
        if (group, number) not in self._pieces:
            found = _nth(self._old, group, number)
            self._pieces[group, number] = 0 if found is None else self._add(group, deepcopy(found))
        return self._pieces[group, number]

    def _format(self, number: str) -> str:
        """The number of a number format: built-in ones keep theirs."""
        if not number.isdecimal() or int(number) < FIRST_OWN_FORMAT:
            return number
        if number not in self._formats:
            codes = {one.get("numFmtId"): one.get("formatCode", "General") for one in _children(self._old, "numFmts")}
            taken = [int(one.get("numFmtId", "0")) for one in _children(self._new, "numFmts")]
            known = {one.get("formatCode"): one.get("numFmtId") for one in _children(self._new, "numFmts")}
            code = codes.get(number, "General")
            free = known.get(code) or str(max([FIRST_OWN_FORMAT - 1, *taken]) + 1)
            if code not in known:
                self._add("numFmts", etree.Element(f"{MAIN}numFmt", numFmtId=free, formatCode=code))
            self._formats[number] = free
        return self._formats[number]

    def _add(self, group: str, element: etree._Element) -> int:
        """Put an element behind the others of its group; one that is there already is used again."""
        home = _group(self._new, group)
        wanted = etree.tostring(element, method="c14n")
        for number, one in enumerate(home):
            if group != "numFmts" and etree.tostring(one, method="c14n") == wanted:
                return number
        element.tail = None
        home.append(element)
        home.set("count", str(len(home)))
        return len(home) - 1


def _group(root: etree._Element, name: str) -> etree._Element:
    """A group of the styles part, made in its place where it is not there."""
    found = root.find(f"{MAIN}{name}")
    if found is not None:
        return found
    after = {f"{MAIN}{one}" for one in _ORDER[: _ORDER.index(name)]}
    place = sum(1 for child in root if child.tag in after)
    made = etree.Element(f"{MAIN}{name}")
    root.insert(place, made)
    return made


def _children(root: etree._Element, group: str) -> Iterable[etree._Element]:
    found = root.find(f"{MAIN}{group}")
    return () if found is None else list(found)


def _nth(root: etree._Element, group: str, number: int) -> etree._Element | None:
    found = list(_children(root, group))
    return found[number] if 0 <= number < len(found) else None
