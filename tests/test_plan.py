"""The built-in plan says what the printed work plan says, word for word."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from importlib import resources
from typing import Any

import pytest

from emg_xlsx.builtin import builtin_plan
from emg_xlsx.plan import roman

SEED: dict[str, Any] = json.loads((resources.files("emg_xlsx") / "data" / "work_plan.json").read_text(encoding="utf-8"))
PRINTED = {d["id"]: d for a in SEED["activities"] for d in a["deliverables"]}
ACTIVITIES = {a["id"]: a for a in SEED["activities"]}
PLAN = builtin_plan()


def test_counts_are_those_of_the_printed_plan() -> None:
    """Outcomes, activities, streams and deliverables are as many as were counted on paper."""
    counts = SEED["counts"]
    assert (len(PLAN.outcomes), len(PLAN.activities), len(PLAN.streams), len(PLAN.deliverables)) == (
        counts["outcomes"],
        counts["activities"],
        counts["streams"],
        counts["deliverables"],
    )


def test_each_activity_has_its_deliverables() -> None:
    """The deliverables under each activity are as many as were counted on paper."""
    assert Counter(d.activity for d in PLAN.deliverables) == SEED["counts"]["deliverables_per_activity"]


@pytest.mark.parametrize("ref", PRINTED)
def test_deliverable_is_verbatim(ref: str) -> None:
    """Text and schedule of a deliverable are the printed ones to the character."""
    ours = PLAN.deliverable_by_id[ref]
    assert (ours.text, ours.schedule) == (PRINTED[ref]["text"], PRINTED[ref]["schedule"]["verbatim"])


@pytest.mark.parametrize("ref", PRINTED)
def test_deliverable_keeps_its_dates(ref: str) -> None:
    """First and last day are those proof-read from the schedule."""
    ours, printed = PLAN.deliverable_by_id[ref], PRINTED[ref]["schedule"]
    assert (ours.first_day, ours.last_day, ours.precision) == (
        date.fromisoformat(printed["start"]),
        date.fromisoformat(printed["end"]),
        printed["precision"],
    )


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_activity_title_is_the_printed_heading(activity: str) -> None:
    """Number and title together are the printed heading."""
    assert PLAN.activity_title(activity) == ACTIVITIES[activity]["heading_verbatim"]


@pytest.mark.parametrize(
    ("activity", "title"),
    [
        ("A05", "I. Enhanced coherence in programming"),
        ("A06", "I. Enhanced coherence in programming"),
        (
            "A10",
            "III. Enhanced dialogue, policy and information exchange for implementation of the environmental "
            "dimensions of the SDGs",
        ),
    ],
)
def test_wrong_printed_numeral_is_not_repeated(activity: str, title: str) -> None:
    """Three activities are printed under a wrong numeral; ours comes from the order of the outcomes."""
    item = PLAN.activity_by_id[activity]
    assert PLAN.outcome_title(item.outcome) == title
    assert title != ACTIVITIES[activity]["outcome_label_verbatim"]


def test_right_printed_outcomes_are_verbatim() -> None:
    """Every outcome label that is printed with its right numeral is repeated as it stands."""
    right = {a: item["outcome_label_verbatim"] for a, item in ACTIVITIES.items() if item["outcome_label_consistent"]}
    assert {a: PLAN.outcome_title(PLAN.activity_by_id[a].outcome) for a in right} == right
    assert len(right) == 7


def test_every_activity_stands_before_its_deliverables() -> None:
    """The places for contributions are 43: ten activities, each followed by its own deliverables."""
    assert len(PLAN.refs) == 10 + 33
    assert PLAN.refs[:8] == ("A01", *(f"A01-D0{n}" for n in range(1, 7)), "A02")


def test_stream_leads_its_deliverables() -> None:
    """A deliverable inside a stream is shown under the stream's text."""
    title = PLAN.deliverable_title("A07-D04")
    assert title.startswith("ii. Promote the adoption of the Model Approach")
    assert title.endswith(PRINTED["A07-D04"]["text"])


def test_entities_known_and_expected() -> None:
    """62 entities are known by name, and an answer is waited for from 47 of them."""
    assert (len(PLAN.entities), sum(entity.expected for entity in PLAN.entities)) == (62, 47)


@pytest.mark.parametrize("entity", PLAN.entities, ids=lambda e: e.code)
def test_entity_is_found_by_each_of_its_names(entity: Any) -> None:
    """Code, name, alias and the list's own display lead to one entity and no other."""
    for name in (entity.code, entity.name, *entity.aliases, entity.display):
        assert PLAN.entity_list.match(name).code == entity.code


def test_rounds() -> None:
    """A planning round, then the mid-term reporting round, which is the current one; neither has dates."""
    assert [(r.id, r.kind, r.opens, r.deadline) for r in PLAN.rounds] == [
        ("2021-planning", "planning", None, None),
        ("2022-mid-term", "reporting", None, None),
    ]
    assert PLAN.current_round == "2022-mid-term"


def test_plan_is_a_draft_that_says_so() -> None:
    """The source contradicts itself on its approval, so every output carries the words of the footnote."""
    assert PLAN.approval == f"DRAFT – {SEED['plan']['approval']['footnote_verbatim']}"


def test_calendar_reaches_back_to_the_plans_own_schedules() -> None:
    """The window opens in November 2021, but schedules of the plan begin in September."""
    assert PLAN.window == (date(2021, 11, 1), date(2022, 9, 30))
    assert PLAN.calendar.span == (date(2021, 9, 1), date(2022, 9, 30))


def test_event_in_two_parts_keeps_both() -> None:
    """A conference held in two parts has both periods."""
    event = next(e for e in PLAN.events if e.id == "CBD-COP15")
    assert event.spans == (
        (date(2021, 10, 11), date(2021, 10, 15)),
        (date(2022, 12, 7), date(2022, 12, 19)),
    )


@pytest.mark.parametrize(("number", "numeral"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (38, "XXXVIII")])
def test_roman_numerals(number: int, numeral: str) -> None:
    """Numerals are written the usual way."""
    assert roman(number) == numeral
