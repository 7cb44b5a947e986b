"""Finding tables: wherever their headers stand, whatever they are called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from emg_xlsx.headers import MOST_TABLES
from emg_xlsx.values import RawTable, Submission
from tests.people import FORM, META, PLAN, Page, answer, contributions, read, said, told, workbook

PRINTED = "\n".join(
    f"| {ref} | {row['outcome']} | {row['activity']} | {row['deliverable']} | {row['plan_schedule']} |"
    for ref in PLAN.refs[:6]
    for row in [PLAN.printed(ref)]
)


def table(submission: Submission) -> RawTable:
    """The only table of contributions."""
    (found,) = submission.contributions
    return found


def test_title_rows_are_passed_over() -> None:
    """The header is found below title rows, and what these say is kept."""
    result = read(
        contributions("""
        | Our contribution to the plan |
        |
        | Ref. | Our role | What we do |
        | A01  | Lead     | We chair   |
        """)
    )
    assert table(result).header.row == 3
    assert list(table(result).rows) == [4]
    assert told(result.findings, "table-moved") == {("table-moved", "Contributions", None)}
    assert [(r.finding.code, r.cell, r.value) for r in result.remarks] == [
        ("table-moved", "A1", "Our contribution to the plan")
    ]


def test_header_beyond_the_first_rows_is_not_looked_for() -> None:
    """A table that begins after thirty rows is none of ours."""
    result = read(contributions("|\n" * 30 + "| Ref. | Our role | What we do |\n| A01 | Lead | We chair |"))
    assert result.kind == "unusable"
    assert told(result.findings) == {("table-not-found", None, None)}


def test_moved_renamed_inserted_and_missing_columns() -> None:
    """Columns are found by their headers, in any order; what differs from the template is told at the column."""
    result = read(
        contributions("""
        | Status | Ref. | Function | Budget line | Our contribution | Amount, USD (optional) |
        | Delayed | A01 | Lead | BL-7 | We chair | 100 |
        """)
    )
    assert table(result).header.columns == {
        "status": 1, "ref": 2, "role": 3, "description": 5, "amount_usd": 6,
    }  # fmt: skip
    assert told(result.findings, "column-moved", "column-renamed", "column-extra", "column-missing") == {
        ("column-moved", "Contributions", "A1"),
        ("column-renamed", "Contributions", "C1"),
        ("column-renamed", "Contributions", "E1"),
        ("column-extra", "Contributions", "D1"),
        ("column-missing", "Contributions", None),
    }
    assert {f.field for f in result.findings if f.code == "column-missing"} == {"schedule", "progress"}
    assert [(r.finding.code, r.cell, r.title, r.value) for r in result.remarks] == [
        ("column-extra", "D2", "Budget line", "BL-7")
    ]


def test_header_known_only_by_its_place() -> None:
    """An unknown header between two known ones is the field that stands there in the template."""
    result = read(
        contributions("""
        | Ref. | Expected outcome | Activities | Deliverable | Schedule | Our role | UNEP's action | Our schedule |
        | A01  | x                | x          | x           | x        | Lead     | We chair      | May 2022 |
        """)
    )
    assert table(result).header.columns["description"] == 7
    assert dict(table(result).header.renamed)["description"] == "UNEP's action"


def test_fuller_of_two_columns_is_read() -> None:
    """Of two columns with one header the one with more in it is read; the other's words are kept."""
    result = read(
        contributions("""
        | Ref. | Our role | What we do | Status | Status  |
        | A01  | Lead     | We chair   |        | Delayed |
        | A02  | Lead     | We chair   | Done   | Delayed |
        """)
    )
    assert table(result).header.columns["status"] == 5
    assert told(result.findings, "column-duplicate") == {("column-duplicate", "Contributions", "D1")}
    assert [(r.finding.code, r.cell, r.value) for r in result.remarks] == [("column-duplicate", "D3", "Done")]


