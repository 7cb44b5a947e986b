"""The template's sheet ``Check``: of one mind with the validator, and true as it is sent."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import emg_xlsx as emg
from emg_xlsx.builtin import builtin_plan
from emg_xlsx.findings import Severity
from emg_xlsx.schemas.of_plan import contributions_table, proposals_table
from emg_xlsx.template import check
from emg_xlsx.template.rules import Call, rules_of
from emg_xlsx.texts import LANGUAGES, reworded, text
from tests.clients.libreoffice import LibreOffice, differences
from tests.test_merging import COLUMNS, LEAD

PLAN = builtin_plan()
DAY = date(2022, 3, 15)
PRINTED, LAST = range(2, 45), 64
"""Rows of the template with the plan printed in them, and the last free one."""
COVERED = {
    "role-missing", "description-missing", "status-missing", "title-missing", "field-missing", "value-unknown",
    "text-too-long", "number-unreadable", "number-negative", "staff-months-high", "amount-high", "ref-missing",
    "ref-unknown", "row-without-content", "nil-with-rows", "full-without-rows", "entity-missing",
}  # fmt: skip
"""What the sheet tells of; everything else only the validator knows."""
ALONE = ("row-without-content", "ref-missing", "ref-unknown")
"""What the validator asks about first: the rest of such a row is asked about when that is answered."""
VALUES: dict[str, tuple[Any, ...]] = {
    "role": ("Lead", "Co-lead", "CONTRIB", "kept informed", "Not participating", "Boss of it all", None),
    "description": ("Writes the report.", "x" * 600, "y" * 601, None, None),
    "status": ("In progress", "COMPLETED", "Almost there, so to say", None),
    "progress": ("Half of it is done.", "z" * 801, None, None),
    "staff_months": (2, 0, 60, 61, -1, "plenty", None, None, None),
    "amount_usd": (15000, 0.5, -5, 2_000_000_000, "a lot", None, None, None),
    "certainty": ("Confirmed", "INDICATIVE", "Perhaps one day", None, None),
    "request": ("Please send the calendar.", "q" * 401, None, None),
}
"""Good and bad words for each column."""


@dataclass(frozen=True)
class Told:
    """What is said of one file, by sheet and row: by its own sheet ``Check``, and by the validator."""

    check: dict[tuple[str, int], set[str]]
    validator: dict[tuple[str, int], set[str]]
    alone: frozenset[tuple[str, int]]


def template(round_id: str, fill: Any, language: str = "en") -> bytes:
    """A template of FAO's, filled by a function of its workbook."""
    buffer = BytesIO()
    emg.write_template(buffer, entity="FAO", round_id=round_id, language=language)
    book = load_workbook(BytesIO(buffer.getvalue()))
    book["Entity"]["B4"], book["Entity"]["B5"] = "Ada Example", "ada@fao.example"
    fill(book)
    done = BytesIO()
    book.save(done)
    return done.getvalue()


def told(data: bytes, place: Path, libreoffice: LibreOffice, name: str, language: str = "en") -> Told:
    """Let both speak of a file."""
    path = place / f"{name}.xlsx"
    path.write_bytes(data)
    again = libreoffice.recalculate(path, place / "out")
    sheet = load_workbook(again, data_only=True)["Check"]
    findings = [f for f in emg.validate(path, day=DAY).checked.by_file[path.name] if f.severity is not Severity.NOTE]
    asked: dict[tuple[str, int], set[str]] = {}
    for finding in findings:
        if finding.code in COVERED and finding.row:
            title = reworded(finding.title or "", language) or ""
            asked.setdefault((finding.sheet or "", finding.row), set()).add(title)
    alone = frozenset((f.sheet or "", f.row or 0) for f in findings if f.code in ALONE)
    return Told(lines(sheet, language), asked, alone)


