"""The catalogue of every text a person reads, one file per language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from emg_xlsx.text import fold

LANGUAGES = ("en",)
"""Languages with a catalogue; English is the one every other is checked against."""


@cache
def catalogue(language: str = "en") -> Mapping[str, Any]:
    """The whole catalogue of a language as nested tables; an unknown language is read as English."""
    name = language if language in LANGUAGES else "en"
    return tomllib.loads((resources.files("emg_xlsx") / "data" / "texts" / f"{name}.toml").read_text(encoding="utf-8"))


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


def text(key: str, language: str = "en", /, **facts: object) -> str:
    """The text of a dotted key with its placeholders filled; facts are never read as placeholders themselves."""
    return template(key, language).format_map(_Facts(facts)) if facts else template(key, language)


@cache
def spellings(key: str) -> frozenset[str]:
    """A text in every language, folded: by which it is known again in what people send back."""
    return frozenset(fold(text(key, language)) for language in LANGUAGES)


def counted(noun: str, number: int, language: str = "en", /) -> str:
    """A number of things in words, such as ``1 file`` or ``12 files``."""
    return text(f"count.{noun}.{'one' if number == 1 else 'other'}", language, n=number)


class _Facts(dict[str, object]):
    """Facts of a message; one that is not known shows as an ellipsis rather than stopping the run."""

    def __missing__(self, key: str) -> str:
        return "…"
