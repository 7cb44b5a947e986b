"""What a master remembers: every file ever read, the ids given, and what was taken, edited and decided.

The hidden sheet ``_base`` holds it as lines of text. Nothing in it is a published value that a later merge would
take for a contributor's: each merge works from what the files said, and from what the coordinator did since.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from emg_xlsx.findings import Finding
from emg_xlsx.kinds import fits
from emg_xlsx.texts import Phrase, is_known
from emg_xlsx.values import Answer, Asked, LeftOut, Origin, Reply, TypedRow

PART = 30_000
"""Characters of one line; what is longer runs on in the lines after it (a cell holds 32,767)."""
_ABOUT = ("file", "sha256", "kind", "entity", "round", "language", "blank", "unchanged", "on_behalf")
_MORE, _END = "more", "end"

Place = tuple[str, str, int]
"""Fingerprint of a file, sheet and row: where a row was read."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is remembered of one row of the master, by field key.

    Attributes:
        taken: the values last taken from files.
        edits: the values the coordinator set; each stands over the one taken.
        shown: the values as published, where they are not the ones taken.
    """

    taken: Mapping[str, Any] = field(default_factory=dict)
    edits: Mapping[str, Any] = field(default_factory=dict)
    shown: Mapping[str, Any] = field(default_factory=dict)

    def published(self, key: str) -> Any:
        """What the last merge wrote into a cell."""
        return self.shown[key] if key in self.shown else self.taken.get(key)


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that says byte for byte what another one says."""

    file: str
    sha256: str
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A conflict as it was shown last.

    Attributes:
        facts: what each side said.
        decision: what the coordinator decided, empty while nothing is.
        held: what the decision set: id, field, value, and the value it was set over. It holds as long as that
            value does, also where nobody disagrees any more: who agreed with a decision does not undo it.
    """

    facts: tuple[str, ...]
    decision: str = ""
    held: tuple[tuple[str, str, Any, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """Everything a master remembers beside what it shows.

    Attributes:
        answers: every file ever read, as it was read.
        copies: files with the content of one of these.
        ids: the id each row was given.
        kept: id to what was taken, edited and shown.
        gone: id of each row the coordinator deleted, to what had been taken from files then.
        rulings: id of each conflict to how it stood.
        settled: entity and question to the coordinator's answer.
        told: entity and question to the answer as it was shown.
        owned: sheet and key of a line to the coordinator's own cells there.
        omitted: ids of rows that a complete answer was found to leave out.
        ranks: the coordinator's order of files, by fingerprint; later ones are higher.
        intact: whether it was found whole; if not, nothing of it is used.
    """

    answers: tuple[Answer, ...] = ()
    copies: tuple[Copy, ...] = ()
    ids: Mapping[Place, str] = field(default_factory=dict)
    kept: Mapping[str, Kept] = field(default_factory=dict)
    gone: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    rulings: Mapping[str, Ruling] = field(default_factory=dict)
    settled: Mapping[tuple[str, str], Reply] = field(default_factory=dict)
    told: Mapping[tuple[str, str], Reply] = field(default_factory=dict)
    owned: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    omitted: tuple[str, ...] = ()
    ranks: Mapping[str, int] = field(default_factory=dict)
    intact: bool = True

    def numbers(self) -> dict[str, int]:
        """The highest number ever given to an id, by the entity and ref it begins with: none is given twice."""
        highest: dict[str, int] = {}
        for name in (*self.ids.values(), *self.kept, *self.gone):
            stem, _, number = name.rpartition("/")
            highest[stem] = max(highest.get(stem, 0), int(number))
        return highest


def lines_of(memory: Memory) -> list[dict[str, str | None]]:
    """The lines of ``_base``, the last of them with a fingerprint of all."""
    return sealed([line for record in _records(memory) for line in _parted(record)])


def sealed(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Lines with one behind them that has their fingerprint."""
    return [*map(dict, lines), {"record": _END, "id": str(len(lines)), "values": _print(lines)}]


def remembered(lines: Sequence[Mapping[str, Any]]) -> Memory:
    """What a master remembers; one with lines lost, changed or in another order remembers nothing.

    Args:
        lines: of ``_base``, all text, None for nothing.
    """
    found = [line for line in lines if any(line.values())]
    whole = bool(found) and found[-1].get("record") == _END and found[-1].get("values") == _print(found[:-1])
    if not whole:
        return Memory(intact=False)
    try:
        memory = _memory(found[:-1])
    except (AttributeError, KeyError, TypeError, ValueError, IndexError):
        return Memory(intact=False)  # written by a version of this tool that remembers otherwise
    return memory if fits(memory, Memory) else Memory(intact=False)


