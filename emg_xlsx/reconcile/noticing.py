"""What the coordinator did in the master since it was written, taken into its memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from emg_xlsx.mastered import Edited, NowRow
from emg_xlsx.memory import Kept, Memory, Ruling
from emg_xlsx.merged import COORDINATOR, TYPED, Change
from emg_xlsx.plan import Plan
from emg_xlsx.rows import read_ref
from emg_xlsx.sameness import DAYS, editable, in_words, master_tables_of, same
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.master_tables import REGISTER
from emg_xlsx.text import fold, visible
from emg_xlsx.texts import text
from emg_xlsx.values import Reply


@dataclass(frozen=True, slots=True)
class Noticed:
    """What was noticed in a master.

    Attributes:
        memory: what it remembers, with what the coordinator did.
        changes: that, cell by cell.
        lost: sheet and text of what cannot be carried over.
    """

    memory: Memory
    changes: tuple[Change, ...] = ()
    lost: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Job:
    """One master as it is gone through."""

    edited: Edited
    memory: Memory
    plan: Plan
    kept: dict[str, Kept]
    gone: dict[str, Mapping[str, Any]]
    rulings: dict[str, Ruling]
    numbers: dict[str, int]
    changes: list[Change] = field(default_factory=list)
    lost: list[tuple[str, str]] = field(default_factory=list)


def noticed(edited: Edited, memory: Memory, plan: Plan) -> Noticed:
    """Take into a master's memory what the coordinator did since it was written.

    A cell that does not say what was published there was edited; a row that is gone was deleted, one without an
    id was typed in. Where a column or a sheet is gone, nothing was: what is remembered stands.

    Args:
        edited: the master as it stands now.
        memory: what it remembers.
        plan: the work plan.
    """
    job = _Job(edited, memory, plan, dict(memory.kept), dict(memory.gone), dict(memory.rulings), memory.numbers(),
               lost=[*edited.lost])  # fmt: skip
    _decide(job)
    for table in master_tables_of(plan):
        _table(job, table)
    for name, row in edited.typed:
        _typed(job, next(t for t in master_tables_of(plan) if t.name == name), row)
    found = replace(
        memory,
        kept=job.kept,
        gone=job.gone,
        rulings=job.rulings,
        settled=_settled(job),
        owned=_owned(memory, edited),
    )
    for key, line in found.owned.get(REGISTER.sheet, {}).items():
        word, before = line.get("entity_decided"), memory.owned.get(REGISTER.sheet, {}).get(key, {})
        if word and word != before.get("entity_decided") and plan.entity_list.match(str(word)).code is None:
            job.lost.append((REGISTER.sheet, text("lost.decided", value=visible(str(word)))))
    return Noticed(found, tuple(job.changes), tuple(job.lost))


def _table(job: _Job, table: Table) -> None:
    rows = job.edited.rows.get(table.name)
    mine = [name for name in job.memory.kept if ("/NEW/" in name) is (table.name == "proposals")]
    if rows is None:
        return
    if mine and not rows:
        job.lost.append((table.sheet, text("lost.rows")))
        return
    fields = editable(table, job.plan)
    for name in mine:
        if name in rows:
            _row(job, name, rows[name], fields)
        elif name not in job.gone:
            _deleted(job, name)
    for name, row in rows.items():
        if name not in job.memory.kept:
            # A row whose id we never gave is one that was typed in, with an id of their own making.
            _typed(job, table, row)


def _row(job: _Job, name: str, row: NowRow, fields: tuple[Field, ...]) -> None:
    kept = job.kept[name]
    edits = {}
    for item in fields:
        before = kept.published(item.key)
        if item.key not in row or row.text(item.key) == in_words(before, item, job.plan):
            continue
        now = row[item.key]
        if same(now.value, before):
            continue
        if not now.readable or (item.key == "ref" and read_ref(now.text, job.plan).how != "exact"):
            sheet = "New proposals" if "/NEW/" in name else "Contributions"
            job.lost.append((sheet, text("lost.value", cell=now.cell, value=visible(now.text), title=item.title)))
            continue
        edits[item.key] = now.value
        if item.type == "schedule":
            edits |= {key: now.days.get(key) for key in DAYS}
        words = [in_words(value, item, job.plan) or None for value in (before, now.value)]
        job.changes.append(replace(_about("changed", name), field=item.key, before=words[0], after=words[1]))
        _ruled(job, name, item.key)
    if edits:
        job.kept[name] = replace(kept, edits={**kept.edits, **edits}, shown={**kept.shown, **edits})


def _ruled(job: _Job, name: str, key: str) -> None:
    """Typing into a cell in conflict decides it."""
    for kind in ("EDIT", "CELL"):
        ruling = job.rulings.get(f"{kind}/{name}/{key}")
        if ruling is not None and not ruling.decision:
            job.rulings[f"{kind}/{name}/{key}"] = replace(ruling, decision=TYPED)


def _deleted(job: _Job, name: str) -> None:
    kept = job.kept.pop(name)
    job.gone[name] = kept.taken
    job.changes.append(_about("deleted", name))


def _typed(job: _Job, table: Table, row: NowRow) -> None:
    """Give a row that was typed in an id; what names no entity or no ref stands nowhere, and is told."""
    fields = editable(table, job.plan)
    entity = job.plan.entity_list.match(row["entity"].text).code if "entity" in row else None
    said = row.get("ref" if table.name == "contributions" else "title")
    ref = read_ref(said.text, job.plan).ref if said and table.name == "contributions" else None
    if entity is None or said is None or not said.text or (table.name == "contributions" and ref is None):
        words = " · ".join(now.text for now in row.values() if now.text)
        place = next(iter(row.values())).cell
        job.lost.append((table.sheet, text(f"lost.typed_{table.name}", cell=place, value=visible(words))))
        return
    stem = f"{entity}/{ref or 'NEW'}"
    job.numbers[stem] = job.numbers.get(stem, 0) + 1
    name = f"{stem}/{job.numbers[stem]}"
    edits = {}
    for item in fields:
        now = row.get(item.key)
        if now is None or not now.text or item.key == "ref":
            continue
        if not now.readable:
            job.lost.append((table.sheet, text("lost.value", cell=now.cell, value=visible(now.text), title=item.title)))
            continue
        edits[item.key] = now.value
        if item.type == "schedule":
            edits |= {key: now.days.get(key) for key in DAYS} | {k: v for k, v in edits.items() if k in DAYS}
    call = job.edited.master.round
    given = {"print": "YES"} if table.name == "contributions" else {}
    job.kept[name] = Kept(edits=edits, shown={**given, **edits, "ref": ref, "first_round": call, "last_round": call})
    job.changes.append(_about("added", name))


def _about(what: Literal["added", "changed", "deleted"], name: str) -> Change:
    entity, ref, _ = name.rsplit("/", 2)
    return Change(what=what, by=COORDINATOR, id=name, entity=entity, ref=None if ref == "NEW" else ref)


def _decide(job: _Job) -> None:
    """What stands in ``Conflicts`` under Decision is what was decided; one that was emptied is open again."""
    for name, ruling in job.rulings.items():
        said = job.edited.decisions.get(name)
        if said is None:
            if name in job.edited.master.conflicts.index and ruling.decision not in ("", TYPED):
                job.rulings[name] = replace(ruling, decision="")
        elif said != ruling.decision and fold(said) != fold(text("conflict.typed")):
            job.rulings[name] = replace(ruling, decision=said)


def _settled(job: _Job) -> dict[tuple[str, str], Reply]:
    """The answers the coordinator wrote in ``Questions``: they settle what was open."""
    found = dict(job.memory.settled)
    for key, (state, answer, by) in job.edited.replies.items():
        before = job.memory.told.get(key, Reply("open", ""))
        if (state, answer.strip(), by.strip()) == (before.state, before.answer.strip(), (before.by or "").strip()):
            continue
        if state == "open" and not answer:
            found.pop(key, None)
        else:
            found[key] = Reply("settled", answer, by or text("settled.by"))
    return found


def _owned(memory: Memory, edited: Edited) -> dict[str, dict[str, Mapping[str, Any]]]:
    """The coordinator's own cells of the other sheets; of columns and sheets that are gone, as remembered."""
    sheets = {*memory.owned, *edited.owned}
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for sheet in sorted(sheets):
        before, now = memory.owned.get(sheet, {}), edited.owned.get(sheet, {})
        lines = {key: _line(before.get(key, {}), now.get(key, {})) for key in {**before, **now}}
        found[sheet] = {key: line for key, line in lines.items() if line}
    return found


def _line(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """The own cells of a line; an empty one says something only where something stood."""
    said = {**before, **now}
    return {key: value for key, value in said.items() if value is not None or before.get(key) is not None}
