"""A mail as a value, whatever format it was saved in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from emg_xlsx.values import Attachment

NESTING = 1
"""Archives and mails inside an archive or mail that are opened, one inside the other."""

LONGEST_TEXT = 300_000
"""Characters kept of what a mail says; a cell of the master holds 32,767, so a long one stands in several."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail.

    Attributes:
        sender: address it came from.
        mailed: day it was sent, as the sender's clock had it.
        subject: its subject.
        text: what it says.
        attachments: attached files and attached mails; of a mail too deep inside others, none.
    """

    sender: str | None
    mailed: date | None
    subject: str | None
    text: str
    attachments: tuple[Attachment | Letter, ...]
