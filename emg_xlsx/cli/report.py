"""``emg-xlsx report``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from emg_xlsx.cli.options import (
    NewFolder,
    date_option,
    entity_option,
    give_back,
    limit_option,
    plan_option,
    quiet_option,
    round_option,
    tell_of_writing,
    the_limits,
    the_plan,
    told,
    watching,
)

EPILOG = """\b
Examples:
  emg-xlsx report submissions/ reports/
  emg-xlsx report master.xlsx submissions/ reports/
  emg-xlsx report master.xlsx reports/"""


@click.command("report", epilog=EPILOG)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="MASTER|PATH...")
@click.argument("folder", type=NewFolder(), metavar="DIR")
@entity_option
@plan_option
@round_option
@date_option
@limit_option
@quiet_option
@told
def command(
    paths: tuple[Path, ...], folder: Path, entities: tuple[tuple[str, str], ...], plan_path: Path | None,
    round_id: str | None, day: date, limits: tuple[tuple[str, str], ...], quiet: bool,
) -> None:  # fmt: skip
    """Write what goes back to each contributor: their own workbook with marks, a page, and a draft message.

    From a MASTER, what stands in it goes back. The original files are looked for in the further paths, else beside
    the master; where one is gone or was changed, a new workbook with the questions takes its place. From
    submissions, what is found in them. Only packs with news are written, and nothing is sent. Exit code 0: nothing
    but questions and notes goes back; 1: something has to be corrected.
    """
    plan = the_plan(plan_path, beside=paths[0].parent, quiet=quiet)
    from emg_xlsx.master_reading import is_master  # heavy libraries only where a command runs
    from emg_xlsx.pipeline import Options, check_files
    from emg_xlsx.roundtrip import merge_files
    from emg_xlsx.show import exit_code

    options = Options(day=day, round=round_id, entities=dict(entities), limits=the_limits(limits))
    if is_master(paths[0]):
        checked, places = merge_files((), plan, options, into=paths[0]).checked, paths[1:] or (paths[0].parent,)
    else:
        with watching(quiet) as watch:
            checked, places = check_files(paths, plan, options, watch), paths
    tell_of_writing(folder, quiet=quiet)
    told_of = give_back(folder, checked, plan, paths=places, options=options)
    if not quiet:
        click.echo(told_of)
    raise SystemExit(exit_code(checked))
