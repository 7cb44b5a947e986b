"""Sheets of an older workbook set into a new one; the file to read first."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from emg_xlsx.xlsx.grafting.closure import check, own_parts, reached
from emg_xlsx.xlsx.grafting.ours import put_into_ours
from emg_xlsx.xlsx.grafting.sheets import read_sheet
from emg_xlsx.xlsx.grafting.tabs import Sheet, sheets_of
from emg_xlsx.xlsx.grafting.transfer import ALWAYS, RESULTS, Transfer
from emg_xlsx.xlsx.grafting.values import Grafted, Loss, LossCode
from emg_xlsx.xlsx.grafting.workbook import Entries, enter
from emg_xlsx.xlsx.limits import Limits
from emg_xlsx.xlsx.parsing import is_true
from emg_xlsx.xlsx.patching.archive import packed
from emg_xlsx.xlsx.patching.book import TYPES, Book
from emg_xlsx.xlsx.patching.edits import outline
from emg_xlsx.xlsx.patching.strip import opened
from emg_xlsx.xlsx.refusal import Refused

SHEETS = frozenset({"worksheet", "chartsheet"})
BARRED: Mapping[str, LossCode] = {"slicer": "slicer", "timeline": "slicer", "queryTable": "connection"}
"""Kinds of parts that need more of the workbook than comes along, and what is said then."""
FROM_OUTSIDE = re.compile(rb"<(?:[\w.-]+:)?cacheSource\b[^<>]*\stype\s*=\s*[\"']external")
NAME = re.compile(r"(?!')[^\[\]:*?/\\\x00-\x1f]{1,31}(?<!')")
"""What a sheet can be called."""
COMMON = ALWAYS | RESULTS | {"styles", "sharedStrings", "externalLink"}
"""Kinds of parts of the workbook that its sheets need."""
READ = frozenset({"table", "pivotTable", "pivotCacheDefinition"})
"""Kinds of parts that are changed, and so have to be read."""


def graft(new: bytes, old: bytes, ours: Collection[str], *, limits: Limits | None = None) -> Grafted:
    """Set the sheets that only an old workbook has into a new one.

    They come with their drawings, charts, pictures, comments, tables, pivot tables, formats and names, each behind
    the sheet that it stood behind. What the new workbook has stays byte for byte, apart from its lists of sheets,
    formats and types. The same input gives the same file, and doing it again with the result changes nothing.

    Args:
        new: a workbook of our own.
        old: the workbook somebody has added sheets to; not trusted.
        ours: names of the sheets that the new one brings; their old contents stay behind.
        limits: bounds on what is read of the old one; the defaults if None.

    Raises:
        Refused: one of the workbooks cannot be opened, or lacks a part that all of its sheets need.
    """
    source, target = opened(old, limits), opened(new, None)
    known = {name.casefold() for name in (*ours, *(sheet.name for sheet in sheets_of(target)))}
    listed = sheets_of(source)
    theirs = [sheet for sheet in listed if sheet.name.casefold() not in known]
    lost = list(put_into_ours(target, source, [sheet for sheet in listed if sheet not in theirs]))
    unlike = _unlike(target, source)
    if unlike:
        return Grafted(new, (), (*(Loss(sheet.name, unlike) for sheet in theirs), *lost))
    if not theirs:
        return Grafted(new, (), tuple(lost))
    with source.package.meter.running():
        _check_common(source)
        sound, barred = _sorted_out(source, theirs)
    if not sound:
        return Grafted(new, (), (*barred, *lost))
    transfer = Transfer(target, source, sound)
    entries = Entries(
        sheets=transfer.sheets(),
        names=[sheet.name for sheet in listed],
        caches=transfer.caches,
        links=transfer.links,
    )
    unnamed = enter(target, source, entries)
    data = packed(new, target.package, target.finished())
    return Grafted(data, tuple(sheet.name for sheet in sound), (*barred, *transfer.lost, *unnamed, *lost))


def _unlike(target: Book, source: Book) -> LossCode | None:
    """Why sheets of one workbook would mean something else in the other, None if they would not."""
    if source.strict != target.strict:
        return "strict"
    return None if _days(source) == _days(target) else "dates"


def _days(book: Book) -> bool:
    """Whether a workbook counts its days from 1904."""
    properties = book.outlined(book.main)[1].find("workbookPr")
    return properties is not None and is_true(properties.get("date1904"))


def _check_common(source: Book) -> None:
    """Refuse the workbook if a part is damaged that may be carried over for all of its sheets."""
    check(source, TYPES)
    check(source, source.main)
    for link in source.links(source.main):
        if link.kind in COMMON and link.part in source:
            for part in reached(source, link.part):
                check(source, part)


def _sorted_out(source: Book, theirs: Sequence[Sheet]) -> tuple[list[Sheet], list[Loss]]:
    """The sheets that can be carried over, everything of theirs read, and why the others cannot."""
    sound: list[Sheet] = []
    lost: list[Loss] = []
    for sheet in theirs:
        twice = any(sheet.part == other.part or sheet.name.casefold() == other.name.casefold() for other in sound)
        loss = Loss(sheet.name, "damaged", {"part": sheet.part}) if twice else _loss(source, sheet)
        if loss is None:
            sound.append(sheet)
        else:
            lost.append(loss)
    return sound, lost


def _loss(source: Book, sheet: Sheet) -> Loss | None:
    """Why a sheet cannot be carried over, None if it can."""
    if not sheet.part or not NAME.fullmatch(sheet.name):
        return Loss(sheet.name, "damaged", {"part": "xl/workbook.xml"})
    if sheet.kind not in SHEETS:
        return Loss(sheet.name, "sheet-kind", {"kind": sheet.kind})
    part = sheet.part
    try:
        found = reached(source, part, own_parts(source))
        read_sheet(source.read(sheet.part)[0], sheet.part)
        for part, kind in found.items():
            check(source, part)
            data = source.raw(part)
            if kind in BARRED:
                return Loss(sheet.name, BARRED[kind])
            if kind == "pivotCacheDefinition" and FROM_OUTSIDE.search(data):
                return Loss(sheet.name, "connection")
            if kind in READ:
                outline(source.read(part)[0], part)
    except Refused:
        return Loss(sheet.name, "damaged", {"part": part})
    return None
