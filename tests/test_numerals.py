"""Numbers and work-months typed as text."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from emg_xlsx.numerals import REASONS, Numeral, parse_number, parse_work_months

STYLES = {
    "en": (",", "."),
    "de": (".", ","),
    "fr": ("\u202f", ","),
    "es": ("\u00a0", ","),
    "ch": ("'", "."),
    "": ("", "."),
}
VERDICT_OF_REASON = {
    "": {"ok", "blank"},
    "spelled": {"note"},
    "not-a-number": {"error"},
    "too-many-digits": {"error"},
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,500.50", 1500.5),
        ("1.500,50", 1500.5),
        ("1 500,50", 1500.5),
        ("1\u202f500,50", 1500.5),
        ("1'500.50", 1500.5),
        ("1’500.–", 1500),
        ("12,000,000", 12_000_000),
        ("12.000.000", 12_000_000),
        ("12.000.000,5", 12_000_000.5),
        ("10 000 000", 10_000_000),
        ("0,5", 0.5),
        ("1,25", 1.25),
        ("0,500", 0.5),
        (",5", 0.5),
        ("1234,567", 1234.567),
        ("½", 0.5),
        ("1½", 1.5),
        ("1 1/2", 1.5),
        ("USD 10k", 10_000),
        ("10 000 $", 10_000),
        ("US$ 10'000", 10_000),
        ("U.S.$5", 5),
        ("k$ 10", 10_000),
        ("10 kUSD", 10_000),
        ("2 million", 2_000_000),
        ("1,5 million de dollars", 1_500_000),
        ("2 mille", 2000),
        ("2万", 20_000),
        ("٢٫٥", 2.5),
        ("١٬٥٠٠", 1500),
        ("２，５", 2.5),
        ("+5", 5),
        ("Total: 5", 5),
    ],
)
def test_spellings_are_understood(text: str, value: float) -> None:
    """A number in the way of any office is read, and told."""
    assert parse_number(text) == Numeral(value, "note", "spelled")


@pytest.mark.parametrize(("text", "value"), [("1500", 1500), ("0.5", 0.5), (" 12 ", 12), ("-3", -3), ("0", 0)])
def test_plain_numbers_are_not_remarked_upon(text: str, value: float) -> None:
    """A plain number in a text cell gives nothing to say."""
    assert parse_number(text) == parse_work_months(text) == Numeral(value, "ok")


@pytest.mark.parametrize("text", ["(500)", "−500", "-500 USD", "USD -500", "-$500", "$ (500)", "minus 500"])
def test_negative_numbers_keep_their_sign(text: str) -> None:
    """A minus or brackets make a negative number, for the caller to judge."""
    assert parse_number(text).value == -500


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("1,500", 1500),
        ("1.500", 1500),
        ("USD 12,000", 12_000),
        ("1,500k", 1_500_000),
        ("1 500,000", 1_500_000),
        ("-1.500", -1500),
    ],
)
def test_one_separator_before_three_digits_is_never_guessed(text: str, proposal: float) -> None:
    """What is a thousand here and a decimal there is asked, with the thousands proposed."""
    assert parse_number(text) == Numeral(None, "query", "ambiguous-separator", proposal)


@pytest.mark.parametrize(
    ("text", "reason", "proposal"),
    [
        ("2-3", "range", 2.5),
        ("2 – 3", "range", 2.5),
        ("2 to 3", "range", 2.5),
        ("entre 2 et 3", "range", 2.5),
        ("USD 10-15k", "range", 12_500),
        ("3-2", "range", None),
        ("1,500-2,000", "range", None),
        ("EUR 500", "currency-other", None),
        ("CHF 1'500.-", "currency-other", None),
        ("€5", "currency-other", None),
        ("A$ 5", "currency-other", None),
        ("USD 10k (EUR 9k)", "currency-other", None),
        ("25%", "percent", None),
        ("25 pour cent", "percent", None),
        ("5-10 %", "percent", None),
        ("2 workshops", "with-unit", 2),
        ("5 d", "with-unit", 5),
        ("5000 per year", "with-unit", 5000),
        ("5-", "with-unit", 5),
        ("10²", "with-unit", 10),
        ("1/2", "fraction", 0.5),
        ("3/2", "several-numbers", None),
        ("2022-03-04", "several-numbers", None),
        ("5 000 for travel, 300 for rooms", "several-numbers", None),
        ("We will hold 3 workshops with partners", "words", None),
        ("5" + " x" * 100, "words", None),
        ("two", "words", 2),
        ("about half", "words", 0.5),
    ],
)
def test_doubtful_figures_are_asked(text: str, reason: str, proposal: float | None) -> None:
    """What is not one number of the column's unit stays empty and is asked, with a proposal where there is one."""
    assert parse_number(text) == Numeral(None, "query", reason, proposal)


