"""Write down what the tool makes of the example submissions, as text a person can read and compare.

    python examples/make_expected.py

``expected/findings.txt`` is what ``emg-xlsx validate`` prints, ``expected/master.txt`` every sheet of the master
that ``emg-xlsx merge`` writes. Look at what changed before you commit it.
"""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import click
from click.testing import CliRunner
from openpyxl import load_workbook

import emg_xlsx as emg
from emg_xlsx.cli import main as command
from emg_xlsx.roundtrip import master_bytes

HERE = Path(__file__).parent
DAY = date(2022, 3, 15)
SUBMISSIONS = HERE / "submissions"


def findings_text() -> str:
    """What ``emg-xlsx validate`` prints for the examples."""
    result = CliRunner().invoke(command, ["validate", str(SUBMISSIONS), "--date", DAY.isoformat()])
    return click.unstyle(result.stdout)


def master_text() -> str:
    """Every visible sheet of the examples' master: a line per row, its filled cells between bars.

    Of formulas, what stands here is their result.
    """
    book = load_workbook(BytesIO(master_bytes(emg.merge(SUBMISSIONS, day=DAY))), data_only=True)
    parts = []
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            rows = [" | ".join(map(_shown, row)).rstrip(" |") for row in sheet.iter_rows(values_only=True)]
            parts.append("\n".join([f"=== {sheet.title} ===", *filter(None, rows)]))
    return "\n\n".join(parts) + "\n"


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return " / ".join(str(value).split("\n"))


def main() -> None:
    """Write both texts."""
    folder = HERE / "expected"
    folder.mkdir(exist_ok=True)
    for name, text in (("findings.txt", findings_text()), ("master.txt", master_text())):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
