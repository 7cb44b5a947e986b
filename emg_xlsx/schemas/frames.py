"""The pandera schemas, made from the tables: one function of the plan for each.

Frames are typed before they come here (see :mod:`emg_xlsx.cells`). ``contributions`` and ``proposals`` say what
must hold of typed values wherever they stand, in a submission or in the master; the schemas called ``submitted``
add what is asked of a submission: what somebody should complete or confirm, and rules over whole rows and files.
Each check's name is the finding code it gives. Checks over several columns name the field they are about in
:data:`ABOUT`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import pandera.pandas as pa

from emg_xlsx.findings import RULES
from emg_xlsx.plan import Plan
from emg_xlsx.schemas import of_plan
from emg_xlsx.schemas.fields import Field, FieldType, Table

TEXT = "object"
"""Text columns hold ``str`` or None; pandas' own string types differ between its versions."""

DTYPES: Mapping[FieldType, str] = {
    "number": "float64", "months": "float64", "integer": "Int64", "date": "datetime64[s]",
}  # fmt: skip
"""How typed values of a field stand in a frame, where they are no texts."""

DAYS = ("first_day", "last_day")

NOT_TAKING_PART = ("OBS", "NONE")
"""Roles that need nothing more than themselves."""

RowMask = pd.Series
"""One truth value per row: whether the row passes."""


def contributions(plan: Plan) -> pa.DataFrameSchema:
    """The schema of typed contributions, as read from a submission or as they stand in a master.

    One row for each contribution, whatever its index. Texts and codes are objects, None where there is nothing;
    ``staff_months`` are work-months (12 are one person for a year) and ``amount_usd`` US dollars, both ``float64``.
    The other schemas use the same types and units, and leave columns that they do not know alone.

    Args:
        plan: gives refs, codelists and the coordinator's own columns.
    """
    return _schema(of_plan.contributions_table(plan), plan)


def proposals(plan: Plan) -> pa.DataFrameSchema:
    """The schema of typed proposals, as read from a submission or as they stand in a master.

    One row for each proposal, whatever its index.

    Args:
        plan: gives outcomes, activities, codelists and the coordinator's own columns.
    """
    return _schema(of_plan.proposals_table(plan), plan)


def submitted_contributions(plan: Plan, *, day: date | None = None) -> pa.DataFrameSchema:
    """The schema of what is asked of the contributions of any number of submissions.

    One row for each contribution; the name of a failed check is the code of a finding. Besides the template's
    fields the frame has ``file`` (a number per submission), ``round_kind`` (``planning`` or ``reporting``),
    ``first_day`` and ``last_day`` (``datetime64``) and ``precision``.

    Args:
        plan: gives refs, codelists and the coordinator's own columns.
        day: the day of the run, for "completed but starting in the future"; that rule rests if None.
    """
    table = of_plan.contributions_table(plan)
    rules: list[tuple[str, Callable[[pd.DataFrame], RowMask]]] = [
        ("row-without-content", partial(_has_content, table=table)),
        ("duplicate-row", _is_no_repeat),
    ]
    rules += [(_missing(f), partial(_is_filled, field=f)) for f in table.inputs if f.need]
    if day is not None:
        rules.append(("completed-in-future", partial(_is_not_ahead, day=day)))
    return _schema(table, plan, rules)


def submitted_proposals(plan: Plan) -> pa.DataFrameSchema:
    """The schema of what is asked of the proposals of any number of submissions.

    One row for each proposal; the name of a failed check is the code of a finding.

    Args:
        plan: gives outcomes, activities, codelists and the coordinator's own columns.
    """
    table = of_plan.proposals_table(plan)
    return _schema(table, plan, [(_missing(f), partial(_is_filled, field=f)) for f in table.inputs if f.need])


def entity(plan: Plan) -> pa.DataFrameSchema:
    """The schema of the forms: one row per submission, with ``rows_used``, the count of its filled rows.

    Args:
        plan: gives entities and codelists.
    """
    table = of_plan.entity_table(plan)
    rules: list[tuple[str, Callable[[pd.DataFrame], RowMask]]] = [
        ("nil-with-rows", lambda df: ~((df["submission_kind"] == "NIL") & (df["rows_used"] > 0))),
        (
            "full-without-rows",
            lambda df: ~((df["submission_kind"].fillna("FULL") == "FULL") & (df["rows_used"] == 0)),
        ),
    ]
    # The entity itself is resolved before, because without it nothing of the file can be merged.
    rules += [(_missing(f), partial(_is_filled, field=f)) for f in table.inputs if f.need and f.key != "entity"]
    return _schema(table, plan, rules)


def master_contributions(plan: Plan) -> pa.DataFrameSchema:
    """The schema of the master's contributions: one row each, indexed by id such as ``UNEP/A03-D02/1``.

    Besides the template's columns: whose it is, its days as ``datetime64``, its rounds, where it comes from (``row``
    is a whole number that may be missing), and the coordinator's own columns.

    Args:
        plan: gives refs, codelists and the coordinator's own columns.
    """
    return _master(of_plan.master_contributions_table(plan), plan)


def master_proposals(plan: Plan) -> pa.DataFrameSchema:
    """The schema of the master's proposals: one row each, indexed by id such as ``UNEP/NEW/1``.

    Args:
        plan: gives outcomes, activities, codelists and the coordinator's own columns.
    """
    return _master(of_plan.master_proposals_table(plan), plan)


