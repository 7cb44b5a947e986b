"""The tables of exports, field by field: what of a master leaves the house, with codes and labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from emg_xlsx.codelists import Code
from emg_xlsx.schemas.fields import Field, Table

KEPT_BACK = frozenset({"activity_id", "counted", "file", "sheet", "row", "sha256", "note", "print", "decision"})
"""Columns of a master's tables that stay in it: where a row was read, what the coordinator notes, what is told anew."""

LABEL = "_label"
"""What the key of a column of labels ends in, beside its column of codes."""

_NAME = Field(key="entity_name", title="Name of the entity", width=30, help="Its full name.")
_WORDS = Field(key="schedule_words", title="Schedule in words", width=20, help="As precise as it is known.")
_WITHHELD = Field(key="withheld", title="Words not printed", type="boolean", width=10,
                  help="Whether there are words that may not be printed.")  # fmt: skip
_AFTER = {"entity": _NAME, "precision": _WORDS}
_BEFORE = {
    "outcome": Field(key="outcome_id", title="Outcome id", width=9, type="code", codelist="outcome",
                     help="Of the plan."),
    "activity": Field(key="activity_id", title="Activity id", width=10, type="code", codelist="activity",
                      help="Of the plan."),
}  # fmt: skip
_DAYS = (
    Field(key="first_day", title="First day", type="date", width=12, help="Of the schedule that holds."),
    Field(key="last_day", title="Last day", type="date", width=12, help="Of the schedule that holds."),
)
_PLACE = (
    Field(key="ref", title="Ref.", width=10, help="The plan's own number."),
    _BEFORE["outcome"],
    Field(key="outcome", title="Expected outcome", width=24, help="Printed from the work plan."),
    _BEFORE["activity"],
    Field(key="activity", title="Activities", width=28, help="Printed from the work plan."),
    Field(key="deliverable", title="Deliverable", width=44, help="Printed from the work plan."),
)


def exported_rows(table: Table) -> Table:
    """A master's table of contributions or proposals as it is exported."""
    return replace(table, fields=tuple(_exported(table.fields)))


def _exported(fields: Iterable[Field]) -> Iterator[Field]:
    for item in fields:
        if item.key in KEPT_BACK:
            continue
        # What a row of the plan says of itself is printed text; beside it stands what it is known by.
        if item.type == "printed" and item.key in _BEFORE:
            yield _BEFORE[item.key]
        yield item
        if has_label(item):
            yield replace(item, key=item.key + LABEL, type="text", codelist=None)
        if item.key in _AFTER:
            yield _AFTER[item.key]
    yield _WITHHELD


def has_label(item: Field) -> bool:
    """Whether a column holds codes, beside which their labels stand."""
    return bool(item.codelist) and item.type in ("code", "codes")


WORK_PLAN = Table(
    "work_plan",
    "Work plan",
    (
        *_PLACE,
        Field(key="schedule", title="Schedule", width=20, help="As agreed since, else as printed in the plan."),
        Field(key="plan_schedule", title="Schedule of the plan", width=20, help="As printed in the plan."),
        *_DAYS,
        _WORDS,
        Field(key="lead", title="Lead", width=18, help="Who leads it."),
        Field(key="contributing", title="Contributing entities", width=34, help="Who else takes part."),
        Field(key="lead_entities", title="Lead, as codes", type="entities", help="Separated by semicolons."),
        Field(key="other_entities", title="Others, as codes", type="entities", help="Separated by semicolons."),
        Field(key="rows", title="Rows", type="integer", width=9, help="How many contributions there are."),
    ),
)


def exported_progress(statuses: Iterable[Code]) -> Table:
    """How far each ref is, with a column of counts for each status."""
    counts = (
        Field(key=status.code.lower(), title=status.label, type="integer", width=10, help="How many contributions.")
        for status in statuses
    )
    fields = (
        *_PLACE,
        Field(key="schedule", title="Schedule", width=20, help="As agreed since, else as printed in the plan."),
        Field(key="status", title="Status", type="code", codelist="status", width=18,
              help="Where all are of one mind."),
        Field(key="status_words", title="Status in words", width=22,
              help="The Secretariat's, else the lead's, else how many say what."),
        Field(key="words", title="What was reported", width=60,
              help="The Secretariat's words, else those of the entities, as far as they are printed."),
        Field(key="entities", title="Entities", type="integer", width=9, help="How many take part."),
        *counts,
        Field(key="unstated", title="Not stated", type="integer", width=11, help="Contributions without a status."),
        Field(key="withheld", title="Words not printed", type="integer", width=10, help="How many are not printed."),
    )  # fmt: skip
    return Table("progress", "Progress", fields)


ENTITIES = Table(
    "entities",
    "Entities",
    (
        Field(key="code", title="Code", width=12, help="Such as UNEP."),
        Field(key="name", title="Name", width=44, help="Full name."),
        Field(key="category", title="Category", width=26, help="Kind of entity."),
        Field(key="expected", title="Expected", type="boolean", width=10, help="Whether an answer is waited for."),
    ),
)
EVENTS = Table(
    "events",
    "Events",
    (
        Field(key="id", title="Id", width=16, help="Such as UNFCCC-COP26."),
        Field(key="name", title="Name", width=44, help="Full name."),
        Field(key="days", title="When", width=26, help="Its days in words."),
        Field(key="start", title="First day", type="date", width=12, help="Of the first part."),
        Field(key="end", title="Last day", type="date", width=12, help="Of the first part."),
        Field(key="start_2", title="First day of part 2", type="date", width=12, help="Where it has two parts."),
        Field(key="end_2", title="Last day of part 2", type="date", width=12, help="Where it has two parts."),
    ),
)
CODES = Table(
    "codelists",
    "Codelists",
    (
        Field(key="codelist", title="Codelist", width=14, help="The list that columns refer to."),
        Field(key="code", title="Code", width=14, help="The same in every language."),
        Field(key="label", title="Label", width=44, help="What people read."),
    ),
)
CONTACTS = Table(
    "contacts",
    "Contacts",
    (
        Field(key="entity", title="Entity", width=12, help="Its code."),
        Field(key="focal_point", title="Focal point", width=30, help="As last known."),
        Field(key="email", title="E-mail", type="email", width=36, help="As last known."),
    ),
)
