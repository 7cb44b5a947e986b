"""The parts of a workbook while it is changed: content, relationships and content types kept in step."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import NamedTuple

from emg_xlsx.xlsx.package import Package
from emg_xlsx.xlsx.patching.edits import Edits, Element, decoded, encoded, outline
from emg_xlsx.xlsx.patching.escaping import quoted
from emg_xlsx.xlsx.refusal import Refused
from emg_xlsx.xlsx.relations import relations_part

TYPES = "[Content_Types].xml"
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
STRICT_HOST = b"http://purl.oclc.org/ooxml/"
RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NO_RELATIONS = (
    DECLARATION
    + b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
USUAL_MAIN = "xl/workbook.xml"
LARGEST = 64 * 1024 * 1024


class Link(NamedTuple):
    """A relationship: its id, the last word of its type, the part it leads to and where it is written."""

    id: str
    kind: str
    part: str
    element: Element


class Tab(NamedTuple):
    """A sheet of the workbook; its part is empty if it is no worksheet."""

    name: str
    state: str
    part: str
    element: Element


class _Growing(NamedTuple):
    """Relationships that are added one by one and written together: the part's changes, and its ids in lower case."""

    edits: Edits
    root: Element
    taken: set[str]


class Book:
    """A package and the changes to it so far.

    Args:
        package: the workbook as it came.
    """

    __slots__ = (
        "_contents", "_growing", "_links", "_names", "_outlines", "_texts", "_types", "changed", "main", "package",
        "strict",
    )  # fmt: skip

    def __init__(self, package: Package) -> None:
        self.package = package
        self.changed: dict[str, bytes | None] = {}
        self._names = {name.lower(): name for name in package.names}
        self._links: dict[str, tuple[Link, ...]] = {}
        self._contents: dict[str, bytes] = {}
        self._texts: dict[str, tuple[bytes, str]] = {}
        self._growing: dict[str, _Growing] = {}
        self._types: dict[str, str | None] = {}
        self._outlines: dict[str, tuple[bytes, Collection[bytes], Element]] = {}
        if TYPES not in self:
            raise Refused("part-missing", {"part": TYPES})
        self.main = next((link.part for link in self.links("") if link.kind == "officeDocument"), USUAL_MAIN)
        start = self.read(self.main)[0][:4096]
        self.strict = STRICT_HOST in start

    def __contains__(self, part: str) -> bool:
        name = self._names.get(part.lower())
        return name is not None and self.changed.get(name, b"") is not None

    def raw(self, part: str) -> bytes:
        """A part's bytes as they stand now.

        Raises:
            Refused: ``part-missing``, damaged or too large.
        """
        name = self._names.get(part.lower(), part)
        if name in self._growing:
            self._settle(name)
        if name in self.changed:
            content = self.changed[name]
        elif name in self._contents:
            content = self._contents[name]
        else:
            content = self.package.content(name, LARGEST)
        if content is None:
            raise Refused("part-missing", {"part": part})
        self._contents[name] = content
        return content

    def read(self, part: str) -> tuple[bytes, str]:
        """A part with ASCII for ASCII, and the encoding it is given back in."""
        name = self._names.get(part.lower(), part)
        if name in self._growing or name not in self._texts:
            self._texts[name] = decoded(self.raw(part), part)
        return self._texts[name]

    def beginning(self, part: str, until: Collection[bytes]) -> bytes:
        """The first bytes of a part that is mostly not read otherwise: up to one of some marks, or all of it."""
        name = self._names.get(part.lower(), part)
        if name not in self.changed and name not in self._contents:
            head = self.package.head(name)
            if any(mark in head for mark in until):
                return head
        return self.read(part)[0]

    def outlined(self, part: str, skip: Collection[bytes] = ()) -> tuple[Edits, Element]:
        """A part ready for changes: take `write` to make them.

        Raises:
            Refused: it cannot be read.
        """
        data = self.read(part)[0]
        known = self._outlines.get(part)
        if known is None or known[0] is not data or known[1] != skip:
            known = self._outlines[part] = (data, skip, outline(data, part, skip))
        return Edits(data), known[2]

    def write(self, part: str, edits: Edits) -> None:
        """Make changes to a part, in the encoding it has."""
        made = edits.made()
        if made != edits.data:
            self.put(part, encoded(made, self.read(part)[1]))

    def put(self, part: str, content: bytes | None) -> None:
        """Give a part new bytes, or take it out."""
        name = self._names.setdefault(part.lower(), part)
        self.changed[name] = content
        self._contents.pop(name, None)
        self._texts.pop(name, None)
        self._growing.pop(name, None)

    def free(self, pattern: str) -> str:
        """The first part name that is not taken, ``{}`` being a number from 1."""
        number = 1
        while pattern.format(number).lower() in self._names and pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    # Relationships.

    def links(self, source: str) -> tuple[Link, ...]:
        """The relationships of a part, or of the package if it is ``""``, that stay inside."""
        part = relations_part(source)
        if part not in self:
            return ()
        if source not in self._links:
            _, root = self.outlined(part)
            self._links[source] = tuple(
                Link(found["Id"], found["Type"].rpartition("/")[2], self._resolved(source, found["Target"]), element)
                for element in root.children
                if {"Id", "Type", "Target"} <= (found := element.attributes).keys()
                and found.get("TargetMode") != "External"
            )
        return self._links[source]

    def _resolved(self, source: str, target: str) -> str:
        path = self.package.resolve(source, target)
        return self._names.get(path.lower(), path)

    def linked(self, source: str, kind: str) -> str | None:
        """The first part of a kind that is there."""
        return next((link.part for link in self.links(source) if link.kind == kind and link.part in self), None)

    def link(self, source: str, kind: str, target: str) -> str:
        """Add a relationship and give its id; the kind is the last word of its type, or a whole type."""
        part = relations_part(source)
        if part not in self:
            self.add(part, NO_RELATIONS, RELATIONS_TYPE)
        growing = self._growing.get(part) or self._grown(part)
        number = len(growing.taken) + 1
        while f"rid{number}" in growing.taken:
            number += 1
        growing.taken.add(f"rid{number}")
        written = _path_from(source, target)
        named = quoted(kind) if "/" in kind else b"%b/%b" % (self.relation_types, kind.encode())
        growing.edits.append(
            growing.root,
            b'<%bRelationship Id="rId%d" Type="%b" Target="%b"/>'
            % (growing.root.prefix, number, named, quoted(written)),
        )
        self._links.pop(source, None)
        return f"rId{number}"

    def _grown(self, part: str) -> _Growing:
        edits, root = self.outlined(part)
        name = self._names[part.lower()]
        self._growing[name] = _Growing(edits, root, {child.get("Id").lower() for child in root.children})
        return self._growing[name]

    def _settle(self, name: str) -> None:
        """Write the relationships that were added to a part."""
        self.write(name, self._growing.pop(name).edits)

    def unlink(self, source: str, parts: set[str]) -> None:
        """Take out the relationships to some parts, and their part if none is left."""
        part = relations_part(source)
        if part not in self:
            return
        edits, root = self.outlined(part)
        gone = [link.element.start for link in self.links(source) if link.part in parts]
        for child in root.children:
            if child.start in gone:
                edits.remove(child.start, child.end)
        if gone and len(gone) == len(root.children):
            self.drop(part)
        elif gone:
            self.write(part, edits)
        self._links.pop(source, None)

    @property
    def relation_types(self) -> bytes:
        """How the types of relationships begin, and the namespace of their ids."""
        return (STRICT if self.strict else TRANSITIONAL).encode()

    # Content types.

    def add(self, part: str, content: bytes, media_type: str) -> None:
        """Add a part with its content type."""
        self.put(part, content)
        self._types.pop(part, None)  # so that parts are named in the order they were added
        self._types[part] = media_type

    def drop(self, part: str) -> None:
        """Take a part out with its content type and its relationships."""
        self.put(part, None)
        self._types[part] = None
        if relations_part(part) in self:
            self.drop(relations_part(part))

    def finished(self) -> Mapping[str, bytes | None]:
        """All changes, content types included: new parts are named there unless their extension says the same."""
        for name in tuple(self._growing):
            self._settle(name)
        edits, root = self.outlined(TYPES)
        gone = {f"/{part}".lower() for part in self._types}
        text = edits.data.decode("utf-8", "replace").lower()
        named = any(name in text for name in gone) or "&" in text  # mostly they are all new
        for child in root.every("Override") if named else ():
            if child.get("PartName").lower() in gone:
                edits.remove(child.start, child.end)
        said = {(c.get("Extension").lower(), c.get("ContentType")) for c in root.every("Default")}
        for part, media_type in self._types.items():
            if media_type is not None and (part.rpartition(".")[2].lower(), media_type) not in said:
                facts = (root.prefix, quoted(part), media_type.encode())
                edits.append(root, b'<%bOverride PartName="/%b" ContentType="%b"/>' % facts)
        self._types.clear()
        self.write(TYPES, edits)
        return self.changed

    # Sheets.

    def tabs(self) -> tuple[Tab, ...]:
        """The sheets in their order."""
        _, root = self.outlined(self.main)
        links = {link.id: link for link in self.links(self.main)}
        sheets = root.find("sheets")
        found = []
        for element in sheets.children if sheets else ():
            link = links.get(element.linked())
            part = link.part if link is not None and link.kind == "worksheet" and link.part in self else ""
            found.append(Tab(element.get("name"), element.get("state", "visible"), part, element))
        return tuple(found)


@lru_cache(maxsize=256)
def _path_from(source: str, target: str) -> str:
    """How a part names another one."""
    return posixpath.relpath(f"/{target}", posixpath.join("/", posixpath.dirname(source)))
