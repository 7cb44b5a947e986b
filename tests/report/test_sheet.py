"""The sheet ``To check``, as a value and as a workbook of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import emg_xlsx as emg
from emg_xlsx.findings import Finding
from emg_xlsx.report import to_check, write_fresh
from emg_xlsx.report.sheet import ANSWER, ID, link_to
from emg_xlsx.report.wording import LISTED
from emg_xlsx.xlsx.measuring import row_height
from emg_xlsx.xlsx.patching import Look, SheetCell, ToCheck
from tests.clients.libreoffice import LibreOffice, differences
from tests.clients.validator import Validator
from tests.report.samples import APPROXIMATE, NEGATIVE, NO_ROLE, asked, contrast, examples, hostile, luminance, pack

WHITE = "#FFFFFF"
HOSTILE = ("=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "<script>alert(1)</script>", "_x000D_\x00\x0b", "\u202egnp.exe",
           "'" * 40, "a" * 32_767, "多" * 5_000, "x\n" * 300, "\ud800\uffff", "{title} {0.__class__}")  # fmt: skip


def texts(sheet: ToCheck) -> list[str]:
    """Every text of the sheet."""
    return [cell.text for row in sheet.rows for cell in row if cell is not None]


def said(row: Sequence[SheetCell | None], column: int) -> str:
    """The text in a column of a row, empty where nothing stands."""
    cell = row[column] if column < len(row) else None
    return cell.text if cell else ""


def rows_by_id(sheet: ToCheck) -> dict[str, tuple[SheetCell | None, ...]]:
    """The rows of questions by their hidden id."""
    return {said(row, ID): row for row in sheet.rows if said(row, ID)}


def opened(data: bytes) -> Worksheet:
    """The first sheet of a workbook."""
    return load_workbook(BytesIO(data)).worksheets[0]


def test_every_question_has_its_row() -> None:
    """Of every example, each question stands on the sheet with its words, id and code, most urgent first."""
    for one in examples():
        rows = rows_by_id(to_check(one))
        assert list(rows) == [question.id for question in one.questions]
        for question in one.questions:
            row = rows[question.id]
            assert said(row, 1) == question.finding.message()
            assert said(row, 7) == question.finding.code


def test_it_is_opened_on_while_something_is_asked() -> None:
    """A receipt, and a copy whose questions are all answered, open where the sender left them."""
    assert to_check(pack()).first
    answered = tuple(replace(question, state="confirmed") for question in pack().questions)
    assert not to_check(pack(questions=())).first
    assert not to_check(pack(questions=answered)).first


def test_where_leads_to_the_cell() -> None:
    """The place is a link into the sender's workbook, quotes in the sheet's name doubled, and stands in words too."""
    moved = replace(NEGATIVE, sheet="Bob's sheet")
    (row,) = rows_by_id(to_check(pack(questions=asked(moved)))).values()
    where = row[2]
    assert where is not None
    assert where.link == "'Bob''s sheet'!M5"
    assert "M5" in where.text
    assert "A01-D03" in said(row, 3)


@pytest.mark.parametrize(
    ("finding", "target"),
    [
        (Finding("file-empty"), None),
        (Finding("form-missing", sheet="Entity"), "'Entity'!A1"),
        (Finding("total-ignored", sheet="A", row=8), "'A'!A8"),
    ],
)
def test_links_of_places_without_a_cell(finding: Finding, target: str | None) -> None:
    """What is about a row or a sheet leads to its beginning, what is about the file nowhere."""
    assert link_to(finding) == target


def test_a_new_workbook_has_no_links() -> None:
    """Where the sender's cells are not beside the sheet, nothing leads there."""
    assert not [cell for row in to_check(pack(), annotated=False).rows for cell in row if cell and cell.link]


def test_yes_is_offered_only_where_something_was_recorded() -> None:
    """A yes can confirm what was understood; of the rest there is nothing to say yes to."""
    sheet = to_check(pack())
    places = {said(row, ID): number for number, row in enumerate(sheet.rows, 1) if said(row, ID)}
    wrong, approximate, no_role = (places[question.id] for question in pack().questions)
    offered = {answers.ranges: len(answers.words) for answers in sheet.lists}
    assert offered == {f"G{approximate}": 2, f"G{wrong} G{no_role}": 1}


def test_neighbouring_answers_share_a_range() -> None:
    """Cells below each other are one range, so that a long sheet has short rules."""
    findings = [replace(NO_ROLE, row=number) for number in range(5, 45)]
    (answers,) = to_check(pack(questions=asked(*findings))).lists
    first, last = answers.ranges.split(":")
    assert int(last[1:]) - int(first[1:]) == 39


def test_lists_fit_into_a_cell_rule() -> None:
    """What is offered has no comma, which would part it, and no more than the 255 characters a rule may have."""
    for answers in to_check(pack()).lists:
        assert not any("," in word for word in answers.words)
        assert len(",".join(answers.words)) <= 255
        assert len(answers.title) <= 32
        assert len(answers.help) <= 255


def test_answered_questions_keep_their_answer() -> None:
    """What was answered stands after what is open, with the answer where it was written."""
    done = asked(APPROXIMATE, state="confirmed", answer="Yes, thank you")
    rows = rows_by_id(to_check(pack(questions=(*done, *asked(NO_ROLE)))))
    last = list(rows.values())[-1]
    assert said(last, ANSWER) == "Yes, thank you"


