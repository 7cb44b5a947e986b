"""``emg-xlsx status``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from emg_xlsx.cli.options import (
    NewFolder,
    date_option,
    entity_option,
    limit_option,
    plan_option,
    quiet_option,
    round_told,
    the_limits,
    the_plan,
    told,
    told_of_messages,
    watching,
)

EPILOG = """\b
Examples:
  emg-xlsx status master.xlsx
  emg-xlsx status master.xlsx --reminders reminders/
  emg-xlsx status submissions/ --format csv"""


@click.command("status", epilog=EPILOG)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="MASTER|PATH...")
@click.option("--reminders", type=NewFolder(),
              help="Write a draft to everybody silent or with questions left; nothing is sent.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True,
              help="How to print it.")  # fmt: skip
@entity_option
@plan_option
@round_told("Round to tell of, and of files that do not name theirs.  [default: the master's]")
@date_option
@limit_option
@quiet_option
@told
def command(
    paths: tuple[Path, ...], reminders: Path | None, form: str, entities: tuple[tuple[str, str], ...],
    plan_path: Path | None, round_id: str | None, day: date, limits: tuple[tuple[str, str], ...], quiet: bool,
) -> None:  # fmt: skip
    """Tell who has answered the round, who has questions left, and who has not been heard from.

    From a MASTER, as it stands; from submissions, as they are found. Entities stand in the order of the alphabet, and
    somebody is late only where the plan sets a deadline. For the coordinator: it is not meant to be passed on.
    """
    silent = quiet or form != "text"
    plan = the_plan(plan_path, beside=paths[0].parent, quiet=silent)
    from emg_xlsx import show_status  # heavy libraries only where a command runs
    from emg_xlsx.calling import Call, write_reminders
    from emg_xlsx.master_reading import is_master, read_master
    from emg_xlsx.pipeline import Options, known_names
    from emg_xlsx.roundtrip import merge_files
    from emg_xlsx.statuses import statuses

    options = Options(day=day, round=round_id, entities=dict(entities), limits=the_limits(limits))
    known_names(plan, options)
    if is_master(paths[0]):
        master = read_master(paths[0], plan)
    else:
        with watching(silent) as watch:
            master = merge_files(paths, plan, options, watch).master
    call = round_id or master.round
    found = statuses(master, day=day, round_id=call)
    if form != "text":
        click.echo((show_status.as_json if form == "json" else show_status.as_csv)(found, plan, call), nl=False)
    elif not quiet:
        click.echo(show_status.as_text(found, call))
    if reminders:
        done = write_reminders(reminders, found, Call(plan, call, day))
        if not silent:
            click.echo(told_of_messages(done, reminders))
