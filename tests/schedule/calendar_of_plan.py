"""The calendar of the built-in plan, made from the literal values of its data file, and reading with it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from emg_xlsx.schedule import Calendar, CalendarEvent, Schedule, parse

_DATA = Path(__file__).parents[2] / "emg_xlsx" / "data" / "work_plan.json"


def _event(item: dict[str, Any]) -> CalendarEvent:
    parts = item.get("parts", [item])
    spans = tuple((date.fromisoformat(p["start"]), date.fromisoformat(p["end"])) for p in parts)
    return CalendarEvent(item["id"], item["name"], tuple(item["verbatim"]), spans)


PLAN_CALENDAR = Calendar(
    window=(date(2021, 11, 1), date(2022, 9, 30)),
    span=(date(2021, 9, 1), date(2022, 9, 30)),
    events=tuple(map(_event, json.loads(_DATA.read_text(encoding="utf-8"))["events"])),
)
"""The window as stated, the span widened by the plan's own schedules, the seven events."""


def read(text: str, language: str | None = None) -> Schedule:
    """Read a text with the calendar of the plan."""
    return parse(text, calendar=PLAN_CALENDAR, language=language)


def days(text: str) -> str:
    """Return what a text was read as: ``first..last precision verdict``."""
    schedule = read(text)
    return f"{schedule.start or ''}..{schedule.end or ''} {schedule.precision} {schedule.verdict}"
