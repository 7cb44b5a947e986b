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


def main() -> None:
    """Print the master and a sheet of questions, and keep their first pages as pictures."""
    office, draw = shutil.which("soffice"), shutil.which("pdftoppm")
    if office is None or draw is None:
        sys.exit("LibreOffice and pdftoppm are needed to draw the pictures.")
    with tempfile.TemporaryDirectory() as place:
        master, questions = Path(place) / "master.xlsx", Path(place) / "questions.xlsx"
        emg.write_master(emg.merge(SUBMISSIONS, day=DAY), master)
        packs = packs_of(emg.validate(SUBMISSIONS, day=DAY).checked, emg.load_plan(), day=DAY)
        questions.write_bytes(write_fresh(next(pack for pack in packs if pack.entity == ENTITY)))
        profile = f"-env:UserInstallation={(Path(place) / 'profile').as_uri()}"
        subprocess.run(
            [office, "--headless", profile, "--convert-to", "pdf", "--outdir", place, str(master), str(questions)],
            check=True,
            capture_output=True,
        )
        for book, page, name in ((master, 1, "master-overview"), (master, 2, "master-pictures"),
                                 (master, 3, "master-work-plan"), (questions, 1, "to-check")):  # fmt: skip
            words = ["-png", "-r", "70", "-f", str(page), "-l", str(page), "-singlefile"]
            subprocess.run([draw, *words, str(book.with_suffix(".pdf")), str(HERE / name)], check=True)


if __name__ == "__main__":
    main()
