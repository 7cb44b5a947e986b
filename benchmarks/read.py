"""How much processor time reading takes: this package, python-calamine and openpyxl, in one run.

    python benchmarks/read.py                  # on workbooks made here
    python benchmarks/read.py FILE.xlsx ...    # on your own

The three are measured in turns on the same files, so that a busy machine slows them alike; trust the ratios. Ours
remembers what files have in common, and is made to forget it each time: every file is as the first one of a run. The
file ``corners`` is 128 KB of formatted empty rows and cells with three values, one of them in the last cell of the
sheet: openpyxl and python-calamine do not come back from it, and only our time and memory are shown.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import process_time

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

from emg_xlsx.xlsx import Refused, open_workbook
from emg_xlsx.xlsx.remembered import forget

ROUNDS = 15
COLUMNS = 20
FORMATTED_ROWS = 15_300
FORMATTED_CELLS = 30_000
PEAK = """
import pathlib, re, sys
from emg_xlsx.xlsx import open_workbook
opened = open_workbook(pathlib.Path(sys.argv[1]))
sheets = [opened.sheet(name) for name in opened.sheet_names]
status = pathlib.Path("/proc/self/status").read_text()
print(round(int(re.search(r"VmHWM:\\s*(\\d+)", status)[1]) / 1024))
"""
"""What a process of its own runs; only Linux has this count, elsewhere a dash is shown."""
WORDS = ("agency", "support", "draft", "joint", "review", "platform", "data", "policy", "outreach", "nexus", "partners")


def main(arguments: Sequence[str]) -> None:
    """Print a line for each file: milliseconds of each reader, and what the others take relative to ours."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(argument) for argument in arguments] or make_files(Path(folder))
        show("file", "KB", "ours ms", "calamine", "openpyxl", "ours/calamine", "openpyxl/ours", "ours MB")
        found = []
        for path in paths:
            try:
                ours, calamine, full = measured(path, path.stem != "corners")
            except Refused as refusal:
                show(path.name, f"refused: {refusal.code}")
                continue
            size = f"{path.stat().st_size / 1024:.0f}"
            show(path.name, size, *times(ours, calamine, full), peak(path))
            found.append((ours, calamine, full) if calamine else (0.0, 0.0, 0.0))
        show("all of them", "", *times(*map(sum, zip(*found, strict=True))), "")


def times(ours: float, calamine: float, full: float) -> Sequence[str]:
    """Milliseconds of the three, and their ratios where the others were measured."""
    ratios = (f"{ours / calamine:.2f}", f"{full / ours:.1f}") if calamine else ("-", "-")
    return (f"{ours:.2f}", f"{calamine:.2f}", f"{full:.1f}", *ratios)


def measured(path: Path, dense: bool) -> tuple[float, float, float]:
    """Median milliseconds by this package, python-calamine and openpyxl; the others cannot take stray far cells."""
    ours, calamine, full = [], [0.0], [0.0]
    for turn in range(ROUNDS):
        ours.append(milliseconds(read_ours, path))
        if dense:
            calamine.append(milliseconds(read_calamine, path))
        if dense and turn < 3:
            full.append(milliseconds(read_openpyxl, path))
    return median(ours), median(calamine[1:] or calamine), median(full[1:] or full)


def peak(path: Path) -> str:
    """Most memory, in megabytes, of a process that does nothing but read the file with this package."""
    done = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "-"


def milliseconds(read: Callable[[Path], object], path: Path) -> float:
    """Processor time of one reading, in which nothing is known of the file."""
    forget()
    begin = process_time()
    read(path)
    return (process_time() - begin) * 1000


def read_ours(path: Path) -> object:
    """Every sheet, with formats, notes, merges and what was odd."""
    opened = open_workbook(path)
    return [opened.sheet(name) for name in opened.sheet_names]


def read_calamine(path: Path) -> object:
    """Every sheet as lists of values."""
    opened = CalamineWorkbook.from_path(path)
    return [opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names]


def read_openpyxl(path: Path) -> object:
    """Every cell's value, in the normal mode."""
    return [[cell.value for row in sheet.iter_rows() for cell in row] for sheet in openpyxl.load_workbook(path)]


def make_files(folder: Path) -> list[Path]:
    """Two filled sheets of the usual size, and a small file with values in opposite corners."""
    paths = [folder / "rows65.xlsx", folder / "rows185.xlsx", folder / "corners.xlsx"]
    make_filled(paths[0], 65)
    make_filled(paths[1], 185)
    chance = random.Random(7)  # noqa: S311  # seeded, so that the file is the same each time
    with xlsxwriter.Workbook(paths[2]) as book:
        sheet, framed = book.add_worksheet("Contributions"), book.add_format({"border": 1})
        for row in range(FORMATTED_ROWS):
            sheet.set_row(row, chance.randint(12, 90), framed)
        for number in range(FORMATTED_CELLS):
            sheet.write_blank(number // COLUMNS, number % COLUMNS, None, framed)
        for row, column in ((0, 0), (2_497, 1_023), (1_048_575, 16_383)):
            sheet.write_number(row, column, 1)
    return paths


def make_filled(path: Path, rows: int) -> None:
    """A sheet like a filled template: printed columns in front, half of the rows answered, empty cells formatted."""
    chance = random.Random(rows)  # noqa: S311  # seeded, so that the files are the same each time

    def text(words: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(words))

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Contributions")
        wrapped, day = book.add_format({"text_wrap": True}), book.add_format({"num_format": "d mmm yyyy"})
        printed = [[text(5), text(12), text(20)] for _ in range(10)]
        sheet.write_row(0, 0, [f"Header {column}" for column in range(COLUMNS)], wrapped)
        for row in range(1, rows):
            sheet.write_row(row, 0, [f"A{row % 10:02}-D{row % 7:02}", *printed[row % 10], "October 2021"], wrapped)
            for column in range(5, COLUMNS):
                kind = chance.choice(("text", "code", "date", "number", "blank")) if row % 5 < 3 else "blank"
                if kind == "blank":
                    sheet.write_blank(row, column, None, wrapped)
                elif kind == "date":
                    sheet.write_number(row, column, 44_470 + row, day)
                elif kind == "number":
                    sheet.write_number(row, column, chance.randint(1, 90_000) / 10)
                else:
                    sheet.write_string(row, column, text(18 if kind == "text" else 1), wrapped)


def show(*columns: str) -> None:
    """One line of the table."""
    sys.stdout.write(columns[0].ljust(30) + "".join(column.rjust(15) for column in columns[1:]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
