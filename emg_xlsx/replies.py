"""What came back: corrected copies take the place of the files they answer, and answers close questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
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
    gone = superseded(checked.answers, order)
    current = _without(checked, gone, _kept_aside(checked, frozenset(gone), order))
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


def _without(checked: Checked, gone: Mapping[str, str], aside: Sequence[LeftOut]) -> Checked:
    """Nothing is asked about a file whose corrected copy is there; only what the copy does not repeat is kept.

    Args:
        checked: the validated files.
        gone: fingerprint of each file whose place another took.
        aside: what stays left out all the same, and is asked about still.
    """
    names = {state.file for state in checked.files if state.sha256 in gone}
    repeated = {(item.finding.entity, item.value) for item in checked.left_out if item.finding.file not in names}
    asked = [item.finding for item in aside]
    return replace(
        checked,
        files=tuple(_superseded(state, gone) for state in checked.files),
        findings=tuple(one for one in checked.findings if one.file not in names or one in asked),
        left_out=tuple(
            item
            for item in checked.left_out
            if item.finding.file not in names or item in aside or _only_there(item, repeated)
        ),
    )


def _only_there(item: LeftOut, repeated: Iterable[tuple[str | None, str]]) -> bool:
    """Whether a remark stands in no later file; a value that could not be read is asked about there, or corrected."""
    return item.finding.severity is Severity.NOTE and (item.finding.entity, item.value) not in repeated


def _kept_aside(checked: Checked, gone: AbstractSet[str], order: Order) -> list[LeftOut]:
    """What was left out of files whose place a pre-filled template took, which never held it.

    A corrected copy holds what its sender wrote, as it was or corrected. A template that goes out again holds what was
    merged: of the rest only what its sender typed into it is answered, in whatever row.
    """
    answers = [one for one in checked.answers if one.kind == "submission" and not one.blank]
    copied = {sha for one in answers if not _is_reissue(one) for sha in order.answered[one.sha256]}
    files = {one.file for one in answers if one.sha256 in gone - copied}
    said = [(one.entity, frozenset(row.seen.values())) for one in answers if one.sha256 not in gone
            for row in (*one.contributions, *one.proposals)]  # fmt: skip
    groups: list[tuple[Finding, list[LeftOut]]] = []
    for item in checked.left_out:
        if item.finding.file in files and item.finding.severity is not Severity.NOTE:
            if not groups or groups[-1][0] != item.finding:
                groups.append((item.finding, []))
            groups[-1][1].append(item)
    return [
        item
        for finding, items in groups
        for item in items
        if not any(who == finding.entity and _known_by(finding, items) <= words for who, words in said)
    ]


def _known_by(finding: Finding, items: Sequence[LeftOut]) -> AbstractSet[str]:
    """The words by which a row is known again.

    Its longest text: its reference is what was wrong with it. Labels and figures alone stand in many rows, and are
    known only together.
    """
    values = {item.value for item in items}
    return values if finding.code == "row-without-content" else {max(values, key=len)}


def _is_reissue(answer: Answer) -> bool:
    """Whether a file is a template that went out with the entity's own rows in it, which have our ids."""
    return any("id" in row.columns for row in (*answer.contributions, *answer.proposals))


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
