"""The printed papers as Word documents: the work plan in its own shape, and the progress report."""

from emg_xlsx.papers.progress import progress_paper
from emg_xlsx.papers.work_plan import work_plan_paper

__all__ = ["progress_paper", "work_plan_paper"]
