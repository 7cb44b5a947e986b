"""Taking sheets over from one workbook into another, with all that belongs to them."""

from emg_xlsx.xlsx.grafting.graft import Grafted, Loss, graft

__all__ = ["Grafted", "Loss", "graft"]
