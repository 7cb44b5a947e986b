"""XML parts read as a stream: no document types, no depths, no more time than allowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NoReturn
from xml.parsers.expat import ErrorString, ExpatError, ParserCreate, XMLParserType

from emg_xlsx.xlsx.package import XML_ENDINGS, Package
from emg_xlsx.xlsx.refusal import Refused
from emg_xlsx.xlsx.remembered import remembering

BLANKS = b" \t\r\n"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
DOCTYPE = b"<!DOCTYPE"
REMEMBERED = 65_536
"""Bytes of the largest part whose tags are remembered."""

Event = tuple[str, dict[str, str] | None, str]
"""One tag: the element's name without prefix, the attributes of an opening tag (None for a closing one), and for a
closing tag the text between it and the tag before. What a prefix stands for makes no difference: strict and
transitional workbooks have the same elements in different namespaces.
"""


def new_parser(part: str, *, prefixes: bool = False) -> XMLParserType:
    """A parser that gives text in few pieces and refuses any document type; if asked, also unknown prefixes."""

    def refuse(*_: object) -> NoReturn:
        raise Refused("doctype", {"part": part})

    parser = ParserCreate(namespace_separator=" " if prefixes else None)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    return parser


def feed(parser: XMLParserType, package: Package, part: str, chunks: Iterable[bytes] | None = None) -> Iterator[None]:
    """Give a part to a parser, a pause after each piece.

    Args:
        parser: with its handlers set.
        package: the workbook.
        part: the part's name.
        chunks: the part's content where it was taken out of the package before.

    Raises:
        Refused: the part is missing, damaged, no XML, or a limit was passed.
    """
    for chunk in _without_leading_blanks(package.chunks(part) if chunks is None else chunks):
        _parse(parser, chunk, part)
        package.meter.check_time()
        yield
    _parse(parser, b"", part, final=True)
    yield


def events(package: Package, part: str, chunks: Iterable[bytes] | None = None) -> Iterator[Event]:
    """The tags of a small part, in their order; the arguments are those of `feed`.

    Raises:
        Refused: as for `feed`, or the elements lie too deep.
    """
    limit = package.meter.limits.depth
    if chunks is None:
        content = package.content(part, REMEMBERED)
        known = _known_events(content, limit) if content is not None else None
        if known is not None:
            package.meter.check_time()
            yield from known
            return
        chunks = None if content is None else [content]
    parser = new_parser(part)
    found = _collecting(parser, limit, part)
    for _ in feed(parser, package, part, chunks):
        yield from found
        found.clear()


@remembering(64)
def _known_events(content: bytes, limit: int) -> tuple[Event, ...] | None:
    """The tags of a part that many files have, None if anything is wrong with it; nobody changes their attributes."""
    parser = new_parser("")
    found = _collecting(parser, limit, "")
    try:
        for chunk in _without_leading_blanks([content]):
            _parse(parser, chunk, "")
        _parse(parser, b"", "", final=True)
    except Refused:
        return None
    return tuple(found)


def _collecting(parser: XMLParserType, limit: int, part: str) -> list[Event]:
    """Have a parser put tags into a list, and refuse those that lie too deep."""
    found: list[Event] = []
    text: list[str] = []
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limit:
            raise too_deep(limit, part)
        text.clear()
        found.append((name.rpartition(":")[2], attributes, ""))

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        found.append((name.rpartition(":")[2], None, "".join(text)))
        text.clear()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text.append
    return found


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def attribute(attributes: dict[str, str], name: str) -> str:
    """An attribute that has a prefix of any kind, such as ``r:id``; empty if it is not there."""
    return next((value for key, value in attributes.items() if ":" in key and local(key) == name), "")


def is_true(text: str | None) -> bool:
    """Whether an attribute says yes."""
    return text in ("1", "true", "on")


def too_deep(limit: int, part: str) -> Refused:
    """The refusal of elements inside elements inside elements."""
    return Refused("too-deep", {"part": part, "limit": limit})


def refuse_doctypes(package: Package) -> None:
    """Refuse a document type in any part, also in those that are not read.

    It can stand only before the first element, so the beginning of each part tells.
    """
    for part in package.names:
        if part.lower().endswith(XML_ENDINGS):
            head = package.head(part)
            if DOCTYPE in head.replace(b"\0", b""):
                _parse_prolog(head, part)


def _parse_prolog(head: bytes, part: str) -> None:
    """Let the parser decide whether it is one, and no comment or text about one."""
    try:
        _parse(new_parser(part), next(_without_leading_blanks([head]), b""), part)
    except Refused as refusal:
        if refusal.code == "doctype":
            raise


def _parse(parser: XMLParserType, chunk: bytes, part: str, *, final: bool = False) -> None:
    try:
        parser.Parse(chunk, final)
    except ExpatError as error:
        facts: dict[str, str | int] = {"part": part, "reason": ErrorString(error.code) or "", "line": error.lineno}
        raise Refused("part-unreadable", facts) from error
    except (LookupError, ValueError) as error:  # an encoding that Python does not have, or not byte by byte
        raise Refused("part-unreadable", {"part": part, "reason": "encoding"}) from error


def _without_leading_blanks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Some writers begin with an empty line, which XML allows only if no declaration follows."""
    begun = False
    for chunk in chunks:
        piece = chunk if begun else chunk.removeprefix(BYTE_ORDER_MARK).lstrip(BLANKS)
        begun = begun or bool(piece)
        if piece:
            yield piece
