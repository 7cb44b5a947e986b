"""``emg-xlsx merge``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from emg_xlsx.cli.options import (
    NewWorkbook,
    date_option,
    entity_option,
    give_back,
    limit_option,
    plan_option,
    quiet_option,
    reports_option,
    round_option,
    since_option,
    tell_of_writing,
    the_limits,
    the_plan,
    told,
    watching,
)
from emg_xlsx.errors import TooManyRowsError

EPILOG = """\b
Examples:
  emg-xlsx merge submissions/
  emg-xlsx merge late/FAO.xlsx -o 2022/master.xlsx
  emg-xlsx merge submissions/ --reports reports/
  emg-xlsx merge submissions/ --order order.txt
  emg-xlsx merge submissions/ --dry-run"""


@click.command("merge", epilog=EPILOG)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("-o", "--output", type=NewWorkbook(), default=Path("master.xlsx"), show_default=True,
              help="The master workbook; one that is there is updated.")  # fmt: skip
@click.option("--replace", "replace_old", is_flag=True,
              help="Begin a new master; a dated copy of what is there is kept.")  # fmt: skip
@click.option("--order", "order_path", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Text file with names of files, one a line: where they differ, the later one stands.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Do everything but write.")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True,
              help="How to print what was found.")  # fmt: skip
@since_option
@reports_option
@entity_option
@plan_option
@round_option
@date_option
@limit_option
@quiet_option
@told
def command(
    paths: tuple[Path, ...], output: Path, replace_old: bool, order_path: Path | None, dry_run: bool, form: str,
    since: Path | None, reports: Path | None, entities: tuple[tuple[str, str], ...], plan_path: Path | None,
    round_id: str | None, day: date, limits: tuple[tuple[str, str], ...], quiet: bool,
) -> None:  # fmt: skip
    """Merge submissions into one master workbook with its summary sheets.

    PATH is a workbook, a folder of them, a .zip archive, or an e-mail saved as .eml or .msg with them attached.
    A master that is there is updated: what you wrote in it stays, files that are no longer in the folder stay in
    it, and where somebody changed what you had changed, both stand in Conflicts. One bad cell costs that cell, one
    bad row that row, a bad file never the run. Exit code 0: nothing but questions and notes; 1: done, with something
    to correct; 3: not done, and why.
    """
    silent = quiet or form != "text"
    plan = the_plan(plan_path, beside=output.parent, quiet=silent)
    from emg_xlsx import show  # heavy libraries only where a command runs
    from emg_xlsx.pipeline import Options
    from emg_xlsx.roundtrip import master_to_update, merge_files, order_of, save_merged

    into = master_to_update(output, replace_old=replace_old)
    options = Options(day=day, round=round_id, entities=dict(entities), limits=the_limits(limits),
                      order=order_of(order_path) if order_path else (), since=since)  # fmt: skip
    with watching(silent) as watch:
        merging = merge_files(paths, plan, options, watch, into=into)
    tell_of_writing(output, quiet=dry_run or silent)
    try:
        saved = None if dry_run else save_merged(output, merging, day=day, replace_old=replace_old)
    except TooManyRowsError as error:
        from emg_xlsx.exporting import save_instead  # only for what no workbook holds

        raise save_instead(output, merging.master, error, day=day) from error
    if form != "text":
        click.echo((show.as_json if form == "json" else show.as_csv)(merging.checked, plan), nl=False)
    elif not quiet:
        click.echo(show.merge_summary(merging, saved, output))
    if reports and not dry_run:
        tell_of_writing(reports, quiet=silent)
        told_of = give_back(reports, merging.checked, plan, paths=paths, options=options)
        if not silent:
            click.echo(told_of)
    raise SystemExit(show.exit_code(merging.checked))
