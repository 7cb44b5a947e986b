"""Merging the accepted rows of many files into one row per contribution, with ids and conflicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any

from emg_xlsx.mastered import Conflict, Merged, MergedRow, Side
from emg_xlsx.order import Order
from emg_xlsx.plan import Plan
from emg_xlsx.schemas.fields import Table
from emg_xlsx.schemas.of_plan import codelist, contributions_table, proposals_table
from emg_xlsx.text import fold
from emg_xlsx.texts import text
from emg_xlsx.values import AcceptedRow, Checked

DAYS = ("first_day", "last_day", "precision", "approximate")
"""What travels with a schedule: the dates are read from it and mean nothing without it."""

SIMILAR = 0.6
"""How alike two texts must be to be taken for two versions of one contribution."""


@dataclass(slots=True)
class _Entry:
    """A contribution in the making: for each field its value and the row that gave it."""

    id: str
    row: MergedRow
    given_by: dict[str, AcceptedRow]
    disputed: dict[str, list[AcceptedRow]] = field(default_factory=dict)


def merge(checked: Checked, plan: Plan) -> Merged:
    """Unite the accepted rows of all files.

    Rows of one entity and ref from several files are matched: one to one, else by equal, else by the most
    similar text. Later filled cells win where the files have an order; between files without one, cells both
    fill differently become a conflict and stay empty.

    Args:
        checked: the validated submissions, in any order.
        plan: gives the order of refs and rounds.
    """
    files = Order.of(checked.answers, plan)
    contributions, given, conflicts = _unite(checked.contributions, plan, contributions_table(plan), files)
    proposals, more_given, more = _unite(checked.proposals, plan, proposals_table(plan), files)
    order = plan.ref_order
    return Merged(
        contributions=tuple(
            sorted(contributions, key=lambda r: (r.entity.casefold(), order[r.ref or ""], _tail(r.id)))
        ),
        proposals=tuple(sorted(proposals, key=lambda r: (r.entity.casefold(), _tail(r.id)))),
        conflicts=(*_several_leads(contributions, plan), *conflicts, *more),
        given=(*given, *more_given),
    )


def _unite(
    rows: Iterable[AcceptedRow], plan: Plan, table: Table, files: Order
) -> tuple[list[MergedRow], list[tuple[str, AcceptedRow]], list[Conflict]]:
    entries: dict[tuple[str, str | None], list[_Entry]] = defaultdict(list)
    given: list[tuple[str, AcceptedRow]] = []
    for rows_of_ref in _by_file_and_ref(rows, plan, files):
        first = rows_of_ref[0]
        known = entries[first.answer.entity or "", first.row.values.get("ref")]
        for row, entry in _matched(rows_of_ref, known):
            if entry is None:
                known.append(_new(row, len(known) + 1, plan))
            else:
                _take(entry, row, table, plan, files)
            given.append(((entry or known[-1]).id, row))
    flat = [entry for group in entries.values() for entry in group]
    conflicts = [_differing(entry, key, rows_, plan, table) for entry in flat for key, rows_ in entry.disputed.items()]
    return [entry.row for entry in flat], given, sorted(conflicts, key=lambda c: c.id)


def _by_file_and_ref(rows: Iterable[AcceptedRow], plan: Plan, files: Order) -> list[list[AcceptedRow]]:
    """The rows of each file and ref together, files in their order, which no folder listing can change."""
    groups: dict[tuple[Any, ...], list[AcceptedRow]] = defaultdict(list)
    for row in rows:
        answer = row.answer
        key = (
            (answer.entity or "").casefold(),
            *files.key(answer),
            plan.ref_order.get(row.row.values.get("ref") or "", -1),
        )
        groups[key].append(row)
    return [groups[key] for key in sorted(groups)]


def _matched(rows: Sequence[AcceptedRow], known: Sequence[_Entry]) -> list[tuple[AcceptedRow, _Entry | None]]:
    """Pair the rows of one file and ref with what is known of that ref."""
    free = list(known)
    if len(rows) == 1 and len(free) == 1:
        return [(rows[0], free[0])]
    pairs: dict[int, _Entry] = {}
    for least in (1.0, SIMILAR):
        scored = sorted(
            ((_likeness(row, entry), n, entry) for n, row in enumerate(rows) if n not in pairs for entry in free),
            key=lambda item: (-item[0], item[1], item[2].id),
        )
        for score, n, entry in scored:
            if score >= least and n not in pairs and entry in free:
                pairs[n] = entry
                free.remove(entry)
    return [(row, pairs.get(n)) for n, row in enumerate(rows)]


def _likeness(row: AcceptedRow, entry: _Entry) -> float:
    """How alike the words of a row and of a known contribution are, from 0 to 1."""
    a, b = _words(row.row.values), _words(entry.row.values)
    return 1.0 if a == b else SequenceMatcher(None, a, b, autojunk=False).ratio()


def _words(values: Mapping[str, Any]) -> str:
    return fold(" ".join(str(values.get(key) or "") for key in ("title", "description", "progress")))


def _new(row: AcceptedRow, number: int, plan: Plan) -> _Entry:
    entity = row.answer.entity or ""
    ref = row.row.values.get("ref")
    name = f"{entity}/{ref or 'NEW'}/{number}"
    values = dict(row.row.values)
    merged = MergedRow(name, entity, ref, values, row, row.answer.round, row.answer.round,
                       _promise(row, plan))  # fmt: skip
    return _Entry(name, merged, {key: row for key, value in values.items() if value is not None})


def _take(entry: _Entry, row: AcceptedRow, table: Table, plan: Plan, files: Order) -> None:
    """Take what a further file says: later filled cells win.

    An empty cell takes nothing away, but in a corrected copy of the file that filled it.
    """
    values = dict(entry.row.values)
    for item in table.inputs:
        new, old = row.row.values.get(item.key), values.get(item.key)
        giver = entry.given_by.get(item.key)
        together = (item.key, *DAYS) if item.type == "schedule" else (item.key,)
        if new is None:
            if giver and files.answers(row.answer, giver.answer) and not row.row.seen.get(item.key):
                values |= dict.fromkeys(together)
                del entry.given_by[item.key]
        elif giver is None or new == old or files.is_later(row.answer, giver.answer):
            values |= {key: row.row.values.get(key) for key in together}
            entry.given_by[item.key] = row
            entry.disputed.pop(item.key, None)
        else:
            entry.disputed.setdefault(item.key, [giver]).append(row)
            values |= dict.fromkeys(together)
    promised = _promise(row, plan) or entry.row.promised
    entry.row = replace(entry.row, values=values, source=row, last_round=row.answer.round, promised=promised)


def _promise(row: AcceptedRow, plan: Plan) -> str | None:
    """The schedule given in a planning round."""
    if plan.round_by_id[row.answer.round].kind != "planning":
        return None
    promised: str | None = row.row.values.get("schedule")
    return promised


def _several_leads(rows: Iterable[MergedRow], plan: Plan) -> list[Conflict]:
    leads: dict[str, list[MergedRow]] = defaultdict(list)
    for row in rows:
        if row.values.get("role") == "LEAD" and row.ref:
            leads[row.ref].append(row)
    conflicts = []
    for ref in sorted(leads, key=lambda r: plan.ref_order[r]):
        entities = sorted({row.entity for row in leads[ref]}, key=str.casefold)
        if len(entities) > 1:
            sides = tuple(_side(row.source, "role", plan) for row in sorted(leads[ref], key=lambda r: r.id.casefold()))
            proposal = text("conflict.leads.proposal", entities=" and ".join(entities))
            conflicts.append(Conflict(f"LEAD/{ref}", "leads", ref, "role", sides, proposal))
    return conflicts


def _differing(entry: _Entry, key: str, rows: Sequence[AcceptedRow], plan: Plan, table: Table) -> Conflict:
    sides = tuple(_side(row, key, plan) for row in rows)
    proposal = text("conflict.cells.proposal", title=table.by_key[key].name)
    return Conflict(f"CELL/{entry.id}/{key}", "cells", entry.row.ref or "", key, sides, proposal)


def _side(row: AcceptedRow, key: str, plan: Plan) -> Side:
    value = row.row.values.get(key)
    field_ = contributions_table(plan).by_key.get(key)
    if field_ and field_.type == "code" and field_.codelist and value:
        value = codelist(plan, field_.codelist).label(value)
    return Side(row.answer.entity or "", str(value), row.answer.file, row.row.sheet, row.row.cell(key))


def _tail(name: str) -> int:
    return int(name.rsplit("/", 1)[-1])
