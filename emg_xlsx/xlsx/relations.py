"""Which part belongs to which, and what it is to it."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import NamedTuple

from emg_xlsx.xlsx.package import Package
from emg_xlsx.xlsx.parsing import events


class Relation(NamedTuple):
    """A relationship inside the package.

    Attributes:
        kind: the last word of its type, such as ``worksheet``: strict and transitional types end alike.
        part: where it leads, present or not.
    """

    kind: str
    part: str


@lru_cache(maxsize=256)
def relations_part(source: str) -> str:
    """The part that holds the relationships of a part, or of the package if it is ``""``."""
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def read_addresses(package: Package, source: str) -> dict[str, str]:
    """The addresses outside the package that a part leads to, by id of the relationship.

    Raises:
        Refused: the part that holds them is missing or cannot be read.
    """
    part = relations_part(source)
    found: dict[str, str] = {}
    for name, attributes, _ in events(package, part):
        if name == "Relationship" and attributes is not None and attributes.get("TargetMode") == "External":
            package.meter.add_cells(1, part)
            found[attributes.get("Id", "")] = attributes.get("Target", "")
    return found


def read_relations(package: Package, source: str) -> dict[str, Relation]:
    """The relationships of a part by id, in their order; those that lead out of the package are left out.

    Raises:
        Refused: the part that holds them is missing or cannot be read.
    """
    part = relations_part(source)
    found: dict[str, Relation] = {}
    for name, attributes, _ in events(package, part):
        if name != "Relationship" or attributes is None or attributes.get("TargetMode") == "External":
            continue
        package.meter.add_cells(1, part)
        kind = attributes.get("Type", "").rpartition("/")[2]
        found[attributes.get("Id", "")] = Relation(kind, package.resolve(source, attributes.get("Target", "")))
    return found
