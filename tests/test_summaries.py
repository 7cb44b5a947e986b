"""The summaries: who leads what, what is late, what is missing, what is new; each figure worked out by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import emg_xlsx as emg
from emg_xlsx.builtin import builtin_plan
from emg_xlsx.mastered import Master
from emg_xlsx.printing import status_words
from emg_xlsx.summaries import summarise
from emg_xlsx.summarised import MatrixLine, Progress, Resources, Summaries, TimelineLine
from tests.test_merging import save
from tests.test_roundtrip import Desk

A01, D01, D02 = 2, 3, 4
"""Rows of the template: an activity as a whole and its first two deliverables."""
PLAN = builtin_plan()
LONG = "Writes the guidance note on restoration with all partners, chapter by chapter."
ROWS: dict[str, dict[int, dict[str, Any]]] = {
    "FAO": {
        A01: {"role": "Co-lead", "progress": "Chairs with UNEP.", "status": "In progress", "kind": "STAFF",
              "staff_months": 2, "certainty": "Confirmed"},
        D01: {"role": "Lead", "progress": LONG, "status": "Delayed", "schedule": "March 2022 - October 2022",
              "staff_months": 1.5, "certainty": "Indicative", "amount_usd": 1000, "kind": "STAFF; DRAFT",
              "request": "We need a translator."},
    },
    "UNEP": {
        D01: {"role": "Contributing", "progress": "Comments.", "status": "Completed", "staff_months": 0.5,
              "certainty": "Confirmed", "event": "UNEA-5.2"},
        D02: {"role": "Kept informed"},
    },
    "WHO": {D02: {"description": "Sends cases.", "progress": "Ten cases sent.", "status": "Completed"}},
}  # fmt: skip


def merged(folder: Path, rows: dict[str, dict[int, dict[str, Any]]], **forms: dict[str, Any]) -> Master:
    """The master of one file for each entity."""
    for entity, lines in rows.items():
        save(folder / f"{entity}.xlsx", entity, lines, forms.get(entity))
    return emg.merge(folder, day=date(2022, 3, 15))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Summaries:
    """The summaries of three entities."""
    return summarise(merged(tmp_path_factory.mktemp("in"), ROWS))


def state(found: Summaries, ref: str) -> Progress:
    """The progress of a ref."""
    return next(one for one in found.progress if one.ref == ref)


def line(found: Summaries, ref: str) -> MatrixLine:
    """A ref in the matrix."""
    return next(one for one in found.matrix if one.ref == ref)


def times(found: Summaries, ref: str) -> TimelineLine:
    """A ref on the timeline."""
    return next(one for one in found.timeline.lines if one.ref == ref)


def test_matrix_roles_and_gaps(found: Summaries) -> None:
    """Each entity stands with its role; an activity has a lead where one of its deliverables has."""
    assert line(found, "A01-D01").roles == {"FAO": "LEAD", "UNEP": "CONTRIB"}
    assert (line(found, "A01-D01").leads, line(found, "A01-D01").others, line(found, "A01-D01").gap) == (1, 1, "")
    assert (line(found, "A01").gap, line(found, "A01-D02").gap, line(found, "A02").gap) == ("", "lead", "nobody")
    assert line(found, "A01-D02").roles == {"UNEP": "OBS", "WHO": ""}


def test_gaps_come_first(found: Summaries) -> None:
    """What nobody does stands on top, then what nobody leads, each in the plan's order."""
    gaps = [one.gap for one in found.matrix]
    assert gaps == ["nobody"] * gaps.count("nobody") + ["lead"] + [""] * 2
    assert [one.ref for one in found.matrix if not one.gap] == ["A01", "A01-D01"]
    nobody = [one.ref for one in found.matrix if one.gap == "nobody"]
    assert nobody == sorted(nobody, key=PLAN.ref_order.__getitem__)


def test_status_is_the_leads(found: Summaries) -> None:
    """A deliverable is as far as its lead says; without a lead, as many say."""
    assert status_words(state(found, "A01-D01"), PLAN) == "Delayed"
    assert status_words(state(found, "A01-D02"), PLAN) == "1 completed"
    assert status_words(state(found, "A01"), PLAN) == "1 in progress"
    assert status_words(state(found, "A02"), PLAN) == ""
    assert state(found, "A01-D01").counts == {"DELAYED": 1, "COMPLETED": 1}


