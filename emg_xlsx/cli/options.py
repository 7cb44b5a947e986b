"""Options several commands share, and how an error of ours becomes a sentence and an exit code."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from unicodedata import east_asian_width

import click

from emg_xlsx.errors import EmgError
from emg_xlsx.text import visible
from emg_xlsx.texts import counted, text

if TYPE_CHECKING:
    from emg_xlsx.calling import Called
    from emg_xlsx.pipeline import Options, Watch
    from emg_xlsx.plan import Plan
    from emg_xlsx.values import Checked, SourceFile
    from emg_xlsx.xlsx import Limits

    ParamType = click.ParamType
else:

    class ParamType(click.ParamType):
        """What a value becomes; click has named it so only since 8.4."""

        def __class_getitem__(cls, _: Any) -> type:
            return cls


BAR, COLUMNS, NAME = 20, 80, 400
"""Signs of the progress bar; columns of a terminal that does not say how wide it is; the longest name looked at."""

P = ParamSpec("P")
R = TypeVar("R")


class Day(ParamType[date]):
    """A day written as 2022-03-15."""

    name = "DAY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day or say how to write it."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(text("cli.not-a-day", value=value), param, ctx)


class FileEntity(ParamType[tuple[str, str]]):
    """A decision which entity a file comes from, written as FILE=CODE."""

    name = "FILE=CODE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Split at the last equals sign or say how to write it."""
        if isinstance(value, tuple):
            return value
        file, sign, code = str(value).rpartition("=")
        if not sign or not file or not code:
            self.fail(text("cli.not-file-code", value=value), param, ctx)
        return file, code


class NewWorkbook(ParamType[Path]):
    """A workbook to write, which has to be called what it is."""

    name = "FILE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Take the path, or say how to name it."""
        path = Path(value)
        if path.is_dir():
            self.fail(text("cli.is-folder", path=path, example=path / "master.xlsx"), param, ctx)
        if path.suffix.lower() != ".xlsx":
            self.fail(text("cli.not-xlsx", path=path, example=path.with_suffix(".xlsx")), param, ctx)
        return path


class NewFolder(ParamType[Path]):
    """A folder to write to, which may be there or not."""

    name = "DIR"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Take the path, or say that it is a file."""
        path = Path(value)
        if path.exists() and not path.is_dir():
            self.fail(text("cli.is-file", path=path), param, ctx)
        return path


LIMIT_NAMES = (
    "file_bytes", "entries", "entry_bytes", "total_bytes", "ratio", "ratio_grace_bytes", "cells", "seconds", "depth",
    "anomalies", "child_seconds", "child_bytes", "members", "members_seconds",
)  # fmt: skip
"""The names of all limits, as help tells them without waiting for the reader's libraries."""
LIMIT_VARIABLE = "EMG_LIMIT_"


class Limit(ParamType[tuple[str, str]]):
    """A limit and its value, written as NAME=VALUE."""

    name = "NAME=VALUE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Try the setting, or say which ones there are."""
        from emg_xlsx.xlsx import limits_from  # the reader's libraries only where a limit is given

        name, _, number = value if isinstance(value, tuple) else str(value).partition("=")
        setting = LIMIT_VARIABLE + name.strip().upper()
        try:
            limits_from({setting: number.strip()}, LIMIT_VARIABLE)
        except ValueError:
            self.fail(text("cli.not-a-limit", value=value, names=", ".join(LIMIT_NAMES)), param, ctx)
        return setting, number.strip()


plan_option = click.option(
    "--plan", "plan_path", type=click.Path(path_type=Path), help="Plan workbook to use instead of the one found."
)


