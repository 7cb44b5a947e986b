"""Say what is to become of a schedule text: taken, taken and confirmed, asked about, or blank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from emg_xlsx.schedule.chains import Chain, Link
from emg_xlsx.schedule.intervals import Interval, grouped, interval_of
from emg_xlsx.schedule.lexer import Token
from emg_xlsx.schedule.proposals import for_known_part, for_problem, plainer, spelled
from emg_xlsx.schedule.values import Calendar, Schedule, coarsest
from emg_xlsx.schedule.words import Kind
from emg_xlsx.schedule.years import completed

_ORDER = (
    "error-value", "not-a-date", "unnamed-event", "relative", "season", "fiscal-year", "unknown", "homonym",
    "event-in-parts", "event-without-date", "impossible-day", "impossible-period", "ambiguous-day-month",
    "two-readings", "stacked", "no-year", "backwards", "conditional", "status-word", "not-set", "no-date",
    "list-of-dates", "missing-dash", "alternative", "year-inferred", "weekday-mismatch", "tentative",
    "stray-dash", "approximate", "event", "recurrence", "notation", "whole-year", "serial-number",
    "year-as-date", "outside-plan",
)  # fmt: skip
_PROPOSED = frozenset(_ORDER) - {"list-of-dates", "whole-year", "recurrence", "outside-plan"}
_REMARKS = {
    Kind.STATUS: "status-word", Kind.NOT_SET: "not-set", Kind.RECURRENCE: "recurrence",
    Kind.CONDITION: "conditional", Kind.VAGUE: "no-date", Kind.TENTATIVE: "tentative",
}  # fmt: skip
_ASKED_ALONE = (Kind.CONDITION, Kind.VAGUE, Kind.TENTATIVE, Kind.WEEKDAY)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text was read as, before the verdict: periods, the remarks beside them, context.

    ``language`` is the one to propose in, ``file_language`` the one the text is known to be written in.
    """

    text: str
    chain: Chain
    remarks: Sequence[Token]
    calendar: Calendar
    language: str
    file_language: str | None


def ordered(flags: Sequence[str]) -> tuple[str, ...]:
    """Return the flags without repetition, the weightiest first."""
    return tuple(sorted(set(flags), key=_ORDER.index))


def asked(text: str, *reasons: str, precision: str = "none", proposal: str | None = None) -> Schedule:
    """Return a schedule that is not taken: no dates, a question."""
    flags = ordered(reasons)
    return Schedule(text, None, None, precision, False, None, "ask", flags[0], proposal, flags=flags)


def blank(text: str) -> Schedule:
    """Return the schedule of a cell that says nothing."""
    return Schedule(text, None, None, "none", False, None, "blank")


def judge(reading: Reading) -> Schedule:
    """Return the schedule of what was read."""
    links, dropped = _without_named_dates(reading.chain.links)
    spans = completed([k.span for k in links], [k.joint for k in links], reading.calendar)
    links = [replace(link, span=span) for link, span in zip(links, spans, strict=True)]
    not_understood = _not_understood(reading, links)
    frequency = next((t.word for t in reading.remarks if t.kind is Kind.RECURRENCE), None)
    if not_understood:
        proposal = for_known_part(links, reading.calendar, reading.language)
        precision = "event" if "unnamed-event" in not_understood else "none"
        return asked(reading.text, *not_understood, precision=precision, proposal=proposal)
    if not links:
        return replace(_only_remarks(reading), frequency=frequency)
    flags = [_REMARKS[t.kind] for t in reading.remarks if t.kind in _REMARKS] + dropped
    flags = ["tentative" if flag == "not-set" else flag for flag in flags]
    if reading.chain.stray_dash and flags:
        links[0] = replace(links[0], prefix="by")  # "TBD - June 2022"
    return replace(_dated(reading, links, flags), frequency=frequency)


def _without_named_dates(links: Sequence[Link]) -> tuple[list[Link], list[str]]:
    """Leave out the events that stand beside dates ("COP26 (November 2021)"): the dates say more."""
    groups = grouped(links)
    named = [len(g) == 1 and g[0].span.unit == "event" for g in groups]
    if all(named) or not any(named):
        return list(links), []
    kept = [link for group, event in zip(groups, named, strict=True) if not event for link in group]
    return [replace(kept[0], joint="none"), *kept[1:]], ["event"]


