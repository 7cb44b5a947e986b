"""What the workbook reader refuses or could not take, as findings in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from emg_xlsx.findings import Finding
from emg_xlsx.xlsx import Anomaly, Refused

REFUSALS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "archive-file": ("file-archive", {}),
    "csv-file": ("file-csv", {}),
    "doctype": ("file-unsafe", {"detail": "a document type declaration"}),
    "duplicate-part": ("file-unsafe", {"detail": "two parts of one name"}),
    "empty-file": ("file-empty", {}),
    "encrypted": ("file-encrypted", {}),
    "encrypted-zip": ("file-encrypted", {}),
    "file-unreadable": ("file-unreadable", {}),
    "foreign-unreadable": ("file-damaged", {}),
    "html-file": ("file-html", {}),
    "image-file": ("file-image", {}),
    "mail-file": ("file-mail", {}),
    "no-sheets": ("table-not-found", {}),
    "not-a-workbook": ("file-not-a-workbook", {}),
    "ods-file": ("file-old-format", {"kind": "OpenDocument (.ods)"}),
    "part-missing": ("file-part-missing", {}),
    "part-unreadable": ("file-part-unreadable", {}),
    "pdf-file": ("file-pdf", {}),
    "text-file": ("file-not-a-workbook", {}),
    "too-deep": ("file-unsafe", {"detail": "parts nested without end"}),
    "too-large": ("file-too-large", {}),
    "too-many-cells": ("file-too-large", {}),
    "too-slow": ("file-too-slow", {}),
    "unsafe-part-name": ("file-unsafe", {"detail": "a part whose name leads out of the file"}),
    "word-or-other-office": ("file-other-office", {}),
    "xls-file": ("file-old-format", {"kind": "Excel 97–2003 (.xls)"}),
    "xlsb-file": ("file-old-format", {"kind": "Excel binary (.xlsb)"}),
    "xml-spreadsheet-file": ("file-old-format", {"kind": "Excel 2003 XML"}),
    "zip-damaged": ("file-damaged", {}),
}
"""What the reader says to what we tell people: finding code, and facts in plain words."""

CONTAINER_REFUSALS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "duplicate-part": ("container-unsafe", {"detail": "two files of one name"}),
    "encrypted-zip": ("container-encrypted", {}),
    "too-deep": ("container-unsafe", {"detail": "parts nested without end"}),
    "too-large": ("container-too-large", {}),
    "unsafe-part-name": ("container-unsafe", {"detail": "a file whose name leads out of the archive"}),
}
"""The same for an archive or a mail as a whole; what is not named here means that it is damaged."""

LOST = frozenset(
    {"bad-boolean", "bad-cell-type", "bad-date", "bad-number", "cell-off-grid", "duplicate-cell", "more-anomalies",
     "string-index"}
)  # fmt: skip
"""Anomalies by which the content of a cell is lost; by the others, only something around the cells is."""


def refused(refusal: Refused, name: str) -> Finding:
    """The finding that tells in plain words why a file was refused."""
    return _finding(refusal, name, *REFUSALS[refusal.code])


def container_refused(refusal: Refused, name: str) -> Finding:
    """The finding that tells in plain words why an archive or a mail was not opened, or not to its end."""
    return _finding(refusal, name, *CONTAINER_REFUSALS.get(refusal.code, ("container-damaged", {})))


def _finding(refusal: Refused, name: str, code: str, words: Mapping[str, str]) -> Finding:
    facts = {key: str(value) for key, value in refusal.facts.items()}
    return Finding(code, name, facts={"detail": _told(facts) or refusal.code, **facts, **words})


def anomaly(file: str, item: Anomaly) -> Finding:
    """The finding for something the reader could not take."""
    code = "cell-unreadable" if item.code in LOST else "part-skipped"
    detail = _told({key: str(value) for key, value in item.facts.items()})
    return Finding(code, file, sheet=item.sheet, row=item.row, column=item.column,
                   facts={"detail": f"{item.code}: {detail}" if detail else item.code})  # fmt: skip


def _told(facts: Mapping[str, str]) -> str:
    return ", ".join(f"{key} {value}" for key, value in facts.items())
