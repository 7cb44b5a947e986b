"""How a sheet was arranged by hand: widths, heights, colours, notes, filters, and formulas, by place."""

from __future__ import annotations

import colorsys
import operator
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any

from lxml import etree

from emg_xlsx.xlsx.grid import column_letters, position
from emg_xlsx.xlsx.parts import MAIN, REL, Parts, parsed
from emg_xlsx.xlsx.refusal import Refused

Look = tuple[tuple[str, Any], ...]
"""What people change of a cell, as pairs a writer takes: ``bg_color``, ``font_color``, ``bold`` and the like."""

_MARKS = (("b", "bold"), ("i", "italic"), ("strike", "font_strikeout"), ("u", "underline"))
_THEME = ("FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47", "0563C1",
          "954F72")  # fmt: skip
"""The colours of the usual theme, in the order cells name them."""
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_CELLS = (
    rb'(?:<c r="(?!(?:%b)[0-9])[A-Z]+[0-9]+" s="(?:%b)"(?: t="[A-Za-z]+")?'
    rb'(?:/>|>(?:<f>[^<]*</f>)?(?:<v>[^<]*</v>|<is><t(?: xml:space="preserve")?>[^<]*</t></is>)?</c>))++'
)
"""Cells one beside the other, not in some columns, and of some styles."""
_ROWS = re.compile(rb'(?:<row r="[0-9]+"(?: (?!customHeight)[A-Za-z:]+="[^"<]*")*+(?:/>|></row>))++')
"""Rows one below the other that have neither cells nor a height set by hand."""
_SHEETS = f"{MAIN}sheets/{MAIN}sheet"
_RGB = re.compile(r"(?:[0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}")
TALLEST, WIDEST, USUAL_WIDTH = 409.5, 255.0, 8.43
"""Points and characters: what a row and a column can have, and what a column has that nobody set."""
LONGEST_FORMAT = 255
"""Characters of a number format."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """One sheet; rows and columns count from 1.

    Attributes:
        widths: column to the width set by hand.
        hidden: columns that are hidden.
        heights: row to the height set by hand.
        looks: place to its look; cells without a colour or a mark of their own are absent.
        formats: place to its number format, where it has one.
        notes: place to author and text.
        formulas: place to its formula, with the equals sign.
        filters: column to the values a filter lets through; None for a filter of another kind.
        merges: merged ranges, as they are written.
        zoom: percent, None as usual.
        rules: whether there are conditional formats.
        listed: columns where a rule says what may be typed.
        linked: places that lead somewhere.
        protected: whether the sheet is protected.
        drawn: how many pictures, shapes and charts stand on the sheet.
        threads: whether notes belong to conversations, of which only the words are here.
        damaged: whether a part that says something of all this could not be read.
    """

    widths: Mapping[int, float] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    heights: Mapping[int, float] = field(default_factory=dict)
    looks: Mapping[tuple[int, int], Look] = field(default_factory=dict)
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    notes: Mapping[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    filters: Mapping[int, tuple[str, ...] | None] = field(default_factory=dict)
    merges: tuple[str, ...] = ()
    zoom: int | None = None
    rules: bool = False
    listed: frozenset[int] = frozenset()
    linked: frozenset[tuple[int, int]] = frozenset()
    protected: bool = False
    threads: bool = False
    drawn: int = 0
    damaged: bool = False


def appearance_of(
    parts: Parts, name: str, columns: Collection[int], usual: Callable[[Look], bool] = operator.not_
) -> Appearance:
    """How a sheet is arranged; one that cannot be read is marked as damaged.

    Args:
        parts: the workbook.
        name: the sheet.
        columns: those of which everything is asked for; of cells in others, only looks that are not usual.
        usual: whether a look tells nothing; without it, those without a colour or a mark of their own.
    """
    tabs, styles = _tabs(parts)
    looks, formats, whole = _looks(parts, styles)
    part = tabs.get(name, "")
    with suppress(Refused):
        told = _without(parts.package.chunks(part), (n for n, look in enumerate(looks) if usual(look)), columns)
        return replace(_appearance(parts, part, parsed(told, part), looks, formats), damaged=not whole)
    return Appearance(damaged=True)


def drawn_on(parts: Parts, name: str) -> int:
    """How many pictures, shapes and charts stand on a sheet; none where that cannot be read."""
    with suppress(Refused):
        return _drawn(parts, _tabs(parts)[0].get(name, ""))
    return 0


def _tabs(parts: Parts) -> tuple[dict[str, str], str]:
    """The parts of the sheets by their names, and that of the styles; none where that cannot be read."""
    try:
        main = next((one.part for one in parts.relations("") if one.kind == "officeDocument"), "xl/workbook.xml")
        targets = {one.id: one for one in parts.relations(main)}
        named = {one.get("name", ""): one.get(f"{REL}id", "") for one in parts.tree(main).iterfind(_SHEETS)}
    except Refused:
        return {}, ""
    tabs = {name: targets[link].part for name, link in named.items() if link in targets}
    return tabs, next((one.part for one in targets.values() if one.kind == "styles"), "")


def _without(chunks: Iterable[bytes], usual: Iterable[int], columns: Iterable[int]) -> bytes:
    """A part without cells of usual styles, but for some columns: most rows go, and a small tree is made of the rest.

    Cells stay that are not written as most programs do, have a formula that others share, or lie in two chunks.
    """
    styles, apart = ("|".join(words).encode() for words in (map(str, usual), map(column_letters, columns)))
    cells = re.compile(_CELLS % (apart, styles))
    return _ROWS.sub(b"", b"".join(cells.sub(b"", chunk) for chunk in chunks))


def moved(formula: str, origin: str, place: str) -> str:
    """A formula as it reads in another cell; one that cannot be taken apart stays as it is."""
    # Few masters have formulas of the coordinator's own, and every merge would wait for the import.
    from openpyxl.formula.tokenizer import TokenizerError
    from openpyxl.formula.translate import Translator, TranslatorError

    try:
        return str(Translator(formula, origin=origin).translate_formula(place))
    except (TokenizerError, TranslatorError, IndexError, ValueError):
        return formula


class _Formulas(Mapping[tuple[int, int], str]):
    """Formulas by place; one that stands in another cell is moved when it is asked for, which takes long.

    Args:
        written: place to its address, its formula and the address where that stands.
    """

    def __init__(self, written: Mapping[tuple[int, int], tuple[str, str, str]]) -> None:
        self._written = written

    def __getitem__(self, place: tuple[int, int]) -> str:
        address, formula, origin = self._written[place]
        return formula if origin == address else moved(formula, origin, address)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)


def _appearance(
    parts: Parts, part: str, tree: etree._Element, looks: Sequence[Look], formats: Sequence[str]
) -> Appearance:
    shared: dict[str, tuple[str, str]] = {}
    heights, cells, shapes, formulas = {}, {}, {}, {}
    for row in tree.iterfind(f"{MAIN}sheetData/{MAIN}row"):
        if row.get("customHeight") in ("1", "true") and row.get("ht"):
            heights[_whole(row, "r")] = max(0.0, _size(row, "ht", 15.0, TALLEST))
        for cell in row.iterfind(f"{MAIN}c"):
            address, style = cell.get("r", ""), _whole(cell, "s")
            place = position(address)
            if place is None:
                continue
            if style < len(looks) and looks[style]:
                cells[place] = looks[style]
            if style < len(formats) and formats[style] != "General":
                shapes[place] = formats[style]
            formula = cell.find(f"{MAIN}f")
            if formula is not None:
                written = _formula(formula, address, shared)
                if written is not None:
                    formulas[place] = (address, *written)
    widths, hidden = _columns(tree)
    view = tree.find(f"{MAIN}sheetViews/{MAIN}sheetView")
    zoom = _whole(view, "zoomScale", 100) if view is not None else 100
    return Appearance(
        widths=widths,
        hidden=hidden,
        heights=heights,
        looks=cells,
        formats=shapes,
        notes=dict(_notes(parts, part)),
        formulas=_Formulas(formulas),
        filters=dict(_filters(tree)),
        merges=tuple(one.get("ref", "") for one in tree.iterfind(f"{MAIN}mergeCells/{MAIN}mergeCell")),
        zoom=zoom if zoom != 100 and 10 <= zoom <= 400 else None,
        rules=tree.find(f"{MAIN}conditionalFormatting") is not None,
        listed=frozenset(_listed(tree)),
        linked=frozenset(
            place
            for one in tree.iterfind(f"{MAIN}hyperlinks/{MAIN}hyperlink")
            if (place := position(one.get("ref", "").partition(":")[0]))
        ),
        threads=any(one.kind == "threadedComment" for one in parts.relations(part)),
        protected=tree.find(f"{MAIN}sheetProtection") is not None,
        drawn=_drawn(parts, part),
    )


def _looks(parts: Parts, styles: str) -> tuple[list[Look], list[str], bool]:
    """For each cell format its look and its number format, and whether they could be read."""
    try:
        return (*_styles(parts.tree(styles)), True) if styles else ([], [], True)
    except Refused:
        return [], [], False


def _whole(element: etree._Element, name: str, usual: int = 0) -> int:
    """An attribute that is a number from 0, else the usual one."""
    word = element.get(name, "")
    return int(word) if _NUMBER.fullmatch(word) else usual


def _size(element: etree._Element, name: str, usual: float, most: float) -> float:
    """An attribute that is a size, within what programs allow, else the usual one."""
    try:
        found = float(element.get(name, ""))
    except ValueError:
        return usual
    return min(found, most) if isfinite(found) else usual


def _drawn(parts: Parts, part: str) -> int:
    """How many things the drawings of a sheet place on it."""
    drawings = (one.part for one in parts.relations(part) if one.kind == "drawing" and one.part in parts.package)
    return sum(str(one.tag).endswith("Anchor") for drawing in drawings for one in parts.tree(drawing))


def _formula(element: etree._Element, address: str, shared: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    """A cell's formula and the cell where it stands, which is another one where it is shared."""
    text, number = (element.text or "").strip(), element.get("si")
    if element.get("t") == "shared" and number is not None:
        if text:
            shared[number] = (f"={text}", address)
        elif number in shared:
            return shared[number]
    return (f"={text}", address) if text and element.get("t") != "array" else None


