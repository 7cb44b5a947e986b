"""What entities bring to events, and what they ask of the secretariat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from emg_xlsx.mastered import Master
from emg_xlsx.plan import Plan
from emg_xlsx.schedule import CalendarEvent, format_schedule
from emg_xlsx.summaries.rows import Row
from emg_xlsx.summarised import EventLine, Progress, Request, Voice
from emg_xlsx.tabular import lines_of_frame
from emg_xlsx.texts import text


def event_lines(states: Iterable[Progress], rows: Sequence[Row], plan: Plan) -> Iterator[EventLine]:
    """Contributions by event: the plan's own in its order, then others as entities wrote them.

    Args:
        states: the voices of every ref.
        rows: the printable contributions they came from.
        plan: its events.
    """
    named: dict[str, str] = {row["id"]: row["event"] for row in rows if row["event"]}
    by_event: dict[str, list[Voice]] = defaultdict(list)
    others: dict[str, list[Voice]] = defaultdict(list)
    for voice in (voice for state in states for voice in state.voices if voice.id in named):
        for word in (part.strip() for part in named[voice.id].split(";") if part.strip()):
            code = plan.event_list.match(word).code
            (by_event[code] if code else others[word]).append(voice)
    for event in plan.events:
        yield from _lines(event.name, _days(event), by_event[event.id])
    for word in sorted(others, key=str.casefold):
        yield from _lines(word, "", others[word])


def _lines(event: str, days: str, voices: list[Voice]) -> Iterator[EventLine]:
    if not voices:
        yield EventLine(event, days, None)
    for voice in sorted(voices, key=lambda voice: voice.entity.casefold()):
        yield EventLine(event, days, voice)


def _days(event: CalendarEvent) -> str:
    return "; ".join(format_schedule(first, last, "day") for first, last in event.spans)


def requests(rows: Sequence[Row], master: Master) -> Iterator[Request]:
    """What contributions ask for, then general comments; entities in alphabetical order.

    Args:
        rows: the printable contributions.
        master: its register, where the forms' comments stand.
    """
    # What is withheld is still asked: the secretariat finds it in the row itself.
    asked = set(master.contributions.index[master.contributions["request"].notna()])
    lines = (row for row in rows if row["id"] in asked)
    for line in sorted(lines, key=lambda line: str(line["entity"]).casefold()):
        withheld = line["request"] is None
        yield Request("request", line["entity"], line["ref"], line["id"], line["request"] or "", withheld,
                      line["file"] or "")  # fmt: skip
    for line in lines_of_frame(master.register):
        if line["comment"] and line["state"] not in ("identical", "excluded", "skipped"):
            withheld = line["may_quote"] == text("decision.no")
            yield Request("comment", line["entity"] or "", "", "", "" if withheld else line["comment"], withheld,
                          line["file"] or "")  # fmt: skip
