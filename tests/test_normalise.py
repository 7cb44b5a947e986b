"""What people type into cells: understood where it can mean one thing, asked about where not, told in any case."""

from __future__ import annotations

from typing import Any

import pytest

from tests.people import FORM, META, PLAN, answer, checked, contributions, kept, said, told, workbook

KEYS = {
    "ref": "Ref.",
    "deliverable": "Deliverable",
    "role": "Our role",
    "description": "What we do",
    "schedule": "Our schedule (blank = as in the plan)",
    "status": "Status",
    "kind": "Kind of contribution (optional)",
    "staff_months": "Staff time, work-months (optional)",
    "amount_usd": "Amount, USD (optional)",
    "partners": "Partners (optional)",
}


EMPTY = "| Ref. | Our role | What we do |\n| A01 |"


def one_row(**cells: str) -> bytes:
    """A submission with one row."""
    values = {"ref": "A01", "role": "Lead", "description": "We chair", "status": "In progress", **cells}
    head = " | ".join(KEYS[key] for key in values)
    return contributions(f"| {head} |\n| {' | '.join(values.values())} |")


def typed(key: str, text: str) -> tuple[Any, list[tuple[str, str | None]]]:
    """The value a cell gave, and what was said of it."""
    result = answer(one_row(**{key: text}))
    (row,) = result.contributions
    found = [(f.code, f.value) for f in result.findings if f.cell == row.cell(key) and f.code != "column-missing"]
    return row.values[key], found


@pytest.mark.parametrize(
    ("key", "text", "value", "codes"),
    [
        ("role", "¬Lead··", "LEAD", ["spaces-trimmed"]),
        ("role", "Le\u200bad", "LEAD", ["spaces-trimmed"]),
        ("role", "Сo-lead", "COLEAD", ["value-synonym"]),  # a Cyrillic letter
        ("role", "Co\u2011lead", "COLEAD", ["value-synonym"]),  # a hyphen that does not break
        ("role", "lead agency", "LEAD", ["value-synonym"]),
        ("status", "en cours", "INPROG", ["value-synonym"]),
        ("status", "Completed and ongoing", None, ["value-ambiguous"]),
        ("status", "12", None, ["value-unknown"]),
        ("description", "We\u00a0chair", "We chair", ["spaces-trimmed"]),
        ("description", "=A1&A2 → We chair", "We chair", ["formula-value"]),
        ("description", "=A1&A2", None, ["formula-no-result"]),
        ("description", "007", "007", []),
        ("amount_usd", "0500", 500.0, []),
        ("amount_usd", "１５００", 1500.0, []),
        ("amount_usd", "١٥٠٠", 1500.0, []),
        ("amount_usd", "1\u202f500,50", 1500.5, ["number-spelled"]),
        ("amount_usd", "=B1*2 → 300", 300.0, ["formula-value"]),
        ("amount_usd", "=B1*2", None, ["formula-no-result"]),
        ("amount_usd", "#REF!", None, ["cell-error-value"]),
        ("amount_usd", "N/A", None, []),
        ("amount_usd", "-", None, []),
        ("amount_usd", "−", None, []),
        ("schedule", "néant", None, []),
        ("schedule", "#N/A", None, ["schedule-error-value"]),
        ("status", "n.a.", None, []),
        ("partners", "СBD; UN\u2011Habitat", "CBD; UN-Habitat", []),  # a Cyrillic C
    ],
)
def test_cell_as_people_type_it(key: str, text: str, value: object, codes: list[str]) -> None:
    """Spelling, invisible characters, other scripts and formulas are seen through; what is lost is told."""
    got, found = typed(key, text)
    assert got == value
    assert [code for code, _ in found] == codes


def test_formula_note_shows_the_result() -> None:
    """The note on a formula shows the value that was taken."""
    assert typed("amount_usd", "=B1*2 → 300")[1] == [("formula-value", "300")]


