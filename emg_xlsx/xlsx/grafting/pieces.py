"""Elements taken out of one part so that they mean the same in another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from emg_xlsx.xlsx.patching.edits import Element, unreadable

TAGS = re.compile(rb"<[^<>]*>")
PREFIXED = re.compile(rb"[<\s/]([A-Za-z_][\w.-]*):[A-Za-z_]")
NUMBER = re.compile(r"\d{1,9}", re.ASCII)
OTHER_BOOK = re.compile(r"(?<![\w\]])\[(\d{1,9})\](?![\s\],:)])", re.ASCII)
"""How a formula leads to another workbook, by its place in the list of them; columns of tables look alike."""


class Surroundings:
    """What the root of a part says about the prefixes in it.

    Args:
        root: the part's outermost element.
    """

    __slots__ = ("_ignorable", "_named", "prefix")

    def __init__(self, root: Element) -> None:
        self.prefix = root.prefix
        self._named = {
            name.partition(":")[2].encode(): value for name, value in root.attributes.items() if name[:6] == "xmlns:"
        }
        words = b"|".join(re.escape(word.encode()) for word in root.linked("Ignorable").split())
        self._ignorable = re.compile(rb"\s(?:%b):[\w.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*')" % words) if words else None

    def taken_out(self, raw: bytes) -> bytes:
        """An element without the part's own prefix, which declares the other ones it uses.

        Attributes that programs may ignore are left out: another part need not say that they may.
        """
        piece = raw
        if self.prefix:
            piece = re.sub(rb"<(/?)" + re.escape(self.prefix), rb"<\1", piece)
        ignorable = self._ignorable
        if ignorable is not None:
            piece = TAGS.sub(lambda tag: ignorable.sub(b"", tag[0]), piece)
        used = dict.fromkeys(name for tag in TAGS.findall(piece) for name in PREFIXED.findall(tag))
        said = b"".join(
            b' xmlns:%b="%b"' % (name, self._named[name].replace("&", "&amp;").replace('"', "&quot;").encode())
            for name in used
            if name in self._named and b"xmlns:" + name + b"=" not in piece
        )
        start = re.match(rb"<[^\s/>]+", piece)
        return piece[: start.end()] + said + piece[start.end() :] if start and said else piece


def prefixed(piece: bytes, prefix: bytes) -> bytes:
    """A piece without a prefix for a part that has one."""
    return re.sub(rb"<(/?)(?=\w)(?![\w.-]+:)", rb"<\1" + prefix, piece) if prefix else piece


def number(text: str) -> int | None:
    """A number as an attribute has it, None for anything else."""
    return int(text) if NUMBER.fullmatch(text) else None


def leads_astray(formula: str, books: int) -> bool:
    """Whether a formula leads to another workbook than the first so many."""
    return any(int(found) > books for found in OTHER_BOOK.findall(formula))


def spans(data: bytes, name: bytes, part: str) -> Iterator[tuple[int, int]]:
    """Where elements of a name stand that do not hold each other, in one pass.

    Raises:
        Refused: one of them is not closed.
    """
    close = b"</" + name
    at = 0
    for match in re.finditer(rb"<" + re.escape(name) + rb"(?=[\s/>])[^<>]*>", data):
        if match.start() < at:
            continue
        if match[0].endswith(b"/>"):
            at = match.end()
        else:
            found = data.find(close, match.end())
            end = data.find(b">", found) + 1 if found >= 0 else 0
            if end <= 0:
                raise unreadable(part)
            at = end
        yield match.start(), at
