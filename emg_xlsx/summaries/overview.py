"""The figures of the first sheet: who leads what, what is late, what is missing, what is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from emg_xlsx.findings import Severity
from emg_xlsx.mastered import Master
from emg_xlsx.printing import is_overdue
from emg_xlsx.summaries.rows import Row, entities_of
from emg_xlsx.summarised import ANSWERED, MatrixLine, Overview, Progress, Timeline

STATES = ("accepted", "questions", "partial", "nil", "noted", "returned", "superseded", "identical", "excluded",
          "skipped", "missing")  # fmt: skip
WHATS = ("added", "changed", "withdrawn", "deleted", "restored", "not-repeated")


def overview(
    master: Master, rows: Sequence[Row], lines: tuple[Iterable[MatrixLine], Iterable[Progress], Timeline]
) -> Overview:
    """Count what the first sheet tells.

    Args:
        master: its lists and its register.
        rows: the printable contributions.
        lines: the matrix, the progress and the timeline made of them.
    """
    matrix, states, timeline = lines
    deliverables = sorted((line for line in matrix if not line.whole), key=lambda line: master.plan.ref_order[line.ref])
    states = list(states)
    register = master.register
    current = register["round"] == master.round
    answered = register[register["state"].isin(ANSWERED) & (register["expected"] == "yes") & current]
    lists_file = register["file"].notna()
    files = register.loc[lists_file | (register["state"] == "missing"), "state"].value_counts()
    questions = master.questions
    severities = questions.loc[questions["state"] == "open", "severity"].value_counts()
    return Overview(
        answered=answered["entity"].nunique(),
        with_others=int((~lists_file & (register["state"] == "accepted")).sum()),
        expected=sum(entity.expected for entity in master.plan.entities),
        files_by_state={state: int(files.get(state, 0)) for state in STATES},
        findings_by_severity={s.value: int(severities.get(s.value, 0)) for s in Severity if s is not Severity.NOTE},
        contributions=len(rows),
        entities=len(entities_of(rows)),
        proposals=len(master.proposals),
        conflicts=int(master.conflicts["decision"].isna().sum()),
        left_out=len(master.left_out),
        without_lead=tuple(line.ref for line in deliverables if not line.leads),
        without_contributor=tuple(line.ref for line in deliverables if not line.leads and not line.others),
        delayed=tuple(state.ref for state in states if state.counts.get("DELAYED")),
        longer=tuple(line.ref for line in timeline.lines if line.late),
        overdue=tuple(state.ref for state in states if is_overdue(state, master.plan, master.day)),
        not_reported=tuple(voice.id for state in states for voice in state.voices if not voice.reported),
        news=_news(master),
    )


def _news(master: Master) -> dict[str, int]:
    """How often each kind of change stands in the log since the master that is compared with."""
    counts = master.changes["what"].iloc[master.known :].value_counts()
    return {what: int(counts[what]) for what in WHATS if what in counts} if master.since else {}