def _not_understood(reading: Reading, links: Sequence[Link]) -> list[str]:
    chain = reading.chain
    reasons = []
    opens = {link.prefix for link in links} | {chain.prefix}
    leftover = chain.prefix not in ("", "margins", "between")
    dated = any(link.span.dated for link in links)
    if chain.unknown and opens & {"by", "before", "after", "margins"} and not dated:
        reasons.append("unnamed-event")
    elif chain.unknown or chain.trailing == "deadline" or (leftover and not chain.relative):
        reasons.append("unknown")
    if chain.relative or chain.duration:
        reasons.append("relative")
    if chain.season:
        reasons.append("season")
    if chain.fiscal:
        reasons.append("fiscal-year")
    if links and any(t.kind is Kind.NOTHING for t in reading.remarks):
        reasons.append("unknown")
    return reasons


def _only_remarks(reading: Reading) -> Schedule:
    kinds = [t.kind for t in reading.remarks]
    if not kinds:
        return asked(reading.text, "unknown")
    if all(kind is Kind.NOTHING for kind in kinds):
        return blank(reading.text)
    flags = ordered([_REMARKS.get(kind, "no-date") for kind in kinds])
    new_date = any(t.kind is Kind.STATUS and t.word == "ask" for t in reading.remarks)
    if new_date or any(kind in _ASKED_ALONE for kind in kinds):
        return asked(reading.text, *flags)
    return Schedule(reading.text, None, None, "none", False, None, "query", flags[0], flags=flags)


def _dated(reading: Reading, links: Sequence[Link], flags: list[str]) -> Schedule:
    groups = grouped(links)
    open_end = _is_open(reading, links)
    intervals = [interval_of(g, reading.calendar, open_end=open_end) for g in groups]
    problem = next((i for i in intervals if i.problem), None)
    if problem:
        precisions = [i.precision for i in intervals] if problem.problem == "no-year" else [problem.precision]
        precision = "none" if problem.problem == "backwards" else coarsest(precisions)
        proposal = for_problem(links, problem, reading.calendar, reading.language)
        return asked(reading.text, problem.problem, precision=precision, proposal=proposal)
    parts = tuple(spelled(i, reading.language) for i in intervals) if len(intervals) > 1 else ()
    joints = {g[0].joint for g in groups[1:]}
    whole, more = _together(intervals, joints)
    if whole is None:
        return replace(asked(reading.text, "stacked"), parts=parts)
    flags += [*whole.flags, *more]
    if (open_end and not flags) or reading.chain.stray_dash:
        flags.append("stray-dash")
    if _contradicts_weekday(reading.remarks, intervals):
        flags.append("weekday-mismatch")
    return _concluded(reading, whole, flags, parts if "list-of-dates" in more else ())


def _is_open(reading: Reading, links: Sequence[Link]) -> bool:
    """Tell whether the text ends in a range without an end ("October 2021 - ongoing", "to date")."""
    to_date = any(t.word == "to-date" for t in reading.remarks)
    return (to_date or reading.chain.trailing == "range") and links[-1].joint != "range"


def _together(intervals: Sequence[Interval], joints: set[str]) -> tuple[Interval | None, list[str]]:
    """Return one interval for all: the only one, two with a dash left out, or the envelope of a list."""
    if len(intervals) == 1:
        return intervals[0], []
    if any(i.compound for i in intervals) or ("none" in joints and len(intervals) > 2):
        return None, []
    starts, ends = [i.start for i in intervals if i.start], [i.end for i in intervals if i.end]
    ordered_pair = len(starts) == 2 and starts[0] < starts[1]
    if "none" in joints and not ordered_pair:
        return None, []
    envelope = Interval(
        min(starts),
        max(ends),
        precision=coarsest([i.precision for i in intervals]),
        approximate=any(i.approximate for i in intervals),
        outside=any(i.outside for i in intervals),
        flags=tuple(flag for i in intervals for flag in i.flags),
    )
    return envelope, ["missing-dash" if "none" in joints else "list-of-dates"]


def _contradicts_weekday(remarks: Sequence[Token], intervals: Sequence[Interval]) -> bool:
    named = [t.number for t in remarks if t.kind is Kind.WEEKDAY]
    days = [i.start for i in intervals if i.start and i.start == i.end]
    return len(named) == len(days) and any(day.weekday() != number for day, number in zip(days, named, strict=True))


def _concluded(reading: Reading, whole: Interval, flags: list[str], parts: tuple[str, ...]) -> Schedule:
    if whole.outside:
        flags.append("outside-plan")
    # T and S for quarters and half-years are French and Spanish: in an English file they may be a slip.
    codes = ordered([f for f in flags if f != "notation" or reading.file_language == "en"])
    proposal = plainer(reading.text, whole, reading.language) if _PROPOSED & set(codes) else None
    return Schedule(
        reading.text,
        whole.start,
        whole.end,
        whole.precision,
        whole.approximate,
        whole.end_earliest,
        "query" if codes else "ok",
        codes[0] if codes else "",
        proposal,
        whole.outside,
        codes,
        parts,
    )
