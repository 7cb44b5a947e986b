"""A page for each finding code, and the list of all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import emg_xlsx as emg
from emg_xlsx.findings import RULES, Finding, Severity, explain
from emg_xlsx.texts import LANGUAGES, template, text
from writers.markdown import code, escaped, page, placeholders, prose, quoted, table, with_marks
from writers.words import ASKED, EFFECTS, PLACEHOLDERS, PLAN_EFFECTS

SUBMISSIONS = Path(__file__).parents[2] / "examples" / "submissions"
DAY = "2022-03-15"
_LANGUAGES = {"fr": "French", "es": "Spanish"}

_INTRODUCTION = """# Findings

A finding is one thing said about one place in a file: what was written, why we ask, and what to write instead. Each
has a code, which never changes its meaning. `emg-xlsx explain CODE` says in short what its page here says.

One bad cell costs that cell, one bad row that row, a bad file never the run."""


def finding_pages() -> Iterator[tuple[str, str]]:
    """Name and text of every page, the list of all first."""
    yield "index.md", _index()
    for rule in RULES:
        yield f"{rule}.md", _page(rule)


def _index() -> str:
    parts = [_INTRODUCTION, table(["kind", "severity", "what becomes of it"],
                                  ([_kind(s), code(s.value), EFFECTS[s]] for s in Severity))]  # fmt: skip
    for of_plan, about in ((False, "In submissions"), (True, "In a plan workbook")):
        parts.append(f"## {about}")
        for severity in Severity:
            codes = sorted(rule for rule in RULES if RULES[rule] is severity and _is_of_plan(rule) is of_plan)
            if codes:
                parts.append(f"### {_kind(severity)}" + (" (plan)" if of_plan else ""))
                parts.append(table(["code", "message"], ([f"[{c}]({c}.md)", with_marks(_message(c))] for c in codes)))
    return page(*parts)


def _page(rule: str) -> str:
    severity, message = RULES[rule], _message(rule)
    effects: Mapping[Severity, str] = PLAN_EFFECTS if _is_of_plan(rule) else EFFECTS
    parts = [
        f"# {rule}",
        f"**{_kind(severity)}** (severity `{severity.value}`). {effects[severity]}",
        "## What it says",
        quoted(with_marks(message)),
    ]
    if translated := _translated(rule):
        parts.append(translated)
    if names := placeholders(message):
        parts.append(table(["stands for", "what"], ([f"*{name}*", PLACEHOLDERS[name]] for name in names)))
    parts += ["## What it means", prose(explain(rule).strip()), "## What to write", _asked(rule)]
    if example := _examples().get(rule):
        parts += ["## In the examples", f"In {code(example.file)}, {escaped(_place(example))}:",
                  quoted(escaped(example.message()))]  # fmt: skip
    return page(*parts, "[All findings](index.md)")


def _asked(rule: str) -> str:
    """The sentences of a message that say what to do; they are its last."""
    message = re.sub(r"^please", "Please", _message(rule).replace("{hint}", " ").strip())
    sentences = re.split(r"(?<=[.?!”)]) +(?=[A-Z“{(])", message)
    asked = [sentence for sentence in sentences if "lease" in sentence]
    if asked:
        return with_marks(" ".join(asked))
    return ASKED["plan" if _is_of_plan(rule) and RULES[rule] is not Severity.NOTE else "note"]


def _message(rule: str, language: str = LANGUAGES[0]) -> str:
    return " ".join(template(f"finding.{rule}.message", language).split())


def _translated(rule: str) -> str:
    """The message as those read it who were sent a template in another language."""
    said = {_LANGUAGES[language]: _message(rule, language) for language in LANGUAGES[1:]}
    if _message(rule) in said.values():
        return ""
    return "\n\n".join(f"In {name}: {with_marks(message)}" for name, message in said.items())


def _kind(severity: Severity) -> str:
    return text(f"severity.{severity.value}")


def _place(finding: Finding) -> str:
    return finding.place or "about the file as a whole"


def _is_of_plan(rule: str) -> bool:
    return rule.startswith("plan-") and rule != "plan-other"


@cache
def _examples() -> Mapping[str, Finding]:
    """The first finding of each code in the example submissions."""
    found = emg.validate(SUBMISSIONS, day=DAY).checked.findings
    return {finding.code: finding for finding in sorted(found, key=lambda one: one.order, reverse=True)}
