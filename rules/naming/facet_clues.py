"""How the facets around a figure agree with those that a candidate needs, allows and forbids, at each height.

A facet that the figure's own words have and the candidate neither needs nor allows speaks against it; so does one that
it forbids, and a counted noun that is another thing. What it needs may stand in the figure's own words, near or above.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rules.naming.context import Context
from rules.naming.facets_found import facet_index, facets_in
from rules.naming.metric_facets import MetricFacets

FACET_CLUES = (
    *("facet_beside", "need_nowhere", "needs_missing", "needs_own", "needs_near", "needs_all", "forbidden_own"),
    *("forbidden_near", "counts_another", "counts_the_same", "all_known", "facets_known", "facets_unknown"),
    *("part_in_cell", "beside_in_cell"),
)
"""The clues that facets give of a candidate, in their order."""
MOST = 6.0
"""So much weigh the facets of a figure that has many of them."""


def facet_clues(
    context: Context, unit: str, cell: bool, facets: MetricFacets, order: NDArray[np.intp]
) -> NDArray[np.float64]:
    """A row for each candidate of ``order``, a column for each of FACET_CLUES."""
    index = facet_index()
    own = facets_in(context.own_text)
    near = own | facets_in(context.near_text)
    everywhere = near | facets_in(context.above_text)
    always, needs, allows = facets.always[order], facets.needs[order], facets.allows[order]
    forbids = facets.forbids[order]
    weight = facets.weight
    besides = own & ~index.neutral & ~allows
    beside = besides.any(axis=1)
    counted = facets_in(unit) & index.counted
    weights = needs * weight
    whole = np.maximum(weights.sum(axis=1), 1e-9)
    said = float((weight * (own & ~index.neutral)).sum())
    unknown = besides @ weight
    columns = [
        beside,
        (always & ~everywhere).any(axis=1),
        (needs & ~everywhere).sum(axis=1) / 3,
        weights @ own / whole,
        weights @ near / whole,
        weights @ everywhere / whole,
        (forbids & own).any(axis=1),
        (forbids & near).any(axis=1),
        (counted & ~allows).any(axis=1),
        (counted & allows).any(axis=1),
        own.any() & ~(own & ~allows).any(axis=1),
        1.0 - unknown / said if said else np.zeros(len(order)),
        unknown / MOST,
        cell & (besides & index.part).any(axis=1),
        cell & beside,
    ]
    return np.stack([np.asarray(column, dtype=float) for column in columns], axis=1)
