"""What may be printed."""

from __future__ import annotations

import time

import pytest

from emg_xlsx.printing import without_addresses

HIDDEN = "[address]"


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("Write to ada.example@fao.example.", f"Write to {HIDDEN}."),
        ("Ada <ada@fao.example>, Bob (bob@who.example); both", f"Ada <{HIDDEN}>, Bob ({HIDDEN}); both"),
        ("mailto:ada@fao.example", f"mailto:{HIDDEN}"),
        ("пишите: имя@пример.испытание", f"пишите: {HIDDEN}"),
        ("Meet @ noon, 5 @ 3 USD", "Meet @ noon, 5 @ 3 USD"),
        ("No address at all", "No address at all"),
    ],
)
def test_addresses_are_hidden(words: str, printed: str) -> None:
    """An address is replaced wherever it stands; an at sign alone is none."""
    assert without_addresses(words) == printed


def test_long_words_cost_nothing() -> None:
    """A text made to be slow is gone through once."""
    began = time.process_time()
    without_addresses("a" * 200_000 + " @ " + "b." * 100_000 + "@" * 1000)
    assert time.process_time() - began < 5
