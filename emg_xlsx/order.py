"""Which of an entity's files comes after which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from emg_xlsx.plan import Plan
from emg_xlsx.values import Answer


@dataclass(frozen=True, slots=True)
class Order:
    """The order of files: by round; as the coordinator says; after those they answer; then, of one sender, by date.

    No criterion overturns an earlier one, and the file system's dates are none.

    Attributes:
        rounds: round id to its place in the plan.
        answered: fingerprint to those of the files it answers, directly or through others.
        days: fingerprint to the day of the file, which is never before those of the files it answers.
        ranks: fingerprint to its place in the coordinator's own order; 0 where there is none.
    """

    rounds: Mapping[str, int]
    answered: Mapping[str, frozenset[str]]
    days: Mapping[str, date | None]
    ranks: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, answers: Iterable[Answer], plan: Plan, ranks: Mapping[str, int] | None = None) -> Order:
        """The order of these files, in whatever order they come.

        Args:
            answers: the files.
            plan: gives the order of rounds.
            ranks: the coordinator's own order of files, by fingerprint.
        """
        known = {answer.sha256: answer for answer in answers}
        direct = {sha: _answers(answer, known) for sha, answer in known.items()}
        answered = {sha: frozenset(_reached(sha, direct)) for sha in known}
        # Files that answer each other in a circle were not made by us: they have no order of this kind.
        answered = {sha: frozenset(one for one in ones if sha not in answered[one]) for sha, ones in answered.items()}
        days = {
            sha: max((day for one in (sha, *ones) if (day := known[one].submitted)), default=None)
            for sha, ones in answered.items()
        }
        return cls({call.id: place for place, call in enumerate(plan.rounds)}, answered, days, ranks or {})

    def key(self, answer: Answer) -> tuple[object, ...]:
        """By which files are sorted; files with no order among them by their fingerprints, never by chance."""
        day = self.days[answer.sha256]
        return (self.rounds[answer.round], self._rank(answer), day.isoformat() if day else "",
                len(self.answered[answer.sha256]), answer.sha256)  # fmt: skip

    def answers(self, answer: Answer, other: Answer) -> bool:
        """Whether a file is a corrected copy of another, or of a corrected copy of it."""
        return other.sha256 in self.answered[answer.sha256]

    def is_later(self, answer: Answer, other: Answer) -> bool:
        """Whether a file comes after another of the same entity."""
        if answer.round != other.round:
            return self.rounds[answer.round] > self.rounds[other.round]
        if self._rank(answer) != self._rank(other):
            return self._rank(answer) > self._rank(other)
        if self.answers(answer, other) or self.answers(other, answer):
            return self.answers(answer, other)
        senders = {a.sender.casefold() for a in (answer, other) if a.sender}
        day, before = self.days[answer.sha256], self.days[other.sha256]
        return len(senders) <= 1 and day is not None and before is not None and day > before

    def _rank(self, answer: Answer) -> int:
        return self.ranks.get(answer.sha256, 0)


def superseded(answers: Iterable[Answer], order: Order) -> dict[str, str]:
    """Fingerprint of each file that a corrected copy answers, to the name of the last such copy.

    A copy that holds nothing but answers to our questions takes no file's place.
    """
    found: dict[str, str] = {}
    for answer in sorted((one for one in answers if one.kind == "submission" and not one.blank), key=order.key):
        found.update(dict.fromkeys(order.answered[answer.sha256], answer.file))
    return found


def _answers(answer: Answer, known: Mapping[str, Answer]) -> frozenset[str]:
    """The files among these that one answers; nobody answers for another entity."""
    theirs = {sha for sha in answer.asked.files if sha in known and sha != answer.sha256}
    return frozenset(sha for sha in theirs if known[sha].entity in (None, answer.entity))


def _reached(start: str, direct: Mapping[str, frozenset[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(direct[start])
    while waiting:
        sha = waiting.pop()
        if sha not in reached:
            reached.add(sha)
            waiting += direct[sha]
    return reached
