"""Doubt is data: flags that say what looks wrong about a figure, and how much to trust the rule that read it.

The printed value is never changed; a flag puts the figure into the review queue.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rules.catalogue import Catalogue
from rules.draft import Draft

TRUST = {
    "sentence": 0.95,
    "table": 0.95,
    "beside": 0.85,
    "list": 0.75,
    "heading": 0.7,
}
NO_METRIC = 0.8


def flag(drafts: Sequence[Draft], catalogue: Catalogue) -> None:
    """Set flags and confidence of every draft."""
    for index, draft in enumerate(drafts):
        _bounds(draft, catalogue)
        if draft.denominator is not None and draft.kind != "change" and draft.value > draft.denominator:
            draft.flags.append("numerator_over_denominator")
        if draft.unit == "%" and draft.kind == "rate" and draft.value > 100:
            draft.flags.append("rate_over_100")
        if index and _disagrees(drafts[index - 1], draft):
            draft.flags.append("fraction_and_percentage_disagree")
        if draft.period_from == "heading":
            draft.flags.append("period_from_heading")
        if draft.kind == "count" and not draft.unit:
            draft.flags.append("no_unit")
        draft.flags = list(dict.fromkeys(draft.flags))
        origin = draft.rule.rpartition("+")[2]
        trust = TRUST.get(origin, NO_METRIC) if draft.metric else NO_METRIC
        draft.confidence = round(trust * 0.85 ** len(draft.flags), 3)


def _bounds(draft: Draft, catalogue: Catalogue) -> None:
    if draft.metric is None or draft.kind == "change" or draft.denominator is not None:
        return
    metric = catalogue[draft.metric]
    comparable = metric.unit == draft.unit or metric.kind == draft.kind
    if comparable and draft.level is None and not metric.low <= draft.value <= metric.high:
        draft.flags.append("out_of_bounds")


def _disagrees(fraction: Draft, percent: Draft) -> bool:
    """``841/858 … đạt 98,02%``: the percentage must be the fraction's, within its printed digits."""
    if fraction.block != percent.block or fraction.claim.sentence != percent.claim.sentence:
        return False
    if fraction.denominator is None or fraction.kind not in ("rate", "count", "amount"):
        return False
    if (
        percent.unit != "%"
        or percent.kind != "rate"
        or percent.denominator is not None
        or not percent.claim.lead.predicate
    ):
        return False
    digits = -(percent.claim.number.value.as_tuple().exponent)  # type: ignore[operator]
    expected = fraction.value / fraction.denominator * 100
    return abs(expected - percent.value) > Decimal(10) ** -digits
