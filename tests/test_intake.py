"""The folder as people leave it: which files are read, under which names, and on which day they came."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

import emg_xlsx as emg
from emg_xlsx import intake
from emg_xlsx.errors import EmgError
from emg_xlsx.text import visible
from emg_xlsx.values import SourceFile
from emg_xlsx.xlsx import Limits
from tests.filled import filled

posix = pytest.mark.skipif(os.name == "nt", reason="names and links that only other systems allow")


def found(*roots: Path, limits: Limits | None = None) -> list[SourceFile]:
    """Every source under these files and folders."""
    return list(intake.sources(intake.collect(roots), roots, limits))


def names(*roots: Path) -> list[str]:
    """What they are called."""
    return [source.name for source in found(*roots)]


def merged(folder: Path) -> list[list[str]]:
    """Text and day of each contribution of the master."""
    rows = emg.merge(folder, day=date(2022, 3, 15)).contributions
    return [[str(cell) for cell in row] for row in rows[["description", "submitted"]].astype(str).to_numpy()]


def put(path: Path, data: bytes = b"x") -> Path:
    """Write a file and the folders it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "litter",
    [
        "~$UNEP.xlsx",
        ".DS_Store",
        "Thumbs.db",
        "THUMBS.DB",
        "desktop.ini",
        "__MACOSX/UNEP.xlsx",
        ".git/config",
        "._UNEP.xlsx",
        ".~UNEP.xlsx",
    ],
)
def test_what_programs_leave_is_passed_over(tmp_path: Path, litter: str) -> None:
    """Lock files, hidden files and what operating systems leave are not read."""
    put(tmp_path / "UNEP.xlsx")
    put(tmp_path / litter)
    assert names(tmp_path) == ["UNEP.xlsx"]


def test_sub_folders_are_read_and_named(tmp_path: Path) -> None:
    """A file in a sub-folder is named with it; empty folders say nothing."""
    put(tmp_path / "late" / "again" / "UNEP.xlsx")
    (tmp_path / "empty" / "emptier").mkdir(parents=True)
    assert names(tmp_path) == ["late/again/UNEP.xlsx"]


def test_folders_deeper_than_the_call_stack(tmp_path: Path) -> None:
    """Folders may lie inside each other to any depth that the system allows."""
    folder = tmp_path / "/".join("d" * 900)
    put(folder / "UNEP.xlsx")
    assert len(names(tmp_path)) == 1


def test_only_empty_folders_is_nothing_found(tmp_path: Path) -> None:
    """A folder with nothing but empty folders and litter is said to hold no files."""
    (tmp_path / "empty").mkdir()
    put(tmp_path / ".DS_Store")
    with pytest.raises(EmgError):
        intake.collect([tmp_path])


@posix
def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    """A link to a file or folder elsewhere, to nowhere or to itself is passed over; one inside the folder is read."""
    folder = tmp_path / "in"
    put(folder / "UNEP.xlsx")
    put(tmp_path / "secret" / "key.xlsx")
    (folder / "file.xlsx").symlink_to(tmp_path / "secret" / "key.xlsx")
    (folder / "folder").symlink_to(tmp_path / "secret")
    (folder / "nowhere").symlink_to(tmp_path / "none")
    (folder / "itself").symlink_to(folder / "itself")
    (folder / "up").symlink_to(tmp_path)
    (folder / "again.xlsx").symlink_to(folder / "UNEP.xlsx")
    assert names(folder) == ["UNEP.xlsx", "again.xlsx"]


@posix
def test_pipes_are_not_read(tmp_path: Path) -> None:
    """A pipe in the folder, which might never end, is passed over."""
    put(tmp_path / "UNEP.xlsx")
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert names(tmp_path) == ["UNEP.xlsx"]


@posix
@pytest.mark.parametrize(
    "name", ["a\nb.xlsx", "\u202exslx.exe.xlsx", "a\x1b[31mb.xlsx", "b\\..\\..\\c.xlsx", "\u200b.xlsx", "a\u2028b.xlsx"]
)
def test_names_are_safe_to_print(tmp_path: Path, name: str) -> None:
    """Line ends, colours, invisible and right-to-left marks and ways out of the folder do not reach a name."""
    put(tmp_path / name)
    (safe,) = names(tmp_path)
    assert safe == visible(safe, 1000)
    assert safe.isprintable()
    assert ".." not in safe.split("/")


