"""Rows as frames: typed by their table, or plain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from emg_xlsx.schemas.fields import Table
from emg_xlsx.schemas.summary_tables import OF_REFS

BASE_COLUMNS = ("record", "id", "sha256", "entity", "ref", "round", "values")
"""The columns of the hidden sheet ``_base``."""


def typed_frame(rows: Sequence[Mapping[str, Any]], table: Table, index: pd.Index | None = None) -> pd.DataFrame:
    """Rows as a frame with the table's columns: text as objects, numbers as floats, days as ``datetime64[s]``.

    Args:
        rows: values by key, None or absent where there is nothing; whole numbers become ``Int64``.
        table: gives columns and types.
        index: the labels of the rows; their ``id`` if None, or their place where the table has no ids.
    """
    columns: dict[str, Any] = {}
    labels = _labels(rows, table) if index is None else index
    for field in table.fields:
        if field.key == "id":
            continue
        values = pd.Series([row.get(field.key) for row in rows], dtype="object", index=labels)
        if field.numeric:
            values = pd.to_numeric(values).astype("Int64" if field.type == "integer" else "float64")
        elif field.type == "date":
            values = pd.Series(pd.to_datetime(values)).astype("datetime64[s]")
        columns[field.key] = values
    return pd.DataFrame(columns, index=labels)


def _labels(rows: Sequence[Mapping[str, Any]], table: Table) -> pd.Index:
    if "id" not in table.by_key:
        return pd.RangeIndex(len(rows))
    return pd.Index([str(row["id"]) for row in rows], dtype="object", name="id")


def plain_frame(lines: Sequence[Mapping[str, Any]], keys: Iterable[str]) -> pd.DataFrame:
    """A list of lines as a frame of plain objects, None where a line says nothing."""
    return pd.DataFrame({key: pd.Series([line.get(key) for line in lines], dtype="object") for key in keys})


def frame_of_refs(refs: Sequence[str], lines: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """What the coordinator wrote of each ref of a plan, indexed by ref; None where nothing was written."""
    index = pd.Index(list(refs), dtype="object", name="ref")
    keys = [key for _, key in OF_REFS]
    values = {key: pd.Series([line.get(key) or None for line in lines], dtype="object", index=index) for key in keys}
    return pd.DataFrame(values)


def lines_of_frame(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as values by column and ``id``, None for whatever is empty; days as dates."""
    columns: dict[str, list[Any]] = {}
    if frame.index.name is not None:
        columns[str(frame.index.name)] = list(frame.index)
    for name in frame.columns:
        values = frame[name].astype("object")
        values = values.where(values.notna(), None)
        columns[str(name)] = [value.date() if isinstance(value, pd.Timestamp) else value for value in values.tolist()]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def is_same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two frames say the same, however their columns are stored and their texts are spaced."""
    return len(one) == len(other) and _spaced(lines_of_frame(one)) == _spaced(lines_of_frame(other))


def _spaced(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value.split() if isinstance(value, str) else value for key, value in line.items()} for line in lines]
