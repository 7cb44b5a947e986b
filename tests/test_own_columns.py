"""A coordinator's own columns and codes, from the plan through every paper and table, without code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

import emg_xlsx as emg
from emg_xlsx.builtin import builtin_tables
from emg_xlsx.pipeline import Options
from emg_xlsx.plan import Plan, plan_from_tables
from emg_xlsx.reporting import write_reports
from emg_xlsx.template import check
from tests.clients.libreoffice import LibreOffice

DAY = date(2022, 3, 15)
OWN: tuple[Mapping[str, Any], ...] = (
    {"key": "region", "title": "Region", "help": "Where it is done.", "type": "code", "codelist": "region",
     "required": True, "sheet": "Contributions"},
    {"key": "trained", "title": "People trained", "help": "How many people.", "type": "number", "codelist": None,
     "required": False, "sheet": "Contributions"},
    {"key": "field_visit", "title": "Field visit", "help": "The day of a visit.", "type": "date", "codelist": None,
     "required": False, "sheet": "Contributions"},
    {"key": "sdg", "title": "Goal", "help": "The goal it serves.", "type": "text", "codelist": None,
     "required": True, "sheet": "New proposals"},
)  # fmt: skip
CODES: tuple[Mapping[str, Any], ...] = (
    {"codelist": "region", "code": "AFR", "label": "Africa"},
    {"codelist": "region", "code": "LAC", "label": "Latin America and the Caribbean"},
    {"codelist": "kind", "code": "SOUTH", "label": "South-South cooperation"},
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The built-in plan with columns and codes of a coordinator's."""
    return plan_from_tables({**builtin_tables(), "columns": list(OWN), "codes": list(CODES)}, "test")


def columns(sheet: Worksheet) -> dict[str, int]:
    """Title to number of column."""
    return {str(cell.value): number for number, cell in enumerate(sheet[1], 1)}


def filled(plan: Plan, rows: Mapping[int, Mapping[str, Any]], language: str = "en") -> bytes:
    """FAO's template with rows filled: title to value."""
    buffer = BytesIO()
    emg.write_template(buffer, plan, entity="FAO", language=language)
    book = load_workbook(BytesIO(buffer.getvalue()))
    book["Entity"]["B4"], book["Entity"]["B5"] = "Ada Example", "ada@fao.example"
    sheet = book["Contributions"]
    place = columns(sheet)
    for row, values in rows.items():
        for title, value in values.items():
            sheet.cell(row, place[title]).value = value
    done = BytesIO()
    book.save(done)
    return done.getvalue()


GOOD = {"Our role": "Lead", "What we do": "Chairs it.", "Status": "In progress", "Region": "Africa",
        "People trained (optional)": 25, "Field visit (optional)": date(2022, 2, 1),
        "Kind of contribution (optional)": "South-South cooperation"}  # fmt: skip
BAD = {**GOOD, "Region": "The moon", "People trained (optional)": "a few of them"}


def test_the_template_offers_them(plan: Plan) -> None:
    """The columns stand at the right of their sheet with their help and their list, also in another language."""
    for language, optional in (("en", "optional"), ("fr", "facultatif"), ("es", "opcional")):
        book = load_workbook(BytesIO(filled(plan, {}, language)))
        sheet = book["Contributions"]
        assert list(columns(sheet))[-3:] == ["Region", f"People trained ({optional})", f"Field visit ({optional})"]
        assert list(columns(book["New proposals"]))[-1] == "Goal"
        letter = get_column_letter(columns(sheet)["Region"])
        (rule,) = [one for one in sheet.data_validations.dataValidation if f"{letter}2" in one.sqref]
        assert (rule.type, rule.prompt) == ("list", "Where it is done.")
        words = {cell.value for row in book["Lists"].iter_rows() for cell in row}
        assert {"Africa", "AFR", "South-South cooperation"} <= words


@pytest.mark.parametrize("title", ["People trained", "People trained (optional)", "People trained (facultatif)"])
def test_header_need_not_say_that_it_is_optional(plan: Plan, title: str, tmp_path: Path) -> None:
    """Templates of before said nothing of it; a table copied into a workbook of its own is known by its words."""
    book = load_workbook(BytesIO(filled(plan, {2: GOOD})))
    for name in set(book.sheetnames) - {"Contributions", "Entity"}:
        del book[name]
    sheet = book["Contributions"]
    sheet.cell(1, columns(sheet)["People trained (optional)"]).value = title
    book.save(tmp_path / "FAO.xlsx")
    (row,) = emg.read_submission(tmp_path / "FAO.xlsx", plan).contributions.to_dict("records")
    assert row["trained"] == 25


def test_check_asks_for_them_as_the_validator_does(plan: Plan, tmp_path: Path, libreoffice: LibreOffice) -> None:
    """A needed own cell that is empty, a word out of its list and a figure that is none are told by both."""
    rows = {2: GOOD, 3: {**GOOD, "Region": None}, 4: BAD, 5: {**GOOD, "Our role": "Kept informed", "Region": None}}
    path = tmp_path / "FAO.xlsx"
    path.write_bytes(filled(plan, rows))
    sheet = load_workbook(libreoffice.recalculate(path, tmp_path / "out"), data_only=True)["Check"]
    told = {str(where.value): str(left.value) for _, where, _, left, *_ in sheet.iter_rows(min_row=check.FIRST + 1)
            if left.value and "row" in str(where.value)}  # fmt: skip
    assert set(told) == {"Contributions, row 3", "Contributions, row 4"}
    assert "“Region”" in told["Contributions, row 3"]
    assert {"“Region”" in told["Contributions, row 4"], "“People trained”" in told["Contributions, row 4"]} == {True}
    found = emg.validate(path, plan, day=DAY).checked.findings
    assert {(f.code, f.field, f.row) for f in found} == {
        ("field-missing", "region", 3), ("value-unknown", "region", 4), ("number-unreadable", "trained", 4),
    }  # fmt: skip


def test_master_packs_and_exports_carry_them(plan: Plan, tmp_path: Path) -> None:
    """They stand in the master with labels, are asked about in the pack, and leave the house in every table."""
    (tmp_path / "FAO.xlsx").write_bytes(filled(plan, {2: GOOD, 3: BAD}))
    master = emg.merge(tmp_path / "FAO.xlsx", plan, day=DAY)
    (first, *_) = master.contributions.to_dict("records")
    assert (first["region"], first["trained"], first["field_visit"].date()) == ("AFR", 25, date(2022, 2, 1))
    assert first["kind"] == "SOUTH"
    emg.write_master(master, tmp_path / "master.xlsx")
    sheet = load_workbook(tmp_path / "master.xlsx")["Contributions"]
    line = {title.value: value.value for title, value in zip(sheet[3], sheet[4], strict=True)}
    assert (line["Region"], line["People trained"]) == ("Africa", 25)
    again = emg.read_master(tmp_path / "master.xlsx", plan)
    assert list(again.contributions["region"]) == list(master.contributions["region"])

    checked = emg.validate(tmp_path / "FAO.xlsx", plan, day=DAY).checked
    write_reports(tmp_path / "reports", checked, plan, paths=[tmp_path / "FAO.xlsx"], options=Options(day=DAY))
    page = (tmp_path / "reports" / "FAO" / "report.html").read_text(encoding="utf-8")
    assert {"The moon" in page, "People trained" in page} == {True}

    emg.export(master, tmp_path / "all.json")
    told = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    (row, *_) = [one for one in told["contributions"] if one["ref"] == first["ref"]]
    assert (row["region"], row["trained"]) == ("AFR", 25)
