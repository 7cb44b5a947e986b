"""The template: the plan as the focal points know it, with white cells to fill."""

from emg_xlsx.template.book import Issue, file_name, grey_checksum, write_template
from emg_xlsx.template.tables import FREE_ROWS, PROPOSAL_ROWS

__all__ = ["FREE_ROWS", "PROPOSAL_ROWS", "Issue", "file_name", "grey_checksum", "write_template"]
