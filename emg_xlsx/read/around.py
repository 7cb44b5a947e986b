"""What people say around the cells that are read: in notes, in columns of their own, beside and below the table.

None of it can be merged, and none of it may be lost: each is told where it stands, and kept word for word as a
remark, which stands in the master's sheet ``Left out`` with the finding's code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Literal

from emg_xlsx.findings import Finding
from emg_xlsx.read.asked import others, theirs
from emg_xlsx.read.form import Form
from emg_xlsx.read.printed import LONGEST_KNOWN, Printed, is_own_heading
from emg_xlsx.read.tables import Found, aside_finding, hides, moved_finding
from emg_xlsx.reading import Context
from emg_xlsx.refusals import LOST, anomaly
from emg_xlsx.rows import says_something, text_of
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.seen import as_seen
from emg_xlsx.text import clean
from emg_xlsx.values import LeftOut, Located, RawTable
from emg_xlsx.xlsx import Anomaly, Cell, Sheet

MOST_REMARKS = 2000
"""Remarks kept of one sheet; what is beyond is counted. Who writes more has pasted another table beside ours."""

MOST_OF_A_SHEET = 300
"""Cells kept of a sheet that has nothing to do with ours: enough to see what it is about."""


Make = Callable[[Context], LeftOut]
"""A remark to be made: a hostile sheet may have millions, of which most are only counted."""


@dataclass(frozen=True, slots=True)
class Place:
    """One sheet of a file, with what was found on it.

    Attributes:
        file: name of the file.
        sheet: the sheet.
        tables: what was read from it.
        form: the form, if it stands on it.
        again: the lines of the form, if this is a further copy of it, whose answers do not count.
        kind: ``filled``; ``printed``, one of the template that nobody fills; or ``extra``, one of their own, which
            nothing is read from; or ``asked``, ours with questions, whose answers are read elsewhere.
        told: what our sheets with questions say, which our notes on cells repeat.
    """

    file: str
    sheet: Sheet
    tables: Sequence[tuple[Found, RawTable]]
    form: Form | None
    again: Table | None = None
    kind: Literal["filled", "printed", "extra", "asked"] = "filled"
    told: frozenset[str] = frozenset()

    def field_at(self, row: int, column: int) -> Field | None:
        """The field whose answers stand in a cell's column."""
        for found, table in self.tables:
            if found.block.holds(row):
                for key, place in table.header.columns.items():
                    if place == column:
                        return table.table.by_key[key]
        return None


def around(place: Place, context: Context) -> tuple[list[Finding], list[LeftOut]]:
    """All that stands around the answers of one sheet.

    Args:
        place: the sheet.
        context: to show cells as their sender sees them.

    Returns:
        The findings, and the remarks with their finding; of a column of their own there are many.
    """
    remarks: list[LeftOut] = []
    findings: list[Finding] = []
    more = 0
    most = MOST_OF_A_SHEET if place.kind == "extra" else MOST_REMARKS
    for make in chain(_notes(place), _links(place), _drawn(place), _headed(place, context), _aside(place, context)):
        if len(remarks) >= most:
            more += 1
            continue
        remark = make(context)
        remarks.append(remark)
        if remark.finding.code in ("comment-kept", "text-outside", "link-kept", "heading-kept"):
            findings.append(remark.finding)
    if more:
        findings.append(Finding("remarks-more", place.file, sheet=place.sheet.name, facts={"count": more}))
    if place.sheet.drawings and place.kind != "asked":
        findings.append(Finding("drawing-ignored", place.file, sheet=place.sheet.name, value=place.sheet.name))
    if place.tables or place.form:
        findings += [_odd(place, item) for item in place.sheet.anomalies]
    return findings, remarks


def _aside(place: Place, context: Context) -> Iterator[Make]:
    """The cells of a sheet that nothing is read from, each a remark to be made."""
    if place.tables or place.form:
        yield from _cells(place)
        yield from _answers_again(place)
    elif place.kind == "extra":
        yield from (partial(_extra, place, at) for at in _saying(place.sheet))
    elif place.kind == "asked":
        yield from (partial(_outside, place, at) for at in others(place.sheet))
    elif place.kind == "printed":
        printed = Printed.of(context.plan)
        known = printed.known_on(place.sheet.name)
        for at in _saying(place.sheet, known):
            # A formula there is the template's own.
            words = text_of(at.cell)
            if at.cell.formula or printed.has(place.sheet.name, words):
                known.update([at.cell] if len(words) <= LONGEST_KNOWN else [])
            else:
                yield partial(_outside, place, at)


def _answers_again(place: Place) -> Iterator[Make]:
    """What somebody answered in a further copy of the form."""
    if place.form is not None and place.again is not None:
        for key, at in place.form.answers.items():
            item = place.again.by_key[key]
            if not item.grey and _says_something(at.cell):
                yield partial(_answer_again, place, item, at)


def _answer_again(place: Place, item: Field, at: Located, context: Context) -> LeftOut:
    finding = Finding("form-second", place.file, sheet=place.sheet.name, row=at.row, column=at.column,
                      field=item.key, title=item.name)  # fmt: skip
    return LeftOut(finding, item.key, item.name, finding.cell, clean(as_seen(at.cell, context)))


