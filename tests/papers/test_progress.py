"""The printed progress report: status first, then words; what is withheld, promised or unsaid is told as that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from emg_xlsx.codes import STATUS
from emg_xlsx.mastered import Master
from emg_xlsx.printing import without_addresses
from emg_xlsx.summaries import summarise
from emg_xlsx.texts import counted, text
from tests.papers.desk import (
    ARABIC,
    HOSTILE,
    PRIVATE,
    SECRETARIAT,
    between,
    column,
    opened,
    paragraphs,
    progress,
    texts,
)

BETWEEN = text("paper.between")


@pytest.fixture(scope="module")
def paper(master: Master) -> bytes:
    """The report on everything."""
    return progress(master)


def test_counts_are_those_of_the_summaries(paper: bytes, master: Master) -> None:
    """Each outcome has a column with its contributions by status, and there is one for all."""
    statuses = summarise(master).figures.statuses
    table = opened(paper).tables[0]
    codes = [*(code.code for code in STATUS.codes), None]
    for number, outcome in enumerate((one for one in master.plan.outcomes), 1):
        counts = statuses[outcome.id]
        told = [0 if one == text("paper.none") else int(one) for one in column(table, number)]
        assert told == [*(counts[code] for code in codes), sum(counts.values())]
    assert column(table, 0)[:-2] == [code.label for code in STATUS.codes]
    assert column(table, 4)[-1] == "9"


def test_status_then_words_of_each_entity(paper: bytes) -> None:
    """Without a text of the Secretariat, the entities speak for themselves, in alphabetical order."""
    assert between(paper, "A01-D01 ", "A01-D02 ") == [
        text("paper.status_of") + "Delayed",
        BETWEEN.join(("FAO", "Lead", "Delayed", "March–October 2022")),
        "Writes the note.",
        without_addresses(f"Ask {PRIVATE} for it."),
        text("paper.evidence", links="https://fao.example/note"),
        BETWEEN.join(("UNEP", "Co-lead", "In progress")),
        "Comments on drafts.",
        BETWEEN.join(("WHO", "Contributing", "Completed")),
        "Sends ten cases.",
    ]


def test_the_secretariats_text_stands_instead(paper: bytes) -> None:
    """Its text and status are printed, and the entities' words only in the annex."""
    assert between(paper, "A01-D02 ", "A01-D03 ") == [
        text("paper.status_of") + "Nearly there",
        without_addresses(SECRETARIAT),
        text("paper.see_annex", entities="FAO, UNEP"),
    ]
    annex = between(paper, text("paper.annex"), text("paper.silent"))
    assert annex[2:] == [
        BETWEEN.join(("FAO", "Lead", "Completed")),
        text("paper.withheld"),
        BETWEEN.join(("UNEP", "Contributing", "Completed")),
        "Edits the collection.",
    ]


def test_what_may_not_be_printed_is_nowhere(paper: bytes) -> None:
    """Words kept back, and rows whose Print is No, are in no paragraph; such a deliverable counts as unsaid."""
    everything = "\n".join(texts(paper))
    assert "Words to be kept." not in everything
    assert "Words of a row left out." not in everything
    assert [one for one in between(paper, text("paper.silent")) if one.startswith("A01-D04")]


def test_deliverables_nobody_spoke_of(paper: bytes, master: Master) -> None:
    """They are listed at the end, each once, in the plan's order."""
    listed = [one.split()[0] for one in between(paper, text("paper.silent"))]
    spoken = {"A01-D01", "A01-D02", "A01-D03"}
    assert listed == [one.id for one in master.plan.deliverables if one.id not in spoken]


def test_promised_and_not_reported(master: Master) -> None:
    """Whoever promised something and has not spoken of it since is told as that, with the date promised."""
    rows = master.contributions.copy()
    rows.loc["WHO/A01-D01/1", ["last_round", "promised", "status"]] = ["2021-planning", "May 2022", None]
    content = progress(replace(master, contributions=rows))
    line = BETWEEN.join(("WHO", "Contributing", text("paper.not_reported"), "May 2022"))
    assert line in between(content, "A01-D01 ", "A01-D02 ")
    assert text("paper.unheard", contributions=counted("contribution", 1)) in texts(content)


def test_a_status_without_a_report_stands_beside_that(master: Master) -> None:
    """What the Secretariat was told and wrote into Status is counted, and so it stands in the line, too."""
    rows = master.contributions.copy()
    rows.loc["WHO/A01-D01/1", ["last_round", "promised", "status"]] = ["2021-planning", "May 2022", "COMPLETED"]
    content = progress(replace(master, contributions=rows))
    line = BETWEEN.join(("WHO", "Contributing", "Completed", text("paper.not_reported"), "May 2022"))
    assert line in between(content, "A01-D01 ", "A01-D02 ")


def test_addresses_are_masked_unless_asked_for(master: Master, paper: bytes) -> None:
    """An address inside a text, an entity's or the Secretariat's, is printed only where contacts are asked for."""
    assert PRIVATE not in "\n".join(texts(paper))
    assert "\n".join(texts(progress(master, with_contacts=True))).count(PRIVATE) == 2


def test_only_what_was_chosen(master: Master) -> None:
    """Other refs are neither told nor counted nor listed as unsaid."""
    content = progress(master, "A01-D01", "A01-D04")
    headings = [words for style, words in paragraphs(content) if style == "Heading 3"]
    assert [one.split()[0] for one in headings] == ["A01-D01"]
    assert [one.split()[0] for one in between(content, text("paper.silent"))] == ["A01-D04"]
    table = opened(content).tables[0]
    assert (len(table.columns), column(table, 1)[-1]) == (3, "3")


def test_hostile_words_stay_words(paper: bytes) -> None:
    """What looks like a formula, markup or a template is printed as it was written."""
    assert HOSTILE in between(paper, "A01-D03 ", "2. ")


def test_arabic_runs_from_right_to_left(paper: bytes) -> None:
    """Words that start from the right have a style and runs of that direction; others have not."""
    directions = {one.text: {bool(run.font.rtl) for run in one.runs} for one in opened(paper).paragraphs}
    styles = {words: style for style, words in paragraphs(paper)}
    assert (directions[ARABIC], directions["Sends ten cases."]) == ({True}, {False})
    assert styles[ARABIC] != styles["Sends ten cases."]


def test_nobody_has_said_anything(silent: Master) -> None:
    """A report on a plan nobody contributes to says so: a table of nothing, and every deliverable in the list."""
    content = progress(silent)
    assert len(between(content, text("paper.silent"))) == 33
    assert set(column(opened(content).tables[0], 1)) == {text("paper.none")}
