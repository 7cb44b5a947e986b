"""The sheet ``To check`` of a copy that came back: which questions stand on it, and what was answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from emg_xlsx.findings import Severity
from emg_xlsx.packs import mark_of, marks_in
from emg_xlsx.rows import text_of
from emg_xlsx.text import fold
from emg_xlsx.texts import spellings
from emg_xlsx.values import Asked, Located
from emg_xlsx.xlsx import Cell, Sheet
from emg_xlsx.xlsx.patching import NOTE_MARK, SHEET_MARK

_ID_LENGTH = 12
_QUESTION = re.compile(rf"[0-9a-f]{{{_ID_LENGTH}}}")
_FINGERPRINT = re.compile(r"\b[0-9a-f]{64}\b")


def is_asked(sheet: Sheet) -> bool:
    """Whether a sheet is one of ours: by what stands on it, for people have sheets of this name, and rename ours."""
    if any(cell.value == SHEET_MARK for cell in sheet.rows.get(1, {}).values()):
        return True
    asks = any(True for _ in _questions(sheet))
    named = fold(sheet.name).rstrip("0123456789") in spellings("report.sheet")
    return asks and (named or bool(_headers(sheet)))


def read_asked(sheets: Sequence[Sheet]) -> Asked:
    """What was asked and answered on these sheets; where one question stands on several, a filled answer counts.

    Args:
        sheets: those that :func:`is_asked` knows.
    """
    answers: dict[str, str] = {}
    files: dict[str, None] = {}
    for sheet in sheets:
        headers = _headers(sheet)
        for row, column, question in _questions(sheet):
            header = max((line for line in headers if line < row), default=None)
            said = _answer(sheet.rows[row], headers[header] if header else None, column)
            answers[question] = said or answers.get(question, "")
        for cells in sheet.rows.values():
            for cell in cells.values():
                files.update(dict.fromkeys(_FINGERPRINT.findall(text_of(cell)[:1000])))
    return Asked(answers, tuple(files))


def others(sheet: Sheet) -> Iterator[Located]:
    """What somebody wrote on one of our sheets and no answer: above, below or between our rows, or over our words.

    Of a sheet without our marks, as older versions made it, nobody can tell.
    """
    ours = {mark for cells in sheet.rows.values() for cell in cells.values() for mark in marks_in(text_of(cell))}
    headers, asked = _headers(sheet), {row: column for row, column, _ in _questions(sheet)}
    for row, cells in sheet.rows.items() if ours else ():
        header = max((line for line in headers if line < row), default=None)
        for column, cell in cells.items():
            words = text_of(cell)
            answer = row in asked and (column >= asked[row] or (header and column == headers[header]))
            known = answer or cell.value == SHEET_MARK or marks_in(words) or mark_of(words) in ours
            if words.strip() and not known:
                yield Located(cell, row, column)


def told_on(sheets: Sequence[Sheet]) -> frozenset[str]:
    """Every text on our sheets, folded; the words of our notes on cells are among them."""
    return frozenset(
        fold(text_of(cell)) for sheet in sheets for cells in sheet.rows.values() for cell in cells.values()
    )


def theirs(note: str, told: frozenset[str]) -> str:
    """What the sender wrote in a note on a cell: before our words, and between them.

    Args:
        note: the whole text.
        told: what stands on our sheets; where they are gone, nobody can tell what was written between our words.
    """
    own, mark, ours = note.partition(NOTE_MARK)
    if not mark:
        return own
    heads = frozenset().union(*(spellings(f"report.mark_{severity}") for severity in Severity))
    lines = [line for line in ours.splitlines() if told and fold(line) not in told | heads]
    return "\n".join(part for part in (own, *lines) if part.strip())


def _headers(sheet: Sheet) -> dict[int, int]:
    """The rows with a header over the answers, each with its column."""
    words = spellings("report.answer")
    return {
        row: column
        for row, cells in sheet.rows.items()
        for column, cell in cells.items()
        if isinstance(cell.value, str) and fold(cell.value) in words
    }


def _questions(sheet: Sheet) -> Iterator[tuple[int, int, str]]:
    """Every question: its row, the column of its id, and the id."""
    for row, cells in sheet.rows.items():
        for column, cell in cells.items():
            # The length is asked first: of every cell of every sheet, nearly none has it.
            words = cell.value
            if isinstance(words, str) and len(words) == _ID_LENGTH and _QUESTION.fullmatch(words):
                yield row, column, words
                break


def _answer(cells: Mapping[int, Cell], column: int | None, last: int) -> str:
    """The answer, with what somebody wrote further to the right for want of room."""
    said = [text_of(cells.get(column))] if column else []
    said += [words for place, cell in cells.items() if place > last and not marks_in(words := text_of(cell))]
    return "\n".join(words for words in said if words)
