"""Facets: what tells metrics of one thing apart. The words are ``facets.toml``, by dimension: thing, party, progress, …

Read here without the rules of language, so that the catalogue can check what a metric says of them; where they stand in
a text is :mod:`rules.naming.facets_found`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rules.strict_toml import CatalogueError, closest, load_toml, strings

FILE = Path(__file__).parent / "facets.toml"
_RULES = ("one_answer", "by_kind", "neutral", "parts", "counted", "narrowing")


@dataclass(frozen=True, slots=True)
class Facet:
    """An answer (``late``) to the question of a ``dimension`` (``timeliness``), and the wordings that mean it."""

    name: str
    dimension: str
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """All facets in the order of the file, by name, and what holds for the dimensions: ``one_answer`` are those in
    which another answer excludes it, ``by_kind`` those that a figure's kind tells, ``neutral`` those that speak against
    no metric when they are said besides (nor do the former), ``parts`` those that then tell a part of a whole (a
    sector), ``counted`` those of what can be counted, ``narrowing`` those that a heading adds to the thing below it."""

    by_name: Mapping[str, Facet]
    one_answer: frozenset[str]
    by_kind: frozenset[str]
    neutral: frozenset[str]
    parts: frozenset[str]
    counted: frozenset[str]
    narrowing: frozenset[str]


@cache
def load_facets(path: Path = FILE) -> Facets:
    """The facets of a file. CatalogueError on what is no list of words, on a facet or a wording that stands twice, and
    on a rule for a dimension that is not there."""
    data = load_toml(path)
    facets: dict[str, Facet] = {}
    seen: dict[str, str] = {}
    for dimension, answers in data.items():
        if dimension in _RULES:
            continue
        place = f"{path.name}, {dimension}"
        if not isinstance(answers, dict):
            raise CatalogueError(place, "it is no table of facets", f'Write [{dimension}] and below it name = ["…"]')
        for name in answers:
            if name in facets:
                problem = f"{name} stands in {facets[name].dimension}, too"
                raise CatalogueError(place, problem, "Give one of the two another name")
            facets[name] = Facet(name, dimension, strings(place, answers, name, 1))
            for wording in facets[name].wordings:
                if (other := seen.setdefault(wording.casefold(), name)) != name:
                    raise CatalogueError(f"{place}, {name}", f"“{wording}” stands in {other}, too", "Take one out")
    rules = {key: frozenset(strings(f"{path.name}, {key}", data, key, 0)) for key in _RULES}
    for key, named in rules.items():
        for dimension in sorted(named):
            if not isinstance(data.get(dimension), dict):
                problem = f"there is no dimension {dimension}"
                raise CatalogueError(f"{path.name}, {key}", problem, closest(dimension, [*data]))
    return Facets(facets, *(rules[key] for key in _RULES))
