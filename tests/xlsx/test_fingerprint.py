"""The numbers by which a later run knows what we wrote."""

from __future__ import annotations

from zlib import crc32

import pytest

from emg_xlsx.xlsx.fingerprints import fingerprint


@pytest.mark.parametrize("first", [0.0, -0.0, 0])
def test_noughts_have_one_fingerprint_whichever_comes_first(first: float) -> None:
    """What is remembered of one nought is right for the others, and the same in another process."""
    fingerprint.cache_clear()
    fingerprint(first)
    assert {fingerprint(value) for value in (0.0, -0.0, 0)} == {crc32(b"0.0")}
