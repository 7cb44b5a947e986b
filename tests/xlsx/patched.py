"""What is common to the tests of patching: additions to make, and a second look at what came of them."""

from __future__ import annotations

import posixpath
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO
from xml.etree import ElementTree as ET

from openpyxl import Workbook, load_workbook
from openpyxl.utils import coordinate_to_tuple
from python_calamine import CalamineWorkbook

from emg_xlsx.xlsx import open_workbook
from emg_xlsx.xlsx.patching import Additions, AnswerList, Highlight, Look, Mark, SheetCell, ToCheck

HIGHLIGHTS = {
    "error": Highlight("#F2B8A8", "#8A1C0A", "Please correct"),
    "query": Highlight("#FFE9A8", None, "Please confirm"),
}
STYLES = {
    "title": Look(bold=True, size=18, colour="#1F4E79", wrap=False),
    "cell": Look(border=True),
    "link": Look(border=True, underline=True, colour="#1F4E79"),
    "answer": Look(border=True, fill="#FFF8E1", locked=False),
}
SHARED = {"sharedStrings", "styles", "theme"}


def to_check(name: str = "To check", text: str = "Is it 3 April?", link: str | None = "'Data'!B2") -> ToCheck:
    """A small sheet with all that one can have."""
    rows = (
        (SheetCell("Thank you", "title"),),
        (None, SheetCell("What we ask", "cell"), SheetCell("Where", "cell"), SheetCell("Your answer", "cell")),
        (
            SheetCell("1", "cell"),
            SheetCell(text, "cell"),
            SheetCell("Data, cell B2", "link", link),
            SheetCell("", "answer"),
        ),
    )
    answers = AnswerList("D3", ("Yes", "Corrected in the cell"), "Your answer", "Choose one, or write.")
    return ToCheck(name, rows, (6, 46, 22, 30, 10), (30, 15, 32), 1, (answers,), (4,), STYLES)


def additions(*marks: tuple[str, str], sheet: ToCheck | None = None, note: str = "Is it 3 April?") -> Additions:
    """Marks at (sheet, cell), the first one an error and the others queries, and a sheet."""
    made = tuple(Mark(tab, cell, "query" if n else "error", note) for n, (tab, cell) in enumerate(marks))
    return Additions(made, HIGHLIGHTS, sheet or to_check(), {"answers": "sha256:00ff"})


def members(data: bytes) -> dict[str, bytes]:
    """Content by name."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def changed(before: bytes, after: bytes) -> set[str]:
    """Parts that are new, gone or different."""
    old, new = members(before), members(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def loaded(data: bytes) -> Workbook:
    """A workbook as openpyxl reads it; what it says it would lose makes no difference here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return load_workbook(BytesIO(data))


def by_openpyxl(data: bytes) -> dict[str, object]:
    """Every cell's value as openpyxl reads it."""
    cells = [(s.title, cell) for s in loaded(data).worksheets for row in s.iter_rows() for cell in row]
    return {f"openpyxl {title}!{cell.coordinate}": cell.value for title, cell in cells if cell.value is not None}


def by_ours(data: bytes) -> dict[str, object]:
    """Every cell's value as the package's own reader finds it."""
    book = open_workbook(data)
    return {
        f"ours {name}!{number},{column}": cell.value
        for name in book.sheet_names
        for number, cells in book.sheet(name).rows.items()
        for column, cell in cells.items()
    }


def by_calamine(data: bytes) -> dict[str, object]:
    """Every sheet as a third reader gives it."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {f"calamine {name}!": book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


Reader = Callable[[bytes], dict[str, object]]
READERS: tuple[Reader, ...] = (by_openpyxl, by_ours, by_calamine)


def values(data: bytes, readers: Iterable[Reader] = READERS, *, without: tuple[str, ...] = ()) -> dict[str, object]:
    """Every cell's value by several readers, some sheets left out."""
    found = {place: value for reader in readers for place, value in reader(data).items()}
    return {place: value for place, value in found.items() if place.partition(" ")[2].rpartition("!")[0] not in without}


