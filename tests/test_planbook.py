"""A plan survives its workbook, and what is wrong in one is told at its cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from emg_xlsx.builtin import builtin_plan
from emg_xlsx.findings import RULES, Finding, Severity, explain
from emg_xlsx.plan import Plan, plan_from_tables
from emg_xlsx.planbook import PlanUnreadable, check_plan, read_plan, write_plan
from emg_xlsx.schemas.plan_tables import PLAN_TABLES
from tests.clients.libreoffice import LibreOffice
from tests.clients.validator import Validator

DAY = date(2022, 3, 15)
Told = tuple[str, str | None, str | None]
"""Code, sheet and cell of a finding."""


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built-in plan as a workbook."""
    path = tmp_path_factory.mktemp("plan") / "plan.xlsx"
    write_plan(builtin_plan(), path, day=DAY)
    return path


@pytest.fixture
def checked(exported: Path, tmp_path: Path) -> Callable[..., list[Told]]:
    """Checks the built-in plan's workbook after an edit and gives what was found."""

    def check(edit: Callable[[Any], None]) -> list[Told]:
        book = load_workbook(exported)
        edit(book)
        path = tmp_path / "plan.xlsx"
        book.save(path)
        return told(check_plan(path)[1])

    return check


def told(findings: Sequence[Finding]) -> list[Told]:
    """Findings by code and place."""
    return [(finding.code, finding.sheet, finding.cell) for finding in findings]


def put(place: str, value: object) -> Callable[[Any], None]:
    """An edit that writes one cell, ``sheet!A1``."""

    def edit(book: Any) -> None:
        sheet, cell = place.split("!")
        book[sheet][cell] = value

    return edit


def added(name: str, *row: object) -> Callable[[Any], None]:
    """An edit that adds a row to a table."""

    def edit(book: Any) -> None:
        sheet = book[name]
        filled = sum(1 for cell in sheet["A"] if cell.value is not None)
        for column, value in enumerate(row, 1):
            sheet.cell(filled + 1, column, value)

    return edit


def both(*edits: Callable[[Any], None]) -> Callable[[Any], None]:
    """Several edits as one."""

    def edit(book: Any) -> None:
        for one in edits:
            one(book)

    return edit


def where(sheet: Any, key: str) -> int:
    """The row in which the first column has a key."""
    return next(number for number, cell in enumerate(sheet["A"], 1) if cell.value == key)


# ------------------------------------------------------------------------------ writing and reading back


def test_plan_survives_its_workbook(exported: Path) -> None:
    """Reading an exported plan gives the same plan, table by table, without a word to say about it."""
    ours, (plan, findings) = builtin_plan(), check_plan(exported)
    assert findings == ()
    assert plan is not None
    assert plan.tables == ours.tables
    fields = [name for name in Plan.__dataclass_fields__ if name != "source"]
    assert {name: getattr(plan, name) for name in fields} == {name: getattr(ours, name) for name in fields}


def test_awkward_text_survives(tmp_path: Path) -> None:
    """Text that looks like a formula, a link, a number, or has lines and signs, comes back as it was."""
    texts = ["=1+1", "https://example.org", "0012", "two\nlines", "<&>“é” 中文", "_x000D_", "2022-01-01"]
    plan = builtin_plan()
    rows = [{**row, "notes": said} for row, said in zip(plan.tables["deliverables"], texts, strict=False)]
    path = tmp_path / "plan.xlsx"
    write_plan(changed(plan, deliverables=rows), path, day=DAY)
    assert [d.notes for d in read_plan(path).deliverables] == texts


def changed(plan: Plan, **tables: list[dict[str, Any]]) -> Plan:
    """A plan that writes other rows."""
    return plan_from_tables({**plan.tables, **tables}, "changed")


def test_same_plan_same_day_same_bytes() -> None:
    """The day of the run is the only clock."""
    first, second = BytesIO(), BytesIO()
    for buffer in (first, second):
        write_plan(builtin_plan(), buffer, day=DAY)
    assert first.getvalue() == second.getvalue()


def test_sheets_are_the_tables(exported: Path) -> None:
    """One sheet per table, by its name and in order, then the hidden one by which a plan is recognised."""
    book = load_workbook(exported)
    assert book.sheetnames == [*(table.name for table in PLAN_TABLES), "_meta"]
    assert book["_meta"].sheet_state == "hidden"
    assert list(book["_meta"].iter_rows(values_only=True)) == [
        ("kind", "plan"),
        ("plan", "EMG-WP-2021-2022"),
        ("format", "1"),
    ]


