"""The escapes of spreadsheet text: ``_x0007_`` is one character, ``_x005F_`` an underscore."""

from __future__ import annotations

import re

ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Text with its ``_xHHHH_`` escapes as the characters they stand for (ECMA-376, type ST_Xstring).

    Pairs of surrogates become one character, a lone one U+FFFD: what is given back can always be encoded.
    """
    if "_x" not in text:
        return text
    plain = ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
