"""A workbook with something put into it and everything else as it was: parts patched, never saved anew."""

from emg_xlsx.xlsx.patching.annotate import annotate
from emg_xlsx.xlsx.patching.strip import has_marks, strip
from emg_xlsx.xlsx.patching.values import (
    AUTHOR,
    META_MARK,
    NOTE_MARK,
    SHEET_MARK,
    Additions,
    Annotated,
    AnswerList,
    Highlight,
    Look,
    Mark,
    SheetCell,
    ToCheck,
)

__all__ = [
    "AUTHOR",
    "META_MARK",
    "NOTE_MARK",
    "SHEET_MARK",
    "Additions",
    "Annotated",
    "AnswerList",
    "Highlight",
    "Look",
    "Mark",
    "SheetCell",
    "ToCheck",
    "annotate",
    "has_marks",
    "strip",
]
