"""Zips and parts that are damaged, dangerous or too large; each is refused with its reason."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from emg_xlsx.xlsx import Limits, Refused, open_workbook
from emg_xlsx.xlsx.limits import Meter
from emg_xlsx.xlsx.package import Package
from tests.xlsx import odd_files as odd

ROW = '<row r="1"><c r="A1"><v>7</v></c></row>'


def refusal(data: bytes, limits: Limits | None = None) -> Refused:
    """The refusal of a file, at its opening or at the reading of its sheet."""
    with pytest.raises(Refused) as refused:
        open_workbook(data, limits=limits or Limits()).sheet("Data")
    return refused.value


def code(data: bytes, limits: Limits | None = None) -> str:
    """Its code alone."""
    return refusal(data, limits).code


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.99])
def test_truncated_file_is_damaged(keep: float) -> None:
    """A file whose end is missing, as after an interrupted download."""
    data = odd.book(ROW)
    assert code(data[: int(len(data) * keep)]) == "zip-damaged"


@pytest.mark.parametrize("name", ["../evil.xml", "xl/../../evil.xml", "/etc/passwd", "C:/evil.xml", "..\\evil.xml"])
def test_name_that_leads_out_is_refused(name: str) -> None:
    """No entry may be named so that it would land elsewhere, even though nothing is ever extracted."""
    assert code(odd.with_names([*odd.parts(ROW).items(), (name, b"x")])) == "unsafe-part-name"


@pytest.mark.parametrize("name", [odd.SHEET, "XL/Worksheets/SHEET1.XML", "xl\\worksheets\\sheet1.xml"])
def test_second_entry_of_a_name_is_refused(name: str) -> None:
    """Two entries whose names are equal, or differ in case only, could show different readers different data."""
    found = refusal(odd.with_names([*odd.parts(ROW).items(), (name, b"<worksheet/>")]))
    assert (found.code, str(found.facts["part"]).lower()) == ("duplicate-part", odd.SHEET)


def test_encrypted_entries_are_refused() -> None:
    """A zip with a password is told from a damaged one."""
    changed = odd.directory_changed(odd.book(ROW), odd.SHEET, odd.DIRECTORY_FLAGS, b"\x01\x00")
    assert code(changed) == "encrypted-zip"


@pytest.mark.parametrize(
    ("offset", "value", "reason"),
    [
        (odd.DIRECTORY_CHECK, b"\0\0\0\0", "checksum"),
        (odd.DIRECTORY_SIZE, struct.pack("<L", 9), "size"),
        (odd.DIRECTORY_SIZE, struct.pack("<L", 0xFFFFFFF0), "size"),
        (odd.DIRECTORY_STORED, struct.pack("<L", 20), "truncated"),
        (odd.DIRECTORY_STORED, struct.pack("<L", 0x7FFFFFF0), "truncated"),
        (odd.DIRECTORY_METHOD, b"\x63\x00", "method"),
        (odd.DIRECTORY_START, struct.pack("<L", 3), "header"),
        (odd.DIRECTORY_START, struct.pack("<L", 0x7FFFFFF0), "truncated"),
    ],
)
def test_directory_that_lies_is_damaged(offset: int, value: bytes, reason: str) -> None:
    """Whatever the directory says of a part is compared with the part, and the part is named."""
    found = refusal(odd.directory_changed(odd.book(ROW), odd.SHEET, offset, value))
    assert (found.code, found.facts) == ("zip-damaged", {"reason": reason, "part": odd.SHEET})


def with_remark(data: bytes) -> bytes:
    """A zip with a comment at its end."""
    return data[:-2] + b"\x06\x00remark"


def with_extras(data: bytes) -> bytes:
    """A zip whose parts say more about themselves in the directory."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            info = zipfile.ZipInfo(name)
            info.extra = struct.pack("<HHL", 0x7777, 4, 1)
            made.writestr(info, source.read(name))
    return target.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data,
        with_remark,
        with_extras,
        lambda data: b"PK\x03\x04" + bytes(30) + data,
        lambda _: odd.with_names([*odd.parts(ROW).items(), ("été.xml", b"<a/>")]),
    ],
    ids=["plain", "remark", "extras", "moved", "accents"],
)
def test_directory_is_read_as_the_standard_library_reads_it(change: Callable[[bytes], bytes]) -> None:
    """The short way through the directory of a plain zip and the long one for others find the same parts."""
    data = change(odd.book(ROW))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        expected = [(i.filename, i.header_offset, i.compress_size, i.file_size, i.CRC) for i in archive.infolist()]
    found = Package(data, Meter(Limits())).entries
    assert [(e.name, e.start, e.stored, e.inflated, e.checksum) for e in found] == expected


