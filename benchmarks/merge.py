"""What a whole merge takes: this package, and the scripts a coordinator would write with pandas, in one run.

    python benchmarks/merge.py                       # 50 and 1,000 files
    python benchmarks/merge.py --files 50 1000 5000  # growth with the number of files
    python benchmarks/merge.py --rounds 5            # steadier medians

Ours reads, validates, keeps provenance, summarises and writes the master with all its sheets; the scripts read one
sheet of each file, put its rows one below the other and write them: all of them, or those that are filled. Each is a
process of its own; they run in turns, so that a busy machine slows them alike. Trust the ratios of processor time. The
aims at 1,000 files: 10 times less than the default script and 3 times less than the calamine one, at most 250 MB.
"""

from __future__ import annotations

import argparse
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
    show("files", "contestant", "CPU s", "ms a file", "clock s", "peak MB", "times ours")
    for count in wanted.files:
        with tempfile.TemporaryDirectory() as folder:
            plan = submissions.make(Path(folder) / "in", count)
            commands = contestants(Path(folder), plan)
            if wanted.ours:
                commands = {"emg-xlsx": commands["emg-xlsx"]}
            costs: dict[str, list[Cost]] = {name: [] for name in commands}
            for _ in range(wanted.rounds):
                for name, command in commands.items():
                    costs[name].append(cost(command))
        print_costs(count, costs)


def contestants(folder: Path, plan: Path) -> Mapping[str, list[str]]:
    """The command of each contestant."""
    inside, day = str(folder / "in"), submissions.DAY.isoformat()
    ours = ["-m", "emg_xlsx", "merge", inside, "--plan", str(plan), "--date", day, "--quiet", "--replace"]
    theirs = {
        f"{name}, {engine or 'default'}": [
            sys.executable, "-c", script, inside, str(folder / f"{name}.xlsx"), *filter(None, [engine])
        ]
        for name, script in (("pandas", SHORTEST), ("pandas filled", FILLED))
        for engine in ("calamine", "")
    }  # fmt: skip
    return {"emg-xlsx": [sys.executable, *ours, "-o", str(folder / "master" / "ours.xlsx")], **theirs}


def cost(command: Sequence[str]) -> Cost:
    """Run a command to its end, and what it took with its children.

    Raises:
        SystemExit: it failed.
    """
    if "-o" in command:  # each time a first merge
        target = Path(command[command.index("-o") + 1])
        target.parent.mkdir(exist_ok=True)
        target.unlink(missing_ok=True)
    done = subprocess.run([sys.executable, "-c", WATCHING, *command], check=False, capture_output=True, text=True)  # noqa: S603  # our own
    code, cpu, clock, peak = map(float, done.stdout.split()[-4:])
    if code not in (0, 1):
        raise SystemExit(done.stderr)
    return Cost(cpu, clock, peak / (1024 if sys.platform != "darwin" else 1024 * 1024))


def print_costs(count: int, costs: Mapping[str, Sequence[Cost]]) -> None:
    """A line for each contestant: medians, and the highest peak."""
    ours = median(one.cpu for one in costs["emg-xlsx"])
    for name, found in costs.items():
        cpu, clock = median(one.cpu for one in found), median(one.clock for one in found)
        show(str(count), name, f"{cpu:.2f}", f"{1000 * cpu / count:.1f}", f"{clock:.2f}",
             f"{max(one.peak for one in found):.0f}", f"{cpu / ours:.2f}")  # fmt: skip


def show(*columns: str) -> None:
    """One line of the table."""
    count, name, *figures = columns
    sys.stdout.write(count.rjust(7) + "  " + name.ljust(24) + "".join(one.rjust(12) for one in figures) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
