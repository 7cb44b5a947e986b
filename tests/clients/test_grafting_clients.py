"""Workbooks with sheets of an older one in the programs they are made for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from emg_xlsx.xlsx.grafting import graft
from tests.clients.libreoffice import LibreOffice, pages_png
from tests.clients.validator import Validator
from tests.xlsx import added_sheets, rich_files
from tests.xlsx.added_sheets import OURS
from tests.xlsx.patched import faults, loaded, values

Make = Callable[[], bytes]


def pivoted() -> bytes:
    """Sheets by openpyxl and a pivot table."""
    return added_sheets.with_pivot(added_sheets.by_openpyxl(), "My sheet")


every_file = pytest.mark.parametrize(
    "make",
    [
        pytest.param(added_sheets.by_xlsxwriter, id="XlsxWriter"),
        pytest.param(added_sheets.by_openpyxl, id="openpyxl"),
        pytest.param(rich_files.by_xlsxwriter, id="XlsxWriter, all kinds"),
        pytest.param(rich_files.by_openpyxl, id="openpyxl, all kinds"),
        pytest.param(pivoted, id="pivot"),
    ],
)


def saved(folder: Path, name: str, data: bytes) -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(data)
    return path


def resaved(libreoffice: LibreOffice, folder: Path, data: bytes) -> bytes:
    """What LibreOffice makes of a workbook when it saves it."""
    out = folder / f"out{len(list(folder.iterdir()))}"
    out.mkdir()
    return libreoffice.convert(saved(folder, "made.xlsx", data), "xlsx", out).read_bytes()


def violations(validator: Validator, folder: Path, data: bytes) -> Counter[tuple[str, str]]:
    """What Microsoft's validator says, wherever it says it: parts have other names in the new workbook."""
    return Counter((found.rule, found.description) for found in validator.violations(saved(folder, "v.xlsx", data)))


@every_file
def test_no_new_violation(validator: Validator, tmp_path: Path, make: Make) -> None:
    """Microsoft's validator says nothing of the result that it had not said of the old workbook."""
    done = graft(added_sheets.master(), make(), OURS).data
    assert violations(validator, tmp_path, done) - violations(validator, tmp_path, make()) == Counter()


@every_file
def test_sheets_that_libreoffice_saved_come_along(
    libreoffice: LibreOffice, validator: Validator, tmp_path: Path, make: Make
) -> None:
    """After LibreOffice has saved the old workbook, its sheets come soundly, with their values, and stay the same."""
    old = resaved(libreoffice, tmp_path, make())
    new = added_sheets.master()
    done = graft(new, old, OURS)
    assert set(done.kept) == {sheet.title for sheet in [*loaded(old).worksheets, *loaded(old).chartsheets]} - set(OURS)
    assert [loss.code for loss in done.lost if loss.code != "on-ours"] == []
    assert _faults(done.data) <= _faults(old)
    assert _plain(done.data) == _plain(old)
    assert violations(validator, tmp_path, done.data) - violations(validator, tmp_path, old) == Counter()
    assert graft(new, done.data, OURS).data == done.data


def _plain(data: bytes) -> dict[str, object]:
    """Every value of their sheets as text: formulas over several cells are no values."""
    return {place: getattr(value, "text", value) for place, value in values(data, without=OURS).items()}


def _faults(data: bytes) -> set[str]:
    """What is wrong with a workbook, whatever the numbers of its parts."""
    return {re.sub(r"\d+\.", ".", fault) for fault in faults(data)}


@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl tells what it would lose
@every_file
def test_libreoffice_keeps_the_result(libreoffice: LibreOffice, tmp_path: Path, make: Make) -> None:
    """Saved by LibreOffice, sheets set over the same figures have the cells they have in the old workbook."""
    done = graft(added_sheets.master(2), make(), OURS).data
    assert _plain(resaved(libreoffice, tmp_path, done)) == _plain(resaved(libreoffice, tmp_path, make()))


def test_result_is_printed(libreoffice: LibreOffice, tmp_path: Path) -> None:
    """Each sheet that is seen and not empty has its page; so has the chart sheet."""
    path = saved(tmp_path, "a.xlsx", graft(added_sheets.master(), added_sheets.by_openpyxl(), OURS).data)
    pages = pages_png(libreoffice.to_pdf(path, tmp_path), tmp_path)
    ours = saved(tmp_path, "b.xlsx", added_sheets.master())
    assert len(pages) >= len(pages_png(libreoffice.to_pdf(ours, tmp_path), tmp_path)) + 2
