"""Which text of one list is which of another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from emg_xlsx.matching import matched

TEXTS = st.lists(st.text(alphabet="abc ", max_size=12), max_size=6)


def test_the_only_two_are_a_pair_whatever_they_say() -> None:
    """One row and one known row are versions of each other, however different."""
    assert matched(["We host a meeting"], ["Nothing alike"]) == [0]


def test_equal_goes_before_similar() -> None:
    """A row that stayed as it was keeps its place, though another one resembles it."""
    assert matched(["We draft the report now", "We draft the report"], ["We draft the report", "Hosting"]) == [None, 0]


def test_most_similar_goes_first() -> None:
    """Of two rows that resemble a known one, the nearer is its new version."""
    known = ["Drafting of the annual report", "Training of customs officers"]
    rows = ["Drafting of an annual paper for all", "Training of officers", "Drafting of the annual reports"]
    assert matched(rows, known) == [None, 1, 0]


def test_case_accents_and_spaces_make_no_difference() -> None:
    """The same words typed differently are equal."""
    assert matched(["x", "DONNÉES  du  marché"], ["Données du marché", "y"], least=1.0) == [None, 0]


def test_texts_without_likeness_stay_alone() -> None:
    """Where there are several, a row is never paired by force."""
    assert matched(["alpha", "beta"], ["1234", "5678"]) == [None, None]


def test_rows_without_words_are_paired_in_order() -> None:
    """Rows that say nothing are equal, the first with the first."""
    assert matched(["", ""], ["", "", "a"]) == [0, 1]


@given(rows=TEXTS, known=TEXTS)
def test_pairs_are_one_to_one(rows: list[str], known: list[str]) -> None:
    """Every row has a place or none, and no place has two rows."""
    found = matched(rows, known)
    taken = [k for k in found if k is not None]
    assert len(found) == len(rows)
    assert len(set(taken)) == len(taken)
    assert all(0 <= k < len(known) for k in taken)


@given(rows=TEXTS, least=st.floats(0, 1))
def test_a_list_is_matched_with_itself(rows: list[str], least: float) -> None:
    """Nothing has changed: every row is paired with one of the same text."""
    found = matched(rows, rows, least)
    assert [rows[k].split() if k is not None else None for k in found] == [row.split() for row in rows]
