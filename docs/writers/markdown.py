"""Markdown that reads well as it stands, and looks the same on every renderer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

NOTICE = "<!-- Written by docs/generate.py from the code. Change the code, then run it again. -->"
"""First line of every page that is generated whole."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_TYPED = re.compile(r"((?<![\w-])--[a-z][a-z-]*(?: [A-Z]+=[A-Z]+| [a-z_]+=\d+)?|\w+=\d+|\b[A-Za-z]+_\w+)")
"""An option of a command, with its value where one stands beside it, or a name that only programs have."""


def page(*parts: str) -> str:
    """A whole generated page."""
    return "\n\n".join((NOTICE, *(part.strip("\n") for part in parts if part))) + "\n"


def cell(text: str) -> str:
    """A text as one cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def code(text: str) -> str:
    """A text word for word, fit for a table, where a vertical line would end the cell."""
    return f"`{text.replace('|', ' or ')}`"


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; columns in which nothing stands are left out."""
    lines = [tuple(cell(text) for text in row) for row in rows]
    if not lines:
        return ""
    kept = [index for index in range(len(headers)) if any(line[index] for line in lines)]
    shown = [[headers[index] for index in kept], ["---"] * len(kept), *([line[i] for i in kept] for line in lines)]
    return "\n".join(f"| {' | '.join(line)} |" for line in shown)


def fenced(text: str, language: str = "text") -> str:
    """A text in a block of its own, word for word."""
    return f"```{language}\n{text.strip(chr(10))}\n```"


def quoted(text: str) -> str:
    """A text as a quotation."""
    return "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())


def with_marks(message: str) -> str:
    """A message of the catalogue with its placeholders in italics."""
    told = ""
    for index, piece in enumerate(_PLACEHOLDER.split(message)):
        # What stands for a placeholder brings its own spaces and brackets; its name does not.
        if index % 2:
            told += (" " if re.search(r"\w$", told) else "") + f"*{piece}*"
        else:
            told += (" " if told and re.match(r"\w", piece) else "") + prose(piece)
    return told


def placeholders(message: str) -> tuple[str, ...]:
    """The names of a message's placeholders, each once, in order."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(message)))


def prose(text: str) -> str:
    """A text as it was written, with what is to be typed word for word shown as such."""
    pieces = _TYPED.split(text)
    return "".join(code(piece) if _TYPED.fullmatch(piece) else escaped(piece) for piece in pieces)


def escaped(text: str) -> str:
    """A text none of whose signs means anything in Markdown or HTML."""
    return re.sub(r"([\\`*<>\[\]#]|\b_|_\b)", r"\\\1", text)
