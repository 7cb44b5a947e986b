"""What is offered for each activity, and the counts behind the pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from emg_xlsx.plan import Plan
from emg_xlsx.printing import taking_part
from emg_xlsx.schemas.of_plan import codelist
from emg_xlsx.summarised import Certainty, Figures, Resources


def resources(rows: pd.DataFrame, plan: Plan) -> tuple[Resources, ...]:
    """One for each activity, in the plan's order; figures of different certainty are never added.

    Args:
        rows: the printable contributions.
        plan: its activities.
    """
    by_activity = {str(name): found for name, found in rows.groupby("activity_id", sort=False)}
    nothing = rows.iloc[:0]
    return tuple(_resources(activity.id, by_activity.get(activity.id, nothing)) for activity in plan.activities)


def _resources(activity: str, rows: pd.DataFrame) -> Resources:
    gave = {key: rows.loc[rows[key].notna(), "entity"].nunique() for key in ("staff_months", "amount_usd")}
    return Resources(
        activity=activity,
        months=_sums(rows, "staff_months"),
        amounts=_sums(rows, "amount_usd"),
        entities=rows["entity"].nunique(),
        gave_months=gave["staff_months"],
        gave_amounts=gave["amount_usd"],
    )


def _sums(rows: pd.DataFrame, key: str) -> dict[Certainty, float]:
    given = rows[rows[key].notna()]
    sums = given.groupby(given["certainty"].fillna(""), sort=True)[key].sum()
    return {str(code) or None: float(value) for code, value in sums.items()}


def figures(rows: pd.DataFrame, plan: Plan) -> Figures:
    """Statuses by outcome, kinds by activity, and entities that take part by activity."""
    active = taking_part(rows)
    outcome = {activity.id: activity.outcome for activity in plan.activities}
    statuses = Counter(zip(active["activity_id"].map(outcome), active["status"].fillna(""), strict=True))
    kinds = Counter(
        (activity, kind)
        for activity, words in zip(active["activity_id"], active["kind"].fillna(""), strict=True)
        for kind in _listed(words)
    )
    entities = active.groupby("activity_id")["entity"].nunique()
    known = [None, *(code.code for code in codelist(plan, "status").codes)]
    return Figures(
        statuses={o.id: {code: statuses[o.id, code or ""] for code in known} for o in plan.outcomes},
        kinds={a.id: {code.code: kinds[a.id, code.code] for code in codelist(plan, "kind").codes}
               for a in plan.activities},
        taking_part={a.id: int(entities.get(a.id, 0)) for a in plan.activities},
    )  # fmt: skip


def _listed(words: str) -> Iterable[str]:
    return dict.fromkeys(word for word in words.split("; ") if word)
