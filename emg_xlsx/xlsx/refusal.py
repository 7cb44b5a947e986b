"""Why a file, or a part of it, is not read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

RefusalCode = Literal[
    # What the file really is, told from its content.
    "archive-file",  # a zip, gzip, 7z or rar of other files; facts: kind
    "csv-file",  # text with separators; facts: separator
    "empty-file",
    "encrypted",  # an Office file behind a password
    "encrypted-zip",  # a zip whose entries are behind a password
    "html-file",
    "image-file",  # facts: kind
    "mail-file",  # an Outlook message
    "not-a-workbook",  # none of these
    "ods-file",  # see emg_xlsx.xlsx.foreign
    "pdf-file",
    "text-file",  # facts: kind
    "word-or-other-office",  # facts: kind
    "xls-file",  # see emg_xlsx.xlsx.foreign
    "xlsb-file",  # see emg_xlsx.xlsx.foreign
    "xml-spreadsheet-file",  # the XML format of Excel 2003
    # What cannot be opened.
    "file-unreadable",  # the system did not give it; facts: reason
    "foreign-unreadable",  # the reader of other formats gave up; facts: reason
    "no-sheets",  # a workbook without a worksheet
    "part-missing",  # facts: part
    "part-unreadable",  # facts: part, reason, and line where there is one
    "zip-damaged",  # facts: reason, and part where there is one
    # What is not opened to be on the safe side.
    "doctype",  # facts: part
    "duplicate-part",  # facts: part
    "too-deep",  # facts: part, limit
    "too-large",  # facts: limit_name, limit, and part where there is one
    "too-many-cells",  # facts: limit_name, limit, part
    "too-slow",  # facts: limit_name, limit
    "unsafe-part-name",  # facts: part
]
"""Every reason to refuse; the comments name the facts that come with it."""

CODES: frozenset[str] = frozenset(get_args(RefusalCode))
"""The same as a set, for catalogues that must be complete."""

LONGEST_FACT = 100
"""Characters of untrusted text in a fact."""


class Refused(Exception):  # noqa: N818  # an answer about the file, not a fault of the program
    """A file, or a part of it, is not read.

    Args:
        code: the reason, one of `CODES`.
        facts: part names, counts and limits; untrusted text is cut to `LONGEST_FACT` characters.
    """

    def __init__(self, code: RefusalCode, facts: Mapping[str, str | int] | None = None) -> None:
        self.code: str = code
        self.facts: dict[str, str | int] = {key: clipped(value) for key, value in (facts or {}).items()}
        super().__init__(code, self.facts)  # both, so that it can travel between processes


def clipped(value: str | int) -> str | int:
    """A fact no longer than `LONGEST_FACT`; an ellipsis stands for the rest."""
    if isinstance(value, str) and len(value) > LONGEST_FACT:
        return value[: LONGEST_FACT - 1] + "…"
    return value
