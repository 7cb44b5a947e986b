"""What the public functions give back about submissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from emg_xlsx.show import COLUMNS, finding_line
from emg_xlsx.values import Checked


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
        keys = ("file", "sha256", "entity", "round", "state", "rows_read", "rows_merged")
        return pd.DataFrame([[getattr(state, key) for key in keys] for state in self.checked.files], columns=list(keys))

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