def round_told(about: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """The option ``--round``, with what it means to a command."""
    return click.option("--round", "round_id", metavar="ID", help=about)


round_option = round_told("Round of files that do not name theirs.")
date_option = click.option(
    "--date", "day", type=Day(), default=lambda: datetime.now().astimezone().date(), show_default="today",
    help="Day of the run, the only clock.",
)  # fmt: skip
quiet_option = click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
entity_option = click.option(
    "--entity", "entities", type=FileEntity(), multiple=True, help="Decide which entity a file comes from; repeatable."
)
reports_option = click.option(
    "--reports", type=NewFolder(), help="Write what goes back to each contributor into a folder; nothing is sent."
)
since_option = click.option(
    "--since", type=click.Path(path_type=Path), help="An earlier master: what is new is told since that one."
)
limit_option = click.option(
    "--limit", "limits", type=Limit(), multiple=True,
    help="Change a bound on what is read of one file, such as cells=5000000; repeatable. The variable "
    f"{LIMIT_VARIABLE}CELLS in the environment does the same. Names: {', '.join(LIMIT_NAMES)}.",
)  # fmt: skip


def the_limits(given: Iterable[tuple[str, str]]) -> Limits:
    """The limits of the run: those given on the command line, else in the environment, else the defaults.

    Raises:
        click.UsageError: a variable in the environment is no limit.
    """
    from emg_xlsx.xlsx import limits_from  # heavy libraries only where a command runs

    try:
        return limits_from({**os.environ, **dict(given)}, LIMIT_VARIABLE)
    except ValueError as error:
        message = text("cli.not-a-limit-variable", name=error, names=", ".join(LIMIT_NAMES))
        raise click.UsageError(message) from error


class _Told(click.ClickException):
    """An error of ours as click shows it."""

    def __init__(self, error: EmgError) -> None:
        super().__init__(str(error))
        self.exit_code = error.exit_code  # type: ignore[misc]  # click declares it on the class, and reads it here


def told(function: Callable[P, R]) -> Callable[P, R]:
    """Turn an error of ours into one sentence on standard error and the exit code it stands for."""

    @functools.wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except EmgError as error:
            raise _Told(error) from error

    return wrapped


def the_plan(path: Path | None, *, beside: Path | None = None, quiet: bool = False) -> Plan:
    """The plan of the run, named in the run's first line (on standard error, so that output stays clean)."""
    from emg_xlsx.issuing import find_plan  # heavy libraries only where a command runs

    plan = find_plan(path, beside)
    if not quiet:
        click.echo(text("cli.plan", source=plan.source, approval=plan.approval), err=True)
    return plan


def give_back(folder: Path, checked: Checked, plan: Plan, *, paths: Sequence[Path], options: Options) -> str:
    """Write what goes back to each contributor; gives what to say of what was written and what was left alone."""
    from emg_xlsx.reporting import write_reports  # Jinja2 only where pages are made

    done = write_reports(folder, checked, plan, paths=paths, options=options)
    lines = [text("cli.reports", packs=counted("pack", done.packs), unchanged=done.unchanged, folder=folder)]
    lines += [text("cli.reports-fresh", file=visible(file)) for file in done.fresh]
    lines += [text("cli.reports-absent", file=visible(file)) for file in done.absent]
    lines += [text("cli.reports-signed", file=visible(file)) for file in done.signed]
    lines += [text("cli.reports-beside", path=path, beside=new.name) for path, new in done.beside.items()]
    return "\n".join(lines)


def told_of_messages(done: Called, folder: Path) -> str:
    """What to say of drafts that were written."""
    lines = [text("cli.messages", count=counted("message", done.drafts), folder=folder)]
    if done.unknown:
        unknown = text("cli.messages-unknown", entities=", ".join(done.unknown))
        lines.append(click.wrap_text(unknown.strip(), 80, "  ", "    "))
    lines += [text("cli.reports-beside", path=path, beside=new.name) for path, new in done.beside.items()]
    return "\n".join(lines)


@contextmanager
def watching(quiet: bool) -> Iterator[Watch]:
    """A progress bar over the files on a terminal, those in archives and mails included; nothing in pipes or quiet."""

    def show(sources: Iterable[SourceFile], files: int) -> Iterable[SourceFile]:
        if quiet or not sys.stderr.isatty():
            yield from sources
            return
        container = None
        around = len(f"{text('cli.reading')}  []  /  00:00:00  ") + BAR + 1
        with click.progressbar(length=files, label=text("cli.reading"), file=sys.stderr, show_pos=True, width=BAR,
                               item_show_func=lambda name: name) as bar:  # fmt: skip
            for source in sources:
                # How many files a mail or archive holds shows only when it is opened.
                if container is not None and source.container == container:
                    bar.length = (bar.length or 0) + 1
                container = source.container
                # Named while it is read: where a run takes long, that is the file to look at.
                bar.update(0, _fitting(source.name, _columns() - around - 2 * len(str(bar.length))))
                bar.render_progress()
                yield source
                bar.update(1)

    yield show


def tell_of_writing(path: Path, *, quiet: bool) -> None:
    """On a terminal, say what is being written, for it may take a while."""
    if not quiet and sys.stderr.isatty():
        click.echo(text("cli.writing", path=path), err=True)


def _columns() -> int:
    """How wide the terminal is on which the progress bar stands."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or COLUMNS
    except (OSError, ValueError):
        return COLUMNS


def _fitting(name: str, room: int) -> str:
    """The end of a file's name, by which files differ: a line that is broken would be drawn anew below itself."""
    shown = visible(name, NAME)
    if _width(shown) <= room:
        return shown
    while shown and _width(shown) >= room:
        shown = shown[1:]
    return f"…{shown}" if shown else ""


def _width(line: str) -> int:
    """How many columns of a terminal a line takes; signs of East Asian scripts take two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in line)
