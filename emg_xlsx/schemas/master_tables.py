"""The tables of the master, field by field: what the template's columns stand between, and the coordinator's lists."""

from __future__ import annotations

from dataclasses import replace

from emg_xlsx.schemas.fields import Field, Table

_BEFORE = (
    Field(key="id", title="Id", width=18, help="Given once, never changed."),
    Field(key="entity", title="Entity", width=11, help="Who said it."),
)
_WHERE = (
    Field(key="language", title="Language", width=9, help="Language of the template that was filled."),
    Field(key="file", title="File", width=32, help="The file this row was read from."),
    Field(key="sheet", title="Sheet", width=14, help="The sheet it stands on there."),
    Field(key="row", title="Row", type="integer", width=7, help="Its row there, as the sender sees it."),
    Field(key="sha256", title="SHA-256", width=18, wrap=False, help="Fingerprint of the file."),
    Field(key="submitted", title="Submitted", type="date", width=12, help="When it was completed, if the file says."),
)
_DAYS = (
    Field(key="first_day", title="First day", type="date", width=12, help="Read from our schedule."),
    Field(key="last_day", title="Last day", type="date", width=12, help="Read from our schedule."),
    Field(key="precision", title="Precision", width=11, help="How precise the schedule is: day, month, quarter …"),
)

_HISTORY = (
    Field(key="promised", title="Promised", width=19, help="The schedule given in the planning round."),
    Field(key="first_round", title="First round", width=14, help="The round that first brought this row."),
    Field(key="last_round", title="Last round", width=14, help="The round that last spoke of it."),
    Field(key="activity_id", title="Activity id", width=10, computed=True, help="The activity the row counts for."),
    Field(
        key="counted",
        title="Counted",
        type="integer",
        width=9,
        computed=True,
        help="2: takes part; 1: only kept informed; 0: not for print, in no count.",
    ),
)
_OWN = (
    Field(key="note", title="Coordinator note", width=30, own=True, help="Yours; never overwritten."),
    Field(key="print", title="Print", type="code", codelist="print", width=16, own=True, default="YES",
          help="Yes, Without the text, or No: obeyed by every summary and export."),
)  # fmt: skip
_DECISION = Field(key="decision", title="Decision", width=28, own=True, help="What becomes of it.")

_ROOM = {"outcome": 14, "activity": 20, "deliverable": 34, "plan_schedule": 13, "description": 42, "progress": 42}
"""Widths in the master, where texts are read rather than typed: wider texts make lower rows."""


def master_contributions(template: Table) -> Table:
    """The master's table of contributions around the template's: id and entity before, provenance after."""
    told = (replace(field, width=_ROOM.get(field.key, field.width)) for field in template.fields)
    fields = (*_BEFORE, *told, *_DAYS, *_HISTORY, *_WHERE, *_OWN)
    return Table(template.name, template.sheet, fields)


def master_proposals(template: Table) -> Table:
    """The master's table of proposals around the template's."""
    return Table(template.name, template.sheet, (*_BEFORE, *template.fields, *_DAYS, *_WHERE, _DECISION))


CONFLICTS = Table(
    "conflicts",
    "Conflicts",
    (
        Field(key="ref", title="Ref.", width=9, help="Where in the plan."),
        Field(key="entities", title="Entities", width=16, help="Who is concerned."),
        Field(key="field", title="About", width=16, help="Which column is not agreed."),
        Field(key="question", title="What cannot all stand", width=40, help="The conflict in words."),
        Field(key="sides", title="What each says, and where", width=54, help="Value, file and cell of each side."),
        Field(key="proposal", title="Proposal", width=28, help="What we suggest."),
        Field(key="decision", title="Decision", width=26, own=True, help="Choose from the list or write your own."),
        Field(key="options", title="Answers to choose from", width=26, help="What the tool can do for you."),
        Field(key="id", title="Id", width=24, help="Names the conflict; stays the same while its facts do."),
    ),
)

QUESTIONS = Table(
    "questions",
    "Questions",
    (
        Field(key="entity", title="Entity", width=11, help="Whom to ask."),
        Field(key="file", title="File", width=32, help="The file it is about."),
        Field(key="severity", title="Kind", width=14, help="Please correct, or please confirm."),
        Field(key="sheet", title="Sheet", width=14, help="Where it stands in the sender's file."),
        Field(key="cell", title="Cell", width=8, help="Where it stands in the sender's file."),
        Field(key="ref", title="Ref.", width=9, help="Where in the plan."),
        Field(key="field", title="Column", width=18, help="Which column or line."),
        Field(key="value", title="They wrote", width=44, help="The text as seen."),
        Field(key="message", title="What we ask", width=60, help="The message that goes back."),
        Field(key="suggestion", title="Suggestion", width=22, help="What they may have meant."),
        Field(key="state", title="State", width=11, help="open, confirmed, or settled by the secretariat."),
        Field(key="answer", title="Answer", width=28, own=True, help="What they answered, or you decided."),
        Field(key="answered_by", title="Answered by", width=16, own=True, help="Who answered."),
        Field(key="code", title="Code", width=24, help="For emg-xlsx explain CODE."),
        Field(key="question", title="Question id", width=15, help="By which an answer is known to belong to it."),
    ),
)

