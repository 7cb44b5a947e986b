"""What is not the same in two files, as text for a terminal, as JSON, and as CSV."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections import Counter
from collections.abc import Iterator
from typing import Any

from emg_xlsx.mastered import Comparison
from emg_xlsx.merged import Change
from emg_xlsx.schemas.of_plan import entity_table, master_contributions_table, master_proposals_table
from emg_xlsx.text import harmless, visible
from emg_xlsx.texts import counted, text

WIDTH = 80
COLUMNS = ("what", "by", "entity", "ref", "id", "field", "before", "after", "file")


def summary(found: Comparison) -> str:
    """A sentence to quote: how many rows and cells are not as before, of how many entities, between what."""
    if not found.changes:
        return text("diff.same", old=visible(found.old), new=visible(found.new))
    counts = Counter(change.what for change in found.changes)
    rows = {change.id for change in found.changes if change.what == "changed"}
    told = [f"{text(f'what.{what}').lower()}: {counts[what]}" for what in ("added", "withdrawn") if counts[what]]
    if rows:
        told.append(text("diff.changed", rows=counted("row", len(rows)), cells=counted("cell", counts["changed"])))
    entities = {change.entity for change in found.changes if change.entity}
    return text("diff.summary", told=", ".join(told), entities=counted("entity", len(entities)),
                old=visible(found.old), new=visible(found.new))  # fmt: skip


def as_text(found: Comparison) -> str:
    """The summary, then each row with its cells, entities in the order of the alphabet."""
    lines = [textwrap.fill(summary(found), WIDTH)]
    name = None
    for line in _lines(found):
        if line["id"] != name:
            name = line["id"]
            lines += ["", " · ".join(visible(str(part)) for part in (line["entity"], line["id"]) if part)]
        if line["field"] is None:
            lines.append("  " + text(f"what.{line['what']}"))
        else:
            before, after = (visible(line[key] or text("conflict.nothing"), 400) for key in ("before", "after"))
            words = text("diff.cell", field=line["field"], before=before, after=after)
            lines.append(textwrap.fill(words, WIDTH, initial_indent="  ", subsequent_indent="    "))
    return "\n".join(lines)


def as_json(found: Comparison) -> str:
    """One object for each change; nothing else goes to standard output with it."""
    about = {"plan": found.plan.id, "old": found.old, "new": found.new, "summary": summary(found)}
    return json.dumps({**about, "changes": list(_lines(found))}, ensure_ascii=False, indent=1) + "\n"


def as_csv(found: Comparison) -> str:
    """One line for each change; texts that a spreadsheet would run as formulas get an apostrophe."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in _lines(found):
        writer.writerow([harmless(v) if isinstance(v := line[key], str) else v for key in COLUMNS])
    return target.getvalue()


def titled(change: Change, found: Comparison) -> str | None:
    """The title of the column a change is about."""
    if change.field is None:
        return None
    plan = found.plan
    for table in (master_contributions_table(plan), master_proposals_table(plan), entity_table(plan)):
        if change.field in table.by_key:
            return table.by_key[change.field].name
    return text(f"diff.{change.field}")


def _lines(found: Comparison) -> Iterator[dict[str, Any]]:
    ordered = sorted(found.changes, key=lambda change: (change.entity.casefold(), change.ref or "~", change.id))
    for change in ordered:
        about = {key: getattr(change, key) for key in COLUMNS if key != "field"}
        yield {**about, "field": titled(change, found)}
