"""What cannot come into the new workbook is told, and whatever stands in the old one does no harm."""

from __future__ import annotations

import random
from io import BytesIO

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from emg_xlsx.texts import catalogue
from emg_xlsx.xlsx.grafting import LOSSES, graft
from emg_xlsx.xlsx.grafting.ours import COUNTED
from emg_xlsx.xlsx.patching.archive import packed
from emg_xlsx.xlsx.patching.strip import opened
from emg_xlsx.xlsx.refusal import Refused
from tests.xlsx import added_sheets
from tests.xlsx.added_sheets import MAIN, OURS, codes, edited, part_of, with_parts, with_pivot
from tests.xlsx.patched import faults, loaded, members

MICROSOFT = "http://schemas.microsoft.com/office"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (f"{MICROSOFT}/2007/relationships/slicer", "slicer"),
        (f"{MICROSOFT}/2011/relationships/timeline", "slicer"),
        ("queryTable", "connection"),
    ],
)
def test_sheet_that_needs_more_of_the_workbook_stays_behind(kind: str, code: str) -> None:
    """It is told why, the other sheet comes, and names that lead to the lost one stay behind with it."""
    old = added_sheets.by_openpyxl()
    old = with_parts(old, part_of(old, "My sheet"), {"xl/other/one.xml": (kind, "application/xml", "<one/>")})
    done = graft(added_sheets.master(), old, OURS)
    assert done.kept == ("Last one",)
    assert [(loss.sheet, loss.code) for loss in done.lost] == [("My sheet", code), ("", "name")]
    assert faults(done.data) == []
    assert loaded(done.data).defined_names == {}


def test_pivot_table_of_a_connection_stays_behind() -> None:
    """Data from outside the workbook cannot be carried over."""
    assert codes(with_pivot(added_sheets.by_openpyxl(), "Last one", "external")) == [("Last one", "connection")]


def test_other_kinds_of_sheets_stay_behind() -> None:
    """A sheet of the old macro language is told."""
    old = edited(
        added_sheets.by_openpyxl(), "xl/_rels/workbook.xml.rels",
        b'relationships/worksheet" Target="/xl/worksheets/sheet5.xml"',
        b'relationships/xlMacrosheet" Target="/xl/worksheets/sheet5.xml"',
    )  # fmt: skip
    assert codes(old) == [("Last one", "sheet-kind")]


def test_days_from_1904_are_not_mixed() -> None:
    """Numbers of days mean something else there: the sheets stay behind."""
    book = Workbook()
    book.create_sheet("Mine")
    book.epoch = CALENDAR_MAC_1904
    target = BytesIO()
    book.save(target)
    assert codes(target.getvalue()) == [("Sheet", "dates"), ("Mine", "dates")]


def test_formulas_that_lead_to_an_unknown_workbook_keep_their_results() -> None:
    """No workbook is listed that they could lead to; those that share such a formula go with it, others stay."""
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet("Mine")
        for row, formula in enumerate(("[1]Sheet1!A1", "'[2]My sheet'!A1", "0+1", "SUM(Sums[1])", "0+2")):
            page.write_formula(row, 0, f"={formula}", None, row)
    old, part = target.getvalue(), "xl/worksheets/sheet1.xml"
    old = edited(old, part, b"<f>[1]", b'<f t="shared" ref="A1:A3" si="0">[1]')
    old = edited(old, part, b"<f>0+1</f>", b'<f t="shared" si="0"/>')
    done = graft(added_sheets.master(), old, OURS)
    assert [(loss.sheet, loss.code) for loss in done.lost] == [("Mine", "external")]
    cells = [row[0].value for row in loaded(done.data)["Mine"].iter_rows()]
    assert cells == [0, 1, 2, "=SUM(Sums[1])", "=0+2"]
    assert graft(added_sheets.master(), done.data, OURS).lost == ()


@pytest.mark.parametrize("name", ["", "My sheet", "MY SHEET", "a" * 32, "a/b", "'quoted'"])
def test_sheets_whose_names_cannot_be_stay_behind(name: str) -> None:
    """A name twice, none, or one that programs do not open a workbook with costs the sheet."""
    old = edited(added_sheets.by_openpyxl(), "xl/workbook.xml", b'name="Last one"', f'name="{name}"'.encode())
    done = graft(added_sheets.master(), old, OURS)
    assert done.kept == ("My sheet",)
    assert len(loaded(done.data).sheetnames) == len(OURS) + 1
    assert [(loss.sheet, loss.code) for loss in done.lost] == [(name, "damaged")]


