"""Who takes part in what, and where nobody does."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from emg_xlsx.plan import Plan
from emg_xlsx.summarised import MatrixLine

STRENGTH = ("LEAD", "COLEAD", "CONTRIB", "REVIEW", "", "OBS", "NONE")
"""Roles from the strongest: of several rows of an entity, the matrix shows that one. ``""``: no role was given."""


def matrix(by_ref: Mapping[str, pd.DataFrame], plan: Plan) -> tuple[MatrixLine, ...]:
    """One line for each ref: those nobody takes part in first, then those without a lead, each in the plan's order.

    An activity as a whole has a lead, or somebody who takes part, where one of its deliverables has.
    """
    alone = {ref: _roles(by_ref.get(ref)) for ref in plan.refs}
    lines = [_line(ref, alone, plan) for ref in plan.refs]
    order = ("nobody", "lead", "")
    return tuple(sorted(lines, key=lambda line: order.index(line.gap)))


def _roles(rows: pd.DataFrame | None) -> dict[str, str]:
    """Each entity's strongest role; roles of the coordinator's own are as strong as contributing."""
    found: dict[str, str] = {}
    if rows is None:
        return found
    for entity, role in zip(rows["entity"], rows["role"].fillna(""), strict=True):
        if entity not in found or _rank(role) < _rank(found[entity]):
            found[entity] = role
    return dict(sorted(found.items(), key=lambda pair: pair[0].casefold()))


def _rank(role: str) -> int:
    return STRENGTH.index(role) if role in STRENGTH else STRENGTH.index("CONTRIB")


def _line(ref: str, alone: Mapping[str, Mapping[str, str]], plan: Plan) -> MatrixLine:
    whole = ref in plan.activity_by_id
    refs = [ref, *(d.id for d in plan.deliverables if d.activity == ref)]
    roles = [role for one in refs for role in alone[one].values()]
    gap = "" if "LEAD" in roles else "lead"
    if not any(role not in ("OBS", "NONE") for role in roles):
        gap = "nobody"
    own = alone[ref].values()
    leads = sum(role == "LEAD" for role in own)
    others = sum(role not in ("LEAD", "OBS", "NONE") for role in own)
    return MatrixLine(ref, whole, leads, others, gap, alone[ref])
