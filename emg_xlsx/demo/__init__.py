"""Submissions to try the tool with: its own template, filled the way people fill it.

Every trouble is planted on purpose and written down with the code it must be found under and the cell it stands in.
The people and addresses are fictional. The same templates give the same bytes each time.
"""

from __future__ import annotations

from collections.abc import Callable

from emg_xlsx.demo.answers import fao, ifad, ohchr, undp, unep, upu, who, wmo
from emg_xlsx.demo.filling import Blanks, Filled, Trouble
from emg_xlsx.demo.troubles import cbd, itu, un_habitat, unccd, unesco, unido, unu

MAKERS: tuple[Callable[[Blanks], Filled], ...] = (
    cbd, fao, ifad, itu, ohchr, un_habitat, unccd, undp, unep, unesco, unido, unu, upu, who, wmo,
)  # fmt: skip

LETTER = "Dear colleagues,\n\nplease find our contribution below.\n\n1. We will join the dialogues.\n"
COPIED = "FAO contribution.xlsx"


def submissions(blanks: Blanks) -> tuple[dict[str, bytes], list[Trouble]]:
    """Every submission by the name it is sent under, and the troubles planted in them."""
    files: dict[str, bytes] = {}
    planted: list[Trouble] = []
    for maker in MAKERS:
        filled = maker(blanks)
        files[filled.file] = filled.saved()
        planted += filled.planted
    files["UNFCCC.xlsx"] = LETTER.encode()
    planted.append({"file": "UNFCCC.xlsx", "code": "file-text", "sheet": None, "cell": None})
    files[f"Copy of {COPIED}"] = files[COPIED]
    return files, planted


__all__ = ["Blanks", "Filled", "Trouble", "submissions", "wmo"]
