"""Options several commands share, and how an error of ours becomes a sentence and an exit code."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from emg_xlsx.errors import EmgError
from emg_xlsx.texts import text

if TYPE_CHECKING:
    from emg_xlsx.plan import Plan

P = ParamSpec("P")
R = TypeVar("R")


class Day(click.ParamType[date]):
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


class FileEntity(click.ParamType[tuple[str, str]]):
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


plan_option = click.option(
    "--plan", "plan_path", type=click.Path(path_type=Path), help="Plan workbook to use instead of the one found."
)
round_option = click.option("--round", "round_id", metavar="ID", help="Round of files that do not name theirs.")
date_option = click.option(
    "--date", "day", type=Day(), default=lambda: datetime.now().astimezone().date(), show_default="today",
    help="Day of the run, the only clock.",
)  # fmt: skip
quiet_option = click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
entity_option = click.option(
    "--entity", "entities", type=FileEntity(), multiple=True, help="Decide which entity a file comes from; repeatable."
)


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
    from emg_xlsx.pipeline import find_plan  # heavy libraries only where a command runs

    plan = find_plan(path, beside)
    if not quiet:
        click.echo(text("cli.plan", source=plan.source, approval=plan.approval), err=True)
    return plan


@contextmanager
def watching(quiet: bool) -> Iterator[Callable[[Iterable[Path]], Iterable[Path]]]:
    """A progress bar over the files on a terminal; nothing in pipes or when quiet."""

    def show(files: Iterable[Path]) -> Iterable[Path]:
        listed = list(files)
        if quiet or not sys.stderr.isatty():
            yield from listed
            return
        with click.progressbar(listed, label=text("cli.reading"), file=sys.stderr, show_pos=True,
                               item_show_func=lambda path: path.name if path else "") as bar:  # fmt: skip
            yield from bar

    yield show
