"""The schemas are the one source of truth."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pandera.pandas as pa
import pytest
from openpyxl import load_workbook

import emg_xlsx as emg
from emg_xlsx.builtin import builtin_plan, builtin_tables
from emg_xlsx.codes import CODELISTS
from emg_xlsx.plan import Plan, plan_from_tables
from emg_xlsx.schemas import tables
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.of_plan import contributions_table, entity_table, master_contributions_table, proposals_table
from tests.people import HEADER, titles_of

CONTRACT_KEYS = [
    "ref",
    "outcome",
    "activity",
    "deliverable",
    "plan_schedule",
    "role",
    "description",
    "schedule",
    "status",
    "progress",
    "kind",
    "staff_months",
    "amount_usd",
    "certainty",
    "partners",
    "event",
    "evidence",
    "request",
]
CONTRACT_TITLES = [
    "Ref.",
    "Expected outcome",
    "Activities",
    "Deliverable",
    "Schedule",
    "Our role",
    "What we do",
    "Our schedule (blank = as in the plan)",
    "Status",
    "Progress or result",
    "Kind of contribution (optional)",
    "Staff time, work-months (optional)",
    "Amount, USD (optional)",
    "How sure is the figure? (optional)",
    "Partners (optional)",
    "Event (optional)",
    "Link to evidence (optional)",
    "Difficulty, or request to the Secretariat (optional)",
]
ROOM = Field(key="room", title="Meeting room", help="A room you offer.", max_length=20, width=18)


@pytest.fixture
def with_room(monkeypatch: pytest.MonkeyPatch) -> Plan:
    """A fresh plan in a house whose table of contributions has one field more."""
    fields = (*tables.CONTRIBUTIONS.fields, ROOM)
    monkeypatch.setattr(tables, "CONTRIBUTIONS", replace(tables.CONTRIBUTIONS, fields=fields))
    return plan_from_tables(builtin_tables(), "test")


def filled(path: Path, plan: Plan, room: str) -> Path:
    """UNEP's template with one row that offers a room."""
    buffer = BytesIO()
    emg.write_template(buffer, plan, entity="UNEP")
    book = load_workbook(BytesIO(buffer.getvalue()))
    sheet = book["Contributions"]
    columns = {cell.value: cell.column or 0 for cell in sheet[1]}
    for title, value in {"Our role": "Lead", "What we do": "Hosts.", "Status": "In progress", ROOM.title: room}.items():
        sheet.cell(2, columns[title]).value = value
    book.save(path)
    return path


def test_contract_columns() -> None:
    """Keys and headers of the template's table are those the contract promises, in that order."""
    table = contributions_table(builtin_plan())
    assert list(table.keys) == CONTRACT_KEYS
    assert [field.title for field in table.fields] == CONTRACT_TITLES


def test_new_field_is_offered(with_room: Plan) -> None:
    """A field added to the table is a column of the template, with its message and width."""
    buffer = BytesIO()
    emg.write_template(buffer, with_room)
    sheet = load_workbook(BytesIO(buffer.getvalue()))["Contributions"]
    (cell,) = [cell for cell in sheet[1] if cell.value == ROOM.title]
    prompts = [rule.prompt for rule in sheet.data_validations.dataValidation if cell.column_letter in str(rule.sqref)]
    assert prompts == [ROOM.help]
    assert sheet.column_dimensions[cell.column_letter].width == pytest.approx(ROOM.width, abs=1)


def test_new_field_is_validated(with_room: Plan, tmp_path: Path) -> None:
    """A field added to the table is read and its rule is checked at its cell."""
    path = filled(tmp_path / "UNEP.xlsx", with_room, "A room far too long to print")
    found = emg.validate(path, with_room, day=date(2022, 3, 15)).findings
    assert found.loc[found["field"] == "room", ["code", "cell"]].to_numpy().tolist() == [["text-too-long", "S2"]]


def test_new_field_reaches_the_master(with_room: Plan, tmp_path: Path) -> None:
    """A field added to the table is a column of the master's frame and of its sheet."""
    path = filled(tmp_path / "UNEP.xlsx", with_room, "Room XX")
    master = emg.merge(path, with_room, day=date(2022, 3, 15))
    assert master.contributions["room"].to_list() == ["Room XX"]
    emg.write_master(master, tmp_path / "master.xlsx")
    sheet = load_workbook(tmp_path / "master.xlsx")["Contributions"]
    column = titles_of(sheet).index(ROOM.title) + 1
    assert sheet.cell(HEADER + 1, column).value == "Room XX"


def test_own_column_of_the_plan() -> None:
    """A column the coordinator adds in the plan's tables stands in template, schema and master."""
    column = {"sheet": "Contributions", "key": "region", "title": "Region", "help": "Which?", "type": "code",
              "codelist": "regions", "required": False}  # fmt: skip
    codes = [{"codelist": "regions", "code": "AF", "label": "Africa"}]
    plan = plan_from_tables({**builtin_tables(), "columns": [column], "codes": codes}, "test")
    assert contributions_table(plan).keys[-1] == "region"
    assert "region" in emg.schemas.contributions(plan).columns
    keys = master_contributions_table(plan).keys
    assert keys.index("request") < keys.index("region") < keys.index("first_day")


@pytest.mark.parametrize("name", ["contributions", "proposals", "entity", "master_contributions", "master_proposals"])
def test_sisters_return_pandera_schemas(name: str) -> None:
    """Each function of the plan returns a pandera schema that carries titles and help."""
    schema = getattr(emg.schemas, name)(builtin_plan())
    assert isinstance(schema, pa.DataFrameSchema)
    assert all(column.title for column in schema.columns.values() if column.metadata)


@pytest.mark.parametrize("make", [contributions_table, proposals_table, entity_table, master_contributions_table])
def test_tables_are_sound(make: object) -> None:
    """Keys are unique, codelists exist, and help fits an Excel input message."""
    table: Table = make(builtin_plan())  # type: ignore[operator]  # the four share their signature
    assert len(set(table.keys)) == len(table.keys)
    for field in table.fields:
        assert len(field.help) <= 255
        assert field.type not in ("code", "codes") or field.codelist in {*CODELISTS, "outcome", "activity"}


def test_master_frame_satisfies_its_schema(tmp_path: Path) -> None:
    """What merge returns passes the schema of the master's table."""
    plan = builtin_plan()
    buffer = BytesIO()
    emg.write_template(buffer, plan, entity="UNEP")
    book = load_workbook(BytesIO(buffer.getvalue()))
    sheet = book["Contributions"]
    sheet["F2"], sheet["G2"], sheet["I2"], sheet["L2"] = "Lead", "Chairs.", "In progress", 2
    book.save(tmp_path / "UNEP.xlsx")
    master = emg.merge(tmp_path / "UNEP.xlsx", day=date(2022, 3, 15))
    emg.schemas.master_contributions(plan).validate(master.contributions)
    assert master.contributions.index.to_list() == ["UNEP/A01/1"]
