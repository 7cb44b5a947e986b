"""The ids that rows of a re-issue carry: which of them count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from emg_xlsx.findings import Finding
from emg_xlsx.schemas.tables import AGAIN
from emg_xlsx.values import TypedRow

_TITLE = next(field.name for field in AGAIN["proposals"] if field.key == "id")


def checked_ids(file: str, rows: Sequence[TypedRow], entity: str | None) -> tuple[list[TypedRow], list[Finding]]:
    """The rows without the ids that do not count, each of which is asked about at its cell.

    An id of another entity counts nowhere, one that stands twice only in its first row: a copied row brings the id
    of the one it was copied from.

    Args:
        file: its name.
        rows: the typed rows of one kind of table, in order.
        entity: whose answers they are; None where nobody knows, and no id can be another's.
    """
    kept: list[TypedRow] = []
    findings: list[Finding] = []
    first: dict[str, TypedRow] = {}
    for row in rows:
        name = row.values.get("id")
        if name is None:
            kept.append(row)
            continue
        foreign = entity is not None and name.partition("/")[0].casefold() != entity.casefold()
        if not foreign and name not in first:
            first[name] = row
            kept.append(row)
            continue
        code = "id-foreign" if foreign else "id-twice"
        findings.append(_finding(code, file, row, None if foreign else first[name]))
        kept.append(replace(row, values={**row.values, "id": None}))
    return kept, findings


def _finding(code: str, file: str, row: TypedRow, other: TypedRow | None) -> Finding:
    facts: dict[str, object] = {}
    if other is not None:
        facts = {"other": str(other.number) if other.sheet == row.sheet else f"{other.number} ({other.sheet})"}
    return Finding(code, file, sheet=row.sheet, row=row.number, column=row.columns["id"], field="id",
                   ref=row.values.get("ref"), title=_TITLE, value=row.values["id"], facts=facts)  # fmt: skip


__all__ = ["checked_ids"]
