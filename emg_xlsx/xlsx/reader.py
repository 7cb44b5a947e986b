"""Opening a workbook, and its sheets one by one as they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from emg_xlsx.xlsx.cells import Known
from emg_xlsx.xlsx.formats import read_formats
from emg_xlsx.xlsx.limits import Limits, Meter, too_large
from emg_xlsx.xlsx.notes import read_notes
from emg_xlsx.xlsx.package import Package
from emg_xlsx.xlsx.parsing import attribute, events, is_true, refuse_doctypes
from emg_xlsx.xlsx.properties import read_core, read_custom
from emg_xlsx.xlsx.refusal import Refused
from emg_xlsx.xlsx.relations import Relation, read_addresses, read_relations, relations_part
from emg_xlsx.xlsx.remembered import seen_with
from emg_xlsx.xlsx.sheet import read_grid
from emg_xlsx.xlsx.strings import read_strings
from emg_xlsx.xlsx.values import Anomalies, Cell, Sheet, State, Workbook

Result = TypeVar("Result")

CONTENT_TYPES = "[Content_Types].xml"
USUAL_MAIN = "xl/workbook.xml"
USUAL_STRINGS = "xl/sharedStrings.xml"

TABLELESS = frozenset({"chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"})
"""Kinds of sheets that hold no table; they are passed over."""

WEB = ("http://", "https://")
"""How an address begins that a cell may lead to."""

DISPENSABLE = frozenset({"part-missing", "part-unreadable", "zip-damaged", "too-deep"})
"""Why a part that the cells do not need may be done without; limits and document types refuse there too."""


class Tab(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    state: State
    part: str


def open_workbook(source: Path | bytes, *, limits: Limits | None = None) -> Workbook:
    """Open an .xlsx or .xlsm file, whatever it is named.

    The whole file is taken into memory, and no part of it is ever written to disk.

    Args:
        source: the file, or what is in it.
        limits: bounds on what is read; the defaults if None.

    Raises:
        Refused: the file is something else, damaged, dangerous or too large; the code says which.
    """
    meter = Meter(limits or Limits())
    data = source if isinstance(source, bytes) else _content(source, meter.limits.file_bytes)
    if len(data) > meter.limits.file_bytes:
        raise too_large("file_bytes", meter.limits.file_bytes)
    with meter.running():
        package = Package(data, meter)
        refuse_doctypes(package)
        return _workbook(package)


def _content(path: Path, limit: int) -> bytes:
    """A file's bytes, one more than allowed at most; only of a real file, since a pipe might never end."""
    try:
        if not path.is_file():
            raise Refused("file-unreadable", {"reason": "no file"})
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise Refused("file-unreadable", {"reason": error.strerror or type(error).__name__}) from error


def _workbook(package: Package) -> Workbook:
    anomalies = Anomalies(None, package.meter.limits.anomalies)
    if CONTENT_TYPES not in package:
        anomalies.add("part-missing", facts={"part": CONTENT_TYPES})
    top = _optional(lambda: read_relations(package, ""), relations_part(""), anomalies) or {}
    main = next((relation.part for relation in top.values() if relation.kind == "officeDocument"), USUAL_MAIN)
    if main.endswith(".bin"):
        raise Refused("xlsb-file")
    relations = read_relations(package, main) if main in package else {}
    date1904, tabs = _main(package, main, relations, anomalies)
    sheets = _Sheets(package, tabs, date1904, _formats(package, relations, anomalies), _strings_part(relations))
    return Workbook(
        sheet_names=tuple(tabs),
        states=tuple(tab.state for tab in tabs.values()),
        date1904=date1904,
        has_macros=_has_macros(package),
        properties=_properties(package, top, anomalies),
        anomalies=anomalies.listed(),
        load=sheets.load,
    )


def _main(
    package: Package, main: str, relations: dict[str, Relation], anomalies: Anomalies
) -> tuple[bool, dict[str, Tab]]:
    """Whether days count from 1904, and the tabs by name."""
    date1904 = False
    tabs: dict[str, Tab] = {}
    for depth, (name, attributes, _) in enumerate(events(package, main)):
        if depth == 0 and name != "workbook":
            raise Refused("not-a-workbook")
        if attributes is None:
            continue
        if name == "workbookPr":
            date1904 = is_true(attributes.get("date1904"))
        elif name == "sheet":
            package.meter.add_cells(1, main)
            tab = _tab(attributes, relations)
            if tab is not None and tab.name in tabs:
                anomalies.add("duplicate-sheet", facts={"value": tab.name})
            elif tab is not None:
                tabs[tab.name] = tab
    if not tabs:
        raise Refused("no-sheets")
    return date1904, tabs


def _tab(attributes: dict[str, str], relations: dict[str, Relation]) -> Tab | None:
    """A tab of the workbook, None if such a sheet has no table."""
    name, link = attributes.get("name", ""), attribute(attributes, "id")
    written = attributes.get("state")
    state: State = "hidden" if written == "hidden" else "veryHidden" if written == "veryHidden" else "visible"
    relation = relations.get(link)
    if relation is None:
        return Tab(name, state, link)
    return None if relation.kind in TABLELESS else Tab(name, state, relation.part)


def _formats(package: Package, relations: dict[str, Relation], anomalies: Anomalies) -> dict[str, str] | None:
    """Number formats by style; None if the file has none, and then numbers are just numbers."""
    part = _part(relations, "styles")
    return _optional(lambda: read_formats(package, part), part, anomalies) or None if part else None


def _strings_part(relations: dict[str, Relation]) -> str:
    return _part(relations, "sharedStrings") or USUAL_STRINGS


