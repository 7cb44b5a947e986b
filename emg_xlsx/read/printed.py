"""The sheets of the template that nobody fills, and what the template prints there.

Whatever else stands on them, somebody typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from emg_xlsx.plan import Plan
from emg_xlsx.schemas.of_plan import codelist, contributions_table, entity_table, proposals_table
from emg_xlsx.text import clean, fold
from emg_xlsx.texts import LANGUAGES, catalogue

PRINTED_SHEETS = frozenset(fold(name) for name in ("Read me", "Check", "Lists"))
"""Sheets of the template that nobody fills."""

TICKS = frozenset({"", "x", "v", "y", "ok", "yes", "done", "oui", "si", "да"})
"""Marks with which people tick off a line, folded: they say nothing that could be passed on."""

FACTS: Mapping[str, str] = {"day": r"\d{1,2} \w+ \d{4}", "round": r"\S{1,60}", "sheet": r"[\w ]{1,31}"}
"""What may stand for a placeholder; other facts, such as an address, may have been changed since: any short text."""


def is_printed_sheet(name: str) -> bool:
    """Whether a sheet is one nobody fills, or a copy that a spreadsheet program made of one, such as ``Lists (2)``."""
    return fold(name).rstrip("0123456789") in PRINTED_SHEETS


def is_printed(sheet: str, text: str, plan: Plan) -> bool:
    """Whether a text on one of these sheets is the template's own, or but a tick.

    Args:
        sheet: name of the sheet.
        text: the cleaned text of a cell.
        plan: what its lists, refs and entities are called is printed as well.
    """
    known = _known(plan)
    if len(text) <= 1 or fold(text) in TICKS or fold(text) in known.sentences:
        return True
    if fold(sheet).startswith("lists"):
        return fold(text) in known.lists
    return any(pattern.fullmatch(text) for pattern in known.patterns)


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything the template can print on these sheets; folded, but for texts that hold facts."""

    sentences: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    lists: frozenset[str]


def _known(plan: Plan) -> _Known:
    """What is printed, prepared once for each plan."""
    if "_printed_sheets" not in plan.__dict__:
        sentences = [words for language in LANGUAGES for words in catalogue(language)["template"].values()]
        plan.__dict__["_printed_sheets"] = _Known(
            frozenset(fold(words) for words in sentences if "{" not in words),
            tuple(_pattern(words, plan) for words in sentences if "{" in words),
            frozenset(fold(words) for words in _lists(plan)),
        )
    known: _Known = plan.__dict__["_printed_sheets"]
    return known


def _pattern(words: str, plan: Plan) -> re.Pattern[str]:
    """What a text with placeholders can have become."""
    facts = {**FACTS, "plan": re.escape(plan.title)}
    parts = re.split(r"\{(\w+)\}", clean(words))
    return re.compile(
        "".join(facts.get(part, ".{1,200}") if n % 2 else re.escape(part) for n, part in enumerate(parts)), re.DOTALL
    )


def _lists(plan: Plan) -> Iterator[str]:
    """Titles, labels and codes of every list, and what the plan's refs and entities are called."""
    for table in (contributions_table(plan), proposals_table(plan), entity_table(plan)):
        for field in table.fields:
            if field.codelist:
                yield field.name
                yield from (words for code in codelist(plan, field.codelist).codes for words in (code.label, code.code))
    for ref in plan.refs:
        yield from (ref, plan.activity_title(ref) if ref in plan.activity_by_id else plan.deliverable_by_id[ref].text)
    for entity in plan.entities:
        yield from (entity.display, entity.code)


__all__ = ["is_printed", "is_printed_sheet"]