LEFT_OUT = Table(
    "left_out",
    "Left out",
    (
        Field(key="entity", title="Entity", width=11, help="Whose it is."),
        Field(key="file", title="File", width=32, help="Where it was read."),
        Field(key="sheet", title="Sheet", width=14, help="Where it was read."),
        Field(key="cell", title="Cell", width=8, help="Where it was read."),
        Field(key="ref", title="Ref.", width=9, help="Where in the plan."),
        Field(key="field", title="Column", width=18, help="Which column or line."),
        Field(key="value", title="As written", width=60, help="Kept word for word."),
        Field(key="reason", title="Why it was left out", width=60, help="The finding."),
        Field(key="code", title="Code", width=24, help="For emg-xlsx explain CODE."),
    ),
)

REGISTER = Table(
    "register",
    "Register",
    (
        Field(key="entity", title="Entity", width=11, help="Code."),
        Field(key="name", title="Name", width=44, help="Full name."),
        Field(key="expected", title="Expected", width=10, help="Whether an answer is waited for."),
        Field(key="state", title="State", width=13, help="What became of the file."),
        Field(key="file", title="File", width=32, help="The file as found in the folder."),
        Field(key="round", title="Round", width=15, help="The call it answers."),
        Field(
            key="submission_kind",
            title="Kind",
            type="code",
            codelist="submission_kind",
            width=20,
            help="Complete, a part, or nothing to report.",
        ),
        Field(key="submitted", title="Submitted", type="date", width=12, help="When it was completed, if it says."),
        Field(key="late", title="Days late", type="integer", width=8, help="After the deadline, where one is set."),
        Field(key="rows_read", title="Rows read", type="integer", width=8, help="Used rows in the file."),
        Field(key="rows_merged", title="Rows merged", type="integer", width=8, help="Rows that stand in the master."),
        Field(key="errors", title="To correct", type="integer", width=9, help="Left out, not yet answered."),
        Field(key="queries", title="To confirm", type="integer", width=9, help="Open questions."),
        Field(key="notes", title="Notes", type="integer", width=8, help="Told, nothing to do."),
        Field(key="focal_point", title="Focal point", width=24, help="As given in the file."),
        Field(key="email", title="E-mail", width=28, help="As given in the file; never exported."),
        Field(key="subject", title="Mail subject", width=28, help="Of the mail it came in."),
        Field(key="comment", title="Comment", width=40, help="Anything else they told us."),
        Field(key="may_quote", title="Words may be printed", width=11, help="What was not understood is No."),
        Field(key="reason", title="Why", width=40, help="Why a file was not used."),
        Field(key="sha256", title="SHA-256", width=18, wrap=False, help="Fingerprint of the file."),
        Field(key="use", title="Use this file", width=12, own=True, help="Yes or No; obeyed by later merges."),
        Field(key="entity_decided", title="Entity (decided)", width=14, own=True, help="If the file does not say."),
        Field(key="extended_to", title="Extended to", type="date", width=12, own=True, help="A later deadline."),
        Field(key="note", title="Note", width=30, own=True, help="Yours."),
    ),
)

CHANGES = Table(
    "changes",
    "Changes",
    (
        Field(key="day", title="Merged on", type="date", width=12, help="The day of the merge that found it."),
        Field(key="round", title="Round", width=15, help="The round of that merge."),
        Field(key="what", title="What", width=14, help="Added, changed, withdrawn, deleted, not repeated."),
        Field(key="by", title="By", width=13, help="The entity, or the coordinator."),
        Field(key="id", title="Id", width=18, help="Which contribution or proposal."),
        Field(key="entity", title="Entity", width=11, help="Whose it is."),
        Field(key="ref", title="Ref.", width=9, help="Where in the plan."),
        Field(key="field", title="Column", width=18, help="Which column; empty for the whole row."),
        Field(key="before", title="From", width=38, help="What stood there."),
        Field(key="after", title="To", width=38, help="What stands there since."),
        Field(key="file", title="File", width=32, help="The file that brought it."),
    ),
)

DIFFERENCES = Table(
    "differences",
    "Changes",
    (
        Field(key="sheet", title="Sheet", width=16, help="The sheet it is about."),
        *(field for field in CHANGES.fields if field.key not in ("day", "round")),
    ),
)
"""What is different between two files, line by line."""
