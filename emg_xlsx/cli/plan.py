"""``emg-xlsx plan export`` and ``emg-xlsx plan check``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from emg_xlsx.cli.options import NewWorkbook, date_option, plan_option, quiet_option, told
from emg_xlsx.texts import counted, text

EPILOG = """\b
Examples:
  emg-xlsx plan export plan.xlsx
  emg-xlsx plan check plan.xlsx"""


@click.group("plan", epilog=EPILOG)
def command() -> None:
    """Export or check the work plan itself.

    A plan.xlsx beside the master, or in the current folder, is used by every command.
    """


@command.command("export", epilog="\b\nExample:\n  emg-xlsx plan export plan.xlsx")
@click.argument("file", type=NewWorkbook())
@click.option("--replace", "replace_old", is_flag=True, help="Replace an existing file; a dated copy of it is kept.")
@plan_option
@date_option
@quiet_option
@told
def export(file: Path, replace_old: bool, plan_path: Path | None, day: date, quiet: bool) -> None:
    """Write the plan as a workbook to edit."""
    from emg_xlsx.issuing import find_plan, save_plan  # heavy libraries only where a command runs

    plan = find_plan(plan_path)
    kept = save_plan(file, plan, day=day, replace_old=replace_old)
    if not quiet:
        click.echo(text("cli.plan-written", path=file, source=plan.source))
        if kept:
            click.echo(text("cli.old-kept", path=kept))


@command.command("check", epilog="\b\nExample:\n  emg-xlsx plan check plan.xlsx")
@click.argument("file", type=click.Path(path_type=Path))
@quiet_option
@told
def check(file: Path, quiet: bool) -> None:
    """Check a plan workbook: every problem at its cell."""
    from emg_xlsx import show  # heavy libraries only where a command runs
    from emg_xlsx.planbook import check_plan

    plan, findings = check_plan(file)
    if findings and not quiet:
        click.echo(show.plan_findings(file.name, findings, usable=plan is not None))
    if plan is None:
        raise SystemExit(3)
    if not quiet:
        count = counted("deliverable", len(plan.deliverables))
        click.echo(text("cli.plan-good", path=file, title=plan.title, count=count, approval=plan.approval))
