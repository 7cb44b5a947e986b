"""Collect, check and merge the contributions of many United Nations entities to one shared work plan.

``import emg_xlsx as emg`` gives the same verbs as the command line: values in, values out, nothing printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from emg_xlsx import schemas
    from emg_xlsx.api import (
        diff,
        export,
        load_plan,
        merge,
        parse_schedule,
        read_master,
        read_submission,
        status,
        summarise,
        validate,
        write_master,
        write_template,
    )

__all__ = [
    "diff",
    "export",
    "load_plan",
    "merge",
    "parse_schedule",
    "read_master",
    "read_submission",
    "schemas",
    "status",
    "summarise",
    "validate",
    "write_master",
    "write_template",
]


def __getattr__(name: str) -> Any:
    # The verbs need pandas and pandera, which take over a second to import; the command's help does not.
    import importlib

    if name == "schemas":
        return importlib.import_module("emg_xlsx.schemas")
    if name in __all__:
        return getattr(importlib.import_module("emg_xlsx.api"), name)
    raise AttributeError(name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
