"""What came back: corrected copies take the place of the files they answer, and answers close questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from emg_xlsx.findings import Finding, Severity
from emg_xlsx.memory import Memory
from emg_xlsx.order import Order, superseded
from emg_xlsx.packs import asked_of
from emg_xlsx.plan import Plan
from emg_xlsx.text import fold
from emg_xlsx.texts import spellings, text
from emg_xlsx.values import Answer, Checked, FileState, LeftOut, Reply


def settled(checked: Checked, plan: Plan, memory: Memory | None = None) -> Checked:
    """Set aside what corrected copies say again, and put each answer to its question.

    A question is the same as long as its entity, ref, field, code and value are: a value that changes is asked
    about anew. Nobody answers for another entity. The rows of a file that is superseded stay: what its copy no
    longer mentions is not lost.

    Args:
        checked: the validated files.
        plan: gives the order of the files; the latest answer counts.
        memory: has the answers of the coordinator, which stand over those of contributors.
    """
    memory = memory or Memory()
    order = Order.of(checked.answers, plan, memory.ranks)
    current = _without(checked, superseded(checked.answers, order))
    given = _given(sorted(current.answers, key=order.key))
    replies = {}
    for file, findings in current.by_file.items():
        for question, finding in asked_of(findings).items():
            who = finding.entity
            if (who or "", question) in memory.settled:
                replies[file, question] = memory.settled[who or "", question]
            elif (who, question) in given:
                replies[file, question] = _reply(finding, *given[who, question])
    files = tuple(_state(state, current.by_file.get(state.file, ()), replies) for state in current.files)
    return replace(current, replies=replies, files=files)


def _without(checked: Checked, gone: Mapping[str, str]) -> Checked:
    """Nothing is asked about a file whose corrected copy is there; only what the copy does not repeat is kept."""
    names = {state.file for state in checked.files if state.sha256 in gone}
    repeated = {(item.finding.entity, item.value) for item in checked.left_out if item.finding.file not in names}
    return replace(
        checked,
        files=tuple(_superseded(state, gone) for state in checked.files),
        findings=tuple(finding for finding in checked.findings if finding.file not in names),
        left_out=tuple(
            item for item in checked.left_out if item.finding.file not in names or _only_there(item, repeated)
        ),
    )


def _only_there(item: LeftOut, repeated: Iterable[tuple[str | None, str]]) -> bool:
    """Whether a remark stands in no later file; a value that could not be read is asked about there, or corrected."""
    return item.finding.severity is Severity.NOTE and (item.finding.entity, item.value) not in repeated


def _superseded(state: FileState, gone: Mapping[str, str]) -> FileState:
    if state.sha256 not in gone or state.state == "identical":
        return state
    reason = text("register.superseded", file=gone[state.sha256])
    return replace(state, state="superseded", rows_merged=0, reason=reason)


def _given(answers: Sequence[Answer]) -> dict[tuple[str | None, str], tuple[str, str | None]]:
    """Entity and question to the last words given in answer, and by whom."""
    given: dict[tuple[str | None, str], tuple[str, str | None]] = {}
    corrected = spellings("report.corrected")
    for answer in answers:
        by = answer.form.get("focal_point") or answer.sender or answer.entity
        # To say that a cell was corrected answers nothing where the same is still to be asked.
        told = {name: words for name, words in answer.asked.answers.items() if fold(words) not in corrected}
        given |= {(answer.entity, name): (words, by) for name, words in told.items() if words}
    return given


def _reply(finding: Finding, words: str, by: str | None) -> Reply:
    """A yes closes what was to be confirmed; anything else is for the secretariat to read."""
    confirmed = finding.severity is Severity.QUERY and fold(words) in spellings("report.yes")
    return Reply("confirmed" if confirmed else "open", words, by)


def _state(state: FileState, findings: Iterable[Finding], replies: Mapping[tuple[str, str], Reply]) -> FileState:
    """A file whose questions are all confirmed or settled is accepted."""
    if state.state != "questions":
        return state
    asked = [replies.get((state.file, question)) for question in asked_of(findings)]
    closed = all(reply and reply.state != "open" for reply in asked)
    return replace(state, state="accepted") if closed else state
