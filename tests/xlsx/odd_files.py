"""Workbooks made by hand, part by part: as many programs write them, and as nobody should.

Everything is deterministic: the same call gives the same bytes.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from io import BytesIO

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
THREADED = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'

CONTENT_TYPES = "[Content_Types].xml"
TOP = "_rels/.rels"
MAIN = "xl/workbook.xml"
VISIBLE = "visible"
MAIN_RELATIONS = "xl/_rels/workbook.xml.rels"
SHEET = "xl/worksheets/sheet1.xml"
SHEET_RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
COMMENTS = "xl/comments1.xml"
THREADS = "xl/threadedComments/threadedComment1.xml"
CORE = "docProps/core.xml"
CUSTOM = "docProps/custom.xml"

Parts = dict[str, bytes]

FORMATS = ("General", "0.00", "mmm-yy", "d mmm yyyy", "[h]:mm")
"""Number formats of the styles 0 to 4 of `styles`."""


def relations(links: Iterable[tuple[str, str]], kind: str = RELATIONS) -> bytes:
    """A relationships part: (last word of the type or a whole type, target) each; the ids are rId1, rId2 and so on."""
    tags = "".join(
        f'<Relationship Id="rId{number}" Type="{word if "://" in word else f"{kind}/{word}"}" Target="{target}"/>'
        for number, (word, target) in enumerate(links, start=1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE_RELATIONS}">{tags}</Relationships>'.encode()


def worksheet(rows: str, before: str = "", after: str = "", namespace: str = TRANSITIONAL) -> bytes:
    """A worksheet part with these rows, and what stands before and after the table."""
    return (
        f'{DECLARATION}<worksheet xmlns="{namespace}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    ).encode()


def strings(*texts: str) -> bytes:
    """A table of strings; each text is the inside of an ``si`` element, or plain text that becomes its ``t``."""
    items = "".join(f"<si>{text if text.startswith('<') else f'<t>{text}</t>'}</si>" for text in texts)
    count = len(texts)
    return f'{DECLARATION}<sst xmlns="{TRANSITIONAL}" count="{count}" uniqueCount="{count}">{items}</sst>'.encode()


def styles() -> bytes:
    """A styles part whose cell styles 0 to 4 have the formats of `FORMATS`."""
    own = "".join(
        f'<numFmt numFmtId="{164 + index}" formatCode="{code}"/>' for index, code in enumerate(FORMATS) if index > 2
    )
    numbers = (0, 2, 17, 167, 168)
    formats = "".join(f'<xf numFmtId="{number}" xfId="0"><alignment wrapText="1"/></xf>' for number in numbers)
    return (
        f'{DECLARATION}<styleSheet xmlns="{TRANSITIONAL}"><numFmts count="2">{own}</numFmts>'
        f'<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="5">{formats}</cellXfs>'
        f'<dxfs count="1"><dxf><numFmt numFmtId="164" formatCode="yyyy"/></dxf></dxfs></styleSheet>'
    ).encode()


def workbook(sheets: Iterable[tuple[str, str]] = (("Data", ""),), properties: str = "") -> bytes:
    """The main part: (name, state or nothing) of each sheet; the sheets have the ids rId1, rId2 and so on."""
    tabs = "".join(
        f'<sheet name="{name}" sheetId="{number}" state="{state or VISIBLE}" r:id="rId{number}"/>'
        for number, (name, state) in enumerate(sheets, start=1)
    )
    return (
        f'{DECLARATION}<workbook xmlns="{TRANSITIONAL}" xmlns:r="{RELATIONS}">'
        f"<workbookPr{properties}/><sheets>{tabs}</sheets></workbook>"
    ).encode()


def parts(rows: str = "", texts: Iterable[str] = (), before: str = "", after: str = "") -> Parts:
    """The parts of a workbook with one sheet, "Data"."""
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return {
        CONTENT_TYPES: f"{DECLARATION}{types}".encode(),
        TOP: relations([("officeDocument", MAIN)]),
        MAIN: workbook(),
        MAIN_RELATIONS: relations(
            [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
        ),
        SHEET: worksheet(rows, before, after),
        STRINGS: strings(*texts),
        STYLES: styles(),
    }


def zipped(content: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of parts, all of the same day."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in content.items():
            archive.writestr(zipfile.ZipInfo(name, (2021, 9, 1, 0, 0, 0)), data, method)
    return target.getvalue()


def book(rows: str = "", texts: Iterable[str] = (), changes: Mapping[str, bytes | None] | None = None) -> bytes:
    """A workbook file with one sheet; changes add, replace or (None) remove parts."""
    content: dict[str, bytes | None] = {**parts(rows, texts), **(changes or {})}
    return zipped({name: data for name, data in content.items() if data is not None})


def commented(comments: bytes | None, threads: bytes | None) -> Parts:
    """What to add to a workbook so that its sheet has comments and threads."""
    links: list[tuple[str, str]] = []
    added: Parts = {}
    if comments is not None:
        links.append(("comments", "../comments1.xml"))
        added[COMMENTS] = comments
    if threads is not None:
        links.append((THREADED, "../threadedComments/threadedComment1.xml"))
        added[THREADS] = threads
    return {SHEET_RELATIONS: relations(links), **added}


def with_names(content: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip written by hand, stored, whose names may be anything and may repeat."""
    body, directory, count = bytearray(), bytearray(), 0
    for name, data in content:
        raw, check = name.encode(), zlib.crc32(data)
        common = struct.pack("<5H3L2H", 20, 0x800, 0, 0, 0x21, check, len(data), len(data), len(raw), 0)
        entry = struct.pack("<3H2L", 0, 0, 0, 0, len(body))
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + common + entry + raw
        body += b"PK\x03\x04" + common + raw + data
        count += 1
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory) + end


def directory_changed(data: bytes, part: str, offset: int, value: bytes) -> bytes:
    """A zip whose directory says something else about a part; the offset counts from the start of its line."""
    line = data.rindex(b"PK\x01\x02", 0, data.rindex(part.encode()))
    at = line + offset
    return data[:at] + value + data[at + len(value) :]


DIRECTORY_FLAGS, DIRECTORY_METHOD, DIRECTORY_CHECK, DIRECTORY_STORED, DIRECTORY_SIZE, DIRECTORY_START = (
    8, 10, 16, 20, 24, 42,
)  # fmt: skip
"""Where things stand in a line of a zip's directory."""


def compound_file(*streams: str) -> bytes:
    """A compound file (OLE2) as far as its directory: a header and one sector with the names of its streams."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    lines = b""
    for name in ("Root Entry", *streams):
        raw = name.encode("utf-16-le")
        lines += raw.ljust(64, b"\0") + struct.pack("<H", len(raw) + 2).ljust(64, b"\0")
    return header + lines.ljust(-(-len(lines) // 512) * 512, b"\0")
