"""The master's tables as frames: what is merged, what is open, what was left out, who answered, what changed."""

from emg_xlsx.consolidate.frames import consolidate

__all__ = ["consolidate"]
