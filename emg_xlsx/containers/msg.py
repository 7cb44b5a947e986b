"""Mails saved by Outlook as ``.msg``: a compound file whose streams are the properties of the mail."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from email import message_from_string
from email.message import Message

from olefile import OleFileIO

from emg_xlsx.containers.eml import POLICY, address, day_of, header, kept, sender_of, text_of_html
from emg_xlsx.containers.letters import NESTING, Letter
from emg_xlsx.text import clean
from emg_xlsx.values import Attachment
from emg_xlsx.xlsx import Limits, Refused

START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTRIES = 10_000
"""Streams and storages of a mail; one with a hundred receivers and fifty attachments has some 4,000."""

PROPERTIES = "__properties_version1.0"
ATTACHED = "__attach_version1.0_#"
HEADER_OF_MAIL, HEADER_OF_ATTACHED_MAIL, HEADER_OF_ATTACHMENT = 32, 24, 8
"""Bytes before the first property ([MS-OXMSG] 2.4.1)."""

# Property ids ([MS-OXPROPS]).
SUBJECT, TEXT, HTML, HEADERS, SENT, RECEIVED, CODEPAGE = 0x0037, 0x1000, 0x1013, 0x007D, 0x0039, 0x0E06, 0x3FFD
SENDER_ADDRESSES = (0x5D02, 0x5D01, 0x0C1F, 0x0065)
NAMES = (0x3707, 0x3704, 0x3001)
DATA, METHOD, CONTENT_ID, HIDDEN = 0x3701, 0x3705, 0x3712, 0x7FFE
ATTACHED_MAIL = 5
UNICODE, ANSI, BINARY, OBJECT = 0x001F, 0x001E, 0x0102, 0x000D

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emz", ".wmz")
LONGEST_HEADERS = 262_144
Path = tuple[str, ...]


class _Compound(OleFileIO):
    """A compound file with a bounded directory: the library looks through all entries for each one."""

    loaded = 0

    def _load_direntry(self, sid: int) -> object:
        self.loaded += 1
        if self.loaded > ENTRIES:
            raise Refused("too-large", {"limit_name": "members", "limit": ENTRIES})
        return super()._load_direntry(sid)


class _Mail:
    """The streams of a compound file by their paths in lower case, each no longer than the file itself."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        self._size = len(data)
        self._read = 0
        _refuse_tables(data)
        self._file = _Compound(data)
        if self._file.root.size > len(data):
            raise Refused("not-a-workbook")
        self._paths = {tuple(part.lower() for part in path): path for path in self._file.listdir()}

    def stream(self, path: Path) -> bytes | None:
        """What a stream holds, None if there is none."""
        found = self._paths.get(path)
        if found is None:
            return None
        size = self._file.get_size(found)
        self._read += size
        if size > self._size:
            raise Refused("not-a-workbook")
        if self._read > self.limits.total_bytes:
            raise Refused("too-large", {"limit_name": "total_bytes", "limit": self.limits.total_bytes})
        return bytes(self._file.openstream(found).read())

    def attachments(self, place: Path) -> list[Path]:
        """The storages of the attachments of the mail that stands there."""
        depth = len(place)
        found = {
            path[: depth + 1]
            for path in self._paths
            if path[:depth] == place and len(path) > depth + 1 and path[depth].startswith(ATTACHED)
        }
        return sorted(found)


def is_msg(data: bytes) -> bool:
    """Whether a file is a compound file that has the properties of a mail at its top."""
    if not data.startswith(START):
        return False
    try:
        _refuse_tables(data)
        return bool(_Compound(data).exists(PROPERTIES))
    except Exception:  # noqa: BLE001  # whatever the library makes of a damaged file, it is none we can open
        return False


def read_msg(data: bytes, limits: Limits) -> Letter:
    """Read a mail.

    Raises:
        Refused: it has too many parts, or cannot be taken apart.
    """
    try:
        return _letter(_Mail(data, limits), (), HEADER_OF_MAIL)
    except Refused:
        raise
    except Exception as error:  # offsets that lead nowhere make the library raise errors of every kind
        raise Refused("not-a-workbook") from error


