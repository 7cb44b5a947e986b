"""Reading one cell by its field's type: a typed value and, where needed, a finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce

from emg_xlsx.codelists import Codelist, Match
from emg_xlsx.figures import read_number, wrong_type
from emg_xlsx.reading import Context, Reading, Told, hint
from emg_xlsx.rows import text_of
from emg_xlsx.schedule import Schedule, format_schedule, parse
from emg_xlsx.schemas.fields import Field
from emg_xlsx.schemas.of_plan import codelist
from emg_xlsx.seen import as_seen, time_of_day
from emg_xlsx.text import is_blank_word, is_same_word, mail_address
from emg_xlsx.xlsx import Cell, is_date_format

POINTING = frozenset({"text", "code", "codes", "number", "months", "integer", "entities", "links"})
"""Types whose cells may point to the one above; of a schedule, "idem" says that it is as in the plan."""

REPEATED = frozenset({"code", "codes", "schedule", "date", "entities"})
"""Types whose cells say the same few things in every file."""


def read_cell(cell: Cell, item: Field, context: Context) -> Reading:
    """Read a cell as its field wants it; of short vocabularies, the same content is read once per run."""
    if item.type not in REPEATED:
        return _read(cell, item, context)
    key = (item.key, cell)
    if key not in context.memo:
        context.memo[key] = _read(cell, item, context)
    return context.memo[key]


def _read(cell: Cell, item: Field, context: Context) -> Reading:
    if cell.formula == 2:
        return Reading(codes=(("formula-no-result", {}, None),))
    if cell.kind == "e":
        code = "schedule-error-value" if item.type == "schedule" else "cell-error-value"
        return Reading(codes=((code, {}, None),))
    text = text_of(cell) if cell.kind == "s" else as_seen(cell, context)
    if cell.kind == "s" and item.type in POINTING and is_same_word(text) and not _names_a_code(text, item, context):
        return Reading(codes=(("same-as-above", {}, None),))
    if not text or (cell.kind == "s" and is_blank_word(text) and not _names_a_code(text, item, context)):
        return Reading()
    found = READERS[item.type](cell, text, item, context)
    told: list[Told] = list(found.codes)
    clock = time_of_day(cell) if item.type in ("schedule", "date") and found.value is not None else ""
    if clock:
        told.append(("time-dropped", {"time": clock}, None))
    if cell.formula == 1:
        told.append(("formula-value", {}, None))
    elif isinstance(cell.value, str) and cell.value != text and not told:
        told.append(("spaces-trimmed", {}, None))
    return Reading(found.value, tuple(told), found.days)


def _names_a_code(text: str, item: Field, context: Context) -> bool:
    """Whether a word for nothing is an entry of the field's list, as "none" is among the roles."""
    return item.type == "code" and codelist(context.plan, item.codelist or "").match(text).code is not None


def _text(cell: Cell, text: str, item: Field, context: Context) -> Reading:  # noqa: ARG001
    return Reading(text)


def _code(cell: Cell, text: str, item: Field, context: Context) -> Reading:
    options, spoken = _lists(item, context)
    match = spoken.match(text)
    # A tick box says yes or no, where the list has these.
    wrong = wrong_type(cell, item) if match.code is None or cell.kind != "b" else None
    if wrong:
        return wrong
    if match.code is None:
        return Reading(codes=(_unknown(match, options),))
    if match.how == "synonym":
        return Reading(match.code, (("value-synonym", {}, options.label(match.code)),))
    return Reading(match.code)


def _lists(item: Field, context: Context) -> tuple[Codelist, Codelist]:
    """A field's list with English labels, by which findings speak of it, and with those of the file's language."""
    name = item.codelist or ""
    return codelist(context.plan, name), codelist(context.plan, name, context.language)


def _unknown(match: Match, options: Codelist) -> Told:
    """The finding about a text that is no entry of the list, or that several entries could be."""
    if match.how == "ambiguous":
        names = [hint("label", label=options.label(code)) for code in match.candidates]
        named = reduce(lambda some, more: hint("list", some=some, more=more), names)
        return "value-ambiguous", {"candidates": named}, None
    label = options.label(match.suggestion) if match.suggestion else None
    return "value-unknown", {"hint": hint("suggest", value=hint("label", label=label)) if label else ""}, label


