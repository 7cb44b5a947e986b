"""What a sheet says in the headers and footers of its printed pages."""

from __future__ import annotations

import re

HEADINGS = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})
"""The elements of ``headerFooter`` (ECMA-376 part 1, 18.3.1.46)."""

LONGEST = 2000
"""Characters of one heading that are looked at; Excel allows 255."""

_SECTION = re.compile(r"&[LCR]")
_CODE = re.compile(r'&"[^"]*"?|&K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|&\d{1,3} ?|&[A-Za-z]|&')
"""Codes for the font, and for what the program fills in: pages, day, time, names of file and sheet, pictures."""
_NO_WORDS = re.compile(r"(?:pages?|seite|p[áa]gina|стр(?:аница)?|of|sur|de|von|из|第|页|共|[\W\d_])*", re.IGNORECASE)


def heading_words(written: str) -> list[str]:
    """The words somebody typed into one header or footer, those of its left, middle and right part each.

    Args:
        written: as it is stored, with codes such as ``&C`` and ``&P``.

    Returns:
        Only parts that say more than “Page 1 of 2”, which programs write by themselves.
    """
    parts = _SECTION.split(written[:LONGEST].replace("&&", _AMPERSAND))
    return [words for part in parts if (words := _said(part)) and not _NO_WORDS.fullmatch(words)]


_AMPERSAND = "\ufdd0"
"""Stands for ``&&`` while the codes are taken out; no text can hold it."""


def _said(part: str) -> str:
    return _CODE.sub("", part).replace(_AMPERSAND, "&").strip()


__all__ = ["HEADINGS", "heading_words"]
