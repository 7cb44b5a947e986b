"""One submission, written as other programs write: the same table, the same findings at the same cells."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import emg_xlsx as emg
from tests.xlsx.odd_files import zipped
from tests.xlsx.test_writers import encoded, prefixed, strict

ORIGINAL = Path(__file__).parents[1] / "examples" / "submissions" / "EMG_2022-mid-term_UN-Habitat.xlsx"
DAY = date(2022, 3, 15)

Parts = dict[str, bytes]


def parts() -> Parts:
    """The parts of the original."""
    with zipfile.ZipFile(ORIGINAL) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def every_part(change: Callable[[bytes], bytes]) -> Callable[[Parts], Parts]:
    """A change of the sheets, strings, styles and the main part."""
    return lambda old: {name: change(data) if name.startswith("xl/") and name.endswith(".xml") and "theme" not in name
                        else data for name, data in old.items()}  # fmt: skip


def lower_case(old: Parts) -> Parts:
    """Names of parts in lower case, while what points to them is not."""
    return {name if name.startswith("[") else name.lower(): data for name, data in old.items()}


def absolute(old: Parts) -> Parts:
    """Targets from the top of the package."""
    name = "xl/_rels/workbook.xml.rels"
    return {**old, name: re.sub(rb'Target="(?!/)', b'Target="/xl/', old[name])}


def without_styles(old: Parts) -> Parts:
    """No styles part; nothing in this file but dates needs one, and it has none."""
    name = "xl/_rels/workbook.xml.rels"
    link = re.compile(rb'<Relationship [^>]*styles\.xml"[^>]*/>')
    return {key: link.sub(b"", data) if key == name else data for key, data in old.items() if key != "xl/styles.xml"}


def since_1904(old: Parts) -> Parts:
    """Days counted from 1904."""
    name = "xl/workbook.xml"
    return {**old, name: re.sub(rb"<workbookPr", b'<workbookPr date1904="1"', old[name], count=1)}


def from_right_to_left(old: Parts) -> Parts:
    """Sheets that begin on the right."""
    return {name: data.replace(b"<sheetView ", b'<sheetView rightToLeft="1" ') for name, data in old.items()}


def whole_sheet_ranges(old: Parts) -> Parts:
    """A hyperlink, a validation and a conditional format over the whole sheet, and an area larger than the sheet."""
    every = b"A1:XFD1048576"
    more = (
        b'<conditionalFormatting sqref="%s"><cfRule type="expression" priority="1"><formula>1</formula></cfRule>'
        b'</conditionalFormatting><dataValidations count="1"><dataValidation sqref="%s"/></dataValidations>'
        b'<hyperlinks><hyperlink ref="%s" location="A1"/></hyperlinks>'
    )
    sheet = re.compile(rb"<(dataValidations|hyperlinks) .*?</\1>", re.DOTALL)
    area = re.compile(rb'<dimension ref="[^"]*"')
    return {
        name: area.sub(b'<dimension ref="A1:XFD1048576"', sheet.sub(b"", data)).replace(
            b"</sheetData>", b"</sheetData>" + more % (every, every, every)
        )
        if name.startswith("xl/worksheets/sheet")
        else data
        for name, data in old.items()
    }


def links_elsewhere(old: Parts) -> Parts:
    """A link to another workbook, and a connection, which nobody follows."""
    name = "xl/_rels/workbook.xml.rels"
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"
    link = b'<Relationship Id="rIdX" Type="%s" Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    return {**old, name: old[name].replace(b"</Relationships>", link % kind)}


WAYS: dict[str, Callable[[Parts], Parts]] = {
    "prefixed": every_part(prefixed),
    "strict": every_part(strict),
    "utf-16": every_part(encoded("utf-16")),
    "lower case": lower_case,
    "absolute targets": absolute,
    "no styles": without_styles,
    "since 1904": since_1904,
    "right to left": from_right_to_left,
    "whole sheets": whole_sheet_ranges,
    "links elsewhere": links_elsewhere,
}


def told(path: Path) -> tuple[set[tuple[object, ...]], pd.DataFrame]:
    """Code and place of each finding, and the table."""
    found = emg.validate(path, day=DAY).findings[["code", "sheet", "cell", "value"]].astype(object)
    lines = {tuple(line) for line in found.where(found.notna(), None).to_numpy().tolist()}
    return lines, emg.read_submission(path).contributions


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_ways_to_write_a_submission(tmp_path: Path, way: Callable[[Parts], Parts]) -> None:
    """Whatever the writer, the same rows are read, with the same findings at the same cells."""
    changed = way(parts())
    assert changed != parts()
    (tmp_path / "file.xlsx").write_bytes(zipped(changed))
    findings, table = told(tmp_path / "file.xlsx")
    wanted, rows = told(ORIGINAL)
    assert findings == wanted
    pd.testing.assert_frame_equal(table, rows)


def test_saved_by_openpyxl(tmp_path: Path) -> None:
    """A file that openpyxl loaded and saved says the same."""
    book = openpyxl.load_workbook(ORIGINAL)
    book.save(tmp_path / "file.xlsx")
    findings, table = told(tmp_path / "file.xlsx")
    wanted, rows = told(ORIGINAL)
    assert findings == wanted
    pd.testing.assert_frame_equal(table, rows)


def test_macros_are_told_and_cost_nothing(tmp_path: Path) -> None:
    """A workbook with macros says the same, with one note that they were left alone."""
    (tmp_path / "file.xlsm").write_bytes(zipped({**parts(), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}))
    findings, table = told(tmp_path / "file.xlsm")
    wanted, rows = told(ORIGINAL)
    assert findings - wanted == {("macros-ignored", None, None, None)}
    assert wanted <= findings
    pd.testing.assert_frame_equal(table, rows)


FORMULAS: dict[str, tuple[bytes, float]] = {
    "shared over a million rows": (b'<f t="shared" ref="M11:M1048576" si="0">1+1</f>', 2.0),
    "array over the sheet": (b'<f t="array" ref="A1:XFD1048576">1+1</f>', 2.0),
    "table of data": (b'<f t="dataTable" ref="A1:XFD1048576" dt2D="1" r1="A1" r2="A2"/>', 2.0),
}


@pytest.mark.parametrize(("formula", "result"), FORMULAS.values(), ids=FORMULAS.keys())
def test_formula_over_a_million_rows(tmp_path: Path, formula: bytes, result: float) -> None:
    """The range of a formula is not followed: its stored result stands in its own cell, and nowhere else."""
    old, name = parts(), "xl/worksheets/sheet3.xml"
    cell = re.compile(rb'<c r="M11"( s="\d+")?[^>]*?(?:/>|></c>|><v ?/></c>|><v></v></c>)')
    assert cell.search(old[name])
    data = cell.sub(rb'<c r="M11"\1>' + formula + b"<v>2</v></c>", old[name])
    (tmp_path / "file.xlsx").write_bytes(zipped({**old, name: data}))
    findings, table = told(tmp_path / "file.xlsx")
    wanted, rows = told(ORIGINAL)
    assert findings - wanted == {("formula-value", "Contributions", "M11", "2")}
    assert table["amount_usd"].dropna().to_list() == [*rows["amount_usd"].dropna(), result]
