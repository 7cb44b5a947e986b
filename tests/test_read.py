"""What people do to a workbook: it is read all the same, told where it stands, and nothing is lost in silence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

import emg_xlsx as emg
from emg_xlsx.consolidate import consolidate
from emg_xlsx.memory import Memory
from emg_xlsx.merging import merge
from emg_xlsx.read import around
from emg_xlsx.reconcile import reconcile
from emg_xlsx.results import rows_frame
from emg_xlsx.schemas.of_plan import contributions_table
from tests.people import DAY, FORM, META, PLAN, Page, answer, checked, contributions, kept, read, said, told, workbook

TABLE = """
| Ref.    | Our role | What we do | Status      | Amount, USD (optional) |
| A01     | Lead     | We chair   | In progress | 100 |
| A01-D01 | Lead     | We draft   | Delayed     | 50  |
"""


def blank(**options: str) -> bytes:
    """An untouched template."""
    buffer = io.BytesIO()
    emg.write_template(buffer, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


# ---------------------------------------------------------------- merged cells


def test_merged_words_count_for_each_row_that_holds_cells() -> None:
    """A role merged over three rows is each row's; the range is not followed beyond rows that hold cells."""
    page = Page(
        """
        | Ref.    | Our role | What we do |
        | A01     | Lead     | We chair   |
        | A01-D01 |          | We draft   |
        | A01-D02 |          | We review  |
        """,
        merges=["B2:B40"],
    )
    result = answer(contributions(page))
    assert said(result, "ref", "role") == [("A01", "LEAD"), ("A01-D01", "LEAD"), ("A01-D02", "LEAD")]
    assert told(result.findings, "merged-cells") == {("merged-cells", "Contributions", "B2")}


def test_merged_words_fill_rows_with_nothing_but_their_ref() -> None:
    """A row of the plan that only a merged cell speaks of is one of theirs."""
    page = Page(
        """
        | Ref.    | Our role | What we do |
        | A01     | Lead     | We chair   |
        | A01-D01 |          |            |
        """,
        merges=["B2:B3", "C2:C3"],
    )
    assert said(answer(contributions(page)), "ref", "description") == [("A01", "We chair"), ("A01-D01", "We chair")]


def test_merged_number_is_counted_once() -> None:
    """A number merged over two rows belongs to the first only, also where it is written as text."""
    table = """
    | Ref.    | Our role | What we do | Amount, USD (optional) | Staff time, work-months (optional) |
    | A01     | Lead     | We chair   | 100                    | about 2 |
    | A01-D01 | Lead     | We draft   |                        |         |
    """
    result = answer(contributions(Page(table, merges=["D2:D3", "E2:E3"])))
    assert said(result, "amount_usd", "staff_months") == [(100.0, 2.0), (None, None)]
    assert told(result.findings, "merged-cells", "merged-numbers") == {
        ("merged-numbers", "Contributions", "D2"),
        ("merged-numbers", "Contributions", "E2"),
    }


def test_merge_across_columns_stays_in_the_first() -> None:
    """A cell merged to the right says nothing of the columns it covers."""
    page = Page("| Ref. | Our role | What we do | Status |\n| A01 | Lead | We chair | |", merges=["C2:D2"])
    result = answer(contributions(page))
    assert said(result, "description", "status") == [("We chair", None)]
    assert told(result.findings, "merged-across", "merged-cells") == {("merged-across", "Contributions", "C2")}
    assert [f.facts["range"] for f in result.findings if f.code == "merged-across"] == ["C2:D2"]


def test_merge_of_grey_or_empty_cells_is_no_news() -> None:
    """Only an answer that covers other answers has a note."""
    page = Page(
        "| Ref. | Deliverable | Our role | What we do | Mine |\n| A01 | | Lead | We chair | |\n| A02 | | | | |",
        merges=["A2:B2", "B3:D3", "D2:E2"],
    )
    assert not told(answer(contributions(page)).findings, "merged-across")


@pytest.mark.parametrize("ranges", [["A1:XFD1048576", "C2:C1048576"], ["C2:C32"], ["B2:B1048576", "C2:E1048576"]])
def test_merge_over_the_sheet_makes_no_contributions(ranges: list[str]) -> None:
    """A merge over far more rows than an activity has adds to rows that say something, and to no other."""
    table = (
        "| Ref. | Our role | What we do | Status | Amount |\n| A01 | Lead | We chair | | |\n| A02 | | | Delayed | |\n"
    )
    page = Page(table + "".join(f"| {ref} | | | | |\n" for ref in PLAN.refs[5:]), merges=ranges)
    result = answer(contributions(page))
    assert said(result, "ref", "description") == [("A01", "We chair"), ("A02", "We chair")]


