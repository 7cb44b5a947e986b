"""The worked cases, each read as the kind of cell it stands in."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

import pytest

from emg_xlsx.schedule import parse
from tests.schedule.calendar_of_plan import PLAN_CALENDAR


class Case(NamedTuple):
    """One row of the table, its expression turned into the value and context of a cell."""

    value: str | float | datetime
    number_format: str | None
    date1904: bool
    expected: dict[str, str]


def _cell(row: dict[str, str]) -> Case:
    expression, kind = row["expression"], row["cell_kind"]
    if kind in ("text", "error"):
        return Case(expression, None, False, row)
    if kind == "number":
        return Case(float(expression.split()[0]), "General", "date1904=true" in expression, row)
    numbers = [int(n) for n in re.findall(r"datetime\((\d+),(\d+),(\d+)\)", expression)[0]]
    shown = re.search(r"number format ([^,]+)", expression)
    return Case(datetime.combine(date(*numbers), time()), shown[1] if shown else None, False, row)


def _cases() -> list[Case]:
    path = Path(__file__).with_name("schedule_expressions.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return [_cell(row) for row in csv.DictReader(file)]


CASES = _cases()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.expected["expression"])
def test_worked_case(case: Case) -> None:
    """Dates, precision, approximation and verdict are those of the table."""
    schedule = parse(case.value, calendar=PLAN_CALENDAR, number_format=case.number_format, date1904=case.date1904)
    row = case.expected
    assert (schedule.start, schedule.end) == (_day(row["start"]), _day(row["end"]))
    assert schedule.precision == row["precision"]
    assert schedule.approximate == (row["approximate"] == "yes")
    assert schedule.verdict == row["verdict"]
    assert bool(schedule.reason) == (row["verdict"] in ("ask", "query"))


def test_the_table_is_read_whole() -> None:
    """Every kind of cell of the table is among the cases."""
    kinds = {case.expected["cell_kind"] for case in CASES}
    assert kinds == {"text", "number", "excel date", "error"}
    assert len(CASES) == 76
