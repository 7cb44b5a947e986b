"""Codelists and what is matched to them."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emg_xlsx.codelists import Code, Codelist, Match
from emg_xlsx.codes import CODELISTS, STATUS
from emg_xlsx.text import fold

CONTRACT = {
    "role": "LEAD Lead · COLEAD Co-lead · CONTRIB Contributing · REVIEW Reviewing or advising · OBS Kept informed",
    "status": "PLANNED Not started yet (planned) · INPROG In progress · DELAYED Delayed · COMPLETED Completed"
    " · ONHOLD On hold or waiting for others · CANCELLED Cancelled",
    "kind": "STAFF Experts' time (nothing more specific) · DRAFT Drafting or review of a text"
    " · DATA Data, cases or reporting · EVENT Organising or hosting an event · TRAIN Training"
    " · TOOL Tool, guidance or platform · OUTREACH Communication · PILOT Piloting · FUNDS Financial contribution"
    " · SERVICE Interpretation, translation, rooms or logistics · OTHER Other",
    "certainty": "CONFIRMED Confirmed · INDICATIVE Indicative · SUBJECT If resources allow",
    "submission_kind": "FULL Our complete answer · PART Only some activities or rows · NIL Nothing to report this time",
    "change": "SAME No change · UPDATE Changed · NEW New · WITHDRAW Withdrawn",
    "may_quote": "YES Yes · NO No",
    "print": "YES Yes · NOTEXT Without the text · NO No",
}
ENTRIES = [(name, code) for name, codelist in CODELISTS.items() for code in codelist.codes]

ENTITIES = Codelist(
    "entity",
    (
        Code("BRS", "Basel, Rotterdam and Stockholm Conventions", ("Basel", "Rotterdam", "Stockholm")),
        Code("CMS", "Convention on Migratory Species", ("UNEP/CMS", "Secretariat")),
        Code("ECE", "Economic Commission for Europe", ("UNECE",)),
        Code("ITC", "International Trade Centre"),
        Code("UN-Women", "UN Entity for Gender Equality", ("UN Women", "ONU Femmes")),
        Code("UNEP", "United Nations Environment Programme", ("UN Environment", "Secretariat")),
    ),
    fuzzy=False,
)


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_codes_and_labels_are_the_agreed_ones(name: str) -> None:
    """Codes, labels and their order are public surface."""
    agreed = [tuple(entry.split(" ", 1)) for entry in CONTRACT[name].split(" · ")]
    assert [(c.code, c.label) for c in CODELISTS[name].codes if c.offered] == agreed
    assert CODELISTS[name].labels == tuple(label for _, label in agreed)


def test_modalities_are_the_agreed_ones() -> None:
    """The forms of work of a group are known by their codes."""
    assert [c.code for c in CODELISTS["modality"].codes] == ["IMG", "TT", "CP", "SWFS", "NEXUS", "OTHER"]


def test_not_participating_is_read_but_not_offered() -> None:
    """An entity may say that it stays out, without being invited to."""
    role = CODELISTS["role"]
    assert role.match("Not participating") == Match("NONE", "exact")
    assert "Not participating" not in role.labels
    assert role.label("NONE") == "Not participating"


@pytest.mark.parametrize(("name", "entry"), ENTRIES)
def test_codes_and_labels_match_themselves(name: str, entry: Code) -> None:
    """A code, a label or both, in any case and with spaces around, is exact."""
    expected = Match(entry.code, "exact")
    for text in (entry.code, entry.label, entry.display):
        for spelled in (text, text.upper(), text.lower(), f" \u00a0{text}\n"):
            assert CODELISTS[name].match(spelled) == expected


@pytest.mark.parametrize(("name", "entry"), ENTRIES)
def test_other_spellings_of_code_and_label_are_understood(name: str, entry: Code) -> None:
    """Label with code, code with label after another sign, and spacing count as synonyms."""
    for text in (
        f"{entry.label} ({entry.code})",
        f"{entry.code}: {entry.label}",
        f"{entry.code} - {entry.label}",
    ):
        assert CODELISTS[name].match(text) == Match(entry.code, "synonym")
    for synonym in entry.synonyms:
        assert CODELISTS[name].match(synonym.upper()).code == entry.code


@pytest.mark.parametrize("name", sorted(CODELISTS))
def test_no_name_stands_for_two_codes(name: str) -> None:
    """Within a list each folded code, label and synonym belongs to one entry, and none folds to nothing."""
    owner: dict[str, str] = {}
    for entry in CODELISTS[name].codes:
        for text in (entry.code, entry.label, *entry.synonyms):
            assert fold(text)
            assert owner.setdefault(fold(text), entry.code) == entry.code, text


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("status", "Ongoing", "INPROG"),
        ("status", "on-going", "INPROG"),
        ("status", "en cours", "INPROG"),
        ("status", "On track", "INPROG"),
        ("status", "achevé", "COMPLETED"),
        ("status", "ACHEVEE", "COMPLETED"),
        ("status", "Inprogress", "INPROG"),
        ("status", "completado", "COMPLETED"),
        ("status", "Completed / done", "COMPLETED"),
        ("role", "lead agency", "LEAD"),
        ("role", "chef de file", "LEAD"),
        ("role", "colíder", "COLEAD"),
        ("role", "Co lead", "COLEAD"),
        ("kind", "Interpretation and translation", "SERVICE"),
        ("kind", "Experts’ time", "STAFF"),
        ("may_quote", "Oui", "YES"),
        ("may_quote", "si", "YES"),
        ("submission_kind", "Rien à signaler", "NIL"),
    ],
)
def test_synonyms_are_understood(name: str, text: str, code: str) -> None:
    """Usual words in English, French and Spanish name their code, and this is told."""
    assert CODELISTS[name].match(text) == Match(code, "synonym")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Completed and ongoing", ("COMPLETED", "INPROG")),
        ("Completed/ongoing", ("COMPLETED", "INPROG")),
        ("achevé et en cours", ("COMPLETED", "INPROG")),
        ("Completed; delayed", ("COMPLETED", "DELAYED")),
        ("COMPLETED (late)", ("COMPLETED", "DELAYED")),
    ],
)
def test_two_answers_in_one_cell_are_not_picked_from(text: str, named: tuple[str, ...]) -> None:
    """Two statuses at once are ambiguous, without a suggestion; the two are named."""
    assert STATUS.match(text) == Match(None, "ambiguous", None, named)


@pytest.mark.parametrize(
    "text", ["", " ", "-", "???", "Completed in Kenya", "Completed, but not published", "x" * 40_000]
)
def test_more_than_a_name_is_not_understood(text: str) -> None:
    """A name beside something unknown is left to the sender."""
    assert STATUS.match(text) == Match(None, "none")


@pytest.mark.parametrize(
    ("text", "code"), [("Compleated", "COMPLETED"), ("In progres", "INPROG"), ("anulée", "CANCELLED")]
)
def test_near_misses_are_only_suggested(text: str, code: str) -> None:
    """A misspelling stays unmatched; the nearest code is proposed."""
    assert STATUS.match(text) == Match(None, "none", code)


@pytest.mark.parametrize("text", ["incompleted", "not completed", "non achevé", "inachevé", "done!?x", "lat", "hol"])
def test_opposites_and_short_texts_have_no_suggestion(text: str) -> None:
    """What says the contrary, or is too short to tell, is not turned into a proposal."""
    assert STATUS.match(text) == Match(None, "none")


@pytest.mark.parametrize(
    ("text", "code", "how"),
    [
        ("BRS – Basel, Rotterdam and Stockholm Conventions", "BRS", "exact"),
        ("BRS - Basel, Rotterdam and Stockholm Conventions", "BRS", "synonym"),
        ("Basel, Rotterdam and Stockholm", "BRS", "synonym"),
        ("un women", "UN-Women", "synonym"),
        ("un-women", "UN-Women", "exact"),
        ("UNECE", "ECE", "synonym"),
        ("UNEP CMS", "CMS", "synonym"),
        ("UN Environment (UNEP)", "UNEP", "synonym"),
        ("UNЕP", "UNEP", "synonym"),
        ("ITU", None, "none"),
        ("ECA", None, "none"),
        ("United Nations Environment Program", None, "none"),
        ("Secretariat", None, "ambiguous"),
        ("UNEP/ECE", None, "ambiguous"),
    ],
)
def test_entities_match_by_name_and_never_by_likeness(text: str, code: str | None, how: str) -> None:
    """Acronyms, names and aliases are matched after folding; neighbours and shared aliases are not."""
    found = ENTITIES.match(text)
    assert (found.code, found.how, found.suggestion) == (code, how, None)


def test_display_shows_code_and_label() -> None:
    """A code is shown with its name; one the list does not know is shown as it is."""
    assert ENTITIES.display("ITC") == "ITC – International Trade Centre"
    assert (ENTITIES.display("XYZ"), ENTITIES.label("XYZ")) == ("XYZ", "XYZ")


def test_a_shared_label_is_ambiguous() -> None:
    """Two codes with one label are told apart by their codes only."""
    rooms = Codelist("room", (Code("R1", "Room"), Code("R2", "Room")))
    assert rooms.match("Room") == Match(None, "ambiguous", None, ("R1", "R2"))
    assert rooms.match("R2") == Match("R2", "exact")


def test_a_code_may_have_no_label() -> None:
    """An entry whose label was left empty is known by its code, and an empty cell is not it."""
    plain = Codelist("plain", (Code("X1", ""),))
    assert plain.match("x1") == Match("X1", "exact")
    assert plain.match("") == Match(None, "none")


def test_a_codelist_is_a_value() -> None:
    """Copies are equal and match alike; an extended list knows its new codes."""
    for twin in (copy.deepcopy(STATUS), pickle.loads(pickle.dumps(STATUS))):  # noqa: S301  # our own bytes
        assert twin == STATUS
        assert hash(twin) == hash(STATUS)
        assert twin.match("en cours") == Match("INPROG", "synonym")
    longer = replace(STATUS, codes=(*STATUS.codes, Code("HANDED", "Handed over")))
    assert longer.match("handed-over") == Match("HANDED", "synonym")
    assert STATUS.match("Handed over").code is None


@given(st.text(max_size=60), st.sampled_from(sorted(CODELISTS)))
def test_matching_never_raises_and_never_invents(text: str, name: str) -> None:
    """Whatever the text, the answer is a code of the list or none, and a suggestion only beside none."""
    codes = {c.code for c in CODELISTS[name].codes}
    found = CODELISTS[name].match(text)
    assert (found.code in codes) == (found.how in {"exact", "synonym"})
    assert found.suggestion is None or (found.how == "none" and found.suggestion in codes)