def test_damaged_sheet_stays_behind() -> None:
    """A sheet whose chart cannot be taken out of the file is left, the other one comes."""
    old = added_sheets.by_openpyxl()
    entry = next(entry for entry in opened(old, None).package.entries if entry.name == part_of(old, "My sheet"))
    broken = bytearray(old)
    broken[entry.start + 60 : entry.start + 90] = bytes(30)
    done = graft(added_sheets.master(), bytes(broken), OURS)
    assert (done.lost[0].sheet, done.lost[0].code, done.kept) == ("My sheet", "damaged", ("Last one",))


def test_sheet_that_programs_would_not_open_stays_behind() -> None:
    """A chart with a prefix that nobody declared would make the whole new workbook unreadable."""
    old = edited(added_sheets.by_openpyxl(), "xl/charts/chart2.xml", b"<a:", b"<nobody:")
    assert codes(old) == [("My sheet", "damaged"), ("", "name")]


def test_named_style_of_itself_is_no_loop() -> None:
    """The format of a named style that says it is one of that style comes over once."""
    old = added_sheets.by_openpyxl()
    styles = opened(old, None).raw("xl/styles.xml")
    begin = styles.index(b"<cellStyleXfs")
    end = styles.index(b"</cellStyleXfs>")
    pieces = styles[begin:end].split(b"<xf ")
    looped = b"<xf ".join([*pieces[:2], *(b'xfId="%d" ' % n + piece for n, piece in enumerate(pieces[2:], 1))])
    done = graft(added_sheets.master(), edited(old, "xl/styles.xml", styles[begin:end], looped), OURS)
    assert done.lost == ()
    assert [loaded(done.data)["My sheet"][cell].style for cell in ("A4", "A5")] == ["Of mine 20", "Of mine 22"]


def test_strict_workbook_stays_behind() -> None:
    """Sheets in the strict form are not mixed with others."""
    old = edited(
        added_sheets.by_openpyxl(), "xl/workbook.xml", MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    new = added_sheets.master()
    done = graft(new, old, OURS)
    assert done.data is new
    assert [(loss.sheet, loss.code) for loss in done.lost] == [("My sheet", "strict"), ("Last one", "strict")]


def test_what_was_put_into_our_sheets_is_told() -> None:
    """A table on a sheet that is written anew cannot stay; notes and charts are seen by who reads the sheet."""
    new = added_sheets.master()
    done = graft(new, added_sheets.with_things_on_ours(), OURS)
    assert done.data is new
    assert [(loss.sheet, loss.code, loss.facts["kind"]) for loss in done.lost] == [
        ("Contributions", "on-ours", "table"),
    ]


@pytest.mark.parametrize("seed", range(120))
def test_odd_workbooks_are_refused_or_carried(seed: int) -> None:
    """Whatever stands in the old workbook, nothing but a refusal is raised, and no unsound file comes of it."""
    dice = random.Random(seed)
    old = (added_sheets.by_xlsxwriter, added_sheets.by_openpyxl)[seed % 2]()
    book = opened(old, None)
    parts = [name for name in book.package.names if name.endswith((".xml", ".rels"))]
    changes: dict[str, bytes | None] = {}
    for part in dice.sample(parts, 3):
        content = bytearray(book.raw(part))
        for _ in range(dice.randrange(1, 8)):
            at = dice.randrange(len(content))
            content[at : at + dice.randrange(9)] = dice.choice([b"", b'"', b"<", b">", b"9" * 5000, b"/", b"\0", b"A1"])
        changes[part] = bytes(content) if dice.random() < 0.9 else None
    new = added_sheets.master()
    try:
        done = graft(new, packed(old, book.package, changes), OURS)
    except Refused:
        return
    assert members(new).keys() <= members(done.data).keys()
    assert [fault for fault in faults(done.data) if "not XML" in fault or "twice" in fault] == []
    assert graft(new, done.data, OURS).data == done.data


def test_every_loss_has_its_words() -> None:
    """The catalogue says each reason and each kind of thing."""
    words = catalogue("en")["lost"]
    assert words["graft"].keys() == LOSSES
    assert words["kind"].keys() == set(COUNTED)
