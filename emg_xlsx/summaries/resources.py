"""What is offered for each activity, and the counts behind the pictures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from emg_xlsx.plan import Plan
from emg_xlsx.schemas.of_plan import codelist
from emg_xlsx.summaries.rows import Row, entities_of, standing, taking_part
from emg_xlsx.summarised import Certainty, Figures, Resources


def resources(rows: Iterable[Row], plan: Plan) -> tuple[Resources, ...]:
    """One for each activity, in the plan's order; figures of different certainty are never added.

    What was cancelled is not offered any more.

    Args:
        rows: the printable contributions.
        plan: its activities.
    """
    found = _by_activity(standing(rows))
    return tuple(_resources(activity.id, found.get(activity.id, ())) for activity in plan.activities)


def _by_activity(rows: Iterable[Row]) -> Mapping[str, Sequence[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["activity_id"]].append(row)
    return found


def _resources(activity: str, rows: Sequence[Row]) -> Resources:
    return Resources(
        activity=activity,
        months=_sums(rows, "staff_months"),
        amounts=_sums(rows, "amount_usd"),
        entities=len(entities_of(rows)),
        gave_months=len(_gave(rows, "staff_months")),
        gave_amounts=len(_gave(rows, "amount_usd")),
    )


def _gave(rows: Iterable[Row], key: str) -> set[str]:
    """The entities that gave a figure; nothing is a figure too."""
    return entities_of(row for row in rows if row[key] is not None)


def _sums(rows: Iterable[Row], key: str) -> dict[Certainty, float]:
    sums: dict[Certainty, float] = defaultdict(float)
    for row in rows:
        if row[key] is not None:
            sums[row["certainty"]] += row[key]
    return dict(sorted(sums.items(), key=lambda pair: pair[0] or ""))


def figures(rows: Sequence[Row], plan: Plan) -> Figures:
    """Statuses by outcome, kinds by activity, and entities that take part by activity."""
    found, offered = _by_activity(taking_part(rows)), list(standing(rows))
    outcome = {activity.id: activity.outcome for activity in plan.activities}
    statuses = Counter((outcome[name], row["status"]) for name, lines in found.items() for row in lines)
    kinds = Counter(
        (name, kind)
        for name, lines in found.items()
        for row in lines
        for kind in dict.fromkeys((row["kind"] or "").split("; "))
    )
    known = [None, *(code.code for code in codelist(plan, "status").codes)]
    return Figures(
        statuses={o.id: {code: statuses[o.id, code] for code in known} for o in plan.outcomes},
        kinds={a.id: {code.code: kinds[a.id, code.code] for code in codelist(plan, "kind").codes}
               for a in plan.activities},
        taking_part={a.id: len(entities_of(found.get(a.id, ()))) for a in plan.activities},
        entities=len(entities_of(offered)),
        gave_months=len(_gave(offered, "staff_months")),
        gave_amounts=len(_gave(offered, "amount_usd")),
    )  # fmt: skip
