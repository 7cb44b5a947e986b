"""One worksheet part: its cells as they come, and nothing for those that hold nothing."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers.expat import XMLParserType

from emg_xlsx.xlsx.cells import Known
from emg_xlsx.xlsx.grid import LAST_COLUMN, block
from emg_xlsx.xlsx.package import Package
from emg_xlsx.xlsx.pages import HEADINGS, heading_words
from emg_xlsx.xlsx.parsing import feed, is_true, local, new_parser, too_deep
from emg_xlsx.xlsx.quick import LARGEST, take_rows
from emg_xlsx.xlsx.refusal import Refused
from emg_xlsx.xlsx.remembered import Grid, Same
from emg_xlsx.xlsx.table import Table
from emg_xlsx.xlsx.values import Anomalies, Cell


def read_grid(package: Package, part: str, known: Known, anomalies: Anomalies, *, formulas: bool = True) -> Grid:
    """Read a worksheet part; what was odd in it goes to the anomalies.

    Without ``formulas``, cells that hold one may be left out: of large sheets they are not.

    Raises:
        Refused: the part cannot be read, a limit was passed, or strings are needed and the file has none.
    """
    data = package.content(part, LARGEST)
    table = Table(known, package.meter, part, anomalies)
    if data is None or formulas:
        return _grid(package, table, data, formulas=formulas)
    same = known.seen.sheets.get(data)
    if same is not None and same.strings == _pointed(same.pointers, known):
        package.meter.add_cells(same.counted, part)
        package.meter.check_time()
        return same.grid
    counted, odd = package.meter.cells, len(anomalies)
    grid = _grid(package, table, data, formulas=formulas)
    if table.pointers is not None and len(anomalies) == odd:
        pointers, counted = tuple(table.pointers), package.meter.cells - counted
        known.seen.sheets.keep({data: Same(grid, pointers, _pointed(pointers, known), counted)})
    return grid


def _pointed(pointers: tuple[str, ...], known: Known) -> tuple[Cell | None, ...]:
    strings = known.strings or {}
    return tuple([strings.get(pointer) for pointer in pointers])


def _grid(package: Package, table: Table, data: bytes | None, *, formulas: bool) -> Grid:
    """The grid of a part, or of its content where that was taken out of the package before."""
    around = take_rows(data, table, formulas=formulas) if data is not None else None
    # No element can lie deeper than there are closing tags.
    if around is None or around.count(b"</") >= package.meter.limits.depth:
        return _parsed(package, table, around or data, shallow=False)
    seen = table.known.seen.around.get(around)
    if seen is not None:
        package.meter.add_cells(seen[1], table.part)
        package.meter.check_time()
        return seen[0]._replace(rows=table.rows(), hidden_rows=frozenset(table.hidden))
    counted, odd = package.meter.cells, len(table.anomalies)
    grid = _parsed(package, table, around, shallow=True)
    if len(table.anomalies) == odd:
        kept = grid._replace(rows={}, hidden_rows=frozenset())
        table.known.seen.around.keep({around: (kept, package.meter.cells - counted)})
    return grid


def _parsed(package: Package, table: Table, data: bytes | None, *, shallow: bool) -> Grid:
    """The grid of a part, by the parser; cells that are in the table already are no longer in the content."""
    parser = new_parser(table.part)
    reading = _Worksheet(package, table, parser, shallow=shallow)
    for _ in feed(parser, package, table.part, None if data is None else [data]):
        pass
    reading.detach()
    return reading.grid()


class _Worksheet:
    """The parser's side of it: one pair of handlers for the table of cells, one for what stands around it.

    The inner pair runs for every tag of every cell; most tags have no prefix, and most cells hold nothing.
    """

    __slots__ = (
        "_anomalies", "_attributes", "_depth", "_formula", "_has_data", "_headings", "_hidden_columns", "_limit",
        "_links", "_merges", "_package", "_parser", "_part", "_phonetic", "_root_seen", "_runs", "_shallow", "_table",
        "_text", "_value",
    )  # fmt: skip

    def __init__(self, package: Package, table: Table, parser: XMLParserType, *, shallow: bool) -> None:
        self._package = package
        self._part = table.part
        self._table = table
        self._anomalies = table.anomalies
        self._parser = parser
        self._shallow = shallow
        self._limit = package.meter.limits.depth
        self._depth = 0
        self._has_data = False
        self._root_seen = False
        self._merges: list[tuple[int, int, int, int]] = []
        self._hidden_columns: list[tuple[int, int]] = []
        self._links: list[tuple[int, int, str]] = []
        self._headings: list[list[str]] = []
        self._attributes: dict[str, str] = {}
        self._text: list[str] = []
        self._runs: list[str] = []
        self._phonetic = False
        self._value: str | None = None
        self._formula = 0
        self._use(inner=False)

    def detach(self) -> None:
        """Let go of the parser, or the two would hold each other, with all cells, until garbage is collected."""
        self._parser.StartElementHandler = self._parser.EndElementHandler = self._parser.CharacterDataHandler = None

    def grid(self) -> Grid:
        """All that was read."""
        if not self._has_data:
            self._anomalies.add("no-sheet-data", facts={"part": self._part})
        hidden = frozenset(self._table.hidden)
        headings = [words for heading in self._headings for words in heading_words("".join(heading))]
        return Grid(self._table.rows(), tuple(self._merges), hidden, tuple(self._hidden_columns),
                    tuple(self._links), tuple(dict.fromkeys(headings)))  # fmt: skip

    def _use(self, *, inner: bool) -> None:
        """Have the parser call one pair of handlers; the outer one needs no closing tags if the part is shallow."""
        self._parser.StartElementHandler = self._start if inner else self._outer_start
        self._parser.EndElementHandler = self._end if inner else None if self._shallow else self._outer_end
        self._parser.CharacterDataHandler = self._text.append if inner else None

    # Around the table of cells.

    def _outer_start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if not self._shallow:
            self._depth += 1
            if self._depth > self._limit:
                raise too_deep(self._limit, self._part)
        if self._headings:
            self._parser.CharacterDataHandler = None  # what a heading says ends where the next element begins
        if not self._root_seen:
            self._root_seen = True
            if name != "worksheet":
                raise Refused("part-unreadable", {"part": self._part, "reason": "no worksheet"})
        elif name == "sheetData":
            self._has_data = True
            self._use(inner=True)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "hyperlink":
            self._link(attributes)
        elif name == "col" and is_true(attributes.get("hidden")):
            self._hide_columns(attributes.get("min", ""), attributes.get("max", ""))
        elif name in HEADINGS:
            self._parser.CharacterDataHandler = self._heading()

    def _outer_end(self, _: str) -> None:
        self._depth -= 1

    def _merge(self, reference: str) -> None:
        self._package.meter.add_cells(1, self._part)
        merged = block(reference)
        if merged is None:
            self._anomalies.add("bad-merge", facts={"reference": reference})
        else:
            self._merges.append(merged)

    def _link(self, attributes: dict[str, str]) -> None:
        self._package.meter.add_cells(1, self._part)
        leads = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
        place = block(attributes.get("ref", "")) if leads else None  # links inside the workbook lead nowhere else
        if place is not None:
            self._links.append((place[0], place[1], leads))

    def _heading(self) -> Callable[[str], None]:
        self._package.meter.add_cells(1, self._part)
        self._headings.append([])
        return self._headings[-1].append

    def _hide_columns(self, first: str, last: str) -> None:
        self._package.meter.add_cells(1, self._part)
        if first.isdecimal() and last.isdecimal() and len(first) < 8 and len(last) < 8:
            begin, end = max(int(first), 1), min(int(last), LAST_COLUMN)
            if begin <= end:
                self._hidden_columns.append((begin, end))

    # Inside the table of cells.

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > self._limit:
            raise too_deep(self._limit, self._part)
        if name == "c":
            if "r" not in attributes:
                attributes["r"] = self._table.reference_after(self._attributes.get("r", ""))
            self._attributes = attributes
        elif name == "v" or name == "t":  # noqa: PLR1714  # faster than to build a tuple or look into a set
            self._text.clear()
        elif name == "row":
            self._attributes = {}
            self._table.begin_row(attributes.get("r"), hidden=is_true(attributes.get("hidden")))
        elif name == "f":
            self._formula = 1
        elif name == "rPh":
            self._phonetic = True
        elif ":" in name:
            self._depth -= 1
            self._start(local(name), attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if name == "c":
            if self._value is not None or self._formula:
                self._end_cell()
        elif name == "v":
            self._value = "".join(self._text)
        elif name == "t":
            if not self._phonetic:
                self._runs.extend(self._text)
        elif name == "is":
            self._value = "".join(self._runs)
            self._attributes["t"] = "inlineStr"
            self._runs.clear()
        elif name == "row":
            self._table.end_row()
        elif name == "rPh":
            self._phonetic = False
        elif name == "sheetData":
            self._use(inner=False)
        elif ":" in name:
            self._depth += 1
            self._end(local(name))

    def _end_cell(self) -> None:
        get = self._attributes.get
        self._table.take(get("r", ""), get("t", "n"), get("s", "0"), self._value or "", self._formula)
        self._value = None
        self._formula = 0
