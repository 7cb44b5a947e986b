"""What an entity calls itself, beyond the names of the list: its code with words after it, a spelling of a name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from emg_xlsx.codelists import Codelist
from emg_xlsx.text import clean, fold

LONGEST_NAME = 300
"""Characters beyond which a text is no name."""

_CODE_FIRST = re.compile(r"(\S+?)\s*(?:\s[-–—]+\s|[–—(\[,:])\s*\S.*", re.DOTALL)
"""A code, and words after a dash, a bracket, a comma or a colon; a hyphen without spaces may be part of a code."""

_CODE_LAST = re.compile(r"(\S.*?)\s*[(\[]\s*(\S+)\s*[)\]]", re.DOTALL)
_WORDS = re.compile(r"[^\W_]+")
_UN = re.compile(r"\bu\.\s?n\.", re.IGNORECASE)
_SPELLINGS: Mapping[str, str] = {
    "program": "programme",
    "organisation": "organization",
    "labor": "labour",
    "center": "centre",
    "un": "unitednations",
    "the": "",
}
"""Words that are written in two ways."""

_OF_THE_UN = "ofunitednations"


def named_entity(text: str, entities: Codelist) -> str | None:
    """The one entity a text names, though it is no name of the list; never a guess at misspelled letters.

    Understood are an exact code with anything after it (``FAO (Rome)``, ``UNEP, Geneva office``), and a name of
    the list spelled in another way (``UN Environment Program``), be it with the code in brackets.

    Args:
        text: the cell's text.
        entities: the list, which does not know the text itself.
    """
    written = clean(text)
    if len(written) > LONGEST_NAME or entities.match(written).how == "ambiguous":
        return None
    codes = {code.code for code in entities.codes}
    first, last = _CODE_FIRST.fullmatch(written), _CODE_LAST.fullmatch(written)
    if first and first[1] in codes:
        return first[1]
    name = last[1] if last and last[2] in codes else written
    found = _spelled(entities).get(_spelling(name), frozenset())
    code = next(iter(found)) if len(found) == 1 else None
    return code if name == written or (last and code == last[2]) else None


def _spelled(entities: Codelist) -> Mapping[str, frozenset[str]]:
    """The codes by the spelling of their names."""
    names: dict[str, set[str]] = defaultdict(set)
    for code in entities.codes:
        for name in (code.label, *code.synonyms):
            names[_spelling(name)].add(code.code)
    return {name: frozenset(found) for name, found in names.items()}


def _spelling(name: str) -> str:
    """A key under which the spellings of one name meet."""
    words = _WORDS.findall(_UN.sub("UN ", name).replace("&", " and ").casefold())
    key = fold("".join(_SPELLINGS.get(word, word) for word in words))
    return key.removesuffix(_OF_THE_UN)


__all__ = ["named_entity"]
