"""What a whole merge takes: this package, and the scripts a coordinator would write with pandas, in one run.

    python benchmarks/merge.py                       # 50 and 1,000 files
    python benchmarks/merge.py --files 50 1000 5000  # growth with the number of files
    python benchmarks/merge.py --rounds 5            # steadier medians

Ours reads, validates, keeps provenance, summarises and writes the master with all its sheets; the scripts read one
sheet of each file, put its rows one below the other and write them: all of them, or those that are filled. Each is a
process of its own; they run in turns, so that a busy machine slows them alike. Trust the ratios of processor time. The
aims at 1,000 files: 10 times less than the default script and 3 times less than the calamine one, at most 250 MB.

The line "five late files" is what most runs of a round are: a merge of five more into the master that is there.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import submissions

SHORTEST = """
import sys
from pathlib import Path
import pandas as pd
folder, target, engine = Path(sys.argv[1]), sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None
frames = []
for path in sorted(folder.glob("*.xlsx")):
    table = pd.read_excel(path, sheet_name="Contributions", engine=engine)
    table["File"] = path.name
    frames.append(table)
pd.concat(frames).to_excel(target, index=False)
"""
"""The script a coordinator would write first: every row of every file, most of them not filled."""

FILLED = """
import sys
from pathlib import Path
import pandas as pd
folder, target, engine = Path(sys.argv[1]), sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None
frames = []
for path in sorted(folder.glob("*.xlsx")):
    with pd.ExcelFile(path, engine=engine) as book:
        table = book.parse("Contributions")
        form = book.parse("Entity", header=None)
    table = table[table["Our role"].notna()]
    table.insert(0, "Entity", form.iloc[2, 1])
    table["File"] = path.name
    frames.append(table)
pd.concat(frames).to_excel(target, index=False)
"""
"""The script after some use: rows that are filled, with their entity."""


LATE = 5
"""Files that come when the master is there."""
OURS, AGAIN = "emg-xlsx", "emg-xlsx, five late files"

WATCHING = """
import os, subprocess, sys, time
begin = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
print(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, time.perf_counter() - begin, used.ru_maxrss)
"""
"""A small program between us and the one that is measured, whose memory would else be counted from ours up."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took: seconds of processor time and of the clock, and megabytes at its peak."""

    cpu: float
    clock: float
    peak: float


def main(arguments: Sequence[str]) -> None:
    """Print a line for each contestant and number of files, with what the others take relative to ours."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--files", type=int, nargs="+", default=[50, 1000])
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--ours", action="store_true", help="measure this package alone")
    wanted = options.parse_args(arguments)
    submissions.compile_ours()
    show("files", "contestant", "CPU s", "ms a file", "clock s", "peak MB", "times ours")
    for count in wanted.files:
        with tempfile.TemporaryDirectory() as folder:
            plan = submissions.make(Path(folder) / "in", count + LATE)
            commands = contestants(Path(folder), plan, count)
            if wanted.ours:
                commands = {name: commands[name] for name in (OURS, AGAIN)}
            costs: dict[str, list[Cost]] = {name: [] for name in commands}
            for _ in range(wanted.rounds):
                for name, command in commands.items():
                    _make_ready(Path(folder), name)
                    costs[name].append(cost(command))
        print_costs(count, costs)


def contestants(folder: Path, plan: Path, count: int) -> Mapping[str, list[str]]:
    """The command of each contestant; all but so many files are laid aside, for they come late."""
    inside, late, day = folder / "in", folder / "late", submissions.DAY.isoformat()
    late.mkdir()
    for path in sorted(inside.iterdir())[count:]:
        path.rename(late / path.name)
    ours = [sys.executable, "-m", "emg_xlsx", "merge", "--plan", str(plan), "--date", day, "--quiet", "-o"]
    theirs = {
        f"{name}, {engine or 'default'}": [
            sys.executable, "-c", script, str(inside), str(folder / f"{name}.xlsx"), *filter(None, [engine])
        ]
        for name, script in (("pandas", SHORTEST), ("pandas filled", FILLED))
        for engine in ("calamine", "")
    }  # fmt: skip
    return {OURS: [*ours, str(_master(folder, OURS)), str(inside)],
            AGAIN: [*ours, str(_master(folder, AGAIN)), str(late)], **theirs}  # fmt: skip


def _master(folder: Path, name: str) -> Path:
    return folder / "masters" / ("first.xlsx" if name == OURS else "again.xlsx")


def _make_ready(folder: Path, name: str) -> None:
    """Let each run begin where the one before it began: with no master, or with the first one."""
    if name == OURS:
        shutil.rmtree(folder / "masters", ignore_errors=True)
        (folder / "masters").mkdir()
    elif name == AGAIN:
        shutil.copy(_master(folder, OURS), _master(folder, AGAIN))


def cost(command: Sequence[str]) -> Cost:
    """Run a command to its end, and what it took with its children.

    Raises:
        SystemExit: it failed.
    """
    done = subprocess.run([sys.executable, "-c", WATCHING, *command], check=False, capture_output=True, text=True)  # noqa: S603  # our own
    code, cpu, clock, peak = map(float, done.stdout.split()[-4:])
    if code not in (0, 1):
        raise SystemExit(done.stderr)
    return Cost(cpu, clock, peak / (1024 if sys.platform != "darwin" else 1024 * 1024))


def print_costs(count: int, costs: Mapping[str, Sequence[Cost]]) -> None:
    """A line for each contestant: medians, and the highest peak."""
    ours = median(one.cpu for one in costs[OURS])
    for name, found in costs.items():
        cpu, clock = median(one.cpu for one in found), median(one.clock for one in found)
        show(str(count), name, f"{cpu:.2f}", f"{1000 * cpu / count:.1f}", f"{clock:.2f}",
             f"{max(one.peak for one in found):.0f}", f"{cpu / ours:.2f}")  # fmt: skip


def show(*columns: str) -> None:
    """One line of the table."""
    count, name, *figures = columns
    sys.stdout.write(count.rjust(7) + "  " + name.ljust(26) + "".join(one.rjust(12) for one in figures) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
