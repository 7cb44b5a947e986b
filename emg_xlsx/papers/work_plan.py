"""The work plan as it is printed: a table for each activity, with its outcome, its deliverables and their schedule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from docx.document import Document

from emg_xlsx.mastered import Master
from emg_xlsx.papers.looks import BULLET, LEAD
from emg_xlsx.papers.paper import (
    Piece,
    Said,
    add_row,
    join_down,
    keep_together,
    lines_of,
    new_paper,
    new_table,
    open_paper,
    saved,
    say,
    say_more,
)
from emg_xlsx.plan import Activity, Deliverable, Plan
from emg_xlsx.printing import without_addresses
from emg_xlsx.summarised import PlanLine, Summaries
from emg_xlsx.tabular import lines_of_frame
from emg_xlsx.texts import template, text

WIDTHS = (112.0, 278.0, 92.0)
WIDTHS_WITH_ENTITIES = (94.0, 214.0, 80.0, 94.0)
OUTCOME, ACTIVITY, SCHEDULE = 0, 1, 2
"""Places of the columns."""


@dataclass(frozen=True, slots=True)
class _Job:
    """What every table needs; ``lines`` is empty where entities are not printed."""

    plan: Plan
    refs: frozenset[str]
    agreed: Mapping[str, str]
    lines: Mapping[str, PlanLine]

    @property
    def widths(self) -> Sequence[float]:
        return WIDTHS_WITH_ENTITIES if self.lines else WIDTHS


def work_plan_paper(master: Master, summaries: Summaries, *, refs: frozenset[str], with_entities: bool) -> bytes:
    """The printed work plan as a Word document, in the shape of the plan as it was first printed.

    Args:
        master: its plan, and the schedules agreed since; that of an activity holds for all its deliverables that
            have none of their own.
        summaries: who leads and who contributes, and how many have answered.
        refs: the activities and deliverables to print; an activity appears where any of its refs does.
        with_entities: whether a fourth column names who leads and who contributes.
    """
    plan = master.plan
    agreed = {line["ref"]: line["agreed"] for line in lines_of_frame(master.secretariat) if line["agreed"]}
    job = _Job(plan, refs, agreed, {line.ref: line for line in summaries.work_plan} if with_entities else {})
    document = new_paper(plan.title, master, summaries)
    open_paper(document, plan.title, master, summaries)
    if plan.introduction:
        say(document, "heading 1", text("paper.introduction"))
        for line in lines_of(plan.introduction):
            say(document, "Normal", line)
    say(document, "EMG Part", plan.title)
    for activity in plan.activities:
        if activity.id in refs or any(item.id in refs for item in _deliverables(plan, activity)):
            _activity(document, job, activity)
            say(document, "EMG Gap")
    return saved(document)


def _deliverables(plan: Plan, activity: Activity) -> list[Deliverable]:
    return [item for item in plan.deliverables if item.activity == activity.id]


def _activity(document: Document, job: _Job, activity: Activity) -> None:
    """One table: the outcome beside the activity's title, and below it the deliverables that were asked for."""
    titles: list[Said] = [("EMG Head Cell", [title]) for title in _titles(job)]
    table = new_table(document, titles, job.widths)
    items = [item for item in _deliverables(job.plan, activity) if item.id in job.refs]
    outcome: list[Said] = [("EMG Outcome", [job.plan.outcome_title(activity.outcome)])]
    title: list[Said] = [("EMG Activity", [job.plan.activity_title(activity.id)])]
    rows = [add_row(table, [outcome, title, [], *_who(job, [activity.id])], job.widths)]
    told: set[str] = set()
    for schedule, group in groupby(items, key=lambda item: _schedule(job, item)):
        when: list[Said] = [("EMG Cell", [line]) for line in lines_of(schedule)]
        together = list(group)
        parts = [[item] for item in together] if job.lines else [together]
        same = [
            add_row(table, [[], list(_bullets(job.plan, part, told)), when if n == 0 else [],
                            *_who(job, [item.id for item in part])], job.widths)
            for n, part in enumerate(parts)
        ]  # fmt: skip
        if len(same) > 1:
            join_down(same, SCHEDULE)
        rows += same
    if activity.themes:
        say_more(rows[-1], ACTIVITY, [("EMG Cell", [line]) for line in lines_of(activity.themes)])
    keep_together(list(table.rows))
    if len(rows) > 1:
        join_down(rows, OUTCOME)


def _titles(job: _Job) -> list[str]:
    keys = ["outcome", "activity", "schedule", *(["contributing"] if job.lines else [])]
    return [text(f"work_plan.{key}") for key in keys]


def _bullets(plan: Plan, items: Sequence[Deliverable], told: set[str]) -> Iterator[Said]:
    """The deliverables as a list, each stream before the first of its own; ``told`` knows those that stand already."""
    for item in items:
        if item.stream and item.stream not in told:
            told.add(item.stream)
            stream = plan.stream_by_id[item.stream]
            yield "EMG Stream", [f"{stream.numeral}. {stream.text}"]
        yield BULLET, [" ".join(lines_of(item.text))]


def _schedule(job: _Job, item: Deliverable) -> str:
    """The schedule as it was agreed, else as the plan prints it."""
    agreed = job.agreed.get(item.id) or job.agreed.get(item.activity)
    return without_addresses(str(agreed)) if agreed else item.schedule


def _who(job: _Job, refs: Sequence[str]) -> list[list[Said]]:
    """The cell of those who lead and contribute, where there is such a column."""
    if not job.lines:
        return []
    return [[("EMG Cell", pieces) for ref in refs if (pieces := _names(job.lines[ref]))]]


def _names(line: PlanLine) -> list[Piece]:
    """The lead in bold and in words, then the others; of several leads the line says so itself."""
    undecided = line.lead.startswith(template("work_plan.lead_undecided").partition("{")[0])
    lead = line.lead if undecided or not line.lead else text("paper.lead", entity=line.lead)
    pieces: list[Piece] = [(lead, LEAD)] if lead else []
    if line.contributing:
        pieces.append(f", {line.contributing}" if lead else line.contributing)
    return pieces
