"""One catalogue per language: whole, of one shape, and nothing a contributor reads stands outside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

import emg_xlsx as emg
from emg_xlsx import texts
from emg_xlsx.builtin import builtin_plan
from emg_xlsx.codelists import in_language
from emg_xlsx.codes import CODELISTS
from emg_xlsx.findings import RULES, Finding, Severity
from emg_xlsx.pipeline import Options
from emg_xlsx.plan import Plan
from emg_xlsx.prefill import Prefill
from emg_xlsx.reporting import write_reports
from emg_xlsx.schemas.of_plan import codelist, contributions_table, entity_table, in_reissues, proposals_table
from emg_xlsx.schemas.wording import worded
from emg_xlsx.template import Issue, write_template
from emg_xlsx.text import clean
from emg_xlsx.texts import LANGUAGES, Phrase, placeholders, text, words_of
from tests.clients.libreoffice import LibreOffice

PLAN = builtin_plan()
DAY = date(2022, 3, 15)
OTHERS = LANGUAGES[1:]
TABLES = (in_reissues(contributions_table(PLAN)), in_reissues(proposals_table(PLAN)), entity_table(PLAN))
SHEETS = ("Read me", "Entity", "Contributions", "New proposals", "Check", "Lists")
ANSWERS: Mapping[str, tuple[str, Any]] = {
    "role": ("code", "LEAD"), "description": ("text", "على المحيط · 海洋 · Océano"), "status": ("code", "INPROG"),
    "progress": ("text", "Moitié faite; mitad hecha"), "kind": ("code", "TOOL"), "staff_months": ("number", 2.5),
    "amount_usd": ("number", 1500), "certainty": ("code", "SUBJECT"), "schedule": ("text", "June 2022"),
}  # fmt: skip
"""What each test fills into one row: codes become labels of the language."""
BLAMING = r"\b(invalid\w*|incorrect\w*|interdit\w*|inválid\w*|prohibid\w*|faux|falso)\b"
LONGEST_LITERAL = 255
"""Characters of a text inside a formula, and of a message beside a cell, in Excel."""


def flat(tables: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """Every text with its dotted key."""
    found: dict[str, Any] = {}
    for key, value in tables.items():
        found |= flat(value, f"{above}{key}.") if isinstance(value, dict) else {f"{above}{key}": value}
    return found


ENGLISH = flat(words_of("en"))


@pytest.mark.parametrize("language", OTHERS)
def test_every_key_stands_in_every_language(language: str) -> None:
    """A language has the keys of English, no more and no fewer, each with the same facts to fill in."""
    found = flat(words_of(language))
    assert found.keys() == ENGLISH.keys()
    for key in found:
        assert placeholders_of(found[key]) == placeholders_of(ENGLISH[key]), key


def placeholders_of(words: str) -> set[str]:
    """The facts a text has room for."""
    return set(re.findall(r"\{(\w+)\}", words))


def test_contributors_and_secretariat_share_no_text() -> None:
    """What stands in one of the two catalogues of English does not stand in the other."""
    assert not flat(words_of("secretariat")).keys() & ENGLISH.keys()
    assert placeholders("finding.value-unknown.message") == {"value", "title", "hint"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_fit_where_they_stand(language: str) -> None:
    """Messages beside cells have two short lines, texts in formulas and lists are as long as programs allow."""
    found = flat(words_of(language))
    for key, words in found.items():
        if key.endswith(".help"):
            assert len(words) <= 140, key
        if key.startswith(("check.", "template.check_", "template.warning_")):
            assert len(words) <= LONGEST_LITERAL - 60, key
            assert '"' not in words, key
    offered = f"{found['report.yes']},{found['report.corrected']}"
    assert offered.count(",") == 1
    assert len(offered) <= LONGEST_LITERAL
    assert len(found["report.sheet"]) <= 31
    for table in TABLES:
        titles = [field.title for field in worded(table, language).fields]
        assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", CODELISTS)
def test_labels_of_every_language_name_their_code(name: str) -> None:
    """A label of the file's language or of English is exact, one of another language is understood with a note."""
    for place, language in enumerate(LANGUAGES):
        options = in_language(CODELISTS[name], language)
        for code in options.codes:
            for label in (code.labels[place], code.labels[0]):
                assert options.match(label) == options.match(code.code), label
            assert {options.match(label).code for label in code.labels} == {code.code}


@pytest.mark.parametrize("code", [code for code in RULES if not code.startswith("plan-") or code == "plan-other"])
@pytest.mark.parametrize("language", OTHERS)
def test_findings_ask_courteously(code: str, language: str) -> None:
    """What is asked of a sender is asked as a person would, in each language."""
    message = text(f"finding.{code}.message", language)
    assert message != text(f"finding.{code}.message")
    assert not re.search(
        r"\b(invalid\w*|incorrect\w*|interdit\w*|inválid\w*|prohibid\w*|faux|falso)\b", message, re.IGNORECASE
    )
    if RULES[code] in (Severity.ERROR, Severity.QUERY):
        assert re.search(r"\b(merci|veuillez|por favor|le rogamos)\b", message, re.IGNORECASE)


