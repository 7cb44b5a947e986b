"""Damage good files in every way that costs nothing to invent, and see that the tool stays calm.

    python -m tests.fuzz --minutes 10 --seed 1

Each case takes the template or an example submission, damages its bytes, the XML of one of its parts or its zip
directory, and reads, types and validates the result. What must hold: nothing is raised, nothing takes long, and a
file whose rows are gone says why. The same seed gives the same cases.
"""

from __future__ import annotations

import argparse
import random
import re
import struct
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import NoReturn

from emg_xlsx.api import write_template
from emg_xlsx.builtin import builtin_plan
from emg_xlsx.normalise import normalise
from emg_xlsx.read import read_file
from emg_xlsx.validation import validate
from emg_xlsx.values import Checked, SourceFile
from emg_xlsx.xlsx import Limits

EXAMPLES = Path(__file__).parents[1] / "examples" / "submissions"
LIMITS = Limits(seconds=5)
SLOWEST = 15.0
"""Seconds a case may take at most: the limit on reading, and time to spare for a busy machine."""
DAY = date(2022, 3, 15)
PLAN = builtin_plan()
Damage = Callable[[bytes, random.Random], bytes]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case: its name, the state of the file or the exception, and the seconds it took."""

    name: str
    state: str
    seconds: float
    complaint: str | None = None


def seeds() -> dict[str, bytes]:
    """The files that are damaged: the blank template and every readable example."""
    blank = BytesIO()
    write_template(blank)
    files = {"template.xlsx": blank.getvalue()}
    for path in sorted(EXAMPLES.glob("*.xlsx")):
        if zipfile.is_zipfile(path):
            files[path.name] = path.read_bytes()
    return files


def damaged_bytes(data: bytes, rnd: random.Random) -> bytes:
    """Bytes changed, cut out, doubled or cut off."""
    out = bytearray(data)
    for _ in range(rnd.choice((1, 1, 3, 30))):
        place = rnd.randrange(len(out))
        match rnd.randrange(5):
            case 0:
                out[place] ^= 1 << rnd.randrange(8)
            case 1:
                del out[place : place + rnd.randrange(1, 200)]
            case 2:
                out[place:place] = out[place : place + rnd.randrange(1, 200)]
            case 3:
                out[place : place + 4] = rnd.randbytes(4)
            case _:
                del out[max(place, 1) :]
        if not out:
            return b"P"
    return bytes(out)


TOKENS = (
    *(b"<", b">", b"&", b"&#0;", b"&lt;", b"<!--", b"]]>", b"<![CDATA[", b"<!DOCTYPE x>", b"\x00", b"\xff\xfe", b'"'),
    *(b"/>", b"</c>", b"<c>", b"<row>", b'r="A1048577"', b't="s"', b"99999999999", b"-1", b"NaN", b"1e999", b"<v/>"),
    *(b"A1:XFD1048576", "\u202e".encode(), "٣".encode(), b"_x0000_", b"=cmd|' /C calc'!A0"),
)


def damaged_xml(data: bytes, rnd: random.Random) -> bytes:
    """The XML of one part changed, in a package that is otherwise sound."""
    parts = parts_of(data)
    name = rnd.choice([part for part in parts if part.endswith((".xml", ".rels"))])
    xml = parts[name]
    for _ in range(rnd.choice((1, 1, 2, 10))):
        xml = _changed_xml(xml, rnd)
    parts[name] = xml
    return zipped(parts)


def _changed_xml(xml: bytes, rnd: random.Random) -> bytes:
    pieces = re.split(rb"(<[^>]*>)", xml)
    place = rnd.randrange(len(pieces))
    match rnd.randrange(6):
        case 0:
            pieces[place] = b""
        case 1:
            pieces[place] = pieces[place] * rnd.choice((2, 50))
        case 2:
            pieces[place] = rnd.choice(TOKENS)
        case 3:
            pieces[place] = re.sub(rb'"[^"]*"', b'"' + rnd.choice(TOKENS).replace(b'"', b"") + b'"', pieces[place])
        case 4:
            other = rnd.randrange(len(pieces))
            pieces[place], pieces[other] = pieces[other], pieces[place]
        case _:
            pieces[place] = pieces[place].swapcase()
    return b"".join(pieces)


def damaged_directory(data: bytes, rnd: random.Random) -> bytes:
    """Parts missing, doubled, renamed or swapped, or fields of the zip directory changed."""
    parts = parts_of(data)
    names = list(parts)
    name, other = rnd.choice(names), rnd.choice(names)
    match rnd.randrange(6):
        case 0:
            del parts[name]
        case 1:
            parts[rnd.choice((name.upper(), f"../{name}", f"/{name}", name.replace("/", "\\"), ""))] = parts.pop(name)
        case 2:
            parts[name], parts[other] = parts[other], parts[name]
        case 3:
            parts[name] = b"" if rnd.random() < 0.5 else rnd.randbytes(500)
        case 4:
            parts[name.swapcase()] = parts[name]
        case _:
            return _with_directory_field(data, rnd)
    return zipped(parts)


def _with_directory_field(data: bytes, rnd: random.Random) -> bytes:
    """One field of one central directory entry overwritten: flags, method, check sum, sizes or offset."""
    out = bytearray(data)
    entries = [match.start() for match in re.finditer(b"PK\x01\x02", data)]
    start = rnd.choice(entries)
    offset, size = rnd.choice(((8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (42, 4)))
    value = rnd.choice((0, 1, 8, 99, 2**16 - 1, 2**31, 2**32 - 1)) % 2 ** (8 * size)
    struct.pack_into("<H" if size == 2 else "<I", out, start + offset, value)
    return bytes(out)


def parts_of(data: bytes) -> dict[str, bytes]:
    """Name of each part of a package to what is in it."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    """A package of these parts."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name or "x"), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


