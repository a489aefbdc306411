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
from rules.naming.facets_found import Truths, facet_index, facets_in

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


def facets_of(metrics: Sequence[Metric]) -> MetricFacets:
    """The facets of metrics."""
    index = facet_index()
    size = (len(metrics), len(index.names))
    always, needs, allows, forbids = (np.zeros(size, dtype=bool) for _ in range(4))
    for at, metric in enumerate(metrics):
        called = np.array([facets_in(text) for text in (metric.name_vi, *metric.wordings)])
        always[at] = called.all(axis=0)
        named = called.mean(axis=0)
        needs[at] = (named >= HALF) & (~index.neutral | (named >= 1))
        # A phrase is read as it stands, with all its alternatives.
        allows[at] = np.logical_or.reduce([*called, *map(facets_in, (*metric.phrases, metric.unit))])
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
