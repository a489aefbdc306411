"""Which facets stand in a text, as a row of truths, one for each facet of ``facets.toml``.

Of words inside each other the longest counts: ``chưa hoàn thành`` is no ``hoàn thành``, ``ngoài công lập`` is no
``công lập``, and what is paid by ``thanh toán trực tuyến`` need not be handed in ``trực tuyến``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from rules.facets import load_facets
from rules.naming.terms import spoken

Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """The folded wordings of all facets: ``meaning`` of one, the numbers of its facets; ``longest`` of those that open
    with a syllable, in syllables. ``opposite`` are the pairs of
    facets that exclude each other; ``by_kind``, ``neutral``, ``part`` and ``counted`` are those of such dimensions."""

    names: tuple[str, ...]
    meaning: Mapping[str, int]
    longest: Mapping[str, int]
    opposite: Truths
    by_kind: Truths
    neutral: Truths
    part: Truths
    counted: Truths


@cache
def facet_index() -> Index:
    """The index of the project's own facets, made once."""
    facets = load_facets()
    named = tuple(facets.by_name.values())
    dimensions = {name: at for at, name in enumerate(dict.fromkeys(one.dimension for one in named))}
    meaning: dict[str, int] = {}
    longest: dict[str, int] = defaultdict(int)
    for at, facet in enumerate(named):
        for wording in facet.wordings:
            words = spoken(wording)
            meaning.setdefault(" ".join(words), at)
            longest[words[0]] = max(longest[words[0]], len(words))
    numbers = np.array([dimensions[one.dimension] for one in named])
    single = np.array([one.dimension in facets.one_answer for one in named])
    others = (numbers[:, None] == numbers[None, :]) & ~np.eye(len(named), dtype=bool)
    of_dimensions = (facets.by_kind, facets.neutral | facets.by_kind, facets.parts, facets.counted)
    return Index(
        tuple(one.name for one in named),
        meaning,
        longest,
        others & single[:, None],
        *(np.array([one.dimension in some for one in named]) for some in of_dimensions),
    )


@lru_cache(maxsize=20_000)
def facets_in(text: str) -> Truths:
    """The facets of a text. Small words count, as they do not in terms: ``đang giải quyết`` is no ``đã giải quyết``."""
    found = np.zeros(len(facet_index().names), dtype=bool)
    found[list(numbers_in(text))] = True
    found.setflags(write=False)
    return found


def numbers_in(text: str) -> frozenset[int]:
    """The same facets by their numbers."""
    return frozenset(at for at, _, _ in spans(spoken(text)))


def narrowing_words(text: str, beside: str) -> list[str]:
    """The first wordings of the facets of a text that tell a part of a thing (a state, a channel, who it is about), but
    for those of what stands ``beside``."""
    facets = load_facets()
    found = (facets.by_name[facet_index().names[at]] for at in np.flatnonzero(facets_in(text) & ~facets_in(beside)))
    return [one.wordings[0].lower() for one in found if one.dimension in facets.narrowing]


def spans(words: Sequence[str]) -> list[tuple[int, int, int]]:
    """The facets among folded words: the facet's number, the first of its words and the one behind its last."""
    index = facet_index()
    found: list[tuple[int, int, int]] = []
    furthest = 0
    for first, word in enumerate(words):
        most = index.longest.get(word)
        if most is None:
            continue
        # What ends no further than a wording that began before stands inside it.
        for length in range(min(most, len(words) - first), max(0, furthest - first), -1):
            at = index.meaning.get(" ".join(words[first : first + length]))
            if at is not None:
                furthest = first + length
                found.append((at, first, furthest))
                break
    return found