@pytest.mark.parametrize(
    "text", ["approx. 2", "~2", "2?", "ca. 2", "environ 2", "about 2", "up to 2", "<2", "2+", "al menos 2"]
)
def test_approximate_figures_are_taken_and_confirmed(text: str) -> None:
    """An approximate number counts as written and is shown for confirmation."""
    assert parse_number(text) == Numeral(2, "query", "approximate", 2)


@pytest.mark.parametrize("text", ["abc", "month", "in kind", "one more thing", "1,5,0", "12,34.5", "5'30", "1.500 000"])
def test_what_is_no_number_is_an_error(text: str) -> None:
    """Words without digits and groups of digits that no country writes cannot be stored."""
    assert parse_number(text) == Numeral(None, "error", "not-a-number")


@pytest.mark.parametrize("text", ["1" * 19, "0." + "3" * 30, "9" * 90, "1 bn bn bn", "999 million million million"])
def test_huge_numbers_are_errors(text: str) -> None:
    """More than eighteen digits are a mistake, not a quantity."""
    assert parse_number(text) == Numeral(None, "error", "too-many-digits")


@pytest.mark.parametrize("text", ["", "  ", "N/A", "-", "–", "néant", "nil", "s/o"])
def test_blank_words_are_blank(text: str) -> None:
    """A dash or N/A is no number and no mistake."""
    assert parse_number(text) == parse_work_months(text) == Numeral(None, "blank")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 w/m", 2),
        ("2 pm", 2),
        ("2 work-months", 2),
        ("0.5 person months", 0.5),
        ("1 month", 1),
        ("3 mois", 3),
        ("1,5 mois de travail", 1.5),
        ("2 meses", 2),
        ("3 个月", 3),
        ("2m", 2),
    ],
)
def test_months_may_be_spelled(text: str, value: float) -> None:
    """Work-months with their unit are understood, and told."""
    assert parse_work_months(text) == Numeral(value, "note", "spelled")


@pytest.mark.parametrize(
    ("text", "reason", "proposal"),
    [
        ("21 days", "with-unit", 1),
        ("10 jours ouvrables", "with-unit", 0.48),
        ("21 weeks", "with-unit", 5),
        ("2 semanas", "with-unit", 0.48),
        ("0.25 FTE", "with-unit", 3),
        ("0,5 ETP", "with-unit", 6),
        ("0.25 full-time equivalent", "with-unit", 3),
        ("1 year", "with-unit", 12),
        ("2 days per week", "with-unit", None),
        ("2 staff", "with-unit", None),
        ("USD 500", "with-unit", None),
        ("40 hours", "with-unit", None),
        ("2-3 months", "range", 2.5),
        ("21-63 days", "range", 2),
        ("~ 2 weeks", "with-unit", 0.48),
        ("two months", "words", 2),
        ("half a year", "words", 6),
        ("1.500 months", "ambiguous-separator", 1500),
        ("50%", "percent", None),
        ("1 month 2 weeks", "several-numbers", None),
    ],
)
def test_other_units_are_converted_only_as_a_proposal(text: str, reason: str, proposal: float | None) -> None:
    """Days, weeks, years and full-time equivalents stay empty and are asked, with their months proposed."""
    assert parse_work_months(text) == Numeral(None, "query", reason, proposal)


@given(
    st.integers(0, 10**9).flatmap(lambda whole: st.tuples(st.just(whole), st.integers(0, 99))),
    st.sampled_from(sorted(STYLES)),
    st.sampled_from([0, 1, 2]),
    st.sampled_from(["{}", "-{}", "USD {}", "{} $", "({})"]),
)
@example((1500, 0), "en", 0, "{}")
def test_formatted_numbers_parse_back(number: tuple[int, int], style: str, decimals: int, frame: str) -> None:
    """A number written in the style of any locale is read back as itself, or asked with itself proposed."""
    whole, cents = number
    thousands, point = STYLES[style]
    written = f"{whole:,}".replace(",", thousands)
    value = float(whole)
    if decimals:
        fraction = f"{cents:02}"[:decimals]
        written, value = f"{written}{point}{fraction}", float(f"{whole}.{fraction}")
    if frame.startswith(("-", "(")):
        value = -value
    found = parse_number(frame.format(written))
    assert value in (found.value, found.proposal)
    assert (found.value is None) == (found.reason == "ambiguous-separator")
    if decimals or whole < 1000 or style not in {"en", "de"}:
        assert found.value == value


@given(st.text(max_size=40) | st.text(st.sampled_from("0123456789 .,'-()/%$€½km'to~+wdays٫٬"), max_size=30))
def test_parsing_never_raises(text: str) -> None:
    """Any text gives a verdict whose parts agree."""
    for found in (parse_number(text), parse_work_months(text)):
        assert found.reason in REASONS
        assert found.verdict in VERDICT_OF_REASON.get(found.reason, {"query"})
        assert (found.value is not None) == (found.verdict in {"ok", "note"} or found.reason == "approximate")
        assert found.proposal is None or (found.verdict == "query" and math.isfinite(found.proposal))
