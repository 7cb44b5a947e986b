"""The library as an analyst uses it: frames, labels, days, and what printing a result shows."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest

import emg_xlsx as emg
from emg_xlsx.errors import EmgError, UsageError
from emg_xlsx.labels import coded
from emg_xlsx.mastered import Master
from emg_xlsx.xlsx import Limits

SUBMISSIONS = Path(__file__).parents[1] / "examples" / "submissions"
FAO = SUBMISSIONS / "FAO contribution.xlsx"
ITU = SUBMISSIONS / "EMG_2022-mid-term_ITU.xlsx"
DAY = date(2022, 3, 15)


@pytest.fixture(scope="module")
def master() -> Master:
    """The master of the examples."""
    return emg.merge(SUBMISSIONS, day=DAY)


def test_frames_pass_the_public_schemas(master: Master) -> None:
    """What merge and read_submission give passes the schemas of the same names, questions or not."""
    plan, read = emg.load_plan(), emg.read_submission(ITU)
    for frame in (master.contributions, read.contributions):
        emg.schemas.contributions(plan).validate(frame, lazy=True)
    for frame in (master.proposals, read.proposals):
        emg.schemas.proposals(plan).validate(frame, lazy=True)
    assert master.contributions["description"].str.len().max() > 600, "a text over its length is among them"


def test_conflicts_are_indexed_by_id(master: Master) -> None:
    """Every frame of things with ids has them as its index."""
    for frame in (master.contributions, master.proposals, master.conflicts):
        assert frame.index.name == "id"
        assert frame.index.is_unique
    assert "LEAD/A04-D01" in master.conflicts.index


def test_row_numbers_are_whole(master: Master) -> None:
    """Row numbers are whole numbers in every frame, also where some rows have none."""
    findings = emg.validate(SUBMISSIONS, day=DAY).findings
    assert findings["row"].isna().any()
    for frame in (findings, emg.read_submission(ITU).findings, master.contributions):
        assert frame["row"].dtype == "Int64"
    assert master.register["rows_read"].dtype == "Int64"


def test_findings_say_none_for_nothing() -> None:
    """Texts that are not there are None in every frame of findings, never a number that is no number."""
    for frame in (emg.validate(SUBMISSIONS, day=DAY).findings, emg.read_submission(ITU).findings):
        texts = frame.drop(columns="row").to_numpy().ravel()
        assert {type(value) for value in texts} == {str, type(None)}


def test_files_say_none_for_nothing() -> None:
    """A file whose entity is not known has None there, as findings have, with every version of pandas."""
    files = emg.validate(SUBMISSIONS, day=DAY).files
    (unknown,) = files.loc[files["file"] == "UNFCCC.xlsx", "entity"]
    assert unknown is None
    assert files["rows_read"].dtype == "int64"


def test_labels_on_request(master: Master) -> None:
    """With ``labels`` frames have the labels people choose instead of codes."""
    read = emg.read_submission(FAO, labels="en")
    assert read.contributions.loc[6, "role"] == "Lead"
    shown = emg.merge(SUBMISSIONS, day=DAY, labels="en")
    assert shown.contributions.loc["FAO/A01-D04/2", "kind"] == "Organising or hosting an event"
    assert master.contributions.loc["FAO/A01-D04/2", "kind"] == "EVENT"


def test_labels_change_no_result(master: Master, tmp_path: Path) -> None:
    """A master with labels gives the same summaries, the same workbook, and its codes back."""
    shown = emg.merge(SUBMISSIONS, day=DAY, labels="en")
    for name in ("contributions", "proposals", "register"):
        pd.testing.assert_frame_equal(getattr(coded(shown), name), getattr(master, name))
    pd.testing.assert_frame_equal(emg.summarise(shown)["work_plan"], emg.summarise(master)["work_plan"])
    emg.write_master(shown, tmp_path / "shown.xlsx")
    emg.write_master(master, tmp_path / "master.xlsx")
    assert (tmp_path / "shown.xlsx").read_bytes() == (tmp_path / "master.xlsx").read_bytes()


@pytest.mark.parametrize("call", [emg.merge, emg.read_submission])
def test_unknown_language_of_labels(call: object) -> None:
    """Labels in a language there are none in are refused."""
    with pytest.raises(UsageError):
        call(FAO, labels="xx")  # type: ignore[operator]  # both take a path and labels


@pytest.mark.parametrize("day", ["2022-03-15", DAY, datetime(2022, 3, 15, 12)])  # noqa: DTZ001  # as a notebook has it
def test_day_in_every_spelling(day: str | date) -> None:
    """The day of the run may be a date, a time on it, or its text."""
    assert emg.merge(FAO, day=day).day == DAY


def test_text_that_is_no_day() -> None:
    """A text that is no day is refused before anything is read."""
    with pytest.raises(UsageError):
        emg.merge("there is no such file", day="15/03/2022")


def test_unknown_names_are_refused_alike() -> None:
    """An unknown entity or round is the same error wherever it is given."""
    for call in (
        lambda: emg.write_template(BytesIO(), entity="NOBODY"),
        lambda: emg.write_template(BytesIO(), round_id="2030"),
        lambda: emg.read_submission(FAO, entity="NOBODY"),
        lambda: emg.merge(FAO, entities={FAO.name: "NOBODY"}),
        lambda: emg.merge(FAO, entities={"no such file.xlsx": "FAO"}),
    ):
        with pytest.raises(UsageError):
            call()


def test_limits_of_a_run() -> None:
    """Bounds on what is read of a file can be given; a file beyond them is a finding."""
    findings = emg.validate(FAO, limits=Limits(cells=10)).findings
    assert list(findings["code"]) == ["file-too-large"]


def test_results_print_short(master: Master) -> None:
    """Showing a result in a notebook takes a line, not its contents."""
    for result in (master, emg.validate(FAO), emg.read_submission(FAO), emg.load_plan()):
        assert len(repr(result)) < 200


def test_place_that_cannot_be_written(tmp_path: Path) -> None:
    """A template that cannot be written is told as an error of ours."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EmgError):
        emg.write_template(tmp_path / "file" / "template.xlsx")
