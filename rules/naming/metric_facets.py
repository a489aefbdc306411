"""Which facets each metric needs, allows and forbids.

By default they follow from its name and wordings: it needs what half of them have, allows what any of them or its unit
has, and forbids the opposites of what it needs. A metric of the catalogue may say more by ``needs``, ``allows`` and
``forbids``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rules.catalogue import Metric
from rules.naming.facets_found import Truths, facet_index, numbers_in

HALF = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class MetricFacets:
    """A row for each metric, a column for each facet. ``always`` are the facets that every wording of a metric has,
    ``needs`` those that half of them have, ``allows`` those of any wording or phrase and of its unit. ``weight`` tells
    how few metrics allow a facet."""

    always: Truths
    needs: Truths
    allows: Truths
    forbids: Truths
    weight: NDArray[np.float64]


FacetNumbers = Sequence[Sequence[int]]
"""The facets of some texts by their numbers."""


def facets_called(metric: Metric) -> tuple[FacetNumbers, FacetNumbers]:
    """The facets of each name and wording of a metric, and of each of its phrases and its unit. A phrase is read as it
    stands, with all its alternatives."""
    called, besides = (metric.name_vi, *metric.wordings), (*metric.phrases, metric.unit)
    return [sorted(numbers_in(text)) for text in called], [sorted(numbers_in(text)) for text in besides]


def facets_of(metrics: Sequence[Metric], called: Sequence[tuple[FacetNumbers, FacetNumbers]]) -> MetricFacets:
    """The facets of metrics, from those of what each is ``called``."""
    index = facet_index()
    always, named = _shared([names for names, _ in called])
    needs = (named >= HALF) & (~index.neutral | (named >= 1))
    allows = (named > 0) | (_shared([besides for _, besides in called])[1] > 0)
    forbids = np.zeros(allows.shape, dtype=bool)
    for at, metric in enumerate(metrics):
        for names, rows in (
            (metric.needs, (always, needs, allows)),
            (metric.allows, (allows,)),
            (metric.forbids, (forbids,)),
        ):
            for row in rows:
                row[at, [index.names.index(name) for name in names]] = True
    allows &= ~forbids
    # Of truths numpy has no fast product.
    forbids |= (needs.astype(np.float32) @ index.opposite.astype(np.float32) > 0) & ~allows
    weight = np.log((len(metrics) + 1) / (allows.sum(axis=0) + 1))
    return MetricFacets(always & ~forbids, needs & ~forbids, allows, forbids, weight)


def _shared(of_each: Sequence[FacetNumbers]) -> tuple[Truths, NDArray[np.float64]]:
    """Of each group of texts (a row) whether all of them have a facet, and which share of them has it."""
    facets = len(facet_index().names)
    numbers = [at * facets + one for at, texts in enumerate(of_each) for text in texts for one in text]
    had = np.bincount(numbers, minlength=len(of_each) * facets).reshape(len(of_each), facets)
    sizes = np.array([len(texts) for texts in of_each])[:, None]
    return had == sizes, had / sizes