ABOUT = {
    "row-without-content": "role",
    "duplicate-row": "description",
    "completed-in-future": "status",
    "nil-with-rows": "submission_kind",
    "full-without-rows": "submission_kind",
}
"""The field a check over several columns is about."""


def about(check: str, column: str | None) -> tuple[str, str]:
    """The finding code and field key of a failed check.

    Args:
        check: the check's name, ``code`` or ``code:field``.
        column: the column it failed in, for checks of one column.
    """
    code, _, key = check.partition(":")
    return code, key or ABOUT.get(code) or column or ""


def _schema(
    table: Table, plan: Plan, rules: list[tuple[str, Callable[[pd.DataFrame], RowMask]]] | None = None
) -> pa.DataFrameSchema:
    """The schema of a table's typed frame.

    Args:
        table: gives the columns.
        plan: gives refs and codelists.
        rules: what is asked of a submission; None where only the values themselves have to hold.
    """
    columns = {f.key: _column(f, plan, asked=rules is not None) for f in table.inputs}
    if "ref" in table.by_key:
        columns["ref"] = _refs(plan, nullable=True)
    if "schedule" in columns:
        columns |= {key: pa.Column("datetime64[s]", nullable=True) for key in DAYS}
    checks = [pa.Check(fn, name=name, ignore_na=False) for name, fn in rules or ()]
    return pa.DataFrameSchema(columns, checks=checks, strict=False, name=table.name)


def _column(field: Field, plan: Plan, *, asked: bool) -> pa.Column:
    """A column with its one-cell rules; its title, help and the rest travel as metadata.

    A value beyond a query's bound is merged all the same: the bound is a rule only where people are ``asked``.
    """
    checks: list[pa.Check] = []
    if field.max_length is not None and asked:
        checks.append(pa.Check(partial(_fits, limit=field.max_length), name="text-too-long"))
    if field.minimum is not None:
        checks.append(pa.Check(partial(_is_from, minimum=field.minimum), name="number-negative"))
    if field.maximum is not None and asked:
        high = "staff-months-high" if field.type == "months" else "amount-high"
        checks.append(pa.Check(partial(_is_up_to, maximum=field.maximum), name=high))
    if field.type == "code" and field.codelist:
        known = frozenset(code.code for code in of_plan.codelist(plan, field.codelist).codes)
        checks.append(pa.Check(partial(_is_one_of, known=known), name="value-unknown"))
    dtype = DTYPES.get(field.type, TEXT)
    metadata = {"title": field.title, "help": field.help, "type": field.type, "codelist": field.codelist,
                "width": field.width, "need": field.need}  # fmt: skip
    return pa.Column(dtype, checks=checks, nullable=True, title=field.title, description=field.help, metadata=metadata)


def _master(table: Table, plan: Plan) -> pa.DataFrameSchema:
    columns: dict[str, Any] = {}
    for field in table.fields:
        if field.key == "id":
            continue
        columns[field.key] = _refs(plan, nullable=False) if field.key == "ref" else _column(field, plan, asked=False)
    return pa.DataFrameSchema(columns, index=pa.Index(unique=True, name="id"), strict=False, name=table.name)


def _refs(plan: Plan, *, nullable: bool) -> pa.Column:
    known = frozenset(plan.refs)
    return pa.Column(TEXT, pa.Check(partial(_is_one_of, known=known), name="ref-unknown"), nullable=nullable)


def _missing(field: Field) -> str:
    own = f"{field.key}-missing"
    # What is said of a missing description names the field that will do instead, which not every table has.
    known = own in RULES and (field.key != "description" or field.instead)
    return f"{own if known else 'field-missing'}:{field.key}"


def _is_filled(df: pd.DataFrame, field: Field) -> RowMask:
    filled = df[field.key].notna()
    if field.need == "always":
        return filled
    taking_part = ~df["role"].isin(NOT_TAKING_PART)
    reporting = df["round_kind"] == "reporting"
    if field.need == "reporting":
        return filled | ~(taking_part & reporting)
    if field.instead:
        filled = filled | (df[field.instead].notna() & reporting)
    return filled | ~taking_part


def _has_content(df: pd.DataFrame, table: Table) -> RowMask:
    """A row needs a role or a text; a row without either has nothing that could be recorded."""
    said = ["role", *(f.key for f in table.inputs if f.type == "text" and f.max_length)]
    return df[said].notna().any(axis=1)


def _is_no_repeat(df: pd.DataFrame) -> RowMask:
    """No two rows of one file with the same ref and the same words."""
    told = df["description"].notna() | df["progress"].notna()
    return ~(df.duplicated(["file", "ref", "role", "description", "progress"]) & told)


def _is_not_ahead(df: pd.DataFrame, day: date) -> RowMask:
    return ~((df["status"] == "COMPLETED") & (df["first_day"] > pd.Timestamp(day)))


def _fits(series: pd.Series, limit: int) -> RowMask:
    return series.str.len() <= limit


def _is_from(series: pd.Series, minimum: float) -> RowMask:
    return series >= minimum


def _is_up_to(series: pd.Series, maximum: float) -> RowMask:
    return series <= maximum


def _is_one_of(series: pd.Series, known: frozenset[str]) -> RowMask:
    return series.isin(known)
