"""A workbook file as its parts: the zip opened with suspicion, each part inflated under limits."""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple
from urllib.parse import unquote

from emg_xlsx.xlsx.content import refusal_of, refusal_of_zip
from emg_xlsx.xlsx.limits import Meter, too_large
from emg_xlsx.xlsx.refusal import Refused
from emg_xlsx.xlsx.remembered import remembering

CHUNK = 1_048_576
"""Inflated bytes handed on at a time, at most.

The XML parser begins a long tag or comment anew with each piece, so small ones would make it slow; larger ones it cuts.
"""
HEAD = 1_024
"""Inflated bytes of a part that are enough to see how it begins."""
SMALL = 524_288
"""Bytes of the largest part that is remembered with what it inflates to."""
INPUT = 262_144
"""Stored bytes given to the inflater at a time; what it leaves over is copied for each piece it gives."""

LOCAL_HEADER = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
"""An entry of the directory, without its name."""
CENTRAL_MARK = b"PK\x01\x02"
END = struct.Struct("<4s4H2LH")
"""What stands behind the directory and tells where it is."""
END_MARK, END64_MARK = b"PK\x05\x06", b"PK\x06\x07"
NEWEST = 63
"""The latest version of the format an entry may ask for: 6.3, as for the standard library."""
ENCRYPTED_FLAG = 0x1
UTF8_FLAG = 0x800
STORED, DEFLATED = 0, 8

XML_ENDINGS = (".xml", ".rels", ".vml")
DRIVE = re.compile(r"[A-Za-z]:")


class Entry(NamedTuple):
    """One part as the zip's directory has it; none of it is believed before the part was read."""

    name: str
    start: int
    stored: int
    inflated: int
    checksum: int
    method: int
    flags: int


class Archive:
    """The entries of a zip, by names in any case, each inflated under limits and never onto the disk.

    Args:
        data: the whole file.
        meter: what the file may use.

    Raises:
        Refused: the file is no zip, or a damaged or a dangerous one.
    """

    __slots__ = ("_data", "_entries", "meter")

    def __init__(self, data: bytes, meter: Meter) -> None:
        refusal = refusal_of(data)
        if refusal is not None:
            raise refusal
        self._data = data
        self.meter = meter
        self._entries = _entries(data, meter.limits.entries)

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, as they are written in the file."""
        return tuple(entry.name for entry in self._entries.values())

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All parts as the zip's directory has them, in its order."""
        return tuple(self._entries.values())

    def chunks(self, part: str) -> Iterator[bytes]:
        """A part's content piece by piece, counted while it is inflated and checked at its end.

        Raises:
            Refused: ``part-missing``, ``zip-damaged`` or ``too-large``.
        """
        entry = self._entries.get(part.lower())
        if entry is None:
            raise Refused("part-missing", {"part": part})
        length, checksum = 0, 0
        for chunk in _inflated(self._data, entry):
            length += len(chunk)
            checksum = zlib.crc32(chunk, checksum)
            self._count(entry, len(chunk), length)
            yield chunk
        if length != entry.inflated or checksum != entry.checksum:
            raise damaged("size" if length != entry.inflated else "checksum", entry.name)

    def content(self, part: str, largest: int) -> bytes | None:
        """A part's whole content, None if it is missing or, by the zip's directory, larger than this.

        Raises:
            Refused: as for `chunks`.
        """
        entry = self._entries.get(part.lower())
        if entry is None or entry.inflated > largest:
            return None
        content = _whole(self._data, entry)
        if content is None:
            return b"".join(self.chunks(part))
        self._count(entry, len(content), len(content))
        return content

    def _count(self, entry: Entry, more: int, length: int) -> None:
        """Count so many bytes more of a part that has this length by now, and refuse what is too much."""
        limits = self.meter.limits
        self.meter.add_bytes(more, entry.name)
        if length > limits.entry_bytes:
            raise too_large("entry_bytes", limits.entry_bytes, entry.name)
        if length > limits.ratio_grace_bytes and length > limits.ratio * max(entry.stored, 1):
            raise too_large("ratio", limits.ratio, entry.name)

    def head(self, part: str) -> bytes:
        """The beginning of a part that is not read otherwise, at most `HEAD` bytes; empty if unreadable."""
        entry = self._entries[part.lower()]
        try:
            start = _content_start(self._data, entry)
            stored = self._data[start : start + min(entry.stored, HEAD)]
            return _inflated_head(stored) if entry.method == DEFLATED else stored
        except (Refused, zlib.error):
            return b""

    def refusal(self) -> Refused | None:
        """Why this zip is no workbook of the kind read here, None if it may be one."""
        return refusal_of_zip(self._entries.keys(), self.head("mimetype") if "mimetype" in self._entries else b"")


