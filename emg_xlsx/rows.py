"""Which part of the plan a row speaks of, and whether it speaks at all."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from emg_xlsx.codes import CHANGE
from emg_xlsx.plan import Plan
from emg_xlsx.schemas.fields import Table
from emg_xlsx.text import clean, fold, is_blank_word, is_same_word
from emg_xlsx.texts import spellings
from emg_xlsx.xlsx import Cell, is_date_format

Row = Mapping[str, Cell]
"""The cells of one row by field key."""

_REF = re.compile(r"a0*(\d{1,3})(?:d0*(\d{1,3}))?")
_REF_END = re.compile(r"(?P<kind>d?)(?P<number>\d{1,3})")
"""A further reference of which only the end is written."""

_REF_FIRST = re.compile(r"\W*(\w{1,4}(?:\s?[\W_]{1,3}\s?\w{1,4})?)\s*[\s:.,;()–—-]\s*(\S.*)", re.DOTALL)
"""A reference, and words after it."""

_BETWEEN = re.compile(r"[/;,&+\n]|\s(?:and|or|et|ou|y|o)\s", re.IGNORECASE)
"""What stands between several references in one cell."""

_TOTAL_WORDS = (
    "totals? totaux totale?s? sum summe somme suma ensemble итого всего сумма 合计 总计 小计 共计 المجموع الإجمالي"
)
_TOTAL = re.compile(
    r"(?:sub|sous|grand|overall|montant|importe|monto)?[\s-]?(?:" + _TOTAL_WORDS.replace(" ", "|") + ")"
    r"(?:[\s(]+(?:g[ée]n[ée]ral|amounts?|costs?|staff(?:\stime)?|work-months|usd|us\$|in\s\w+|en\s\w+"
    r"|of\s.{1,25}|for\s.{1,25})\)?)*",
    re.IGNORECASE,
)
_UNIT = re.compile(r"usd|us\$|\$|us dollars|work-?months|w/?m|months|mois|meses", re.IGNORECASE)


SHORTEST_WORDS = 8
"""Letters that the plan's own words after a ref must have, to be told from a number or another ref."""


OUR_WORDS = ("template.whole", "template.see_deliverables")
"""What is printed among the plan's own words, and in the language of the template."""

LONGEST_LIST = 500
"""Characters of a cell that are searched for several refs."""


@dataclass(frozen=True, slots=True)
class RefReading:
    """The ref of a row.

    Attributes:
        ref: the ref it is read as; None where nothing tells.
        how: exact, respelled, text, above, missing, unknown, or differs: another ref than the row's own text says.
        several: the refs its cell names, where these are more than one.
    """

    ref: str | None
    how: str
    several: tuple[str, ...] = ()


def text_of(cell: Cell | None) -> str:
    """A cell's text, cleaned; empty for no cell, for numbers the number as written."""
    if cell is None:
        return ""
    if isinstance(cell.value, str):
        return clean(cell.value)
    if isinstance(cell.value, bool):
        return "TRUE" if cell.value else "FALSE"
    return number_text(cell.value)


def number_text(value: float) -> str:
    """A number as a person would write it: no decimals where there are none."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def read_ref(text: str, plan: Plan) -> RefReading:
    """Read a ref as people write it: ``A03-D02``, ``a3 d2``, ``А03–D02`` with a Cyrillic А, with its own words after.

    Args:
        text: the cleaned text of the cell.
        plan: its refs are the only ones known.
    """
    if not text:
        return RefReading(None, "missing")
    if text in plan.ref_order:
        return RefReading(text, "exact")
    ref = _spelled(text, plan)
    first = None if ref else _REF_FIRST.fullmatch(text)
    if first:
        ref = _spelled(first[1], plan)
        words = fold(first[2])
        # What follows must be the plan's own words: "A03 and A04" names two, "A01 or later" none.
        printed = plan.printed(ref).values() if ref else ()
        same = [own for own in printed if fold(own).endswith(words) or fold(own).startswith(words)]
        if not same or len(words) < SHORTEST_WORDS:
            ref = None
    return RefReading(ref, "respelled") if ref else RefReading(None, "unknown", _several(text, plan))


def is_prose(text: str) -> bool:
    """Whether a text is words rather than an attempt at a reference: a signature, a footnote, a heading."""
    return len(text) > 12 and " " in text and not re.match(r"a\d", fold(text))


def _several(text: str, plan: Plan) -> tuple[str, ...]:
    """The refs of a cell that names more than one, also in short, as in ``A01-D02/D03``; nobody writes a long list."""
    refs: dict[str, None] = {}
    before = ""
    for part in _BETWEEN.split(text[:LONGEST_LIST]):
        ref = _spelled(part, plan) or _in_short(part, before, plan)
        if ref:
            refs[before := ref] = None
    return tuple(refs) if len(refs) > 1 else ()


def _in_short(text: str, before: str, plan: Plan) -> str | None:
    """A ref of which only what differs from the one before is written: ``D03`` or ``03`` after ``A01-D02``."""
    activity, _, deliverable = before.partition("-")
    match = _REF_END.fullmatch(fold(text)) if before else None
    if not match:
        return None
    if match["kind"] or deliverable:
        return _spelled(f"{activity}D{match['number']}", plan)
    return _spelled(f"A{match['number']}", plan)


def _spelled(text: str, plan: Plan) -> str | None:
    match = _REF.fullmatch(fold(text))
    if not match:
        return None
    activity, deliverable = match.groups()
    ref = f"A{int(activity):02d}" + (f"-D{int(deliverable):02d}" if deliverable else "")
    return ref if ref in plan.ref_order else None


def ref_by_text(cells: Row, plan: Plan) -> str | None:
    """The one part of the plan whose printed text stands in the row's grey cells, or None."""
    known = _texts_of_refs(plan)
    cell = cells.get("deliverable")
    as_printed = known.get(cell.value, ()) if cell is not None and isinstance(cell.value, str) else ()
    if len(as_printed) == 1:
        return as_printed[0]  # word for word, as nearly always: long texts take their time to fold
    wanted = fold(text_of(cell))
    if not wanted:
        return None
    found = known.get(wanted) or known.get((wanted, fold(text_of(cells.get("activity")))), ())
    return found[0] if len(found) == 1 else None


