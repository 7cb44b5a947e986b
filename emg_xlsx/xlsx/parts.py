"""The parts of a package as trees and as bytes, and what belongs to a part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from emg_xlsx.xlsx.limits import Limits, Meter
from emg_xlsx.xlsx.package import Package
from emg_xlsx.xlsx.refusal import Refused
from emg_xlsx.xlsx.relations import relations_part

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"


@dataclass(frozen=True, slots=True)
class Target:
    """A relationship: its id, the last word of its type, where it leads, and whether that is outside."""

    id: str
    kind: str
    type: str
    part: str
    outside: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """A package to read from; parts are asked for under their names, in any case."""

    package: Package

    def data(self, part: str) -> bytes:
        """A part's content.

        Raises:
            Refused: it is missing, damaged, or larger than allowed.
        """
        return b"".join(self.package.chunks(part))

    def tree(self, part: str) -> etree._Element:
        """A part as a tree, without entities and document types.

        Raises:
            Refused: it is missing, no XML, or has a document type.
        """
        return parsed(self.data(part), part)

    def relations(self, part: str) -> list[Target]:
        """The relationships of a part, in their order; none where it has none."""
        source = relations_part(part)
        if source not in self.package:
            return []
        return list(self._targets(part, self.tree(source)))

    def _targets(self, part: str, tree: etree._Element) -> Iterator[Target]:
        for one in tree.iterfind(f"{PACKAGE_REL}Relationship"):
            kind, target = one.get("Type", ""), one.get("Target", "")
            outside = one.get("TargetMode") == "External"
            place = target if outside else self.package.resolve(part, target)
            yield Target(one.get("Id", ""), kind.rpartition("/")[2], kind, place, outside)


def parts_of(data: bytes) -> Parts:
    """The parts of a workbook of the coordinator's own, which may be large.

    Raises:
        Refused: it is no workbook, or a damaged or dangerous one.
    """
    return Parts(Package(data, Meter(Limits(cells=1 << 60, seconds=600, total_bytes=1 << 32, entry_bytes=1 << 30))))


def parsed(data: bytes, part: str) -> etree._Element:
    """XML as a tree.

    Raises:
        Refused: it is no XML, or has a document type.
    """
    if b"<!DOCTYPE" in data:
        raise Refused("doctype", {"part": part})
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused("part-unreadable", {"part": part}) from error
