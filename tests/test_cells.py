"""One cell read by its column: what people write for several names, links, days and "the same again"."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

import emg_xlsx as emg
from emg_xlsx.findings import Finding
from emg_xlsx.values import Answer
from tests.people import FORM, META, PLAN, answer, checked, contributions, kept, said, told, workbook

HEAD = "| Ref. | Our role | What we do | Status | {} |\n"


def one(title: str, text: str) -> tuple[object, list[Finding]]:
    """The value of one cell in a column of this title, and the findings about it."""
    result = answer(contributions(HEAD.format(title) + f"| A01 | Lead | We chair | In progress | {text} |"))
    key = next(key for key, column in result.contributions[0].columns.items() if column == 5)
    return result.contributions[0].values[key], [f for f in result.findings if f.cell == "E2"]


PARTNERS = "Partners (optional)"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("UNEP and FAO", "UNEP; FAO"),
        ("UNEP & FAO", "UNEP; FAO"),
        ("UNEP, FAO and WHO", "UNEP; FAO; WHO"),
        ("UNEP, FAO, and WHO", "UNEP; FAO; WHO"),
        ("PNUE et OMS", "UNEP; WHO"),
        ("Food and Agriculture Organization of the United Nations and UNEP", "FAO; UNEP"),
        ("United Nations Educational, Scientific and Cultural Organization", "UNESCO"),
        ("Department of Economic and Social Affairs, Economic Commission for Africa", "DESA; ECA"),
        ("UNEP and a network of cities", "UNEP; a network of cities"),
        ("Ministry of Water and Energy", "Ministry of Water and Energy"),
        ("Ministry of Water and Energy; UNEP/FAO", "Ministry of Water and Energy; UNEP; FAO"),
    ],
)
def test_partners_are_told_apart(text: str, value: str) -> None:
    """Known entities are told apart whatever joins them; names with such words inside stay whole."""
    assert one(PARTNERS, text) == (value, [])


LINKS = "Link to evidence (optional)"


@pytest.mark.parametrize(
    ("text", "value", "suggestion"),
    [
        ("www.a.org and https://x.org/a b", "https://x.org/a", "https://www.a.org; https://x.org/a"),
        ("see unep.org/report", None, "https://unep.org/report"),
        ("see our website", None, None),
        ("https://a.org, https://b.org and more", "https://a.org; https://b.org", "https://a.org; https://b.org"),
    ],
)
def test_links_that_are_not_all_links(text: str, value: str | None, suggestion: str | None) -> None:
    """What is a link is kept and named; the suggestion has every address, each with its beginning."""
    found, (finding,) = one(LINKS, text)
    assert (found, finding.code, finding.suggestion) == (value, "link-unreadable", suggestion)
    assert all(link in str(finding.facts["kept"]) for link in (value or "").split("; "))


@pytest.mark.parametrize(
    "text", ["https://a.org, https://b.org.", "https://a.org and https://b.org", "https://a.org ; https://b.org"]
)
def test_links_in_a_row(text: str) -> None:
    """Commas, and a word between links, are no part of them."""
    value, findings = one(LINKS, text)
    assert value == "https://a.org; https://b.org"
    assert {f.code for f in findings} <= {"spaces-trimmed"}


@pytest.mark.parametrize("text", ["2022", "1500", "0.5", "0007"])
def test_number_as_text_is_no_news(text: str) -> None:
    """A number that is read as it is written has no finding, also where it was stored as text."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Contributions")
        sheet.write_row(0, 0, ["Ref.", "Our role", "What we do", "Status", "Amount, USD (optional)"])
        sheet.write_row(1, 0, ["A01", "Lead", "We chair", "In progress"])
        sheet.write_string(1, 4, text)
    result = answer(buffer.getvalue())
    assert said(result, "amount_usd") == [(float(text),)]
    assert [f for f in result.findings if f.cell == "E2"] == []


def test_two_statuses_are_named() -> None:
    """A cell with two answers is asked about with both."""
    table = HEAD.format("Partners (optional)") + "| A01 | Lead | We chair | completed and ongoing | |"
    (finding,) = [f for f in answer(contributions(table)).findings if f.code == "value-ambiguous"]
    assert all(word in finding.message() for word in ("Completed", "In progress"))


SCHEDULE = "Our schedule (blank = as in the plan)"


