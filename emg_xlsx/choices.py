"""The coordinator's choices about files: which are used, and which stands over the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from emg_xlsx.memory import Memory
from emg_xlsx.plan import Plan
from emg_xlsx.schemas.master_tables import REGISTER
from emg_xlsx.text import fold
from emg_xlsx.texts import spellings, text
from emg_xlsx.values import Answer, Asked, Checked, FileState


def chosen(checked: Checked, memory: Memory) -> Checked:
    """Set aside the files the coordinator does not use; they stay listed, and nobody is asked about them.

    Args:
        checked: the validated files.
        memory: has what stands in ``Register`` under Use this file.
    """
    out = {sha for sha, line in _lines(memory).items() if _says(line.get("use"), "no")}
    names = {state.file for state in checked.files if state.sha256 in out}
    if not names:
        return checked
    return replace(
        checked,
        # What an excluded file answers is not answered by it.
        answers=tuple(replace(a, asked=Asked()) if a.sha256 in out else a for a in checked.answers),
        files=tuple(_excluded(state) if state.sha256 in out else state for state in checked.files),
        findings=tuple(finding for finding in checked.findings if finding.file not in names),
        contributions=tuple(row for row in checked.contributions if row.answer.sha256 not in out),
        proposals=tuple(row for row in checked.proposals if row.answer.sha256 not in out),
        left_out=tuple(item for item in checked.left_out if item.finding.file not in names),
    )


def counted(answer: Answer, memory: Memory) -> Answer:
    """A re-issue that came back as it went out: a copy lying in the folder says nothing.

    It is the answer "no change" when it came in a mail, or when ``Use this file`` says Yes.
    """
    said_so = _says(_lines(memory).get(answer.sha256, {}).get("use"), "yes")
    sent = answer.origin.sender or answer.origin.mailed
    return replace(answer, blank=True) if answer.unchanged and not said_so and not sent else answer


def ranks(memory: Memory) -> dict[str, int]:
    """Fingerprint to place in the coordinator's order: a file to be used stands over those nothing is said of."""
    used = {sha: 1 for sha, line in _lines(memory).items() if _says(line.get("use"), "yes")}
    return {**used, **memory.ranks}


def entities(memory: Memory, plan: Plan) -> dict[str, str]:
    """Fingerprint to the entity that stands in ``Register`` under Entity (decided); other words decide nothing."""
    words = {sha: str(line["entity_decided"]) for sha, line in _lines(memory).items() if line.get("entity_decided")}
    found = {sha: plan.entity_list.match(word).code for sha, word in words.items()}
    return {sha: code for sha, code in found.items() if code is not None}


def _lines(memory: Memory) -> Mapping[str, Mapping[str, Any]]:
    return memory.owned.get(REGISTER.sheet, {})


def _says(word: Any, wanted: str) -> bool:
    return fold(str(word or "")) in spellings(f"decision.{wanted}")


def _excluded(state: FileState) -> FileState:
    return replace(state, state="excluded", rows_merged=0, reason=text("register.excluded"))
