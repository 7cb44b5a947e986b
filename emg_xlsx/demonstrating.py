"""A folder to try the tool in, composed: the plan, a template for everybody, and what came back of them."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path, PurePath, PureWindowsPath

from emg_xlsx.builtin import builtin_plan
from emg_xlsx.demo import Blanks, submissions
from emg_xlsx.errors import EmgError
from emg_xlsx.issuing import PLAN_NAME, Issue, all_templates, save_plan, template_bytes
from emg_xlsx.outputs import write_whole
from emg_xlsx.texts import text

_PLAIN = re.compile(r"[\w.:\\/-]+", re.ASCII)
"""A word that no shell of Windows reads otherwise than it stands."""


def write_demo(folder: Path, *, day: date) -> tuple[int, int]:
    """Fill a new or empty folder with the plan, templates and submissions.

    Args:
        folder: where they go.
        day: the day of the run.

    Returns:
        How many templates and how many submissions there are.

    Raises:
        EmgError: there is something in the folder, or it cannot be written to.
    """
    if folder.exists() and any(folder.iterdir()):
        raise EmgError(text("error.not-empty", path=folder))
    plan = builtin_plan()
    templates = all_templates(plan, Issue())
    blanks = Blanks(plan, lambda entity: template_bytes(plan, Issue(entity=entity)))
    answers, _ = submissions(blanks)
    for name, files in (("templates", templates), ("submissions", answers)):
        for file, data in files.items():
            write_whole(folder / name / file, data)
    save_plan(folder / PLAN_NAME, plan, day=day, replace_old=False)
    return len(templates), len(answers)


def first_commands(folder: PurePath) -> tuple[str, ...]:
    """What to type first, in the order in which it makes sense."""
    answers, master, reports, copy = (
        _typed(folder / name) for name in ("submissions", "master.xlsx", "reports", "work plan.docx")
    )
    return (
        f"emg-xlsx merge {answers} -o {master} --reports {reports}",
        f"emg-xlsx status {master}",
        f"emg-xlsx export {master} {copy}",
    )


def _typed(path: PurePath) -> str:
    """A path as it is typed: in quotation marks where a shell would take it apart, and never for an option."""
    windows = isinstance(path, PureWindowsPath)
    word = str(path)
    if word.startswith("-"):
        word = f".\\{word}" if windows else f"./{word}"
    if windows:
        return word if _PLAIN.fullmatch(word) else f'"{word}"'
    return shlex.quote(word)
