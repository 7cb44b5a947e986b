"""Comparing two masters: rows, what the coordinator wrote, conflicts, questions, and who has answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from emg_xlsx.comparing.rows import Row, by_ref, by_words, cell_change, changes_of, differ, known_again
from emg_xlsx.differences import Differences, Edition
from emg_xlsx.mastered import EntityStatus, Master, line_key
from emg_xlsx.merged import COORDINATOR, Change
from emg_xlsx.plan import Plan
from emg_xlsx.sameness import master_tables_of
from emg_xlsx.schemas.fields import Table
from emg_xlsx.schemas.master_tables import CONFLICTS, QUESTIONS, REGISTER
from emg_xlsx.schemas.of_plan import entity_table, progress_table
from emg_xlsx.schemas.summary_tables import OF_REFS, WORK_PLAN
from emg_xlsx.tabular import lines_of_frame
from emg_xlsx.texts import catalogue, text

_NOTED = frozenset({"added", "changed", "withdrawn", "deleted", "restored"})

Standing = Sequence[EntityStatus]
"""Where every entity stands."""


@dataclass(frozen=True, slots=True)
class _Lineage:
    """How one master became the other.

    Attributes:
        log: what merges noted between the two, the last of it last; None where neither came of the other.
        backwards: whether the old one came of the new one.
    """

    log: list[Row] | None
    backwards: bool = False


def compare_masters(
    old: tuple[str, Master], new: tuple[str, Master], standing: tuple[Standing, Standing]
) -> Differences:
    """What is different between two masters of one plan.

    Rows are known by their ids where one of the two came of the other, else by entity, ref and words: ids are given
    in the order in which files came.

    Args:
        old, new: the name of each and its frames, with codes.
        standing: where the entities stood in the round of the new one, in the old master and in the new.
    """
    known = new[1].plan, _lineage(old[1], new[1])
    contributions, proposals = master_tables_of(new[1].plan)
    changes = {
        contributions.sheet: _rows(old[1].contributions, new[1].contributions, contributions, known),
        proposals.sheet: _rows(old[1].proposals, new[1].proposals, proposals, known),
        **_of_refs(old[1], new[1]),
        CONFLICTS.sheet: tuple(_conflicts(old[1].conflicts, new[1])),
        QUESTIONS.sheet: tuple(_questions(old[1], new[1])),
        REGISTER.sheet: (*_states(*standing), *_owned(old[1], new[1])),
    }
    return Differences("master", new[1].plan.id, _edition(*old), _edition(*new), changes)


def _edition(name: str, master: Master) -> Edition:
    return Edition(name, master.round, master.day)


def _lineage(old: Master, new: Master) -> _Lineage:
    before: list[Row] = [*lines_of_frame(old.changes)]
    after: list[Row] = [*lines_of_frame(new.changes)]
    common = min(len(before), len(after))
    if not common or before[:common] != after[:common]:
        return _Lineage(None)
    return _Lineage(after[common:], backwards=len(before) > common)


def _rows(old: pd.DataFrame, new: pd.DataFrame, table: Table, known: tuple[Plan, _Lineage]) -> tuple[Change, ...]:
    plan, lineage = known
    before, after = lines_of_frame(old), lines_of_frame(new)
    if lineage.log is None:
        pairs = known_again(before, after, by_ref, by_words)
    else:
        was, now = ({row["id"]: row for row in rows} for rows in (before, after))
        pairs = [(was.get(name), now.get(name)) for name in {**now, **was}]
    found = changes_of(pairs, table, plan)
    if lineage.log is None or lineage.backwards:
        found = [_unsaid(change, lineage) for change in found]
    else:
        found = [*_noted(found, lineage.log, table), *_not_repeated(lineage.log, {row["id"] for row in after})]
    places = {name: place for place, name in enumerate(plan.refs)}
    return tuple(sorted(found, key=lambda c: (c.entity.casefold(), places.get(c.ref or "", len(places)))))


def _unsaid(change: Change, lineage: _Lineage) -> Change:
    """A change without who made it, where nobody did: back in time, or a row that only one of two masters ever had."""
    return replace(change, by="", file=None) if lineage.backwards or change.what == "deleted" else change


def _noted(changes: Iterable[Change], log: Iterable[Row], table: Table) -> Iterator[Change]:
    """The changes with who made them and how, as the merges between the two noted it."""
    # What else stands there was typed into the log.
    noted = {(line["id"], line["field"]): line for line in log if line["what"] in _NOTED}
    for change in changes:
        title = table.by_key[change.field].name if change.field else None
        line = noted.get((change.id, title))
        if line is not None:
            yield replace(change, what=line["what"], by=line["by"] or change.by, file=line["file"])
        elif change.what == "deleted":
            # No file takes a row away without a word of the coordinator's.
            yield replace(change, by=COORDINATOR, file=None)
        else:
            yield change


def _not_repeated(log: Iterable[Row], rows: Iterable[str]) -> Iterator[Change]:
    here = set(rows)
    for line in log:
        if line["what"] == "not-repeated" and line["id"] in here:
            yield Change(what="not-repeated", by=line["by"] or "", id=line["id"], entity=line["entity"] or "",
                         ref=line["ref"], file=line["file"])  # fmt: skip


def _of_refs(old: Master, new: Master) -> dict[str, tuple[Change, ...]]:
    """What the coordinator wrote of each ref, by the sheet where it stands."""
    tables = {table.sheet: table for table in (WORK_PLAN, progress_table(new.plan))}
    before = {line["ref"]: line for line in lines_of_frame(old.secretariat)}
    found: dict[str, tuple[Change, ...]] = dict.fromkeys(tables, ())
    for line in lines_of_frame(new.secretariat):
        about = {"id": line["ref"], "entity": "", "ref": line["ref"]}
        for sheet, key in OF_REFS:
            values = before.get(line["ref"], {}).get(key), line[key]
            if differ(*values):
                found[sheet] += (cell_change(about, tables[sheet].by_key[key], values, new.plan),)
    return found


def _conflicts(old: pd.DataFrame, new: Master) -> Iterator[Change]:
    was = {line["id"]: line for line in lines_of_frame(old)}
    now = {line["id"]: line for line in lines_of_frame(new.conflicts)}
    for name, line in {**was, **now}.items():
        before, after = was.get(name), now.get(name)
        said = Change(what="changed", by=line["entities"] or "", id=name, entity=line["entities"] or "",
                      ref=line["ref"], field=_key(line["field"], new.plan))  # fmt: skip
        decisions = tuple(one["decision"] if one else None for one in (before, after))
        sides = tuple(one["sides"] if one else None for one in (before, after))
        if after is None:
            yield replace(said, what="closed", before=sides[0])
            continue
        if before is None or (decisions[0] and not decisions[1]):
            yield replace(said, what="opened", after=sides[1])
        elif differ(*sides):
            yield replace(said, before=sides[0], after=sides[1])
        if decisions[1] and differ(*decisions):
            yield replace(said, what="decided", by=COORDINATOR, before=decisions[0], after=decisions[1])


def _questions(old: Master, new: Master) -> Iterator[Change]:
    was, now = ({(line["entity"], line["question"]): line for line in lines_of_frame(master.questions)}
                for master in (old, new))  # fmt: skip
    for key, line in {**was, **now}.items():
        before, after = was.get(key), now.get(key)
        was_open, is_open = (one is not None and one["state"] == "open" for one in (before, after))
        said = Change(what="opened", by=line["entity"] or "", id=line["question"] or "", entity=line["entity"] or "",
                      ref=line["ref"], field=_key(line["field"], new.plan), file=line["file"])  # fmt: skip
        if is_open and not was_open:
            yield replace(said, after=line["message"])
        elif was_open and not is_open:
            answer = (after["answer"] or catalogue()["state"].get(after["state"], after["state"])) if after else None
            by = after["answered_by"] if after else None
            yield replace(said, what="closed", by=by or said.by, before=line["message"], after=answer)
        elif before and after and differ(before["answer"], after["answer"]):
            yield replace(said, what="changed", field="answer", before=before["answer"], after=after["answer"])


def _states(old: Standing, new: Standing) -> Iterator[Change]:
    """Where an entity stands otherwise than before; one nobody waited for was missing without a line."""
    before = {one.entity: one for one in old}
    for one in new:
        was = before.get(one.entity)
        state, known = (was.state, was.files) if was else ("missing", ())
        if state != one.state:
            fresh = "; ".join(file for file in one.files if file not in known)
            words = text(f"state.{state}"), text(f"state.{one.state}")
            yield Change(what="changed", by=one.entity, id=one.entity, entity=one.entity, ref=None, field="state",
                         before=words[0], after=words[1], file=fresh or None)  # fmt: skip


def _owned(old: Master, new: Master) -> Iterator[Change]:
    """What the coordinator wrote into ``Register``."""
    own = [item for item in REGISTER.fields if item.own]
    was, now = (_register(master) for master in (old, new))
    for key, line in {**was, **now}.items():
        before: Mapping[str, Any] = was.get(key, {})
        after: Mapping[str, Any] = now.get(key, {})
        row = {"id": line["file"] or line["entity"] or "", "entity": line["entity"] or ""}
        for item in own:
            values = before.get(item.key), after.get(item.key)
            if differ(*values):
                yield cell_change(row, item, values, new.plan)


def _register(master: Master) -> dict[str, Row]:
    return {line_key(line, REGISTER): line for line in lines_of_frame(master.register)}


def _key(title: str | None, plan: Plan) -> str | None:
    """The key of the column a list names by its title."""
    tables = (*master_tables_of(plan), entity_table(plan))
    fields = (item for table in tables for item in table.fields)
    return next((item.key for item in fields if item.name == title), title)
