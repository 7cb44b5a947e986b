"""Pages of the documentation as a reader follows them: commands typed, workbooks edited, Python run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, Literal

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from emg_xlsx.cli import main

DOCS = Path(__file__).parents[1] / "docs"
LEFT_OUT = "…"
"""A line of its own for lines that are not shown."""
HEADER_ROWS = 5
"""Rows among which the titles of a sheet stand."""

Kind = Literal["console", "python", "text", "edit", "rows"]
_STEP = re.compile(
    r"^```(?P<fence>console|python|text)\n(?P<body>(?:(?!```).*\n)*)```$"
    r"|^<!-- (?P<mark>edit|rows): (?P<about>.*?) -->\n\n(?P<table>(?:\|.*\n)+)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a reader does, or is told to see: a block of a page, or a table under a mark."""

    kind: str
    text: str
    about: str = ""


def steps(page: str) -> list[Step]:
    """What a page asks its reader to do, in order."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return [Step(found["fence"] or found["mark"], found["body"] or found["table"] or "", found["about"] or "")
            for found in _STEP.finditer(text)]  # fmt: skip


def follow(page: str, desk: pytest.MonkeyPatch) -> None:
    """Do what a page says, in the current folder; what it says comes out has to come out."""
    names: dict[str, Any] = {}
    printed = ""
    for step in steps(page):
        if step.kind == "console":
            _type(step.text, desk)
        elif step.kind == "python":
            printed = _run(step.text, names)
        elif step.kind == "text":
            assert printed == step.text, printed
        elif step.kind == "edit":
            _edit(step)
        else:
            _add(step)


def _type(text: str, desk: pytest.MonkeyPatch) -> None:
    """Type each line after a dollar sign, and compare what is printed with what stands below it."""
    for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE):
        words = shlex.split(command)
        if words[0] == "cd":
            desk.chdir(words[1])
            continue
        assert words[0] == "emg-xlsx", command
        result = CliRunner().invoke(main, words[1:], catch_exceptions=False)
        assert result.exit_code in {0, 1, 3}, result.stderr
        assert re.fullmatch(_pattern(shown), result.stdout or result.stderr), f"{command}\n{result.output}"


def _pattern(shown: str) -> str:
    lines = (r"(?:.*\n)*?" if line == LEFT_OUT else re.escape(line) + r"\n" for line in shown.splitlines())
    return "".join(lines)


def _run(text: str, names: dict[str, Any]) -> str:
    """Run a block, and give what it printed."""
    out = StringIO()
    with redirect_stdout(out):
        exec(compile(text, "a page of the documentation", "exec"), names)  # noqa: S102  # our own pages
    return out.getvalue()


def table(text: str) -> Iterator[dict[str, str]]:
    """The rows of a Markdown table, by the words of its head."""
    head, _, *rows = ([cell.strip() for cell in line.strip()[1:-1].split("|")] for line in text.splitlines())
    return (dict(zip(head, row, strict=True)) for row in rows)


def _edit(step: Step) -> None:
    """Write into cells, found by what stands in their line and the title of their column."""
    source, _, target = step.about.partition(" -> ")
    book = load_workbook(source)
    for row in table(step.text):
        sheet = book[row["sheet"]]
        number = next(line[0].row for line in sheet.iter_rows() if any(cell.value == row["line"] for cell in line))
        assert number is not None
        sheet.cell(number, _column(sheet, row["column"])).value = row["write"]
    book.save(target or source)


def _add(step: Step) -> None:
    """Write rows below the last one of a sheet."""
    file, name = step.about.split(", ")
    book = load_workbook(file)
    sheet = book[name]
    number = next(row for row in range(2, sheet.max_row + 2) if sheet.cell(row, 1).value is None)
    for offset, row in enumerate(table(step.text)):
        for title, value in row.items():
            sheet.cell(number + offset, _column(sheet, title)).value = value or None
    book.save(file)


def _column(sheet: Any, title: str) -> int:
    """The column of a title, or of a letter where a form has none."""
    titles: Mapping[object, int] = {
        cell.value: cell.column for line in sheet.iter_rows(max_row=HEADER_ROWS) for cell in line if cell.value
    }
    return titles[title] if title in titles else column_index_from_string(title)
