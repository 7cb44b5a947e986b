"""What stands in a template before it goes out: an entity's last answers, and how it is known that nothing changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from emg_xlsx.rows import number_text, text_of
from emg_xlsx.schemas.fields import Table
from emg_xlsx.text import clean
from emg_xlsx.values import Submission

Filling = str | float | date
"""What is written into a cell: words, a number, or a day."""


FIRST_DAY = date(1899, 12, 30)
"""From which a workbook counts days."""


@dataclass(frozen=True, slots=True)
class PrefilledRow:
    """One contribution or proposal to stand in a template.

    Attributes:
        ref: its part of the plan, empty where there is none.
        values: what stands in its input cells, by key.
        id: by which the master knows it; None where it does not yet.
        notes: what we ask about its cells, by key.
    """

    ref: str
    values: Mapping[str, Filling]
    id: str | None = None
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prefill:
    """Everything of one entity that stands in its template.

    Attributes:
        form: answers on the sheet ``Entity`` by key, the entity itself apart.
        contributions, proposals: the rows, in the order they shall stand.
        notes: what we ask about lines of the form, by key.
        answers: fingerprints of the files that said so.
        reissue: whether the columns stand by which a row is known again.
        asked: how many questions the notes hold.
    """

    form: Mapping[str, Filling] = field(default_factory=dict)
    contributions: tuple[PrefilledRow, ...] = ()
    proposals: tuple[PrefilledRow, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[str, ...] = ()
    reissue: bool = False
    asked: int = 0


Line = tuple[str, Mapping[str, str]]
"""A row for the checksum: its ref and the texts of its input cells."""


def checksum(form: Mapping[str, str], contributions: Iterable[Line], proposals: Iterable[Line]) -> str:
    """A fingerprint of all input cells, whatever the order of the rows and whichever program saved them."""
    tables = [
        sorted([ref, *sorted(texts.items())] for ref, texts in lines if texts) for lines in (contributions, proposals)
    ]
    return hashlib.sha256(json.dumps([sorted(form.items()), *tables]).encode()).hexdigest()


def written_checksum(prefill: Prefill, entity: str) -> str:
    """The fingerprint of a template as it goes out.

    Args:
        prefill: what stands in it.
        entity: what the form says of who answers, empty if nothing.
    """
    form = _texts({**prefill.form, "entity": entity})
    return checksum(form, *([(row.ref, _texts(row.values)) for row in rows]
                            for rows in (prefill.contributions, prefill.proposals)))  # fmt: skip


def read_checksum(submission: Submission, form: Table) -> str:
    """The fingerprint of a template as it came back.

    Args:
        submission: the file as read.
        form: the lines of the sheet ``Entity``.
    """
    answers = {key: text_of(place.cell) for key, place in submission.form.items() if not form.by_key[key].grey}
    tables = (
        [
            (text_of(cells.get("ref")), {item.key: text for item in raw.table.inputs
                                         if (text := text_of(cells.get(item.key)))})
            for raw in raws for cells in raw.rows.values()
        ]
        for raws in (submission.contributions, submission.proposals)
    )  # fmt: skip
    return checksum({key: text for key, text in answers.items() if text}, *tables)


def _texts(values: Mapping[str, Filling]) -> dict[str, str]:
    texts = {key: _text(value) for key, value in values.items()}
    return {key: text for key, text in texts.items() if text}


def _text(value: Filling) -> str:
    if isinstance(value, str):
        return clean(value)
    return number_text(float((value - FIRST_DAY).days if isinstance(value, date) else value))
