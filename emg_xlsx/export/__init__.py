"""What leaves the house: a master as tables of plain values, and these as files."""

from emg_xlsx.export.document import document
from emg_xlsx.export.package import DESCRIPTION, package
from emg_xlsx.export.sheets import sheets
from emg_xlsx.export.table_file import table_file
from emg_xlsx.export.tables import exported

__all__ = ["DESCRIPTION", "document", "exported", "package", "sheets", "table_file"]
