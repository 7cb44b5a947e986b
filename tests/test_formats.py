"""The same answer saved in other formats reads the same, at the same cells."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import emg_xlsx as emg
from emg_xlsx.texts import catalogue
from emg_xlsx.xlsx import open_workbook
from tests.clients.libreoffice import LibreOffice
from tests.people import read
from tests.xlsx import biff12
from tests.xlsx.odd_files import zipped

SUBMISSIONS = Path(__file__).parents[1] / "examples" / "submissions"
DAY = date(2022, 3, 15)
HIDDEN_FROM_US = {"comment-kept", "cell-error-value"}
"""What formats other than Excel's own do not show (see emg_xlsx.xlsx.foreign)."""


@pytest.mark.parametrize("kind", ["ods", "xls", "xlsx"])
@pytest.mark.parametrize("name", ["EMG_2022-mid-term_UNEP", "EMG_2022-mid-term_UN-Habitat", "EMG_2022-mid-term_UNESCO"])
def test_saved_by_libreoffice(libreoffice: LibreOffice, tmp_path: Path, name: str, kind: str) -> None:
    """LibreOffice's .ods, .xls and .xlsx give the table and findings of the original, and a note on what is hidden."""
    original = SUBMISSIONS / f"{name}.xlsx"
    saved = libreoffice.convert(original, kind, tmp_path)
    first, again = emg.read_submission(original), emg.read_submission(saved)
    pd.testing.assert_frame_equal(again.contributions, first.contributions)
    pd.testing.assert_frame_equal(again.proposals, first.proposals)
    found = emg.validate(saved, day=DAY).findings
    extra = found[found["code"] == "format-foreign"]
    assert len(extra) == (0 if kind == "xlsx" else 1)
    wanted = emg.validate(original, day=DAY).findings
    places = ["code", "sheet", "cell"]
    assert places_of(found, places) - {("format-foreign", None, None)} == places_of(wanted, places)


@pytest.mark.parametrize("name", ["EMG_2022-mid-term_UNEP", "EMG_2022-mid-term_UN-Habitat", "EMG_2022-mid-term_UNESCO"])
def test_binary_workbook(tmp_path: Path, name: str) -> None:
    """An .xlsb with the same cells gives the table and findings of the original, and a note on what is hidden."""
    pytest.importorskip("python_calamine", reason="python-calamine is not installed")
    original, saved = SUBMISSIONS / f"{name}.xlsx", tmp_path / f"{name}.xlsb"
    saved.write_bytes(biff12.copy_of(open_workbook(original)))
    first, again = emg.read_submission(original), emg.read_submission(saved)
    pd.testing.assert_frame_equal(again.contributions, first.contributions)
    pd.testing.assert_frame_equal(again.proposals, first.proposals)
    found, wanted = emg.validate(saved, day=DAY).findings, emg.validate(original, day=DAY).findings
    places = ["code", "sheet", "cell"]
    assert ("format-foreign", None, None) in places_of(found, places)
    assert places_of(found, places) - {("format-foreign", None, None)} == places_of(wanted, places)


def places_of(findings: pd.DataFrame, keys: list[str]) -> set[tuple[object, ...]]:
    """Code and place of each finding that every format can show."""
    told = findings[~findings["code"].isin(HIDDEN_FROM_US)][keys].astype(object)
    return {tuple(line) for line in told.where(told.notna(), None).to_numpy().tolist()}


@pytest.mark.parametrize(
    ("name", "data", "code", "kind"),
    [
        ("notes.txt", b"Dear all, thank you,\nwe have nothing to add, this time.\n", "file-text", "text"),
        ("notes.xlsx", b"Dear all, thank you,\nwe have nothing to add, this time.\n", "file-text", "text"),
        ("plan.json", b'{"ref": "A01", "role": "LEAD"}', "file-text", "json"),
        ("tool.py", b"import sys\n\ndef main(a, b):\n    return a\n", "file-text", "code"),
        ("README.md", b"# Read me\n\n- one, two\n- three, four\n", "file-text", "text"),
        ("table.csv", b"Ref.,Role\nA01,Lead\n", "file-csv", None),
        ("answer.docx", zipped({"word/document.xml": b"<w/>"}), "file-other-office", "word"),
        ("answer.xlsx", zipped({"word/document.xml": b"<w/>"}), "file-other-office", "word"),
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n", "file-image", None),
        ("what.bin", bytes(range(7, 256)) * 9, "file-not-a-workbook", None),
    ],
)
def test_what_is_no_workbook_is_called_what_it_is(name: str, data: bytes, code: str, kind: str | None) -> None:
    """The kind is told in words; that its name says otherwise is said of files whose name does."""
    (finding,) = read(data, name).findings
    assert finding.code == code
    assert kind is None or str(finding.facts["kind"]) == catalogue()["refusal"]["kind"][kind]
    assert (".xlsx" in str(finding.facts["named"])) == name.endswith(".xlsx")
