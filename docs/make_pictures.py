"""Draw the README's pictures from the real master of the examples.

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

HERE = Path(__file__).parent
PICTURES = {1: "master-overview.png", 2: "master-work-plan.png"}
"""Page of the printed master to the picture made of it."""


def main() -> None:
    """Merge the examples, print the master and keep its first pages as pictures."""
    office, draw = shutil.which("soffice"), shutil.which("pdftoppm")
    if office is None or draw is None:
        sys.exit("LibreOffice and pdftoppm are needed to draw the pictures.")
    with tempfile.TemporaryDirectory() as place:
        master = Path(place) / "master.xlsx"
        emg.write_master(emg.merge(HERE.parent / "examples" / "submissions", day=date(2022, 3, 15)), master)
        profile = f"-env:UserInstallation={(Path(place) / 'profile').as_uri()}"
        subprocess.run(
            [office, "--headless", profile, "--convert-to", "pdf", "--outdir", place, str(master)],
            check=True,
            capture_output=True,
        )
        for page, name in PICTURES.items():
            target = HERE / Path(name).stem
            words = ["-png", "-r", "70", "-f", str(page), "-l", str(page), "-singlefile"]
            subprocess.run([draw, *words, str(master.with_suffix(".pdf")), str(target)], check=True)


if __name__ == "__main__":
    main()
