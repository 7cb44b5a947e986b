"""What became of the sheets that were to be set into a new workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

LossCode = Literal[
    # Sheets that stay behind.
    "connection",  # it shows data of a connection or a query
    "damaged",  # one of its parts cannot be read; facts: part
    "dates",  # the workbook counts its days from 1904
    "sheet-kind",  # a dialog or a sheet of the old macro language; facts: kind
    "slicer",  # it has slicers or timelines
    "strict",  # the workbook is written in the strict form of the format
    # What stays behind while the sheet comes along.
    "external",  # formulas that lead to a workbook which is not listed; their results come along
    "name",  # a defined name that leads to a sheet which stays behind; facts: name
    "results",  # pictures in cells, or how far the result of a formula spills
    "table-renamed",  # a table whose name is taken; facts: name, new
    # What was put into a sheet that the new workbook brings itself.
    "on-ours",  # facts: kind, one of drawing, comments, table, pivotTable, and so on
]
"""Every reason why something stays behind; the comments name the facts that come with it."""

LOSSES: frozenset[str] = frozenset(get_args(LossCode))
"""The same as a set, for catalogues that must be complete."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing of the old workbook that the new one does not have.

    Attributes:
        sheet: the sheet it stood on; empty for the workbook as a whole.
        code: the reason.
        facts: names and kinds as the file has them, which is untrusted text.
    """

    sheet: str
    code: LossCode
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Grafted:
    """The new workbook with the sheets of the old one.

    Attributes:
        data: the file; the very bytes that were given if nothing was added.
        kept: names of the sheets that were added, in their order.
        lost: what could not be carried over, sheet by sheet.
    """

    data: bytes
    kept: tuple[str, ...]
    lost: tuple[Loss, ...]
