"""Whether a value is of the kind that an annotation says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import pytest

from emg_xlsx.kinds import fits


@dataclass(frozen=True)
class Pair:
    """Two of a kind."""

    name: str
    numbers: Mapping[str, int] = field(default_factory=dict)
    inner: Pair | None = None


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("a", str), (1, int), (1, float), (1.5, float), (date(2022, 1, 1), date), (None, str | None), (None, Any),
        ("a", Any), ("a", Literal["a", "b"]), ((), tuple[str, ...]), (("a", 1), tuple[str, int]),
        ({"a": 1}, dict[str, int]), (Pair("a", {"b": 1}, Pair("c")), Pair),
        ({"a": (None, 1)}, Mapping[str, tuple[Any, ...]]),
    ],
)  # fmt: skip
def test_what_fits(value: Any, kind: Any) -> None:
    """Each value is of its kind."""
    assert fits(value, kind)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (1, str), ("1", int), (1.5, int), (float("nan"), float), (1e300, float), (10**30, int), (None, str), ([], Any),
        ({}, Any), ("c", Literal["a", "b"]), ([], Literal["a"]), (["a"], tuple[str, ...]), ((1,), tuple[str, ...]),
        (("a",), tuple[str, int]), ({"a": "1"}, dict[str, int]), ([], Mapping[str, int]), (Pair(1), Pair),  # type: ignore[arg-type]
        (Pair("a", inner=Pair("b", [])), Pair), ("a", Pair),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_what_does_not_fit(value: Any, kind: Any) -> None:
    """Other kinds, numbers nobody can count with, and anything inside that does not fit."""
    assert not fits(value, kind)
