"""What holds for any files of any people, merged in any way (contract, "The master", 2, 3, 5 and 7)."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from rapidfuzz import fuzz

import emg_xlsx as emg
from emg_xlsx.builtin import builtin_tables
from emg_xlsx.mastered import Merging
from emg_xlsx.merged import MergedRow
from emg_xlsx.pipeline import Options
from emg_xlsx.plan import Plan, plan_from_tables
from emg_xlsx.reconcile.conflicts import ALIKE, SHORTEST, duplicates
from emg_xlsx.roundtrip import master_to_update, merge_files, save_merged
from emg_xlsx.tabular import lines_of_frame
from emg_xlsx.text import fold
from emg_xlsx.values import AcceptedRow, Answer, TypedRow
from tests.people import META, PLAN, titles_of, workbook

DAY = date(2022, 3, 15)
TITLES = {"ref": "Ref.", "role": "Our role", "description": "What we do",
          "schedule": "Our schedule (blank = as in the plan)", "status": "Status",
          "progress": "Progress or result", "amount_usd": "Amount, USD (optional)"}  # fmt: skip
WORDS = ["", "Chairs the group.", "Drafts the guidance note on restoration.", "Hosts a meeting of the task team."]
# What fails is small enough to be read as it is: making it smaller would take minutes.
MEASURED = settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))

ROWS = st.fixed_dictionaries(
    {
        "ref": st.sampled_from(["A01", "A01-D01", "A01-D01", "A03-D02", "A99", ""]),
        "role": st.sampled_from(["Lead", "Lead", "Contributing", "Kept informed", "Boss", ""]),
        "description": st.sampled_from(WORDS),
        "schedule": st.sampled_from(["", "June 2022", "Q1/Q2 2022", "2022 - 2021"]),
        "status": st.sampled_from(["", "Completed", "Delayed", "In progress", "so so"]),
        "progress": st.sampled_from(["", "Done so far.", "Half of it."]),
        "amount_usd": st.sampled_from(["", "500", "700", "-5", "much"]),
    }
)


@dataclass(frozen=True)
class Draft:
    """A submission to be made; ``answers`` is the place of an earlier one that it corrects, if any."""

    entity: str
    email: str
    kind: str
    day: str
    round: str
    rows: tuple[dict[str, str], ...]
    answers: int | None


DRAFTS = st.builds(
    Draft,
    entity=st.sampled_from(["UNEP", "UNEP", "FAO", "Nobody"]),
    email=st.sampled_from(["", "one@unep.example", "two@unep.example"]),
    kind=st.sampled_from(["", "", "Only some activities or rows", "Nothing to report this time"]),
    day=st.sampled_from(["", "2022-03-01", "2022-03-09"]),
    round=st.sampled_from(["2022-mid-term", "2022-mid-term", "2021-planning"]),
    rows=st.lists(ROWS, max_size=4).map(tuple),
    answers=st.none() | st.integers(0, 3),
)
FOLDERS = st.lists(DRAFTS, min_size=1, max_size=5)


@cache
def plan_of(activities: int, deliverables: int, *, own_column: bool) -> Plan:
    """A plan of a few activities with a few deliverables each, and three entities."""
    tables = builtin_tables()
    names = [row["id"] for row in tables["activities"]][:activities]
    kept = [[row for row in tables["deliverables"] if row["activity"] == name][:deliverables] for name in names]
    own = {"sheet": "Contributions", "key": "folder", "title": "Our folder", "help": "Where it is.", "type": "text",
           "codelist": None, "required": False}  # fmt: skip
    return plan_from_tables(
        {
            **tables,
            "activities": [row for row in tables["activities"] if row["id"] in names],
            "streams": [row for row in tables["streams"] if row["activity"] in names],
            "deliverables": [row for rows in kept for row in rows],
            "entities": [row for row in tables["entities"] if row["code"] in ("UNEP", "FAO", "WHO")],
            "columns": [own] if own_column else [],
        },
        "a plan of a test",
    )


PLANS = st.just(PLAN) | st.builds(plan_of, st.integers(1, 3), st.integers(1, 2), own_column=st.booleans())


def made(drafts: Sequence[Draft]) -> list[bytes]:
    """The workbooks of some drafts."""
    found: list[bytes] = []
    for draft in drafts:
        form = {"Your entity": draft.entity, "Focal point (name)": "A. Person", "E-mail": draft.email,
                "This file is …": draft.kind, "Completed on": draft.day}  # fmt: skip
        pages = {
            "Entity": "\n".join(f"| {label} | {value} |" for label, value in form.items()),
            "Contributions": "\n".join(
                ["| " + " | ".join(TITLES.values()) + " |"]
                + ["| " + " | ".join(row[key] for key in TITLES) + " |" for row in draft.rows]
            ),
        }
        meta = {**META, "round": draft.round}
        if draft.answers is not None and draft.answers < len(found):
            meta["answers"] = hashlib.sha256(found[draft.answers]).hexdigest()
        found.append(workbook(pages, meta))
    return found


@contextmanager
def folder(books: Sequence[bytes], names: Sequence[str]) -> Iterator[Path]:
    """A folder with these files, for as long as a test needs it."""
    with tempfile.TemporaryDirectory() as place:
        inbox = Path(place) / "in"
        inbox.mkdir()
        for book, name in zip(books, names, strict=True):
            (inbox / name).write_bytes(book)
        yield Path(place)


def merge(place: Path, *files: str, master: str = "master.xlsx", plan: Plan = PLAN) -> Merging:
    """Merge some files of a folder (all, if none is named) into its master."""
    path = place / master
    paths = [place / "in" / name for name in files] or [place / "in"]
    merging = merge_files(paths, plan, Options(day=DAY), into=master_to_update(path, replace_old=False))
    save_merged(path, merging, day=DAY, replace_old=False)
    return merging


def numbered(count: int) -> list[str]:
    """Names of files."""
    return [f"{number}.xlsx" for number in range(count)]


def said(merging: Merging) -> dict[str, list[Any]]:
    """All a master says but what may differ: numbers of ids, the log, and the names of files."""
    master = merging.master
    names = {line["file"]: line["sha256"] for line in lines_of_frame(master.register) if line["file"]}

    def plain(line: dict[str, Any], *without: str) -> list[str]:
        words = {key: value for key, value in line.items() if key not in without}
        text = repr(sorted(words.items()))
        for name, sha in names.items():
            text = text.replace(name, str(sha))
        return sorted(text.split("\\n"))

    frames = {"contributions": ("id",), "proposals": ("id",), "conflicts": ("id", "sides"), "questions": ("question",),
              "left_out": (), "register": ("file",)}  # fmt: skip
    return {
        name: sorted(plain(line, *without) for line in lines_of_frame(getattr(master, name)))
        for name, without in frames.items()
    } | {"sides": sorted(sorted(side[3:] for side in plain({"": line["sides"]})) for line in
                         lines_of_frame(master.conflicts))}  # fmt: skip


@given(FOLDERS, PLANS, st.randoms(use_true_random=False))
@MEASURED
def test_the_order_of_files_does_not_matter(drafts: list[Draft], plan: Plan, random: Any) -> None:
    """Whatever the files are called and however they are listed, the master says the same."""
    books = made(drafts)
    names = numbered(len(books))
    shuffled = random.sample(names, len(names))
    with folder(books, names) as one, folder(books, shuffled) as other:
        assert said(merge(one, plan=plan)) == said(merge(other, plan=plan))


@given(FOLDERS, PLANS)
@MEASURED
def test_merging_twice_changes_nothing(drafts: list[Draft], plan: Plan) -> None:
    """A second merge leaves the bytes as they are, and a new master of the same files has the same bytes."""
    books = made(drafts)
    with folder(books, numbered(len(books))) as place:
        merge(place, plan=plan)
        first = (place / "master.xlsx").read_bytes()
        again = merge(place, plan=plan)
        assert again.unchanged
        assert (place / "master.xlsx").read_bytes() == first
        merge(place, master="new.xlsx", plan=plan)
        assert (place / "new.xlsx").read_bytes() == first


@given(FOLDERS, PLANS, st.data())
@MEASURED
def test_one_after_the_other_is_both_together(drafts: list[Draft], plan: Plan, data: st.DataObject) -> None:
    """Merging some files and then the others says the same as merging all of them."""
    books = made(drafts)
    names = numbered(len(books))
    first = data.draw(st.sets(st.sampled_from(names), min_size=1))
    second = [name for name in names if name not in first]
    with folder(books, names) as place:
        together = merge(place, master="both.xlsx", plan=plan)
        apart = merge(place, *sorted(first), plan=plan)
        if second:
            apart = merge(place, *second, plan=plan)
        assert said(apart) == said(together)


@given(FOLDERS, st.data())
@MEASURED
def test_an_edit_survives(drafts: list[Draft], data: st.DataObject) -> None:
    """What the coordinator wrote into any cell stands after any number of merges of the same files."""
    books = made(drafts)
    with folder(books, numbered(len(books))) as place:
        ids = list(merge(place).master.contributions.index)
        if not ids:
            return
        name = data.draw(st.sampled_from(ids))
        title, key, words = data.draw(
            st.sampled_from(
                [
                    ("What we do", "description", "Ours."),
                    ("What we do", "description", None),
                    ("Our role", "role", "Reviewing or advising"),
                    ("Coordinator note", "note", "Ask."),
                    ("Amount, USD (optional)", "amount_usd", 12.5),
                ]
            )
        )
        book = load_workbook(place / "master.xlsx")
        page = book["Contributions"]
        column = titles_of(page).index(title) + 1
        row = next(n for n, line in enumerate(page.values, 1) if line[0] == name)
        page.cell(row, column).value = words
        book.save(place / "master.xlsx")
        wanted = {"Reviewing or advising": "REVIEW"}.get(str(words), words)
        for _ in range(3):
            merging = merge(place)
            found = {line["id"]: line for line in lines_of_frame(merging.master.contributions)}
            assert found[name][key] == wanted
        assert merging.unchanged


@given(FOLDERS, DRAFTS)
@MEASURED
def test_a_partial_answer_touches_only_its_rows(drafts: list[Draft], draft: Draft) -> None:
    """Rows that a further, partial file does not speak of stay word for word."""
    part = Draft(draft.entity, draft.email, "Only some activities or rows", draft.day, draft.round, draft.rows, None)
    books = made([*drafts, part])
    names = numbered(len(books))
    with folder(books, names) as place:
        before = {line["id"]: line for line in lines_of_frame(merge(place, *names[:-1]).master.contributions)}
        after = {line["id"]: line for line in lines_of_frame(merge(place, names[-1]).master.contributions)}
    touched = {(part.entity, row["ref"]) for row in part.rows}
    for name, line in before.items():
        if (line["entity"], line["ref"]) not in touched:
            assert after[name] == line


@given(FOLDERS, PLANS)
@MEASURED
def test_nothing_is_lost(drafts: list[Draft], plan: Plan) -> None:
    """Every word of every file in force stands in the master, in Conflicts, Left out or Questions.

    But what a later file of the same contribution says otherwise.
    """
    books = made(drafts)
    with folder(books, numbered(len(books))) as place:
        merging = merge(place, plan=plan)
    master = merging.master
    everywhere = "\n".join(
        str(value)
        for name in ("conflicts", "left_out", "questions")
        for line in lines_of_frame(getattr(master, name))
        for value in line.values()
    )
    in_force = {state.sha256 for state in merging.checked.files
                if state.state in ("accepted", "questions", "partial", "nil")}  # fmt: skip
    lines = lines_of_frame(master.contributions)
    for answer in merging.checked.answers:
        if answer.sha256 not in in_force:
            continue
        for row in answer.contributions:
            mine = [line for line in lines if (line["entity"], line["ref"]) == (answer.entity, row.values["ref"])]
            others = [r for a in merging.checked.answers if a.sha256 != answer.sha256 and a.entity == answer.entity
                      for r in a.contributions if r.values["ref"] == row.values["ref"]]  # fmt: skip
            for key, text in row.seen.items():
                value = row.values.get(key)
                known = value is not None and value in [line[key] for line in mine if key in line]
                later = any(other.values.get(key) not in (None, value) for other in others)
                assert known or later or text in everywhere, (answer.file, row.number, key, text)


@given(FOLDERS)
@MEASURED
def test_a_re_issue_that_comes_back_untouched_changes_no_value(drafts: list[Draft]) -> None:
    """Sent back in a mail as it went out, a pre-filled template is the answer "no change"."""
    books = made(drafts)
    with folder(books, numbered(len(books))) as place:
        master = merge(place).master
        before = {line["id"]: line for line in lines_of_frame(master.contributions)}
        for entity in sorted(set(master.contributions["entity"])):
            buffer = BytesIO()
            emg.write_template(buffer, PLAN, entity=entity, master=master)
            mail = EmailMessage()
            mail["From"], mail["Date"] = "one@unep.example", "Mon, 21 Mar 2022 10:00:00 +0000"
            mail.set_content("As before.")
            mail.add_attachment(buffer.getvalue(), maintype="application", subtype="octet-stream", filename="back.xlsx")
            (place / "in" / f"{entity}.eml").write_bytes(mail.as_bytes())
        after = {line["id"]: line for line in lines_of_frame(merge(place).master.contributions)}
    assert after.keys() == before.keys()
    for name, line in before.items():
        for key in TITLES:
            assert after[name][key] == line[key], (name, key)


@given(st.text(min_size=SHORTEST), st.text(max_size=12), st.integers(0, SHORTEST))
def test_texts_are_alike_by_what_is_different_in_them(words: str, more: str, place: int) -> None:
    """Two entities are asked about whenever their words are alike enough, whatever letters they are made of."""
    texts = [words, words[:place] + more + words[place + len(more) // 2 :]]
    nobody = AcceptedRow(Answer("", "", "noted", None, "", "", {}, {}, (), (), ()), TypedRow("", 0, {}, {}, {}))
    rows = [MergedRow(f"{who}/A01/1", who, "A01", {"ref": "A01", "description": text}, nobody, "", "")
            for who, text in zip(("FAO", "UNEP"), texts, strict=True)]  # fmt: skip
    one, other = map(fold, texts)
    alike = min(len(one), len(other)) >= SHORTEST and fuzz.ratio(one, other) >= ALIKE
    assert bool(list(duplicates(rows, PLAN))) == alike
