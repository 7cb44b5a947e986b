"""What a file really is is told from its content, whatever it is named."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from emg_xlsx.xlsx import Refused, open_workbook
from emg_xlsx.xlsx.refusal import CODES
from tests.xlsx import odd_files as odd

OPENDOCUMENT = b"application/vnd.oasis.opendocument."

IMPOSTORS: list[tuple[str, bytes, str, dict[str, str]]] = [
    ("nothing", b"", "empty-file", {}),
    ("zeros", b"\0" * 4096, "empty-file", {}),
    ("blanks", b"\xef\xbb\xbf \r\n", "empty-file", {}),
    ("random", bytes(range(7, 256)) * 9, "not-a-workbook", {}),
    ("html", b"\r\n<!DOCTYPE HTML><html><body><table><tr><td>1</td></tr></table></body></html>", "html-file", {}),
    ("html table", b"\xef\xbb\xbf<table border=1><tr><td>1</td></tr></table>", "html-file", {}),
    ("html comment", b"<!-- saved --><html></html>", "html-file", {}),
    ("html utf-16", "<html><body/></html>".encode("utf-16"), "html-file", {}),
    ("web archive", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", "html-file", {}),
    ("csv", b"Ref.,Role\r\nA01,Lead\r\n", "csv-file", {"separator": ","}),
    ("csv semicolon", "Réf.;Rôle\r\nA01;Chef, oui\r\nA02;Non\r\n".encode("cp1252"), "csv-file", {"separator": ";"}),
    ("tabs utf-16", "Ref.\tRole\r\nA01\tLead\r\n".encode("utf-16"), "csv-file", {"separator": "\t"}),
    ("text", b"Dear colleagues\nplease find attached our plan\nbest regards\n", "text-file",
     {"kind": "text"}),
    ("prose with commas", b"Dear all,\nthank you, and sorry,\nwe will answer, by Friday,\n", "text-file",
     {"kind": "text"}),
    ("one line with a comma", b"Nothing to report, thank you", "text-file", {"kind": "text"}),
    ("markdown", b"# Notes\n\n| Ref. | Role |\n|---|---|\n| A01 | Lead |\n", "text-file", {"kind": "text"}),
    ("json", b'{"ref": "A01",\n"role": "LEAD",\n"text": "x"}\n', "text-file", {"kind": "json"}),
    ("json list", b'[{"ref": "A01"},\n{"ref": "A02"}]\n', "text-file", {"kind": "json"}),
    ("python", b'"""Words, and more."""\n\nimport sys\n\ndef main(a, b):\n    return a\n', "text-file",
     {"kind": "code"}),
    ("shell", b"#!/bin/sh\necho a,b\n", "text-file", {"kind": "code"}),
    ("csv with words", b'Ref.,What we do\nA01,"We chair, and write"\nA02,We speak\n', "csv-file", {"separator": ","}),
    ("csv with empty cells", b"Ref.,Role,Status\nA01,,\nA02,Lead,\n", "csv-file", {"separator": ","}),
    ("excel 2003", b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
     "xml-spreadsheet-file", {}),
    ("xml", b'<?xml version="1.0"?><data/>', "text-file", {"kind": "xml"}),
    ("png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "image-file", {"kind": "png"}),
    ("jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 40, "image-file", {"kind": "jpeg"}),
    ("webp", b"RIFF\x10\0\0\0WEBPVP8 ", "image-file", {"kind": "webp"}),
    ("pdf", b"%PDF-1.7\n%\xe2\xe3", "pdf-file", {}),
    ("rtf", rb"{\rtf1\ansi}", "word-or-other-office", {"kind": "rtf"}),
    ("gzip", b"\x1f\x8b\x08\0\0\0\0\0", "archive-file", {"kind": "gzip"}),
    ("encrypted", odd.compound_file("EncryptionInfo", "EncryptedPackage"), "encrypted", {}),
    ("xls", odd.compound_file("Workbook", "\x05SummaryInformation"), "xls-file", {}),
    ("xls 95", odd.compound_file("Book"), "xls-file", {}),
    ("doc", odd.compound_file("WordDocument"), "word-or-other-office", {"kind": "word"}),
    ("ppt", odd.compound_file("PowerPoint Document"), "word-or-other-office", {"kind": "powerpoint"}),
    ("msg", odd.compound_file("__properties_version1.0"), "mail-file", {}),
    ("another compound file", odd.compound_file("Contents"), "not-a-workbook", {}),
    ("docx", odd.zipped({odd.CONTENT_TYPES: b"<Types/>", "word/document.xml": b"<w/>"}), "word-or-other-office",
     {"kind": "word"}),
    ("pptx", odd.zipped({odd.CONTENT_TYPES: b"<Types/>", "ppt/presentation.xml": b"<p/>"}), "word-or-other-office",
     {"kind": "powerpoint"}),
    ("numbers", odd.zipped({"Index/Document.iwa": b"x"}), "word-or-other-office", {"kind": "numbers"}),
    ("xlsb", odd.zipped({odd.CONTENT_TYPES: b"<Types/>", "xl/workbook.bin": b"x"}), "xlsb-file", {}),
    ("xlsb by its relationship", odd.book(changes={odd.TOP: odd.relations([("officeDocument", "xl/w.bin")])}),
     "xlsb-file", {}),
    ("ods", odd.zipped({"mimetype": OPENDOCUMENT + b"spreadsheet", "content.xml": b"<x/>"}), "ods-file", {}),
    ("odt", odd.zipped({"mimetype": OPENDOCUMENT + b"text"}), "word-or-other-office", {"kind": "opendocument"}),
    ("zip of workbooks", odd.zipped({"a.xlsx": odd.book(), "b.xlsx": odd.book()}), "archive-file", {"kind": "zip"}),
    ("empty zip", odd.zipped({}), "not-a-workbook", {}),
    ("workbook with another root", odd.book(changes={odd.MAIN: b"<document/>"}), "not-a-workbook", {}),
    ("workbook without sheets", odd.book(changes={odd.MAIN: odd.workbook([])}), "no-sheets", {}),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code", "facts"), [row[1:] for row in IMPOSTORS], ids=[row[0] for row in IMPOSTORS])
def test_impostor_is_recognised(data: bytes, code: str, facts: dict[str, str]) -> None:
    """A file that is no workbook is refused with the code that tells what it is."""
    with pytest.raises(Refused) as refused:
        open_workbook(data)
    assert (refused.value.code, refused.value.facts) == (code, facts)
    assert code in CODES


def test_words_in_a_compound_file_are_no_stream_names() -> None:
    """A password-free old workbook that speaks of an encrypted package is still an old workbook."""
    data = odd.compound_file("Workbook") + b"\1" + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(Refused) as refused:
        open_workbook(data)
    assert refused.value.code == "xls-file"


@pytest.mark.parametrize("name", ["missing.xlsx", "folder", "x" * 300])
def test_path_without_a_file_is_refused(tmp_path: Path, name: str) -> None:
    """What the system does not give as a file is refused, not raised."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(Refused) as refused:
        open_workbook(tmp_path / name)
    assert refused.value.code == "file-unreadable"


def test_file_is_read_from_its_path(tmp_path: Path) -> None:
    """A path gives what its bytes give, whatever the ending of its name."""
    path = tmp_path / "plan.txt"
    path.write_bytes(odd.book('<row r="1"><c r="A1"><v>7</v></c></row>'))
    assert open_workbook(path).sheet("Data").rows[1][1].value == 7.0


def test_macros_are_told_and_left_alone() -> None:
    """A workbook with a macro project is read like any other, and says that it has macros."""
    target = BytesIO()
    written = xlsxwriter.Workbook(target, {"in_memory": True})
    written.add_worksheet("Data").write("A1", "x")
    written.close()
    assert not open_workbook(target.getvalue()).has_macros
    opened = open_workbook(odd.book(changes={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}))
    assert opened.has_macros
