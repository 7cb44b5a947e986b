"""The added sheet as a part, with every text inline, and its place in the workbook."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import zip_longest

from emg_xlsx.xlsx.grid import a1, column_letters
from emg_xlsx.xlsx.patching.book import DECLARATION, Book, Tab
from emg_xlsx.xlsx.patching.edits import Edits
from emg_xlsx.xlsx.patching.escaping import quoted, xstring
from emg_xlsx.xlsx.patching.styles import MAIN, STRICT_MAIN
from emg_xlsx.xlsx.patching.values import SHEET_MARK, AnswerList, ToCheck

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
NAME_LIMIT = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff\ud800-\udfff]")
TEXT_CELL = b'<c r="%b%d" s="%d" t="inlineStr"><is><t xml:space="preserve">%b</t></is></c>'
PADDING = 0.7109375
"""What programs add to a width in characters."""
TITLE_LIMIT, HELP_LIMIT, LINK_LIMIT = 32, 255, 255
"""Characters Excel allows in the message beside a cell, and in the place a link leads to."""


def add_sheet(book: Book, sheet: ToCheck, looks: Mapping[str, int], tabs: Collection[Tab], edits: Edits) -> str:
    """Add the sheet behind all others and give its name.

    Args:
        book: the workbook.
        sheet: what is on it.
        looks: number of the cell format of each look.
        tabs: the sheets that are there.
        edits: the main part, which gets the sheet's entry; the defined names are the caller's.
    """
    folder = book.main.rpartition("/")[0]
    part = book.free(f"{folder}/worksheets/sheet{{}}.xml".lstrip("/"))
    name = free_name(sheet.name, [tab.name for tab in tabs])
    book.add(part, sheet_part(sheet, looks, strict=book.strict), MEDIA_TYPE)
    link = book.link(book.main, "worksheet", part)
    _, root = book.outlined(book.main)
    sheets = root.find("sheets")
    numbers = [int(tab.element.get("sheetId", "0") or 0) for tab in tabs if tab.element.get("sheetId").isdecimal()]
    if sheets is not None:
        last = sheets.children[-1] if sheets.children else sheets
        piece = b'<%bsheet xmlns:r="%b" name="%b" sheetId="%d" r:id="%b"/>'
        facts = (book.relation_types, quoted(name), max(numbers, default=0) + 1, link.encode())
        edits.insert(last.end, piece % (sheets.prefix, *facts))
    return name


def free_name(wished: str, taken: Collection[str]) -> str:
    """A sheet name that Excel takes and no other sheet has, in any case."""
    plain = FORBIDDEN.sub("_", wished).strip("' ")[:NAME_LIMIT] or "Sheet"
    others = {name.casefold() for name in taken}
    name, number = plain, 1
    while name.casefold() in others or name.casefold() == "history":
        number += 1
        ending = f" ({number})"
        name = plain[: NAME_LIMIT - len(ending)] + ending
    return name


def sheet_part(sheet: ToCheck, looks: Mapping[str, int], *, strict: bool = False) -> bytes:
    """The worksheet."""
    return b"".join(
        (
            DECLARATION,
            b'<worksheet xmlns="%b"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            % (STRICT_MAIN if strict else MAIN),
            b'<sheetViews><sheetView showGridLines="0"%b workbookViewId="0"/></sheetViews>'
            % (b' tabSelected="1"' if sheet.first else b""),
            b'<sheetFormatPr defaultRowHeight="15"/>',
            *_columns(sheet),
            b"<sheetData>",
            *_rows(sheet, looks),
            b"</sheetData>",
            *_lists(sheet.lists),
            *_links(sheet),
            b'<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.55" header="0.3" footer="0.25"/>',
            b'<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>',
            b"<headerFooter><oddFooter>&amp;L&amp;9&amp;A&amp;R&amp;9&amp;P / &amp;N</oddFooter></headerFooter>",
            b"</worksheet>",
        )
    )


def mark_place(sheet: ToCheck) -> str:
    """The hidden cell that says whose sheet this is, as ``$I$1``."""
    return re.sub(r"(\D+)(\d+)", r"$\1$\2", a1(1, len(sheet.widths) + 1))


def _columns(sheet: ToCheck) -> Iterator[bytes]:
    yield b"<cols>"
    for number, width in enumerate((*sheet.widths, 8), 1):
        hidden = b' hidden="1"' if number - 1 in sheet.hidden or number > len(sheet.widths) else b""
        yield b'<col min="%d" max="%d" width="%b"%b customWidth="1"/>' % (
            number, number, f"{width + PADDING:g}".encode(), hidden,
        )  # fmt: skip
    yield b"</cols>"


def _rows(sheet: ToCheck, looks: Mapping[str, int]) -> Iterator[bytes]:
    """Rows keep their heights only until somebody types more: they are no custom ones."""
    rows = sheet.rows or ((),)
    columns = [column_letters(column).encode() for column in range(1, len(sheet.widths) + 1)]
    for row, (cells, height) in enumerate(zip_longest(rows, sheet.heights[: len(rows)]), 1):
        yield b'<row r="%d"%b>' % (row, f' ht="{height:g}"'.encode() if height else b"")
        for column, cell in zip(columns, cells or (), strict=False):
            if cell is None:
                continue
            if cell.text:
                yield TEXT_CELL % (column, row, looks[cell.style], xstring(cell.text))
            else:
                yield b'<c r="%b%d" s="%d"/>' % (column, row, looks[cell.style])
        if row == 1:
            at = mark_place(sheet).replace("$", "").encode()
            yield b'<c r="%b" t="inlineStr"><is><t>%b</t></is></c>' % (at, xstring(SHEET_MARK))
        yield b"</row>"


def _lists(lists: Collection[AnswerList]) -> Iterator[bytes]:
    if not lists:
        return
    yield b'<dataValidations count="%d">' % len(lists)
    for answers in lists:
        words = ",".join(answers.words).replace('"', '""')
        yield (
            b'<dataValidation type="list" errorStyle="information" allowBlank="1" showInputMessage="1" '
            b'promptTitle="%b" prompt="%b" sqref="%b"><formula1>"%b"</formula1></dataValidation>'
            % (
                quoted(answers.title[:TITLE_LIMIT]),
                quoted(answers.help[:HELP_LIMIT]),
                quoted(answers.ranges),
                quoted(words).replace(b"&quot;", b'"'),
            )
        )
    yield b"</dataValidations>"


def _links(sheet: ToCheck) -> Iterator[bytes]:
    links = [
        (a1(row, column).encode(), cell)
        for row, cells in enumerate(sheet.rows, 1)
        for column, cell in enumerate(cells[: len(sheet.widths)], 1)
        if cell is not None and cell.link and len(cell.link) <= LINK_LIMIT
    ]
    if links:
        yield b"<hyperlinks>"
        for at, cell in links:
            target = quoted((cell.link or "").removeprefix("#"))
            yield b'<hyperlink ref="%b" location="%b" display="%b"/>' % (at, target, quoted(cell.text[:LINK_LIMIT]))
        yield b"</hyperlinks>"
