"""The ranking of each figure, where the values of a column of provinces have one in common.

Words and neighbours of a single row (a value of 0, a cell to its left that is empty) lead astray now and then; over
sixty rows under one header they do not. The chance of a metric is the mean of its chances in all rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rules.naming.rank import Ranking, rank
from rules.province_columns import province_columns
from rules.scene import Stage

MOST_OUT_OF_BOUNDS = 0.1
"""Where a greater part of a column's values are none that the metric can have, the column is not about it."""


def shared_rankings(stage: Stage) -> Sequence[Ranking]:
    """A ranking of each draft of the stage, in their order."""
    rankings = list(stage.once(rank))
    for column in stage.once(province_columns):
        common = _common(stage, column, rankings)
        for at in column:
            rankings[at] = common
    return rankings


def _common(stage: Stage, column: Sequence[int], rankings: Sequence[Ranking]) -> Ranking:
    chances: dict[str, float] = defaultdict(float)
    for at in column:
        for metric, chance in rankings[at].best:
            chances[metric] += chance / len(column)
    possible = ((metric, chance) for metric, chance in chances.items() if _can_be(stage, column, metric))
    return Ranking(tuple(sorted(possible, key=lambda one: (-one[1], one[0]))))


def _can_be(stage: Stage, column: Sequence[int], metric: str) -> bool:
    """Whether the values of a column are such as a metric has."""
    known = stage.matcher.catalogue[metric]
    drafts = [stage.drafts[at] for at in column]
    plain = [one for one in drafts if one.kind == known.kind and one.denominator is None]
    outside = sum(not known.low <= one.value <= known.high for one in plain)
    return outside <= MOST_OUT_OF_BOUNDS * len(drafts)
