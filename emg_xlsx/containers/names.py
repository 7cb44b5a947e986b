"""Names of files and folders as they come: safe to print, left aside, or telling a day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from emg_xlsx.text import visible

LITTER = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
LITTER_STARTS = ("~$", ".", "__macosx")
"""Lock files, hidden files and what operating systems leave in folders and archives."""

COPIES = ("._", ".~")
"""What other systems keep beside a file under its name, and lock files."""
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")

LONGEST = 120
"""Characters of one file or folder name that are shown."""

SEPARATOR = re.compile(r"[/\\]")
DATED = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)", re.ASCII)


def is_litter(name: str) -> bool:
    """Whether a file or folder of this name was left by a program and sent by nobody."""
    lower = name.lower()
    if lower.startswith(".") and not lower.startswith(COPIES) and lower.endswith(WORKBOOKS):
        return False  # somebody's workbook, however it came to be hidden
    return lower in LITTER or lower.startswith(LITTER_STARTS)


def shown(path: str) -> str:
    """A path as it may be printed: on one line, nothing invisible, nothing that leads elsewhere, never empty."""
    parts = [visible(part, LONGEST) for part in SEPARATOR.split(path) if part not in (".", "..")]
    return "/".join(part for part in parts if part) or "_"


def dated_folder(folders: Iterable[str]) -> date | None:
    """The day after which the innermost of these folders is named whose name begins with one: ``2022-03-04 late``."""
    for folder in reversed(list(folders)):
        found = DATED.match(folder)
        if found:
            try:
                return date(*map(int, found.groups()))
            except ValueError:  # there is no such day: an ordinary name after all
                continue
    return None
