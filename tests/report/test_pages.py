"""The pages: everything said, everything escaped, and readable for everybody."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emg_xlsx.findings import Severity
from emg_xlsx.packs import Pack
from emg_xlsx.report import IndexLine, index_page, report_page
from emg_xlsx.report.pages import STATES
from tests.report.samples import NO_ROLE, Page, asked, contrast, example, examples, hostile, pack

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>\"' onload='x"


def lines() -> list[IndexLine]:
    """The examples with a file of each kind."""
    return [IndexLine(one, f"{n}/report.html", f"{n}/to-check.xlsx", f"{n}/draft.eml")
            for n, one in enumerate(examples())]  # fmt: skip


PAGES = {
    "questions": lambda: report_page(pack()),
    "nothing to ask": lambda: report_page(pack(questions=(), notes=(), left_out=())),
    "answered": lambda: report_page(pack(questions=asked(NO_ROLE, state="settled", answer="Lead"))),
    "could not be used": lambda: report_page(next(one for one in examples() if one.state == "returned")),
    "nothing to report": lambda: report_page(example("WHO")),
    "hostile": lambda: report_page(hostile(ATTACK)),
    "index": lambda: index_page(lines()),
    "empty index": lambda: index_page([]),
    "hostile index": lambda: index_page([IndexLine(hostile(ATTACK), ATTACK, ATTACK, ATTACK)]),
}


@pytest.fixture(params=PAGES, ids=lambda name: name.replace(" ", "-"))
def page(request: pytest.FixtureRequest) -> Page:
    """Each kind of page, taken apart."""
    return Page(PAGES[request.param]())


def test_every_question_is_on_the_page() -> None:
    """Of every example, all questions, their places and codes, and all recorded values stand on the page."""
    for one in examples():
        text = Page(report_page(one)).text
        for question in one.questions:
            assert " ".join(question.finding.message().split()) in text
            assert question.finding.code in text
            assert (question.finding.cell or "") in text
        for row in one.recorded:
            assert row.ref in text
            assert all(" ".join(value.split()) in text for _, value in row.lines)


def test_nothing_runs(page: Page) -> None:
    """No script, no frame, no picture, no handler and nothing from elsewhere is on a page."""
    assert {tag for tag, _ in page.elements} & {"script", "iframe", "object", "embed", "img", "link", "form"} == set()
    names = {name for _, attributes in page.elements for name in attributes}
    assert not [name for name in names if name.startswith("on") or name in ("src", "srcset", "action")]
    assert "url(" not in page.style
    assert "@import" not in page.style


def test_links_stay_beside_the_page(page: Page) -> None:
    """A link leads to a place on the page, or to a file beside it, never to an address somebody made up."""
    for link in page.all("a"):
        assert re.fullmatch(r"#[a-z]+|[^:#?]+", link["href"] or "")


@pytest.mark.parametrize("path", ["javascript:alert(1)", "//evil.example/x", "a b/é#1?.html", "UN Women/report.html"])
def test_links_are_quoted(path: str) -> None:
    """Whatever a folder is called, its link leads there and nowhere else."""
    (link,) = [a for a in Page(index_page([IndexLine(pack(), page=path)])).all("a") if "aria-label" in a]
    assert unquote(link["href"] or "").removeprefix("./") == path
    assert not re.match(r"[a-z]+:|//", link["href"] or "")


def test_hostile_text_is_shown_as_text() -> None:
    """Markup in a cell, a sheet's name, a file's name and a person's name is words on the page."""
    text = Page(report_page(hostile(ATTACK))).text
    for count, part in ((8, "<script>alert(1)</script>"), (8, "onerror=alert(2)")):
        assert text.count(part) >= count


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_leaves_the_page_whole(text: str) -> None:
    """No text opens or closes an element: the page has the same skeleton as with a plain one."""
    shapes = []
    for words in (f"a{text}", "plain"):
        html = report_page(hostile(words))
        html.encode()
        shapes.append([tag for tag, _ in Page(html).elements if tag != "br"])
    assert shapes[0] == shapes[1]


def test_the_language_is_told(page: Page) -> None:
    """A screen reader learns the language of the page, and a tab its title."""
    assert next(page.all("html"))["lang"] == "en"
    assert len(list(page.all("title"))) == 1