DAMAGES: dict[str, Damage] = {"bytes": damaged_bytes, "xml": damaged_xml, "directory": damaged_directory}


def run(data: bytes) -> Checked:
    """Read, type and validate one file, as the pipeline does."""
    answer = normalise(read_file(SourceFile("case.xlsx", data, "0" * 64), PLAN, LIMITS), PLAN)
    return validate([answer], PLAN, day=DAY)


def cases(seed: int) -> Iterator[tuple[str, bytes, int]]:
    """Endless cases: name, bytes, and the number of used rows of the file before it was damaged."""
    rnd = random.Random(seed)
    files = seeds()
    rows = {name: run(data).files[0].rows_read for name, data in files.items()}
    number = 0
    while True:
        number += 1
        name, (kind, damage) = rnd.choice(list(files)), rnd.choice(list(DAMAGES.items()))
        yield f"{number} {kind} {name}", damage(files[name], rnd), rows[name]


def judge(name: str, data: bytes, rows: int) -> Outcome:
    """Run one case and say what is wrong with how it went, if anything."""
    start = time.monotonic()
    try:
        checked = run(data)
    except Exception:  # noqa: BLE001  # any exception at all is what this is looking for
        return Outcome(name, "raised", time.monotonic() - start, traceback.format_exc())
    seconds = time.monotonic() - start
    state = checked.files[0]
    complaint = None
    if seconds > SLOWEST:
        complaint = f"took {seconds:.1f} s"
    elif state.rows_read < rows and not checked.findings:
        complaint = f"{rows - state.rows_read} rows are gone and nothing says why"
    return Outcome(name, state.state, seconds, complaint)


def run_for(
    about: str, cases: Callable[[int], Iterator[tuple[str, bytes, int]]], judge: Callable[[str, bytes, int], Outcome]
) -> NoReturn:
    """Run cases for some minutes and print what was seen; the exit code is 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder to write the files of bad cases to")
    options = parser.parse_args()
    until = time.monotonic() + options.minutes * 60
    seen: Counter[str] = Counter()
    slowest, bad = Outcome("", "", 0.0), 0
    for name, data, rows in cases(options.seed):
        outcome = judge(name, data, rows)
        seen[outcome.state] += 1
        slowest = max(slowest, outcome, key=lambda o: o.seconds)
        if outcome.complaint:
            bad += 1
            print(f"--- {name}\n{outcome.complaint}")  # noqa: T201  # a script tells what it saw
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{name.replace(' ', '_')}").write_bytes(data)
        if time.monotonic() > until:
            break
    states = ", ".join(f"{state} {count}" for state, count in seen.most_common())
    print(f"{seen.total()} cases: {states}; slowest {slowest.seconds:.2f} s ({slowest.name}); bad {bad}")  # noqa: T201
    raise SystemExit(1 if bad else 0)


if __name__ == "__main__":
    run_for(__doc__, cases, judge)