@pytest.mark.parametrize("kept", [0, 1, 45, 46, 60])
def test_directory_cut_short_is_refused(kept: int) -> None:
    """A directory that is shorter than its last entry, whichever way it is read."""
    data = odd.book(ROW)
    start = int.from_bytes(data[-6:-2], "little")
    end = data[-22:-10] + struct.pack("<LLH", kept, start, 0)
    assert code(data[: start + kept] + end) in {"zip-damaged", "archive-file", "not-a-workbook"}


def test_garbage_for_compressed_data_is_damaged() -> None:
    """Stored bytes that do not inflate."""
    changed = odd.directory_changed(
        odd.zipped(odd.parts(ROW), zipfile.ZIP_STORED), odd.SHEET, odd.DIRECTORY_METHOD, b"\x08\x00"
    )
    assert refusal(changed).facts == {"reason": "compression", "part": odd.SHEET}


def test_parts_may_be_stored() -> None:
    """A package without compression is read like any other."""
    opened = open_workbook(odd.zipped(odd.parts(ROW), zipfile.ZIP_STORED))
    assert opened.sheet("Data").rows[1][1].value == 7.0


def bomb(size: int) -> bytes:
    """A workbook whose sheet inflates to this size from a thousandth of it."""
    sheet = odd.worksheet("", after="<!--" + " " * size + "-->")
    return odd.book(changes={odd.SHEET: sheet})


def test_ratio_is_looked_at_above_the_grace_only() -> None:
    """A part that inflates a thousandfold is refused when it is large, and read when it is small."""
    small = Limits(ratio_grace_bytes=2_000_000)
    assert open_workbook(bomb(1_000_000), limits=small).sheet("Data").rows == {}
    found = refusal(bomb(4_000_000), small)
    assert (found.code, found.facts["limit_name"], found.facts["part"]) == ("too-large", "ratio", odd.SHEET)


def test_bomb_is_stopped_by_default() -> None:
    """A part of some 60 KB that inflates to 60 MB is refused long before its end."""
    found = refusal(bomb(60_000_000))
    assert (found.code, found.facts["limit_name"]) == ("too-large", "ratio")


def test_sizes_are_counted_not_believed() -> None:
    """A directory that says a part is small does not get a large part in."""
    lying = odd.directory_changed(bomb(3_000_000), odd.SHEET, odd.DIRECTORY_SIZE, struct.pack("<L", 100))
    assert refusal(lying, Limits(entry_bytes=1_000_000)).facts["limit_name"] == "entry_bytes"


@pytest.mark.parametrize(
    ("limits", "name"),
    [
        (Limits(file_bytes=500), "file_bytes"),
        (Limits(entries=5), "entries"),
        (Limits(entry_bytes=200), "entry_bytes"),
        (Limits(total_bytes=1_000), "total_bytes"),
    ],
)
def test_each_size_limit_names_itself(limits: Limits, name: str) -> None:
    """A refusal for size says which limit it was and how high it stands."""
    found = refusal(odd.book(ROW), limits)
    assert (found.code, found.facts["limit_name"], found.facts["limit"]) == ("too-large", name, getattr(limits, name))


def test_sixty_thousand_entries_are_refused() -> None:
    """A directory of that length is not even read."""
    data = odd.with_names([*odd.parts(ROW).items(), *((f"x/{n}", b"") for n in range(60_000))])
    assert refusal(data).facts["limit_name"] == "entries"


def test_too_many_cells_are_refused() -> None:
    """Filled cells are counted, and the part that holds them is named; just as many as allowed are read."""
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c><c r="B{r}"><v>1</v></c></row>' for r in range(1, 101))
    styles, tabs, links = 5, 1, 4
    enough = 200 + styles + tabs + links
    assert len(open_workbook(odd.book(rows), limits=Limits(cells=enough)).sheet("Data").rows) == 100
    found = refusal(odd.book(rows), Limits(cells=enough - 1))
    assert (found.code, found.facts["part"], found.facts["limit"]) == ("too-many-cells", odd.SHEET, enough - 1)


