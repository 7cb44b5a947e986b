"""Writing workbooks from nothing: one look for all of them, the same bytes each time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.core import Core
from xlsxwriter.format import Format
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.worksheet import Worksheet

from emg_xlsx.xlsx.written import Page

INK = "#1F2933"
QUIET = "#52606D"
HEAD = "#1F4E79"
BAND = "#DCE6F1"
GREY = "#F2F2F2"
LINE = "#BFC7D1"
CREAM = "#FFF8E1"
ALERT = "#8A4B00"
LINK = "#1F4E79"

A4 = 9


class _CoreWithLanguage(Core):
    """Core properties with ``dc:language``, which screen readers use and XlsxWriter has no setting for."""

    def _write_dc_description(self) -> None:
        super()._write_dc_description()
        self._xml_data_element("dc:language", str(self.properties.get("language", "en")))


class _PlainStrings(SharedStrings):
    """The table of strings without rich text: XlsxWriter takes any text between ``<r>`` and ``</r>`` for its markup."""

    def _xml_rich_si_element(self, string: str) -> None:
        self._xml_si_element(string)


class _OurPackager(Packager):
    def _write_shared_strings_file(self) -> None:
        table = _PlainStrings()
        table.string_table = self.workbook.str_table
        if table.string_table.count:
            table._set_xml_writer(self._filename("xl/sharedStrings.xml"))  # noqa: SLF001
            table._assemble_xml_file()  # noqa: SLF001

    def _write_core_file(self) -> None:
        core = _CoreWithLanguage()
        core._set_properties(self.workbook.doc_properties)  # noqa: SLF001  # the hooks XlsxWriter has for its parts
        core._set_xml_writer(self._filename("docProps/core.xml"))  # noqa: SLF001
        core._assemble_xml_file()  # noqa: SLF001


class Book(xlsxwriter.Workbook):
    """A new workbook in the house's look.

    Args:
        target: where it is written.
        title: document title.
        language: document language.
        day: the day of the run; it is the only date the file carries.
        constant_memory: keep one row at a time, for large tables.
    """

    def __init__(
        self, target: Path | BytesIO, *, title: str, language: str, day: date, constant_memory: bool = False
    ) -> None:
        super().__init__(
            target if isinstance(target, BytesIO) else str(target),
            {
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "constant_memory": constant_memory,
                "in_memory": not constant_memory,
                "default_format_properties": {"font_name": "Calibri", "font_size": 11},
            },
        )
        self.set_properties(
            {
                "title": title,
                "author": "EMG Secretariat",
                "language": language,
                "created": datetime(day.year, day.month, day.day),  # noqa: DTZ001  # a day has no time zone
            }
        )
        self._looks: dict[tuple[tuple[str, Any], ...], Format] = {}

    def page(self, name: str) -> Page:
        """Add a sheet."""
        sheet: Page = self.add_worksheet(name, Page)
        return sheet

    def look(self, **properties: Any) -> Format:
        """A cell format by its properties, made once; ink, top alignment and wrapping unless said otherwise."""
        wanted = {"font_color": INK, "valign": "top", "text_wrap": True, **properties}
        key = tuple(sorted(wanted.items()))
        if key not in self._looks:
            self._looks[key] = self.add_format(wanted)
        return self._looks[key]

    @property
    def head(self) -> Format:
        """The look of a header cell."""
        return self.look(bold=True, font_color="#FFFFFF", bg_color=HEAD, border=1, border_color=LINE, valign="vcenter")

    def _get_packager(self) -> Packager:
        return _OurPackager()


def print_setup(sheet: Worksheet, *, landscape: bool = True, header: str = "", repeat: int | None = None) -> None:
    """A4, one page wide, quiet margins, page numbers, and header rows repeated on every page."""
    sheet.set_paper(A4)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.75 if header else 0.5, bottom=0.55)
    if header:
        sheet.set_header(f"&L&9{_escaped(header)}", {"margin": 0.3})
    sheet.set_footer("&L&9&A&R&9&P / &N", {"margin": 0.25})
    if repeat is not None:
        sheet.repeat_rows(repeat)


def head_row(sheet: Worksheet, row: int, titles: Sequence[str], look: Format) -> None:
    """Write a table's header row."""
    for column, title in enumerate(titles):
        sheet.write_string(row, column, title, look)


def _escaped(text: str) -> str:
    return text.replace("&", "&&")
