"""The reference of the library, from its docstrings."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator
from types import FunctionType

import emg_xlsx as emg
from emg_xlsx import schemas
from emg_xlsx.errors import EmgError, UsageError
from emg_xlsx.mastered import Master
from emg_xlsx.plan import Plan
from emg_xlsx.results import SubmissionTables, Validation
from emg_xlsx.schedule import Schedule
from emg_xlsx.xlsx import Limits
from writers.markdown import code, escaped, fenced, page, table

_INTRODUCTION = """# Library reference

Every public name of `import emg_xlsx as emg`, word for word from the code. The [guide](library.md) shows them at
work, and the [data dictionary](data-dictionary.md) has every column of their frames."""

VALUES = (Plan, Master, Validation, SubmissionTables, Schedule, Limits)
"""The classes that public functions take and give, besides those of Python and pandas."""
_ERRORS = (EmgError, UsageError)
_SECTIONS = ("Args", "Returns", "Raises", "Attributes")


def reference_page() -> str:
    """The whole page."""
    parts = [_INTRODUCTION, "## Functions"]
    parts += [_function(name, "emg") for name in emg.__all__ if name != "schemas"]
    parts += ["## Schemas", _about(inspect.getdoc(schemas) or "")]
    parts += [_function(name, "emg.schemas") for name in schemas.__all__]
    parts += ["## What goes in and comes back", *(_class(kind) for kind in VALUES)]
    parts += ["## Errors", *(_error(kind) for kind in _ERRORS)]
    return page(*parts)


def _function(name: str, module: str) -> str:
    function = getattr(emg if module == "emg" else schemas, name)
    heading = f"### {module}.{name}"
    return "\n\n".join([heading, fenced(_signature(function, f"{module}.{name}"), "py"), *_documented(function)])


def _class(kind: type) -> str:
    text, _, block = (inspect.getdoc(kind) or "").partition("Attributes:\n")
    rows = [[code(keys), _marked(meaning)] for keys, meaning in _items(block)]
    for key, value in vars(kind).items():
        about = inspect.getdoc(value) if not key.startswith("_") else None
        if about and not dataclasses.is_dataclass(value) and not isinstance(value, FunctionType):
            fields = {item.name for item in dataclasses.fields(kind)}
            rows += [[code(key), _marked(about.split("\n\n")[0])]] if key not in fields else []
    told = table(["attribute", "what it is"], rows)
    return "\n\n".join([f"### {kind.__name__}", _about(text), told, _source(kind)])


def _error(kind: type[EmgError]) -> str:
    """The error, and the code by which a command that meets it ends."""
    told = f"{_about(inspect.getdoc(kind) or '')}\n\nA command ends with exit code {kind.exit_code}. {_source(kind)}"
    return f"### {kind.__name__}\n\n{told}"


def _signature(function: FunctionType, name: str) -> str:
    shown = inspect.signature(function)
    parameters = [str(one).replace("'", "", 2) for one in shown.parameters.values()]
    first = next((i for i, one in enumerate(shown.parameters.values()) if one.kind is one.KEYWORD_ONLY), None)
    if first is not None:
        parameters.insert(first, "*")
    line = f"{name}({', '.join(parameters)}) -> {_returned(shown)}"
    if len(line) <= 88:
        return line
    return f"{name}(\n" + "".join(f"    {one},\n" for one in parameters) + f") -> {_returned(shown)}"


def _returned(shown: inspect.Signature) -> str:
    return str(shown.return_annotation).strip("'")


def _documented(function: FunctionType) -> Iterator[str]:
    sections = dict(_sections(inspect.getdoc(function) or ""))
    yield _about(sections[""])
    if "Args" in sections:
        rows = ([code(key), _marked(words)] for key, words in _items(sections["Args"]))
        yield table(["argument", "what it is"], rows)
    if "Returns" in sections:
        yield f"**Gives** {_marked(sections['Returns'])}"
    if "Raises" in sections:
        raised = "; ".join(f"{code(key)}: {_marked(words).rstrip('.')}" for key, words in _items(sections["Raises"]))
        yield f"**Raises** {raised}."
    yield _source(function)


def _source(thing: type | FunctionType) -> str:
    """Where it stands in the code, for who wants to read on."""
    return f"From {code(thing.__module__)}."


def _sections(text: str) -> Iterator[tuple[str, str]]:
    parts = re.split(rf"^({'|'.join(_SECTIONS)}):\n", text, flags=re.MULTILINE)
    yield "", parts[0]
    yield from zip(parts[1::2], parts[2::2], strict=True)


def _items(text: str) -> list[tuple[str, str]]:
    found = re.findall(r"^    ([\w, ]+): (.*(?:\n     +.*)*)", text, re.MULTILINE)
    return [(names, " ".join(words.split())) for names, words in found]


def _about(text: str) -> str:
    return "\n\n".join(_marked(part) for part in text.strip().split("\n\n"))


def _marked(text: str) -> str:
    """A docstring's markup as Markdown."""
    plain = re.sub(r":\w+:`~?([\w.]+)`", r"``\1``", " ".join(text.split()))
    pieces = re.split(r"(``[^`]+``)", plain)
    return "".join(code(piece.strip("`")) if piece.startswith("``") else escaped(piece) for piece in pieces)
