"""The tables of the master's summary sheets, field by field."""

from __future__ import annotations

from collections.abc import Iterable

from emg_xlsx.codelists import Code
from emg_xlsx.schemas.fields import Field, Table

WORK_PLAN = Table(
    "work_plan",
    "Work plan",
    (
        Field(key="ref", title="Ref.", width=10, help="The plan's own number."),
        Field(key="outcome", title="Expected outcome", width=24, help="Printed from the work plan."),
        Field(key="activity", title="Activities", width=28, help="Printed from the work plan."),
        Field(key="deliverable", title="Deliverable", width=48, help="Printed from the work plan."),
        Field(key="schedule", title="Schedule", width=20, help="Printed from the work plan."),
        Field(key="agreed", title="Agreed schedule", width=20, own=True, help="Printed instead of the plan's."),
        Field(key="lead", title="Lead", width=18, help="Who leads it."),
        Field(key="contributing", title="Contributing entities", width=34, help="Who else takes part."),
        Field(
            key="rows", title="Rows", type="integer", width=9, computed=True, help="How many contributions there are."
        ),
    ),
)

_PROGRESS = (
    Field(key="ref", title="Ref.", width=10, help="The plan's own number."),
    Field(key="deliverable", title="Deliverable", width=36, help="Printed from the work plan."),
    Field(key="entity", title="Entity", width=12, computed=True, help="Who says it; beside a deliverable, how many."),
    Field(key="role", title="Role", width=13, help="What it does there."),
    Field(key="status", title="Status", width=18, computed=True,
          help="The Secretariat's, else the lead's, else how many say what."),
    Field(key="words", title="What was reported", width=48, computed=True,
          help="The entity's words, as far as they are printed; beside a deliverable, the Secretariat's text."),
    Field(key="schedule", title="Schedule", width=17, help="The entity's own; in the first line, the plan's."),
    Field(key="promised", title="Promised", width=14, help="The schedule given in the planning round."),
    Field(key="reported", title="Reported", width=11, help="Whether this round has heard of it."),
    Field(key="overall_status", title="Overall status", width=18, own=True, help="Stands above all others."),
    Field(key="secretariat_text", title="Secretariat text", width=44, own=True,
          help="Printed instead of the entities' words."),
    Field(key="ends", title="Planned to end", type="date", width=12, help="The last day of the plan's schedule."),
    Field(key="overdue", title="Past its date", width=9, computed=True, help="And neither completed nor cancelled."),
)  # fmt: skip
_BEHIND = (
    Field(
        key="unstated",
        title="Not stated",
        type="integer",
        width=11,
        computed=True,
        help="Contributions without a status.",
    ),
    Field(key="id", title="Id", width=18, help="The contribution behind the line."),
)


def progress(statuses: Iterable[Code]) -> Table:
    """The sheet ``Progress``, with a column of counts for each status."""
    counts = (
        Field(
            key=status.code.lower(),
            title=status.label,
            type="integer",
            width=12,
            computed=True,
            help="How many contributions.",
        )
        for status in statuses
    )
    return Table("progress", "Progress", (*_PROGRESS, *counts, *_BEHIND))


EVENTS = Table(
    "events",
    "Events",
    (
        Field(key="event", title="Event", width=34, help="From the plan, or as the entity wrote it."),
        Field(key="days", title="When", width=20, help="As the plan knows it."),
        Field(key="entity", title="Entity", width=12, help="Who contributes."),
        Field(key="ref", title="Ref.", width=10, help="Where in the plan."),
        Field(key="deliverable", title="Deliverable", width=40, help="Printed from the work plan."),
        Field(key="role", title="Role", width=14, help="What the entity does there."),
        Field(key="words", title="What", width=52, help="The entity's words, as far as they are printed."),
        Field(key="schedule", title="Schedule", width=18, help="The entity's own."),
        Field(key="id", title="Id", width=18, help="The contribution behind the line."),
    ),
)

REQUESTS = Table(
    "requests",
    "Requests",
    (
        Field(key="kind", title="Kind", width=22, help="Difficulty or request, or general comment."),
        Field(key="entity", title="Entity", width=12, help="Who says it."),
        Field(key="ref", title="Ref.", width=10, help="Where in the plan."),
        Field(key="deliverable", title="Deliverable", width=36, help="Printed from the work plan."),
        Field(key="words", title="What they say", width=64, help="As far as it is printed."),
        Field(key="file", title="File", width=30, help="Where it was said."),
        Field(key="id", title="Id", width=18, help="The contribution behind the line."),
    ),
)

OF_REFS = (("Work plan", "agreed"), ("Progress", "overall_status"), ("Progress", "secretariat_text"))
"""The columns in which the coordinator writes of a ref, with their sheets."""