def faults(data: bytes) -> list[str]:
    """What is wrong with a workbook that validators do not see; empty if nothing is."""
    parts = members(data)
    found = [f"{name}: not XML" for name in parts if name.endswith((".xml", ".rels")) and _parsed(parts[name]) is None]
    types = list(ET.fromstring(parts["[Content_Types].xml"]))  # noqa: S314  # made by the test
    overrides = [child.get("PartName", "").lower() for child in types if child.tag.endswith("Override")]
    defaults = [child.get("Extension", "").lower() for child in types if child.tag.endswith("Default")]
    lower = {name.lower() for name in parts}
    found += [
        f"{kind} {name} twice" for kind in (overrides, defaults) for name in set(map(str, kind)) if kind.count(name) > 1
    ]
    found += [f"{name} named but not there" for name in overrides if name.lstrip("/") not in lower]
    for name in parts:
        known = f"/{name}".lower() in overrides or name.rpartition(".")[2].lower() in defaults
        found += [] if known or name == "[Content_Types].xml" else [f"{name} has no type"]
    formats = [child for child in _all(parts, "dxfs") for child in child]
    styles = [child for child in _all(parts, "cellXfs") for child in child]
    for name in parts:
        if re.search(r"worksheets/[^/]*\.xml$", name):
            found += [f"{name}: {fault}" for fault in _sheet_faults(parts, name, len(styles), len(formats))]
    return found


def _sheet_faults(parts: dict[str, bytes], name: str, styles: int, formats: int) -> list[str]:
    root = ET.fromstring(parts[name])  # noqa: S314  # made by the test
    rows = [int(row.get("r", "0")) for row in root.iter() if row.tag.endswith("}row")]
    cells = [cell.get("r", "") for cell in root.iter() if cell.tag.endswith("}c")]
    found = ["rows out of order"] if rows != sorted(set(rows)) else []
    found += ["a cell twice"] if len(cells) != len(set(cells)) else []
    found += [
        "style out of range" for c in root.iter() if c.tag.endswith("}c") and int(c.get("s", "0")) >= max(styles, 1)
    ]
    rules = [rule for rule in root.iter() if rule.tag.endswith("}cfRule")]
    found += ["format out of range" for rule in rules if int(rule.get("dxfId", "0")) >= formats]
    priorities = [rule.get("priority") for rule in rules]
    found += ["a priority twice"] if len(priorities) != len(set(priorities)) else []
    links = linked(parts, name)
    notes = [c.get("ref", "") for part in links.get("comments", []) for c in _tagged(parts[part], "comment")]
    boxes = [box for part in links.get("vmlDrawing", []) for box in boxed(parts[part])]
    found += ["a note twice"] if len(notes) != len(set(notes)) else []
    found += (
        ["notes without boxes, or boxes without notes"]
        if sorted(map(coordinate_to_tuple, notes)) != sorted(boxes)
        else []
    )
    lists = ["".join(f.itertext()) for f in root.iter() if f.tag.endswith("}formula1")]
    return found + ["a list too long" for text in lists if text.startswith('"') and len(text) > 257]


def linked(parts: dict[str, bytes], source: str) -> dict[str, list[str]]:
    """The parts a part leads to, by kind."""
    folder, name = posixpath.split(source)
    found: dict[str, list[str]] = {}
    relations = _parsed(parts.get(f"{folder}/_rels/{name}.rels", b"<none/>"))
    for link in relations if relations is not None else ():
        target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
        found.setdefault(link.get("Type", "").rpartition("/")[2], []).append(target)
    return found


def boxed(drawing: bytes) -> list[tuple[int, int]]:
    """Row and column of each note's box; the drawing has to be well-formed."""
    root = ET.fromstring(drawing)  # noqa: S314  # made by the test
    excel = "{urn:schemas-microsoft-com:office:excel}"
    return [
        (int(data.findtext(f"{excel}Row", "")) + 1, int(data.findtext(f"{excel}Column", "")) + 1)
        for data in root.iter(f"{excel}ClientData")
        if data.get("ObjectType") == "Note"
    ]


def _parsed(data: bytes) -> ET.Element | None:
    try:
        return ET.fromstring(data)  # noqa: S314  # made by the test
    except ET.ParseError:
        return None


def _tagged(data: bytes, local: str) -> list[ET.Element]:
    return [element for element in ET.fromstring(data).iter() if element.tag.rpartition("}")[2] == local]  # noqa: S314


def _all(parts: dict[str, bytes], local: str) -> list[ET.Element]:
    names = [name for name in parts if re.search(r"styles\d*\.xml$", name.lower())]
    return [element for name in names for element in _tagged(parts[name], local)]