def test_headings_are_in_order(page: Page) -> None:
    """One heading of the first level, and no level is skipped on the way down."""
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables_say_what_they_are(page: Page) -> None:
    """Every table has a caption, and every header cell says what it is the header of."""
    counts = Counter(tag for tag, _ in page.elements)
    assert counts["caption"] == counts["table"]
    assert all(cell.get("scope") in ("col", "row") for cell in page.all("th"))


def test_tables_stay_tables_in_a_narrow_window(page: Page) -> None:
    """Narrow windows show rows as cards, which takes a table's meaning away unless the roles say it."""
    for tag, role in (("table", {"table"}), ("tr", {"row"}), ("td", {"cell"}), ("th", {"columnheader", "rowheader"})):
        assert {attributes.get("role") for attributes in page.all(tag)} <= role


def test_places_on_the_page_exist_once(page: Page) -> None:
    """Ids are unique, and what links, labels and names refer to is there; the skip link comes first."""
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = [link["href"] or "" for link in page.all("a")]
    assert targets[0] == "#content"
    wanted = {target[1:] for target in targets if target.startswith("#")}
    wanted |= {label["for"] or "" for label in page.all("label")}
    wanted |= {section["aria-labelledby"] or "" for section in page.all("section")}
    assert wanted <= set(ids)


def test_colours_can_be_read(page: Page) -> None:
    """Every colour of text has the contrast WCAG asks for on the page's white, and white on the header's blue."""
    named = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", page.style))
    used = re.findall(r"[{; ]color: (?:var\(--(\w+)\)|(#[0-9a-f]{3,6}))", page.style)
    colours = {named[name] if name else colour for name, colour in used} - {"#fff"}
    assert len(colours) >= 3
    assert all(contrast(colour, "#ffffff") >= 4.5 for colour in colours)
    assert contrast(named["head"], "#ffffff") >= 4.5


def test_focus_can_be_seen_and_paper_is_a4(page: Page) -> None:
    """The keyboard's place is outlined, and there are rules for print and for narrow windows."""
    assert ":focus-visible" in page.style
    assert "size: A4" in page.style
    assert "@media screen and (max-width" in page.style


def test_index_counts_what_the_packs_hold() -> None:
    """Each file has its row, with what is to correct, to confirm, and new."""
    text = Page(index_page(lines())).text
    for one in examples():
        assert one.file in text
    rows = re.findall(r'<tr role="row" class="(\w+)">(.*?)</tr>', index_page(lines()), re.DOTALL)
    figures = [[int(n) for n in re.findall(r"<td[^>]*figure[^>]*>(\d+)</td>", row)] for _, row in rows]
    ordered = sorted(examples(), key=lambda one: (one.entity is None, (one.entity or "").casefold(), one.file))
    assert figures == [
        [one.count(Severity.ERROR) + one.count(Severity.BLOCKING), one.count(Severity.QUERY), 0, one.total]
        for one in ordered
    ]


def test_index_filters_by_state_without_a_script() -> None:
    """Each state that occurs can be chosen, its rule hides the rows of all others, and at first all are shown."""
    page = Page(index_page(lines()))
    radios = [attributes for attributes in page.all("input") if attributes["type"] == "radio"]
    assert {radio["name"] for radio in radios} == {"show"}
    assert [radio["id"] for radio in radios if "checked" in radio] == ["show-all"]
    present = {one.state for one in examples()}
    assert {radio["id"] for radio in radios} == {"show-all", *(f"show-{state}" for state in present)}
    for state in present:
        assert f"#show-{state}:checked ~ table tbody tr:not(.{state})" in page.style
    assert present <= set(STATES)


def test_index_has_no_addresses() -> None:
    """E-mail addresses stay in packs and drafts."""
    assert "@" not in Page(index_page(lines())).text


@pytest.mark.parametrize("one", examples(), ids=lambda one: one.file)
def test_page_has_nothing_of_others(one: Pack) -> None:
    """A page names no file, fingerprint or address of another entity."""
    html = report_page(one)
    for other in examples():
        if other is not one:
            assert other.file not in html
            assert other.sha256 not in html
            assert not other.to or other.to not in html


def test_same_packs_same_pages() -> None:
    """Pages carry no time and no chance, and the index does not mind in which order it gets its packs."""
    assert report_page(pack()) == report_page(pack())
    assert index_page(lines()) == index_page(lines()[::-1])
