"""What goes back to a contributor, made from a pack: the sheet to check, the pages, the draft e-mail."""

from emg_xlsx.report.calling import invitation, reminder
from emg_xlsx.report.fresh import write_fresh
from emg_xlsx.report.marking import marked
from emg_xlsx.report.message import Draft, MessageLine, draft_of, eml, messages_csv
from emg_xlsx.report.pages import IndexLine, index_page, report_page
from emg_xlsx.report.sheet import to_check

__all__ = [
    "Draft",
    "IndexLine",
    "MessageLine",
    "draft_of",
    "eml",
    "index_page",
    "invitation",
    "marked",
    "messages_csv",
    "reminder",
    "report_page",
    "to_check",
    "write_fresh",
]