def test_whole_year_is_asked_about_as_one() -> None:
    """A year is recorded as the whole year, and the question says so."""
    value, findings = one(SCHEDULE, "2022")
    assert (value, [f.code for f in findings]) == ("2022", ["schedule-whole-year"])


def formatted(serial: float, number_format: str, title: str) -> Answer:
    """The answer with one number cell of this format."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Contributions")
        sheet.write_row(0, 0, ["Ref.", "Our role", "What we do", "Status", title])
        sheet.write_row(1, 0, ["A01", "Lead", "We chair", "In progress"])
        sheet.write_number(1, 4, serial, book.add_format({"num_format": number_format}))
    return answer(buffer.getvalue())


def dated(serial: float, number_format: str, title: str = SCHEDULE) -> list[Finding]:
    """The findings about a date cell of this format."""
    return [f for f in formatted(serial, number_format, title).findings if f.cell == "E2"]


def test_time_of_day_is_told() -> None:
    """A date that shows a time of day is kept as a day, with a note that names the time."""
    (finding,) = dated(44635.604166666664, "d mmm yyyy h:mm")
    assert (finding.code, finding.facts["time"], finding.value) == ("time-dropped", "14:30", "15 Mar 2022 14:30")


@pytest.mark.parametrize(
    ("serial", "number_format", "shown"),
    [
        (0.5, "0%", "50%"),
        (0.125, "0.0%", "12.5%"),
        (10 / 24, "hh:mm", "10:00"),
        (13.5 / 24, "h:mm AM/PM", "1:30 PM"),
        (1.5, "[h]:mm", "36:00"),
        (44635.604166666664, "d mmm yyyy h:mm", "15 Mar 2022 14:30"),
    ],
)
def test_words_keep_what_the_cell_shows(serial: float, number_format: str, shown: str) -> None:
    """A percentage, a time or a moment in a column of words is kept as its sender sees it, with nothing to ask."""
    result = formatted(serial, number_format, "Progress or result")
    assert said(result, "progress") == [(shown,)]
    assert [f for f in result.findings if f.cell == "E2"] == []


@pytest.mark.parametrize(
    ("serial", "number_format", "title", "code", "shown"),
    [
        (0.5, "0%", SCHEDULE, "schedule-unclear", "50%"),
        (0.5, "0%", "Kind of contribution (optional)", "value-unknown", "50%"),
        (0.5, "0%", "Amount, USD (optional)", "number-percent", "50%"),
        (10 / 24, "h:mm", SCHEDULE, "schedule-unclear", "10:00"),
        (10 / 24, "h:mm AM/PM", SCHEDULE, "schedule-unclear", "10:00 AM"),
        (44635.0, "h:mm", SCHEDULE, "schedule-unclear", "00:00"),
        (10 / 24, "h:mm", "Amount, USD (optional)", "type-wrong", "10:00"),
        (10 / 24, "h:mm", "Staff time, work-months (optional)", "type-wrong", "10:00"),
    ],
)
def test_what_the_cell_shows_is_quoted(serial: float, number_format: str, title: str, code: str, shown: str) -> None:
    """A question quotes the cell as its sender sees it, and a time of day never becomes a date."""
    result = formatted(serial, number_format, title)
    assert [(f.code, f.value) for f in result.findings if f.cell == "E2"] == [(code, shown)]
    assert said(result, "first_day", "last_day") == [(None, None)]
    assert shown in result.contributions[0].seen.values()


@pytest.mark.parametrize(("serial", "number_format"), [(44635.0, "d mmm yyyy h:mm"), (44635.6, "d mmm yyyy")])
def test_time_nobody_sees_is_no_news(serial: float, number_format: str) -> None:
    """Midnight, and a time that the cell does not show, have no note."""
    assert dated(serial, number_format) == []


# ---------------------------------------------------------------- nothing, and the same again

ROWS = (
    "| Ref. | Our role | What we do | Status | Partners (optional) |\n| A01 | Lead | We chair | In progress | UNEP |\n"
)


def test_rows_of_words_for_nothing_are_told_once() -> None:
    """Rows that say only N/A or a dash are no contributions; one note counts them."""
    result = checked(contributions(ROWS + "| A02 | N/A | N/A | - | n/a |\n| A03 | - | néant | | |\n| A04 | | | | |"))
    assert [row.row.values["ref"] for row in result.contributions] == ["A01"]
    (note,) = [f for f in result.findings if f.code == "rows-nothing"]
    assert (note.sheet, note.value, note.facts["count"], note.facts["rows"]) == ("Contributions", "N/A", 2, "3, 4")


def test_template_with_nothing_but_dashes_is_an_answer() -> None:
    """Who writes a dash has touched the template: the file is not skipped as an empty one."""
    meta = {"kind": "template", "plan": PLAN.id, "entity": "UNEP"}
    sheets = {"Entity": "| Your entity | UNEP |", "Contributions": "| Ref. | Our role | What we do |\n| A01 | - | - |"}
    assert not answer(workbook(sheets, meta)).blank


def test_idem_is_asked_about_and_never_recorded() -> None:
    """Each cell that points to the one above is one query with what stands there, and stays empty."""
    result = checked(contributions(ROWS + "| A02 | idem | Same as above | ditto | 〃 |"))
    (_, row) = result.contributions
    assert [row.row.values[key] for key in ("ref", "role", "description", "status", "partners")] == ["A02", *[None] * 4]
    asked = {f.cell: f.suggestion for f in result.findings if f.row == 3}
    assert asked == {"B3": "Lead", "C3": "We chair", "D3": "In progress", "E3": "UNEP"}
    assert told(result.findings) >= {("same-as-above", "Contributions", f"{c}3") for c in "BCDE"}
    assert kept(result) == set()


def test_idem_in_several_rows_means_the_text_above_all() -> None:
    """A chain of them points to the last cell that says something."""
    result = answer(contributions(ROWS + "| A02 | Lead | idem | Delayed | |\n| A03 | Lead | idem | Delayed | |"))
    assert {f.cell: f.suggestion for f in result.findings if f.code == "same-as-above"} == {
        "C3": "We chair",
        "C4": "We chair",
    }


# ---------------------------------------------------------------- what formats and forms say


@pytest.mark.parametrize(
    ("number_format", "codes"),
    [
        ("[$€-40C] #,##0.00", ["number-currency"]),
        ('"CHF" #,##0', ["number-currency"]),
        ('#,##0 "euros"', ["number-currency"]),
        ("£#,##0", ["number-currency"]),
        ("[$$-409]#,##0.00", []),
        ('"US$" #,##0', []),
        ('#,##0 "USD"', []),
        ("[$-409]#,##0", []),
        ('#,##0 "approx."', []),
        ("$#,##0", []),
        (None, []),
    ],
)
def test_money_in_another_currency_is_asked_about(number_format: str | None, codes: list[str]) -> None:
    """An amount that the cell shows in another currency than the dollar is never taken as dollars."""
    assert [f.code for f in dated(500, number_format or "General", "Amount, USD")] == codes


def test_a_day_among_partners_is_seen_as_one() -> None:
    """A date cell in a field of names stands as the sender sees it, not as a serial number."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Contributions")
        sheet.write_row(0, 0, ["Ref.", "Our role", "What we do", "Status", "Partners"])
        sheet.write_row(1, 0, ["A01", "Lead", "We chair", "In progress"])
        sheet.write_number(1, 4, 44621, book.add_format({"num_format": "d mmm yyyy"}))
    (row,) = answer(buffer.getvalue()).contributions
    assert row.values["partners"] == "1 Mar 2022"


