"""What the calendar of the plan adds: the names of events, and how far outside the plan a schedule lies."""

from __future__ import annotations

from datetime import date

import pytest

from tests.schedule.calendar_of_plan import days, read


@pytest.mark.parametrize(
    "text",
    ["UNEA-5.2", "UNEA 5.2", "unea‑5.2", "at UNEA-5.2", "en marge de UNEA-5.2", "UNEА-5.2"],
)
def test_an_event_is_found_in_every_spelling(text: str) -> None:
    """Spaces, hyphens, case and a Cyrillic А in a name do not hide an event, nor is UNEA-5 taken for it."""
    assert days(text) == "2022-02-28..2022-03-02 event query"


def test_a_name_is_found_without_its_year_and_place() -> None:
    """The "UN Ocean Conference" is the "2022 UN Ocean Conference, Lisbon"."""
    assert days("UN Ocean Conference") == "2022-06-27..2022-07-01 event query"


def test_an_event_ends_a_range() -> None:
    """An event can be one end of a range; the coarser end gives the precision."""
    assert days("October 2021 - COP26") == "2021-10-01..2021-11-13 month query"


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("August 2021", False),
        ("July 2021", True),
        ("October 2022", False),
        ("November 2022", True),
        ("2022", False),
        ("2021-2022", False),
        ("2023", True),
        ("since 2020", True),
        ("end of 2022", True),
        ("October 2021 - December 2022", True),
    ],
)
def test_more_than_a_month_outside_the_plan(text: str, *, outside: bool) -> None:
    """A month beyond the plan is let pass; a whole year the plan reaches into is not outside."""
    schedule = read(text)
    assert schedule.outside == outside
    assert ("outside-plan" in schedule.flags) == outside


def test_outside_alone_makes_a_query() -> None:
    """A plain schedule far outside the plan is taken and confirmed."""
    schedule = read("January 2019")
    assert (schedule.verdict, schedule.reason, schedule.start) == ("query", "outside-plan", date(2019, 1, 1))
