"""How much processor time an annotated copy takes: patched by this package, and loaded and saved by openpyxl.

    python benchmarks/annotate.py                  # on filled templates made here
    python benchmarks/annotate.py FILE.xlsx ...    # on your own

Both make the same edit: some cells filled and noted, and a sheet of questions added with its looks, links and
list, on which the copy opens.
They are measured in turns, so that a busy machine slows them alike; trust the ratio. The aim is 40.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from statistics import median
from time import process_time

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

import emg_xlsx as emg
from emg_xlsx.xlsx import open_workbook
from emg_xlsx.xlsx.patching import Additions, AnswerList, Highlight, Look, Mark, SheetCell, ToCheck, annotate

ROUNDS = 15
MARKS = 8
HIGHLIGHTS = {
    "error": Highlight("#F2B8A8", None, "Please correct"),
    "query": Highlight("#FFE9A8", None, "Please confirm"),
}
NOTE = '"03/04/2022" can mean 3 April or 4 March. Please write the month as a word, e.g. "3 April 2022".'
STYLES = {
    "title": Look(bold=True, size=18, colour="#1F4E79", wrap=False),
    "head": Look(bold=True, colour="#FFFFFF", fill="#1F4E79", border=True),
    "cell": Look(border=True),
    "link": Look(border=True, underline=True, colour="#1F4E79"),
    "answer": Look(border=True, fill="#FFF8E1", locked=False),
}


def main(arguments: Sequence[str]) -> None:
    """Print a line for each file: milliseconds of both, and how many times ours the other takes."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(argument) for argument in arguments] or make_files(Path(folder))
        show("file", "KB", "ours ms", "openpyxl ms", "openpyxl/ours")
        for path in paths:
            data = path.read_bytes()
            ours, theirs = measured(data, edit_for(data))
            show(path.name, f"{len(data) / 1024:.0f}", f"{ours:.2f}", f"{theirs:.1f}", f"{theirs / ours:.1f}")


def measured(data: bytes, edit: Additions) -> tuple[float, float]:
    """Median milliseconds of processor time, ours and openpyxl's."""
    ours, theirs = [], []
    for turn in range(ROUNDS):
        ours += [milliseconds(lambda: annotate(data, edit)) for _ in range(10)]
        if turn % 3 == 0:
            theirs.append(milliseconds(lambda: by_openpyxl(data, edit)))
    return median(ours), median(theirs)


def milliseconds(work: Callable[[], object]) -> float:
    """Processor time of one call."""
    begin = process_time()
    work()
    return (process_time() - begin) * 1000


def edit_for(data: bytes) -> Additions:
    """Marks on the sheet with most rows, and the sheet of questions about them."""
    book = open_workbook(data)
    name = max(book.sheet_names, key=lambda tab: (tab == "Contributions", len(book.sheet(tab).rows)))
    rows = list(book.sheet(name).rows)[1 : MARKS + 1]
    marks = tuple(Mark(name, f"H{row}", "query" if row % 2 else "error", NOTE) for row in rows)
    head = tuple(SheetCell(word, "head") for word in ("No", "What we ask", "Where", "You wrote", "Your answer"))
    lines = [question(number, mark) for number, mark in enumerate(marks, 1)]
    answers = AnswerList(f"E4:E{3 + len(lines)}", ("Yes", "Corrected in the cell"), "Your answer", "Choose or write.")
    table = ((SheetCell("Thank you", "title"),), (), head, *lines)
    sheet = ToCheck("To check", table, (6, 46, 22, 24, 30), (30,), 2, (answers,), (), STYLES, first=True)
    return Additions(marks, HIGHLIGHTS, sheet, {"answers": "sha256:00"})


def question(number: int, mark: Mark) -> tuple[SheetCell, ...]:
    """One row of the sheet."""
    link = f"'{mark.sheet}'!{mark.cell}"
    return (
        SheetCell(str(number), "cell"),
        SheetCell(mark.note, "cell"),
        SheetCell(f"{mark.sheet}, cell {mark.cell}", "link", link),
        SheetCell("03/04/2022", "cell"),
        SheetCell("", "answer"),
    )


def by_openpyxl(data: bytes, edit: Additions) -> bytes:
    """The same edit by loading and saving."""
    book = load_workbook(BytesIO(data))
    for mark in edit.marks:
        cell = book[mark.sheet][mark.cell]
        cell.fill = PatternFill("solid", fgColor=edit.highlights[mark.look].fill.removeprefix("#"))
        cell.comment = Comment(f"{edit.highlights[mark.look].word}\n{mark.note}", "EMG Secretariat")
    if edit.sheet is not None:
        add_sheet(book, edit.sheet)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def add_sheet(book: Workbook, wanted: ToCheck) -> None:
    """The added sheet by openpyxl."""
    sheet = book.create_sheet(wanted.name)
    for row, cells in enumerate(wanted.rows, 1):
        for column, cell in enumerate(cells, 1):
            if cell is not None:
                made = sheet.cell(row, column, cell.text)
                dress(made, wanted.styles[cell.style])
                if cell.link:
                    made.hyperlink = f"#{cell.link}"
    for column, width in enumerate(wanted.widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for answers in wanted.lists:
        rule = DataValidation("list", formula1=f'"{",".join(answers.words)}"')
        rule.add(answers.ranges)
        sheet.add_data_validation(rule)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = sheet


def dress(cell: Cell, look: Look) -> None:
    """A look on a cell."""
    line = Side("thin" if look.border else None)
    cell.font = Font(bold=look.bold, size=look.size, color=look.colour.removeprefix("#"))
    cell.border = Border(line, line, line, line)
    cell.alignment = Alignment(vertical="top", wrap_text=look.wrap)
    cell.protection = Protection(locked=look.locked)
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill.removeprefix("#"))


def make_files(folder: Path) -> list[Path]:
    """A template with half of its rows answered, as XlsxWriter wrote it and as openpyxl saved it."""
    blank = folder / "blank.xlsx"
    emg.write_template(blank, entity="UNEP")
    book = load_workbook(blank)
    table = book["Contributions"]
    for row in range(2, 62, 2):
        for column, text in ((6, "Contributing"), (7, "We draft and review the joint text. " * 4), (8, "03/04/2022")):
            table.cell(row, column).value = text
    filled = folder / "filled.xlsx"
    book.save(filled)
    return [blank, filled]


def show(*columns: str) -> None:
    """One line of the table."""
    sys.stdout.write(columns[0].ljust(30) + "".join(column.rjust(15) for column in columns[1:]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