def _memory(lines: Sequence[Mapping[str, Any]]) -> Memory:
    records: dict[str, list[tuple[Mapping[str, Any], Any]]] = defaultdict(list)
    whole = _united(lines)
    # Read as one list, in which every word that names a value is there once.
    values = json.loads(f"[{','.join(line['values'] or 'null' for line in whole)}]", object_hook=_back)
    for line, said in zip(whole, values, strict=True):
        records[line["record"]].append((line, said))
    ids, rows = _given(records["given"])
    return Memory(
        answers=tuple(_answer(values, rows[line["sha256"] or ""]) for line, values in records["file"]),
        copies=tuple(Copy(values["file"], line["sha256"] or "", Origin(**values["origin"]))
                     for line, values in records["copy"]),
        ids=ids,
        kept={line["id"]: Kept(**values) for line, values in records["row"]},
        gone={line["id"]: values for line, values in records["gone"]},
        rulings={line["id"]: _ruling(values) for line, values in records["conflict"]},
        settled={(line["entity"] or "", line["id"]): Reply(**values) for line, values in records["answer"]},
        told={(line["entity"] or "", line["id"]): Reply(**values) for line, values in records["told"]},
        owned={line["id"]: values for line, values in records["own"]},
        omitted=tuple(line["id"] for line, _ in records["omitted"]),
        ranks={line["sha256"]: values for line, values in records["rank"]},
    )  # fmt: skip


def _records(memory: Memory) -> Iterator[dict[str, Any]]:
    """Every record as one line, its values still whole; in an order no run can change."""
    for answer in sorted(memory.answers, key=lambda a: (a.entity or "", a.sha256, a.file)):
        tables, rows = _forms(answer)
        yield _line("file", _file(answer, tables), sha256=answer.sha256, entity=answer.entity, round=answer.round)
        for values, row in zip(rows, (*answer.contributions, *answer.proposals), strict=True):
            place = (answer.sha256, row.sheet, row.number)
            yield _line("given", values, id=memory.ids.get(place), sha256=answer.sha256,
                        entity=answer.entity, ref=row.values.get("ref"), round=answer.round)  # fmt: skip
    for copy in sorted(memory.copies, key=lambda c: (c.sha256, c.file)):
        yield _line("copy", {"file": copy.file, "origin": _bare(asdict(copy.origin))}, sha256=copy.sha256)
    for name, kept in sorted(memory.kept.items()):
        yield _line("row", _bare({"taken": kept.taken, "edits": kept.edits, "shown": kept.shown}), id=name)
    for name, taken in sorted(memory.gone.items()):
        yield _line("gone", dict(taken), id=name)
    for name, ruling in sorted(memory.rulings.items()):
        yield _line("conflict", asdict(ruling), id=name)
    for record, replies in (("answer", memory.settled), ("told", memory.told)):
        for (entity, question), reply in sorted(replies.items()):
            yield _line(record, asdict(reply), id=question, entity=entity)
    for sheet, lines in sorted((sheet, lines) for sheet, lines in memory.owned.items() if lines):
        yield _line("own", {key: dict(values) for key, values in sorted(lines.items())}, id=sheet)
    for name in sorted(memory.omitted):
        yield _line("omitted", None, id=name)
    for sha, rank in sorted(memory.ranks.items()):
        yield _line("rank", rank, sha256=sha)


def _line(record: str, values: Any, **about: str | None) -> dict[str, Any]:
    return {"record": record, **about, "values": _json(values)}


def _parted(line: dict[str, Any]) -> Iterator[dict[str, Any]]:
    whole = line["values"]
    yield {**line, "values": whole[:PART]}
    for start in range(PART, len(whole), PART):
        yield {"record": _MORE, "values": whole[start : start + PART]}


def _united(lines: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    whole: list[Mapping[str, Any]] = []
    for line in lines:
        if line["record"] == _MORE:
            whole[-1] = {**whole[-1], "values": whole[-1]["values"] + line["values"]}
        else:
            whole.append(line)
    return whole


def _print(lines: Iterable[Mapping[str, Any]]) -> str:
    """A fingerprint of lines: by it a base that lost some, or whose text was changed, is known."""
    digest = hashlib.sha256()
    for line in lines:
        get = line.get
        words = [get(key) or "" for key in ("record", "id", "sha256", "entity", "ref", "round", "values")]
        digest.update("{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f".format(*words).encode())
    return digest.hexdigest()


def _told(value: Any) -> Any:
    """What JSON has no word for: days under a key of their own, anything else in words."""
    return {"day~": value.isoformat()} if isinstance(value, date) else str(value)


_json = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), default=_told).encode