def test_mistake_in_merged_cells_is_told_once() -> None:
    """A word that is in no list is asked about where the merged cells begin, not once for each row."""
    page = Page(
        """
        | Ref.    | Our role  | What we do |
        | A01     | somewhere | We chair   |
        | A01-D01 |           | We draft   |
        """,
        merges=["B2:B3"],
    )
    assert told(answer(contributions(page)).findings, "value-unknown") == {("value-unknown", "Contributions", "B2")}


def test_whole_sheet_merged_costs_nothing() -> None:
    """A merge over the whole sheet is a range, never a million cells."""
    result = read(contributions(Page(TABLE + "| A02 | Lead | We end |", merges=["C4:XFD1048576"])))
    (table,) = result.contributions
    assert list(table.rows) == [2, 3, 4]


# ---------------------------------------------------------------- hidden


def test_hidden_rows_columns_and_sheets_are_read_and_told() -> None:
    """What is hidden is read as well; each kind has its note, hidden cells without answers none."""
    page = Page(TABLE, hidden_rows=[3], hidden_columns=["D"], hidden=True)
    result = answer(contributions(page))
    assert said(result, "ref", "status") == [("A01", "INPROG"), ("A01-D01", "DELAYED")]
    assert told(result.findings, "rows-hidden", "column-hidden", "sheet-hidden") == {
        ("rows-hidden", "Contributions", None),
        ("column-hidden", "Contributions", "D1"),
        ("sheet-hidden", "Contributions", None),
    }


def test_hidden_rows_without_answers_are_not_mentioned() -> None:
    """Rows of the plan that somebody filtered out because they are empty are no news."""
    page = Page(
        "| Ref. | Our role | What we do |\n| A01 | Lead | x |\n| A02 | | |", hidden_rows=[3], hidden_columns=["H"]
    )
    assert not told(answer(contributions(page)).findings, "rows-hidden", "column-hidden")


# ---------------------------------------------------------------- remarks


def test_notes_on_cells_reach_the_coordinator() -> None:
    """A note on any sheet is told at its cell, with the ref of its row, and stands in Left out word for word."""
    data = workbook(
        {
            "Entity": Page(FORM, notes={"B1": "Acting for FAO too"}),
            "Contributions": Page(TABLE, notes={"C3": "Two colleagues\nwill attend"}),
            "Read me": Page("| ☑ |", notes={"A1": "Which day?"}),
        },
        META,
    )
    result = checked(data)
    assert kept(result) == {
        ("comment-kept", "B1", "Acting for FAO too"),
        ("comment-kept", "C3", "Two colleagues\nwill attend"),
        ("comment-kept", "A1", "Which day?"),
    }
    assert {item.finding.ref for item in result.left_out} == {None, "A01-D01"}
    assert result.files[0].state == "questions"


def test_remarks_stand_in_the_master() -> None:
    """The master's sheet Left out has each remark with entity, file, sheet, cell, words and code."""
    table = Page(TABLE + "| | | | | | see annex |", notes={"C2": "Draft only"})
    result = checked(contributions(table))
    frame = consolidate(
        reconcile(merge(result, PLAN), Memory(), PLAN), result, PLAN, round_id=PLAN.current_round, day=DAY
    ).left_out
    assert frame[["entity", "file", "sheet", "cell", "value", "code"]].to_numpy().tolist() == [
        ["UNEP", "file.xlsx", "Contributions", "C2", "Draft only", "comment-kept"],
        ["UNEP", "file.xlsx", "Contributions", "F4", "see annex", "text-outside"],
    ]


def test_words_beside_and_below_the_table() -> None:
    """Texts and numbers in columns without header are told and kept; a word for nothing is none."""
    result = checked(contributions(TABLE.replace("| 100 |", "| 100 | | see annex | 7 |") + "|\n| | | | | | n/a |"))
    assert kept(result) == {("text-outside", "G2", "see annex"), ("text-outside", "H2", "7")}
    assert told(result.findings, "text-outside") == {
        ("text-outside", "Contributions", "G2"),
        ("text-outside", "Contributions", "H2"),
    }


