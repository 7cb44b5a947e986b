"""Which part of the plan a row speaks of, and which rows are totals."""

from __future__ import annotations

import pytest

from emg_xlsx.rows import is_prose, is_total_text, own_refs, read_ref, untouched
from emg_xlsx.xlsx import Cell
from tests.people import PLAN, answer, checked, contributions, kept, said, told


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("a3", "A03"),
        ("A003-D002", "A03-D02"),
        ("a1 d2", "A01-D02"),
        ("A03 – D02.", "A03-D02"),
        ("А03-D02", "A03-D02"),  # a Cyrillic A
        ("Ａ０３－Ｄ０２", "A03-D02"),
        ("A٠٣", "A03"),
        ("A03-D02: In partnership with UNU", "A03-D02"),
        ("A03 Consultative Process on Sustainable Infrastructure", "A03"),
    ],
)
def test_ref_as_people_write_it(text: str, ref: str) -> None:
    """Spellings that can mean only one ref are read as it."""
    reading = read_ref(text, PLAN)
    assert (reading.ref, reading.how) == (ref, "respelled")


@pytest.mark.parametrize(
    "text", ["3", "D02", "A99", "A1-2", "A03 and A04", "A03-D01; A03-D02", "A03 or later", "#REF!"]
)
def test_ref_is_never_guessed(text: str) -> None:
    """What names no ref, or more than one, is unknown."""
    assert read_ref(text, PLAN).how == "unknown"


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_rows_nobody_wrote_in(language: str) -> None:
    """They are known by their words, whole and in the language of the template, and read as if they were looked at."""
    printed = [PLAN.printed(ref, language) for ref in PLAN.refs]
    rows = {n: {key: Cell(text, "s") for key, text in row.items()} for n, row in enumerate(printed, 2)}
    rows[3] |= {"role": Cell("Lead", "s")}
    rows[4] |= {"deliverable": Cell(printed[2]["deliverable"] + "!", "s")}
    rows[5] |= {"ref": Cell("", "s")}
    del rows[6]["outcome"]
    known = untouched(rows, PLAN, language)
    assert rows.keys() - known.keys() == {3, 4, 5, 6}
    others = {number: cells for number, cells in rows.items() if number not in known}
    assert list(own_refs(others, PLAN, known).items()) == list(own_refs(rows, PLAN).items())


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("A01-D02/D03", ("A01-D02", "A01-D03")),
        ("A01-D02, D03", ("A01-D02", "A01-D03")),
        ("a1-d2 & d3", ("A01-D02", "A01-D03")),
        ("A01-D02/03", ("A01-D02", "A01-D03")),
        ("A01-D02 + D03; A03-D01 and D02", ("A01-D02", "A01-D03", "A03-D01", "A03-D02")),
        ("A01, 02", ("A01", "A02")),
        ("A01-D02, A01-D03", ("A01-D02", "A01-D03")),
        ("A01-D02/D99", ()),
        ("A01-D02/D02", ()),
        ("D02/D03", ()),
        ("A01 / 2022", ()),
    ],
)
def test_refs_written_in_short(text: str, refs: tuple[str, ...]) -> None:
    """A second ref of which only the end is written belongs to the activity of the one before it."""
    reading = read_ref(text, PLAN)
    assert (reading.ref, reading.how, reading.several) == (None, "unknown", refs)


@pytest.mark.parametrize(("text", "prose"), [("Prepared by the policy unit", True), ("A99-D01 new idea", False),
                                             ("A99", False), ("Biodiversity", False)])  # fmt: skip
def test_words_are_told_from_attempts_at_a_ref(text: str, prose: bool) -> None:
    """A sentence in the first column is words; a code or a single word may be meant as a ref."""
    assert is_prose(text) is prose


@pytest.mark.parametrize(
    "text",
    ["Total", "TOTAL:", "Sub-total", "Grand total (USD)", "Total for UNEP", "Sous-total", "Total général",
     "Montant total", "Suma", "Total general", "Итого:", "合计", "المجموع"],
)  # fmt: skip
def test_words_for_a_total(text: str) -> None:
    """Totals are known in the languages people write."""
    assert is_total_text(text)


@pytest.mark.parametrize("text", ["Sum up the results", "Total revision of the guidance", "Totally", "Lead"])
def test_words_that_are_no_total(text: str) -> None:
    """A sentence that begins like a total is none."""
    assert not is_total_text(text)


HEAD = "| Ref. | Our role | What we do | Amount, USD (optional) | Staff time, work-months (optional) |\n"
TWO = HEAD + "| A01 | Lead | We chair | 100 | 1 |\n| A02 | Lead | We speak | 50 | 2 |\n"


