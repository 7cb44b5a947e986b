"""Zips and mails: what is in them is read as if it lay in the folder, and hostile ones are contained."""

from __future__ import annotations

import gzip
import hashlib
import json
import struct
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

import olefile
import pandas as pd
import pytest
from click.testing import CliRunner

import emg_xlsx as emg
from emg_xlsx.cli import main
from emg_xlsx.containers import opened
from emg_xlsx.containers.opening import kind_of
from emg_xlsx.errors import EmgError
from emg_xlsx.pipeline import Options, check_files
from emg_xlsx.roundtrip import merge_files
from emg_xlsx.values import Origin, SourceFile
from emg_xlsx.xlsx import Limits
from tests.filled import blank, filled
from tests.mails import Msg, compound, eml

DAY = date(2022, 3, 15)
BOOK = blank("UNEP")
"""Any workbook."""


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these files."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return buffer.getvalue()


def sources(name: str, data: bytes, limits: Limits | None = None) -> list[SourceFile]:
    """What is in a file of this name."""
    return list(opened(SourceFile(name, data, hashlib.sha256(data).hexdigest()), limits or Limits()))


def names(name: str, data: bytes) -> list[str]:
    """What the files in it are called."""
    return [source.name for source in sources(name, data)]


def table(frame: pd.DataFrame, *columns: str) -> list[list[str]]:
    """Some columns of a frame as texts."""
    return [[str(cell) for cell in row] for row in frame[list(columns)].astype(str).to_numpy()]


def troubles(name: str, data: bytes, limits: Limits | None = None) -> dict[str, str]:
    """The finding codes of what could not be opened, by name."""
    return {source.name: source.trouble.code for source in sources(name, data, limits) if source.trouble}


# ---------------------------------------------------------------- what is opened


def test_zip_of_submissions() -> None:
    """Each workbook of a zip is named after both, keeps its bytes, and litter in the zip is passed over."""
    data = zipped({"UNEP.xlsx": BOOK, "b/FAO.xlsx": b"x", "__MACOSX/._UNEP.xlsx": b"", "b/.DS_Store": b"", "e/": b""})
    found = sources("archive.zip", data)
    assert [source.name for source in found] == ["archive.zip/UNEP.xlsx", "archive.zip/b/FAO.xlsx"]
    assert found[0].data == BOOK
    assert found[0].sha256 == hashlib.sha256(BOOK).hexdigest()
    assert found[0].container == "archive.zip"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("UNEP.zip", BOOK, "workbook"),
        ("UNEP.xlsx", zipped({"UNEP.xlsx": BOOK}), "zip"),
        ("UNEP.xlsx", eml({"UNEP.xlsx": BOOK}), "eml"),
        ("UNEP.xlsx", Msg({"UNEP.xlsx": BOOK}).data(), "msg"),
        ("UNEP.eml", BOOK, "workbook"),
        ("UNEP.eml", b"Dear all, we have nothing to report", "other"),
        ("UNEP.msg", compound({"Workbook": bytes(5000)}), "other"),
        ("page.mht", b"From: <Saved by a browser>\nSnapshot-Content-Location: x\nSubject: y\nDate: z\n\n", "other"),
        ("a.docx", zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "other"),
        ("a.csv", b"From: here;To: there\n", "other"),
    ],
)
def test_content_decides_not_the_name(name: str, data: bytes, kind: str) -> None:
    """A file is what is in it, whatever it is called."""
    assert kind_of(name, data, Limits()) == kind


@pytest.mark.parametrize("kind", ["eml", "msg"])
def test_mail_gives_its_workbook_and_where_it_came_from(kind: str) -> None:
    """The attached workbook carries the mail's sender, day and subject; pictures in its text are not told."""
    files = {"logo.png": b"\x89PNG", "UNEP.xlsx": BOOK}
    (source,) = sources(f"mail.{kind}", eml(files) if kind == "eml" else Msg(files).data())
    assert (source.name, source.data) == (f"mail.{kind}/UNEP.xlsx", BOOK)
    assert [note.code for note in source.notes] == ["mail-text"]
    assert source.origin == Origin("ana@unep.example", date(2022, 3, 4), "Our answer")


