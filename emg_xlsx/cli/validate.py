"""``emg-xlsx validate``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from emg_xlsx.cli.options import (
    date_option,
    entity_option,
    give_back,
    limit_option,
    plan_option,
    quiet_option,
    reports_option,
    round_option,
    tell_of_writing,
    the_limits,
    the_plan,
    told,
    watching,
)

EPILOG = """\b
Examples:
  emg-xlsx validate submissions/
  emg-xlsx validate submissions/ --reports reports/
  emg-xlsx validate UNEP.xlsx --format json > findings.json
  emg-xlsx validate scan_03.xlsx --entity scan_03.xlsx=WFP
  emg-xlsx validate mails/ --limit cells=5000000"""


@click.command("validate", epilog=EPILOG)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True,
              help="How to print the findings.")  # fmt: skip
@reports_option
@entity_option
@plan_option
@round_option
@date_option
@limit_option
@quiet_option
@told
def command(
    paths: tuple[Path, ...], form: str, reports: Path | None, entities: tuple[tuple[str, str], ...],
    plan_path: Path | None, round_id: str | None, day: date, limits: tuple[tuple[str, str], ...], quiet: bool,
) -> None:  # fmt: skip
    """Check submissions: what is wrong, where in the sender's file, and what to write instead.

    PATH is a workbook, a folder of them, a .zip archive, or an e-mail saved as .eml or .msg with them attached.
    Exit code 0: nothing but questions and notes; 1: something has to be corrected.
    """
    plan = the_plan(plan_path, quiet=quiet or form != "text")
    from emg_xlsx import show  # heavy libraries only where a command runs
    from emg_xlsx.pipeline import Options, check_files

    options = Options(day=day, round=round_id, entities=dict(entities), limits=the_limits(limits))
    with watching(quiet or form != "text") as watch:
        checked = check_files(paths, plan, options, watch)
    if form == "text":
        if not quiet:
            click.echo(show.as_text(checked, colour=click.style), color=None)
    else:
        click.echo((show.as_json if form == "json" else show.as_csv)(checked, plan), nl=False)
    if reports:
        tell_of_writing(reports, quiet=quiet or form != "text")
        told_of = give_back(reports, checked, plan, paths=paths, options=options)
        if form == "text" and not quiet:
            click.echo(told_of)
    raise SystemExit(show.exit_code(checked))
