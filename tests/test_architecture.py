"""The shape of the house: layers, foreign libraries behind one door each, budgets, a fast start."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = "emg_xlsx"
ROOT = Path(__file__).parents[1] / PACKAGE
FRONT = PACKAGE
"""The package itself (its ``__init__``), as a line of the map."""

# The map of the house, from the top floor down. A module may import what stands below it, and its
# neighbours on the floors that INSIDE names, as long as there is no cycle. A new module is one more word.
FLOORS: Mapping[str, tuple[str, ...]] = {
    "entrance": ("__main__",),
    "commands": ("cli",),
    "library": (FRONT, "api", "results", "summary_frames"),
    "composition": (
        "calling",
        "comparisons",
        "demonstrating",
        "exporting",
        "issuing",
        "pipeline",
        "reporting",
        "roundtrip",
    ),
    "steps": (
        "choices",
        "comparing",
        "consolidate",
        "copies",
        "demo",
        "diff_book",
        "edits",
        "exports",
        "intake",
        "labels",
        "master",
        "master_reading",
        "merging",
        "normalise",
        "omissions",
        "outputs",
        "packing",
        "papers",
        "planbook",
        "prefilling",
        "read",
        "recalling",
        "reconcile",
        "replies",
        "report",
        "show",
        "show_diff",
        "show_status",
        "statuses",
        "summaries",
        "template",
        "validation",
    ),
    "wrappings": ("containers",),
    "words": (
        "builtin",
        "cells",
        "codelists",
        "codes",
        "decisions",
        "differences",
        "exported",
        "figures",
        "findings",
        "headers",
        "layouts",
        "ids",
        "kinds",
        "mastered",
        "matching",
        "memory",
        "merged",
        "naming",
        "numerals",
        "order",
        "packs",
        "plan",
        "prefill",
        "printing",
        "reading",
        "refs",
        "refusals",
        "rows",
        "sameness",
        "schedule",
        "schemas",
        "selection",
        "summarised",
        "seen",
        "tabular",
        "text",
        "texts",
        "twins",
        "values",
    ),
    "files": ("xlsx",),
    "ground": ("errors",),
}
INSIDE = frozenset({"composition", "library", "words"})
"""Floors on which modules may import each other; steps, for one, do not know each other."""

# A foreign library or a delicate part of the standard one: the only modules that may import it.
DOORS: Mapping[str, frozenset[str]] = {
    "click": frozenset({"cli"}),
    "docx": frozenset({"papers"}),
    "email": frozenset({"containers", "report"}),
    "jinja2": frozenset({"report"}),
    "olefile": frozenset({"containers"}),
    "pandera": frozenset({"planbook", "schemas", "validation"}),
    "xml": frozenset({"xlsx"}),
    "zipfile": frozenset({"xlsx"}),
}

MODULE_LINES = 400
MODULE_LINES_OF: Mapping[str, int] = {"pipeline": 200}
"""Tighter budgets: the composition is the file to read first."""
BODY_LINES = 50
PARAMETERS = 5
SILENCING = r"noqa(: *[A-Z]+\d+(, *[A-Z]+\d+)*)?|type: *ignore(\[[\w, -]*\])?"
NO_NAMES = frozenset({"common", "helpers", "misc", "utils"})

HEAVY = ("docx", "numpy", "openpyxl", "pandas", "pandera", "xlsxwriter")
"""What a command that reads no workbook must not wait for."""


@dataclass(frozen=True, slots=True)
class Module:
    """One source file, parsed."""

    name: str
    path: Path
    source: str
    tree: ast.Module

    @property
    def place(self) -> str:
        """Its line of the map: the first name below the package, or the package itself."""
        return place_of(self.name)

    @property
    def lines(self) -> list[str]:
        """The source, line by line; line n stands at index n - 1."""
        return self.source.splitlines()

    def where(self, node: ast.stmt | ast.expr | ast.excepthandler) -> str:
        """A place to click on."""
        return f"{self.path.relative_to(ROOT.parent).as_posix()}:{node.lineno}"


Function = ast.FunctionDef | ast.AsyncFunctionDef


def place_of(name: str) -> str:
    """The line of the map for a dotted name."""
    return name.split(".")[1] if "." in name else FRONT


def parsed(path: Path) -> Module:
    """One file of the package as a module."""
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    source = path.read_text(encoding="utf-8")
    return Module(name, path, source, ast.parse(source, str(path)))


@cache
def modules() -> Mapping[str, Module]:
    """Every module of the package by its dotted name."""
    return {module.name: module for module in map(parsed, sorted(ROOT.rglob("*.py")))}


def imports(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    """Every import of a module, wherever it stands, with the dotted name of what it imports."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.where(node)}: write the full name, not a relative import"
            assert node.module is not None
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield node, inner if inner in modules() else node.module