def test_dates_are_dates(exported: Path) -> None:
    """Days are stored as days, shown year first, also those of the settings."""
    book = load_workbook(exported)
    window: Any = book["plan"].cell(where(book["plan"], "window_start"), 2)
    assert (window.is_date, str(window.value)[:10], window.number_format) == (True, "2021-11-01", "yyyy-mm-dd")
    assert (book["deliverables"]["G2"].is_date, str(book["deliverables"]["G2"].value)[:10]) == (True, "2021-10-01")


def test_lists_are_offered_by_range(exported: Path) -> None:
    """A column that refers to another table offers that table's values, which no length limits."""
    book = load_workbook(exported)
    offered = {
        str(rule.sqref).split(":")[0]: rule.formula1
        for rule in book["deliverables"].data_validations.dataValidation
        if rule.type == "list"
    }
    assert offered["B2"] == "'activities'!$A$2:$A$11"
    assert offered["C2"] == "'streams'!$A$2:$A$3"


def test_every_column_has_a_message(exported: Path) -> None:
    """Whoever stands in a cell is told what belongs there."""
    book = load_workbook(exported)
    for table in PLAN_TABLES[1:]:
        rules = book[table.sheet].data_validations.dataValidation
        assert [rule.prompt for rule in rules] == [field.help for field in table.fields]


def test_plan_from_1904_is_read_by_its_own_calendar(exported: Path, tmp_path: Path) -> None:
    """A workbook that counts days from 1904 gives the same days."""
    book = load_workbook(exported)
    book.epoch = CALENDAR_MAC_1904
    book.save(tmp_path / "plan.xlsx")
    assert read_plan(tmp_path / "plan.xlsx").window == builtin_plan().window


