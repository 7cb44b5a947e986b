"""The hidden lists that dropdowns and formulas of the master read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from emg_xlsx.findings import letters
from emg_xlsx.plan import Plan
from emg_xlsx.schemas.of_plan import codelist, master_contributions_table, master_proposals_table
from emg_xlsx.texts import text

FIRST = 4
"""The column the lists begin in, counted from 0."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists by name: their values, and the range each stands in."""

    values: Mapping[str, Sequence[str | float]]
    ranges: Mapping[str, str]

    def source(self, name: str) -> str | None:
        """Where a dropdown reads its words from; None where there is no list of that name."""
        return f"={self.ranges[name]}" if name in self.ranges else None


def serial(day: date) -> int:
    """A day as the number a workbook stores for it."""
    return (day - date(1899, 12, 30)).days


def lists_of(plan: Plan, sheet: str) -> Lists:
    """The lists of a plan, each in a column of its own on a hidden sheet, below its name.

    Args:
        plan: the plan.
        sheet: the name of the hidden sheet.
    """
    values: dict[str, Sequence[str | float]] = {}
    tables = (master_contributions_table(plan), master_proposals_table(plan))
    for name in dict.fromkeys(f.codelist for t in tables for f in t.fields if f.codelist and f.type == "code"):
        values[name] = [code.label for code in codelist(plan, name).codes]
    values["register.use"] = [text("decision.yes"), text("decision.no")]
    values["progress.overall_status"] = [code.label for code in codelist(plan, "status").codes]
    values["entities"] = [entity.code for entity in plan.entities]
    values["expected"] = [entity.code for entity in plan.entities if entity.expected]
    values["refs"] = list(plan.refs)
    values["activities"] = [plan.activity_of(ref) for ref in plan.refs]
    values["deliverables"] = [deliverable.id for deliverable in plan.deliverables]
    ends = {ref: last for ref in plan.refs if (last := plan.days_of(ref)[1])}
    values["ending"] = list(ends)
    values["ends"] = [serial(day) for day in ends.values()]
    ranges = {}
    for column, (name, words) in enumerate(values.items(), FIRST):
        letter = letters(column + 1)
        ranges[name] = f"'{sheet}'!${letter}$2:${letter}${max(len(words), 1) + 1}"
    return Lists(values, ranges)
