"""Stopped from the keyboard: everything on disk is whole, and the last line says so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import emg_xlsx as emg
from emg_xlsx.texts import text

HEEDING = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
"""Starts another program that does not ignore Ctrl-C."""
EXAMPLES = Path(__file__).parents[1] / "examples" / "submissions"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="a process cannot send Ctrl-C to another on Windows")
def test_a_stopped_merge_leaves_the_master_as_it_was(tmp_path: Path) -> None:
    """Wherever it is stopped, the old master stands byte for byte, or the new one whole; nothing lies about."""
    master = tmp_path / "master.xlsx"
    command = [sys.executable, "-m", "emg_xlsx", "merge", str(EXAMPLES), "-o", str(master), "--date", "2022-03-15"]
    subprocess.run(command, check=False, capture_output=True)
    before = master.read_bytes()
    # Whoever started the tests in the background may have Ctrl-C ignored, also for what they start.
    heeding = [sys.executable, "-c", HEEDING, sys.executable]
    codes = []
    for seconds in (0.0, 0.3, 0.8, 1.6):
        with subprocess.Popen(
            [*heeding, *command[1:], "--replace"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            text=True,
        ) as run:
            assert run.stderr is not None
            assert run.stderr.readline().startswith("Plan: ")  # the work has begun
            time.sleep(seconds)
            run.send_signal(signal.SIGINT)
            _, told = run.communicate(timeout=120)
        codes.append(run.returncode)
        assert "Traceback" not in told
        # Once all is done and said, Python itself ends by the signal.
        assert run.returncode in (0, 1, 130, -signal.SIGINT)
        if run.returncode == 130:
            assert told.rstrip().endswith(text("cli.stopped"))
        assert master.read_bytes() == before  # the same files and day give the same master
        assert {path.suffix for path in tmp_path.iterdir()} == {".xlsx"}
    assert 130 in codes
    assert not emg.read_master(master).contributions.empty
