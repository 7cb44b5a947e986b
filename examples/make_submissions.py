"""Make the example submissions: the ones of ``emg-xlsx demo``, and one of them saved by LibreOffice.

    python examples/make_submissions.py            # into examples/submissions, with examples/planted.json
    python examples/make_submissions.py --libreoffice   # also make WMO's file anew, saved by LibreOffice

The same program gives the same bytes each time; the one file saved by LibreOffice is kept as LibreOffice wrote it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import emg_xlsx as emg
from emg_xlsx.demo import Blanks, submissions, wmo

HERE = Path(__file__).parent
BY_LIBREOFFICE = "EMG_2022-mid-term_WMO.xlsx"


def blank(entity: str | None) -> bytes:
    """The template an entity gets."""
    buffer = BytesIO()
    emg.write_template(buffer, entity=entity)
    return buffer.getvalue()


BLANKS = Blanks(emg.load_plan(), blank)


def make(folder: Path) -> list[dict[str, str | None]]:
    """Write every submission but the one LibreOffice saves; returns the troubles planted."""
    folder.mkdir(parents=True, exist_ok=True)
    files, planted = submissions(BLANKS)
    for name, data in files.items():
        if name != BY_LIBREOFFICE:
            (folder / name).write_bytes(data)
    return planted


def save_by_libreoffice(folder: Path) -> None:
    """Let LibreOffice open WMO's file and save it as its own."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        sys.exit("LibreOffice is not installed here.")
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / BY_LIBREOFFICE).write_bytes(wmo(BLANKS).saved())
        subprocess.run(
            [
                program,
                "--headless",
                f"-env:UserInstallation=file://{place}/profile",
                "--convert-to",
                "xlsx:Calc MS Excel 2007 XML",
                "--outdir",
                f"{place}/out",
                f"{place}/{BY_LIBREOFFICE}",
            ],
            check=True,
            capture_output=True,
        )
        shutil.copyfile(Path(place) / "out" / BY_LIBREOFFICE, folder / BY_LIBREOFFICE)


def main() -> None:
    """Make the submissions and write down what was planted."""
    folder = HERE / "submissions"
    planted = make(folder)
    if "--libreoffice" in sys.argv:
        save_by_libreoffice(folder)
    text = json.dumps(planted, ensure_ascii=False, indent=1) + "\n"
    (HERE / "planted.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
