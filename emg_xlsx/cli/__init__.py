"""The command line: each command opens, calls one function of the pipeline, and says what happened."""

from __future__ import annotations

import gc
import importlib
import io
import os
import sys
from typing import Any

import click

from emg_xlsx import __version__

COMMANDS = {
    "template": "Write the template focal points fill.",
    "validate": "Check submissions and say what to ask.",
    "merge": "Merge submissions into the master workbook.",
    "report": "Write what goes back to each contributor.",
    "status": "Tell who has answered, who has questions left, and who has not been heard from.",
    "diff": "Tell what is different between two masters or two submissions.",
    "summarise": "Bring a master's summary sheets up to date with what you wrote in it.",
    "export": "Write a copy to send round, a table, or data.",
    "plan": "Export or check the work plan itself.",
    "explain": "Say what a finding code means.",
    "demo": "Make a folder to try the tool in.",
}
"""Command to its one-line help; a command's module is imported only when it is run."""

EPILOG = """\b
Examples:
  emg-xlsx template -o EMG_template.xlsx
  emg-xlsx merge submissions/ -o master.xlsx

On Windows, "py -m emg_xlsx merge submissions" works too."""


GARBAGE = (100_000, 50, 50)
"""How seldom Python looks for what is no longer used in circles (its own figures: 700, 10, 10): nearly all that is
read stays to the end of a run, and going through it again and again took a tenth of the time."""

STOPPED = 130
"""The exit code by which shells know a command that was stopped with Ctrl-C."""


class _Lazy(click.Group):
    """A group that lists its commands without importing them, so that help comes at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"emg_xlsx.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is asked for; of one that does not exist, say which was probably meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches  # these only for a word that is no command

            from emg_xlsx.texts import text  # the catalogue is not read for help alone

            near = get_close_matches(args[0].lower(), COMMANDS, n=1)
            hint = text("error.did-you-mean", code=near[0]) if near else ""
            ctx.fail(text("cli.no-command", name=args[0], hint=hint))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; one that is stopped from the keyboard leaves whole files, and says so."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            from emg_xlsx.texts import text  # the catalogue is not read for help alone

            # On a line of its own, for a progress bar may stand on this one; and without the farewells of files half
            # made in memory, each of which would complain.
            click.echo(f"\n{text('cli.stopped')}", err=True)
            sys.stderr.flush()
            os._exit(STOPPED)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Lazy, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="emg-xlsx")
def main() -> None:
    """Collect, check and merge the work plan contributions of many United Nations entities."""
    gc.set_threshold(*GARBAGE)
    for stream in (sys.stdout, sys.stderr):
        # Names and answers come in every script, and an old console or a pipe on Windows knows only a few: what
        # goes to a program is UTF-8, and what a console cannot show is spelled out rather than raised.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
