"""Findings and results as text for a terminal, as JSON, and as CSV."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from emg_xlsx.findings import Finding, Severity
from emg_xlsx.mastered import Merging, Saved
from emg_xlsx.plan import Plan
from emg_xlsx.text import harmless, visible
from emg_xlsx.texts import counted, text
from emg_xlsx.values import Checked, FileState

if TYPE_CHECKING:
    from pathlib import Path


WIDTH = 80

COLOURS: Mapping[Severity, str] = {
    Severity.BLOCKING: "red",
    Severity.ERROR: "red",
    Severity.QUERY: "yellow",
    Severity.NOTE: "cyan",
}

COLUMNS = ("file", "entity", "round", "state", "severity", "code", "sheet", "cell", "row", "ref", "field", "value",
           "message", "suggestion")  # fmt: skip


class Style(Protocol):
    """Gives a text a colour, or leaves it as it is."""

    def __call__(self, text: str, *, fg: str | None = None, bold: bool | None = None) -> str:
        """The text, styled."""
        ...


def exit_code(checked: Checked) -> int:
    """0 where nothing but questions and notes was found, else 1."""
    serious = (Severity.BLOCKING, Severity.ERROR)
    return int(any(finding.severity in serious for finding in checked.findings))


def as_text(checked: Checked, colour: Style) -> str:
    """The findings grouped by file and severity, readable at 80 columns.

    Args:
        checked: the validated files.
        colour: gives headings a colour on a terminal; may leave them plain.
    """
    by_file = checked.by_file
    parts = [_file_text(state, by_file.get(state.file, []), colour) for state in _states(checked)]
    return "\n\n".join([*parts, _closing(checked)])


def as_json(checked: Checked, plan: Plan) -> str:
    """The findings as JSON; nothing else goes to standard output with it."""
    by_file = checked.by_file
    files = [
        {
            "file": state.file,
            "sha256": state.sha256,
            "entity": state.entity,
            "round": state.round,
            "state": state.state,
            "rows_read": state.rows_read,
            "rows_merged": state.rows_merged,
            "reason": state.reason,
            "findings": [finding_line(finding) for finding in by_file.get(state.file, [])],
        }
        for state in _states(checked)
    ]
    return json.dumps({"plan": plan.id, "files": files}, ensure_ascii=False, indent=1) + "\n"


def as_csv(checked: Checked, plan: Plan) -> str:  # noqa: ARG001  # the sisters share a signature
    """The findings as CSV, one line each; texts that a spreadsheet would run as formulas get an apostrophe."""
    by_file = checked.by_file
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    for state in _states(checked):
        about = {"file": state.file, "entity": state.entity, "round": state.round, "state": state.state}
        # A file nothing was found in has its line too: "accepted" is an answer.
        for line in [finding_line(finding) for finding in by_file.get(state.file, [])] or [{}]:
            writer.writerow([_cell({**about, **line}.get(column)) for column in COLUMNS])
    return target.getvalue()


def merge_summary(merging: Merging, saved: Saved | None, output: Path) -> str:
    """What a merge did, in a few lines.

    Args:
        merging: its result.
        saved: what became of the files; None where nothing was to be written.
        output: where the master stands.
    """
    master, checked = merging.master, merging.checked
    states = Counter(state.state for state in checked.files)
    serious = [f for f in checked.findings if f.severity is Severity.BLOCKING]
    lines = [
        text("cli.merged", files=counted("file", len(checked.files)),
             rows=counted("contribution", len(master.contributions)),
             proposals=counted("proposal", len(master.proposals))),
        *(f"  {text(f'state.{state}')}: {count}" for state, count in sorted(states.items())),
        _wrapped(text("cli.open", questions=counted("question", int((master.questions["state"] == "open").sum())),
                      conflicts=counted("conflict", int(master.conflicts["decision"].isna().sum())),
                      left_out=len(master.left_out)), ""),
        *(_wrapped(f"{visible(f.file)}: {f.message()}{_decide(f)}", "  ") for f in serious),
    ]  # fmt: skip
    if merging.old is not None:
        lines += _update_lines(merging, saved.lost if saved else merging.lost)
    if saved is None:
        lines.append(text("cli.dry-run"))
    elif not saved.written:
        lines.append(text("cli.nothing-new", path=output))
    else:
        lines += [text("cli.old-kept", path=saved.kept)] if saved.kept else []
        lines.append(text("cli.master-updated" if merging.old is not None else "cli.master-written", path=output))
    return "\n".join(lines)


def _update_lines(merging: Merging, lost: Sequence[tuple[str, str]]) -> list[str]:
    """What is new in a master that was updated, and what of the coordinator's work could not be carried over."""
    news = Counter(change.what for change in merging.changes)
    told = ", ".join(f"{text(f'what.{what}').lower()}: {count}" for what, count in sorted(news.items()))
    lines = [_wrapped(text("cli.news", files=counted("new_file", len(merging.news)), told=told or text("cli.no-news")),
                      "")]  # fmt: skip
    if lost:
        lines.append(text("cli.lost"))
        lines += [_wrapped(f"{visible(sheet)}: {what}", "  ") for sheet, what in lost]
    return lines


