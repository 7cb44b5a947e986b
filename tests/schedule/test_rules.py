"""The rules behind the worked cases, on expressions that are not among them."""

from __future__ import annotations

from datetime import date

import pytest

from emg_xlsx.schedule import parse
from tests.schedule.calendar_of_plan import PLAN_CALENDAR, days, read

OCTOBER_TO_JUNE = "2021-10-01..2022-06-30 month ok"


@pytest.mark.parametrize(
    "text",
    [
        "OCTOBER 2021 TO JUNE 2022",
        "Oct.2021-Jun.2022",
        "October\u00a02021\u2011June\u200b 2022",
        "October 2021 \u2014 June 2022",
        "October 2021 \u2212 June 2022",
        "from October 2021 to June 2022",
        "between October 2021 and June 2022",
        "from October 2021, ending June 2022",
        "October 2021 until the end of June 2022",
        "10/2021 - 06/2022",
        "10.2021-06.2022",
        "2021-10/2022-06",
        "2021 October - 2022 June",
        "d’octobre 2021 à juin 2022",
        "entre octobre 2021 et juin 2022",
        "oct. 2021 – juin 2022",
        "octubre de 2021-junio de 2022",
        "desde octubre de 2021 hasta junio de 2022",
        "с октября 2021 г. по июнь 2022 г.",
        "октябрь 2021 — июнь 2022",
        "2021年10月—2022年6月",
        "2021年10月到2022年6月",
        "2021年10月~2022年6月",
        "二〇二一年十月至二〇二二年六月",
        "２０２１年１０月至２０２２年６月",
        "من أكتوبر 2021 إلى يونيو 2022",
        "من اكتوبر ٢٠٢١ الى يونيو ٢٠٢٢",
        "بين أكتوبر 2021 ويونيو 2022",
        "تشرين الأول/أكتوبر 2021 - حزيران/يونيو 2022",
    ],
)
def test_a_range_reads_the_same_in_every_spelling(text: str) -> None:
    """Case, spaces, dashes, digits, connecting words and language do not change a range."""
    assert days(text) == OCTOBER_TO_JUNE


@pytest.mark.parametrize(
    "text",
    [
        "Q3/2022", "2022-Q3", "2022 Q3", "3Q22", "3Q 2022", "Q3-22", "Q3 ’22", "Q3, 2022", "quarter 3 of 2022",
        "the third quarter of 2022", "3rd quarter 2022", "III quarter 2022", "3ème trimestre 2022", "T3 2022", "3T22",
        "troisième trimestre de 2022", "tercer trimestre de 2022", "III trimestre 2022", "III кв. 2022 г.",
        "3-й квартал 2022 г.", "третий квартал 2022 года", "2022年第三季度", "2022年第3季度", "2022年三季度",
        "الربع الثالث من عام 2022", "Т3 2022",
    ],
)  # fmt: skip
def test_a_quarter_reads_the_same_in_every_spelling(text: str) -> None:
    """A quarter is one of the calendar year, however it is numbered; a Cyrillic Т is no other letter."""
    assert days(text) == "2022-07-01..2022-09-30 quarter ok"


