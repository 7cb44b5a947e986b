"""Find the events of a calendar in a text, by id, name, alias, or the tail of an id (``COP26``).

A year before the name and a place after it may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from emg_xlsx.schedule.pieces import Piece, split
from emg_xlsx.schedule.values import Calendar, CalendarEvent

Keys = Mapping[str, tuple[int, ...]]
"""The plain form of a key to the positions of the events it names; two positions are a homonym."""


@lru_cache(maxsize=32)
def event_keys(calendar: Calendar) -> Keys:
    """Return the keys of all events; spaces and hyphens do not count."""
    keys: dict[str, tuple[int, ...]] = {}
    for position, event in enumerate(calendar.events):
        for key in sorted({key_of(split(text)) for text in _texts(event)} - {""}):
            keys[key] = (*keys.get(key, ()), position)
    return keys


def _texts(event: CalendarEvent) -> list[str]:
    tail = event.id.partition("-")[2]
    tells = any(c.isalpha() for c in tail) and any(c.isdigit() for c in tail)
    without_place = event.name.partition(",")[0]
    without_year = re.sub(r"^(19|20)\d\d ", "", without_place)
    return [event.id, event.name, without_place, without_year, *event.aliases, *([tail] if tells else [])]


def key_of(pieces: Sequence[Piece]) -> str:
    """Return what of the pieces counts when keys are compared: letters, digits and decimal points."""
    return "".join(piece.text for piece in pieces if piece.kind != "mark" or piece.text in ".,")


def find_event(pieces: Sequence[Piece], i: int, keys: Keys) -> tuple[tuple[int, ...], int] | None:
    """Return the events named by the longest key that begins at piece ``i``, and the place after it."""
    if pieces[i].kind == "mark":
        return None
    longest = max(map(len, keys), default=0)
    found = None
    text = ""
    for j in range(i, len(pieces)):
        text += key_of(pieces[j : j + 1])
        if len(text) > longest:
            break
        runs_on = j + 1 < len(pieces) and pieces[j + 1].glued and pieces[j + 1].kind != "mark"
        if text in keys and pieces[j].kind != "mark" and not runs_on:
            found = (keys[text], j + 1)
    return found
