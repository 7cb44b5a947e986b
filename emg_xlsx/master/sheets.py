"""The summaries that are tables: the work plan, progress, events and requests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from emg_xlsx.layouts import Layout
from emg_xlsx.master.lists import serial
from emg_xlsx.master.live import Rows, quoted
from emg_xlsx.master.tables import FIRST_ROW, Desk, Formula, Shade, Sheetful
from emg_xlsx.mastered import Master
from emg_xlsx.printing import is_overdue, status_code, status_words
from emg_xlsx.schemas.of_plan import codelist, master_contributions_table, progress_table
from emg_xlsx.schemas.summary_tables import EVENTS, REQUESTS, WORK_PLAN
from emg_xlsx.summarised import DONE, Progress, Summaries, Voice
from emg_xlsx.texts import counted, text
from emg_xlsx.xlsx import writing

WHOLE: Mapping[str, Any] = {"bold": True, "bg_color": writing.BAND}
ASIDE: Mapping[str, Any] = {"italic": True, "font_color": writing.QUIET}


def work_plan(desk: Desk, master: Master, summaries: Summaries, layout: Layout) -> Sheetful:
    """The work plan: activities as a whole stand out, and so does a lead that is still to be decided."""
    lines, rows = summaries.work_plan, desk.rows
    agreed = master.secretariat["agreed"]
    values = [(line.ref, line.outcome, line.activity, line.deliverable, line.schedule, agreed.get(line.ref), line.lead,
               line.contributing, line.rows) for line in lines]  # fmt: skip
    return Sheetful(
        WORK_PLAN,
        values,
        1,
        layout,
        {place: WHOLE for place, line in enumerate(lines) if line.whole},
        {(place, "lead"): {"italic": True} for place, line in enumerate(lines) if "(" in line.lead},
        {(place, "rows"): lambda cell: rows.source.count(("ref", cell("ref")), *rows.printed)
         for place in range(len(lines))},
        {(place, "ref"): desk.progress[line.ref] for place, line in enumerate(lines)},
    )  # fmt: skip


def activity_of_ref(refs: str, activities: str) -> Formula:
    """The activity of the ref in the same row; empty where the plan has no such ref."""
    return lambda cell: f'IFERROR(INDEX({activities},MATCH({cell("ref")},{refs},0)),"")'


def links_to_rows(master: Master) -> dict[str, str]:
    """Where the row of each contribution stands in the master that is written."""
    name = master_contributions_table(master.plan).sheet
    return {str(key): f"internal:'{name}'!A{n + 1}" for n, key in enumerate(master.contributions.index, FIRST_ROW)}


def places_of(states: Iterable[Progress]) -> dict[str, str]:
    """Where each ref stands on the sheet of progress, as a link."""
    places, row = {}, FIRST_ROW + 1
    for state in states:
        places[state.ref] = f"internal:'Progress'!A{row}"
        row += 1 + len(state.voices)
    return places


def progress(master: Master, summaries: Summaries, rows: Rows, layout: Layout) -> Sheetful:
    """For each ref a line with its status and counts, then a line for each of its contributions."""
    plan, behind = master.plan, links_to_rows(master)
    statuses = [code.code for code in codelist(plan, "status").codes]
    values: list[tuple[Any, ...]] = []
    shades: dict[int, Shade] = {}
    accents: dict[tuple[int, str], Shade] = {}
    live: dict[tuple[int, str], Formula] = {}
    links: dict[tuple[int, str], str] = {}
    for state in summaries.progress:
        place = len(values)
        shades[place] = WHOLE if state.whole else {"bold": True}
        values.append(_state_line(state, master, statuses))
        formulas = _state_formulas(state, rows, master, statuses)
        live |= {(place, key): formula for key, formula in formulas.items()}
        for voice in state.voices:
            accents |= {(len(values), key): ASIDE for key in _asides(voice)}
            links[len(values), "id"] = behind[voice.id]
            values.append(_voice_line(voice, master, len(statuses)))
    return Sheetful(progress_table(plan), values, 3, layout, shades, accents, live, links)


def _state_line(state: Progress, master: Master, statuses: list[str]) -> tuple[Any, ...]:
    plan = master.plan
    entities = {voice.entity for voice in state.voices}
    first = text("progress.whole", activity=plan.activity_title(state.ref)) if state.whole else ""
    return (
        state.ref,
        first or plan.deliverable_title(state.ref),
        counted("entity", len(entities)),
        None,
        status_words(state, plan),
        state.text or None,
        plan.schedule_of(state.ref),
        None,
        None,
        state.overall or None,
        state.text or None,
        None if state.whole else plan.days_of(state.ref)[1],
        text("progress.overdue") if is_overdue(state, plan, master.day) else None,
        *(state.counts.get(code, 0) for code in statuses),
        state.counts.get(None, 0),
        None,
    )


def _state_formulas(state: Progress, rows: Rows, master: Master, statuses: list[str]) -> dict[str, Formula]:
    """The counts of a ref, and what follows from them; the coordinator's status stands above its lead's."""
    labels = rows.labels["status"]
    count = rows.source.count

    def here(cell: Callable[[str], str]) -> tuple[str, str]:
        return "ref", cell("ref")

    def of_status(code: str) -> Formula:
        return lambda cell: count(here(cell), rows.is_("status", code), *rows.active)

    def stated(cell: Callable[[str], str]) -> str:
        return "+".join(cell(code.lower()) for code in statuses)

    def unstated(cell: Callable[[str], str]) -> str:
        return f"{count(here(cell), *rows.active)}-({stated(cell)})"

    def leads(cell: Callable[[str], str], code: str) -> str:
        return count(here(cell), rows.is_("role", "LEAD"), rows.is_("status", code), *rows.printed)

    def status(cell: Callable[[str], str]) -> str:
        several = "+".join(f"({leads(cell, code)}>0)" for code in statuses)
        lead = '&""&'.join(f'IF({leads(cell, code)}>0,{quoted(labels[code])},"")' for code in statuses)
        said = "&".join(f'IF({cell(code.lower())}>0,", "&{cell(code.lower())}&{quoted(" " + labels[code].lower())},"")'
                        for code in statuses)  # fmt: skip
        return f'IF({cell("overall_status")}<>"",{cell("overall_status")},IF({several}=1,{lead},MID({said},3,500)))'

    def entities(cell: Callable[[str], str]) -> str:
        number = rows.how_many_entities(here(cell), *rows.active)
        one, other = counted("entity", 1), counted("entity", 2).removeprefix("2")
        return f"IF({number}=1,{quoted(one)},{number}&{quoted(other)})"

    # Of other words for a status, a formula knows those that stand there.
    own = [state.overall] if state.overall and status_code(state, master.plan) in DONE else []

    def overdue(cell: Callable[[str], str]) -> str:
        status = cell("status")
        words = [f"{status}={quoted(word)}" for word in (*(labels[code] for code in DONE), *own)]
        words += [f"{status}=({stated(cell)})&{quoted(' ' + labels[code].lower())}" for code in DONE]
        done = ",".join(words)
        return f'IF(AND({cell("ends")}<{serial(master.day)},NOT(OR({done}))),{quoted(text("progress.overdue"))},"")'

    found: dict[str, Formula] = {code.lower(): of_status(code) for code in statuses}
    found |= {"unstated": unstated, "status": status, "entity": entities}
    found["words"] = lambda cell: f'{cell("secretariat_text")}&""'
    if not state.whole and master.plan.days_of(state.ref)[1]:
        found["overdue"] = overdue
    return found


def _voice_line(voice: Voice, master: Master, statuses: int) -> tuple[Any, ...]:
    plan = master.plan
    return (
        voice.ref,
        None,
        voice.entity,
        codelist(plan, "role").label(voice.role) if voice.role else text("progress.no_role"),
        codelist(plan, "status").label(voice.status) if voice.status else text("progress.no_status"),
        said(voice),
        voice.schedule or None,
        voice.promised or None,
        None if voice.reported else text("progress.not_reported"),
        *[None] * (5 + statuses),
        voice.id,
    )


def said(voice: Voice) -> str | None:
    """What may be printed of an entity's words."""
    if voice.words:
        return voice.words
    return text("progress.withheld") if voice.withheld else None