def test_third_column_of_one_header_is_told_too() -> None:
    """However often a header is repeated, no column goes in silence."""
    result = read(
        contributions("| Ref. | Our role | What we do | Status | Status | Status |\n| A01 | Lead | x | a | b | c |")
    )
    assert told(result.findings, "column-duplicate") == {
        ("column-duplicate", "Contributions", "E1"),
        ("column-duplicate", "Contributions", "F1"),
    }
    assert {r.value for r in result.remarks} == {"b", "c"}


def test_other_name_beside_the_real_header_is_a_column_of_their_own() -> None:
    """A column with but another name of a field that has its own column is not called a repetition."""
    result = read(
        contributions("| Ref. | Our role | What we do | Our contribution |\n| A01 | Lead | We chair | long |")
    )
    assert told(result.findings, "column-extra", "column-duplicate") == {("column-extra", "Contributions", "D1")}


def test_two_line_header() -> None:
    """Headers merged over two lines and those in the second line make one header."""
    page = Page(
        """
        | Ref. | Our role | What we do | Report | |
        |      |          |            | Status | Progress or result |
        | A01  | Lead     | We chair   | Delayed | Slow |
        """,
        merges=["A1:A2", "B1:B2", "C1:C2", "D1:E1"],
    )
    result = answer(contributions(page))
    assert said(result, "ref", "role", "status", "progress") == [("A01", "LEAD", "DELAYED", "Slow")]


def test_header_in_a_second_language_below() -> None:
    """A second header line that translates the first is no second table and no row."""
    result = answer(
        contributions("""
        | Ref. | Our role   | What we do            | Status |
        | Réf. | Notre rôle | Ce que nous faisons   | Statut |
        | A01  | Lead       | We chair              | Delayed |
        """)
    )
    assert said(result, "ref", "role") == [("A01", "LEAD")]
    assert not told(result.findings, "table-second", "ref-unknown", "text-outside")


def test_header_repeated_on_each_page() -> None:
    """A header that comes again further down is passed over."""
    header = "| Ref. | Our role | What we do |"
    result = answer(contributions(f"{header}\n| A01 | Lead | We chair |\n{header}\n| A02 | Lead | We speak |"))
    assert said(result, "ref", "description") == [("A01", "We chair"), ("A02", "We speak")]


def test_headers_nobody_understands() -> None:
    """Without one known header, the plan's refs and texts tell the columns, and we ask for a confirmation."""
    rows = PRINTED.replace("\n", " Lead | We chair |\n") + " Lead | We chair |"
    result = answer(contributions("| 编号 | 成果 | 活动 | 产出 | 时间 | 角色 | 我们做什么 |\n" + rows))
    assert said(result, "ref", "role", "description") == [(ref, "LEAD", "We chair") for ref in PLAN.refs[:6]]
    assert told(result.findings, "header-by-place") == {("header-by-place", "Contributions", None)}


def test_header_row_deleted() -> None:
    """A table without its header row is read by the order of the template, from the first row on."""
    rows = PRINTED.replace("\n", " Lead | We chair |\n") + " Lead | We chair |"
    result = answer(contributions(rows))
    assert said(result, "ref", "role")[0] == ("A01", "LEAD")
    assert told(result.findings, "header-by-place") == {("header-by-place", "Contributions", None)}


def test_refs_alone_do_not_make_a_table() -> None:
    """A list of refs without the plan's texts beside them is not read by place."""
    result = read(contributions("\n".join(f"| {ref} | some | words | of | theirs | Lead |" for ref in PLAN.refs[:6])))
    assert result.kind == "unusable"


def test_two_tables_one_below_the_other() -> None:
    """A second header with other columns begins another table; rows of both are read at their places."""
    result = answer(
        contributions("""
        | Ref. | Our role | What we do |
        | A01  | Lead     | We chair   |
        |
        | What we do | Our role | Ref. |
        | We speak   | Co-lead  | A02  |
        """)
    )
    assert said(result, "ref", "role", "description") == [("A01", "LEAD", "We chair"), ("A02", "COLEAD", "We speak")]
    assert [row.cell("role") for row in result.contributions] == ["B2", "B5"]
    assert [row.cell("ref") for row in result.contributions] == ["A2", "C5"]
    assert told(result.findings, "table-second") == {("table-second", "Contributions", None)}


