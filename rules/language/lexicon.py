"""The words of the rules (``lexicon/*.toml``), loaded once and checked: unknown keys are refused by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

from rules.figure import Level, Qualifier
from rules.strict_toml import CatalogueError, check_keys, load_toml, string

FOLDER = Path(__file__).parent / "lexicon"


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit of an amount: ``factor`` of it make one ``unit`` (``triệu đồng``: 1,000,000 ``đồng``)."""

    unit: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Units:
    """What may stand behind a number. ``levels`` leads from a counted place (``xã``) to its level."""

    measures: Mapping[str, Measure]
    scales: Mapping[str, Decimal]
    nouns: frozenset[str]
    joined: tuple[tuple[str, ...], ...]
    levels: Mapping[str, Level]
    no_units: frozenset[str]
    classes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Cues:
    """Cue words by what they decide, in lower case."""

    qualifier_before: Mapping[str, Qualifier]
    qualifier_behind: Mapping[str, Qualifier]
    pseudo: tuple[str, ...]
    up: frozenset[str]
    down: frozenset[str]
    landing: frozenset[str]
    reference: tuple[str, ...]
    status: Mapping[str, tuple[str, ...]]
    status_headers: Mapping[str, tuple[str, ...]]
    kind: Mapping[str, tuple[str, ...]]
    predicate: frozenset[str]
    breakdown: tuple[str, ...]


def load_exclusions() -> list[tuple[str, str]]:
    """``(reason, pattern)`` of each way of writing that is no figure. Raises CatalogueError on a bad entry."""
    file = FOLDER / "exclusions.toml"
    data = load_toml(file)
    check_keys(file.name, data, ("exclusion",), ())
    found: list[tuple[str, str]] = []
    for entry in data["exclusion"]:
        place = f"{file.name}, {entry.get('reason', 'an entry without reason')}"
        check_keys(place, entry, ("reason", "pattern"), ())
        pattern = string(place, entry, "pattern")
        try:
            re.compile(pattern)
        except re.error as error:
            raise CatalogueError(place, f"its pattern is no regular expression ({error})", "Correct it") from error
        found.append((entry["reason"], pattern))
    return found


@cache
def load_units() -> Units:
    """Measures, scales and counted nouns of ``units.toml``."""
    file = FOLDER / "units.toml"
    data = load_toml(file)
    check_keys(file.name, data, ("measures", "scales", "counted", "levels", "classes"), ())
    measures: dict[str, Measure] = {}
    for name, entry in data["measures"].items():
        check_keys(f"{file.name}, {name}", entry, ("as", "factor"), ())
        measures[name] = Measure(entry["as"], Decimal(entry["factor"]))
    check_keys(f"{file.name}, counted", data["counted"], ("nouns", "joined", "never"), ())
    return Units(
        measures=measures,
        scales={name: Decimal(value) for name, value in data["scales"].items()},
        nouns=frozenset(data["counted"]["nouns"]),
        joined=tuple(tuple(group) for group in data["counted"]["joined"]),
        levels={noun: cast(Level, level) for level, nouns in data["levels"].items() for noun in nouns},
        no_units=frozenset(data["counted"]["never"]),
        classes={name: tuple(nouns) for name, nouns in data["classes"].items()},
    )


@cache
def load_cues() -> Cues:
    """The cue words of ``cues.toml``."""
    file = FOLDER / "cues.toml"
    data = load_toml(file)
    check_keys(file.name, data, ("qualifier", "direction", "status", "kind", "link"), ())
    qualifiers = {k: v for k, v in data["qualifier"].items() if k != "pseudo"}
    status = {k: _words(v) for k, v in data["status"].items() if k != "headers"}
    return Cues(
        qualifier_before={w: cast(Qualifier, k) for k, v in qualifiers.items() for w in v["before"]},
        qualifier_behind={w: cast(Qualifier, k) for k, v in qualifiers.items() for w in v["behind"]},
        pseudo=_words(data["qualifier"]["pseudo"]),
        up=frozenset(data["direction"]["up"]),
        down=frozenset(data["direction"]["down"]),
        landing=frozenset(data["direction"]["landing"]),
        reference=_words(data["direction"]["reference"]),
        status=status,
        status_headers={k: _words(v) for k, v in data["status"]["headers"].items()},
        kind={k: _words(v) for k, v in data["kind"].items()},
        predicate=frozenset(data["link"]["predicate"]),
        breakdown=_words(data["link"]["breakdown"]),
    )


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Patterns of ``places.toml``: levels by name, what a level may be part of, the country."""

    levels: Mapping[str, tuple[str, ...]]
    before_level: tuple[str, ...]
    country: tuple[str, ...]


@cache
def load_place_words() -> PlaceWords:
    """The words for places and levels of ``places.toml``."""
    file = FOLDER / "places.toml"
    data = load_toml(file)
    check_keys(file.name, data, ("levels", "names", "country"), ())
    check_keys(f"{file.name}, levels", data["levels"], get_args(Level), ())
    check_keys(f"{file.name}, names", data["names"], ("before_level",), ())
    check_keys(f"{file.name}, country", data["country"], ("whole",), ())
    return PlaceWords(
        levels={level: tuple(forms) for level, forms in data["levels"].items()},
        before_level=tuple(data["names"]["before_level"]),
        country=tuple(data["country"]["whole"]),
    )


@cache
def header_cues(cues: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds the cues of a table header as whole words (``ước`` is no part of ``trước``)."""
    forms = "|".join(re.escape(cue).replace(r"\ ", r"\s+") for cue in sorted(cues, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE)


def _words(values: Any) -> tuple[str, ...]:
    return tuple(str(value).lower() for value in values)