def _texts_of_refs(plan: Plan) -> Mapping[str | tuple[str, str], tuple[str, ...]]:
    """The refs by their printed text; of an activity as a whole with the activity's; prepared once for each plan."""
    cache: dict[str, Mapping[str | tuple[str, str], tuple[str, ...]]] = plan.__dict__.setdefault("_texts_of_refs", {})
    if not cache:
        found: dict[str | tuple[str, str], dict[str, None]] = defaultdict(dict)
        for item in plan.deliverables:
            for text in (item.text, plan.deliverable_title(item.id)):
                found[fold(text)][item.id] = None
                found[text][item.id] = None
        for whole in plan.activities:
            for words in spellings("template.whole"):
                found[words, fold(plan.activity_title(whole.id))][whole.id] = None
        cache["all"] = {text: tuple(refs) for text, refs in found.items()}
    return cache["all"]


def is_printed(words: str, printed: str) -> bool:
    """Whether words are what the plan prints in a cell, in whatever language the template was made.

    Args:
        words: what stands in the cell.
        printed: what the plan prints there, in English.
    """
    said, meant = fold(words), fold(printed)
    return said == meant or any({said, meant} <= spellings(key) for key in OUR_WORDS)


def is_used(cells: Row, table: Table) -> bool:
    """Whether a person filled something in the row: any input cell that is not a word for nothing, or took it back."""
    keys = table.input_keys
    if any(says_something(cell) for key, cell in cells.items() if key in keys):
        return True
    change = cells.get("change") if "change" in table.by_key else None
    return change is not None and CHANGE.match(text_of(change)).code == "WITHDRAW"


def says_something(cell: Cell) -> bool:
    """Whether a cell holds more than a word for nothing."""
    if cell.kind == "s" and not cell.formula:
        text = text_of(cell)
        return bool(text) and (not is_blank_word(text) or is_same_word(text))
    return True


def total_rows(rows: Mapping[int, Row], table: Table) -> set[int]:
    """The rows somebody typed as a total.

    A total says so, in a row with nothing else but numbers and units; or it is nothing but numbers, each the sum of
    those above it in its column (since the last total, or of all), or a formula.
    """
    numeric = {field.key for field in table.fields if field.numeric}
    found: set[int] = set()
    since: dict[str, float] = defaultdict(float)
    overall: dict[str, float] = defaultdict(float)
    for number, cells in rows.items():
        says_total = _says_total(text_of(cell) for key, cell in cells.items() if key not in numeric)
        if says_total is False and numeric.isdisjoint(cells):
            continue  # nearly every row
        values = {key: cells[key] for key in numeric if key in cells and says_something(cells[key])}
        if says_total or (says_total is None and values and _adds_up(values, since, overall)):
            found.add(number)
            since.clear()
            continue
        for key, cell in values.items():
            since[key] += _amount(cell)
            overall[key] += _amount(cell)
    return found


def is_total_text(text: str) -> bool:
    """Whether a text only says that something is a total."""
    return _says_total([text]) is True


def _says_total(texts: Iterable[str]) -> bool | None:
    """Whether the words of a row only say that it is a total; None where it has no words.

    Nearly every row says something else with its first word, and is not looked at any further.
    """
    found: bool | None = None
    for word in (text.strip(" :=.") for text in texts if text):
        if _TOTAL.fullmatch(word):
            found = True
        elif _UNIT.fullmatch(word):
            found = found or False
        else:
            return False
    return found


