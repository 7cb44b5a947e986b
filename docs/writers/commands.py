"""A page for each command, from what it says of itself, and the list of all of them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click

from emg_xlsx.cli import COMMANDS, STOPPED, main
from writers.markdown import code, fenced, page, prose, table

_INTRODUCTION = f"""# Commands

Every command tells the same with `--help`. The first line of a run names the plan that was used. `--date` sets the
day of the run, its only clock: the same files and the same day give the same result.

| exit code | meaning |
| --- | --- |
| 0 | done; nothing but questions and notes |
| 1 | done; something has to be corrected by a contributor, or a file could not be used |
| 2 | a code, a round or an option does not exist, or a name cannot be meant |
| 3 | not done; one sentence says why and what to do |
| {STOPPED} | stopped with Ctrl-C; what was written by then is whole |

On Windows, where `emg-xlsx` is not found, `py -m emg_xlsx` is the same."""


def command_pages() -> Iterator[tuple[str, str]]:
    """Name and text of every page, the list of all first."""
    yield "index.md", _index()
    for words, command in every_command():
        yield f"{'-'.join(words)}.md", _page(words, command)


def _index() -> str:
    found = every_command()
    rows = ([_link(words), COMMANDS.get(" ".join(words)) or _first(command)] for words, command in found)
    return page(_INTRODUCTION, table(["command", "what it does"], rows))


def _link(words: tuple[str, ...]) -> str:
    return f"[{' '.join(words)}]({'-'.join(words)}.md)"


def every_command() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words it is called by, those of groups after their group."""
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        if command is None:
            raise LookupError(name)
        yield (name,), command
        if isinstance(command, click.Group):
            yield from (((name, inner), command.commands[inner]) for inner in sorted(command.commands))


def _page(words: tuple[str, ...], command: click.Command) -> str:
    name = " ".join(words)
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    options = [one for one in command.params if isinstance(one, click.Option)]
    parts = [f"# {name}", *_paragraphs(command.help or ""), fenced(_usage(name, command, options, arguments))]
    if isinstance(command, click.Group):
        inner = ((one, command.commands[one]) for one in sorted(command.commands))
        rows = ([_link((*words, one)), _first(about)] for one, about in inner)
        parts.append(table(["command", "what it does"], rows))
    if options:
        parts += ["## Options", table(["option", "meaning"], ([code(_option(one)), _meaning(one)] for one in options))]
    parts += ["## Examples", fenced(_examples(command.epilog or ""), "bash")]
    return page(*parts, "[All commands and exit codes](index.md)")


def _usage(name: str, command: click.Command, options: list[click.Option], arguments: list[click.Argument]) -> str:
    inner = "COMMAND" if isinstance(command, click.Group) else ""
    words = [f"emg-xlsx {name}", "[OPTIONS]" if options else "", inner, *(_argument(one) for one in arguments)]
    return " ".join(word for word in words if word)


def _first(command: click.Command) -> str:
    return _paragraphs(command.help or "")[0]


def _argument(one: click.Argument) -> str:
    name = one.metavar or (one.name or "").upper()
    shown = name if one.required or one.metavar else f"[{name}]"
    return shown + ("..." if one.nargs == -1 and not shown.endswith("...") else "")


def _option(one: click.Option) -> str:
    names = ", ".join(sorted(one.opts, key=len))
    return names if one.is_flag else f"{names} {_value(one)}"


def _value(one: click.Option) -> str:
    if isinstance(one.type, click.Choice):
        return one.opts[-1].strip("-").upper()
    return one.metavar or one.type.name.upper()


def _meaning(one: click.Option) -> str:
    default = one.show_default if isinstance(one.show_default, str) else one.default if one.show_default else None
    told = prose(re.sub(r" *\[default: (.*)\]$", r" Default: \1.", one.help or ""))
    if found := re.search(r"Names: (.*)\.$", told):
        names = found[1].replace("`", "").split(", ")
        told = told.replace(found[1], ", ".join(code(name) for name in names))
    if isinstance(one.type, click.Choice):
        *most, last = (code(str(choice)) for choice in one.type.choices)
        about, *rest = told.split(". ", 1)
        told = ". ".join([f"{about.rstrip('.')}: {', '.join(most)} or {last}", *rest]).rstrip(".") + "."
    return told + (f" Default: {code(str(default))}." if default else "")


def _paragraphs(text: str) -> list[str]:
    return [prose(" ".join(part.split())) for part in inspect.cleandoc(text).split("\n\n")]


def _examples(epilog: str) -> str:
    lines = inspect.cleandoc(epilog.replace("\b", "")).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip().startswith("emg-xlsx"))