def test_two_tables_side_by_side() -> None:
    """A second table beside the first is read; its findings stand at its own cells."""
    result = answer(
        contributions("""
        | Ref. | Our role | What we do |  | Ref. | Our role  | What we do |
        | A01  | Lead     | We chair   |  | A02  | somewhere | We speak   |
        """)
    )
    assert said(result, "ref", "description") == [("A01", "We chair"), ("A02", "We speak")]
    assert told(result.findings, "value-unknown") == {("value-unknown", "Contributions", "F2")}


def test_table_beside_that_begins_lower() -> None:
    """A table beside the first whose header stands beside rows of it is read, and the first goes on."""
    result = answer(
        contributions("""
        | Ref. | Our role | What we do |  |      |          |            |
        | A01  | Lead     | We chair   |  | Ref. | Our role | What we do |
        | A02  | Lead     | We listen  |  | A03  | Co-lead  | We speak   |
        """)
    )
    assert said(result, "ref", "role") == [("A01", "LEAD"), ("A02", "LEAD"), ("A03", "COLEAD")]


def test_proposals_under_the_contributions() -> None:
    """A table of another kind on the same sheet is read as what it is."""
    result = answer(
        contributions("""
        | Ref. | Our role | What we do |
        | A01  | Lead     | We chair   |
        |
        | Title   | Expected outcome | Activity | What is proposed | Our role | When |
        | A forum |                  |          | Meet once        | Lead     | May 2022 |
        """)
    )
    assert said(result, "ref") == [("A01",)]
    assert [(row.sheet, row.number, row.values["title"]) for row in result.proposals] == [
        ("Contributions", 5, "A forum")
    ]


def test_lists_of_their_own_are_no_table() -> None:
    """A list that shares two headers with ours is an extra sheet, not a table."""
    data = workbook({"Entity": FORM, "Contributions": "| Ref. | Our role | What we do |\n| A01 | Lead | x |",
                     "Contacts": "| Name | Role | Status |\n| B | Chair | away |"}, META)  # fmt: skip
    result = read(data)
    assert told(result.findings, "sheet-extra", "sheet-second") == {("sheet-extra", "Contacts", None)}


def test_proposals_beside_the_contributions() -> None:
    """A table of another kind beside the first begins at its own first column."""
    ours = ("Ref.", "Expected outcome", "Activities", "Our role", "What we do", "Our schedule")
    theirs = ("Title", "Expected outcome", "Activity", "What is proposed", "Our role", "When")
    rows = (*ours, *theirs), ("A01", "", "", "Lead", "We chair", "", "A forum", "", "", "Meet once", "Lead", "")
    result = answer(contributions("\n".join(f"| {' | '.join(row)} |" for row in rows)))
    assert said(result, "ref", "description") == [("A01", "We chair")]
    assert [(row.values["title"], row.cell("title")) for row in result.proposals] == [("A forum", "G2")]


def test_header_repeated_to_the_right_without_end() -> None:
    """A row with hundreds of headers is taken apart so far and no further."""
    result = read(contributions("| Ref. | Our role | What we do " * 400 + "|\n" + "| A01 | Lead | We chair " * 400))
    assert len(result.contributions) == MOST_TABLES


TEMPLATE = (
    "Ref.", "Expected outcome", "Activities", "Deliverable", "Schedule", "Our role", "What we do",
    "Our schedule (blank = as in the plan)", "Status", "Progress or result", "Kind of contribution (optional)",
    "Staff time, work-months (optional)", "Amount, USD (optional)",
)  # fmt: skip
FOREIGN = ("编号", "成果", "活动", "产出", "时间")
ANSWERS = ("Lead", "We chair", "May 2022", "In progress", "Half done", "Training", "2", "300")


def whole(heads: Sequence[str], *answers: str) -> str:
    """A table with the plan printed in it, these headers, and the answers in each row."""
    lines = PRINTED.split("\n")
    return "\n".join([f"| {' | '.join(heads)} |", *(f"{line} {' | '.join(answers)} |" for line in lines)])