@pytest.mark.parametrize(
    ("line", "cell"),
    [
        ("| Total | | | 150 | 3 |", "A4"),
        ("| | Total général | | 150 | |", "B4"),
        ("| | | Suma: | 999 | |", "C4"),
        ("| | | | 150 | 3 |", "D4"),
        ("| | | | | 3 |", "E4"),
        ("| | | | =SUM(D2:D3) → 150 | |", "D4"),
        ("| | | | =SUM(D2:D3) | |", "D4"),
        ("| Total | USD | | =SUM(D2:D3) → 150 | |", "A4"),
        ("| USD | Total | | 150 | |", "B4"),
        ("| Total | | | | |", "A4"),
    ],
)
def test_typed_total_is_not_counted(line: str, cell: str) -> None:
    """A total, by its word or because it adds up, is told at that word or at its first sum, and is no contribution."""
    result = answer(contributions(TWO + line))
    assert said(result, "ref", "amount_usd") == [("A01", 100.0), ("A02", 50.0)]
    assert told(result.findings, "total-ignored", "ref-missing", "ref-unknown") == {
        ("total-ignored", "Contributions", cell)
    }


def test_values_of_a_typed_total_are_kept() -> None:
    """All cells of a total stand in Left out under its finding, each at its address."""
    result = checked(contributions(TWO + "| | Total | | 151 | 3 |"))
    assert kept(result) == {("total-ignored", c, v) for c, v in (("B4", "Total"), ("D4", "151"), ("E4", "3"))}
    assert {(f.row, f.column) for item in result.left_out for f in [item.finding]} == {(4, 2)}


def test_subtotals_and_a_grand_total() -> None:
    """Each sum counts from the last one; the last of all from the beginning."""
    lines = "| | | | 150 | 3 |\n| A03 | Lead | We end | 7 | |\n| | | | 7 | |\n| | | | 157 | |"
    result = answer(contributions(TWO + lines))
    assert said(result, "ref") == [("A01",), ("A02",), ("A03",)]
    assert told(result.findings, "total-ignored") == {
        ("total-ignored", "Contributions", f"D{row}") for row in (4, 6, 7)
    }


def test_number_that_does_not_add_up_is_a_row_without_ref() -> None:
    """A number nobody can place is asked about and kept, not taken for a total."""
    result = checked(contributions(TWO + "| | | | 151 | |"))
    assert ("ref-missing", "Contributions", "A4") in told(result.findings)
    assert kept(result) == {("ref-missing", "D4", "151")}


def test_total_beside_the_table() -> None:
    """A total in a column without header is told where it stands and kept."""
    result = checked(contributions(TWO.replace("| 50 | 2 |", "| 50 | 2 | | Total | 150 |")))
    assert kept(result) == {("text-outside", "G3", "Total"), ("text-outside", "H3", "150")}


def test_pre_printed_row_with_numbers_only_is_no_total() -> None:
    """A row with its ref is a row, also where its number happens to be the sum of those above."""
    result = answer(contributions(TWO + "| A03 | | | 150 | |"))
    assert said(result, "ref", "amount_usd")[-1] == ("A03", 150.0)


# ---------------------------------------------------------------- refs of rows


def line(ref: str, *answers: str, own: str | None = None) -> str:
    """A pre-printed row; ``own`` replaces what stands in its first cell."""
    row = PLAN.printed(ref)
    cells = [ref if own is None else own, row["activity"], row["deliverable"], *answers]
    return "| " + " | ".join(cells) + " |\n"


PRINTED = "| Ref. | Activities | Deliverable | Our role | What we do |\n"


def test_inserted_row_takes_the_ref_above() -> None:
    """Between two pre-printed rows a row without a ref belongs to the one above it."""
    table = PRINTED + line("A01") + "| | | | Lead | We draft |\n" + line("A01-D01")
    result = answer(contributions(table))
    assert said(result, "ref", "description") == [("A01", "We draft")]
    assert told(result.findings, "ref-from-above") == {("ref-from-above", "Contributions", "A3")}


def test_row_below_the_printed_ones_needs_its_own_ref() -> None:
    """Below all pre-printed rows nothing is taken from above."""
    result = answer(contributions(PRINTED + line("A01") + line("A01-D01") + "| | | | Lead | We draft |"))
    assert told(result.findings, "ref-missing") == {("ref-missing", "Contributions", "A4")}


def test_in_a_sorted_table_nothing_is_taken_from_above() -> None:
    """Where the rows were sorted otherwise, the row above means nothing; the others keep their refs."""
    table = PRINTED + line("A05", "Lead", "b") + "| | | | Lead | c |\n" + line("A01", "Lead", "a")
    result = answer(contributions(table))
    assert said(result, "ref", "description") == [("A05", "b"), (None, "c"), ("A01", "a")]
    assert told(result.findings, "ref-from-above", "ref-missing") == {("ref-missing", "Contributions", "A3")}


