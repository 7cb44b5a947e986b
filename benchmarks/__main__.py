"""Every benchmark, one after the other, in one command.

    python benchmarks                        # 50, 1,000 and 5,000 files; an hour or so
    python benchmarks --files 50 1000 --rounds 1

Each can be run by itself too; what it measures, and how, stands at its beginning.
"""

from __future__ import annotations

import argparse
import sys

import annotate
import merge
import read
import steps


def main(arguments: list[str]) -> None:
    """Print the table of each benchmark under its name."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--files", type=int, nargs="+", default=[50, 1000, 5000])
    options.add_argument("--rounds", type=int, default=3)
    wanted = options.parse_args(arguments)
    title("steps: start, validate, write")
    steps.main([])
    title("read: one submission")
    read.main([])
    title("annotate: one marked copy")
    annotate.main([])
    title("merge: from the folder to the master")
    merge.main(["--files", *map(str, wanted.files), "--rounds", str(wanted.rounds)])


def title(text: str) -> None:
    """A heading between two tables."""
    sys.stdout.write(f"\n{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
