"""Mails saved as ``.eml``, read by the standard library after a look at what that would cost."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from email.message import Message
from email.policy import EmailPolicy
from email.utils import parseaddr, parsedate_to_datetime

from emg_xlsx.containers.letters import LONGEST_TEXT, NESTING, Letter
from emg_xlsx.text import clean
from emg_xlsx.values import Attachment
from emg_xlsx.xlsx import Limits, Refused

HEAD = 65_536
"""Bytes in which the first header lines of a mail stand."""
LONGEST_HEADER = 4_000
"""Characters of a header line that are understood; longer ones cost more than they tell."""
WORK = 20_000_000
"""Lines times declared boundaries that the parser may have to compare."""

FIELD = re.compile(rb"[!-9;-~]+:")
KNOWN_FIELD = re.compile(rb"(?im)^(from|date|received|message-id|subject|to|snapshot-content-location):")
UNSEEN = [(re.compile(rf"(?i)<{tag}\b"), re.compile(rf"(?i)</{tag}\b[^<>]*>")) for tag in ("head", "style", "script")]
BREAK = re.compile(r"(?i)<(?:br|/p|/div|/tr|/li)\b[^<>]*>")
TAG = re.compile(r"<[^<>]*>")


class _Bounded(EmailPolicy):
    """The default policy, with no header longer than is understood in a moment."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


POLICY = _Bounded()


def is_eml(name: str, data: bytes) -> bool:
    """Whether a file is a saved mail: it begins with the header lines of one, or with any and is named ``.eml``."""
    head = data[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not FIELD.match(head):
        return False
    block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    fields = {field.lower() for field in KNOWN_FIELD.findall(block)}
    if name.lower().endswith(".eml"):
        return bool(fields)
    # A web page saved as one file has a sender and a day too, but was never sent.
    sent = fields & {b"received", b"message-id", b"to"}
    return b"from" in fields and b"date" in fields and bool(sent) and b"snapshot-content-location" not in fields


def read_eml(data: bytes, limits: Limits) -> Letter:
    """Read a mail.

    Raises:
        Refused: it has too many parts, nests them without end, or cannot be taken apart.
    """
    _refuse_costly(data, limits)
    try:
        message = message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip(), policy=POLICY)
        return _letter(message, limits, 0)
    except Refused:
        raise
    except RecursionError as error:
        raise Refused("too-deep") from error
    except Exception as error:  # malformed headers and parts make the library raise errors of every kind
        raise Refused("not-a-workbook") from error


def header(message: Message, name: str) -> str:
    """A header as text, empty where it is missing or cannot be understood."""
    try:
        return clean(str(message.get(name, "")))
    except Exception:  # noqa: BLE001  # the library's header parser raises errors of every kind on malformed ones
        return ""


def sender_of(message: Message) -> str | None:
    """The address in the header ``From``."""
    return address(parseaddr(header(message, "from"))[1])


def address(text: str) -> str | None:
    """A text if it is an address; what is kept inside an office's own network is none."""
    text = clean(text)
    return text if re.fullmatch(r"[^\s@<>]{1,64}@[^\s@<>]{1,255}", text) else None


def day_of(message: Message) -> date | None:
    """The day in the header ``Date``, as the sender's clock had it."""
    try:
        return parsedate_to_datetime(header(message, "date")).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def text_of_html(page: str) -> str:
    """The words of a web page; only its beginning is looked at."""
    page = page[: 10 * LONGEST_TEXT]
    for begin, end in UNSEEN:
        page = _without(page, begin, end)
    return html.unescape(TAG.sub("", BREAK.sub("\n", page)))


def _without(page: str, begin: re.Pattern[str], end: re.Pattern[str]) -> str:
    """A page without what stands between two marks; a mark that is never closed counts for nothing."""
    kept_parts, at = [], 0
    while (first := begin.search(page, at)) and (last := end.search(page, first.end())):
        kept_parts.append(page[at : first.start()])
        at = last.end()
    return "".join([*kept_parts, page[at:]])


def kept(text: str) -> str:
    """What a mail says, cleaned, and cut where it is longer than can be kept."""
    text = clean(text[: 4 * LONGEST_TEXT])
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _refuse_costly(data: bytes, limits: Limits) -> None:
    """The parser makes an object of each part and compares each line with each boundary that is open."""
    too_many = Refused("too-large", {"limit_name": "members", "limit": limits.members})
    if data.count(b"\n--") > 4 * limits.members + 1_000:
        raise too_many
    if data.count(b"\n") * (1 + data.lower().count(b"boundary")) > WORK:
        raise too_many


def _letter(message: Message, limits: Limits, depth: int) -> Letter:
    if depth > NESTING:
        return Letter(None, None, header(message, "subject") or None, "", ())
    plain: list[str] = []
    pages: list[str] = []
    attachments: list[Attachment | Letter] = []
    for part in _parts(message):
        kind = part.get_content_type()
        if kind == "message/rfc822" and part.is_multipart():
            attachments.append(_letter(part.get_payload(0), limits, depth + 1))  # type: ignore[arg-type]  # a message
        elif part.get_filename() or part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            attachments.append(_attachment(part, len(attachments) + 1))
        else:
            (pages if kind == "text/html" else plain).append(_text(part))
        if len(attachments) > limits.members:
            raise Refused("too-large", {"limit_name": "members", "limit": limits.members})
    text = "\n".join(plain) if clean("".join(plain)) else text_of_html("\n".join(pages))
    return Letter(sender_of(message), day_of(message), header(message, "subject") or None, kept(text),
                  tuple(attachments))  # fmt: skip


def _parts(message: Message) -> Iterator[Message]:
    """The parts that hold something, in order; attached mails stay whole."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting.extend(reversed(part.get_payload()))  # type: ignore[arg-type]  # a list of messages
        elif not part.is_multipart() or part.get_content_type() == "message/rfc822":
            yield part


def _attachment(part: Message, number: int) -> Attachment:
    content = part.get_payload(decode=True)
    picture = part.get_content_maintype() == "image"
    inline = picture and bool(part.get_content_disposition() == "inline" or part.get("content-id"))
    name = part.get_filename() or f"attachment {number}"
    return Attachment(name, content if isinstance(content, bytes) else b"", inline)


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset("utf-8"), "replace")
    except (LookupError, ValueError):  # a character set that does not exist
        return content.decode("utf-8", "replace")
