"""Cells that no spreadsheet program writes, in a submission: one finding each, and the rest of the file is kept."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from emg_xlsx.values import Checked
from tests.people import checked, contributions, kept, said, told
from tests.xlsx.odd_files import styles

HEAD = "| Ref. | Our role | What we do | Status | Amount, USD (optional) | Our schedule (blank = as in the plan) |\n"
ROWS = HEAD + "| A01 | Lead | We chair | In progress | 4242 | 2022 |\n| A01-D01 | Lead | We draft | Delayed | 7 | |"


def with_tag(cell: str, tag: str, table: str = ROWS, more: str = "") -> bytes:
    """A submission with this tag for one cell of Contributions, and more tags after it; style 3 shows a day."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(contributions(table))) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet2.xml":
                start = data.index(f'<c r="{cell}"'.encode())
                end = min(place for close in (b"</c>", b"/>") if (place := data.find(close, start)) > 0)
                end += 4 if data[end : end + 4] == b"</c>" else 2
                data = data[:start] + (tag + more).encode() + data[end:]
            new.writestr(name, styles() if name == "xl/styles.xml" else data)
    return buffer.getvalue()


def at(result: Checked, cell: str) -> list[str]:
    """The codes of the findings at a cell of the sheet Contributions."""
    return [f.code for f in result.findings if (f.sheet, f.cell) == ("Contributions", cell)]


@pytest.mark.parametrize(
    ("stored", "kind", "code"),
    [
        ("NaN", "n", "cell-unreadable"),
        ("INF", "n", "cell-unreadable"),
        ("1e999", "n", "cell-unreadable"),
        ("9" * 100_000, "n", "cell-unreadable"),
        ("many", "n", "cell-unreadable"),
        ("5", "zzz", "cell-unreadable"),
        ("4294967295", "s", "cell-unreadable"),
        ("maybe", "b", "cell-unreadable"),
        ("2022-13-45", "d", "cell-unreadable"),
        ("#REF!", "e", "cell-error-value"),
        ("-5", "n", "number-negative"),
    ],
)
def test_number_nobody_can_store_costs_that_cell(stored: str, kind: str, code: str) -> None:
    """An odd number has one finding at its cell; what is stored is kept, and the row is merged without it."""
    result = checked(with_tag("E2", f'<c r="E2" t="{kind}"><v>{stored}</v></c>'))
    assert at(result, "E2") == [code]
    assert [row.row.values["amount_usd"] for row in result.contributions] == [None, 7.0]
    ((_, cell, value),) = kept(result)
    assert (cell, value[:9]) == ("E2", stored[:9])
    assert result.findings[0].field == "amount_usd"


@pytest.mark.parametrize("serial", ["-5", "60", "99999999999"])
def test_date_that_is_none_costs_that_cell(serial: str) -> None:
    """A day before Excel's first, the day it invented, and one beyond its last are asked about; no day is made up."""
    result = checked(with_tag("F2", f'<c r="F2" s="3"><v>{serial}</v></c>'))
    assert len(at(result, "F2")) == 1
    assert [row.row.values["first_day"] for row in result.contributions][:1] == [None]
    assert said(result.answers[0], "ref") == [("A01",), ("A01-D01",)]


def test_unreadable_cells_of_every_column_have_one_finding_each() -> None:
    """Whatever column a cell that cannot be read stands in, it is told once."""
    for column in "BCDEF":
        result = checked(with_tag(f"{column}2", f'<c r="{column}2" t="s"><v>99999</v></c>'))
        assert at(result, f"{column}2") == ["cell-unreadable"], column


def test_unreadable_ref_is_told_as_a_ref() -> None:
    """A ref that cannot be read costs its row, which is one finding, too."""
    result = checked(with_tag("A2", '<c r="A2" t="s"><v>99999</v></c>'))
    assert at(result, "A2") == ["ref-unknown"]
    assert [row.row.values["ref"] for row in result.contributions] == ["A01-D01"]


def test_unreadable_cell_beside_the_table_is_told_once() -> None:
    """Outside the table it is an error value like inside, not also a text."""
    data = with_tag("F2", '<c r="F2"><v>44600</v></c>', more='<c r="K2" t="n"><v>NaN</v></c>')
    result = checked(data)
    assert at(result, "K2") == ["cell-unreadable"]
    assert ("cell-unreadable", "K2", "NaN") in kept(result)


def test_second_cell_at_one_place_is_told_and_kept() -> None:
    """Of two contents of one cell the first stands; the other is told and kept."""
    result = checked(with_tag("E2", '<c r="E2"><v>5</v></c>', more='<c r="E2"><v>6</v></c>'))
    assert at(result, "E2") == ["cell-unreadable"]
    assert [row.row.values["amount_usd"] for row in result.contributions] == [5.0, 7.0]
    assert kept(result) == {("cell-unreadable", "E2", "6")}


def test_cell_off_the_grid_is_told_and_kept() -> None:
    """A reference outside the sheet is told with its row; what it holds is kept."""
    result = checked(with_tag("E2", '<c r="E2"><v>5</v></c>', more='<c r="XFE2" t="str"><v>far away</v></c>'))
    assert ("cell-unreadable", "Contributions", None) in told(result.findings)
    assert kept(result) == {("cell-unreadable", None, "far away")}
