"""Reading one file: what kind it is, where its tables and its form stand, and every cell with its address."""

from emg_xlsx.read.submission import read_file

__all__ = ["read_file"]