class Package(Archive):
    """The parts of a workbook, by names in any case.

    Args:
        data: the whole file.
        meter: what the file may use.

    Raises:
        Refused: the file is no zip, a damaged or a dangerous one, or a zip of something else.
    """

    __slots__ = ()

    def __init__(self, data: bytes, meter: Meter) -> None:
        super().__init__(data, meter)
        refusal = self.refusal()
        if refusal is not None:
            raise refusal

    def resolve(self, source: str, target: str) -> str:
        """The part a relationship leads to.

        Args:
            source: part that has the relationship, ``""`` for the package.
            target: as written: relative to the source's folder, or absolute; an escaped name if only that exists.
        """
        plain = _joined(source, target)
        return plain if plain in self else unquote(plain) if unquote(plain) in self else plain


@lru_cache(maxsize=256)
def _joined(source: str, target: str) -> str:
    """A relationship's target as a part name; nearly all workbooks have the same few."""
    path = target.replace("\\", "/").partition("#")[0]
    joined = path if path.startswith("/") else posixpath.join("/", posixpath.dirname(source), path)
    return posixpath.normpath(joined).lstrip("/")


def damaged(reason: str, part: str = "") -> Refused:
    """The refusal of a zip that is not whole."""
    return Refused("zip-damaged", {"reason": reason, "part": part} if part else {"reason": reason})


class _Directory(BytesIO):
    """A zip whose directory is refused before its lines are taken apart, so that a huge one costs nothing.

    Only what is read as the directory counts: zips stored inside this one have marks of their own.
    """

    def __init__(self, data: bytes, limit: int) -> None:
        super().__init__(data)
        self._limit = limit

    def read(self, size: int | None = -1, /) -> bytes:
        """Read, and refuse more entries than allowed."""
        piece = super().read(size)
        if piece.count(CENTRAL_MARK) > self._limit:
            raise too_large("entries", self._limit)
        return piece


def _entries(data: bytes, limit: int) -> Mapping[str, Entry]:
    """The parts by lower-case name, after a look at all of the directory."""
    entries = _plain_directory(data, limit)
    found: dict[str, Entry] = {}
    for entry in _directory(data, limit) if entries is None else entries:
        name = _safe_name(entry.name)
        if entry.flags & ENCRYPTED_FLAG:
            raise Refused("encrypted-zip")
        key = name.lower()
        if key in found:
            raise Refused("duplicate-part", {"part": name})
        if not name.endswith("/"):
            found[key] = entry if name == entry.name else entry._replace(name=name)
    return found


def _plain_directory(data: bytes, limit: int) -> list[Entry] | None:
    """The entries of a zip as nearly all programs write them, None if there is anything to ponder.

    That is: nothing behind its end, nothing before its beginning, nothing in it that only large or split ones have.
    """
    at = len(data) - END.size
    if at < 0 or data[at - 20 : at - 16] == END64_MARK:
        return None
    mark, _, _, _, _, size, begin, comment = END.unpack_from(data, at)
    if mark != END_MARK or comment or begin + size != at:
        return None
    if data.count(CENTRAL_MARK, begin, at) > limit:
        raise too_large("entries", limit)
    found = []
    while begin < at:
        if begin + CENTRAL.size > at:
            return None
        (mark, _, version, flags, method, _, _, checksum, stored, inflated, length, extra, remark, _, _, _,
         start) = CENTRAL.unpack_from(data, begin)  # fmt: skip
        begin += CENTRAL.size
        name, begin = data[begin : begin + length], begin + length + remark
        if mark != CENTRAL_MARK or version & 0xFF > NEWEST or extra or begin > at or not name.isascii():
            return None
        found.append(Entry(name.decode("ascii"), start, stored, inflated, checksum, method, flags))
    return found