def _saying(sheet: Sheet, known: set[Cell] | frozenset[Cell] = frozenset()) -> Iterator[Located]:
    """The cells of a sheet that say something, but for those that are known."""
    for row, cells in sheet.rows.items():
        for column, cell in cells.items() if not known.issuperset(cells.values()) else ():
            if cell not in known and _says_something(cell):
                yield Located(cell, row, column)


def _extra(place: Place, at: Located, context: Context) -> LeftOut:
    """A cell of a sheet of their own; one note tells of the sheet."""
    finding = Finding("sheet-extra", place.file, sheet=place.sheet.name, row=at.row, column=at.column,
                      value=place.sheet.name)  # fmt: skip
    return LeftOut(finding, "", "", finding.cell, clean(as_seen(at.cell, context)))


def _notes(place: Place) -> Iterator[Make]:
    for spot, note in sorted(place.sheet.notes.items()):
        said = clean(theirs(note, place.told))
        if said:
            yield partial(_said_at, "comment-kept", place, spot, said)


def _said_at(code: str, place: Place, spot: tuple[int, int], text: str, _: Context) -> LeftOut:
    """What is said at a cell beside its value."""
    row, column = spot
    item = place.field_at(row, column)
    return _remark(Finding(code, place.file, sheet=place.sheet.name, row=row, column=column,
                           field=item.key if item else None, title=item.name if item else None,
                           value=text))  # fmt: skip


def _links(place: Place) -> Iterator[Make]:
    """Web addresses behind the words of cells."""
    for (row, column), address in sorted(place.sheet.links.items()):
        item = place.field_at(row, column)
        if place.kind == "asked" or (item and item.type == "links"):
            continue  # ours, or the answer itself
        if hides(place.sheet.rows.get(row, {}).get(column), address):
            yield partial(_said_at, "link-kept", place, (row, column), clean(address)[:2000])


def _drawn(place: Place) -> Iterator[Make]:
    """The words of text boxes; one note tells of everything that is drawn."""
    for words in place.sheet.drawn if place.kind != "asked" else ():
        yield partial(_box, place, clean(words))


def _box(place: Place, words: str, _: Context) -> LeftOut:
    return _remark(Finding("drawing-ignored", place.file, sheet=place.sheet.name, value=words))


def _headed(place: Place, context: Context) -> Iterator[Make]:
    """What is typed into the headers and footers of printed pages; the template's own are no news."""
    for words in map(clean, place.sheet.headings if place.kind != "asked" else ()):
        if words and not is_own_heading(words, context.plan):
            yield partial(_heading, place, words)


def _heading(place: Place, words: str, _: Context) -> LeftOut:
    return _remark(Finding("heading-kept", place.file, sheet=place.sheet.name, value=words))


def _odd(place: Place, item: Anomaly) -> Finding:
    """A cell or part of the sheet that could not be taken; at the field it belongs to."""
    field = place.field_at(item.row or 0, item.column or 0)
    found = anomaly(place.file, item)
    return replace(found, field=field.key, title=field.name) if field else found


def _cells(place: Place) -> Iterator[Make]:
    """The cells that no field and no line of the form claims."""
    form = place.form.cells if place.form else frozenset()
    known = [(found, table, table.header.places, frozenset(table.header.columns.values()))
             for found, table in place.tables]  # fmt: skip
    # What cannot be read is told, and kept, as such.
    odd = {(item.row, item.column) for item in place.sheet.anomalies if item.code in LOST}
    for row, cells in place.sheet.rows.items():
        here = [one for one in known if one[0].block.holds(row)]
        if here and cells.keys() <= here[0][3]:
            continue  # nearly every row: all of it is read
        for column, cell in cells.items():
            owner = next((one for one in here if column in one[2]), None)
            if owner is not None:
                if _is_aside(owner[0], row, column) and _says_something(cell):
                    yield partial(_in_column, place, owner[1], Located(cell, row, column))
            elif (row, column) not in form and (row, column) not in odd and _says_something(cell):
                yield partial(_outside, place, Located(cell, row, column))


def _says_something(cell: Cell) -> bool:
    return cell.formula != 2 and says_something(cell)


def _is_aside(found: Found, row: int, column: int) -> bool:
    header = found.block.header
    below = row > header.row and row not in found.block.again
    return below and (column in header.extra or column in header.doubled)


def _in_column(place: Place, table: RawTable, at: Located, context: Context) -> LeftOut:
    """A cell in a column of their own, or in one that repeats another."""
    finding = replace(aside_finding(place.file, table, at.column), row=at.row)
    title = finding.title or table.header.extra[at.column]
    return LeftOut(finding, finding.field or "", title, finding.cell, clean(as_seen(at.cell, context)))


def _outside(place: Place, at: Located, context: Context) -> LeftOut:
    """A cell above all tables, which the note on where they begin tells of, or one beside or below them."""
    text = clean(as_seen(at.cell, context))
    first = min((table for _, table in place.tables), key=lambda table: table.header.row, default=None)
    if first is not None and at.row < first.header.row:
        return replace(_remark(replace(moved_finding(place.file, first), row=at.row, column=at.column)), value=text)
    return _remark(Finding("text-outside", place.file, sheet=place.sheet.name, row=at.row, column=at.column,
                           value=text))  # fmt: skip


def _remark(finding: Finding) -> LeftOut:
    return LeftOut(finding, finding.field or "", finding.title or "", finding.cell, finding.value or "")


__all__ = ["Place", "around"]
