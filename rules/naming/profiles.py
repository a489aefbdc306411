"""What each metric is called, laid out so that all wordings of the catalogue are held against a text at once."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rules.catalogue import Catalogue, Metric
from rules.matching import Matcher, default_matcher
from rules.naming.metric_facets import MetricFacets, facets_of
from rules.naming.terms import pairs_of, words_of
from rules.phrases import parse_phrase

_BRACKETS = re.compile(r"\([^()]*\)")
MOST_VARIANTS = 12
"""How many variants of a phrase are taken for wordings: they differ in a word or two."""
Indexes = NDArray[np.intp]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """The wordings of all metrics, sorted by metric: ``metric_of`` each wording, ``starts`` of each metric's wordings.

    A term is a folded syllable or two that follow each other (``trạm_bts``). ``wordings_with`` a term are the wordings
    that hold it, ``metrics_with`` it the metrics of which one does; ``weight`` is how much it tells and ``most`` the
    greatest of these, ``totals`` the weight of a wording's single terms and of its pairs. ``facets`` are those that
    each metric needs, allows and forbids. ``sets`` are the single terms of each wording, ``known_with`` a term are the
    metrics of which a wording or the unit has it. ``kin`` of a metric are those said with it: its share or growth.
    """

    metrics: tuple[Metric, ...]
    index: Mapping[str, int]
    metric_of: Indexes
    starts: Indexes
    wordings_with: Mapping[str, Indexes]
    metrics_with: Mapping[str, Indexes]
    weight: Mapping[str, float]
    most: float
    totals: Numbers
    pair_totals: Numbers
    lengths: Numbers
    by_phrases: NDArray[np.bool_]
    growth: NDArray[np.bool_]
    groups: Indexes
    facets: MetricFacets
    sets: tuple[frozenset[str], ...]
    known_with: Mapping[str, Indexes]
    kinds: tuple[str, ...]
    kin: tuple[frozenset[int], ...]


@lru_cache(maxsize=8)
def profiles_for(matcher: Matcher) -> Profiles:
    """The profiles of a matcher's catalogue, made once."""
    return profiles_of(matcher.catalogue)


def default_profiles() -> Profiles:
    """The profiles of the project's own catalogue."""
    return profiles_for(default_matcher())


def profiles_of(catalogue: Catalogue) -> Profiles:
    """The profiles of a catalogue: a metric's names, wordings and phrases."""
    metrics = tuple(catalogue)
    wordings: list[tuple[str, ...]] = []
    metric_of: list[int] = []
    starts: list[int] = []
    called = [tuple(_called(metric)) for metric in metrics]
    for at, texts in enumerate(called):
        starts.append(len(wordings))
        of_metric = dict.fromkeys(words for text in texts if (words := tuple(words_of(text))))
        wordings += of_metric or [("",)]
        metric_of += [at] * (len(wordings) - len(metric_of))
    # A term tells the more, the fewer metrics are called by it.
    called_by: dict[str, set[int]] = defaultdict(set)
    holding: dict[str, set[int]] = defaultdict(set)
    for number, words in enumerate(wordings):
        for term in (*words, *pairs_of(words)):
            called_by[term].add(metric_of[number])
            holding[term].add(number)
    weight = {term: math.log((len(metrics) + 1) / (len(some) + 0.5)) for term, some in called_by.items()}
    totals = np.array([math.fsum(weight[term] for term in set(words)) for words in wordings])
    pair_totals = np.array([math.fsum(weight[term] for term in set(pairs_of(words))) for words in wordings])
    counted: dict[str, set[int]] = defaultdict(set)
    for at, metric in enumerate(metrics):
        for term in words_of(metric.unit):
            counted[term].add(at)
    groups = {group: at for at, group in enumerate(dict.fromkeys(metric.group for metric in metrics))}
    return Profiles(
        metrics,
        {metric.id: at for at, metric in enumerate(metrics)},
        np.array(metric_of),
        np.array(starts),
        {term: np.array(sorted(some)) for term, some in holding.items()},
        {term: np.array(sorted(some)) for term, some in called_by.items()},
        weight,
        max(weight.values(), default=0.0),
        totals,
        pair_totals,
        np.minimum(totals, 25.0) / 25.0,
        np.array([bool(metric.phrases) for metric in metrics]),
        np.array([metric.kind == "change" for metric in metrics]),
        np.array([groups[metric.group] for metric in metrics]),
        facets_of(metrics),
        tuple(map(frozenset, wordings)),
        {term: np.array(sorted(called_by[term] | counted[term])) for term in {*called_by, *counted}},
        tuple(metric.kind for metric in metrics),
        _kin(metrics),
    )


def _kin(metrics: Sequence[Metric]) -> tuple[frozenset[int], ...]:
    """Of each metric those whose id goes on from its own (``budget_revenue``, ``budget_revenue_plan_rate``), and the
    rates that it is the numerator of."""
    found: list[set[int]] = [set() for _ in metrics]
    for at, metric in enumerate(metrics):
        for other, one in enumerate(metrics):
            of_it = one.share is not None and one.share.numerator == metric.id
            if at != other and one.kind in ("rate", "change") and (of_it or one.id.startswith(f"{metric.id}_")):
                found[at].add(other)
    return tuple(map(frozenset, found))


def _called(metric: Metric) -> Iterable[str]:
    yield _BRACKETS.sub(" ", metric.name_vi)
    yield from metric.wordings
    for phrase in metric.phrases:
        for variant in parse_phrase(phrase)[:MOST_VARIANTS]:
            yield " ".join(variant)
