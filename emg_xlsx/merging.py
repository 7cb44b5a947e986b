"""Merging the accepted rows of many files into one row per contribution, with ids and what their files dispute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import count
from typing import Any

from emg_xlsx.memory import Memory, Place
from emg_xlsx.merged import Merged, MergedRow
from emg_xlsx.order import Order
from emg_xlsx.plan import Plan
from emg_xlsx.schemas.fields import Table
from emg_xlsx.schemas.of_plan import contributions_table, proposals_table
from emg_xlsx.text import fold
from emg_xlsx.values import AcceptedRow, Answer, Checked, TypedRow

DAYS = ("first_day", "last_day", "precision", "approximate")
"""What travels with a schedule: the dates are read from it and mean nothing without it."""

SIMILAR = 0.6
"""How alike two texts must be to be taken for two versions of one contribution."""


@dataclass(slots=True)
class _Entry:
    """A contribution in the making.

    Attributes:
        entity, ref, number: by which it would be named if its rows had no ids yet.
        words: the last text it has, by which further rows are known to be about the same.
        rows: what files say of it, in their order.
        ids: those its rows were given by earlier merges.
        id: its name, once all rows are there.
    """

    entity: str
    ref: str | None
    number: int
    words: str = ""
    rows: list[AcceptedRow] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    id: str = ""

    @property
    def stem(self) -> str:
        """What the ids of its entity and ref begin with."""
        return f"{self.entity}/{self.ref or 'NEW'}"


@dataclass(frozen=True, slots=True)
class _Job:
    """The merging of one table.

    Attributes:
        plan, table, files, memory: what it goes by.
        given: the highest number ever given to ids, by what they begin with.
    """

    plan: Plan
    table: Table
    files: Order
    memory: Memory
    given: Mapping[str, int]


def merge(checked: Checked, plan: Plan, memory: Memory | None = None) -> Merged:
    """Unite the accepted rows of all files.

    Rows of one entity and ref from several files are matched: by the id they carry, else one to one, else by
    equal, else by the most similar text. Later filled cells win where the files have an order; between files
    without one, cells both fill differently are disputed and stay empty. What rows unite depends on the files
    alone, never on the order in which they came; only the numbers of ids do.

    Args:
        checked: the validated submissions, in any order.
        plan: gives the order of refs and rounds.
        memory: the ids given before, which stay.
    """
    memory = memory or Memory()
    files = Order.of(checked.answers, plan, memory.ranks)
    numbers = memory.numbers()
    contributions, given = _unite(checked.contributions, _Job(plan, contributions_table(plan), files, memory, numbers))
    proposals, more = _unite(checked.proposals, _Job(plan, proposals_table(plan), files, memory, numbers))
    order = plan.ref_order
    return Merged(
        contributions=tuple(
            sorted(contributions, key=lambda r: (r.entity.casefold(), order[r.ref or ""], _tail(r.id)))
        ),
        proposals=tuple(sorted(proposals, key=lambda r: (r.entity.casefold(), _tail(r.id)))),
        ids={**given, **more},
    )


def _unite(rows: Iterable[AcceptedRow], job: _Job) -> tuple[list[MergedRow], dict[Place, str]]:
    entries: dict[tuple[str, str | None], list[_Entry]] = defaultdict(list)
    for entry in _noted(job):
        entries[entry.entity, entry.ref].append(entry)
    for rows_of_ref in _by_file_and_ref(rows, job):
        entity, ref = rows_of_ref[0].answer.entity or "", rows_of_ref[0].row.values.get("ref")
        known = entries[entity, ref]
        for row, found in _paired(rows_of_ref, known, job.memory):
            entry = found or _Entry(entity, ref, len(known) + 1)
            if found is None:
                known.append(entry)
            entry.rows.append(row)
            entry.words = _words(row.row.values) or entry.words
            if _place(row) in job.memory.ids:
                entry.ids.append(job.memory.ids[_place(row)])
    flat = [entry for group in entries.values() for entry in group]
    for group in entries.values():
        _name(group, job.given)
    return [_finished(entry, job) for entry in flat], {_place(row): entry.id for entry in flat for row in entry.rows}


def _noted(job: _Job) -> list[_Entry]:
    """The rows the coordinator typed in: no file gave any value of theirs."""
    given = set(job.memory.ids.values())
    wanted = job.table.name == "proposals"
    entries = []
    for name, kept in job.memory.kept.items():
        entity, ref, number = name.rsplit("/", 2)
        if name not in given and (ref == "NEW") is wanted:
            entries.append(_Entry(entity, None if wanted else ref, int(number), _words(kept.edits), ids=[name]))
    return entries


def _place(row: AcceptedRow) -> Place:
    return row.answer.sha256, row.row.sheet, row.row.number


def _by_file_and_ref(rows: Iterable[AcceptedRow], job: _Job) -> list[list[AcceptedRow]]:
    """The rows of each file and ref together, files in their order, which no folder listing can change."""
    groups: dict[tuple[Any, ...], list[AcceptedRow]] = defaultdict(list)
    for row in rows:
        answer = row.answer
        key = (
            (answer.entity or "").casefold(),
            *job.files.key(answer),
            job.plan.ref_order.get(row.row.values.get("ref") or "", -1),
        )
        groups[key].append(row)
    return [groups[key] for key in sorted(groups)]


def _paired(
    rows: Sequence[AcceptedRow], known: Sequence[_Entry], memory: Memory
) -> list[tuple[AcceptedRow, _Entry | None]]:
    """Pair the rows of one file and ref with what is known of that ref.

    A row that has its own id already was there before the coordinator typed in another one, and is not that one.
    """
    given = [memory.ids.get(_place(row)) for row in rows]
    others = [entry for entry in known if entry.rows or not entry.ids or entry.ids[0] in given]
    if len(others) == len(known) or not any(given):
        return _matched(rows, known)
    old = [row for row, name in zip(rows, given, strict=True) if name]
    pairs = _matched(old, others)
    used = [entry for _, entry in pairs if entry is not None]
    free = [entry for entry in known if not any(entry is other for other in used)]
    return [*pairs, *_matched([row for row, name in zip(rows, given, strict=True) if not name], free)]


def _matched(rows: Sequence[AcceptedRow], known: Sequence[_Entry]) -> list[tuple[AcceptedRow, _Entry | None]]:
    """Pair the rows of one file and ref with what is known of that ref."""
    named = {name: entry for entry in known for name in (f"{entry.stem}/{entry.number}", *entry.ids)}
    pairs: dict[int, _Entry] = {}
    for n, row in enumerate(rows):
        entry = named.get(row.row.values.get("id") or "")
        if entry is not None and not any(entry is other for other in pairs.values()):
            pairs[n] = entry
    free = [entry for entry in known if not any(entry is other for other in pairs.values())]
    if len(rows) == 1 and len(free) == len(known) == 1:
        return [(rows[0], free[0])]
    for least in (1.0, SIMILAR):
        scored = sorted(
            ((_likeness(row, entry), n, entry) for n, row in enumerate(rows) if n not in pairs for entry in free),
            key=lambda item: (-item[0], item[1], item[2].number),
        )
        for score, n, entry in scored:
            if score >= least and n not in pairs and entry in free:
                pairs[n] = entry
                free.remove(entry)
    return [(row, pairs.get(n)) for n, row in enumerate(rows)]


def _likeness(row: AcceptedRow, entry: _Entry) -> float:
    """How alike the words of a row and of a known contribution are, from 0 to 1."""
    a, b = _words(row.row.values), entry.words
    return 1.0 if a == b else SequenceMatcher(None, a, b, autojunk=False).ratio()


def _words(values: Mapping[str, Any]) -> str:
    return fold(" ".join(str(values.get(key) or "") for key in ("title", "description", "progress")))


def _name(group: Sequence[_Entry], given: Mapping[str, int]) -> None:
    """Give each contribution of an entity and ref its id: the first its rows were given, else the next number.

    A number that was ever given is not given again.
    """
    stem = group[0].stem if group else ""
    numbers = count(given.get(stem, 0) + 1)
    taken: set[str] = set()
    for entry in sorted(group, key=lambda e: (not e.ids, e.number)):
        before = [name for name in sorted(entry.ids, key=_tail) if name not in taken]
        entry.id = before[0] if before else f"{stem}/{next(numbers)}"
        taken.add(entry.id)


def _finished(entry: _Entry, job: _Job) -> MergedRow:
    """What all files together say of one contribution."""
    if not entry.rows:
        return _nobodys(entry)
    values: dict[str, Any] = {key: None for row in entry.rows for key in row.row.values} | {"ref": entry.ref}
    filled = {key for row in entry.rows for key, value in row.row.values.items() if value is not None}
    givers: dict[str, AcceptedRow] = {}
    disputed: dict[str, tuple[AcceptedRow, ...]] = {}
    for item in (one for one in job.table.inputs if one.key in filled):
        standing = _standing(entry.rows, item.key, job.files)
        if len(standing) > 1:
            disputed[item.key] = standing
        elif standing:
            givers[item.key] = standing[0]
            for key in (item.key, *DAYS) if item.type == "schedule" else (item.key,):
                values[key] = standing[0].row.values.get(key)
    answers = {row.answer.sha256: row.answer for row in entry.rows}
    promises = [row for row in entry.rows if job.plan.round_by_id[row.answer.round].kind == "planning"]
    promised = _standing(promises, "schedule", job.files)
    return MergedRow(
        id=entry.id,
        entity=entry.entity,
        ref=entry.ref,
        values=values,
        source=entry.rows[-1],
        first_round=entry.rows[0].answer.round,
        last_round=entry.rows[-1].answer.round,
        promised=promised[0].row.values["schedule"] if len(promised) == 1 else None,
        givers=givers,
        disputed=disputed,
        answers=tuple(answers.values()),
        withdrawn=_withdrawn(entry.rows, job.files),
    )


def _nobodys(entry: _Entry) -> MergedRow:
    """A contribution no file speaks of: all it says was typed in by the coordinator."""
    nobody = Answer("", "", "noted", entry.entity, "", "", {}, {}, (), (), ())
    source = AcceptedRow(nobody, TypedRow("", 0, {}, {}, {}))
    return MergedRow(entry.id, entry.entity, entry.ref, {"ref": entry.ref}, source, "", "")


def _standing(rows: Sequence[AcceptedRow], key: str, files: Order) -> tuple[AcceptedRow, ...]:
    """The rows that give a field the values that stand: one, or several that differ and have no order.

    Later filled cells win. An empty cell takes nothing away, but in a corrected copy of the file that filled it.
    """
    filled = [row for row in rows if row.row.values.get(key) is not None]
    if len(rows) == 1:
        return tuple(filled)
    emptied = [row for row in rows if row not in filled and not row.row.seen.get(key)]
    last = [row for row in filled if not any(files.is_later(other.answer, row.answer) for other in filled)]
    taken = [row for other in emptied for row in _answered(other, last, key, files)]
    last = [row for row in last if row not in taken]
    return tuple(last) if len({row.row.values[key] for row in last}) > 1 else tuple(last[-1:])


def _answered(emptied: AcceptedRow, last: Sequence[AcceptedRow], key: str, files: Order) -> list[AcceptedRow]:
    """The rows whose value an empty cell takes away.

    Where files that it answers differ, the cell was empty when the template went out: nobody emptied it.
    """
    found = [row for row in last if files.answers(emptied.answer, row.answer)]
    return found if len({row.row.values[key] for row in found}) == 1 else []


def _withdrawn(rows: Sequence[AcceptedRow], files: Order) -> bool:
    """Whether the entity took it back, and no later file speaks of it again."""
    back = [row for row in rows if row.row.values.get("change") == "WITHDRAW"]
    return any(not any(files.is_later(other.answer, row.answer) for other in rows if other not in back) for row in back)


def _tail(name: str) -> int:
    return int(name.rsplit("/", 1)[-1])