def form(**answers: object) -> Answer:
    """A submission of UNEP whose form says so."""
    lines = "\n".join(f"| {label.replace('_', ' ')} | {value} |" for label, value in answers.items())
    table = "| Ref. | Our role | What we do | Status |\n| A01 | Lead | We chair | In progress |"
    return answer(workbook({"Entity": f"{FORM}\n{lines}", "Contributions": table}, META))


@pytest.mark.parametrize(
    ("said", "call", "codes"),
    [
        ("2022-mid-term", "2022-mid-term", []),
        ("2021-planning", "2022-mid-term", ["round-two"]),
        ("2023-x", "2022-mid-term", ["round-unknown"]),
    ],
)
def test_a_round_somebody_wrote(said: str, call: str, codes: list[str]) -> None:
    """A round in the form other than the one the template was made for is asked about, an unknown one, too."""
    result = form(Round=said)
    assert result.round == call
    assert [f.code for f in result.findings if f.code.startswith("round")] == codes


def test_an_address_with_a_name() -> None:
    """An address as mail programs copy it is taken out of its brackets, with a note."""
    table = "| Ref. | Our role | What we do | Status |\n| A01 | Lead | We chair | In progress |"
    lines = FORM.replace("a.person@unep.example", "A. Person <a.person@unep.example>")
    result = answer(workbook({"Entity": lines, "Contributions": table}, META))
    assert result.form["email"] == "a.person@unep.example"
    assert [f.code for f in result.findings if f.field == "email"] == ["value-synonym"]


