"""Cut a text into pieces: numbers, words, single Chinese characters and marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from emg_xlsx.schedule.folding import fold, without_look_alikes
from emg_xlsx.schedule.months import ARABIC_EAST, ARABIC_WEST, WEEKDAYS, month_names
from emg_xlsx.schedule.words import ORDINAL_ENDINGS, PLAIN, VALUED

_HAN = "\u3007\u3400-\u9fff"
_PIECE = re.compile(
    r"(?P<time>(?:(?<=\d)t|(?<![\w:]))\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:z|[+-]\d\d:\d\d)?(?!\w))"
    rf"|(?P<num>[0-9]+)|(?P<han>[{_HAN}])|(?P<word>[^\W\d_{_HAN}]+)|(?P<space>\s+)|(?P<mark>.)",
    re.DOTALL,
)
_ARABIC_AND = "و"  # written together with the word that follows
_DROPPED = frozenset("()[]{}<>\"«»“”„:*•·●▪'")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a text; ``glued`` when nothing, not even a space, stands before it."""

    kind: str
    text: str
    glued: bool


def split(text: str) -> list[Piece]:
    """Return the pieces of a text, folded; times of day, brackets and quotation marks are left out.

    A full stop stays only between two digits, an apostrophe only before a number (``'22``).
    """
    matches = list(_PIECE.finditer(fold(text)))
    pieces: list[Piece] = []
    glued = False
    for i, match in enumerate(matches):
        kind = match.lastgroup or "mark"
        found = match.group()
        following = matches[i + 1].lastgroup if i + 1 < len(matches) else None
        before_number = following == "num"
        after_number = i > 0 and matches[i - 1].lastgroup == "num"
        kept = (found == "'" and before_number) or (found == "." and before_number and after_number)
        if kind in ("space", "time") or (not kept and (found in _DROPPED or found == ".")):
            glued = False
            continue
        if kind == "word" and found not in cyrillic_words():
            found = without_look_alikes(found)
        if found[0] == _ARABIC_AND and found[1:] in arabic_months():
            pieces.append(Piece(kind, _ARABIC_AND, glued))
            found, glued = found[1:], False
        pieces.append(Piece(kind, found, glued))
        glued = True
    return pieces


@lru_cache(maxsize=1)
def arabic_months() -> frozenset[str]:
    """Return the folded first words of the Arabic names of months."""
    names = [name for table in (ARABIC_EAST, ARABIC_WEST) for name in table]
    return frozenset(fold(name).split()[0] for name in names)


@lru_cache(maxsize=1)
def cyrillic_words() -> frozenset[str]:
    """Return the folded Cyrillic words of the vocabulary: those must not be taken for look-alikes of Latin."""
    spellings = [name for names in month_names().values() for name in names]
    spellings += [*WEEKDAYS.values(), *PLAIN.values(), ORDINAL_ENDINGS]
    spellings += [text for table in VALUED.values() for text in table.values()]
    words = re.findall(r"[\u0400-\u04ff]+", fold(" ".join(spellings)))
    return frozenset(words)
