"""Zips and saved mails: the files in them, read in memory under limits, never written to disk."""

from emg_xlsx.containers.names import dated_folder, is_litter, shown
from emg_xlsx.containers.opening import opened

__all__ = ["dated_folder", "is_litter", "opened", "shown"]
