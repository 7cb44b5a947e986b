"""A shortcut for parts written the usual way, about twice as fast as a parser that calls back for every tag.

It takes a small part of XML, given by patterns that must match the contents from end to end: in a well-formed part
they mean the same to a parser. What stands around goes to the parser all the same. A part with anything else in it
(prefixes, comments, rich text, cells that do not name their place) is left to the parser whole.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from emg_xlsx.xlsx.cells import BLANK, new_tuple
from emg_xlsx.xlsx.escapes import unescaped
from emg_xlsx.xlsx.parsing import is_true
from emg_xlsx.xlsx.remembered import Row, Written
from emg_xlsx.xlsx.table import Table
from emg_xlsx.xlsx.values import Cell

Formats = tuple[dict[str, str], list[str]]
"""A file's own format codes by their number, and the format number of each cell style."""

LARGEST = 4 * 1024 * 1024
"""Bytes of the largest part that is taken into memory whole; others go through the parser piece by piece."""

ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)")
NOT_TEXT = re.compile("[\0-\x08\x0b-\x1f\ufffe\uffff]")
"""What XML does not allow in text, and the carriage return, which it changes."""
TEXT = "[^<]*+"
ATTRIBUTES = r'(?: [A-Za-z_:][\w:.-]*+="[^"<\t\n]*+")*+'
SPACE = r'(?: xml:space="preserve")?'

HIDDEN = re.compile(r' hidden="([^"]*)"')
NEVER = "\0"
"""A character that no text in XML has."""
FORMULA = rf"<f{ATTRIBUTES}(?:/>|>{TEXT}</f>)"
BLANK_CELL = rf"<c{ATTRIBUTES}(?:/>|></c>)"
FORMULA_CELL = rf"<c{ATTRIBUTES}(?:/>|></c>|>{FORMULA}(?:<v>{TEXT}</v>|<v/>)?</c>)"
EMPTY_ROWS = re.compile(rf"(?:<row{ATTRIBUTES}/>)*+")
ROW = re.compile(rf'{EMPTY_ROWS.pattern}<row r="([0-9]+)"({ATTRIBUTES})>')
"""Rows without cells, and the beginning of one that may have some."""
NEXT = (
    rf'<c r="([A-Z]++[0-9]++)"({ATTRIBUTES})>({FORMULA})?'
    rf"(?:<v>({TEXT})</v>|<v/>|<is><t{SPACE}>({TEXT})</t></is>)?</c>"
    r"|\Z|(<)"
)
"""A cell that holds something, or the end of the row, or else a tag that is not known here. That one is a match as
well, for the pattern is then never tried twice at the same place, however long the run of blank cells before it."""
CELLS = re.compile(rf"(?:{BLANK_CELL})*+(?:{NEXT})")
"""Cells that hold nothing, many at once, and what comes after them."""
TYPED = re.compile(rf"(?:{FORMULA_CELL})*+(?:{NEXT})")
"""The same for sheets of which only what was typed is wanted: cells with a formula are as good as blank."""
PIECES = 7
"""What a split by these patterns gives for each match: what did not match before it, and its groups."""
STYLE = re.compile(r' s="([^"]*)"')
KIND = re.compile(r' t="([^"]*)"')
XF = re.compile(f"<xf({ATTRIBUTES})/?>")
FORMAT = re.compile(f"<numFmt({ATTRIBUTES})/>")
ATTRIBUTE = re.compile(' ([A-Za-z]+)="([^"]*)"')
STRING = re.compile(rf"<si><t{SPACE}>({TEXT})</t></si>|<si><t/></si>|<si/>")
REFERENCE = re.compile("&(?:lt|gt|amp|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});")
NUMERIC = re.compile("&#[^;]*;")
UNKNOWN_REFERENCE = re.compile(f"&(?!{REFERENCE.pattern[1:]})")
NAMED = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}


class _Cut(NamedTuple):
    contents: str
    around: bytes


NOTHING = _Cut("", b"")


