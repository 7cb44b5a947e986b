"""What is not the same in two masters, or in two submissions, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rapidfuzz import fuzz

from emg_xlsx.mastered import Comparison, Master
from emg_xlsx.merged import Change
from emg_xlsx.plan import Plan
from emg_xlsx.sameness import DAYS, editable, in_words, master_tables_of, same
from emg_xlsx.schemas.fields import Table
from emg_xlsx.schemas.master_tables import CONFLICTS, QUESTIONS, REGISTER
from emg_xlsx.schemas.of_plan import contributions_table, entity_table, proposals_table
from emg_xlsx.tabular import lines_of_frame
from emg_xlsx.text import fold
from emg_xlsx.values import Answer, TypedRow

Line = Mapping[str, Any]
SIMILAR = 60
"""How alike, of 100, two texts must be to be two versions of one row."""


def compare_masters(old: Master, new: Master) -> Comparison:
    """What changed from one master to another of the same plan.

    Rows are the same by their ids; of conflicts, questions and files it is told which came, went, or were settled.

    Args:
        old, new: with codes.
    """
    plan = new.plan
    changes: list[Change] = []
    for table, one, other in zip(master_tables_of(plan), (old.contributions, old.proposals),
                                 (new.contributions, new.proposals), strict=True):  # fmt: skip
        before = {line["id"]: line for line in lines_of_frame(one)}
        after = {line["id"]: line for line in lines_of_frame(other)}
        changes += _rows(before, after, table, plan)
    changes += _lists(old, new)
    return Comparison(tuple(changes), f"{old.day}", f"{new.day}", plan)


def compare_answers(old: Answer, new: Answer, plan: Plan) -> Comparison:
    """What changed from one submission to another.

    Rows are the same by their ids, else where each file has one row of a ref, else by equal, else by the most similar
    text.

    Args:
        old, new: as read.
        plan: the work plan.
    """
    changes: list[Change] = []
    who = new.entity or old.entity or ""
    for table, one, other in ((contributions_table(plan), old.contributions, new.contributions),
                              (proposals_table(plan), old.proposals, new.proposals)):  # fmt: skip
        before, after = _paired(one, other, who)
        changes += _rows(before, after, table, plan)
    form = entity_table(plan)
    for item in form.inputs:
        a, b = old.form.get(item.key), new.form.get(item.key)
        if not same(a, b):
            changes.append(Change(what="changed", by=who, id=form.sheet, entity=who, ref=None, field=item.key,
                                  before=in_words(a, item, plan) or None, after=in_words(b, item, plan) or None,
                                  file=new.file))  # fmt: skip
    return Comparison(tuple(changes), old.file, new.file, plan)


def _rows(before: Mapping[str, Line], after: Mapping[str, Line], table: Table, plan: Plan) -> Iterator[Change]:
    fields = [item for item in editable(table, plan) if item.key not in DAYS] or [*table.inputs]
    for name in sorted({**before, **after}, key=lambda n: n.casefold()):
        old, new = before.get(name), after.get(name)
        line = new or old or {}
        who = str(line["entity"] or "")
        about = Change(what="added", by=who, id=name, entity=who, ref=line.get("ref"), file=line.get("file"))
        if old is None:
            yield about
        elif new is None:
            yield replace(about, what="withdrawn")
        else:
            for item in fields:
                a, b = old.get(item.key), new.get(item.key)
                if not same(a, b):
                    yield replace(about, what="changed", field=item.key, before=in_words(a, item, plan) or None,
                                  after=in_words(b, item, plan) or None)  # fmt: skip


def _lists(old: Master, new: Master) -> Iterator[Change]:
    """Conflicts, questions and files: what came, what went, and what stands otherwise."""
    for table, key, told in ((CONFLICTS, ("id",), "decision"), (QUESTIONS, ("entity", "question"), "state"),
                             (REGISTER, ("entity", "sha256", "file"), "state")):  # fmt: skip
        before, after = ({_key(line, key): line for line in lines_of_frame(getattr(m, table.name))} for m in (old, new))
        for name in sorted({**before, **after}):
            a, b = before.get(name), after.get(name)
            line = b or a or {}
            who = line.get("entity") or line.get("entities") or ""
            words = line.get("message") or line.get("question") or line.get("file") or line.get("name")
            what = f"{table.sheet}: {words or name}"
            values = [_said(one, told) for one in (a, b)]
            if values[0] != values[1]:
                yield Change(what="changed", by=who, id=what, entity=who, ref=line.get("ref"), field=told,
                             before=values[0], after=values[1], file=line.get("file"))  # fmt: skip


def _said(line: Line | None, key: str) -> str | None:
    """What a line says of itself; one without a decision is open, and one that is not there says nothing."""
    if line is None:
        return None
    return str(line.get(key) or "open")


def _key(line: Line, keys: Iterable[str]) -> str:
    return "\x1f".join(str(line.get(key) or "") for key in keys)


def _paired(old: Sequence[TypedRow], new: Sequence[TypedRow], who: str) -> tuple[dict[str, Line], dict[str, Line]]:
    """The rows of two files under names that are the same for two versions of one row."""
    before: dict[str, Line] = {}
    after: dict[str, Line] = {}
    free = list(old)
    for row in new:
        twin = _twin(row, free, [one for one in new if _ref(one) == _ref(row)])
        if twin is not None:
            free.remove(twin)
        name = _name(row, who, after)
        after[name] = _line(row, who)
        if twin is not None:
            before[name] = _line(twin, who)
    for row in free:
        before[_name(row, who, {**before, **after})] = _line(row, who)
    return before, after


def _twin(row: TypedRow, free: Sequence[TypedRow], beside: Sequence[TypedRow]) -> TypedRow | None:
    """The earlier version of a row."""
    given = row.values.get("id")
    same_id = [one for one in free if given and one.values.get("id") == given]
    of_ref = [one for one in free if _ref(one) == _ref(row)]
    if same_id or (len(of_ref) == len(beside) == 1):
        return (same_id or of_ref)[0]
    scored = [(fuzz.ratio(_words(row), _words(one)), -n, one) for n, one in enumerate(of_ref)]
    best = max(scored, default=None, key=lambda item: item[:2])
    return best[2] if best and best[0] >= SIMILAR else None


def _ref(row: TypedRow) -> str:
    return str(row.values.get("ref") or fold(str(row.values.get("title") or "")))


def _words(row: TypedRow) -> str:
    return fold(" ".join(str(row.values.get(key) or "") for key in ("title", "description", "progress")))


def _name(row: TypedRow, who: str, taken: Mapping[str, Line]) -> str:
    """The id of a row, else its entity and ref with a number."""
    stem = f"{who}/{row.values.get('ref') or 'NEW'}"
    number = 1
    while (name := str(row.values.get("id") or f"{stem}/{number}")) in taken:
        number += 1
        if row.values.get("id"):
            return f"{name} ({number})"
    return name


def _line(row: TypedRow, who: str) -> Line:
    return {**row.values, "entity": who, "file": None}
