"""What entities call themselves."""

from __future__ import annotations

import pytest

from emg_xlsx.naming import named_entity
from emg_xlsx.normalise import normalise
from emg_xlsx.recalling import decided
from tests.people import FORM, META, PLAN, answer, read, told, workbook

TABLE = "| Ref. | Our role | What we do |\n| A01 | Lead | We chair |"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FAO – Food and Agriculture Organization", "FAO"),
        ("FAO (Rome)", "FAO"),
        ("UNEP, Geneva office", "UNEP"),
        ("UNEP - Economy Division", "UNEP"),
        ("UN-Habitat – Nairobi", "UN-Habitat"),
        ("UN Environment Programme", "UNEP"),
        ("U.N. Environment Program", "UNEP"),
        ("Food & Agriculture Organisation", "FAO"),
        ("Food and Agriculture Organization (FAO)", "FAO"),
        ("International Labor Organisation", "ILO"),
    ],
)
def test_name_beyond_the_list(text: str, code: str) -> None:
    """A code with words after it, and a spelling of a name, are understood."""
    assert named_entity(text, PLAN.entity_list) == code


@pytest.mark.parametrize(
    "text",
    ["", "University", "Women", "FAO, WHO", "FAO and WHO", "Our office (UNEP)", "Who, if not we", "UNEPP",
     "UN", "United Nations", "the", "UNEP" * 200, "World Health Organization (WMO)"],
)  # fmt: skip
def test_name_is_never_guessed(text: str) -> None:
    """What names no entity of the list, or two, is left to a person."""
    assert named_entity(text, PLAN.entity_list) is None


def test_such_a_name_is_told_where_it_stands() -> None:
    """The file is merged, with a note on how the name was understood."""
    data = workbook({"Entity": FORM.replace("UNEP  ", "FAO (Rome)"), "Contributions": TABLE})
    result = answer(data)
    assert (result.entity, result.form["entity"]) == ("FAO", "FAO")
    assert told(result.findings, "value-synonym", "entity-unknown") == {("value-synonym", "Entity", "B1")}


def test_second_form_of_another_entity_is_asked_about() -> None:
    """A copy of the form with another entity is a question, unless the coordinator has decided; one of ours is none."""
    pages = {"Entity": FORM, "Contributions": TABLE, "Entity 2": FORM.replace("UNEP  ", "WFP")}
    (asked,) = [f for f in answer(workbook(pages, META)).findings if f.code == "entity-two"]
    assert (asked.sheet, asked.cell, asked.value, asked.facts["entity"]) == ("Entity 2", "B1", "WFP", "UNEP")
    settled = decided(normalise(read(workbook(pages, META)), PLAN), "UNEP")
    same = answer(workbook({**pages, "Entity 2": FORM.replace("UNEP  ", "UN Environment Programme")}, META))
    assert not told([*settled.findings, *same.findings], "entity-two")
