"""The values that flow between the steps, from a file as found to what was checked of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from emg_xlsx.findings import Finding, Severity, letters
from emg_xlsx.headers import Header
from emg_xlsx.schemas.fields import Table
from emg_xlsx.xlsx import Cell

OWN_KIND = "emg-xlsx"
"""The document property that says what a workbook of ours is where no hidden sheet says so."""

OWN_KINDS = ("master", "plan", "export")
"""Workbooks of ours that are no answers."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file attached to a mail; ``inline`` is true for a picture that is shown in its text."""

    name: str
    data: bytes
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """How a file reached us: what puts the files of an entity in order where they do not do so themselves.

    Attributes:
        sender: address of who sent the mail it was attached to.
        mailed: day of that mail, as its sender's clock had it.
        subject: subject of that mail.
        filed: day after which the folder it lies in is named, such as ``2022-03-04 late/``.
    """

    sender: str | None = None
    mailed: date | None = None
    subject: str | None = None
    filed: date | None = None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file as found: the name people know it by, its bytes, and the fingerprint of those bytes.

    Attributes:
        name: safe to print; a file in an archive or a mail is named after both, such as ``mail.eml/UNEP.xlsx``.
        data: what is in it; empty where there is trouble.
        sha256: fingerprint of the bytes, empty where they could not be had.
        trouble: why it was not read.
        notes: what was noticed while it was found.
        origin: the mail or the dated folder it came in.
        container: name of the archive or mail in the folder that it was taken from; None for a file of its own.
    """

    name: str
    data: bytes
    sha256: str
    trouble: Finding | None = None
    notes: tuple[Finding, ...] = ()
    origin: Origin = Origin()
    container: str | None = None


@dataclass(frozen=True, slots=True)
class Located:
    """A cell and where it stands in the sender's file."""

    cell: Cell
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as found.

    Attributes:
        table: its fields.
        sheet: its sheet under the sender's name.
        header: where its columns stand.
        rows: Excel row number to the cells there by field key; rows with no cell in a known column are absent.
        merged: row and key of the cells that stand in ``rows`` because they are merged with one above.
    """

    table: Table
    sheet: str
    header: Header
    rows: Mapping[int, Mapping[str, Cell]]
    merged: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A value that could not be merged, word for word, with the finding that says why.

    Remarks are kept in the same way: what people say in notes on cells, in grey cells, in columns of their own
    and around the table. ``title`` is the column or line it was written in.
    """

    finding: Finding
    field: str
    title: str
    cell: str | None
    value: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands on the sheet ``To check`` of a copy that came back.

    Attributes:
        answers: id of each question to its answer word for word, empty where there is none.
        files: fingerprints of the files that the copy answers.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a question.

    ``state`` is ``confirmed`` where it closes the question, else ``open``; ``by`` is who answered.
    """

    state: Literal["open", "confirmed", "settled"]
    answer: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """One file as read, before any value is interpreted.

    Attributes:
        source: the file.
        kind: ``submission``; ``reply``, which has answers to our questions and no table; ``master`` or ``plan``
            (our own outputs, not read further); or ``unusable``.
        meta: what the hidden sheet ``_meta`` says; empty where it is gone.
        form: the answers of the sheet ``Entity`` by field key.
        form_sheet: the name of that sheet, None where it is gone.
        contributions, proposals: every table of the kind, the one on the sheet of its name first.
        date1904: whether the workbook counts days from 1904.
        findings: what was noticed while reading.
        remarks: what people wrote outside the cells that are read, word for word.
        asked: our questions and their answers, where it is a copy that came back.
    """

    source: SourceFile
    kind: str
    meta: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, Located] = field(default_factory=dict)
    form_sheet: str | None = None
    contributions: tuple[RawTable, ...] = ()
    proposals: tuple[RawTable, ...] = ()
    date1904: bool = False
    findings: tuple[Finding, ...] = ()
    remarks: tuple[LeftOut, ...] = ()
    asked: Asked = Asked()


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One used row: where it stands, its typed values by key, and its cells as the sender sees them.

    ``columns`` maps each field of its table to the column it stands in there. ``values`` has ``first_day``,
    ``last_day`` and ``precision`` beside the fields of the table.
    """

    sheet: str
    number: int
    columns: Mapping[str, int]
    values: Mapping[str, Any]
    seen: Mapping[str, str]

    def cell(self, key: str) -> str | None:
        """The address of a field's cell in the sender's file, such as ``H16``; None if it has no column."""
        return f"{letters(self.columns[key])}{self.number}" if key in self.columns else None

    def holds(self, finding: Finding) -> bool:
        """Whether a finding is about a cell of this row."""
        here = finding.sheet == self.sheet and finding.row == self.number
        return here and finding.column in self.columns.values()


@dataclass(frozen=True, slots=True)
class Answer:
    """One submission with typed values: who answers, for which round, and what.

    ``contributions`` and ``proposals`` are the used rows of all their tables. ``blank`` is true for a template
    nobody filled. ``form`` holds the typed answers of the sheet ``Entity``, ``origin`` the mail or dated folder
    the file came in, ``remarks`` what people wrote beside the cells that are merged, ``asked`` our questions that
    came back with it. ``unchanged`` is true for a pre-filled re-issue whose input cells are as they went out,
    ``on_behalf`` for one that the secretariat filled for the entity.
    """

    file: str
    sha256: str
    kind: str
    entity: str | None
    round: str
    language: str
    form: Mapping[str, Any]
    form_places: Mapping[str, tuple[str, int, int]]
    contributions: tuple[TypedRow, ...]
    proposals: tuple[TypedRow, ...]
    findings: tuple[Finding, ...]
    remarks: tuple[LeftOut, ...] = ()
    blank: bool = False
    origin: Origin = Origin()
    asked: Asked = Asked()
    unchanged: bool = False
    on_behalf: bool = False

    @property
    def submitted(self) -> date | None:
        """The day of the answer: its own, else the mail's, else its folder's; never the file system's."""
        day: date | None = self.form.get("completed_on")
        return day or self.origin.mailed or self.origin.filed

    @property
    def sender(self) -> str | None:
        """Address of who answers: the form's, else the mail's."""
        address: str | None = self.form.get("email")
        return address or self.origin.sender

    @property
    def may_print(self) -> bool:
        """Whether the entity's words may be printed: a word that was not understood is no consent."""
        asked = any(f.field == "may_quote" and f.severity is not Severity.NOTE for f in self.findings)
        return not asked and self.form.get("may_quote") != "NO"


@dataclass(frozen=True, slots=True)
class FileState:
    """What became of one file; the counts are of used rows of contributions and proposals."""

    file: str
    sha256: str
    entity: str | None
    round: str
    state: str
    rows_read: int
    rows_merged: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """One row to merge: whose it is, what it says, and where it stands."""

    answer: Answer
    row: TypedRow


@dataclass(frozen=True, slots=True)
class Checked:
    """All submissions after validation: states, findings, the rows to merge, and what was left out.

    ``replies`` holds the answers to questions by file and id of the question.
    """

    answers: tuple[Answer, ...]
    files: tuple[FileState, ...]
    findings: tuple[Finding, ...]
    contributions: tuple[AcceptedRow, ...]
    proposals: tuple[AcceptedRow, ...]
    left_out: tuple[LeftOut, ...]
    replies: Mapping[tuple[str, str], Reply] = field(default_factory=dict)

    @property
    def by_file(self) -> dict[str, list[Finding]]:
        """The findings of each file that has any, in their order."""
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            found.setdefault(finding.file, []).append(finding)
        return found
