"""Other formats, read in a process of their own."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from emg_xlsx.xlsx import Cell, Limits, Refused, Workbook, foreign, is_date_format, open_workbook
from emg_xlsx.xlsx.foreign import open_foreign
from tests.clients.libreoffice import LibreOffice
from tests.xlsx import biff12
from tests.xlsx import odd_files as odd

pytest.importorskip("python_calamine", reason="python-calamine is not installed")


def sample() -> bytes:
    """A workbook with a value of each type, away from the corner, and a hidden sheet."""
    written = openpyxl.Workbook()
    data = written.active
    assert data is not None
    data.title = "Data"
    data["C5"], data["D5"], data["E5"], data["F5"] = "né & <x>", 1.5, True, "two\nlines"
    data["G5"], data["H5"] = 44470, 44470.5
    data["G5"].number_format, data["H5"].number_format = "d mmm yyyy", "d mmm yyyy hh:mm"
    data["C9"] = "last"
    data.merge_cells("C9:D10")
    hidden = written.create_sheet("Kept")
    hidden["A1"] = 1
    hidden.sheet_state = "hidden"
    target = BytesIO()
    written.save(target)
    return target.getvalue()


def saved(libreoffice: LibreOffice, folder: Path, ending: str) -> bytes:
    """The sample as LibreOffice saves it in another format."""
    source = folder / "sample.xlsx"
    source.write_bytes(sample())
    return libreoffice.convert(source, ending, folder / "out").read_bytes()


@pytest.mark.parametrize(("ending", "code"), [("ods", "ods-file"), ("xls", "xls-file")])
def test_other_formats_give_the_same_values(libreoffice: LibreOffice, tmp_path: Path, ending: str, code: str) -> None:
    """Values stand at the cells where they stood; dates are dates, other numbers have no format."""
    data = saved(libreoffice, tmp_path, ending)
    with pytest.raises(Refused) as refused:
        open_workbook(data)
    assert refused.value.code == code
    opened = open_foreign(data)
    assert (opened.sheet_names, opened.states) == (("Data", "Kept"), ("visible", "hidden"))
    truth = Cell(True, "b") if ending == "xls" else Cell(1.0, "n")
    assert opened.sheet("Data").rows == {
        5: {
            3: Cell("né & <x>", "s"),
            4: Cell(1.5, "n"),
            5: truth,
            6: Cell("two\nlines", "s"),
            7: Cell(44470.0, "n", "yyyy-mm-dd"),
            8: Cell(44470.5, "n", "yyyy-mm-dd hh:mm:ss"),
        },
        9: {3: Cell("last", "s")},
    }


def test_binary_workbook_gives_its_values() -> None:
    """A real .xlsb: texts in both ways, numbers in both ways, truth values and dates, at their cells."""
    data = biff12.book(
        {
            "Data": {
                (5, 3): ("né & <x>", False),
                (5, 4): (1.5, False),
                (5, 5): (True, False),
                (5, 6): ("two\nlines", False),
                (5, 7): (44470.0, True),
                (5, 8): (44470.5, True),
                (9, 3): ("two\nlines", False),
                (9, 4): (-7.0, False),
            },
            "Kept": {(1, 1): (1.0, False)},
        },
        hidden=["Kept"],
    )
    with pytest.raises(Refused) as refused:
        open_workbook(data)
    assert refused.value.code == "xlsb-file"
    opened = open_foreign(data)
    assert (opened.sheet_names, opened.states) == (("Data", "Kept"), ("visible", "hidden"))
    assert opened.sheet("Data").rows == {
        5: {
            3: Cell("né & <x>", "s"),
            4: Cell(1.5, "n"),
            5: Cell(True, "b"),
            6: Cell("two\nlines", "s"),
            7: Cell(44470.0, "n"),  # the reader does not know the whole days of this format as dates
            8: Cell(44470.5, "n", "yyyy-mm-dd hh:mm:ss"),
        },
        9: {3: Cell("two\nlines", "s"), 4: Cell(-7.0, "n")},
    }
    assert opened.sheet("Kept").rows == {1: {1: Cell(1.0, "n")}}


def test_values_of_xlsx_agree_with_our_own_reader() -> None:
    """The same file through the child and through our own reader gives the same values at the same cells."""
    data = sample()

    def values(opened: Workbook) -> object:
        return [
            {
                (row, column): cell.value
                for row, cells in opened.sheet(name).rows.items()
                for column, cell in cells.items()
            }
            for name in opened.sheet_names
        ]

    assert values(open_foreign(data)) == values(open_workbook(data))
    assert open_foreign(data).sheet("Data").merges == open_workbook(data).sheet("Data").merges


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nonsense",
        odd.compound_file("Workbook"),
        odd.zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        odd.zipped({"xl/workbook.bin": b"\x80\x01"}),
    ],
    ids=["nothing", "nonsense", "xls", "ods", "xlsb"],
)
def test_damaged_file_is_refused(data: bytes) -> None:
    """What the reader cannot read is refused with a reason."""
    with pytest.raises(Refused) as refused:
        open_foreign(data)
    assert (refused.value.code, refused.value.facts) == ("foreign-unreadable", {"reason": "reader"})


def test_cells_that_need_all_memory_are_refused() -> None:
    """Two cells in opposite corners make the reader ask for hundreds of gigabytes; only the child notices."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    with pytest.raises(Refused) as refused:
        open_foreign(odd.book(rows), limits=Limits(child_bytes=512 * 1024 * 1024))
    assert refused.value.code == "foreign-unreadable"
    assert refused.value.facts["reason"] in {"crash", "memory", "reader"}