def test_rows_in_any_order_say_the_same() -> None:
    """Sorting changes neither refs nor answers."""
    rows = [line(ref, "Lead", f"for {ref}") for ref in PLAN.refs[:8]]
    plain = said(answer(contributions(PRINTED + "".join(rows))), "ref", "description")
    turned = said(answer(contributions(PRINTED + "".join(reversed(rows)))), "ref", "description")
    assert sorted(plain) == sorted(turned)


ONE_LINE = [ref for ref in PLAN.refs if "\n" not in PLAN.printed(ref)["deliverable"]]


@pytest.mark.parametrize(("ref", "own"), [("A03-D02", "A01-D02"), ("A03", "A05"), ("A03", "a5"), ("A03-D02", "A03")])
def test_ref_beside_the_text_of_another(ref: str, own: str) -> None:
    """A row is read as the part of the plan whose text its writer saw, and a question at its ref names both."""
    result = checked(contributions(PRINTED + line("A01", "Lead", "a") + line(ref, "Lead", "We draft", own=own)))
    assert [row.row.values["ref"] for row in result.contributions] == ["A01", ref]
    (asked,) = [f for f in result.findings if f.code == "ref-and-text-differ"]
    assert (asked.cell, asked.value, asked.suggestion, asked.ref) == ("A3", own, ref, ref)
    assert not told(result.findings, "grey-edited")
    assert result.files[0].state == "questions"


@pytest.mark.parametrize("moved", [list(reversed(ONE_LINE)), [*ONE_LINE[1:], ONE_LINE[0]]])
def test_column_of_refs_that_slipped_is_asked_about_once(moved: list[str]) -> None:
    """Where the refs alone were sorted or shifted, rows stay with their texts, and one question tells of all."""
    rows = [line(ref, "Lead", f"for {ref}", own=own) for ref, own in zip(ONE_LINE, moved, strict=True)]
    result = checked(contributions(PRINTED + "".join(rows)))
    assert [row.row.values["ref"] for row in result.contributions] == ONE_LINE
    slipped = sum(ref != own for ref, own in zip(ONE_LINE, moved, strict=True))
    about = [f for f in result.findings if f.code in ("ref-and-text-differ", "refs-and-texts-differ", "grey-edited")]
    assert [(f.code, f.cell, f.facts["count"]) for f in about] == [("refs-and-texts-differ", "A1", slipped)]


def test_slipped_refs_of_rows_nobody_filled_are_no_question() -> None:
    """Only rows that are used are asked about."""
    rows = [line(ref, own=own) for ref, own in zip(ONE_LINE, reversed(ONE_LINE), strict=True)]
    result = answer(contributions(PRINTED + "".join(rows)))
    assert not told(result.findings, "ref-and-text-differ", "refs-and-texts-differ", "grey-edited")


@pytest.mark.parametrize(("count", "codes"), [(3, ["grey-edited"] * 3), (20, ["refs-and-texts-differ"])])
def test_texts_that_slipped_are_told_row_by_row_or_once(count: int, codes: list[str]) -> None:
    """Activities of the plan in the wrong rows are no edits of theirs: a few are told each, many together."""
    rows = [f"| {ref} | {PLAN.printed('A10')['activity']} | Lead | x |\n" for ref in PLAN.refs[:count]]
    result = answer(contributions("| Ref. | Activities | Our role | What we do |\n" + "".join(rows)))
    assert said(result, "ref") == [(ref,) for ref in PLAN.refs[:count]]
    assert [f.code for f in result.findings if f.field == "activity"] == codes


def test_row_of_words_from_another_is_told_once() -> None:
    """However many grey cells of a row are another's, it has one note."""
    other = PLAN.printed("A10")
    table = f"| A01 | {other['outcome']} | {other['activity']} | Lead | x |"
    result = answer(contributions("| Ref. | Expected outcome | Activities | Our role | What we do |\n" + table))
    assert told(result.findings, "grey-edited") == {("grey-edited", "Contributions", "B2")}


@pytest.mark.parametrize("own", ["A01-D02 / A01-D03", "A01-D02; A01-D03", "a1 d2 and a1 d3", "A01-D02, A01-D03",
                                 "A01-D02/D03", "A01-D02, D03", "A01-D02 & d3"])  # fmt: skip
def test_several_refs_in_one_cell(own: str) -> None:
    """One row takes one ref: where the text tells which, it is asked about; where not, the row is left out."""
    result = checked(contributions(PRINTED + line("A01") + line("A01-D01", "Lead", "a", own=own)))
    assert [row.row.values["ref"] for row in result.contributions] == ["A01-D01"]
    (asked,) = [f for f in result.findings if f.field == "ref"]
    assert (asked.code, asked.cell, asked.facts["refs"]) == ("ref-several", "A3", "A01-D02, A01-D03")
    result = checked(contributions(PRINTED + line("A01") + f"| {own} | | | Lead | a |"))
    (error,) = [f for f in result.findings if f.field == "ref"]
    assert (error.code, error.cell, bool(error.facts["hint"])) == ("ref-unknown", "A3", True)


