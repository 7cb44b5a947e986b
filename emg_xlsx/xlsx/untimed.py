"""A workbook that another library saved, without the time at which it did."""

from __future__ import annotations

import zipfile
from io import BytesIO

_CORE = "docProps/core.xml"
_MODIFIED = (b"<dcterms:modified", b"</dcterms:modified>")


def untimed(data: bytes) -> bytes:
    """The same workbook with no time of day in it, so that the same cells give the same bytes.

    Args:
        data: a workbook of our own making; one that was sent is opened by :mod:`emg_xlsx.xlsx.package`.
    """
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            part = old.read(item)
            if item.filename == _CORE:
                start, _, rest = part.partition(_MODIFIED[0])
                part = start + rest.partition(_MODIFIED[1])[2]
            new.writestr(zipfile.ZipInfo(item.filename), part, zipfile.ZIP_DEFLATED)
    return target.getvalue()
