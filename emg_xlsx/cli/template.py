"""``emg-xlsx template``."""

from __future__ import annotations

from pathlib import Path

import click

from emg_xlsx.cli.options import plan_option, quiet_option, round_option, the_plan, told
from emg_xlsx.texts import LANGUAGES, text

EPILOG = """\b
Examples:
  emg-xlsx template
  emg-xlsx template --entity UNEP
  emg-xlsx template --all invitations/ --round 2022-mid-term"""


@click.command("template", epilog=EPILOG)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write.  [default: a speaking name]")
@click.option("--entity", metavar="CODE", help="Pre-fill the entity.")
@click.option("--all", "folder", type=click.Path(path_type=Path), help="Write one per expected entity into a folder.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the texts.")
@plan_option
@round_option
@quiet_option
@told
def command(
    output: Path | None, entity: str | None, folder: Path | None, lang: str, plan_path: Path | None,
    round_id: str | None, quiet: bool,
) -> None:  # fmt: skip
    """Write the template workbook that focal points fill.

    Without --entity the focal point chooses it from a list. The plan is printed in it; white cells are filled.
    """
    if folder and (output or entity):
        raise click.UsageError(text("cli.all-alone"))
    plan = the_plan(plan_path, quiet=quiet)
    from emg_xlsx.pipeline import save_template, save_templates  # heavy libraries only where a command runs

    if folder:
        written = save_templates(folder, plan, round_id=round_id, language=lang)
        if not quiet:
            click.echo(text("cli.templates-written", count=len(written), folder=folder))
        return
    path = output or Path(f"EMG_{round_id or plan.current_round}_{entity or 'template'}.xlsx")
    save_template(path, plan, round_id=round_id, entity=entity, language=lang)
    if not quiet:
        click.echo(text("cli.template-written", path=path))
