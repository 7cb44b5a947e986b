"""The catalogue of findings and of every text a person reads."""

from __future__ import annotations

import re

import pytest

from emg_xlsx.findings import RULES, Finding, Severity, explain, letters
from emg_xlsx.refusals import REFUSALS
from emg_xlsx.texts import catalogue, template
from emg_xlsx.xlsx.refusal import CODES
from emg_xlsx.xlsx.values import ANOMALY_CODES


def test_every_rule_has_its_words_and_no_words_are_orphaned() -> None:
    """The rules and the texts of findings name the same codes, each with a message and an explanation."""
    texts = catalogue()["finding"]
    assert set(texts) == set(RULES)
    assert all(set(entry) == {"message", "explain"} for entry in texts.values())


def test_every_refusal_of_the_reader_has_a_finding() -> None:
    """Whatever the reader refuses is told under a code of the catalogue, and as something that blocks the file."""
    assert set(REFUSALS) == set(CODES)
    assert {RULES[code] for code in REFUSALS.values()} == {Severity.BLOCKING}


def test_every_oddity_of_the_reader_has_its_words() -> None:
    """What could not be taken of a cell or part is told in words, never by the reader's own code."""
    assert set(catalogue()["refusal"]["odd"]) == ANOMALY_CODES


@pytest.mark.parametrize("code", RULES)
def test_message_is_courteous_and_says_what_to_do(code: str) -> None:
    """A message ends as a sentence and blames nobody; what is asked of a sender says what to write or do."""
    message = template(f"finding.{code}.message").replace("{hint}", "").strip()
    assert message.endswith((".", "?", "}"))
    assert not re.search(r"\b(invalid|illegal|wrong|must|failed|forbidden)\b", message, re.IGNORECASE)
    if RULES[code] in (Severity.ERROR, Severity.QUERY) and not code.startswith("plan-"):
        assert "lease" in message
    assert explain(code)


def test_place_in_words() -> None:
    """A finding names its place as the sender sees it."""
    finding = Finding("role-missing", sheet="Contributions", row=16, column=8, ref="A03-D02", title="Our schedule")
    assert finding.place == "Contributions!H16 (A03-D02, Our schedule)"


@pytest.mark.parametrize(("number", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (16384, "XFD")])
def test_column_letters(number: int, name: str) -> None:
    """Column letters are Excel's."""
    assert letters(number) == name


def test_text_of_a_sender_is_never_a_placeholder() -> None:
    """Braces in what somebody wrote stay what they are."""
    finding = Finding("value-unknown", value="{title} {0.__class__}", title="Status", facts={"hint": ""})
    assert "{title} {0.__class__}" in finding.message()