@pytest.mark.parametrize(
    "text",
    [
        "first half of 2022", "1st half 2022", "1H22", "H1/2022", "1er semestre 2022", "S1 2022",
        "primer semestre de 2022",
        "1-е полугодие 2022 г.", "в первом полугодии 2022 года", "2022年上半年", "النصف الأول من عام 2022",
    ],
)  # fmt: skip
def test_a_half_year_reads_the_same_in_every_spelling(text: str) -> None:
    """A half-year is one of the calendar year."""
    assert days(text) == "2022-01-01..2022-06-30 half-year ok"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 7, 2022", "2022-03-07..2022-03-07 day ok"),
        ("Monday 7 March 2022", "2022-03-07..2022-03-07 day ok"),
        ("07-Mar-22", "2022-03-07..2022-03-07 day ok"),
        ("7 de marzo de 2022", "2022-03-07..2022-03-07 day ok"),
        ("7 марта 2022 г.", "2022-03-07..2022-03-07 day ok"),
        ("2022年3月7日", "2022-03-07..2022-03-07 day ok"),
        ("٧ مارس ٢٠٢٢", "2022-03-07..2022-03-07 day ok"),
        ("2022-03-07T10:00:00", "2022-03-07..2022-03-07 day ok"),
        ("March 7-8, 2022", "2022-03-07..2022-03-08 day ok"),
        ("del 7 al 8 de marzo de 2022", "2022-03-07..2022-03-08 day ok"),
        ("du 7 au 8 mars 2022", "2022-03-07..2022-03-08 day ok"),
        ("2022年3月7日至8日", "2022-03-07..2022-03-08 day ok"),
        ("March 21 - April 8 2022", "2022-03-21..2022-04-08 day ok"),
        ("28.02-02.03.2022", "2022-02-28..2022-03-02 day ok"),
        ("30 December - 2 January 2022", "2021-12-30..2022-01-02 day query"),
        ("02/15/2022", "2022-02-15..2022-02-15 day ok"),
        ("04/04/2022", "2022-04-04..2022-04-04 day ok"),
        ("03.04.2022", "2022-04-03..2022-04-03 day ok"),
    ],
)
def test_days(text: str, expected: str) -> None:
    """Days and ranges of days; a part that is missing comes from the other end of the range."""
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("week of 7 March 2022", "2022-03-07..2022-03-13 week ok"),
        ("week of 9 March 2022", "2022-03-07..2022-03-13 week ok"),
        ("semaine du 7 mars 2022", "2022-03-07..2022-03-13 week ok"),
        ("2022-W10", "2022-03-07..2022-03-13 week ok"),
        ("weeks 10-12 2022", "2022-03-07..2022-03-27 week ok"),
        ("2022年第10周", "2022-03-07..2022-03-13 week ok"),
        ("first week of March 2022", "2022-03-01..2022-03-07 week query"),
        ("last week of March 2022", "2022-03-25..2022-03-31 week query"),
        ("week 53 2022", ".. none ask"),
    ],
)
def test_weeks(text: str, expected: str) -> None:
    """A week runs from Monday to Sunday and is numbered as in ISO 8601; a week of a month is approximate."""
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fin 2022", "..2022-12-31 year query"),
        ("end of June 2022", "..2022-06-30 month query"),
        ("by the end of June 2022", "..2022-06-30 month ok"),
        ("d'ici fin juin 2022", "..2022-06-30 month ok"),
        ("2022年6月底前", "..2022-06-30 month ok"),
        ("15 June 2022 at the latest", "..2022-06-15 day ok"),
        ("не позднее 15 июня 2022 г.", "..2022-06-15 day ok"),
        ("до июня 2022 г.", "..2022-06-30 month ok"),
        ("hasta junio de 2022", "..2022-06-30 month ok"),
        ("حتى يونيو 2022", "..2022-06-30 month ok"),
        ("à partir d’octobre 2021", "2021-10-01.. month ok"),
        ("October 2021 onwards", "2021-10-01.. month ok"),
        ("с октября 2021 г.", "2021-10-01.. month ok"),
        ("自2021年10月起", "2021-10-01.. month ok"),
        ("منذ أكتوبر 2021", "2021-10-01.. month ok"),
        ("October 2021 - ongoing", "2021-10-01.. month query"),
        ("October 2021 to date", "2021-10-01.. month query"),
        ("October 2021 -", "2021-10-01.. month query"),
        ("TBD - June 2022", "..2022-06-30 month query"),
        ("after June 2022", "2022-07-01.. month query"),
    ],
)
def test_deadlines_and_open_ends(text: str, expected: str) -> None:
    """A deadline has no start and an open schedule no end; "end of" is exact only where an end is asked for."""
    assert days(text) == expected


def test_before_a_month_keeps_both_readings() -> None:
    """The words "before June" are taken as its end and asked about; the earlier reading is kept."""
    schedule = read("before June 2022")
    assert (schedule.end, schedule.end_earliest) == (date(2022, 6, 30), date(2022, 5, 31))
    assert (schedule.verdict, schedule.reason) == ("query", "two-readings")


