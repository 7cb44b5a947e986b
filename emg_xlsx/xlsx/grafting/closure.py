"""The parts that belong to a sheet: what its relationships lead to, and what theirs do."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from emg_xlsx.xlsx.parsing import BLANKS, feed, new_parser
from emg_xlsx.xlsx.patching.book import RELATIONS_TYPE, TYPES, Book, Link
from emg_xlsx.xlsx.patching.edits import unreadable
from emg_xlsx.xlsx.patching.escaping import quoted
from emg_xlsx.xlsx.refusal import Refused
from emg_xlsx.xlsx.relations import relations_part

UNKNOWN_TYPE = "application/octet-stream"
MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
NUMBERED = re.compile(r"(.*?)(\d{0,9})(\.[^./]*)?", re.DOTALL)


def reached(book: Book, part: str, apart: Collection[str] = ()) -> dict[str, str]:
    """A part and all that it needs, each with the kind of the relationship that leads to it, nearest first.

    Args:
        book: the workbook.
        part: where to begin.
        apart: parts that belong to the workbook and are never followed.

    Raises:
        Refused: relationships cannot be read, or lead to nothing.
    """
    found = {part: ""}
    waiting = [part]
    for source in waiting:
        for link in _links(book, source):
            if link.part not in book and link.kind != "hyperlink":  # that one leads into a sheet
                raise Refused("part-missing", {"part": link.part})
            if link.part in book and link.part not in found and link.part not in apart:
                found[link.part] = link.kind
                waiting.append(link.part)
    return found


def _links(book: Book, source: str) -> Sequence[Link]:
    """The relationships of a part, all of which can be read."""
    links, part = book.links(source), relations_part(source)
    if part in book:
        _, root = book.outlined(part)
        if len(links) != sum(child.get("TargetMode") != "External" for child in root.children):
            raise unreadable(part, "relationships")
    return links


def check(book: Book, part: str) -> None:
    """Refuse a part, or its relationships, that is no XML: programs would not open the workbook it is put into.

    Raises:
        Refused: it is none; parts that are something else by their names are left alone.
    """
    for name in (part, relations_part(part)):
        if name.endswith((".xml", ".rels")) and name in book:
            for _ in feed(new_parser(name, prefixes=True), book.package, name, [book.raw(name)]):
                pass


def trimmed(content: bytes) -> bytes:
    """A part without blanks before its XML: some writers put an empty line there, which programs do not open."""
    start = content.lstrip(BLANKS)
    return start if start.startswith(b"<") else content


def own_parts(book: Book) -> frozenset[str]:
    """Parts that belong to the workbook, not to one of its sheets; pivot data belong to both."""
    links = (link for link in book.links(book.main) if link.kind != "pivotCacheDefinition")
    return frozenset({book.main, *(link.part for link in links)})


def media_types(book: Book) -> Mapping[str, str]:
    """The content type of every part.

    Raises:
        Refused: they cannot be read.
    """
    _, root = book.outlined(TYPES)
    by_part = {child.get("PartName").lstrip("/").lower(): child.get("ContentType") for child in root.every("Override")}
    by_ending = {child.get("Extension").lower(): child.get("ContentType") for child in root.every("Default")}
    said = {
        name: by_part.get(name.lower()) or by_ending.get(name.rpartition(".")[2].lower()) or ""
        for name in book.package.names
    }
    return {name: kind if MEDIA_TYPE.fullmatch(kind) else UNKNOWN_TYPE for name, kind in said.items()}


def free_part(book: Book, wished: str, taken: Collection[str] = ()) -> str:
    """A part's own name, or the next one with another number if it is taken."""
    folder, name = posixpath.split(wished)
    match = NUMBERED.fullmatch(name)
    stem, ending = (match[1], match[3] or "") if match else (name, "")
    return next(
        candidate
        for candidate in _candidates(wished, posixpath.join(folder, stem), ending)
        if candidate not in book and candidate.lower() not in taken and relations_part(candidate) not in book
    )


def _candidates(wished: str, stem: str, ending: str) -> Iterator[str]:
    yield wished
    number = 1
    while True:
        yield f"{stem}{number}{ending}"
        number += 1


def copy_relations(old: Book, new: Book, part: str, names: Mapping[str, str]) -> None:
    """Give a part that was copied its relationships, which lead to the new names of their parts.

    Args:
        old, new: the workbooks.
        part: its name in the old one.
        names: new names of parts by their old ones.

    Raises:
        Refused: they cannot be read.
    """
    source = relations_part(part)
    if source not in old:
        return
    content = trimmed(old.raw(source))
    moved = [link for link in old.links(part) if names.get(link.part, link.part) != link.part]
    if moved:
        edits, _ = old.outlined(source)
        folder = posixpath.join("/", posixpath.dirname(part))
        for link in moved:
            target = posixpath.relpath(f"/{names[link.part]}", folder)
            edits.set(link.element, "Target", quoted(target).decode())
        content = trimmed(edits.made())
    new.add(relations_part(names[part]), content, RELATIONS_TYPE)
