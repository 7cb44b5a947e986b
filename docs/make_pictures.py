"""Draw the README's pictures from what the tool makes of the examples.

    python docs/make_pictures.py

Needs LibreOffice and pdftoppm (Debian: libreoffice-calc, poppler-utils).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import emg_xlsx as emg
from emg_xlsx.packing import packs_of
from emg_xlsx.report import write_fresh

HERE = Path(__file__).parent
SUBMISSIONS = HERE.parent / "examples" / "submissions"
DAY = date(2022, 3, 15)
ENTITY = "UNU"
"""Whose sheet of questions is shown."""
WHOLE, UPPER = ("-r", "70"), ("-r", "105", "-H", "560")
"""A page as a whole, and the upper part of one, near enough to be read."""
PICTURES = (
    ("master.xlsx", 1, "master-overview", WHOLE),
    ("master.xlsx", 2, "master-pictures", WHOLE),
    ("master.xlsx", 3, "master-work-plan", WHOLE),
    ("questions.xlsx", 1, "to-check", WHOLE),
    ("template.xlsx", 3, "template", UPPER),
    ("plan.docx", 2, "printed-plan", UPPER),
)
"""File, its page in print, the picture it becomes, and how much of it."""


def main() -> None:
    """Print a template, the master, a sheet of questions and the plan, and keep some pages of them as pictures."""
    office, draw = shutil.which("soffice"), shutil.which("pdftoppm")
    if office is None or draw is None:
        sys.exit("LibreOffice and pdftoppm are needed to draw the pictures.")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_books(folder)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        books = [str(folder / name) for name in dict.fromkeys(name for name, *_ in PICTURES)]
        subprocess.run(
            [office, "--headless", profile, "--convert-to", "pdf", "--outdir", place, *books],
            check=True,
            capture_output=True,
        )
        for book, page, name, part in PICTURES:
            words = ["-png", *part, "-f", str(page), "-l", str(page), "-singlefile"]
            subprocess.run([draw, *words, str((folder / book).with_suffix(".pdf")), str(HERE / name)], check=True)


def write_books(folder: Path) -> None:
    """Make of the examples what the pictures show."""
    master = emg.merge(SUBMISSIONS, day=DAY)
    emg.write_master(master, folder / "master.xlsx")
    emg.export(master, folder / "plan.docx", with_entities=True)
    emg.write_template(folder / "template.xlsx", entity="UNEP")
    packs = packs_of(emg.validate(SUBMISSIONS, day=DAY).checked, emg.load_plan(), day=DAY)
    (folder / "questions.xlsx").write_bytes(write_fresh(next(pack for pack in packs if pack.entity == ENTITY)))


if __name__ == "__main__":
    main()
