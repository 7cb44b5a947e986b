"""Fold away how a text was typed: case, accents, widths, digits of other scripts, dashes, quotes, look-alikes."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = str.maketrans(dict.fromkeys("‘’‚‛ʼʹ′`´＇", "'") | {"〜": "~", "∼": "~", "⁓": "~", "−": "-", "ー": "-"})
_LETTERS = str.maketrans({"\u0640": None, "ى": "ي", "ی": "ي", "ک": "ك"})
_LATIN_OF = dict(zip("авекмнорстхуіѕј", "abekmhopctxyisj", strict=True))
_CYRILLIC_OF = dict(zip("aekmopctxy", "аекморстху", strict=True))
_CHINESE_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CHINESE_NUMBER = re.compile(r"(?<=第)[〇零一二三四五六七八九十]+|[〇零一二三四五六七八九十]+(?=[年月日号號季])")


def fold(text: str) -> str:
    """Return ``text`` in one plain form: lower case, ASCII digits, ``-`` and ``'``, no accents or formatting.

    A line break becomes ``;`` because it separates values; Chinese numerals before a unit become digits.
    """
    text = text.translate(_QUOTES).casefold()
    kept = (_plain(c) for c in unicodedata.normalize("NFKD", text))
    text = "".join(kept).translate(_LETTERS).casefold()
    text = text.replace("/..", " - ").replace("../", " - ").replace("...", " - ")
    return _CHINESE_NUMBER.sub(lambda match: str(_chinese_number(match.group())), text)


def _plain(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Mn", "Cf"):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Pd":
        return "-"
    if char in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029":
        return ";"
    return " " if category in ("Zs", "Cc") else char


def _chinese_number(numeral: str) -> int:
    if "十" not in numeral:
        return int("".join(str(_CHINESE_DIGITS[c]) for c in numeral))
    tens, _, ones = numeral.partition("十")
    value = 10 * (_CHINESE_DIGITS.get(tens, 1) if tens else 1)
    return value + (_CHINESE_DIGITS.get(ones, 0) if ones else 0)


def without_look_alikes(word: str) -> str:
    """Return a folded word in one script when Cyrillic letters stand for Latin ones or the reverse.

    A word that is wholly Cyrillic turns Latin only if every letter has a Latin twin (``сор`` for ``cop``), so
    the caller asks first whether the word is a known one as it stands.
    """
    cyrillic = [c for c in word if "\u0400" <= c <= "\u04ff"]
    if not cyrillic:
        return word
    if all(c in _LATIN_OF for c in cyrillic):
        return "".join(_LATIN_OF.get(c, c) for c in word)
    return "".join(_CYRILLIC_OF.get(c, c) for c in word)
