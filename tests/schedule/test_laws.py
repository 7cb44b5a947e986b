"""Laws that hold for every text and every interval."""

from __future__ import annotations

import ast
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import emg_xlsx.schedule
from emg_xlsx.schedule import LANGUAGES, format_schedule, parse
from emg_xlsx.schedule.lexer import vocabulary
from emg_xlsx.schedule.values import month_end
from tests.schedule.calendar_of_plan import PLAN_CALENDAR, read

LENGTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
SOUP = [" ".join(entry[0]) for entries in vocabulary().values() for entry in entries] + [
    "2021", "2022", "7", "22", "31", "99", "Q3", "1er", "'22", "-", "/", ",", ".", "(", "~", "第", "年", "月", "日",
    "COP15", "COP26", "UNEA-5.2", "٢٠٢٢", "10/2021", "03/04/2022", "xyz", "\n",
]  # fmt: skip

Interval = tuple[date | None, date | None, str]


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Draw a start, an end or both at the edges of a unit, in the years around the plan."""
    precision = draw(st.sampled_from(["day", "week", *LENGTHS]))
    day = st.dates(date(2015, 1, 1), date(2030, 12, 31))
    first, last = sorted((draw(day), draw(day)))
    if precision == "week":
        first, last = first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
    if precision in LENGTHS:
        length = LENGTHS[precision]
        first = date(first.year, (first.month - 1) // length * length + 1, 1)
        last = month_end(last.year, ((last.month - 1) // length + 1) * length)
    ends = draw(st.sampled_from(["both", "start", "end"]))
    return (first if ends != "end" else None, last if ends != "start" else None, precision)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None, max_examples=150)
@given(interval=intervals())
def test_what_is_written_reads_back(language: str, interval: Interval) -> None:
    """Every interval at every precision reads back to itself, plainly, in each language."""
    text = format_schedule(interval[0], interval[1], interval[2], language=language)
    schedule = read(text, language)
    assert (schedule.start, schedule.end, schedule.precision) == interval
    assert set(schedule.flags) <= {"outside-plan", "whole-year"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("third", [0, 1, 2])
def test_thirds_of_a_year_read_back(language: str, third: int) -> None:
    """The early, middle and late third of a year keep their dates and stay approximate."""
    days = date(2022, 1 + 4 * third, 1), month_end(2022, 4 + 4 * third)
    schedule = read(format_schedule(*days, "year", language=language), language)
    assert (schedule.start, schedule.end, schedule.precision) == (*days, "year")
    assert schedule.approximate


@settings(deadline=None, max_examples=300)
@given(text=st.text(max_size=320))
def test_no_text_raises(text: str) -> None:
    """Any text at all gives a verdict."""
    assert read(text).verdict in ("ok", "query", "ask", "blank")


@settings(deadline=None, max_examples=400)
@given(
    words=st.lists(st.sampled_from(SOUP), max_size=12),
    gaps=st.lists(st.sampled_from([" ", " ", "", "-"]), min_size=12, max_size=12),
    language=st.sampled_from([None, *LANGUAGES]),
)
def test_verdicts_hold_together(words: list[str], gaps: list[str], language: str | None) -> None:
    """Whatever the words: no dates without being taken, no range backwards, a reason for each question."""
    schedule = read("".join(word + gap for word, gap in zip(words, gaps, strict=False)), language)
    assert (schedule.verdict in ("ask", "query")) == bool(schedule.reason)
    if schedule.verdict in ("ask", "blank"):
        assert (schedule.start, schedule.end) == (None, None)
    if schedule.start and schedule.end:
        assert schedule.start <= schedule.end
    if schedule.proposal:
        proposed = read(schedule.proposal, language)
        assert set(proposed.flags) <= {"outside-plan"}
        if schedule.verdict == "query" and schedule.precision != "year":
            assert (proposed.start, proposed.end) == (schedule.start, schedule.end)


@settings(deadline=None, max_examples=100)
@given(value=st.floats(), shown=st.sampled_from([None, "General", "d-mmm", "mmm-yy", "yyyy", "dd/mm/yyyy", "h:mm"]))
def test_no_number_raises(value: float, shown: str | None) -> None:
    """Any number in any format gives a verdict."""
    schedule = parse(value, calendar=PLAN_CALENDAR, number_format=shown)
    assert schedule.verdict in ("ok", "query", "ask")


CLOCKS = {"today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime", "fromtimestamp", "ctime", "monotonic"}
"""Names of everything in the standard library that tells what time it is."""


def _names(path: Path) -> set[str]:
    """Return every name a module imports, and every attribute it uses."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    imported = [a.name for n in nodes if isinstance(n, ast.Import | ast.ImportFrom) for a in n.names]
    return {n.attr for n in nodes if isinstance(n, ast.Attribute)} | set(imported)


