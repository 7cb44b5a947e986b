"""The master workbook: the sheets a coordinator lives in."""

from emg_xlsx.master.book import write_master
from emg_xlsx.master.tables import Desk, Sheetful, write_table

__all__ = ["Desk", "Sheetful", "write_master", "write_table"]
