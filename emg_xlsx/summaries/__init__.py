"""The summaries of a master: who leads what, what is late, what is missing, and what is new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from emg_xlsx.mastered import Master
from emg_xlsx.printing import printable
from emg_xlsx.summaries.lists import event_lines, requests
from emg_xlsx.summaries.matrix import matrix
from emg_xlsx.summaries.overview import overview
from emg_xlsx.summaries.progress import progress
from emg_xlsx.summaries.resources import figures, resources
from emg_xlsx.summaries.rows import ByRef, Row
from emg_xlsx.summaries.timeline import timeline
from emg_xlsx.summaries.work_plan import plan_lines
from emg_xlsx.summarised import Summaries
from emg_xlsx.tabular import lines_of_frame

__all__ = ["summarise"]

COLUMNS = ["entity", "ref", "role", "status", "description", "progress", "kind", "schedule", "first_day", "last_day",
           "precision", "promised", "last_round", "staff_months", "amount_usd", "certainty", "event", "evidence",
           "request", "file", "activity_id", "counted", "withheld"]  # fmt: skip
"""What the summaries look at."""


def summarise(master: Master) -> Summaries:
    """Compute every summary from the master's frames; rows whose Print is No are in none of them.

    Args:
        master: with codes.
    """
    rows = lines_of_frame(printable(master.contributions, master.plan)[COLUMNS])
    by_ref = _by_ref(rows)
    lines = matrix(by_ref, master.plan)
    states = progress(by_ref, master)
    times = timeline(by_ref, master.plan)
    return Summaries(
        overview=overview(master, rows, (lines, states, times)),
        work_plan=tuple(plan_lines(by_ref, master.plan)),
        progress=states,
        matrix=lines,
        timeline=times,
        resources=resources(rows, master.plan),
        events=tuple(event_lines(states, rows, master.plan)),
        requests=tuple(requests(rows, master)),
        figures=figures(rows, master.plan),
    )


def _by_ref(rows: Iterable[Row]) -> ByRef:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["ref"]].append(row)
    return found