@pytest.mark.parametrize("path", sorted(Path(emg_xlsx.schedule.__file__).parent.glob("*.py")), ids=lambda p: p.stem)
def test_no_module_knows_a_clock(path: Path) -> None:
    """No module of the package can ask what day it is."""
    assert not _names(path) & CLOCKS


def test_a_clock_would_be_found(tmp_path: Path) -> None:
    """The check above finds a clock where there is one."""
    path = tmp_path / "module.py"
    path.write_text("from datetime import date\nprint(date.today())\n", encoding="utf-8")
    assert _names(path) & CLOCKS == {"today"}


@pytest.mark.parametrize(
    "text",
    ["March", "Q3", "7 March", "Mar 15", "now", "today", "10:00", "Monday", "next month", "this year", "Oct - March"],
)
def test_what_is_missing_is_not_taken_from_today(text: str) -> None:
    """A day, month or year that is not said stays empty."""
    assert (read(text).start, read(text).end) == (None, None)


@pytest.mark.parametrize(
    "unit",
    ["7 may ", "early ", "约", "1-", "2021/", "may 1 ", "1 quarter may ", "of ", "Q1/", "COP ", "'", "~", "n/", "ﷺ"],
)
def test_hostile_text_takes_no_long_time(unit: str) -> None:
    """Three hundred characters of anything repeated are read in a moment."""
    text = (unit * 300)[:300]
    before = time.process_time()
    read(text)
    assert time.process_time() - before < 0.5


@given(
    precision=st.sampled_from(["event", "none", "something"]),
    day=st.dates(date(2015, 1, 1), date(2030, 12, 31)),
)
def test_unknown_precisions_and_languages_are_written_too(precision: str, day: date) -> None:
    """A format is found for anything; English stands in for a language that is not known."""
    assert format_schedule(day, day, precision, language="xx") == format_schedule(day, day, precision)


def test_nothing_is_written_of_nothing() -> None:
    """Without dates there is nothing to write, nor for an interval that ends before it starts."""
    assert format_schedule(None, None, "none") == ""
    assert format_schedule(date(2022, 2, 1), date(2022, 1, 1), "day") == ""


@pytest.mark.parametrize(
    ("start", "end", "precision", "language", "text"),
    [
        (date(2021, 10, 1), date(2022, 6, 30), "month", "en", "October 2021–June 2022"),
        (date(2022, 1, 1), date(2022, 9, 30), "month", "en", "January–September 2022"),
        (date(2021, 10, 1), date(2022, 6, 30), "quarter", "en", "Q4 2021–Q2 2022"),
        (date(2021, 9, 1), date(2022, 6, 30), "quarter", "en", "September 2021–Q2 2022"),
        (date(2022, 2, 28), date(2022, 3, 2), "event", "en", "28 February–2 March 2022"),
        (date(2022, 3, 1), date(2022, 3, 7), "week", "en", "1–7 March 2022"),
        (None, date(2022, 6, 30), "month", "en", "by June 2022"),
        (date(2021, 10, 1), None, "month", "en", "from October 2021"),
        (date(2021, 10, 7), date(2022, 6, 15), "month", "en", "October 2021–June 2022"),
        (date(2022, 2, 1), date(2022, 2, 1), "day", "fr", "1er février 2022"),
        (date(2021, 10, 1), None, "month", "fr", "à partir d’octobre 2021"),
        (date(2021, 10, 1), date(2022, 6, 30), "month", "es", "octubre de 2021–junio de 2022"),
        (None, date(2022, 6, 30), "month", "ru", "не позднее июня 2022 г."),
        (date(2021, 10, 1), date(2022, 6, 30), "month", "zh", "2021年10月至2022年6月"),
        (date(2021, 10, 1), date(2021, 10, 31), "month", "ar", "تشرين الأول/أكتوبر 2021"),
    ],
)
def test_how_schedules_are_written(
    start: date | None, end: date | None, precision: str, language: str, text: str
) -> None:
    """From the precision, never a day where a month is known, and without repeating the year."""
    assert format_schedule(start, end, precision, language=language) == text


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@given(
    st.sampled_from(MONTHS), st.integers(1, 31), st.sampled_from(MONTHS), st.integers(21, 31), st.sampled_from("-–—")
)
def test_spaces_around_a_dash_change_nothing(first: str, a: int, last: str, b: int, dash: str) -> None:
    """Two months with short numbers are one range, with and without spaces around the dash."""
    tight, wide = read(f"{first} {a}{dash}{last} {b}"), read(f"{first} {a} {dash} {last} {b}")
    assert (tight.start, tight.end, tight.reason) == (wide.start, wide.end, wide.reason)
