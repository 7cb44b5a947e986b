"""The catalogue of every text a person reads: one file per language, and one for what only the secretariat reads."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any

from emg_xlsx.text import fold

LANGUAGES = ("en", "fr", "es")
"""Languages with a catalogue; English is the one every other is checked against."""

SECRETARIAT = "secretariat"
"""The catalogue of what only the secretariat reads, which is in English."""


@cache
def catalogue(language: str = "en") -> Mapping[str, Any]:
    """The whole catalogue of a language as nested tables; an unknown language is read as English."""
    return _joined(words_of(SECRETARIAT), words_of(language if language in LANGUAGES else "en"))


@cache
def words_of(name: str) -> dict[str, Any]:
    """One file of the catalogue as nested tables, by its name without an ending."""
    return tomllib.loads((resources.files("emg_xlsx") / "data" / "texts" / f"{name}.toml").read_text(encoding="utf-8"))


def _joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Two catalogues in one; they share tables, never a text."""
    both = {key: _joined(one[key], other[key]) for key in one.keys() & other.keys()}
    return {**one, **other, **both}


@cache
def template(key: str, language: str = "en") -> str:
    """The text of a dotted key, with its ``{placeholders}``.

    Raises:
        KeyError: the catalogue has no such text (a mistake of ours, found by a test).
    """
    place: Any = catalogue(language)
    for part in key.split("."):
        place = place[part]
    return str(place)


@cache
def placeholders(key: str) -> frozenset[str]:
    """The names of the facts a text has room for."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template(key)) if name)


def text(key: str, language: str = "en", /, **facts: object) -> str:
    """The text of a dotted key with its placeholders filled; facts are never read as placeholders themselves."""
    if not facts:
        return template(key, language)
    said = {name: _said(name, fact, language) for name, fact in facts.items()}
    return template(key, language).format_map(_Facts(said))


def _said(name: str, fact: object, language: str) -> object:
    """A fact in a language: phrases and labels are ours, anything else may be what a person wrote."""
    if isinstance(fact, Phrase):
        return fact.said(language)
    return reworded(fact, language) if name == "label" and isinstance(fact, str) else fact


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of ours inside a message, which are said in the language of the message.

    Attributes:
        key: their key in the catalogue.
        facts: what their placeholders stand for.
    """

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def said(self, language: str = "en") -> str:
        """The words in a language."""
        return text(self.key, language, **self.facts)

    def __str__(self) -> str:
        return self.said()


def reworded(words: str | None, language: str) -> str | None:
    """A title or label of ours, given in English, in a language; other words, such as a plan's own, as they are."""
    key = _labels().get(words or "") if language != LANGUAGES[0] else None
    if key is None or words is None:
        return words
    title = template(key, language)
    return title if " (" in words else title.split(" (")[0]


def is_known(key: str) -> bool:
    """Whether the catalogue has a text of this dotted key."""
    place: Any = catalogue()
    for part in key.split("."):
        place = place.get(part) if isinstance(place, dict) else None
    return isinstance(place, str)


@cache
def _labels() -> Mapping[str, str]:
    """English titles and labels, and titles without their brackets, to their keys."""
    english = words_of(LANGUAGES[0])
    found: dict[str, str] = {}
    for name, title in _leaves({"field": english["field"], "code": english["code"]}):
        if not name.endswith(".help"):
            found.setdefault(title, name)
            found.setdefault(title.split(" (")[0], name)
    return found


def _leaves(tables: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Every text with its dotted key."""
    for key, value in tables.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


@cache
def spellings(key: str) -> frozenset[str]:
    """A text in every language, folded: by which it is known again in what people send back."""
    return frozenset(fold(text(key, language)) for language in LANGUAGES)


def counted(noun: str, number: int, language: str = "en", /) -> str:
    """A number of things in words, such as ``1 file`` or ``12 files``."""
    return text(f"count.{noun}.{'one' if number == 1 else 'other'}", language, n=number)


def figure(number: float, language: str = "en") -> str:
    """A whole number as a language writes it, thousands set apart: ``1,500``."""
    return f"{number:,.0f}".replace(",", text("number.thousands", language))


class _Facts(dict[str, object]):
    """Facts of a message; one that is not known shows as an ellipsis rather than stopping the run."""

    def __missing__(self, key: str) -> str:
        return "…"
