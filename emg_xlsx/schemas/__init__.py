"""The one source of truth: the tables field by field, and the pandera schemas made from them.

``contributions(plan)`` and its sisters return pandera ``DataFrameSchema`` objects; they are loaded when first
asked for, so that commands that validate nothing do not wait for pandera. ``validate`` of a schema gives the frame
back, or raises ``pandera.errors.SchemaError``; with ``lazy=True`` it raises ``SchemaErrors``, with every failure.
Every column stands in the data dictionary, with its type, its bounds and what it means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emg_xlsx.schemas.frames import (
        contributions,
        entity,
        master_contributions,
        master_proposals,
        proposals,
        submitted_contributions,
        submitted_proposals,
    )

__all__ = [
    "contributions",
    "entity",
    "master_contributions",
    "master_proposals",
    "proposals",
    "submitted_contributions",
    "submitted_proposals",
]


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    if name in __all__:
        from emg_xlsx.schemas import frames  # pandera takes over a second to import

        return getattr(frames, name)
    raise AttributeError(name)
