"""Packages that few programs write and all have to survive."""

from __future__ import annotations

import random
import re
import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO

import pytest
from python_calamine import XmlError

from emg_xlsx.xlsx import open_workbook
from emg_xlsx.xlsx.patching import NOTE_MARK, annotate, strip
from emg_xlsx.xlsx.refusal import Refused
from tests.xlsx import odd_files as odd
from tests.xlsx import rich_files
from tests.xlsx.patched import READERS, additions, by_ours, changed, faults, linked, members, values

ROWS = '<row r="1"><c r="A1"><v>1</v></c></row>'
ADDED = additions(("Data", "A1"), ("Data", "B2"))
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RULE = (
    '<conditionalFormatting sqref="A1"><cfRule type="expression" dxfId="0" priority="1"><formula>1</formula></cfRule>'
    "</conditionalFormatting>"
)
NOTES = (
    f'{odd.DECLARATION}<comments xmlns="{odd.TRANSITIONAL}"><authors><author>A</author><author>tc=1</author>'
    '</authors><commentList><comment ref="A1" authorId="{author}">{text}</comment></commentList></comments>'
)
THREAD = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="A1" id="{1}"><text>Hello</text></threadedComment></ThreadedComments>'
)


TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/>{}<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)


def book(rows: str = ROWS, changes: Mapping[str, bytes | None] | None = None) -> bytes:
    """A workbook by hand whose content types say what the main part is, and nothing of relationships."""
    return odd.book(rows, changes={odd.CONTENT_TYPES: TYPES.format("").encode(), **(changes or {})})


def sound(before: bytes, *, annotated: bytes | None = None) -> bytes:
    """The annotated copy, after a look at all that has to hold."""
    after = annotated or annotate(before, ADDED).data
    new = [fault for fault in faults(after) if fault not in faults(before)]
    assert new == []
    assert annotate(after, ADDED).data == after
    # openpyxl finds styles by their usual name only, and then takes the numbers of ours for wrong ones.
    for reader in READERS if "xl/Styles.xml" not in members(before) else (by_ours,):
        try:
            old = values(before, [reader], without=("_meta",))
        except (OSError, LookupError, XmlError):  # some readers know less than Excel
            assert reader is not by_ours
        else:
            assert values(after, [reader], without=("To check", "_meta")) == old
    return after


def prefixed(data: bytes) -> bytes:
    """A part with a prefix for every element of the main namespace."""
    text = re.sub(rb"<(/?)(?=[A-Za-z])", rb"<\1x:", data)
    return text.replace(b"xmlns=", b"xmlns:x=")


def with_styles(part: bytes | None) -> dict[str, bytes | None]:
    """Changes that give the workbook another table of styles."""
    return {odd.STYLES: part}


STRICT = {
    odd.MAIN: odd.workbook().replace(odd.TRANSITIONAL.encode(), odd.STRICT.encode()).replace(odd.RELATIONS.encode(), odd.STRICT_RELATIONS.encode()),  # noqa: E501
    odd.TOP: odd.relations([("officeDocument", odd.MAIN)], odd.STRICT_RELATIONS),
    odd.MAIN_RELATIONS: odd.relations([("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")], odd.STRICT_RELATIONS),  # noqa: E501
    odd.SHEET: odd.worksheet(ROWS, namespace=odd.STRICT),
    odd.STYLES: odd.styles().replace(odd.TRANSITIONAL.encode(), odd.STRICT.encode()),
}  # fmt: skip
UPPER = {
    odd.SHEET: None,
    "XL/Worksheets/SHEET1.XML": odd.worksheet(ROWS),
    odd.STYLES: None,
    "xl/Styles.xml": odd.styles(),
}
ABSOLUTE = {
    odd.MAIN_RELATIONS: odd.relations(
        [
            ("worksheet", "/xl/worksheets/sheet1.xml"),
            ("styles", "/xl/styles.xml"),
            ("sharedStrings", "/xl/sharedStrings.xml"),
        ]
    )
}
NO_STYLES = {
    odd.STYLES: None,
    odd.MAIN_RELATIONS: odd.relations([("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")]),
}
EMPTY_LISTS = odd.styles().replace(
    odd.styles()[odd.styles().index(b"<dxfs") : odd.styles().index(b"</styleSheet>")], b'<dxfs count="0"/>'
)
NO_LISTS = re.sub(rb"<dxfs.*</dxfs>", b"", odd.styles())
CONTROLS = (
    '<pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/>'
    f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice xmlns:x14="urn:x14" Requires="x14"><controls/></mc:Choice>'
    '</mc:AlternateContent><extLst><ext uri="{1}"/></extLst>'
)

