"""Who takes part in what, and where nobody does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from emg_xlsx.plan import Plan
from emg_xlsx.printing import WATCHING
from emg_xlsx.summaries.rows import ByRef, Row
from emg_xlsx.summarised import STRENGTH, MatrixLine


def matrix(by_ref: ByRef, plan: Plan) -> tuple[MatrixLine, ...]:
    """One line for each ref: those nobody takes part in first, then those without a lead, each in the plan's order.

    An activity as a whole has a lead, or somebody who takes part, where one of its deliverables has.
    """
    alone = {ref: _roles(by_ref.get(ref, ())) for ref in plan.refs}
    lines = [_line(ref, alone, plan) for ref in plan.refs]
    order = ("nobody", "lead", "")
    return tuple(sorted(lines, key=lambda line: order.index(line.gap)))


def _roles(rows: Iterable[Row]) -> dict[str, str]:
    """Each entity's strongest role; roles of the coordinator's own are as strong as contributing."""
    found: dict[str, str] = {}
    for row in rows:
        entity, role = row["entity"], row["role"] or ""
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
    if not any(role not in WATCHING for role in roles):
        gap = "nobody"
    own = alone[ref].values()
    leads = sum(role == "LEAD" for role in own)
    others = sum(role not in ("LEAD", *WATCHING) for role in own)
    return MatrixLine(ref, whole, leads, others, gap, alone[ref])
