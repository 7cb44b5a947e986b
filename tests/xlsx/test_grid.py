"""Places in the grid and number formats."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emg_xlsx.xlsx import a1, column_letters, is_date_format
from emg_xlsx.xlsx.escapes import unescaped
from emg_xlsx.xlsx.formats import BUILT_IN
from emg_xlsx.xlsx.grid import LAST_COLUMN, LAST_ROW, block, position

PLACES = st.tuples(st.integers(1, LAST_ROW), st.integers(1, LAST_COLUMN))


@pytest.mark.parametrize(
    ("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA"), (16_384, "XFD")]
)
def test_columns_have_letters(column: int, letters: str) -> None:
    """Columns count like a number system without zero."""
    assert column_letters(column) == letters
    assert a1(7, column) == f"{letters}7"


@given(place=PLACES)
def test_a_place_written_and_read_is_the_same(place: tuple[int, int]) -> None:
    """Every place of the grid survives being written."""
    assert position(a1(*place)) == place


@given(text=st.text(max_size=12))
def test_any_text_is_a_place_or_none(text: str) -> None:
    """No text raises, and what is given back lies in the grid."""
    found = position(text)
    assert found is None or (1 <= found[0] <= LAST_ROW and 1 <= found[1] <= LAST_COLUMN)
    assert block(text) is None or len(text) > 0


@pytest.mark.parametrize(
    ("reference", "corners"),
    [
        ("B2:D5", (2, 2, 5, 4)),
        ("$D$5:$B$2", (2, 2, 5, 4)),
        ("B2", (2, 2, 2, 2)),
        ("B:D", (1, 2, LAST_ROW, 4)),
        ("2:5", (2, 1, 5, LAST_COLUMN)),
        ("A1:XFE1", None),
        ("A1:", None),
        ("0:5", None),
        ("", None),
    ],
)
def test_ranges_have_corners(reference: str, corners: tuple[int, int, int, int] | None) -> None:
    """Ranges of cells, columns and rows; a lone cell is a range of its own."""
    assert block(reference) == corners


DATES = [
    "d mmm yyyy",
    "mmm-yy",
    "yyyy",
    "h:mm",
    "[h]:mm:ss",
    '[$-40C]d" "mmmm;@',
    'yyyy"年"m"月"',
    "DD/MM/YYYY",
    r"d\.m\.",
]
NOT_DATES = [
    None, "General", "0.00E+00", "@", "#,##0.00", '0.0" days"', r"0\d", "[Red]0", "[$USD] #,##0", "_d0", "*d0", '0;"y"',
    "0;d",
]  # fmt: skip


@pytest.mark.parametrize(("code", "expected"), [*((d, True) for d in DATES), *((n, False) for n in NOT_DATES)])
def test_formats_that_show_dates(code: str | None, expected: bool) -> None:
    """Letters of dates count where they format the number, not in quotation marks, brackets or escapes."""
    assert is_date_format(code) is expected


def test_built_in_dates_are_those_of_the_standard() -> None:
    """ECMA-376 gives dates and times the ids 14 to 22 and 45 to 47; 27 to 36 and 50 to 58 are East Asian ones."""
    standard = {*range(14, 23), 45, 46, 47}
    eastern = {*range(27, 37), *range(50, 59)}
    assert {number for number, code in BUILT_IN.items() if is_date_format(code)} - eastern == standard


@given(text=st.text())
def test_unescaped_text_can_always_be_encoded(text: str) -> None:
    """Whatever the escapes stand for, the text that comes out has no lone surrogates."""
    escaped = "".join(f"_x{ord(c):04X}_" if ord(c) < 0x10000 else c for c in text)
    assert unescaped(escaped).encode() is not None
    assert unescaped(escaped) == text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
