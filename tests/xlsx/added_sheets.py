"""A workbook of ours, and older ones to which somebody has added sheets of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from emg_xlsx.xlsx.grafting import graft
from emg_xlsx.xlsx.patching.archive import packed
from emg_xlsx.xlsx.patching.book import TRANSITIONAL
from emg_xlsx.xlsx.patching.strip import opened
from emg_xlsx.xlsx.writing import Book
from tests.xlsx.rich_files import RichBook, picture

OURS = ("Overview", "Contributions", "_meta")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _ours(book: Book, rows: int) -> None:
    """The sheets that every one of these workbooks has, as the master does."""
    overview, table, meta = (book.page(name) for name in OURS)
    overview.write_row(0, 0, ["What they bring", rows], book.look(bold=True, font_size=18))
    overview.print_area(0, 0, 9, 3)
    table.write_row(0, 0, ["entity", "amount"], book.head)
    for row in range(1, rows + 1):
        table.write_string(row, 0, f"Entity {row}", book.look())
        table.write_number(row, 1, row * 100, book.look(num_format="#,##0"))
    table.conditional_format(1, 1, rows, 1, {"type": "data_bar"})
    table.conditional_format(
        1, 1, rows, 1, {"type": "cell", "criteria": "<", "value": 0, "format": book.add_format({"bold": True})}
    )
    table.autofilter(0, 0, rows, 1)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"=Contributions!$B$2:$B${rows + 1}"})
    overview.insert_chart("A4", chart)
    overview.activate()
    meta.hide()


@cache
def master(rows: int = 4) -> bytes:
    """The workbook without sheets of anybody else's."""
    target = BytesIO()
    with Book(target, title="Master", language="en", day=date(2022, 1, 1)) as book:
        _ours(book, rows)
    return target.getvalue()


@cache
def by_xlsxwriter() -> bytes:
    """Sheets with charts, a chart sheet, pictures, tables, sparklines, notes, lists, names and spilled results."""
    target = BytesIO()
    with RichBook(target, title="Master", language="en", day=date(2021, 1, 1)) as book:
        notes = book.add_worksheet("Müller's & my notes")
        _ours(book, 2)
        figures, page = book.add_worksheet("Figures"), book.add_chartsheet("Big chart")
        book.add_worksheet("Put away").very_hidden()
        notes.write_rich_string("A1", "plain ", book.add_format({"bold": True, "font_color": "#C00000"}), " bold ")
        notes.write_string("A2", "  spaces <&> \n ", book.add_format({"text_wrap": True, "bg_color": "#FFF2CC"}))
        notes.write_url("A3", "https://example.org/?a=1&b=2", string="a page")
        notes.write_url("A4", "internal:Contributions!A2")
        notes.write_comment("A1", "A note of my own", {"author": "A Coordinator"})
        notes.insert_image("C1", "pixel.png", {"image_data": BytesIO(picture())})
        notes.set_row(5, 30, book.add_format({"italic": True}))
        notes.set_column("E:F", 20, book.add_format({"num_format": "yyyy-mm-dd"}))
        notes.write_datetime("E1", date(2022, 3, 4))
        figures.write_formula("A1", "=SUM(Contributions!$B:$B)", book.add_format({"num_format": '0.0 "k USD"'}), 300)
        figures.add_table("A3:B6", {"name": "Sums", "columns": [{"header": "One"}, {"header": "Two"}]})
        figures.add_sparkline("D1", {"range": "Contributions!B2:B5"})
        figures.data_validation("D3:D9", {"validate": "list", "source": "=Contributions!$A$2:$A$5"})
        red = book.add_format({"bg_color": "#FF0000", "num_format": "0.000"})
        figures.conditional_format("A4:A9", {"type": "cell", "criteria": ">", "value": 3, "format": red})
        figures.conditional_format("B4:B9", {"type": "data_bar", "data_bar_2010": True})
        figures.write_dynamic_array_formula("F1", "=UNIQUE(Contributions!A2:A3)", None, "Entity 1")
        figures.insert_checkbox("G1", True)
        figures.set_header("&CFigures")
        figures.repeat_rows(0)
        for holder in (figures.insert_chart, None):
            chart = book.add_chart({"type": "pie"})
            chart.add_series({"values": "=Contributions!$B$2:$B$5", "categories": "=Contributions!$A$2:$A$5"})
            if holder:
                holder("F4", chart)
            else:
                page.set_chart(chart)
        book.define_name("Total", "=Figures!$A$1")
        book.define_name("Figures!Local", "=Figures!$A$3")
    return target.getvalue()


