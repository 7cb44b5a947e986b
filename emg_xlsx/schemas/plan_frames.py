"""The pandera schemas of the plan's own tables, made from their fields.

Frames come typed, indexed by their Excel row numbers. A check's name is the finding code it gives, followed
by ``:`` and the column it is about where it looks at several.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial

import pandas as pd
import pandera.pandas as pa

from emg_xlsx.plan import Row, listed
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.plan_tables import (
    CHOICES,
    PLACES,
    PLAN_TABLES,
    REFERENCES,
    SETTINGS_FORM,
    SHAPES,
    SPANS,
    UNIQUE,
)

TABLES: tuple[Table, ...] = (*PLAN_TABLES, SETTINGS_FORM)
"""The tables of the plan and the form of its settings, which is checked as a table of one row."""


def plan_tables(tables: Mapping[str, Sequence[Row]]) -> dict[str, pa.DataFrameSchema]:
    """The schema of every table of a plan, by name; ``settings`` is the form on the sheet ``plan``.

    Args:
        tables: the plan's rows (such as ``plan.tables``), for what columns may refer to; a reference to a
            table that is not among them is not checked.
    """
    return {table.name: _schema(table, tables) for table in TABLES}


def typed(table: Table, rows: Sequence[Row], labels: Sequence[int]) -> pd.DataFrame:
    """The frame of a table's typed rows, with the dtypes its schema wants.

    Args:
        table: gives columns and types.
        rows: column key to text, ``date``, ``int``, ``bool`` or None.
        labels: the index: Excel row numbers.
    """
    frame = pd.DataFrame({f.key: pd.Series([row[f.key] for row in rows], dtype="object") for f in table.fields})
    frame.index = pd.Index(list(labels))
    for field in table.fields:
        if field.numeric or field.type == "date":
            frame[field.key] = _as_dtype(frame[field.key], field)
    return frame


def _as_dtype(series: pd.Series, field: Field) -> pd.Series:
    if field.numeric:
        return pd.to_numeric(series).astype("float64")
    return pd.to_datetime(series).astype("datetime64[s]")


def _schema(table: Table, tables: Mapping[str, Sequence[Row]]) -> pa.DataFrameSchema:
    columns = {field.key: _column(table, field, tables) for field in table.fields}
    checks = [
        pa.Check(partial(_is_in_order, first=first, second=second), name=f"plan-dates-backwards:{second}")
        for name, first, second in SPANS
        if name == table.name
    ]
    checks += [
        pa.Check(partial(_is_first, keys=keys), name=f"{code}:{keys[-1]}", ignore_na=False)
        for code, groups in (("plan-id-repeated", UNIQUE), ("plan-order-repeated", PLACES))
        for name, keys in groups
        if name == table.name
    ]
    checks += [
        pa.Check(partial(_is_of_activity, key=key), name=f"plan-id-elsewhere:{key}", ignore_na=False)
        for key in ("id", "stream")
        if "activity" in columns and key in columns
    ]
    return pa.DataFrameSchema(columns, checks=checks, strict=False, name=table.name)


def _column(table: Table, field: Field, tables: Mapping[str, Sequence[Row]]) -> pa.Column:
    """A column with its one-cell rules; its title, help and the rest travel as metadata."""
    checks: list[pa.Check] = []
    if field.need:
        checks.append(pa.Check(_is_filled, name="plan-cell-missing", ignore_na=False))
    if field.max_length is not None:
        checks.append(pa.Check(partial(_fits, limit=field.max_length), name="plan-text-long"))
    if field.minimum is not None:
        checks.append(pa.Check(partial(_is_from, minimum=field.minimum), name="plan-number-low"))
    if field.codelist:
        checks.append(pa.Check(partial(_is_one_of, known=CHOICES[field.codelist]), name="plan-value-unknown"))
    checks += [
        pa.Check(partial(_is_like, pattern=pattern), name="plan-id-shape")
        for name, key, pattern in SHAPES
        if (name, key) == (table.name, field.key)
    ]
    checks += [
        pa.Check(
            partial(_refers, known={row[target_key] for row in tables[target]}, several=field.type == "codes"),
            name="plan-reference-unknown",
        )
        for name, key, target, target_key in REFERENCES
        if (name, key) == (table.name, field.key) and target in tables
    ]
    dtype = "float64" if field.numeric else "datetime64[s]" if field.type == "date" else "object"
    metadata = {"title": field.title, "help": field.help, "type": field.type, "codelist": field.codelist,
                "width": field.width, "need": field.need}  # fmt: skip
    return pa.Column(dtype, checks=checks, nullable=True, title=field.title, description=field.help, metadata=metadata)


def _is_filled(series: pd.Series) -> pd.Series:
    return series.notna()


def _fits(series: pd.Series, limit: int) -> pd.Series:
    return series.str.len() <= limit


def _is_from(series: pd.Series, minimum: float) -> pd.Series:
    return series >= minimum


def _is_one_of(series: pd.Series, known: Collection[str]) -> pd.Series:
    return series.isin(known)


def _is_like(series: pd.Series, pattern: str) -> pd.Series:
    return series.str.fullmatch(pattern)


def _refers(series: pd.Series, known: Collection[str], several: bool) -> pd.Series:
    return series.map(lambda value: all(item in known for item in (listed(value) if several else (value,))))


def _is_in_order(df: pd.DataFrame, first: str, second: str) -> pd.Series:
    return df[first].isna() | df[second].isna() | (df[first] <= df[second])


def _is_first(df: pd.DataFrame, keys: Sequence[str]) -> pd.Series:
    """Only the second of two equal rows fails; empty cells are told elsewhere."""
    return ~df.duplicated(list(keys)) | df[list(keys)].isna().any(axis=1)


def _is_of_activity(df: pd.DataFrame, key: str) -> pd.Series:
    """``A03-D02`` and ``A07-i`` begin with their activity."""
    return df[key].isna() | df["activity"].isna() | (df[key].str.partition("-")[0] == df["activity"])
