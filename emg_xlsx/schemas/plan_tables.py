"""The plan's own tables, as sheets of ``plan.xlsx``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from emg_xlsx.codes import CODELISTS
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.of_plan import COLUMN_TYPES
from emg_xlsx.schemas.tables import CONTRIBUTIONS, PROPOSALS


def _field(key: str, width: float, **more: Any) -> Field:
    """A field of the plan: its header is its key, which people and programs both use."""
    return Field(key=key, title=key, width=width, **more)


SETTINGS = Table(
    "plan",
    "plan",
    (
        _field("key", 22, need="always", help="Name of the setting; keep as it is."),
        _field("value", 90, help="The value of the setting."),
    ),
)
APPROVAL_STATUSES = ("draft", "pending approval", "approved")
ROUND_KINDS = ("planning", "reporting")
PRECISIONS = ("day", "week", "month", "quarter", "half-year", "year", "event", "none")

SETTINGS_FORM = Table(
    "settings",
    "plan",
    (
        _field("id", 90, need="always", help="Names the plan in all files made from it; never changed."),
        _field("title", 90, need="always", help="The title, as printed."),
        _field("issuer", 90, need="always", help="Whose plan it is."),
        _field("approval_status", 90, type="code", codelist="approval_status", need="always",
               help="draft, pending approval or approved; every output prints it."),
        _field("approval_note", 90, help="Printed after the status, such as who has still to approve."),
        _field("current_round", 90, need="always",
               help="Id of the round that files are read for when they do not say."),
        _field("window_start", 90, type="date", need="always", help="First day of the plan."),
        _field("window_end", 90, type="date", need="always", help="Last day of the plan."),
        _field("window_verbatim", 90, help="The period of the plan, as printed."),
        _field("status_flags", 90, help="Conditions of the plan, separated by semicolons."),
        _field("secretariat", 90, help="Who sends the templates out; blank = the issuer."),
        _field("return_to", 90, help="The address filled templates go back to."),
        _field("introduction", 90, help="The introduction, word for word."),
    ),
)  # fmt: skip
"""The lines of the sheet ``plan``: a form of settings, each a key with its value."""

ROUNDS = Table(
    "rounds",
    "rounds",
    (
        _field("id", 18, need="always", help="Such as 2022-mid-term."),
        _field("kind", 12, type="code", codelist="round_kind", need="always", help="planning or reporting."),
        _field("opens", 13, type="date", help="First day of the call."),
        _field("deadline", 13, type="date", help="Last day for answers; blank = none set."),
        _field("reply_by", 13, type="date", help="Last day for replies to questions."),
    ),
)
OUTCOMES = Table(
    "outcomes",
    "outcomes",
    (
        _field("id", 8, need="always", help="Such as O1. The order of the rows gives the numerals I, II, III."),
        _field("label", 90, need="always", help="The outcome without its numeral."),
        _field("short", 32, help="A short name for narrow columns."),
    ),
)
ACTIVITIES = Table(
    "activities",
    "activities",
    (
        _field("id", 8, need="always", help="Such as A01."),
        _field("number", 11, type="integer", minimum=1, need="always", help="The number printed before it."),
        _field("title", 80, need="always", help="The activity's title."),
        _field("modality", 12, type="code", codelist="modality", need="always",
               help="IMG, TT, CP, SWFS, NEXUS or OTHER."),
        _field("outcome", 11, need="always", help="Id of its outcome."),
        _field("themes", 60, help="Themes, as printed."),
    ),
)  # fmt: skip
STREAMS = Table(
    "streams",
    "streams",
    (
        _field("id", 9, need="always", help="Such as A07-i."),
        _field("activity", 11, need="always", help="Id of its activity."),
        _field("numeral", 11, need="always", help="Such as i."),
        _field("text", 90, need="always", help="The text that leads its deliverables."),
    ),
)
DELIVERABLES = Table(
    "deliverables",
    "deliverables",
    (
        _field("id", 11, need="always", help="Such as A03-D02."),
        _field("activity", 11, need="always", help="Id of its activity."),
        _field("stream", 10, help="Id of its stream, if it stands in one."),
        _field("order", 9, type="integer", minimum=1, need="always", help="Its place in the activity."),
        _field("text", 60, need="always", help="The deliverable, word for word."),
        _field("schedule", 22, help="The schedule as printed."),
        _field("first_day", 13, type="date", help="Blank = read from the schedule."),
        _field("last_day", 13, type="date", help="Blank = read from the schedule."),
        _field("precision", 13, type="code", codelist="precision",
               help="day, week, month, quarter, half-year, year, event or none."),
        _field("end_earliest", 15, type="date", help="Where the end is one of two: the earlier."),
        _field("assignment", 24, help="How the schedule came to this deliverable."),
        _field("partners", 18, help="Partners the plan names."),
        _field("events", 18, type="codes", help="Event ids, separated by semicolons."),
        _field("notes", 28, help="Remarks on the source."),
    ),
)  # fmt: skip
ENTITIES = Table(
    "entities",
    "entities",
    (
        _field("code", 12, need="always", help="Such as UNEP."),
        _field("name", 60, need="always", help="Full name."),
        _field("category", 26, help="Kind of entity."),
        _field("aliases", 36, help="Other names it is known by, separated by semicolons."),
        _field("expected", 12, type="boolean", help="yes = an answer is waited for."),
        _field("confidence", 13, help="How sure its membership is."),
        _field("note", 40, help="Remarks."),
    ),
)
EVENTS = Table(
    "events",
    "events",
    (
        _field("id", 16, need="always", help="Such as UNFCCC-COP26."),
        _field("name", 60, need="always", help="Full name."),
        _field("aliases", 40, help="Other names, separated by semicolons."),
        _field("start", 13, type="date", help="First day."),
        _field("end", 13, type="date", help="Last day."),
        _field("start_2", 13, type="date", help="First day of a second part."),
        _field("end_2", 13, type="date", help="Last day of a second part."),
        _field("source", 40, help="Where the dates come from."),
        _field("note", 40, help="Remarks."),
    ),
)
CONTACTS = Table(
    "contacts",
    "contacts",
    (
        _field("entity", 13, need="always", help="Entity code."),
        _field("name", 28, help="Name of the focal point."),
        _field("email", 32, help="E-mail address."),
        _field("language", 12, help="en, fr or es."),
        _field("active_from", 14, type="date", help="First day."),
        _field("active_to", 13, type="date", help="Last day."),
    ),
)
COLUMNS = Table(
    "columns",
    "columns",
    (
        _field(
            "sheet", 16, type="code", codelist="column_sheet", need="always", help="Contributions or New proposals."
        ),
        _field("key", 18, need="always", help="Lower-case name, such as region."),
        _field("title", 30, need="always", help="The header people read."),
        _field("help", 60, max_length=255, help="What to write, in two lines at most."),
        _field("type", 11, type="code", codelist="column_type", need="always", help="text, code, number or date."),
        _field("codelist", 16, help="For type code: name of the list in the table codes."),
        _field("required", 11, type="boolean", help="yes or no."),
    ),
)
CODES = Table(
    "codes",
    "codes",
    (
        _field("codelist", 16, need="always", help="Name of the list."),
        _field("code", 14, need="always", help="Short, in capitals."),
        _field("label", 40, need="always", help="What people read."),
    ),
)

PLAN_TABLES = (
    SETTINGS, ROUNDS, OUTCOMES, ACTIVITIES, STREAMS, DELIVERABLES, ENTITIES, EVENTS, CONTACTS, COLUMNS, CODES,
)  # fmt: skip

REFERENCES = (
    ("settings", "current_round", "rounds", "id"),
    ("activities", "outcome", "outcomes", "id"),
    ("streams", "activity", "activities", "id"),
    ("deliverables", "activity", "activities", "id"),
    ("deliverables", "stream", "streams", "id"),
    ("deliverables", "events", "events", "id"),
    ("contacts", "entity", "entities", "code"),
)
"""Table and column whose values must stand in another table's column; of type ``codes``, each of them."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "approval_status": APPROVAL_STATUSES,
    "round_kind": ROUND_KINDS,
    "precision": PRECISIONS,
    "modality": tuple(code.code for code in CODELISTS["modality"].codes),
    "column_sheet": (CONTRIBUTIONS.sheet, PROPOSALS.sheet),
    "column_type": COLUMN_TYPES,
}
"""What may stand in the plan's own columns of type ``code``, by the name of the list."""

