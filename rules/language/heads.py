"""What letterheads are written with (``lexicon/letterhead.toml``): types of documents, and names of issuers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rules.language.lexicon import FOLDER, LISTS
from rules.strict_toml import read_toml


@dataclass(frozen=True, slots=True)
class Heads:
    """What letterheads are written with: types of documents with the letters that their numbers bear, and the names of
    issuers as they are written out."""

    types: Mapping[str, str]
    committee: str
    council: str
    party: str
    standing_committee: str
    city: str
    province: str
    letter: str
    release: str


@cache
def load_heads() -> Heads:
    """Types and names of ``letterhead.toml``."""
    with read_toml(FOLDER / "letterhead.toml") as file:
        file.leave(LISTS)
        types, names = file.table("types"), file.table("names")
        return Heads(
            types={name: types.string(name) for name in types},
            committee=names.string("committee"),
            council=names.string("council"),
            party=names.string("party"),
            standing_committee=names.string("standing_committee"),
            city=names.string("city"),
            province=names.string("province"),
            letter=names.string("letter"),
            release=names.string("release"),
        )
