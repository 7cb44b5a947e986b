"""Files with random damage: they are read or refused, and nothing else ever happens."""

from __future__ import annotations

import random

import pytest

from emg_xlsx.xlsx import Limits, Refused, open_workbook
from emg_xlsx.xlsx.refusal import CODES
from emg_xlsx.xlsx.values import ANOMALY_CODES, Anomaly
from tests.xlsx import odd_files as odd

LIMITS = Limits(seconds=5, entry_bytes=10_000_000)
ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="2"><v>44470</v></c></row>'
    '<row r="3"><c r="A3" t="inlineStr"><is><t>x</t></is></c><c r="B3"><f>A1</f></c></row>'
)
COMMENTS = b'<comments><commentList><comment ref="A1"><text><t>x</t></text></comment></commentList></comments>'


def content() -> odd.Parts:
    """The parts that are damaged."""
    return {**odd.parts(ROWS, ["one", "<r><t>two</t></r>"]), **odd.commented(COMMENTS, None)}


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Bytes with a few of them changed, removed, doubled or moved."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed) + 1)
        length = chance.choice([1, 1, 2, 8, 40])
        piece = bytes(changed[at : at + length])
        what = chance.randrange(4)
        if what == 0:
            changed[at : at + length] = bytes(chance.randrange(256) for _ in piece)
        elif what == 1:
            del changed[at : at + length]
        elif what == 2:
            changed[at:at] = piece * chance.choice([1, 50])
        else:
            changed[at:at] = chance.choice(
                [b"<", b">", b"\0", b"&", b'"', b"999999999", b"<!DOCTYPE a>", b"-1", b"]]>"]
            )
    return bytes(changed)


def read(data: bytes) -> None:
    """Read everything; refusals and anomalies must be known ones."""
    refusal = None
    found: list[Anomaly] = []
    try:
        opened = open_workbook(data, limits=LIMITS)
        found += opened.anomalies
        for name in opened.sheet_names:
            found += opened.sheet(name).anomalies
    except Refused as refused:
        refusal = refused.code
    assert refusal is None or refusal in CODES
    assert {anomaly.code for anomaly in found} <= ANOMALY_CODES


@pytest.mark.parametrize("seed", range(8))
def test_damaged_bytes_are_read_or_refused(seed: int) -> None:
    """Damage to the file as it lies on the disk."""
    chance = random.Random(seed)
    data = odd.zipped(content())
    for _ in range(40):
        read(damaged(data, chance))


@pytest.mark.parametrize("seed", range(8))
def test_damaged_parts_are_read_or_refused(seed: int) -> None:
    """Damage to one part inside a sound zip."""
    chance = random.Random(seed)
    whole = content()
    for _ in range(40):
        part = chance.choice(sorted(whole))
        read(odd.zipped({**whole, part: damaged(whole[part], chance)}))


@pytest.mark.parametrize("seed", range(4))
def test_lost_parts_are_read_or_refused(seed: int) -> None:
    """Any of the parts may be gone, or stand in the place of another."""
    chance = random.Random(seed)
    whole = content()
    for _ in range(20):
        lost, moved = chance.sample(sorted(whole), 2)
        read(odd.zipped({name: whole[moved] if name == lost else data for name, data in whole.items()}))
        read(odd.zipped({name: data for name, data in whole.items() if name not in {lost, moved}}))
