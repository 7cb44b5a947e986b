"""``emg-xlsx template``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from emg_xlsx.cli.options import (
    NewFolder,
    NewWorkbook,
    date_option,
    plan_option,
    quiet_option,
    round_told,
    the_plan,
    told,
    told_of_messages,
)
from emg_xlsx.text import visible
from emg_xlsx.texts import LANGUAGES, counted, text

if TYPE_CHECKING:
    from emg_xlsx.prefilling import Aside

EPILOG = """\b
Examples:
  emg-xlsx template
  emg-xlsx template --entity UNEP
  emg-xlsx template --entity UNESCO --lang fr
  emg-xlsx template --all invitations/ --round 2022-mid-term --messages
  emg-xlsx template --from master.xlsx --all invitations/
  emg-xlsx template --migrate old/UNEP.xlsx -o UNEP.xlsx"""

LONGEST = 2000
"""Characters shown of a value that could not be moved."""
WORKBOOK = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("template", epilog=EPILOG)
@click.option("-o", "--output", type=NewWorkbook(), help="File to write.  [default: a speaking name]")
@click.option("--entity", metavar="CODE", help="Pre-fill the entity.")
@click.option("--all", "folder", type=NewFolder(), help="Write one per expected entity into a folder.")
@click.option("--from", "master", type=WORKBOOK, metavar="MASTER", help="Fill in what each entity answered last.")
@click.option("--migrate", "old", type=WORKBOOK, metavar="OLD", help="Move a filled older template into this one.")
@click.option("--on-behalf", is_flag=True, help="For the secretariat to fill for --entity, after a call.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language.  [default: the focal point's in the plan, or en]")
@click.option("--messages", is_flag=True, help="With --all: write a draft to each entity too; nothing is sent.")
@click.option("--replace", "replace_old", is_flag=True, help="Replace existing files; dated copies of them are kept.")
@plan_option
@round_told("Round it is for.  [default: the plan's current one]")
@date_option
@quiet_option
@told
def command(
    output: Path | None, entity: str | None, folder: Path | None, master: Path | None, old: Path | None,
    on_behalf: bool, lang: str | None, messages: bool, replace_old: bool, plan_path: Path | None, round_id: str | None,
    day: date, quiet: bool,
) -> None:  # fmt: skip
    """Write the template workbook that focal points fill.

    Without --entity the focal point chooses it from a list. The plan is printed in it; white cells are filled.
    With --from, each entity finds its own last answers and our open questions in it, and nothing of another's.
    """
    if folder and (output or entity or old or on_behalf):
        raise click.UsageError(text("cli.all-alone"))
    if messages and not folder:
        raise click.UsageError(text("cli.messages-all"))
    if old and (master or on_behalf):
        raise click.UsageError(text("cli.migrate-alone"))
    plan = the_plan(plan_path, beside=master.parent if master else None, quiet=quiet)
    # heavy libraries only where needed
    from emg_xlsx.issuing import Issue, all_templates, migrated, spoken_languages, template_bytes
    from emg_xlsx.master_reading import read_master
    from emg_xlsx.pipeline import entity_called

    entity = entity_called(entity, plan) if entity else None
    spoken = {} if lang else spoken_languages(plan, day)
    issue = Issue(round_id, entity, lang or spoken.get(entity or "", "en"), on_behalf=on_behalf)
    answers = read_master(master, plan) if master else None
    asides: tuple[Aside, ...] = ()
    if folder:
        files = {folder / name: data for name, data in all_templates(plan, issue, answers, spoken).items()}
    else:
        # Templates for everybody lie beside each other in several languages.
        whose = entity or (f"template_{lang}" if lang and lang != LANGUAGES[0] else "template")
        path = output or Path(f"EMG_{round_id or plan.current_round}_{whose}.xlsx")
        if old:
            data, asides = migrated(old, plan, issue)
        else:
            data = template_bytes(plan, issue, answers)
        files = {path: data}
    _save(files, day, replace_old=replace_old)
    if not quiet:
        done = "cli.templates-written" if folder else "cli.template-written"
        click.echo(text(done, count=counted("template", len(files)), folder=folder, path=next(iter(files))))
    if folder and messages:
        from emg_xlsx.calling import Call, addressees, write_invitations  # Jinja2 only where messages are made

        called = write_invitations(
            folder,
            {path.name: data for path, data in files.items()},
            [replace(one, language=lang or one.language) for one in addressees(plan, answers, day)],
            Call(plan, round_id or plan.current_round, day),
        )
        if not quiet:
            click.echo(told_of_messages(called, folder))
    if old:
        click.echo(_told_of(old, asides))


def _save(files: Mapping[Path, bytes], day: date, *, replace_old: bool) -> None:
    """Write all files or none: a folder half renewed would be worse than one left alone."""
    from emg_xlsx.outputs import is_same, may_save, save  # heavy libraries only where a command runs

    for path, data in files.items():
        if not is_same(path, data):
            may_save(path, replace_old=replace_old)
    for path, data in files.items():
        save(path, data, day=day, replace_old=replace_old)


def _told_of(old: Path, asides: Sequence[Aside]) -> str:
    """What could not be moved, which is told even where the rest is quiet: nothing is lost in silence."""
    if not asides:
        return text("cli.template-all-moved", path=old)
    lines = (
        text("cli.template-aside", place=visible(aside.place), value=visible(aside.value, LONGEST)) for aside in asides
    )
    return "\n".join((text("cli.template-asides"), *lines))
