"""Merging into a master in which somebody, or a program, did what nobody expects."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from emg_xlsx.errors import EmgError
from emg_xlsx.memory import sealed
from emg_xlsx.tabular import BASE_COLUMNS
from tests import fuzz
from tests.test_merging import LEAD
from tests.test_roundtrip import Desk, cell, register


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a master of one file."""
    found = Desk(tmp_path)
    found.file("a.xlsx", "FAO", {2: LEAD, 3: LEAD})
    found.merge()
    return found


def with_part(desk: Desk, part: str, content: bytes) -> bytes:
    """Give a part of the master other content, and give the master's bytes."""
    desk.path.write_bytes(fuzz.zipped({**fuzz.parts_of(desk.path.read_bytes()), part: content}))
    return desk.path.read_bytes()


def kept(desk: Desk) -> list[bytes]:
    """The dated copies of old masters."""
    return [path.read_bytes() for path in desk.place.glob("master 2022*.xlsx")]


def meta(desk: Desk, name: str, value: Any) -> None:
    """Write over a line of ``_meta``."""

    def change(book: Workbook) -> None:
        next(row for row in book["_meta"].iter_rows() if row[0].value == name)[1].value = value

    desk.edit(change)


def test_a_deadline_in_words_is_told(desk: Desk) -> None:
    """What is no day cannot stand under Extended to: the day before stays, and the old master is kept."""
    desk.write("Register", "a.xlsx", "Extended to", date(2022, 5, 1))
    desk.merge()
    desk.write("Register", "a.xlsx", "Extended to", "mid-May")
    before = desk.path.read_bytes()
    merging = desk.merge()
    assert [sheet for sheet, _ in merging.lost] == ["Register"]
    assert register(merging, "a.xlsx")["extended_to"] == date(2022, 5, 1)
    assert kept(desk) == [before]


def test_a_word_of_the_log_written_over_stays(desk: Desk) -> None:
    """A word that is no code of ours is shown as it was written."""
    desk.write("Changes", "FAO/A01/1", "What", "Looked at")
    desk.file("b.xlsx", "UNEP", {3: LEAD})
    merging = desk.merge()
    assert "Looked at" in [line["what"] for line in merging.master.changes.to_dict("records")]
    assert desk.merge().unchanged


def test_a_day_that_is_none_is_told(desk: Desk) -> None:
    """A master that does not say of which day it is cannot be merged into, and stays as it is."""
    meta(desk, "date", "soon")
    before = desk.path.read_bytes()
    with pytest.raises(EmgError):
        desk.merge()
    assert desk.path.read_bytes() == before


@pytest.mark.parametrize(("name", "value"), [("since", "soon"), ("known_changes", "many"), ("known_changes", -1)])
def test_what_counts_as_new_may_be_damaged(desk: Desk, name: str, value: Any) -> None:
    """Only the news depend on these lines: everything else is merged."""
    meta(desk, name, value)
    desk.file("b.xlsx", "UNEP", {3: LEAD})
    assert cell(desk.merge(), "UNEP/A01-D01/1", "role") == "LEAD"


def test_a_sheet_that_cannot_be_read_stops_the_merge(desk: Desk) -> None:
    """The first sheet may have been written in, so it is not replaced unseen."""
    before = with_part(desk, "xl/worksheets/sheet1.xml", b"<worksheet>")
    with pytest.raises(EmgError):
        desk.merge()
    assert desk.path.read_bytes() == before


@pytest.mark.parametrize("part", ["xl/comments/comment1.xml", "xl/styles.xml"])
def test_looks_that_cannot_be_read_are_told(desk: Desk, part: str) -> None:
    """Cells are merged without them, and the old master is kept."""

    def note(book: Workbook) -> None:
        book["Contributions"]["H2"].comment = Comment("Ask again.", "Coordinator")

    desk.edit(note)
    before = with_part(desk, part, b"<nothing")
    desk.file("b.xlsx", "UNEP", {3: LEAD})
    merging = desk.merge()
    assert cell(merging, "UNEP/A01-D01/1", "role") == "LEAD"
    assert "Contributions" in [sheet for sheet, _ in merging.lost]
    assert kept(desk) == [before]


@pytest.mark.parametrize(
    "values",
    [
        {"taken": {"role": []}},
        {"taken": {"role": 10**30}},
        {"taken": None},
        {"taken": {}, "edits": [], "shown": {}},
        [],
    ],
)
def test_memory_of_another_kind_is_none(desk: Desk, values: Any) -> None:
    """Lines that are whole, and that this version does not understand, are told and not used."""

    def spoil(book: Workbook) -> None:
        head, *lines = book["_base"].values
        assert head == BASE_COLUMNS
        found = [dict(zip(BASE_COLUMNS, line, strict=True)) for line in lines[:-1]]
        next(line for line in found if line["record"] == "row")["values"] = json.dumps(values)
        for row, line in enumerate(sealed(found), 2):
            for column, key in enumerate(BASE_COLUMNS, 1):
                book["_base"].cell(row, column).value = line.get(key)

    desk.edit(spoil)
    merging = desk.merge()
    assert [sheet for sheet, _ in merging.lost] == ["_base"]
    assert cell(merging, "FAO/A01/1", "description") == "Chairs the group."