def _codes(cell: Cell, text: str, item: Field, context: Context) -> Reading:
    """Several codes in one cell; those understood are kept, each of the others is asked about."""
    wrong = wrong_type(cell, item)
    if wrong:
        return wrong
    options, spoken = _lists(item, context)
    whole = [part.strip() for part in re.split(r"[;\n]", text)]  # labels have commas in them
    parts = [one for part in whole for one in ([part] if spoken.match(part).code else re.split(r"[,/|]", part))]
    matches = [(part.strip(), spoken.match(part.strip())) for part in parts if part.strip()]
    codes = list(dict.fromkeys(match.code for _, match in matches if match.code))
    told: list[Told] = [
        (code, {**facts, "value": part}, suggestion)
        for part, match in matches
        if match.code is None
        for code, facts, suggestion in [_unknown(match, options)]
    ]
    told += [
        ("value-synonym", {"value": part}, options.label(match.code))
        for part, match in matches
        if match.code and match.how == "synonym"
    ]
    return Reading("; ".join(codes) or None, tuple(told))


def _schedule(cell: Cell, text: str, item: Field, context: Context) -> Reading:  # noqa: ARG001
    schedule = parse(
        cell.value if cell.kind != "s" else text,
        calendar=context.plan.calendar,
        number_format=cell.format,
        date1904=context.date1904,
        language=context.language,
    )
    if schedule.verdict == "blank":
        return Reading()
    facts = {
        "reading": _in_words(schedule, context.language),
        "proposal": hint("such_as", value=schedule.proposal) if schedule.proposal else "",
    }
    told: list[Told] = []
    if schedule.verdict != "ok" and schedule.reason != "outside-plan":
        code = SCHEDULE_REASONS.get(schedule.reason)
        if cell.kind == "n" and schedule.reason == "two-readings":
            code = "schedule-excel-date"
        elif code is None:
            code = "schedule-unclear" if schedule.verdict == "ask" else "schedule-confirm"
        told.append((code, {**facts, **_two_days(schedule, context.language)}, schedule.proposal))
    elif schedule.outside:
        span = format_schedule(*context.plan.calendar.span, "month", language=context.language)
        told.append(("schedule-outside-plan", {"span": span}, None))
    if schedule.reason == "backwards":
        return Reading(codes=tuple(told))
    plain = cell.kind == "n" and not is_date_format(cell.format)
    return Reading(text if plain else schedule.verbatim, tuple(told), schedule)


def _in_words(schedule: Schedule, language: str) -> str:
    if schedule.start is None and schedule.end is None:
        return ""
    return format_schedule(schedule.start, schedule.end, schedule.precision, language=language)


SCHEDULE_REASONS: Mapping[str, str] = {
    "ambiguous-day-month": "schedule-day-or-month",
    "no-year": "schedule-no-year",
    "impossible-day": "schedule-impossible",
    "impossible-period": "schedule-impossible",
    "stacked": "schedule-stacked",
    "list-of-dates": "schedule-alternative",
    "alternative": "schedule-alternative",
    "approximate": "schedule-approximate",
    "whole-year": "schedule-whole-year",
    "tentative": "schedule-approximate",
    "status-word": "schedule-status-word",
    "not-set": "schedule-status-word",
    "conditional": "schedule-status-word",
    "no-date": "schedule-status-word",
    "recurrence": "schedule-recurrence",
    "homonym": "schedule-event-unclear",
    "event-in-parts": "schedule-event-unclear",
    "event-without-date": "schedule-event-unclear",
    "unnamed-event": "schedule-event-unclear",
    "backwards": "schedule-backwards",
    "error-value": "schedule-error-value",
}
"""Why a schedule is not plain (see :mod:`emg_xlsx.schedule`) to the finding that asks about it.

Other reasons are asked about as unclear where no date was taken, and shown for confirmation where one was.
"""


def _two_days(schedule: Schedule, language: str) -> dict[str, str]:
    """The two days a numeric date such as 03/04/2022 can mean, in words."""
    numbers = re.search(r"(?<!\d)(\d{1,2})\D(\d{1,2})\D(\d{4})(?!\d)", schedule.verbatim)
    if not numbers:
        return {}
    a, b, year = (int(n) for n in numbers.groups())
    try:
        first, second = date(year, b, a), date(year, a, b)
    except ValueError:
        return {}
    words = (format_schedule(day, day, "day", language=language) for day in (first, second))
    return dict(zip(("first", "second"), words, strict=True))


