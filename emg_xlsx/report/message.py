"""The message that goes with a pack: a draft e-mail for the coordinator to look at and send."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import PurePosixPath

from emg_xlsx.findings import Finding
from emg_xlsx.packs import Pack
from emg_xlsx.report import wording
from emg_xlsx.report.pages import rendered
from emg_xlsx.text import clean, harmless, visible
from emg_xlsx.texts import text
from emg_xlsx.values import Attachment

TYPES = {
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".xlsm": ("application", "vnd.ms-excel.sheet.macroEnabled.12"),
}
"""Media types of what may be attached; anything else is a stream of bytes."""

_UNUSUAL = re.compile(r"[^\w .,()\[\]&+-]")
"""What is replaced in the name of an attachment: separators of paths, of headers, and of encoded words."""

COLUMNS = ("to", "subject", "text", "attachment")
LISTED = 3
"""Questions that are named in the message itself: where there are more, the attached file has them."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as text: one line of address (or none), one of subject, and paragraphs."""

    to: str | None
    subject: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...]
    language: str

    @property
    def text(self) -> str:
        """The whole message as plain text, paragraphs parted by a blank line."""
        return "\n\n".join(block for _, block in self.blocks) + "\n"

    @property
    def blocks(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Each paragraph as text; the list of questions, with its items, stands third if there is one."""
        plain = [((), paragraph) for paragraph in self.paragraphs]
        if not self.points:
            return tuple(plain)
        listed = (self.points, "\n".join(f"- {point}" for point in self.points))
        return (*plain[:_BEFORE_POINTS], listed, *plain[_BEFORE_POINTS:])


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One line of the list of messages, for mail programs that do not open drafts."""

    draft: Draft
    attachment: str


_BEFORE_POINTS = 4
"""Paragraphs before the questions: the salutation, thanks, what is recorded, and what introduces them."""


def draft_of(pack: Pack, attachment: Attachment | None = None, *, annotated: bool = True) -> Draft:
    """The message for one pack; every text of a sender in it is one line without control characters.

    Args:
        pack: what goes back.
        attachment: what goes with it.
        annotated: whether that is the sender's own workbook with marks.
    """
    attached = "" if attachment is None else "attached_marked" if annotated else "attached_fresh"
    few = pack.open if len(pack.open) <= LISTED else ()
    points = tuple(visible(_point_words(pack, question.finding), 600) for question in few)
    return Draft(
        to=wording.address(pack),
        # What looks like an encoded word would be decoded, with whatever is in it.
        subject=visible(_subject(pack), 200).replace("=?", "= ?"),
        paragraphs=tuple(clean(paragraph) for paragraph in _paragraphs(pack, attached, bool(points))),
        points=points,
        language=pack.language,
    )


def _say(pack: Pack, key: str, **facts: object) -> str:
    return text(f"message.{key}", pack.language, **facts)


def _subject(pack: Pack) -> str:
    count = len(pack.open)
    key = "subject_none" if not count else "subject_one" if count == 1 else "subject"
    if pack.state == "returned":
        key = "subject_returned"
    return _say(pack, key, plan=pack.plan_title, round=pack.round_title, open=count)


def _paragraphs(pack: Pack, attached: str, listed: bool) -> Iterable[str]:
    yield _salutation(pack)
    yield _say(pack, "thanks", plan=pack.plan_title, round=pack.round_title, file=visible(pack.file, 120))
    yield f"{wording.merged(pack)} {wording.left(pack)}"
    if pack.open:
        if listed:
            yield _say(pack, "listed")
        if attached:
            yield _say(pack, attached)
        day = wording.day_words(pack, pack.reply_by)
        yield _say(pack, "reply_by", day=day) if day else _say(pack, "no_hurry")
    elif attached:
        yield _say(pack, "nothing")
    yield _say(pack, "help")
    yield f"{_say(pack, 'regards')}\n{visible(pack.secretariat)}"


def _point_words(pack: Pack, finding: Finding) -> str:
    """Where, and what we ask; of the file as a whole only that."""
    ask = finding.message(pack.language)
    return f"{wording.place(pack, finding)} ({about}): {ask}" if (about := wording.about(pack, finding)) else ask


def _salutation(pack: Pack) -> str:
    if pack.focal_point:
        return _say(pack, "dear", name=visible(pack.focal_point))
    if pack.entity:
        return _say(pack, "dear_entity", entity=pack.entity)
    return _say(pack, "dear_unknown")


def eml(draft: Draft, attachment: Attachment | None = None) -> bytes:
    """The draft as a file that mail programs open unsent: no sender, no date; the same draft gives the same bytes.

    Args:
        draft: the message.
        attachment: what is attached.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    if draft.to:
        message["To"] = draft.to
    message["Subject"] = draft.subject
    html = rendered("message", lang=draft.language, title=draft.subject, blocks=draft.blocks)
    message.set_content(draft.text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    if attachment:
        name = _UNUSUAL.sub("_", visible(attachment.name, 150)) or "attachment"
        kind = TYPES.get(PurePosixPath(name).suffix.lower(), ("application", "octet-stream"))
        message.add_attachment(attachment.data, maintype=kind[0], subtype=kind[1], filename=name)
    _fix_boundaries(message, draft, attachment)
    return message.as_bytes()


def _fix_boundaries(message: EmailMessage, draft: Draft, attachment: Attachment | None) -> None:
    """What parts the pieces is made from the content, not from chance; nobody can write it into a text."""
    seed = hashlib.sha256(draft.text.encode() + (attachment.data if attachment else b"")).hexdigest()
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{number}_{seed[:40]}")


def messages_csv(lines: Iterable[MessageLine]) -> str:
    """The messages as CSV: ``to``, ``subject``, ``text``, ``attachment``; nothing in it runs as a formula."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        draft = line.draft
        writer.writerow([harmless(value) for value in (draft.to or "", draft.subject, draft.text, line.attachment)])
    return target.getvalue()
