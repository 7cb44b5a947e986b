"""``emg-xlsx summarise``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from emg_xlsx.cli.options import date_option, plan_option, quiet_option, since_option, the_plan, told

EPILOG = """\b
Examples:
  emg-xlsx summarise master.xlsx
  emg-xlsx summarise master.xlsx --since "master 2022-03-15.xlsx\""""


@click.command("summarise", epilog=EPILOG)
@click.argument("master", type=click.Path(path_type=Path))
@since_option
@plan_option
@date_option
@quiet_option
@told
def command(master: Path, since: Path | None, plan_path: Path | None, day: date, quiet: bool) -> None:
    """Bring a master's summary sheets up to date with what you wrote in it.

    It is a merge with no new submissions: edits, decisions and choices in MASTER are taken in, and everything else
    stays. Exit code 0: done; 3: not done, and why.
    """
    plan = the_plan(plan_path, beside=master.parent, quiet=quiet)
    from emg_xlsx import show  # heavy libraries only where a command runs
    from emg_xlsx.pipeline import Options
    from emg_xlsx.roundtrip import merge_files, save_merged

    merging = merge_files((), plan, Options(day=day, since=since), into=master)
    saved = save_merged(master, merging, day=day, replace_old=False)
    if not quiet:
        click.echo(show.merge_summary(merging, saved, master))