def lines(sheet: Worksheet, language: str = "en") -> dict[tuple[str, int], set[str]]:
    """The lines of ``Check`` with something left: the column each of its sentences names first."""
    found = {}
    for mark, where, _, left, *_ in sheet.iter_rows(min_row=check.FIRST + 1, values_only=True):
        assert (mark == text("template.check_open", language)) == bool(left)
        place = re.fullmatch(r"(\w.*), (?:row|ligne|fila) (\d+)", str(where))
        if left and place:
            found[place[1], int(place[2])] = set(re.findall("(?:^|; )[“«]\u00a0?([^”»]+?)\u00a0?[”»]", str(left)))
    return found


def said(value: Any, language: str) -> Any:
    """A label in a language, capital or not; other words and numbers as they are."""
    if not isinstance(value, str) or value.upper() == value:
        return value
    label = reworded(value.capitalize(), language) or value
    return label if value[0].isupper() else label[0].lower() + label[1:]


def filled(seed: int, language: str = "en") -> Any:
    """A function that fills rows with good and bad words, each rule alone and mixed; labels are the language's."""

    def fill(book: Any) -> None:
        chance, page = random.Random(seed), book["Contributions"]
        for row in chance.sample(range(2, LAST + 1), 50):
            for key, words in VALUES.items():
                page[f"{COLUMNS[key]}{row}"] = said(chance.choice(words), language)
            if row not in PRINTED:
                page[f"A{row}"] = chance.choice(["A01", "A10-D01", "A99", None])
        for row in range(2, 9):
            for column, words in zip("ABCDE", (("Ocean day", "t" * 151, None), ("No outcome", None), ("Nothing", None),
                                               ("A day for all.", "d" * 601, None), ("Lead", "Chief", None)),
                                     strict=True):  # fmt: skip
                book["New proposals"][f"{column}{row}"] = said(chance.choice(words), language)

    return fill


def agree(found: Told) -> None:
    """Both name the same rows, and the same columns of them; the sheet also tells what the validator asks later."""
    assert found.check.keys() == found.validator.keys()
    for place, names in found.validator.items():
        assert names <= found.check[place], place
        if place not in found.alone:
            assert found.check[place] == names, place


@pytest.mark.parametrize("round_id", ["2022-mid-term", "2021-planning"])
def test_of_one_mind_with_the_validator(round_id: str, tmp_path: Path, libreoffice: LibreOffice) -> None:
    """On every rule it covers, the sheet says of each row just what the validator says."""
    for seed in range(3):
        found = told(template(round_id, filled(seed)), tmp_path, libreoffice, f"seed{seed}")
        assert len(found.check) > 20
        agree(found)


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_of_one_mind_in_every_language(language: str, tmp_path: Path, libreoffice: LibreOffice) -> None:
    """A template in another language says of each row just what the validator says."""
    data = template("2022-mid-term", filled(11, language), language)
    found = told(data, tmp_path, libreoffice, language, language)
    assert len(found.check) > 20
    agree(found)


