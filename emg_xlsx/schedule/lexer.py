"""Turn a text into tokens: numbers, years, months, events, and words by what they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from emg_xlsx.schedule.events import Keys, find_event
from emg_xlsx.schedule.folding import fold
from emg_xlsx.schedule.months import WEEKDAYS, month_names
from emg_xlsx.schedule.pieces import Piece, split
from emg_xlsx.schedule.words import ORDINAL_ENDINGS, PLAIN, VALUED, Kind

FIRST_YEAR, LAST_YEAR = 1900, 2100
_CENTURY, _LAST_SHORT_YEAR = 2000, 69
_SHORT = 2  # digits of a day, month, quarter or short year

Value = int | str | tuple[int, ...]
Entry = tuple[tuple[str, ...], Kind, Value]


@dataclass(frozen=True, slots=True)
class Token:
    """One meaningful unit of a text; ``glued`` when no space stands before it, ``text`` is folded."""

    kind: Kind
    value: Value
    text: str
    glued: bool

    @property
    def number(self) -> int:
        """The value of a numeric token, 0 for any other."""
        return self.value if isinstance(self.value, int) else 0

    @property
    def word(self) -> str:
        """The value of a token that stands for a word, empty for any other."""
        return self.value if isinstance(self.value, str) else ""


def tokenise(text: str, keys: Keys) -> list[Token]:
    """Return the tokens of a text; whatever is not known is a token of kind ``unknown``. Linear time."""
    pieces = split(text)
    tokens: list[Token] = []
    i = 0
    while i < len(pieces):
        token, i = _token(pieces, i, keys)
        tokens.append(token)
    return tokens


def _token(pieces: Sequence[Piece], i: int, keys: Keys) -> tuple[Token, int]:
    piece = pieces[i]
    following = pieces[i + 1] if i + 1 < len(pieces) else None
    event = find_event(pieces, i, keys)
    if event:
        return Token(Kind.EVENT, event[0], piece.text, piece.glued), event[1]
    if piece.text == "~" and following and (i == 0 or (following.glued and not piece.glued)):
        return Token(Kind.EARLY_LATE, "circa", piece.text, piece.glued), i + 1
    phrase = None if _counts_up(piece, following) else _phrase(pieces, i)
    if phrase:
        (_, kind, value), after = phrase
        return Token(kind, value, piece.text, piece.glued), after
    if piece.kind == "num":
        return _number(pieces, i)
    if following and _counts_up(piece, following):
        return Token(Kind.ORDINAL, int(following.text[:3]), following.text, piece.glued), i + 2
    if piece.text == "'" and following:
        if len(following.text) == _SHORT:
            return _short_year(following, glued=piece.glued), i + 2
        return _number(pieces, i + 1)
    kind = Kind.DOT if piece.text == "." else Kind.UNKNOWN
    return Token(kind, piece.text, piece.text, piece.glued), i + 1


def _counts_up(piece: Piece, following: Piece | None) -> bool:
    """Tell whether the Chinese mark of an ordinal stands before a number."""
    return piece.text == "第" and following is not None and following.kind == "num"


def _phrase(pieces: Sequence[Piece], i: int) -> tuple[Entry, int] | None:
    """Find the longest phrase of the vocabulary at ``i``; a hyphen inside a compound does not count."""
    for entry in vocabulary().get(pieces[i].text, ()):
        j = i
        for n, word in enumerate(entry[0]):
            if n and _is_joint(pieces, j):
                j += 1
            if j >= len(pieces) or pieces[j].text != word:
                break
            j += 1
        else:
            return entry, j
    return None


def _is_joint(pieces: Sequence[Piece], j: int) -> bool:
    return j + 1 < len(pieces) and pieces[j].text == "-" and pieces[j].glued and pieces[j + 1].glued


def _number(pieces: Sequence[Piece], i: int) -> tuple[Token, int]:
    """Read a number with what belongs to it: ``7th``, ``1-й``, ``2022年``, ``10月``, ``7日``."""
    piece = pieces[i]
    number = int(piece.text) if len(piece.text) <= 9 else -1
    unit = pieces[i + 1].text if i + 1 < len(pieces) else ""
    short = len(piece.text) <= _SHORT
    if unit == "年" and len(piece.text) == _SHORT:
        return _short_year(piece, glued=piece.glued), i + 2
    if unit == "月" and short:
        return Token(Kind.MONTH, number, piece.text, piece.glued), i + 2
    if short and (after := _after_ordinal_ending(pieces, i + 1)):
        return Token(Kind.ORDINAL, number, piece.text, piece.glued), after
    is_year = len(piece.text) == 4 and FIRST_YEAR <= number <= LAST_YEAR
    return Token(Kind.YEAR if is_year else Kind.NUMBER, number, piece.text, piece.glued), i + 1


def _short_year(piece: Piece, *, glued: bool) -> Token:
    number = int(piece.text)
    if number > _LAST_SHORT_YEAR:
        return Token(Kind.UNKNOWN, piece.text, piece.text, glued)
    return Token(Kind.SHORT_YEAR, _CENTURY + number, piece.text, glued)


def _after_ordinal_ending(pieces: Sequence[Piece], j: int) -> int | None:
    """Return the place after an ending of an ordinal number; a hyphen may stand before a Russian one."""
    hyphen = j + 1 < len(pieces) and pieces[j].text == "-" and pieces[j + 1].text >= "\u0400"
    k = j + 1 if hyphen else j
    if k < len(pieces) and pieces[j].glued and pieces[k].glued and pieces[k].text in _endings():
        return k + 1
    return None


@lru_cache(maxsize=1)
def _endings() -> frozenset[str]:
    return frozenset(fold(ORDINAL_ENDINGS).split("|"))


def _contracted(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return a phrase with the forms its last "de" takes before another word (d', du, del, des)."""
    if len(words) < 2 or words[-1] != "de":
        return [words]
    return [words, *((*words[:-1], form) for form in ("d", "du", "del", "des"))]


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, tuple[Entry, ...]]:
    """Return the phrases of all languages by their first word, longest first."""
    found: dict[tuple[str, ...], Entry] = {}
    tables: list[tuple[Kind, Value, str]] = [
        *((Kind.MONTH, n, name) for n, names in month_names().items() for name in names),
        *((Kind.WEEKDAY, n, names) for n, names in WEEKDAYS.items()),
        *((kind, value, texts) for kind, table in VALUED.items() for value, texts in table.items()),
        *((kind, "", texts) for kind, texts in PLAIN.items()),
    ]
    for kind, value, texts in tables:
        for text in texts.split("|"):
            pieces = tuple(piece.text for piece in split(text))
            words = tuple(w for w in pieces if w != "-") or pieces
            for spelling in _contracted(words):
                found.setdefault(spelling, (spelling, kind, value))
    by_first: dict[str, list[Entry]] = {}
    for entry in sorted(found.values(), key=lambda e: -len(e[0])):
        by_first.setdefault(entry[0][0], []).append(entry)
    return {first: tuple(entries) for first, entries in by_first.items()}