def test_moved_columns_and_title_rows_are_read(exported: Path, tmp_path: Path) -> None:
    """Columns are found by name in any order, below any title rows."""
    book = load_workbook(exported)
    sheet = book["rounds"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    sheet.delete_rows(1, sheet.max_row)
    for number, row in enumerate(rows, 4):
        for column, value in enumerate(reversed(row), 2):
            sheet.cell(number, column, value)
    sheet["A1"] = "The rounds"
    book.save(tmp_path / "plan.xlsx")
    plan, findings = check_plan(tmp_path / "plan.xlsx")
    assert (plan and plan.rounds, findings) == (builtin_plan().rounds, ())


# ------------------------------------------------------------------------------ what is wrong is found


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (put("activities!C4", None), ("plan-cell-missing", "activities", "C4")),
        (put("plan!B3", None), ("plan-cell-missing", "plan", "B3")),
        (put("deliverables!A3", "A01-D01"), ("plan-id-repeated", "deliverables", "A3")),
        (put("activities!E2", "O9"), ("plan-reference-unknown", "activities", "E2")),
        (put("deliverables!C23", "A07-x"), ("plan-reference-unknown", "deliverables", "C23")),
        (put("deliverables!M8", "UNEA-5; UNEA-9"), ("plan-reference-unknown", "deliverables", "M8")),
        (put("plan!B7", "2023-final"), ("plan-reference-unknown", "plan", "B7")),
        (put("deliverables!G5", "03/04/2022"), ("plan-date-unreadable", "deliverables", "G5")),
        (put("deliverables!G5", "spring"), ("plan-date-unreadable", "deliverables", "G5")),
        (put("plan!B8", "November 2021"), ("plan-date-unreadable", "plan", "B8")),
        (put("activities!B3", "two"), ("plan-number-unreadable", "activities", "B3")),
        (put("activities!B3", 2.5), ("plan-number-unreadable", "activities", "B3")),
        (put("activities!B3", 0), ("plan-number-low", "activities", "B3")),
        (put("entities!E3", "perhaps"), ("plan-truth-unreadable", "entities", "E3")),
        (put("deliverables!H5", date(2021, 9, 1)), ("plan-dates-backwards", "deliverables", "H5")),
        (put("events!E4", date(2021, 1, 1)), ("plan-dates-backwards", "events", "E4")),
        (put("plan!B9", date(2020, 1, 1)), ("plan-dates-backwards", "plan", "B9")),
        (put("rounds!B2", "asking"), ("plan-value-unknown", "rounds", "B2")),
        (put("deliverables!I5", "decade"), ("plan-value-unknown", "deliverables", "I5")),
        (put("activities!D2", "CLUB"), ("plan-value-unknown", "activities", "D2")),
        (put("plan!B5", "agreed"), ("plan-value-unknown", "plan", "B5")),
        (put("entities!A2", "B/RS"), ("plan-id-shape", "entities", "A2")),
        (put("deliverables!A7", "A02-D09"), ("plan-id-elsewhere", "deliverables", "A7")),
        (put("deliverables!C2", "A07-i"), ("plan-id-elsewhere", "deliverables", "C2")),
        (put("entities!D4", "b.r.s."), ("plan-name-shared", "entities", "D4")),
        (put("events!C5", "unea 5"), ("plan-name-shared", "events", "C5")),
        (put("outcomes!B2", "#REF!"), ("plan-cell-unreadable", "outcomes", "B2")),
        (put("outcomes!B2", "=1+1"), ("plan-cell-unreadable", "outcomes", "B2")),
        (put("activities!B3", 1), ("plan-order-repeated", "activities", "B3")),
        (put("deliverables!D3", 1), ("plan-order-repeated", "deliverables", "D3")),
        (added("contacts", "UNXX", "A focal point"), ("plan-reference-unknown", "contacts", "A2")),
        (added("columns", "Entity", "region", "Region", None, "text"), ("plan-value-unknown", "columns", "A2")),
        (added("columns", "Contributions", "Region", "Region", None, "text"), ("plan-id-shape", "columns", "B2")),
        (added("columns", "Contributions", "role", "Our part", None, "text"), ("plan-key-taken", "columns", "B2")),
        (added("columns", "Contributions", "place", "Status", None, "text"), ("plan-key-taken", "columns", "C2")),
        (added("columns", "Contributions", "place", "Place", None, "song"), ("plan-value-unknown", "columns", "E2")),
        (added("columns", "Contributions", "place", "Place", None, "code"), ("plan-cell-missing", "columns", "F2")),
        (
            added("columns", "Contributions", "place", "Place", None, "code", "places"),
            ("plan-reference-unknown", "columns", "F2"),
        ),
        (added("columns", "Contributions", "place", "Place", "x" * 256, "text"), ("plan-text-long", "columns", "D2")),
        (added("codes", "entity", "XX", "Another"), ("plan-key-taken", "codes", "A2")),
        (added("codes", "status", "DONE", "Completed"), ("plan-key-taken", "codes", "C2")),
        (added("plan", "colour", "blue"), ("plan-setting-unknown", "plan", "A15")),
        (put("deliverables!Q1", "My column"), ("plan-column-unknown", "deliverables", "Q1")),
        (put("rounds!F1", "Kind"), ("plan-column-repeated", "rounds", "F1")),
    ],
)  # fmt: skip
def test_problem_is_told_at_its_cell(
    checked: Callable[..., list[Told]], edit: Callable[[Any], None], expected: Told
) -> None:
    """One planted mistake gives one finding, at the cell where it was planted."""
    assert checked(edit) == [expected]


@pytest.mark.parametrize(
    ("place", "wrong", "expected"),
    [
        ("outcomes!A4", "III", ("plan-id-shape", "outcomes", "A4")),
        ("activities!A11", "A3", ("plan-id-shape", "activities", "A11")),
        ("streams!A3", "A07-2", ("plan-id-shape", "streams", "A3")),
        ("deliverables!A2", "A01/D01", ("plan-id-shape", "deliverables", "A2")),
    ],
)
def test_id_of_a_wrong_shape_is_told(
    checked: Callable[..., list[Told]], place: str, wrong: str, expected: Told
) -> None:
    """Ids follow the shapes that files already sent refer to; what referred to the old id is told as well."""
    assert expected in checked(put(place, wrong))


def test_two_own_codes_that_read_alike_are_told(checked: Callable[..., list[Told]]) -> None:
    """Two codes of one list cannot share a label."""
    edit = both(added("codes", "places", "N", "North"), added("codes", "places", "S", "north"))
    assert checked(edit) == [("plan-name-shared", "codes", "C3")]


def test_two_own_columns_of_one_title_are_told(checked: Callable[..., list[Told]]) -> None:
    """Columns are found by their titles, so no two of one sheet can share one."""
    edit = both(
        added("columns", "Contributions", "place", "Place", None, "text"),
        added("columns", "Contributions", "site", "Place", None, "text"),
    )
    assert checked(edit) == [("plan-key-taken", "columns", "C3")]