def test_the_head_is_a_receipt() -> None:
    """File, fingerprint, day of arrival, rows and the day to answer by stand above the first question."""
    sheet = to_check(pack())
    assert sheet.header is not None
    head = " ".join(cell.text for row in sheet.rows[: sheet.header] for cell in row if cell)
    for fact in ("Ada Example", "UNEP.xlsx", "ab" * 32, "14 March 2022", "31 March 2022", "secretariat@emg.example"):
        assert fact in head


def test_no_day_is_named_where_none_is_set() -> None:
    """A round without a day to answer by asks for none."""
    with_day, without = to_check(pack()), to_check(pack(reply_by=None))
    assert len(with_day.rows) - len(without.rows) == 1
    assert not any("31 March" in words for words in texts(without))


def test_texts_can_be_read() -> None:
    """Every text has the contrast WCAG asks of text on what is behind it."""
    for look in to_check(pack()).styles.values():
        assert contrast(look.colour, look.fill or WHITE) >= 4.5, look


def test_urgency_shows_without_colour() -> None:
    """In greyscale what is to correct is darker than what is to confirm, and that than what needs nothing."""
    styles = to_check(pack()).styles
    fills = [styles[f"number-{kind}"].fill or WHITE for kind in ("error", "query", "note")]
    greys = [luminance(fill) for fill in fills]
    assert greys == sorted(greys)
    assert min(b - a for a, b in pairwise(greys)) > 0.08


def test_only_answers_are_open_on_a_protected_sheet() -> None:
    """If somebody protects the sheet, the answers can still be written, and nothing else."""
    assert [name for name, look in to_check(pack()).styles.items() if not look.locked] == ["answer"]
    assert Look().locked


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_whole_texts_fit_their_rows(text: str) -> None:
    """However long a cell is, what the sheet says of it is whole, in a row no higher than a row can be."""
    questions = [replace(question, answer=None) for question in hostile(text).questions]
    sheet = to_check(replace(hostile(text), questions=tuple(questions)))
    assert all(height < 409 for height in sheet.heights)
    for row, height in zip(sheet.rows, sheet.heights, strict=True):
        cells = [(cell, width) for cell, width in zip(row, sheet.widths, strict=False) if cell]
        wrapped = [(cell.text, width) for cell, width in cells if sheet.styles[cell.style].wrap]
        assert not wrapped or height >= row_height(wrapped)


def test_a_long_answer_comes_back_whole() -> None:
    """An answer is never cut: it is read again with the file."""
    answer = "It depends. " * 100
    (row,) = rows_by_id(to_check(pack(questions=asked(NO_ROLE, state="settled", answer=answer)))).values()
    assert said(row, ANSWER) == answer.strip()


def test_a_flood_of_questions_is_bounded() -> None:
    """A file with more questions than anybody answers has a sheet that still opens, and says how many more."""
    findings = [replace(NO_ROLE, row=number) for number in range(1, LISTED + 8)]
    sheet = to_check(pack(questions=asked(*findings), notes=()))
    assert len(rows_by_id(sheet)) == LISTED
    assert "7" in said(sheet.rows[-1], 0)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_no_cell_of_a_new_workbook_is_a_formula(text: str, tmp_path: Path) -> None:
    """Whatever a sender wrote comes back as text, and our own reader can read the workbook."""
    data = write_fresh(hostile(text), {"kind": "to-check", "answers": "ab" * 32})
    book = load_workbook(BytesIO(data))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
    path = tmp_path / "fresh.xlsx"
    path.write_bytes(data)
    assert emg.validate(path).files["state"].tolist() == ["skipped"], "answers to questions, and nothing else"


def test_new_workbook_says_what_the_sheet_says() -> None:
    """Cell by cell, the workbook holds the texts of the value, hides the ids, and offers the answers."""
    content = to_check(pack(), annotated=False)
    sheet = opened(write_fresh(pack()))
    written = [[cell.value or "" for cell in row] for row in sheet.iter_rows(max_col=len(content.widths))]
    assert written == [[said(row, column) for column in range(len(content.widths))] for row in content.rows]
    assert sheet.column_dimensions["I"].hidden
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules == {a.ranges: '"' + ",".join(a.words) + '"' for a in content.lists}


def test_meta_is_hidden() -> None:
    """What the workbook is known by when it comes back stands on a hidden sheet."""
    book = load_workbook(BytesIO(write_fresh(pack(), {"kind": "to-check"})))
    assert book["_meta"].sheet_state == "hidden"
    assert (book["_meta"]["A1"].value, book["_meta"]["B1"].value) == ("kind", "to-check")


def test_same_pack_same_bytes() -> None:
    """A workbook carries no time and no chance."""
    assert write_fresh(pack()) == write_fresh(pack())


@pytest.mark.parametrize("text", ["plain", *HOSTILE], ids=lambda text: ascii(text[:12]))
def test_new_workbook_is_valid(text: str, validator: Validator, tmp_path: Path) -> None:
    """Microsoft's validator has nothing to say about a new workbook."""
    path = tmp_path / "fresh.xlsx"
    path.write_bytes(write_fresh(pack() if text == "plain" else hostile(text), {"kind": "to-check"}))
    assert validator.violations(path) == []


def test_new_workbook_survives_libreoffice(libreoffice: LibreOffice, tmp_path: Path) -> None:
    """LibreOffice opens the workbook and saves the same texts."""
    path = tmp_path / "fresh.xlsx"
    path.write_bytes(write_fresh(pack()))
    (tmp_path / "out").mkdir()
    assert differences(path, libreoffice.convert(path, "xlsx", tmp_path / "out")) == []