def test_signature_below_the_table_is_a_remark() -> None:
    """Words in the first column below the table are passed on, not taken for a reference."""
    result = checked(contributions(TABLE + "|\n| Prepared by the policy unit |"))
    assert kept(result) == {("text-outside", "A5", "Prepared by the policy unit")}
    assert not told(result.findings, "ref-unknown")


def test_text_in_a_column_of_their_own() -> None:
    """One note tells of the column; each of its cells is kept under it."""
    result = checked(
        contributions("""
        | Ref. | Our role | What we do | Sector |
        | A01  | Lead     | We chair   | Water  |
        | A02  | Lead     | We speak   | 12     |
        """)
    )
    assert kept(result) == {("column-extra", "D2", "Water"), ("column-extra", "D3", "12")}
    assert told(result.findings, "column-extra") == {("column-extra", "Contributions", "D1")}


def test_more_remarks_than_anybody_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a limit remarks are counted, so that a pasted table cannot drown the others."""
    monkeypatch.setattr(around, "MOST_REMARKS", 2)
    page = Page(TABLE.replace("| 100 |", "| 100 | | a1 | b1 | c1 |"), notes={"C2": "note"})
    result = answer(contributions(page))
    assert [r.value for r in result.remarks] == ["note", "a1"]
    assert {f.facts["count"] for f in result.findings if f.code == "remarks-more"} == {2}
    assert told(result.findings, "text-outside") == {("text-outside", "Contributions", "G2")}


def test_untouched_template_has_nothing_to_say() -> None:
    """Nothing the template prints is taken for a remark, and it counts as blank."""
    result = answer(blank(entity="UNEP"))
    assert (result.blank, result.findings, result.remarks) == (True, (), ())


def test_answer_in_a_note_alone_is_not_blank() -> None:
    """A template in which somebody only wrote a note is not taken for an untouched one."""
    page = Page("| Ref. | Our role | What we do |\n| A01 |", notes={"C2": "We would gladly join"})
    form = "| Your entity | UNEP |"
    result = answer(workbook({"Entity": form, "Contributions": page}, {**META, "entity": "UNEP"}))
    assert not result.blank


# ---------------------------------------------------------------- several sheets


def test_renamed_sheet_is_found_by_its_headers() -> None:
    """A table on a sheet of another name is read, and findings bear that name."""
    result = read(workbook({"Entity": FORM, "UNEP inputs": TABLE}, META))
    assert told(result.findings) == {("sheet-renamed", "UNEP inputs", None), ("column-missing", "UNEP inputs", None)}


def test_second_filled_copy_is_read_too() -> None:
    """Rows of both sheets are read, identical ones once, and each finding names its own sheet."""
    copy = TABLE.replace("We draft", "We also print").replace("Delayed", "sometime")
    result = answer(contributions(TABLE, **{"Contributions (2)": copy}))
    assert [(row.sheet, row.number) for row in result.contributions] == [
        ("Contributions", 2),
        ("Contributions", 3),
        ("Contributions (2)", 3),
    ]
    assert told(result.findings, "sheet-second", "rows-repeated", "value-unknown") == {
        ("sheet-second", "Contributions (2)", None),
        ("rows-repeated", "Contributions (2)", None),
        ("value-unknown", "Contributions (2)", "D3"),
    }


def test_copy_in_another_language_is_read_too() -> None:
    """A copy with French headers gives its rows under the same fields."""
    french = "| Réf. | Notre rôle | Ce que nous faisons | Statut |\n| A02 | chef de file | Nous parlons | en cours |"
    result = answer(contributions(TABLE, **{"Contributions FR": french}))
    assert said(result, "ref", "status")[-1] == ("A02", "INPROG")
    assert [row.cell("status") for row in result.contributions][-1] == "D2"


def test_doubtful_rows_of_two_sheets_do_not_answer_for_each_other() -> None:
    """A question about row 2 of one sheet does not silence the one about row 2 of the other."""
    first = "| Ref. | Our role | What we do | Status |\n| A01 | | We chair | Delayed |"
    second = "| Ref. | Our role | What we do | Status |\n| A02 | | We speak | Delayed |"
    result = checked(contributions(first, Copy=second))
    assert told(result.findings, "role-missing") == {
        ("role-missing", "Contributions", "B2"),
        ("role-missing", "Copy", "B2"),
    }


def test_row_without_ref_on_one_sheet_costs_only_itself() -> None:
    """A row that cannot be placed is left out whole; the row of the same number on the other sheet stays."""
    first = "| Ref. | Our role | What we do | Status |\n| | Lead | We float | Delayed |"
    second = "| Ref. | Our role | What we do | Status |\n| A02 | Lead | We speak | somehow |"
    result = checked(contributions(first, Copy=second))
    assert [(row.row.sheet, row.row.values["ref"]) for row in result.contributions] == [("Copy", "A02")]
    assert kept(result) == {("ref-missing", c, v) for c, v in (("B2", "Lead"), ("C2", "We float"), ("D2", "Delayed"))}
    assert ("value-unknown", "Copy", "D2") in told(result.findings)


def test_same_words_on_two_sheets_are_asked_about() -> None:
    """A row that repeats another sheet's words, but not all its cells, is a probable copy; the question names both."""
    result = checked(contributions(TABLE, Copy=TABLE.replace("100", "90").replace("50", "40")))
    twins = [f for f in result.findings if f.code == "duplicate-row"]
    assert {(f.sheet, f.cell, f.facts["other"]) for f in twins} == {
        ("Copy", "C2", "2 (Contributions)"),
        ("Copy", "C3", "3 (Contributions)"),
    }


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| A01     | Lead     | We chair it | In progress | 90 |", {"A2"}),  # the words differ a little
        ("| A01     | Lead     | Another thing altogether | Delayed | 100 |", {"A2"}),  # role and figures are the same
        ("| A01     | Lead     | Another thing altogether | Delayed | 90 |", set()),
        ("| A01-D02 | Lead     | We chair | In progress | 100 |", set()),  # another part of the plan
        ("| A01     | Lead     | We chair | Delayed | 90 |", set()),  # asked about as a repetition already
    ],
)
def test_copy_that_differs_a_little_is_asked_about(row: str, cells: set[str]) -> None:
    """Rows of two tables for one ref that are nearly the same count twice, so a question names both."""
    table = "| Ref.    | Our role | What we do | Status      | Amount, USD (optional) |\n"
    result = checked(contributions(TABLE, Copy=table + row))
    asked = [f for f in result.findings if f.code == "copy-differs"]
    assert {(f.cell, f.facts["other"]) for f in asked} == {(cell, "2 (Contributions)") for cell in cells}
    assert len(result.contributions) == 3


