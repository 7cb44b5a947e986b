"""Comments in cells, of the old kind and of the threaded one."""

from __future__ import annotations

from collections.abc import Iterator

from emg_xlsx.xlsx.escapes import unescaped
from emg_xlsx.xlsx.grid import position
from emg_xlsx.xlsx.package import Package
from emg_xlsx.xlsx.parsing import events
from emg_xlsx.xlsx.values import Anomalies

COMMENTS = frozenset({"comment", "threadedComment"})


def read_notes(package: Package, part: str, anomalies: Anomalies) -> dict[tuple[int, int], str]:
    """The text of a part's comments by (row, column).

    The answers of a thread follow it, line by line. A comment without a place goes to the anomalies.

    Raises:
        Refused: the part cannot be read.
    """
    texts: dict[tuple[int, int], list[str]] = {}
    for reference, text in _texts(package, part):
        package.meter.add_cells(1, part)
        place = position(reference)
        if place is None:
            anomalies.add("note-off-grid", facts={"reference": reference, "value": text})
        elif text:
            texts.setdefault(place, []).append(text)
    return {place: "\n".join(lines) for place, lines in texts.items()}


def _texts(package: Package, part: str) -> Iterator[tuple[str, str]]:
    """Each comment as its reference and its text, the runs of rich text joined and phonetic ones left out."""
    reference, runs, phonetic, threaded = "", [""], False, False
    for name, attributes, text in events(package, part):
        if name in COMMENTS and attributes is not None:
            reference, runs, threaded = attributes.get("ref", ""), [], name == "threadedComment"
        elif name in COMMENTS:
            yield reference, unescaped("".join(runs)).strip()
        elif name == "rPh":
            phonetic = attributes is not None
        # An old comment has its words in <t>, a thread in <text> itself.
        elif attributes is None and name == ("text" if threaded else "t") and not phonetic:
            runs.append(text)
