"""Packs to make reports from: a small one with a bit of everything, and those of the examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import emg_xlsx as emg
from emg_xlsx.findings import Finding
from emg_xlsx.packing import packs_of
from emg_xlsx.packs import Pack, Question, Recorded, question_ids
from emg_xlsx.values import LeftOut

DAY = date(2022, 3, 15)
SUBMISSIONS = Path(__file__).parents[2] / "examples" / "submissions"

NEGATIVE = Finding("number-negative", "UNEP.xlsx", "UNEP", "Contributions", 5, 13, "A01-D03", "amount_usd",
                   "Amount, USD", "-5")  # fmt: skip
APPROXIMATE = Finding("number-approximate", "UNEP.xlsx", "UNEP", "Contributions", 7, 13, "A02-D01", "amount_usd",
                      "Amount, USD", "about 1500", "1500")  # fmt: skip
NO_ROLE = Finding("role-missing", "UNEP.xlsx", "UNEP", "Contributions", 9, 6, "A02-D04", "role", "Our role")
TRIMMED = Finding("spaces-trimmed", "UNEP.xlsx", "UNEP", "Contributions", 4, 6, "A01-D02", "role", "Our role", " Lead ")


def asked(*findings: Finding, **more: Any) -> tuple[Question, ...]:
    """Questions made of findings, all with the same understanding, state and answer."""
    return tuple(Question(name, f, **more) for name, f in zip(question_ids(findings), findings, strict=True))


def pack(**changes: Any) -> Pack:
    """A pack with one error, one query that was understood, one that was not, one note, one row and one remark."""
    base = Pack(
        file="UNEP.xlsx",
        sha256="ab" * 32,
        entity="UNEP",
        entity_name="United Nations Environment Programme",
        round="2022-mid-term",
        round_title="2022 mid-term",
        language="en",
        state="partial",
        focal_point="Ada Example",
        to="focal.point@unep.example",
        received=date(2022, 3, 14),
        reply_by=date(2022, 3, 31),
        rows_read=3,
        rows_merged=3,
        questions=(*asked(NEGATIVE), *asked(APPROXIMATE, understood="1500"), *asked(NO_ROLE)),
        notes=(TRIMMED,),
        recorded=(Recorded("A02-D01", "A guide for all", (("Our role", "Lead"), ("Status", "In progress"))),),
        left_out=(LeftOut(NEGATIVE, "amount_usd", "Amount, USD", "M5", "-5"),),
        plan_title="A work plan",
        approval="DRAFT",
        secretariat="The Secretariat",
        return_to="secretariat@emg.example",
        day=DAY,
    )
    return replace(base, **changes)


def hostile(text: str) -> Pack:
    """A pack in which everything that comes from outside is the same text."""
    finding = Finding("value-unknown", text, None, text, 5, 6, text, text, text, text, text, {"hint": text})
    return pack(
        file=text,
        entity=None,
        entity_name=None,
        focal_point=text,
        to=text,
        questions=asked(finding, understood=text) + asked(replace(finding, row=6), state="confirmed", answer=text),
        notes=(replace(TRIMMED, file=text, sheet=text, value=text),),
        recorded=(Recorded("A01-D01", text, ((text, text),)),),
        left_out=(LeftOut(finding, text, text, "F5", text),),
    )


@cache
def examples() -> tuple[Pack, ...]:
    """The packs of the example submissions."""
    plan = emg.load_plan()
    return packs_of(emg.validate(SUBMISSIONS, plan, day=DAY).checked, plan, day=DAY)


def example(entity: str) -> Pack:
    """The pack of one entity among the examples."""
    return next(one for one in examples() if one.entity == entity)


class Page(HTMLParser):
    """A page taken apart: its elements in order, and the text a person reads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.style = ""
        self._in: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element and its attributes."""
        self.elements.append((tag, dict(attrs)))
        if tag in ("style", "title"):
            self._in.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element whose text is not read."""
        if self._in and self._in[-1] == tag:
            self._in.pop()

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if self._in and self._in[-1] == "style":
            self.style += data
        elif not self._in:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All a person reads, every run of spaces as one."""
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> Iterator[dict[str, str | None]]:
        """The attributes of every element of a kind."""
        return (attributes for name, attributes in self.elements if name == tag)


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB`` (WCAG 2.2, "relative luminance")."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2, "contrast ratio"); 4.5 is enough for text."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