def _date(cell: Cell, text: str, item: Field, context: Context) -> Reading:  # noqa: ARG001
    schedule = parse(
        cell.value if cell.kind != "s" else text,
        calendar=context.plan.calendar,
        number_format=cell.format,
        date1904=context.date1904,
    )
    if schedule.start and schedule.precision == "day" and schedule.start == schedule.end:
        return Reading(schedule.start)
    return Reading(codes=(("date-unreadable", {}, schedule.proposal),))


def _entity(cell: Cell, text: str, item: Field, context: Context) -> Reading:  # noqa: ARG001
    match = context.plan.entity_list.match(text)
    if match.code is None:
        return Reading(codes=(("entity-unknown", {"hint": ""}, None),))
    return Reading(match.code)


def _entities(cell: Cell, text: str, item: Field, context: Context) -> Reading:  # noqa: ARG001
    """Entities by code where known, everything else word for word: a partner may be anybody."""
    names: list[str] = []
    whole = context.plan.entity_list.match(text)
    for part in [text] if whole.code else re.split(r"[;\n]|,\s+(?=[A-Z]{2,})", text):
        names += _known_names(part.strip(" ,;"), context.plan.entity_list)
    return Reading("; ".join(dict.fromkeys(name for name in names if name)) or None)


JOINED = re.compile(r"(\s*[,&/+]\s*(?:and\s|et\s|y\s)?|\s+(?:and|et|y|и)\s+|[和و、])", re.IGNORECASE)
"""What joins names in a list that has no semicolons; many names of entities have it inside, too."""

MOST_JOINED = 40
"""Pieces of one text that are tried as names of entities."""


def _known_names(text: str, entities: Codelist) -> list[str]:
    """The entities a text joins, each the longest run of its pieces that is a name; what is between stays whole."""
    pieces = JOINED.split(text, maxsplit=MOST_JOINED)
    names: list[str] = []
    start = at = 0
    while at < len(pieces):
        ends = range(len(pieces), at, -2)
        found = next(((end, code) for end in ends if (code := entities.match("".join(pieces[at:end])).code)), None)
        if found is None:
            at += 2
            continue
        names += ["".join(pieces[start : max(at - 1, start)]), found[1]]
        start = at = found[0] + 1
    names.append("".join(pieces[start:]))
    return [name.strip(" ,;&/+") for name in names if name.strip(" ,;&/+")]


def _links(cell: Cell, text: str, item: Field, context: Context) -> Reading:  # noqa: ARG001
    parts = [part.rstrip(",.") for part in re.split(r"[;\s]+", text)]
    parts = [part for part in parts if part and part.casefold() not in ("and", "&", "et", "y", "+")]
    good = [part for part in parts if LINK.fullmatch(part)]
    if len(good) == len(parts):
        return Reading("; ".join(good))
    every = [part if part in good else f"https://{part}" for part in parts if part in good or BARE_LINK.fullmatch(part)]
    facts = {"kept": hint("links", value=" ; ".join(good)) if good else ""}
    suggestion = "; ".join(every) or None
    facts["hint"] = hint("such_as", value=suggestion) if suggestion and every != good else ""
    return Reading("; ".join(good) or None, (("link-unreadable", facts, suggestion),))


LINK = re.compile(r"https?://[^\s/.]+\.\S+", re.IGNORECASE)
BARE_LINK = re.compile(r"www\.\S+\.\S+|(?:[a-z0-9-]+\.)+(?:org|int|net|com|edu|info)(?:/\S*)?", re.IGNORECASE)
"""A web address as people say it, without its beginning."""


def _email(cell: Cell, text: str, item: Field, context: Context) -> Reading:  # noqa: ARG001
    address = mail_address(text)
    if address is None:
        return Reading(codes=(("email-unreadable", {}, None),))
    return Reading(address, (("value-synonym", {}, address),) if address != text else ())


def _boolean(cell: Cell, text: str, item: Field, context: Context) -> Reading:  # noqa: ARG001
    return Reading(text.casefold() in ("yes", "true", "1", "oui", "sí", "si"))


READERS: Mapping[str, Callable[[Cell, str, Field, Context], Reading]] = {
    "text": _text,
    "printed": _text,
    "code": _code,
    "codes": _codes,
    "number": read_number,
    "months": read_number,
    "integer": read_number,
    "schedule": _schedule,
    "date": _date,
    "entity": _entity,
    "entities": _entities,
    "email": _email,
    "links": _links,
    "boolean": _boolean,
}

__all__ = ["Context", "Reading", "read_cell"]