@posix
def test_name_that_is_no_text(tmp_path: Path) -> None:
    """A file name in another encoding than the system's can still be printed and written."""
    put(Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.xlsx")))
    assert names(tmp_path)[0].encode("utf-8") == b"caf.xlsx"


@posix
def test_names_that_look_the_same_stay_apart(tmp_path: Path) -> None:
    """Two files whose names differ in what cannot be seen get names that differ."""
    put(tmp_path / "UNEP.xlsx", b"1")
    put(tmp_path / "UNEP\u200b.xlsx", b"2")
    put(tmp_path / "UNEP (2).xlsx", b"3")
    assert len(set(names(tmp_path))) == 3


def test_same_name_in_two_folders(tmp_path: Path) -> None:
    """Files of one name from two folders are told apart by the folder, whichever folder is named first."""
    put(tmp_path / "a" / "UNEP.xlsx", b"1")
    put(tmp_path / "b" / "UNEP.xlsx", b"2")
    assert names(tmp_path / "a", tmp_path / "b") == ["a/UNEP.xlsx", "b/UNEP.xlsx"]
    assert names(tmp_path / "b", tmp_path / "a") == ["a/UNEP.xlsx", "b/UNEP.xlsx"]


def test_file_larger_than_its_limit_is_not_read(tmp_path: Path) -> None:
    """A file over the limit is told before it is taken into memory."""
    put(tmp_path / "UNEP.xlsx", bytes(2000))
    (source,) = found(tmp_path, limits=Limits(file_bytes=1000))
    assert source.trouble is not None
    assert (source.trouble.code, source.data) == ("file-too-large", b"")


def test_file_that_vanishes_is_a_finding(tmp_path: Path) -> None:
    """A file that is gone, or may not be read, when its turn comes is told and stops nothing."""
    path = put(tmp_path / "UNEP.xlsx")
    put(tmp_path / "WFP.xlsx")
    files = intake.collect([tmp_path])
    path.unlink()
    trouble = {source.name: source.trouble for source in intake.sources(files, [tmp_path])}
    gone = trouble["UNEP.xlsx"]
    assert gone is not None
    assert gone.code == "file-unreadable"
    assert trouble["WFP.xlsx"] is None


@pytest.mark.parametrize(
    ("place", "day"),
    [
        ("2022-03-04/UNEP.xlsx", date(2022, 3, 4)),
        ("2022-03-04 late/UNEP.xlsx", date(2022, 3, 4)),
        ("2022-03-04/from Ana/UNEP.xlsx", date(2022, 3, 4)),
        ("2022-03-04/2022-03-09/UNEP.xlsx", date(2022, 3, 9)),
        ("2022-02-30/UNEP.xlsx", None),
        ("2022-03-041/UNEP.xlsx", None),
        ("2022-03-04 UNEP.xlsx", None),
        ("UNEP.xlsx", None),
    ],
)
def test_dated_folders(tmp_path: Path, place: str, day: date | None) -> None:
    """The innermost folder named after a day dates its files; a file's own name does not."""
    put(tmp_path / place)
    assert found(tmp_path)[0].origin.filed == day


def test_the_named_folder_may_be_the_dated_one(tmp_path: Path) -> None:
    """A dated folder counts whether its parent, itself or the file in it was asked for."""
    path = put(tmp_path / "2022-03-04" / "UNEP.xlsx")
    for root in (tmp_path, path.parent, path):
        assert found(root)[0].origin.filed == date(2022, 3, 4)


def test_later_folder_wins(tmp_path: Path) -> None:
    """Of two undated files of one sender, the one in the later folder stands, and its day is in the master."""
    put(tmp_path / "2022-03-09" / "a.xlsx", filled(text="Newer", email="ana@unep.example"))
    put(tmp_path / "2022-03-04" / "z.xlsx", filled(text="Older", email="ana@unep.example"))
    assert merged(tmp_path) == [["Newer", "2022-03-09"]]


def test_the_form_comes_before_the_folder(tmp_path: Path) -> None:
    """The day in the form counts more than that of the folder, and the file system's day counts nothing."""
    old = put(tmp_path / "2022-03-09" / "a.xlsx", filled(text="Older", completed=date(2022, 3, 1)))
    put(tmp_path / "2022-03-04" / "z.xlsx", filled(text="Newer", completed=date(2022, 3, 2)))
    os.utime(old, (2_000_000_000, 2_000_000_000))
    assert merged(tmp_path) == [["Newer", "2022-03-02"]]


def test_a_hidden_workbook_is_somebodys(tmp_path: Path) -> None:
    """A workbook whose name begins with a dot is read like any other."""
    put(tmp_path / ".UNEP.xlsx")
    assert [path.name for path in intake.collect([tmp_path])] == [".UNEP.xlsx"]