def test_what_a_mail_says_is_kept(tmp_path: Path) -> None:
    """The words of a mail with a workbook stand in Left out, its subject in Register."""
    (tmp_path / "mail.eml").write_bytes(eml({"UNEP.xlsx": filled("UNEP")}, text="Please ignore A03."))
    master = emg.merge(tmp_path)
    kept = master.left_out[master.left_out["code"] == "mail-text"]
    assert kept[["entity", "value"]].to_numpy().tolist() == [["UNEP", "Please ignore A03."]]
    assert master.register.set_index("file").loc["mail.eml/UNEP.xlsx", "subject"] == "Our answer"


def test_a_long_mail_is_kept_whole(tmp_path: Path) -> None:
    """What does not fit into one cell goes on in the next line; nothing is cut, and a second merge finds it there."""
    said = " ".join(str(number) for number in range(20_000))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "mail.eml").write_bytes(eml({"UNEP.xlsx": filled("UNEP")}, text=said))
    master = emg.merge(tmp_path / "in")
    kept = master.left_out[master.left_out["code"] == "mail-text"]
    assert len(kept) > 1
    assert "".join(kept["value"]) == said
    emg.write_master(master, tmp_path / "master.xlsx")
    options = Options(day=DAY)
    assert merge_files([tmp_path / "in"], emg.load_plan(), options, into=tmp_path / "master.xlsx").unchanged
    again = emg.merge(tmp_path / "in", into=tmp_path / "master.xlsx")
    assert "".join(again.left_out.loc[again.left_out["code"] == "mail-text", "value"]) == said


def test_day_of_a_mail_is_its_senders() -> None:
    """A mail sent late in the evening in New York was sent that day, though it was the next one in Geneva."""
    (source,) = sources("mail.eml", eml({"UNEP.xlsx": BOOK}, date="Fri, 04 Mar 2022 23:30:00 -0500"))
    assert source.origin.mailed == date(2022, 3, 4)
    headers = "From: x@unep.example\r\nDate: Fri, 04 Mar 2022 23:30:00 -0500\r\n"
    (source,) = sources("mail.msg", Msg({"UNEP.xlsx": BOOK}, headers=headers).data())
    assert source.origin.mailed == date(2022, 3, 4)


@pytest.mark.parametrize("day", [None, "yesterday", "Fri, 99 Foo 2022", "Fri, 04 Mar 99999 00:00:00 +9999"])
def test_mail_without_a_day(day: str | None) -> None:
    """A mail whose day is missing or cannot be read has none; nothing is guessed."""
    (source,) = sources("mail.eml", eml({"UNEP.xlsx": BOOK}, date=day))
    assert source.origin.mailed is None


def test_msg_of_other_alphabets() -> None:
    """Texts of a mail that is not in Unicode are read in its own character set."""
    mail = Msg({"Отчёт.xlsx": BOOK}, subject="Наш ответ", codepage=1251)
    (source,) = sources("mail.msg", mail.data())
    assert (source.name, source.origin.subject) == ("mail.msg/Отчёт.xlsx", "Наш ответ")


def test_msg_is_a_sound_compound_file() -> None:
    """The mails these tests make satisfy the library at its strictest, so that they stand for real ones."""
    data = Msg({"UNEP.xlsx": BOOK, "a.txt": b"a"}, mails=(Msg({"b.xlsx": BOOK}),)).data()
    with olefile.OleFileIO(data, raise_defects=olefile.DEFECT_UNSURE) as file:
        assert file.parsing_issues == []


