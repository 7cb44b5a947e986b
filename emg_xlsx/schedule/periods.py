"""Recognise one period in the tokens: a day, week, month, quarter, half-year, part of a year, year or event.

Each reader takes the tokens and a place and gives the period found there with the place after it, or None.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from emg_xlsx.schedule.lexer import Token
from emg_xlsx.schedule.numeric import read_numeric
from emg_xlsx.schedule.spans import Span
from emg_xlsx.schedule.values import CalendarEvent
from emg_xlsx.schedule.words import CODE_UNITS, LIMITS, Kind

Tokens = Sequence[Token]
Found = tuple[Span, int] | None

_LAST_WEEK = 5
_SKIPPED = (Kind.OF, Kind.FILLER, Kind.YEAR_WORD)
_COUNTS = (Kind.ORDINAL, Kind.ROMAN, Kind.NUMBER)
_FROM_WORDS = ("من",)  # "of" between the words of a period, "from" before one


def read_period(tokens: Tokens, i: int, events: Sequence[CalendarEvent]) -> Found:
    """Read the period at place ``i``, with a qualifier before it ("early") or after it ("底")."""
    if i >= len(tokens):
        return None
    if tokens[i].kind is Kind.EVENT:
        return _event(tokens[i], events), i + 1
    if tokens[i].kind is Kind.EARLY_LATE:
        return _qualified(tokens, i, events)
    found = _year_first(tokens, i) or _read_plain(tokens, i) or _bare(tokens, i)
    return _with_trailer(tokens, *found) if found else None


def _read_plain(tokens: Tokens, i: int) -> Found:
    """Read a period that does not begin with its year."""
    if i >= len(tokens):
        return None
    return read_numeric(tokens, i) or _code(tokens, i) or _unit(tokens, i) or _day_month(tokens, i) or _month(tokens, i)


def _with_trailer(tokens: Tokens, span: Span, j: int) -> tuple[Span, int]:
    if j < len(tokens) and tokens[j].kind is Kind.EARLY_LATE_AFTER:
        span, j = replace(span, qualifier=tokens[j].word), j + 1
    if j < len(tokens) and tokens[j].kind is Kind.WEEK_AFTER and span.unit == "day":
        span, j = replace(span, unit="week"), j + 1
    return span, j


def _qualified(tokens: Tokens, i: int, events: Sequence[CalendarEvent]) -> tuple[Span, int]:
    """Read a period after its qualifier; of several ("around mid-2022") the last one counts."""
    j = i
    while j < len(tokens) and tokens[j].kind is Kind.EARLY_LATE:
        qualifier = tokens[j].word
        j = _skip(tokens, j + 1)
        if j < len(tokens) and tokens[j].text == "-" and tokens[j].glued:
            j = _skip(tokens, j + 1)
    found = read_period(tokens, j, events)
    if found is None or found[0].unit == "bare":
        return Span("bare", qualifier=qualifier), j
    return replace(found[0], qualifier=qualifier), found[1]


def _event(token: Token, events: Sequence[CalendarEvent]) -> Span:
    named = [events[n] for n in token.value] if isinstance(token.value, tuple) else []
    if len(named) != 1:
        return Span("event", problem="homonym")
    spans = named[0].spans
    if len(spans) != 1:
        return Span("event", problem="event-in-parts" if spans else "event-without-date")
    return Span("event", fixed=spans[0], flags=("event",))


def _skip(tokens: Tokens, j: int) -> int:
    while j < len(tokens) and (tokens[j].kind in _SKIPPED or tokens[j].text in _FROM_WORDS):
        j += 1
    return j


def _year(tokens: Tokens, j: int, *, digits: int = 4) -> tuple[int, int] | None:
    """Read the year that ends a period, after "of", a comma, or a dash or slash glued to it."""
    j = _skip(tokens, j)
    if j < len(tokens) and tokens[j].kind is Kind.COMMA:
        j = _skip(tokens, j + 1)
    elif j < len(tokens) and (tokens[j].text == "-" or tokens[j].text == "/"):
        j = j + 1
    if j >= len(tokens):
        return None
    token = tokens[j]
    short = token.kind is Kind.NUMBER and len(token.text) == digits == 2 and tokens[j - 1].kind is not Kind.COMMA
    if token.kind in (Kind.YEAR, Kind.SHORT_YEAR) or short:
        if short and (_begins_period(tokens, j) or token.number > 69):
            return None
        after = j + 1
        while after < len(tokens) and tokens[after].kind is Kind.YEAR_WORD:
            after += 1
        return 2000 + token.number if short else token.number, after
    return None


def _begins_period(tokens: Tokens, j: int) -> bool:
    """Tell whether the number at ``j`` belongs to what follows ("22 April") rather than to what went before."""
    if _month_after_day(tokens, j) is not None or read_numeric(tokens, j):
        return True
    k = _skip(tokens, j + 1)
    return k < len(tokens) and (tokens[k].kind is Kind.UNIT or (tokens[k].kind is Kind.CODE and tokens[k].glued))


def _with_year(tokens: Tokens, span: Span, j: int, *, digits: int = 4) -> tuple[Span, int]:
    found = _year(tokens, j, digits=digits)
    return (replace(span, year=found[0]), found[1]) if found else (span, j)


def _year_first(tokens: Tokens, i: int) -> Found:
    """Read a year, alone or before its part: ``2022 Q3``, ``2022-Q3``, ``2021年10月``, ``2022, March``."""
    if tokens[i].kind not in (Kind.YEAR, Kind.SHORT_YEAR):
        return None
    numeric = read_numeric(tokens, i)
    if numeric:
        return numeric
    j = _skip(tokens, i + 1)
    k = j
    if k < len(tokens) and (tokens[k].kind is Kind.COMMA or _is_glued_sign(tokens, k)):
        k += 1
    part = _read_plain(_without_own_year(tokens, k), k) or (_bare(tokens, k) if k == j < len(tokens) else None)
    if part and part[0].year is None and not part[0].problem:
        span = replace(part[0], year=tokens[i].number, year_first=True)
        return replace(span, other=None), part[1]
    return Span("year", year=tokens[i].number), j


def _without_own_year(tokens: Tokens, k: int) -> Tokens:
    """Cut the tokens before a dash and a year: after "2021 Q3" they begin the next period ("-2022 Q1")."""
    part = _read_plain(tokens, k)
    for j in range(k, part[1] - 1 if part else k):
        if tokens[j].text in "-/" and tokens[j + 1].kind in (Kind.YEAR, Kind.SHORT_YEAR):
            return tokens[:j]
    return tokens


def _is_glued_sign(tokens: Tokens, j: int) -> bool:
    """Tell whether a hyphen or slash with no space around it stands at ``j``."""
    return j + 1 < len(tokens) and tokens[j].text in "-/" and tokens[j].glued and tokens[j + 1].glued


def _code(tokens: Tokens, i: int) -> Found:
    """Read ``Q3 2022``, ``Q3/2022``, ``Q3-22``, ``3Q22``, ``T1``, ``1T22``, ``H1``, ``S2``, ``W10``."""
    if i + 1 >= len(tokens):
        return None
    first, second = tokens[i], tokens[i + 1]
    if first.kind is Kind.CODE and second.kind is Kind.NUMBER and len(second.text) <= 2:
        letter, number = first, second
    elif first.kind is Kind.NUMBER and second.kind is Kind.CODE and second.glued and len(first.text) == 1:
        letter, number = second, first
    else:
        return None
    unit = CODE_UNITS[letter.word]
    problem = "" if 1 <= number.number <= LIMITS[unit] else "impossible-period"
    flags = ("notation",) if letter.word in "ts" else ()
    span = Span(unit, number=number.number, problem=problem, flags=flags)
    return _with_year(tokens, span, i + 2, digits=4 if unit == "week" else 2)


def _unit(tokens: Tokens, i: int) -> Found:
    """Read ``third quarter of 2022``, ``quarter 3``, ``I кв.``, ``上半年``, ``week of 7 March 2022``."""
    if tokens[i].kind is Kind.HALF:
        return _with_year(tokens, Span("half-year", number=tokens[i].number), i + 1)
    if tokens[i].kind is Kind.UNIT:
        return _unit_then_number(tokens, i)
    j = _skip(tokens, i + 1)
    if tokens[i].kind not in _COUNTS or j >= len(tokens) or tokens[j].kind is not Kind.UNIT:
        return None
    if tokens[j].word == "week" and tokens[i].kind is Kind.NUMBER:
        return None  # "2 weeks" is a duration
    return _counted(tokens, tokens[j].word, tokens[i].number, j + 1)


def _unit_then_number(tokens: Tokens, i: int) -> Found:
    unit = tokens[i].word
    j = _skip(tokens, i + 1)
    if unit == "week":
        day = _read_day(tokens, j)
        if day:
            return replace(day[0], unit="week", other=None), day[1]
    if unit == "month" and j < len(tokens) and tokens[j].kind is Kind.MONTH:
        return _month(tokens, j)
    if unit in LIMITS and j < len(tokens) and tokens[j].kind in _COUNTS:
        return _counted(tokens, unit, tokens[j].number, j + 1)
    return None


def _read_day(tokens: Tokens, j: int) -> Found:
    if j >= len(tokens):
        return None
    found = read_numeric(tokens, j) or _day_month(tokens, j) or _month(tokens, j)
    return found if found and found[0].unit == "day" else None


def _counted(tokens: Tokens, unit: str, number: int, j: int) -> Found:
    """Finish the n-th unit: of a year, or a week or half of a month, which is only roughly told."""
    if unit not in LIMITS:
        return None
    month = _month(tokens, _skip(tokens, j))
    if unit != "quarter" and month and month[0].unit == "month":
        rough = replace(month[0], qualifier="circa", other=None)
        if unit == "half-year":
            return rough, month[1]
        week = _LAST_WEEK if number == -1 else number
        problem = "" if 1 <= week <= _LAST_WEEK else "impossible-period"
        return replace(rough, unit="week", day=-week, problem=problem), month[1]
    number = LIMITS[unit] if number == -1 and unit != "week" else number
    problem = "" if 1 <= number <= LIMITS[unit] else "impossible-period"
    return _with_year(tokens, Span(unit, number=number, problem=problem), j, digits=4 if unit == "week" else 2)


def _day_month(tokens: Tokens, i: int) -> Found:
    """Read ``7 March 2022``, ``7th of March``, ``7 de marzo de 2022``, ``21-Oct-21``."""
    j = _month_after_day(tokens, i)
    if j is None:
        return None
    month, after = _same_month_twice(tokens, j)
    span = Span("day", number=month, day=tokens[i].number)
    return _with_year(tokens, span, after, digits=2)


def _month_after_day(tokens: Tokens, i: int) -> int | None:
    """Return the place of the month that the number at ``i`` is a day of, if it is."""
    token = tokens[i]
    if not _is_small(token) or token.kind is Kind.ROMAN or token.number < 0:
        return None
    j = _skip(tokens, i + 1)
    if _is_glued_sign(tokens, j):
        j += 1
    return j if j < len(tokens) and tokens[j].kind is Kind.MONTH and not tokens[j].text.isdigit() else None


def _is_small(token: Token) -> bool:
    """Tell whether a token counts something: an ordinal, or a number of one or two digits."""
    return token.kind in _COUNTS and (token.kind is not Kind.NUMBER or len(token.text) <= 2)


def _same_month_twice(tokens: Tokens, j: int) -> tuple[int, int]:
    """Read the month at ``j``; two names of one month with a slash are one month (Arabic double names)."""
    month = tokens[j].number
    twice = j + 2 < len(tokens) and tokens[j + 1].text == "/" and tokens[j + 2].kind is Kind.MONTH
    return month, j + 3 if twice and tokens[j + 2].number == month else j + 1


def _month(tokens: Tokens, i: int) -> Found:
    """Read ``October 2021``, ``Feb '22``, ``October 7, 2021``, ``10月7日``, and ``Oct-21`` with both readings."""
    if i >= len(tokens) or tokens[i].kind is not Kind.MONTH:
        return None
    number, j = _same_month_twice(tokens, i)
    numbered = tokens[i].text.isdigit()
    month = Span("month", number=number, numbered=numbered)
    with_year = _with_year(tokens, month, j)
    if with_year[0].year is not None:
        return with_year
    k = j + 1 if j < len(tokens) and tokens[j].text in "-/" else j
    if k >= len(tokens) or tokens[k].kind not in (Kind.NUMBER, Kind.ORDINAL):
        return month, j
    return _month_then_number(tokens, month, k) or (month, j)


