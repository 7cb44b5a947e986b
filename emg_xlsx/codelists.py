"""Codelists: the codes a cell may hold, and how what people write is matched to exactly one of them.

Codes are the same in every language; a label is the code's in whatever language it is written.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from emg_xlsx.text import clean, fold
from emg_xlsx.texts import LANGUAGES

How = Literal["exact", "synonym", "ambiguous", "none"]

_PARTS = re.compile(r"\s+[-–—]+\s+|[/;:,()\[\]|+&=\n–—]|\s(?:and|or|et|ou|y|o)\s", re.IGNORECASE)
"""What stands between a code and its label, or between two answers in one cell."""
_LONGEST = 500
"""Characters beyond which a text is no name."""
_SHORTEST_FUZZY = 5
_LONGEST_FUZZY = 60
_NEAR = 0.8


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a codelist.

    Attributes:
        code: what data hold; never translated.
        label: what a person reads.
        synonyms: other names it is understood by.
        offered: whether dropdowns show it.
        labels: its labels in all languages, in their order; none where it has but one.
    """

    code: str
    label: str
    synonyms: tuple[str, ...] = ()
    offered: bool = True
    labels: tuple[str, ...] = ()

    @property
    def display(self) -> str:
        """Code and label in one: ``BRS – Basel, Rotterdam and Stockholm Conventions``."""
        return f"{self.code} – {self.label}"


@dataclass(frozen=True, slots=True)
class Match:
    """What a text was matched to.

    Attributes:
        code: the code, only where the text names exactly one.
        how: ``exact`` a code, a label or ``CODE – label``, but for case and outer spaces; ``synonym``
            understood otherwise; ``ambiguous`` the text names several codes; ``none`` it names no known one.
        suggestion: with ``none``, the nearest code, where one is near.
        candidates: with ``ambiguous``, the codes it names.
    """

    code: str | None
    how: How
    suggestion: str | None = None
    candidates: tuple[str, ...] = ()


_NO_MATCH = Match(None, "none")


@dataclass(frozen=True, slots=True)
class Codelist:
    """An ordered list of codes, with the index that matching needs.

    Attributes:
        name: the name fields refer to.
        codes: the entries in the order they are offered.
        fuzzy: whether a near miss has a suggestion; False for acronyms, whose neighbours are strangers.
    """

    name: str
    codes: tuple[Code, ...]
    fuzzy: bool = True
    _entries: Mapping[str, Code] = field(init=False, repr=False, compare=False)
    _exact: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _folded: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        exact = ((name.casefold(), c.code) for c in self.codes for name in _exact_names(c))
        folded = ((fold(name), c.code) for c in self.codes for name in _all_names(c))
        object.__setattr__(self, "_entries", {c.code: c for c in self.codes})
        object.__setattr__(self, "_exact", _index(exact))
        object.__setattr__(self, "_folded", _index(folded))

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels a dropdown offers, in order."""
        return tuple(c.label for c in self.codes if c.offered)

    def label(self, code: str) -> str:
        """The label of a code; the code itself where the list does not know it (any more)."""
        return self._entries[code].label if code in self._entries else code

    def display(self, code: str) -> str:
        """``CODE – label``; the code itself where the list does not know it (any more)."""
        return self._entries[code].display if code in self._entries else code

    def match(self, text: str) -> Match:
        """The one code a text names: by code, label, both, or a synonym, after folding; never a guess.

        Several answers in one cell ("Completed and ongoing") are ambiguous, not the first of them.
        """
        cleaned = clean(text)
        codes = self._exact.get(cleaned.casefold())
        if codes is not None:
            return Match(codes[0], "exact") if len(codes) == 1 else Match(None, "ambiguous", None, codes)
        if len(cleaned) > _LONGEST:
            return _NO_MATCH
        codes = self._folded.get(fold(cleaned)) or self._of_parts(cleaned)
        if len(codes) == 1:
            return Match(codes[0], "synonym")
        if codes:
            return Match(None, "ambiguous", None, codes)
        near = self._nearest(cleaned) if self.fuzzy else None
        return Match(None, "none", near) if near else _NO_MATCH

    def _of_parts(self, text: str) -> tuple[str, ...]:
        """The codes the parts of a text name; none where one code is named beside something unknown."""
        parts = [key for key in map(fold, _PARTS.split(text)) if key]
        found = [self._folded.get(key, ()) for key in parts]
        codes = tuple(dict.fromkeys(code for named in found for code in named))
        return codes if len(codes) > 1 or all(found) else ()

    def _nearest(self, text: str) -> str | None:
        """The code whose name is most like the text, if it is much like it and begins with the same letter.

        Texts and names under five letters are left out, for one letter makes another acronym of them; the
        first letter must agree, for "incomplete" and "not completed" are no misspellings of "completed".
        """
        key = fold(text)
        if not _SHORTEST_FUZZY <= len(key) <= _LONGEST_FUZZY:
            return None
        alike = (n for n in self._folded if n[0] == key[0] and len(n) >= _SHORTEST_FUZZY)
        names = [name for name in alike if len(self._folded[name]) == 1]
        near = difflib.get_close_matches(key, names, n=1, cutoff=_NEAR)
        return self._folded[near[0]][0] if near else None


def _exact_names(code: Code) -> Iterator[str]:
    """Code and label; labels are those of the list's language and English ones, which every file may have."""
    yield clean(code.code)
    for label in dict.fromkeys((code.label, *code.labels[:1])):
        yield from (clean(label), clean(f"{code.code} – {label}"))


def _all_names(code: Code) -> Iterator[str]:
    yield from (*_exact_names(code), f"{code.label} ({code.code})", *code.labels, *code.synonyms)


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Each name with the codes it stands for, in the order of the list."""
    found: dict[str, dict[str, None]] = {}
    for name, code in pairs:
        if name:
            found.setdefault(name, {})[code] = None
    return {name: tuple(codes) for name, codes in found.items()}


def in_language(codes: Codelist, language: str) -> Codelist:
    """A list with the labels of a language, where its codes have them; read the same as ever."""
    place = LANGUAGES.index(language) if language in LANGUAGES else 0
    if not place:
        return codes
    said = (replace(code, label=code.labels[place] if code.labels else code.label) for code in codes.codes)
    return replace(codes, codes=tuple(said))
