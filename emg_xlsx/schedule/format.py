"""Write a schedule in words, from its precision: never a day where only a month is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from emg_xlsx.schedule.months import ARABIC, ENGLISH, FRENCH, RUSSIAN, RUSSIAN_GENITIVE, SPANISH
from emg_xlsx.schedule.values import is_month_end

_LENGTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_THIRD = 4  # months in a third of a year
_DASH = "–"


@dataclass(frozen=True, slots=True)
class _Language:
    """Patterns of one language; ``{y}`` year, ``{m}`` month name, ``{d}`` day, ``{n}`` number, ``{p}`` period.

    ``by`` and ``since`` have three patterns each: before a month or longer period, a day, a week.
    """

    months: tuple[str, ...]
    day: str
    month: str
    quarter: str
    halves: tuple[str, str]
    year: str
    thirds: tuple[str, str, str]
    week: str
    by: tuple[str, str, str]
    since: tuple[str, str, str]
    dash: str = _DASH
    numerals: tuple[str, ...] = ("1", "2", "3", "4")
    months_of_days: tuple[str, ...] = ()
    first_of_month: str = ""
    shortens: bool = True


_LANGUAGES = {
    "en": _Language(
        ENGLISH, "{d} {m} {y}", "{m} {y}", "Q{n} {y}", ("H1 {y}", "H2 {y}"), "{y}",
        ("early {y}", "mid-{y}", "late {y}"), "week of {p}",
        ("by {p}", "by {p}", "by the {p}"), ("from {p}", "from {p}", "from the {p}"),
    ),
    "fr": _Language(
        FRENCH, "{d} {m} {y}", "{m} {y}", "T{n} {y}", ("S1 {y}", "S2 {y}"), "{y}",
        ("début {y}", "mi-{y}", "dernier tiers de {y}"), "semaine du {p}",
        ("d’ici {p}", "d’ici le {p}", "d’ici la {p}"),
        ("à partir de {p}", "à partir du {p}", "à partir de la {p}"),
        first_of_month="1er",
    ),
    "es": _Language(
        SPANISH, "{d} de {m} de {y}", "{m} de {y}", "T{n} {y}", ("S1 {y}", "S2 {y}"), "{y}",
        ("principios de {y}", "mediados de {y}", "último tercio de {y}"), "semana del {p}",
        ("a más tardar en {p}", "a más tardar el {p}", "a más tardar la {p}"),
        ("desde {p}", "desde el {p}", "desde la {p}"),
    ),
    "ru": _Language(
        RUSSIAN, "{d} {m} {y} г.", "{m} {y} г.", "{n} кв. {y} г.",
        ("1-е полугодие {y} г.", "2-е полугодие {y} г."), "{y} г.",
        ("начало {y} г.", "середина {y} г.", "последняя треть {y} г."), "неделя {p}",
        ("не позднее {p}",) * 3, ("с {p}",) * 3, numerals=("I", "II", "III", "IV"), months_of_days=RUSSIAN_GENITIVE,
    ),
    "zh": _Language(
        tuple(map(str, range(1, 13))), "{y}年{m}月{d}日", "{y}年{m}月", "{y}年第{n}季度",
        ("{y}年上半年", "{y}年下半年"), "{y}年", ("{y}年初", "{y}年中", "{y}年后三分之一"), "{p}当周",
        ("不晚于{p}",) * 3, ("从{p}起",) * 3, dash="至", numerals=("一", "二", "三", "四"), shortens=False,
    ),
    "ar": _Language(
        ARABIC, "{d} {m} {y}", "{m} {y}", "الربع {n} من عام {y}",
        ("النصف الأول من عام {y}", "النصف الثاني من عام {y}"), "{y}",
        ("أوائل {y}", "منتصف {y}", "الثلث الأخير من {y}"), "أسبوع {p}",
        ("بحلول {p}",) * 3, ("من {p}",) * 3, dash=" إلى ",
        numerals=("الأول", "الثاني", "الثالث", "الرابع"),
    ),
}  # fmt: skip
_GENITIVES = (
    ("неделя", "недели"), ("1-е полугодие", "1-го полугодия"), ("2-е полугодие", "2-го полугодия"),
    *((f"{name} ", f"{genitive} ") for name, genitive in zip(RUSSIAN, RUSSIAN_GENITIVE, strict=True)),
)  # fmt: skip
_BEFORE_VOWEL = re.compile(r"à partir de (?=[ao])")
_BEFORE_CODE = re.compile(r"à partir de (?=[ST]\d)")
LANGUAGES = tuple(_LANGUAGES)
"""Codes of the languages schedules are written in."""


@lru_cache(maxsize=4096)
def format_schedule(start: date | None, end: date | None, precision: str, *, language: str = "en") -> str:
    """Return a schedule in words: "October 2021–June 2022", "Q4 2021–Q2 2022", "by June 2022".

    Each end is written in the unit of ``precision`` where the date is an edge of such a unit, else in months
    (a mixed interval), so that nothing is said that the dates do not say; days only at the precisions ``day``
    and ``event``. The text reads back as the same dates. An unknown language is written in English; two
    missing dates, or an interval that ends before it starts, give an empty text.
    """
    words = _LANGUAGES.get(language, _LANGUAGES["en"])
    if precision == "week" and not _are_weeks(start, end):
        precision = "day"
    if start and end:
        return _interval(start, end, precision, words) if start <= end else ""
    if start:
        return _opened(words.since, _edge(start, precision, words, first=True), precision)
    if end:
        return _opened(words.by, _edge(end, precision, words, first=False), precision)
    return ""


def _opened(patterns: tuple[str, str, str], period: str, precision: str) -> str:
    """Put a period into the pattern it needs, with French elision and the Russian genitive."""
    form = {"day": 1, "event": 1, "week": 2}.get(precision, 0)
    if form != 1:
        for nominative, genitive in _GENITIVES:
            period = period.replace(nominative, genitive)
    text = patterns[form].format(p=period)
    return _BEFORE_VOWEL.sub("à partir d’", _BEFORE_CODE.sub("à partir du ", text))


def _are_weeks(start: date | None, end: date | None) -> bool:
    """Tell whether an interval runs from a Monday to a Sunday; the week of a month ("first week") does not."""
    return (start is None or start.isoweekday() == 1) and (end is None or end.isoweekday() == 7)


def _interval(start: date, end: date, precision: str, words: _Language) -> str:
    whole = _one_period(start, end, precision, words)
    if whole:
        return whole
    first = _edge(start, precision, words, first=True)
    last = _edge(end, precision, words, first=False)
    if first == last:
        return first
    if words.shortens and start.year == end.year:
        first = _without_year(start, end, precision, words) or first
    return f"{first}{words.dash}{last}"


def _one_period(start: date, end: date, precision: str, words: _Language) -> str:
    """Return the text of an interval that is one period, a third of a year among them."""
    if precision == "year" and start.year == end.year and start.month % _THIRD == 1:
        third = start.month // _THIRD
        if start.day == 1 and is_month_end(end) and end.month == (third + 1) * _THIRD:
            return words.thirds[third].format(y=start.year)
    return ""


def _without_year(start: date, end: date, precision: str, words: _Language) -> str:
    """Return the start without the year it shares with the end: "7", "28 February", "January"."""
    days = precision in ("day", "event")
    if days and start.month == end.month:
        return words.first_of_month if start.day == 1 and words.first_of_month else str(start.day)
    if precision == "week":
        return ""
    unit = "day" if days else _unit(start, precision, first=True)
    if unit == "year" or (not days and _unit(end, precision, first=False) != unit):
        return ""
    pattern = _pattern(start, unit, words)
    # Where the year stands first, or "of the year" is said, the year stays.
    short = pattern.split(" {y}")[0].removesuffix(" de")
    return "" if "عام" in short else _text(start, short, words, days=days)


def _unit(day: date, precision: str, *, first: bool) -> str:
    """Return the precision if the day is an edge of such a unit, else ``month``."""
    length = _LENGTHS.get(precision, 1)
    at_edge = day.month % length == (1 % length if first else 0)
    on_day = day.day == 1 if first else is_month_end(day)
    return precision if at_edge and on_day and precision in _LENGTHS else "month"


def _edge(day: date, precision: str, words: _Language, *, first: bool) -> str:
    if precision in ("day", "event"):
        return _text(day, words.day, words, days=True)
    if precision == "week":
        monday = day.fromordinal(day.toordinal() - day.weekday())
        return words.week.format(p=_text(monday, words.day, words, days=True))
    unit = _unit(day, precision, first=first)
    return _text(day, _pattern(day, unit, words), words, days=False)


def _pattern(day: date, unit: str, words: _Language) -> str:
    if unit == "half-year":
        return words.halves[(day.month - 1) // 6]
    return {"day": words.day, "quarter": words.quarter, "year": words.year}.get(unit, words.month)


def _text(day: date, pattern: str, words: _Language, *, days: bool) -> str:
    months = words.months_of_days if days and words.months_of_days else words.months
    number = words.first_of_month if day.day == 1 and words.first_of_month else str(day.day)
    quarter = words.numerals[(day.month - 1) // 3]
    return pattern.format(y=day.year, m=months[day.month - 1], d=number, n=quarter)
