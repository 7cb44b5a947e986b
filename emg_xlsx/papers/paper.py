"""A paper as it grows: paragraphs and tables in named styles, a footer that says where it comes from, its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from unicodedata import bidirectional

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from emg_xlsx.mastered import Master
from emg_xlsx.papers.looks import LANGUAGE, RIGHT_TO_LEFT, TABLE, put_looks, style_id
from emg_xlsx.schedule import format_schedule
from emg_xlsx.summarised import Summaries
from emg_xlsx.text import clean
from emg_xlsx.texts import template, text
from emg_xlsx.xlsx.untimed import untimed

Piece = str | tuple[str, str]
"""Some words, or words and the name of the style they have inside their paragraph."""
Said = tuple[str, Sequence[Piece]]
"""A paragraph: the name of its style, and its pieces."""

WIDTH = 482.0
"""Points between the margins of the page."""

_UNWANTED = ("/thumbnail", "/stylesWithEffects", "/customXml")
"""What an empty document brings along and no paper needs."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLACEHOLDER = re.compile(r"(\{pages?\})")
_FIELDS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def new_paper(title: str, master: Master, summaries: Summaries) -> Document:
    """An empty paper: A4 upright, its styles, its properties, and the footer that says what it was made of.

    Args:
        title: of the paper, for its properties.
        master: its plan, round and day.
        summaries: how many entities have answered.
    """
    document = docx.Document()
    _drop_unwanted(document)
    put_looks(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(20), Mm(22)
    section.footer_distance = Mm(11)
    _describe(document, title, master)
    _footer(document, master, summaries)
    return document


def open_paper(document: Document, title: str, master: Master, summaries: Summaries) -> None:
    """Write the head of the first page: who issues it, what it is, whether it is approved, and where it stands."""
    plan = master.plan
    say(document, "EMG Issuer", plan.issuer)
    say(document, "Title", title)
    say(document, "EMG Draft" if plan.approval_status == "draft" else "EMG Approval", plan.approval)
    say(document, "EMG Facts", text("paper.facts", **_facts(master, summaries)))


def say(document: Document, style: str, *pieces: Piece) -> Paragraph:
    """Add a paragraph."""
    paragraph = document.add_paragraph()
    _fill(paragraph, style, pieces)
    return paragraph


def say_in(cell: _Cell, paragraphs: Iterable[Said]) -> None:
    """Write paragraphs into an empty cell."""
    first: Paragraph | None = cell.paragraphs[0]
    for style, pieces in paragraphs:
        _fill(first or cell.add_paragraph(), style, pieces)
        first = None
    if first is not None:
        _fill(first, "EMG Cell", ())


def say_more(row: _Row, column: int, paragraphs: Iterable[Said]) -> None:
    """Write paragraphs below what stands in a cell already."""
    for style, pieces in paragraphs:
        _fill(row.cells[column].add_paragraph(), style, pieces)


def new_table(document: Document, titles: Sequence[Said], widths: Sequence[float]) -> Table:
    """A table with its header row, which is repeated on every page.

    Args:
        document: where to.
        titles: what stands in the header.
        widths: of the columns, in points.
    """
    table: Table = document.add_table(rows=0, cols=len(widths))
    table.autofit = False
    table._tbl.tblPr.style = style_id(TABLE)  # noqa: SLF001  # by id: names are searched for each time
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    head = add_row(table, [(title,) for title in titles], widths)
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  # no public name for it
    return table


def add_row(table: Table, cells: Sequence[Iterable[Said]], widths: Sequence[float]) -> _Row:
    """A row that does not break across pages."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # the library's own gap
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  # no public name for it
    for cell, paragraphs, width in zip(row.cells, cells, widths, strict=True):
        cell.width = Pt(width)
        say_in(cell, paragraphs)
    return row


def keep_together(rows: Sequence[_Row]) -> None:
    """Keep rows on one page, where they fit on one."""
    for row in rows[:-1]:
        for paragraph in row._tr.iter(qn("w:p")):  # noqa: SLF001  # faster than by cells, which are sought each time
            paragraph.get_or_add_pPr().get_or_add_keepNext()


def join_down(rows: Sequence[_Row], column: int) -> None:
    """Make the cells of a column one cell over several rows; what stands in the first stays."""
    for place, row in enumerate(rows):
        merged = OxmlElement("w:vMerge")
        if place == 0:
            merged.set(qn("w:val"), "restart")
        row._tr.tc_lst[column].get_or_add_tcPr().append(merged)  # noqa: SLF001  # merging by name moves paragraphs about


def saved(document: Document) -> bytes:
    """The bytes of a paper, the same for the same content."""
    buffer = BytesIO()
    document.save(buffer)
    return untimed(buffer.getvalue())


def lines_of(words: str) -> list[str]:
    """Somebody's own words, cleaned, as the paragraphs they are written in."""
    return [line for line in clean(words).split("\n") if line]


def style_of(words: str) -> str:
    """The style of somebody's own words: by the direction of their first letter."""
    direction = next((bidirectional(char) for char in words if bidirectional(char) in ("L", "R", "AL")), "L")
    return "EMG Words" if direction == "L" else RIGHT_TO_LEFT


def _facts(master: Master, summaries: Summaries) -> dict[str, object]:
    return {
        "plan": master.plan.id,
        "round": master.round,
        "day": format_schedule(master.day, master.day, "day"),
        "answered": summaries.overview.answered,
        "expected": summaries.overview.expected,
    }


def _describe(document: Document, title: str, master: Master) -> None:
    plan = master.plan
    core = document.core_properties
    core.title, core.author, core.subject = _held(title), _held(plan.issuer), plan.id
    core.language, core.comments, core.last_modified_by = LANGUAGE, "", ""
    core.created = core.modified = datetime.combine(master.day, time(), UTC)


def _footer(document: Document, master: Master, summaries: Summaries) -> None:
    """Two lines: what it was made of and the page, and whether it is approved."""
    footer = document.sections[0].footer
    facts = _facts(master, summaries)
    first = footer.paragraphs[0]
    _fill(first, "footer", (text("paper.footer", **facts), "\t"))
    for part in _PLACEHOLDER.split(template("paper.page")):
        if part in _FIELDS:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), _FIELDS[part])
            first._p.append(field)  # noqa: SLF001  # fields have no public name
            run = first.add_run("1")
            field.append(run._r)  # noqa: SLF001  # shown until the program counts
        elif part:
            first.add_run(part)
    _fill(footer.add_paragraph(), "footer", (master.plan.approval,))


def _drop_unwanted(document: Document) -> None:
    for rels in (document.part.package.rels, document.part.rels) if document.part.package else ():
        for name in [name for name, rel in rels.items() if rel.reltype.endswith(_UNWANTED)]:
            del rels[name]
    settings = document.settings.element
    for name in ("w:savePreviewPicture", "w:zoom", "w:rsids"):
        for child in settings.findall(qn(name)):
            settings.remove(child)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # or Word says that the document is from an older one


def _fill(paragraph: Paragraph, style: str, pieces: Iterable[Piece]) -> None:
    paragraph._p.get_or_add_pPr().style = style_id(style)  # noqa: SLF001  # by id: names are searched for each time
    for piece in pieces:
        words, word_style = piece if isinstance(piece, tuple) else (piece, "")
        run = paragraph.add_run(_held(words))
        if style == RIGHT_TO_LEFT:
            run.font.rtl = True  # a style may not say it
        if word_style:
            run._r.get_or_add_rPr().style = style_id(word_style)  # noqa: SLF001  # the same


def _held(words: str) -> str:
    """Text without the characters that no document can hold."""
    return _NOT_IN_XML.sub("", words)