def test_one_renamed_header_does_not_cost_the_others() -> None:
    """Where most headers are known the table is read by them, though a column was renamed and one inserted."""
    heads = [*TEMPLATE[:5], "Our part", *TEMPLATE[6:9], "Budget line", *TEMPLATE[9:]]
    result = answer(contributions(whole(heads, *ANSWERS[:4], "BL-7", *ANSWERS[4:])))
    first = said(result, "ref", "role", "status", "progress", "staff_months", "amount_usd")[0]
    assert first == ("A01", "LEAD", "INPROG", "Half done", 2.0, 300.0)
    assert told(result.findings, "header-by-place", "column-renamed", "column-extra") == {
        ("column-renamed", "Contributions", "F1"),
        ("column-extra", "Contributions", "J1"),
    }


def test_known_header_is_never_read_as_another_field() -> None:
    """Of a table with few known headers, those are read by their names wherever they stand."""
    heads = [*FOREIGN, "角色", "我们做什么", "日程", "Amount", "进展", "种类", "Staff time"]
    result = answer(contributions(whole(heads, *ANSWERS[:3], "300", "Half done", "Training", "2")))
    assert said(result, "role", "staff_months", "amount_usd", "status")[0] == ("LEAD", 2.0, 300.0, None)
    assert told(result.findings, "header-by-place") == {("header-by-place", "Contributions", None)}


def test_three_known_headers_are_read_without_those_beside_them() -> None:
    """A header with too little to know a table by is found through the printed refs, and read by its names."""
    heads = [*FOREIGN, "ours", "Budget line", "what", "when", "Status", "Progress", "Amount"]
    result = answer(contributions(whole(heads, "Lead", "BL-7", "We chair", "May", "Delayed", "Half done", "300")))
    assert said(result, "ref", "status", "progress", "amount_usd")[0] == ("A01", "DELAYED", "Half done", 300.0)
    assert not told(result.findings, "header-by-place")
    assert {r.value for r in result.remarks if r.cell in ("F2", "G2", "H2")} == {"Lead", "BL-7", "We chair"}


def test_many_columns_known_by_place_are_asked_about() -> None:
    """Where more columns were placed between known ones than known by name, a confirmation is asked for."""
    heads = [*FOREIGN, "角色", "我们做什么", "日程", "Status", "Progress", "Amount"]
    result = answer(contributions(whole(heads, "Lead", "We chair", "May 2022", "Delayed", "Half done", "300")))
    assert said(result, "ref", "role", "status", "amount_usd")[0] == ("A01", "LEAD", "DELAYED", 300.0)
    assert told(result.findings, "header-by-place") == {("header-by-place", "Contributions", None)}


@pytest.mark.parametrize("amount", ["Montant USD", "Budget in US dollars", "Budget (US$)", "Importe (USD)"])
def test_table_made_by_hand(amount: str) -> None:
    """In a table of their own the only schedule is theirs, and the amount is known by other names."""
    result = answer(
        contributions(f"""
        | Réf     | Rôle         | Ce que nous faisons | Calendrier               | Statut | {amount} | Effort |
        | A01-D01 | chef de file | Nous aidons         | octobre 2021 à juin 2022 | achevé | 1500     | 2      |
        """)
    )
    assert said(result, "ref", "first_day", "status", "amount_usd", "staff_months") == [
        ("A01-D01", date(2021, 10, 1), "COMPLETED", 1500.0, 2.0)
    ]
    assert ("column-renamed", "Contributions", "D1") in told(result.findings)
    assert "plan_schedule" not in {r.field for r in result.remarks}


def test_schedule_of_the_plan_stays_the_plans() -> None:
    """Where the column of their own schedule was deleted, what the plan prints is not taken for it."""
    heads = [*TEMPLATE[:7], *TEMPLATE[8:]]
    result = answer(contributions(whole(heads, *ANSWERS[:2], *ANSWERS[3:])))
    assert said(result, "role", "schedule")[0] == ("LEAD", None)
    assert "schedule" in {f.field for f in result.findings if f.code == "column-missing"}