def wrapped(words: str) -> str:
    """A sentence in lines a terminal of 80 columns shows whole."""
    return _wrapped(words, "")


def _decide(finding: Finding) -> str:
    """What the coordinator can do where a file does not say whose it is."""
    if finding.code not in ("entity-missing", "entity-unknown"):
        return ""
    return " " + text("cli.decide_entity", file=visible(finding.file))


def plan_findings(file: str, findings: Sequence[Finding], *, usable: bool) -> str:
    """The findings about a plan workbook, one paragraph each, and whether it can be used all the same."""
    ordered = sorted(findings, key=lambda f: f.order)
    told = [_paragraph(finding, label=text(f"severity.{finding.severity.value}")) for finding in ordered]
    errors = sum(f.severity in (Severity.BLOCKING, Severity.ERROR) for f in findings)
    closing = [] if usable else [wrapped(text("cli.plan-bad", file=visible(file), count=counted("correction", errors)))]
    return "\n".join([visible(file), *told, *closing])


def _states(checked: Checked) -> list[FileState]:
    return sorted(checked.files, key=lambda state: state.file)


def _file_text(state: FileState, findings: Sequence[Finding], colour: Style) -> str:
    facts = [state.entity, state.round if state.state != "skipped" else None, text(f"state.{state.state}").lower()]
    if state.rows_read:
        facts.append(text("cli.rows", read=state.rows_read, merged=state.rows_merged))
    lines = [colour(visible(state.file), bold=True), "  " + " · ".join(fact for fact in facts if fact)]
    if state.reason:
        lines.append(_wrapped(state.reason, "  "))
    for severity in Severity:
        group = [finding for finding in findings if finding.severity is severity]
        if group:
            lines.append("  " + colour(f"{text(f'severity.{severity.value}')} ({len(group)})", fg=COLOURS[severity]))
            lines += [_paragraph(finding) for finding in group]
    return "\n".join(lines)


def _paragraph(finding: Finding, label: str = "") -> str:
    place = f"{visible(finding.place)}: " if finding.place else ""
    start = f"{label} · " if label else ""
    return _wrapped(f"{start}{place}{finding.message()}  [{finding.code}]", "    ")


def _wrapped(words: str, indent: str) -> str:
    return textwrap.fill(" ".join(words.split()), WIDTH, initial_indent=indent, subsequent_indent=indent + "  ",
                         break_long_words=False, break_on_hyphens=False)  # fmt: skip


def _closing(checked: Checked) -> str:
    counts = Counter(finding.severity for finding in checked.findings)
    told = ", ".join(f"{text(f'severity.{s.value}').lower()}: {counts[s]}" for s in Severity if counts[s])
    return _wrapped(
        text("cli.closing", files=counted("file", len(checked.files)), told=told or text("cli.nothing")), ""
    )


def finding_line(finding: Finding) -> dict[str, Any]:
    """A finding as a JSON object."""
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "row": finding.row,
        "ref": finding.ref,
        "field": finding.field,
        "value": finding.value,
        "message": finding.message(),
        "suggestion": finding.suggestion,
    }


def _cell(value: object) -> object:
    return harmless(value) if isinstance(value, str) else value
