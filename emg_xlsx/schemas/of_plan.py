"""The tables and codelists of a given plan: the house's own, with the coordinator's additions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from emg_xlsx.codelists import Code, Codelist, in_language
from emg_xlsx.codes import CODELISTS
from emg_xlsx.plan import Plan, Row
from emg_xlsx.schemas import master_tables, summary_tables, tables
from emg_xlsx.schemas.fields import Field, FieldType, Table
from emg_xlsx.texts import LANGUAGES

COLUMN_TYPES: tuple[FieldType, ...] = ("text", "code", "number", "date")
"""Types a coordinator's own column may have."""


def _once(make: Callable[[Plan], Table]) -> Callable[[Plan], Table]:
    """A table that is made once for each plan: every row asks for it."""

    @wraps(make)
    def table(plan: Plan) -> Table:
        made: dict[str, Table] = plan.__dict__.setdefault("_tables", {})
        if make.__name__ not in made:
            made[make.__name__] = make(plan)
        return made[make.__name__]

    return table


@_once
def contributions_table(plan: Plan) -> Table:
    """The template's table of contributions, with the plan's own extra columns at its right."""
    return _extended(tables.CONTRIBUTIONS, plan)


@_once
def proposals_table(plan: Plan) -> Table:
    """The template's table of new proposals, with the plan's own extra columns at its right."""
    return _extended(tables.PROPOSALS, plan)


def in_reissues(table: Table) -> Table:
    """A table as it stands in pre-filled re-issues: with what they have at the right of it."""
    return replace(table, fields=table.fields + tables.AGAIN[table.name])


def entity_table(plan: Plan) -> Table:  # noqa: ARG001  # the sisters all take the plan; so may this one's additions
    """The form on the sheet ``Entity``."""
    return tables.ENTITY_FORM


@_once
def master_contributions_table(plan: Plan) -> Table:
    """The master's table of contributions: the template's columns between id, entity and provenance."""
    return master_tables.master_contributions(contributions_table(plan))


@_once
def master_proposals_table(plan: Plan) -> Table:
    """The master's table of proposals."""
    return master_tables.master_proposals(proposals_table(plan))


@_once
def progress_table(plan: Plan) -> Table:
    """The master's sheet ``Progress``, with a column for each status of the plan."""
    return summary_tables.progress(codelist(plan, "status").codes)


def codelist(plan: Plan, name: str, language: str = LANGUAGES[0]) -> Codelist:
    """A codelist by name: the plan's own things, the contract's lists, or the coordinator's.

    Args:
        plan: the work plan.
        name: what fields call the list.
        language: of the labels, for lists that have them in other languages.

    Raises:
        KeyError: no list of that name.
    """
    cache = plan.__dict__.setdefault("_codelists", {})
    if (name, language) not in cache:
        cache[name, language] = in_language(_codelist(plan, name), language)
    found: Codelist = cache[name, language]
    return found


def _codelist(plan: Plan, name: str) -> Codelist:
    if name == "entity":
        return plan.entity_list
    if name == "event":
        return plan.event_list
    if name == "outcome":
        codes = [
            Code(o.id, plan.outcome_title(o.id), (o.label, o.short, f"{plan.numerals[o.id]}. {o.short}"))
            for o in plan.outcomes
        ]
        return Codelist(name, tuple(codes))
    if name == "activity":
        return Codelist(name, tuple(Code(a.id, plan.activity_title(a.id), (a.title,)) for a in plan.activities))
    added = tuple(Code(r["code"], r["label"]) for r in plan.tables["codes"] if r["codelist"] == name)
    base = CODELISTS.get(name)
    if base is None and not added:
        raise KeyError(name)
    return Codelist(name, (base.codes if base else ()) + added)


def _extended(table: Table, plan: Plan) -> Table:
    added = tuple(_own_field(row) for row in plan.tables["columns"] if row["sheet"] == table.sheet)
    return replace(table, fields=table.fields + added) if added else table


def _own_field(row: Row) -> Field:
    values = {key: str(value) if value is not None else "" for key, value in row.items()}
    return Field(
        key=values["key"],
        title=values["title"],
        help=values["help"],
        type=values["type"],  # type: ignore[arg-type]  # checked against COLUMN_TYPES when the plan was read
        codelist=values["codelist"] or None,
        need="participating" if row["required"] is True else None,
        optional=row["required"] is not True,
    )
