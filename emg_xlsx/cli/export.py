"""``emg-xlsx export``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from emg_xlsx.cli.options import ParamType, date_option, plan_option, quiet_option, the_plan, told
from emg_xlsx.errors import UsageError
from emg_xlsx.exported import SUFFIXES
from emg_xlsx.text import visible
from emg_xlsx.texts import counted, text

if TYPE_CHECKING:
    from emg_xlsx.exporting import Job

EPILOG = """\b
Examples:
  emg-xlsx export master.xlsx workplan.docx --with-entities
  emg-xlsx export master.xlsx progress.docx --what progress
  emg-xlsx export master.xlsx "work plan.xlsx"
  emg-xlsx export master.xlsx contributions.csv --outcome O1 --entity UNEP
  emg-xlsx export master.xlsx news.json --what progress --since "master 2022-03-15.xlsx"
  emg-xlsx export master.xlsx data/"""


class Target(ParamType[Path]):
    """A file whose suffix tells what it becomes, or a folder."""

    name = "FILE|DIR"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Take the path, or say which kinds there are."""
        path = Path(value)
        if path.is_dir() and path.suffix.lower() in SUFFIXES:
            self.fail(text("cli.is-folder", path=path, example=path / f"workplan{path.suffix}"), param, ctx)
        folder = path.is_dir() or not path.suffix
        if folder and path.exists() and not path.is_dir():
            self.fail(text("cli.is-file", path=path), param, ctx)
        if not folder and path.suffix.lower() not in SUFFIXES:
            self.fail(text("error.unknown-suffix", path=path, known=", ".join(SUFFIXES)), param, ctx)
        return path


@click.command("export", epilog=EPILOG)
@click.argument("master", type=click.Path(path_type=Path))
@click.argument("target", type=Target(), metavar="FILE|DIR")
@click.option("--what", type=click.Choice(["workplan", "progress"]), default="workplan", show_default=True,
              help="The work plan with its contributions, or how far it is.")  # fmt: skip
@click.option("--activity", "activities", multiple=True, metavar="ID", help="Only this activity; repeatable.")
@click.option("--outcome", "outcomes", multiple=True, metavar="ID", help="Only this expected outcome; repeatable.")
@click.option("--entity", "entities", multiple=True, metavar="CODE", help="Only this entity's rows; repeatable.")
@click.option("--since", type=click.Path(path_type=Path),
              help="An earlier master: only rows that are new or changed since that one.")  # fmt: skip
@click.option("--with-contacts", is_flag=True, help="Add focal points and their e-mail addresses.")
@click.option("--with-entities", is_flag=True, help="On paper, add a column with the contributing entities.")
@click.option("--replace", "replace_old", is_flag=True, help="Replace what is there; a dated copy of it is kept.")
@plan_option
@date_option
@quiet_option
@told
def command(
    master: Path, target: Path, what: Any, activities: tuple[str, ...], outcomes: tuple[str, ...],
    entities: tuple[str, ...], since: Path | None, with_contacts: bool, with_entities: bool, replace_old: bool,
    plan_path: Path | None, day: date, quiet: bool,
) -> None:  # fmt: skip
    """Write what is to leave the house: a printed paper, a workbook to send round, a table, or data.

    The suffix tells which: .docx is the work plan in its printed shape, or the progress report; .xlsx a copy without
    anything hidden or of the coordinator's own, .csv one table, .json data with codes and labels, and a folder a data
    package. What the column Print keeps back stays in MASTER, and so does every e-mail address unless you ask for it.
    Exit code 0: done; 2: a code or suffix that is not known; 3: not
    done, and why.
    """
    plan = the_plan(plan_path, beside=master.parent, quiet=quiet)
    from emg_xlsx.exporting import (  # heavy libraries only where a command runs
        Order,
        made,
        prepare,
        save_export,
        selection_of,
        standing,
    )

    if target.exists() and master.exists() and target.samefile(master):
        raise UsageError(text("cli.export-itself", path=target))
    order = Order(what=what, activities=activities, outcomes=outcomes, entities=entities, since=since,
                  with_contacts=with_contacts, with_entities=with_entities)  # fmt: skip
    selection_of(plan, order)  # a slip of the keyboard is told before a large master is read
    stands, lost = standing(master, plan, day=day)
    job = prepare(stands, order)
    kept = save_export(target, made(job, target), day=day, replace_old=replace_old)
    if not quiet:
        click.echo(_told(job, target, lost))
        if kept:
            click.echo(text("cli.old-kept", path=kept))


def _told(job: Job, target: Path, lost: Sequence[tuple[str, str]]) -> str:
    """What the export holds, what it keeps back, and what of the master it could not take in."""
    tables, about = job.exported.tables, job.exported.about
    rows = tables["contributions"].rows
    lines = [
        text("cli.exported", path=target, rows=counted("contribution", len(rows)),
             proposals=counted("proposal", len(tables["proposals"].rows)),
             answered=about.answered, expected=about.expected),
    ]  # fmt: skip
    silent = sum(bool(row["withheld"]) for row in (*rows, *tables["proposals"].rows))
    if silent:
        lines.append(text("cli.exported-withheld", rows=counted("row", silent)))
    gone = len(job.selection.contributions(job.master.contributions)) - len(rows)
    if gone:
        lines.append(text("cli.exported-kept", rows=counted("row", gone)))
    if lost:
        lines += [text("cli.exported-lost"), *(f"  {visible(sheet)}: {what}" for sheet, what in lost)]
    return "\n".join(lines)
