"""One hostile file among many costs the others nothing: not a row, not a finding, not a cell."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

import emg_xlsx as emg
from emg_xlsx.api import Validation
from tests.xlsx import odd_files as odd

SUBMISSIONS = Path(__file__).parents[1] / "examples" / "submissions"
DAY = date(2022, 3, 15)


def changed(part: str, change: Callable[[bytes], bytes], file: str = "UNEP") -> bytes:
    """An example with one part changed."""
    buffer = BytesIO()
    with (
        zipfile.ZipFile(SUBMISSIONS / f"EMG_2022-mid-term_{file}.xlsx") as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return buffer.getvalue()


SHEET = "xl/worksheets/sheet3.xml"
HOSTILE = {
    "empty": b"",
    "random": bytes(range(256)) * 40,
    "html": b"<html><body><script>alert(1)</script></body></html>",
    "truncated": (SUBMISSIONS / "EMG_2022-mid-term_UNEP.xlsx").read_bytes()[:9000],
    "bomb": changed(SHEET, lambda _: b"<worksheet><sheetData>" + b" " * 400_000_000),
    "doctype": changed(SHEET, lambda xml: xml.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1)),
    "prose": b"Dear all, thank you,\nwe have nothing to add, this time.\n",
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(40),
    "encrypted": odd.compound_file("EncryptionInfo", "EncryptedPackage"),
    "old": odd.compound_file("Workbook"),
    "binary": odd.zipped({"xl/workbook.bin": b"\x80\x01"}),
    "traversal": odd.zipped({"../../outside": b"x", odd.CONTENT_TYPES: b"<Types/>"}),
    "utf-16": changed(SHEET, lambda xml: b"\xff\xfe" + xml[:999].decode().encode("utf-16-le")),
    "control": changed(SHEET, lambda xml: xml.replace(b"<sheetData>", b"<sheetData>\x01", 1)),
    "deep": changed(SHEET, lambda _: b"<a>" * 200_000),
    "strings": changed("xl/sharedStrings.xml", lambda _: b'<sst uniqueCount="4294967295"><si><t/></si></sst>', "WMO"),
}


def by_file(result: Validation) -> dict[str, list[object]]:
    """State and findings of every file."""
    told = result.findings.astype(object).where(result.findings.notna(), None)
    findings = {name: rows.to_numpy().tolist() for name, rows in told.groupby("file")}
    return {
        file: [state, merged, findings.get(file)]
        for file, state, merged in result.files[["file", "state", "rows_merged"]].itertuples(index=False)
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifty submissions: the examples, some of them several times with one more byte at the end."""
    place = tmp_path_factory.mktemp("fifty")
    files = sorted(SUBMISSIONS.glob("EMG*.xlsx"))
    for number in range(50):
        source = files[number % len(files)]
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(place / f"{number:02}.xlsx", "w") as new:
            for name in old.namelist():
                new.writestr(zipfile.ZipInfo(name), old.read(name))
            new.comment = str(number).encode()
    return place


def test_fifty_with_one_hostile_each(folder: Path) -> None:
    """With every hostile file in the folder the fifty give the same states, rows, findings and cells."""
    clean, master = emg.validate(folder, day=DAY), emg.merge(folder, day=DAY)
    for name, data in HOSTILE.items():
        (folder / f"hostile-{name}.xlsx").write_bytes(data)
    dirty, again = emg.validate(folder, day=DAY), emg.merge(folder, day=DAY)
    hostile = {f"hostile-{name}.xlsx" for name in HOSTILE}
    told = by_file(dirty)
    assert {name: entry for name, entry in told.items() if name not in hostile} == by_file(clean)
    assert {told[name][0] for name in hostile} == {"returned"}
    assert again.contributions.equals(master.contributions)
    assert again.proposals.equals(master.proposals)


@pytest.mark.parametrize("name", HOSTILE)
def test_each_is_told_in_one_sentence(tmp_path: Path, name: str) -> None:
    """A hostile file gets exactly one blocking finding, which says what to do next."""
    (tmp_path / "file.xlsx").write_bytes(HOSTILE[name])
    findings = emg.validate(tmp_path, day=DAY).findings
    assert findings["severity"].to_list() == ["blocking"]
    assert "lease" in findings["message"].iloc[0]
