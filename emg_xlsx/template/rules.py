"""The rules a workbook can check by itself: each as a formula for it, and as a test for what stands in it already.

They follow from the same fields as the validator's. What a formula cannot know is left to the validator: synonyms and
spellings, schedules, names of entities, links, rows that repeat others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from emg_xlsx.codelists import Codelist
from emg_xlsx.plan import Plan
from emg_xlsx.prefill import Filling
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.of_plan import codelist
from emg_xlsx.texts import figure, text

Cell = Callable[[str], str]
"""The cell of a field in the row that is looked at, as a formula names it."""
Values = Mapping[str, Filling]
"""What stands in a row, by field."""

WATCHING = ("OBS", "NONE")
"""Roles that need nothing more."""
WATCHES = "*watches"
"""In place of a key: the cell that says whether the role of the row needs nothing more."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that is to be completed or corrected in a row.

    Attributes:
        words: what is told, in the language of the template.
        formula: whether it is so, as a formula of cells of the row.
        test: the same of values.
    """

    words: str
    formula: Callable[[Cell], str]
    test: Callable[[Values], bool]


@dataclass(frozen=True, slots=True)
class Call:
    """What the rules of one template depend on: its plan, kind of round, language, and the ranges of its lists."""

    plan: Plan
    kind: str
    language: str
    ranges: Mapping[str, str]

    def codes(self, name: str) -> Codelist:
        """A list with the labels of the template."""
        return codelist(self.plan, name, self.language)

    def say(self, key: str, field: Field, **facts: object) -> str:
        """A text about a field."""
        return text(f"check.{key}", self.language, field=field.name, **facts)


def blank(cell: str) -> str:
    """Whether a cell says nothing, as a formula."""
    return f"LEN(TRIM({cell}))=0"


def quoted(words: str) -> str:
    """A text inside a formula."""
    return '"' + words.replace('"', '""') + '"'


def rules_of(table: Table, call: Call) -> tuple[Rule, ...]:
    """Everything that is asked of a used row of a table, in the order of its columns."""
    found: list[Rule] = []
    if "ref" in table.by_key:
        found.append(_known_ref(table.by_key["ref"], call))
    for field in table.inputs:
        found += _of_field(field, table, call)
    return tuple(found)


def _of_field(field: Field, table: Table, call: Call) -> Iterator[Rule]:
    rule = needed_rule(field, table, call)
    if rule is not None:
        yield rule
    if field.type == "code" and field.codelist:
        yield _listed(field, call)
    if field.max_length is not None:
        yield _short(field, field.max_length, call)
    if field.numeric:
        yield from _number(field, call)


def _says_nothing(value: Filling | None) -> bool:
    return not str(value if value is not None else "").strip()


def needed_rule(field: Field, table: Table, call: Call) -> Rule | None:
    """That a cell must be filled, always or where the entity takes part; None where it need not be."""
    reporting = call.kind == "reporting"
    if not field.need or (field.need == "reporting" and not reporting):
        return None
    instead = field.instead if field.instead and reporting else None
    keys = [field.key, *([instead] if instead else [])]
    words = call.say("missing", field)
    if instead:
        words = call.say("missing_either", field, other=table.by_key[instead].name)
    elif field.need == "always":
        return Rule(words, lambda cell: blank(cell(field.key)), lambda row: _says_nothing(row.get(field.key)))

    def formula(cell: Cell) -> str:
        return f"AND({','.join(blank(cell(key)) for key in keys)},NOT({cell(WATCHES)}))"

    def test(row: Values) -> bool:
        return all(_says_nothing(row.get(key)) for key in keys) and not is_watching(call, row)

    return Rule(words, formula, test)


def watches(call: Call, role: str) -> str:
    """Whether the role in a cell is one that needs nothing more, as a formula."""
    return f"OR({','.join(f'TRIM({role})={quoted(word)}' for word in _watching(call))})"


def is_watching(call: Call, row: Values) -> bool:
    """Whether the role of a row is one that needs nothing more."""
    return str(row.get("role") or "").strip().casefold() in {word.casefold() for word in _watching(call)}


def _watching(call: Call) -> list[str]:
    """Labels and codes of the roles that need nothing more."""
    roles = call.codes("role")
    return [word for code in roles.codes if code.code in WATCHING for word in (code.label, code.code)]


def _known_ref(field: Field, call: Call) -> Rule:
    known = {ref.casefold() for ref in call.plan.refs}

    def formula(cell: Cell) -> str:
        return f"SUMPRODUCT(--({call.ranges['ref'].lstrip('=')}=TRIM({cell('ref')})))=0"

    return Rule(call.say("ref", field), formula,
                lambda row: str(row.get("ref") or "").strip().casefold() not in known)  # fmt: skip


def _listed(field: Field, call: Call) -> Rule:
    """A word that is neither a label nor a code of the list; other words may still be understood."""
    options = call.codes(field.codelist or "")
    known = {word.casefold() for code in options.codes if code.offered for word in (code.label, code.code)}
    labels = call.ranges[field.codelist or ""].lstrip("=")
    codes = _beside(labels)
    others = [word for code in options.codes if not code.offered for word in (code.label, code.code)]

    def formula(cell: Cell) -> str:
        word = f"TRIM({cell(field.key)})"
        unknown = "".join(f",{word}<>{quoted(other)}" for other in others)
        return f"AND(LEN({word})>0,SUMPRODUCT(--({labels}={word}))+SUMPRODUCT(--({codes}={word}))=0{unknown})"

    def test(row: Values) -> bool:
        word = str(row.get(field.key) or "").strip().casefold()
        return bool(word) and word not in known and word not in {other.casefold() for other in others}

    return Rule(call.say("unlisted", field), formula, test)


def _beside(labels: str) -> str:
    """The range of the codes, which stand one column to the right of their labels."""
    sheet, _, area = labels.partition("!")
    first, last = (part.split("$")[1:] for part in area.split(":"))
    letters = [_next(column) for column in (first[0], last[0])]
    return f"{sheet}!${letters[0]}${first[1]}:${letters[1]}${last[1]}"


def _next(column: str) -> str:
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    number, name = number + 1, ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def _short(field: Field, most: int, call: Call) -> Rule:
    return Rule(
        call.say("long", field, most=most),
        lambda cell: f"LEN(TRIM({cell(field.key)}))>{most}",
        lambda row: len(str(row.get(field.key) or "").strip()) > most,
    )


def _number(field: Field, call: Call) -> Iterator[Rule]:
    key = field.key

    def number(row: Values) -> float | None:
        value = row.get(key)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    yield Rule(
        call.say("no_number", field),
        lambda cell: f"AND(LEN(TRIM({cell(key)}))>0,NOT(ISNUMBER({cell(key)})))",
        lambda row: not _says_nothing(row.get(key)) and number(row) is None,
    )
    if field.minimum is not None:
        low = field.minimum
        yield Rule(
            call.say("negative", field),
            lambda cell: f"AND(ISNUMBER({cell(key)}),N({cell(key)})<{low:g})",
            lambda row: (found := number(row)) is not None and found < low,
        )
    if field.maximum is not None:
        high = field.maximum
        yield Rule(
            call.say("high", field, most=figure(high, call.language)),
            lambda cell: f"AND(ISNUMBER({cell(key)}),N({cell(key)})>{high:.0f})",
            lambda row: (found := number(row)) is not None and found > high,
        )
