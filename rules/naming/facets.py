"""Facets: what tells metrics of one thing apart, as bits of a number. The words are ``facets.toml``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from rules.naming.terms import words_of
from rules.strict_toml import CatalogueError, load_toml, strings

FILE = Path(__file__).parent / "facets.toml"
MOST = 63
"""So many facets fit into the bits of one number."""


@cache
def load_facets(path: Path = FILE) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The facets with their folded wordings, each with a blank before and behind. CatalogueError on what is no list of
    words, and on too many facets."""
    data = load_toml(path)
    if len(data) > MOST:
        raise CatalogueError(path.name, f"{len(data)} facets are more than {MOST}", "Put some together")
    return tuple(
        (name, tuple(_padded(words_of(text)) for text in strings(f"{path.name}, {name}", data, name, 1)))
        for name in data
    )


def facets_in(words: Sequence[str]) -> int:
    """The facets that these folded words have, a bit each."""
    text = _padded(words)
    return sum(1 << at for at, (_, wordings) in enumerate(load_facets()) if any(one in text for one in wordings))


def _padded(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "
