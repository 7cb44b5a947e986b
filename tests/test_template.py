"""The template focal points fill."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

import emg_xlsx as emg
from emg_xlsx.builtin import builtin_plan
from emg_xlsx.cli import main
from emg_xlsx.schemas.of_plan import codelist, contributions_table, proposals_table
from emg_xlsx.template import FREE_ROWS
from tests.clients.libreoffice import LibreOffice
from tests.clients.validator import Validator

COMMITTED = Path(__file__).parents[1] / "templates" / "workplan_template.xlsx"
PLAN = builtin_plan()


def written(**options: str) -> bytes:
    """A template as bytes."""
    buffer = BytesIO()
    emg.write_template(buffer, **options)  # type: ignore[arg-type]  # only text options are used here
    return buffer.getvalue()


@pytest.fixture(scope="module")
def book() -> Workbook:
    """The blank template."""
    return load_workbook(BytesIO(written()))


@pytest.fixture
def sheet(book: Workbook) -> Worksheet:
    """Its sheet of contributions."""
    found: Worksheet = book["Contributions"]
    return found


def test_committed_template_is_current() -> None:
    """The committed template is what the command writes, part by part."""
    with zipfile.ZipFile(COMMITTED) as old, zipfile.ZipFile(BytesIO(written())) as new:
        assert old.namelist() == new.namelist()
        assert [name for name in new.namelist() if old.read(name) != new.read(name)] == []


def test_sheets_in_order(book: Workbook) -> None:
    """The sheets are those of the contract; only the last is hidden."""
    assert book.sheetnames == ["Read me", "Entity", "Contributions", "New proposals", "Check", "Lists", "_meta"]
    assert [name for name in book.sheetnames if book[name].sheet_state != "visible"] == ["_meta"]


def test_every_ref_is_printed_once(sheet: Worksheet) -> None:
    """Ten activities as a whole and 33 deliverables are printed, then the free rows are empty."""
    refs = [cell.value for cell in sheet["A"][1:]]
    assert refs[:43] == list(PLAN.refs)
    assert refs[43:] == [None] * FREE_ROWS


def test_deliverables_word_for_word(sheet: Worksheet) -> None:
    """Each deliverable's text and printed schedule stand in its row as in the source."""
    source = json.loads((Path(emg.__file__).parent / "data" / "work_plan.json").read_text(encoding="utf-8"))
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2, max_row=44)}
    for item in (d for activity in source["activities"] for d in activity["deliverables"]):
        assert str(rows[item["id"]][3].value).endswith(item["text"])
        assert rows[item["id"]][4].value == item["schedule"]["verbatim"]


def test_wrong_numerals_never_come_out(sheet: Worksheet) -> None:
    """The source's contradictory outcome labels of activities 5, 6 and 10 are put right."""
    outcome = {row[0].value: str(row[1].value) for row in sheet.iter_rows(min_row=2, max_row=44)}
    assert outcome["A05"] == outcome["A06"] == "I. Enhanced coherence in programming"
    assert outcome["A10"].startswith("III. Enhanced dialogue")


@pytest.mark.parametrize("name", ["Contributions", "New proposals"])
def test_every_input_column_speaks(book: Workbook, name: str) -> None:
    """Every input column has an input message of at most 255 characters under a title of at most 32."""
    table = {"Contributions": contributions_table(PLAN), "New proposals": proposals_table(PLAN)}[name]
    rules = book[name].data_validations.dataValidation
    for column, field in enumerate(table.fields, 1):
        letter = get_column_letter(column)
        told = [rule for rule in rules if f"{letter}2:" in str(rule.sqref) or f"{letter}2" == str(rule.sqref)]
        if not field.grey:
            assert [rule.prompt for rule in told] == [field.help]
            assert len(told[0].promptTitle) <= 32


def test_dropdowns_read_from_the_lists_sheet(book: Workbook, sheet: Worksheet) -> None:
    """A dropdown's source is a range of the sheet Lists that holds exactly the labels offered."""
    table = contributions_table(PLAN)
    for rule in sheet.data_validations.dataValidation:
        if rule.type != "list":
            continue
        field = table.fields[next(iter(rule.sqref.ranges)).min_col - 1]
        cells = book["Lists"][rule.formula1.split("!")[1].replace("$", "")]
        labels = [row[0].value for row in cells]
        assert labels == (list(PLAN.refs) if field.key == "ref" else list(codelist(PLAN, field.codelist or "").labels))


