"""A shortcut for parts written the usual way, about twice as fast as a parser that calls back for every tag.

It takes a small part of XML, given by patterns that must match the contents from end to end: in a well-formed part
they mean the same to a parser. What stands around goes to the parser all the same. A part with anything else in it
(prefixes, comments, rich text, cells that do not name their place) is left to the parser whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from emg_xlsx.xlsx.cells import BLANK, Known, make_cell, new_tuple
from emg_xlsx.xlsx.escapes import unescaped
from emg_xlsx.xlsx.grid import COLUMNS, LAST_ROW
from emg_xlsx.xlsx.parsing import is_true
from emg_xlsx.xlsx.remembered import Row
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

ROW_END = "</row>"
HIDDEN = re.compile(r' hidden="([^"]*)"')
NEVER = "\0"
"""A character that no text in XML has."""
FORMULA = rf"<f{ATTRIBUTES}(?:/>|>{TEXT}</f>)"
BLANK_CELL = rf"<c{ATTRIBUTES}(?:/>|></c>)"
FORMULA_CELL = rf"<c{ATTRIBUTES}(?:/>|></c>|>{FORMULA}(?:<v>{TEXT}</v>|<v/>)?</c>)"
EMPTY_ROWS = re.compile(rf"(?:<row{ATTRIBUTES}/>)*+")
NEXT = (
    rf'</row>{EMPTY_ROWS.pattern}(?:<row r="([0-9]+)"({ATTRIBUTES})>|\Z)'
    rf'|<c r="([A-Z]++[0-9]++)"({ATTRIBUTES})>({FORMULA})?'
    rf"(?:<v>({TEXT})</v>|<v/>|<is><t{SPACE}>({TEXT})</t></is>)?</c>"
    "|(<)"
)
"""The end of a row, rows without cells, and the beginning of the next one with cells, or nothing; or a cell that holds
something; or else a tag that is not known here. That one is a match as well, for the pattern is then never tried twice
at the same place, however long the run of blank cells before it."""
CELLS = re.compile(rf"(?:{BLANK_CELL})*+(?:{NEXT})")
"""Cells that hold nothing, many at once, and what comes after them."""
TYPED = re.compile(rf"(?:{FORMULA_CELL})*+(?:{NEXT})")
"""The same for sheets of which only what was typed is wanted: cells with a formula are as good as blank."""
PIECES = 9
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


class _KindAndStyle(dict[str, tuple[str, str]]):
    """Type and style of a cell by its attributes besides its place, of which a file has few different, short ones."""

    MOST, LONGEST = 1024, 200

    def __missing__(self, attributes: str) -> tuple[str, str]:
        kind, style = KIND.search(attributes), STYLE.search(attributes)
        found = kind[1] if kind else "n", style[1] if style else "0"
        if len(attributes) <= self.LONGEST:
            if len(self) == self.MOST:
                self.clear()
            self[attributes] = found
        return found


KIND_AND_STYLE = _KindAndStyle()


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
    *texts, rest = cut.contents.split(ROW_END)
    if not (EMPTY_ROWS.fullmatch(rest) and _is_plain(rest)):
        return None
    seen = table.known.seen.rows[formulas]
    new = [text for text in dict.fromkeys(texts) if text not in seen]
    made = _rows(new, CELLS if formulas else TYPED, table.known) if new else []
    if made is None:
        return None
    fresh = dict(zip(new, made, strict=True))
    if not table.put([fresh.get(text) or table.pointed(seen[text]) for text in texts]):
        return None
    seen.keep(fresh)
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
    """A part taken apart, if what stands before its contents lets them be read as they are; see also `_is_plain`."""
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
    """Whether a text has nothing that a parser refuses or reads otherwise; single characters are looked for first."""
    raw = text.encode()
    if len(raw.translate(None, NOT_TEXT)) < len(raw) or "\ufffe" in text or "\uffff" in text:
        return False
    return not ("]" in text and "]]>" in text) and ("&" not in text or _has_known_references_only(text))


def _has_known_references_only(text: str) -> bool:
    """Formulas have thousands of references: one search for an unknown one is faster than to list them all."""
    if UNKNOWN_REFERENCE.search(text):
        return False
    return "&#" not in text or all(map(_character, set(NUMERIC.findall(text))))


def _rows(texts: Sequence[str], pattern: re.Pattern[str], known: Known) -> list[Row] | None:
    """Rows, each from its tag on, with the strings they point to; None if anything else or odd is in one of them."""
    contents = ROW_END.join(["", *texts, ""])  # with an end of a row before them, every row follows one
    pieces: list[Any] = pattern.split(contents) if _is_plain(contents) else [contents]
    if any(pieces[::PIECES]) or any(pieces[PIECES - 1 :: PIECES]):
        return None
    rows: list[Row] = []
    number, last, strings = "", 0, known.strings or {}
    cells: dict[int, Cell] = {}
    pointers: dict[int, str] = {}
    matches = zip(*[iter(pieces)] * PIECES, strict=False)
    for _, begun, row_attributes, reference, attributes, formula, value, inline, _ in matches:
        if reference is None:
            if begun is not None:
                number, last, cells, pointers = begun, 0, {}, {}
                rows.append(Row(_row_number(number), _is_hidden(row_attributes), cells, pointers))
            continue
        column = COLUMNS[reference.removesuffix(number)]
        if column <= last:  # out of order, twice, or in another row
            return None
        last = column
        kind, style = KIND_AND_STYLE[attributes]
        text = value or inline or ""
        text = _plain(text) if "&" in text else text
        if kind == "s" and text and inline is None:
            if formula or text not in strings:
                return None
            cells[column], pointers[column] = strings[text], text
            continue
        cell, anomaly = make_cell(kind if inline is None else "inlineStr", text, style, 1 if formula else 0, known)
        if anomaly is not None:
            return None
        if cell is not None:
            cells[column] = cell
    return rows if len(rows) == len(texts) else None


def _row_number(text: str) -> int:
    """The number of a row in the grid, 0 for any other."""
    number = int(text) if text[0] != "0" and len(text) < 8 else 0
    return number if number <= LAST_ROW else 0


def _is_hidden(row_attributes: str) -> bool:
    hidden = HIDDEN.search(row_attributes) if "hidden" in row_attributes else None
    return hidden is not None and is_true(hidden[1])


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
