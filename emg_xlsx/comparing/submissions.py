"""Comparing two submissions: rows, proposals and the form, whatever the columns are called there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from emg_xlsx.comparing.rows import Pair, Row, by_ref, by_words, cell_change, changes_of, differ, known_again
from emg_xlsx.differences import Differences, Edition
from emg_xlsx.findings import Severity
from emg_xlsx.merged import Change
from emg_xlsx.plan import Plan
from emg_xlsx.schemas.fields import Table
from emg_xlsx.schemas.of_plan import contributions_table, entity_table, proposals_table
from emg_xlsx.values import Answer, TypedRow

WITHDRAWN = "WITHDRAW"


def compare_submissions(old: Answer, new: Answer, plan: Plan) -> Differences:
    """What is different between two submissions.

    Rows are known by the ids they carry, else by ref and by their words. What could not be read is compared as it
    was written. A row that the new file does not mention is not repeated: that takes nothing back.

    Args:
        old, new: as typed, of the same plan.
        plan: the work plan.
    """
    contributions, proposals = contributions_table(plan), proposals_table(plan)
    changes = {
        contributions.sheet: _rows((old, old.contributions), (new, new.contributions), contributions, plan),
        proposals.sheet: _rows((old, old.proposals), (new, new.proposals), proposals, plan),
        entity_table(plan).sheet: tuple(_form(old, new, plan)),
    }
    return Differences("submission", plan.id, _edition(old), _edition(new), changes)


def _edition(answer: Answer) -> Edition:
    return Edition(answer.file, answer.round, answer.submitted)


def _rows(
    old: tuple[Answer, Sequence[TypedRow]], new: tuple[Answer, Sequence[TypedRow]], table: Table, plan: Plan
) -> tuple[Change, ...]:
    # Whose file it is may itself have been corrected: a row is known by its ref.
    whose = new[0].entity or old[0].entity
    before, after = list(_lines(*old, whose)), list(_lines(*new, whose))
    pairs = known_again(before, after, lambda row: row["given"], by_ref, by_words)
    places = {name: place for place, name in enumerate(plan.refs)}
    pairs.sort(key=lambda pair: (places.get((pair[1] or pair[0] or {})["ref"], len(places)), pair[1] is None))
    changes = [change for pair in pairs for change in _of_pair(pair, table, plan)]
    # A reference that the plan does not have may tell which row it is, and is none all the same.
    return tuple(replace(c, file=new[0].file, ref=c.ref if c.ref in places else None) for c in changes)


def _of_pair(pair: Pair, table: Table, plan: Plan) -> list[Change]:
    """What became of one row; one that is taken back says nothing else."""
    before, after = (row is not None and row.get("change") == WITHDRAWN for row in pair)
    found = changes_of([pair], table, plan)
    if pair[1] is None:
        return [replace(change, what="not-repeated") for change in found]
    if after and not before:
        gone = changes_of([(pair[0] or pair[1], None)], table, plan)
        return [replace(change, what="withdrawn", id=pair[1]["id"]) for change in gone]
    if before and not after:
        back = changes_of([(None, pair[1])], table, plan)
        return [replace(back[0], what="restored"), *found]
    return found


def _lines(answer: Answer, rows: Iterable[TypedRow], whose: str | None) -> Iterable[Row]:
    """The rows as they are compared; one without an id is named by its place."""
    asked = {(f.sheet, f.row, f.field) for f in answer.findings if f.severity is not Severity.NOTE}
    for row in rows:
        unread = {key: words for key, words in row.seen.items() if (row.sheet, row.number, key) in asked}
        values = {key: unread.get(key) if value is None else value for key, value in row.values.items()}
        given = row.values.get("id")
        yield {"ref": None, **values, "given": given, "id": given or f"{row.sheet}!{row.number}",
               "entity": whose, "file": answer.file}  # fmt: skip


def _form(old: Answer, new: Answer, plan: Plan) -> Iterable[Change]:
    table = entity_table(plan)
    before, after = _answers(old), _answers(new)
    for item in table.fields:
        values = before.get(item.key), after.get(item.key)
        if not differ(*values):
            continue
        place = new.form_places.get(item.key) or old.form_places.get(item.key)
        row = {"id": f"{place[0]}!{place[1]}" if place else table.sheet, "entity": new.entity or old.entity,
               "file": new.file}  # fmt: skip
        change = cell_change(row, item, values, plan)
        # Addresses stand in the register and in what goes back, and nowhere else.
        yield replace(change, before=None, after=None) if item.type == "email" else change


def _answers(answer: Answer) -> Mapping[str, Any]:
    """The answers of the form, those that could not be read as they were written."""
    form = {key: value for key, value in answer.form.items() if value is not None}
    asked = {(f.sheet, f.row, f.column): f.value for f in answer.findings if f.severity is not Severity.NOTE}
    unread = {key: asked[place] for key, place in answer.form_places.items() if place in asked}
    return {**unread, **form, "entity": answer.entity or unread.get("entity")}