def test_empty_formatted_cells_are_not_counted() -> None:
    """Cells that only look like something do not use up the limit."""
    rows = "".join(f'<row r="{r}"><c r="A{r}" s="1"/><c r="B{r}" s="1"/></row>' for r in range(1, 1000))
    assert open_workbook(odd.book(rows), limits=Limits(cells=20)).sheet("Data").rows == {}


@pytest.mark.parametrize("inside", ["<si/>", "<si><t>a</t></si>", "<si><r><t>a</t></r></si>"])
def test_millions_of_tiny_strings_are_refused(inside: str) -> None:
    """Strings count as cells do, so that a small file cannot fill the memory with them."""
    table = odd.strings().replace(b"</sst>", (inside * 20_000).encode() + b"</sst>")
    assert code(odd.book(ROW, changes={odd.STRINGS: table}), Limits(cells=10_000)) == "too-many-cells"


@pytest.mark.parametrize("part", [odd.MAIN, odd.SHEET, odd.STRINGS, odd.TOP, odd.CORE])
def test_elements_inside_elements_are_refused(part: str) -> None:
    """Depth has a limit in every part that the cells depend on; without the others the cells are still read."""
    deep = b"<a>" * 200_000 + b"</a>" * 200_000
    root = {odd.MAIN: b"workbook", odd.SHEET: b"worksheet", odd.STRINGS: b"sst"}.get(part, b"root")
    data = odd.book(ROW, changes={part: b"<" + root + b">" + deep + b"</" + root + b">"})
    if part in (odd.TOP, odd.CORE):
        assert open_workbook(data).sheet("Data").rows[1][1].value == 7.0
    else:
        assert code(data) == "too-deep"


@pytest.mark.parametrize("inside", ["<c>", '<row r="1">', "<v>", "<row><c><is><r>", "<x>"])
def test_depth_is_limited_inside_the_table_of_cells(inside: str) -> None:
    """The tags of cells have no depth of their own to hide in."""
    sheet = odd.worksheet(inside * 50_000)
    assert code(odd.book(changes={odd.SHEET: sheet})) == "too-deep"


def test_time_is_counted() -> None:
    """A file that takes longer than allowed is refused."""
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in range(1, 50_000))
    assert code(odd.book(rows), Limits(seconds=0.01)) == "too-slow"


def every_part() -> list[str]:
    """The parts of a workbook that has one of each kind."""
    return [*full(), "xl/theme/theme1.xml", "customXml/item1.xml", "xl/drawings/vmlDrawing1.vml"]


def full() -> odd.Parts:
    """A workbook with comments, threads and properties."""
    comments = b'<comments><commentList><comment ref="A1"><text><t>x</t></text></comment></commentList></comments>'
    threads = b'<ThreadedComments><threadedComment ref="A1" id="1"><text>x</text></threadedComment></ThreadedComments>'
    return {**odd.parts(ROW, ["x"]), **odd.commented(comments, threads), odd.CORE: b"<p/>", odd.CUSTOM: b"<p/>"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", every_part())
def test_document_type_is_refused_in_every_part(part: str, encoding: str) -> None:
    """No part may declare entities, whether we read it or not, in any encoding."""
    content = full()
    body = content.get(part, b"<a/>").decode().partition("?>")[2] or content.get(part, b"<a/>").decode()
    declared = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY e "x">]>{body}'
    found = refusal(odd.zipped({**content, part: declared.encode(encoding)}))
    assert (found.code, found.facts) == ("doctype", {"part": part})


@pytest.mark.parametrize("body", ["<!-- <!DOCTYPE a> --><a/>", "<a><![CDATA[<!DOCTYPE html>]]></a>"])
def test_talk_about_document_types_is_no_document_type(body: str) -> None:
    """The words in a comment or in a text are harmless."""
    opened = open_workbook(odd.book(ROW, changes={"customXml/item1.xml": body.encode()}))
    assert opened.sheet("Data").rows[1][1].value == 7.0
