"""``emg-xlsx template``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from emg_xlsx.cli.options import (
    NewFolder,
    NewWorkbook,
    date_option,
    plan_option,
    quiet_option,
    round_option,
    the_plan,
    told,
)
from emg_xlsx.texts import LANGUAGES, counted, text

EPILOG = """\b
Examples:
  emg-xlsx template
  emg-xlsx template --entity UNEP
  emg-xlsx template --all invitations/ --round 2022-mid-term"""


@click.command("template", epilog=EPILOG)
@click.option("-o", "--output", type=NewWorkbook(), help="File to write.  [default: a speaking name]")
@click.option("--entity", metavar="CODE", help="Pre-fill the entity.")
@click.option("--all", "folder", type=NewFolder(), help="Write one per expected entity into a folder.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the texts.")
@click.option("--replace", "replace_old", is_flag=True, help="Replace existing files; dated copies of them are kept.")
@plan_option
@round_option
@date_option
@quiet_option
@told
def command(
    output: Path | None, entity: str | None, folder: Path | None, lang: str, replace_old: bool,
    plan_path: Path | None, round_id: str | None, day: date, quiet: bool,
) -> None:  # fmt: skip
    """Write the template workbook that focal points fill.

    Without --entity the focal point chooses it from a list. The plan is printed in it; white cells are filled.
    """
    if folder and (output or entity):
        raise click.UsageError(text("cli.all-alone"))
    plan = the_plan(plan_path, quiet=quiet)
    from emg_xlsx.issuing import all_templates, template_bytes  # heavy libraries only where a command runs
    from emg_xlsx.outputs import is_same, may_save, save

    if folder:
        made = all_templates(plan, round_id=round_id, language=lang)
        files = {folder / name: data for name, data in made.items()}
    else:
        path = output or Path(f"EMG_{round_id or plan.current_round}_{entity or 'template'}.xlsx")
        files = {path: template_bytes(plan, round_id=round_id, entity=entity, language=lang)}
    for path, data in files.items():
        # All or none: a folder half renewed would be worse than one left alone.
        if not is_same(path, data):
            may_save(path, replace_old=replace_old)
    for path, data in files.items():
        save(path, data, day=day, replace_old=replace_old)
    if not quiet:
        done = "cli.templates-written" if folder else "cli.template-written"
        click.echo(text(done, count=counted("template", len(files)), folder=folder, path=next(iter(files))))
