"""The progress report: how far each deliverable is, what the Secretariat says of it, and what the entities say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docx.document import Document

from emg_xlsx.mastered import Master
from emg_xlsx.papers.looks import BULLET, ENTITY, LEAD, REF
from emg_xlsx.papers.paper import (
    WIDTH,
    Piece,
    Said,
    add_row,
    lines_of,
    new_paper,
    new_table,
    open_paper,
    saved,
    say,
    style_of,
)
from emg_xlsx.plan import Outcome, Plan
from emg_xlsx.printing import status_words, without_addresses
from emg_xlsx.schemas.of_plan import codelist
from emg_xlsx.summarised import Progress, Summaries, Voice
from emg_xlsx.texts import counted, text

NUMBER_WIDTH = 84.0
"""Points of a column of counts, where there is room."""
LAST_LINES = 4
"""Of a list, those that stay together, so that no page has a single one."""
LABEL_PART = 0.3
"""Part of the width that the labels beside the counts have at least."""


@dataclass(frozen=True, slots=True)
class _Job:
    """What every part of the report needs: the refs that are printed, in the plan's order."""

    plan: Plan
    states: tuple[Progress, ...]
    with_contacts: bool

    def free(self, words: str) -> list[str]:
        """Somebody's own words as paragraphs, as they may be printed."""
        return lines_of(words if self.with_contacts else without_addresses(words))

    def of_outcome(self, outcome: Outcome) -> list[Progress]:
        """What is printed under an outcome."""
        return [one for one in self.states if self.plan.activity_by_id[self.activity(one)].outcome == outcome.id]

    def activity(self, state: Progress) -> str:
        """The activity a state belongs to."""
        return self.plan.activity_of(state.ref)


def progress_paper(master: Master, summaries: Summaries, *, refs: frozenset[str], with_contacts: bool = False) -> bytes:
    """The progress report as a Word document, by outcome and activity; entities alphabetical, never ranked.

    Args:
        master: its plan, round and day.
        summaries: what is said of each ref.
        refs: the activities and deliverables to print.
        with_contacts: whether e-mail addresses in free texts are printed; otherwise they are masked.
    """
    plan = master.plan
    job = _Job(plan, tuple(one for one in summaries.progress if one.ref in refs), with_contacts)
    title = text("paper.progress", title=plan.title)
    document = new_paper(title, master, summaries)
    open_paper(document, title, master, summaries)
    say(document, "heading 1", text("paper.statuses"))
    _counts(document, job)
    for outcome in plan.outcomes:
        _outcome(document, job, outcome)
    _annex(document, job)
    _silent(document, job)
    return saved(document)


def _has_words(state: Progress) -> bool:
    return bool(state.overall or state.text or state.voices)


def _counts(document: Document, job: _Job) -> None:
    """How many contributions have each status, by outcome, and how many were promised and not heard of."""
    outcomes = [outcome for outcome in job.plan.outcomes if job.of_outcome(outcome)]
    counts = [sum((Counter(one.counts) for one in job.of_outcome(outcome)), Counter()) for outcome in outcomes]
    titles = [text("paper.status"), *(f"{job.plan.numerals[one.id]}.\u00a0{one.short}" for one in outcomes),
              text("paper.all")]  # fmt: skip
    number = min(NUMBER_WIDTH, WIDTH * (1 - LABEL_PART) / (len(titles) - 1))
    widths = [WIDTH - number * (len(titles) - 1), *[number] * (len(titles) - 1)]
    head: list[Said] = [("EMG Head Cell" if n == 0 else "EMG Head Number", [one]) for n, one in enumerate(titles)]
    table = new_table(document, head, widths)
    options = codelist(job.plan, "status")
    lines = [*((one.code, one.label) for one in options.codes), (None, text("progress.no_status"))]
    for code, label in lines:
        add_row(table, _count_row("EMG Cell", label, [count[code] for count in counts]), widths)
    totals = [count.total() for count in counts]
    add_row(table, _count_row("EMG Activity", text("paper.contributions"), totals), widths)
    say(document, "EMG Gap")
    unheard = sum(not voice.reported for state in job.states for voice in state.voices)
    if unheard:
        say(document, "Normal", text("paper.unheard", contributions=counted("contribution", unheard)))


