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
  emg-xlsx diff UNEP.xlsx "UNEP corrected.xlsx"
  emg-xlsx diff old.xlsx new.xlsx -o changes.xlsx"""

WORKBOOK = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("diff", epilog=EPILOG)
@click.argument("old", type=WORKBOOK)
@click.argument("new", type=WORKBOOK)
@click.option("-o", "--output", type=NewWorkbook(), help="Write it as a workbook too.")
@click.option("--replace", "replace_old", is_flag=True, help="Replace an existing file; a dated copy of it is kept.")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True,
              help="How to print it.")  # fmt: skip
@plan_option
@date_option
@quiet_option
@told
def command(
    old: Path, new: Path, output: Path | None, replace_old: bool, form: str, plan_path: Path | None, day: date,
    quiet: bool,
) -> None:  # fmt: skip
    """Tell what is not the same in two masters, or in two submissions, cell by cell.

    The first line is a sentence to quote. Exit code 0, whether something differs or not; 3: it could not be told.
    """
    silent = quiet or form != "text"
    plan = the_plan(plan_path, beside=new.parent, quiet=silent)
    from emg_xlsx import show_diff  # heavy libraries only where a command runs
    from emg_xlsx.comparisons import compare, comparison_bytes
    from emg_xlsx.outputs import save

    found = compare(old, new, plan)
    if output:
        save(output, comparison_bytes(found, day=day), day=day, replace_old=replace_old)
    if form != "text":
        click.echo((show_diff.as_json if form == "json" else show_diff.as_csv)(found), nl=False)
    elif not quiet:
        click.echo(show_diff.as_text(found))
        if output:
            click.echo(text("cli.diff-written", path=output))
