"""Metrics that the same words mean: a figure could be neither's for sure.

A wording says facets and, where it has more words than those, a thing that no facet knows. Two metrics of one kind and
one sort of unit must not be called by wordings that say the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rules.catalogue import Metric
from rules.language.units import unit_classes
from rules.naming.facets_found import facet_index, spans
from rules.naming.terms import spoken, words_of

Meaning = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Same:
    """Two metrics with a wording each that mean the same."""

    one: str
    other: str
    wordings: tuple[str, str]

    def __str__(self) -> str:
        """The place, the fault and the remedy."""
        return (
            f"{self.one}, {self.other}: “{self.wordings[0]}” and “{self.wordings[1]}” have the same facets. "
            "Put the two together, take the wording from one, or say in it what tells them apart."
        )


def same_facets(metrics: Iterable[Metric]) -> list[Same]:
    """Each two metrics that are not told apart, with the first wordings that mean the same."""
    by_meaning: dict[tuple[Meaning, str], list[tuple[Metric, str]]] = defaultdict(list)
    for metric in metrics:
        for wording in dict.fromkeys((metric.name_vi, *metric.wordings)):
            by_meaning[meaning_of(wording), metric.kind].append((metric, wording))
    found: dict[tuple[str, str], Same] = {}
    for called in by_meaning.values():
        for at, (one, wording) in enumerate(called):
            for other, other_wording in called[at + 1 :]:
                if one.id != other.id and _same_unit(one.unit, other.unit):
                    found.setdefault((one.id, other.id), Same(one.id, other.id, (wording, other_wording)))
    return list(found.values())


def meaning_of(wording: str) -> Meaning:
    """The names of the facets that a wording has, and the syllables that belong to none. What the kind of a figure says
    (a share, an amount) is left out of both."""
    index = facet_index()
    words = spoken(wording)
    facets: set[str] = set()
    covered: set[int] = set()
    for at, first, behind in spans(words):
        covered.update(range(first, behind))
        if not index.by_kind[at]:
            facets.add(index.names[at])
    telling = set(words_of(wording))
    rest = (word for at, word in enumerate(words) if at not in covered and (word in telling or word.isdecimal()))
    return frozenset(facets), frozenset(rest)


def _same_unit(one: str, other: str) -> bool:
    ours, theirs = unit_classes(one), unit_classes(other)
    return one.lower() == other.lower() or bool(ours & theirs) or not (ours and theirs)
