"""Files that say the same as another, byte for byte: listed, never counted twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from emg_xlsx.memory import Copy
from emg_xlsx.texts import text
from emg_xlsx.values import Answer, Checked, FileState, Origin


def dated(answers: Sequence[Answer], copies: Sequence[Copy]) -> list[Answer]:
    """The answers, each with the first mail or dated folder that it or one of its copies came in.

    A workbook that was also saved beside its mail has the mail's day, whichever of the two was found first.
    """
    others: dict[str, list[Origin]] = defaultdict(list)
    for copy in copies:
        others[copy.sha256].append(copy.origin)
    return [
        replace(answer, origin=_first([answer.origin, *others[answer.sha256]])) if answer.sha256 in others else answer
        for answer in answers
    ]


def listed(checked: Checked, copies: Sequence[Copy]) -> Checked:
    """Add the copies to what was checked, each as identical to the file that was read."""
    by_sha = {state.sha256: state for state in checked.files}
    answer_of = {answer.sha256: answer for answer in checked.answers}
    states, answers = list(checked.files), list(checked.answers)
    for copy in copies:
        original = by_sha[copy.sha256]
        states.append(FileState(copy.file, copy.sha256, original.entity, original.round, "identical", 0, 0,
                                text("register.identical", file=original.file)))  # fmt: skip
        answers.append(replace(answer_of[copy.sha256], file=copy.file, findings=(), origin=copy.origin))
    return replace(checked, files=tuple(states), answers=tuple(answers))


def _first(origins: Sequence[Origin]) -> Origin:
    """The earliest mail if there is one, with the earliest folder."""
    mail = min(origins, key=lambda o: (o.mailed is None, o.mailed.isoformat() if o.mailed else "", o.sender or "~"))
    filed = min((o.filed for o in origins if o.filed), default=None)
    return replace(mail, filed=filed)