def test_mail_attached_to_a_mail() -> None:
    """A forwarded mail is opened; its own sender and day count, those of the forwarding one only where it has none."""
    inner = eml({"UNEP.xlsx": BOOK}, sender="bo@unep.example", date=None, subject="Inner: one")
    (source,) = sources("mail.eml", eml(mails=[inner]))
    assert source.name == "mail.eml/Inner: one.eml/UNEP.xlsx"
    assert (source.origin.sender, source.origin.mailed) == ("bo@unep.example", date(2022, 3, 4))
    (source,) = sources("mail.msg", Msg({}, mails=(Msg({"UNEP.xlsx": BOOK}, sender="bo@unep.example"),)).data())
    assert (source.name, source.origin.sender) == ("mail.msg/Our answer.eml/UNEP.xlsx", "bo@unep.example")


def test_mails_in_a_zip_in_a_dated_folder() -> None:
    """A zip of mails gives the workbooks attached to them; a dated folder in it counts."""
    (source,) = sources("mails.zip", zipped({"2022-03-09/mail.eml": eml({"UNEP.xlsx": BOOK})}))
    assert source.name == "mails.zip/2022-03-09/mail.eml/UNEP.xlsx"
    assert (source.origin.filed, source.origin.mailed) == (date(2022, 3, 9), date(2022, 3, 4))


def test_what_was_meant_as_an_answer_is_told() -> None:
    """An attached spreadsheet that cannot be read is a file of its own; a letter beside it is only noted."""
    found = sources("mail.eml", eml({"letter.pdf": b"%PDF-1.7", "UNEP.xls": b"", "data.csv": b"a;b\n1;2\n"}))
    assert [source.name for source in found] == ["mail.eml/UNEP.xls", "mail.eml/data.csv"]
    note, _ = found[0].notes
    assert (note.code, note.value, note.file) == ("attachment-ignored", "letter.pdf", "mail.eml/UNEP.xls")


@pytest.mark.parametrize("kind", ["eml", "msg"])
def test_mail_without_a_workbook_keeps_its_text(kind: str) -> None:
    """A mail with no workbook is one file with one finding, which holds what the mail says."""
    text = "We have nothing to report this time."
    files = {"letter.pdf": b"%PDF-1.7"}
    data = eml(files, text=text) if kind == "eml" else Msg(files, text=text).data()
    (source,) = sources(f"mail.{kind}", data)
    assert source.trouble is not None
    assert (source.trouble.code, source.trouble.value) == ("mail-without-workbook", text)
    assert "letter.pdf" in source.trouble.message()
    assert source.origin.sender == "ana@unep.example"


def test_text_of_a_web_page() -> None:
    """Of a mail that is only a web page, the words are kept, without marks, styles and scripts."""
    page = b"<html><head><style>p {}</style></head><body><p>Nothing &amp; nobody</p><script>x()</script></body></html>"
    (source,) = sources("mail.msg", Msg({}, text="", html=page).data())
    assert source.trouble is not None
    assert source.trouble.value == "Nothing & nobody"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("../../etc/UNEP.xlsx", "UNEP.xlsx"),
        ("..\\UNEP.xlsx", "UNEP.xlsx"),
        ("\u202exslx.UNEP.xlsx", "xslx.UNEP.xlsx"),
        ("C:\\Users\\ana\\UNEP.xlsx", "UNEP.xlsx"),
        ("..", "_"),
    ],
)
def test_names_of_attachments_are_safe(written: str, name: str) -> None:
    """An attachment's name leads nowhere and hides nothing."""
    assert names("mail.msg", Msg({written: BOOK}).data()) == [f"mail.msg/{name}"]


def test_two_attachments_of_one_name(tmp_path: Path) -> None:
    """Files of one name in one mail are told apart by a number."""
    data = Msg({"a/UNEP.xlsx": BOOK, "b/UNEP.xlsx": filled()}).data()
    (tmp_path / "mail.msg").write_bytes(data)
    assert [*emg.validate(tmp_path, day=DAY).files["file"]] == ["mail.msg/UNEP.xlsx", "mail.msg/UNEP (2).xlsx"]


# ---------------------------------------------------------------- what is contained


def nested(levels: int) -> bytes:
    """A workbook in so many zips, one inside the other."""
    data = BOOK
    for level in range(levels):
        data = zipped({f"{level}.zip" if level else "UNEP.xlsx": data})
    return data


