"""What the public functions give back about submissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from emg_xlsx.labels import with_labels
from emg_xlsx.plan import Plan
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.show import COLUMNS, finding_line
from emg_xlsx.tabular import typed_frame
from emg_xlsx.values import Checked, TypedRow

_READ = (
    Field(key="sheet", title="Sheet"),
    Field(key="first_day", title="First day", type="date"),
    Field(key="last_day", title="Last day", type="date"),
    Field(key="precision", title="Precision"),
)
"""What is told of a row besides its columns."""


@dataclass(frozen=True, repr=False)
class Validation:
    """The result of checking submissions.

    Attributes:
        checked: everything as values, for passing on.
    """

    checked: Checked

    def __repr__(self) -> str:
        return f"<Validation of {len(self.checked.files)} files: {len(self.checked.findings)} findings>"

    @cached_property
    def files(self) -> pd.DataFrame:
        """One row per file: ``file``, ``sha256``, ``entity``, ``round``, ``state``, ``rows_read``, ``rows_merged``."""
        texts, numbers = ("file", "sha256", "entity", "round", "state"), ("rows_read", "rows_merged")
        types = {**dict.fromkeys(texts, "object"), **dict.fromkeys(numbers, "int64")}
        # Left to itself, pandas takes None for a number that is no number, from one version on.
        return pd.DataFrame({key: pd.Series([getattr(state, key) for state in self.checked.files], dtype=kind)
                             for key, kind in types.items()})  # fmt: skip

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row per finding, with the columns of ``emg-xlsx validate --format csv``."""
        states = {state.file: state for state in self.checked.files}
        lines = [
            {"file": f.file, "entity": f.entity, "round": states[f.file].round, "state": states[f.file].state,
             **finding_line(f)}
            for f in self.checked.findings
        ]  # fmt: skip
        return findings_frame(lines, COLUMNS)


@dataclass(frozen=True, repr=False)
class SubmissionTables:
    """One submission, typed.

    Attributes:
        entity: code of the entity, None where the file does not say.
        round: id of the round it answers.
        form: the answers of the sheet ``Entity`` by key.
        contributions, proposals: typed frames, indexed by the row number on the ``sheet`` of the sender's file;
            codes for list values, ``first_day`` and ``last_day`` as dates with their ``precision``.
        findings: what was noticed while reading and typing, one row each; rules over whole rows and tables come
            with :func:`validate`.
    """

    entity: str | None
    round: str
    form: Mapping[str, object]
    contributions: pd.DataFrame
    proposals: pd.DataFrame
    findings: pd.DataFrame

    def __repr__(self) -> str:
        rows = len(self.contributions)
        return f"<Submission of {self.entity}, {self.round}: {rows} contributions, {len(self.findings)} findings>"


def findings_frame(lines: Sequence[Mapping[str, object]], columns: Sequence[str]) -> pd.DataFrame:
    """Findings as a frame of texts, None where there is nothing, and whole row numbers."""
    frame = pd.DataFrame({key: pd.Series([line[key] for line in lines], dtype="object") for key in columns})
    return frame.astype({"row": "Int64"})


def rows_frame(rows: Sequence[TypedRow], schema: Table, plan: Plan, labels: str | None) -> pd.DataFrame:
    """The typed rows of one file as a frame with the columns people fill, indexed by their numbers in the file."""
    fields = (*(f for f in schema.fields if f.type != "printed"), *_READ)
    wanted = Table(schema.name, schema.sheet, fields)
    values = [{**row.values, "sheet": row.sheet} for row in rows]
    frame = typed_frame(values, wanted, pd.Index([row.number for row in rows], dtype="int64", name="row"))
    return with_labels(frame, wanted, plan) if labels else frame
