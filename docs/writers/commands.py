"""The page of commands, from what each command says of itself."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click

from emg_xlsx.cli import COMMANDS, main
from writers.markdown import code, fenced, page, prose, table

_INTRODUCTION = """# Commands

Every command tells the same with `--help`. The first line of a run names the plan that was used. `--date` sets the
day of the run, its only clock: the same files and the same day give the same result.

| exit code | meaning |
| --- | --- |
| 0 | done; nothing but questions and notes |
| 1 | done; something has to be corrected by a contributor, or a file could not be used |
| 2 | a code, a round or an option does not exist, or a name cannot be meant |
| 3 | not done; one sentence says why and what to do |

On Windows, where `emg-xlsx` is not found, `py -m emg_xlsx` is the same."""


def commands_page() -> str:
    """The whole page."""
    names = table(["command", "what it does"], ([f"[{name}](#{name})", line] for name, line in COMMANDS.items()))
    return page(_INTRODUCTION, names, *(_section(words, command) for words, command in every_command()))


def every_command() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words it is called by, those of groups after their group."""
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        if command is None:
            raise LookupError(name)
        yield (name,), command
        if isinstance(command, click.Group):
            yield from (((name, inner), command.commands[inner]) for inner in sorted(command.commands))


def _section(words: tuple[str, ...], command: click.Command) -> str:
    name = " ".join(words)
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    options = [one for one in command.params if isinstance(one, click.Option)]
    usage = " ".join([f"emg-xlsx {name}", "[OPTIONS]" if options else "", *(_argument(one) for one in arguments)])
    parts = (
        f"## {name}",
        *_paragraphs(command.help or ""),
        fenced(" ".join(usage.split())),
        table(["option", "meaning"], ([code(_option(one)), _meaning(one)] for one in options)) if options else "",
        fenced(_examples(command.epilog or ""), "bash"),
    )
    return "\n\n".join(part for part in parts if part)


def _argument(one: click.Argument) -> str:
    name = one.metavar or (one.name or "").upper()
    shown = name if one.required or one.metavar else f"[{name}]"
    return shown + ("..." if one.nargs == -1 and not shown.endswith("...") else "")


def _option(one: click.Option) -> str:
    names = ", ".join(sorted(one.opts, key=len))
    return names if one.is_flag else f"{names} {_value(one)}"


def _value(one: click.Option) -> str:
    if isinstance(one.type, click.Choice):
        return " or ".join(map(str, one.type.choices))
    return one.metavar or one.type.name.upper()


def _meaning(one: click.Option) -> str:
    default = one.show_default if isinstance(one.show_default, str) else one.default if one.show_default else None
    told = prose(re.sub(r" *\[default: (.*)\]$", r" Default: \1.", one.help or ""))
    if found := re.search(r"Names: (.*)\.$", told):
        names = found[1].replace("`", "").split(", ")
        told = told.replace(found[1], ", ".join(code(name) for name in names))
    return told + (f" Default: {code(str(default))}." if default else "")


def _paragraphs(text: str) -> list[str]:
    return [prose(" ".join(part.split())) for part in inspect.cleandoc(text).split("\n\n")]


def _examples(epilog: str) -> str:
    lines = inspect.cleandoc(epilog.replace("\b", "")).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip().startswith("emg-xlsx"))
