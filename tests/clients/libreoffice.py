"""LibreOffice, driven headless: convert, recalculate for certain, render."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

PROGRAMS = ("soffice", "libreoffice")
USUAL_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
XLSX = "xlsx:Calc MS Excel 2007 XML"
SECONDS = 180
"""Longest time for one conversion; the first start with a new profile takes several seconds by itself."""

# LibreOffice trusts the results stored in an .xlsx; mode 0, "Always", makes it compute every formula.
_RECALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
  <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
    <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
  </item>
</oor:items>
"""


@dataclass(frozen=True, slots=True)
class LibreOffice:
    """One LibreOffice with profiles of its own, so that nobody's settings or open windows matter."""

    program: Path
    profiles: Path

    def convert(self, path: Path, to: str, outdir: Path) -> Path:
        """Write ``path`` into ``outdir`` as ``"ods"``, ``"xlsx"`` …; stored results are kept."""
        return self._run(path, XLSX if to == "xlsx" else to, outdir, self.profiles / "plain")

    def recalculate(self, path: Path, outdir: Path) -> Path:
        """Re-save an .xlsx into ``outdir`` with every formula computed anew, whatever results were stored."""
        profile = self.profiles / "recalculating"
        settings = profile / "user" / "registrymodifications.xcu"
        if not settings.exists():
            settings.parent.mkdir(parents=True)
            settings.write_text(_RECALCULATE_ALWAYS, encoding="utf-8")
        return self._run(path, XLSX, outdir, profile)

    def to_pdf(self, path: Path, outdir: Path) -> Path:
        """Print ``path`` to a PDF in ``outdir``."""
        return self._run(path, "pdf", outdir, self.profiles / "plain")

    def _run(self, path: Path, to: str, outdir: Path, profile: Path) -> Path:
        target = outdir / f"{path.stem}.{to.partition(':')[0]}"
        if target.exists():
            raise FileExistsError(f"{target} is in the way: the result could not be told from it")
        done = subprocess.run(
            [
                str(self.program),
                f"-env:UserInstallation={profile.resolve().as_uri()}",
                "--headless",
                "--convert-to",
                to,
                "--outdir",
                str(outdir),
                str(path),
            ],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        if done.returncode or not target.exists():  # it also exits 0 when it could not load the file
            raise RuntimeError(f"LibreOffice made no {target.name} of {path.name}: {done.stderr.strip()}")
        return target


def find_soffice() -> Path | None:
    """LibreOffice on the search path, else where its installers put it; None if there is none."""
    for name in PROGRAMS:
        if found := shutil.which(name):
            return Path(found)
    return next((place for place in map(Path, USUAL_PLACES) if os.access(place, os.X_OK)), None)


def pages_png(pdf: Path, outdir: Path, dpi: int = 60) -> list[Path]:
    """The pages of a PDF as pictures, in order; needs Poppler's ``pdftoppm``."""
    program = shutil.which("pdftoppm")
    if program is None:
        raise FileNotFoundError("pdftoppm (Poppler) is not installed")
    subprocess.run([program, "-png", "-r", str(dpi), str(pdf), str(outdir / pdf.stem)], check=True, timeout=SECONDS)
    return sorted(outdir.glob(f"{pdf.stem}-*.png"))


def differences(before: Path, after: Path) -> list[str]:
    """Cells whose stored values differ between two workbooks, as ``Sheet!A1: 'this' became 'that'``.

    Formulas count by their stored result. An empty text equals an empty cell, and numbers equal within the
    fifteen digits that spreadsheet programs keep.
    """
    old, new = dict(_stored(before)), dict(_stored(after))
    return [
        f"{place}: {old.get(place)!r} became {new.get(place)!r}"
        for place in sorted(old.keys() | new.keys())
        if not _same(old.get(place), new.get(place))
    ]


def _stored(path: Path) -> Iterator[tuple[str, object]]:
    book = load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value not in (None, ""):
                    yield f"{sheet.title}!{cell.coordinate}", cell.value


def _same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-14, abs_tol=1e-14)
    return one == other