QUOTE = "May we print your words in papers for Senior Officials?"


@pytest.mark.parametrize(("said", "printed"), [("Yes", "YES"), ("No", "NOTEXT"), ("nein", "NOTEXT"), ("0", "NOTEXT"),
                                               ("not yet", "NOTEXT"), ("", "YES")])  # fmt: skip
def test_no_consent_without_a_yes(said: str, printed: str, tmp_path: Path) -> None:
    """Words are printed where the answer is yes or blank, never where it was not understood."""
    table = "| Ref. | Our role | What we do | Status |\n| A01 | Lead | We chair | In progress |"
    data = workbook({"Entity": f"{FORM}| {QUOTE} | {said} |", "Contributions": table}, META)
    (tmp_path / "UNEP.xlsx").write_bytes(data)
    assert emg.merge(tmp_path).contributions["print"].tolist() == [printed]


@pytest.mark.parametrize(
    ("text", "value", "codes"),
    [
        ("Training; Data, cases or reporting", "TRAIN; DATA", []),
        ("Tool, guidance or platform;Training", "TOOL; TRAIN", []),
        ("Interpretation, translation, rooms or logistics", "SERVICE", []),
        ("Training, Piloting", "TRAIN; PILOT", []),
    ],
)
def test_exact_labels_in_a_list_need_no_word(text: str, value: str, codes: list[str]) -> None:
    """Labels that have commas in them are whole, alone and in a list."""
    found, findings = one("Kind of contribution (optional)", text)
    assert (found, [f.code for f in findings]) == (value, codes)


# ---------------------------------------------------------------- figures

MONTHS, AMOUNT = "Staff time, work-months (optional)", "Amount, USD (optional)"


@pytest.mark.parametrize(
    ("text", "proposal"), [("2.55", "2.6"), ("0.25", "0.3"), ("1.04", "1"), ("=A9*1 → 0.333", "0.3")]
)
def test_more_decimals_than_are_shown_are_a_note(text: str, proposal: str) -> None:
    """Staff time with more than one decimal is kept as given, and its sender told how tables show it."""
    value, findings = one(MONTHS, text)
    assert value == float(text.rpartition(" ")[2])
    assert [(f.code, f.suggestion) for f in findings if f.code != "formula-value"] == [("number-decimals", proposal)]


@pytest.mark.parametrize(("title", "text"), [(MONTHS, "2.5"), (MONTHS, "0.30000000000000004"), (AMOUNT, "1500.55")])
def test_decimals_that_are_shown_are_no_news(title: str, text: str) -> None:
    """One decimal of staff time, what a computer adds to it, and cents are as they should be."""
    assert one(title, text)[1] == []


@pytest.mark.parametrize(
    ("text", "codes"), [("1000000000", []), ("1000000001", ["amount-high"]), ("1" + "0" * 300, ["amount-high"])]
)
def test_absurd_amounts_are_asked_about(text: str, codes: list[str]) -> None:
    """An amount of more than a thousand million is merged as given, and asked about."""
    row = HEAD.format(AMOUNT) + f"| A01 | Lead | We chair | In progress | {text} |"
    result = checked(contributions(row))
    assert [f.code for f in result.findings if f.cell == "E2" and f.code != "number-spelled"] == codes
    assert result.contributions[0].row.values["amount_usd"] == float(text)


def test_absurd_staff_time_has_no_decimals() -> None:
    """A number so large that its decimals are lost is asked about once."""
    row = HEAD.format(MONTHS) + f"| A01 | Lead | We chair | In progress | {'1' + '0' * 300} |"
    assert [f.code for f in checked(contributions(row)).findings if f.cell == "E2"] == ["staff-months-high"]
