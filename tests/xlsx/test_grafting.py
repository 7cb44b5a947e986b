"""Sheets somebody added to an old workbook come into the new one, and nothing else of either changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula

from emg_xlsx.xlsx.grafting import graft
from emg_xlsx.xlsx.patching.archive import packed
from emg_xlsx.xlsx.patching.strip import opened
from tests.xlsx import added_sheets, rich_files
from tests.xlsx.added_sheets import MAIN, MEDIA, OURS, edited, onto, part_of, with_parts, with_pivot
from tests.xlsx.patched import changed, faults, linked, loaded, members, values

Make = Callable[[], bytes]
MICROSOFT = "http://schemas.microsoft.com/office"
ORDERS = {
    added_sheets.by_xlsxwriter: [
        "Müller's & my notes", "Overview", "Contributions", "_meta", "Figures", "Big chart", "Put away",
    ],
    added_sheets.by_openpyxl: ["Overview", "My sheet", "Contributions", "_meta", "Last one"],
    rich_files.by_xlsxwriter: ["Data", "Für Zahlen & mehr", "Overview", "Contributions", "_meta"],
    rich_files.by_openpyxl: ["Data", "Für Zahlen & mehr", "Overview", "Contributions", "_meta"],
}  # fmt: skip

every_file = pytest.mark.parametrize("make", ORDERS, ids=lambda make: f"{make.__module__[-12:]}.{make.__name__}")


def cells(data: bytes, without: tuple[str, ...] = OURS) -> dict[str, object]:
    """Every cell's value by three readers, formulas that fill several cells as text."""
    found = values(data, without=without).items()
    return {place: value.text if isinstance(value, ArrayFormula) else value for place, value in found}


def looks(data: bytes, sheet: str) -> dict[str, Any]:
    """Everything a cell's format says, by place, where it has one."""
    styled = [cell for row in loaded(data)[sheet].iter_rows() for cell in row if cell.has_style]
    return {
        cell.coordinate: (
            repr(cell.font), repr(cell.fill), repr(cell.border), repr(cell.alignment), cell.number_format, cell.style,
        )
        for cell in styled
    }  # fmt: skip


@every_file
def test_sheets_keep_their_order(make: Make) -> None:
    """A sheet stands behind the sheet of ours that it stood behind, and the result names those that came."""
    done = graft(added_sheets.master(), make(), OURS)
    names = loaded(done.data).sheetnames
    assert names == ORDERS[make]  # type: ignore[index]
    assert list(done.kept) == [name for name in names if name not in OURS]
    assert done.lost == ()


@every_file
def test_package_is_sound(make: Make) -> None:
    """Rows, cells, notes, boxes, formats and content types fit together."""
    assert faults(onto(make())) == faults(make()) == []


@every_file
def test_cells_keep_their_values(make: Make) -> None:
    """Three readers find the same values in the same cells of their sheets."""
    assert cells(onto(make())) == cells(make())


@every_file
def test_our_cells_are_the_new_ones(make: Make) -> None:
    """The sheets of the new workbook read as without the added ones."""
    theirs = tuple(name for name in ORDERS[make] if name not in OURS)  # type: ignore[index]
    assert cells(onto(make()), theirs) == cells(added_sheets.master(), ())


@every_file
def test_cells_keep_their_formats(make: Make) -> None:
    """Fonts, fills, borders, alignments, number formats and named styles are what they were."""
    after = onto(make())
    sheets = [s.title for s in loaded(make()).worksheets if s.title not in OURS]
    assert [looks(after, name) for name in sheets] == [looks(make(), name) for name in sheets]


@every_file
def test_conditional_formats_keep_their_looks(make: Make) -> None:
    """Each rule shows the differential format that it showed before."""

    def rules(data: bytes) -> list[tuple[str, str, str]]:
        book = loaded(data)
        return [
            (sheet.title, str(area.sqref), repr(rule.dxf))
            for sheet in book.worksheets
            if sheet.title not in OURS
            for area in sheet.conditional_formatting
            for rule in area.rules
        ]

    assert rules(onto(make())) == rules(make()) != []


@every_file
def test_what_is_not_numbered_stays_byte_for_byte(make: Make) -> None:
    """Charts, drawings, pictures and comments are the very parts that they were, under free names."""
    kinds = r"xl/(charts|drawings|media|comments)[^.]*[^_]*\.(xml|vml|png)$"
    before, after = members(make()), list(members(onto(make())).values())
    ours = members(added_sheets.master()).values()
    kept = [name for name in before if re.match(kinds, name) and before[name] not in ours]
    theirs = [name for name in kept if not _of_ours(before, name)]
    assert theirs
    assert [name for name in theirs if before[name] not in after] == []