def _asides(voice: Voice) -> tuple[str, ...]:
    """Cells that say that something is not there."""
    return (
        *(("role",) if voice.role is None else ()),
        *(("status",) if voice.status is None else ()),
        *(("words",) if not voice.words else ()),
    )


def events(master: Master, summaries: Summaries, layout: Layout) -> Sheetful:
    """Who brings what to which event; events nobody speaks of are quiet."""
    plan, behind = master.plan, links_to_rows(master)
    values: list[tuple[Any, ...]] = []
    for line in summaries.events:
        voice = line.voice
        if voice is None:
            values.append((line.event, line.days or None, text("events.nobody"), *[None] * 6))
            continue
        role = codelist(plan, "role").label(voice.role) if voice.role else None
        values.append((line.event, line.days or None, voice.entity, voice.ref, plan.in_short(voice.ref), role,
                       said(voice), voice.schedule or None, voice.id))  # fmt: skip
    empty = {(n, "entity"): ASIDE for n, line in enumerate(summaries.events) if line.voice is None}
    links = {(n, "id"): behind[line.voice.id] for n, line in enumerate(summaries.events) if line.voice is not None}
    return Sheetful(EVENTS, values, 1, layout, accents=empty, links=links)


def requests(master: Master, summaries: Summaries, layout: Layout) -> Sheetful:
    """What entities ask of the secretariat, and what else they tell."""
    plan, behind = master.plan, links_to_rows(master)
    values = [
        (
            text(f"requests.{line.kind}"),
            line.entity or None,
            line.ref or None,
            plan.in_short(line.ref) if line.ref else None,
            line.words or text("progress.withheld"),
            line.file or None,
            line.id or None,
        )
        for line in summaries.requests
    ]
    withheld = {(n, "words"): ASIDE for n, line in enumerate(summaries.requests) if line.withheld}
    links = {(n, "id"): behind[line.id] for n, line in enumerate(summaries.requests) if line.id}
    return Sheetful(REQUESTS, values, 2, layout, accents=withheld, links=links)
