"""A workbook gets marks, notes and a sheet, and nothing else of it changes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from emg_xlsx.xlsx import open_workbook
from emg_xlsx.xlsx.patching import AUTHOR, NOTE_MARK, SHEET_MARK, Additions, annotate, archive, has_marks, strip
from tests.xlsx import rich_files
from tests.xlsx.patched import HIGHLIGHTS, additions, changed, faults, loaded, members, to_check, values

MARKS = (("Data", "B2"), ("Data", "A2"), ("Data", "Z99"), ("Für Zahlen & mehr", "A1"))
TEMPLATE_MARKS = (("Contributions", "H16"), ("Contributions", "I16"), ("Entity", "B4"))

every_file = pytest.mark.parametrize(
    ("make", "marks"),
    [
        pytest.param(rich_files.by_xlsxwriter, MARKS, id="XlsxWriter"),
        pytest.param(rich_files.by_openpyxl, MARKS, id="openpyxl"),
        pytest.param(rich_files.template, TEMPLATE_MARKS, id="template"),
    ],
)

Make = Callable[[], bytes]
Marks = tuple[tuple[str, str], ...]


@every_file
def test_only_parts_that_must_are_touched(make: Make, marks: Marks) -> None:
    """Themes, strings, charts, tables, pictures and sheets without marks stay byte for byte."""
    before = make()
    after = annotate(before, additions(*marks)).data
    touchable = (
        r"\[Content_Types\]\.xml|xl/workbook\.xml|xl/styles\.xml|xl/_rels/.*|xl/(comments|drawings/vml|.*comment).*|"
    )
    sheets = {tab for tab, _ in marks} | {"_meta"}
    book = loaded(before)
    numbers = "|".join(
        str(n) for n, name in enumerate([*book.sheetnames, "To check"], 1) if name in sheets or n > len(book.sheetnames)
    )
    touchable += rf"xl/worksheets/(_rels/)?sheet({numbers})\.xml(\.rels)?"
    assert {name for name in changed(before, after) if not re.fullmatch(touchable, name)} == set()


@every_file
def test_machines_without_the_fast_packer_make_the_same_copy(
    make: Make, marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ISA-L is made for the usual processors only; elsewhere the standard library packs the same parts."""
    before = make()
    usual = annotate(before, additions(*marks)).data
    monkeypatch.setattr(archive, "packing", zlib)
    assert members(annotate(before, additions(*marks)).data) == members(usual)


@every_file
def test_every_cell_keeps_its_value(make: Make, marks: Marks) -> None:
    """Three readers find the same values in the same cells."""
    before = make()
    after = annotate(before, additions(*marks)).data
    added = ("To check", "_meta")
    assert values(after, without=added) == values(before, without=added)


@every_file
def test_touched_parts_keep_all_other_bytes(make: Make, marks: Marks) -> None:
    """What stood in a sheet, in its order, stands there still; priorities and boxes of notes may grow."""
    before = members(make())
    after = members(annotate(make(), additions(*marks)).data)

    def skeleton(data: bytes) -> list[bytes]:
        data = re.sub(rb'(priority|count)="\d+"', b"", data).replace(b"/>", b">")
        data = re.sub(rb"Anchor>[^<]*<|(width|height):\d+", b"", data)
        return re.findall(rb"<[^>]*>|[^<]+", re.sub(rb"</(authors|definedNames|dxfs)>", b"", data))

    for name, content in before.items():
        if name.endswith((".xml", ".rels", ".vml")):
            left = iter(skeleton(after[name]))
            assert [piece for piece in skeleton(content) if piece not in left] == [], name


@every_file
def test_package_is_sound(make: Make, marks: Marks) -> None:
    """Rows, cells, notes, boxes, formats and content types fit together."""
    assert faults(annotate(make(), additions(*marks)).data) == faults(make()) == []


@every_file
def test_same_input_gives_same_bytes(make: Make, marks: Marks) -> None:
    """Nothing depends on the clock or on chance."""
    assert annotate(make(), additions(*marks)).data == annotate(make(), additions(*marks)).data


@every_file
def test_annotating_again_replaces(make: Make, marks: Marks) -> None:
    """The same marks give the same bytes; others leave nothing of the first behind."""
    once = annotate(make(), additions(*marks)).data
    assert annotate(once, additions(*marks)).data == once
    fewer = annotate(once, additions(marks[0], note="Something else")).data
    assert changed(fewer, annotate(make(), additions(marks[0], note="Something else")).data) == set()


@every_file
def test_stripping_gives_the_original_back(make: Make, marks: Marks) -> None:
    """Every part has its bytes again, and none is left over."""
    copy = annotate(make(), additions(*marks)).data
    assert changed(make(), strip(copy)) == set()
    assert (has_marks(make()), has_marks(copy), has_marks(strip(copy))) == (False, True, False)


def test_strip_leaves_other_files_alone() -> None:
    """A file without our marks comes back as it is."""
    assert strip(rich_files.by_xlsxwriter()) == rich_files.by_xlsxwriter()


@every_file
def test_marks_are_first_of_all_formats(make: Make, marks: Marks) -> None:
    """Each highlight is one conditional format over its cells, before those of the sheet."""
    book = loaded(annotate(make(), additions(*marks)).data)
    sheet = book[marks[0][0]]
    rules = [(rule.priority, str(area.sqref), rule) for area in sheet.conditional_formatting for rule in area.rules]
    error, query = sorted(rules, key=lambda rule: rule[0])[:2]
    assert error[1] == marks[0][1]
    assert marks[1][1] in query[1].split()
    assert [rule.dxf.fill.bgColor.rgb for _, _, rule in (error, query)] == ["FFF2B8A8", "FFFFE9A8"]


