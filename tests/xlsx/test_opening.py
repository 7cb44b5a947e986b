"""A marked copy opens on what is asked, and a copy without marks where the sender left it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from emg_xlsx.xlsx.patching import Additions, annotate, strip
from tests.xlsx import odd_files as odd
from tests.xlsx import rich_files
from tests.xlsx.patched import additions, changed, faults, loaded, members, to_check
from tests.xlsx.test_patching_odd import book

ROWS = '<row r="1"><c r="A1"><v>1</v></c></row>'
FIRST = additions(("Data", "A1"), sheet=replace(to_check(), first=True))
SELECTED = '<sheetViews><sheetView{} workbookViewId="0"/></sheetViews>'
CHART = f'{odd.DECLARATION}<chartsheet xmlns="{odd.TRANSITIONAL}">{SELECTED}<drawing/></chartsheet>'


def main(views: str) -> bytes:
    """A main part with these windows."""
    return odd.workbook().replace(b"<sheets>", f"{views}<sheets>".encode())


def seen(attributes: str) -> bytes:
    """A sheet with these attributes of its view."""
    return odd.worksheet(ROWS, before=SELECTED.format(attributes))


PACKAGES: dict[str, Mapping[str, bytes | None]] = {
    "no window": {},
    "no window, selected": {odd.SHEET: seen(' tabSelected="1"')},
    "nothing said": {odd.MAIN: main("<bookViews><workbookView/></bookViews>"), odd.SHEET: seen(' tabSelected="1"')},
    "more said": {
        odd.MAIN: main('<bookViews><workbookView xWindow="0" activeTab="0" firstSheet="0"/></bookViews>'),
        odd.SHEET: seen(" tabSelected='true' zoomScale='90'"),
    },
    "beyond the sheets": {odd.MAIN: main('<bookViews><workbookView activeTab="7"/></bookViews>')},
    "second window": {
        odd.MAIN: main('<bookViews><workbookView/><workbookView activeTab="0"/></bookViews>'),
        odd.SHEET: odd.worksheet(
            ROWS,
            before='<sheetViews><sheetView tabSelected="1" workbookViewId="0"/>'
            '<sheetView tabSelected="1" workbookViewId="1"/></sheetViews>',
        ),
    },
    "far from the beginning": {odd.SHEET: odd.worksheet(ROWS, before=" " * 3000 + SELECTED.format(' tabSelected="1"'))},
    "UTF-16": {odd.SHEET: seen(' tabSelected="1"').decode().replace("UTF-8", "UTF-16").encode("utf-16")},
}  # fmt: skip

every_package = pytest.mark.parametrize("changes", PACKAGES.values(), ids=PACKAGES)


def chosen(data: bytes) -> list[str]:
    """The sheets that are selected in the first window; what is typed goes into all of them."""
    return [sheet.title for sheet in loaded(data) if any(view.tabSelected for view in sheet.views.sheetView[:1])]


def top(data: bytes) -> str:
    """The sheet a workbook opens on."""
    active = loaded(data).active
    return active.title if active is not None else ""


@every_package
def test_copy_opens_on_our_sheet_alone(changes: Mapping[str, bytes | None]) -> None:
    """The sheet is the active one, and no other one is selected with it."""
    before = book(ROWS, changes)
    after = annotate(before, FIRST).data
    assert (top(after), chosen(after)) == ("To check", ["To check"])
    assert [fault for fault in faults(after) if fault not in faults(before)] == []


@every_package
def test_without_marks_it_opens_as_before(changes: Mapping[str, bytes | None]) -> None:
    """Every part comes back byte for byte, and marking again gives the same."""
    before = book(ROWS, changes)
    after = annotate(before, FIRST).data
    assert changed(before, strip(after)) == set()
    assert annotate(after, FIRST).data == after


@pytest.mark.parametrize("make", [rich_files.by_xlsxwriter, rich_files.by_openpyxl, rich_files.template])
def test_workbooks_of_many_sheets(make: Callable[[], bytes]) -> None:
    """Charts, tables and hidden sheets make no difference."""
    before = make()
    after = annotate(before, FIRST).data
    assert (top(after), chosen(after)) == ("To check", ["To check"])
    assert changed(before, strip(after)) == set()


def test_selected_chart_is_no_longer() -> None:
    """A chart on a sheet of its own is not left selected together with ours."""
    links = [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("chartsheet", "chartsheets/sheet1.xml")]
    changes = {
        odd.MAIN: odd.workbook([("Data", ""), ("Chart", "")]).replace(b'r:id="rId2"', b'r:id="rId3"'),
        odd.MAIN_RELATIONS: odd.relations(links),
        "xl/chartsheets/sheet1.xml": CHART.format(' tabSelected="1"').encode(),
    }
    before = book(ROWS, changes)
    after = annotate(before, FIRST).data
    assert b'tabSelected="0"' in members(after)["xl/chartsheets/sheet1.xml"]
    assert changed(before, strip(after)) == set()


def test_who_chose_another_sheet_keeps_it() -> None:
    """A copy saved with another sheet on top opens there after its marks are gone."""
    before = book(ROWS, PACKAGES["more said"])
    parts = members(annotate(before, FIRST).data)
    parts[odd.MAIN] = parts[odd.MAIN].replace(b'activeTab="1"', b'activeTab="0"')
    parts[odd.SHEET] = parts[odd.SHEET].replace(b"tabSelected='0'", b"tabSelected='1'")
    rest = members(strip(odd.zipped(parts)))
    assert re.findall(rb'activeTab="\d"', rest[odd.MAIN]) == [b'activeTab="0"']
    assert b"tabSelected='1'" in rest[odd.SHEET]


@pytest.mark.parametrize(
    "changes",
    [
        {odd.MAIN: main('<bookViews><workbookView activeTab="x"/></bookViews>')},
        {odd.MAIN: main("<bookViews/>")},
        {odd.SHEET: seen(' tabSelected="1"') + b"<"},
    ],
    ids=["no number", "no window in the list", "unreadable"],
)
def test_what_is_not_plain_is_left(changes: Mapping[str, bytes | None]) -> None:
    """Where nobody can tell what is selected, the copy opens as the workbook did."""
    before = book(ROWS, changes)
    after = annotate(before, FIRST).data
    assert b"tabSelected" not in members(after)["xl/worksheets/sheet2.xml"]
    views = rb"<bookViews.*?<sheets>"
    assert re.findall(views, members(after)[odd.MAIN]) == re.findall(views, members(before)[odd.MAIN])


def test_nothing_asked_opens_as_before() -> None:
    """A receipt does not push itself to the front."""
    before = book(ROWS, PACKAGES["more said"])
    after = members(annotate(before, Additions((), {}, to_check())).data)
    assert after[odd.SHEET] == members(before)[odd.SHEET]
    assert b'activeTab="0"' in after[odd.MAIN]