def _columns(tree: etree._Element) -> tuple[dict[int, float], frozenset[int]]:
    widths: dict[int, float] = {}
    hidden: set[int] = set()
    for one in tree.iterfind(f"{MAIN}cols/{MAIN}col"):
        span = range(_whole(one, "min", 1), min(_whole(one, "max", 1), 200) + 1)
        if one.get("width"):
            widths |= dict.fromkeys(span, max(0.0, _size(one, "width", USUAL_WIDTH, WIDEST)))
        if one.get("hidden") in ("1", "true"):
            hidden.update(span)
    return widths, frozenset(hidden)


def _listed(tree: etree._Element) -> Iterator[int]:
    """The columns of ranges where a rule says what may be typed; a range over many columns is no list of theirs."""
    for one in tree.iterfind(f"{MAIN}dataValidations/{MAIN}dataValidation"):
        for reference in one.get("sqref", "").split():
            first, _, last = reference.partition(":")
            places = position(first), position(last or first)
            if places[0] and places[1] and places[0][1] == places[1][1]:
                yield places[0][1]


def _notes(parts: Parts, part: str) -> Iterator[tuple[tuple[int, int], tuple[str, str]]]:
    for target in parts.relations(part):
        if target.kind != "comments" or target.part not in parts.package:
            continue
        tree = parts.tree(target.part)
        authors = [one.text or "" for one in tree.iterfind(f"{MAIN}authors/{MAIN}author")]
        for one in tree.iterfind(f"{MAIN}commentList/{MAIN}comment"):
            place, author = position(one.get("ref", "")), _whole(one, "authorId")
            text = "".join(run.text or "" for run in one.iter(f"{MAIN}t"))
            if place is not None:
                yield place, (authors[author] if author < len(authors) else "", text)


