"""A workbook as a file: opened safely and read sparsely. It knows nothing of plans or entities."""

from emg_xlsx.xlsx.formats import is_date_format
from emg_xlsx.xlsx.grid import a1, column_letters
from emg_xlsx.xlsx.limits import Limits, limits_from
from emg_xlsx.xlsx.reader import open_workbook
from emg_xlsx.xlsx.refusal import Refused
from emg_xlsx.xlsx.values import Anomaly, Cell, Sheet, Workbook

__all__ = [
    "Anomaly",
    "Cell",
    "Limits",
    "Refused",
    "Sheet",
    "Workbook",
    "a1",
    "column_letters",
    "is_date_format",
    "limits_from",
    "open_workbook",
]
