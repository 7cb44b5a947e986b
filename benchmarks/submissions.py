"""Submissions for the benchmarks: as many as wanted, each of another entity, the same bytes each time.

A few filled templates are made the slow way, each with other rows filled, as this package writes them and as openpyxl
saves them; every file is one of them with the words of its own entity put in place of marks.
"""

from __future__ import annotations

import compileall
import random
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

import emg_xlsx as emg
from emg_xlsx.plan import Plan, plan_from_tables
from emg_xlsx.planbook import write_plan
from emg_xlsx.prefill import Prefill, PrefilledRow
from emg_xlsx.template import Issue, write_template

ROWS = 8
"""Contributions of each file: what twenty minutes are enough for."""
FILLINGS = 7
"""Different choices of rows: files have the rows in common that neither of two fills, as files of real entities do."""
WORDS = ("agency", "support", "draft", "joint", "review", "platform", "data", "policy", "outreach", "nexus", "partners")
ROLES = ("Contributing", "Co-lead", "Reviewing or advising", "Kept informed")
STATUSES = ("In progress", "Completed", "Delayed", "Not started yet (planned)")
DAY = date(2022, 3, 15)
ENTITY, PERSON = "ZZENTITY", "zz.person"
"""Marks in the place of which each file has its own words; those of texts have a number behind them."""


def make(folder: Path, count: int) -> Path:
    """Write the submissions into a folder, and beside it a plan that knows their entities.

    Args:
        folder: where to; it is made.
        count: how many files.

    Returns:
        The plan as a workbook.
    """
    folder.mkdir(parents=True)
    plan = plan_of(count)
    own = [_own(plan, filling) for filling in range(FILLINGS)]
    resaved = [_resaved(data) for data in own]
    for number in range(count):
        words = dict(_words(number))
        data = _with((resaved if number % 2 else own)[number % FILLINGS], words)
        (folder / f"EMG_{plan.current_round}_{code(number)}.xlsx").write_bytes(data)
    path = folder.parent / "plan.xlsx"
    buffer = BytesIO()
    write_plan(plan, buffer, day=DAY)
    path.write_bytes(buffer.getvalue())
    return path


def compile_ours() -> None:
    """Compile our modules as an installer does: the packages beside them came compiled."""
    compileall.compile_dir(Path(emg.__file__).parent, quiet=1)


def code(number: int) -> str:
    """The entity of a file."""
    return f"BENCH{number:05}"


def plan_of(count: int) -> Plan:
    """The built-in plan with its entities, which the lists of every template name, and one more for each file."""
    tables = dict(emg.load_plan().tables)
    known = [{**line, "expected": False} for line in tables["entities"]]
    blank = dict.fromkeys(known[0])
    own = [{**blank, "code": code(n), "name": f"Benchmark entity {n}", "expected": True} for n in range(count)]
    tables["entities"] = [*known, *own]
    tables["contacts"] = []
    return plan_from_tables(tables, "benchmark")


def _own(plan: Plan, filling: int) -> bytes:
    """A template as this package writes it, with eight contributions in it."""
    rows = []
    chosen = random.Random(filling).sample(range(len(plan.refs)), ROWS)  # noqa: S311  # seeded, as below
    for n, ref in enumerate(plan.refs[at] for at in sorted(chosen)):
        values: dict[str, str | float] = {"role": ROLES[n % 4], "description": f"ZZTEXT{n}", "status": STATUSES[n % 4]}
        values |= {"progress": f"ZZMORE{n}", "schedule": "October 2021 - June 2022", "staff_months": 2.0 + n}
        rows.append(PrefilledRow(ref, values if n % 4 < 3 else {"role": ROLES[3]}))
    form = {"entity": ENTITY, "focal_point": "Focal Point", "email": f"{PERSON}@bench.example", "completed_on": DAY}
    buffer = BytesIO()
    # The list of entities of a real template is the same in every file, however many there are.
    write_template(buffer, emg.load_plan(), Issue(prefill=Prefill(form=form, contributions=tuple(rows))))
    return _with(buffer.getvalue(), {})


def _resaved(data: bytes) -> bytes:
    """The same, as openpyxl saves it."""
    book = load_workbook(BytesIO(data))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _words(number: int) -> Iterator[tuple[str, str]]:
    """What stands in a file in place of the marks."""
    chance = random.Random(number)  # noqa: S311  # seeded, so that the files are the same each time
    yield ENTITY, f"{code(number)} – Benchmark entity {number}"
    yield PERSON, f"person{number}"
    for n in range(ROWS):
        for mark in ("ZZTEXT", "ZZMORE"):
            yield f"{mark}{n}", " ".join(chance.choices(WORDS, k=25)) + f" {number}"


def _with(data: bytes, words: Mapping[str, str]) -> bytes:
    """A workbook with words in place of marks, wherever its texts stand."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if words and b"ZZ" in content.upper():
                text = content.decode()
                for mark, said in words.items():
                    text = text.replace(mark, said)
                content = text.encode()
            new.writestr(zipfile.ZipInfo(member.filename, (2022, 3, 15, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
