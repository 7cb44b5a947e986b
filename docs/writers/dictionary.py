"""The data dictionary, from the tables and codelists themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from emg_xlsx import show, show_status
from emg_xlsx.builtin import builtin_plan
from emg_xlsx.codelists import Code
from emg_xlsx.codes import CODELISTS
from emg_xlsx.schemas import export_tables, master_tables, summary_tables, tables
from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.of_plan import codelist
from emg_xlsx.schemas.plan_tables import (
    CHOICES,
    OPTIONAL_TABLES,
    PLAN_TABLES,
    REFERENCES,
    SETTINGS,
    SETTINGS_FORM,
    SHAPES,
    UNIQUE,
)
from emg_xlsx.schemas.wording import worded
from emg_xlsx.texts import LANGUAGES, text
from writers.markdown import code, escaped, page, table
from writers.words import DRAWN, FINDING_COLUMNS, NEEDS, STATUS_COLUMNS, TYPES

_INTRODUCTION = """# Data dictionary

Every column of the template, of the master, of what is exported and of the plan: its key, by which programs know it,
and its title, by which people do. Keys and codes never change their meaning. What the built-in plan has is shown; a
plan of your own may [add columns and codes](another-year.md)."""

_NAMES = ("English", "French", "Spanish")
"""The languages of templates, as :data:`emg_xlsx.texts.LANGUAGES` has them."""
_OF_PLAN = ("outcome", "activity", "entity", "event")
"""Lists that are the plan's own things; they are long and stand in the plan workbook."""


def dictionary_page() -> str:
    """The whole page."""
    return page(_INTRODUCTION, *_template(), *_master(), *_exports(), *_lines(), *_plan(), *_codelists())


def master_tables_of(plan_statuses: Iterable[Code]) -> tuple[Table, ...]:
    """The tables of the master in the order of its sheets."""
    return (
        summary_tables.WORK_PLAN, master_tables.master_contributions(tables.CONTRIBUTIONS),
        summary_tables.progress(plan_statuses), summary_tables.EVENTS, summary_tables.REQUESTS,
        master_tables.master_proposals(tables.PROPOSALS), master_tables.CONFLICTS, master_tables.QUESTIONS,
        master_tables.LEFT_OUT, master_tables.REGISTER, master_tables.CHANGES,
    )  # fmt: skip


def export_tables_of(plan_statuses: Iterable[Code]) -> tuple[Table, ...]:
    """The tables of a data package."""
    rows = (master_tables.master_contributions(tables.CONTRIBUTIONS), master_tables.master_proposals(tables.PROPOSALS))
    return (
        *(export_tables.exported_rows(rows_of) for rows_of in rows),
        export_tables.WORK_PLAN, export_tables.exported_progress(plan_statuses), export_tables.ENTITIES,
        export_tables.EVENTS, export_tables.CODES, export_tables.CONTACTS,
    )  # fmt: skip


def _template() -> list[str]:
    parts = [
        "## The template",
        "What an entity fills. “Needed” means in a row that is used; everything else may stay empty.",
    ]
    for one in (tables.ENTITY_FORM, tables.CONTRIBUTIONS, tables.PROPOSALS):
        parts += [f"### Sheet {one.sheet}", _fields(one.fields)]
        if again := tables.AGAIN.get(one.name):
            parts += ["Only in templates with last answers filled in:", _fields(again)]
    parts += ["### In other languages", "Sheets and keys are the same in every language. A column is known by its "
              "title in any of them."]  # fmt: skip
    for one in (tables.ENTITY_FORM, tables.CONTRIBUTIONS, tables.PROPOSALS):
        parts += [f"On the sheet {one.sheet}:", _titles(one)]
    return parts


def _titles(one: Table) -> str:
    spoken = [worded(one, language).fields for language in LANGUAGES]
    rows = ([code(fields[0].key), *(escaped(field.title) for field in fields)] for fields in zip(*spoken, strict=True))
    return table(["key", *_NAMES], rows)


def _master() -> list[str]:
    parts = ["## The master", "Titles stand in the third row of each sheet. “Yours” are the columns the tool never "
             "fills again once something stands in them; “worked out” are formulas.", DRAWN]  # fmt: skip
    for one in master_tables_of(_statuses()):
        parts += [f"### Master sheet {one.sheet}", _fields(one.fields)]
    return parts


def _exports() -> list[str]:
    parts = ["## Exports", "The tables of a data package; `.json` and `.csv` have the same columns. Beside a column of "
             "codes stands one with their labels. `contacts` is there only with `--with-contacts`."]  # fmt: skip
    for one in export_tables_of(_statuses()):
        parts += [f"### Export {one.name}", _fields(one.fields)]
    return parts


def _lines() -> list[str]:
    """The columns of what commands print for programs."""
    kinds = (
        ("validate", "one line per finding", show.COLUMNS, FINDING_COLUMNS),
        ("status", "one line per entity", show_status.COLUMNS, STATUS_COLUMNS),
    )
    parts = ["## What commands print for programs"]
    for name, about, columns, meanings in kinds:
        parts += [f"### Lines of {name}", f"`emg-xlsx {name} --format csv`, {about}.",
                  table(["column", "meaning"], ([code(key), meanings[key]] for key in columns))]  # fmt: skip
    parts += ["### Lines of diff", "`emg-xlsx diff --format csv`, one line per change.",
              _fields(master_tables.DIFFERENCES.fields)]  # fmt: skip
    return [*parts, "### States of a file", "What `state` may say.", _states()]