def inner_imports(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    """The imports of our own modules, as (place in the source, module imported)."""
    return ((node, name) for node, name in imports(module) if name.split(".")[0] == PACKAGE)


def functions(module: Module) -> Iterator[Function]:
    """Every function and method of a module."""
    return (node for node in ast.walk(module.tree) if isinstance(node, Function))


def floor(place: str) -> str:
    """The floor on which a line of the map stands."""
    return next((name for name, places in FLOORS.items() if place in places), "")


def commented(module: Module, line: int) -> bool:
    """Whether a comment stands on a line, right above or right below; silencing a linter is no comment."""
    here = module.lines[line - 1].partition("#")[2]
    around = [text.strip() for text in module.lines[max(line - 2, 0) : line + 1]]
    words = " ".join([here, *(text for text in around if text.startswith("#"))])
    return bool(re.sub(SILENCING, "", words).strip("# -"))


def every_module() -> pytest.MarkDecorator:
    """Run a test once for each module, under its name."""
    return pytest.mark.parametrize("module", modules().values(), ids=lambda module: module.name)


def test_every_line_of_the_map_has_its_module() -> None:
    """The map names nothing that is not there."""
    places = {place for on_floor in FLOORS.values() for place in on_floor}
    assert places - {module.place for module in modules().values()} == set()


@every_module()
def test_module_has_a_place(module: Module) -> None:
    """No module stands outside the map, and none has a name that says nothing."""
    assert floor(module.place), f"place {module.place} in the map"
    assert module.name.rpartition(".")[2] not in NO_NAMES


@every_module()
def test_imports_lead_downwards(module: Module) -> None:
    """A module imports only what stands below it, and steps do not import steps."""
    order = list(FLOORS)
    mine = floor(module.place)
    assert mine, f"place {module.place} in the map"
    wrong = []
    for node, name in inner_imports(module):
        place = place_of(name)
        theirs = floor(place)
        assert theirs, f"place {place} in the map"
        same_house = place == module.place or (mine == theirs and mine in INSIDE)
        if not same_house and order.index(theirs) <= order.index(mine):
            wrong.append(f"{module.where(node)}: {mine} may not import {name} ({theirs})")
    assert wrong == []


def test_no_import_cycles() -> None:
    """No module needs itself, over however many others, be it inside a function."""
    graph = {m.name: {name for _, name in inner_imports(m)} - {m.name} for m in modules().values()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" needs ".join(reversed(error.args[1])))


@every_module()
def test_foreign_libraries_enter_by_their_door(module: Module) -> None:
    """A library with quirks, and the parts a workbook is made of, are known in one place each."""
    wrong = [
        f"{module.where(node)}: {name} is for {', '.join(sorted(allowed))}"
        for node, name in imports(module)
        if (allowed := DOORS.get(name.split(".")[0])) and module.place not in allowed
    ]
    assert wrong == []


@every_module()
def test_imports_inside_functions_say_why(module: Module) -> None:
    """An import inside a function, or the block it stands in, has a comment that tells what it saves."""
    lines = sorted(
        node.lineno
        for function in functions(module)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    )
    explained: set[int] = set()
    for line in lines:
        if line - 1 in explained or commented(module, line):
            explained.add(line)
    assert sorted(set(lines) - explained) == []


@every_module()
def test_module_is_short(module: Module) -> None:
    """A module is read in one sitting."""
    assert len(module.lines) <= MODULE_LINES_OF.get(module.place, MODULE_LINES)


@every_module()
def test_functions_are_short(module: Module) -> None:
    """A function's body, its docstring apart, fits on a screen."""
    assert [module.where(f) for f in functions(module) if body_lines(f) > BODY_LINES] == []


def body_lines(function: Function) -> int:
    """Lines from the first statement after the docstring to the last."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@every_module()
def test_functions_take_few_parameters(module: Module) -> None:
    """More parameters than fit in one hand are a value that has no name yet."""
    wrong = [
        module.where(f) for f in functions(module) if len(parameters(f)) > PARAMETERS and not is_command(module, f)
    ]
    assert wrong == []


def parameters(function: Function) -> list[ast.arg]:
    """All parameters but ``self`` and ``cls``."""
    spec = function.args
    positional = [a for a in (*spec.posonlyargs, *spec.args) if a.arg not in {"self", "cls"}]
    return [*positional, *filter(None, (spec.vararg,)), *spec.kwonlyargs, *filter(None, (spec.kwarg,))]


def is_command(module: Module, function: Function) -> bool:
    """Whether this is a command, or the public function of its name: one parameter for each of its options."""
    if module.place == "api":
        return not function.name.startswith("_")
    return module.place == "cli" and any("command" in ast.unparse(d) for d in function.decorator_list)


@every_module()
def test_everything_is_annotated(module: Module) -> None:
    """Every parameter and every result has its type."""
    wrong = [
        f"{module.where(f)}: {f.name}"
        for f in functions(module)
        if f.returns is None or any(parameter.annotation is None for parameter in parameters(f))
    ]
    assert wrong == []


@every_module()
def test_broad_excepts_say_why(module: Module) -> None:
    """Catching everything has a comment that tells what may come and why it must not pass."""
    wrong = [
        module.where(node)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and is_broad(node) and not commented(module, node.lineno)
    ]
    assert wrong == []


def is_broad(handler: ast.ExceptHandler) -> bool:
    """Whether a handler catches everything that can happen."""
    if handler.type is None:
        return True
    names = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(name, ast.Name) and name.id in {"Exception", "BaseException"} for name in names)


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["merge", "--help"], ["no-such-command"], ["explain", "ref-unknown"]],
    ids=" ".join,
)
def test_light_commands_import_nothing_heavy(arguments: list[str]) -> None:
    """What reads no workbook starts without the libraries that do."""
    code = (
        "import sys\n"
        "from emg_xlsx.cli import main\n"
        f"sys.argv = ['emg-xlsx', *{arguments!r}]\n"
        "try:\n    main()\n"
        "except SystemExit:\n    pass\n"
        f"print('\\nheavy:', sorted(set(sys.modules) & set({HEAVY!r})))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "heavy: []"


SAMPLE = '''
def long() -> None:
    """Docstring lines are free."""
    a = 1

    b = 2


def many(self, a: int, b: int, *c: int, d: int, **e: int) -> None: ...


try:
    pass
except (ValueError, Exception):  # noqa: BLE001
    pass
except BaseException:  # a panic of the library is no Exception
    pass
except ValueError:
    pass
'''


@pytest.fixture(scope="module")
def sample() -> Module:
    """A module with faults, for the measures themselves."""
    return Module(f"{PACKAGE}.cli.sample", ROOT / "cli" / "sample.py", SAMPLE, ast.parse(SAMPLE))


def test_body_is_counted_without_docstring(sample: Module) -> None:
    """Three lines from the first statement to the last, blank one included."""
    assert body_lines(next(functions(sample))) == 3


def test_parameters_are_counted_without_self(sample: Module) -> None:
    """Each of a, b, c, d and e counts, self does not."""
    assert [p.arg for p in parameters([*functions(sample)][1])] == ["a", "b", "c", "d", "e"]


def test_broad_except_needs_words(sample: Module) -> None:
    """Of two handlers that catch everything, the one with nothing but a linter's code is found."""
    broad = [n for n in ast.walk(sample.tree) if isinstance(n, ast.ExceptHandler) and is_broad(n)]
    assert [commented(sample, n.lineno) for n in broad] == [False, True]