PACKAGES: dict[str, Mapping[str, bytes | None]] = {
    "by hand": {},
    "strict": STRICT,
    "prefixes": {odd.SHEET: prefixed(odd.worksheet(ROWS)), odd.STYLES: prefixed(odd.styles())},
    "other case": UPPER,
    "absolute targets": ABSOLUTE,
    "no styles": NO_STYLES,
    "no formats": with_styles(EMPTY_LISTS),
    "no list of formats": with_styles(NO_LISTS),
    "empty sheet": {odd.SHEET: odd.worksheet("").replace(b"<sheetData></sheetData>", b"<sheetData/>")},
    "controls": {odd.SHEET: odd.worksheet(ROWS, after=CONTROLS)},
    "a first priority": {odd.SHEET: odd.worksheet(ROWS, after=RULE)},
    "comment about a tag": {odd.SHEET: odd.worksheet(ROWS + "<!-- </sheetData> -->", after="<!-- <sheetData> > -->")},
    "single quotes": {odd.SHEET: odd.worksheet(ROWS).replace(b'"', b"'")},
    "byte order mark": {odd.SHEET: b"\xef\xbb\xbf" + odd.worksheet(ROWS)},
    "latin": {odd.SHEET: odd.worksheet('<row r="1"><c r="A1" t="inlineStr"><is><t>\xe9</t></is></c></row>').decode().replace("UTF-8", "ISO-8859-1").encode("latin-1")},  # noqa: E501
    "UTF-16": {odd.SHEET: odd.worksheet(ROWS).decode().replace("UTF-8", "UTF-16").encode("utf-16")},
    "macros": {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0macros"},
    "signed": {"_xmlsignatures/sig1.xml": b"<Signature/>"},
}  # fmt: skip

every_package = pytest.mark.parametrize("changes", PACKAGES.values(), ids=PACKAGES)


@every_package
def test_odd_package_is_marked_soundly(changes: Mapping[str, bytes | None]) -> None:
    """Marks and notes are there, nothing else changed, and again gives the same."""
    before = book(ROWS, changes=changes)
    done = annotate(before, ADDED)
    sound(before, annotated=done.data)
    assert (done.unmarked, done.unnoted) == ((), ())
    notes = open_workbook(done.data).sheet("Data").notes
    assert sorted(notes) == [(1, 1), (2, 2)]
    assert all(text.startswith(NOTE_MARK) for text in notes.values())


@every_package
def test_odd_package_is_stripped(changes: Mapping[str, bytes | None]) -> None:
    """Every part comes back byte for byte."""
    before = book(ROWS, changes=changes)
    assert changed(before, strip(annotate(before, ADDED).data)) == set()


def test_signature_is_told() -> None:
    """Whoever is told can say that the signature no longer fits."""
    plain, signed = (book(ROWS, changes=PACKAGES[name]) for name in ("by hand", "signed"))
    assert (annotate(plain, ADDED).signed, annotate(signed, ADDED).signed) == (False, True)


def test_relationships_have_their_content_type() -> None:
    """Without a default for relationships each new part of them is named."""
    after = members(sound(book(ROWS)))
    assert b'PartName="/xl/worksheets/_rels/sheet1.xml.rels"' in after[odd.CONTENT_TYPES]


def test_drawing_needs_no_second_default() -> None:
    """A default for drawings that is there is used, and one of another kind is overruled for the part alone."""
    for media_type, named in (("application/vnd.openxmlformats-officedocument.vmlDrawing", 0), ("text/plain", 1)):
        types = TYPES.format(f'<Default Extension="VML" ContentType="{media_type}"/>').encode()
        assert (
            members(sound(book(changes={odd.CONTENT_TYPES: types})))[odd.CONTENT_TYPES].count(b"vmlDrawing1.vml")
            == named
        )


def test_link_to_the_drawing_stands_before_controls() -> None:
    """The schema wants formats, margins, the drawing of notes, controls and extensions in this order."""
    after = members(sound(book(ROWS, changes=PACKAGES["controls"])))[odd.SHEET]
    tags = (b"<sheetData", b"<conditionalFormatting", b"<pageMargins", b"<legacyDrawing", b"<mc:Alt", b"<extLst")
    assert sorted(tags, key=after.index) == list(tags)


def test_first_priority_is_raised_and_lowered_again() -> None:
    """Ours come first, without two rules of the same rank."""
    after = members(sound(book(ROWS, changes=PACKAGES["a first priority"])))[odd.SHEET]
    assert re.findall(rb'priority="(\d)"', after) == [b"3", b"1", b"2"]


@pytest.mark.parametrize(
    "text",
    [
        "<text><t>Old</t></text>",
        "<text><r><t>Old</t></r></text>",
        '<text><r><rPr><b/></rPr><t>Ol</t></r><r><t>d</t></r><rPh sb="0" eb="1"><t>x</t></rPh></text>',
        "<text/>",
        "<text><t/></text>",
    ],
)
def test_any_note_is_extended_and_restored(text: str) -> None:
    """Words in runs or not, with phonetic help or none at all: ours follow them and come off."""
    notes = NOTES.format(author=0, text=text).encode()
    before = book(ROWS, changes=odd.commented(notes, None))
    done = annotate(before, ADDED)
    said = open_workbook(done.data).sheet("Data").notes[1, 1]
    assert said.partition(NOTE_MARK)[0].strip() == ("Old" if "<r>" in text or "Old" in text else "")
    assert done.unnoted == ()
    assert changed(before, strip(done.data)) == set()


@pytest.mark.parametrize("author", [0, 1])
def test_conversation_is_left_alone(author: int) -> None:
    """The cell of a threaded comment has its colour but no note of ours; the other cell has both."""
    notes = NOTES.format(author=author, text="<text><t>Old</t></text>").encode()
    before = book(ROWS, changes=odd.commented(notes, THREAD.encode() if author == 0 else None))
    done = annotate(before, ADDED)
    assert (done.unnoted, done.unmarked) == (ADDED.marks[:1], ())
    assert b'sqref="A1"' in members(done.data)[odd.SHEET]
    assert members(done.data)[odd.COMMENTS].count(b"<comment ") == 2
    assert changed(before, strip(done.data)) == set()


def test_unreadable_notes_leave_the_colour() -> None:
    """Where the notes of a sheet cannot be read, its cells are marked and the marks told."""
    before = book(ROWS, changes=odd.commented(b"<comments><authors>", None))
    done = annotate(before, ADDED)
    assert (done.unnoted, done.unmarked) == (ADDED.marks, ())
    assert members(done.data)[odd.COMMENTS] == b"<comments><authors>"


def test_unreadable_sheet_is_told() -> None:
    """Where tags of a sheet do not fit, its marks are told and its bytes stay."""
    broken = b"<worksheet><sheetData></worksheet>"
    two = [("Data", ""), ("More", "")]
    more = {"xl/worksheets/sheet2.xml": odd.worksheet(ROWS), odd.MAIN: odd.workbook(two), odd.SHEET: broken,
            odd.MAIN_RELATIONS: odd.relations([("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml")])}  # noqa: E501  # fmt: skip
    done = annotate(book(ROWS, changes=more), additions(("Data", "A1"), ("More", "A1")))
    assert [mark.sheet for mark in done.unmarked] == ["Data"]
    assert members(done.data)[odd.SHEET] == broken


def test_moved_and_renamed_sheet_is_found() -> None:
    """Our sheet is known by a name of the workbook, wherever it stands and whatever it is called."""
    before = rich_files.by_openpyxl()
    parts = members(annotate(before, ADDED).data)
    main = parts[odd.MAIN].replace(b'name="To check"', b'name="Renamed"').replace(b"'To check'!", b"Renamed!")
    ours = re.search(rb"<sheet [^>]*Renamed[^>]*>", main)
    assert ours is not None
    main = main.replace(ours[0], b"").replace(b"<sheets>", b"<sheets>" + ours[0])
    main = (
        main.replace(b'localSheetId="3"', b'localSheetId="0"')
        .replace(b"</definedNames >", b"</definedNames>")
        .replace(b"</definedNames>", b'<definedName name="Own" localSheetId="2">1</definedName></definedNames>')
    )
    left = strip(odd.zipped({**parts, odd.MAIN: main}))
    assert open_workbook(left).sheet_names == ("Data", "Für Zahlen & mehr", "_meta")
    assert b'<definedName name="Own" localSheetId="1">' in members(left)[odd.MAIN]


def test_data_descriptors_and_stored_parts_are_copied() -> None:
    """Sizes written behind the content, as streaming writers do, are written before it, the content stays."""

    class Stream(BytesIO):
        def seek(self, offset: int, whence: int = 0, /) -> int:
            raise OSError(offset, whence)

    target = Stream()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in odd.parts(ROWS).items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == odd.STRINGS else None)
    before = target.getvalue()
    assert struct.unpack_from("<H", before, 6)[0] & 8
    after = sound(before)
    assert before[before.index(odd.TOP.encode()) :][len(odd.TOP) : len(odd.TOP) + 50] in after