def _states() -> str:
    states = ("accepted", "questions", "partial", "returned", "nil", "noted", "superseded", "identical", "excluded",
              "skipped", "missing")  # fmt: skip
    return table(["state", "in words"], ([code(state), text(f"state.{state}")] for state in states))


def _plan() -> list[str]:
    parts = ["## The plan workbook", "Each table is a sheet; its headers are the keys. "
             "`emg-xlsx plan check plan.xlsx` says, at its cell, what does not hold."]  # fmt: skip
    rules = _plan_rules()
    for one in PLAN_TABLES:
        parts.append(f"### Plan sheet {one.sheet}")
        if one.name in OPTIONAL_TABLES:
            parts.append("May be empty or absent.")
        if one is SETTINGS:
            parts += ["A line for each setting, its name under `key`, what it is under `value`:",
                      _fields(SETTINGS_FORM.fields, rules[SETTINGS_FORM.name])]  # fmt: skip
        else:
            parts.append(_fields(one.fields, rules.get(one.name, {})))
    return parts


def _plan_rules() -> Mapping[str, Mapping[str, str]]:
    rules: dict[str, dict[str, str]] = {}

    def add(name: str, key: str, words: str) -> None:
        have = rules.setdefault(name, {})
        have[key] = f"{have[key]}; {words}" if key in have else words

    for name, key, target, column in REFERENCES:
        add(name, key, f"stands in `{target}.{column}`")
    for name, keys in UNIQUE:
        together = "" if len(keys) == 1 else f" together with `{keys[0]}`"
        add(name, keys[-1], f"once in the table{together}")
    for name, key, pattern in SHAPES:
        if re.fullmatch(r"[\w\[\](){}?:|,+-]+", pattern):
            add(name, key, f"like {code(_plain(pattern))}")
        else:
            add(name, key, "fit for a file name")
    return rules


def _plain(pattern: str) -> str:
    """A pattern as people write one: what stands for a number is one."""
    number = pattern.replace("(?:0[1-9]|[1-9][0-9]{1,2})", "01").replace("[1-9][0-9]?", "1")
    return number.replace("[ivx]+", "iv").replace("[a-z][a-z0-9_]{0,29}", "lower_case_1")


def _codelists() -> list[str]:
    plan = builtin_plan()
    parts = ["## Codelists", "Codes are the same in every language; people choose labels. Both are read, and so are "
             "usual synonyms in English, French and Spanish."]  # fmt: skip
    for name in CODELISTS:
        lists = [codelist(plan, name, language) for language in LANGUAGES]
        rows = ([code(one.code), *(escaped(each.label(one.code)) for each in lists), _offered(one)]
                for one in lists[0].codes)  # fmt: skip
        parts += [f"### List {name}", table(["code", *_NAMES, "note"], rows)]
    for name, words in CHOICES.items():
        if name not in CODELISTS:
            parts += [f"### List {name}", " · ".join(code(word) for word in words)]
    return [*parts, "### Lists of the plan", f"The lists {', '.join(code(name) for name in _OF_PLAN)} are the plan’s "
            "own outcomes, activities, entities and events; their codes are their ids. `emg-xlsx plan export "
            "plan.xlsx` shows them."]  # fmt: skip


def _offered(one: Code) -> str:
    return "" if one.offered else "Read, but not offered."


def _statuses() -> tuple[Code, ...]:
    return codelist(builtin_plan(), "status").codes


def _fields(fields: Iterable[Field], rules: Mapping[str, str] | None = None) -> str:
    rows = ([code(item.key), "" if item.title == item.key else escaped(item.title), _type(item),
             _limits(item, (rules or {}).get(item.key, "")), escaped(item.help)] for item in fields)  # fmt: skip
    return table(["key", "title", "type", "rules", "what it is"], rows)


def _type(item: Field) -> str:
    known = item.codelist in CODELISTS or item.codelist in CHOICES
    link = f"[{item.codelist}](#list-{item.codelist})" if known else f"[{item.codelist}](#lists-of-the-plan)"
    return TYPES[item.type].format(list=link)


def _limits(item: Field, more: str) -> str:
    words = [
        NEEDS[item.need] if item.need else "",
        f"`{item.instead}` will do instead in reporting rounds" if item.instead else "",
        f"at most {item.max_length:,} characters, else asked about" if item.max_length else "",
        f"from {item.minimum:g}" if item.minimum is not None else "",
        f"asked about above {item.maximum:,.0f}" if item.maximum is not None else "",
        f"{item.decimals} decimal" if item.decimals else "",
        f"blank is `{item.default}`" if item.default else "",
        "yours" if item.own else "",
        "worked out" if item.computed else "",
        more,
    ]
    return "; ".join(word for word in words if word)
