"""The pages: one per submission for its sender, and one over all of them for the coordinator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from emg_xlsx.findings import Severity
from emg_xlsx.packs import Pack
from emg_xlsx.report import wording
from emg_xlsx.report.wording import say, shown
from emg_xlsx.text import clean, visible
from emg_xlsx.texts import LANGUAGES, reworded, text

STATES = ("returned", "partial", "questions", "accepted", "nil")
"""States in the order the coordinator can choose them: what needs work first."""


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One pack with its files, as paths from the index with ``/`` between folders; None where there is none."""

    pack: Pack
    page: str | None = None
    workbook: str | None = None
    draft: str | None = None


@cache
def _pages() -> Environment:
    """The templates: everything that is put into them is escaped, and a name they do not get is a mistake."""
    return Environment(
        loader=PackageLoader("emg_xlsx", "data/pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def rendered(name: str, **values: object) -> str:
    """A page from its template.

    Args:
        name: the template's name without its ending.
        values: what stands in it.
    """
    return _pages().get_template(f"{name}.html.j2").render(**values)


def report_page(pack: Pack) -> str:
    """The page of one submission: summary, questions, what we have recorded, what was kept aside."""
    who = visible(pack.entity_name or pack.entity or pack.file, 200)
    return rendered(
        "report",
        lang=pack.language,
        t=_words(pack),
        title=say(pack, "title", plan=pack.plan_title, who=pack.entity or visible(pack.file, 120)),
        who=who,
        pack=pack,
        thanks=wording.thanks(pack),
        call=wording.call(pack),
        merged=wording.merged(pack),
        left=wording.left(pack),
        deadline=wording.deadline(pack),
        how=say(pack, "how_page", return_to=wording.return_to(pack)) if pack.open else "",
        groups=wording.groups(pack),
        receipt=wording.receipt(pack),
        recorded=[
            (row.ref or say(pack, "recorded_new"), shown(row.heading, 800),
             [(label, clean(value)) for label, value in row.lines])
            for row in pack.recorded
        ],
        recorded_note=say(pack, "recorded_note", entity=who, round=pack.round_title),
        aside=[
            (wording.place(pack, item.finding), visible(reworded(item.title, pack.language) or ""), clean(item.value),
             clean(item.finding.message(pack.language)))
            for item in pack.left_out
        ],
        footer=_footer(pack),
    )  # fmt: skip


def index_page(lines: Iterable[IndexLine]) -> str:
    """The coordinator's page over all packs: states, counts, links, and a choice of state without a script."""
    ordered = sorted(lines, key=lambda line: (line.pack.entity is None, (line.pack.entity or "").casefold(),
                                              line.pack.file))  # fmt: skip
    packs = [line.pack for line in ordered]
    language = LANGUAGES[0]
    states = Counter(pack.state for pack in packs)
    told = {key: text(f"index.{key}", language) for key in _INDEX_WORDS}
    facts = {"files": len(packs), "open": sum(len(pack.open) for pack in packs),
             "fresh": sum(pack.fresh for pack in packs)}  # fmt: skip
    choices = [("all", text("index.all", language), len(packs))]
    choices += [(state, text(f"state.{state}", language), states[state]) for state in STATES if states[state]]
    return rendered(
        "index",
        lang=language,
        t=told,
        title=text("index.title", language, plan=packs[0].plan_title if packs else ""),
        lead=text("index.lead" if packs else "index.none", language, **facts),
        choices=[(key, text("index.choice", language, label=label, count=count)) for key, label, count in choices],
        lines=[_index_line(line, language) for line in ordered],
        skip=text("report.skip", language),
        footer=_footer(packs[0]) if packs else "",
    )


_INDEX_WORDS = ("show", "caption", "entity", "file", "state", "rows", "correct", "confirm", "answered", "fresh",
                "ready", "no_address")  # fmt: skip
_REPORT_WORDS = ("skip", "contents", "questions", "summary", "receipt", "ask", "told", "where", "wrote", "noted",
                 "answer", "number", "recorded", "recorded_none", "recorded_ref", "recorded_what",
                 "recorded_said", "aside", "aside_note", "aside_where", "aside_value", "aside_reason")  # fmt: skip


def _words(pack: Pack) -> dict[str, str]:
    """The labels of the report page; those with facts in them are made where the facts are."""
    return {key: say(pack, key) for key in _REPORT_WORDS}


def _footer(pack: Pack) -> str:
    return say(pack, "footer", plan=pack.plan_title, approval=pack.approval, secretariat=pack.secretariat,
               day=wording.day_words(pack, pack.day))  # fmt: skip


def _index_line(line: IndexLine, language: str) -> dict[str, object]:
    pack = line.pack
    who = pack.entity or visible(pack.file)
    links = [
        # Led by ./ no path is taken for the address of another place.
        (f"./{quote(path)}", text(f"index.{key}", language),
         text("index.link_label", language, what=text(f"index.{key}", language), who=who))
        for key, path in (("page", line.page), ("workbook", line.workbook), ("draft", line.draft))
        if path
    ]  # fmt: skip
    return {
        "entity": pack.entity or text("index.unknown", language),
        "name": pack.entity_name or "",
        "file": visible(pack.file, 160),
        "state": pack.state,
        "state_word": text(f"state.{pack.state}", language),
        "rows": text("index.of", language, merged=pack.rows_merged, read=pack.rows_read),
        "correct": pack.count(Severity.BLOCKING) + pack.count(Severity.ERROR),
        "confirm": pack.count(Severity.QUERY),
        "answered": len(pack.answered),
        "fresh": pack.fresh,
        "links": links,
        "addressed": wording.address(pack) is not None,
    }
