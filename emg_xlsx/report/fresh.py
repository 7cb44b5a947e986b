"""A new workbook with the sheet ``To check``, for files whose format cannot be written back."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from emg_xlsx.packs import Pack
from emg_xlsx.report.sheet import to_check
from emg_xlsx.report.wording import call, say
from emg_xlsx.xlsx import writing
from emg_xlsx.xlsx.patching import AnswerList, Look, SheetCell, ToCheck
from emg_xlsx.xlsx.writing import Book
from emg_xlsx.xlsx.written import TEXT_LIMIT


def write_fresh(pack: Pack, meta: Mapping[str, str] | None = None) -> bytes:
    """The workbook as bytes; the same pack gives the same bytes.

    Args:
        pack: what goes back.
        meta: what its hidden sheet ``_meta`` says, by which it is known when it comes back.
    """
    content = to_check(pack, annotated=False)
    buffer = BytesIO()
    title = say(pack, "title", plan=pack.plan_title, who=pack.entity or say(pack, "somebody"))
    with Book(buffer, title=title, language=pack.language, day=pack.day) as book:
        _draw(book, book.page(content.name), content, call(pack))
        if meta:
            hidden = book.page("_meta")
            for row, pair in enumerate(meta.items()):
                for column, words in enumerate(pair):
                    hidden.write_string(row, column, words[:TEXT_LIMIT])
            hidden.hide()
    return buffer.getvalue()


def _draw(book: Book, sheet: Worksheet, content: ToCheck, header: str) -> None:
    looks = {name: _look(book, look) for name, look in content.styles.items()}
    sheet.hide_gridlines(2)
    for column, width in enumerate(content.widths):
        sheet.set_column(column, column, width, None, {"hidden": column in content.hidden})
    for number, (cells, height) in enumerate(zip(content.rows, content.heights, strict=True)):
        sheet.set_row(number, height)
        for column, cell in enumerate(cells):
            if cell is not None:
                _put(sheet, (number, column), cell, looks[cell.style])
    for answers in content.lists:
        _offer(sheet, answers)
    writing.print_setup(sheet, header=header[:200], repeat=content.header)


def _put(sheet: Worksheet, at: tuple[int, int], cell: SheetCell, look: Format) -> None:
    if cell.link:
        sheet.write_url(*at, f"internal:{cell.link}", look, cell.text)
    elif cell.text:
        sheet.write_string(*at, cell.text[:TEXT_LIMIT], look)
    else:
        sheet.write_blank(*at, None, look)


def _offer(sheet: Worksheet, answers: AnswerList) -> None:
    first = answers.ranges.split()[0].split(":")[0]
    sheet.data_validation(
        first,
        {
            "validate": "list",
            "source": list(answers.words),
            "input_title": answers.title,
            "input_message": answers.help,
            "show_error": False,
            "multi_range": answers.ranges,
        },
    )


def _look(book: Book, look: Look) -> Format:
    properties = {
        "bold": look.bold,
        "italic": look.italic,
        "underline": int(look.underline),
        "font_size": look.size,
        "font_color": look.colour,
        "text_wrap": look.wrap,
        "locked": look.locked,
        **({"bg_color": look.fill} if look.fill else {}),
        **({"border": 1, "border_color": writing.LINE} if look.border else {}),
    }
    return book.look(**properties)
