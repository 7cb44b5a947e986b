"""Damaged files: a bounded number of cases with a fixed seed; ``python -m tests.fuzz`` runs longer."""

from __future__ import annotations

import multiprocessing
from itertools import islice

import pytest

from tests import fuzz

CASES = 300


def test_damaged_files_are_told_not_raised() -> None:
    """No damaged file raises, takes long, loses its rows in silence, or leaves a child process behind."""
    outcomes = [fuzz.judge(*case) for case in islice(fuzz.cases(seed=2022), CASES)]
    assert [(outcome.name, outcome.complaint) for outcome in outcomes if outcome.complaint] == []
    assert not multiprocessing.active_children()


def test_cases_reach_every_outcome() -> None:
    """The cases are worth running: some files still read, others are refused."""
    states = {fuzz.judge(*case).state for case in islice(fuzz.cases(seed=7), 100)}
    assert {"returned", "accepted", "partial"} <= states


def test_a_raised_exception_is_a_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    """The judge itself can fail a case."""
    monkeypatch.setattr(fuzz, "run", lambda _: 1 / 0)
    assert "ZeroDivisionError" in (fuzz.judge("case", b"", 0).complaint or "")
