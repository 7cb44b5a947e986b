"""What may be printed: words without e-mail addresses."""

from __future__ import annotations

import time

import pytest

from emg_xlsx.printing import without_addresses
from emg_xlsx.texts import text

MARK = text("printing.address")


@pytest.mark.parametrize(
    "address",
    [
        "focal.point@unep.example",
        "Focal_Point+emg@mail.unep.example",
        "o'brien@fao.example",
        "отдел@почта.example",
        '"focal point"@unep.example',
        "focal.point @ unep.example",
        "focal.point＠unep.example",
        "focal.point [at] unep.example",
        "focal.point(at)unep(dot)example",
        "focal.point@unep",
    ],
)
@pytest.mark.parametrize("around", ["{}", "Write to {}.", "<{}>, (mailto:{}); {}", "Contact:\n{}\nThanks", "«{}»?"])
def test_addresses_are_masked(address: str, around: str) -> None:
    """An address in any spelling is gone, and nothing around it."""
    assert without_addresses(around.replace("{}", address)) == around.replace("{}", MARK)


@pytest.mark.parametrize(
    "words",
    [
        "Follow @UNEP and (@FAO) for news.",
        "See https://example.org/@unep/post?x=1&y=2 and https://example.org/maps/@46.2,6.1.",
        "Three workshops @ Geneva; 2 @ 500 USD.",
        "Met (at) the margins of UNEA-5.2.",
        "@",
        "",
    ],
)
def test_other_words_stay(words: str) -> None:
    """A sign that makes no address leaves the words as they were written."""
    assert without_addresses(words) == words


def test_address_inside_a_link_is_masked() -> None:
    """A link that names a person loses the name, not the rest."""
    link = "https://example.org/form?to={}&lang=en"
    assert without_addresses(link.format("focal.point@unep.example")) == link.format(MARK)
    assert without_addresses(link.format("focal.point%40unep.example")) == link.format(MARK)


def test_masking_twice_changes_nothing() -> None:
    """The mark itself is no address."""
    once = without_addresses("focal.point@unep.example and a@b.example")
    assert without_addresses(once) == once == f"{MARK} and {MARK}"


@pytest.mark.parametrize(
    "words", ["a" * 32767, "a@" * 16000, "a." * 16000 + "@", "'a" * 16000, '"' * 32767, "a@a." * 8000]
)
def test_long_texts_cost_little(words: str) -> None:
    """A full cell of what nearly is an address is done at once."""
    started = time.perf_counter()
    without_addresses(words)
    assert time.perf_counter() - started < 1