@pytest.mark.parametrize(
    ("text", "end_earliest"),
    [
        ("September 2021-Q1/Q2 2022", date(2022, 3, 31)),
        ("Q1/2 2022", date(2022, 3, 31)),
        ("Oct/Nov/Dec 2021", date(2021, 10, 31)),
        ("February or March 2022", date(2022, 2, 28)),
        ("Dec/Jan 2022", date(2021, 12, 31)),
    ],
)
def test_alternatives_keep_the_earliest_end(text: str, end_earliest: date) -> None:
    """Of alternatives the interval covers all, and the end of the earliest is kept beside it."""
    schedule = read(text)
    assert "alternative" in schedule.flags
    assert schedule.verdict == "query"
    assert schedule.end_earliest == end_earliest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("December 2021 - March", "2021-12-01..2022-03-31 month query"),
        ("Q4 - Q1 2022", "2021-10-01..2022-03-31 quarter query"),
        ("2021年10月至12月", "2021-10-01..2021-12-31 month ok"),
        ("2022年1-3月", "2022-01-01..2022-03-31 month ok"),
        ("2022年第一至第三季度", "2022-01-01..2022-09-30 quarter ok"),
        ("I-III кв. 2022", "2022-01-01..2022-09-30 quarter ok"),
        ("Q1-2 2022", "2022-01-01..2022-06-30 quarter ok"),
    ],
)
def test_a_missing_year_comes_from_the_other_end(text: str, expected: str) -> None:
    """The year of a range is said once; where it must be reckoned with, the range is confirmed."""
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("Q3", "Q3 2022"),
        ("Q4", "Q4 2021"),
        ("November", "November 2021"),
        ("7 March", "7 March 2022"),
        ("Octobre - Septembre", "October 2021–September 2022"),
        ("Mar 15", "15 March 2022"),
        ("by June", "by June 2022"),
        ("September 2022 - October 2021", "October 2021–September 2022"),
        ("30 February 2022", "February 2022"),
        ("workshop in March 2022", "March 2022"),
        ("20211007", "7 October 2021"),
        ("03/04/2022", None),
        ("2021/22", None),
    ],
)
def test_a_question_comes_with_a_proposal_where_there_is_one(text: str, proposal: str | None) -> None:
    """What is not taken may still be proposed; of two equal readings none is."""
    schedule = read(text)
    assert (schedule.verdict, schedule.start, schedule.end) == ("ask", None, None)
    assert schedule.proposal == proposal


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("January September 2022", "January–September 2022"),
        ("Oct-21", "October 2021"),
        ("early 2022", "Q1 2022"),
        ("late 2021", "Q4 2021"),
        ("end of 2022", "by December 2022"),
        ("by COP26", "by 31 October 2021"),
        ("2022", None),
    ],
)
def test_a_confirmation_comes_with_a_plain_spelling(text: str, proposal: str | None) -> None:
    """What is taken with a query is spelled plainly, unless no plainer spelling is known."""
    schedule = read(text)
    assert schedule.verdict == "query"
    assert schedule.proposal == proposal


