"""What starting, validating and writing take, each beside the usual way, in one run.

    python benchmarks/steps.py              # 200 files
    python benchmarks/steps.py --files 1000

Start-up is the clock from the command to the prompt; the others are processor time. Each pair is measured in turns, so
that a busy machine slows both alike: trust the ratios. The aim for start-up is 150 ms over bare Python.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import submissions

import emg_xlsx as emg
from emg_xlsx.pipeline import Options, read_files
from emg_xlsx.roundtrip import master_bytes
from emg_xlsx.validation import validate

STARTS, TURNS = 15, 3


def main(arguments: Sequence[str]) -> None:
    """Print a line for each step: ours, the usual way, and their ratio."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--files", type=int, default=200)
    count = options.parse_args(arguments).files
    submissions.compile_ours()
    show("step", "ours ms", "beside it ms", "beside/ours", "what stands beside it")
    bare, ours = clocks([sys.executable, "-c", "pass"]), clocks([sys.executable, "-m", "emg_xlsx", "--help"])
    show("start-up", f"{ours:.0f}", f"{bare:.0f}", f"+{ours - bare:.0f} ms", "bare Python")
    with tempfile.TemporaryDirectory() as folder:
        path = submissions.make(Path(folder) / "in", count)
        plan = emg.load_plan(path)
        day: date = submissions.DAY
        answers = read_files([Path(folder) / "in"], plan, Options(day=day)).answers
        together, apart = turns(
            lambda: validate(answers, plan, day=day),
            lambda: [validate([answer], plan, day=day) for answer in answers],
        )
        show(f"validate {count}", f"{together:.0f}", f"{apart:.0f}", f"{apart / together:.1f}", "each file by itself")
        master = emg.merge(Path(folder) / "in", plan, day=day)
        frame = master.contributions
        written, dumped = turns(lambda: master_bytes(master), lambda: frame.to_excel(BytesIO(), engine="openpyxl"))
        rows = f"write {len(frame)} rows"
        show(rows, f"{written:.0f}", f"{dumped:.0f}", f"{dumped / written:.2f}", "pandas, Contributions alone")


def clocks(command: Sequence[str]) -> float:
    """Median milliseconds from start to end of a process."""
    found = []
    for _ in range(STARTS):
        begin = perf_counter()
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # our own interpreter
        found.append(1000 * (perf_counter() - begin))
    return median(found)


def turns(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """Median milliseconds of processor time of two ways, in turns."""
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(TURNS):
        for way, times in zip((one, other), found, strict=True):
            begin = process_time()
            way()
            times.append(1000 * (process_time() - begin))
    return median(found[0]), median(found[1])


def show(*columns: str) -> None:
    """One line of the table."""
    name, *figures, remark = columns
    sys.stdout.write(name.ljust(20) + "".join(one.rjust(14) for one in figures) + "  " + remark + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
