"""The parts of sheets copied from one workbook to another under names that are free there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from emg_xlsx.xlsx.grafting.closure import copy_relations, free_part, media_types, own_parts, reached, trimmed
from emg_xlsx.xlsx.grafting.formats import Formats
from emg_xlsx.xlsx.grafting.pieces import OTHER_BOOK, number
from emg_xlsx.xlsx.grafting.sheets import Carrier
from emg_xlsx.xlsx.grafting.strings import Strings
from emg_xlsx.xlsx.grafting.tabs import Sheet
from emg_xlsx.xlsx.grafting.values import Loss
from emg_xlsx.xlsx.patching.book import Book
from emg_xlsx.xlsx.patching.edits import encoded, outline
from emg_xlsx.xlsx.patching.escaping import quoted

PIVOT = frozenset({"pivotTable", "pivotCacheDefinition"})
ALWAYS = frozenset({"person", "FeaturePropertyBag"})
"""Parts of the workbook that sheets and formats refer to without a relationship."""
RESULTS = frozenset(
    {
        "sheetMetadata",
        "rdArray",
        "rdRichValue",
        "rdRichValueStructure",
        "rdRichValueTypes",
        "rdRichValueWebImage",
        "rdSupportingPropertyBag",
        "rdSupportingPropertyBagStructure",
        "richValueRel",
    }
)
"""The same for cells: what they say about spilled results and pictures in them."""
WITH_RESULTS = re.compile(rb"<(?:[\w.-]+:)?c\s[^<>]*?\s?(?:cm|vm)\s*=")


class Transfer:
    """Sheets on their way from one workbook to another.

    Args:
        target, source: the new and the old workbook.
        sheets: what is carried over; all of it can be read.

    Attributes:
        links: parts of links to other workbooks, in their order.
        lost: what of the sheets stays behind.

    Raises:
        Refused: a table of styles cannot be read.
    """

    def __init__(self, target: Book, source: Book, sheets: Sequence[Sheet]) -> None:
        self._target, self._source, self._sheets = target, source, sheets
        self._types = media_types(source)
        self._apart = own_parts(source)
        self._reached = [reached(source, sheet.part, self._apart) for sheet in sheets]
        self._names: dict[str, str] = {}
        for found in self._reached:
            self._name(found)
        self._tables = _tables(target)
        self._caches = self._numbered_caches()
        self.lost: list[Loss] = []
        self.links = self._links()

    @property
    def caches(self) -> Mapping[str, int]:
        """The numbers of pivot data by their new parts."""
        return {self._names[part]: known for part, known in self._caches.items()}

    def sheets(self) -> list[tuple[Sheet, str]]:
        """Copy all parts, and give each sheet with the part it has now.

        Raises:
            Refused: the strings of the old workbook cannot be read.
        """
        formats = Formats(self._target, self._source)
        carrier = Carrier(formats, Strings(self._source), metadata=self._results(), books=len(self.links))
        done: set[str] = set()
        for sheet, found in zip(self._sheets, self._reached, strict=True):
            for part, kind in found.items():
                if part not in done:
                    done.add(part)
                    self._copy(part, self._content(carrier, sheet, part, kind))
        formats.write()
        self._once(ALWAYS)
        return [(sheet, self._names[sheet.part]) for sheet in self._sheets]

    def _links(self) -> list[str]:
        """Copy the links to other workbooks if something may use one, and give their parts in their order.

        Where the new workbook has links of its own, their numbers mean those: none is copied.
        """
        if self._target.linked(self._target.main, "externalLink"):
            return []
        _, root = self._source.outlined(self._source.main)
        listed = root.find("externalReferences")
        by_id = {link.id: link.part for link in self._source.links(self._source.main) if link.part in self._source}
        parts = [by_id.get(child.linked(), "") for child in (listed.children if listed else ())]
        names = root.find("definedNames")
        data = self._source.read(self._source.main)[0]
        written = [self._source.raw(part) for found in self._reached for part in found if part.endswith(".xml")]
        written.append(data[names.start : names.end] if names else b"")
        if not all(parts) or not any(OTHER_BOOK.search(data.decode("utf-8", "replace")) for data in written):
            return []
        self._all(parts)
        return [self._names[part] for part in parts]

    def _name(self, parts: Mapping[str, str]) -> None:
        taken = {name.lower() for name in self._names.values()}
        for part in parts:
            if part not in self._names:
                self._names[part] = free_part(self._target, part, taken)
                taken.add(self._names[part].lower())

    def _copy(self, part: str, content: bytes) -> None:
        self._target.add(self._names[part], trimmed(content), self._types.get(part, ""))
        copy_relations(self._source, self._target, part, self._names)

    def _all(self, parts: Sequence[str]) -> None:
        """Copy parts of the workbook with all that they need, as they are."""
        for part in parts:
            found = {name: kind for name, kind in reached(self._source, part).items() if name not in self._names}
            self._name(found)
            for name in found:
                self._copy(name, self._source.raw(name))

    def _once(self, kinds: frozenset[str]) -> None:
        """Copy parts of the workbook that the new one has none of."""
        have = {link.kind for link in self._target.links(self._target.main)}
        for link in self._source.links(self._source.main):
            if link.kind in kinds and link.kind not in have and link.part in self._source:
                have.add(link.kind)
                self._all([link.part])
                self._target.link(self._target.main, link.element.get("Type"), self._names[link.part])

    def _results(self) -> bool:
        """Whether what cells say about their results comes along; where it is needed and cannot, it is told."""
        using = [s for s in self._sheets if WITH_RESULTS.search(self._source.raw(s.part))]
        if not using:
            return True
        theirs = self._source.linked(self._source.main, "sheetMetadata")
        if theirs is None or self._target.linked(self._target.main, "sheetMetadata") is not None:
            self.lost += [Loss(sheet.name, "results") for sheet in using]
            return False
        self._once(RESULTS)
        return True

    def _content(self, carrier: Carrier, sheet: Sheet, part: str, kind: str) -> bytes:
        """A part as the new workbook needs it; most are as they were."""
        if kind and kind != "table" and kind not in PIVOT:
            return self._source.raw(part)
        before, encoding = self._source.read(part)
        if kind == "table":
            after = carrier.table(before, part, self._unlike_others(sheet, before, part))
        elif kind:
            after = carrier.pivot(before, part, self._cache_number(part))
        else:
            after, untied = carrier.sheet(before, part)
            if untied:
                self.lost.append(Loss(sheet.name, "external"))
        return self._source.raw(part) if after == before else encoded(after, encoding)

    def _unlike_others(self, sheet: Sheet, data: bytes, part: str) -> dict[str, str]:
        """What has to change so that no two tables have a number or a name in common."""
        root = outline(data, part)
        numbers, names = self._tables
        changes = {}
        known = number(root.get("id")) or 0
        if not known or known in numbers:
            known = max(numbers, default=0) + 1
            changes["id"] = str(known)
        numbers.add(known)
        wished = root.get("displayName")
        name, more = wished, 1
        while name.casefold() in names:
            more += 1
            name = f"{wished}_{more}"
        names.add(name.casefold())
        if name != wished:
            changes |= dict.fromkeys(("name", "displayName"), quoted(name).decode())
            self.lost.append(Loss(sheet.name, "table-renamed", {"name": wished, "new": name}))
        return changes

    def _numbered_caches(self) -> dict[str, int]:
        """A number for each part of pivot data; each keeps its own if nobody has it."""
        taken = set(_cache_numbers(self._target).values())
        before = _cache_numbers(self._source)
        found: dict[str, int] = {}
        kinds = {part: kind for parts in self._reached for part, kind in parts.items()}
        for part in (part for part, kind in kinds.items() if kind == "pivotCacheDefinition"):
            wished = before.get(part)
            found[part] = wished if wished is not None and wished not in taken else max(taken, default=0) + 1
            taken.add(found[part])
        return found

    def _cache_number(self, part: str) -> dict[str, str]:
        cache = self._source.linked(part, "pivotCacheDefinition")
        known = self._caches.get(cache) if cache else None
        return {} if known is None else {"cacheId": str(known)}


def _cache_numbers(book: Book) -> dict[str, int]:
    """The numbers of pivot data by part."""
    _, root = book.outlined(book.main)
    parts = {link.id: link.part for link in book.links(book.main)}
    listed = root.find("pivotCaches")
    pairs = [(parts.get(c.linked()), number(c.get("cacheId"))) for c in (listed.children if listed else ())]
    return {part: known for part, known in pairs if part is not None and known is not None}


def _tables(book: Book) -> tuple[set[int], set[str]]:
    """Numbers and names of all tables, and the names that they must not have."""
    parts = [part for part, kind in media_types(book).items() if kind.endswith(".table+xml")]
    roots = [outline(book.read(part)[0], part) for part in parts]
    _, main = book.outlined(book.main)
    names = main.find("definedNames")
    return (
        {number(root.get("id")) or 0 for root in roots},
        {root.get("displayName").casefold() for root in roots}
        | {child.get("name").casefold() for child in (names.children if names else ())},
    )
