"""What a file really is, whatever its name says: told from its content alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from emg_xlsx.xlsx.refusal import Refused

ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
OLE2_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

IMAGES = (
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
)
ARCHIVES = ((b"\x1f\x8b", "gzip"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!", "rar"))

OLE2_STREAMS: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", "encrypted", ""),
    ("Workbook", "xls-file", ""),
    ("Book", "xls-file", ""),
    ("WordDocument", "word-or-other-office", "word"),
    ("PowerPoint Document", "word-or-other-office", "powerpoint"),
    ("VisioDocument", "word-or-other-office", "visio"),
    ("__properties_version1.0", "mail-file", ""),
)
"""A stream of a compound file, what it tells, and the kind; the first one found decides."""

ZIP_PARTS: tuple[tuple[str, str, str], ...] = (
    ("xl/workbook.bin", "xlsb-file", ""),
    ("word/document.xml", "word-or-other-office", "word"),
    ("ppt/presentation.xml", "word-or-other-office", "powerpoint"),
    ("visio/document.xml", "word-or-other-office", "visio"),
    ("index/document.iwa", "word-or-other-office", "numbers"),
)
"""A part of a zip, in lower case, what it tells, and the kind."""

HTML = re.compile(rb"(?is)(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|table|meta|style|div)\b")
MHTML = re.compile(rb"(?is)mime-version:.{0,500}multipart/related")
XML_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"

JSON = re.compile(rb"\[?\s*\{\s*(?:\"[^\"]*\"\s*:|\})|\[\s*(?:\"|\[|\d|\])")
CODE = re.compile(
    rb"(?m)\A#!|^(?:from [\w.]+ import |import [\w.]+(?: as \w+)?;?$|def \w+\(|class \w+[(:]|function \w*\(|#include )"
)
QUOTED = re.compile(r'"[^"]*"')

HEAD = 65_536
"""Bytes looked at to tell one text from another."""


def refusal_of(data: bytes) -> Refused | None:
    """Why a file is no zip, as the refusal that says what it is instead; None for a zip."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return Refused("empty-file")
    if data.startswith(ZIP_STARTS):
        return None
    if data.startswith(OLE2_START):
        return _of_compound_file(data)
    return _of_signature(data) or _of_text(data[:HEAD]) or Refused("not-a-workbook")


def refusal_of_zip(names: Collection[str], media_type: bytes) -> Refused | None:
    """Why a zip is no workbook of the kind read here, None if it may be one.

    Args:
        names: its parts, in lower case.
        media_type: content of the part ``mimetype``, empty if there is none.
    """
    if media_type.startswith(b"application/vnd.oasis.opendocument."):
        if b"spreadsheet" in media_type:
            return Refused("ods-file")
        return Refused("word-or-other-office", {"kind": "opendocument"})
    for part, code, kind in ZIP_PARTS:
        if part in names:
            return _refused(code, kind)
    if "[content_types].xml" in names or "xl/workbook.xml" in names or "_rels/.rels" in names:
        return None
    return Refused("archive-file", {"kind": "zip"}) if names else Refused("not-a-workbook")


def _refused(code: str, kind: str) -> Refused:
    return Refused(code, {"kind": kind} if kind else None)  # type: ignore[arg-type]  # from the tables above


def _of_compound_file(data: bytes) -> Refused:
    for stream, code, kind in OLE2_STREAMS:
        if _has_stream(data, stream):
            return _refused(code, kind)
    return Refused("not-a-workbook")


def _has_stream(data: bytes, name: str) -> bool:
    """Whether a directory entry has this name.

    Entries are 128 bytes long and aligned; the name stands first, its length with the final zero at byte 64.
    """
    wanted = name.encode("utf-16-le")
    length = (len(wanted) + 2).to_bytes(2, "little")
    at = data.find(wanted)
    while at >= 0:
        if at % 128 == 0 and data[at + 64 : at + 66] == length:
            return True
        at = data.find(wanted, at + 1)
    return False


def _of_signature(data: bytes) -> Refused | None:
    for start, kind in IMAGES:
        if data.startswith(start):
            return Refused("image-file", {"kind": kind})
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Refused("image-file", {"kind": "webp"})
    for start, kind in ARCHIVES:
        if data.startswith(start):
            return Refused("archive-file", {"kind": kind})
    if data.startswith(b"%PDF"):
        return Refused("pdf-file")
    if data.startswith(b"{\\rtf"):
        return Refused("word-or-other-office", {"kind": "rtf"})
    return None


def _of_text(head: bytes) -> Refused | None:
    plain = _plain(head)
    if plain is None:
        return None
    text = plain.lstrip("\ufeff \t\r\n").encode()
    if HTML.match(text) or MHTML.search(text):
        return Refused("html-file")
    if text.startswith((b"<?xml", b"<")):
        if XML_SPREADSHEET in text:
            return Refused("xml-spreadsheet-file")
        return Refused("html-file") if b"<html" in text else Refused("text-file", {"kind": "xml"})
    if JSON.match(text) or CODE.search(text):
        return Refused("text-file", {"kind": "json" if JSON.match(text) else "code"})
    separator = _separator(plain)
    return Refused("csv-file", {"separator": separator}) if separator else Refused("text-file", {"kind": "text"})


def _plain(head: bytes) -> str | None:
    """The beginning of a file as text, None if it is none; a character cut at the end does not count."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
    else:
        text = head.decode("utf-8", "replace")
        if "\ufffd" in text[:-1]:
            text = head.decode("cp1252", "replace")
    return None if any(ord(c) < 32 and c not in "\t\n\r\f\x1a" for c in text) else text


def _separator(text: str) -> str:
    """What stands between the columns of a table in text: equally often on most of its first lines.

    In prose, a space or the end of the line follows most commas, and their number differs from line to line; bars
    with spaces around them make a table for people to look at.
    """
    lines = [QUOTED.sub("", line.strip(" ")) for line in text.splitlines()[:20] if line.strip()]
    best, most = "", len(lines) / 2
    for mark in "\t;,|":
        counts = Counter(line.count(mark) for line in lines if mark in line)
        tight = mark == "\t" or 2 * len(re.findall(f"{re.escape(mark)}(?=\\S)", "\n".join(lines))) > _total(counts)
        same = max(counts.values(), default=0)
        if tight and same > most:
            best, most = mark, same
    return best


def _total(counts: Counter[int]) -> int:
    return sum(number * times for number, times in counts.items())