def _directory(data: bytes, limit: int) -> list[Entry]:
    """The entries of any other zip, as the standard library finds them."""
    try:
        with zipfile.ZipFile(_Directory(data, limit)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, struct.error, ValueError, OverflowError, NotImplementedError, EOFError) as error:
        raise damaged("directory") from error
    return [
        Entry(
            info.orig_filename, info.header_offset, info.compress_size, info.file_size, info.CRC, info.compress_type,
            info.flag_bits,
        )
        for info in infos
    ]  # fmt: skip


def _safe_name(written: str) -> str:
    """A part name with forward slashes; some writers on Windows use the other ones."""
    name = written.replace("\\", "/")
    unsafe = name.startswith("/") or ".." in name.split("/") or "\0" in name or DRIVE.match(name)
    if unsafe:
        raise Refused("unsafe-part-name", {"part": written})
    return name


def _inflated(data: bytes, entry: Entry, size: int = CHUNK) -> Iterator[bytes]:
    """Pieces of at most so many bytes; the sizes in the directory only bound what is taken from the file."""
    start = _content_start(data, entry)
    end = start + entry.stored
    if end > len(data):
        raise damaged("truncated", entry.name)
    if entry.method == STORED:
        yield from (data[at : min(at + size, end)] for at in range(start, end, size))
        return
    if entry.method != DEFLATED:
        raise damaged("method", entry.name)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(start, end, INPUT):
            pending = data[at : min(at + INPUT, end)]
            while pending and not inflater.eof:
                yield inflater.decompress(pending, size)
                pending = inflater.unconsumed_tail
        if not inflater.eof:
            yield inflater.flush()
    except zlib.error as error:
        raise damaged("compression", entry.name) from error
    if not inflater.eof:
        raise damaged("truncated", entry.name)


def _whole(data: bytes, entry: Entry) -> bytes | None:
    """A small part in one piece, None if it is anything but what the directory says."""
    if entry.method != DEFLATED or entry.inflated > SMALL or entry.stored > SMALL:
        return None
    start = _content_start(data, entry)
    return _inflated_whole(data[start : start + entry.stored], entry.inflated, entry.checksum)


@remembering(256)
def _inflated_head(stored: bytes) -> bytes:
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(stored, HEAD)


@remembering(32)
def _inflated_whole(stored: bytes, length: int, checksum: int) -> bytes | None:
    """Many files of one template have the same styles, lists and printed sheets, to the byte."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflater.decompress(stored, length + 1)
    except zlib.error:
        return None
    return content if inflater.eof and len(content) == length and zlib.crc32(content) == checksum else None


def _content_start(data: bytes, entry: Entry) -> int:
    """Where a part's content begins, if its own header agrees with the directory."""
    if entry.start < 0 or entry.start + LOCAL_HEADER.size > len(data):
        raise damaged("truncated", entry.name)
    mark, _, flags, *_, name_length, extra_length = LOCAL_HEADER.unpack_from(data, entry.start)
    name_start = entry.start + LOCAL_HEADER.size
    raw = data[name_start : name_start + name_length]
    name = raw.decode("ascii" if raw.isascii() else "utf-8" if flags & UTF8_FLAG else "cp437", "replace")
    if mark != b"PK\x03\x04" or _slashed(name) != entry.name:
        raise damaged("header", entry.name)
    if flags & ENCRYPTED_FLAG:
        raise Refused("encrypted-zip")
    return int(name_start + name_length + extra_length)


def _slashed(name: str) -> str:
    return name.replace("\\", "/")
