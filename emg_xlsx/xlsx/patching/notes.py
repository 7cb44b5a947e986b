"""Notes at cells: new ones, words added to a sender's own, and both taken off again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape

from emg_xlsx.xlsx.grid import a1, position
from emg_xlsx.xlsx.patching.book import DECLARATION, Book
from emg_xlsx.xlsx.patching.boxes import CLUSTER, box, drawing, extended, grid_of, numbers, reduced
from emg_xlsx.xlsx.patching.boxes import MEDIA_TYPE as DRAWING_TYPE
from emg_xlsx.xlsx.patching.edits import Edits, Element
from emg_xlsx.xlsx.patching.escaping import markup, xstring
from emg_xlsx.xlsx.patching.growing import corners, grown, shrunk
from emg_xlsx.xlsx.patching.marks import Place
from emg_xlsx.xlsx.patching.order import WORKSHEET, put_child
from emg_xlsx.xlsx.patching.styles import MAIN, STRICT_MAIN
from emg_xlsx.xlsx.patching.values import AUTHOR, NOTE_MARK
from emg_xlsx.xlsx.refusal import Refused

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
THREAD_AUTHOR = "tc="
"""How the author of a note begins that stands for a conversation, for programs that know none."""
WRAPPED = b'<i val="0"/>'
"""In the first run of ours: the sender's words were no run and became one."""
BOX = re.compile(rb"<!--emg-xlsx box ([\d. ]{1,60})-->")
"""In the first run of ours: how large the sender's own box was before it grew."""
TEXT_LIMIT = 30_000

Said = Sequence[tuple[str, str]]
"""What a note says: words in bold, each with the text that follows."""


def put_notes(book: Book, part: str, sheet: tuple[Edits, Element], notes: Mapping[Place, Said]) -> set[Place]:
    """Write notes at cells.

    Args:
        book: the workbook.
        part: the worksheet.
        sheet: the worksheet ready for changes; it may get the link to its drawing.
        notes: by place.

    Returns:
        Places where a conversation stands, which is left alone.

    Raises:
        Refused: what the sheet has of notes cannot be read or extended; nothing of the package was changed.
    """
    threaded = _threaded(book, part)
    comments = book.linked(part, "comments")
    known, source = (None, None) if comments is None else _known(book, comments)
    if known is not None:
        threaded |= {place for place, (_, author) in known.items() if author.startswith(THREAD_AUTHOR)}
    wanted = {place: said for place, said in sorted(notes.items()) if place not in threaded}
    new = {place: said for place, said in wanted.items() if known is None or place not in known}
    if new:
        _draw(book, part, sheet, {place: _plain(said) for place, said in new.items()})
    if source is None and new:
        _create(book, part, new)
    elif source is not None and comments is not None and known is not None and wanted:
        boxes = _grow(
            book, part, sheet, {p: _whole(source[0], known[p][0], s) for p, s in wanted.items() if p in known}
        )
        _extend(source, known, wanted, boxes)
        book.write(comments, source[0])
    return threaded & notes.keys()


def take_notes_off(book: Book, part: str, sheet: tuple[Edits, Element]) -> None:
    """Take our words off a sheet's notes, and notes that have no others.

    Raises:
        Refused: what the sheet has of notes cannot be read.
    """
    comments = book.linked(part, "comments")
    if comments is None or NOTE_MARK.encode() not in book.read(comments)[0]:
        return
    known, (edits, root) = _known(book, comments)
    gone: set[Place] = set()
    boxes: dict[Place, bytes] = {}
    for place, (comment, author) in known.items():
        if box_before := BOX.search(edits.data, comment.start, comment.end):
            boxes[place] = box_before[1]
        if _cut(edits, comment, author):
            edits.remove(comment.start, comment.end)
            gone.add(place)
    listed = root.find("commentList")
    if gone and listed is not None and len(gone) == len(listed.children):
        book.unlink(part, {comments})
        book.drop(comments)
    else:
        authors = root.find("authors")
        if gone and authors is not None and authors.children and _author(edits.data, authors.children[-1]) == AUTHOR:
            edits.remove(authors.children[-1].start, authors.children[-1].end)
        book.write(comments, edits)
    if boxes and (drawing_part := _drawing(book, part, sheet[1])):
        book.put(drawing_part, shrunk(book.raw(drawing_part), boxes))
    if gone:
        _undraw(book, part, sheet, gone)


# What is there.


def _threaded(book: Book, part: str) -> set[Place]:
    places = set()
    for link in book.links(part):
        if link.kind == "threadedComment" and link.part in book:
            _, root = book.outlined(link.part)
            places |= {place for child in root.children if (place := position(child.get("ref")))}
    return places


