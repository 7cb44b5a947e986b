"""What a field and a table are: the words from which template, header matching and validation are made."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

FieldType = Literal[
    "text", "code", "codes", "number", "months", "integer", "schedule", "date", "ref", "entity", "entities",
    "email", "links", "printed", "boolean",
]  # fmt: skip
"""How a cell is read.

``code`` one code of a codelist, ``codes`` several separated by semicolons, ``number`` a quantity, ``months``
a quantity of work-months (also read from words), ``printed`` a grey cell that repeats the plan.
"""

Need = Literal["always", "reporting", "participating"]
"""When a field is needed: on every used row, in reporting rounds, or where the entity takes part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column of a table, or one line of a form: everything the house knows of it stands here once.

    Attributes:
        key: the stable name, used in frames, JSON and messages.
        title: the header or label a person reads; of tables people fill, from the catalogue of a language.
        help: what to write, at most two lines of an Excel input message (255 characters); likewise.
        type: how its cells are read.
        codelist: the codelist of a ``code`` or ``codes`` field.
        width: column width in characters of the default font.
        aliases: other headers it is recognised by.
        need: when the field must be filled on a used row; None where it is optional.
        instead: another field that will do where this one is needed, in reporting rounds.
        max_length: characters beyond which a text is queried (never cut).
        minimum: smallest number that can be stored.
        maximum: number above which a figure is queried.
        decimals: decimal places shown.
        optional: shown to the right under "optional".
        own: the coordinator's own column; the tool never fills it again once it has text.
        reissue: stands only in pre-filled re-issues, and is no answer by itself.
        wrap: whether long text runs over several lines.
        default: what an empty cell stands for.
        computed: follows from other columns; whatever stands in its cells is worked out anew.
    """

    key: str
    title: str = ""
    help: str = ""
    type: FieldType = "text"
    codelist: str | None = None
    width: float = 20
    aliases: tuple[str, ...] = ()
    need: Need | None = None
    instead: str | None = None
    max_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    decimals: int = 0
    optional: bool = False
    own: bool = False
    reissue: bool = False
    wrap: bool = True
    default: str | None = None
    computed: bool = False

    @property
    def name(self) -> str:
        """The title without what it says in brackets, short enough for a message or a list."""
        return self.title.split(" (")[0]

    @property
    def grey(self) -> bool:
        """Whether the cell repeats the plan, or the master in a re-issue, and is not for filling."""
        return self.type in ("printed", "ref") or self.reissue

    @property
    def numeric(self) -> bool:
        """Whether its typed values are numbers."""
        return self.type in ("number", "months", "integer")


@dataclass(frozen=True)
class Table:
    """A sheet's table (or form): its name in code, its sheet, its fields in the order they stand."""

    name: str
    sheet: str
    fields: tuple[Field, ...]

    def __hash__(self) -> int:
        """By what tells tables apart; all of their fields would take long."""
        return hash((self.name, self.sheet, self.keys))

    @cached_property
    def by_key(self) -> dict[str, Field]:
        """Fields by key."""
        return {field.key: field for field in self.fields}

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys in order."""
        return tuple(field.key for field in self.fields)

    @cached_property
    def inputs(self) -> tuple[Field, ...]:
        """The fields a person fills."""
        return tuple(field for field in self.fields if not field.grey)

    @cached_property
    def input_keys(self) -> frozenset[str]:
        """Their keys."""
        return frozenset(field.key for field in self.inputs)

    @cached_property
    def printed(self) -> tuple[str, ...]:
        """The keys of the cells that repeat the plan."""
        return tuple(field.key for field in self.fields if field.type == "printed")

    @cached_property
    def marks(self) -> tuple[Field, ...]:
        """The fields of a re-issue that are no answers but tell which row it is, and what becomes of it."""
        return tuple(field for field in self.fields if field.reissue)