def test_entities_are_offered_with_code_and_name(book: Workbook) -> None:
    """The list of entities shows ``CODE – name`` for each of the 62 known."""
    (rule,) = [r for r in book["Entity"].data_validations.dataValidation if "B3" in str(r.sqref)]
    shown = [row[0].value for row in book["Lists"][rule.formula1.split("!")[1].replace("$", "")]]
    assert len(shown) == 62
    assert "UNEP – United Nations Environment Programme" in shown


def test_ready_for_screen_and_paper(sheet: Worksheet) -> None:
    """Frozen through the deliverable, filtered, A4 landscape, one page wide up to the progress, header repeated."""
    assert sheet.freeze_panes == "E2"
    assert sheet.auto_filter.ref == f"A1:R{44 + FREE_ROWS}"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)  # 1 is the format's default
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area == f"'Contributions'!$A$1:$J${44 + FREE_ROWS}"


def test_fits_the_page_at_eight_points(sheet: Worksheet) -> None:
    """The part up to the progress needs no smaller print than 8 points; the grey part is at most 75 wide."""
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJ"]
    assert sum(widths[:5]) <= 75 + 5  # each stored width has Excel's fixed padding of 0.7 characters
    # A character of the default font is 7 pixels of 1/96 inch; A4 landscape is 11.69 inches wide.
    room = 11.69 - sheet.page_margins.left - sheet.page_margins.right
    assert 11 * room / (sum(widths) * 7 / 96) >= 8


def test_nothing_merged_and_no_formulas(book: Workbook) -> None:
    """No cell is merged and no input cell holds a formula."""
    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges
        if sheet.title != "Check":
            assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_needed_cells_are_shown(book: Workbook) -> None:
    """Each needed column of both tables has a rule that shows its empty cell in a used row."""
    for table in (contributions_table(PLAN), proposals_table(PLAN)):
        needed = {n for n, field in enumerate(table.fields, 1) if field.need}
        shown = {
            area.bounds[0]
            for areas in book[table.sheet].conditional_formatting
            for area in areas.sqref.ranges
            if area.size["columns"] == 1 and any(rule.dxf.fill for rule in areas.rules)
        }
        assert shown == needed


def test_document_properties() -> None:
    """Title and language are set for screen readers."""
    with zipfile.ZipFile(BytesIO(written())) as package:
        core = package.read("docProps/core.xml").decode()
    assert "<dc:language>en</dc:language>" in core
    assert f"<dc:title>{PLAN.title}: contributions, 2022-mid-term</dc:title>" in core


def test_entity_is_prefilled() -> None:
    """``--entity`` fills the entity where it is read and where it is seen."""
    book = load_workbook(BytesIO(written(entity="UNEP")))
    assert book["Entity"]["B3"].value == "UNEP – United Nations Environment Programme"
    assert {row[0].value: row[1].value for row in book["_meta"].iter_rows()}["entity"] == "UNEP"


def test_one_for_each_expected_entity(tmp_path: Path) -> None:
    """``--all`` writes one file per expected entity, named after round and entity."""
    result = CliRunner().invoke(main, ["template", "--all", str(tmp_path / "out"), "--quiet"])
    assert result.exit_code == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert len(names) == 47
    assert "EMG_2022-mid-term_UNEP.xlsx" in names


def test_same_bytes_each_time() -> None:
    """Two templates of the same plan are the same file."""
    assert written() == written()


def test_valid_for_microsoft(validator: Validator, tmp_path: Path) -> None:
    """Microsoft's validator finds nothing in the template."""
    path = tmp_path / "template.xlsx"
    path.write_bytes(written())
    assert validator.violations(path) == []


def test_survives_libreoffice(libreoffice: LibreOffice, tmp_path: Path) -> None:
    """LibreOffice opens, recalculates and saves the template, and the same submission is read from it."""
    path = tmp_path / "UNEP.xlsx"
    path.write_bytes(written(entity="UNEP"))
    book = load_workbook(path)
    for cell, value in {"F2": "Lead", "G2": "Chairs.", "H2": "February 2022", "I2": "In progress"}.items():
        book["Contributions"][cell] = value
    book.save(path)
    (tmp_path / "out").mkdir()
    again = emg.read_submission(libreoffice.recalculate(path, tmp_path / "out"))
    first = emg.read_submission(path)
    assert again.entity == first.entity == "UNEP"
    assert again.contributions.equals(first.contributions)
    assert list(again.findings["code"]) == list(first.findings["code"])