def test_those_kept_informed_report_nothing(found: Summaries) -> None:
    """Entities that are only kept informed have no voice in the progress of a deliverable, and count in no status."""
    assert [voice.entity for voice in state(found, "A01-D02").voices] == ["WHO"]
    assert sum(found.figures.statuses["O1"].values()) == 4
    assert found.figures.taking_part["A01"] == 3


def test_the_coordinators_status_stands_above(tmp_path: Path) -> None:
    """The overall status of the coordinator is the status, in any words."""
    desk = Desk(tmp_path)
    desk.file("FAO.xlsx", "FAO", ROWS["FAO"])
    desk.merge()
    desk.write("Progress", "A01-D01", "Overall status", "Completed")
    desk.write("Progress", "A01-D01", "Secretariat text", "All partners have agreed.")
    desk.write("Progress", "A01", "Overall status", "Waiting for the Assembly")
    merging = desk.merge()
    found = summarise(merging.master)
    assert [status_words(state(found, ref), PLAN) for ref in ("A01-D01", "A01")] == [
        "Completed", "Waiting for the Assembly"]  # fmt: skip
    assert state(found, "A01-D01").text == "All partners have agreed."
    assert merging.lost == ()
    for _ in range(2):
        assert desk.merge().unchanged
    desk.file("UNEP.xlsx", "UNEP", ROWS["UNEP"])
    desk.merge()
    found = summarise(emg.read_master(desk.path))
    assert status_words(state(found, "A01-D01"), PLAN) == "Completed"


def test_timeline(found: Summaries) -> None:
    """Months entities name are counted; a schedule that ends after the plan's is late."""
    first = times(found, "A01-D01")
    assert first.active == {date(2022, month, 1): 1 for month in range(3, 11)}
    assert (first.last, first.late, first.planned[1]) == (date(2022, 10, 31), True, date(2022, 9, 30))
    assert not times(found, "A01-D02").late
    assert found.timeline.months[0] == date(2021, 9, 1)
    assert found.timeline.months[-1] == date(2022, 10, 1)


def test_timeline_has_room(tmp_path: Path) -> None:
    """A schedule far away does not make the grid wider than a page; it is told in words."""
    rows = {"FAO": {D01: {"role": "Lead", "progress": "Slow.", "status": "In progress", "schedule": "2021 - 2031"}}}
    found = summarise(merged(tmp_path, rows))
    assert len(found.timeline.months) <= 30
    assert times(found, "A01-D01").last == date(2031, 12, 31)
    assert max(times(found, "A01-D01").active) == found.timeline.months[-1]


def test_resources_by_certainty(found: Summaries) -> None:
    """Figures of different certainty are never added; who gave one is counted beside them."""
    assert found.resources[0] == Resources(
        activity="A01", months={"CONFIRMED": 2.5, "INDICATIVE": 1.5}, amounts={"INDICATIVE": 1000.0},
        entities=3, gave_months=2, gave_amounts=1,
    )  # fmt: skip


def test_what_is_cancelled_is_not_offered(tmp_path: Path) -> None:
    """Time and money of cancelled work is in no sum, and nobody is at work on it; its role stays in the matrix."""
    row = {"role": "Lead", "progress": "Was to chair it.", "schedule": "March 2022 - October 2022", "staff_months": 3,
           "amount_usd": 500, "certainty": "Confirmed"}  # fmt: skip
    told = merged(tmp_path, {"FAO": {D01: {**row, "status": "Cancelled"}},
                             "WHO": {D01: {**row, "status": "On hold or waiting for others", "role": "Contributing"}},
                             "ITU": {D01: {**row, "status": None, "role": "Contributing"}}})  # fmt: skip
    found = summarise(told)
    assert found.resources[0] == Resources(
        activity="A01", months={"CONFIRMED": 6.0}, amounts={"CONFIRMED": 1000.0}, entities=2, gave_months=2,
        gave_amounts=2,
    )  # fmt: skip
    assert (found.figures.entities, found.figures.gave_months, found.figures.gave_amounts) == (2, 2, 2)
    assert set(times(found, "A01-D01").active.values()) == {2}
    assert times(found, "A01-D01").entities == 2
    assert set(line(found, "A01-D01").roles) == {"FAO", "WHO", "ITU"}


