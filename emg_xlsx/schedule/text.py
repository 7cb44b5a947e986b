"""Read a schedule that arrives as text."""

from __future__ import annotations

import re
from dataclasses import replace

from emg_xlsx.schedule.cells import CellContext, parse_number
from emg_xlsx.schedule.chains import REMARKS, read_chain
from emg_xlsx.schedule.events import event_keys
from emg_xlsx.schedule.folding import fold
from emg_xlsx.schedule.lexer import tokenise
from emg_xlsx.schedule.values import Calendar, Schedule
from emg_xlsx.schedule.verdicts import Reading, asked, blank, judge
from emg_xlsx.schedule.words import Kind

LONGEST = 300
"""Characters; a longer text is a narrative, not a schedule."""

_ERROR = re.compile(
    r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!"
    r"|EXTERNAL!|PYTHON!|GETTING_DATA)|Err:\d{3}",
    re.IGNORECASE,
)
_DASHES = (Kind.RANGE, Kind.TILDE)


def parse_text(text: str, calendar: Calendar, *, date1904: bool, language: str | None) -> Schedule:
    """Return the schedule of a text; whatever is not understood is a question, never an error."""
    if len(text) > LONGEST:
        return asked(text, "unknown")
    stripped = text.strip()
    if _ERROR.fullmatch(stripped):
        return asked(text, "error-value")
    digits = fold(stripped).strip()
    if re.fullmatch(r"[0-9]{1,15}", digits):
        cell = CellContext(calendar, None, date1904, language or "en")
        return replace(parse_number(int(digits), cell), verbatim=text)
    tokens = tokenise(text, event_keys(calendar))
    if all(token.kind in _DASHES and token.text in "-~" for token in tokens):
        return blank(text)
    remarks = [token for token in tokens if token.kind in REMARKS]
    chain = read_chain([token for token in tokens if token.kind not in REMARKS], calendar.events)
    return judge(Reading(text, chain, remarks, calendar, language or "en", language))
