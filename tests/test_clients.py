"""The checks with real clients can fail: without that, their silence says nothing."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tests import conftest
from tests.clients import libreoffice as office
from tests.clients import validator as sdk
from tests.clients.libreoffice import LibreOffice, differences
from tests.clients.validator import Validator


def workbook(path: Path, stored: int) -> Path:
    """A workbook with 20 and 22, and their sum with the given stored result."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Sums")
    sheet.write_row(0, 0, [20, 22])
    sheet.write_formula(0, 2, "=A1+B1", None, stored)
    book.close()
    return path


def rewritten(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """A copy of a workbook beside it in which one part has other bytes."""
    copy = path.with_stem(f"{path.stem}-rewritten")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old, new, 1) if name == part else content)
    return copy


def test_planted_wrong_result_is_found_by_recalculation(libreoffice: LibreOffice, tmp_path: Path) -> None:
    """A formula stored with a wrong result comes back with another value at its own address."""
    planted = workbook(tmp_path / "planted.xlsx", stored=43)
    (tmp_path / "out").mkdir()
    assert differences(planted, libreoffice.recalculate(planted, tmp_path / "out")) == ["Sums!C1: 43 became 42"]


def test_right_result_survives_recalculation(libreoffice: LibreOffice, tmp_path: Path) -> None:
    """A workbook whose stored results are right comes back with the same values."""
    right = workbook(tmp_path / "right.xlsx", stored=42)
    (tmp_path / "out").mkdir()
    assert differences(right, libreoffice.recalculate(right, tmp_path / "out")) == []


def test_plain_conversion_trusts_stored_results(libreoffice: LibreOffice, tmp_path: Path) -> None:
    """Without the hard recalculation LibreOffice keeps a wrong result, which is why recalculate() exists."""
    planted = workbook(tmp_path / "planted.xlsx", stored=43)
    (tmp_path / "out").mkdir()
    assert differences(planted, libreoffice.convert(planted, "xlsx", tmp_path / "out")) == []


def test_libreoffice_without_a_result_raises(libreoffice: LibreOffice, tmp_path: Path) -> None:
    """A file that LibreOffice cannot open is a failure even though the program exits as if all were well."""
    with pytest.raises(RuntimeError, match=r"made no absent\.pdf"):
        libreoffice.to_pdf(tmp_path / "absent.xlsx", tmp_path)


def test_pages_are_rendered(libreoffice: LibreOffice, tmp_path: Path) -> None:
    """A workbook of one sheet prints to one page that can be looked at."""
    pages = office.pages_png(libreoffice.to_pdf(workbook(tmp_path / "sums.xlsx", stored=42), tmp_path), tmp_path)
    assert [page.read_bytes()[:4] for page in pages] == [b"\x89PNG"]


def test_invalid_workbook_is_reported(validator: Validator, tmp_path: Path) -> None:
    """An element that no sheet may have is reported by rule and part."""
    sheet = "xl/worksheets/sheet1.xml"
    bad = rewritten(workbook(tmp_path / "sums.xlsx", stored=42), sheet, b"<sheetData>", b"<unheardOf/><sheetData>")
    assert [(v.rule, v.part) for v in validator.violations(bad)] == [
        ("Sch_InvalidElementContentExpectingComplex", f"/{sheet}")
    ]


def test_valid_workbook_has_no_violations(validator: Validator, tmp_path: Path) -> None:
    """A workbook straight from the writer is valid, so a violation elsewhere is ours."""
    assert validator.violations(workbook(tmp_path / "sums.xlsx", stored=42)) == []


def test_what_is_no_workbook_is_reported(validator: Validator, tmp_path: Path) -> None:
    """A text file with a workbook's name is not passed over."""
    text = tmp_path / "text.xlsx"
    text.write_text("no workbook", encoding="utf-8")
    assert [v.rule for v in validator.violations(text)] == ["Exception"]


@pytest.mark.parametrize(
    "answer",
    [
        "",
        '{"ok": false, "errors": []}',
        '{"ok": true, "errors": [{"id": "", "errorType": "", "path": "", "xPath": "", "description": ""}]}',
    ],
    ids=["silence", "invalid without a reason", "valid with a reason"],
)
def test_unclear_verdict_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    """Silence, and a verdict that its own list contradicts, are failures of the check, never a pass."""
    said = subprocess.CompletedProcess([], 0, stdout=answer, stderr="")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: said)
    with pytest.raises(RuntimeError, match=r"some\.xlsx"):
        Validator(tmp_path / "program").violations(tmp_path / "some.xlsx")


def test_changed_missing_and_added_cells_are_differences(tmp_path: Path) -> None:
    """Two workbooks are compared cell by cell in both directions."""
    one, other = tmp_path / "one.xlsx", tmp_path / "other.xlsx"
    for path, cells in ((one, {"A1": 1, "A2": "gone"}), (other, {"A1": 2, "A3": "new"})):
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet("S")
        for place, value in cells.items():
            sheet.write(place, value)
        book.close()
    assert differences(one, other) == [
        "S!A1: 1 became 2",
        "S!A2: 'gone' became None",
        "S!A3: None became 'new'",
    ]


def test_missing_client_skips_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where clients are optional, a missing one skips the test and says what is missing."""
    monkeypatch.delenv(conftest.REQUIRED, raising=False)
    with pytest.raises(pytest.skip.Exception, match="no soffice"):
        conftest.missing("no soffice")


def test_missing_client_fails_where_required(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where clients are required, a missing one fails the test."""
    monkeypatch.setenv(conftest.REQUIRED, "1")
    with pytest.raises(pytest.fail.Exception, match="no soffice"):
        conftest.missing("no soffice")


def test_validator_named_by_the_environment_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The environment's word goes before any installation that is found."""
    monkeypatch.setenv(sdk.VARIABLE, str(tmp_path / "validator"))
    assert sdk.find_validator() == tmp_path / "validator"