@cache
def by_openpyxl() -> bytes:
    """The workbook loaded, sheets added in the middle and at the end, and saved."""
    book = load_workbook(BytesIO(master(2)))
    mine = book.create_sheet("My sheet", 1)
    mine["A1"] = "Amounts"
    mine["A1"].font = Font(name="Georgia", size=16, italic=True, color="1F4E79")
    mine["A1"].fill = PatternFill("solid", fgColor="DCE6F1")
    mine["A1"].border = Border(bottom=Side("double", color="FF0000"))
    mine["A2"], mine["A2"].number_format = 1234.5, '#,##0.00 "USD"'
    mine["A3"] = "=SUM(Contributions!B:B)"
    mine["A4"], mine["A5"] = "Named", "Named too"
    for cell, size in (("A4", 20), ("A5", 22)):
        mine[cell].style = NamedStyle(f"Of mine {size}", font=Font(size=size))
    mine["A1"].comment = Comment("Why so much?", "A Coordinator")
    red = DifferentialStyle(fill=PatternFill(bgColor="FF0000"))
    mine.conditional_formatting.add("A2:A9", Rule("cellIs", operator="greaterThan", formula=["3"], dxf=red))
    rule = DataValidation("list", formula1='"yes,no"')
    rule.add("B1:B9")
    mine.add_data_validation(rule)
    chart = BarChart()
    chart.add_data(Reference(book["Contributions"], min_col=2, min_row=1, max_row=3), titles_from_data=True)
    mine.add_chart(chart, "D2")
    last = book.create_sheet("Last one")
    last.append(["One", "Two"])
    last.append([1, date(2022, 5, 6)])
    last.add_table(Table(displayName="Mine", ref="A1:B2"))
    last.print_title_rows = "1:1"
    book.defined_names["Mine_too"] = DefinedName("Mine_too", attr_text="'My sheet'!$A$2")
    target = BytesIO()
    book.save(target)
    return target.getvalue()


@cache
def with_things_on_ours() -> bytes:
    """The workbook with a note, a table and a second chart on sheets that are written anew."""
    book = load_workbook(BytesIO(master()))
    amounts = book["Contributions"]
    amounts["A2"].comment = Comment("Sure?", "A Coordinator")
    amounts.add_table(Table(displayName="Theirs", ref="A1:B3"))
    chart = BarChart()
    chart.add_data(Reference(amounts, min_col=2, min_row=1, max_row=3))
    chart.anchor = "K1"
    book["Overview"].add_chart(chart)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def with_parts(data: bytes, source: str, parts: Mapping[str, tuple[str, str, str]], listed: str = "") -> bytes:
    """A workbook to which parts were added.

    Args:
        data: the workbook.
        source: the part that leads to the new ones, ``""`` for the workbook's own.
        parts: for each new part its kind or type of relationship, its content type and its content.
        listed: what is put at the end of the workbook; ``{0}`` stands for the id of the first one.
    """
    book = opened(data, None)
    ids = []
    for part, (kind, media, content) in parts.items():
        book.add(part, content.encode(), media)
        ids.append(book.link(source or book.main, kind, part))
    main = book.raw(book.main).decode()
    book.put(book.main, main.replace("</workbook>", listed.format(*ids) + "</workbook>").encode())
    return packed(data, book.package, book.finished())


def part_of(data: bytes, sheet: str) -> str:
    """The part of a sheet."""
    return next(tab.part for tab in opened(data, None).tabs() if tab.name == sheet)


CACHE = (
    f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{TRANSITIONAL}" refreshOnLoad="1" recordCount="0"><cacheSource '
    'type="worksheet"><worksheetSource ref="A1:B5" sheet="Contributions"/></cacheSource><cacheFields count="2">'
    '<cacheField name="entity" numFmtId="0"><sharedItems/></cacheField><cacheField name="amount" numFmtId="0">'
    "<sharedItems/></cacheField></cacheFields></pivotCacheDefinition>"
)
PIVOT = (
    f'<pivotTableDefinition xmlns="{MAIN}" name="Pivot" cacheId="7" dataCaption="Values"><location ref="A10:B12" '
    'firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="2"><pivotField axis="axisRow" '
    'showAll="0"/><pivotField dataField="1" showAll="0"/></pivotFields><rowFields count="1"><field x="0"/></rowFields>'
    '<dataFields count="1"><dataField name="Sum" fld="1"/></dataFields></pivotTableDefinition>'
)


def with_pivot(data: bytes, sheet: str, source: str = "worksheet") -> bytes:
    """The workbook with a pivot table on a sheet."""
    cache = CACHE.replace('"worksheet"', f'"{source}"')
    made = with_parts(
        data,
        "",
        {
            "xl/pivotCache/pivotCacheDefinition1.xml": (
                "pivotCacheDefinition", f"{MEDIA}.pivotCacheDefinition+xml", cache,
            )
        },
        f'<pivotCaches><pivotCache cacheId="7" xmlns:r="{TRANSITIONAL}" r:id="{{0}}"/></pivotCaches>',
    )  # fmt: skip
    pivot = "xl/pivotTables/pivotTable1.xml"
    made = with_parts(made, part_of(made, sheet), {pivot: ("pivotTable", f"{MEDIA}.pivotTable+xml", PIVOT)})
    book = opened(made, None)
    book.link(pivot, "pivotCacheDefinition", "xl/pivotCache/pivotCacheDefinition1.xml")
    return packed(made, book.package, book.finished())


def onto(old: bytes, new: bytes | None = None) -> bytes:
    """The new workbook with the sheets of the old one."""
    return graft(new or master(), old, OURS).data


def codes(old: bytes, new: bytes | None = None) -> list[tuple[str, str]]:
    """What was lost, by sheet and code."""
    return [(loss.sheet, loss.code) for loss in graft(new or master(), old, OURS).lost]


def edited(data: bytes, part: str, before: bytes, after: bytes) -> bytes:
    """The workbook with other words in one part."""
    book = opened(data, None)
    content = book.raw(part)
    assert before in content
    return packed(data, book.package, {part: content.replace(before, after)})