_day = lru_cache(maxsize=1 << 12)(date.fromisoformat)  # the same few days stand in thousands of rows


def _back(values: dict[str, Any]) -> Any:
    """A day or a phrase that was written as JSON has words for."""
    if values.keys() == {"day~"}:
        return _day(values["day~"])
    if values.keys() == {"key", "facts"} and isinstance(values["key"], str) and is_known(values["key"]):
        return Phrase(**values)
    return values


def _bare(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty, which comes back by itself."""
    return {key: value for key, value in values.items() if value not in (None, (), {}, [], "")}


def _forms(answer: Answer) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The tables of a file: where their columns stand, and which values their rows have; and its rows."""
    forms: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for table, typed in (("c", answer.contributions), ("p", answer.proposals)):
        known: dict[tuple[int, tuple[str, ...]], int] = {}
        for row in typed:
            # The rows of a table share what tells where its columns stand.
            number = known.get(key := (id(row.columns), tuple(row.values)))
            if number is None:
                form = {"columns": dict(row.columns), "keys": list(row.values)}
                if form not in forms:
                    forms.append(form)
                number = known[key] = forms.index(form)
            rows.append(_row(table, row, number))
    return forms, rows


def _file(answer: Answer, tables: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    about = {key: getattr(answer, key) for key in _ABOUT}
    return {
        **about,
        "form": dict(answer.form),
        "form_places": dict(answer.form_places),
        "findings": [_bare(asdict(finding)) for finding in answer.findings],
        "remarks": [{**_bare(asdict(remark)), "finding": _bare(asdict(remark.finding))} for remark in answer.remarks],
        "origin": _bare(asdict(answer.origin)),
        "asked": asdict(answer.asked),
        "tables": tables,
    }


def _row(table: str, row: TypedRow, form: int) -> dict[str, Any]:
    """A row in few words: a text seen is null where it is the value itself."""
    values = {key: value for key, value in row.values.items() if value is not None}
    return {
        "table": table,
        "form": form,
        "at": [row.sheet, row.number],
        "values": values,
        "seen": {key: None if values.get(key) == text else text for key, text in row.seen.items()},
    }


def _given(
    records: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]],
) -> tuple[dict[Place, str], dict[str, list[Mapping[str, Any]]]]:
    """The id of each row, and the rows of each file."""
    ids: dict[Place, str] = {}
    rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for line, values in records:
        sheet, number = values["at"]
        if line["id"]:
            ids[line["sha256"] or "", sheet, number] = line["id"]
        rows[line["sha256"] or ""].append(values)
    return ids, rows


def _answer(values: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> Answer:
    tables = values["tables"]
    typed: dict[str, list[TypedRow]] = {"c": [], "p": []}
    for row in rows:
        typed[row["table"]].append(_typed(row, tables[row["form"]]))
    rest = {key: values[key] for key in (*_ABOUT, "form")}
    return Answer(
        **rest,
        form_places={key: tuple(place) for key, place in values["form_places"].items()},
        contributions=tuple(typed["c"]),
        proposals=tuple(typed["p"]),
        findings=tuple(Finding(**finding) for finding in values["findings"]),
        remarks=tuple(_remark(remark) for remark in values["remarks"]),
        origin=Origin(**values["origin"]),
        asked=Asked(values["asked"]["answers"], tuple(values["asked"]["files"])),
    )


def _typed(row: Mapping[str, Any], form: Mapping[str, Any]) -> TypedRow:
    values = dict.fromkeys(form["keys"]) | row["values"]
    seen = {key: values[key] if text is None else text for key, text in row["seen"].items()}
    sheet, number = row["at"]
    return TypedRow(sheet, number, form["columns"], values, seen)


def _ruling(values: Mapping[str, Any]) -> Ruling:
    held = tuple((name, key, value, over) for name, key, value, over in values["held"])
    return Ruling(tuple(values["facts"]), values["decision"], held)


def _remark(remark: Mapping[str, Any]) -> LeftOut:
    rest = {key: remark.get(key, "") for key in ("field", "title", "value")}
    return LeftOut(Finding(**remark["finding"]), cell=remark.get("cell"), **rest)
