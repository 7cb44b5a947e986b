"""Links behind words, drawings, page headers: nothing of it is lost, and nothing is taken for a cell."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from tests.people import PLAN, answer

HEAD = ["Ref.", "Our role", "What we do", "Status", "Link to evidence"]


def sent(draw: Any = None, **links: tuple[str, str]) -> Any:
    """A submission with one row; ``E2=(address, words)`` puts a link into a cell."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Contributions")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["A01", "Lead", "We chair", "In progress"])
        for cell, (address, words) in links.items():
            sheet.write_url(cell, address, string=words)
        if draw:
            draw(sheet)
    return answer(buffer.getvalue())


def headed(**headings: str) -> Any:
    """The submission with page headers and footers; without any, with those of the template."""
    own = f"{PLAN.title} · 2022-mid-term · {PLAN.approval}".replace("&", "&&")

    def set_up(sheet: Any) -> None:
        sheet.set_header(headings.get("header", f"&L&9{own}"))
        sheet.set_footer(headings.get("footer", "&L&9&A&R&9&P / &N"))

    return sent(set_up)


def told(result: Any) -> list[tuple[str, str | None, str | None]]:
    """What is said of links and drawings: code, cell and value."""
    return [(f.code, f.cell, f.value) for f in result.findings if f.code in ("link-kept", "drawing-ignored")]


def test_the_address_behind_words_is_the_evidence() -> None:
    """In the column for links the address counts, whatever words stand over it."""
    result = sent(E2=("https://un.example/report", "Our report"))
    assert result.contributions[0].values["evidence"] == "https://un.example/report"
    assert told(result) == [("link-kept", "E2", "https://un.example/report")]
    assert not [f for f in result.findings if f.code == "link-unreadable"]
    assert result.remarks == ()


def test_an_address_elsewhere_is_kept() -> None:
    """A link behind other words is kept word for word, and the words stay."""
    result = sent(C2=("https://un.example/annex", "see link"))
    assert result.contributions[0].values["description"] == "see link"
    assert [(item.cell, item.value) for item in result.remarks] == [("C2", "https://un.example/annex")]


def test_an_address_that_is_written_out_is_no_news() -> None:
    """A link whose words are its address, a mail address, and a place in the workbook say nothing more."""
    result = sent(E2=("https://un.example/", "https://un.example"), C2=("mailto:a@un.example", "a"),
                  D2=("internal:Sheet2!A1", "In progress"))  # fmt: skip
    assert told(result) == []
    assert result.contributions[0].values["evidence"] == "https://un.example"


def test_words_of_a_text_box_are_kept() -> None:
    """A text box is told once for its sheet, and its words are passed on."""
    result = sent(lambda sheet: sheet.insert_textbox("F3", "We withdraw our lead.\nWith regret."))
    assert told(result) == [("drawing-ignored", None, "Contributions")]
    assert [item.value for item in result.remarks] == ["We withdraw our lead.\nWith regret."]


@pytest.mark.parametrize(
    ("header", "footer", "words"),
    [
        ('&C&"Arial,Bold"&14Draft, not cleared', "&CPage &P of &N", ["Draft, not cleared"]),
        ("&LR&&D unit&R&D &T", "&K000000Please call&Z&F", ["R&D unit", "Please call"]),
        ("&L&A&R&F", '&C&"Times New Roman,Regular"&12Página &P de &N', []),
    ],
)
def test_words_of_page_headers_are_kept(header: str, footer: str, words: list[str]) -> None:
    """What is typed into a page header or footer is passed on; page numbers and names of files say nothing."""
    result = headed(header=header, footer=footer)
    assert [item.value for item in result.remarks] == words
    assert [(f.code, f.sheet, f.value) for f in result.findings if f.code == "heading-kept"] == [
        ("heading-kept", "Contributions", text) for text in words
    ]


def test_page_headers_of_the_template_are_no_news() -> None:
    """The template's own header and footer say nothing; words added to them do."""
    assert headed().remarks == ()
    changed = headed(header=f"{PLAN.title} · 2022-mid-term · We withdraw".replace("&", "&&"))
    assert [item.value for item in changed.remarks] == [f"{PLAN.title} · 2022-mid-term · We withdraw"]
