"""How high a row must be for its texts to show whole."""

from __future__ import annotations

import pytest

from emg_xlsx.xlsx.measuring import LINE_HEIGHT, row_height


def lines(text: str, width: float) -> int:
    """The lines a row is made for."""
    return round((row_height([(text, width)]) - 3) / LINE_HEIGHT)


@pytest.mark.parametrize(
    ("text", "width", "least", "most"),
    [
        ("", 10, 1, 1),
        ("short", 10, 1, 1),
        ("Digital. " * 80, 42, 12, 14),  # seven to a line, as LibreOffice and Excel print it
        ("EMG_2022-mid-term_UN-Habitat.xlsx", 28, 2, 2),  # too wide for one line, and hyphens are places to break
        ("x" * 100, 20, 4, 6),
        ("環境" * 20, 20, 4, 5),  # twice as wide as Latin letters
        ("one\ntwo\n\nfour", 40, 4, 4),
    ],
)
def test_lines(text: str, width: float, least: int, most: int) -> None:
    """Lines are counted as programs break them: at spaces, after hyphens, and within words that are too long."""
    assert least <= lines(text, width) <= most


def test_the_tallest_text_of_a_row_counts() -> None:
    """A row is as high as its tallest cell, and never higher than programs allow."""
    assert row_height([("a", 10), ("b " * 40, 10)]) == row_height([("b " * 40, 10)])
    assert row_height([("word " * 10_000, 10)]) <= 409
