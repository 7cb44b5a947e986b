"""What of a master may be printed: the coordinator's column ``Print``, obeyed by every summary and export."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from emg_xlsx.plan import Plan
from emg_xlsx.schemas.of_plan import codelist, contributions_table
from emg_xlsx.summarised import DONE, Progress
from emg_xlsx.texts import text

WATCHING = ("OBS", "NONE")
"""Roles by which an entity does not count as taking part."""

_ENDS = r"\s@＠<>()\[\]{}\"'«»“”„‘’,;:/\\=|%&?!"
_NAME = rf"[^{_ENDS}]"
_AT = r"(?:[@＠]|%40|[\[({]\s?at\s?[\])}])"
_DOT = r"(?:[.．。]|\s?[\[({]\s?dot\s?[\])}]\s?)"
_LABEL = rf"[^{_ENDS}.．。#]"
_ADDRESS = re.compile(
    # It begins where a word begins, so that a long text without an address is gone through once.
    rf"(?<!{_NAME})(?<!{_NAME}')(?:{_NAME}++(?:'{_NAME}++)*+|\"[^\"\n]{{1,64}}\")"
    rf"(?:[@＠]{_LABEL}++(?:{_DOT}{_LABEL}++)*+|[ \t]?{_AT}[ \t]?{_LABEL}++(?:{_DOT}{_LABEL}++)++)",
    re.IGNORECASE,
)
"""An e-mail address in the middle of words: as it is sent, spaced, spelled out with (at), or inside a link."""

NAMES = ("event",)
"""Texts that name a thing rather than say something."""


def counted(printed: str | None, role: str | None) -> int:
    """How a contribution counts: 2 where its entity takes part, 1 where it is only kept informed, 0 not at all."""
    if printed == "NO":
        return 0
    return 1 if role in WATCHING else 2


def recounted(contributions: pd.DataFrame) -> pd.DataFrame:
    """The contributions, ``counted`` as ``print`` and ``role`` are now: whoever holds a frame may set them."""
    pairs = zip(contributions["print"], contributions["role"], strict=True)
    counts = [counted(*(None if pd.isna(word) else word for word in pair)) for pair in pairs]
    return contributions.assign(counted=pd.array(counts, dtype="Int64"))


def printable(contributions: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """The contributions as they may be printed, in the same columns and one more.

    Rows whose ``print`` is No are gone: they are not counted. Of those to be printed without the text, the
    entity's own words are None, and ``withheld`` is True where there were some.

    Args:
        contributions: a master's frame, with codes.
        plan: its plan.
    """
    rows = recounted(contributions)
    rows = rows[rows["counted"] > 0].copy()
    silent = rows["print"] == "NOTEXT"
    rows["withheld"] = False
    for field in contributions_table(plan).inputs:
        if field.type == "text" and field.key not in NAMES:
            rows["withheld"] |= silent & rows[field.key].notna()
            rows[field.key] = rows[field.key].where(~silent, None)
    return rows


def status_code(progress: Progress, plan: Plan) -> str | None:
    """The status of a ref as a code: the coordinator's, else its lead's, else the one all others agree on.

    None where nothing was said, where its leads or all others are of different mind, or where the coordinator's
    words are no status of the list.
    """
    if progress.overall:
        return codelist(plan, "status").match(progress.overall).code
    stated = progress.leads or tuple(code for code, count in progress.counts.items() if code and count)
    return stated[0] if len(stated) == 1 else None


def is_overdue(progress: Progress, plan: Plan, day: date) -> bool:
    """Whether a deliverable's last day in the plan is past, and nobody who decides says that it is done."""
    last = plan.days_of(progress.ref)[1]
    past = last is not None and last < day
    return not progress.whole and past and status_code(progress, plan) not in DONE


def status_words(progress: Progress, plan: Plan) -> str:
    """The status of a ref in words: the coordinator's, else its lead's, else how many say what."""
    options = codelist(plan, "status")
    if progress.overall:
        return progress.overall
    if len(progress.leads) == 1:
        return options.label(progress.leads[0])
    counts = ((progress.counts.get(code.code, 0), code.label) for code in options.codes)
    return ", ".join(f"{count} {label.lower()}" for count, label in counts if count)


def without_addresses(words: str) -> str:
    """The words as they were written, with a mark in place of every e-mail address.

    Names of channels (``@UNEP``) and links are no addresses; addresses inside links are.
    """
    return _ADDRESS.sub(lambda _: text("printing.address"), words)