def _count_row(style: str, label: str, numbers: Sequence[int]) -> list[list[Said]]:
    cells: list[list[Said]] = [[(style, [label])]]
    bold = style != "EMG Cell"
    for number in (*numbers, sum(numbers)):
        words = str(number) if number else text("paper.none")
        cells.append([("EMG Number", [(words, LEAD) if bold else words])])
    return cells


def _outcome(document: Document, job: _Job, outcome: Outcome) -> None:
    states = [one for one in job.of_outcome(outcome) if _has_words(one)]
    if not states:
        return
    say(document, "heading 1", job.plan.outcome_title(outcome.id))
    activity = ""
    for state in states:
        if job.activity(state) != activity:
            activity = job.activity(state)
            say(document, "heading 2", job.plan.activity_title(activity))
        _state(document, job, state)


def _state(document: Document, job: _Job, state: Progress) -> None:
    """What is said of a ref: its status; the Secretariat's text, else the entities' words."""
    _heading(document, job, state)
    status = " ".join(job.free(status_words(state, job.plan))) or text("progress.no_status")
    say(document, "EMG Status", text("paper.status_of"), (status, ENTITY))
    if not state.text:
        _voices(document, job, state)
        return
    for line in job.free(state.text):
        say(document, "Normal", line)
    if state.voices:
        names = ", ".join(dict.fromkeys(voice.entity for voice in state.voices))
        say(document, "EMG Note", text("paper.see_annex", entities=names))


def _heading(document: Document, job: _Job, state: Progress) -> None:
    title = text("paper.whole") if state.whole else " ".join(lines_of(job.plan.deliverable_by_id[state.ref].text))
    say(document, "heading 3", (state.ref, REF), "  ", title)


def _voices(document: Document, job: _Job, state: Progress) -> None:
    for voice in state.voices:
        say(document, "EMG Voice", (voice.entity, ENTITY), *_about(job, voice))
        for line in job.free(voice.words):
            say(document, style_of(line), line)
        if voice.withheld:
            say(document, "EMG Note", text("paper.withheld"))
        evidence = ", ".join(job.free(voice.evidence))
        if evidence:
            say(document, "EMG Note", text("paper.evidence", links=evidence))


def _about(job: _Job, voice: Voice) -> Iterator[Piece]:
    """Role, status and schedule of an entity, in words; of what was promised and not heard of, that.

    Such a contribution has a status where it was promised with one, or where the Secretariat was told.
    """
    plan = job.plan
    yield text("paper.between")
    yield codelist(plan, "role").label(voice.role) if voice.role else text("progress.no_role")
    if voice.status or voice.reported:
        yield text("paper.between")
        yield codelist(plan, "status").label(voice.status) if voice.status else text("progress.no_status")
    if not voice.reported:
        yield text("paper.between")
        yield text("paper.not_reported"), LEAD
    schedule = " ".join(job.free(voice.schedule or ("" if voice.reported else voice.promised)))
    if schedule:
        yield text("paper.between")
        yield schedule


def _annex(document: Document, job: _Job) -> None:
    """The words of the entities where the Secretariat's text stands instead of them."""
    states = [one for one in job.states if one.text and one.voices]
    if not states:
        return
    say(document, "heading 1", text("paper.annex"))
    activity = ""
    for state in states:
        if job.activity(state) != activity:
            activity = job.activity(state)
            say(document, "heading 2", job.plan.activity_title(activity))
        _heading(document, job, state)
        _voices(document, job, state)


def _silent(document: Document, job: _Job) -> None:
    """The deliverables of which nobody has spoken."""
    refs = [one.ref for one in job.states if not one.whole and not _has_words(one)]
    if refs:
        say(document, "heading 1", text("paper.silent"))
    listed = [say(document, BULLET, (ref, REF), "  ", job.plan.in_short(ref)) for ref in refs]
    for paragraph in listed[-LAST_LINES:-1]:
        paragraph.paragraph_format.keep_with_next = True
