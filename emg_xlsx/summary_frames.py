"""The summaries of a master as frames, for a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from emg_xlsx.plan import Plan
from emg_xlsx.printing import status_code, status_words
from emg_xlsx.schemas.of_plan import codelist
from emg_xlsx.summarised import Overview, Progress, Summaries


def summary_frames(found: Summaries, plan: Plan) -> dict[str, pd.DataFrame]:
    """Every summary as a frame, by its name.

    Args:
        found: the summaries.
        plan: the plan they are of.
    """
    return {
        "overview": _overview(found.overview),
        "work_plan": _by_ref([asdict(line) for line in found.work_plan]),
        "progress": _by_ref([_state(state, plan) for state in found.progress]),
        "voices": _frame([asdict(v) for state in found.progress for v in state.voices], "id"),
        "matrix": _matrix(found),
        "timeline": _by_ref([
            {"ref": line.ref, "first_day": line.planned[0], "last_day": line.planned[1], "last": line.last,
             "late": line.late, **{str(month)[:7]: line.active.get(month, 0) for month in found.timeline.months}}
            for line in found.timeline.lines
        ]),
        "resources": _resources(found),
        "events": pd.DataFrame([{"event": line.event, "days": line.days, "id": line.voice.id if line.voice else None}
                                for line in found.events], columns=["event", "days", "id"]),
        "requests": pd.DataFrame([asdict(line) for line in found.requests],
                                 columns=["kind", "entity", "ref", "id", "words", "withheld", "file"]),
    }  # fmt: skip


def _overview(overview: Overview) -> pd.DataFrame:
    figures: dict[str, int] = {}
    for name, value in asdict(overview).items():
        if isinstance(value, dict):
            figures |= {f"{name}.{key}": count for key, count in value.items()}
        else:
            figures[name] = value if isinstance(value, int) else len(value)
    return pd.DataFrame({"figure": pd.Series(figures, dtype="int64")})


def _frame(lines: Sequence[Mapping[str, Any]], index: str) -> pd.DataFrame:
    frame = pd.DataFrame(lines) if lines else pd.DataFrame(columns=[index])
    return frame.set_index(index)


def _by_ref(lines: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    return _frame(lines, "ref")


def _state(state: Progress, plan: Plan) -> dict[str, Any]:
    counts = {code.code: state.counts.get(code.code, 0) for code in codelist(plan, "status").codes}
    return {
        "ref": state.ref,
        "status": status_code(state, plan),
        "in_words": status_words(state, plan),
        "overall": state.overall or None,
        "text": state.text or None,
        **counts,
        "unstated": state.counts.get(None, 0),
    }


def _matrix(found: Summaries) -> pd.DataFrame:
    entities = sorted({entity for line in found.matrix for entity in line.roles}, key=str.casefold)
    lines = ({"ref": line.ref, "gap": line.gap, **{e: line.roles.get(e) for e in entities}} for line in found.matrix)
    return _by_ref(list(lines))


def _resources(found: Summaries) -> pd.DataFrame:
    columns = ["activity", "certainty", "staff_months", "amount_usd", "entities", "gave_months", "gave_amounts"]
    lines: Iterable[dict[str, Any]] = (
        {"activity": line.activity, "certainty": code, "staff_months": line.months.get(code),
         "amount_usd": line.amounts.get(code), "entities": line.entities, "gave_months": line.gave_months,
         "gave_amounts": line.gave_amounts}
        for line in found.resources
        for code in sorted({*line.months, *line.amounts}, key=lambda code: code or "")
    )  # fmt: skip
    return pd.DataFrame(list(lines), columns=columns)
