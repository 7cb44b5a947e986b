"""What a newer complete answer does not mention any more: it stays, and is asked about once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from emg_xlsx.findings import Finding
from emg_xlsx.merged import Change, Merged, MergedRow
from emg_xlsx.order import Order
from emg_xlsx.plan import Plan
from emg_xlsx.values import Answer, Checked

SAID = ("title", "description", "progress", "role")
"""By which a row is called to mind, the first that it has."""


def omissions(checked: Checked, merged: Merged, plan: Plan, ranks: Mapping[str, int]) -> dict[str, Finding]:
    """Id of each row that a complete answer of the same sender leaves out, to the question it raises.

    Args:
        checked: the validated files.
        merged: what they say together.
        plan: gives the order of rounds.
        ranks: the coordinator's own order of files.
    """
    order = Order.of(checked.answers, plan, ranks)
    in_force = {state.sha256 for state in checked.files if state.state in ("accepted", "questions", "partial")}
    complete: dict[str | None, list[Answer]] = {}
    for answer in checked.answers:
        if answer.sha256 in in_force and _is_complete(answer):
            complete.setdefault(answer.entity, []).append(answer)
    return {
        row.id: _question(row, last)
        for row in (*merged.contributions, *merged.proposals)
        if not row.withdrawn and (last := _leaving_out(row, complete.get(row.entity, ()), order)) is not None
    }


def asking(checked: Checked, found: Iterable[Finding]) -> Checked:
    """The files with further questions; one that was accepted has questions now."""
    asked = list(found)
    files = {finding.file for finding in asked}
    return replace(
        checked,
        findings=tuple(sorted((*checked.findings, *asked), key=lambda finding: finding.order)),
        files=tuple(
            replace(state, state="questions") if state.file in files and state.state == "accepted" else state
            for state in checked.files
        ),
    )


def change_of(finding: Finding, name: str) -> Change:
    """The line of the log for a row that was found to be left out."""
    return Change(what="not-repeated", by=finding.entity or "", id=name, entity=finding.entity or "", ref=finding.ref,
                  file=finding.file)  # fmt: skip


def _is_complete(answer: Answer) -> bool:
    kind = answer.form.get("submission_kind") or "FULL"
    return answer.kind == "submission" and kind == "FULL" and bool(answer.contributions or answer.proposals)


def _leaving_out(row: MergedRow, complete: Iterable[Answer], order: Order) -> Answer | None:
    """The last complete answer of the row's own sender that comes after every file that speaks of it.

    Args:
        row: one of the master's.
        complete: the complete answers of its entity.
        order: which file comes after which.
    """
    later = [
        answer
        for answer in complete
        if row.answers and all(order.is_later(answer, other) and _same_sender(answer, other) for other in row.answers)
    ]
    return max(later, key=order.key, default=None)


def _same_sender(one: Answer, other: Answer) -> bool:
    """Whether two files come from one person, as far as is known."""
    return len({answer.sender.casefold() for answer in (one, other) if answer.sender}) <= 1


def _question(row: MergedRow, answer: Answer) -> Finding:
    seen = [row.givers[key].row.seen.get(key) for key in SAID if key in row.givers]
    said = next((words for words in (*seen, *row.source.row.seen.values()) if words), None)
    sheet = "New proposals" if row.ref is None else "Contributions"
    return Finding("row-not-repeated", answer.file, answer.entity, sheet, ref=row.ref, value=said,
                   facts={"ref": row.ref or sheet, "file": row.source.answer.file})  # fmt: skip
