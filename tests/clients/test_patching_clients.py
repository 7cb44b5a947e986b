"""Patched copies in the programs they are made for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from emg_xlsx.xlsx import open_workbook
from emg_xlsx.xlsx.patching import NOTE_MARK, SHEET_MARK, annotate, has_marks, strip
from tests.clients.libreoffice import LibreOffice, differences, pages_png
from tests.clients.validator import Validator
from tests.xlsx import rich_files
from tests.xlsx.patched import additions, changed, faults, loaded, members, to_check, values

MARKS = (("Data", "B2"), ("Data", "A2"), ("Data", "Z99"), ("Für Zahlen & mehr", "A1"))
TEMPLATE_MARKS = (("Contributions", "H16"), ("Contributions", "I16"), ("Entity", "B4"))
HOSTILE = '=HYPERLINK("http://example.org") <b>&amp;</b> \x07 _x0041_ أهلا\n' + "word " * 1000

Make = Callable[[], bytes]
Marks = tuple[tuple[str, str], ...]

every_file = pytest.mark.parametrize(
    ("make", "marks"),
    [
        pytest.param(rich_files.by_xlsxwriter, MARKS, id="XlsxWriter"),
        pytest.param(rich_files.by_openpyxl, MARKS, id="openpyxl"),
        pytest.param(rich_files.template, TEMPLATE_MARKS, id="template"),
    ],
)


def saved(folder: Path, name: str, data: bytes) -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(data)
    return path


def resaved(libreoffice: LibreOffice, folder: Path, name: str, data: bytes) -> bytes:
    """What LibreOffice makes of a workbook when it saves it."""
    (folder / "out").mkdir(exist_ok=True)
    return libreoffice.convert(saved(folder, name, data), "xlsx", folder / "out").read_bytes()


@every_file
@pytest.mark.parametrize("text", ["Is it 3 April?", HOSTILE], ids=["plain", "hostile"])
def test_copy_has_no_new_violation(validator: Validator, tmp_path: Path, make: Make, marks: Marks, text: str) -> None:
    """Microsoft's validator says nothing of the copy that it had not said of the original."""
    done = annotate(make(), additions(*marks, sheet=to_check(text=text), note=text))
    before, after = (
        Counter((found.rule, found.part, found.description) for found in validator.violations(path))
        for path in (saved(tmp_path, "before.xlsx", make()), saved(tmp_path, "after.xlsx", done.data))
    )
    assert after - before == Counter()


@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl tells what it would lose
@every_file
def test_copy_keeps_its_values_in_libreoffice(
    libreoffice: LibreOffice, tmp_path: Path, make: Make, marks: Marks
) -> None:
    """Saved by LibreOffice, the copy has the cells that the original has, and the marks."""
    done = annotate(make(), additions(*marks)).data
    after = resaved(libreoffice, tmp_path, "copy.xlsx", done)
    told = differences(saved(tmp_path, "copy1.xlsx", done), saved(tmp_path, "copy2.xlsx", after))
    # The template's own formulas have no results where openpyxl filled it; LibreOffice computes them.
    assert [line for line in told if not line.startswith("Check!")] == []
    assert has_marks(after)
    assert sum(NOTE_MARK in text for tab, _ in dict.fromkeys(marks) for text in notes(after, tab)) >= len(marks)


@every_file
def test_marks_come_off_after_libreoffice(libreoffice: LibreOffice, tmp_path: Path, make: Make, marks: Marks) -> None:
    """After LibreOffice has saved the copy, no rule, note, row or sheet of ours is left behind by stripping."""
    after = resaved(libreoffice, tmp_path, "copy.xlsx", annotate(make(), additions(*marks)).data)
    left = strip(after)
    sheets = [content for name, content in members(left).items() if re.match(r"xl/(worksheets|comments)", name)]
    assert not any(b"emg-xlsx" in content for content in sheets)
    assert not has_marks(left)
    expected = resaved(libreoffice, tmp_path, "plain.xlsx", make())
    assert values(left) == values(expected)
    assert [loaded(left)[tab][cell].comment is None for tab, cell in marks] == [
        loaded(expected)[tab][cell].comment is None for tab, cell in marks
    ]


@every_file
def test_marks_are_replaced_after_libreoffice(
    libreoffice: LibreOffice, validator: Validator, tmp_path: Path, make: Make, marks: Marks
) -> None:
    """A second round over a file LibreOffice has saved has one sheet and the notes of the second round only."""
    after = resaved(libreoffice, tmp_path, "copy.xlsx", annotate(make(), additions(*marks)).data)
    again = annotate(after, additions(marks[0], note="Second"))
    book = open_workbook(again.data)
    marked = [
        name
        for name in book.sheet_names
        if any(c.value == SHEET_MARK for c in book.sheet(name).rows.get(1, {}).values())
    ]
    assert marked == ["To check"]
    assert [text.count(NOTE_MARK) for text in notes(again.data, marks[0][0]) if NOTE_MARK in text] == [1]
    assert set(faults(again.data)) <= set(faults(after))
    assert annotate(again.data, additions(marks[0], note="Second")).data == again.data
    new = validator.violations(saved(tmp_path, "again.xlsx", again.data))
    old = validator.violations(saved(tmp_path, "after.xlsx", after))
    assert {(found.rule, found.description) for found in new} <= {(found.rule, found.description) for found in old}


@every_file
def test_workbook_by_libreoffice_is_patched(
    libreoffice: LibreOffice, validator: Validator, tmp_path: Path, make: Make, marks: Marks
) -> None:
    """A workbook that LibreOffice wrote is marked soundly and restored byte for byte."""
    before = resaved(libreoffice, tmp_path, "made.xlsx", make())
    done = annotate(before, additions(*marks))
    assert (done.unmarked, done.unnoted) == ((), ())
    assert set(faults(done.data)) <= set(faults(before))
    added = ("To check", "_meta")
    assert values(done.data, without=added) == values(before, without=added)
    assert changed(before, strip(done.data)) == set()
    old, new = (
        Counter((found.rule, found.part, found.description) for found in validator.violations(path))
        for path in (saved(tmp_path, "old.xlsx", before), saved(tmp_path, "new.xlsx", done.data))
    )
    assert new - old == Counter()


def test_copy_is_printed(libreoffice: LibreOffice, tmp_path: Path) -> None:
    """The added sheet adds one page in landscape."""
    (tmp_path / "before").mkdir()
    before = libreoffice.to_pdf(saved(tmp_path, "a.xlsx", rich_files.by_openpyxl()), tmp_path / "before")
    (tmp_path / "after").mkdir()
    copy = annotate(rich_files.by_openpyxl(), additions(*MARKS[:2])).data
    after = libreoffice.to_pdf(saved(tmp_path, "b.xlsx", copy), tmp_path / "after")
    pages = [len(pages_png(pdf, pdf.parent)) for pdf in (before, after)]
    assert pages[1] == pages[0] + 1


def notes(data: bytes, tab: str) -> list[str]:
    """The notes of a sheet."""
    return list(open_workbook(data).sheet(tab).notes.values())
