"""A sheet made independent of the workbook it stood in: its own texts, the new formats, nothing that leads out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy

from lxml import etree

from emg_xlsx.xlsx.grafting.looks import Looks
from emg_xlsx.xlsx.grafting.parts import MAIN, REL

_OUTSIDE = re.compile(r"\[\d+\]")
"""A reference to another file, by its number in the workbook."""
_DIFFERENCE = re.compile(r"(?:d|D)xfId$")


def settle(sheet: etree._Element, texts: Callable[[int], etree._Element | None], looks: Looks) -> Iterator[str]:
    """Make a sheet fit into another workbook, in place.

    Args:
        sheet: the sheet.
        texts: shared text by number.
        looks: gives each format its new number.

    Yields:
        A code for what could not be kept: ``external``.
    """
    for view in sheet.iterfind(f"{MAIN}sheetViews/{MAIN}sheetView"):
        view.attrib.pop("tabSelected", None)
    for element in sheet.iter(f"{MAIN}c", f"{MAIN}row"):
        if element.get("s") is not None:
            element.set("s", str(looks.cell(int(element.get("s", "0")))))
        if element.tag == f"{MAIN}c" and element.get("t") == "s":
            _own_text(element, texts)
    for column in sheet.iterfind(f"{MAIN}cols/{MAIN}col"):
        if column.get("style") is not None:
            column.set("style", str(looks.cell(int(column.get("style", "0")))))
    renumber(sheet, looks)
    if _cut_ties(sheet):
        yield "external"


def renumber(tree: etree._Element, looks: Looks) -> None:
    """Give each differential format named in a part its new number."""
    for element in tree.iter(etree.Element):
        for name, value in element.attrib.items():
            if _DIFFERENCE.search(str(name)) and str(value).isdecimal():
                element.set(name, str(looks.difference(int(value))))


def without(sheet: etree._Element, ids: set[str]) -> None:
    """Take out what points to relationships that are not carried over; of an extension, all of it."""
    for element in list(sheet.iter(etree.Element)):
        if element.get(f"{REL}id") not in ids:
            continue
        top = element
        for above in element.iterancestors(f"{MAIN}ext", f"{MAIN}controls", f"{MAIN}oleObjects"):
            top = above
        home = top.getparent()
        if home is not None:
            home.remove(top)
            if len(home) == 0 and home.tag in (f"{MAIN}extLst", f"{MAIN}tableParts"):
                above = home.getparent()
                if above is not None:
                    above.remove(home)


def _own_text(cell: etree._Element, texts: Callable[[int], etree._Element | None]) -> None:
    """A shared text becomes the cell's own, with the formats of its letters."""
    value = cell.find(f"{MAIN}v")
    number = (value.text or "").strip() if value is not None else ""
    text = texts(int(number)) if number.isdecimal() else None
    for child in list(cell):
        if child.tag == f"{MAIN}v":
            cell.remove(child)
    if text is None:
        cell.attrib.pop("t")
        return
    own = etree.SubElement(cell, f"{MAIN}is")
    own.extend(deepcopy(child) for child in text)
    cell.set("t", "inlineStr")


def _cut_ties(sheet: etree._Element) -> bool:
    """Formulas that read other files keep their results only: the files are not carried over."""
    found = False
    for formula in list(sheet.iter(f"{MAIN}f")):
        if _OUTSIDE.search(formula.text or ""):
            home = formula.getparent()
            if home is not None:
                home.remove(formula)
                found = True
    return found
