"""Number formats: what a style says, and whether it shows a date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from emg_xlsx.xlsx.package import Package
from emg_xlsx.xlsx.parsing import events
from emg_xlsx.xlsx.quick import LARGEST, Formats, take_formats
from emg_xlsx.xlsx.remembered import remembering

GENERAL = "General"

BUILT_IN: Mapping[int, str] = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0",
    48: "##0.0E+0", 49: "@",
    # Ids with a meaning in Chinese, Japanese and Korean Excel only; here as in Chinese, a language of the UN.
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    36: 'yyyy"年"m"月"', 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}  # fmt: skip
"""Number formats that files name by id only (ECMA-376 part 1, 18.8.30)."""

NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
"""What does not format the number: text, escapes, padding, colours, conditions, locales. ``[h]`` does: hours."""


def read_formats(package: Package, part: str) -> dict[str, str]:
    """The number format code of each cell style, by the style's index as text.

    Raises:
        Refused: the part cannot be read.
    """
    data = package.content(part, LARGEST)
    usual = _usual(data) if data is not None else None
    codes = _codes(*_parsed(package, part, None if data is None else [data])) if usual is None else usual
    package.meter.add_cells(len(codes), part)
    return codes


@remembering(16)
def _usual(data: bytes) -> dict[str, str] | None:
    """The codes of a styles part written the usual way; many files have the same."""
    formats = take_formats(data)
    return None if formats is None else _codes(*formats)


def _codes(own: dict[str, str], styles: list[str]) -> dict[str, str]:
    return {str(style): own.get(number) or _built_in(number) for style, number in enumerate(styles)}


def _parsed(package: Package, part: str, chunks: Iterable[bytes] | None) -> Formats:
    own: dict[str, str] = {}
    styles: list[str] = []
    inside = ""
    for name, attributes, _ in events(package, part, chunks):
        if name in ("numFmts", "cellXfs"):
            inside = name if attributes is not None else ""
        elif attributes is None:
            continue
        elif inside == "numFmts" and name == "numFmt":
            package.meter.add_cells(1, part)
            own[attributes.get("numFmtId", "")] = attributes.get("formatCode", GENERAL)
        elif inside == "cellXfs" and name == "xf":
            package.meter.check_cells(len(styles), part)
            styles.append(attributes.get("numFmtId", "0"))
    return own, styles


def _built_in(number: str) -> str:
    return BUILT_IN.get(int(number), GENERAL) if number.isdecimal() and len(number) < 9 else GENERAL


CURRENCY = re.compile(r'\[\$([^\]-]+)[^\]]*\]|"([^"]*)"|([€£¥₣₤₦₩₪₫₱₴₹₺₽₿])')
"""What a number format can show beside the number: a currency in brackets, a text, a sign."""
DOLLARS = re.compile(r"\$|.*(\bUSD\b|US\s?\$|\$\s?US|dollars?).*", re.IGNORECASE)
MONEY = re.compile(r"[€£¥₣₤₦₩₪₫₱₴₹₺₽₿]|\b[A-Z]{3}\b|\bFr\.?|\b(?:euros?|francs?|pounds?|yen|rupees?|pesos?)\b")
"""A currency: a sign, three capitals as ISO 4217 has them, or its name."""


@lru_cache(maxsize=1024)
def foreign_currency(code: str | None) -> str:
    """The currency other than the dollar that a number format shows beside the number; empty if none.

    Only what stands in brackets, quotes or as a sign counts; a locale such as ``[$-409]`` is none.
    """
    for bracketed, quoted, sign in CURRENCY.findall((code or "").partition(";")[0]):
        shown: str = (bracketed or quoted or sign).strip()
        if shown and not DOLLARS.fullmatch(shown) and (bracketed or MONEY.search(shown)):
            return shown
    return ""


@lru_cache(maxsize=1024)
def is_date_format(code: str | None) -> bool:
    """Whether a number format shows a date or a time: its first section asks for days, months, years or hours."""
    if code is None or code == GENERAL:
        return False
    return bool(re.search("[dmyhs]", NOT_SHOWN.sub("", code).partition(";")[0], re.IGNORECASE))
