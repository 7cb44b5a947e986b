"""What is different between two masters or two submissions, as a value, and the sentence to quote of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from emg_xlsx.merged import COORDINATOR, Change, What
from emg_xlsx.plan import Plan
from emg_xlsx.schedule import format_schedule
from emg_xlsx.schemas.master_tables import DIFFERENCES, QUESTIONS, REGISTER
from emg_xlsx.schemas.of_plan import entity_table, master_contributions_table, master_proposals_table, progress_table
from emg_xlsx.schemas.summary_tables import WORK_PLAN
from emg_xlsx.texts import counted, text

ROWS = ("Contributions", "New proposals")
"""The sheets whose rows are counted as rows, and their cells as cells."""

SAYING = (*ROWS, "Entity")
"""The sheets where entities speak for themselves."""

NOUNS: Mapping[str, str] = {
    "Contributions": "contribution",
    "New proposals": "proposal",
    "Entity": "form_line",
    "Work plan": "agreed_schedule",
    "Progress": "secretariat_word",
    "Conflicts": "conflict",
    "Questions": "question",
    "Register": "register_line",
}
"""Every sheet that is compared, in the order it is told of, to what a line of it is called."""

ORDER: tuple[What, ...] = (
    "added",
    "restored",
    "changed",
    "withdrawn",
    "deleted",
    "not-repeated",
    "opened",
    "decided",
    "closed",
)
"""What happened, in the order it is told of."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One of the two that are compared: the name of its file, its round, and its day as far as it is known."""

    name: str
    round: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Differences:
    """What is different.

    Attributes:
        kind: what was compared.
        plan: id of the plan of both.
        old, new: the two.
        changes: name of a sheet to what changed on it, entities in the order of the alphabet.
    """

    kind: Literal["master", "submission"]
    plan: str
    old: Edition
    new: Edition
    changes: Mapping[str, tuple[Change, ...]]

    def __bool__(self) -> bool:
        return any(self.changes.values())

    @property
    def lines(self) -> Iterator[dict[str, Any]]:
        """Every change as a line with the columns of the sheet ``Changes``, sheet by sheet."""
        for sheet, changes in self.changes.items():
            for change in changes:
                yield {"sheet": sheet, **{key: getattr(change, key) for key in DIFFERENCES.keys[1:]}}


def headline(found: Differences) -> str:
    """All of it in one sentence that a person can quote."""
    parts = [part for sheet in NOUNS for part in _parts(sheet, found.changes.get(sheet, ()))]
    if not parts:
        return text("diff.nothing")
    said = [change for sheet in SAYING for change in found.changes.get(sheet, ())]
    return text("diff.headline", what=", ".join(parts), by=_by(said), when=_when(found.old.day, found.new.day))


def counts(changes: Iterable[Change]) -> dict[str, int]:
    """How many rows something happened to, by what happened; cells of one row are one row."""
    rows = dict.fromkeys((change.what, change.id) for change in changes)
    found = Counter(what for what, _ in rows)
    return {what: found[what] for what in ORDER if found[what]}


def cells(changes: Iterable[Change]) -> int:
    """How many cells are not as they were."""
    return sum(change.what == "changed" for change in changes)


def title_of(sheet: str, key: str | None, plan: Plan) -> str | None:
    """The title of a column by its key: on its own sheet, else where conflicts and questions are about it."""
    rows = (master_contributions_table(plan), master_proposals_table(plan), entity_table(plan))
    tables = sorted(
        (*rows, WORK_PLAN, progress_table(plan), REGISTER, QUESTIONS), key=lambda table: table.sheet != sheet
    )
    return next((table.by_key[key].name for table in tables if key in table.by_key), key)


def _parts(sheet: str, changes: Iterable[Change]) -> Iterator[str]:
    """What happened on one sheet: ``3 contributions added``, ``2 changed (5 cells)``; the noun stands once."""
    changes = tuple(changes)
    for place, (what, number) in enumerate(counts(changes).items()):
        subject = str(number) if place else counted(NOUNS[sheet], number)
        within = sheet in ROWS and what == "changed"
        detail = text("diff.cells", cells=counted("cell", cells(changes))) if within else ""
        yield text("diff.part", subject=subject, done=text(f"diff.done.{what}"), detail=detail)


def _by(changes: Iterable[Change]) -> str:
    """Who said all this, as the end of the sentence."""
    who = {change.by for change in changes}
    entities = len(who - {COORDINATOR, ""})
    if COORDINATOR not in who:
        return text("diff.by", who=counted("entity", entities)) if entities else ""
    if not entities:
        return text("diff.by", who=text("diff.coordinator"))
    return text("diff.by", who=text("diff.and", one=counted("entity", entities), other=text("diff.coordinator")))


def _when(old: date | None, new: date | None) -> str:
    if old is None or new is None or old == new:
        return ""
    return text("diff.when", old=day_words(old), new=day_words(new))


def day_words(day: date) -> str:
    """A day with its month as a word."""
    return format_schedule(day, day, "day")


__all__ = ["NOUNS", "ROWS", "Differences", "Edition", "cells", "counts", "day_words", "headline", "title_of"]
