"""Read dates written in figures: ``2021-10-07``, ``15/02/2022``, ``22.02.2022``, ``10/2021``, ``2021-10``."""

from __future__ import annotations

from collections.abc import Sequence

from emg_xlsx.schedule.lexer import Token
from emg_xlsx.schedule.spans import Span
from emg_xlsx.schedule.words import Kind

_FIGURES = (Kind.NUMBER, Kind.YEAR)
_SEPARATORS = ("-", "/", ".")
_MONTHS = 12


def read_numeric(tokens: Sequence[Token], i: int) -> tuple[Span, int] | None:
    """Read two or three figures glued together by one kind of separator, beginning at place ``i``.

    The year comes first or last and has four digits; dots put the day first; with slashes or hyphens a day
    that could be a month is not guessed.
    """
    run = _run(tokens, i)
    if len(run) >= 3:
        span = _three(run[0], run[1], run[2], tokens[i + 1].text)
        if span:
            return span, i + 5
    if len(run) >= 2:
        span = _two(run[0], run[1], tokens[i + 1].text)
        if span and not _continues(tokens, i + 3):
            return span, i + 3
    return None


def _run(tokens: Sequence[Token], i: int) -> list[Token]:
    """Return up to three figures joined by one separator, nothing between them."""
    run: list[Token] = []
    separator = ""
    while i < len(tokens) and tokens[i].kind in _FIGURES and (not run or tokens[i].glued):
        run.append(tokens[i])
        joint = tokens[i + 1] if i + 1 < len(tokens) else None
        if joint is None or len(run) == 3 or not joint.glued or joint.text not in _SEPARATORS:
            break
        if separator and joint.text != separator:
            break
        separator = joint.text
        i += 2
    return run


def _continues(tokens: Sequence[Token], j: int) -> bool:
    """Tell whether something is glued to the figures that gives them another meaning (``2022-1季度``)."""
    return j < len(tokens) and tokens[j].glued and tokens[j].kind in (Kind.UNIT, Kind.CODE)


def _three(first: Token, second: Token, third: Token, separator: str) -> Span | None:
    short = len(second.text) <= 2
    if first.kind is Kind.YEAR and short and len(third.text) <= 2:
        return Span("day", year=first.number, number=second.number, day=third.number, year_first=True)
    if len(first.text) > 2 or not short:
        return None
    if third.kind is not Kind.YEAR:
        # The place of a year of two digits is a guess.
        return Span("day", problem="two-readings") if len(third.text) == 2 else None
    return _day_and_month(first.number, second.number, third.number, day_first=separator == ".")


def _day_and_month(first: int, second: int, year: int, *, day_first: bool) -> Span:
    if not day_first and first <= _MONTHS and second <= _MONTHS and first != second:
        return Span("day", problem="ambiguous-day-month")
    if not day_first and second > _MONTHS:
        first, second = second, first
    return Span("day", year=year, number=second, day=first)


def _two(first: Token, second: Token, separator: str) -> Span | None:
    if first.kind is Kind.YEAR and len(second.text) <= 2:
        if 1 <= second.number <= _MONTHS:
            return Span("month", year=first.number, number=second.number, year_first=True)
        # 2021/22: a biennium, a school year, or the turn of the year.
        return Span("none", problem="two-readings")
    if second.kind is Kind.YEAR and len(first.text) <= 2:
        return Span("month", year=second.number, number=first.number)
    if separator == "." and len(first.text) <= 2 and len(second.text) <= 2:
        return Span("day", number=second.number, day=first.number)
    return None
