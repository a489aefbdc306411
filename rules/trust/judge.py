"""How likely each figure is right, and which of its fields are not sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rules.catalogue import Catalogue
from rules.figure import FieldDoubt, Figure
from rules.trust.model import FIELDS, Model, model
from rules.trust.seen import look_at, seen_of
from rules.trust.signs import signs
from rules.trust.sure import FIELD_SURE

MOST = 4
"""How many signs are told of a chance."""


def judged(figures: Sequence[Figure], catalogue: Catalogue, weighed: Model | None = None) -> list[Figure]:
    """The figures of a document with their ``confidence`` and ``in_doubt``, the least sure field first.

    A figure is right where its record is and, where it names one, its metric.
    """
    weighed = weighed or model()
    seen = [seen_of(figure, catalogue) for figure in figures]
    look = look_at(seen)
    return [_judged(figure, signs(one, look), weighed) for figure, one in zip(figures, seen, strict=True)]


def weighed(figures: Sequence[Figure], at: int, catalogue: Catalogue) -> tuple[tuple[str, str, float], ...]:
    """What weighed most in the chance of the figure number ``at`` of a document: for its record and its metric up to
    MOST signs each, as (target, sign, weight), the heaviest first."""
    seen = [seen_of(figure, catalogue) for figure in figures]
    mine = signs(seen[at], look_at(seen))
    found: list[tuple[str, str, float]] = []
    for target in ("record", "metric") if figures[at].metric else ("record",):
        weights = model().weights[target].signs
        known = sorted(((abs(weights[sign]), sign) for sign in mine if sign in weights), reverse=True)[:MOST]
        found += [(target, sign, weights[sign]) for _, sign in known]
    return tuple(found)


def _judged(figure: Figure, signs_of_it: frozenset[str], weighed: Model) -> Figure:
    chances = {name: weighed.chance(name, signs_of_it) for name in FIELDS if name != "metric" or figure.metric}
    doubts = sorted((round(chance, 2), name) for name, chance in chances.items() if chance < FIELD_SURE)
    likely = weighed.chance("record", signs_of_it) * chances.get("metric", 1.0)
    return replace(
        figure, confidence=round(likely, 3), in_doubt=tuple(FieldDoubt(name, chance) for chance, name in doubts)
    )
