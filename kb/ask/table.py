"""A table that leaves the base, whatever file it becomes: columns, rows, and what one must know of them.

Knows no file format, no SQL and no page. A value is what it is (a decimal, a day, a text), never how it is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from rules.strict_toml import choice, load_toml, string

WORDS = Path(__file__).with_name("words_table.toml")
COLUMNS = Path(__file__).with_name("table_columns.toml")
Type = Literal["text", "number", "date", "flag", "link"]
TYPES: tuple[Type, ...] = ("text", "number", "date", "flag", "link")
Value = str | Decimal | date | bool | None
Language = Literal["vi", "en"]
Format = Literal["csv", "xlsx", "json", "parquet"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx", "json", "parquet")
"""The files that a table may become, by their endings."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its ``id``, which stays what it is in every language and version, what it is called, and what it is."""

    id: str
    vi: str
    en: str
    type: Type

    def name(self, language: Language) -> str:
        """What readers call it."""
        return self.en if language == "en" else self.vi

    def heading(self, language: Language) -> str:
        """Its head in a file: the name for people, the id for programs."""
        return f"{self.name(language)} ({self.id})"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by the id of their column. ``sources`` are the documents behind the rows, ``definitions`` what the rows
    measure, ``notes`` what was chosen and when; ``name`` is the stem of the file that it becomes."""

    name: str
    title: str
    language: Language
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Value], ...]
    sources: tuple[Mapping[str, Value], ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


@lru_cache
def columns_of(section: str) -> tuple[Column, ...]:
    """The columns of a section of the file in their order: ``column`` of the rows, ``source_column`` of documents.
    Raises CatalogueError on a type that there is none of."""
    made = []
    for name, said in load_toml(COLUMNS)[section].items():
        place = f"{COLUMNS.name}, {section}, {name}"
        kind = cast(Type, choice(place, said, "type", TYPES))
        made.append(Column(name, string(place, said, "vi"), string(place, said, "en"), kind))
    return tuple(made)


@lru_cache
def all_columns() -> tuple[Column, ...]:
    """Every column that a row of some table may have, those of figures first; one that several have stands once."""
    sections = ("column", *(one for one in load_toml(COLUMNS) if one not in ("column", "source_column")))
    found: dict[str, Column] = {}
    for section in sections:
        for column in columns_of(section):
            found.setdefault(column.id, column)
    return tuple(found.values())


def columns_with(section: str) -> tuple[Column, ...]:
    """The columns of rows that are figures, and behind the value in words those that only one kind of table has."""
    shared = columns_of("column")
    at = next(number for number, one in enumerate(shared, 1) if one.id == "text")
    return (*shared[:at], *columns_of(section), *shared[at:])


@lru_cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    return load_toml(WORDS)


def word(key: str, language: Language, **given: object) -> str:
    """A word of the tables by ``section.name``, its ``{names}`` filled in. KeyError where there is none."""
    section, name = key.split(".")
    return _words()[section][name][language].format(**given)


def used(columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> tuple[Column, ...]:
    """The columns that some row has a value in; without rows all."""
    return tuple(one for one in columns if not rows or any(row.get(one.id) is not None for row in rows))