def test_rows_of_one_table_may_be_alike() -> None:
    """Two rows for one ref in one table are two contributions."""
    result = checked(contributions(TABLE + "| A01 | Lead | We chair it | In progress | 100 |"))
    assert not told(result.findings, "copy-differs")


def test_frame_of_two_sheets_says_which() -> None:
    """The public frame has the sheet beside the row number."""
    result = answer(contributions(TABLE, Copy="| Ref. | Our role | What we do |\n| A02 | Lead | We speak |"))
    frame = rows_frame(result.contributions, contributions_table(PLAN), PLAN, None)
    assert list(zip(frame["sheet"], frame.index, strict=True)) == [
        ("Contributions", 2),
        ("Contributions", 3),
        ("Copy", 2),
    ]


# ---------------------------------------------------------------- the form


def form_of(pages: Mapping[str, str | Page], meta: Mapping[str, str] | None = None) -> Mapping[str, object]:
    """The answers of the form that say something."""
    result = answer(workbook(pages, meta))
    return {key: value for key, value in result.form.items() if value is not None}


UNEP = {"entity": "UNEP", "focal_point": "A. Person", "email": "a.person@unep.example"}


@pytest.mark.parametrize(
    "form",
    [
        FORM,
        "| Who is answering? |\n|\n| E-mail | a.person@unep.example |\n| Name | A. Person |\n| Your entity | UNEP |",
        "| Your entity | | UNEP |\n| Focal point (name) | | A. Person |\n| E-mail | | a.person@unep.example |",
        "| Your entity |\n| UNEP |\n| Focal point (name) |\n| A. Person |\n| E-mail |\n| a.person@unep.example |",
        "| Your entity | Focal point (name) | E-mail |\n| UNEP | A. Person | a.person@unep.example |",
        "| Entité | UNEP |\n| Point focal | A. Person |\n| Courriel | a.person@unep.example |",
        "| Организация | UNEP |\n| Контактное лицо | A. Person |\n| Почта | a.person@unep.example |",
        "| | Your entity | UNEP |\n| | Contact person | A. Person |\n| | E-mail | a.person@unep.example |",
    ],
    ids=["plain", "moved", "one further right", "below", "across", "French", "Russian", "one label unknown"],
)
def test_form_is_understood_however_it_was_changed(form: str) -> None:
    """Labels are known by name, by place, or by what stands beside them; answers stand right of them or below."""
    assert form_of({"Entity": form, "Contributions": TABLE}, META) == UNEP