def _of_ours(parts: dict[str, bytes], name: str) -> bool:
    """Whether a part is of the sheet Overview, which has a chart of its own."""
    books = re.findall(r'name="([^"]*)"', parts["xl/workbook.xml"].decode().partition("<sheets>")[2])
    sheet = f"xl/worksheets/sheet{books.index('Overview') + 1}.xml" if "Overview" in books else ""
    drawings = linked(parts, sheet).get("drawing", []) if sheet else []
    return name in drawings or any(name in linked(parts, drawing).get("chart", []) for drawing in drawings)


@every_file
def test_only_lists_of_the_new_workbook_change(make: Make) -> None:
    """Of its own parts only the lists of sheets, formats and types are touched."""
    new = added_sheets.master()
    touched = changed(new, onto(make())) & members(new).keys()
    assert touched == {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}


@every_file
def test_again_changes_nothing(make: Make) -> None:
    """With its own result as the old workbook, the new one becomes the same file byte for byte."""
    once = onto(make())
    assert onto(once) == once == onto(make())


@every_file
def test_way_makes_no_difference(make: Make) -> None:
    """Over a workbook in between, the sheets come as they come directly: formats do not pile up."""
    last = added_sheets.master(9)
    assert onto(onto(make(), added_sheets.master(5)), last) == onto(make(), last)


def test_nothing_of_theirs_is_no_change() -> None:
    """A workbook with our sheets only adds nothing: the very bytes come back."""
    new = added_sheets.master(3)
    done = graft(new, added_sheets.master(7), [name.upper() for name in OURS])
    assert done.data is new
    assert (done.kept, done.lost) == ((), ())


def test_sheets_counted_in_the_workbook_move() -> None:
    """Our print area and the active sheet are still those of Overview, and no other sheet is selected."""
    book = loaded(onto(added_sheets.by_xlsxwriter()))
    assert book.active is not None
    assert book.active.title == "Overview"
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] == ["Overview"]
    assert book["Overview"].print_area == "'Overview'!$A$1:$D$10"
    assert book["Contributions"].auto_filter.ref == "A1:B5"
    assert book["Figures"].print_title_rows == "$1:$1"
    assert book["Put away"].sheet_state == "veryHidden"


def test_names_come_along() -> None:
    """Names of the workbook and of the sheets lead where they led."""
    book = loaded(onto(added_sheets.by_xlsxwriter()))
    assert book.defined_names["Total"].attr_text == "Figures!$A$1"
    assert book["Figures"].defined_names["Local"].attr_text == "Figures!$A$3"


def test_titles_to_repeat_stay_with_their_sheets() -> None:
    """Names of one kind on sheets that change places each keep their own sheet."""
    made = []
    for names in (OURS, (OURS[0], "Mine", OURS[1])):
        target = BytesIO()
        with xlsxwriter.Workbook(target) as book:
            for row, name in enumerate(names):
                book.add_worksheet(name).repeat_rows(row)
        made.append(target.getvalue())
    titles = {sheet.title: sheet.print_title_rows for sheet in loaded(onto(made[1], made[0])).worksheets}
    assert titles == {OURS[0]: "$1:$1", "Mine": "$2:$2", OURS[1]: "$2:$2", OURS[2]: "$3:$3"}


def test_rich_text_keeps_its_runs() -> None:
    """A text of several fonts has them in the cell itself."""
    parts = members(onto(added_sheets.by_xlsxwriter()))
    runs = re.search(rb'<c r="A1" t="inlineStr"><is>(.*?)</is>', parts["xl/worksheets/sheet4.xml"])
    assert runs is not None
    assert runs[1].count(b"<r>") == 2
    assert b'<b/><sz val="11"/><color rgb="FFC00000"/>' in runs[1]


def test_string_of_a_formula_becomes_its_result() -> None:
    """A formula whose stored result is one of the shared strings keeps both."""
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet("Mine").write_string("A1", "x & y")
    old = target.getvalue()
    old = edited(old, part_of(old, "Mine"), b"<v>0</v>", b"<f>B1</f><v>0</v>")
    sheet = loaded(onto(old))["Mine"]
    assert sheet["A1"].value == "=B1"
    assert values(onto(old), without=OURS)["ours Mine!1,1"] == "x & y"


def test_spilled_results_come_along() -> None:
    """A formula that fills several cells has the part that says so, and what features need."""
    links = linked(members(onto(added_sheets.by_xlsxwriter())), "xl/workbook.xml")
    assert len(links["sheetMetadata"]) == len(links["FeaturePropertyBag"]) == 1


def test_spilled_results_stay_behind_where_the_new_workbook_has_its_own() -> None:
    """What cells say about their results would mean something else there: it is left out and told."""
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet("Overview").write_dynamic_array_formula("A1", "=UNIQUE(B1:B3)")
    done = graft(target.getvalue(), added_sheets.by_xlsxwriter(), OURS)
    assert [(loss.sheet, loss.code) for loss in done.lost if loss.code == "results"] == [("Figures", "results")]
    parts = members(done.data)
    assert sum(b' cm="' in parts[name] for name in parts) == 1


