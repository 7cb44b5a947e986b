"""The work plan with who leads and who contributes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from emg_xlsx.plan import Plan
from emg_xlsx.summaries.rows import ByRef, Row, entities_of, taking_part
from emg_xlsx.summarised import PlanLine
from emg_xlsx.texts import text


def plan_lines(by_ref: ByRef, plan: Plan) -> Iterator[PlanLine]:
    """One line for each ref, in the plan's order."""
    for ref in plan.refs:
        found = by_ref.get(ref, ())
        printed = plan.printed(ref)
        yield PlanLine(
            ref=ref,
            whole=ref in plan.activity_by_id,
            outcome=printed["outcome"],
            activity=printed["activity"],
            deliverable=printed["deliverable"],
            schedule=printed["plan_schedule"],
            lead=_lead(found),
            contributing=_contributing(found),
            rows=len(found),
        )


def _lead(rows: Iterable[Row]) -> str:
    """The lead of a ref; several are shown as one lead still to be decided."""
    leads = sorted(entities_of(row for row in rows if row["role"] == "LEAD"), key=str.casefold)
    if len(leads) > 1:
        return text("work_plan.lead_undecided", entities=", ".join(leads))
    return leads[0] if leads else ""


def _contributing(rows: Sequence[Row]) -> str:
    """Everyone else who takes part, alphabetically, co-leads marked."""
    leads = entities_of(row for row in rows if row["role"] == "LEAD")
    others: dict[str, bool] = {}
    for row in taking_part(rows):
        if row["entity"] not in leads:
            others[row["entity"]] = others.get(row["entity"], False) or row["role"] == "COLEAD"
    names = sorted(others, key=str.casefold)
    return ", ".join(text("work_plan.colead", entity=name) if others[name] else name for name in names)
