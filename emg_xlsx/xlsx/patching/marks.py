"""Cells marked by one conditional format for each highlight, before all others, and unmarked again.

A conditional format leaves the cells' own formats alone, works on cells that do not exist, and comes off cleanly. Its
formula is always true and says whose it is: ``N("emg-xlsx:error:0")=0``. The last number is what the priorities of the
sheet's own formats were raised by to make room.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from emg_xlsx.xlsx.grid import a1
from emg_xlsx.xlsx.patching.edits import Edits, Element
from emg_xlsx.xlsx.patching.escaping import markup
from emg_xlsx.xlsx.patching.order import WORKSHEET, put_child
from emg_xlsx.xlsx.patching.values import RULE_MARK

FORMULA = re.compile(
    rb"N\s*\(\s*(?:\"|&quot;)" + re.escape(RULE_MARK.encode()) + rb"([^\"&<]*?)(?::(\d{1,6}))?(?:\"|&quot;)"
)
AREAS = 500
"""Areas in one format; further ones get one more."""

Place = tuple[int, int]
"""A cell by its row and column, counted from 1."""


def put_rules(edits: Edits, root: Element, cells: Mapping[str, Sequence[Place]], formats: Mapping[str, int]) -> None:
    """Mark cells of a worksheet.

    Args:
        edits, root: the worksheet.
        cells: places by highlight.
        formats: number of the differential format of each highlight.
    """
    chunks = [(name, chunk) for name, places in cells.items() for chunk in _chunks(list(_areas(places)))]
    prioritised = list(_prioritised(root))
    lowest = min((number for _, number in prioritised), default=len(chunks) + 1)
    shift = max(0, len(chunks) + 1 - lowest)
    for rule, number in prioritised if shift else ():
        edits.set(rule, "priority", number + shift)
    for priority, (name, areas) in enumerate(chunks, 1):
        # The schema wants no other order than that of kinds, so ours may follow the sheet's own.
        piece = (
            b'<%(p)bconditionalFormatting sqref="%(at)b"><%(p)bcfRule type="expression" dxfId="%(dxf)d" '
            b'priority="%(priority)d"><%(p)bformula>N("%(mark)b")=0</%(p)bformula></%(p)bcfRule>'
            b"</%(p)bconditionalFormatting>"
        ) % {
            b"p": root.prefix,
            b"at": " ".join(areas).encode(),
            b"dxf": formats[name],
            b"priority": priority,
            b"mark": markup(f"{RULE_MARK}{_plain(name)}:{shift}"),
        }
        put_child(edits, root, WORKSHEET, piece, "conditionalFormatting")


def remove_rules(edits: Edits, root: Element) -> None:
    """Take our rules off a worksheet, and lower what was raised for them where there is still room."""
    shift = 0
    ours: set[int] = set()
    for format_ in root.every("conditionalFormatting"):
        rules = format_.every("cfRule")
        mine = [rule for rule in rules if (match := FORMULA.search(edits.data, rule.start, rule.end))]
        for rule in mine:
            match = FORMULA.search(edits.data, rule.start, rule.end)
            shift = max(shift, int(match[2] or 0) if match else 0)
            ours.add(rule.start)
            edits.remove(rule.start, rule.end) if len(mine) < len(rules) else None
        if mine and len(mine) == len(rules):
            edits.remove(format_.start, format_.end)
    others = [(rule, number) for rule, number in _prioritised(root) if rule.start not in ours]
    if shift and all(number > shift for _, number in others):
        for rule, number in others:
            edits.set(rule, "priority", number - shift)


def _prioritised(root: Element) -> Iterator[tuple[Element, int]]:
    """All rules with a priority, those of the extension list too."""
    for child in root.children:
        if child.local in ("conditionalFormatting", "extLst"):
            for element in child.walk():
                if element.local == "cfRule" and re.fullmatch(r"-?\d{1,9}", written := element.get("priority")):
                    yield element, int(written)


def _areas(places: Iterable[Place]) -> Iterator[str]:
    """Cells below each other as one area."""
    runs: list[tuple[int, int, int]] = []
    for column, row in sorted({(column, row) for row, column in places}):
        if runs and runs[-1][0] == column and runs[-1][2] == row - 1:
            runs[-1] = (column, runs[-1][1], row)
        else:
            runs.append((column, row, row))
    for column, first, last in runs:
        yield a1(first, column) + (f":{a1(last, column)}" if last > first else "")


def _chunks(areas: list[str]) -> Iterator[list[str]]:
    return (areas[at : at + AREAS] for at in range(0, len(areas), AREAS))


def _plain(name: str) -> str:
    """A name that needs no quotes inside a formula's text."""
    return re.sub(r"[^\w-]", "_", name)
