"""``emg-xlsx diff``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from emg_xlsx.cli.options import NewWorkbook, date_option, plan_option, quiet_option, the_plan, told
from emg_xlsx.texts import text

EPILOG = """\b
Examples:
  emg-xlsx diff "master 2022-03-15.xlsx" master.xlsx
  emg-xlsx diff "master 2022-03-15.xlsx" master.xlsx -o changes.xlsx
  emg-xlsx diff UNEP.xlsx UNEP_corrected.xlsx --format json"""

WORKBOOK = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("diff", epilog=EPILOG)
@click.argument("old", type=WORKBOOK)
@click.argument("new", type=WORKBOOK)
@click.option("-o", "--output", type=NewWorkbook(), help="Write the changes to a workbook too.")
@click.option("--replace", "replace_old", is_flag=True, help="Replace a workbook that is there; a dated copy is kept.")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True,
              help="How to print the changes.")  # fmt: skip
@plan_option
@date_option
@quiet_option
@told
def command(
    old: Path, new: Path, output: Path | None, replace_old: bool, form: str, plan_path: Path | None, day: date,
    quiet: bool,
) -> None:  # fmt: skip
    """Tell what is different between two masters, or between two submissions.

    The first line is a sentence to quote; every change follows under its entity and reference. Of masters, decisions,
    questions and who has answered are told as well. E-mail addresses are not shown. Exit code 0: told, whether or not
    anything differs; 3: the two cannot be compared, and why.
    """
    silent = quiet or form != "text"
    plan = the_plan(plan_path, beside=new.parent, quiet=silent)
    from emg_xlsx import show_diff  # heavy libraries only where a command runs
    from emg_xlsx.comparisons import compare, save_differences

    found = compare(old, new, plan)
    if output:
        save_differences(output, found, plan, day=day, replace_old=replace_old)
    if form != "text":
        click.echo((show_diff.as_json if form == "json" else show_diff.as_csv)(found, plan), nl=False)
    elif not quiet:
        click.echo(show_diff.as_text(found, plan))
        if output:
            click.echo("\n" + text("cli.diff-written", path=output))
