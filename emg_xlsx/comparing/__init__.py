"""Comparing two masters, two submissions, or two states of one table, cell by cell."""

from __future__ import annotations

from emg_xlsx.comparing.masters import compare_masters
from emg_xlsx.comparing.rows import changes_between
from emg_xlsx.comparing.submissions import compare_submissions

__all__ = ["changes_between", "compare_masters", "compare_submissions"]