def test_pivot_table_comes_with_its_data() -> None:
    """A pivot table and what it remembers are linked by a number the workbook lists."""
    done = onto(with_pivot(added_sheets.by_openpyxl(), "My sheet"))
    parts = members(done)
    assert b'cacheId="7"' in parts["xl/pivotTables/pivotTable1.xml"]
    assert b'<pivotCache cacheId="7"' in parts["xl/workbook.xml"]
    assert linked(parts, "xl/workbook.xml")["pivotCacheDefinition"] == ["xl/pivotCache/pivotCacheDefinition1.xml"]
    assert linked(parts, "xl/pivotTables/pivotTable1.xml") == {
        "pivotCacheDefinition": ["xl/pivotCache/pivotCacheDefinition1.xml"]
    }
    assert onto(done) == done


def test_threaded_comments_come_with_their_people() -> None:
    """A conversation and the list of who took part are both there."""
    old = added_sheets.by_openpyxl()
    kind = f"{MICROSOFT}/2017/10/relationships"
    space = f"{MICROSOFT}/spreadsheetml/2018/threadedcomments"
    thread = f'<ThreadedComments xmlns="{space}"/>'
    people = f'<personList xmlns="{space}"/>'
    old = with_parts(old, part_of(old, "My sheet"), {
        "xl/threadedComments/threadedComment1.xml": (
            f"{kind}/threadedComment", "application/vnd.ms-excel.threadedcomments+xml", thread,
        )
    })  # fmt: skip
    old = with_parts(
        old, "", {"xl/persons/person.xml": (f"{kind}/person", "application/vnd.ms-excel.person+xml", people)}
    )
    parts = members(onto(old))
    assert parts["xl/threadedComments/threadedComment1.xml"] == thread.encode()
    assert linked(parts, "xl/workbook.xml")["person"] == ["xl/persons/person.xml"]
    assert onto(onto(old)) == onto(old)


def test_links_to_other_workbooks_keep_their_numbers() -> None:
    """A formula with the second linked workbook still means the second one."""
    old = added_sheets.by_openpyxl()
    old = edited(old, part_of(old, "My sheet"), b"SUM(Contributions!B:B)", b"[2]Data!$A$1")
    books = {
        f"xl/externalLinks/externalLink{n}.xml": (
            "externalLink", f"{MEDIA}.externalLink+xml", f'<externalLink xmlns="{MAIN}"/>',
        )
        for n in (1, 2)
    }  # fmt: skip
    listed = '<externalReferences xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    listed += '<externalReference r:id="{1}"/><externalReference r:id="{0}"/></externalReferences>'
    old = with_parts(old, "", books, listed)
    done = onto(old)
    parts = members(done)
    ids = re.findall(rb'<externalReference [^>]*r:id="(\w+)"', parts["xl/workbook.xml"])
    targets = [re.search(rb'Id="%b"[^>]*Target="([^"]*)"' % name, parts["xl/_rels/workbook.xml.rels"]) for name in ids]
    assert [target and target[1] for target in targets] == [
        b"externalLinks/externalLink2.xml", b"externalLinks/externalLink1.xml",
    ]  # fmt: skip
    assert onto(done) == done


def test_tables_get_names_and_numbers_of_their_own() -> None:
    """A table called like one of the new workbook has another name, and it is told."""
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet("Overview").add_table("A1:B3", {"name": "mine"})
    done = graft(target.getvalue(), added_sheets.by_openpyxl(), OURS)
    assert [(loss.sheet, loss.code, loss.facts["new"]) for loss in done.lost if loss.code == "table-renamed"] == [
        ("Last one", "table-renamed", "Mine_2")
    ]
    tables = [table for sheet in loaded(done.data).worksheets for table in sheet.tables.values()]
    assert [(table.id, table.displayName) for table in tables] == [(1, "mine"), (2, "Mine_2")]
    assert graft(target.getvalue(), done.data, OURS).data == done.data


def test_prefixed_markup_is_understood() -> None:
    """A workbook whose parts write every element with a prefix comes over with its formats."""
    plain = added_sheets.by_xlsxwriter()
    book = opened(plain, None)
    changes = {}
    for part in ("xl/styles.xml", "xl/sharedStrings.xml", "xl/workbook.xml", part_of(plain, "Müller's & my notes")):
        content = re.sub(rb"<(/?)(?=[a-zA-Z])(?![\w]+:)", rb"<\1x:", book.raw(part))
        changes[part] = content.replace(b"xmlns=", b"xmlns:x=")
    old = packed(plain, book.package, changes)
    assert cells(onto(old)) == cells(plain)
    assert looks(onto(old), "Müller's & my notes") == looks(plain, "Müller's & my notes")
    assert onto(onto(old)) == onto(old)
