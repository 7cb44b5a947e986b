"""Saved mails for tests: ``.eml`` by the standard library, ``.msg`` as the smallest compound file that holds one."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

SECTOR, SMALL_SECTOR, SMALL = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Tree = Mapping[str, "bytes | Tree"]
"""Streams and storages of a compound file by name."""


def eml(
    attachments: Mapping[str, bytes] | None = None,
    *,
    sender: str | None = "Ana Focal <ana@unep.example>",
    date: str | None = "Fri, 04 Mar 2022 23:30:00 -0500",
    subject: str = "Our answer",
    text: str = "Please find our answer attached.",
    mails: Sequence[bytes] = (),
) -> bytes:
    """A mail as a mail program saves it, with files and other mails attached."""
    message = EmailMessage()
    for name, value in (("From", sender), ("To", "emg@un.example"), ("Date", date), ("Subject", subject)):
        if value is not None:
            message[name] = value
    message.set_content(text)
    for name, data in (attachments or {}).items():
        kind = ("image", "png") if name.endswith(".png") else ("application", "octet-stream")
        message.add_attachment(data, *kind, filename=name)
        if name.endswith(".png"):
            [*message.iter_attachments()][-1]["Content-ID"] = "<logo@unep.example>"
    for mail in mails:
        message.add_attachment(message_from_bytes(mail, policy=policy.default))
    return message.as_bytes()


@dataclass(frozen=True, slots=True)
class Msg:
    """A mail as Outlook knows it; ``wide`` tells whether its texts are in Unicode."""

    attachments: Mapping[str, bytes]
    sender: str = "ana@unep.example"
    sent: datetime | None = datetime(2022, 3, 4, 12, 0, tzinfo=UTC)
    subject: str = "Our answer"
    text: str = "Please find our answer attached."
    html: bytes = b""
    headers: str = ""
    mails: tuple[Msg, ...] = ()
    codepage: int = 0

    def tree(self, header: int = 32) -> Tree:
        """Its storages and streams."""
        fixed = {0x3FFD: (3, self.codepage)} if self.codepage else {}
        if self.sent:
            ticks = int((self.sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
            fixed[0x0039] = (0x40, ticks)
        texts = {0x0037: self.subject, 0x1000: self.text, 0x5D01: self.sender, 0x007D: self.headers}
        tree: dict[str, bytes | Tree] = {
            "__properties_version1.0": properties(header, fixed),
            **self._texts(texts),
            **({"__substg1.0_10130102": self.html} if self.html else {}),
        }
        for number, (name, data) in enumerate(self.attachments.items()):
            tree[f"__attach_version1.0_#{number:08X}"] = {
                "__properties_version1.0": properties(8, {0x3705: (3, 1)}),
                **self._texts({0x3707: name, 0x3712: "logo@unep.example" if name.endswith(".png") else ""}),
                "__substg1.0_37010102": data,
            }
        for number, mail in enumerate(self.mails, len(self.attachments)):
            tree[f"__attach_version1.0_#{number:08X}"] = {
                "__properties_version1.0": properties(8, {0x3705: (3, 5)}),
                "__substg1.0_3701000D": mail.tree(24),
            }
        return tree

    def _texts(self, texts: Mapping[int, str]) -> dict[str, bytes]:
        kind, codec = ("001E", f"cp{self.codepage}") if self.codepage else ("001F", "utf-16-le")
        return {f"__substg1.0_{key:04X}{kind}": text.encode(codec) for key, text in texts.items() if text}

    def data(self) -> bytes:
        """The file."""
        return compound(self.tree())


def properties(header: int, fixed: Mapping[int, tuple[int, int]]) -> bytes:
    """The stream of properties of fixed length: id to type and value."""
    lines = (struct.pack("<HHIQ", kind, key, 6, value) for key, (kind, value) in fixed.items())
    return bytes(header) + b"".join(lines)


class _Table:
    """Sectors of one size, and which one follows which."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.content = bytearray()
        self.next: list[int] = []

    def add(self, data: bytes) -> int:
        """Put a stream into sectors of its own; the number of the first."""
        if not data:
            return END
        first, count = len(self.next), -(-len(data) // self.size)
        self.content += data.ljust(count * self.size, b"\0")
        self.next += [*range(first + 1, first + count), END]
        return first


def compound(tree: Tree) -> bytes:
    """A compound file ([MS-CFB], version 3) with these streams and storages."""
    big, small = _Table(SECTOR), _Table(SMALL_SECTOR)
    entries: list[list[object]] = [["Root Entry", 5, FREE, FREE, FREE, END, 0]]
    entries[0][4] = _children(tree, entries, big, small)
    entries[0][5:] = [big.add(bytes(small.content)), len(small.content)]
    directory = b"".join(_entry(*entry) for entry in entries)  # type: ignore[arg-type]  # seven values, made above
    first_entry = big.add(directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0"))
    small_table = struct.pack(f"<{len(small.next)}I", *small.next)
    first_small = big.add(small_table.ljust(-(-len(small_table) // SECTOR) * SECTOR, b"\xff"))
    tables = 1
    while tables * (SECTOR // 4) < len(big.next) + tables:
        tables += 1
    places = list(range(len(big.next), len(big.next) + tables))
    table = struct.pack(f"<{len(big.next) + tables}I", *big.next, *[FAT] * tables).ljust(tables * SECTOR, b"\xff")
    header = struct.pack(
        "<8s16x5H6x10I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, first_entry, 0, SMALL,
        first_small, -(-len(small_table) // SECTOR), END, 0, 0,
    )[:76]  # fmt: skip
    return header + struct.pack("<109I", *places, *[FREE] * (109 - tables)) + bytes(big.content) + table


def _children(tree: Tree, entries: list[list[object]], big: _Table, small: _Table) -> int:
    """Add the entries of a storage as a balanced tree; the number of its top."""
    names = sorted(tree, key=lambda name: (len(name), name.upper()))
    return _subtree(names, tree, entries, big, small)


def _subtree(names: Sequence[str], tree: Tree, entries: list[list[object]], big: _Table, small: _Table) -> int:
    if not names:
        return FREE
    middle = len(names) // 2
    name, number = names[middle], len(entries)
    item = tree[name]
    entry: list[object] = [name, 2 if isinstance(item, bytes) else 1, FREE, FREE, FREE, 0, 0]
    entries.append(entry)
    entry[2] = _subtree(names[:middle], tree, entries, big, small)
    entry[3] = _subtree(names[middle + 1 :], tree, entries, big, small)
    if isinstance(item, bytes):
        entry[5:] = [(small if len(item) < SMALL else big).add(item), len(item)]
    else:
        entry[4] = _children(item, entries, big, small)
    return number


def _entry(name: str, kind: int, left: int, right: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    return struct.pack("<64sHBB3I16xI16xIQ", raw, len(raw) + 2, kind, 1, left, right, child, 0, start, size)
