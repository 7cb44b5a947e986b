"""Which fields a coordinator may set, when two values are the same, and how a value reads in words."""

from __future__ import annotations

from datetime import date
from math import isclose
from typing import Any

import pandas as pd

from emg_xlsx.plan import Plan
from emg_xlsx.rows import number_text
from emg_xlsx.schedule import format_schedule
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.of_plan import (
    codelist,
    contributions_table,
    master_contributions_table,
    master_proposals_table,
    proposals_table,
)

DAYS = ("first_day", "last_day", "precision")


def editable(table: Table, plan: Plan) -> tuple[Field, ...]:
    """The fields of a master's table that the coordinator may set: what entities fill, the ref, days, and their own."""
    keys: set[str] = {"state"} if table.name == "questions" else set()
    if table.name in ("contributions", "proposals"):
        template = contributions_table(plan) if table.name == "contributions" else proposals_table(plan)
        keys = {item.key for item in template.inputs} | {"ref", *DAYS}
    return tuple(item for item in table.fields if item.own or item.key in keys)


def master_tables_of(plan: Plan) -> tuple[Table, Table]:
    """The two tables whose rows are merged field by field."""
    return master_contributions_table(plan), master_proposals_table(plan)


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same, however a spreadsheet program stored them."""
    if one is other:
        return True
    one, other = _plain(one), _plain(other)
    if isinstance(one, str) and isinstance(other, str):
        return one.split() == other.split()
    if isinstance(one, int | float) and isinstance(other, int | float):
        return isclose(one, other, rel_tol=1e-12)
    return bool(one == other)


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.date()
    return None if value == "" else value


def in_words(value: Any, item: Field, plan: Plan) -> str:
    """A value as people read it: labels for codes, days with the month as a word, empty for nothing."""
    value = _plain(value)
    if value is None:
        return ""
    if item.codelist and item.type in ("code", "codes"):
        options = codelist(plan, item.codelist)
        return "; ".join(options.label(code) for code in str(value).split("; "))
    if isinstance(value, date):
        return format_schedule(value, value, "day")
    return number_text(float(value)) if isinstance(value, int | float) else str(value)
