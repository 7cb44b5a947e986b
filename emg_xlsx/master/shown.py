"""Typed frames as people read them: labels for codes, words for states, None for nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, overload

import pandas as pd

from emg_xlsx.master.tables import Row
from emg_xlsx.plan import Plan
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.of_plan import codelist
from emg_xlsx.texts import catalogue

WORDED = ("state", "severity", "what")
"""Columns of lists that hold codes of the house, shown in words of the catalogue."""
AT_ONCE = 1_000
"""Rows that are made ready at a time."""


class TypedRows(Sequence[Row]):
    """The rows of a typed frame as a person reads them, some at a time: labels for codes, None for nothing.

    Args:
        frame: the rows.
        table: their fields.
        plan: its codelists.
    """

    def __init__(self, frame: pd.DataFrame, table: Table, plan: Plan) -> None:
        self.frame, self.table, self.plan = frame, table, plan

    def __len__(self) -> int:
        return len(self.frame)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        found = list(self._shown(place if isinstance(place, slice) else slice(place, place + 1)))
        return found if isinstance(place, slice) else found[0]

    def __iter__(self) -> Iterator[Row]:
        for start in range(0, len(self.frame), AT_ONCE):
            yield from self._shown(slice(start, start + AT_ONCE))

    def _shown(self, part: slice) -> Iterable[Row]:
        frame = self.frame.iloc[part]
        columns = []
        for item in self.table.fields:
            values = frame.index if item.key == "id" else frame[item.key]
            columns.append(_shown(values, item, self.plan))
        return zip(*columns, strict=True)


def _shown(column: pd.Series[Any] | pd.Index[Any], item: Field, plan: Plan) -> list[Any]:
    """The values of a column as people read them, None for nothing."""
    if column.dtype.kind == "M":
        return list(column.to_numpy("datetime64[us]").tolist())
    show = _show(item, plan)
    return [None if empty else show(value) for value, empty in zip(column.tolist(), column.isna(), strict=True)]


def _show(item: Field, plan: Plan) -> Callable[[Any], Any]:
    """How a value of a field is shown."""
    if item.codelist and item.type in ("code", "codes"):
        label = codelist(plan, item.codelist).label
        return lru_cache(maxsize=1024)(lambda value: "; ".join(map(label, str(value).split("; "))))
    if item.type == "date":  # of a column that also has words
        return lambda value: value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
    return lambda value: value


def listed_rows(frame: pd.DataFrame, table: Table, plan: Plan) -> list[list[Any]]:
    """The rows of a list as a person reads them: words for states, severities and codes."""
    columns: list[Iterable[Any]] = []
    for item in table.fields:
        values = frame.index if item.key == "id" else frame[item.key]
        if item.key in WORDED:
            words = catalogue()[item.key]
            # What somebody wrote over such a word is no code.
            columns.append([words.get(value, value) for value in values])
        else:
            columns.append(_shown(values, item, plan))
    return [list(row) for row in zip(*columns, strict=True)]
