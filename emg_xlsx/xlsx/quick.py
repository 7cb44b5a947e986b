"""A shortcut for parts written the usual way, about twice as fast as a parser that calls back for every tag.

It takes a small part of XML, given by patterns that must match the contents from end to end: in a well-formed part
they mean the same to a parser. What stands around goes to the parser all the same. A part with anything else in it
(prefixes, comments, rich text, cells that do not name their place) is left to the parser whole.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from emg_xlsx.xlsx.cells import BLANK
from emg_xlsx.xlsx.escapes import unescaped
from emg_xlsx.xlsx.parsing import is_true
from emg_xlsx.xlsx.table import Table
from emg_xlsx.xlsx.values import Cell

Formats = tuple[dict[str, str], list[str]]
"""A file's own format codes by their number, and the format number of each cell style."""

LARGEST = 4 * 1024 * 1024
"""Bytes of the largest part that is taken into memory whole; others go through the parser piece by piece."""

ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)")
NOT_TEXT = bytes(set(range(32)) - {9, 10})
"""What XML does not allow in text, and the carriage return, which it changes."""
TEXT = "[^<]*+"
ATTRIBUTES = r'(?: [A-Za-z_:][\w:.-]*+="[^"<\t\n]*+")*+'
SPACE = r'(?: xml:space="preserve")?'

ROW = re.compile(rf'(?:<row{ATTRIBUTES}/>)*+(?:<row r="([0-9]+)"({ATTRIBUTES})>|\Z)')
"""Rows without cells, then the beginning of one with cells, or nothing."""
FIRST_ROW = re.compile(rf'<row r="([0-9]+)"({ATTRIBUTES})>')
"""The beginning of a row with cells, with none before it, as nearly all are; `ROW` would read its attributes twice."""
HIDDEN = re.compile(r' hidden="([^"]*)"')
NEVER = "\0"
"""A character that no text in XML has."""
CELLS = re.compile(
    rf"(?:<c{ATTRIBUTES}(?:/>|></c>))++|"
    rf'<c r="([A-Z]++[0-9]++)"({ATTRIBUTES})>'
    rf"(<f{ATTRIBUTES}(?:/>|>{TEXT}</f>))?"
    rf"(?:<v>({TEXT})</v>|<v/>|<is><t{SPACE}>({TEXT})</t></is>)?</c>"
)
"""Cells that hold nothing, many at once, or one that holds something."""
CELL_PIECES = 6
"""What a split by this pattern gives for each match: what did not match before it, and its groups."""
STYLE = re.compile(r' s="([^"]*)"')
KIND = re.compile(r' t="([^"]*)"')
XF = re.compile(f"<xf({ATTRIBUTES})/?>")
FORMAT = re.compile(f"<numFmt({ATTRIBUTES})/>")
ATTRIBUTE = re.compile(' ([A-Za-z]+)="([^"]*)"')
STRING = re.compile(rf"<si><t{SPACE}>({TEXT})</t></si>|<si><t/></si>|<si/>")
REFERENCE = re.compile("&(?:lt|gt|amp|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});")
UNKNOWN_REFERENCE = re.compile(f"&(?!{REFERENCE.pattern[1:]})")
NAMED = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}


class _Cut(NamedTuple):
    contents: str
    around: bytes


class Row(NamedTuple):
    """A row as it is written: its number, its other attributes, and what `CELLS` made of its contents."""

    number: str
    attributes: str
    cells: list[str | None]


NOTHING = _Cut("", b"")


def take_rows(data: bytes, table: Table) -> bytes | None:
    """Put the cells of a worksheet part into a table, if all of them are written the usual way.

    Returns:
        The part without them, for the parser; None if the part is not of this kind, and then the table is untouched.
    """
    begin = data.find(b"<sheetData>")
    cut = _cut(data, begin + len(b"<sheetData>"), data.rfind(b"</sheetData>")) if begin > 0 else None
    rows = _rows(cut.contents) if cut is not None else None
    if cut is None or rows is None:
        return None
    take = table.take
    for row in rows:
        hidden = HIDDEN.search(row.attributes) if "hidden" in row.attributes else None
        table.begin_row(row.number, hidden=hidden is not None and is_true(hidden[1]))
        pieces = iter(row.cells)
        for _, reference, attributes, formula, value, inline in zip(*[pieces] * CELL_PIECES, strict=False):
            if reference and attributes is not None:
                kind, style = _kind_and_style(attributes)
                text = value or inline or ""
                text = _plain(text) if "&" in text else text
                take(reference, kind if inline is None else "inlineStr", style, text, 1 if formula else 0)
        table.end_row()
    return cut.around


