"""Sheets of an older workbook set into a new one with all that belongs to them; knows nothing of what they say."""

from emg_xlsx.xlsx.grafting.graft import graft
from emg_xlsx.xlsx.grafting.values import LOSSES, Grafted, Loss, LossCode

__all__ = ["LOSSES", "Grafted", "Loss", "LossCode", "graft"]
