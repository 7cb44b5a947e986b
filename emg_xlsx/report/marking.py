"""The sender's own workbook with every point marked at its cell, and the sheet ``To check`` added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from emg_xlsx.packs import Pack
from emg_xlsx.report.sheet import to_check
from emg_xlsx.report.wording import say
from emg_xlsx.xlsx import Limits
from emg_xlsx.xlsx.patching import Additions, Annotated, Highlight, Mark, annotate

FILLS: Mapping[str, str] = MappingProxyType(
    {"blocking": "#F2B8A8", "error": "#F2B8A8", "query": "#FFE9A8", "note": "#E3EDF7"}
)
"""The darker, the more urgent, also without colour; the note on the cell says it in words."""


def marked(data: bytes, pack: Pack, meta: Mapping[str, str], limits: Limits | None) -> Annotated:
    """The workbook as it came, with marks, notes and the sheet; nothing else in it changes.

    Args:
        data: the workbook.
        pack: what goes back; its questions stand at the places the sender sees.
        meta: what is noted on the hidden sheet, if there is one, to know the copy by when it comes back.
        limits: bounds on what is read; the defaults if None.

    Raises:
        Refused: it cannot be marked without harm.
    """
    looks = {kind: Highlight(fill, word=say(pack, f"mark_{kind}")) for kind, fill in FILLS.items()}
    return annotate(data, Additions(tuple(_marks(pack)), looks, to_check(pack), meta), limits=limits)


def _marks(pack: Pack) -> Iterator[Mark]:
    """A mark for every open question and every note that has a cell, the most urgent first."""
    for finding in (*(question.finding for question in pack.open), *pack.notes):
        if finding.sheet and finding.cell:
            yield Mark(finding.sheet, finding.cell, finding.severity.value, finding.message(pack.language))
