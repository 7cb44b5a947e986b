"""How far each deliverable is, and what everybody says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from emg_xlsx.mastered import Master
from emg_xlsx.schedule import format_schedule
from emg_xlsx.summaries.rows import ByRef, Row, taking_part
from emg_xlsx.summarised import Progress, Voice
from emg_xlsx.tabular import lines_of_frame


def progress(by_ref: ByRef, master: Master) -> tuple[Progress, ...]:
    """One for each ref, in the plan's order.

    Args:
        by_ref: the printable contributions of each ref that has any.
        master: its plan, its round, and the coordinator's own words.
    """
    own = {line["ref"]: line for line in lines_of_frame(master.secretariat)}
    return tuple(_progress(ref, by_ref.get(ref, ()), own[ref], master) for ref in master.plan.refs)


def _progress(ref: str, rows: Iterable[Row], own: Row, master: Master) -> Progress:
    voices = tuple(_voices(rows, master))
    leads = dict.fromkeys(voice.status for voice in voices if voice.role == "LEAD" and voice.status)
    return Progress(
        ref=ref,
        whole=ref in master.plan.activity_by_id,
        overall=own["overall_status"] or "",
        text=own["secretariat_text"] or "",
        leads=tuple(leads),
        counts=Counter(voice.status for voice in voices),
        voices=voices,
    )


def _voices(rows: Iterable[Row], master: Master) -> Iterator[Voice]:
    kinds = {call.id: call.kind for call in master.plan.rounds}
    reports = kinds.get(master.round) == "reporting"
    for line in sorted(taking_part(rows), key=lambda line: str(line["entity"]).casefold()):
        yield Voice(
            id=line["id"],
            entity=line["entity"],
            ref=line["ref"],
            role=line["role"],
            status=line["status"],
            words=line["progress"] or line["description"] or "",
            withheld=bool(line["withheld"]),
            schedule=schedule_of(line),
            promised=line["promised"] or "",
            evidence=line["evidence"] or "",
            reported=not (reports and kinds.get(line["last_round"]) == "planning"),
        )


def schedule_of(line: Row) -> str:
    """An entity's own schedule in words: from its days where they are known, else as it was written."""
    first, last = line["first_day"], line["last_day"]
    days = format_schedule(first, last, line["precision"] or "none") if first or last else ""
    return days or line["schedule"] or ""
