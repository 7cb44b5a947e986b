"""Putting a finished file in its place without ever losing the old one."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from emg_xlsx import outputs
from emg_xlsx.errors import EmgError

DAY = date(2022, 3, 15)


def test_new_file(tmp_path: Path) -> None:
    """A new file is written, its folder made, and nothing else is left behind."""
    path = tmp_path / "new folder" / "master.xlsx"
    assert outputs.save(path, b"new", day=DAY, replace_old=False) is None
    assert [(p.name, p.read_bytes()) for p in path.parent.iterdir()] == [("master.xlsx", b"new")]


def test_held_without_a_lock_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file another program holds stays whole, and the result stands beside it under a dated name."""
    path = tmp_path / "master.xlsx"
    path.write_bytes(b"old")
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        if target == path:
            raise PermissionError(13, "The process cannot access the file")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(EmgError, match=r"master 2022-03-15\.xlsx"):
        outputs.save(path, b"new", day=DAY, replace_old=True)
    left = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert left == {"master.xlsx": b"old", "master 2022-03-15.xlsx": b"new"}


def test_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full the old file is whole and no half-written one is left."""
    path = tmp_path / "master.xlsx"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(EmgError, match="No space left"):
        outputs.save(path, b"new", day=DAY, replace_old=True)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("master.xlsx", b"old")]


def test_dated_names_never_collide(tmp_path: Path) -> None:
    """A second copy of one day gets a number."""
    path = tmp_path / "master.xlsx"
    for content in (b"1", b"2", b"3"):
        outputs.save(path, content, day=DAY, replace_old=True)
    names = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert names == {"master.xlsx": b"3", "master 2022-03-15.xlsx": b"1", "master 2022-03-15 (2).xlsx": b"2"}


@pytest.mark.parametrize("moment", ["os.fsync", "pathlib.Path.replace"])
def test_killed_half_way(tmp_path: Path, moment: str) -> None:
    """Killed while it writes, or before the new file is in its place, the old one is whole."""
    path = tmp_path / "master.xlsx"
    path.write_bytes(b"old")
    words = (
        "import os, pathlib, sys; from unittest.mock import patch; from emg_xlsx.outputs import write_whole\n"
        f"with patch('{moment}', lambda *_: os._exit(9)): write_whole(pathlib.Path(sys.argv[1]), b'new' * 99999)"
    )
    assert subprocess.run([sys.executable, "-c", words, str(path)], check=False).returncode == 9
    assert path.read_bytes() == b"old"
    outputs.save(path, b"newer", day=DAY, replace_old=True)
    assert path.read_bytes() == b"newer"
