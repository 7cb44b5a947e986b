"""Values that cannot all stand: found in what is merged, with every side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from rapidfuzz import fuzz

from emg_xlsx.merged import Conflict, MergedRow, Side
from emg_xlsx.plan import Plan
from emg_xlsx.sameness import in_words
from emg_xlsx.schemas.fields import Field
from emg_xlsx.schemas.of_plan import contributions_table, proposals_table
from emg_xlsx.text import fold
from emg_xlsx.texts import text
from emg_xlsx.values import AcceptedRow

SHORTEST = 40
"""Letters a text must have before another one that is nearly the same counts as the same: names are too short."""
ALIKE = 92
"""How alike, of 100, the words of two contributions must be to be asked about as one."""
MOST = 400
"""Contributions of one ref that are compared with each other; of more, only equal ones are found."""


def field_of(key: str, plan: Plan, *, proposal: bool) -> Field:
    """The field of a key, as the template has it."""
    table = proposals_table(plan) if proposal else contributions_table(plan)
    return table.by_key[key]


def side_of(name: str, source: AcceptedRow, key: str, plan: Plan) -> Side:
    """What one row of a file says of a field."""
    row, answer = source.row, source.answer
    value = row.values.get(key)
    words = in_words(value, field_of(key, plan, proposal="/NEW/" in name), plan)
    return Side(answer.entity or "", words, value, answer.file or None, row.sheet or None, row.cell(key),
                answer.sha256, name)  # fmt: skip


def own_side(name: str, value: Any, item: Field, plan: Plan) -> Side:
    """What the coordinator set a field to."""
    words = in_words(value, item, plan) or text("conflict.nothing")
    return Side(text("conflict.coordinator"), words, value, None, None, None, "", name)


def disputed(row: MergedRow, plan: Plan, edits: Mapping[str, Any]) -> Iterator[Conflict]:
    """Fields that files of one entity without an order fill differently, and what the coordinator set there."""
    return (disputed_field(row, key, plan, edits) for key in row.disputed)


def disputed_field(row: MergedRow, key: str, plan: Plan, edits: Mapping[str, Any]) -> Conflict:
    """One such field. The files come first, so that their numbers stay when the coordinator's side goes."""
    sides = [side_of(row.id, source, key, plan) for source in row.disputed[key]]
    if key in edits:
        sides.append(own_side(row.id, edits[key], field_of(key, plan, proposal=row.ref is None), plan))
    return Conflict(f"CELL/{row.id}/{key}", "cells", row.ref, key, tuple(sides))


def several_leads(rows: Iterable[MergedRow], plan: Plan) -> Iterator[Conflict]:
    """Refs that more than one entity leads."""
    for ref, found in _by_ref(row for row in rows if row.values.get("role") == "LEAD"):
        if len({row.entity for row in found}) > 1:
            sides = tuple(_stated(row, "role", plan) for row in found)
            yield Conflict(f"LEAD/{ref}", "leads", ref, "role", sides)


def of_different_mind(rows: Iterable[MergedRow], plan: Plan) -> Iterator[Conflict]:
    """Refs whose lead and co-lead do not agree whether they are completed."""
    leading = [row for row in rows if row.values.get("role") in ("LEAD", "COLEAD") and row.values.get("status")]
    for ref, found in _by_ref(leading):
        roles = {row.values["role"] for row in found}
        done = {row.values["status"] == "COMPLETED" for row in found}
        if len(roles) > 1 and len(done) > 1:
            yield Conflict(f"DONE/{ref}", "completion", ref, "status",
                           tuple(_stated(row, "status", plan) for row in found))  # fmt: skip


def duplicates(rows: Iterable[MergedRow], plan: Plan) -> Iterator[Conflict]:
    """Contributions of several entities to one ref that say the same, or nearly: they may be one.

    Equal texts are found first, then those that are very much alike; texts as short as a name are not compared. All
    that are alike are one conflict, however many they are.
    """
    for _, found in _by_ref(rows):
        worded = [(row, fold(str(row.values.get("description") or row.values.get("progress") or ""))) for row in found]
        worded = [(row, words) for row, words in worded if len(words) >= SHORTEST]
        for group in _alike(worded):
            key = "description" if group[0].values.get("description") else "progress"
            sides = tuple(_stated(row, key, plan) for row in group)
            yield Conflict(f"SAME/{group[0].id}", "duplicates", group[0].ref, key, sides)


def _alike(worded: list[tuple[MergedRow, str]]) -> Iterator[list[MergedRow]]:
    """Groups of rows of different entities that say nearly the same, each row like at least one other."""
    group_of = {row.id: row.id for row, _ in worded}

    def first(name: str) -> str:
        while group_of[name] != name:
            name = group_of[name]
        return name

    for one, other in _pairs(worded):
        if one.entity != other.entity:
            group_of[first(other.id)] = first(one.id)
    groups: dict[str, list[MergedRow]] = defaultdict(list)
    for row, _ in worded:
        groups[first(row.id)].append(row)
    yield from (group for group in groups.values() if len(group) > 1)


def _pairs(worded: list[tuple[MergedRow, str]]) -> Iterator[tuple[MergedRow, MergedRow]]:
    """Every two rows that say nearly the same, in their order; of too many rows, those that say the same."""
    rows, words = [row for row, _ in worded], [words for _, words in worded]
    if len(worded) <= MOST:
        for one, other in _near(words):
            if fuzz.ratio(words[one], words[other], score_cutoff=ALIKE):
                yield rows[one], rows[other]
        return
    equal: dict[str, list[MergedRow]] = defaultdict(list)
    for row, said in worded:
        equal[said].append(row)
    for group in equal.values():
        yield from pairwise(group)


def _near(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Every two texts that can be alike by how often each letter is in them; to count them all takes little time.

    Letters share a count with others, which lets some more pass and none less.
    """
    letters = (np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<i4") % 32 for text in texts)
    counts = np.array([np.bincount(text, minlength=32) for text in letters], dtype="int32").reshape(-1, 32)
    lengths = counts.sum(axis=1)
    for one in range(len(texts)):
        apart = np.abs(counts[one + 1 :] - counts[one]).sum(axis=1)
        most = (1 - ALIKE / 100) * (lengths[one + 1 :] + lengths[one]) + 1
        yield from ((one, int(other)) for other in one + 1 + np.flatnonzero(apart <= most))


def _by_ref(rows: Iterable[MergedRow]) -> list[tuple[str, list[MergedRow]]]:
    found: dict[str, list[MergedRow]] = defaultdict(list)
    for row in rows:
        ref = row.values.get("ref")
        if ref:
            found[ref].append(row)
    return [(ref, sorted(group, key=lambda row: (row.entity.casefold(), row.id))) for ref, group in found.items()]


def _stated(row: MergedRow, key: str, plan: Plan) -> Side:
    """What a row of the master says of a field, and the file it has it from; none where the coordinator set it."""
    value = row.values.get(key)
    giver = row.givers.get(key)
    if giver is not None and giver.row.values.get(key) == value:
        return side_of(row.id, giver, key, plan)
    words = in_words(value, field_of(key, plan, proposal=row.ref is None), plan)
    return Side(row.entity, words, value, None, None, None, "", row.id)