def _known(book: Book, comments: str) -> tuple[dict[Place, tuple[Element, str]], tuple[Edits, Element]]:
    """The notes that are there with their authors, and the part ready for changes."""
    edits, root = book.outlined(comments)
    authors, listed = root.find("authors"), root.find("commentList")
    if authors is None or listed is None:
        raise Refused("part-unreadable", {"part": comments, "reason": "lists"})
    names = [_author(edits.data, child) for child in authors.children]
    known = {}
    for comment in listed.every("comment"):
        place, number = position(comment.get("ref")), comment.get("authorId")
        if place is not None:
            known[place] = (comment, names[int(number)] if number.isdecimal() and int(number) < len(names) else "")
    return known, (edits, root)


def _author(data: bytes, element: Element) -> str:
    return unescape(data[element.inner : element.close].decode("utf-8", "replace"))


# New words.


def _create(book: Book, part: str, notes: Mapping[Place, Said]) -> None:
    folder = book.main.rpartition("/")[0]
    name = book.free(f"{folder}/comments{{}}.xml".lstrip("/"))
    listed = b"".join(_comment(place, 0, said, b"") for place, said in notes.items())
    content = b'%b<comments xmlns="%b"><authors><author>%b</author></authors><commentList>%b</commentList></comments>'
    namespace = STRICT_MAIN if book.strict else MAIN
    book.add(name, content % (DECLARATION, namespace, markup(AUTHOR), listed), MEDIA_TYPE)
    book.link(part, "comments", name)


def _extend(
    source: tuple[Edits, Element],
    known: Mapping[Place, tuple[Element, str]],
    notes: Mapping[Place, Said],
    boxes: Mapping[Place, bytes],
) -> None:
    edits, root = source
    authors, listed = root.find("authors"), root.find("commentList")
    if authors is None or listed is None:
        return
    names = [_author(edits.data, child) for child in authors.children]
    if AUTHOR not in names and any(place not in known for place in notes):
        edits.append(authors, b"<%bauthor>%b</%bauthor>" % (root.prefix, markup(AUTHOR), root.prefix))
    number = names.index(AUTHOR) if AUTHOR in names else len(names)
    for place, said in notes.items():
        if place in known:
            _add_words(edits, known[place][0], said, boxes.get(place))
        else:
            edits.append(listed, _comment(place, number, said, root.prefix))


def _add_words(edits: Edits, comment: Element, said: Said, box_before: bytes | None) -> None:
    """Put our runs behind the sender's; words outside of any run become one first, for programs want all or none."""
    prefix = comment.prefix
    text = comment.find("text")
    if text is None:
        piece = b"<%btext>%b</%btext>" % (prefix, _noted(_runs(said, prefix), box_before), prefix)
        edits.append(comment, piece) if comment.empty else edits.insert(comment.inner, piece)
        return
    spoken = [child for child in text.children if child.local in ("t", "r")]
    bare = [child for child in spoken if child.local == "t"]
    for child in bare:
        edits.insert(child.start, b"<%br>" % prefix)
        edits.insert(child.end, b"</%br>" % prefix)
    runs = _noted(_runs(said, prefix, before="\n" if spoken else "", wrapped=bool(bare)), box_before)
    if spoken:
        edits.insert(spoken[-1].end, runs)
    else:
        edits.append(text, runs)


def _noted(runs: bytes, box_before: bytes | None) -> bytes:
    """Our runs with a remark in the first one that says how large the box was."""
    return runs.replace(b">", b"><!--emg-xlsx box %b-->" % box_before, 1) if box_before else runs


def _comment(place: Place, author: int, said: Said, prefix: bytes) -> bytes:
    facts = (prefix, a1(*place).encode(), author, prefix, _runs(said, prefix), prefix, prefix)
    return b'<%bcomment ref="%b" authorId="%d"><%btext>%b</%btext></%bcomment>' % facts


def _runs(said: Said, prefix: bytes, *, before: str = "", wrapped: bool = False) -> bytes:
    """Our words as runs of rich text: whose they are, then each heading in bold and its text."""
    left = TEXT_LIMIT
    pieces = [_run(before + NOTE_MARK, prefix, bold=True, extra=WRAPPED if wrapped else b"")]
    for word, text in said:
        if word:
            pieces.append(_run(f"\n{word}", prefix, bold=True))
        pieces.append(_run(f"\n{text[: max(left, 0)]}", prefix))
        left -= len(text)
    return b"".join(pieces)


def _run(text: str, prefix: bytes, *, bold: bool = False, extra: bytes = b"") -> bytes:
    piece = (
        b'<r><rPr>%b%b<sz val="9"/><color indexed="81"/><rFont val="Tahoma"/><family val="2"/></rPr>'
        b'<t xml:space="preserve">%b</t></r>' % (b"<b/>" if bold else b"", extra, xstring(text))
    )
    return re.sub(rb"<(/?)(?=\w)", lambda match: b"<" + match[1] + prefix, piece) if prefix else piece


