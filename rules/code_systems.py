"""The official systems whose codes metrics carry: forms, criteria of indices, statistics. ``code_systems.toml``.

A code of a metric names its system by id, so that a renumbered system is a new entry here and nothing is rewritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from rules.strict_toml import CatalogueError, read_toml

CODE_SYSTEMS = Path(__file__).parent / "code_systems.toml"


@dataclass(frozen=True, slots=True)
class CodeSystem:
    """A system of codes: ``version`` is its year or the number of its decision, empty where none was seen."""

    id: str
    name_vi: str
    name_en: str
    version: str


@lru_cache(maxsize=8)
def load_code_systems(path: Path = CODE_SYSTEMS) -> Mapping[str, CodeSystem]:
    """The systems by id, in the order of the file. Raises CatalogueError on what is misspelt, missing or twice."""
    systems: dict[str, CodeSystem] = {}
    with read_toml(path) as table:
        for entry in table.tables("system", "id"):
            version = entry.string("version") if "version" in entry else ""
            system = CodeSystem(entry.string("id"), entry.string("name_vi"), entry.string("name_en"), version)
            if system.id in systems:
                raise CatalogueError(f"{path.name}, {system.id}", "the id stands there twice", "Give one another id")
            systems[system.id] = system
    return MappingProxyType(systems)