@pytest.mark.parametrize("word", ["N/A", "-", "néant", "¬"])
def test_row_of_words_for_nothing_is_not_used(word: str) -> None:
    """A row in which every answer is a word for nothing says nothing."""
    assert answer(one_row(role=word, description=word, status=word)).contributions == ()


@pytest.mark.parametrize("written", ["СBD", "cbd", PLAN.entity_by_code["CBD"].display, "¬CBD·", "С\u200bBD"])
def test_entity_as_people_write_it(written: str) -> None:
    """The entity is known by its code through look-alikes, case and invisible characters."""
    form = FORM.replace("UNEP             |", f"{written} |")
    assert answer(workbook({"Entity": form, "Contributions": EMPTY})).entity == "CBD"


def test_edit_in_a_grey_cell_is_told_and_kept() -> None:
    """Words over the plan's own are passed on with the ref, and nothing else changes."""
    result = checked(one_row(ref="A01-D01", deliverable="A better text"))
    assert kept(result) == {("grey-edited", "E2", "A better text")}
    assert [(f.ref, f.field) for f in result.findings if f.code == "grey-edited"] == [("A01-D01", "deliverable")]


def test_grey_text_that_only_looks_different_is_no_edit() -> None:
    """Spaces, dashes and case changed by a program in the plan's text are no edit."""
    words = PLAN.printed("A01-D01")["deliverable"].upper().replace(" ", "\u00a0")
    assert not told(answer(one_row(ref="A01-D01", deliverable=words)).findings, "grey-edited")


def test_grey_text_in_a_free_row_is_kept() -> None:
    """What somebody writes into the grey cell of a free row is not lost, with or without other answers."""
    result = checked(
        contributions("""
        | Ref. | Deliverable | Our role | What we do | Status  |
        | A02  | Our toolkit | Lead     | We publish | Delayed |
        |      | Our forum   |          |            |         |
        |      | Our network | Lead     | We meet    | Delayed |
        """)
    )
    assert kept(result) == {
        ("grey-edited", "B2", "Our toolkit"),
        ("text-outside", "B3", "Our forum"),
        ("ref-missing", "B4", "Our network"),
        ("ref-missing", "C4", "Lead"),
        ("ref-missing", "D4", "We meet"),
        ("ref-missing", "E4", "Delayed"),
    }


def test_remarks_change_no_state() -> None:
    """A file of which everything was merged is not partial because somebody added a remark."""
    full = dict.fromkeys(("schedule", "kind", "staff_months", "amount_usd", "partners"), "")
    head = [*KEYS.values(), "Progress or result"]
    row = {"ref": "A01", "deliverable": "Our words", "role": "Lead", "description": "We chair", "status": "Delayed"}
    cells = [{**full, **row}.get(key, "") for key in KEYS] + [""]
    result = checked(contributions(f"| {' | '.join(head)} |\n| {' | '.join(cells)} |"))
    assert result.files[0].state == "accepted"
    assert kept(result) == {("grey-edited", "B2", "Our words")}


def test_language_of_the_form_where_the_hidden_one_is_gone() -> None:
    """The form's own line tells the language when the hidden sheet does not."""
    data = workbook(
        {"Entity": FORM + "| Language | fr |", "Contributions": "| Ref. | Our role | What we do |\n| A01 |"}
    )
    assert answer(data).language == "fr"


def test_every_row_without_content_is_placed_on_its_sheet() -> None:
    """A row with a number alone is left out whole, at its own cells."""
    table = "| Ref. | Our role | What we do | Amount, USD (optional) |\n| A01 | | | 5 |"
    result = checked(workbook({"Entity": FORM, "Inputs": table}, META))
    assert ("row-without-content", "Inputs", "B2") in told(result.findings)
    assert kept(result) == {("row-without-content", "A2", "A01"), ("row-without-content", "D2", "5")}
    assert said(answer(workbook({"Entity": FORM, "Inputs": table}, META)), "amount_usd") == [(5.0,)]
