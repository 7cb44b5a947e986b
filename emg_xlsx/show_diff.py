"""What is different, as text for a terminal, as JSON, and as CSV."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from itertools import groupby, takewhile
from typing import Any

from emg_xlsx.differences import NOUNS, ROWS, Differences, Edition, headline, title_of
from emg_xlsx.merged import COORDINATOR, Change
from emg_xlsx.plan import Plan
from emg_xlsx.schemas.master_tables import DIFFERENCES
from emg_xlsx.text import harmless, visible
from emg_xlsx.texts import catalogue, text

WIDTH = 80
LONGEST = 160
"""Characters shown of a value; the workbook and the other formats have all of it."""
CONTEXT = 24
"""Characters shown before the place where two long texts part."""


def as_text(found: Differences, plan: Plan) -> str:
    """A sentence to quote, then every change under its entity and ref, readable at 80 columns.

    Args:
        found: what is different.
        plan: gives titles of columns.
    """
    lines = [_filled(headline(found), "")]
    for entity, of_entity in groupby(_ordered(found, plan), key=lambda pair: pair[1].entity):
        lines += ["", visible(entity) or text("diff.nobody")]
        for place, changes in groupby(of_entity, key=_place):
            lines += [f"  {visible(place)}", *(_filled(_told(*pair, plan), "    ") for pair in changes)]
    return "\n".join(lines)


def as_json(found: Differences, plan: Plan) -> str:  # noqa: ARG001  # as its sister
    """What was compared, the sentence, and one object for each change; nothing else goes to standard output with it."""
    about = {
        "plan": found.plan,
        "kind": found.kind,
        "old": _edition(found.old),
        "new": _edition(found.new),
        "summary": headline(found),
        "changes": list(found.lines),
    }
    return json.dumps(about, ensure_ascii=False, indent=1) + "\n"


def as_csv(found: Differences, plan: Plan) -> str:  # noqa: ARG001  # as its sister
    """One line for each change; texts that a spreadsheet would run as formulas get an apostrophe."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(DIFFERENCES.keys)
    for line in found.lines:
        writer.writerow([harmless(value) if isinstance(value := line[key], str) else value for key in DIFFERENCES.keys])
    return target.getvalue()


def _edition(one: Edition) -> dict[str, Any]:
    return {"file": one.name, "round": one.round, "day": one.day.isoformat() if one.day else None}


def _ordered(found: Differences, plan: Plan) -> list[tuple[str, Change]]:
    """Every change with its sheet: entities in the order of the alphabet, then refs in the order of the plan."""
    refs, sheets = {ref: place for place, ref in enumerate(plan.refs)}, list(NOUNS)
    told = ((sheet, change) for sheet, changes in found.changes.items() for change in changes)
    return sorted(told, key=lambda pair: (pair[1].entity.casefold(), refs.get(pair[1].ref or "", len(refs)),
                                          sheets.index(pair[0]), pair[1].id))  # fmt: skip


def _place(told: tuple[str, Change]) -> str:
    sheet, change = told
    return f"{change.ref or sheet} ({change.id})" if sheet in ROWS else change.ref or sheet


def _told(sheet: str, change: Change, plan: Plan) -> str:
    """One change in words."""
    title = title_of(sheet, change.field, plan)
    if title is not None and change.what == "changed":
        before, after = _excerpts(change.before, change.after)
        alone = change.before is None and change.after is None
        line = text("diff.cell_alone" if alone else "diff.cell", title=title, before=before, after=after)
    else:
        done, words = text(f"what.{change.what}"), change.after or change.before
        if sheet in catalogue()["diff"]["noun"]:
            done, words = text(f"diff.noun.{sheet}", done=done.lower()), words and visible(words, LONGEST)
        else:
            words = words and _quoted(words)
        line = text("diff.row", done=done, words=words) if words else done
    return text("diff.by_coordinator", line=line) if change.by == COORDINATOR else line


def _excerpts(before: str | None, after: str | None) -> tuple[str, str]:
    """Two values as far as they are shown; long ones from shortly before the place where they part."""
    one, other = before or "", after or ""
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))
    cut = one.rfind(" ", 0, same - CONTEXT) + 1 if max(len(one), len(other)) > LONGEST and same > CONTEXT else 0
    return _quoted(one, cut), _quoted(other, cut)


def _quoted(value: str | None, start: int = 0) -> str:
    words = visible(value[start:], LONGEST) if value else ""
    return text("diff.quoted", value=f"…{words}" if start else words) if words else text("diff.empty")


def _filled(line: str, indent: str) -> str:
    return textwrap.fill(line, WIDTH, initial_indent=indent, subsequent_indent=indent + "  " if indent else "",
                         break_on_hyphens=False)  # fmt: skip
