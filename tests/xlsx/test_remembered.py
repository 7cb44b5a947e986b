"""What is remembered of other files changes nothing of what is read of one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from io import BytesIO

import pytest

from emg_xlsx.api import write_template
from emg_xlsx.xlsx import Limits, Refused, Sheet, open_workbook
from emg_xlsx.xlsx.quick import KIND_AND_STYLE
from emg_xlsx.xlsx.remembered import Remembered, forget
from tests.fuzz import damaged_directory, damaged_xml, seeds


def template(language: str) -> bytes:
    """A template, whose cells point to the same strings by number in every language."""
    target = BytesIO()
    write_template(target, language=language)
    return target.getvalue()


FILES = {**seeds(), **{language: template(language) for language in ("fr", "es")}}
LIMITS = Limits(seconds=5)


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """Nothing is known before a test, nor after."""
    forget()
    yield
    forget()


def outcome(data: bytes) -> object:
    """All that reading gives, sheet by sheet, or why it is refused."""
    try:
        book = open_workbook(data, limits=LIMITS)
    except Refused as refused:
        return refused.code, refused.facts
    told = [sheet(book.sheet, name, formulas) for name in book.sheet_names for formulas in (True, False)]
    return book.sheet_names, book.states, book.properties, book.anomalies, told


def sheet(read: object, name: str, formulas: bool) -> object:
    """One sheet with its cells in their order, or why it is refused."""
    try:
        found: Sheet = read(name, formulas=formulas)  # type: ignore[operator]  # a method of a workbook
    except Refused as refused:
        return refused.code, refused.facts
    return found, [list(cells.items()) for cells in found.rows.values()]


def same_warm_and_cold(data: bytes) -> bool:
    """Whether a file reads the same when others were read before it as when it is the first."""
    warm = outcome(data)
    again = outcome(data)
    forget()
    return warm == again == outcome(data)


def warmed() -> None:
    """Every sound file is known."""
    for data in FILES.values():
        outcome(data)


def test_sound_files_read_the_same_in_any_company() -> None:
    """Whatever was read before, each file reads as the first one does."""
    cold = {}
    for name, data in FILES.items():
        forget()
        cold[name] = outcome(data)
    for turn in (1, -1):
        for name, data in list(FILES.items())[::turn]:
            assert outcome(data) == cold[name], name


def test_damaged_files_read_the_same_in_any_company() -> None:
    """Damage is seen, or not, whether or not the sound file was read before."""
    chance = random.Random(20220315)
    for _ in range(60):
        data = FILES[chance.choice(list(FILES))]
        damage = chance.choice([damaged_xml, damaged_xml, damaged_directory])
        bad = damage(data, chance)
        warmed() if chance.random() < 0.2 else outcome(data)
        assert same_warm_and_cold(bad)


def test_memory_is_bounded() -> None:
    """What would take more room than there is makes room for itself, or is not remembered."""
    known = Remembered[str, int]()
    half = known.ROOM // 2
    for n in range(9):
        known.keep({str(n) * half: n})
        assert sum(map(len, known)) <= known.ROOM
    known.keep({"x" * (known.ROOM + 1): 1})
    assert sum(map(len, known)) <= known.ROOM
    known.keep({"y": 2})
    known.keep({"x" * (known.ROOM + 1): 1})
    assert known["y"] == 2


def test_nothing_long_is_remembered_of_a_cell() -> None:
    """What a hostile file says at great length goes with the file."""
    long = ' s="1" t="str" x="' + "y" * 5_000 + '"'
    assert KIND_AND_STYLE[long] == ("str", "1")
    assert max(map(len, KIND_AND_STYLE)) <= KIND_AND_STYLE.LONGEST
    for n in range(2 * KIND_AND_STYLE.MOST):
        assert KIND_AND_STYLE[f' s="{n}"'] == ("n", str(n))
    assert len(KIND_AND_STYLE) <= KIND_AND_STYLE.MOST
