"""The table of limits, from the limits themselves."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields

from emg_xlsx.cli.options import LIMIT_VARIABLE
from emg_xlsx.xlsx import Limits
from emg_xlsx.xlsx.limits import MEBIBYTE
from writers.markdown import code, table


def limits_table() -> str:
    """Every limit with its value and the variable that changes it."""
    meanings = attributes(Limits)
    rows = ([code(item.name), _shown(item.name, item.default), meanings[item.name],
             code(LIMIT_VARIABLE + item.name.upper())] for item in fields(Limits))  # fmt: skip
    return table(["limit", "bound", "what it bounds", "variable"], rows)


def attributes(kind: type) -> dict[str, str]:
    """The attributes a class documents, with what it says of each."""
    _, _, block = inspect.getdoc(kind).partition("Attributes:\n")  # type: ignore[union-attr]  # ours all have one
    found: dict[str, str] = {}
    for names, meaning in re.findall(r"^    ([\w, ]+): (.*(?:\n     +.*)*)", block, re.MULTILINE):
        found |= dict.fromkeys(names.split(", "), " ".join(meaning.split()))
    return found


def _shown(name: str, value: object) -> str:
    if name.endswith("bytes") and isinstance(value, int):
        return f"{value // MEBIBYTE:,} MiB"
    return f"{value:g} s" if isinstance(value, float) else f"{value:,}"
