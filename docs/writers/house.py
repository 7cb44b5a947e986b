"""The picture of the house, drawn from the imports as they are, and the list of its modules."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from tests.test_architecture import FLOORS, PACKAGE, inner_imports, modules, place_of
from writers.markdown import code, escaped, table

ROAD: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("pipeline", ("intake", "read", "normalise", "validation", "replies")),
    ("roundtrip", ("edits", "merging", "reconcile", "consolidate", "summaries", "master")),
)
"""The way of a submission into a master: who puts the steps in order, and their order."""

WIDTH = 1000
_LEFT, _RIGHT = 150, WIDTH - 20
_HIGH, _GAP, _LETTER = 28, 8, 7.4
_STYLE = """text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;fill:#1f2d3a}
.about{fill:#5b6b7a}.head{font-weight:600}.step{fill:#e3f0ec;stroke:#7db3a3}.order{fill:#e8eef6;stroke:#8ba6c7}
.quiet{fill:#f5f6f7;stroke:#d3d8dc}.line{stroke:#c4ccd3;fill:none}.way{stroke:#7d8b97;fill:none;marker-end:url(#to)}"""


def imports_of_places() -> Mapping[str, frozenset[str]]:
    """Every line of the map with the lines it imports, from the source as it stands."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for module in modules().values():
        found[module.place] |= {place_of(name) for _, name in inner_imports(module)} - {module.place}
    return {place: frozenset(names) for place, names in found.items()}


def modules_table() -> str:
    """Every module with what it says of itself, floor by floor."""
    rows = [(floor if index == 0 else "", code(_shown(place)), escaped(_about(place)))
            for floor, places in FLOORS.items() for index, place in enumerate(sorted(places))]  # fmt: skip
    return table(["floor", "module", "what it does"], rows)


def _about(place: str) -> str:
    name = PACKAGE if place == PACKAGE else f"{PACKAGE}.{place}"
    return " ".join((ast.get_docstring(modules()[name].tree) or "").split("\n\n")[0].split()).replace("``", "")


def _shown(place: str) -> str:
    package = any(name.startswith(f"{PACKAGE}.{place}.") for name in modules())
    return f"{place}/" if package else place


@dataclass(frozen=True, slots=True)
class _Box:
    """A box of the picture."""

    text: str
    kind: str
    x: float
    y: float

    @property
    def wide(self) -> float:
        """Its width, by the letters in it."""
        return _wide(self.text)

    def drawn(self) -> str:
        """The box with its text."""
        middle = self.x + self.wide / 2
        return (f'<rect class="{self.kind}" x="{self.x:.0f}" y="{self.y:.0f}" width="{self.wide:.0f}" '
                f'height="{_HIGH}" rx="5"/><text x="{middle:.0f}" y="{self.y + 18.5:.1f}" text-anchor="middle">'
                f"{escape(self.text)}</text>")  # fmt: skip


def house_picture() -> str:
    """The picture as SVG: the way into a master, who puts which steps in order, and what all stand on."""
    graph = imports_of_places()
    drawn: list[str] = []
    y = _heading(drawn, 34, "The way of a submission into the master")
    for author, steps in ROAD:
        missing = set(steps) - graph[author]
        if missing:
            raise LookupError(f"{author} does not import {', '.join(sorted(missing))}; ROAD is out of date")
        y = _way(drawn, y, author, steps)
    y = _heading(drawn, y + 26, "Who puts which steps in order")
    for author in _authors():
        y = _row(drawn, y, _shown(author), sorted(graph[author] & set(FLOORS["steps"])))
    unused = set(FLOORS["steps"]).difference(*(graph[author] for author in _authors()))
    if unused:
        raise LookupError(f"nobody uses {', '.join(sorted(unused))}")
    y = _heading(drawn, y + 26, "What they all stand on, each floor on those below")
    for floor in list(FLOORS)[list(FLOORS).index("steps") + 1 :]:
        y = _band(drawn, y, floor, sorted(FLOORS[floor]))
    return _svg(drawn, y + 14)


def _authors() -> list[str]:
    """Who uses steps: the composition, those on the road first, then what stands above it."""
    first = [author for author, _ in ROAD]
    return [*first, *sorted(set(FLOORS["composition"]) - set(first)), "api", *FLOORS["commands"]]


def _svg(drawn: Iterable[str], high: float) -> str:
    marker = ('<defs><marker id="to" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
              'orient="auto"><path d="M0 0L8 4L0 8z" fill="#7d8b97"/></marker></defs>')  # fmt: skip
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high:.0f}" role="img">',
        "<title>The modules of emg-xlsx and who uses whom</title>",
        f"<style>{_STYLE}</style>",
        marker,
        f'<rect width="{WIDTH}" height="{high:.0f}" rx="8" fill="#fff"/>',
        *drawn,
        "</svg>\n",
    ])  # fmt: skip


def _heading(drawn: list[str], y: float, words: str) -> float:
    drawn.append(f'<text class="head" x="20" y="{y:.0f}">{escape(words)}</text>')
    return y + 16


def _way(drawn: list[str], y: float, author: str, steps: Sequence[str]) -> float:
    drawn.append(_Box(_shown(author), "order", 20, y).drawn())
    x = float(_LEFT)
    for index, step in enumerate(steps):
        box = _Box(_shown(step), "step", x, y)
        drawn.append(box.drawn())
        x += box.wide
        if index < len(steps) - 1:
            drawn.append(f'<path class="way" d="M{x + 3:.0f} {y + 14:.0f}H{x + 25:.0f}"/>')
            x += 28
    return y + _HIGH + 12


def _row(drawn: list[str], y: float, author: str, steps: Sequence[str]) -> float:
    head = _Box(author, "order", 20, y)
    drawn.append(head.drawn())
    if steps:
        drawn.append(f'<path class="line" d="M{20 + head.wide:.0f} {y + 14:.0f}H{_LEFT}"/>')
    return _boxes(drawn, y, [_shown(step) for step in steps], "step") + 4


def _band(drawn: list[str], y: float, floor: str, places: Sequence[str]) -> float:
    drawn.append(f'<text class="about" x="20" y="{y + 18.5:.1f}">{escape(floor)}</text>')
    return _boxes(drawn, y, [_shown(place) for place in places], "quiet") + 6


def _boxes(drawn: list[str], y: float, words: Iterable[str], kind: str) -> float:
    """Boxes beside and below each other; gives where the next line begins."""
    for box in _placed(words, kind, y):
        drawn.append(box.drawn())
        y = box.y
    return y + _HIGH + _GAP


def _placed(words: Iterable[str], kind: str, y: float) -> Iterator[_Box]:
    x = float(_LEFT)
    for word in words:
        if x + _wide(word) > _RIGHT:
            x, y = _LEFT, y + _HIGH + _GAP
        yield _Box(word, kind, x, y)
        x += _wide(word) + _GAP


def _wide(text: str) -> float:
    return round(len(text) * _LETTER + 20)