def _month_then_number(tokens: Tokens, month: Span, k: int) -> Found:
    """Read the number after a month: a day when a year, an ordinal or a second day tells so, else ambiguous."""
    token = tokens[k]
    day = Span("day", number=month.number, day=token.number)
    with_year = _with_year(tokens, day, k + 1)
    if with_year[0].year is not None and _month_after_day(tokens, k) is None:
        return with_year
    if (_begins_period(tokens, k) and not _ends_month(tokens, k)) or len(token.text) > 2:
        return None
    if token.kind is Kind.ORDINAL or len(token.text) == 1 or _day_range_follows(tokens, k + 1):
        return day, k + 1
    if token.number > 69:
        return None
    reading = replace(month, year=2000 + token.number)
    if token.number == 0 or token.number > 31:
        return reading, k + 1
    return replace(reading, flags=("two-readings",), other=day), k + 1


def _ends_month(tokens: Tokens, k: int) -> bool:
    """Tell whether the number at ``k`` belongs to the month before it, though a dash ties it to the next one.

    "Nov 21-Mar 22" and "Nov-21-Mar-22" are ranges of two months, written without spaces.
    """
    tied = tokens[k - 1].kind is Kind.MONTH or (tokens[k].glued and _is_glued_sign(tokens, k - 1))
    return tied and _is_glued_sign(tokens, k + 1) and read_numeric(tokens, k) is None


def _day_range_follows(tokens: Tokens, j: int) -> bool:
    joined = j < len(tokens) and tokens[j].kind in (Kind.RANGE, Kind.WEAK_RANGE, Kind.AND, Kind.OR, Kind.COMMA)
    if not joined or j + 1 >= len(tokens) or tokens[j + 1].kind not in (Kind.NUMBER, Kind.ORDINAL):
        return False
    return len(tokens[j + 1].text) <= 2 and _year(tokens, j + 2) is not None and _month_after_day(tokens, j + 1) is None


def _bare(tokens: Tokens, i: int) -> Found:
    """Read a number that another period of the text explains: the 7 of "7-8 March", the I of "I-III кв."."""
    if not _is_small(tokens[i]):
        return None
    return _with_year(tokens, Span("bare", number=tokens[i].number), i + 1)
