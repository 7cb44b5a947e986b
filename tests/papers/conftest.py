"""The masters the papers are made of."""

from __future__ import annotations

from datetime import date

import pytest

import emg_xlsx as emg
from emg_xlsx.mastered import Master
from tests.papers.desk import made_master
from tests.test_merging import save


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> Master:
    """A master with contributions of three entities."""
    return made_master(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="session")
def silent(tmp_path_factory: pytest.TempPathFactory) -> Master:
    """A master of the built-in plan to which nobody contributes."""
    folder = tmp_path_factory.mktemp("silent")
    save(folder / "FAO.xlsx", "FAO", {}, {"B6": "Nothing to report this time"})
    return emg.merge(folder, day=date(2022, 3, 15))
