"""Text as people really type it: cleaned for keeping, folded for comparing, shortened for showing.

Nothing here knows of plans, tables or languages; every function takes any string and raises for none.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_WIDE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_SPACES = re.compile(f" *[{_WIDE}][ {_WIDE}]*|  +")
"""Runs that are not one plain space already: most texts have none, and cost no replacement."""
_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, but not tab, line feed and the line ends above
    "\u00ad\u180e\u200b-\u200f\u2060-\u206f\ufeff\ufff9-\ufffb"  # soft hyphen, zero width, annotation
    "\u061c\u202a-\u202e"  # bidi controls
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # lone surrogates, non-characters: no file can hold them
    "\U000e0000-\U000e007f"  # tags
    "]+"
)
_BLANK_RUNS = re.compile(r"\s+")

_KEPT_SIGNS = frozenset("#%&@")
"""Punctuation that carries meaning in a key: ``#REF!`` is not ``Ref.``, ``25 %`` is not ``25``."""

_LOOK_ALIKES = dict(
    zip(
        "авекмнорстухіјѕԛԝһ" + "αβεζηικμνορτυχ",
        "abekmhopctyxijsqwh" + "abezhikmnoptyx",
        strict=True,
    )
)
_LONGEST_ACRONYM = 5
_WORD = re.compile(r"[^\W_]+")
_GREEK_OR_CYRILLIC = re.compile("[\u0370-\u052f]")

_DIGITS = str.maketrans(
    {
        **{chr(zero + n): str(n) for zero in (0x0660, 0x06F0) for n in range(10)},
        **{chr(0xFEE0 + n): chr(n) for n in range(0x21, 0x7F)},
        "،": ",",
        "؛": ";",
        "٪": "%",
    }
)

_LONGEST_BLANK_WORD = 30
_SAME_WORDS = (
    "idem; ibid; ibidem; ditto; same; the same; same as above; as above; see above; like above; same here;"
    "le même; la même chose; même chose; comme ci-dessus; voir ci-dessus; idem ci-dessus; même que ci-dessus;"
    "lo mismo; ídem; igual; igual que arriba; como arriba; ver arriba; igual al anterior; véase arriba;"
    "то же; то же самое; там же; см. выше; как выше; 同上; 如上; كما سبق; نفس الشيء; نفسه"
)
_SAME_MARKS = frozenset({'"', "〃", "″", "”", "“", "„", "''", "´´", '-"-', '""'})
_BLANK_WORDS = (
    "-; --; ---; .; ..; ...; /; //; \\; N/A; n.a.; na; n/d; nd; n/r; none; nil; not applicable; not available;"
    "s/o; s.o.; sans objet; non applicable; néant; aucun; aucune; rien;"
    "ninguno; ninguna; no aplica; no procede; nada; sin objeto;"
    "нет; н/д; не применимо; 无; 不适用; لا يوجد; لا ينطبق"
)


def clean(text: str) -> str:
    """A text without what cannot be seen, its words and visible characters unchanged.

    NFC; zero-width, bidi and other control characters, lone surrogates and non-characters are removed, tabs
    and line feeds kept; every kind of space becomes a plain one and a run of them one; every kind of line
    end becomes a line feed; spaces at both ends of each line and blank lines at both ends of the text go.
    Cleaning a clean text changes nothing.
    """
    if text.isprintable() and "  " not in text:  # most cells: nothing below could find anything
        return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip(" ")
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", text))
    if "\n" in text:
        text = "\n".join(line.strip(" \t") for line in text.split("\n"))
    return text.strip(" \t\n")


def fold(text: str) -> str:
    """The key under which two spellings of one name meet: ``UN Women``, ``UN-Women`` and ``un women`` are one.

    Compatibility forms and accents are resolved (NFKD without marks), case is folded, and spaces, controls
    and all punctuation (hyphens, dots, underscores, apostrophes, quotes, slashes, brackets, commas ...) are
    dropped except ``# % & @``; letters, digits and the signs of money and arithmetic stay. Digits of other
    scripts become ASCII.

    Cyrillic and Greek letters that look like Latin ones become these in two cases only: in a word that mixes
    them with Latin letters and has no other foreign letter (``UNЕP``), and in a short word of capitals or of
    capitals and digits made of nothing else (``СОР15``), unless the text has words that are plainly Cyrillic
    or Greek. So ``нет`` and ``март`` keep their letters. The key is for comparing, not for folding again.
    """
    return _known_key(text) if len(text) <= _LONGEST_NAME else _key(text)


def _key(text: str) -> str:
    if not text.isascii():
        # What cannot be seen parts no word, so it goes before words are looked at.
        text = _latin(_without_marks(digits(_INVISIBLE.sub("", text))))
    return text.casefold().translate(_COUNTING)


# Headers, labels and codes are the same few hundred texts in every file; long texts are not kept.
_LONGEST_NAME = 120
_known_key = lru_cache(maxsize=4096)(_key)


