"""Whether the words of two figures name one thing: most of those that say something are the same, and they name nothing
that happens many times under one name (two courses, two meetings)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rules.language.fold import bare, bare_words
from rules.language.wording import Words

_EVENTS = Words("events")
_EMPTY = Words("empty")
SAME_WORDS = 0.75
"""Share of words that two subjects must have in common."""


def is_same_thing(one: str, other: str) -> bool:
    """Whether two subjects, or the words that lead up to two figures, are of one thing."""
    (first, of_events), (second, also) = _read(one), _read(other)
    if of_events or also:
        return False
    return one == other or (bool(first) and len(first & second) >= SAME_WORDS * len(first | second))


@lru_cache(maxsize=4_000)
def _read(words: str) -> tuple[frozenset[str], bool]:
    """The words that say something, and whether an event is among them."""
    folded = bare_words(words)
    empty = {bare(word) for word in _EMPTY.all}
    return frozenset(folded.split()) - empty, bool(_events().search(folded))


@cache
def _events() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(bare(word)) for word in _EVENTS.all)})\b")