def _filters(tree: etree._Element) -> Iterator[tuple[int, tuple[str, ...] | None]]:
    element = tree.find(f"{MAIN}autoFilter")
    if element is None:
        return
    start = position(element.get("ref", "A1").partition(":")[0]) or (1, 1)
    for one in element.iterfind(f"{MAIN}filterColumn"):
        column, values = start[1] + _whole(one, "colId"), one.find(f"{MAIN}filters")
        if values is None or len(one) != 1:
            yield column, None
        else:
            listed = tuple(value.get("val", "") for value in values.iterfind(f"{MAIN}filter"))
            yield column, (*listed, *(("Blanks",) if values.get("blank") in ("1", "true") else ()))


def _styles(tree: etree._Element) -> tuple[list[Look], list[str]]:
    """For each cell format its look and its number format."""
    fonts = [dict(_font(one)) for one in tree.iterfind(f"{MAIN}fonts/{MAIN}font")]
    fills = [_fill(one) for one in tree.iterfind(f"{MAIN}fills/{MAIN}fill")]
    codes = {one.get("numFmtId"): one.get("formatCode", "") for one in tree.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")}
    looks, formats = [], []
    for one in tree.iterfind(f"{MAIN}cellXfs/{MAIN}xf"):
        font, fill = _whole(one, "fontId"), _whole(one, "fillId")
        said = dict(fonts[font]) if font < len(fonts) else {}
        if fill < len(fills) and fills[fill]:
            said["bg_color"] = fills[fill]
        looks.append(tuple(sorted(said.items())))
        code = codes.get(one.get("numFmtId"), "General")
        formats.append(code if len(code) <= LONGEST_FORMAT else "General")
    return looks, formats


def _font(font: etree._Element) -> Iterator[tuple[str, Any]]:
    for tag, name in _MARKS:
        mark = font.find(f"{MAIN}{tag}")
        if mark is not None and mark.get("val") not in ("0", "false", "none"):
            yield name, 1 if name == "underline" else True
    color = _color(font.find(f"{MAIN}color"))
    if color:
        yield "font_color", color


def _fill(fill: etree._Element) -> str | None:
    pattern = fill.find(f"{MAIN}patternFill")
    return (
        _color(pattern.find(f"{MAIN}fgColor"))
        if pattern is not None and pattern.get("patternType") == "solid"
        else None
    )


def _color(element: etree._Element | None) -> str | None:
    """A colour as six hexadecimal digits; those of the theme as the usual theme has them."""
    if element is None:
        return None
    written, theme = element.get("rgb"), element.get("theme")
    if written:
        return f"#{written[-6:].upper()}" if _RGB.fullmatch(written) else None
    if theme is None or _whole(element, "theme", len(_THEME)) >= len(_THEME):
        return None
    return _tinted(_THEME[_whole(element, "theme")], max(-1.0, _size(element, "tint", 0.0, 1.0)))


def _tinted(color: str, tint: float) -> str:
    """A colour made lighter or darker, as ECMA-376 has it (18.8.19)."""
    hue, light, saturation = colorsys.rgb_to_hls(*(int(color[n : n + 2], 16) / 255 for n in (0, 2, 4)))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "#" + "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))
