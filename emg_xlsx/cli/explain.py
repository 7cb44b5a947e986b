"""``emg-xlsx explain``."""

from __future__ import annotations

from difflib import get_close_matches

import click

from emg_xlsx.findings import RULES, explain
from emg_xlsx.texts import text

EPILOG = """\b
Examples:
  emg-xlsx explain schedule-day-or-month
  emg-xlsx explain"""


@click.command("explain", epilog=EPILOG)
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Say what a finding CODE means and what to do; without a code, list them all."""
    if code is None:
        for name, severity in RULES.items():
            click.echo(f"{severity.value:9} {name}")
        return
    if code not in RULES:
        near = get_close_matches(code, RULES, n=1)
        hint = text("error.did-you-mean", code=near[0]) if near else ""
        raise click.UsageError(text("cli.no-code", code=code, hint=hint))
    severity = RULES[code]
    # What it is about shows as an ellipsis; what may have been meant stands in it only where there is an idea.
    said = text(f"finding.{code}.message", hint="")
    click.echo(f"{code} ({severity.value}: {text(f'severity.{severity.value}').lower()})")
    click.echo()
    click.echo(click.wrap_text(explain(code), 80))
    click.echo()
    click.echo(click.wrap_text(text("explain.message", message=said.strip()), 80))
