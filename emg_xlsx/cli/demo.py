"""``emg-xlsx demo``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from emg_xlsx.cli.options import NewFolder, date_option, quiet_option, told
from emg_xlsx.texts import counted, text

EPILOG = """\b
Example:
  emg-xlsx demo try-it"""


@click.command("demo", epilog=EPILOG)
@click.argument("folder", type=NewFolder(), metavar="DIR")
@date_option
@quiet_option
@told
def command(folder: Path, day: date, quiet: bool) -> None:
    """Make a folder to try the tool in: the plan, a template for each entity, and submissions that came back.

    The people are fictional, and the submissions have the troubles that real ones have. DIR must be new or empty.
    Exit code 0: done; 3: not done, and why.
    """
    from emg_xlsx.demonstrating import first_commands, write_demo  # heavy libraries only where a command runs

    templates, answers = write_demo(folder, day=day)
    if not quiet:
        click.echo(text("cli.demo", folder=folder, templates=counted("template", templates),
                        files=counted("submission", answers)))  # fmt: skip
        click.echo("\n".join(f"  {line}" for line in first_commands(folder)))
