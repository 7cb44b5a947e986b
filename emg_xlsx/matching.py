"""Which text of one list is which of another: rows that say the same, or nearly so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz import fuzz

from emg_xlsx.text import fold

SIMILAR = 0.6
"""How alike two texts must be to be taken for two versions of one."""


def matched(rows: Sequence[str], known: Sequence[str], least: float = SIMILAR) -> list[int | None]:
    """Pair texts one to one: the only two there are, else equal ones, else the most similar.

    Case, accents and signs make no difference, and which of two equally good pairs is taken depends on nothing
    but the order of the lists.

    Args:
        rows: the texts to be placed.
        known: the texts they may be versions of.
        least: from 0 to 1, how alike two texts must be where there are several.

    Returns:
        For each of ``rows`` the place of its text in ``known``, None where there is none.
    """
    if len(rows) == len(known) == 1:
        return [0]
    ours, theirs = [fold(text) for text in rows], [fold(text) for text in known]
    pairs = _equal(ours, theirs)
    taken = set(pairs.values())
    scored = [
        (fuzz.ratio(text, other), n, k)
        for n, text in enumerate(ours)
        if n not in pairs
        for k, other in enumerate(theirs)
        if k not in taken
    ]
    for score, n, k in sorted(scored, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if score >= 100 * least and n not in pairs and k not in taken:
            pairs[n] = k
            taken.add(k)
    return [pairs.get(n) for n in range(len(rows))]


def _equal(rows: Sequence[str], known: Sequence[str]) -> dict[int, int]:
    """The pairs of the same text, the first of one with the first of the other."""
    places: dict[str, list[int]] = defaultdict(list)
    for k, text in enumerate(known):
        places[text].append(k)
    return {n: places[text].pop(0) for n, text in enumerate(rows) if places[text]}


__all__ = ["matched"]
