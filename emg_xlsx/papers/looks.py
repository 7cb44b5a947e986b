"""The named styles of a paper: every look is defined here once, and text is only ever given a style's name."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from emg_xlsx.xlsx.writing import ALERT, CREAM, GREY, HEAD, INK, LINE, QUIET

FONT = "Calibri"
LANGUAGE = "en-GB"
TABLE = "EMG Table"
BULLET = "List Bullet"
LEAD, ENTITY, REF = "EMG Lead", "EMG Entity", "EMG Reference"
"""Styles of words inside a paragraph."""
RIGHT_TO_LEFT = "EMG Words RTL"

_BULLETS = 1
"""The one list of a paper."""


@dataclass(frozen=True, slots=True)
class Look:
    """One paragraph style.

    Attributes:
        name: as Word shows it.
        size: in points.
        colour: of the text.
        bold, caps: of the text.
        before, after: space above and below, in points.
        left, hanging: indents in points; the hanging one is for a bullet.
        keep: whether it stays on the page of what follows it.
        fresh: whether it starts a page.
        level: of a heading, from 0; None for other text.
        mark: colour of a bar at the left, for what must not be missed.
        fill: colour behind it.
        rule: whether a thin line stands below it.
        align: ``right`` or ``center``.
        tab: place of a right-hand tab stop in points.
        bullet: whether it is an item of a list.
        rtl: whether it is written from right to left.
    """

    name: str
    size: float = 10
    colour: str = INK
    bold: bool = False
    caps: bool = False
    before: float = 0
    after: float = 0
    left: float = 0
    hanging: float = 0
    keep: bool = False
    fresh: bool = False
    level: int | None = None
    mark: str = ""
    fill: str = ""
    rule: bool = False
    align: str = ""
    tab: float = 0
    bullet: bool = False
    rtl: bool = False


LOOKS = (
    Look("Normal", after=6),
    Look("EMG Issuer", size=10, colour=QUIET, caps=True, after=6, rule=True),
    Look("Title", size=26, colour=HEAD, bold=True, before=40, after=10),
    Look("EMG Draft", size=11, colour=ALERT, bold=True, before=4, after=10, left=8, mark=ALERT, fill=CREAM),
    Look("EMG Approval", size=11, colour=HEAD, bold=True, before=4, after=10, left=8, mark=HEAD, fill=GREY),
    Look("EMG Facts", colour=QUIET, after=4),
    Look("heading 1", size=16, colour=HEAD, bold=True, before=22, after=8, keep=True, level=0),
    Look("EMG Part", size=16, colour=HEAD, bold=True, after=10, keep=True, fresh=True, level=0),
    Look("heading 2", size=12.5, colour=HEAD, bold=True, before=16, after=4, keep=True, level=1, rule=True),
    Look("heading 3", size=10.5, bold=True, before=10, after=2, keep=True, level=2),
    Look("EMG Gap", size=7),
    Look("EMG Head Cell", size=9.5, colour="#FFFFFF", bold=True, keep=True),
    Look("EMG Head Number", size=9.5, colour="#FFFFFF", bold=True, keep=True, align="right"),
    Look("EMG Outcome", colour=HEAD, bold=True),
    Look("EMG Activity", size=10.5, bold=True, keep=True),
    Look("EMG Stream", before=3, after=3, keep=True),
    Look(BULLET, after=2, left=11, hanging=11, bullet=True),
    Look("EMG Cell"),
    Look("EMG Number", align="right"),
    Look("EMG Status", colour=QUIET, after=4, keep=True),
    Look("EMG Voice", colour=QUIET, before=5, after=1, left=12, keep=True),
    Look("EMG Words", after=3, left=12),
    Look(RIGHT_TO_LEFT, after=3, left=12, rtl=True),
    Look("EMG Note", size=9, colour=QUIET, after=3, left=12),
    Look("footer", size=8, colour=QUIET, tab=482),
)


def put_looks(document: Document) -> None:
    """Put the papers' styles and their list in the place of those that come with an empty document."""
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:default")) is None or style.get(qn("w:type")) == "paragraph":
            styles.remove(style)
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is not None:
        styles.replace(defaults, parse_xml(_defaults()))
    for look in LOOKS:
        styles.append(parse_xml(_paragraph_style(look)))
    for name, colour in ((LEAD, INK), (ENTITY, HEAD)):
        styles.append(parse_xml(_word_style(name, colour, bold=True)))
    styles.append(parse_xml(_word_style(REF, QUIET, bold=False)))
    styles.append(parse_xml(_table_style()))
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    for xml in _numbering():
        numbering.append(parse_xml(xml))


