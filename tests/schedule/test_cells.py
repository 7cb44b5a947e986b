"""Schedules that arrive as numbers and dates."""

from __future__ import annotations

from datetime import date

import pytest

from emg_xlsx.schedule import Schedule, parse
from emg_xlsx.schedule.shown import is_date_format, shown_date, shown_time
from tests.schedule.calendar_of_plan import PLAN_CALENDAR

OCTOBER_7 = 44476
"""7 October 2021 in the 1900 date system."""


def read(value: float | date, number_format: str | None = None, *, date1904: bool = False) -> Schedule:
    """Read a number or date with its format."""
    return parse(value, calendar=PLAN_CALENDAR, number_format=number_format, date1904=date1904)


@pytest.mark.parametrize(
    ("number_format", "start", "end", "precision", "verdict"),
    [
        ("mmm-yy", date(2021, 10, 1), date(2021, 10, 31), "month", "ok"),
        ("mm/yyyy", date(2021, 10, 1), date(2021, 10, 31), "month", "ok"),
        ("[$-409]mmmm yyyy;@", date(2021, 10, 1), date(2021, 10, 31), "month", "ok"),
        ('yyyy"年"m"月"', date(2021, 10, 1), date(2021, 10, 31), "month", "ok"),
        ("dd/mm/yyyy", date(2021, 10, 7), date(2021, 10, 7), "day", "ok"),
        ("d mmm yyyy hh:mm", date(2021, 10, 7), date(2021, 10, 7), "day", "ok"),
        ("yyyy", date(2021, 1, 1), date(2021, 12, 31), "year", "query"),
        ("d-mmm", None, None, "none", "ask"),
        ("mmmm", None, None, "none", "ask"),
    ],
)
def test_the_format_tells_the_precision(
    number_format: str, start: date | None, end: date | None, precision: str, verdict: str
) -> None:
    """What the cell shows is what was meant; a date shown without its year is asked about."""
    schedule = read(float(OCTOBER_7), number_format)
    assert (schedule.start, schedule.end) == (start, end)
    assert (schedule.precision, schedule.verdict) == (precision, verdict)


@pytest.mark.parametrize(
    "number_format", [None, "General", "0", "0.00", "#,##0", "@", "h:mm", "h:mm AM/PM", "[h]:mm", '0 "days"']
)
def test_formats_that_are_no_dates(number_format: str | None) -> None:
    """Numbers, text, times of day, durations and quoted letters make no date."""
    assert not is_date_format(number_format)


def test_minutes_are_no_months() -> None:
    """The m of a time of day does not make a date."""
    assert not is_date_format("mm:ss")
    assert is_date_format("mm/dd/yy hh:mm")


@pytest.mark.parametrize(
    "value", [1989, 2101, 36525, 55154, 2021.5, -5, 0, 20211007, float("nan"), float("inf"), 1e300]
)
def test_other_numbers_are_no_dates(value: float) -> None:
    """Only whole numbers that can be a year or a day of 2000 to 2050 are taken."""
    schedule = read(value)
    assert (schedule.verdict, schedule.reason) == ("ask", "not-a-date")


@pytest.mark.parametrize("value", [1990, 2100, 36526, 55153])
def test_limits_of_years_and_serial_numbers(value: float) -> None:
    """The limits themselves are taken, with a query."""
    assert read(value).verdict == "query"


def test_both_date_systems() -> None:
    """The same day has two numbers, 1462 apart."""
    assert read(44470.0).start == read(44470.0 - 1462, date1904=True).start == date(2021, 10, 1)
    assert read(43008.0, "dd/mm/yyyy").start == date(2017, 9, 30)


def test_a_year_typed_into_a_date_cell() -> None:
    """2021 in a cell with a date format shows 13 July 1905."""
    schedule = read(2021.0, "dd/mm/yyyy")
    assert (schedule.start, schedule.precision, schedule.reason) == (date(2021, 1, 1), "year", "year-as-date")


@pytest.mark.parametrize(
    ("day", "proposal"),
    [(date(2021, 10, 21), "October 2021"), (date(2022, 2, 1), "1 February 2022")],
)
def test_what_excel_made_a_day_is_proposed_as_typed(day: date, proposal: str) -> None:
    """What was typed as "Oct-21" and shows as 21-Oct is proposed as a month if its number is a year of the plan."""
    assert read(day, "d-mmm").proposal == proposal


def test_truth_is_no_date() -> None:
    """TRUE and FALSE are asked about."""
    schedule = parse(value=True, calendar=PLAN_CALENDAR)
    assert (schedule.verdict, schedule.verbatim) == ("ask", "TRUE")


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("mmm-yy", "Oct-21"),
        ("d-mmm", "7-Oct"),
        ("dd/mm/yyyy", "07/10/2021"),
        ("yyyy", "2021"),
        ("dddd d mmmm yyyy", "Thursday 7 October 2021"),
        ('yyyy"年"m"月"d"日"', "2021年10月7日"),
        ("[$-F800]d\\ mmmm\\ yyyy;@", "7 October 2021"),
        ("dd/mm/yyyy hh:mm:ss", "07/10/2021"),
        ("hh:mm dd/mm/yyyy", "07/10/2021"),
        ("mm-dd-yy", "2021-10-07"),
        ("m/d/yy h:mm", "2021-10-07"),
        (None, "2021-10-07"),
    ],
)
def test_a_date_is_kept_as_shown(number_format: str | None, shown: str) -> None:
    """The text of a date cell is what its format shows, and unmistakable where that depends on the reader."""
    assert shown_date(date(2021, 10, 7), number_format) == shown


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (44476.25, "dd/mm/yyyy hh:mm", "06:00"),
        (0.25, "h:mm:ss", "06:00:00"),
        (0.75, "h:mm AM/PM", "6:00 PM"),
        (0.0, "h:mm AM/PM", "12:00 AM"),
        (2.25, "[h]:mm", "54:00"),
        (10 / 24, "hh:mm", "10:00"),
        (-0.5, "hh:mm", ""),
        (44476.25, "dd/mm/yyyy", ""),
        (0.5, "0%", ""),
    ],
)
def test_a_time_is_kept_as_shown(value: float, number_format: str, shown: str) -> None:
    """The time of day, or the hours, of a cell whose format shows them."""
    assert shown_time(value, number_format) == shown


@pytest.mark.parametrize(("value", "shown"), [(44470.0, "44470"), (2.5, "2.5"), (-1.0, "-1")])
def test_a_number_is_kept_as_shown(value: float, shown: str) -> None:
    """A whole number has no decimals."""
    assert read(value).verbatim == shown


def test_a_number_stored_as_text_is_a_number() -> None:
    """Text cells with digits only follow the rules of numbers and keep their text."""
    schedule = parse(" 44470", calendar=PLAN_CALENDAR)
    assert (schedule.start, schedule.reason, schedule.verbatim) == (date(2021, 10, 1), "serial-number", " 44470")