def _refuse_tables(data: bytes) -> None:
    """Sizes of the tables that the file declares, which the library believes: none can be larger than the file."""
    if len(data) < 512:
        raise Refused("not-a-workbook")
    (shift,) = struct.unpack_from("<H", data, 30)
    tables, small_tables, chained = (struct.unpack_from("<I", data, at)[0] for at in (44, 64, 72))
    sector = 1 << shift if shift in (9, 12) else 0
    if not sector or max(small_tables, chained) * sector > len(data):
        raise Refused("not-a-workbook")
    # Each sector of the table names so many sectors of the file.
    if tables > len(data) // (sector * (sector // 4)) + 2:
        raise Refused("not-a-workbook")


def _letter(mail: _Mail, place: Path, header_length: int) -> Letter:
    fixed = _fixed(mail.stream((*place, PROPERTIES)) or b"", header_length)
    codec = _codec(fixed)
    subject = clean(_text(mail, place, SUBJECT, codec)) or None
    if len([part for part in place if part.startswith(ATTACHED)]) > NESTING:
        return Letter(None, None, subject, "", ())
    headers = message_from_string(_text(mail, place, HEADERS, codec)[:LONGEST_HEADERS], policy=POLICY)
    text = _text(mail, place, TEXT, codec)
    if not clean(text):
        page = mail.stream((*place, f"__substg1.0_{HTML:04x}{BINARY:04x}")) or b""
        text = text_of_html(page.decode("utf-8", "replace") or _text(mail, place, HTML, codec))
    places = mail.attachments(place)
    if len(places) > mail.limits.members:
        raise Refused("too-large", {"limit_name": "members", "limit": mail.limits.members})
    return Letter(
        _sender(mail, place, codec, headers),
        day_of(headers) or _day(fixed, SENT) or _day(fixed, RECEIVED),
        subject or header(headers, "subject") or None,
        kept(text),
        tuple(_attachment(mail, where, codec, number) for number, where in enumerate(places, 1)),
    )


def _attachment(mail: _Mail, place: Path, codec: str, number: int) -> Attachment | Letter:
    fixed = _fixed(mail.stream((*place, PROPERTIES)) or b"", HEADER_OF_ATTACHMENT)
    if _number(fixed, METHOD) == ATTACHED_MAIL:
        return _letter(mail, (*place, f"__substg1.0_{DATA:04x}{OBJECT:04x}"), HEADER_OF_ATTACHED_MAIL)
    names = (clean(_text(mail, place, key, codec)) for key in NAMES)
    name = next((name for name in names if name), f"attachment {number}")
    shown_in_text = _text(mail, place, CONTENT_ID, codec) and name.lower().endswith(PICTURES)
    content = mail.stream((*place, f"__substg1.0_{DATA:04x}{BINARY:04x}")) or b""
    return Attachment(name, content, bool(shown_in_text) or bool(_number(fixed, HIDDEN)))


def _fixed(stream: bytes, header_length: int) -> Mapping[int, bytes]:
    """The properties of fixed length: eight bytes each, by id."""
    entries = struct.iter_unpack("<HHI8s", stream[header_length : len(stream) - (len(stream) - header_length) % 16])
    return {key: value for _, key, _, value in entries}


def _number(fixed: Mapping[int, bytes], key: int) -> int:
    return int.from_bytes(fixed.get(key, b"")[:4], "little")


def _text(mail: _Mail, place: Path, key: int, codec: str) -> str:
    """A property of text, empty where there is none."""
    wide = mail.stream((*place, f"__substg1.0_{key:04x}{UNICODE:04x}"))
    if wide is not None:
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    narrow = mail.stream((*place, f"__substg1.0_{key:04x}{ANSI:04x}"))
    return narrow.decode(codec, "replace").rstrip("\0") if narrow else ""


def _codec(fixed: Mapping[int, bytes]) -> str:
    """The character set of texts that are not in Unicode."""
    number = _number(fixed, CODEPAGE)
    name = "utf-8" if number == 65001 else f"cp{number}"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def _sender(mail: _Mail, place: Path, codec: str, headers: Message) -> str | None:
    for key in SENDER_ADDRESSES:
        found = address(_text(mail, place, key, codec))
        if found:
            return found
    return sender_of(headers)


def _day(fixed: Mapping[int, bytes], key: int) -> date | None:
    """A moment, counted in tenths of microseconds since 1601, as its day in UTC."""
    ticks = int.from_bytes(fixed.get(key, b""), "little")
    try:
        # The moment is in UTC by definition; only its day is of use.
        return (datetime(1601, 1, 1) + timedelta(microseconds=ticks // 10)).date() if ticks else None  # noqa: DTZ001
    except OverflowError:
        return None
