"""From what files say to what the master shows: edits stand, decisions are applied, later changes are taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from emg_xlsx.decisions import chosen
from emg_xlsx.memory import Kept, Memory, Ruling
from emg_xlsx.merged import COORDINATOR, TYPED, Change, Conflict, Merged, MergedRow, Reconciled, Ruled, Side
from emg_xlsx.plan import Plan
from emg_xlsx.printing import NAMES
from emg_xlsx.reconcile.conflicts import (
    disputed,
    disputed_field,
    duplicates,
    field_of,
    of_different_mind,
    own_side,
    several_leads,
    side_of,
)
from emg_xlsx.sameness import DAYS, editable, in_words, master_tables_of, same
from emg_xlsx.schemas.fields import Field
from emg_xlsx.texts import text


@dataclass(slots=True)
class _Job:
    """One run over the rows of all tables."""

    plan: Plan
    before: Memory
    fields: tuple[tuple[Field, ...], ...]
    """What the coordinator may set, of contributions and of proposals."""
    kept: dict[str, Kept] = field(default_factory=dict)
    gone: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def reconcile(merged: Merged, memory: Memory, plan: Plan) -> Reconciled:
    """Bring together what files say and what the coordinator did.

    An edit stands over the value it was made over. Where the entity has changed that value since, both sides are a
    conflict, and the edit stays until it is decided. A decision holds as long as what it rests on does.

    Args:
        merged: what all files say together.
        memory: what the master remembers, with what the coordinator did since.
        plan: the work plan.
    """
    job = _Job(plan, memory, tuple(editable(table, plan) for table in master_tables_of(plan)), gone=dict(memory.gone))
    contributions = list(_rows(job, merged.contributions, 0))
    proposals = list(_rows(job, merged.proposals, 1))
    # What is on No is in no count, and so in nobody's way.
    shown = [row for row in contributions if row.values.get("print") != "NO"]
    job.conflicts += [*several_leads(shown, plan), *of_different_mind(shown, plan), *duplicates(shown, plan)]
    ruled = [_ruling(job, conflict) for conflict in job.conflicts]
    overrides = _overrides(ruled)
    past = _past(job, {one.conflict.id for one in ruled})
    standing = {row.id: row for row in contributions}
    for name, key, value, over in (held for ruling in past.values() for held in ruling.held):
        if name in standing and same(standing[name].values.get(key), over):
            overrides.setdefault(name, {}).setdefault(key, value)
    rulings = {one.conflict.id: Ruling(one.conflict.facts, one.decision, _held(one, standing)) for one in ruled}
    contributions = [_published(job, row, overrides.get(row.id, {})) for row in contributions]
    proposals = [_published(job, row, overrides.get(row.id, {})) for row in proposals]
    job.changes += _missing(job, {row.id for row in (*merged.contributions, *merged.proposals)})
    places = plan.ref_order
    contributions.sort(key=lambda row: (row.entity.casefold(), places[row.values["ref"]], _number(row)))
    return Reconciled(
        contributions=tuple(contributions),
        proposals=tuple(proposals),
        conflicts=tuple(ruled),
        changes=tuple(job.changes),
        memory=replace(
            memory,
            ids={**memory.ids, **merged.ids},
            kept=job.kept,
            gone=job.gone,
            rulings={**past, **rulings},
        ),
    )


def _rows(job: _Job, rows: Iterable[MergedRow], table: int) -> Iterator[MergedRow]:
    """The rows that stand, each with the values files and edits give it."""
    fields = job.fields[table]
    for fresh in rows:
        kept = job.before.kept.get(fresh.id)
        if fresh.id in job.before.gone and _stays_out(job, fresh):
            continue
        if fresh.withdrawn:
            if kept is not None:
                job.changes.append(_about(fresh, "withdrawn"))
            continue
        yield _row(job, fresh, kept or Kept(), fields)
        job.conflicts += disputed(fresh, job.plan, job.kept[fresh.id].edits)


def _row(job: _Job, fresh: MergedRow, kept: Kept, fields: tuple[Field, ...]) -> MergedRow:
    values, edits = _defaults(fresh, job.plan), dict(kept.edits)
    taken = {item.key: values.get(item.key) for item in fields}
    for item in fields if edits else ():
        key = item.key
        given, base = taken[key], kept.taken.get(key)
        if key not in edits:
            continue
        if key in DAYS and "schedule" in edits:
            taken[key], values[key] = base, edits[key]
        elif same(edits[key], given) or (key in fresh.disputed and _decided_for_a_file(job, fresh, key, edits)):
            edits = _without(edits, item)
        elif same(given, base) or key in fresh.disputed:
            taken[key], values[key] = base, edits[key]
        else:
            taken[key] = _contested(job, fresh, item, edits, base)
            values[key] = edits.get(key, given)
    job.kept[fresh.id] = Kept({k: v for k, v in taken.items() if v is not None}, edits, kept.shown)
    call = kept.shown.get("first_round", "")
    rounds = [one.id for one in job.plan.rounds if one.id in (call, fresh.first_round)]
    return replace(fresh, values=values, first_round=rounds[0] if rounds else "", last_round=fresh.last_round or call)


def _decided_for_a_file(job: _Job, fresh: MergedRow, key: str, edits: Mapping[str, Any]) -> bool:
    """Whether the coordinator chose what a file says over what stands in the cell."""
    conflict = disputed_field(fresh, key, job.plan, edits)
    ruling = job.before.rulings.get(conflict.id)
    if ruling is None or ruling.decision in ("", TYPED) or ruling.facts != conflict.facts:
        return False
    verb, _, number = (chosen(conflict, ruling.decision) or "").partition(":")
    return verb == "side" and bool(conflict.sides[int(number) - 1].sha256)


def _contested(job: _Job, fresh: MergedRow, item: Field, edits: dict[str, Any], base: Any) -> Any:
    """An edit the entity has changed the ground of since: both sides, and what was decided.

    Returns:
        The value that counts as taken from the entity; a value that waits in a conflict does not.
    """
    given = fresh.values.get(item.key)
    ours = own_side(fresh.id, edits[item.key], item, job.plan)
    theirs = _given_side(job, fresh, item)
    conflict = Conflict(f"EDIT/{fresh.id}/{item.key}", "edit", fresh.ref, item.key, (ours, theirs))
    ruling = job.before.rulings.get(conflict.id)
    done = None
    if ruling is not None and ruling.decision and ruling.facts == conflict.facts:
        done = "keep" if ruling.decision == TYPED else chosen(conflict, ruling.decision)
    if done == "take":
        for key in (item.key, *(DAYS if item.type == "schedule" else ())):
            edits.pop(key, None)
    if done is None:
        job.conflicts.append(conflict)
        return base
    return given


def _given_side(job: _Job, fresh: MergedRow, item: Field) -> Side:
    giver = fresh.givers.get(item.key)
    if giver is not None:
        return side_of(fresh.id, giver, item.key, job.plan)
    words = in_words(fresh.values.get(item.key), item, job.plan) or text("conflict.nothing")
    answer = fresh.source.answer
    return Side(fresh.entity, words, fresh.values.get(item.key), answer.file or None, None, None, answer.sha256,
                fresh.id)  # fmt: skip


def _without(edits: dict[str, Any], item: Field) -> dict[str, Any]:
    dropped = {item.key, *(DAYS if item.type == "schedule" else ())}
    return {key: value for key, value in edits.items() if key not in dropped}


def _defaults(fresh: MergedRow, plan: Plan) -> dict[str, Any]:
    """What stands in the coordinator's own columns as long as nobody writes there.

    Words may be printed where every file says so that gave some of them: a later one does not consent for an earlier.
    """
    givers = fresh.givers if len(fresh.answers) > 1 else {}  # else all is of one file
    said = (giver for key, giver in givers.items()
            if key not in NAMES and field_of(key, plan, proposal=fresh.ref is None).type == "text")  # fmt: skip
    shown = "YES" if all(row.answer.may_print for row in (fresh.source, *said)) else "NOTEXT"
    return {**fresh.values, "print": shown, "note": None, "decision": None}


def _stays_out(job: _Job, fresh: MergedRow) -> bool:
    """Whether a row the coordinator deleted stays out: as long as its entity does not change it, or it was decided."""
    taken = job.before.gone[fresh.id]
    keys = fresh.givers.keys() | taken.keys()
    changed = [key for key in sorted(keys) if key not in DAYS and not same(fresh.values.get(key), taken.get(key))]
    changed = [key for key in changed if key in fresh.givers]
    if not changed:
        return True
    key = changed[0]
    ours = Side(text("conflict.coordinator"), text("conflict.deleted.word"), None, None, None, None, "", fresh.id)
    sides = tuple(side_of(fresh.id, fresh.givers[key], key, job.plan) for key in changed)
    conflict = Conflict(f"GONE/{fresh.id}", "deleted", fresh.ref, key, (ours, *sides))
    ruling = job.before.rulings.get(conflict.id)
    done = chosen(conflict, ruling.decision) if ruling and ruling.facts == conflict.facts and ruling.decision else None
    if done == "back":
        job.gone.pop(fresh.id)
        job.changes.append(_about(fresh, "restored", by=COORDINATOR))
        return False
    if done == "out":
        job.gone[fresh.id] = {key: value for key, value in fresh.values.items() if value is not None}
    else:
        job.conflicts.append(conflict)
    return True


def _ruling(job: _Job, conflict: Conflict) -> Ruled:
    """A conflict with what was decided of it; a decision whose facts have changed is asked again."""
    ruling = job.before.rulings.get(conflict.id)
    if ruling is None or not ruling.decision:
        return Ruled(conflict, "", None)
    if ruling.facts == conflict.facts:
        return Ruled(conflict, ruling.decision, chosen(conflict, ruling.decision))
    known = set(ruling.facts)
    news = tuple(side for side in conflict.sides if side.fact not in known)
    return Ruled(conflict, "", None, earlier=ruling.decision, news=news)


def _overrides(ruled: Iterable[Ruled]) -> dict[str, dict[str, Any]]:
    """What decisions set, by row and field."""
    found: dict[str, dict[str, Any]] = {}
    for one in ruled:
        sides = one.conflict.sides
        verb, _, about = (one.does or "").partition(":")
        for side in sides:
            here = found.setdefault(side.id, {})
            if verb == "colead" or (verb == "lead" and side.entity != about):
                here["role"] = "COLEAD"
            elif verb == "one" and side.entity != about:
                here["print"] = "NO"
            elif verb == "side" and one.conflict.kind == "cells":
                here[one.conflict.field] = sides[int(about) - 1].value
    return found


def _held(one: Ruled, rows: Mapping[str, MergedRow]) -> tuple[tuple[str, str, Any, Any], ...]:
    """What a decision between entities set, and over which value."""
    if one.conflict.kind not in ("leads", "duplicates"):
        return ()
    return tuple(
        (name, key, value, rows[name].values.get(key))
        for name, values in sorted(_overrides([one]).items())
        for key, value in sorted(values.items())
    )


def _published(job: _Job, row: MergedRow, overrides: Mapping[str, Any]) -> MergedRow:
    """The row as it is shown, what of it is not as it was, and what is to be remembered of it."""
    kept = job.kept[row.id]
    decided = {key: value for key, value in overrides.items() if key not in kept.edits}
    if "schedule" in decided:
        decided |= _days_of(row, decided["schedule"])
    row = replace(row, values={**row.values, **decided}) if decided else row
    values, fields = row.values, job.fields[row.ref is None]
    shown = {item.key: values.get(item.key) for item in (fields if kept.edits or decided else ())
             if not same(values.get(item.key), kept.taken.get(item.key))}  # fmt: skip
    before = job.before.kept.get(row.id)
    if before is None:
        if row.id not in job.before.gone:
            job.changes.append(_about(row, "added"))
    else:
        job.changes += [
            _cell(job, row, item, before.published(item.key))
            if item.key not in decided
            else replace(_cell(job, row, item, before.published(item.key)), by=COORDINATOR, file=None)
            for item in fields
            if item.key not in DAYS and not same(before.published(item.key), values.get(item.key))
        ]
    rounds = {"first_round": row.first_round, "last_round": row.last_round} if not row.givers else {}
    job.kept[row.id] = Kept(kept.taken, kept.edits, {**shown, **rounds})
    return row


def _days_of(row: MergedRow, schedule: Any) -> dict[str, Any]:
    """The days of the schedule that was chosen of several."""
    source = next(s for s in row.disputed["schedule"] if s.row.values.get("schedule") == schedule)
    return {key: source.row.values.get(key) for key in (*DAYS, "approximate")}


def _about(row: MergedRow, what: Any, by: str | None = None) -> Change:
    return Change(what=what, by=by or row.entity, id=row.id, entity=row.entity, ref=row.ref,
                  file=row.source.answer.file or None)  # fmt: skip


def _cell(job: _Job, row: MergedRow, item: Field, before: Any) -> Change:
    giver = row.givers.get(item.key, row.source)
    words = [in_words(value, item, job.plan) or None for value in (before, row.values.get(item.key))]
    return replace(_about(row, "changed"), field=item.key, before=words[0], after=words[1],
                   file=giver.answer.file or None)  # fmt: skip


def _missing(job: _Job, fresh: set[str]) -> Iterator[Change]:
    """The rows no file speaks of any more, because the coordinator does not use the one that did."""
    for name in sorted(job.before.kept.keys() - fresh):
        entity, ref, _ = name.rsplit("/", 2)
        yield Change(what="deleted", by=COORDINATOR, id=name, entity=entity, ref=None if ref == "NEW" else ref)


def _past(job: _Job, now: set[str]) -> dict[str, Ruling]:
    """What was decided of conflicts that are no more: kept, for one that comes back."""
    return {name: ruling for name, ruling in job.before.rulings.items() if name not in now and ruling.decision}


def _number(row: MergedRow) -> int:
    return int(row.id.rpartition("/")[2])
