"""The tables of an export as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from emg_xlsx.exported import About, Exported, What
from emg_xlsx.exports.values import plain

TABLES: Mapping[What, tuple[str, ...]] = {
    "workplan": ("contributions", "proposals", "work_plan", "progress", "contacts"),
    "progress": ("progress", "contacts"),
}
"""What each paper holds; contacts only where they were asked for."""


def document(exported: Exported, what: What) -> bytes:
    """The export as JSON (UTF-8), texts unaltered, days as texts; each line of progress has its ``voices``."""
    found: dict[str, Any] = {**about_of(exported.about), "what": what}
    for name in TABLES[what]:
        if name in exported.tables:
            found[name] = _rows(exported.tables[name].rows)
    for line in found["progress"]:
        line["voices"] = _rows(exported.voices[line["ref"]])
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def about_of(about: About) -> dict[str, Any]:
    """What an export says of itself, as JSON has it."""
    return {
        "plan": about.plan,
        "title": about.title,
        "round": about.round,
        "day": plain(about.day),
        "entities_answered": about.answered,
        "entities_expected": about.expected,
        "approval_status": about.approval_status,
        "approval": about.approval,
        "chosen": {name: list(codes) for name, codes in about.chosen.items()},
        "since": plain(about.since),
    }


def _rows(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{key: plain(value) for key, value in row.items()} for row in rows]
