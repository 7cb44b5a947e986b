"""The work plan with who leads and who contributes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from emg_xlsx.plan import Plan
from emg_xlsx.printing import taking_part
from emg_xlsx.summarised import PlanLine
from emg_xlsx.texts import text


def plan_lines(by_ref: Mapping[str, pd.DataFrame], plan: Plan) -> Iterator[PlanLine]:
    """One line for each ref, in the plan's order."""
    for ref in plan.refs:
        found = by_ref.get(ref)
        printed = plan.printed(ref)
        yield PlanLine(
            ref=ref,
            whole=ref in plan.activity_by_id,
            outcome=printed["outcome"],
            activity=printed["activity"],
            deliverable=printed["deliverable"],
            schedule=printed["plan_schedule"],
            lead=_lead(found) if found is not None else "",
            contributing=_contributing(found) if found is not None else "",
            rows=0 if found is None else len(found),
        )


def _lead(rows: pd.DataFrame) -> str:
    """The lead of a ref; several are shown as one lead still to be decided."""
    leads = sorted(set(rows.loc[rows["role"] == "LEAD", "entity"]), key=str.casefold)
    if len(leads) > 1:
        return text("work_plan.lead_undecided", entities=", ".join(leads))
    return leads[0] if leads else ""


def _contributing(rows: pd.DataFrame) -> str:
    """Everyone else who takes part, alphabetically, co-leads marked."""
    leads = set(rows.loc[rows["role"] == "LEAD", "entity"])
    others: dict[str, bool] = {}
    active = taking_part(rows)
    for entity, role in zip(active["entity"], active["role"], strict=True):
        if entity not in leads:
            others[entity] = others.get(entity, False) or role == "COLEAD"
    names = sorted(others, key=str.casefold)
    return ", ".join(text("work_plan.colead", entity=name) if others[name] else name for name in names)