def _adds_up(values: Row, since: Mapping[str, float], overall: Mapping[str, float]) -> bool:
    def sums(key: str, cell: Cell) -> bool:
        if cell.formula == 2:
            return True
        amount = _amount(cell)
        return any(above[key] and abs(amount - above[key]) <= 1e-6 * abs(above[key]) for above in (since, overall))

    return all(sums(key, cell) for key, cell in values.items())


def _amount(cell: Cell) -> float:
    return float(cell.value) if cell.kind == "n" and not is_date_format(cell.format) else 0.0


def resolve_refs(
    rows: Mapping[int, Row], own: Mapping[int, RefReading], plan: Plan, table: Table
) -> dict[int, RefReading]:
    """The ref of every used row, in order; rows nobody filled are left out, also where they name a ref.

    A row inserted between pre-printed ones takes the ref above; one below them all must name its own, and so
    must one in a table that was sorted, where the row above means nothing.

    Args:
        rows: the cells of every row somebody may have written in.
        own: what these and all others name themselves, in order, see `own_refs`.
        plan: its texts tell a row without a ref.
        table: its fields.
    """
    inside = _between_printed(rows, own, plan)
    readings: dict[int, RefReading] = {}
    above: str | None = None
    for number, named in own.items():
        reading, cells = named, rows.get(number, {})
        filled = cells and (is_used(cells, table) or (reading.how == "unknown" and not has_printed_text(cells)))
        if filled and not reading.ref:
            by_text = ref_by_text(cells, plan)
            if by_text:
                reading = replace(reading, ref=by_text, how="text")
            elif above and number in inside:
                reading = replace(reading, ref=above, how="above")
        above = reading.ref or above
        if filled:
            readings[number] = reading
    return readings


def untouched(rows: Mapping[int, Row], plan: Plan, language: str) -> dict[int, RefReading]:
    """The rows that say word for word what the template prints, and nothing else: nearly all of most tables."""
    known = _printed_rows(plan, language)
    printed = {number: known.get(cells["ref"].value) for number, cells in rows.items() if "ref" in cells}
    return {number: row[1] for number, row in printed.items() if row and row[0] == rows[number]}


def _printed_rows(plan: Plan, language: str) -> Mapping[str | float, tuple[Row, RefReading]]:
    """The cells the plan prints for each ref, put together once for each plan and language."""
    cache: dict[str, Mapping[str | float, tuple[Row, RefReading]]] = plan.__dict__.setdefault("_printed_rows", {})
    if language not in cache:
        words = {ref: plan.printed(ref, language).items() for ref in plan.refs}
        cache[language] = {ref: ({key: Cell(text, "s") for key, text in row}, RefReading(ref, "exact"))
                           for ref, row in words.items()}  # fmt: skip
    return cache[language]


def own_refs(
    rows: Mapping[int, Row], plan: Plan, printed: Mapping[int, RefReading] | None = None
) -> dict[int, RefReading]:
    """The ref each row names itself; where nobody left a single one, the one whose text is printed in the row.

    Where a row's ref and its text are those of two parts of the plan, a column was sorted by itself or a ref
    overtyped. The text is what its writer read, so the row is read as that one.

    Args:
        rows: the cells of every row, or of those somebody may have written in.
        plan: its refs and texts.
        printed: all other rows, see `untouched`.
    """
    if printed or any(text_of(cells.get("ref")) for cells in rows.values()):
        readings = {number: read_ref(text_of(cells.get("ref")), plan) for number, cells in rows.items()}
        texts = {number: ref_by_text(rows[number], plan) for number, reading in readings.items() if reading.ref}
        differing = {number: ref for number, ref in texts.items() if ref and ref != readings[number].ref}
        readings |= {number: RefReading(ref, "differs") for number, ref in differing.items()}
        return dict(sorted({**readings, **(printed or {})}.items()))
    found = {number: ref_by_text(cells, plan) for number, cells in rows.items()}
    return {number: RefReading(ref, "text" if ref else "missing") for number, ref in found.items()}


def _between_printed(rows: Mapping[int, Row], own: Mapping[int, RefReading], plan: Plan) -> set[int]:
    """Rows without a ref that stand between two pre-printed ones in the order of the plan."""
    known = [number for number, reading in own.items() if reading.ref]
    if len(known) == len(own):
        return set()  # as nearly always
    # Where somebody deleted the printed columns, a ref is all there is to know the rows by.
    printed = [number for number in known if number not in rows or has_printed_text(rows[number])] or known
    places = [plan.ref_order[own[number].ref or ""] for number in printed]
    inside = set()
    for number in (n for n, reading in own.items() if not reading.ref):
        after = bisect_right(printed, number)
        if 0 < after < len(printed) and places[after - 1] < places[after]:
            inside.add(number)
    return inside


def has_printed_text(cells: Row) -> bool:
    """Whether the row has something of what the plan prints beside its refs."""
    return any(text_of(cells.get(key)) for key in ("deliverable", "activity", "outcome"))
