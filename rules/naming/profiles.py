"""What each metric is called, laid out so that all wordings of the catalogue are held against a text at once."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extract.collector import collector_resting
from rules.catalogue import Catalogue, Metric, load_catalogue
from rules.kept import kept
from rules.matching import Matcher, default_matcher
from rules.naming.metric_facets import FacetNumbers, MetricFacets, facets_called, facets_of
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


@collector_resting()
def profiles_of(catalogue: Catalogue) -> Profiles:
    """The profiles of a catalogue: a metric's names, wordings and phrases."""
    metrics = tuple(catalogue)
    made = kept("said", lambda: _made(metrics)) if catalogue is load_catalogue() else _made(metrics)
    said = made["said"]
    wordings, metric_of, starts = _wordings(called for called, _, _ in said)
    called_by = _cut(*made["metrics_with"])
    groups = {group: at for at, group in enumerate(dict.fromkeys(metric.group for metric in metrics))}
    counted = _cut(*_numbers_by_term([frozenset(unit.split()) for _, unit, _ in said]))
    both = {term: np.union1d(called_by[term], some) for term, some in counted.items() if term in called_by}
    totals, weights = np.array(made["totals"]), made["weights"]
    return Profiles(
        metrics,
        {metric.id: at for at, metric in enumerate(metrics)},
        np.array(metric_of),
        np.array(starts),
        _cut(*made["wordings_with"]),
        called_by,
        dict(zip(called_by, weights, strict=True)),
        max(weights, default=0.0),
        totals,
        np.array(made["pair_totals"]),
        np.minimum(totals, 25.0) / 25.0,
        np.array([bool(metric.phrases) for metric in metrics]),
        np.array([metric.kind == "change" for metric in metrics]),
        np.array([groups[metric.group] for metric in metrics]),
        facets_of(metrics, [facets for _, _, facets in said]),
        tuple(map(frozenset, wordings)),
        {**called_by, **counted, **both},
        tuple(metric.kind for metric in metrics),
        _kin(metrics),
    )


def _made(metrics: Sequence[Metric]) -> dict[str, Any]:
    """All that takes long to find: what each metric is called, what its terms weigh, which metrics and wordings have
    each."""
    said = _said(metrics)
    wordings, _, starts = _wordings(called for called, _, _ in said)
    sets, pairs = [*map(frozenset, wordings)], [frozenset(pairs_of(words)) for words in wordings]
    terms = [single | double for single, double in zip(sets, pairs, strict=True)]
    ends = (*starts[1:], len(terms))
    of_metrics = [frozenset().union(*terms[start:end]) for start, end in zip(starts, ends, strict=True)]
    called_by = _numbers_by_term(of_metrics)
    counts = np.diff([0, *called_by[2]]).tolist()
    # A term tells the more, the fewer metrics are called by it.
    weight = {
        term: math.log((len(metrics) + 1) / (count + 0.5)) for term, count in zip(called_by[0], counts, strict=True)
    }
    return {
        "said": said,
        "metrics_with": called_by,
        "wordings_with": _numbers_by_term(terms),
        "weights": [*weight.values()],
        "totals": [math.fsum(weight[term] for term in words) for words in sets],
        "pair_totals": [math.fsum(weight[term] for term in words) for words in pairs],
    }


def _wordings(called: Iterable[Sequence[str]]) -> tuple[list[tuple[str, ...]], list[int], list[int]]:
    """The words of each wording, the metric it is of, and where the wordings of each metric start."""
    wordings: list[tuple[str, ...]] = []
    metric_of: list[int] = []
    starts: list[int] = []
    for at, texts in enumerate(called):
        starts.append(len(wordings))
        wordings += [tuple(words.split()) for words in texts] or [("",)]
        metric_of += [at] * (len(wordings) - len(metric_of))
    return wordings, metric_of, starts


def _numbers_by_term(of_each: Sequence[frozenset[str]]) -> tuple[list[str], list[int], list[int]]:
    """The terms, the numbers of those that have each, ascending, one behind the other, and where those of each end."""
    having: dict[str, list[int]] = {}
    for number, terms in enumerate(of_each):
        for term in sorted(terms):
            having.setdefault(term, []).append(number)
    return [*having], [one for some in having.values() for one in some], [*accumulate(map(len, having.values()))]


def _cut(terms: Sequence[str], numbers: Sequence[int], ends: Sequence[int]) -> dict[str, Indexes]:
    """Of each term the numbers of those that have it: one array that is cut, for thousands of small ones take long."""
    whole = np.array(numbers, dtype=np.intp)
    return {term: whole[start:end] for term, start, end in zip(terms, (0, *ends), ends, strict=False)}


def _kin(metrics: Sequence[Metric]) -> tuple[frozenset[int], ...]:
    """Of each metric those whose id goes on from its own (``budget_revenue``, ``budget_revenue_plan_rate``), and the
    rates that it is the numerator of."""
    index = {metric.id: at for at, metric in enumerate(metrics)}
    found: list[set[int]] = [set() for _ in metrics]
    for at, one in enumerate(metrics):
        if one.kind in ("rate", "change"):
            words = one.id.split("_")
            origins = ["_".join(words[:used]) for used in range(1, len(words))]
            if one.share is not None and one.share.numerator is not None:
                origins.append(one.share.numerator)
            for origin in origins:
                if index.get(origin, at) != at:
                    found[index[origin]].add(at)
    return tuple(map(frozenset, found))


def _said(metrics: Iterable[Metric]) -> list[tuple[list[str], str, tuple[FacetNumbers, FacetNumbers]]]:
    """Of each metric the folded words of each wording and of the unit, and the facets: all that takes long to find."""
    found = []
    for metric in metrics:
        called = dict.fromkeys(words for text in _called(metric) if (words := " ".join(words_of(text))))
        found.append(([*called], " ".join(words_of(metric.unit)), facets_called(metric)))
    return found


def _called(metric: Metric) -> Iterable[str]:
    yield _BRACKETS.sub(" ", metric.name_vi)
    yield from metric.wordings
    for phrase in metric.phrases:
        for variant in parse_phrase(phrase)[:MOST_VARIANTS]:
            yield " ".join(variant)