def is_blank_word(text: str) -> bool:
    """Whether a text only says that there is nothing: ``N/A``, ``-``, ``none``, ``néant``, ``ninguno``; or is empty.

    In a cell with a codelist ask the list first: ``none`` and ``nil`` are also codes.
    """
    return _known_blank(text) if len(text) <= _LONGEST_NAME else _is_blank(text)


def _is_blank(text: str) -> bool:
    text = clean(text)
    return len(text) <= _LONGEST_BLANK_WORD and _blank_key(text) in _BLANK_KEYS


_known_blank = lru_cache(maxsize=4096)(_is_blank)


def is_same_word(text: str) -> bool:
    """Whether a text only points to the cell above: ``idem``, ``ditto``, ``same as above``, a ditto mark."""
    return _known_same(text) if len(text) <= _LONGEST_NAME else _is_same(text)


def _is_same(text: str) -> bool:
    text = clean(text)
    return len(text) <= _LONGEST_BLANK_WORD and (_blank_key(text) in _SAME_KEYS or text in _SAME_MARKS)


_known_same = lru_cache(maxsize=4096)(_is_same)


def digits(text: str) -> str:
    """The text with Arabic-Indic and full-width digits, and full-width and Arabic punctuation, as ASCII."""
    return text if text.isascii() else text.translate(_DIGITS)


_ADDRESS = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;.]+")
_NAMED = re.compile(r"[^<>]{0,120}<\s*([^<>\s]{1,254})\s*>")


def mail_address(text: str) -> str | None:
    """The one e-mail address of a text, alone or in brackets after a name as mail programs copy it; None if none."""
    named = _NAMED.fullmatch(text)
    address = named[1] if named else text
    return address if _ADDRESS.fullmatch(address) else None


def harmless(text: str) -> str:
    """The text for a CSV file, with an apostrophe before what a spreadsheet program would take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def visible(text: str, limit: int = 80) -> str:
    """Any text, also a hostile one, as one line of at most ``limit`` characters for a message.

    Controls, tabs and line ends show as spaces, what cannot be seen is removed, what is cut ends in ``…``.
    """
    # Cutting before cleaning keeps a cell of 32,767 characters cheap.
    line = _BLANK_RUNS.sub(" ", clean(_INVISIBLE.sub(_gap, text[: 20 * limit])))
    if len(line) <= limit and len(text) <= 20 * limit:
        return line
    return line[: limit - 1].rstrip() + "…"


def _gap(invisible: re.Match[str]) -> str:
    """A space where a control character stood, nothing where a zero-width or bidi one did."""
    return " " if any(char < "\xa0" for char in invisible.group()) else ""


def _counts(char: str) -> bool:
    """Whether a character stays in a key."""
    if char.isalnum():
        return char != "\u0640"  # the Arabic stroke that only stretches a word
    return char in _KEPT_SIGNS or (unicodedata.category(char)[0] == "S" and char != "−")


class _Counting(dict[int, int | None]):
    """Each character to itself or to nothing, decided when it is first met."""

    def __missing__(self, code: int) -> int | None:
        self[code] = code if _counts(chr(code)) else None
        return self[code]


_COUNTING = _Counting()


def _without_marks(text: str) -> str:
    return "".join([char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)])


def _latin(text: str) -> str:
    """The text with look-alike letters made Latin in the words where they can only be meant so."""
    if not _GREEK_OR_CYRILLIC.search(text):
        return text
    foreign = any(_foreign(char) for char in text.casefold())
    return _WORD.sub(lambda word: _latin_word(word.group(), foreign), text)


def _latin_word(word: str, among_foreign: bool) -> str:
    letters = [char for char in word.casefold() if char.isalpha()]
    alike = sum(char in _LOOK_ALIKES for char in letters)
    latin = sum(char.isascii() for char in letters)
    if alike == 0 or alike + latin < len(letters):
        return word
    if latin == 0:
        # One letter alone is a Russian word; with digits it is a reference (A03).
        long_enough = len(letters) > 1 or len(word) > len(letters)
        if among_foreign or not word.isupper() or not long_enough or len(letters) > _LONGEST_ACRONYM:
            return word
    return "".join(_LOOK_ALIKES.get(char, char) for char in word.casefold())


def _foreign(char: str) -> bool:
    """Whether a letter is Cyrillic or Greek and like no Latin one."""
    return "\u0370" <= char <= "\u052f" and char.isalpha() and char not in _LOOK_ALIKES


def _blank_key(text: str) -> str:
    """The text without case and accents, dashes alike; punctuation stays, for ``-`` is a blank word and ``#`` none."""
    if not text.isascii():
        text = _without_marks(text)
    dashed = "".join("-" if unicodedata.category(char) == "Pd" or char == "−" else char for char in text)
    return dashed.casefold().replace(" ", "").strip("()[].\"'") if len(dashed) > 1 else dashed


_BLANK_KEYS = frozenset(_blank_key(word) for word in _BLANK_WORDS.split(";")) | {""}
_SAME_KEYS = frozenset(_blank_key(word) for word in _SAME_WORDS.split(";"))
