"""Rows of two tables of one file that say almost the same: one of them is often an older copy of the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from emg_xlsx.findings import Finding
from emg_xlsx.schemas.fields import Table
from emg_xlsx.text import fold
from emg_xlsx.values import TypedRow

ALIKE = 0.6
"""Share of letters in threes that two texts have in common, from which they are thought to be one, edited."""

MOST_COMPARED = 20
"""Rows of one reference that a row is compared with."""

LONGEST_COMPARED = 1000
"""Characters of a text that are compared."""

_SAID = ("role", "description", "progress")
"""Where all of these are equal, a rule of the table asks already."""


def twin_findings(file: str, rows: Sequence[TypedRow], earlier: Sequence[TypedRow], table: Table) -> Iterator[Finding]:
    """Ask about rows that are nearly those of another table for the same ref: their figures would count twice.

    Args:
        file: its name.
        rows: those of one table.
        earlier: those of the tables of its kind read before.
        table: its fields.
    """
    known: dict[str | None, list[tuple[TypedRow, Counter[str]]]] = defaultdict(list)
    if rows:
        for row in earlier:
            if len(known[row.values.get("ref")]) < MOST_COMPARED:
                known[row.values.get("ref")].append((row, _threes(row, table)))
    for row in rows:
        if "ref" in row.values and row.values["ref"] is None:
            continue  # nothing of it counts
        others = known.get(row.values.get("ref"), ())
        mine = _threes(row, table) if others else Counter[str]()
        twin = next((other for other, theirs in others
                     if (_alike(mine, theirs) or _same_figures(row, other, table))), None)  # fmt: skip
        if twin is not None and not _is_asked(row, twin, table):
            yield _finding(file, row, twin, table)


def _finding(file: str, row: TypedRow, twin: TypedRow, table: Table) -> Finding:
    key = next(key for key in table.keys if key in row.columns)
    other = str(twin.number) if twin.sheet == row.sheet else f"{twin.number} ({twin.sheet})"
    return Finding("copy-differs", file, sheet=row.sheet, row=row.number, column=row.columns[key],
                   ref=row.values.get("ref"), field=key, title=table.by_key[key].name, value=row.seen.get(key),
                   facts={"other": other})  # fmt: skip


def _threes(row: TypedRow, table: Table) -> Counter[str]:
    """The letters of a row's texts in threes: short edits change few of them, in any script."""
    texts = (row.values.get(item.key) for item in table.inputs if item.type == "text")
    said = fold(" ".join(str(text)[:LONGEST_COMPARED] for text in texts if text))
    return Counter(said[place : place + 3] for place in range(len(said) - 2))


def _alike(mine: Counter[str], theirs: Counter[str]) -> bool:
    both = (mine & theirs).total()
    return both > 0 and 2 * both >= ALIKE * (mine.total() + theirs.total())


def _same_figures(row: TypedRow, other: TypedRow, table: Table) -> bool:
    keys = [item.key for item in table.inputs if item.numeric]
    figures = [row.values.get(key) for key in keys]
    same = row.values.get("role") == other.values.get("role") and figures == [other.values.get(key) for key in keys]
    return same and any(figures)


def _is_asked(row: TypedRow, twin: TypedRow, table: Table) -> bool:
    said = [[one.values.get(key) for key in _SAID] for one in (row, twin)]
    return "ref" in table.by_key and said[0] == said[1] and any(said[0][1:])


__all__ = ["twin_findings"]
