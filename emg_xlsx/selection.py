"""What of a master is asked for: some activities, outcomes or entities, or what is new since an earlier one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from emg_xlsx.codelists import Codelist
from emg_xlsx.errors import UsageError
from emg_xlsx.plan import Plan
from emg_xlsx.schemas.of_plan import codelist
from emg_xlsx.summarised import Progress, Voice
from emg_xlsx.texts import text


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows and refs are shown; everything where nothing was asked for.

    Attributes:
        activities: those shown; None for all.
        outcomes: the outcomes of what is shown; None for all.
        entities: whose rows are shown; None for everybody's.
        ids: the rows that are new or changed; None for all.
        touched: refs of which the coordinator says something new.
        since: the day of the master these are new against.
        chosen: name of a filter to what was chosen by it.
    """

    activities: frozenset[str] | None = None
    outcomes: frozenset[str] | None = None
    entities: frozenset[str] | None = None
    ids: frozenset[str] | None = None
    touched: frozenset[str] = frozenset()
    since: date | None = None
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def contributions(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Those of a master's contributions that are shown."""
        keep = self._whose(rows)
        if self.activities is not None:
            keep &= rows["activity_id"].isin(self.activities)
        return rows[keep]

    def proposals(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Those of a master's proposals that are shown; one without an activity belongs to its outcome."""
        keep = self._whose(rows)
        if self.activities is not None:
            loose = rows["activity"].isna() & rows["outcome"].isin(self.outcomes or ())
            keep &= rows["activity"].isin(self.activities) | loose
        return rows[keep]

    def refs(self, plan: Plan, rows: pd.DataFrame) -> frozenset[str]:
        """The refs of the plan that are shown: all that were asked for, or those of which there is something to show.

        Args:
            plan: has the refs.
            rows: the contributions that are shown.
        """
        asked = frozenset(
            ref for ref in plan.refs if self.activities is None or plan.activity_of(ref) in self.activities
        )
        if self.entities is None and self.ids is None:
            return asked
        found = frozenset(map(str, rows["ref"]))
        return asked & (found if self.entities is not None else found | self.touched)

    def voices(self, state: Progress) -> tuple[Voice, ...]:
        """Those who are heard of a ref."""
        return tuple(voice for voice in state.voices if self.hears(voice))

    def hears(self, voice: Voice) -> bool:
        """Whether a voice is one of those asked for."""
        return (self.entities is None or voice.entity in self.entities) and (self.ids is None or voice.id in self.ids)

    def _whose(self, rows: pd.DataFrame) -> pd.Series:
        keep = pd.Series(True, index=rows.index)
        if self.entities is not None:
            keep &= rows["entity"].isin(self.entities)
        if self.ids is not None:
            keep &= rows.index.isin(self.ids)
        return keep


def select(
    plan: Plan, *, activities: Sequence[str] = (), outcomes: Sequence[str] = (), entities: Sequence[str] = ()
) -> Selection:
    """A selection by codes; of one kind any of them, of several kinds what fits all.

    Args:
        plan: knows the codes.
        activities, outcomes, entities: codes, in whatever case; none for all.

    Raises:
        UsageError: the plan does not know a code, or no activity fits.
    """
    chosen = {
        "activity": _codes(codelist(plan, "activity"), activities),
        "outcome": _codes(codelist(plan, "outcome"), outcomes),
        "entity": _codes(plan.entity_list, entities),
    }
    fitting = [
        activity
        for activity in plan.activities
        if (not activities or activity.id in chosen["activity"])
        and (not outcomes or activity.outcome in chosen["outcome"])
    ]
    if not fitting:
        raise UsageError(text("error.choice-empty", activities=", ".join(chosen["activity"]),
                              outcomes=", ".join(chosen["outcome"])))  # fmt: skip
    narrow = bool(activities or outcomes)
    return Selection(
        activities=frozenset(activity.id for activity in fitting) if narrow else None,
        # A proposal that names no activity is none of the activities that were asked for.
        outcomes=frozenset(chosen["outcome"]) if narrow and not activities else None,
        entities=frozenset(chosen["entity"]) if entities else None,
        chosen={name: codes for name, codes in chosen.items() if codes},
    )


def newer(selection: Selection, *, ids: Iterable[str], touched: Iterable[str], since: date) -> Selection:
    """A selection of what is new or changed only."""
    return replace(selection, ids=frozenset(ids), touched=frozenset(touched), since=since)


def _codes(options: Codelist, words: Sequence[str]) -> tuple[str, ...]:
    """The codes that were named, in the order of their list."""
    found = {_code(options, word) for word in words}
    return tuple(one.code for one in options.codes if one.code in found)


def _code(options: Codelist, word: str) -> str:
    match = options.match(word)
    if match.code is not None and match.how == "exact":
        return match.code
    codes = {one.code.casefold(): one.code for one in options.codes}
    # Whoever names a deliverable means its activity.
    longer = [key for key in codes if word.casefold().startswith(key)]
    near = [max(longer, key=len)] if longer else difflib.get_close_matches(word.casefold(), codes, 1, 0.5)
    nearest = match.code or match.suggestion or (codes[near[0]] if near else None)
    hint = text("error.did-you-mean", code=nearest) if nearest else text("error.codes", codes=", ".join(codes.values()))
    raise UsageError(text(f"error.unknown-{options.name}", **{options.name: word, "hint": hint}))