def test_events_and_requests(found: Summaries) -> None:
    """A contribution stands under its event; events nobody speaks of are listed too."""
    told = {one.event: one.voice.entity for one in found.events if one.voice}
    assert told == {PLAN.event_list.label("UNEA-5.2"): "UNEP"}
    assert len(found.events) == len(PLAN.events)
    assert [(one.kind, one.entity, one.words) for one in found.requests] == [
        ("request", "FAO", "We need a translator.")]  # fmt: skip


def test_kinds(found: Summaries) -> None:
    """A contribution counts under each kind it names, once."""
    assert {kind: count for kind, count in found.figures.kinds["A01"].items() if count} == {"STAFF": 2, "DRAFT": 1}


def test_what_is_late(tmp_path: Path) -> None:
    """Delayed, longer than planned, and past its date: three things, each told by its refs."""
    for entity, lines in ROWS.items():
        save(tmp_path / f"{entity}.xlsx", entity, lines)
    overview = summarise(emg.merge(tmp_path, day=date(2022, 10, 1))).overview
    assert (overview.delayed, overview.longer) == (("A01-D01",), ("A01-D01",))
    assert "A01-D01" in overview.overdue
    assert "A01-D02" not in overview.overdue
    assert len(overview.overdue) == len(PLAN.deliverables) - 1
    assert summarise(emg.merge(tmp_path, day=date(2021, 10, 1))).overview.overdue == ()


def test_print_is_obeyed(tmp_path: Path) -> None:
    """A row on No is in no count; of one without the text, the words are nowhere."""
    desk = Desk(tmp_path)
    for entity, lines in ROWS.items():
        desk.file(f"{entity}.xlsx", entity, lines)
    desk.merge()
    desk.write("Contributions", "FAO/A01-D01/1", "Print", "Without the text")
    desk.write("Contributions", "UNEP/A01-D01/1", "Print", "No")
    found = summarise(desk.merge().master)
    voices = {voice.id: voice for voice in state(found, "A01-D01").voices}
    assert voices.keys() == {"FAO/A01-D01/1"}
    assert (voices["FAO/A01-D01/1"].words, voices["FAO/A01-D01/1"].withheld) == ("", True)
    assert [(one.words, one.withheld) for one in found.requests] == [("", True)]
    assert found.overview.contributions == 4
    assert found.resources[0].months == {"CONFIRMED": 2.0, "INDICATIVE": 1.5}
    assert all(one.voice is None for one in found.events)


def test_a_comment_of_a_form(tmp_path: Path) -> None:
    """What a form tells besides is listed; words that may not be printed stay in the register."""
    forms = {"FAO": {"B7": "Thank you."}, "UNEP": {"B7": "Not for print.", "B14": "No"}}
    master = merged(tmp_path, {"FAO": ROWS["FAO"], "UNEP": ROWS["UNEP"]}, **forms)
    comments = [one for one in summarise(master).requests if one.kind == "comment"]
    assert [(one.entity, one.words, one.withheld) for one in comments] == [("FAO", "Thank you.", False),
                                                                           ("UNEP", "", True)]  # fmt: skip


def test_without_contributions(tmp_path: Path) -> None:
    """An empty master has every summary, and nothing in it but the plan."""
    found = summarise(merged(tmp_path, {"FAO": {}}, FAO={"B6": "Nothing to report this time"}))
    assert {one.gap for one in found.matrix} == {"nobody"}
    assert [one.ref for one in found.progress] == list(PLAN.refs)
    assert sum(found.figures.taking_part.values()) == 0
    assert found.requests == ()


def test_frames(tmp_path: Path) -> None:
    """The public function gives the same as frames, by name."""
    frames = emg.summarise(merged(tmp_path, ROWS))
    assert frames["progress"].loc[["A01-D01"], ["status", "DELAYED", "COMPLETED"]].to_numpy().tolist() == [
        ["DELAYED", 1, 1]
    ]
    assert frames["matrix"].loc["A01-D01", "FAO"] == "LEAD"
    assert frames["timeline"].loc["A01-D01", "2022-10"] == 1
    months = frames["resources"].set_index(["activity", "certainty"])["staff_months"].to_dict()
    assert months["A01", "CONFIRMED"] == 2.5
    assert frames["voices"].loc["WHO/A01-D02/1", "words"] == "Ten cases sent."
    assert frames["requests"]["entity"].to_list() == ["FAO"]
