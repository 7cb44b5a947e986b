"""The sheet ``To check`` as a value, so that the sender's own workbook and a new one get the same.

The head says thank you, what is recorded, what is left, by when and how; then come the points in groups, each
with a header of its own. Nothing is frozen: the head is too tall to stand above every screen, and a header per
group stays near what it explains.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from emg_xlsx.findings import Finding, letters
from emg_xlsx.packs import Pack, signed
from emg_xlsx.report import wording
from emg_xlsx.report.wording import Group, Point, say
from emg_xlsx.text import visible
from emg_xlsx.xlsx.measuring import row_height
from emg_xlsx.xlsx.patching import AnswerList, Look, SheetCell, ToCheck
from emg_xlsx.xlsx.writing import CREAM, HEAD, INK, LINK, QUIET

WIDTHS = (6.0, 46.0, 21.0, 20.0, 22.0, 26.0, 28.0, 18.0, 14.0, 14.0)
"""In characters: number, what we ask, where, about what, what you wrote, noted, your answer, code, id, our mark."""
ANSWER, ID, MARK = 6, 8, 9
"""Columns from 0: where the answer is written, the hidden id of the question, and what tells our texts in a row."""
ACROSS = 150
"""Characters a line of the head may have: it runs over the empty cells beside it."""


STYLES: Mapping[str, Look] = MappingProxyType(
    {
        "title": Look(bold=True, size=18, colour=HEAD, wrap=False),
        "line": Look(wrap=False, colour=INK),
        "strong": Look(bold=True, wrap=False, colour=INK),
        "quiet": Look(size=9, colour=QUIET, wrap=False),
        "head": Look(bold=True, colour="#FFFFFF", fill=HEAD, border=True),
        "head-quiet": Look(bold=True, colour=QUIET, fill="#E4E7EB", border=True),
        "heading-blocking": Look(bold=True, size=14, colour="#8A1C0A", wrap=False),
        "heading-error": Look(bold=True, size=14, colour="#8A1C0A", wrap=False),
        "heading-query": Look(bold=True, size=14, colour="#6B4700", wrap=False),
        "heading-answered": Look(bold=True, size=14, colour="#1E5631", wrap=False),
        "heading-note": Look(bold=True, size=14, colour=QUIET, wrap=False),
        # The darker the fill, the more urgent, also without colour; the words stand in the heading.
        "number-blocking": Look(bold=True, fill="#F2B8A8", border=True, colour=INK),
        "number-error": Look(bold=True, fill="#F2B8A8", border=True, colour=INK),
        "number-query": Look(bold=True, fill="#FFE9A8", border=True, colour=INK),
        "number-answered": Look(fill="#E3F1E6", border=True, colour=INK),
        "number-note": Look(colour=QUIET, border=True),
        "cell": Look(border=True, colour=INK),
        "link": Look(border=True, colour=LINK, underline=True),
        "answer": Look(border=True, fill=CREAM, locked=False, colour=INK),
        "told": Look(border=True, colour=QUIET),
        "told-link": Look(border=True, colour=QUIET, underline=True),
        "code": Look(border=True, size=9, colour=QUIET),
        "id": Look(size=9, colour=QUIET, wrap=False),
    }
)


@dataclass(slots=True)
class _Sheet:
    """The sheet as it grows."""

    pack: Pack
    annotated: bool
    rows: list[tuple[SheetCell | None, ...]] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    header: int | None = None
    both: list[int] = field(default_factory=list)
    corrected: list[int] = field(default_factory=list)

    def add(self, cells: Sequence[SheetCell | None], height: float | None = None) -> None:
        """A row; as high as its wrapped texts need where nothing is said."""
        # Behind an answer that is there already stands no mark: it may be changed, and is read as an answer.
        left = (ANSWER, ID) if len(cells) > ID else ()
        words = signed(cell.text for number, cell in enumerate(cells) if cell is not None and number not in left)
        mark = [*[None] * (MARK - len(cells)), SheetCell(words, "id")] if words else []
        self.rows.append((*cells, *mark))
        self.heights.append(height or row_height(_measured(cells)) + 2)

    def line(self, words: str, style: str = "line", height: float = 16.0) -> None:
        """A line over the whole width; long ones go on below."""
        for part in textwrap.wrap(words, ACROSS) or [""]:
            self.add([SheetCell(part, style)], height)


def to_check(pack: Pack, *, annotated: bool = True) -> ToCheck:
    """The sheet for one pack.

    Args:
        pack: what goes back.
        annotated: whether it is added to the sender's own workbook, so that there are cells to link to.
    """
    sheet = _Sheet(pack, annotated)
    _head(sheet)
    for group in wording.groups(pack):
        _group(sheet, group)
    return ToCheck(
        name=say(pack, "sheet"),
        rows=tuple(sheet.rows),
        widths=WIDTHS,
        heights=tuple(sheet.heights),
        header=sheet.header,
        lists=tuple(_lists(sheet)),
        hidden=(ID, MARK),
        styles=STYLES,
        first=bool(pack.open),
    )


def _head(sheet: _Sheet) -> None:
    pack = sheet.pack
    sheet.line(wording.thanks(pack), "title", 30.0)
    sheet.line(wording.call(pack), "quiet", 18.0)
    sheet.line(f"{wording.merged(pack)} {wording.left(pack)}", "strong", 18.0)
    if words := wording.deadline(pack):
        sheet.line(words, "strong", 18.0)
    if pack.open:
        how = "sheet" if sheet.annotated else "fresh"
        sheet.line(say(pack, f"how_{how}_1"))
        sheet.line(say(pack, f"how_{how}_2", return_to=wording.return_to(pack)))
    counts = say(pack, "receipt_counts", read=pack.rows_read, merged=pack.rows_merged)
    received = wording.day_words(pack, pack.received)
    key = "receipt_line_received" if received else "receipt_line"
    sheet.line(say(pack, key, file=visible(pack.file, 120), day=received, counts=counts), "quiet")
    if pack.sha256:
        sheet.line(say(pack, "receipt_sha_line", sha256=pack.sha256), "quiet")


_TITLES = ("number", "ask", "where", "about", "wrote", "noted", "answer", "code")


def _group(sheet: _Sheet, group: Group) -> None:
    pack, note = sheet.pack, group.kind == "note"
    sheet.line("", height=10.0)
    sheet.line(group.heading, f"heading-{group.kind}", 22.0)
    sheet.line(group.remark, "quiet")
    # Notes have the same columns, some of them empty, so that a header repeated on paper never stands over another.
    titles = ("", "told", "where", "about", "wrote", "", "", "code") if note else _TITLES
    style = "head-quiet" if group.kind in ("note", "answered") else "head"
    looks = [style] * (len(titles) - 1) + ["head-quiet"]
    cells = [SheetCell(say(pack, key) if key else "", look) for key, look in zip(titles, looks, strict=True)]
    if sheet.header is None and not note:
        sheet.header = len(sheet.rows)
    sheet.add(cells, 20.0)
    for point in group.points:
        sheet.add(tuple(_told(sheet, point) if note else _asked(sheet, point, group.kind)))
    if group.more:
        sheet.line(group.more, "quiet")


def _asked(sheet: _Sheet, point: Point, kind: str) -> Iterator[SheetCell | None]:
    # An answered question keeps its list too: an answer may be changed.
    (sheet.both if point.confirmable else sheet.corrected).append(len(sheet.rows) + 1)
    yield SheetCell(str(point.number), f"number-{kind}")
    yield SheetCell(point.ask, "cell")
    yield _where(sheet, point, "link", "cell")
    yield SheetCell(point.about, "cell")
    yield SheetCell(point.wrote, "cell")
    yield SheetCell(point.noted, "cell")
    yield SheetCell(point.answer, "answer")
    yield SheetCell(point.finding.code, "code")
    yield SheetCell(point.id, "id")


def _told(sheet: _Sheet, point: Point) -> Iterator[SheetCell | None]:
    yield SheetCell("", "number-note")
    yield SheetCell(point.ask, "told")
    yield _where(sheet, point, "told-link", "told")
    yield SheetCell(point.about, "told")
    yield SheetCell(point.wrote, "told")
    yield from (SheetCell("", "told"), SheetCell("", "told"))
    yield SheetCell(point.finding.code, "code")


def _where(sheet: _Sheet, point: Point, linked: str, plain: str) -> SheetCell:
    # One short line: some programs neither wrap nor break the text of a link.
    target = link_to(point.finding) if sheet.annotated else None
    return SheetCell(point.place, linked if target else plain, target)


def link_to(finding: Finding) -> str | None:
    """The place a finding is about as the target of a link: ``'Contributions'!H16``; None for the file as a whole."""
    if not finding.sheet:
        return None
    name = finding.sheet.replace("'", "''")
    return f"'{name}'!{finding.cell or f'A{finding.row or 1}'}"


def _lists(sheet: _Sheet) -> Iterator[AnswerList]:
    """A yes is offered only where there is something it would confirm."""
    pack = sheet.pack
    yes, corrected = say(pack, "yes"), say(pack, "corrected")
    for rows, words in ((sheet.both, (yes, corrected)), (sheet.corrected, (corrected,))):
        if rows:
            yield AnswerList(_ranges(rows), words, say(pack, "answer_title"), say(pack, "answer_help"))


def _ranges(rows: Iterable[int]) -> str:
    """Cells of the answer column in rows counted from 1, neighbours together."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    letter = letters(ANSWER + 1)
    return " ".join(f"{letter}{first}" if first == last else f"{letter}{first}:{letter}{last}" for first, last in runs)


def _measured(cells: Sequence[SheetCell | None]) -> Iterator[tuple[str, float]]:
    """Each wrapped text with the width it has."""
    for cell, width in zip(cells, WIDTHS, strict=False):
        if cell is not None and STYLES[cell.style].wrap:
            yield cell.text, width * (0.95 if STYLES[cell.style].bold else 1.0)