# ---------------------------------------------------------------- nothing outside the catalogue

MARK = "¤"


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """French with a mark before every text, by which texts from elsewhere are found."""
    real = texts.words_of

    def marking(name: str) -> dict[str, Any]:
        return mark(real(name)) if name == "fr" else real(name)

    def mark(tables: Mapping[str, Any]) -> dict[str, Any]:
        return {key: mark(value) if isinstance(value, dict) else f"{MARK}{value}" for key, value in tables.items()}

    monkeypatch.setattr(texts, "words_of", marking)
    caches = (texts.catalogue, texts.template, worded)
    for cache in caches:
        cache.cache_clear()
    yield
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()


def words_in(book: Workbook) -> Iterator[tuple[str, str]]:
    """Every text of a workbook with where it stands: cells, literals of formulas, messages beside cells, notes."""
    for name in book.sheetnames:
        sheet = book[name]
        if sheet.sheet_state != "visible":
            continue
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            where = f"{name}!{cell.coordinate}"
            if isinstance(cell.value, str) and cell.data_type == "s":
                yield where, cell.value
            elif cell.data_type == "f":
                yield from ((where, part) for part in re.findall(r'"((?:[^"]|"")*)"', str(cell.value)) if part)
            if cell.comment:
                yield where, cell.comment.text
        for rule in sheet.data_validations.dataValidation:
            said = (rule.prompt, rule.promptTitle, rule.error, rule.errorTitle)
            yield from ((f"{name}!{rule.sqref}", words) for words in said if words)


def own_words(plan: Plan) -> set[str]:
    """What stands in a template and is nobody's to translate: the plan's own words, codes, names of sheets."""
    found = {text for ref in plan.refs for text in (*plan.printed(ref).values(), plan.in_short(ref))}
    found |= {plan.title, plan.approval, *SHEETS, *plan.refs, "fr", plan.current_round, ";", "?*"}
    found |= {word for one in plan.entities for word in (one.code, one.display)}
    names = {field.codelist for table in TABLES for field in table.fields if field.codelist}
    codes = [code for name in names for code in codelist(plan, name, "fr").codes]
    return found | {word for code in codes for word in (code.code, code.label)}


@pytest.mark.usefixtures("marked")
def test_no_text_of_a_template_stands_outside_the_catalogue() -> None:
    """Whatever a template says is from the catalogue of its language, from the lists, or the plan's."""
    buffer = BytesIO()
    write_template(buffer, PLAN, Issue(entity="FAO", language="fr", prefill=Prefill(reissue=True, asked=2)))
    known = own_words(PLAN)
    outside = [(where, words) for where, words in words_in(load_workbook(buffer))
               if MARK not in words and words.strip() not in known]  # fmt: skip
    assert outside == []


# ---------------------------------------------------------------- filled in any language, read the same


def filled(language: str, *, meta: bool = True, role: str | None = None) -> bytes:
    """FAO's template in a language with one row filled, as a person who reads that language fills it."""
    buffer = BytesIO()
    emg.write_template(buffer, entity="FAO", language=language)
    book = load_workbook(BytesIO(buffer.getvalue()))
    form, sheet = book["Entity"], book["Contributions"]
    form["B4"], form["B5"] = "Ada Example", "ada@fao.example"
    form["B6"] = codelist(PLAN, "submission_kind", language).label("PART")
    table = worded(contributions_table(PLAN), language)
    columns = {str(cell.value): number for number, cell in enumerate(sheet[1], 1)}
    for key, (kind, value) in ANSWERS.items():
        field = table.by_key[key]
        said = codelist(PLAN, field.codelist or "", language).label(value) if kind == "code" else value
        sheet.cell(3, columns[field.title]).value = (role or said) if key == "role" else said
    if not meta:
        del book["_meta"]
        del book["Lists"]
    done = BytesIO()
    book.save(done)
    return done.getvalue()


def read(data: bytes, place: Path, name: str = "FAO.xlsx") -> Any:
    """A submission as read."""
    (place / name).write_bytes(data)
    return emg.validate(place / name, day=DAY)


@pytest.mark.parametrize("meta", [True, False], ids=["remembering", "without our hidden sheet"])
@pytest.mark.parametrize("language", OTHERS)
def test_a_submission_in_any_language_reads_the_same(language: str, meta: bool, tmp_path: Path) -> None:
    """The same answers give the same rows and the same findings as in English."""
    results = [read(filled(one, meta=meta), tmp_path) for one in ("en", language)]
    first, second = (result.checked.contributions[0].row for result in results)
    assert first.values == second.values
    assert {"role": "LEAD", "status": "INPROG", "kind": "TOOL", "description": ANSWERS["description"][1]}.items() <= (
        second.values.items()
    )
    codes = [[(f.code, f.cell, f.field) for f in result.checked.findings] for result in results]
    assert codes[0] == codes[1]
    assert [result.checked.answers[0].form["submission_kind"] for result in results] == ["PART", "PART"]


