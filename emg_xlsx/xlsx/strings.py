"""The table of strings that cells point to."""

from __future__ import annotations

from emg_xlsx.xlsx.cells import BLANK
from emg_xlsx.xlsx.escapes import unescaped
from emg_xlsx.xlsx.package import Package
from emg_xlsx.xlsx.parsing import feed, local, new_parser, too_deep
from emg_xlsx.xlsx.quick import LARGEST, take_strings
from emg_xlsx.xlsx.refusal import Refused
from emg_xlsx.xlsx.values import Cell


def read_strings(package: Package, part: str) -> dict[str, Cell]:
    """The strings as ready cells by their index as text, which is how cells name them.

    Raises:
        Refused: the part cannot be read, or has more strings than a workbook may have cells.
    """
    data = package.content(part, LARGEST)
    taken = take_strings(data) if data is not None else None
    if taken is not None:
        data = taken[1]
    table = _StringTable(package, part)
    parser = new_parser(part)
    parser.StartElementHandler = table.start
    parser.EndElementHandler = table.end
    parser.CharacterDataHandler = table.text.append
    counted = 0
    for _ in feed(parser, package, part, None if data is None else [data]):
        package.meter.add_cells(len(table.cells) - counted, part)
        counted = len(table.cells)
    if taken is None:
        return table.cells
    package.meter.add_cells(len(taken[0]), part)
    return taken[0]


class _StringTable:
    """The parser's side of it: runs of rich text are joined, phonetic ones left out."""

    __slots__ = ("_depth", "_package", "_part", "_phonetic", "_runs", "cells", "text")

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._part = part
        self._depth = 0
        self._phonetic = False
        self._runs: list[str] = []
        self.text: list[str] = []
        self.cells: dict[str, Cell] = {}

    def start(self, name: str, _: dict[str, str]) -> None:
        """An opening tag."""
        self._depth += 1
        if self._depth > self._package.meter.limits.depth:
            raise too_deep(self._package.meter.limits.depth, self._part)
        if self._depth == 1 and local(name) != "sst":
            raise Refused("part-unreadable", {"part": self._part, "reason": "no table of strings"})
        self.text.clear()
        if name == "rPh" or name.endswith(":rPh"):
            self._phonetic = True

    def end(self, name: str) -> None:
        """A closing tag."""
        self._depth -= 1
        if name == "t":
            if not self._phonetic:
                self._runs.extend(self.text)
        elif name == "si":
            text = unescaped("".join(self._runs))
            self.cells[str(len(self.cells))] = Cell(text, "s") if text else BLANK
            self._runs.clear()
        elif name == "rPh":
            self._phonetic = False
        elif ":" in name:
            self._depth += 1
            self.end(local(name))
