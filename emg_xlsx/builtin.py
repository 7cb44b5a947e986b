"""The built-in plan: the 2021-2022 work plan's proof-read data turned into plan tables."""

from __future__ import annotations

import csv
import json
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from emg_xlsx.plan import Plan, Row, plan_from_tables

NAME = "built-in plan 2021–2022"


@cache
def builtin_plan() -> Plan:
    """The work plan of 2021-2022 with its 62 known entities, 47 of them expected."""
    return plan_from_tables(builtin_tables(), NAME)


def builtin_tables() -> dict[str, list[Row]]:
    """The built-in plan as plan tables: name to rows in order."""
    folder = resources.files("emg_xlsx") / "data"
    seed: dict[str, Any] = json.loads((folder / "work_plan.json").read_text(encoding="utf-8"))
    names = list(csv.DictReader((folder / "entities.csv").read_text(encoding="utf-8").splitlines()))
    return {
        "plan": _settings(seed["plan"]),
        "rounds": [
            {"id": "2021-planning", "kind": "planning", "opens": None, "deadline": None, "reply_by": None},
            {"id": "2022-mid-term", "kind": "reporting", "opens": None, "deadline": None, "reply_by": None},
        ],
        "outcomes": [{"id": o["id"], "label": o["label"], "short": o["short"]} for o in seed["outcomes"]],
        "activities": [_activity(a) for a in seed["activities"]],
        "streams": [
            {"id": s["id"], "activity": a["id"], "numeral": s["roman"], "text": s["text"]}
            for a in seed["activities"]
            for s in a["streams"]
        ],
        "deliverables": [_deliverable(a["id"], d) for a in seed["activities"] for d in a["deliverables"]],
        "entities": [_entity(row) for row in names],
        "events": [_event(e) for e in seed["events"]],
        "contacts": [],
        "columns": [],
        "codes": [],
    }


def _settings(plan: dict[str, Any]) -> list[Row]:
    # The source says both "approved" and "subject to approval": it stays a draft until the secretariat says.
    values = {
        "id": plan["id"],
        "title": plan["title"],
        "issuer": plan["issuer"],
        "approval_status": "draft",
        "approval_note": plan["approval"]["footnote_verbatim"],
        "current_round": "2022-mid-term",
        "window_start": _day(plan["window"]["start"]),
        "window_end": _day(plan["window"]["end"]),
        "window_verbatim": plan["window"]["verbatim"],
        "status_flags": "; ".join(plan["status_flags"]),
        "secretariat": "EMG Secretariat",
        "return_to": None,
        "introduction": plan["introduction_verbatim"],
    }
    return [{"key": key, "value": value} for key, value in values.items()]


def _activity(item: dict[str, Any]) -> Row:
    return {
        "id": item["id"],
        "number": item["number"],
        "title": item["title"],
        "modality": item["modality"],
        "outcome": item["outcome_id"],
        "themes": item.get("themes_verbatim"),
    }


def _deliverable(activity: str, item: dict[str, Any]) -> Row:
    schedule = item["schedule"]
    return {
        "id": item["id"],
        "activity": activity,
        "stream": item["stream_id"],
        "order": item["order"],
        "text": item["text"],
        "schedule": schedule["verbatim"],
        "first_day": _day(schedule["start"]),
        "last_day": _day(schedule["end"]),
        "precision": schedule["precision"],
        "end_earliest": _day(schedule.get("end_earliest")),
        "assignment": schedule["assignment"],
        "partners": _joined(p["name"] for p in item["partners"]),
        "events": _joined(item["events"]),
        "notes": _joined(item["notes"]),
    }


def _entity(row: dict[str, str]) -> Row:
    return {
        "code": row["code"],
        "name": row["name"],
        "category": row["category"],
        # A former name is still a name; that it is former stands in the source's brackets only.
        "aliases": row["aliases"].replace(" (former)", "") or None,
        # Only names whose membership is sure are waited for; the others may answer all the same.
        "expected": row["confidence"] == "high",
        "confidence": row["confidence"],
        "note": row["note"] or None,
    }


def _event(item: dict[str, Any]) -> Row:
    parts = item.get("parts") or [{"start": item["start"], "end": item["end"]}]
    second = parts[1] if len(parts) > 1 else {"start": None, "end": None}
    return {
        "id": item["id"],
        "name": item["name"],
        "aliases": _joined(item["verbatim"]),
        "start": _day(parts[0]["start"]),
        "end": _day(parts[0]["end"]),
        "start_2": _day(second["start"]),
        "end_2": _day(second["end"]),
        "source": item["source"],
        "note": item.get("note"),
    }


def _joined(values: Any) -> str | None:
    return "; ".join(values) or None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
