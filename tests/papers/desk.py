"""A master with something of everything, and papers read back as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.table import Table

from emg_xlsx.mastered import Master
from emg_xlsx.papers import progress_paper, work_plan_paper
from emg_xlsx.summaries import summarise
from tests.test_roundtrip import Desk

PRIVATE = "a.person@unep.example"
HOSTILE = "<w:p>&amp;</w:p> =cmd|' /C calc'!A0 {{7*7}}"
ARABIC = "مراجعة التقرير، ثم النشر"
A01, D01, D02, D03, D04, A02 = 2, 3, 4, 5, 6, 9
"""Rows of the template: an activity as a whole and its first deliverables, and another activity."""
ROWS: dict[str, dict[int, dict[str, Any]]] = {
    "WHO": {D01: {"role": "Contributing", "progress": "Sends ten cases.", "status": "Completed"},
            D03: {"role": "Lead", "progress": "Leads with others.", "status": "In progress"}},
    "FAO": {A01: {"role": "Co-lead", "progress": "Chairs with UNEP.", "status": "In progress"},
            D01: {"role": "Lead", "progress": f"Writes the note.\nAsk {PRIVATE} for it.", "status": "Delayed",
                  "schedule": "March 2022 - October 2022", "evidence": "https://fao.example/note"},
            D02: {"role": "Lead", "progress": "Words to be kept.", "status": "Completed"},
            D03: {"role": "Lead", "progress": HOSTILE, "status": "In progress"},
            D04: {"role": "Contributing", "progress": "Words of a row left out.", "status": "Cancelled"}},
    "UNEP": {D01: {"role": "Co-lead", "progress": "Comments on drafts.", "status": "In progress"},
             D02: {"role": "Contributing", "progress": "Edits the collection.", "status": "Completed"},
             A02: {"progress": ARABIC, "status": "In progress"}},
}  # fmt: skip
AGREED = {"A03-D02": "Q2 2022", "A09": "January 2022 - March 2022", "A08": "all of 2022", "A08-D02": "May 2022"}
SECRETARIAT = f"The collection is published; ask {PRIVATE}."


def made_master(folder: Path) -> Master:
    """The master, with the coordinator's words in it."""
    desk = Desk(folder)
    for entity, rows in ROWS.items():
        desk.file(f"{entity}.xlsx", entity, rows)
    desk.merge()
    desk.write("Contributions", "FAO/A01-D02/1", "Print", "Without the text")
    desk.write("Contributions", "FAO/A01-D04/1", "Print", "No")
    desk.write("Progress", "A01-D02", "Overall status", "Nearly there")
    desk.write("Progress", "A01-D02", "Secretariat text", SECRETARIAT)
    for ref, words in AGREED.items():
        desk.write("Work plan", ref, "Agreed schedule", words)
    return desk.merge().master


def work_plan(master: Master, *refs: str, with_entities: bool = False) -> bytes:
    """The work plan of some refs, or of all."""
    chosen = frozenset(refs or master.plan.refs)
    return work_plan_paper(master, summarise(master), refs=chosen, with_entities=with_entities)


def progress(master: Master, *refs: str, with_contacts: bool = False) -> bytes:
    """The progress report of some refs, or of all."""
    chosen = frozenset(refs or master.plan.refs)
    return progress_paper(master, summarise(master), refs=chosen, with_contacts=with_contacts)


def opened(content: bytes) -> Document:
    """A paper as python-docx reads it."""
    return docx.Document(BytesIO(content))


def column(table: Table, number: int) -> list[str]:
    """The paragraphs of a column below the header; a cell over several rows counts once."""
    cells = {row.cells[number]._tc: row.cells[number] for row in list(table.rows)[1:]}
    return [one.text for cell in cells.values() for one in cell.paragraphs if one.text]


def tables(content: bytes) -> dict[str, Table]:
    """The tables of a work plan by the number of their activity."""
    return {column(table, 1)[0].partition(".")[0]: table for table in opened(content).tables}


def paragraphs(content: bytes) -> list[tuple[str, str]]:
    """Style and text of the paragraphs outside tables."""
    return [(str(one.style.name) if one.style else "", one.text) for one in opened(content).paragraphs]


def texts(content: bytes) -> list[str]:
    """Every paragraph of a paper, those in tables and at the foot of the page too."""
    document = opened(content)
    footer = [one.text for one in document.sections[0].footer.paragraphs]
    return [*(words for _, words in paragraphs(content)), *_in_tables(document), *footer]


def _in_tables(document: Document) -> Iterator[str]:
    for table in document.tables:
        for number, head in enumerate(table.rows[0].cells):
            yield head.text
            yield from column(table, number)


def between(content: bytes, start: str, end: str = "") -> list[str]:
    """The paragraphs after the first that starts with some words, until one that starts with others."""
    words = [one for _, one in paragraphs(content)]
    first = next(n for n, one in enumerate(words) if one.startswith(start)) + 1
    last = next((n for n, one in enumerate(words[first:], first) if end and one.startswith(end)), len(words))
    return words[first:last]