UNIQUE = (
    ("plan", ("key",)),
    ("rounds", ("id",)),
    ("outcomes", ("id",)),
    ("activities", ("id",)),
    ("streams", ("id",)),
    ("deliverables", ("id",)),
    ("entities", ("code",)),
    ("events", ("id",)),
    ("columns", ("sheet", "key")),
    ("codes", ("codelist", "code")),
)
"""Table and the columns that together name one row of it; the last is where a second such row is told."""

SPANS = (
    ("settings", "window_start", "window_end"),
    ("rounds", "opens", "deadline"),
    ("rounds", "deadline", "reply_by"),
    ("deliverables", "first_day", "last_day"),
    ("deliverables", "end_earliest", "last_day"),
    ("events", "start", "end"),
    ("events", "start_2", "end_2"),
    ("events", "end", "start_2"),
    ("contacts", "active_from", "active_to"),
)
"""Table and two columns of days of which the second is never before the first."""

PLACES = (("activities", ("number",)), ("deliverables", ("activity", "order")))
"""Table and the columns that give a row its place in print; the last is where a second such row is told."""

_ACTIVITY = "A(?:0[1-9]|[1-9][0-9]{1,2})"
_IN_FILE_NAMES = r"[^\s/\\:*?\"<>|](?:[^/\\:*?\"<>|]*[^\s/\\:*?\"<>|])?"

SHAPES = (
    ("rounds", "id", _IN_FILE_NAMES),
    ("outcomes", "id", "O[1-9][0-9]?"),
    ("activities", "id", _ACTIVITY),
    ("streams", "id", f"{_ACTIVITY}-[ivx]+"),
    ("deliverables", "id", f"{_ACTIVITY}-D(?:0[1-9]|[1-9][0-9]{{1,2}})"),
    ("entities", "code", _IN_FILE_NAMES),
    ("columns", "key", "[a-z][a-z0-9_]{0,29}"),
)
"""Table, column and the pattern of its values; what becomes part of file names is fit for them."""

OPTIONAL_TABLES = frozenset({"streams", "events", "contacts", "columns", "codes"})
"""Tables that may be empty or absent."""