@pytest.mark.parametrize(
    "pages",
    [
        {"About us": FORM, "Contributions": TABLE},
        {"Contributions": FORM + "|\n" + TABLE.strip()},
        {"Sheet1": FORM + "|\n" + TABLE.strip()},
    ],
    ids=["sheet renamed", "above the table", "all on one sheet"],
)
def test_form_is_found_wherever_it_stands(pages: Mapping[str, str | Page]) -> None:
    """The form may stand on a sheet of another name, or above the table; its words are no remarks there."""
    result = answer(workbook(pages, META))
    assert {key: result.form.get(key) for key in UNEP} == UNEP
    assert said(result, "ref") == [("A01",), ("A01-D01",)]
    assert result.remarks == ()


def test_help_beside_an_empty_answer_is_no_answer() -> None:
    """What the template prints right of a line is not taken for its answer."""
    result = answer(blank(entity="UNEP"))
    assert {key: value for key, value in result.form.items() if value} == {
        "entity": "UNEP", "round": "2022-mid-term", "language": "en",
    }  # fmt: skip


def test_words_around_the_form_are_kept() -> None:
    """What somebody adds to the form, with or without a label of their own, is a remark."""
    data = workbook({"Entity": FORM + "| Telephone | 555 0100 |\n| | | please call |", "Contributions": TABLE}, META)
    assert kept(checked(data)) == {
        ("text-outside", "A4", "Telephone"),
        ("text-outside", "B4", "555 0100"),
        ("text-outside", "C5", "please call"),
    }


def test_missing_form_but_the_file_was_made_for_an_entity() -> None:
    """Without the form the entity is the one the template was made for; the form is asked for."""
    result = answer(workbook({"Contributions": TABLE}, {**META, "entity": "FAO"}))
    assert result.entity == "FAO"
    assert told(result.findings, "form-missing", "entity-missing") == {("form-missing", None, None)}


def test_neither_form_nor_entity() -> None:
    """Without any word of who answers, the coordinator must decide."""
    result = answer(workbook({"Contributions": TABLE}))
    assert result.entity is None
    assert told(result.findings, "form-missing", "entity-missing") == {
        ("form-missing", None, None),
        ("entity-missing", None, None),
    }


def test_title_with_the_name_of_an_entity_is_no_form() -> None:
    """An entity named in a title above the table is not taken for who answers."""
    result = answer(workbook({"Contributions": "| UNEP | EMG |\n" + TABLE.strip()}))
    assert result.entity is None


# ---------------------------------------------------------------- the hidden sheet


@pytest.mark.parametrize(
    "meta",
    [
        None,
        {},
        {"kind": "?", "columns:Contributions": "{", "labels:Entity": "[" * 50_000, "language": "?"},
        {"columns:Contributions": "[1]", "labels:Entity": '{"entity": 5}', "round": "", "entity": "?"},
    ],
    ids=["deleted", "empty", "damaged", "other types"],
)
def test_hidden_sheet_deleted_or_damaged(meta: Mapping[str, str] | None) -> None:
    """Without what the template recorded, headers and labels are known by their names all the same."""
    result = answer(workbook({"Entity": FORM, "Contributions": TABLE}, meta))
    assert (result.entity, result.round) == ("UNEP", PLAN.current_round)
    assert said(result, "ref", "role") == [("A01", "LEAD"), ("A01-D01", "LEAD")]
    assert told(result.findings, "round-assumed") == {("round-assumed", None, None)}


def test_round_of_the_form_where_the_hidden_one_is_none() -> None:
    """A round the plan knows counts more than one it does not."""
    data = workbook({"Entity": FORM + "| Round | 2021-planning |", "Contributions": TABLE}, {**META, "round": "?"})
    assert answer(data).round == "2021-planning"


def test_unreadable_hidden_sheet_costs_nothing_else() -> None:
    """A hidden sheet that cannot be parsed is told, and the rest is read as if it were gone."""
    good, damaged = workbook({"Entity": FORM, "Contributions": TABLE}, META), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<worksheet><" if name.endswith("sheet3.xml") else old.read(name))
    result = answer(damaged.getvalue())
    assert said(result, "ref") == [("A01",), ("A01-D01",)]
    assert told(result.findings, "part-skipped", "sheet-unreadable") == {("part-skipped", "_meta", None)}