@pytest.mark.parametrize("language", OTHERS)
def test_the_return_pack_speaks_the_language_of_the_submission(language: str, tmp_path: Path) -> None:
    """Sheet, page and message of a pack are in the language the template was made in, names of columns included."""
    result = read(filled(language, role="Capitaine de tout"), tmp_path)
    paths = [tmp_path / "FAO.xlsx"]
    write_reports(tmp_path / "reports", result.checked, PLAN, paths=paths, options=Options(day=DAY))
    (copy,) = (tmp_path / "reports" / "FAO").glob("*to-check.xlsx")
    sheet = load_workbook(copy)[text("report.sheet", language)]
    said = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    title = worded(contributions_table(PLAN), language).by_key["role"].name
    finding = next(f for f in result.checked.findings if f.code == "value-unknown")
    assert clean(finding.message(language)) in said
    assert title in finding.message(language)
    assert "Our role" not in said
    page = (tmp_path / "reports" / "FAO" / "report.html").read_text(encoding="utf-8")
    assert f'lang="{language}"' in page
    assert text("report.recorded", language) in page
    assert ANSWERS["description"][1] in page


@pytest.mark.parametrize(("language", "days"), [("fr", ("3 avril", "4 mars")), ("es", ("3 de abril", "4 de marzo"))])
def test_days_are_said_in_the_language_of_the_file(language: str, days: tuple[str, str], tmp_path: Path) -> None:
    """A date that can be two days is asked about with both in the words of the file's language."""
    book = load_workbook(BytesIO(filled(language)))
    sheet, title = book["Contributions"], worded(contributions_table(PLAN), language).by_key["schedule"].title
    sheet.cell(3, [cell.value for cell in sheet[1]].index(title) + 1).value = "03/04/2022"
    done = BytesIO()
    book.save(done)
    found = read(done.getvalue(), tmp_path).checked.findings
    (asked,) = (finding for finding in found if finding.code == "schedule-day-or-month")
    assert all(f"{day} " in asked.message(language) for day in days)
    assert not any(month in asked.message(language) for month in ("April", "March"))


def test_phrases_are_said_in_the_language_of_the_message() -> None:
    """What is put into a message is said in its language, also where it was found in another."""
    hint = Phrase("hint.suggest", {"value": Phrase("hint.label", {"label": "Completed"})})
    finding = Finding("value-unknown", title="Status", value="Done-ish", suggestion="Completed", facts={"hint": hint})
    assert "“Completed”" in finding.message()
    for language in OTHERS:
        label = codelist(PLAN, "status", language).label("COMPLETED")
        status = worded(contributions_table(PLAN), language).by_key["status"].name
        assert label in finding.message(language)
        assert status in finding.message(language)
        assert "Completed" not in finding.message(language)


def test_what_a_person_wrote_is_never_translated() -> None:
    """A text that reads like a label of ours stays as it was written."""
    finding = Finding("value-ambiguous", title="Status", value="Completed", facts={"candidates": "Lead"})
    assert "Completed" in finding.message("fr")
    assert "Lead" in finding.message("fr")


@pytest.mark.parametrize("language", OTHERS)
def test_a_re_issue_in_a_language_comes_back_unchanged(language: str, tmp_path: Path) -> None:
    """Last answers stand in it with labels of its language, and unchanged they are known to be unchanged."""
    (tmp_path / "FAO.xlsx").write_bytes(filled(language))
    master = emg.merge(tmp_path / "FAO.xlsx", day=DAY)
    emg.write_template(tmp_path / "again.xlsx", entity="FAO", language=language, master=master)
    sheet = load_workbook(tmp_path / "again.xlsx")["Contributions"]
    written = {cell.value for cell in sheet[3]}
    assert {codelist(PLAN, "role", language).label("LEAD"), codelist(PLAN, "change", language).label("SAME")} <= written
    result = read((tmp_path / "again.xlsx").read_bytes(), tmp_path, "back.xlsx")
    assert result.checked.answers[0].unchanged
    assert [state.state for state in result.checked.files] == ["skipped"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_nobody_filled_is_known(language: str, tmp_path: Path) -> None:
    """Nothing a template prints is taken for an answer, in any language, remembered or not."""
    buffer = BytesIO()
    emg.write_template(buffer, entity="FAO", language=language)
    result = read(buffer.getvalue(), tmp_path)
    assert result.findings.empty
    assert [state.state for state in result.checked.files] == ["skipped"]


@pytest.mark.parametrize("language", OTHERS)
def test_saved_by_another_program(language: str, tmp_path: Path, libreoffice: LibreOffice) -> None:
    """A filled template saved as .ods gives the same row, and nothing of what its formulas say is an answer."""
    (tmp_path / "FAO.xlsx").write_bytes(filled(language))
    saved = libreoffice.convert(tmp_path / "FAO.xlsx", "ods", tmp_path / "out")
    result = emg.validate(saved, day=DAY)
    assert [row.row.values["role"] for row in result.checked.contributions] == ["LEAD"]
    assert {f.code for f in result.checked.findings} == {"format-foreign"}
