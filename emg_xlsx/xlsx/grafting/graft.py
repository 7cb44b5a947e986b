"""Sheets of one workbook taken over into another."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from lxml import etree

from emg_xlsx.xlsx.grafting.cells import renumber, settle, without
from emg_xlsx.xlsx.grafting.looks import Looks
from emg_xlsx.xlsx.grafting.parts import MAIN, PACKAGE_REL, REL, TYPES, Parts, Target, parsed, parts_of, written
from emg_xlsx.xlsx.patching.archive import packed
from emg_xlsx.xlsx.refusal import Refused
from emg_xlsx.xlsx.relations import relations_part

SHEETS = ("worksheet", "chartsheet")
CARRIED = frozenset(
    {
        "drawing", "vmlDrawing", "comments", "table", "image", "hyperlink", "printerSettings", "chart",
        "chartUserShapes", "chartStyle", "chartColorStyle", "package", "oleObject", "control", "ctrlProp",
        "activeXControlBinary", "themeOverride",
    }
)  # fmt: skip
"""What belongs to a sheet and means something without the workbook it stood in."""
HOME = "xl/own"
"""The folder of what was taken over; a part keeps its name there from one workbook to the next."""
STRICT = "http://purl.oclc.org/ooxml/"


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that could not be taken over.

    Attributes:
        sheet: where it stood.
        code: ``pivotTable``, ``threadedComment``, ``external``, ``strict``, ``dates`` or another kind of part.
    """

    sheet: str
    code: str


@dataclass(frozen=True, slots=True)
class Grafted:
    """A workbook with the sheets taken over, their names, and what was lost."""

    data: bytes
    kept: tuple[str, ...] = ()
    lost: tuple[Loss, ...] = ()


@dataclass(slots=True)
class _Job:
    """One workbook that grows by the sheets of another."""

    new: Parts
    old: Parts
    looks: Looks
    main: str
    texts: Callable[[int], etree._Element | None]
    changed: dict[str, bytes | None] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    lost: list[Loss] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    state: str | None
    part: str
    type: str


def graft(new: bytes, old: bytes, ours: Collection[str]) -> Grafted:
    """Take every sheet of a workbook that is not among some over into another, where it stood among them.

    With a sheet goes all that belongs to it: drawings, charts, pictures, comments, tables, formats, and names.
    What is not touched keeps its bytes, and taking over again what was taken over changes nothing.

    Args:
        new: the workbook that grows.
        old: the workbook taken from.
        ours: names of the sheets that stay behind.

    Raises:
        Refused: the old workbook is damaged or dangerous.
    """
    source, target = parts_of(old), parts_of(new)
    old_main, new_main = _main(source), _main(target)
    book = source.tree(old_main)
    every = list(_sheets(source, old_main, book))
    theirs = [sheet for sheet in every if sheet.name not in ours]
    if not theirs:
        return Grafted(new)
    properties = book.find(f"{MAIN}workbookPr")
    unlike = "strict" if not every or STRICT in (book.nsmap.get(None) or "") else None
    if properties is not None and properties.get("date1904") in ("1", "true"):
        unlike = "dates"
    if unlike:
        return Grafted(new, (), tuple(Loss(sheet.name, unlike) for sheet in theirs))
    looks_part = _part_of(target, new_main, "styles")
    looks = target.tree(looks_part)
    old_looks = _part_of(source, old_main, "styles")
    empty = etree.Element(f"{MAIN}styleSheet")
    job = _Job(target, source, Looks(looks, source.tree(old_looks) if old_looks else empty), new_main,
               _texts(source, old_main))  # fmt: skip
    places = {sheet.name: _carry_sheet(job, sheet) for sheet in theirs}
    _join(job, book, every, places)
    job.changed[looks_part] = written(looks)
    _typed(job)
    return Grafted(packed(new, target.package, job.changed), tuple(places), tuple(job.lost))


def _main(parts: Parts) -> str:
    found = next((one.part for one in parts.relations("") if one.kind == "officeDocument"), None)
    if found is None:
        raise Refused("part-missing", {"part": "xl/workbook.xml"})
    return found


def _part_of(parts: Parts, source: str, kind: str) -> str:
    return next((one.part for one in parts.relations(source) if one.kind == kind and one.part in parts.package), "")


def _sheets(parts: Parts, main: str, book: etree._Element) -> Iterator[_Sheet]:
    targets = {one.id: one for one in parts.relations(main)}
    for sheet in book.iterfind(f"{MAIN}sheets/{MAIN}sheet"):
        target = targets.get(sheet.get(f"{REL}id", ""))
        if target is not None and target.kind in SHEETS and target.part in parts.package:
            yield _Sheet(sheet.get("name", ""), sheet.get("state"), target.part, target.type)


def _texts(parts: Parts, main: str) -> Callable[[int], etree._Element | None]:
    """The shared texts by number, read when the first is asked for."""
    known: list[etree._Element] = []

    def text(number: int) -> etree._Element | None:
        part = _part_of(parts, main, "sharedStrings")
        if not known and part:
            known.extend(parts.tree(part).iterfind(f"{MAIN}si"))
        return known[number] if number < len(known) else None

    return text


def _carry_sheet(job: _Job, sheet: _Sheet) -> str:
    """Take a sheet over; gives its new part."""
    tree = job.old.tree(sheet.part)
    targets = job.old.relations(sheet.part)
    kept = [one for one in targets if one.outside or one.kind in CARRIED]
    for one in targets:
        if one not in kept:
            job.lost.append(Loss(sheet.name, one.kind))
    without(tree, {one.id for one in targets if one not in kept})
    job.lost += [Loss(sheet.name, code) for code in settle(tree, job.texts, job.looks)]
    return _put(job, sheet.part, written(tree), kept, sheet.name)


