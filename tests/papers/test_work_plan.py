"""The printed work plan: the plan's own words in its own shape, and what was agreed since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from itertools import groupby
from typing import Any

import pytest
from docx.oxml.ns import qn

from emg_xlsx.mastered import Master
from emg_xlsx.texts import template, text
from tests.papers.desk import AGREED, between, column, opened, paragraphs, tables, texts, work_plan

SOURCE: dict[str, Any] = json.loads((resources.files("emg_xlsx") / "data" / "work_plan.json").read_text("utf-8"))
"""The plan as it was proof-read, word by word, against the printed one."""


def printed(activity: dict[str, Any]) -> Iterator[str]:
    """The second column of an activity: its title, its streams and deliverables, its themes."""
    yield f"{activity['number']}. {activity['title']}"
    streams = {one["id"]: f"{one['roman']}. {one['text']}" for one in activity["streams"]}
    told = set()
    for item in activity["deliverables"]:
        if item["stream_id"] and item["stream_id"] not in told:
            told.add(item["stream_id"])
            yield streams[item["stream_id"]]
        yield item["text"]
    if activity.get("themes_verbatim"):
        yield activity["themes_verbatim"]


@pytest.fixture(scope="module")
def plain(silent: Master) -> bytes:
    """The built-in plan, to which nobody contributes."""
    return work_plan(silent)


@pytest.mark.parametrize("activity", SOURCE["activities"], ids=lambda one: one["id"])
def test_three_columns_word_for_word(plain: bytes, activity: dict[str, Any]) -> None:
    """Each table says what the plan's own does: outcome, deliverables as a list, each schedule once."""
    table = tables(plain)[str(activity["number"])]
    labels = {one["id"]: f"{one['numeral']}. {one['label']}" for one in SOURCE["outcomes"]}
    assert column(table, 0) == [labels[activity["outcome_id"]]]
    assert column(table, 1) == list(printed(activity))
    when = [item["schedule"]["verbatim"] for item in activity["deliverables"]]
    assert column(table, 2) == [words for words, _ in groupby(when)]


def test_whole_plan_is_there(plain: bytes) -> None:
    """Three outcomes, ten activities, thirty-three deliverables, three columns."""
    found = tables(plain).values()
    assert len(found) == 10
    assert len({column(table, 0)[0] for table in found}) == 3
    written = [one for table in found for row in table.rows for one in row.cells[1].paragraphs]
    assert sum(one.style is not None and one.style.name == "List Bullet" for one in written) == 33
    assert {len(table.columns) for table in found} == {3}


@pytest.mark.parametrize(("number", "numeral"), [("5", "I"), ("6", "I"), ("10", "III")])
def test_wrong_numerals_are_gone(plain: bytes, number: str, numeral: str) -> None:
    """The three outcomes that were printed with another one's numeral have their own."""
    assert column(tables(plain)[number], 0)[0].split(".")[0] == numeral


@pytest.mark.parametrize(("number", "rows"), [("3", [1, 1, 1]), ("8", [1, 1, 5]), ("1", [6]), ("7", [5])])
def test_rows_are_the_printed_groups(plain: bytes, number: str, rows: list[int]) -> None:
    """Deliverables stand together in the row of the schedule they share, as they were printed."""
    told = [
        [one for one in row.cells[1].paragraphs if one.style is not None and one.style.name == "List Bullet"]
        for row in list(tables(plain)[number].rows)[2:]
    ]
    assert list(map(len, told)) == rows


def test_introduction_word_for_word(plain: bytes, silent: Master) -> None:
    """The introduction stands on the cover, paragraph by paragraph."""
    told = between(plain, text("paper.introduction"), silent.plan.title)
    assert told == SOURCE["plan"]["introduction_verbatim"].split("\n\n")


def test_cover_says_whether_it_is_approved(silent: Master) -> None:
    """A draft is marked as one; an approved plan says that, in another look."""
    approved = replace(silent.plan, approval_status="approved", approval_note="By the Senior Officials")
    looks = []
    for plan in (silent.plan, approved):
        content = work_plan(replace(silent, plan=plan))
        looks += [style for style, words in paragraphs(content) if words == plan.approval]
        assert texts(content)[-1] == plan.approval
    assert len(set(looks)) == 2


def test_footer_says_where_it_comes_from(plain: bytes, silent: Master) -> None:
    """Every page bears plan, round, day in words, how many answered, and its own number as a field."""
    first = opened(plain).sections[0].footer.paragraphs[0]
    said, page = first.text.split("\t")
    facts = {"plan": silent.plan.id, "round": silent.round, "day": "15 March 2022", "answered": 1, "expected": 47}
    assert said == text("paper.footer", **facts)
    assert page
    fields = [one.get(qn("w:instr")) for one in first._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_rows_stay_whole_and_headers_are_repeated(plain: bytes) -> None:
    """The first row of each table is its header, repeated; no row breaks across pages."""
    for table in tables(plain).values():
        rows = [row._tr for row in table.rows]
        assert [bool(row.findall(".//" + qn("w:tblHeader"))) for row in rows] == [True] + [False] * (len(rows) - 1)
        assert all(row.findall(".//" + qn("w:cantSplit")) for row in rows)


def test_agreed_schedules_stand_instead(master: Master) -> None:
    """What was agreed replaces the plan's; of an activity, where a deliverable has nothing of its own."""
    found = tables(work_plan(master))
    assert column(found["3"], 2) == ["February 2022", AGREED["A03-D02"], "January - September 2022"]
    assert column(found["9"], 2) == [AGREED["A09"]]
    assert column(found["8"], 2) == [AGREED["A08"], AGREED["A08-D02"], AGREED["A08"]]


def test_only_what_was_chosen(silent: Master) -> None:
    """An activity appears where any of its refs does, with the deliverables that were chosen and their stream."""
    found = tables(work_plan(silent, "A07-D04", "A02"))
    assert found.keys() == {"7", "2"}
    activity = next(one for one in SOURCE["activities"] if one["id"] == "A07")
    assert column(found["7"], 1)[1:] == [
        f"ii. {activity['streams'][1]['text']}",
        activity["deliverables"][3]["text"],
    ]
    assert len(column(found["2"], 1)) == 1


def test_entities_beside_each_deliverable(master: Master) -> None:
    """The lead stands in bold and in words, then the others in their order; each row is one deliverable."""
    rows = list(tables(work_plan(master, with_entities=True))["1"].rows)
    cells = [row.cells[3] for row in rows]
    lead = text("paper.lead", entity="FAO")
    assert [cell.text for cell in cells[1:4]] == [
        text("work_plan.colead", entity="FAO"),
        f"{lead}, {text('work_plan.colead', entity='UNEP')}, WHO",
        f"{lead}, UNEP",
    ]
    bold, rest = cells[2].paragraphs[0].runs
    assert bold.text == lead
    assert (bold.style.font.bold, rest.style.font.bold) == (True, None)
    assert len(rows) == 2 + 6


def test_a_lead_to_be_decided_is_no_lead(master: Master) -> None:
    """Where several lead, the paper says that this is open, and calls none of them the lead."""
    said = list(tables(work_plan(master, with_entities=True))["1"].rows)[4].cells[3].text
    assert said == text("work_plan.lead_undecided", entities="FAO, WHO")
    assert template("paper.lead").partition("}")[2] not in said


def test_without_entities_none_is_named(master: Master) -> None:
    """Unasked, no column tells who contributes."""
    found = tables(work_plan(master)).values()
    assert {len(table.columns) for table in found} == {3}
    assert not [words for table in found for words in column(table, 2) if "FAO" in words]