def test_one_zip_inside_a_zip_is_opened_and_no_more() -> None:
    """One level of nesting is read; what lies deeper is told."""
    assert names("a.zip", nested(2)) == ["a.zip/1.zip/UNEP.xlsx"]
    assert troubles("a.zip", nested(3)) == {"a.zip/2.zip/1.zip": "container-nested"}


def test_mails_nested_deeper_are_told() -> None:
    """A zip attached to a mail is opened; a zip in a mail in a mail, and a third mail, are told."""
    in_zip = zipped({"UNEP.xlsx": BOOK})
    assert names("m.eml", eml({"a.zip": in_zip})) == ["m.eml/a.zip/UNEP.xlsx"]
    inner = eml({"a.zip": in_zip}, subject="B")
    assert troubles("m.eml", eml(mails=[inner])) == {"m.eml/B.eml/a.zip": "container-nested"}
    third = eml(mails=[eml({"UNEP.xlsx": BOOK}, subject="C")], subject="B")
    assert troubles("m.eml", eml(mails=[third])) == {"m.eml/B.eml/C.eml": "container-nested"}
    deep = Msg({}, mails=(Msg({}, subject="B", mails=(Msg({"UNEP.xlsx": BOOK}, subject="C"),)),))
    assert troubles("m.msg", deep.data()) == {"m.msg/B.eml/C.eml": "container-nested"}


