"""Limits as a coordinator sets them, on the command line or in the environment."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from emg_xlsx.cli import main
from emg_xlsx.cli.options import LIMIT_NAMES
from emg_xlsx.xlsx import Limits

FAO = Path(__file__).parents[1] / "examples" / "submissions" / "FAO contribution.xlsx"


def run(*words: str, **environment: str) -> Result:
    """Check an example file under changed limits."""
    return CliRunner().invoke(main, ["validate", str(FAO), "--format", "json", *words], env=environment)


def codes(result: Result) -> list[str]:
    """What was found."""
    return [finding["code"] for finding in json.loads(result.stdout)["files"][0]["findings"]]


def test_names_in_help_are_the_limits() -> None:
    """Help names every limit there is, and nothing else."""
    assert set(LIMIT_NAMES) == {field.name for field in fields(Limits)}
    for command in ("validate", "merge"):
        told = "".join(CliRunner().invoke(main, [command, "--help"]).stdout.split())
        assert all(name in told for name in LIMIT_NAMES)


def test_limit_on_the_command_line() -> None:
    """A limit given as an option counts; it may be given several times, the last one of a name stands."""
    assert codes(run("--limit", "cells=10")) == ["file-too-large"]
    assert "file-too-large" not in codes(run("--limit", "cells=10", "--limit", "seconds=9.5", "--limit", "cells=90000"))


def test_limit_in_the_environment() -> None:
    """A limit in the environment counts, and the command line more."""
    assert codes(run(EMG_LIMIT_CELLS="10")) == ["file-too-large"]
    assert "file-too-large" not in codes(run("--limit", "CELLS=90000", EMG_LIMIT_CELLS="10"))


@pytest.mark.parametrize("value", ["cells", "cells=", "cells=0", "cells=-1", "cells=many", "cell=5", "=5", "cells=inf"])
def test_what_is_no_limit_is_a_usage_error(value: str) -> None:
    """A slip in a limit is said before anything is read."""
    result = run("--limit", value)
    assert result.exit_code == 2
    assert "cells" in result.stderr


def test_what_is_no_limit_in_the_environment() -> None:
    """A slip in the environment names the variable."""
    result = run(EMG_LIMIT_CELLS="many")
    assert result.exit_code == 2
    assert "EMG_LIMIT_CELLS" in result.stderr


def test_merge_obeys_limits(tmp_path: Path) -> None:
    """The same option of merge reaches the reader."""
    words = ["merge", str(FAO), "-o", str(tmp_path / "m.xlsx"), "--format", "json", "--limit", "cells=10"]
    assert codes(CliRunner().invoke(main, words)) == ["file-too-large"]
