"""Where each entity stands, as text for a terminal, as JSON, and as CSV."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from emg_xlsx.mastered import EntityStatus
from emg_xlsx.plan import Plan
from emg_xlsx.schedule import format_schedule
from emg_xlsx.text import harmless
from emg_xlsx.texts import counted, text

WIDTH = 80
ANSWERED = ("accepted", "questions", "partial", "nil", "noted")
COLUMNS = ("entity", "name", "expected", "state", "received", "questions", "deadline", "days_late", "address_known",
           "files")  # fmt: skip


def as_text(found: Sequence[EntityStatus], round_id: str) -> str:
    """A sentence to quote, then a line for each entity; days late only where there is a deadline.

    Args:
        found: where each entity stands.
        round_id: the round.
    """
    lines = [textwrap.fill(headline(found, round_id), WIDTH), ""]
    dated = any(one.deadline for one in found)
    heads = [text(f"status.{key}") for key in ("entity", "state", "received", "questions")]
    lines.append(_line(heads[0], heads[1], heads[2], heads[3], text("status.late") if dated else ""))
    for one in found:
        received = format_schedule(one.received, one.received, "day") if one.received else ""
        state = text(f"state.{one.state}") + (f" ({one.with_entity[0].lower()}{one.with_entity[1:]})"
                                              if one.with_entity else "")  # fmt: skip
        late = text("status.days", days=counted("day", one.days_late)) if one.days_late else ""
        lines.append(_line(one.entity, state, received, str(one.questions or ""), late))
    return "\n".join(lines)


def headline(found: Sequence[EntityStatus], round_id: str) -> str:
    """How many have answered, have questions left, and have not been heard from."""
    expected = [one for one in found if one.expected]
    return text(
        "status.headline",
        round=round_id,
        answered=sum(one.state in ANSWERED for one in expected),
        expected=len(expected),
        questions=sum(bool(one.questions) for one in expected),
        missing=sum(one.state == "missing" for one in expected),
    )


def as_json(found: Sequence[EntityStatus], plan: Plan, round_id: str) -> str:
    """One object for each entity; nothing else goes to standard output with it."""
    entities = [_plain(one) for one in found]
    about = {"plan": plan.id, "round": round_id, "entities": entities}
    return json.dumps(about, ensure_ascii=False, indent=1, default=str) + "\n"


def as_csv(found: Sequence[EntityStatus], plan: Plan, round_id: str) -> str:  # noqa: ARG001  # as its sister
    """One line for each entity; texts that a spreadsheet would run as formulas get an apostrophe."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in found:
        values = {**_plain(one), "expected": "yes" if one.expected else "no", "files": "; ".join(one.files)}
        writer.writerow([harmless(v) if isinstance(v := values[key], str) else v for key in COLUMNS])
    return target.getvalue()


def _plain(one: EntityStatus) -> dict[str, Any]:
    values = {key: value for key, value in asdict(one).items() if key not in ("to", "with_entity")}
    # An address stands in Register and in drafts, and nowhere else.
    return {**values, "address_known": bool(one.to.email)}


def _line(entity: str, state: str, received: str, questions: str, late: str) -> str:
    return f"{entity:<12}{state[:24]:<25}{received:<18}{questions:>9}  {late}".rstrip()