def _put(job: _Job, part: str, data: bytes, targets: list[Target], sheet: str) -> str:
    """Put a part and all that belongs to it into the new workbook; gives its new name."""
    name = job.named[part] = _free(job, part)
    job.changed[name] = data
    kind = job.old.type_of(part)
    if kind:
        job.types[name] = kind
    if targets:
        root = etree.Element(f"{PACKAGE_REL}Relationships", nsmap={None: PACKAGE_REL[1:-1]})
        for one in targets:
            line = etree.SubElement(root, f"{PACKAGE_REL}Relationship", Id=one.id, Type=one.type)
            line.set("Target", one.part if one.outside else f"/{_carry(job, one, sheet)}")
            if one.outside:
                line.set("TargetMode", "External")
        job.changed[relations_part(name)] = written(root)
    return name


def _carry(job: _Job, target: Target, sheet: str) -> str:
    """Take a part over that belongs to another one, once; gives its new name."""
    part = target.part
    if part in job.named or part not in job.old.package:
        return job.named.get(part, part)
    data = job.old.data(part)
    if target.kind == "table":
        tree = parsed(data, part)
        renumber(tree, job.looks)
        data = written(tree)
    targets = job.old.relations(part)
    job.lost += [Loss(sheet, one.kind) for one in targets if not one.outside and one.kind not in CARRIED]
    return _put(job, part, data, [one for one in targets if one.outside or one.kind in CARRIED], sheet)


def _free(job: _Job, part: str) -> str:
    """A name of its own in the folder of what was taken over."""
    stem, ending = posixpath.splitext(posixpath.basename(part))
    taken = {name.lower() for name in (*job.new.package.names, *job.changed)}
    name, number = f"{HOME}/{stem}{ending}", 1
    while name.lower() in taken:
        number += 1
        name = f"{HOME}/{stem}_{number}{ending}"
    return name


def _join(job: _Job, book: etree._Element, every: list[_Sheet], places: dict[str, str]) -> None:
    """Name the sheets in the workbook, each behind the sheet it stood behind, and their names with them."""
    main = job.new.tree(job.main)
    home = main.find(f"{MAIN}sheets")
    relations = relations_part(job.main)
    root = job.new.tree(relations)
    if home is None:
        raise Refused("part-missing", {"part": job.main})
    order = [one.get("name", "") for one in home]
    numbers = [int(one.get("sheetId", "0")) for one in home]
    before = [name for name in order if not name.startswith("_")][-1] if order else ""
    last = before
    for sheet in every:
        if sheet.name in order:
            last = sheet.name if not sheet.name.startswith("_") else last
            continue
        if sheet.name not in places:
            continue
        numbers.append(max(numbers) + 1)
        line = etree.SubElement(root, f"{PACKAGE_REL}Relationship", Id=f"own{numbers[-1]}", Type=sheet.type)
        line.set("Target", f"/{places[sheet.name]}")
        entry = etree.Element(f"{MAIN}sheet", name=sheet.name, sheetId=str(numbers[-1]))
        if sheet.state:
            entry.set("state", sheet.state)
        entry.set(f"{REL}id", f"own{numbers[-1]}")
        known = [one.get("name", "") for one in home]
        home.insert(known.index(last) + 1 if last in known else len(known), entry)
        last = sheet.name
    _renumber_names(main, order, book, [sheet.name for sheet in every], places)
    job.changed[job.main] = written(main)
    job.changed[relations] = written(root)


def _renumber_names(
    main: etree._Element, order: list[str], book: etree._Element, old: list[str], places: dict[str, str]
) -> None:
    """Defined names point to sheets by their place: ours keep theirs, and those of the sheets taken over come along."""
    now = {one.get("name", ""): n for n, one in enumerate(main.iterfind(f"{MAIN}sheets/{MAIN}sheet"))}
    home = main.find(f"{MAIN}definedNames")
    if home is None:
        home = etree.Element(f"{MAIN}definedNames")
        sheets = main.find(f"{MAIN}sheets")
        main.insert(main.index(sheets) + 1 if sheets is not None else len(main), home)
    known = set()
    for one in home:
        place = one.get("localSheetId")
        if place is not None:
            one.set("localSheetId", str(now[order[int(place)]]))
        else:
            known.add((one.get("name") or "").lower())
    for one in book.iterfind(f"{MAIN}definedNames/{MAIN}definedName"):
        place, name = one.get("localSheetId"), (one.get("name") or "").lower()
        if place is None and name not in known and "[" not in (one.text or ""):
            home.append(_copied(one, None))
        elif place is not None and place.isdecimal() and int(place) < len(old) and old[int(place)] in places:
            home.append(_copied(one, now[old[int(place)]]))
    if len(home) == 0:
        main.remove(home)
    view = main.find(f"{MAIN}bookViews/{MAIN}workbookView")
    if view is not None and view.get("activeTab") and order:
        view.set("activeTab", str(now[order[int(view.get("activeTab", "0"))]]))


def _copied(name: etree._Element, place: int | None) -> etree._Element:
    copy = etree.Element(
        f"{MAIN}definedName", {key: value for key, value in name.attrib.items() if key != "localSheetId"}
    )
    if place is not None:
        copy.set("localSheetId", str(place))
    copy.text = name.text
    return copy


def _typed(job: _Job) -> None:
    """Say what each new part is."""
    part = "[Content_Types].xml"
    tree = job.new.tree(part)
    known = {one.get("PartName", "").lower() for one in tree.iterfind(f"{TYPES}Override")}
    for name, kind in job.types.items():
        if f"/{name}".lower() not in known:
            etree.SubElement(tree, f"{TYPES}Override", PartName=f"/{name}", ContentType=kind)
    job.changed[part] = written(tree)