def test_the_comparison_can_fail(tmp_path: Path, libreoffice: LibreOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template made by other rules than the validator's does not agree with it."""
    table = contributions_table(PLAN)
    shorter = replace(table, fields=tuple(replace(f, max_length=5) if f.key == "description" else f
                                          for f in table.fields))  # fmt: skip
    monkeypatch.setattr("emg_xlsx.template.tables.contributions_table", lambda _: shorter)
    data = template("2022-mid-term", lambda book: book["Contributions"].__setitem__("G2", "Chairs it."))
    monkeypatch.undo()
    with pytest.raises(AssertionError):
        agree(told(data, tmp_path, libreoffice, "planted"))


@pytest.mark.parametrize("round_id", ["2022-mid-term", "2021-planning"])
@pytest.mark.parametrize(("entity", "language"), [(None, "en"), ("FAO", "en"), ("FAO", "fr"), (None, "es")])
def test_true_as_it_is_sent(
    round_id: str, entity: str | None, language: str, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    """What programs that do not compute show of an untouched template is what its formulas give."""
    path = tmp_path / "blank.xlsx"
    emg.write_template(path, entity=entity, round_id=round_id, language=language)
    assert differences(path, libreoffice.recalculate(path, tmp_path / "out")) == []
    banner = load_workbook(path, data_only=True)["Check"].cell(check.BANNER + 1, 1).value
    assert banner == text("template.check_nothing", language)


def test_true_of_a_re_issue(tmp_path: Path, libreoffice: LibreOffice) -> None:
    """Of a pre-filled template the stored results tell what stands in it."""
    answer = template("2022-mid-term", lambda book: [
        book["Contributions"].__setitem__(f"{COLUMNS[key]}{row}", value)
        for row, values in ((2, LEAD), (3, {**LEAD, "status": None}), (4, {**LEAD, "staff_months": 61}))
        for key, value in values.items()
    ])  # fmt: skip
    (tmp_path / "FAO.xlsx").write_bytes(answer)
    master = emg.merge(tmp_path / "FAO.xlsx", day=DAY)
    path = tmp_path / "again.xlsx"
    emg.write_template(path, entity="FAO", master=master)
    assert differences(path, libreoffice.recalculate(path, tmp_path / "out")) == []
    assert lines(load_workbook(path, data_only=True)["Check"]).keys() == {("Contributions", 3), ("Contributions", 4)}


def test_ready_to_send(tmp_path: Path, libreoffice: LibreOffice) -> None:
    """A file in which nothing is left says so, and how many rows it has; so does one with nothing to report."""
    cells = [(f"{COLUMNS[key]}{row}", value) for row in (2, 5) for key, value in LEAD.items()]
    rows = template("2022-mid-term", lambda book: [book["Contributions"].__setitem__(*one) for one in cells])
    nil = template("2022-mid-term", lambda book: book["Entity"].__setitem__("B6", "Nothing to report this time"))
    for name, data, count in (("rows", rows, "2"), ("nil", nil, "0")):
        (tmp_path / f"{name}.xlsx").write_bytes(data)
        sheet = load_workbook(libreoffice.recalculate(tmp_path / f"{name}.xlsx", tmp_path / "out"), data_only=True)[
            "Check"
        ]
        assert sheet.cell(check.BANNER + 1, 1).value == text("template.check_ready")
        assert str(sheet.cell(check.COUNTS + 1, 1).value).endswith(count)


def test_inserted_and_sorted_rows_are_seen(tmp_path: Path, libreoffice: LibreOffice) -> None:
    """A row inserted between the plan's is looked at like any other."""

    def insert(book: Any) -> None:
        page = book["Contributions"]
        page.insert_rows(4)
        for key, value in {**LEAD, "ref": "A01-D01", "role": "Nobody knows"}.items():
            page[f"{COLUMNS[key]}4"] = value

    found = told(template("2022-mid-term", insert), tmp_path, libreoffice, "inserted")
    assert found.check == {("Contributions", 4): {contributions_table(PLAN).by_key["role"].name}}
    agree(found)


def test_nothing_of_it_is_taken_for_an_answer(tmp_path: Path, libreoffice: LibreOffice) -> None:
    """What the formulas say is no text of the sender's, also after another program saved it; a template stays blank."""
    path = tmp_path / "blank.xlsx"
    emg.write_template(path, entity="FAO")
    again = libreoffice.recalculate(path, tmp_path / "out")
    for one in (path, again):
        result = emg.validate(one, day=DAY)
        assert result.findings.empty
        assert [state.state for state in result.checked.files] == ["skipped"]
    rows = tmp_path / "rows.xlsx"
    rows.write_bytes(template("2022-mid-term", filled(7)))
    saved = emg.validate(libreoffice.recalculate(rows, tmp_path / "out"), day=DAY).findings
    assert not (saved["sheet"] == "Check").any()


def test_words_name_every_column_once() -> None:
    """Each needed or limited column of both tables has a rule."""
    for table in (contributions_table(PLAN), proposals_table(PLAN)):
        asked = {f.name for f in table.inputs if f.need or f.max_length or f.numeric or f.type == "code"}
        call = Call(PLAN, "reporting", "en", {"ref": "=Lists!$A$2:$A$9", **{
            f.codelist or "": "=Lists!$D$2:$D$9" for f in table.inputs if f.codelist}})  # fmt: skip
        named = {re.findall("“([^”]+)”", rule.words)[0] for rule in rules_of(table, call)}
        assert asked <= named
