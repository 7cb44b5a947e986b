"""Formulas over the master's own sheets, so that what a coordinator edits moves the counts at once.

A formula names whole columns, so that rows may be added, sorted and filtered; what ``Print`` takes out of the
summaries is in no count. Excel 2016, LibreOffice and Google Sheets know every function that is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from emg_xlsx.plan import Plan
from emg_xlsx.printing import WATCHING
from emg_xlsx.schemas.of_plan import codelist
from emg_xlsx.summarised import CANCELLED

Where = tuple[str, str]
"""The key of a column, and what its cells must be: a cell, a range, or a quoted text."""

SOMETHING = '"?*"'
"""Any text at all."""


def quoted(words: str) -> str:
    """A text inside a formula."""
    return '"' + words.replace('"', '""') + '"'


def same_as(label: str) -> str:
    """A criterion that is met by a text and by no other, whatever signs it has."""
    for sign in "~*?":
        label = label.replace(sign, f"~{sign}")
    return quoted(f"={label}")


@dataclass(frozen=True, slots=True)
class Source:
    """A data sheet of the master, with the letters of its columns by key."""

    sheet: str
    columns: Mapping[str, str]

    def column(self, key: str) -> str:
        """A whole column."""
        letter = self.columns[key]
        return f"'{self.sheet}'!${letter}:${letter}"

    def count(self, *where: Where) -> str:
        """How many rows meet every condition."""
        return f"COUNTIFS({self._conditions(where)})"

    def total(self, key: str, *where: Where) -> str:
        """The sum of a column over the rows that meet every condition."""
        return f"SUMIFS({self.column(key)},{self._conditions(where)})"

    def _conditions(self, where: tuple[Where, ...]) -> str:
        return ",".join(f"{self.column(key)},{criterion}" for key, criterion in where)


@dataclass(frozen=True, slots=True)
class Rows:
    """The contributions that count, and those of entities that take part.

    Attributes:
        source: the sheet.
        printed: the condition by which a row is in the summaries.
        active: the condition by which its entity takes part, too.
        labels: by codelist, code to the label that stands in the cells.
        entities: the range with all codes of entities, one below the other.
    """

    source: Source
    printed: tuple[Where, ...]
    active: tuple[Where, ...]
    labels: Mapping[str, Mapping[str, str]]
    entities: str

    def is_(self, key: str, code: str) -> Where:
        """The condition that a column has a code."""
        return key, same_as(self.labels[key][code])

    def how_many_entities(self, *where: Where) -> str:
        """How many entities have a row that meets every condition."""
        return how_many(self.source.count(("entity", self.entities), *where))

    def standing_entities(self, *where: Where) -> str:
        """How many entities have a row in the summaries that meets every condition and was not cancelled."""
        each = ("entity", self.entities)
        return how_many(self.standing_rows(each, *where))

    def standing_rows(self, *where: Where) -> str:
        """How many rows in the summaries meet every condition and were not cancelled."""
        return f"({self._standing(self.source.count, *where)})"

    def standing_total(self, key: str, *where: Where) -> str:
        """The sum of a column over the rows in the summaries that meet every condition and were not cancelled."""
        return f"ROUND({self._standing(partial(self.source.total, key), *where)},6)"

    def _standing(self, measure: Callable[..., str], *where: Where) -> str:
        """All rows less those that were cancelled: "not cancelled" would be met by a million empty rows."""
        cancelled = self.is_("status", CANCELLED)
        return f"{measure(*where, *self.printed)}-{measure(*where, cancelled, *self.printed)}"


def how_many(counts: str) -> str:
    """How many of several counts are more than nothing."""
    return f"SUMPRODUCT(--({counts}>0))"


def rows_of(source: Source, plan: Plan, entities: str) -> Rows:
    """The contributions of a master.

    Args:
        source: the sheet, with at least the columns of codes.
        plan: its codelists.
        entities: the range with all codes of entities.
    """
    lists = ("role", "status", "kind", "certainty", "print")
    labels = {name: {code.code: code.label for code in codelist(plan, name).codes} for name in lists}
    return Rows(source, (("counted", '">0"'),), (("counted", "2"),), labels, entities)


def counted(rows: Rows, cell: Callable[[str], str]) -> str:
    """How the row of a cell counts, as a formula.

    Every other formula asks this column: a condition such as "not No" would be met by a million empty rows.
    """
    watching = ",".join(f"{cell('role')}={quoted(rows.labels['role'][code])}" for code in WATCHING)
    return f"IF({cell('print')}={quoted(rows.labels['print']['NO'])},0,IF(OR({watching}),1,2))"