def style_id(name: str) -> str:
    """The id by which a document refers to a style."""
    return "".join(word[0].upper() + word[1:] for word in name.split())


def _defaults() -> str:
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:eastAsia="{FONT}"/>'
    language = f'<w:lang w:val="{LANGUAGE}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    return (
        f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{fonts}{_size(10)}{language}</w:rPr></w:rPrDefault>"
        '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    )


def _paragraph_style(look: Look) -> str:
    """One style as XML; the elements stand in the order the schema wants."""
    kind = {"N": ' w:default="1"', "E": ' w:customStyle="1"'}.get(look.name[0], "")
    base = "" if look.name == "Normal" else '<w:basedOn w:val="Normal"/>'
    indent = f'<w:ind w:left="{_twips(look.left)}" w:hanging="{_twips(look.hanging)}"/>'
    paragraph = (
        ("<w:keepNext/><w:keepLines/>" if look.keep else "")
        + ("<w:pageBreakBefore/>" if look.fresh else "")
        + "<w:widowControl/>"
        + (f'<w:numPr><w:numId w:val="{_BULLETS}"/></w:numPr>' if look.bullet else "")
        + _borders(look)
        + (f'<w:shd w:val="clear" w:color="auto" w:fill="{look.fill[1:]}"/>' if look.fill else "")
        + (f'<w:tabs><w:tab w:val="right" w:pos="{_twips(look.tab)}"/></w:tabs>' if look.tab else "")
        + ("<w:bidi/>" if look.rtl else "")
        + f'<w:spacing w:before="{_twips(look.before)}" w:after="{_twips(look.after)}"/>'
        + indent
        + (f'<w:jc w:val="{look.align}"/>' if look.align else "")
        + (f'<w:outlineLvl w:val="{look.level}"/>' if look.level is not None else "")
    )
    words = (
        ("<w:b/><w:bCs/>" if look.bold else "")
        + ("<w:caps/>" if look.caps else "")
        + f'<w:color w:val="{look.colour[1:]}"/>'
        + ('<w:spacing w:val="30"/>' if look.caps else "")
        + _size(look.size)
    )
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph"{kind} w:styleId="{style_id(look.name)}">'
        f'<w:name w:val="{look.name}"/>{base}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{words}</w:rPr>'
        "</w:style>"
    )


def _borders(look: Look) -> str:
    sides = ""
    if look.mark:
        around = f'w:val="single" w:sz="4" w:space="5" w:color="{look.fill[1:]}"'
        sides += f"<w:top {around}/>"
        sides += f'<w:left w:val="single" w:sz="24" w:space="6" w:color="{look.mark[1:]}"/><w:bottom {around}/>'
    elif look.rule:
        sides += f'<w:bottom w:val="single" w:sz="4" w:space="3" w:color="{LINE[1:]}"/>'
    return f"<w:pBdr>{sides}</w:pBdr>" if sides else ""


def _word_style(name: str, colour: str, *, bold: bool) -> str:
    words = ("<w:b/><w:bCs/>" if bold else "<w:b w:val='0'/><w:bCs w:val='0'/>") + f'<w:color w:val="{colour[1:]}"/>'
    return (
        f'<w:style {nsdecls("w")} w:type="character" w:customStyle="1" w:styleId="{style_id(name)}">'
        f'<w:name w:val="{name}"/><w:qFormat/><w:rPr>{words}</w:rPr></w:style>'
    )


def _table_style() -> str:
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE[1:]}"'
    head = f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{HEAD[1:]}"/></w:tcPr>'
    return (
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{style_id(TABLE)}">'
        f'<w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders><w:top {line}/><w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
        '<w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="100" w:type="dxa"/>'
        '<w:bottom w:w="60" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow">{head}</w:tblStylePr></w:style>'
    )


def _numbering() -> tuple[str, str]:
    """The list of dashes, as in the plan as it was first printed."""
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
        f'<w:pStyle w:val="{style_id(BULLET)}"/><w:lvlText w:val="–"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="220" w:hanging="220"/></w:pPr>'
        f'<w:rPr><w:color w:val="{HEAD[1:]}"/></w:rPr></w:lvl>'
    )
    return (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>{level}'
        "</w:abstractNum>",
        f'<w:num {nsdecls("w")} w:numId="{_BULLETS}"><w:abstractNumId w:val="0"/></w:num>',
    )


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _twips(points: float) -> int:
    return round(points * 20)