def take_strings(data: bytes) -> tuple[dict[str, Cell], bytes] | None:
    """The table of strings as cells by index, if all of it is plain text written the usual way, else None.

    Returns:
        The cells, and the part without them, for the parser.
    """
    cut = _cut(data, data.find(b"<si"), data.rfind(b"</sst>"))
    if cut is None:
        return None
    pieces = STRING.split(cut.contents)
    if any(pieces[::2]):
        return None
    texts = pieces[1::2]
    if "&" in cut.contents:
        texts = _plain(NEVER.join([text or "" for text in texts])).split(NEVER)
    if "_x" in cut.contents:
        texts = [unescaped(text) if text else "" for text in texts]
    return {str(index): Cell(text, "s") if text else BLANK for index, text in enumerate(texts)}, cut.around


def take_formats(data: bytes) -> Formats | None:
    """The number formats of a styles part that is written the usual way, else None; the rest of it is not looked at."""
    styles = _cut(data, data.find(b"<cellXfs"), data.rfind(b"</cellXfs>"))
    formats = _cut(data, data.find(b"<numFmts"), data.find(b"</numFmts>")) if b"numFmts" in data else NOTHING
    if styles is None or formats is None:
        return None
    numbers, codes = _all_attributes(XF, "xf", styles.contents), _all_attributes(FORMAT, "numFmt", formats.contents)
    if numbers is None or codes is None:
        return None
    own = {code.get("numFmtId", ""): _plain(code.get("formatCode", "")) for code in codes}
    return own, [style.get("numFmtId", "0") for style in numbers]


def _all_attributes(pattern: re.Pattern[str], name: str, contents: str) -> list[dict[str, str]] | None:
    """The attributes of all elements of a name, None if the pattern does not know one of them."""
    found = pattern.findall(contents)
    if len(found) != len(re.findall(rf"<{name}\b(?!s)", contents)) or f":{name}" in contents or "<!" in contents:
        return None
    return [dict(ATTRIBUTE.findall(attributes)) for attributes in found]


def _cut(data: bytes, begin: int, end: int) -> _Cut | None:
    """A part taken apart, if its contents are text that a parser would read as it stands."""
    head = data[: max(begin, 0)]
    encoding = ENCODING.search(head[:200])
    known = encoding is None or encoding[1].lower() in {b"utf-8", b"us-ascii"}
    # A comment could hold what looks like the contents.
    if not head.startswith(b"<") or end < begin or not known or b"<!" in head:
        return None
    contents = data[begin:end]
    if len(contents.translate(None, NOT_TEXT)) < len(contents):
        return None
    try:
        text = contents.decode()
    except UnicodeDecodeError:
        return None
    return _Cut(text, head + data[end:]) if _is_plain(text) else None


def _is_plain(text: str) -> bool:
    """Whether a text has nothing that a parser refuses or reads otherwise; single characters are looked for first."""
    if "\ufffe" in text or "\uffff" in text or ("]" in text and "]]>" in text):
        return False
    return "&" not in text or _has_known_references_only(text)


def _has_known_references_only(text: str) -> bool:
    """Formulas have thousands of references: one search for an unknown one is faster than to list them all."""
    if UNKNOWN_REFERENCE.search(text):
        return False
    return "&#" not in text or all(map(_character, set(REFERENCE.findall(text))))


def _rows(contents: str) -> list[Row] | None:
    """The rows of a table, None if anything else is in it."""
    rows: list[Row] = []
    *pieces, rest = contents.split("</row>")
    for piece in pieces:
        match = FIRST_ROW.match(piece) or ROW.match(piece)
        if match is None or match[1] is None:
            return None
        cells: list[str | None] = CELLS.split(piece[match.end() :])
        if any(cells[::CELL_PIECES]):
            return None
        rows.append(Row(match[1], match[2], cells))
    last = ROW.match(rest)
    return rows if last is not None and last[1] is None else None


@lru_cache(maxsize=1024)
def _kind_and_style(attributes: str) -> tuple[str, str]:
    """Type and style of a cell, which has few different attributes besides its place."""
    kind, style = KIND.search(attributes), STYLE.search(attributes)
    return kind[1] if kind else "n", style[1] if style else "0"


def _plain(text: str) -> str:
    """Text with its references as the characters they stand for."""
    return REFERENCE.sub(lambda match: _character(match[0]), text)


@lru_cache(maxsize=1024)
def _character(reference: str) -> str:
    """The character a reference stands for, empty if XML does not allow it."""
    if reference in NAMED:
        return NAMED[reference]
    number = int(reference[3:-1], 16) if reference.startswith("&#x") else int(reference[2:-1])
    allowed = (
        number in {9, 10, 13} or 32 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0x10000 <= number < 0x110000
    )
    return chr(number) if allowed else ""