def take_rows(data: bytes, table: Table, *, formulas: bool = True) -> bytes | None:
    """Put the cells of a worksheet part into a table, if all of them are written the usual way.

    Most rows of a filled template are as they were sent out: those written as in a file before are not read again.

    Args:
        data: the part.
        table: takes the cells.
        formulas: whether cells with a formula are taken, too.

    Returns:
        The part without them, for the parser; None if the part is not of this kind, and then the table is untouched.
    """
    begin = data.find(b"<sheetData>")
    cut = _cut(data, begin + len(b"<sheetData>"), data.rfind(b"</sheetData>")) if begin > 0 else None
    if cut is None:
        return None
    *rows, rest = cut.contents.split("</row>")
    if not (EMPTY_ROWS.fullmatch(rest) and _is_plain(rest)):
        return None
    pattern, seen = CELLS if formulas else TYPED, table.seen.rows[formulas]
    found: list[Row] = []
    for written in rows:
        row = seen.get(written)
        if row is None:
            row = _row(written, pattern, table)
            if row is None:
                return None
            seen.keep(written, row)
        found.append(row)
    for row in found:
        table.put(row)
    return cut.around


def take_strings(data: bytes) -> tuple[dict[str, Cell], bytes] | None:
    """The table of strings as cells by index, if all of it is plain text written the usual way, else None.

    Returns:
        The cells, and the part without them, for the parser.
    """
    cut = _cut(data, data.find(b"<si"), data.rfind(b"</sst>"))
    if cut is None or not _is_plain(cut.contents):
        return None
    pieces = STRING.split(cut.contents)
    if any(pieces[::2]):
        return None
    texts = pieces[1::2]
    if "&" in cut.contents:
        texts = _plain(NEVER.join([text or "" for text in texts])).split(NEVER)
    if "_x" in cut.contents:
        texts = [unescaped(text) if text else "" for text in texts]
    cells = [new_tuple(Cell, (text, "s", None, 0)) if text else BLANK for text in texts]
    return dict(zip(map(str, range(len(cells))), cells, strict=True)), cut.around


def take_formats(data: bytes) -> Formats | None:
    """The number formats of a styles part that is written the usual way, else None; the rest of it is not looked at."""
    styles = _cut(data, data.find(b"<cellXfs"), data.rfind(b"</cellXfs>"))
    formats = _cut(data, data.find(b"<numFmts"), data.find(b"</numFmts>")) if b"numFmts" in data else NOTHING
    if styles is None or formats is None or not _is_plain(styles.contents + formats.contents):
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
    try:
        return _Cut(data[begin:end].decode(), head + data[end:])
    except UnicodeDecodeError:
        return None


def _is_plain(text: str) -> bool:
    """Whether a text has nothing that a parser refuses or reads otherwise; what is quickly asked is asked first."""
    if ("]" in text and "]]>" in text) or not (text.isprintable() or NOT_TEXT.search(text) is None):
        return False
    return "&" not in text or _has_known_references_only(text)


def _has_known_references_only(text: str) -> bool:
    """Formulas have thousands of references: one search for an unknown one is faster than to list them all."""
    if UNKNOWN_REFERENCE.search(text):
        return False
    return "&#" not in text or all(map(_character, set(NUMERIC.findall(text))))


def _row(written: str, pattern: re.Pattern[str], table: Table) -> Row | None:
    """A row from its tag to its end, None if anything in it is not known here."""
    begin = ROW.match(written)
    if begin is None or not _is_plain(written):
        return None
    pieces: list[Any] = pattern.split(written[begin.end() :])
    if any(pieces[::PIECES]) or any(pieces[PIECES - 1 :: PIECES]):
        return None
    cells: list[Written] = []
    for _, reference, attributes, formula, value, inline, _ in zip(*[iter(pieces)] * PIECES, strict=False):
        if reference is not None:
            kind, style = _kind_and_style(attributes)
            text = value or inline or ""
            text = _plain(text) if "&" in text else text
            cells.append((reference, kind if inline is None else "inlineStr", style, text, 1 if formula else 0))
    hidden = HIDDEN.search(begin[2]) if "hidden" in begin[2] else None
    return table.row(begin[1], cells, hidden=hidden is not None and is_true(hidden[1]))


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
