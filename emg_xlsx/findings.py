"""Findings: one thing said about one place in a submission, with a stable code and severity."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from emg_xlsx import texts
from emg_xlsx.text import visible


class Severity(StrEnum):
    """How much a finding weighs; the order of the members is the order of urgency."""

    BLOCKING = "blocking"
    ERROR = "error"
    QUERY = "query"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the most urgent."""
        return list(Severity).index(self)


_BLOCKING = (
    "file-empty", "file-archive", "file-mail", "file-not-a-workbook", "file-html", "file-csv", "file-text",
    "file-image", "file-pdf", "file-encrypted", "file-old-format", "file-other-office", "file-damaged",
    "file-too-large", "file-too-slow", "file-unsafe", "file-part-missing", "file-part-unreadable", "file-unreadable",
    "table-not-found", "plan-other", "entity-unknown", "entity-missing", "sheet-unreadable",
    "container-damaged", "container-empty", "container-encrypted", "container-nested", "container-too-large",
    "container-unsafe", "mail-without-workbook",
)  # fmt: skip
_ERRORS = (
    "ref-missing", "ref-unknown", "refs-missing", "row-without-content", "number-unreadable", "number-negative",
    "type-wrong", "cell-error-value", "cell-unreadable", "schedule-backwards", "schedule-error-value",
)  # fmt: skip
_QUERIES = (
    "role-missing", "description-missing", "status-missing", "title-missing", "field-missing", "text-too-long",
    "value-unknown", "value-ambiguous", "number-ambiguous", "number-unit", "number-range", "number-approximate",
    "number-currency", "number-percent", "number-words", "staff-months-high", "amount-high", "formula-no-result",
    "schedule-unclear", "schedule-day-or-month", "schedule-no-year", "schedule-impossible", "schedule-stacked",
    "schedule-confirm",
    "schedule-alternative", "schedule-approximate", "schedule-status-word", "schedule-recurrence",
    "schedule-event-unclear", "schedule-excel-date", "schedule-outside-plan", "schedule-whole-year", "same-as-above",
    "completed-in-future", "duplicate-row", "nil-with-rows", "full-without-rows", "ref-from-above", "ref-from-text",
    "ref-and-text-differ", "refs-and-texts-differ", "ref-several", "copy-differs",
    "round-unknown", "round-two", "id-foreign", "id-twice",
    "email-unreadable", "link-unreadable", "entity-also-unknown", "entity-two", "row-not-repeated", "column-missing",
    "form-missing", "date-unreadable", "header-by-place",
)  # fmt: skip
_NOTES = (
    "value-synonym", "ref-respelled", "spaces-trimmed", "number-spelled", "number-decimals", "column-moved",
    "column-renamed", "column-extra", "column-duplicate", "table-moved", "sheet-renamed", "sheet-extra", "form-second",
    "grey-edited",
    "comment-kept", "text-outside", "macros-ignored", "rows-hidden", "merged-cells", "total-ignored",
    "refs-from-text", "round-assumed",
    "formula-value", "part-skipped", "format-foreign", "template-older", "not-participating", "file-several",
    "attachment-ignored", "sheet-second", "table-second", "sheet-hidden", "column-hidden", "form-elsewhere",
    "merged-numbers", "merged-across", "mail-text", "rows-repeated", "rows-nothing", "remarks-more", "time-dropped",
    "link-kept", "drawing-ignored", "heading-kept",
)  # fmt: skip

_PLAN_BLOCKING = ("plan-not-a-plan",)
_PLAN_ERRORS = (
    "plan-sheet-missing", "plan-header-missing", "plan-column-missing", "plan-table-empty", "plan-setting-missing",
    "plan-cell-missing", "plan-cell-unreadable", "plan-date-unreadable", "plan-number-unreadable",
    "plan-number-low", "plan-text-long", "plan-truth-unreadable", "plan-value-unknown", "plan-id-repeated",
    "plan-id-shape",
    "plan-id-elsewhere", "plan-reference-unknown", "plan-dates-backwards", "plan-name-shared", "plan-key-taken",
)  # fmt: skip
_PLAN_QUERIES = ("plan-schedule-unread", "plan-schedule-differs", "plan-order-repeated", "plan-format-unknown")
_PLAN_NOTES = (
    "plan-sheet-absent", "plan-sheet-unknown", "plan-column-absent", "plan-column-unknown",
    "plan-column-repeated", "plan-setting-unknown",
)  # fmt: skip

RULES: Mapping[str, Severity] = {
    code: severity
    for severity, codes in (
        (Severity.BLOCKING, (*_BLOCKING, *_PLAN_BLOCKING)),
        (Severity.ERROR, (*_ERRORS, *_PLAN_ERRORS)),
        (Severity.QUERY, (*_QUERIES, *_PLAN_QUERIES)),
        (Severity.NOTE, (*_NOTES, *_PLAN_NOTES)),
    )
    for code in codes
}
"""Every finding code with its severity; its words stand in the catalogue of texts under ``finding``."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing said about one place in the file the sender sees.

    Attributes:
        code: stable code, a key of :data:`RULES`.
        file: the file as named in the folder.
        entity: code of the entity, or None while it is not known.
        sheet, row, column: the place; row and column count from 1; None for the file as a whole.
        ref, field, title: the plan ref, the key of the column and the title a person knows it by.
        value: the text as seen there.
        suggestion: what the sender may have meant.
        facts: what the message's placeholders stand for.
        told: the message as it was told, where nothing more is remembered.
    """

    code: str
    file: str = ""
    entity: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    ref: str | None = None
    field: str | None = None
    title: str | None = None
    value: str | None = None
    suggestion: str | None = None
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    told: str | None = None

    @property
    def severity(self) -> Severity:
        """The severity of its rule."""
        return RULES[self.code]

    @property
    def cell(self) -> str | None:
        """The address in the sender's file, such as ``H16``."""
        if self.row is None or self.column is None:
            return None
        return f"{letters(self.column)}{self.row}"

    @property
    def place(self) -> str:
        """Where, in words: ``Contributions!H16 (A03-D02, Our schedule)``."""
        place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet or ""
        if not self.cell and self.sheet and self.row:
            place = f"{self.sheet}, row {self.row}"
        about = ", ".join(part for part in (self.ref, self.title) if part)
        return f"{place} ({about})" if place and about else place or about

    def message(self, language: str = "en") -> str:
        """What we ask and what to write, in the language of the reader."""
        if self.told is not None:
            return self.told
        facts = {"value": visible(self.value or ""), "suggestion": texts.reworded(self.suggestion, language),
                 "title": texts.reworded(self.title, language), "sheet": self.sheet, **self.facts}  # fmt: skip
        return texts.text(f"finding.{self.code}.message", language, **facts).strip()

    def of(self, entity: str | None) -> Finding:
        """The same finding, once the entity is known."""
        return replace(self, entity=entity)

    @property
    def order(self) -> tuple[object, ...]:
        """Sort key: file, urgency, then place."""
        return (self.file, self.severity.rank, self.sheet or "", self.row or 0, self.column or 0, self.code,
                self.value or "")  # fmt: skip


def letters(column: int) -> str:
    """Column letters of a column number from 1: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def explain(code: str, language: str = "en") -> str:
    """What a finding code means, when it is given, and what to do.

    Raises:
        KeyError: no such code.
    """
    RULES[code]
    return texts.text(f"finding.{code}.explain", language)
