"""Codes and labels: a master's frames as people read them, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd

from emg_xlsx.errors import UsageError
from emg_xlsx.mastered import Master
from emg_xlsx.plan import Plan
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.master_tables import REGISTER
from emg_xlsx.schemas.of_plan import codelist, master_contributions_table, master_proposals_table
from emg_xlsx.texts import LANGUAGES, text

Words = Callable[[Field], Mapping[str, str]]
"""What each word of a field's codelist becomes."""


def labelled(master: Master, language: str) -> Master:
    """The master with labels where its frames have codes; one that has them already is given back as it is.

    Args:
        master: with codes.
        language: language of the labels.

    Raises:
        UsageError: there are no labels in this language.
    """
    known_language(language)
    return master if master.labels else _with_words(master, _label_of(master.plan), language)


def known_language(language: str) -> None:
    """Say so where nothing can be labelled in a language.

    Raises:
        UsageError: there are no labels in this language.
    """
    if language not in LANGUAGES:
        raise UsageError(text("error.no-language", language=language, known=", ".join(LANGUAGES)))


def coded(master: Master) -> Master:
    """The master with codes, as every step works with it."""
    if not master.labels:
        return master
    label_of = _label_of(master.plan)
    return _with_words(master, lambda field: {label: code for code, label in label_of(field).items()}, None)


def with_labels(frame: pd.DataFrame, table: Table, plan: Plan) -> pd.DataFrame:
    """A typed frame with labels where it has codes."""
    return _reworded(frame, table, _label_of(plan))


def _label_of(plan: Plan) -> Words:
    return lambda field: {code.code: code.label for code in codelist(plan, field.codelist or "").codes}


def _with_words(master: Master, words: Words, language: str | None) -> Master:
    plan = master.plan
    return replace(
        master,
        contributions=_reworded(master.contributions, master_contributions_table(plan), words),
        proposals=_reworded(master.proposals, master_proposals_table(plan), words),
        register=_reworded(master.register, REGISTER, words),
        labels=language,
    )


def _reworded(frame: pd.DataFrame, table: Table, words: Words) -> pd.DataFrame:
    found = frame.copy()
    for field in table.fields:
        if field.codelist and field.type in ("code", "codes") and field.key in frame:
            known = words(field)
            values = [_each(value, known) for value in frame[field.key]]
            found[field.key] = pd.Series(values, dtype="object", index=frame.index)
    return found


def _each(value: str | None, words: Mapping[str, str]) -> str | None:
    return None if value is None else "; ".join(words.get(one, one) for one in value.split("; "))
