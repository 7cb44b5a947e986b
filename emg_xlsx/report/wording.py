"""A pack in words: the sentences and points that sheet, page and message have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from emg_xlsx.findings import Finding, Severity
from emg_xlsx.packs import Pack, Question
from emg_xlsx.schedule import format_schedule
from emg_xlsx.text import clean, visible
from emg_xlsx.texts import reworded, text

SHOWN = 240
"""Characters shown of what somebody wrote: enough to know it again; the whole of it stands in the cell."""
BRIEF = 120
"""Characters shown of what was noted or is suggested, of which there may be two in one place."""
ASKED = 600
"""Characters of what is asked; only what repeats a sender's text at length has more."""
LISTED = 2_000
"""Points of one group that are listed at most; no person answers more, but a hostile file may have more."""
LINES = 10
"""Lines in which a text is shown as it was written; one with more is shown as one."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing asked or told, in words.

    Attributes:
        number: as it is counted in the pack, from 1; 0 for notes.
        ask: what is asked or told.
        place: the cell, row or sheet in words.
        about: ref and column title.
        wrote: what stands there.
        noted: what was noted or is suggested.
        answer: the answer, whole, where there is one: it comes back with the file.
        id: the question's id, empty for notes.
        finding: what it was made from.
        confirmable: whether there is something recorded that a yes can confirm.
        new: whether it was in no earlier pack.
    """

    number: int
    ask: str
    place: str
    about: str
    wrote: str
    noted: str
    answer: str
    id: str
    finding: Finding
    confirmable: bool = False
    new: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Points under one heading; ``kind`` is a severity, or ``answered``; ``more`` tells how many are not listed."""

    kind: str
    heading: str
    remark: str
    points: tuple[Point, ...]
    more: str = ""


def say(pack: Pack, key: str, **facts: object) -> str:
    """A text of the report in the pack's language."""
    return text(f"report.{key}", pack.language, **facts)


def groups(pack: Pack) -> tuple[Group, ...]:
    """All questions by urgency, then the answered ones, then the notes; empty groups are left out."""
    kinds = [severity.value for severity in Severity if severity is not Severity.NOTE]
    asked = {kind: [q for q in pack.open if q.finding.severity.value == kind] for kind in kinds}
    asked["answered"] = list(pack.answered)
    found: list[Group] = []
    number = 0
    for kind, questions in asked.items():
        points = tuple(_point(pack, question, number + n) for n, question in enumerate(questions[:LISTED], 1))
        found.append(_group(pack, kind, points, len(questions)))
        number += len(questions)
    notes = tuple(_told(pack, finding) for finding in pack.notes[:LISTED])
    found.append(_group(pack, Severity.NOTE.value, notes, len(pack.notes)))
    return tuple(group for group in found if group.points)


def _group(pack: Pack, kind: str, points: tuple[Point, ...], count: int) -> Group:
    heading = say(pack, "counted", heading=say(pack, kind), count=count)
    more = say(pack, "more", count=count - len(points)) if count > len(points) else ""
    return Group(kind, heading, say(pack, f"{kind}_note"), points, more)


def _point(pack: Pack, question: Question, number: int) -> Point:
    finding = question.finding
    return Point(
        number=number,
        ask=shown(finding.message(pack.language), ASKED),
        place=place(pack, finding),
        about=about(pack, finding),
        wrote=shown(finding.value) or (say(pack, "empty") if finding.cell else ""),
        noted=_noted(pack, question),
        answer=clean(question.answer or ""),
        id=question.id,
        finding=finding,
        confirmable=question.understood is not None,
        new=question.new and question.state == "open",
    )


def _told(pack: Pack, finding: Finding) -> Point:
    return Point(0, shown(finding.message(pack.language), ASKED), place(pack, finding), about(pack, finding),
                 shown(finding.value), "", "", "", finding)  # fmt: skip


def place(pack: Pack, finding: Finding) -> str:
    """Where it stands, in words a person uses: ``Contributions, cell H16``."""
    if not finding.sheet:
        return say(pack, "whole_file")
    facts = {"sheet": visible(finding.sheet), "cell": finding.cell, "row": finding.row}
    return say(pack, "cell" if finding.cell else "row" if finding.row else "sheet_only", **facts)


