"""The words of tables: titles and help of their fields, from the catalogue of a language."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.texts import LANGUAGES, catalogue


@cache
def worded(table: Table, language: str = LANGUAGES[0]) -> Table:
    """A table with the titles and help of a language.

    Fields the catalogue does not know, such as a plan's own columns, keep theirs; where they need not be filled, the
    title says so as those of the catalogue do.

    Args:
        table: one of those people fill.
        language: one of :data:`emg_xlsx.texts.LANGUAGES`; another is read as English.
    """
    words = catalogue(language)["field"].get(table.name, {})
    optional = catalogue(language)["template"]["optional"]
    return replace(table, fields=tuple(_worded(field, words.get(field.key), optional) for field in table.fields))


def titles(table: Table) -> dict[str, tuple[str, ...]]:
    """Field key to its titles in every language, whole and without what stands in brackets."""
    tables = [worded(table, language) for language in LANGUAGES]
    return {
        key: tuple(dict.fromkeys(name for one in tables for name in (one.by_key[key].title, one.by_key[key].name)))
        for key in table.keys
    }


def _worded(field: Field, words: dict[str, str] | None, optional: str) -> Field:
    if words is not None:
        return replace(field, title=words["title"], help=words.get("help", ""))
    said = not field.optional or optional in field.title.casefold()
    return field if said else replace(field, title=f"{field.title} ({optional})")