def test_deleted_sheet_is_told_once(checked: Callable[..., list[Told]]) -> None:
    """A missing table is one finding, not one for each reference to it."""
    assert checked(lambda book: book.remove(book["outcomes"])) == [("plan-sheet-missing", "outcomes", None)]


def test_table_that_may_be_empty_may_be_absent(checked: Callable[..., list[Told]]) -> None:
    """A plan without contacts is a plan."""
    assert checked(lambda book: book.remove(book["contacts"])) == [("plan-sheet-absent", "contacts", None)]


def test_needed_column_without_its_name_is_told_once(checked: Callable[..., list[Told]]) -> None:
    """A renamed header is a missing column and an unknown one, not an empty cell in each row."""
    assert checked(put("outcomes!B1", "text")) == [
        ("plan-column-missing", "outcomes", None),
        ("plan-column-unknown", "outcomes", "B1"),
    ]


def test_lost_ids_are_told_once(checked: Callable[..., list[Told]]) -> None:
    """Where the column of ids lost its name, the references to them are not told one by one."""
    assert checked(put("outcomes!A1", "ident")) == [
        ("plan-column-missing", "outcomes", None),
        ("plan-column-unknown", "outcomes", "A1"),
    ]


def test_optional_column_may_be_absent(checked: Callable[..., list[Told]]) -> None:
    """A column that a plan can do without is noted."""
    assert checked(lambda book: book["outcomes"].delete_cols(3)) == [("plan-column-absent", "outcomes", None)]


def test_sheet_without_a_header_is_told(checked: Callable[..., list[Told]]) -> None:
    """Rows without a header cannot be read."""
    assert checked(lambda book: book["rounds"].delete_rows(1)) == [("plan-header-missing", "rounds", None)]


def test_table_without_rows_is_told_once(checked: Callable[..., list[Told]]) -> None:
    """A plan without rounds cannot be used; that the current one is unknown goes without saying."""
    assert checked(lambda book: book["rounds"].delete_rows(2, 5)) == [("plan-table-empty", "rounds", None)]


def test_missing_setting_is_told(checked: Callable[..., list[Told]]) -> None:
    """A needed setting whose row was deleted is told for the sheet."""
    assert checked(lambda book: book["plan"].delete_rows(where(book["plan"], "title"))) == [
        ("plan-setting-missing", "plan", None)
    ]


def test_schedule_nobody_can_read_leaves_the_plan_usable(exported: Path, tmp_path: Path) -> None:
    """A schedule without days that gives none is asked about, and the plan works all the same."""
    book = load_workbook(exported)
    sheet = book["deliverables"]
    sheet["F2"], sheet["G2"], sheet["H2"] = "in due course", None, None
    book.save(tmp_path / "plan.xlsx")
    plan, findings = check_plan(tmp_path / "plan.xlsx")
    assert told(findings) == [("plan-schedule-unread", "deliverables", "F2")]
    assert plan is not None
    assert plan.deliverable_by_id["A01-D01"].first_day is None


@pytest.mark.parametrize("schedule", ["May 2022", "sometime", None])
def test_schedule_that_does_not_fit_its_days(exported: Path, tmp_path: Path, schedule: str | None) -> None:
    """A schedule that was changed without the days beside it is asked about; the plan can be used all the same."""
    book = load_workbook(exported)
    book["deliverables"]["F2"] = schedule
    book.save(tmp_path / "plan.xlsx")
    plan, findings = check_plan(tmp_path / "plan.xlsx")
    assert plan is not None
    assert ("plan-schedule-differs", "deliverables", "F2") in told(findings)


def test_days_left_empty_are_read_from_the_schedule(exported: Path, tmp_path: Path) -> None:
    """Where a deliverable has no days, its schedule gives them."""
    book = load_workbook(exported)
    sheet = book["deliverables"]
    sheet["G2"], sheet["H2"], sheet["I2"] = None, None, None
    book.save(tmp_path / "plan.xlsx")
    assert read_plan(tmp_path / "plan.xlsx").deliverables == builtin_plan().deliverables