@pytest.mark.parametrize("ref", ["A03-D02", "A03"])
def test_deleted_ref_is_known_by_the_printed_text(ref: str) -> None:
    """A row whose ref was deleted or changed is still the deliverable, or activity, printed in it."""
    result = answer(contributions(PRINTED + line("A01") + line(ref, "Lead", "We draft", own="?")))
    assert said(result, "ref") == [(ref,)]
    assert told(result.findings, "ref-from-text") == {("ref-from-text", "Contributions", "A3")}


def test_printed_columns_deleted() -> None:
    """Where only refs are left of what the plan printed, rows nobody filled say nothing."""
    table = "| Ref. | Our role | What we do |\n" + "".join(f"| {ref} | | |\n" for ref in PLAN.refs[:5])
    result = answer(contributions(table + "| A02 | Lead | We speak |"))
    assert said(result, "ref") == [("A02",)]
    assert not told(result.findings, "ref-missing", "ref-unknown", "row-without-content")


def without_ref_column(*lines: str) -> bytes:
    """A submission whose first column somebody deleted."""
    table = [line.split("|", 2)[2] for line in (PRINTED + "".join(lines)).splitlines()]
    return contributions("\n".join("|" + line for line in table))


def test_deleted_ref_column_is_told_once() -> None:
    """Rows are placed by the plan's texts; the column is told of once, how many rows were placed once more."""
    result = checked(without_ref_column(line("A01", "Lead", "a"), line("A01-D01", "Lead", "b"), line("A02-D01")))
    assert [row.row.values["ref"] for row in result.contributions] == ["A01", "A01-D01"]
    assert told(result.findings, "column-missing") >= {("column-missing", "Contributions", None)}
    about = [f for f in result.findings if f.field == "ref"]
    assert [(f.code, f.cell, f.facts["count"]) for f in about] == [
        ("column-missing", None, 0),
        ("refs-from-text", None, 2),
    ]


def test_rows_that_cannot_be_placed_without_the_ref_column_are_one_error() -> None:
    """Below the printed rows nothing tells the ref: one error names all such rows, and their cells are kept."""
    own = "| | | | Lead | c |\n"
    result = checked(without_ref_column(line("A01", "Lead", "a"), line("A01-D01", "Lead", "b"), own, own))
    about = [f for f in result.findings if f.field == "ref"]
    assert [(f.code, f.cell, f.facts.get("rows")) for f in about] == [
        ("refs-missing", None, "4, 5"),
        ("refs-from-text", None, None),
    ]
    assert kept(result) == {("refs-missing", f"{c}{row}", v) for row in (4, 5) for c, v in (("C", "Lead"), ("D", "c"))}
    assert result.files[0].rows_merged == 2


def test_row_inserted_without_the_ref_column_takes_the_ref_above() -> None:
    """Between two rows told by their texts, a row of their own continues the one above, and points at no cell."""
    own = "| | | | Lead | We draft |\n"
    result = answer(without_ref_column(line("A01"), own, line("A01-D01", "Lead", "b")))
    assert said(result, "ref", "description") == [("A01", "We draft"), ("A01-D01", "b")]
    assert [(f.row, f.column) for f in result.findings if f.code == "ref-from-above"] == [(3, None)]


@pytest.mark.parametrize("header", ["", "Code in the plan"])
def test_refs_without_their_header_are_still_refs(header: str) -> None:
    """Where only the header of the references was emptied or replaced, the references below it count."""
    table = PRINTED.replace("Ref.", header) + line("A01", "Lead", "a") + line("A01-D01", "Lead", "b")
    result = checked(contributions(table + "| A02-D01 | | | Lead | c |"))
    assert [row.row.values["ref"] for row in result.contributions] == ["A01", "A01-D01", "A02-D01"]
    assert not kept(result)
    renamed = {("column-renamed", "Contributions", "A1")} if header else set()
    assert told(result.findings, "column-renamed", "column-extra", "refs-missing", "refs-from-text") == renamed


def test_column_of_other_words_is_not_taken_for_refs() -> None:
    """A column of their own that names a ref here and there stays one of their own."""
    result = answer(contributions("| Our role | What we do | Deliverable | See also |\n| Lead | a | x | A01 |\n"
                                  "| Lead | b | y | our site |\n"))  # fmt: skip
    assert said(result, "ref") == [(None,), (None,)]
