"""Comparing two states of one table: which row is which, and which of its cells are not as they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from emg_xlsx.matching import matched
from emg_xlsx.merged import COORDINATOR, Change, What
from emg_xlsx.plan import Plan
from emg_xlsx.sameness import DAYS, editable, in_words, same
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.tabular import lines_of_frame
from emg_xlsx.text import fold

Row = Mapping[str, Any]
"""A row: its typed values by key, with its ``id``, its ``entity``, its ``ref`` and the ``file`` it stands in."""

Pair = tuple[Row | None, Row | None]
"""A row before and after; None where it was not there."""

Key = Callable[[Row], Hashable | None]
"""What rows that are versions of each other have in common; None where a row has no such thing."""

SAID = ("title", "description", "progress")
"""The words by which a row is known again."""


def changes_between(
    old: pd.DataFrame, new: pd.DataFrame, table: Table, plan: Plan, by: str | None = None
) -> list[Change]:
    """What is different between two states of one table, rows known by their ids.

    Days and precision follow the schedule and are not told apart. A row that was added says in ``after``, and one
    that is gone in ``before``, the first words it has.

    Args:
        old, new: indexed by id, with codes, as :attr:`Master.contributions` or :attr:`Master.proposals`.
        table: the template's table or the master's; of the latter, the coordinator's own columns are compared too.
        plan: gives labels.
        by: who made the changes; by default the entity of the row, and the coordinator in their own columns.
    """
    before = {row["id"]: row for row in lines_of_frame(old)}
    after = {row["id"]: row for row in lines_of_frame(new)}
    names = {**after, **before}
    return changes_of(((before.get(name), after.get(name)) for name in names), table, plan, by)


def changes_of(pairs: Iterable[Pair], table: Table, plan: Plan, by: str | None = None) -> list[Change]:
    """What is different between the two rows of each pair, as :func:`changes_between` tells it."""
    fields = [item for item in editable(table, plan) if item.key not in DAYS]
    return [change for pair in pairs for change in _changes(pair, fields, plan, by)]


def known_again(old: Sequence[Row], new: Sequence[Row], *keys: Key) -> list[Pair]:
    """Which row is which, where ids alone do not tell.

    Args:
        old, new: the rows before and after.
        keys: what rows that are versions of each other have in common, the surest first; of several, the words
            tell. A row without the key waits for the next one.
    """
    pairs: list[Pair] = []
    for key in keys:
        found = list(_paired(old, new, key))
        pairs += found
        old = _without(old, [one for one, _ in found])
        new = _without(new, [other for _, other in found])
    return [*pairs, *((row, None) for row in old), *((None, row) for row in new)]


def by_ref(row: Row) -> Hashable:
    """Whose row it is, and what it is about."""
    # A proposal has no reference.
    return row["entity"], row.get("ref")


def by_words(row: Row) -> Hashable | None:
    """What it says, wherever it stands now."""
    return fold(said(row)) or None


def said(row: Row) -> str:
    """The words of a row."""
    return " ".join(str(row[key]) for key in SAID if row.get(key))


def cell_change(row: Row, item: Field, values: tuple[Any, Any], plan: Plan) -> Change:
    """A cell that is not as it was; the values in words."""
    before, after = (in_words(value, item, plan) or None for value in values)
    return Change(what="changed", by=COORDINATOR if item.own else row["entity"] or "", id=row["id"],
                  entity=row["entity"] or "", ref=row.get("ref"), field=item.key, before=before, after=after,
                  file=None if item.own else row.get("file"))  # fmt: skip


def differ(one: Any, other: Any) -> bool:
    """Whether two values differ; of texts, also where only their lines are broken otherwise."""
    return one != other if isinstance(one, str) and isinstance(other, str) else not same(one, other)


def _changes(pair: Pair, fields: Iterable[Field], plan: Plan, by: str | None) -> Iterator[Change]:
    old, new = pair
    if old is None or new is None:
        row = new or old or {}
        words = next((str(row[key]) for key in SAID if row.get(key)), None)
        what: What = "added" if old is None else "deleted"
        yield Change(what=what, by=by or row["entity"] or "", id=row["id"], entity=row["entity"] or "",
                     ref=row.get("ref"), before=None if old is None else words,
                     after=words if old is None else None, file=row.get("file"))  # fmt: skip
        return
    for item in fields:
        values = old.get(item.key), new.get(item.key)
        if differ(*values):
            change = cell_change(new, item, values, plan)
            yield change if by is None else _said_by(change, by, new)


def _said_by(change: Change, by: str, row: Row) -> Change:
    return Change(what=change.what, by=by, id=change.id, entity=change.entity, ref=change.ref, field=change.field,
                  before=change.before, after=change.after, file=row.get("file"))  # fmt: skip


def _paired(old: Iterable[Row], new: Iterable[Row], key: Key) -> Iterator[tuple[Row, Row]]:
    """The rows of each group that are versions of each other, in the order of the new ones."""
    before: dict[Hashable, list[Row]] = defaultdict(list)
    after: dict[Hashable, list[Row]] = defaultdict(list)
    for rows, groups in ((old, before), (new, after)):
        for row in rows:
            if (name := key(row)) is not None:
                groups[name].append(row)
    for name, rows in after.items():
        known = before.get(name, [])
        for row, place in zip(rows, matched([said(row) for row in rows], [said(row) for row in known]), strict=True):
            if place is not None:
                yield known[place], row


def _without(rows: Iterable[Row], taken: Iterable[Row]) -> list[Row]:
    gone = {id(row) for row in taken}
    return [row for row in rows if id(row) not in gone]
