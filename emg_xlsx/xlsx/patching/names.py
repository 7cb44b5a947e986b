"""The workbook's defined names: those of ours that tell a copy we made, and what leaves with a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from emg_xlsx.xlsx.patching.book import Book
from emg_xlsx.xlsx.patching.edits import OPENED, Edits, Element
from emg_xlsx.xlsx.patching.escaping import markup
from emg_xlsx.xlsx.patching.order import WORKBOOK, put_child

STATE = "_emg_xlsx"
"""Hidden name whose value, a text, tells how our formats are taken off again."""
SHEET = "_emg_xlsx_sheet"
"""Hidden name that leads to our sheet, whatever it is called by then."""
VIEW = "_emg_xlsx_view"
"""Hidden name whose value, a text, tells which sheet the workbook opened on."""
OURS = (STATE, SHEET, VIEW)


def put_names(edits: Edits, root: Element, names: Sequence[tuple[str, str, int | None]]) -> None:
    """Define names.

    Args:
        edits, root: the main part.
        names: name, value, and number from 0 of the sheet it is for; None for a hidden name of the workbook.
    """
    element = root.find("definedNames")
    prefix = root.prefix
    pieces = b"".join(
        b'<%bdefinedName name="%b"%b>%b</%bdefinedName>'
        % (
            prefix,
            name.encode(),
            b' hidden="1"' if sheet is None else b' localSheetId="%d"' % sheet,
            markup(value).replace(b"&quot;", b'"'),
            prefix,
        )
        for name, value, sheet in names
    )
    if element is not None:
        edits.append(element, pieces)
    else:
        tag = prefix + b"definedNames"
        put_child(edits, root, WORKBOOK, b"<%b>%b</%b>" % (tag, pieces, tag), "definedNames")


def defined(book: Book) -> dict[str, str]:
    """Our names and their values as written, empty if the workbook has none of them."""
    edits, root = book.outlined(book.main)
    element = root.find("definedNames")
    return {
        child.get("name"): edits.data[child.inner : child.close].decode("utf-8", "replace")
        for child in (element.children if element else ())
        if child.get("name") in OURS
    }


def remove_names(edits: Edits, root: Element, gone: int | None) -> None:
    """Take out our names and those of a sheet that goes; the numbers of sheets behind it move up.

    Args:
        edits, root: the main part.
        gone: number from 0 of the sheet that goes, None if none does.
    """
    element = root.find("definedNames")
    if element is None:
        return
    ours = [
        child for child in element.children if child.get("name") in OURS or (gone is not None and _of(child) == gone)
    ]
    if len(ours) == len(element.children) and not edits.data[: element.end].endswith(OPENED):
        edits.remove(element.start, element.end)
        return
    for child in ours:
        edits.remove(child.start, child.end)
    for child in element.children:
        number = _of(child)
        if gone is not None and number is not None and number > gone:
            edits.set(child, "localSheetId", number - 1)


def _of(name: Element) -> int | None:
    written = name.get("localSheetId")
    return int(written) if written.isdecimal() else None
