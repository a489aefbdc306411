"""The words of ``lexicon/units.toml`` that are more than a list: measures with their factors, scales, the levels and
classes of nouns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import get_args

from rules.figure import Level
from rules.language.lexicon import FOLDER, LISTS, Marked, parse_marked
from rules.strict_toml import Table, read_toml


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit of an amount: ``factor`` of it make one ``unit`` (``triệu đồng``: 1,000,000 ``đồng``)."""

    unit: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class UnitClass:
    """Nouns that may stand for each other, with pairs of units that do and that do not."""

    nouns: tuple[str, ...]
    alike: tuple[tuple[str, ...], ...]
    unlike: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class UnitExample:
    """A sentence whose mark is a number and its unit, and what they come to; ``level`` where places are counted."""

    sentence: Marked
    unit: str
    factor: Decimal
    level: Level | None


@dataclass(frozen=True, slots=True)
class Units:
    """What may stand behind a number. ``levels`` leads from a counted place (``xã``) to its level."""

    measures: Mapping[str, Measure]
    scales: Mapping[str, Decimal]
    joined: tuple[tuple[str, ...], ...]
    levels: Mapping[str, Level]
    classes: Mapping[str, UnitClass]
    examples: tuple[UnitExample, ...]


@cache
def load_units() -> Units:
    """Measures, scales and counted nouns of ``units.toml``."""
    with read_toml(FOLDER / "units.toml") as file:
        file.leave(LISTS)
        measures, scales, counted = file.table("measures"), file.table("scales"), file.table("counted")
        levels, classes = file.table("levels"), file.table("classes")
        one_measure = {name: measures.table(name) for name in measures}
        return Units(
            measures={name: Measure(one.string("as"), one.decimal("factor")) for name, one in one_measure.items()},
            scales={name: scales.decimal(name) for name in scales},
            joined=counted.groups("joined"),
            levels={noun: level for level in get_args(Level) for noun in levels.strings(level)},
            classes={name: _read_class(classes.table(name)) for name in classes},
            examples=tuple(map(_read_unit_example, file.tables("example", named_by="text"))),
        )


def _read_class(table: Table) -> UnitClass:
    return UnitClass(table.strings("nouns", 1), table.groups("alike"), table.groups("unlike"))


def _read_unit_example(table: Table) -> UnitExample:
    level: Level | None = table.choice("level", get_args(Level)) if "level" in table else None  # type: ignore[assignment]
    return UnitExample(parse_marked(table.string("text")), table.string("unit"), table.decimal("factor"), level)
