"""The plan as a workbook: writing one to start from, reading it back, and saying what is wrong in it."""

from emg_xlsx.planbook.check import PlanUnreadable, check_plan, read_plan
from emg_xlsx.planbook.write import write_plan

__all__ = ["PlanUnreadable", "check_plan", "read_plan", "write_plan"]
