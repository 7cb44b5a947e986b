"""What goes back to one contributor: the questions, what was recorded, and the receipt."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from emg_xlsx.findings import Finding, Severity
from emg_xlsx.text import clean
from emg_xlsx.values import LeftOut

QuestionState = Literal["open", "confirmed", "settled"]
"""Open until somebody answers: ``confirmed`` by the contributor, ``settled`` by the secretariat."""

LEDGER = ".emg-reports.json"
"""Names a folder of reports: what was written there, by which the next run knows what is new."""

_ID_LENGTH = 12

_WORDS = re.compile(r"\w+")
_OURS = re.compile(r"ours((?: [0-9a-f]{8})+)")


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a message goes to: an entity, and its focal point as far as one is known."""

    entity: str
    name: str | None
    email: str | None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Question:
    """One finding that somebody should answer.

    Attributes:
        id: the same over all runs and wherever the row is moved, as long as what is asked about stays.
        finding: what is asked, and where.
        understood: what we recorded meanwhile, in words; None if nothing.
        state: whether it was answered, and by whom.
        answer: the answer, word for word.
        new: whether it was not in an earlier pack.
    """

    id: str
    finding: Finding
    understood: str | None = None
    state: QuestionState = "open"
    answer: str | None = None
    new: bool = True


@dataclass(frozen=True, slots=True)
class Recorded:
    """One row as recorded: the ref and what it is, and each filled field's label with its value in words.

    The ref is empty for a new proposal.
    """

    ref: str
    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """All that goes back to one contributor about one file, and nothing of anybody else.

    Attributes:
        file, sha256: the file as received and its fingerprint, empty where its bytes could not be had.
        entity, entity_name: whose it is; None while it is not known.
        round, round_title: the call it answers, by id and in words.
        language: language of the template that was filled.
        state: what became of the file.
        focal_point: name of the person to thank.
        to: the person's address as given, to be checked before it is used.
        received: the day of the mail or dated folder it came in.
        reply_by: until when answers are hoped for.
        rows_read, rows_merged: used rows, and those of them that are recorded.
        questions: open and answered ones, the most urgent first.
        corrected: how many questions of an earlier pack need no answer any more.
        notes: what was noticed, with nothing to do.
        recorded: the rows as they stand.
        left_out: what was kept aside, word for word.
        plan_title, approval: the plan and its approval status.
        secretariat, return_to: who asks, and where answers go.
        day: the day of the run.
    """

    file: str
    sha256: str
    entity: str | None
    entity_name: str | None
    round: str
    round_title: str
    language: str
    state: str
    focal_point: str | None
    to: str | None
    received: date | None
    reply_by: date | None
    rows_read: int
    rows_merged: int
    questions: tuple[Question, ...]
    notes: tuple[Finding, ...]
    recorded: tuple[Recorded, ...]
    left_out: tuple[LeftOut, ...] = field(default=())
    corrected: int = 0
    plan_title: str
    approval: str
    secretariat: str
    return_to: str | None
    day: date

    @property
    def open(self) -> tuple[Question, ...]:
        """The questions nobody has answered yet."""
        return tuple(question for question in self.questions if question.state == "open")

    @property
    def answered(self) -> tuple[Question, ...]:
        """The questions with an answer."""
        return tuple(question for question in self.questions if question.state != "open")

    @property
    def total(self) -> int:
        """How many questions there are or were, answered or not."""
        return len(self.questions) + self.corrected

    @property
    def fresh(self) -> int:
        """How many open questions were in no earlier pack."""
        return sum(question.new for question in self.open)

    def count(self, severity: Severity) -> int:
        """How many open questions weigh this much."""
        return sum(question.finding.severity is severity for question in self.open)


def question_id(finding: Finding, nth: int = 1) -> str:
    """The id of the question a finding asks: 12 hexadecimal digits.

    It is made of the entity, the ref, the field, the code and the value, and of no place: a row that is moved
    keeps its questions. A value counts as the same however it is spaced or capitalised, while ``1,500`` and
    ``1.500`` are two values. As long as the entity is not known, the file's name stands for it.

    Args:
        finding: what is asked.
        nth: 1, or the number among findings that are alike in all of this.
    """
    return hashlib.sha256("\x1f".join((*_likeness(finding), str(nth))).encode()).hexdigest()[:_ID_LENGTH]


def question_ids(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The ids of the questions of one file, in the order of its findings; no two are the same."""
    seen: Counter[tuple[str, ...]] = Counter()
    ids = []
    for finding in findings:
        alike = _likeness(finding)
        seen[alike] += 1
        ids.append(question_id(finding, seen[alike]))
    return tuple(ids)


def asked_of(findings: Iterable[Finding]) -> dict[str, Finding]:
    """The questions of one file by id: every finding but the notes, the most urgent first."""
    asked = sorted((f for f in findings if f.severity is not Severity.NOTE), key=lambda finding: finding.order)
    return dict(zip(question_ids(asked), asked, strict=True))


def signed(texts: Iterable[str]) -> str:
    """What stands hidden behind our texts on a sheet, by which those of others are told from them; empty for none."""
    marks = dict.fromkeys(mark_of(text) for text in texts if text.strip())
    return " ".join(("ours", *marks)) if marks else ""


def marks_in(text: str) -> tuple[str, ...]:
    """The marks of texts that are ours, none if this is not what `signed` gave."""
    match = _OURS.fullmatch(text.strip())
    return tuple(match[1].split()) if match else ()


def mark_of(text: str) -> str:
    """The same for a text however a program spaces, cuts or spells out what no cell can hold."""
    words = "".join(_WORDS.findall(text[:2000])).casefold() or text.strip()
    return f"{zlib.crc32(words[:500].encode('utf-8', 'replace')):08x}"


def _likeness(finding: Finding) -> tuple[str, ...]:
    who = finding.entity or f"file {finding.file}"
    value = " ".join(clean(finding.value or "").casefold().split())
    # What cannot be encoded is in no text that was cleaned; a file's name may still hold it.
    parts = (who, finding.ref or "", finding.field or "", finding.code, value)
    return tuple(part.encode("utf-8", "replace").decode() for part in parts)
