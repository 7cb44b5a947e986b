"""Untrusted text as XML in plain ASCII, which fits into a part of any encoding."""

from __future__ import annotations

import re

from emg_xlsx.xlsx.escapes import ESCAPE
from emg_xlsx.xlsx.written import TEXT_LIMIT

ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
SURROGATES = re.compile("[\ud800-\udfff]")


def xstring(text: str) -> bytes:
    """Text of a cell or note (ECMA-376, type ST_Xstring): what XML cannot hold becomes ``_xHHHH_``.

    Longer ones than a cell can hold are cut.
    """
    if _printed(text) and "_x" not in text:
        return _escaped(text[:TEXT_LIMIT])
    plain = SURROGATES.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))[:TEXT_LIMIT]
    if "_x" in plain:
        plain = ESCAPE.sub(lambda match: f"_x005F{match[0]}", plain)
    return markup(ILLEGAL.sub(lambda match: f"_x{ord(match[0]):04X}_", plain))


def markup(text: str) -> bytes:
    """Text as content or as an attribute's value; what XML cannot hold becomes U+FFFD."""
    return _escaped(text if _printed(text) else SURROGATES.sub("\ufffd", ILLEGAL.sub("\ufffd", text)))


def _escaped(text: str) -> bytes:
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return plain.encode("ascii", "xmlcharrefreplace")


def quoted(text: str) -> bytes:
    """Text as an attribute's value whose line breaks and tabs stay."""
    return markup(text).replace(b"\n", b"&#10;").replace(b"\t", b"&#9;")


def _printed(text: str) -> bool:
    """Whether there is nothing in it that XML cannot hold: most texts, told in no time."""
    return text.isascii() and (text.isprintable() or text.replace("\n", "").isprintable())
