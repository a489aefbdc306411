"""Facets: what tells metrics of one thing apart, as bits of a number. The words are ``facets.toml``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from rules.language.fold import spelt, toned_words
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
        (name, tuple(padded(text) for text in strings(f"{path.name}, {name}", data, name, 1))) for name in data
    )


@lru_cache(maxsize=20_000)
def facets_in(text: str) -> int:
    """The facets of a text, a bit each. Small words count here, as they do not in terms: ``đang giải quyết`` is no
    ``đã giải quyết``."""
    folded = padded(text)
    return sum(1 << at for at, (_, wordings) in enumerate(load_facets()) if any(one in folded for one in wordings))


def facet_words(bits: int) -> list[str]:
    """The first wording of each facet of a number's bits."""
    chosen = (wordings[0] for at, (_, wordings) in enumerate(load_facets()) if bits >> at & 1)
    return [" ".join(map(spelt, wording.split())) for wording in chosen]


def wordings_in(text: str, wordings: Iterable[str]) -> bool:
    """Whether one of the folded wordings stands in a text."""
    folded = padded(text)
    return any(one in folded for one in wordings)


def padded(text: str) -> str:
    """A text folded, with a blank before and behind."""
    return f" {toned_words(text)} "
