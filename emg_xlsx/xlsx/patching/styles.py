"""Formats appended to the table of styles, and taken off again while nobody else has changed it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from emg_xlsx.xlsx.patching.book import DECLARATION, Book
from emg_xlsx.xlsx.patching.edits import Edits, Element, counted
from emg_xlsx.xlsx.patching.order import LISTS, STYLES, put_child
from emg_xlsx.xlsx.patching.values import Highlight, Look

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
LINE = b"FFBFC7D1"
TEXT_FORMAT = 49
"""The number format "@": what is typed stays as it was typed."""
SMALLEST = (
    b'%b<styleSheet xmlns="%b"><fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    b'</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
    b'</fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1">'
    b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
UNDO = re.compile(r"styles ([0-9a-f]{8})( new|(?: \w+[:+]\d{1,6})*)")
KINDS = {"fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf", "dxfs": "dxf"}
NEW, MORE = ":", "+"
"""What a list was before: not there, or there."""


class Added(NamedTuple):
    """Where the new formats are: the number of each highlight and look, and how to take them off."""

    highlights: Mapping[str, int]
    looks: Mapping[str, int]
    undo: str


def add_formats(book: Book, highlights: Mapping[str, Highlight], looks: Mapping[str, Look]) -> Added:
    """Append a differential format for each highlight and a cell format for each look.

    Raises:
        Refused: the table of styles cannot be read.
    """
    part = book.linked(book.main, "styles")
    new = part is None
    if part is None:
        part = _new_part(book)
    edits, root = book.outlined(part, skip=LISTS)
    prefix = root.prefix
    first = {kind: counted(edits.data, root.find(kind), child) for kind, child in KINDS.items()}
    pieces: dict[str, dict[bytes, int]] = {kind: {} for kind in KINDS}
    numbers: dict[str, int] = {}
    for name, look in looks.items():
        used = {kind: first[kind] + _number(pieces[kind], piece) for kind, piece in _parts(look).items()}
        numbers[name] = first["cellXfs"] + _number(pieces["cellXfs"], _cell_format(look, used))
    marked = {
        name: first["dxfs"] + _number(pieces["dxfs"], _differential(highlight))
        for name, highlight in highlights.items()
    }
    undo = [_append(edits, root, kind, [_prefixed(piece, prefix) for piece in pieces[kind]]) for kind in KINDS]
    book.write(part, edits)
    checksum = f"{zlib.crc32(book.raw(part)):08x}"
    return Added(marked, numbers, " ".join(["styles", checksum, *(["new"] if new else filter(None, undo))]))


def remove_formats(book: Book, undo: str) -> None:
    """Take appended formats off, if the table is byte for byte as it was left; else they stay, unused."""
    part = book.linked(book.main, "styles")
    match = UNDO.fullmatch(undo)
    if part is None or match is None or f"{zlib.crc32(book.raw(part)):08x}" != match[1]:
        return
    if match[2] == " new":
        book.unlink(book.main, {part})
        book.drop(part)
        return
    edits, root = book.outlined(part)
    for kind, how, number in re.findall(r"(\w+)([:+])(\d+)", match[2]):
        element = root.find(kind)
        if element is not None:
            _shorten(edits, element, how, int(number))
    book.write(part, edits)


def _new_part(book: Book) -> str:
    folder = book.main.rpartition("/")[0]
    usual = f"{folder}/styles.xml".lstrip("/")  # the one name that every reader looks for
    part = book.free(usual.replace(".xml", "{}.xml")) if usual in book else usual
    book.add(part, SMALLEST % (DECLARATION, STRICT_MAIN if book.strict else MAIN), MEDIA_TYPE)
    book.link(book.main, "styles", part)
    return part


def _number(pieces: dict[bytes, int], piece: bytes) -> int:
    return pieces.setdefault(piece, len(pieces))


@lru_cache(maxsize=256)
def _parts(look: Look) -> Mapping[str, bytes]:
    """What a look has in each list; the looks of all copies are the same few."""
    return {"fonts": _font(look), "fills": _fill(look), "borders": _border(look)}


def _append(edits: Edits, root: Element, kind: str, pieces: Sequence[bytes]) -> str:
    """Put formats at the end of their list, and say how to take them off."""
    if not pieces:
        return ""
    element, number = root.find(kind), len(pieces)
    if element is None:
        name = root.prefix + kind.encode()
        put_child(edits, root, STYLES, b'<%b count="%d">%b</%b>' % (name, number, b"".join(pieces), name), kind)
        return f"{kind}{NEW}{number}"
    edits.append(element, b"".join(pieces))
    written = element.get("count")
    if written.isdecimal():
        edits.set(element, "count", int(written) + number)
    return f"{kind}{MORE}{number}"


def _shorten(edits: Edits, element: Element, how: str, number: int) -> None:
    """The opposite of `_append`."""
    if how == NEW:
        edits.remove(element.start, element.end)
        return
    written = element.get("count")
    if written.isdecimal():
        edits.set(element, "count", int(written) - number)
    if 0 < number <= len(element.children):
        edits.remove(element.children[-number].start, element.children[-1].end)


def _differential(highlight: Highlight) -> bytes:
    font = b'<font><color rgb="%b"/></font>' % _colour(highlight.font) if highlight.font else b""
    fill = _colour(highlight.fill)
    pattern = b'<fill><patternFill patternType="solid"><fgColor rgb="%b"/><bgColor rgb="%b"/></patternFill></fill>'
    return b"<dxf>%b%b</dxf>" % (font, pattern % (fill, fill))


def _font(look: Look) -> bytes:
    flags = (b"<b/>" if look.bold else b"") + (b"<i/>" if look.italic else b"") + (b"<u/>" if look.underline else b"")
    size = f"{look.size:g}".encode()
    return b'<font>%b<sz val="%b"/><color rgb="%b"/><name val="Calibri"/><family val="2"/></font>' % (
        flags, size, _colour(look.colour),
    )  # fmt: skip


def _fill(look: Look) -> bytes:
    if look.fill is None:
        return b'<fill><patternFill patternType="none"/></fill>'
    return (
        b'<fill><patternFill patternType="solid"><fgColor rgb="%b"/><bgColor indexed="64"/></patternFill></fill>'
        % _colour(look.fill)
    )


def _border(look: Look) -> bytes:
    sides = (b"left", b"right", b"top", b"bottom")
    if not look.border:
        return b"<border>%b<diagonal/></border>" % b"".join(b"<%b/>" % side for side in sides)
    line = b'<%b style="thin"><color rgb="' + LINE + b'"/></%b>'
    return b"<border>%b<diagonal/></border>" % b"".join(line % (side, side) for side in sides)


def _cell_format(look: Look, used: Mapping[str, int]) -> bytes:
    """Where somebody may write, it stays as typed; elsewhere text that looks like a formula is still no formula."""
    numbers = (used["fonts"], used["fills"], used["borders"])
    kind = b'numFmtId="0" quotePrefix="1"' if look.locked else b'numFmtId="%d" applyNumberFormat="1"' % TEXT_FORMAT
    wrap = b' wrapText="1"' if look.wrap else b""
    protection = b"" if look.locked else b'<protection locked="0"/>'
    return (
        b'<xf %b fontId="%d" fillId="%d" borderId="%d" xfId="0" applyFont="1" applyFill="1" applyBorder="1" '
        b'applyAlignment="1"%b><alignment vertical="top"%b/>%b</xf>'
        % (kind, *numbers, b' applyProtection="1"' if protection else b"", wrap, protection)
    )


def _colour(written: str) -> bytes:
    """``#RRGGBB`` as the format has it.

    Raises:
        ValueError: it is something else.
    """
    if not re.fullmatch("#?[0-9A-Fa-f]{6}", written):
        raise ValueError(written)
    return b"FF" + written.removeprefix("#").upper().encode()


def _prefixed(piece: bytes, prefix: bytes) -> bytes:
    """Our own markup with the prefix of the part it goes into."""
    return re.sub(rb"<(/?)(?=\w)", lambda match: b"<" + match[1] + prefix, piece) if prefix else piece
