"""What leaves the house: a master as tables of plain values, and these as files."""

from emg_xlsx.exports.document import document
from emg_xlsx.exports.overviews import overviews
from emg_xlsx.exports.package import DESCRIPTION, package
from emg_xlsx.exports.sheets import sheets
from emg_xlsx.exports.table_file import table_file
from emg_xlsx.exports.tables import exported
from emg_xlsx.exports.workbook import workbook

__all__ = ["DESCRIPTION", "document", "exported", "overviews", "package", "sheets", "table_file", "workbook"]
