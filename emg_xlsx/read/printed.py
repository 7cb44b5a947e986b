"""The sheets of the template that nobody fills, and what the template prints there.

Whatever else stands on them, somebody typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from emg_xlsx.plan import Plan
from emg_xlsx.schemas.fields import Table
from emg_xlsx.schemas.of_plan import codelist, contributions_table, entity_table, in_reissues, proposals_table
from emg_xlsx.schemas.plan_tables import APPROVAL_STATUSES
from emg_xlsx.schemas.wording import worded
from emg_xlsx.text import clean, fold
from emg_xlsx.texts import LANGUAGES, catalogue
from emg_xlsx.xlsx import Cell

PRINTED_SHEETS = frozenset(fold(name) for name in ("Read me", "Check", "Lists"))
"""Sheets of the template that nobody fills."""

TICKS = frozenset({"", "x", "v", "y", "ok", "yes", "done", "oui", "si", "да"})
"""Marks with which people tick off a line, folded: they say nothing that could be passed on."""

RESULTS = frozenset({"", "true", "false"})
"""What formulas give besides texts, folded and without digits."""

FACTS: Mapping[str, str] = {"day": r"\d{1,2} \w+ \d{4}", "round": r"\S{1,60}", "sheet": r"[\w ]{1,31}",
                            "row": r"\d{1,7}", "most": r"[\d,. ]{1,20}"}  # fmt: skip
"""What may stand for a placeholder; other facts, such as an address, may have been changed since: any short text."""


MOST_KNOWN, LONGEST_KNOWN = 10_000, 1_000
"""Cells remembered as the template's own, of all files together, and characters of such a cell."""


def is_printed_sheet(name: str) -> bool:
    """Whether a sheet is one nobody fills, or a copy that a spreadsheet program made of one, such as ``Lists (2)``."""
    return fold(name).rstrip("0123456789") in PRINTED_SHEETS


def is_own_heading(text: str, plan: Plan) -> bool:
    """Whether a page header is the template's own: the plan's title, a round, and how far the plan was agreed then.

    Args:
        text: the cleaned text of one header.
        plan: its title and the note to its approval stand in it.
    """
    title, _, rest = text.partition(" · ")
    call, _, approval = rest.partition(" · ")
    words, _, note = approval.partition(" – ")
    known = not approval or (words.lower() in APPROVAL_STATUSES and note == clean(plan.approval_note))
    return title == clean(plan.title) and (call in plan.round_by_id or not call) and known


@dataclass(frozen=True)
class Sentence:
    """A text with placeholders, and what it can have become.

    Attributes:
        words: the text, cleaned.
        facts: placeholder to the pattern of what may stand for it; any short text where there is none.
    """

    words: str
    facts: Mapping[str, str]

    @cached_property
    def start(self) -> str:
        """What stands before the first placeholder: few texts need the rest, which takes its time to prepare."""
        return self.words.partition("{")[0]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Every text it can have become."""
        parts = re.split(r"\{(\w+)\}", self.words)
        return re.compile(
            "".join(self.facts.get(part, ".{1,200}") if n % 2 else re.escape(part) for n, part in enumerate(parts)),
            re.DOTALL,
        )

    def became(self, text: str) -> bool:
        """Whether this is where a text comes from."""
        return text.startswith(self.start) and self.pattern.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Printed:
    """Everything the template can print on these sheets.

    Attributes:
        sentences: what stands on any of the sheets, folded.
        filled: sentences that hold facts, such as a day.
        lists: what stands on the sheet ``Lists``, folded.
    """

    sentences: frozenset[str]
    filled: tuple[Sentence, ...]
    lists: frozenset[str]
    known: dict[str, set[Cell]] = field(default_factory=dict, compare=False, repr=False)
    """Sheet to cells that were found to be the template's own: most stand in every file."""

    @classmethod
    def of(cls, plan: Plan) -> Printed:
        """What is printed for a plan, prepared once for each."""
        if "_printed_sheets" not in plan.__dict__:
            sentences = [words for language in LANGUAGES for part in ("template", "check")
                         for words in catalogue(language)[part].values()]  # fmt: skip
            facts = _facts(plan)
            plan.__dict__["_printed_sheets"] = cls(
                frozenset(fold(words) for words in sentences if "{" not in words),
                tuple(Sentence(clean(words), facts) for words in sentences if "{" in words),
                frozenset(fold(words) for words in _lists(plan)),
            )
        known: Printed = plan.__dict__["_printed_sheets"]
        return known

    def known_on(self, sheet: str) -> set[Cell]:
        """Cells that need no second look on one of these sheets."""
        if sum(map(len, self.known.values())) > MOST_KNOWN:
            self.known.clear()
        return self.known.setdefault(sheet, set())

    def has(self, sheet: str, text: str) -> bool:
        """Whether a text on one of these sheets is the template's own, or but a tick.

        Args:
            sheet: name of the sheet.
            text: the cleaned text of a cell.
        """
        if len(text) <= 1 or fold(text) in TICKS or fold(text) in self.sentences:
            return True
        if _is_lists(sheet):
            return fold(text) in self.lists
        if not fold(sheet).startswith("check"):
            return self._is_sentence(text)
        # Where no formulas are seen, as in older formats, what they gave are texts like any other: what is left of a
        # row in several sentences, a count behind its words, a number, a truth, a reference.
        return all(self._is_result(part) for part in text.split("; "))

    def _is_sentence(self, text: str) -> bool:
        return any(sentence.became(text) for sentence in self.filled)

    def _is_result(self, text: str) -> bool:
        words = fold(text.rstrip("0123456789."))
        return words in RESULTS or words in self.sentences or fold(text) in self.lists or self._is_sentence(text)


def _is_lists(sheet: str) -> bool:
    return fold(sheet).startswith("lists")


def _facts(plan: Plan) -> Mapping[str, str]:
    """What may stand for a placeholder in a template of this plan."""
    names = "|".join(re.escape(clean(field.name)) for table in _tables(plan) for field in table.fields)
    kinds = "|".join(re.escape(clean(label)) for code in codelist(plan, "submission_kind").codes
                     for label in code.labels)  # fmt: skip
    return {**FACTS, "plan": re.escape(plan.title), "field": f"(?:{names})", "other": f"(?:{names})",
            "nil": f"(?:{kinds})"}  # fmt: skip


def _tables(plan: Plan) -> Iterator[Table]:
    """The tables people fill, in every language."""
    for table in (in_reissues(contributions_table(plan)), proposals_table(plan), entity_table(plan)):
        yield from (worded(table, language) for language in LANGUAGES)


def _lists(plan: Plan) -> Iterator[str]:
    """Titles, labels and codes of every list, and what the plan's refs and entities are called."""
    for table in _tables(plan):
        for item in table.fields:
            if item.codelist:
                yield item.name
                for code in codelist(plan, item.codelist).codes:
                    yield from (code.code, code.label, *code.labels)
    for ref in plan.refs:
        yield from (ref, plan.in_short(ref))
    for entity in plan.entities:
        yield from (entity.display, entity.code)


__all__ = ["Printed", "is_own_heading", "is_printed_sheet"]
