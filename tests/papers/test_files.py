"""The papers as files: the same bytes each time, nothing in them but what was said, and programs open them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest

from emg_xlsx.mastered import Master
from tests.clients.libreoffice import LibreOffice
from tests.clients.validator import Validator
from tests.papers.desk import opened, paragraphs, progress, texts, work_plan

Made = Callable[[Master], bytes]
PAPERS: dict[str, Made] = {
    "workplan": work_plan,
    "entities": lambda master: work_plan(master, with_entities=True),
    "progress": progress,
}
EVERY = pytest.mark.parametrize("made", PAPERS.values(), ids=PAPERS.keys())
HOSTILE = (
    "=cmd|' /C calc'!A0", "<w:p><w:r><w:t>x</w:t></w:r></w:p>", '{ HYPERLINK "https://evil.example" }', "]]>",
    "INCLUDETEXT \\\\server\\share", "&lt;&#0;", "a\x0bb\x00\x1f\ufffe", "x\ud800", "\u202eabc", "_x0041_", "%s {x}",
)  # fmt: skip


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of a file, unpacked."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@EVERY
def test_same_master_same_bytes(master: Master, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """However late it is, the same content gives the same file."""
    before = made(master)
    with monkeypatch.context() as patch:
        patch.setattr("time.time", lambda: 2_000_000_000.0)
        patch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
        assert made(master) == before


@EVERY
def test_no_date_but_the_days(master: Master, made: Made) -> None:
    """The day of the merge is the only date among the properties; no entry of the archive has a time of its own."""
    content = made(master)
    core = parts(content)["docProps/core.xml"].decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT", core)) == {f"{master.day.isoformat()}T"}
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@EVERY
def test_properties(master: Master, made: Made) -> None:
    """A paper has a title, an author and a language; nothing tells which library wrote it."""
    content = made(master)
    core = opened(content).core_properties
    assert master.plan.title in core.title
    assert (core.author, core.language) == (master.plan.issuer, "en-GB")
    assert b'w:lang w:val="en-GB"' in parts(content)["word/styles.xml"]
    assert not [name for name, part in parts(content).items() if b"python-docx" in part]


@EVERY
def test_looks_are_named_styles(master: Master, made: Made) -> None:
    """Nothing refers to a style the document has not, and no word is formatted by hand."""
    found = parts(made(master))
    known = set(re.findall(rb'w:styleId="(\w+)"', found["word/styles.xml"]))
    content = found["word/document.xml"]
    used = set(re.findall(rb'<w:(?:p|r|tbl)Style w:val="(\w+)"', content))
    assert len(used) > 5
    assert used <= known
    assert not re.search(rb"<w:(?:b|i|u|sz|color|rFonts)[ />]", content)


@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
def test_hostile_texts_are_text(master: Master, words: str) -> None:
    """Whatever anybody writes, or the plan says, is a paragraph: no field, no link, no part of the document."""
    rows = master.contributions.copy()
    rows.loc[["WHO/A01-D01/1"], ["progress", "evidence"]] = [f"WHO {words}", words]
    own = master.secretariat.copy()
    own.loc["A01-D01", ["agreed", "overall_status", "secretariat_text"]] = words
    plan = replace(master.plan, introduction=words, issuer=f"EMG {words}")
    told = replace(master, contributions=rows, secretariat=own, plan=plan)
    visible = re.sub("[\x00\x1f\ufffe\ud800\u202e]", "", words).split("\x0b")
    report = progress(told)
    assert f"WHO {visible[0]}" in texts(report)
    for content in (work_plan(told), report):
        assert set(visible) <= set(texts(content))
        xml = b"".join(part for name, part in parts(content).items() if name.startswith("word/"))
        assert len(re.findall(rb"<w:(?:fldSimple|fldChar|instrText|hyperlink)[ >]", xml)) == 2
        assert len(re.findall(rb"<w:sectPr[ >]", xml)) == 1
        assert b"TargetMode" not in b"".join(parts(content).values())


def test_headings_make_an_outline(master: Master) -> None:
    """No level of headings is left out on the way down."""
    levels = [int(style[-1]) for style, _ in paragraphs(progress(master)) if style.startswith("Heading")]
    assert {1, 2, 3} == set(levels)
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@EVERY
def test_libreoffice_prints(master: Master, made: Made, libreoffice: LibreOffice, tmp_path: Path) -> None:
    """LibreOffice makes a PDF of each."""
    path = tmp_path / "paper.docx"
    path.write_bytes(made(master))
    assert libreoffice.to_pdf(path, tmp_path).read_bytes().startswith(b"%PDF-")


@EVERY
def test_valid_for_word(master: Master, made: Made, validator: Validator, tmp_path: Path) -> None:
    """The validator has nothing to say against them."""
    path = tmp_path / "paper.docx"
    path.write_bytes(made(master))
    assert validator.violations(path) == []
