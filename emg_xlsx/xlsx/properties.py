"""Document properties: title, language, creator, and those that programs add."""

from __future__ import annotations

from collections.abc import Iterator

from emg_xlsx.xlsx.escapes import unescaped
from emg_xlsx.xlsx.package import Package
from emg_xlsx.xlsx.parsing import events

CORE = frozenset({"title", "subject", "creator", "keywords", "description", "language", "lastModifiedBy"})
"""Core properties that are told; the dates are left, since no clock of a sender's computer counts."""


def read_core(package: Package, part: str) -> dict[str, str]:
    """Core properties that say something, by the element's name.

    Raises:
        Refused: the part cannot be read.
    """
    closing = ((name, text.strip()) for name, attributes, text in events(package, part) if attributes is None)
    return {name: text for name, text in closing if name in CORE and text}


def read_custom(package: Package, part: str) -> dict[str, str]:
    """Custom properties by name; every type as the text that stands in the file.

    Raises:
        Refused: the part cannot be read.
    """
    return dict(_custom(package, part))


def _custom(package: Package, part: str) -> Iterator[tuple[str, str]]:
    name = value = ""
    for element, attributes, text in events(package, part):
        if element != "property":
            value += text if attributes is None else ""
        elif attributes is not None:
            name, value = attributes.get("name", ""), ""
        elif name:
            package.meter.add_cells(1, part)
            yield name, unescaped(value)