def test_proposals_are_in_the_language_of_the_file() -> None:
    """A French file gets its proposals in French."""
    assert read("février mars 2022", language="fr").proposal == "février–mars 2022"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("COP-15", "homonym"),
        ("CBD COP15", "event-in-parts"),
        ("by SOM27", "unnamed-event"),
        ("February, by COP15", "no-year"),
        ("February - COP15", "homonym"),
        ("next month", "relative"),
        ("3 months", "relative"),
        ("2 weeks in March 2022", "relative"),
        ("spring 2022", "season"),
        ("FY2022", "fiscal-year"),
        ("15/02/22", "two-readings"),
        ("1/2", "two-readings"),
        ("13/2021", "impossible-period"),
        ("Q5 2022", "impossible-period"),
        ("29 February 2022", "impossible-day"),
        ("01/10/2021 - 30/09/2022", "ambiguous-day-month"),
        ("Oct-Dec 2021, Mar-Jun 2022", "stacked"),
        ("December 2021 October 2021", "stacked"),
        ("lorem ipsum", "unknown"),
        ("June 2022 by", "unknown"),
        ("if resources allow", "conditional"),
        ("ASAP", "no-date"),
        ("reporté", "status-word"),
        ("#N/A", "error-value"),
        ("5", "not-a-date"),
    ],
)
def test_what_cannot_be_taken_is_asked(text: str, reason: str) -> None:
    """Each kind of doubt has its code, and leaves both dates empty."""
    schedule = read(text)
    assert (schedule.verdict, schedule.start, schedule.end) == ("ask", None, None)
    assert schedule.reason == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("par trimestre", "recurrence"),
        ("en cours", "status-word"),
        ("进行中", "status-word"),
        ("مستمر", "status-word"),
        ("completed", "status-word"),
        ("à déterminer", "not-set"),
        ("待定", "not-set"),
        ("?", "not-set"),
    ],
)
def test_words_that_are_no_dates(text: str, reason: str) -> None:
    """A recurrence, a status or "to be determined" is confirmed and gives no dates."""
    schedule = read(text)
    assert (schedule.verdict, schedule.reason) == ("query", reason)
    assert (schedule.start, schedule.end) == (None, None)


@pytest.mark.parametrize(
    ("text", "flag", "end"),
    [
        ("quarterly, October 2021 - September 2022", "recurrence", date(2022, 9, 30)),
        ("ongoing until June 2022", "status-word", date(2022, 6, 30)),
        ("June 2022 (TBC)", "tentative", date(2022, 6, 30)),
        ("June 2022, subject to funding", "conditional", date(2022, 6, 30)),
        ("postponed to June 2022", "status-word", date(2022, 6, 30)),
        ("Tuesday 7 March 2022", "weekday-mismatch", date(2022, 3, 7)),
        ("COP26 (November 2021)", "event", date(2021, 11, 30)),
    ],
)
def test_remarks_beside_a_date_leave_the_date(text: str, flag: str, end: date) -> None:
    """A remark beside a date is kept as a flag to confirm; the date is taken."""
    schedule = read(text)
    assert schedule.end == end
    assert flag in schedule.flags
    assert schedule.verdict == "query"


def test_frequency_is_kept() -> None:
    """A recurrence is told by name in every language."""
    assert [read(text).frequency for text in ("quarterly", "ежемесячно", "chaque année")] == [
        "quarterly",
        "monthly",
        "yearly",
    ]


def test_parts_of_a_list_and_of_stacked_values() -> None:
    """The values of a list, and those stacked in one cell, are spelled one by one."""
    assert read("Oct 2021, Feb 2022, June 2022").parts == ("October 2021", "February 2022", "June 2022")
    stacked = read("February 2022 October 2021 - September 2022 January - September 2022")
    assert stacked.reason == "stacked"
    assert stacked.parts == ("February 2022", "October 2021–September 2022", "January–September 2022")


@pytest.mark.parametrize("text", ["", "  ", None, "-", "—", "N.A.", "néant", "ninguno", "нет", "无", "as in the plan"])
def test_blank(text: str | None) -> None:
    """Nothing, a dash and the words for nothing are blank, with no reason to give."""
    schedule = parse(text, calendar=PLAN_CALENDAR)
    assert (schedule.verdict, schedule.reason) == ("blank", "")


def test_french_quarter_codes_are_confirmed_in_an_english_file() -> None:
    """T1 and S1 are French and Spanish; in an English file they are confirmed."""
    assert read("T1 2022", language="fr").verdict == "ok"
    assert (read("T1 2022", language="en").verdict, read("T1 2022", language="en").reason) == ("query", "notation")


def test_long_text_is_asked_at_once() -> None:
    """More than 300 characters are a narrative."""
    text = "October 2021 " * 24
    assert len(text) > 300
    assert (read(text).verdict, read(text).reason) == ("ask", "unknown")


def test_verbatim_is_the_text_as_given() -> None:
    """The text is kept to the character, spaces included."""
    assert read("  Oct\u00a02021 ").verbatim == "  Oct\u00a02021 "