@every_file
def test_every_mark_has_its_note(make: Make, marks: Marks) -> None:
    """The note says whose it is, how urgent, and the text."""
    book = loaded(annotate(make(), additions(*marks)).data)
    for number, (tab, cell) in enumerate(marks):
        comment = book[tab][cell].comment
        assert comment is not None
        word = HIGHLIGHTS["query" if number else "error"].word
        assert comment.text.endswith(f"{NOTE_MARK}\n{word}\nIs it 3 April?")


@pytest.mark.parametrize("make", [rich_files.by_xlsxwriter, rich_files.by_openpyxl])
def test_a_note_that_is_there_is_extended(make: Make) -> None:
    """The sender's words stay in front, under the sender's name; other notes stay as they are."""
    sheet = loaded(annotate(make(), additions(*MARKS)).data)["Data"]
    own, untouched, new = sheet["A2"].comment, sheet["C3"].comment, sheet["B2"].comment
    assert own is not None
    assert untouched is not None
    assert new is not None
    assert own.text.startswith(f"The sender's own note\n{NOTE_MARK}\n")
    assert (own.author, untouched.text, new.author) == ("A Sender", "Another", AUTHOR)


def test_several_marks_of_a_cell_share_a_note() -> None:
    """The first one's highlight counts, and each text stands in the note."""
    two = additions(("Data", "B2"), ("Data", "B2"))
    book = loaded(annotate(rich_files.by_openpyxl(), two).data)
    comment = book["Data"]["B2"].comment
    assert comment is not None
    assert comment.text.count("Is it 3 April?") == 2
    ranges = [str(area.sqref) for area in book["Data"].conditional_formatting]
    assert ranges.count("B2") == 1


def test_marks_without_a_place_are_told() -> None:
    """A sheet that is not there and a cell outside the grid are given back; the rest is marked."""
    wanted = additions(("Data", "B2"), ("Nowhere", "A1"), ("Data", "XFE1"), ("Data", "?"))
    assert annotate(rich_files.by_openpyxl(), wanted).unmarked == wanted.marks[1:]


def test_sheet_is_last_and_known() -> None:
    """The sheet stands last, with a name that is free, a hidden cell that says whose it is, and its list and links."""
    wanted = additions(*MARKS, sheet=to_check("FÜR ZAHLEN & mehr"))
    done = annotate(rich_files.by_xlsxwriter(), wanted)
    book = loaded(done.data)
    assert book.sheetnames[-1] == done.sheet == "FÜR ZAHLEN & mehr (2)"
    sheet = book[done.sheet]
    assert sheet["F1"].value == SHEET_MARK
    assert (sheet.column_dimensions["E"].hidden, sheet.column_dimensions["F"].hidden) == (True, True)
    assert [(str(rule.sqref), rule.formula1) for rule in sheet.data_validations.dataValidation] == [
        ("D3", '"Yes,Corrected in the cell"')
    ]
    link = sheet["C3"].hyperlink
    assert link is not None
    assert link.location == "'Data'!B2"
    assert (sheet["D3"].protection.locked, sheet.protection.sheet, sheet.print_title_rows) == (False, False, "$2:$2")


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://example.org","x")',
        "-1+1",
        "<b>&amp;</b> ]]>",
        "bell \x07 and _x0041_ and \ud800",
        "أهلا 你好 𝒳",
        "one\ntwo\tthree",
        "word " * 1000,
        " blanks ",
    ],
)
def test_any_text_stays_text(text: str) -> None:
    """Formulas, markup, control characters and other scripts are read back as they were given."""
    done = annotate(rich_files.by_openpyxl(), additions(*MARKS, sheet=to_check(text=text), note=text))
    book = open_workbook(done.data)
    expected = text.replace("\ud800", "\ufffd")
    assert book.sheet("To check").rows[3][2].value == expected
    note = book.sheet("Data").notes[2, 2]
    assert note.endswith(expected.strip())
    assert faults(done.data) == []
    assert changed(strip(done.data), rich_files.by_openpyxl()) == set()


def test_meta_rows_are_appended_and_replaced() -> None:
    """Keys and values follow what the hidden sheet has; a second run replaces them."""
    first = annotate(rich_files.by_xlsxwriter(), additions(*MARKS)).data
    again = annotate(first, replace(additions(*MARKS), meta={"answers": "sha256:11", "more": "yes"})).data
    rows = open_workbook(again).sheet("_meta").rows
    assert [[cells[1].value, cells[2].value] for cells in rows.values()] == [
        ["key", "value"],
        ["answers", "sha256:11"],
        ["more", "yes"],
    ]


def test_nothing_but_marks_may_be_asked() -> None:
    """Without a sheet and without texts there is a colour and neither sheet nor note."""
    plain = additions(("Data", "B2"))
    wanted = Additions(tuple(replace(mark, note="") for mark in plain.marks), HIGHLIGHTS)
    done = annotate(rich_files.by_openpyxl(), wanted)
    assert done.sheet is None
    assert changed(rich_files.by_openpyxl(), done.data) == {
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/styles.xml",
    }
    assert changed(rich_files.by_openpyxl(), strip(done.data)) == set()


def test_a_list_excel_would_refuse_is_refused() -> None:
    """Words with commas, or longer than 255 characters together, cannot be offered."""
    answers = to_check().lists[0]
    for words in (("yes, indeed",), ("word" * 64,)):
        with pytest.raises(ValueError, match=words[0][:3]):
            replace(answers, words=words)