def _whole(edits: Edits, comment: Element, said: Said) -> str:
    """All that a note will say, the sender's words first."""
    words = (edits.data[one.inner : one.close] for one in comment.walk() if one.local == "t")
    own = unescape(b"".join(words).decode("utf-8", "replace"))
    return f"{own}\n{_plain(said)}"[:TEXT_LIMIT]


def _plain(said: Said) -> str:
    return "\n".join((NOTE_MARK, *(f"{word}\n{text}" if word else text for word, text in said)))[:TEXT_LIMIT]


# Words taken off.


def _cut(edits: Edits, comment: Element, author: str) -> bool:
    """Cut our words off a note; whether nothing else is left of a note that we began."""
    text = comment.find("text")
    spoken = [child for child in (text.children if text else ()) if child.local in ("t", "r")]
    mark = NOTE_MARK.encode()
    at = next((n for n, child in enumerate(spoken) if edits.data.find(mark, child.start, child.end) >= 0), None)
    if at is None:
        return False
    first = spoken[at]
    words = first if first.local == "t" else first.find("t")
    if words is None:
        return False
    begin = edits.data.find(mark, words.inner, words.close)
    before = edits.data[words.inner : begin].strip()
    if not before and at == 0 and author.strip() in ("", AUTHOR):  # some programs keep no authors
        return True
    for child in spoken[at + 1 :]:
        edits.remove(child.start, child.end)
    if before:
        edits.remove(words.inner + len(edits.data[words.inner : begin].rstrip()), words.close)
        return False
    edits.remove(first.start, first.end)
    if WRAPPED.replace(b"<", b"<" + comment.prefix) in edits.data[first.start : first.end]:
        for run in spoken[:at]:
            edits.remove(run.start, run.inner)
            edits.remove(run.close, run.end)
    return False


# Boxes.


def _draw(book: Book, part: str, sheet: tuple[Edits, Element], texts: Mapping[Place, str]) -> None:
    """Give notes their boxes, in the sheet's drawing or in a new one."""
    edits, root = sheet
    grid = grid_of(edits.data, root, texts)
    name = _drawing(book, part, root)
    if name is None and root.find("legacyDrawing") is not None:
        raise Refused("part-missing", {"part": part})
    if name is not None:
        content = book.raw(name)
        begin = max(numbers(content), CLUSTER) + 1
        more = extended(content, b"".join(box(*item, begin + n, grid) for n, item in enumerate(texts.items())))
        if more is None:
            raise Refused("part-unreadable", {"part": name, "reason": "tags"})
        book.put(name, more)
        return
    first = _next_cluster(book)
    clusters = range(first, first + len(texts) // (CLUSTER - 1) + 1)
    shapes = b"".join(box(*item, first * CLUSTER + n, grid) for n, item in enumerate(texts.items(), 1))
    folder = book.main.rpartition("/")[0]
    name = book.free(f"{folder}/drawings/vmlDrawing{{}}.vml".lstrip("/"))
    book.add(name, drawing(shapes, clusters), DRAWING_TYPE)
    link = book.link(part, "vmlDrawing", name)
    piece = b'<%blegacyDrawing xmlns:r="%b" r:id="%b"/>' % (root.prefix, book.relation_types, link.encode())
    put_child(edits, root, WORKSHEET, piece, "legacyDrawing")


def _drawing(book: Book, part: str, root: Element) -> str | None:
    """The part with a sheet's boxes, None if it is not there."""
    old = root.find("legacyDrawing")
    linked = None if old is None else next((link.part for link in book.links(part) if link.id == old.linked()), None)
    return linked if linked is not None and linked in book else None


def _grow(book: Book, part: str, sheet: tuple[Edits, Element], texts: Mapping[Place, str]) -> Mapping[Place, bytes]:
    """Make room for our words in the sender's own boxes, and tell how large these were."""
    edits, root = sheet
    name = _drawing(book, part, root)
    if name is None or not texts:
        return {}
    content = book.raw(name)
    more, before = grown(content, texts, grid_of(edits.data, root, corners(content, texts)))
    if before:
        book.put(name, more)
    return before


def _next_cluster(book: Book) -> int:
    """The first thousand of shape numbers that no other drawing has begun."""
    return max((numbers(book.raw(name)) // CLUSTER for name in _drawings(book)), default=0) + 1


def _drawings(book: Book) -> Iterable[str]:
    return [name for name in (*book.package.names, *book.changed) if name.lower().endswith(".vml") and name in book]


def _undraw(book: Book, part: str, sheet: tuple[Edits, Element], places: set[Place]) -> None:
    edits, root = sheet
    old, name = root.find("legacyDrawing"), _drawing(book, part, root)
    if old is None or name is None:
        return
    rest, left = reduced(book.raw(name), places)
    if left:
        book.put(name, rest)
        return
    book.unlink(part, {name})
    book.drop(name)
    edits.remove(old.start, old.end)
