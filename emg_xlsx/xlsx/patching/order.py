"""Where an element may stand among the others, which the schemas fix."""

from __future__ import annotations

from collections.abc import Sequence

from emg_xlsx.xlsx.patching.edits import Edits, Element

WORKSHEET = (
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
STYLES = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
WORKBOOK = (
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
)
"""Children of the three roots in the order of ECMA-376, part 1."""


def put_child(edits: Edits, root: Element, order: Sequence[str], piece: bytes, local: str) -> None:
    """Put a child where it belongs: behind those of its own kind and of the kinds before it.

    Controls and other objects stand inside ``mc:AlternateContent`` and are ranked by what is in there; children
    nobody knows count for nothing.
    """
    rank = order.index(local)
    before = next((child for child in reversed(root.children) if -1 < _rank(child, order) <= rank), None)
    if before is not None:
        edits.insert(before.end, piece)
    elif root.empty:
        edits.append(root, piece)
    else:
        edits.insert(root.inner, piece)


def _rank(element: Element, order: Sequence[str]) -> int:
    local = element.local
    if local == "AlternateContent":
        local = next((inside.local for inside in element.walk() if inside.local in order), local)
    return order.index(local) if local in order else -1


PASSED = frozenset({b"sheetView", b"cols", b"sheetData", b"mergeCells", b"dataValidations", b"hyperlinks",
                    b"headerFooter", b"rowBreaks", b"ignoredErrors"})  # fmt: skip
"""Elements of a worksheet inside which nothing is ever changed, and which may be long."""
LISTS = frozenset(kind.encode() for kind in STYLES)
"""Children of the table of styles: only their ends and numbers matter."""
