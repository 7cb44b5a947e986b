"""The summaries of a master: who answered, and the work plan with who contributes what."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from emg_xlsx.findings import Severity
from emg_xlsx.mastered import Master, Overview, PlanLine, Summaries
from emg_xlsx.plan import Plan
from emg_xlsx.texts import text

STATES = ("accepted", "questions", "partial", "nil", "noted", "returned", "superseded", "identical", "excluded",
          "skipped", "missing")  # fmt: skip
ANSWERED = ("accepted", "questions", "partial", "nil", "noted")
WHATS = ("added", "changed", "withdrawn", "deleted", "restored", "not-repeated")
COUNTED_ROLES = ("LEAD", "COLEAD", "CONTRIB", "REVIEW")
"""Roles by which an entity counts as contributing; those kept informed do not."""


def summarise(master: Master) -> Summaries:
    """Compute every summary from the master's frames; rows whose Print is No are in none of them."""
    rows = master.contributions
    printed = rows[rows["print"] != "NO"]
    work_plan = tuple(_plan_lines(printed, master.plan))
    return Summaries(_overview(master, printed, work_plan), work_plan)


def _plan_lines(rows: pd.DataFrame, plan: Plan) -> Iterable[PlanLine]:
    by_ref = dict(tuple(rows.groupby("ref", sort=False)))
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
    for entity, role in zip(rows["entity"], rows["role"], strict=True):
        if entity not in leads and (role is None or role in COUNTED_ROLES):
            others[entity] = others.get(entity, False) or role == "COLEAD"
    names = sorted(others, key=str.casefold)
    return ", ".join(text("work_plan.colead", entity=name) if others[name] else name for name in names)


def _not_reported(rows: pd.DataFrame, master: Master) -> tuple[str, ...]:
    """Ids of what was promised in a planning round and not spoken of since, in a round that asks for reports."""
    kinds = {call.id: call.kind for call in master.plan.rounds}
    if kinds.get(master.round) != "reporting":
        return ()
    silent = rows["last_round"].map(kinds) == "planning"
    return tuple(str(name) for name in rows.index[silent])


def _news(master: Master) -> dict[str, int]:
    """How often each kind of change stands in the log since the master that is compared with."""
    counts = master.changes["what"].iloc[master.known :].value_counts()
    return {what: int(counts[what]) for what in WHATS if what in counts} if master.since else {}


def _overview(master: Master, printed: pd.DataFrame, work_plan: Iterable[PlanLine]) -> Overview:
    register = master.register
    current = register["round"] == master.round
    answered = register[register["state"].isin(ANSWERED) & (register["expected"] == "yes") & current]
    lists_file = register["file"].notna()
    files = register.loc[lists_file | (register["state"] == "missing"), "state"].value_counts()
    questions = master.questions
    severities = questions.loc[questions["state"] == "open", "severity"].value_counts()
    lines = list(work_plan)
    return Overview(
        answered=answered["entity"].nunique(),
        with_others=int((~lists_file & (register["state"] == "accepted")).sum()),
        expected=sum(entity.expected for entity in master.plan.entities),
        files_by_state={state: int(files.get(state, 0)) for state in STATES},
        findings_by_severity={s.value: int(severities.get(s.value, 0)) for s in Severity if s is not Severity.NOTE},
        contributions=len(printed),
        entities=printed["entity"].nunique(),
        proposals=len(master.proposals),
        conflicts=len(master.conflicts),
        left_out=len(master.left_out),
        not_reported=_not_reported(printed, master),
        news=_news(master),
        without_lead=tuple(line.ref for line in lines if not line.whole and not line.lead),
        without_contributor=tuple(
            line.ref for line in lines if not line.whole and not line.lead and not line.contributing
        ),
    )
