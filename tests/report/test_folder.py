"""Where packs lie: safe names, folders of their own, and what counts as news."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emg_xlsx.report import folder
from tests.report.samples import NEGATIVE, asked, pack


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("UNEP", "UNEP"),
        ("mail.eml/UNEP.xlsx", "mail.eml_UNEP.xlsx"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a:b*c?.xlsx", "a_b_c_.xlsx"),
        ("CON", "_CON"),
        ("nul.xlsx", "_nul.xlsx"),
        ("ends with a dot.", "ends with a dot"),
        ("", "_"),
        ("x" * 300, "x" * 80),
    ],
)
def test_names_that_every_system_takes(name: str, safe: str) -> None:
    """Whatever a file was called, its folder has a name that Windows takes, too."""
    assert folder.safe_name(name) == safe


@given(st.text(max_size=200))
def test_no_name_leads_elsewhere(name: str) -> None:
    """No name is empty, too long, a path, or one of those that mean another place."""
    safe = folder.safe_name(name)
    assert 0 < len(safe) <= 81
    assert not set(safe) & set('<>:"/\\|?*\x00')
    assert safe not in (".", "..")
    assert safe == safe.strip(" .")


def test_one_file_lies_in_the_folder_of_its_entity() -> None:
    """With more than one file in force an entity has a folder for each, and what is of nobody lies apart."""
    packs = [pack(file="a.xlsx"), pack(file="b.xlsx", entity="FAO"), pack(file="c.xlsx", entity="FAO"),
             pack(file="d.xlsx", entity=None)]  # fmt: skip
    assert folder.places(packs) == {
        "a.xlsx": "UNEP", "b.xlsx": "FAO/b.xlsx", "c.xlsx": "FAO/c.xlsx", "d.xlsx": "_unknown/d.xlsx",
    }  # fmt: skip


def test_no_two_packs_share_a_folder() -> None:
    """Names that differ in capitals, or in what no system takes, are numbered."""
    packs = [pack(file=name, entity=None) for name in ("A.xlsx", "a.xlsx", "a?.xlsx", "a*.xlsx")]
    places = list(folder.places(packs).values())
    assert len({place.casefold() for place in places}) == 4


def test_what_is_news() -> None:
    """A new file, a new question or an answer is news; a question asked before is not new."""
    first = pack(questions=asked(NEGATIVE))
    before = folder.Written(first.sha256, folder.states(first))
    assert folder.has_news(first, None)
    assert not folder.has_news(first, before)
    assert folder.has_news(replace(first, sha256="cd" * 32), before)
    assert folder.has_news(replace(first, questions=asked(NEGATIVE, state="confirmed", answer="Yes")), before)
    assert [question.new for question in folder.with_news(first, before).questions] == [False]
    assert [question.new for question in folder.with_news(first, None).questions] == [True]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"packs": 1}', '{"packs": {"UNEP": {}}}', "null", "[" * 10_000])
def test_a_damaged_ledger_makes_everything_new(text: str) -> None:
    """A ledger that cannot be read costs nothing but that everything counts as new."""
    assert folder.ledger(text) == {}


def test_ledger_comes_back() -> None:
    """What is written down is read back."""
    packs = {"UNEP": folder.Written("ab" * 32, {"0" * 12: "open"}, {"report.html": "cd" * 32})}
    assert folder.ledger(folder.ledger_text(packs)) == packs
