"""Packs: questions that keep their ids, and what goes into a pack."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import emg_xlsx as emg
from emg_xlsx.findings import Finding, Severity
from emg_xlsx.packing import number, packs_of
from emg_xlsx.packs import question_id, question_ids
from emg_xlsx.plan import Contact
from tests.report.samples import APPROXIMATE, DAY, NEGATIVE, NO_ROLE, SUBMISSIONS, asked, example, examples, pack


def test_id_stays_when_the_row_moves() -> None:
    """A question is the same one on another row, in another column, on a renamed sheet, in a renamed file."""
    moved = replace(NEGATIVE, row=99, column=2, sheet="Sheet1", file="UNEP corrected.xlsx")
    assert question_id(moved) == question_id(NEGATIVE)


@pytest.mark.parametrize(
    "other",
    [
        replace(NEGATIVE, entity="UNDP"),
        replace(NEGATIVE, ref="A02-D02"),
        replace(NEGATIVE, field="staff_months"),
        replace(NEGATIVE, code="number-unit"),
        replace(NEGATIVE, value="-6"),
    ],
    ids=["entity", "ref", "field", "code", "value"],
)
def test_id_changes_with_what_is_asked(other: Finding) -> None:
    """Another entity, ref, field, code or value is another question."""
    assert question_id(other) != question_id(NEGATIVE)


def test_a_separator_makes_another_value() -> None:
    """A number written again with a point for the comma is asked about again."""
    assert question_id(replace(NEGATIVE, value="1,500")) != question_id(replace(NEGATIVE, value="1.500"))


def test_id_forgives_spaces_and_capitals() -> None:
    """The same words, spaced and capitalised otherwise, are the same question."""
    assert question_id(replace(NO_ROLE, value="About  HALF")) == question_id(replace(NO_ROLE, value=" about half"))


def test_questions_alike_have_ids_of_their_own() -> None:
    """Two rows of one ref that both lack a role are two questions, in whichever rows they stand."""
    twice = (NO_ROLE, replace(NO_ROLE, row=10))
    assert len(set(question_ids(twice))) == 2
    assert question_ids(twice) == question_ids([replace(finding, row=(finding.row or 0) + 7) for finding in twice])


def test_files_of_nobody_do_not_share_questions() -> None:
    """As long as nobody knows whose a file is, its name tells its questions from another file's."""
    one = Finding("entity-missing", "a.xlsx", sheet="Entity", row=3, column=2)
    assert question_id(one) != question_id(replace(one, file="b.xlsx"))


@given(st.text(), st.text(), st.text())
def test_any_text_has_an_id(file: str, value: str, ref: str) -> None:
    """No text of a file stops a question from having its id."""
    assert len(question_id(Finding("ref-unknown", file, value=value, ref=ref))) == 12


def test_counts_of_a_pack() -> None:
    """Open and answered questions add up, and only open ones are new."""
    questions = (*asked(NEGATIVE), *asked(NO_ROLE, new=False), *asked(APPROXIMATE, state="confirmed", answer="yes"))
    some = pack(questions=questions)
    assert (len(some.open), len(some.answered), some.total, some.fresh) == (2, 1, 3, 1)
    assert (some.count(Severity.ERROR), some.count(Severity.QUERY)) == (1, 1)


def test_only_files_in_force_have_packs() -> None:
    """Each file that was read has one pack; a copy under another name and a template nobody filled have none."""
    files = [one.file for one in examples()]
    present = {path.name for path in SUBMISSIONS.iterdir()}
    assert sorted(files) == files
    assert set(files) == present - {"Copy of FAO contribution.xlsx", "EMG_2022-mid-term_IFAD.xlsx"}


def test_every_question_is_in_its_pack_and_the_most_urgent_first() -> None:
    """Findings that ask become questions, those that tell become notes, and nothing falls between."""
    findings = emg.validate(SUBMISSIONS, day=DAY).findings
    for one in examples():
        mine = findings[findings["file"] == one.file]
        assert sorted(q.finding.code for q in one.questions) == sorted(mine[mine["severity"] != "note"]["code"])
        assert sorted(note.code for note in one.notes) == sorted(mine[mine["severity"] == "note"]["code"])
        ranks = [question.finding.severity.rank for question in one.questions]
        assert ranks == sorted(ranks)


def understood(entity: str) -> dict[str, str | None]:
    """What was understood by the code of the question."""
    return {question.finding.code: question.understood for question in example(entity).questions}


def test_understood_is_told_in_words() -> None:
    """A period is told in words, a list value by its label, a ref as such, and a word that means nothing not at all."""
    said = understood("UN-Habitat")
    assert said["schedule-alternative"] == "Q1–Q2 2022"
    assert said["completed-in-future"] == "Completed"
    assert said["schedule-status-word"] is None
    assert understood("CBD")["ref-from-above"] == "A08-D07"


def test_nothing_is_understood_of_an_error() -> None:
    """What is left out was not recorded, so there is nothing a yes could confirm."""
    said = understood("UNU")
    assert {said[code] for code in ("cell-error-value", "number-negative", "number-unreadable")} == {None}
    assert said["staff-months-high"] == "90"


def test_recorded_rows_are_those_merged() -> None:
    """A pack shows as many rows as were merged of its file, and none of a file that could not be used."""
    for one in examples():
        assert len(one.recorded) == one.rows_merged
    assert all(not one.recorded for one in examples() if one.state == "returned")


def test_nothing_of_one_entity_in_the_pack_of_another() -> None:
    """No address, file name or fingerprint of a file is anywhere in another's pack."""
    for one in examples():
        said = repr(one)
        for other in examples():
            if other is not one:
                assert other.sha256 not in said
                assert other.file not in said
                assert not other.to or other.to not in said


def test_address_comes_from_the_file_then_from_the_plan() -> None:
    """The form's address goes first, then the entity's own focal point of the day, never somebody else's."""
    plan = emg.load_plan()
    contacts = (
        Contact("ITU", "Past", "past@itu.example", None, None, date(2021, 12, 31)),
        Contact("WHO", "Other", "other@who.example", None, None, None),
        Contact("ITU", "Present", "present@itu.example", None, date(2022, 1, 1), None),
        Contact("UNEP", "Other", "other@unep.example", None, None, None),
    )
    packs = packs_of(emg.validate(SUBMISSIONS, plan, day=DAY).checked, replace(plan, contacts=contacts), day=DAY)
    to = {one.entity: one.to for one in packs if one.entity}
    assert (to["ITU"], to["UNEP"], to["CBD"]) == (
        "present@itu.example",
        "focal.point@unep.example",
        "focal.point@cbd.example",
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [(2.0, "2"), (0.5, "0.5"), (1500, "1500"), (12500.25, "12\u00a0500.25"), (-3, "-3"), (0.0, "0"), (1e300, "1e+300")],
)
def test_numbers_in_words(value: float, words: str) -> None:
    """A number is written so that nobody takes it for another one."""
    assert number(value) == words
