"""XML parts changed by bytes put in at offsets, so that everything else in them stays as it was written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from html import unescape
from operator import itemgetter

from emg_xlsx.xlsx.parsing import DOCTYPE
from emg_xlsx.xlsx.refusal import Refused

TAG = re.compile(
    rb"[^<]*+(<)(?:!--.*?-->|!\[CDATA\[.*?\]\]>|\?.*?\?>"
    rb"|(/?)([A-Za-z_\x80-\xff][^\s/>\"'<=]*+)"
    rb"([^>\"'<]*+(?:\"[^\"<]*+\"[^>\"'<]*+|'[^'<]*+'[^>\"'<]*+)*+)>)",
    re.DOTALL,
)
"""Text, then a comment, CDATA, an instruction or a tag with its slash, name and the rest.

It is possessive, so that it never goes back.
"""
ATTRIBUTE = re.compile(rb"([^\s=\"'/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
ATTRIBUTE_TEXT = re.compile(ATTRIBUTE.pattern.decode())
OPENED = b" >"
REOPENED = re.compile(rb"<([A-Za-z_][\w.:-]*)([^<>]*)></\1 >")
UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
UTF8_MARK = b"\xef\xbb\xbf"
DEPTH = 100


@dataclass(slots=True, eq=False)
class Element:
    """An element by its offsets; the bytes between ``inner`` and ``close`` are its content.

    Attributes:
        name: as written, with its prefix.
        raw: the attributes as written.
        start, inner, close, end: offsets of the opening tag, of the content, of the closing tag, and after it.
        empty: whether it closes itself; then ``inner``, ``close`` and ``end`` are the same.
        children: elements right inside it, none if it was skipped.
        skipped: whether its inside was not looked at.
    """

    name: bytes
    raw: bytes
    start: int
    inner: int
    close: int = 0
    end: int = 0
    empty: bool = False
    children: list[Element] = field(default_factory=list)
    skipped: bool = False
    _attributes: dict[str, str] | None = None

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(b":")[2].decode("utf-8", "replace")

    @property
    def prefix(self) -> bytes:
        """What stands before the name, colon included; empty if nothing does."""
        return self.name[: self.name.rfind(b":") + 1]

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes by their names as written, references resolved."""
        if self._attributes is None:
            text = self.raw.decode("utf-8", "replace")
            found = {name: value or other for name, value, other in ATTRIBUTE_TEXT.findall(text)}
            self._attributes = {name: unescape(value) for name, value in found.items()} if "&" in text else found
        return self._attributes

    def get(self, name: str, default: str = "") -> str:
        """An attribute, whatever prefix it has in the file, if its name has none."""
        return self.attributes.get(name, default)

    def linked(self, name: str = "id") -> str:
        """An attribute that has a prefix of any kind, such as ``r:id``."""
        return next((v for k, v in self.attributes.items() if ":" in k and k.rpartition(":")[2] == name), "")

    def find(self, local: str) -> Element | None:
        """The first child of a name."""
        plain = local.encode()
        for child in self.children:
            if child.name == plain or (child.name.endswith(plain) and child.local == local):
                return child
        return None

    def every(self, local: str) -> list[Element]:
        """The children of a name."""
        plain, prefixed = local.encode(), f":{local}".encode()
        return [child for child in self.children if child.name == plain or child.name.endswith(prefixed)]

    def walk(self) -> Iterator[Element]:
        """Everything inside it, in order."""
        for child in self.children:
            yield child
            yield from child.walk()


def outline(data: bytes, part: str, skip: Collection[bytes] = ()) -> Element:
    """The root of a part.

    Args:
        data: content in an encoding whose first 128 characters are those of ASCII.
        part: its name, for refusals.
        skip: local names of elements whose inside is not looked at, for speed.

    Raises:
        Refused: ``doctype``, ``too-deep``, or ``part-unreadable`` if tags are missing or do not fit.
    """
    open_elements: list[Element] = []
    root: Element | None = None
    at = 0
    while match := TAG.match(data, at):
        at = match.end()
        slash, name, raw = match.group(2, 3, 4)
        if name is None:
            continue
        found = match.start(1)
        if slash:
            if not open_elements or open_elements[-1].name != name:
                raise unreadable(part)
            element = open_elements.pop()
            element.close, element.end = found, at
            continue
        empty = raw.endswith(b"/")
        element = Element(name, raw[:-1] if empty else raw, found, at, at, at, empty)
        if open_elements:
            open_elements[-1].children.append(element)
        elif root is None:
            root = element
        else:
            raise unreadable(part)
        if not empty:
            open_elements.append(element)
            if len(open_elements) > DEPTH:
                raise Refused("too-deep", {"part": part, "limit": DEPTH})
            if skip and name.rpartition(b":")[2] in skip:
                at = _skipped(data, element)
    rest = data.find(b"<", at)
    if rest >= 0:
        raise Refused("doctype", {"part": part}) if data.startswith(DOCTYPE, rest) else unreadable(part)
    if root is None or open_elements:
        raise unreadable(part)
    return root


