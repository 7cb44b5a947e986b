"""The tables of an export as sheets that people read: labels, words and days, and no codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from emg_xlsx.exported import Exported, Listing, Reading, What
from emg_xlsx.schemas.export_tables import LABEL, has_label
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.texts import text

SHEETS: Mapping[What, tuple[str, ...]] = {
    "workplan": ("work_plan", "progress", "contributions", "proposals", "contacts"),
    "progress": ("progress", "contributions", "contacts"),
}
"""What each paper holds; contacts only where they were asked for."""

FROZEN: Mapping[str, int] = {"work_plan": 1, "progress": 1, "contributions": 3, "proposals": 2, "contacts": 1}
"""Columns that stay in sight."""

FOR_PROGRAMS = frozenset({
    "entity_name", "lead_entities", "other_entities", "precision", "language", "withheld",
    "schedule_words",
})  # fmt: skip
"""Columns only data formats have."""


def sheets(exported: Exported, what: What) -> tuple[Reading, ...]:
    """The sheets of a workbook to send round, in their order."""
    return tuple(_reading(name, exported.tables[name]) for name in SHEETS[what] if name in exported.tables)


def _reading(name: str, listing: Listing) -> Reading:
    columns = dict(_columns(listing.table))
    table = Table(listing.table.name, listing.table.sheet, tuple(columns.values()))
    rows = tuple(tuple(_read(row, key) for key in columns) for row in listing.rows)
    return Reading(table, rows, FROZEN[name])


def _columns(table: Table) -> Iterator[tuple[str, Field]]:
    """The column each field is read from, and the field: its label where it has one, its words for a schedule."""
    for item in table.fields:
        if has_label(item):
            if item.key + LABEL in table.by_key:
                yield item.key + LABEL, item
        elif item.type == "schedule":
            yield "schedule_words", item
        elif not item.key.endswith(LABEL) and item.key not in FOR_PROGRAMS:
            yield item.key, item


def _read(row: Mapping[str, Any], key: str) -> Any:
    value = row[key]
    if key == "description" and value is None and row["withheld"]:
        return text("export.withheld")
    if isinstance(value, bool):
        return text("decision.yes") if value else text("decision.no")
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001  # a day has no time zone
    return value
