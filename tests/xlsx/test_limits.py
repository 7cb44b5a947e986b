"""Limits: their defaults, and how a coordinator raises them."""

from __future__ import annotations

import pickle

import pytest

from emg_xlsx.xlsx import Limits, Refused, limits_from


def test_settings_change_only_what_they_name() -> None:
    """A setting names one limit; other variables of the environment are passed over."""
    changed = limits_from({"EMG_LIMIT_CELLS": "5000000", "EMG_LIMIT_SECONDS": "2.5", "PATH": "/bin"})
    assert (changed.cells, changed.seconds) == (5_000_000, 2.5)
    assert limits_from({}) == Limits()
    assert changed.entries == Limits().entries


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EMG_LIMIT_CELLS", "many"),
        ("EMG_LIMIT_CELLS", "-1"),
        ("EMG_LIMIT_CELLS", "0"),
        ("EMG_LIMIT_CELLS", "2.5"),
        ("EMG_LIMIT_SECONDS", "nan"),
        ("EMG_LIMIT_SECONDS", "inf"),
        ("EMG_LIMIT_SELLS", "5"),
    ],
)
def test_setting_that_means_nothing_is_named(name: str, value: str) -> None:
    """A limit that does not exist, or a value that is no positive number, stops with the setting's name."""
    with pytest.raises(ValueError, match=name):
        limits_from({name: value})


def test_refusal_travels_between_processes() -> None:
    """A refusal keeps its code and facts when another process sends it back."""
    sent = pickle.loads(pickle.dumps(Refused("too-deep", {"part": "x" * 500, "limit": 3})))  # noqa: S301
    assert (sent.code, sent.facts) == ("too-deep", {"part": f"{'x' * 99}…", "limit": 3})