def test_all_problems_are_told_at_once(checked: Callable[..., list[Told]]) -> None:
    """Nobody has to check a plan again to learn of the next mistake; the urgent ones come first."""
    edit = both(
        put("rounds!B2", "asking"),
        put("activities!B3", "two"),
        put("deliverables!G5", "spring"),
        put("rounds!F1", "Kind"),
    )
    assert checked(edit) == [
        ("plan-number-unreadable", "activities", "B3"),
        ("plan-date-unreadable", "deliverables", "G5"),
        ("plan-value-unknown", "rounds", "B2"),
        ("plan-column-repeated", "rounds", "F1"),
    ]


def test_words_are_read_whatever_their_capitals(checked: Callable[..., list[Told]]) -> None:
    """Yes, no and the words of a list may be written as people write them."""
    edit = both(put("rounds!B2", " Planning "), put("entities!E2", "YES"), put("entities!E3", True))
    assert checked(edit) == []


def test_own_columns_and_codes_are_part_of_the_plan(exported: Path, tmp_path: Path) -> None:
    """A column and a list added in the workbook reach the plan."""
    book = load_workbook(exported)
    both(
        added("columns", "Contributions", "region", "Region", "Where?", "code", "region", "yes"),
        added("codes", "region", "AF", "Africa"),
    )(book)
    book.save(tmp_path / "plan.xlsx")
    plan = read_plan(tmp_path / "plan.xlsx")
    assert [(row["key"], row["required"]) for row in plan.tables["columns"]] == [("region", True)]
    assert [row["code"] for row in plan.tables["codes"]] == ["AF"]


# ------------------------------------------------------------------------------ files that are no plan


def test_plan_with_an_error_is_refused_with_its_findings(exported: Path, tmp_path: Path) -> None:
    """Reading a plan that cannot be used raises one error that carries every finding."""
    book = load_workbook(exported)
    put("rounds!B2", "asking")(book)
    book.save(tmp_path / "plan.xlsx")
    with pytest.raises(PlanUnreadable) as caught:
        read_plan(tmp_path / "plan.xlsx")
    assert told(caught.value.findings) == [("plan-value-unknown", "rounds", "B2")]
    assert caught.value.exit_code == 3


def test_another_workbook_is_no_plan(tmp_path: Path) -> None:
    """A workbook without any table of a plan is told as such, once."""
    Workbook().save(tmp_path / "other.xlsx")
    assert told(check_plan(tmp_path / "other.xlsx")[1]) == [("plan-not-a-plan", None, None)]


def test_what_is_no_workbook_is_no_plan(tmp_path: Path) -> None:
    """A text file with a workbook's name is refused without a traceback."""
    path = tmp_path / "plan.xlsx"
    path.write_text("a plan", encoding="utf-8")
    plan, findings = check_plan(path)
    assert (plan, [finding.severity for finding in findings]) == (None, [Severity.BLOCKING])


def test_absent_file_is_told(tmp_path: Path) -> None:
    """A plan that is not there is a finding like any other."""
    assert told(check_plan(tmp_path / "none.xlsx")[1]) == [("file-unreadable", None, None)]


# ------------------------------------------------------------------------------ words


@pytest.mark.parametrize("code", [code for code in RULES if code.startswith("plan-")])
def test_rule_is_explained(code: str) -> None:
    """Every rule on plans has a message and an explanation in plain words."""
    assert Finding(code, "plan.xlsx").message()
    assert explain(code)


def test_message_names_the_other_row(exported: Path, tmp_path: Path) -> None:
    """Of two rows with one id, the second is told where the first stands."""
    book = load_workbook(exported)
    book["deliverables"]["A3"] = "A01-D01"
    book.save(tmp_path / "plan.xlsx")
    (finding,) = check_plan(tmp_path / "plan.xlsx")[1]
    assert (finding.value, finding.facts["other"]) == ("A01-D01", 2)


# ------------------------------------------------------------------------------ real clients


def test_exported_plan_is_valid(validator: Validator, exported: Path) -> None:
    """Microsoft's validator has nothing to say against an exported plan."""
    assert validator.violations(exported) == []


def test_plan_saved_by_libreoffice_is_the_same_plan(libreoffice: LibreOffice, exported: Path, tmp_path: Path) -> None:
    """A plan opened and saved in LibreOffice is read as before."""
    plan, findings = check_plan(libreoffice.convert(exported, "xlsx", tmp_path))
    assert findings == ()
    assert plan is not None
    assert plan.tables == builtin_plan().tables
