"""Whether values that were read from somewhere are of the kinds that their classes say."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date
from functools import cache
from math import isfinite
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from emg_xlsx.texts import Phrase

LARGEST = 1 << 53
"""Numbers from here on are not kept exactly by everything that counts with them."""

_SIMPLE = (str, bool, date, type(None))

Check = Callable[[Any], bool]


def fits(value: Any, kind: Any) -> bool:
    """Whether a value is of a kind, with all that is in it.

    Args:
        value: anything, such as a dataclass made of what JSON gave.
        kind: a class or an annotation; ``Any`` stands for one text, number, day, phrase, yes or no,
            or for nothing.
    """
    return _check(kind)(value)


@cache
def _check(kind: Any) -> Check:
    """The check of a kind, made once."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Any:
        return lambda value: (
            isinstance(value, _SIMPLE) or _is_number(value) or (isinstance(value, Phrase) and fits(value, Phrase))
        )
    if origin in (Union, types.UnionType):
        every = [_check(one) for one in inner]
        return lambda value: any(check(value) for check in every)
    if origin is Literal:
        return lambda value: isinstance(value, str) and value in inner
    if origin is tuple:
        return _of_tuple(inner)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        keys, values = map(_check, inner)
        return lambda value: isinstance(value, Mapping) and all(map(keys, value)) and all(map(values, value.values()))
    if is_dataclass(kind):
        return _of_fields(kind)
    if kind in (int, float):
        return lambda value: _is_number(value) and isinstance(value, int | kind)
    return lambda value: isinstance(value, kind)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and isfinite(value) and abs(value) < LARGEST


def _of_tuple(inner: tuple[Any, ...]) -> Check:
    if inner[-1] is ...:
        one = _check(inner[0])
        return lambda value: isinstance(value, tuple) and all(map(one, value))
    every = [_check(kind) for kind in inner]
    return lambda value: (
        isinstance(value, tuple)
        and len(value) == len(every)
        and all(check(one) for check, one in zip(every, value, strict=True))
    )


def _of_fields(kind: Any) -> Check:
    hints = get_type_hints(kind)
    # Looked up when they are needed: a class may hold others of its own.
    return lambda value: (
        isinstance(value, kind) and all(fits(getattr(value, name), hint) for name, hint in hints.items())
    )
