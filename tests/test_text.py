"""Cleaning, folding and showing text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from emg_xlsx.text import clean, digits, fold, is_blank_word, is_same_word, visible

ANY_TEXT = st.text(st.characters(), max_size=60)
AWKWARD_TEXT = st.text(
    st.sampled_from(" \u00a0\u2009\u200b\u202e\t\r\n\x07\x85\u2028\ud800ae\u0301\u0308-é"), max_size=30
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  UNEP ", "UNEP"),
        ("UN\u00a0Women", "UN Women"),
        ("10\u2009000\u202f000", "10 000 000"),
        ("two   spaces", "two spaces"),
        ("mixed \u00a0 spaces and\u2003one", "mixed spaces and one"),
        ("UN\u200bEP\ufeff", "UNEP"),
        ("\u202eCBD\u202c\u200f", "CBD"),
        ("be\u0301", "bé"),
        ("bell\x07 and\x00nul", "bell andnul"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("\n\n first  \n\n second\t\n \n", "first\n\nsecond"),
        ("left\tright", "left\tright"),
        ("half\ud800pair\uffff", "halfpair"),
        ("soft\u00adhyphen", "softhyphen"),
        ("  \u00a0\u200b\n", ""),
        ("a – b’s “c”", "a – b’s “c”"),
    ],
)
def test_clean_removes_only_what_cannot_be_seen(typed: str, kept: str) -> None:
    """Spaces, line ends and invisible characters are put right, visible characters stay."""
    assert clean(typed) == kept


@given(ANY_TEXT | AWKWARD_TEXT)
@example("\u200be\u200b\u0301")
@example("\u2000 \u0308 ")
def test_clean_is_idempotent(text: str) -> None:
    """Cleaning twice is cleaning once."""
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT | AWKWARD_TEXT)
def test_clean_text_can_be_stored(text: str) -> None:
    """A cleaned text is NFC, encodes as UTF-8 and holds no control but tab and line feed."""
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert not [c for c in cleaned if unicodedata.category(c) == "Cc" and c not in "\t\n"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UN Women", "UN-Women"),
        ("UN Women", "un women"),
        ("UN Women", "UN\u2011Women"),
        ("UN Women", "UN_Women"),
        ("U.N. Women", "UN–Women"),
        ("achevé", "ACHEVE"),
        ("Experts' time", "Experts’ time"),
        ("UNEP / CMS", "UNEP/CMS"),
        ("Our role *", "Our role"),
        ("Weiß", "WEISS"),
        ("Ｏｎｇｏｉｎｇ", "ongoing"),
        ("A٠٣", "A03"),
        ("СBD", "CBD"),
        ("UNЕP", "UNEP"),
        ("СОР15", "COP15"),
        ("А03-D02", "A03-D02"),
        ("СОР", "COP"),
        ("ΤΟΡ", "TOP"),
        ("ёлка", "елка"),
        ("أول", "أَوَّل"),
    ],
)
def test_fold_joins_spellings_of_one_name(one: str, other: str) -> None:
    """Spellings that differ in case, accents, punctuation or look-alike letters have one key."""
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ITC", "ITU"),
        ("ECA", "ECE"),
        ("WTO", "UNWTO"),
        ("#REF!", "Ref."),
        ("25 %", "25"),
        ("a+b", "ab"),
        ("нет", "het"),
    ],
)
def test_fold_keeps_different_names_apart(one: str, other: str) -> None:
    """Acronyms that are nearly alike, error values and signs keep keys of their own."""
    assert fold(one) != fold(other)


@pytest.mark.parametrize("word", ["нет", "март", "он", "В", "вакцина", "Covid-вакцина", "ТАСС и ООН на русском"])
def test_fold_keeps_russian_words(word: str) -> None:
    """Words that are plainly Russian keep their Cyrillic letters, also those made of look-alikes only."""
    assert fold(word) == "".join(c for c in word.casefold() if c.isalpha())


@example("A\x1fµ")
@given(ANY_TEXT)
def test_fold_ignores_what_clean_removes(text: str) -> None:
    """A text and its cleaned form have one key."""
    assert fold(clean(text)) == fold(text)


@pytest.mark.parametrize(
    "word",
    ["N/A", "n.a.", "n/a", "NA", "N / A", "(n/a)", "-", "–", "—", "--", "...", "/", "none", "None.", "NIL", "nil",
     "Néant", "neant", "aucune", "s/o", "S.O.", "ninguno", "no aplica", "not applicable", "нет", "НЕТ", "无", "",
     "  \u200b"],
)  # fmt: skip
def test_blank_words_say_nothing(word: str) -> None:
    """Ways of writing that there is nothing are told from answers."""
    assert is_blank_word(word)


@pytest.mark.parametrize(
    "word",
    [
        "0",
        "no",
        "non",
        "TBD",
        "#N/A",
        "?",
        "x",
        "nothing to report",
        "Nilsson",
        "-5",
        "none" * 20,
        " " * 50 + "5",
    ],
)
def test_answers_are_not_blank_words(word: str) -> None:
    """A zero, a No, an open point and an error value are answers."""
    assert not is_blank_word(word)


def test_digits_become_ascii() -> None:
    """Full-width, Arabic-Indic and Persian digits and punctuation become ASCII, words stay."""
    assert digits("２０２２；１，５：３") == "2022;1,5:3"
    assert digits("٢٠٢٢ ۱۲٪") == "2022 12%"
    assert digits("март ½ 五") == "март ½ 五"


def test_visible_is_one_line() -> None:
    """Line ends, tabs and controls become spaces, invisible marks vanish."""
    assert visible(" one\r\n\ttwo\x07three \u202efour\u200b ") == "one two three four"


@pytest.mark.parametrize("length", [81, 500, 40_000])
def test_visible_shortens(length: int) -> None:
    """A long text is cut to the limit and says so."""
    assert visible("x" * length) == "x" * 79 + "…"


def test_visible_says_that_it_cut_behind_blanks() -> None:
    """Text hidden behind very many blanks is not shown as if there were none."""
    assert visible("a" + " " * 5000 + "b") == "a…"


@given(ANY_TEXT | AWKWARD_TEXT, st.integers(2, 40))
def test_visible_never_exceeds_its_limit(text: str, limit: int) -> None:
    """Whatever comes in, one line of at most the limit goes out."""
    shown = visible(text, limit)
    assert len(shown) <= limit
    assert not set(shown) & set("\n\t\u202e\ud800")


@pytest.mark.parametrize(
    "word", ["idem", "Idem.", "IDEM", "ditto", "Same as above", "〃", '"', "lo mismo", "там же", "同上"]
)
def test_words_that_point_to_the_cell_above(word: str) -> None:
    """Words and marks for "the same again" are known in the languages people write."""
    assert is_same_word(word)


@pytest.mark.parametrize("word", ["", "N/A", "-", "Same forum as above, in June", "identical", "do", "id", "Samoa"])
def test_words_that_say_something_of_their_own(word: str) -> None:
    """A sentence that begins alike says something; a word for nothing points nowhere."""
    assert not is_same_word(word)
