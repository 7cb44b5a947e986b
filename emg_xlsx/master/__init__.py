"""The master workbook: the sheets a coordinator lives in."""

from emg_xlsx.master.book import write_master

__all__ = ["write_master"]