def _part(relations: dict[str, Relation], kind: str) -> str:
    return next((relation.part for relation in relations.values() if relation.kind == kind), "")


def _properties(package: Package, top: dict[str, Relation], anomalies: Anomalies) -> dict[str, str]:
    core, custom = _part(top, "core-properties") or _part(top, "coreProperties"), _part(top, "custom-properties")
    custom = custom or _part(top, "customProperties")
    first = _optional(lambda: read_core(package, core), core, anomalies) if core else None
    second = _optional(lambda: read_custom(package, custom), custom, anomalies) if custom else None
    return {**(second or {}), **(first or {})}


def _has_macros(package: Package) -> bool:
    names = (name.lower() for name in package.names)
    return any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names)


def _optional(read: Callable[[], Result], part: str, anomalies: Anomalies) -> Result | None:
    """What a part says, None and an anomaly if it is missing or damaged."""
    try:
        return read()
    except Refused as refusal:
        if refusal.code not in DISPENSABLE:
            raise
        if refusal.code == "part-missing":
            anomalies.add("part-missing", facts={"part": part})
        else:
            anomalies.add("part-unreadable", facts={"reason": refusal.code, **refusal.facts, "part": part})
        return None


class _Sheets:
    """What is needed to read a sheet when it is asked for; the table of strings is read with the first one."""

    __slots__ = ("_date1904", "_formats", "_package", "_strings", "_strings_part", "_tabs")

    def __init__(
        self,
        package: Package,
        tabs: dict[str, Tab],
        date1904: bool,
        formats: dict[str, str] | None,
        strings_part: str,
    ) -> None:
        self._package = package
        self._tabs = tabs
        self._date1904 = date1904
        self._formats = formats
        self._strings_part = strings_part
        self._strings: dict[str, Cell] | None = None

    def load(self, name: str, formulas: bool) -> Sheet:
        """Read a sheet by its name, with its formulas or only what is typed."""
        tab = self._tabs[name]
        anomalies = Anomalies(name, self._package.meter.limits.anomalies)
        with self._package.meter.running():
            grid = read_grid(self._package, tab.part, self._known(), anomalies, formulas=formulas)
            relations = self._relations(tab, anomalies)
            notes = _notes(self._package, relations, anomalies)
            links = self._links(tab, grid.links, anomalies)
            drawn = _drawn(self._package, relations, anomalies)
        return Sheet(
            name=name,
            state=tab.state,
            rows=grid.rows,
            merges=grid.merges,
            hidden_rows=grid.hidden_rows,
            hidden_columns=grid.hidden_columns,
            notes=notes,
            links=links,
            drawings=drawn is not None,
            drawn=drawn or (),
            headings=grid.headings,
            anomalies=anomalies.listed(),
        )

    def _known(self) -> Known:
        if self._strings is None and self._strings_part in self._package:
            self._strings = read_strings(self._package, self._strings_part)
        seen = seen_with("\0".join((self._formats or {}).values()), self._date1904)
        return Known(self._strings, self._strings_part, self._formats, self._date1904, seen)

    def _relations(self, tab: Tab, anomalies: Anomalies) -> dict[str, Relation]:
        part = relations_part(tab.part)
        if part not in self._package:
            return {}
        return _optional(lambda: read_relations(self._package, tab.part), part, anomalies) or {}

    def _links(
        self, tab: Tab, links: tuple[tuple[int, int, str], ...], anomalies: Anomalies
    ) -> dict[tuple[int, int], str]:
        """The web addresses that cells lead to; places in the workbook itself are none."""
        part = relations_part(tab.part)
        if not links or part not in self._package:
            return {}
        known = _optional(lambda: read_addresses(self._package, tab.part), part, anomalies) or {}
        found = {(row, column): known.get(name, "") for row, column, name in links}
        return {place: address for place, address in found.items() if address.lower().startswith(WEB)}


def _drawn(package: Package, relations: dict[str, Relation], anomalies: Anomalies) -> tuple[str, ...] | None:
    """The words of a sheet's text boxes and shapes, those of one in one text; None where nothing is drawn."""
    parts = [
        relation.part for relation in relations.values() if relation.kind == "drawing" and relation.part in package
    ]
    if not parts:
        return None
    found = [_optional(partial(_words, package, part), part, anomalies) for part in parts]
    # Some programs write a drawing for every sheet with notes, and nothing in it.
    drawn = [words for words in found if words is not None]
    return tuple(text for words in drawn for text in words) if drawn else None


def _words(package: Package, part: str) -> list[str] | None:
    texts: list[str] = []
    lines: list[str] = []
    anchors = 0
    for name, attributes, text in events(package, part):
        anchors += name.endswith("Anchor")
        if name == "txBody":
            if attributes is None and "".join(lines).strip():
                texts.append("".join(lines).strip())
            lines = []
        elif attributes is None and name == "t":
            package.meter.add_cells(1, part)
            lines.append(text)
        elif attributes is None and name == "p":
            lines.append("\n")
    return texts if anchors else None


def _notes(package: Package, relations: dict[str, Relation], anomalies: Anomalies) -> dict[tuple[int, int], str]:
    """The notes of a sheet; Excel writes each thread a second time as an old comment, so the thread counts."""
    notes: dict[tuple[int, int], str] = {}
    for kind in ("comments", "threadedComment"):
        for relation in relations.values():
            if relation.kind == kind:
                read = partial(read_notes, package, relation.part, anomalies)
                notes.update(_optional(read, relation.part, anomalies) or {})
    return dict(sorted(notes.items()))