def child(monkeypatch: pytest.MonkeyPatch, folder: Path, code: str) -> None:
    """Put another program in the place of the child."""
    program = folder / "child.py"
    program.write_text(code, encoding="utf-8")
    monkeypatch.setattr(foreign, "CHILD", program)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import os; os.abort()", "crash"),
        ("import sys; sys.exit(1)", "crash"),
        ("import time; time.sleep(60)", "time"),
        ("print('[]')", "reader"),
        ("import json; print(json.dumps({'error': 'ModuleNotFoundError'}))", "no-reader"),
        ("import json; print(json.dumps({'error': 'PanicException'}))", "reader"),
    ],
)
def test_child_may_die_in_any_way(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, reason: str) -> None:
    """A crash, an abort, endless work or a missing library costs the file, with the reason."""
    child(monkeypatch, tmp_path, code)
    with pytest.raises(Refused) as refused:
        open_foreign(b"x", limits=Limits(child_seconds=1))
    assert (refused.value.code, refused.value.facts) == ("foreign-unreadable", {"reason": reason})


def test_password_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file that asks for a password is refused as an encrypted one."""
    child(monkeypatch, tmp_path, "import json; print(json.dumps({'error': 'PasswordError'}))")
    with pytest.raises(Refused) as refused:
        open_foreign(b"x")
    assert refused.value.code == "encrypted"


def test_too_many_cells_are_refused() -> None:
    """The limit of cells holds here, too."""
    with pytest.raises(Refused) as refused:
        open_foreign(sample(), limits=Limits(cells=3))
    assert (refused.value.code, refused.value.facts["limit"]) == ("too-many-cells", 3)


def test_too_large_a_file_is_not_handed_on() -> None:
    """The limit on the file's size is looked at first."""
    with pytest.raises(Refused) as refused:
        open_foreign(sample(), limits=Limits(file_bytes=100))
    assert refused.value.code == "too-large"


def test_numbers_that_are_none_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An infinite number becomes an error value at its cell, with an anomaly."""
    cells = '[[2, 3, "n", Infinity, None], [2, 4, "n", 1.0, None]]'.replace("None", "null")
    text = f'{{"sheets": [{{"name": "S", "state": "visible", "merges": [], "cells": {cells}}}]}}'
    child(monkeypatch, tmp_path, f"print({text!r})")
    sheet = open_foreign(b"x").sheet("S")
    assert sheet.rows == {2: {3: Cell("inf", "e"), 4: Cell(1.0, "n")}}
    assert [(a.code, a.row, a.column) for a in sheet.anomalies] == [("bad-number", 2, 3)]


def test_libreoffice_xlsx_is_read_by_our_own_reader(libreoffice: LibreOffice, tmp_path: Path) -> None:
    """A workbook that LibreOffice saved again has the same values, dates, merges and states."""
    before, after = open_workbook(sample()), open_workbook(saved(libreoffice, tmp_path, "xlsx"))
    expected = seen(before)
    expected[5, 5] = (True, "b", False, 1)  # LibreOffice writes a truth value as the formula TRUE()
    assert seen(after) == expected
    assert (after.sheet("Data").merges, after.states) == (before.sheet("Data").merges, before.states)


def seen(opened: Workbook) -> dict[tuple[int, int], tuple[object, str, bool, int]]:
    """Value, kind, whether it is a date, and formula of each cell; formats may be spelled in several ways."""
    return {
        (row, column): (cell.value, cell.kind, is_date_format(cell.format), cell.formula)
        for row, cells in opened.sheet("Data").rows.items()
        for column, cell in cells.items()
    }