def about(pack: Pack, finding: Finding) -> str:
    """The ref and the column's title: ``A03-D02, Our schedule``."""
    return ", ".join(visible(part) for part in (finding.ref, reworded(finding.title, pack.language)) if part)


def _noted(pack: Pack, question: Question) -> str:
    """What was noted, and what is suggested where that is something else."""
    understood, suggestion = question.understood, reworded(question.finding.suggestion, pack.language)
    lines = []
    if understood is not None:
        same = _key(understood) == _key(question.finding.value)
        lines.append(say(pack, "as_written") if same else say(pack, "understood", value=shown(understood, BRIEF)))
    if suggestion and _key(suggestion) != _key(understood):
        lines.append(say(pack, "suggestion", value=shown(suggestion, BRIEF)))
    return "\n".join(lines) or say(pack, "nothing_noted")


def _key(value: str | None) -> str:
    return " ".join(clean(value or "").casefold().split())


def shown(value: str | None, limit: int = SHOWN) -> str:
    """What somebody wrote, clean and with its lines kept, cut after so many characters."""
    words = clean((value or "")[: 4 * limit])
    if words.count("\n") >= LINES:
        words = " ".join(words.split())
    return words if len(words) <= limit and len(value or "") <= 4 * limit else words[: limit - 1].rstrip() + "…"


def thanks(pack: Pack) -> str:
    """Thank you, by name where it is known."""
    if pack.focal_point:
        return say(pack, "thanks", name=visible(pack.focal_point))
    if pack.entity:
        return say(pack, "thanks_entity", entity=pack.entity)
    return say(pack, "thanks_unknown")


def merged(pack: Pack) -> str:
    """What is recorded already."""
    if pack.state == "returned":
        return say(pack, "rows_returned")
    if pack.state == "nil":
        return say(pack, "rows_nil")
    if not pack.rows_read:
        return say(pack, "rows_none")
    if pack.rows_merged < pack.rows_read:
        return say(pack, "rows_some", merged=pack.rows_merged, read=pack.rows_read)
    return say(pack, "rows_one" if pack.rows_read == 1 else "rows_all", merged=pack.rows_merged)


def left(pack: Pack) -> str:
    """How many questions are left, of how many."""
    total, answered = pack.total, len(pack.answered) + pack.corrected
    key = "none" if not total else "done" if answered == total else "some" if answered else "all"
    if key == "all" and total == 1:
        key = "one"
    return say(pack, f"left_{key}", total=total, answered=answered, open=total - answered)


def deadline(pack: Pack) -> str:
    """By when an answer would help; empty where no day is set or nothing is open."""
    return say(pack, "reply_by", day=day_words(pack, pack.reply_by)) if pack.reply_by and pack.open else ""


def return_to(pack: Pack) -> str:
    """Where answers go."""
    return pack.return_to or say(pack, "return_to_default")


def call(pack: Pack) -> str:
    """The plan, the round and the approval status in one line."""
    return say(pack, "call", plan=pack.plan_title, round=pack.round_title, approval=pack.approval)


def receipt(pack: Pack) -> tuple[tuple[str, str], ...]:
    """The receipt as label and value."""
    counts = say(pack, "receipt_counts", read=pack.rows_read, merged=pack.rows_merged)
    facts: Iterable[tuple[str, str]] = (
        ("file", visible(pack.file, 200)),
        ("received", day_words(pack, pack.received) if pack.received else ""),
        ("rows", counts),
        ("sha256", pack.sha256),
    )
    return tuple((say(pack, f"receipt_{key}"), value) for key, value in facts if value)


def day_words(pack: Pack, day: date | None) -> str:
    """A day in words."""
    return format_schedule(day, day, "day", language=pack.language)


_ADDRESS = re.compile(
    r"[A-Za-z0-9_+&'-]+(\.[A-Za-z0-9_+&'-]+)*@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
    r"(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
_LONGEST_ADDRESS = 254


def address(pack: Pack) -> str | None:
    """The one plain address a message may go to; None for anything that is not exactly that."""
    return plain_address(pack.to)


def plain_address(words: str | None) -> str | None:
    """An address if the words are exactly one, else None."""
    given = (words or "")[: _LONGEST_ADDRESS + 1]
    return given if len(given) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(given) else None
