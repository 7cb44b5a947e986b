"""The draft e-mail: courteous, complete, the same each time, and safe whatever stands in a cell."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emg_xlsx.report import MessageLine, draft_of, eml, messages_csv
from emg_xlsx.values import Attachment
from tests.report.samples import NO_ROLE, Page, asked, examples, hostile, pack

BOOK = Attachment("EMG_2022-mid-term_UNEP_to-check.xlsx", b"PK\x03\x04 not really a workbook \r\n.\r\n--=_0_")
HEADERS = {"X-Unsent", "To", "Subject", "MIME-Version", "Content-Type"}


def parsed(data: bytes) -> EmailMessage:
    """A mail as a mail program sees it."""
    mail = message_from_bytes(data, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def test_opens_as_an_unsent_draft() -> None:
    """The draft is marked unsent, goes to the focal point, and leaves sender and day to the mail program."""
    mail = parsed(eml(draft_of(pack(), BOOK), BOOK))
    assert set(mail.keys()) == HEADERS
    assert mail["X-Unsent"] == "1"
    assert mail["To"] == "focal.point@unep.example"


def test_attachment_comes_out_as_it_went_in() -> None:
    """The workbook is attached under its name, byte for byte."""
    (part,) = parsed(eml(draft_of(pack(), BOOK), BOOK)).iter_attachments()
    assert part.get_filename() == BOOK.name
    assert part.get_content() == BOOK.data


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.XLSM", "application/vnd.ms-excel.sheet.macroEnabled.12"),
        ("a.bin", "application/octet-stream"),
        ("no ending", "application/octet-stream"),
    ],
)
def test_type_of_an_attachment(name: str, kind: str) -> None:
    """A mail program learns which program opens the attachment."""
    attached = Attachment(name, b"x")
    (part,) = parsed(eml(draft_of(pack(), attached), attached)).iter_attachments()
    assert part.get_content_type() == kind.lower()


def test_plain_and_html_say_the_same() -> None:
    """Who reads plain text reads every word that stands in the HTML."""
    mail = parsed(eml(draft_of(pack(), BOOK), BOOK))
    plain, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    said = " ".join(plain.get_content().replace("\n- ", "\n").split())
    assert Page(html.get_content()).text == said


def test_few_questions_are_named_many_are_attached() -> None:
    """Up to three questions stand in the message; of more it only tells how many, so that it stays short."""
    few = draft_of(pack())
    assert len(few.points) == 3
    for point, question in zip(few.points, pack().questions, strict=True):
        assert point.endswith(question.finding.message())
        assert str(question.finding.cell) in point
    many = draft_of(pack(questions=asked(*(replace(NO_ROLE, row=number) for number in range(1, 5)))))
    assert many.points == ()
    assert len(many.text) < 1200


def test_new_workbook_is_announced_otherwise() -> None:
    """Who gets a new workbook is not told to look for marks in their own, and who gets none is told of none."""
    texts = {draft_of(pack(), BOOK).text, draft_of(pack(), BOOK, annotated=False).text, draft_of(pack()).text}
    assert len(texts) == 3


def test_message_names_the_day_where_one_is_set() -> None:
    """The day to answer by is told where the round has one and something is open."""
    assert "31 March 2022" in draft_of(pack()).text
    assert "31 March" not in draft_of(pack(reply_by=None)).text
    assert "31 March" not in draft_of(pack(questions=())).text


def test_subject_tells_whether_something_is_to_do() -> None:
    """None, one and several questions, and a file that could not be used, each have a subject of their own."""
    packs = [pack(), pack(questions=()), pack(questions=asked(NO_ROLE)), pack(state="returned")]
    assert len({draft_of(one).subject for one in packs}) == 4


@pytest.mark.parametrize(
    "given",
    [
        None, "", "focal point at itu", "a@b", "a@b.example, c@d.example", "a@b.example;c@d.example",
        "a@b.example\nBcc: c@d.example", "a@b.example\r\n\r\nHello", " a@b.example", "a@b.example ",
        "Ada <a@b.example>", "a@b.example>", "a@@b.example", ".a@b.example", "a..b@b.example", "a@-b.example",
        "a@b-.example", "a@b.example.", "a@[127.0.0.1]", '"a b"@b.example', "a@b.example\x00", "a@b.éxample",
        "=a@b.example", f"{'a' * 250}@b.example", "a\u2028@b.example", "a%b@c.example", "a!b@c.example",
    ],
    ids=ascii,
)  # fmt: skip
def test_what_is_no_plain_address_is_left_empty(given: str | None) -> None:
    """Anything but exactly one plain address gives a draft without one, for the coordinator to fill."""
    mail = parsed(eml(draft_of(pack(to=given))))
    assert "To" not in mail


@pytest.mark.parametrize("given", ["a@b.example", "ada.o'hara+emg@mail.un-habitat.example", "A_1@X.EXAMPLE"])
def test_plain_addresses_are_used(given: str) -> None:
    """Addresses people really have are taken as they are."""
    assert parsed(eml(draft_of(pack(to=given))))["To"] == given


NASTY = st.one_of(
    st.text(max_size=80),
    st.sampled_from(["\r\nBcc: x@evil.example", "x\nSubject: y", "\u2028To: a", "\x85\x0b\x0c", "=?utf-8?q?=0ABcc:?=",
                     "=??Q?=0A", "\ud800", "--=_0_", "\r\n\r\n<script>", "a@b.example\r\nCc: c@d.example"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(NASTY, NASTY, NASTY)
def test_no_text_becomes_a_header(text: str, name: str, attached: str) -> None:
    """Whatever stands in cells, names and files, the mail has the headers it should have and the parts too."""
    book = Attachment(attached, b"data")
    mail = parsed(eml(draft_of(replace(hostile(text), focal_point=name, entity_name=name), book), book))
    assert set(mail.keys()) | {"To"} == HEADERS
    assert mail["Subject"].count("\n") == 0
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds[:4] == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html"]
    assert len(kinds) == 5
    (part,) = mail.iter_attachments()
    assert part.get_content() == b"data"
    assert {"Bcc", "Cc"} & {key for one in mail.walk() for key in one} == set()


def test_plan_with_an_odd_title_breaks_no_header() -> None:
    """A title that looks like an encoded line end stays words in the subject."""
    mail = parsed(eml(draft_of(pack(plan_title="=?utf-8?q?=0ABcc:_x@evil.example?=\r\nCc: y@evil.example"))))
    assert set(mail.keys()) == HEADERS
    assert "evil.example" in mail["Subject"]


def test_hostile_text_is_escaped_in_html() -> None:
    """Markup in a person's or a file's name is words in the message."""
    body = parsed(eml(draft_of(hostile("<script>alert(1)</script>")))).get_body(("html",))
    assert body is not None
    assert "<script" not in body.get_content()


def test_same_pack_same_bytes() -> None:
    """A draft carries no time and no chance, and what parts its pieces changes with them."""
    first, again = (eml(draft_of(pack(), BOOK), BOOK) for _ in range(2))
    assert first == again
    other = replace(BOOK, data=b"other")
    assert parsed(first).get_boundary() != parsed(eml(draft_of(pack(), other), other)).get_boundary()


def test_no_address_of_one_in_the_mail_of_another() -> None:
    """A draft holds no address but its own and the one to return to, and no other file's name."""
    for one in examples():
        draft = draft_of(one, BOOK)
        for other in examples():
            if other is not one:
                assert other.file not in draft.text
                assert not other.to or other.to not in f"{draft.to} {draft.subject} {draft.text}"


def test_list_of_messages_runs_nothing() -> None:
    """Each message is one record, and no value of it begins like a formula."""
    evil = replace(pack(), to="+cmd@b.example", focal_point="=1+1")
    told = messages_csv([MessageLine(draft_of(evil), "=HYPERLINK(1).xlsx"), MessageLine(draft_of(pack()), "b.xlsx")])
    head, *records = csv.reader(io.StringIO(told))
    assert head == ["to", "subject", "text", "attachment"]
    assert [len(record) for record in records] == [4, 4]
    assert (records[0][0], records[0][3]) == ("'+cmd@b.example", "'=HYPERLINK(1).xlsx")
    assert records[1][0] == "focal.point@unep.example"
    assert records[1][2] == draft_of(pack()).text
    assert not [value for record in records for value in record if value[:1] in "=+-@\t\r"]