def with_flag(data: bytes) -> bytes:
    """The zip with its entries marked as encrypted."""
    out = bytearray(data)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        out[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    return bytes(out)


def with_twin(data: bytes) -> bytes:
    """The zip with its entry ``B.xlsx`` renamed to be the twin of ``a.xlsx``."""
    return data.replace(b"B.xlsx", b"A.xlsx")


HOSTILE: dict[str, tuple[bytes, str]] = {
    "encrypted": (with_flag(zipped({"UNEP.xlsx": BOOK})), "container-encrypted"),
    "traversal": (zipped({"../UNEP.xlsx": BOOK}), "container-unsafe"),
    "absolute": (zipped({"/etc/UNEP.xlsx": BOOK}), "container-unsafe"),
    "twins": (with_twin(zipped({"a.xlsx": BOOK, "B.xlsx": BOOK})), "container-unsafe"),
    "entries": (zipped({f"{n}.txt": b"" for n in range(6_000)}), "container-too-large"),
    "truncated": (zipped({"UNEP.xlsx": BOOK})[:-30], "container-damaged"),
    "empty": (zipped({}), "container-empty"),
    "litter": (zipped({"__MACOSX/UNEP.xlsx": b"", "folder/": b""}), "container-empty"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_zips_are_told_once(case: str) -> None:
    """A zip that is encrypted, misleading, endless, damaged or empty is one file with one clear finding."""
    data, code = HOSTILE[case]
    assert [(s.name, s.trouble and s.trouble.code) for s in sources("a.zip", data)] == [("a.zip", code)]


def test_damaged_member_costs_only_itself() -> None:
    """Of a zip with one damaged file the others are read."""
    data = bytearray(zipped({"a.xlsx": BOOK, "b.xlsx": BOOK}))
    data[12_000] ^= 0xFF
    found = sources("a.zip", bytes(data))
    assert [(s.name, s.trouble and s.trouble.code) for s in found] == [
        ("a.zip/a.xlsx", "file-damaged"),
        ("a.zip/b.xlsx", None),
    ]


def test_bomb_in_a_zip_costs_only_itself() -> None:
    """A member that inflates beyond its limit is told, and what comes after it is read."""
    data = zipped({"bomb.xlsx": bytes(20_000_000), "c.xlsx": BOOK})
    limits = Limits(entry_bytes=1_000_000)
    found = sources("a.zip", data, limits)
    assert [(s.name, s.trouble and s.trouble.code) for s in found] == [
        ("a.zip/bomb.xlsx", "file-too-large"),
        ("a.zip/c.xlsx", None),
    ]


def test_total_of_a_zip_is_bounded() -> None:
    """Once the files of a zip inflate to more than is read of one file, the rest is told, with what was read kept."""
    data = zipped({f"{n}.xlsx": bytes(1_000_000) for n in range(8)})
    found = sources("a.zip", data, Limits(total_bytes=3_500_000))
    assert [s.name for s in found] == ["a.zip/0.xlsx", "a.zip/1.xlsx", "a.zip/2.xlsx", "a.zip"]
    assert found[-1].trouble is not None
    assert found[-1].trouble.code == "container-too-large"


def test_zips_in_a_zip_share_its_total() -> None:
    """Nesting multiplies nothing: what is in inner zips counts against the outer one."""
    inner = zipped({f"{n}.xlsx": bytes(1_000_000) for n in range(2)})
    data = zipped({f"{n}.zip": inner for n in range(4)})
    assert troubles("a.zip", data, Limits(total_bytes=3_500_000)) == {"a.zip": "container-too-large"}


@pytest.mark.parametrize("kind", ["zip", "eml", "msg"])
def test_members_are_bounded(kind: str) -> None:
    """An archive or mail with more files than allowed is told."""
    files = {f"{n:03}.xlsx": b"x" for n in range(30)}
    make: dict[str, Callable[[], bytes]] = {
        "zip": lambda: zipped(files), "eml": lambda: eml(files), "msg": lambda: Msg(files).data(),
    }  # fmt: skip
    assert troubles(f"a.{kind}", make[kind](), Limits(members=20)) == {f"a.{kind}": "container-too-large"}


def test_time_of_all_members_is_bounded() -> None:
    """Files that are slow to read cannot hold up the run beyond the limit of the archive they came in."""
    data = zipped({f"{n}.xlsx": b"x" for n in range(50)})
    seen = []
    for source in opened(SourceFile("a.zip", data, ""), Limits(members_seconds=0.1)):
        seen.append(source)
        until = time.process_time() + 0.06
        while time.process_time() < until:
            pass
    assert len(seen) < 6
    assert seen[-1].trouble is not None
    assert seen[-1].trouble.code == "container-too-large"


def test_stored_workbooks_do_not_count_as_entries() -> None:
    """Workbooks stored as they are in a zip bring their own directories, which are not the zip's."""
    many = {f"{n:03}.xlsx": BOOK for n in range(40)}
    assert len(sources("a.zip", zipped(many, zipfile.ZIP_STORED), Limits(entries=100))) == 40


MAILS: dict[str, bytes] = {
    "parts": b"From: a@b.c\nTo: d@e.f\nDate: x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 500_000,
    "nesting": b"From: a@b.c\nTo: d@e.f\nDate: x\n"
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(900)),
    "lines": b"From: a@b.c\nTo: d@e.f\nDate: x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"\n" * 15_000_000,
    "header": b"From: a@b.c\nTo: d@e.f\nDate: x\nContent-Type: text/plain" + b';a="b";' * 300_000 + b"\n\nHello",
    "sender": b"From: " + b"(" * 400_000 + b"\nTo: d@e.f\nDate: " + b"1 " * 100_000 + b"\nSubject: =?x?y?z\n\nHello",
    "page": b"From: a@b.c\nTo: d@e.f\nDate: x\nContent-Type: text/html\n\n" + b"<style" * 200_000 + b"<" * 200_000,
    "charset": b'From: a@b.c\nTo: d@e.f\nDate: x\nContent-Type: text/plain; charset="no\\x00ne"\n\nHello',
    "base64": b"From: a@b.c\nTo: d@e.f\nDate: x\nContent-Type: application/x; name=a.pdf\n"
    b"Content-Transfer-Encoding: base64\n\n!!!!\xff\xfe===",
}


@pytest.mark.parametrize("case", MAILS)
def test_hostile_mails_are_told_quickly(case: str) -> None:
    """A mail made to be slow or to break its reader is one file with one finding, after at most some seconds."""
    begin = time.process_time()
    (code,) = troubles("mail.eml", MAILS[case]).values()
    assert code in ("container-too-large", "container-unsafe", "container-damaged", "mail-without-workbook")
    assert time.process_time() - begin < 5


def with_number(data: bytes, at: int, value: int) -> bytes:
    """The file with one number of its header changed."""
    out = bytearray(data)
    struct.pack_into("<I", out, at, value)
    return bytes(out)


def test_damaged_msg_is_told_not_raised() -> None:
    """Each number of a compound file's header and directory turned to nonsense gives findings, never an exception."""
    data = Msg({"UNEP.xlsx": BOOK}).data()
    directory = data.find("Root Entry".encode("utf-16-le"))
    places = [*range(24, 80, 4), *(directory + 128 * entry + at for entry in range(4) for at in (64, 68, 72, 116, 120))]
    begin = time.process_time()
    for at in places:
        for value in (0, 1, 3, 0x7FFFFFFF, 0xFFFFFFFE):
            assert len(sources("mail.msg", with_number(data, at, value))) == 1
    assert time.process_time() - begin < 20


def test_msg_with_a_huge_directory() -> None:
    """A compound file with more entries than a mail can have is told before they are compared with each other."""
    tree = {f"__substg1.0_{n:08X}": b"x" * 5 for n in range(12_000)}
    begin = time.process_time()
    sources("mail.msg", compound({**tree, "__properties_version1.0": bytes(32)}))
    assert time.process_time() - begin < 10


def test_other_archives_are_not_opened(tmp_path: Path) -> None:
    """Of archives only zips are opened; another kind says what it is."""
    (tmp_path / "a.xlsx.gz").write_bytes(gzip.compress(BOOK))
    assert [*emg.validate(tmp_path, day=DAY).findings["code"]] == ["file-archive"]


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading archives and mails leaves nothing on the disk."""
    monkeypatch.chdir(tmp_path)
    before = zipped({"a/UNEP.xlsx": BOOK, "m.eml": eml({"UNEP.xlsx": BOOK}), "m.msg": Msg({"UNEP.xlsx": BOOK}).data()})
    (tmp_path / "a.zip").write_bytes(before)
    emg.validate(tmp_path, day=DAY)
    assert [path.name for path in tmp_path.rglob("*")] == ["a.zip"]


# ---------------------------------------------------------------- in the master


def test_later_mail_wins(tmp_path: Path) -> None:
    """Of two files of one sender, the one that was mailed later stands, and the master has the mail's day."""
    newer = eml({"a.xlsx": filled(text="Newer")}, date="Wed, 09 Mar 2022 10:00:00 +0100")
    (tmp_path / "1.eml").write_bytes(newer)
    (tmp_path / "2.msg").write_bytes(Msg({"a.xlsx": filled(text="Older")}).data())
    master = emg.merge(tmp_path, day=DAY)
    assert table(master.contributions, "description", "submitted", "file") == [["Newer", "2022-03-09", "1.eml/a.xlsx"]]
    assert {"ana@unep.example"} == set(master.register["email"].dropna())


def test_mails_of_two_senders_have_no_order(tmp_path: Path) -> None:
    """What two colleagues mailed is a conflict where it differs, whichever mail is later."""
    other = eml({"a.xlsx": filled(text="Other")}, sender="bo@unep.example", date="Wed, 09 Mar 2022 10:00:00 +0100")
    (tmp_path / "1.eml").write_bytes(eml({"a.xlsx": filled(text="Mine")}))
    (tmp_path / "2.eml").write_bytes(other)
    master = emg.merge(tmp_path, day=DAY)
    assert [*master.conflicts["field"]] == ["What we do"]


def test_address_in_the_form_comes_before_the_mails(tmp_path: Path) -> None:
    """Two mails sent by an assistant and a colleague, with one address in both forms, are of one sender."""
    for number, (text, who, day) in enumerate([("Newer", "bo", "09"), ("Older", "ana", "04")]):
        data = filled(text=text, email="Ana@unep.example" if number else "ana@unep.example")
        mail = eml({"a.xlsx": data}, sender=f"{who}@unep.example", date=f"Fri, {day} Mar 2022 10:00:00 +0000")
        (tmp_path / f"{number}.eml").write_bytes(mail)
    master = emg.merge(tmp_path, day=DAY)
    assert [*master.contributions["description"]] == ["Newer"]


def test_copy_saved_beside_its_mail_has_the_mails_day(tmp_path: Path) -> None:
    """A workbook that also lies beside its mail is counted once, with the mail's day whichever is found first."""
    workbook = filled()
    for name in ("a.eml", "z.eml"):
        folder = tmp_path / name[0]
        folder.mkdir()
        (folder / name).write_bytes(eml({"UNEP.xlsx": workbook}))
        (folder / "m.xlsx").write_bytes(workbook)
        master = emg.merge(folder, day=DAY)
        files = master.register[master.register["file"].notna()]
        assert sorted(files["state"]) == ["identical", "questions"]
        assert table(master.contributions, "submitted") == [["2022-03-04"]]


def test_mail_without_a_workbook_is_in_the_register(tmp_path: Path) -> None:
    """It is listed as not usable with who wrote it, and its text stands in the questions."""
    (tmp_path / "mail.eml").write_bytes(eml(text="Nothing to report."))
    master = emg.merge(tmp_path, day=DAY)
    listed = master.register[master.register["file"].notna()]
    assert table(listed, "file", "state", "email") == [["mail.eml", "returned", "ana@unep.example"]]
    assert table(master.questions, "code", "value") == [["mail-without-workbook", "Nothing to report."]]


def test_zip_reads_as_its_folder(tmp_path: Path) -> None:
    """The same submissions give the same contributions from a folder and from a zip of it."""
    files = {"UNEP.xlsx": filled(), "FAO.xlsx": filled("FAO", text="We advise")}
    (tmp_path / "folder").mkdir()
    for name, data in files.items():
        (tmp_path / "folder" / name).write_bytes(data)
    (tmp_path / "all.zip").write_bytes(zipped(files))
    one, other = (emg.merge(tmp_path / name, day=DAY).contributions for name in ("folder", "all.zip"))
    assert [*one.columns] == [*other.columns]
    assert one.drop(columns="file").equals(other.drop(columns="file"))


def test_decided_entity_of_a_member(tmp_path: Path) -> None:
    """A file in a mail is named on the command line as it is shown."""
    (tmp_path / "mail.eml").write_bytes(eml({"UNEP.xlsx": filled()}))
    words = ["validate", str(tmp_path), "--entity", "mail.eml/UNEP.xlsx=WFP", "--format", "json"]
    (file,) = json.loads(CliRunner().invoke(main, words).stdout)["files"]
    assert (file["file"], file["entity"]) == ("mail.eml/UNEP.xlsx", "WFP")


def test_progress_sees_the_files_in_containers(tmp_path: Path) -> None:
    """Who watches the run sees each file of a zip, and how many files lie in the folder."""
    (tmp_path / "a.zip").write_bytes(zipped({"UNEP.xlsx": BOOK, "FAO.xlsx": filled("FAO")}))
    seen: list[tuple[str, int]] = []

    def watch(found: Iterable[SourceFile], files: int) -> Iterator[SourceFile]:
        for source in found:
            seen.append((source.name, files))
            yield source

    check_files([tmp_path], emg.load_plan(), Options(day=DAY), watch)
    assert seen == [("a.zip/FAO.xlsx", 1), ("a.zip/UNEP.xlsx", 1)]


def test_read_submission_takes_the_one_workbook(tmp_path: Path) -> None:
    """One workbook in a mail can be read by itself; of several one has to be named."""
    path = tmp_path / "mail.eml"
    path.write_bytes(eml({"UNEP.xlsx": filled()}))
    assert emg.read_submission(path).entity == "UNEP"
    path.write_bytes(eml({"UNEP.xlsx": filled(), "FAO.xlsx": filled("FAO")}))
    with pytest.raises(EmgError):
        emg.read_submission(path)
