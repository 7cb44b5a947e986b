"""One table as a CSV file that spreadsheet programs open right."""

from __future__ import annotations

from emg_xlsx.exported import About, Exported, What
from emg_xlsx.exports.values import csv_bytes
from emg_xlsx.text import harmless

BYTE_ORDER_MARK = "\ufeff"
"""By which Excel knows that a file is UTF-8."""


def table_file(exported: Exported, what: What) -> bytes:
    """The contributions, or how far each ref is; every row ends in what the export says of itself.

    A text that a spreadsheet program would run as a formula gets an apostrophe before it.
    """
    listing = exported.tables["contributions" if what == "workplan" else "progress"]
    about = _about(exported.about)
    rows = ({**row, **about} for row in listing.rows)
    return csv_bytes((*listing.table.keys, *about), rows, told=harmless, mark=BYTE_ORDER_MARK)


def _about(about: About) -> dict[str, object]:
    return {
        "plan": about.plan,
        "plan_title": about.title,
        "round": about.round,
        "merged_on": about.day,
        "entities_answered": about.answered,
        "entities_expected": about.expected,
        "approval": about.approval,
    }
