"""Where in the folder of reports each pack lies, what was written there before, and what is new since."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from emg_xlsx.packs import Pack
from emg_xlsx.text import visible

UNKNOWN = "_unknown"
"""The folder of packs whose entity is not known; no entity's code begins like this."""
PAGE, DRAFT, INDEX, MESSAGES = "report.html", "message.eml", "index.html", "messages.csv"
ROOT = "."
"""The folder itself, in the ledger."""

_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST = 80
_BACK = "_to-check"
"""How the name of a workbook that goes back ends."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an earlier run wrote for one pack.

    Attributes:
        sha256: fingerprint of the file it is about.
        asked: id of each question to its state.
        files: name to the fingerprint of what was written under it.
    """

    sha256: str
    asked: Mapping[str, str]
    files: Mapping[str, str] = field(default_factory=dict)


def places(packs: Sequence[Pack]) -> dict[str, str]:
    """File to the folder of its pack: the entity's, with a folder of its own where the entity has several files."""
    several = Counter(pack.entity for pack in packs)
    taken: set[str] = set()
    found: dict[str, str] = {}
    for pack in packs:
        above = safe_name(pack.entity) if pack.entity else UNKNOWN
        place = above if pack.entity and several[pack.entity] == 1 else f"{above}/{safe_name(pack.file)}"
        # Where an entity had one file before, workbooks that went back lie there under the names they come back with.
        number = 2 if place != above and _is_ours(place) else 1
        # Windows takes names that differ in capitals for the same.
        while (free := place if number == 1 else f"{place} ({number})").casefold() in taken:
            number += 1
        taken.add(free.casefold())
        found[pack.file] = free
    return found


def safe_name(name: str) -> str:
    """A name that can be a folder's on every system, whatever a file was called."""
    words = _UNSAFE.sub("_", visible(name, 4 * _LONGEST)).strip(" .")[:_LONGEST].rstrip(" .")
    return f"_{words}" if not words or _RESERVED.fullmatch(words) else words


def workbook_name(pack: Pack, suffix: str) -> str:
    """The name of the workbook that goes back: ``EMG_2022-mid-term_UNEP_to-check.xlsx``."""
    who = f"EMG_{pack.round}_{pack.entity}" if pack.entity else PurePosixPath(safe_name(pack.file)).stem
    return f"{safe_name(who)}{_BACK}{suffix}"


def _is_ours(place: str) -> bool:
    """Whether a file of ours may lie under a name: a page, a draft, or a workbook that goes back."""
    path = PurePosixPath(place.casefold())
    return path.name in (PAGE, DRAFT) or path.stem.endswith(_BACK)


def with_news(pack: Pack, before: Written | None) -> Pack:
    """The pack with its questions marked as new where no earlier pack asked them."""
    asked = before.asked if before else {}
    return replace(pack, questions=tuple(replace(q, new=q.id not in asked) for q in pack.questions))


def has_news(pack: Pack, before: Written | None) -> bool:
    """Whether a pack says anything else than the one written before."""
    return before is None or before.sha256 != pack.sha256 or dict(before.asked) != states(pack)


def states(pack: Pack) -> dict[str, str]:
    """Id of each question to its state."""
    return {question.id: question.state for question in pack.questions}


def ledger(text: str) -> dict[str, Written]:
    """What stands in a ledger, by place; nothing where it is damaged, so that everything counts as new."""
    try:
        return {str(place): _written(value) for place, value in json.loads(text)["packs"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def ledger_text(packs: Mapping[str, Written]) -> str:
    """The ledger as text, the same for the same packs."""
    lines = {
        place: {"sha256": one.sha256, "asked": dict(one.asked), "files": dict(one.files)}
        for place, one in sorted(packs.items())
    }
    return json.dumps({"packs": lines}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _written(value: Mapping[str, Any]) -> Written:
    return Written(str(value["sha256"]), _texts(value["asked"]), _texts(value["files"]))


def _texts(pairs: Mapping[str, Any]) -> dict[str, str]:
    return {str(key): str(value) for key, value in pairs.items()}
