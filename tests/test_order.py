"""Which of an entity's files comes after which."""

from __future__ import annotations

from datetime import date

import pytest

from emg_xlsx.order import Order, superseded
from emg_xlsx.values import Answer, Asked
from tests.people import PLAN

MARCH_1, MARCH_5 = date(2022, 3, 1), date(2022, 3, 5)


def file(
    name: str, *, of: tuple[str, ...] = (), day: date | None = None, entity: str | None = "UNEP", **more: str
) -> Answer:
    """A file called by a letter, which is its fingerprint too."""
    form = {"completed_on": day, "email": more.get("email")}
    return Answer(
        file=f"{name}.xlsx", sha256=name, kind=more.get("kind", "submission"), entity=entity,
        round=more.get("round", "2022-mid-term"), language="en", form=form, form_places={}, contributions=(),
        proposals=(), findings=(), asked=Asked(files=of),
    )  # fmt: skip


def later(files: list[Answer]) -> set[tuple[str, str]]:
    """All pairs of which the first comes after the second."""
    order = Order.of(files, PLAN)
    return {(a.sha256, b.sha256) for a in files for b in files if a is not b and order.is_later(a, b)}


def test_rounds_come_first() -> None:
    """A file of a later round is later, whatever its date and whatever it answers."""
    assert later([file("a", round="2021-planning", day=MARCH_5, of=("b",)), file("b", day=MARCH_1)]) == {("b", "a")}


def test_a_copy_follows_what_it_answers() -> None:
    """A corrected copy is later than the file it answers and than what that one answers, whatever their dates."""
    files = [file("a", day=MARCH_5), file("b", of=("a",), day=MARCH_1), file("c", of=("b",))]
    assert later(files) == {("b", "a"), ("c", "a"), ("c", "b")}


def test_a_copy_is_as_late_as_what_it_answers() -> None:
    """The day of a copy never counts as before the day of the file it answers."""
    files = [file("a", day=MARCH_5), file("copy", of=("a",), day=MARCH_1), file("x", day=date(2022, 3, 3))]
    assert ("copy", "x") in later(files)
    assert ("x", "copy") not in later(files)


@pytest.mark.parametrize(("mine", "theirs", "known"), [("a@unep.example", "A@UNEP.example", True),
                                                       ("a@unep.example", "b@unep.example", False)])  # fmt: skip
def test_dates_of_one_sender_only(mine: str, theirs: str, known: bool) -> None:
    """Dates put the files of one sender in order, and of two colleagues not."""
    files = [file("a", day=MARCH_1, email=mine), file("b", day=MARCH_5, email=theirs)]
    assert (("b", "a") in later(files)) is known


def test_files_that_answer_each_other_have_no_order() -> None:
    """A circle, which only somebody's hand can make, is no order and supersedes nothing."""
    files = [file("a", of=("b",)), file("b", of=("a",)), file("c", of=("c",))]
    assert later(files) == set()
    assert superseded(files, Order.of(files, PLAN)) == {}


def test_nobody_supersedes_another_entity() -> None:
    """A file that claims to answer another entity's file does nothing to it."""
    files = [file("a", entity="FAO"), file("b", of=("a",), entity="UNEP")]
    assert superseded(files, Order.of(files, PLAN)) == {}


def test_a_file_of_nobody_is_superseded() -> None:
    """A file that did not say whose it is gives way to the copy that does."""
    files = [file("a", entity=None), file("b", of=("a",))]
    assert superseded(files, Order.of(files, PLAN)) == {"a": "b.xlsx"}


def test_answers_alone_supersede_nothing() -> None:
    """A workbook with nothing but answers takes no file's place."""
    files = [file("a"), file("b", of=("a",), kind="reply")]
    assert superseded(files, Order.of(files, PLAN)) == {}
