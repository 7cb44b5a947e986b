"""The answers a conflict can be given, and what each of them does."""

from __future__ import annotations

from collections.abc import Mapping

from emg_xlsx.merged import Conflict
from emg_xlsx.text import fold
from emg_xlsx.texts import text


def options(conflict: Conflict) -> Mapping[str, str]:
    """What each answer to choose from does, to its words."""
    names = list(dict.fromkeys(side.entity for side in conflict.sides))
    if conflict.kind == "leads":
        first = {f"lead:{name}": text("decision.leads", entity=name) for name in names}
        return {"colead": text("decision.colead"), **first, "stand": text("decision.stand")}
    if conflict.kind == "edit":
        return {"keep": text("decision.keep"), "take": text("decision.take")}
    if conflict.kind == "deleted":
        return {"out": text("decision.out"), "back": text("decision.back")}
    if conflict.kind == "duplicates":
        one = {f"one:{name}": text("decision.one", entity=name) for name in names}
        return {**one, "both": text("decision.both")}
    numbered = {f"side:{n}": text("decision.side", number=n) for n in range(1, len(conflict.sides) + 1)}
    return {**numbered, "stand": text("decision.open" if conflict.kind == "cells" else "decision.stand")}


def chosen(conflict: Conflict, decision: str) -> str | None:
    """What a decision does: the option it is, or the side whose words it repeats; None for words of their own."""
    wanted = fold(decision)
    by_words = {fold(label): name for name, label in options(conflict).items()}
    if wanted in by_words:
        return by_words[wanted]
    sides = [n for n, side in enumerate(conflict.sides, 1) if fold(side.words) == wanted]
    return f"side:{sides[0]}" if conflict.kind in ("cells", "completion") and len(sides) == 1 else None
