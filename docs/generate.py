"""Write the pages, tables and pictures of the documentation that follow from the code.

    python docs/generate.py            writes them
    python docs/generate.py --check    says which are not as they would be written, and changes nothing

Pages that people write are only touched between the marks of a generated block.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from writers.commands import command_pages
from writers.dictionary import dictionary_page
from writers.findings import finding_pages
from writers.house import house_picture, modules_table
from writers.limits import limits_table
from writers.reference import reference_page

HERE = Path(__file__).parent
COMMANDS, FINDINGS = HERE / "commands", HERE / "findings"
"""Folders in which every page is generated."""
BLOCKS = {"limits": limits_table, "modules": modules_table}
"""What is written into pages that people write, between two marks."""


def main(words: list[str]) -> int:
    """Write what is not as it should be, or only say so."""
    wanted = dict(generated())
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    left = [path for folder in (COMMANDS, FINDINGS) for path in folder.glob("*.md") if path not in wanted]
    for path in (*stale, *left):
        print(path.relative_to(HERE.parent).as_posix())
    if "--check" in words:
        return int(bool(stale or left))
    for path in stale:
        path.parent.mkdir(exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8", newline="\n")
    for path in left:
        path.unlink()
    return 0


def generated() -> Iterator[tuple[Path, str]]:
    """Every file that is generated, whole or in part, with its text."""
    yield HERE / "data-dictionary.md", dictionary_page()
    yield HERE / "reference.md", reference_page()
    yield HERE / "house.svg", house_picture()
    for name, text in command_pages():
        yield COMMANDS / name, text
    for name, text in finding_pages():
        yield FINDINGS / name, text
    for path in sorted(HERE.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if "<!-- generated: " in text:
            yield path, filled(text)


def filled(text: str) -> str:
    """A page with its generated blocks as they are today."""
    return re.sub(
        r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)",
        lambda found: f"{found[1]}\n{BLOCKS[found[2]]()}\n\n{found[3]}",
        text,
        flags=re.DOTALL,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