def unreadable(part: str, reason: str = "tags") -> Refused:
    """The refusal of a part whose tags do not fit."""
    return Refused("part-unreadable", {"part": part, "reason": reason})


def counted(data: bytes, element: Element | None, local: str) -> int:
    """How many children of a name an element has, also if it was skipped; they must not hold others of that name."""
    if element is None:
        return 0
    if not element.skipped:
        return len(element.every(local))
    tag, number = b"<" + element.prefix + local.encode(), 0
    most = data.count(tag, element.inner, element.close)  # with those whose names only begin so
    for end in (b" ", b">", b"/", b"\n", b"\r", b"\t"):
        if number < most:
            number += data.count(tag + end, element.inner, element.close)
    return number


def _skipped(data: bytes, element: Element) -> int:
    """Where to go on: at the closing tag if all between is plain, so that no comment could hide another one."""
    close = data.find(b"</" + element.name, element.inner)
    # One character alone is looked for much faster, and is mostly not there.
    plain = data.find(b"!", element.inner, close) < 0 or data.find(b"<!", element.inner, close) < 0
    element.skipped = close >= 0 and plain
    return close if element.skipped else element.inner


class Edits:
    """Changes to one part, kept by offset until they are made; those at one offset stay in their order."""

    __slots__ = ("_appended", "_changes", "data")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._changes: list[tuple[int, int, bytes]] = []
        self._appended: dict[Element, list[bytes]] = {}

    def insert(self, at: int, piece: bytes) -> None:
        """Put bytes in."""
        self._changes.append((at, at, piece))

    def remove(self, start: int, end: int) -> None:
        """Take bytes out."""
        self._changes.append((start, end, b""))

    def replace(self, start: int, end: int, piece: bytes) -> None:
        """Put bytes in the place of others."""
        self._changes.append((start, end, piece))

    def append(self, element: Element, piece: bytes) -> None:
        """Put bytes at the end of an element's content, opening it if it closes itself.

        Its closing tag then gets a blank, which says that it is to close itself again when nothing is left inside.
        """
        self._appended.setdefault(element, []).append(piece)

    def set(self, element: Element, name: str, value: str | int) -> None:
        """Give an attribute a value that needs no escapes, adding it if it is not there."""
        begin = element.start + 1 + len(element.name)
        for match in ATTRIBUTE.finditer(element.raw):
            if match[1] == name.encode():
                group = 2 if match[2] is not None else 3
                span = match.span(group)
                self._changes.append((begin + span[0], begin + span[1], str(value).encode()))
                return
        self.insert(begin, f' {name}="{value}"'.encode())

    def unset(self, element: Element, name: str) -> None:
        """Take an attribute out with the blank before it."""
        begin = element.start + 1 + len(element.name)
        for match in ATTRIBUTE.finditer(element.raw):
            if match[1] == name.encode():
                self.remove(begin + max(match.start() - 1, 0), begin + match.end())

    def made(self) -> bytes:
        """The part with all changes."""
        changes = list(self._changes)
        for element, pieces in self._appended.items():
            piece = b"".join(pieces)
            if element.empty:
                changes.append((element.end - 2, element.end, b">" + piece + b"</" + element.name + OPENED))
            else:
                changes.append((element.close, element.close, piece))
        out: list[bytes] = []
        at = 0
        for start, end, piece in sorted(changes, key=itemgetter(0, 1)):
            if start < at:  # inside what another change took out
                continue
            out += (self.data[at:start], piece)
            at = end
        made = b"".join((*out, self.data[at:]))
        removed = any(end > start and not piece for start, end, piece in changes)
        return REOPENED.sub(rb"<\1\2/>", made) if removed and OPENED in made else made


def decoded(data: bytes, part: str) -> tuple[bytes, str]:
    """A part with ASCII for ASCII, and the encoding to give it back in; empty if its bytes are left as they are.

    Raises:
        Refused: the encoding is one that this cannot do without loss.
    """
    encoding = UTF16.get(data[:2], "")
    if not encoding:
        if data.startswith(b"<") and data.find(b"\0", 0, 64) < 0:
            return data, ""
        if b"\0" in data[:64] or not data[:64].removeprefix(UTF8_MARK).lstrip().startswith(b"<"):
            raise unreadable(part, "encoding")
        return data, ""
    try:
        return data.decode(encoding).encode(), encoding
    except UnicodeError as error:
        raise unreadable(part, "encoding") from error


def encoded(data: bytes, encoding: str) -> bytes:
    """The opposite of `decoded`."""
    return data.decode().encode(encoding) if encoding else data
