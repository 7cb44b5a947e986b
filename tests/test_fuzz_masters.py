"""Damaged masters: a bounded number of merges with a fixed seed; ``python -m tests.fuzz_masters`` runs longer."""

from __future__ import annotations

import multiprocessing
from itertools import islice

import pytest

from emg_xlsx.errors import EmgError
from tests import fuzz, fuzz_masters

CASES = 80

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")  # what damages a master tells what it drops


@pytest.fixture(scope="module")
def outcomes() -> list[fuzz.Outcome]:
    """What became of each case."""
    return [fuzz_masters.judge(*case) for case in islice(fuzz_masters.cases(seed=2022), CASES)]


def test_merging_into_damaged_masters_loses_nothing_in_silence(outcomes: list[fuzz.Outcome]) -> None:
    """Whatever the old master is, a merge says one sentence or goes on, and what it cannot carry over is kept."""
    assert [(outcome.name, outcome.complaint) for outcome in outcomes if outcome.complaint] == []
    assert not multiprocessing.active_children()


def test_cases_reach_every_outcome(outcomes: list[fuzz.Outcome]) -> None:
    """The cases are worth running: some masters are merged into, some are left alone, and some lose something."""
    assert {outcome.state for outcome in outcomes} == {"refused", "lost", "merged", "unchanged"}


def test_sound_masters_are_merged_into() -> None:
    """Without damage, a master says all of it already, or takes in what is new."""
    found = {name: fuzz_masters.judge(name, data, 0) for name, data in fuzz_masters.masters().items()}
    assert {name: outcome.complaint for name, outcome in found.items()} == dict.fromkeys(found)
    assert {name: outcome.state for name, outcome in found.items()} == {
        "written": "merged", "worked": "lost", "merged": "unchanged",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("error", "complaint"), [(ZeroDivisionError("x"), "ZeroDivisionError: x"), (EmgError(""), "unsaid")]
)
def test_judge_can_complain(monkeypatch: pytest.MonkeyPatch, error: Exception, complaint: str) -> None:
    """An exception, and a refusal without a word, fail a case."""

    def fail(*_: object, **__: object) -> None:
        raise error

    data = fuzz_masters.masters()["written"]
    monkeypatch.setattr(fuzz_masters, "merge_files", fail)
    assert complaint in (fuzz_masters.judge("case", data, 0).complaint or "")


def test_the_same_seed_gives_the_same_cases() -> None:
    """A case that went wrong can be looked at again."""
    one, other = (list(islice(fuzz_masters.cases(seed=3), 5)) for _ in range(2))
    assert one == other