def test_damaged_file_is_refused_or_patched() -> None:
    """Whatever is done to a file, there is a sound zip or a refusal, and no other error."""
    chance = random.Random(4)
    whole = rich_files.by_xlsxwriter()
    parts = members(whole)
    names = [name for name in parts if not name.endswith(".png")]
    outcomes = set()
    for _ in range(150):
        name = chance.choice(names)
        content = bytearray(parts[name])
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(content))
            content[at : at + chance.randint(0, 30)] = bytes(chance.choices(b'<>"/ =&ar:1', k=chance.randint(0, 9)))
        try:
            done = annotate(odd.zipped({**parts, name: bytes(content)}), ADDED)
            members(strip(done.data))
            outcomes.add("patched")
        except Refused:
            outcomes.add("refused")
    assert outcomes == {"patched", "refused"}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no workbook", odd.zipped({"a.txt": b"x"})])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    """The refusal is the reader's own."""
    with pytest.raises(Refused):
        annotate(data, ADDED)


def test_document_type_is_refused() -> None:
    """A part to be changed with a document type is not touched; the rest might be what its entities say."""
    evil = odd.styles().replace(b"<styleSheet", b"<!DOCTYPE x><styleSheet")
    with pytest.raises(Refused, match="doctype"):
        annotate(book(ROWS, changes={odd.STYLES: evil}), ADDED)


def test_links_lead_to_parts() -> None:
    """The new sheet, notes and drawing are linked where readers look."""
    after = members(sound(rich_files.by_openpyxl(), annotated=annotate(rich_files.by_openpyxl(), ADDED).data))
    kinds = linked(after, odd.SHEET)
    assert all(part in after for parts in kinds.values() for part in parts)
