"""Numbers that were typed as text, in the spellings of the world's offices.

A text becomes tokens (numbers, words, signs); each word has at most one meaning (a multiplier, a currency, a
unit, "about" ...); what the tokens mean together gives one verdict. What can be read in two ways is never
guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from emg_xlsx.text import clean, digits, is_blank_word

Verdict = Literal["ok", "note", "query", "error", "blank"]

WORKING_DAYS_PER_MONTH = 21
WORKING_DAYS_PER_WEEK = 5
MONTHS_PER_YEAR = 12

REASONS = (
    "", "spelled", "ambiguous-separator", "range", "approximate", "with-unit", "currency-other", "percent", "fraction",
    "several-numbers", "words", "not-a-number", "too-many-digits",
)  # fmt: skip
"""Every reason a ``Numeral`` can have.

``spelled`` comes with a note, the last two with an error, the empty one with ok or blank, the others with a
query.
"""

_LONGEST = 100
"""Characters beyond which a text is a sentence, not a number."""
_MOST_DIGITS = 18
_MOST_WORDS = 4
"""Unknown words beyond which a text is a sentence, whose number is not proposed as the quantity."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """What a text says as a number.

    Attributes:
        value: the number as it may be stored (it may be negative), or None.
        verdict: ``ok`` a plain number; ``note`` understood without doubt; ``query`` to be confirmed;
            ``error`` no number; ``blank`` nothing there.
        reason: one of ``REASONS``.
        proposal: with a query, the number to propose or confirm, where there is one. For an ambiguous
            separator it is the reading as thousands; the other reading is a thousandth of it.
    """

    value: float | None
    verdict: Verdict
    reason: str = ""
    proposal: float | None = None


def parse_number(text: str) -> Numeral:
    """The quantity, or amount in US dollars, that a text stands for.

    Separators of thousands and decimals are read in English, French, German, Spanish and Swiss ways;
    ``1,500`` and ``1.500`` are queried. Multipliers (``10k``, ``2 million``) and the US dollar's names are
    understood; other currencies, other units, percentages, ranges and approximate figures give a query.
    Never raises.
    """
    return _parse(text, _AMOUNTS)


def parse_work_months(text: str) -> Numeral:
    """The number of work-months that a text stands for.

    Months may be spelled (``2 w/m``, ``3 mois``). Days, weeks, years and full-time equivalents give a query
    with a proposed conversion: 21 working days are a month, 5 a week, 12 months a year, and a full-time
    equivalent is taken for a year. Never raises.
    """
    return _parse(text, _WORK_MONTHS)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words a column understands: multipliers, units with their size, and words that change nothing."""

    multipliers: Mapping[str, float]
    units: Mapping[str, float]
    fillers: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Literal["number", "word", "sign"]
    text: str
    value: float = 0.0
    doubt: str = ""
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the tokens of one text say: its numbers, the joiners between them, and what else was met."""

    amounts: tuple[_Token, ...]
    negative: bool
    joined: frozenset[str]
    units: frozenset[float]
    unknown: tuple[str, ...]
    words: frozenset[str]


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_US_DOLLAR = _words("usd us $ dollar dollars dólar dólares доллар доллара долларов 美元 دولار")
_OTHER_CURRENCY = _words(
    "eur euro euros евро 欧元 chf sfr fr frs franc francs franco francos gbp sterling pound pounds jpy yen cny rmb yuan"
    " cad aud nzd nok sek dkk kes inr rub xaf xof brl mxn zar thb sgd krw aed руб"
)
_PERCENT = _words("% ‰ percent pourcent pct cent ciento prozent")
_APPROXIMATE = _words(
    "~ ≈ < > ≤ ≥ + ? about approx approximately around circa ca c roughly estimated estimate est almost nearly up least"
    " most max maximum min minimum over under more less than env environ presque près moins plus jusqu'à jusqu"
    " aprox aproximadamente alrededor cerca casi unos unas hasta más menos que mínimo máximo около примерно 约 حوالي"
)
_RANGE = _words("- … to till à a al au or ou o and et y bis до 至 到 إلى")
_NOISE = _words(". , ; : = ( ) [ ] / \" ' _ minus of de the la le total in en")
_MINUS = _words("- minus")
_MULTIPLIERS = {
    **dict.fromkeys(_words("k thousand mille mil tsd тыс 千 ألف"), 1e3),
    **dict.fromkeys(_words("万"), 1e4),
    **dict.fromkeys(_words("m mn mio million millions millón millon millones млн 百万 مليون"), 1e6),
    **dict.fromkeys(_words("bn milliard milliards млрд"), 1e9),
}
_MONTH_WORDS = (
    "month months mo m mm w/m wm p/m pm s/m mois mes meses месяц месяца месяцев мес 月 个月 شهر شهور أشهر"
    " workmonth workmonths"
)
_UNITS = {
    **dict.fromkeys(_words(_MONTH_WORDS), 1.0),
    **dict.fromkeys(
        _words("day days d p/d pd jour jours j día días dia dias день дня дней 天 يوم أيام"),
        1 / WORKING_DAYS_PER_MONTH,
    ),
    **dict.fromkeys(
        _words("week weeks wk wks w p/w pw semaine semaines sem semana semanas неделя недели недель 周 أسبوع أسابيع"),
        WORKING_DAYS_PER_WEEK / WORKING_DAYS_PER_MONTH,
    ),
    **dict.fromkeys(
        _words(
            "year years yr yrs an ans année années año años fte ftes etp etc equivalent équivalent equivalente"
            " год года лет 年 سنة"
        ),
        float(MONTHS_PER_YEAR),
    ),
}
_AMOUNTS = _Vocabulary(_MULTIPLIERS, {}, _US_DOLLAR)
_WORK_MONTHS = _Vocabulary(
    {},
    _UNITS,
    _words(
        "work working workday person persons people staff man full time travail ouvrables ouvrable ouvrés personne"
        " personnes homme hommes temps plein trabajo persona personas personal hombre hábiles laborables tiempo"
        " completo"
    ),
)
_NUMBER_WORDS = {
    word: number
    for number, listed in {
        0.0: "zero zéro cero", 0.5: "half demi medio media", 1.0: "one", 2.0: "two deux dos", 3.0: "three trois tres",
        4.0: "four quatre cuatro", 5.0: "five cinq cinco", 6.0: "six seis", 7.0: "seven sept siete",
        8.0: "eight huit ocho", 9.0: "nine neuf nueve", 10.0: "ten dix diez", 11.0: "eleven onze once",
        12.0: "twelve douze doce",
    }.items()
    for word in listed.split()
}  # fmt: skip

_TOKEN = re.compile(
    r"""
    (?P<fraction>(?:(?P<whole>\d{1,6})[ ])?(?P<top>\d{1,2})(?P<bar>[/⁄])(?P<bottom>\d{1,2})(?![\d/]))
    |(?P<number>[.,٫]?\d+(?:[.,'٫٬]\d+|[ ]\d{3}(?!\d))*)
    |(?P<word>[^\W\d_]+(?:[/'][^\W\d_]+)?)
    |(?P<sign>\S)
    """,
    re.VERBOSE,
)
_PLAIN = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_SEPARATED = re.compile(r"[.,'٫٬ ]")
_THOUSANDS_OF_CURRENCY = re.compile(r"\b([km])(usd|eur|chf|gbp)\b")
_OTHER_DOLLAR = re.compile(r"\b(?!us\b|usd\b|[km]\b)[a-z]{1,3}\$")
"""``A$`` and ``CA$`` are not the US dollar; ``k$`` is a thousand of it."""
_ONE_SIGN = str.maketrans(dict.fromkeys("’‘ʼ`´′", "'") | dict.fromkeys("‐‑‒–—―−", "-"))
_VULGAR = str.maketrans({c: " " + unicodedata.normalize("NFKD", c) for c in "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"})


def _parse(text: str, vocabulary: _Vocabulary) -> Numeral:
    if is_blank_word(text):
        return Numeral(None, "blank")
    plain = clean(digits(text)).translate(_VULGAR).translate(_ONE_SIGN).casefold().replace("u.s.", "us")
    if len(plain) > _LONGEST:
        has_digit = any(char.isdecimal() for char in plain)
        return _query("words") if has_digit else _error("not-a-number")
    tokens = list(_tokens(_OTHER_DOLLAR.sub("¤", _THOUSANDS_OF_CURRENCY.sub(r"\1 \2", plain)).removeprefix("+")))
    if not any(token.kind == "number" for token in tokens):
        return _number_words(tokens, vocabulary)
    found = _judge(_read(tokens, vocabulary), vocabulary)
    if found.verdict == "note" and _PLAIN.fullmatch(clean(text)):
        return replace(found, verdict="ok", reason="")
    return found


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if match["fraction"]:
            yield _fraction(match)
        elif match["number"]:
            yield _number(match["number"])
        else:
            yield _Token("word" if kind == "word" else "sign", match.group())


def _fraction(match: re.Match[str]) -> _Token:
    """``1 1/2`` and ``½`` are plain; ``1/2`` alone may also be a date or an alternative."""
    top, bottom = int(match["top"]), int(match["bottom"])
    if not top < bottom <= 10:
        return _Token("number", match.group(), 0.0, "several-numbers")
    sure = match["bar"] == "⁄" or match["whole"]
    return _Token("number", match.group(), int(match["whole"] or 0) + top / bottom, "" if sure else "fraction")


def _number(spelled: str) -> _Token:
    """A number by its groups of digits and what stands between them."""
    groups = _SEPARATED.split(spelled)
    marks = _SEPARATED.findall(spelled)
    if sum(map(len, groups)) > _MOST_DIGITS:
        return _Token("number", spelled, 0.0, "too-many-digits")
    decimal = _decimal_mark(groups, marks)
    if decimal == "both":
        return _Token("number", spelled, float("".join(groups)), "ambiguous-separator")
    fraction = groups.pop() if decimal == "last" else ""
    thousands = marks[:-1] if decimal == "last" else marks
    if thousands and (len(set(thousands)) > 1 or not _grouped(groups) or set(thousands) == {"٫"}):
        return _Token("number", spelled, 0.0, "not-a-number")
    return _Token("number", spelled, float(f"{''.join(groups) or 0}.{fraction or 0}"))


def _decimal_mark(groups: list[str], marks: list[str]) -> Literal["none", "last", "both"]:
    """Whether the last separator marks decimals: no, yes, or both readings hold.

    A point or comma that stands once, with three digits behind it and one to three (not a zero) before, may
    be either; so it may behind thousands set apart by spaces or apostrophes (``1 500,000``).
    """
    if not marks or marks[-1] not in ".,٫" or marks.count(marks[-1]) > 1:
        return "none"
    if marks[-1] == "٫" or len(groups[-1]) != 3 or not _grouped(groups):
        return "last"
    others = set(marks[:-1])
    return "both" if others <= {" "} or others <= {"'"} else "last"


def _grouped(groups: list[str]) -> bool:
    """Whether the groups can be thousands: one to three digits, not beginning with a zero, then threes."""
    return 1 <= len(groups[0]) <= 3 and groups[0][0] != "0" and all(len(group) == 3 for group in groups[1:])


def _read(tokens: list[_Token], vocabulary: _Vocabulary) -> _Reading:
    """Sort the tokens by what they mean; a multiplier goes to the number before it, else to all behind."""
    amounts: list[_Token] = []
    joined: set[str] = set()
    units: set[float] = set()
    unknown: list[str] = []
    factor = 1.0
    for place, token in enumerate(tokens):
        word = token.text
        if token.kind == "number":
            amounts.append(replace(token, factor=factor))
        elif word in vocabulary.multipliers and amounts:
            amounts[-1] = replace(amounts[-1], factor=amounts[-1].factor * vocabulary.multipliers[word])
        elif word in vocabulary.multipliers:
            factor *= vocabulary.multipliers[word]
        elif word in vocabulary.units:
            units.add(vocabulary.units[word])
        elif not _is_understood(word, vocabulary) or _trailing_minus(tokens, place):
            unknown.append(word)
        if len(amounts) == 1 and token.kind != "number":
            joined.add(word)
    return _Reading(
        tuple(_scaled(amounts)), _is_negative(tokens), frozenset(joined), frozenset(units), tuple(unknown),
        frozenset(token.text for token in tokens if token.kind != "number"),
    )  # fmt: skip


def _scaled(amounts: list[_Token]) -> Iterator[_Token]:
    """The numbers times their multipliers; in ``10-15k`` the last one's counts for both."""
    for amount in amounts:
        last = amounts[-1]
        factor = last.factor if amount.factor == 1 and amount.value < last.value else amount.factor
        yield replace(amount, value=amount.value * factor)


def _is_understood(word: str, vocabulary: _Vocabulary) -> bool:
    known = (vocabulary.fillers, _NOISE, _RANGE, _APPROXIMATE, _PERCENT)
    return any(word in words for words in known) or _is_other_currency(word)


def _is_other_currency(word: str) -> bool:
    return word in _OTHER_CURRENCY or (word != "$" and len(word) == 1 and unicodedata.category(word) == "Sc")


def _trailing_minus(tokens: list[_Token], place: int) -> bool:
    """``5-`` may be a negative number or an open range; ``1500.-`` is a round sum."""
    return tokens[place].text == "-" and place == len(tokens) - 1 and tokens[place - 1].kind == "number"


def _is_negative(tokens: list[_Token]) -> bool:
    """A minus before the first number (``-5``, ``-USD 5``, ``USD -5``), or nothing but a number in brackets."""
    bare = [token for token in tokens if token.text not in _US_DOLLAR]
    if bare[0].text == "(" and bare[-1].text == ")" and all(token.kind == "number" for token in bare[1:-1]):
        return True
    first = next(n for n, token in enumerate(bare) if token.kind == "number")
    return first > 0 and (bare[0].text == "-" or bare[first - 1].text in _MINUS)


def _judge(reading: _Reading, vocabulary: _Vocabulary) -> Numeral:
    """The verdict, the gravest reason first."""
    doubts = {amount.doubt for amount in reading.amounts}
    if "too-many-digits" in doubts or any(amount.value >= 10**_MOST_DIGITS for amount in reading.amounts):
        return _error("too-many-digits")
    if "not-a-number" in doubts:
        return _error("not-a-number")
    if any(_is_other_currency(word) for word in reading.words):
        return _query("with-unit" if vocabulary.units else "currency-other")
    if reading.words & _PERCENT:
        return _query("percent")
    if len(reading.unknown) > _MOST_WORDS:
        return _query("words")
    if len(reading.amounts) > 1:
        return _several(reading, vocabulary)
    amount = reading.amounts[0]
    if amount.doubt == "several-numbers":
        return _query("several-numbers")
    value = 0.0 - amount.value if reading.negative else amount.value
    if amount.doubt:
        return _query(amount.doubt, _converted(value, reading, vocabulary))
    if reading.unknown or not reading.units <= {1.0} or _counts_heads(reading, vocabulary):
        return _query("with-unit", _converted(value, reading, vocabulary))
    if reading.words & _APPROXIMATE:
        return Numeral(value, "query", "approximate", value)
    return Numeral(value, "note", "spelled")


def _several(reading: _Reading, vocabulary: _Vocabulary) -> Numeral:
    """Two numbers joined as a range have their middle proposed; any other lot of numbers is only asked about."""
    if len(reading.amounts) > 2 or not reading.joined & _RANGE:
        return _query("several-numbers")
    low, high = reading.amounts
    sure = low.value <= high.value and not (low.doubt or high.doubt)
    return _query("range", _converted((low.value + high.value) / 2, reading, vocabulary) if sure else None)


def _counts_heads(reading: _Reading, vocabulary: _Vocabulary) -> bool:
    """``2 staff`` names no time."""
    return bool(vocabulary.units) and not reading.units and bool(reading.words & vocabulary.fillers)


def _converted(value: float, reading: _Reading, vocabulary: _Vocabulary) -> float | None:
    """The value in the column's own unit, where the text names at most one."""
    if len(reading.units) > 1:
        return None
    if not vocabulary.units or not (reading.units or reading.unknown or _counts_heads(reading, vocabulary)):
        return value
    return round(value * next(iter(reading.units)), 2) if reading.units else None


def _number_words(tokens: list[_Token], vocabulary: _Vocabulary) -> Numeral:
    """A number written out (``two months``) is proposed, when every other word is understood too."""
    spelled = [_Token("number", t.text, _NUMBER_WORDS[t.text]) if t.text in _NUMBER_WORDS else t for t in tokens]
    if not any(token.kind == "number" for token in spelled):
        return _error("not-a-number")
    reading = _read(spelled, vocabulary)
    found = _judge(reading, vocabulary)
    if reading.unknown or found.verdict == "error":
        return _error("not-a-number")
    return _query("words", found.value if found.value is not None else found.proposal)


def _query(reason: str, proposal: float | None = None) -> Numeral:
    return Numeral(None, "query", reason, proposal)


def _error(reason: str) -> Numeral:
    return Numeral(None, "error", reason)
