"""What of a master may be printed: the coordinator's column ``Print``, obeyed by every summary and export."""

from __future__ import annotations

import re

import pandas as pd

from emg_xlsx.plan import Plan
from emg_xlsx.schemas.of_plan import codelist, contributions_table
from emg_xlsx.summarised import Progress
from emg_xlsx.texts import text

TAKING_PART = ("LEAD", "COLEAD", "CONTRIB", "REVIEW")
"""Roles by which an entity counts as taking part; those kept informed do not."""

NAMES = ("event",)
"""Texts that name a thing rather than say something."""

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


def printable(contributions: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """The contributions as they may be printed, in the same columns and one more.

    Rows whose ``print`` is No are gone. Of those that are to be printed without the text, the entity's own words
    are None, and ``withheld`` is True where there were some.

    Args:
        contributions: a master's frame, with codes.
        plan: its plan.
    """
    rows = contributions[contributions["print"].fillna("YES") != "NO"].copy()
    silent = rows["print"] == "NOTEXT"
    rows["withheld"] = False
    for field in contributions_table(plan).inputs:
        if field.type == "text" and field.key not in NAMES:
            rows["withheld"] |= silent & rows[field.key].notna()
            rows[field.key] = rows[field.key].where(~silent, None)
    return rows


def without_addresses(words: str) -> str:
    """The words as they were written, with a mark in place of every e-mail address.

    Names of channels (``@UNEP``) and links are no addresses; addresses inside links are.
    """
    return _ADDRESS.sub(lambda _: text("printing.address"), words)


def taking_part(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows by which an entity takes part; a role that was not given counts as one."""
    return rows[rows["role"].isna() | rows["role"].isin(TAKING_PART)]


def status_code(progress: Progress, plan: Plan) -> str | None:
    """The status of a ref as a code: the coordinator's, else its lead's, else the one all others agree on.

    None where nothing was said, where its leads or all others are of different mind, or where the coordinator's
    words are no status of the list.
    """
    if progress.overall:
        return codelist(plan, "status").match(progress.overall).code
    stated = progress.leads or tuple(code for code, count in progress.counts.items() if code and count)
    return stated[0] if len(stated) == 1 else None


def status_words(progress: Progress, plan: Plan) -> str:
    """The status of a ref in words: the coordinator's, else its lead's, else how many say what."""
    options = codelist(plan, "status")
    if progress.overall:
        return progress.overall
    if len(progress.leads) == 1:
        return options.label(progress.leads[0])
    counts = ((progress.counts.get(code.code, 0), code.label) for code in options.codes)
    return ", ".join(f"{count} {label.lower()}" for count, label in counts if count)
