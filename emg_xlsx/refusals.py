"""What the workbook reader refuses or could not take, as findings in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from emg_xlsx.findings import Finding
from emg_xlsx.texts import Phrase, catalogue
from emg_xlsx.xlsx import Anomaly, Refused

REFUSALS: Mapping[str, str] = {
    "archive-file": "file-archive",
    "csv-file": "file-csv",
    "doctype": "file-unsafe",
    "duplicate-part": "file-unsafe",
    "empty-file": "file-empty",
    "encrypted": "file-encrypted",
    "encrypted-zip": "file-encrypted",
    "file-unreadable": "file-unreadable",
    "foreign-unreadable": "file-damaged",
    "html-file": "file-html",
    "image-file": "file-image",
    "mail-file": "file-mail",
    "no-sheets": "table-not-found",
    "not-a-workbook": "file-not-a-workbook",
    "ods-file": "file-old-format",
    "part-missing": "file-part-missing",
    "part-unreadable": "file-part-unreadable",
    "pdf-file": "file-pdf",
    "text-file": "file-text",
    "too-deep": "file-unsafe",
    "too-large": "file-too-large",
    "too-many-cells": "file-too-large",
    "too-slow": "file-too-slow",
    "unsafe-part-name": "file-unsafe",
    "word-or-other-office": "file-other-office",
    "xls-file": "file-old-format",
    "xlsb-file": "file-old-format",
    "xml-spreadsheet-file": "file-old-format",
    "zip-damaged": "file-damaged",
}
"""What the reader says to what we tell people."""

FOREIGN_REASONS: Mapping[str, str] = {"time": "file-too-slow", "no-reader": "file-old-format"}
"""The same where the reader of other formats gave up for a reason of its own."""

CONTAINER_REFUSALS: Mapping[str, str] = {
    "duplicate-part": "container-unsafe",
    "encrypted-zip": "container-encrypted",
    "too-deep": "container-unsafe",
    "too-large": "container-too-large",
    "unsafe-part-name": "container-unsafe",
}
"""The same for an archive or a mail as a whole; what is not named here means that it is damaged."""

WORKBOOK_ENDINGS = frozenset({".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods"})

LOST = frozenset(
    {"bad-boolean", "bad-cell-type", "bad-date", "bad-number", "cell-off-grid", "duplicate-cell", "more-anomalies",
     "string-index"}
)  # fmt: skip
"""Anomalies by which the content of a cell is lost; by the others, only something around the cells is."""


def refused(refusal: Refused, name: str) -> Finding:
    """The finding that tells in plain words why a file was refused."""
    reason = str(refusal.facts.get("reason", "")) if refusal.code == "foreign-unreadable" else ""
    return _finding(refusal, name, FOREIGN_REASONS.get(reason) or REFUSALS[refusal.code])


def container_refused(refusal: Refused, name: str) -> Finding:
    """The finding that tells in plain words why an archive or a mail was not opened, or not to its end."""
    return _finding(refusal, name, CONTAINER_REFUSALS.get(refusal.code, "container-damaged"))


def _finding(refusal: Refused, name: str, code: str) -> Finding:
    facts = {key: str(value) for key, value in refusal.facts.items()}
    kind = _words("kind", facts.get("kind") or refusal.code) or facts.get("kind") or _words("kind", "other")
    ending = PurePosixPath(name).suffix.lower()
    named = Phrase("refusal.named", {"ending": ending}) if ending in WORKBOOK_ENDINGS else ""
    detail = _words("reason", refusal.code, **facts) or _told(facts) or refusal.code
    return Finding(code, name, facts={**facts, "kind": kind, "detail": detail, "named": named})


def anomaly(file: str, item: Anomaly) -> Finding:
    """The finding for something the reader could not take; the stored text of a cell is its value."""
    lost = item.code in LOST
    facts = {key: str(value) for key, value in item.facts.items()}
    return Finding("cell-unreadable" if lost else "part-skipped", file, sheet=item.sheet, row=item.row,
                   column=item.column, value=facts.get("value") if lost else None,
                   facts={**facts, "odd": item.code, "detail": _words("odd", item.code, **facts) or ""})  # fmt: skip


def _words(group: str, key: str, **facts: str) -> Phrase | None:
    """The words of one kind or reason, where there are any."""
    return Phrase(f"refusal.{group}.{key}", facts) if key in catalogue()["refusal"][group] else None


def _told(facts: Mapping[str, str]) -> str:
    return ", ".join(f"{key} {value}" for key, value in facts.items())
