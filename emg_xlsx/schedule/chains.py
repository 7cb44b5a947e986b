"""Arrange the periods of a text as written: what joins them, what stands before them, what is not understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from emg_xlsx.schedule.lexer import Token
from emg_xlsx.schedule.periods import read_period
from emg_xlsx.schedule.spans import Span
from emg_xlsx.schedule.values import CalendarEvent
from emg_xlsx.schedule.words import Kind

REMARKS = (
    Kind.STATUS, Kind.NOT_SET, Kind.NOTHING, Kind.RECURRENCE, Kind.CONDITION, Kind.VAGUE, Kind.TENTATIVE,
    Kind.WEEKDAY,
)  # fmt: skip
"""Words beside a date that are no part of it."""

_PREFIXES = (Kind.DEADLINE, Kind.FROM, Kind.AFTER, Kind.BETWEEN, Kind.MARGINS)
_IGNORED = (Kind.OF, Kind.FILLER, Kind.YEAR_WORD)
_JOINTS = {
    Kind.RANGE: "range", Kind.WEAK_RANGE: "range", Kind.TILDE: "range", Kind.OR: "or",
    Kind.AND: "and", Kind.LIST: "list", Kind.COMMA: "list",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """One period with the joint before it (range, slash, or, and, list, none) and the word that opens it."""

    span: Span
    joint: str = "none"
    prefix: str = ""


@dataclass(slots=True)
class Chain:
    """All periods of a text in order, the joint after the last one, and the words that are not understood.

    ``trailing`` is ``deadline`` where a deadline word after a period waits for the end of a range.
    """

    links: list[Link] = field(default_factory=list)
    trailing: str = ""
    prefix: str = ""
    stray_dash: bool = False
    relative: bool = False
    season: bool = False
    fiscal: bool = False
    duration: bool = False
    unknown: list[str] = field(default_factory=list)


def read_chain(tokens: Sequence[Token], events: Sequence[CalendarEvent]) -> Chain:
    """Read the tokens left when remarks are taken away."""
    chain = Chain()
    i = 0
    while i < len(tokens):
        found = read_period(tokens, i, events)
        if found:
            _add(chain, found[0])
            i = found[1]
        else:
            _read_other(chain, tokens[i])
            i += 1
    return chain


def _add(chain: Chain, span: Span) -> None:
    joint = "range" if chain.trailing == "deadline" else chain.trailing
    chain.links.append(Link(span, joint or "none", chain.prefix))
    chain.trailing = chain.prefix = ""


def _read_other(chain: Chain, token: Token) -> None:
    kind = token.kind
    if kind in _IGNORED:
        return
    if kind in _PREFIXES:
        _open(chain, token)
    elif kind in (Kind.DEADLINE_AFTER, Kind.FROM_AFTER) and chain.links and chain.trailing in ("", "list"):
        last = chain.links[-1]
        chain.links[-1] = replace(last, prefix=last.prefix if last.joint == "range" else token.word)
    elif kind is Kind.DEADLINE_AFTER:
        _open(chain, token)
    elif kind in _JOINTS:
        _join(chain, token)
    elif kind is Kind.SEASON:
        chain.season = True
    elif kind is Kind.FISCAL:
        chain.fiscal = True
    elif kind is Kind.RELATIVE:
        chain.relative = True
    elif kind is Kind.UNIT:
        chain.duration = True
    else:
        chain.unknown.append(token.text)


def _open(chain: Chain, token: Token) -> None:
    """Note a word that opens a period; after a period a deadline is the end of a range."""
    word = token.word or token.kind.value
    if word == "by" and chain.links and _can_end(chain):
        chain.trailing = "deadline"
    elif chain.prefix != "by" or word == "by":
        chain.prefix = word


def _can_end(chain: Chain) -> bool:
    """Tell whether a deadline may end what was read last: "from October 2021, by June 2022"."""
    last = chain.links[-1]
    begins = ("from",) if chain.trailing == "list" else ("", "from")
    return chain.trailing in ("", "list") and last.prefix in begins and last.joint == "none" and not last.span.fixed


def _join(chain: Chain, token: Token) -> None:
    joint = "slash" if token.text == "/" else _JOINTS[token.kind]
    if chain.links:
        if joint == "and" and any(link.prefix == "between" for link in chain.links):
            joint = "range"
        if joint == "range" or chain.trailing in ("", "list"):
            chain.trailing = joint
    elif token.text == "-":
        chain.stray_dash = True
    elif token.kind is Kind.RANGE:
        chain.prefix = chain.prefix or "by"
    elif token.kind is Kind.OR:
        chain.unknown.append(token.text)
