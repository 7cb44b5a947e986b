"""The three-way merge: what files say, what the coordinator did in the master, and what was taken before."""

from emg_xlsx.reconcile.noticing import Noticed, noticed
from emg_xlsx.reconcile.publishing import reconcile

__all__ = ["Noticed", "noticed", "reconcile"]
