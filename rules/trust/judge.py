"""How likely each figure is right, and which of its fields are not sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rules.catalogue import Catalogue
from rules.figure import FieldDoubt, Figure
from rules.trust.contradicted import contradicted
from rules.trust.model import FIELDS, UNNAMED, Model, model
from rules.trust.seen import seen_of
from rules.trust.signs import signs_of
from rules.trust.sure import FIELD_SURE

MOST = 4
"""How many signs are told of a chance."""
TWO_READINGS, OF_TWO_READINGS = "ambiguous_number", 0.7
"""The flag of a number that can be read in two ways, a thousand times apart, and the greatest chance of its record: too
few are annotated (14 of 4,725) for the fit to weigh it."""

OF_CONTRADICTED = 0.65
"""The greatest chance of a rank or a score that its document contradicts: below what is relied on."""


def judged(figures: Sequence[Figure], catalogue: Catalogue, weighed: Model | None = None) -> list[Figure]:
    """The figures of a document with their ``confidence`` and ``in_doubt``, the least sure field first.

    A figure is right where its record is and its metric, or that it has none; ``record_confidence`` is of the record
    alone. Two ranks or scores of an index that contradict each other are not relied on.
    """
    weighed = weighed or model()
    signs = signs_of_figures(figures, catalogue)
    alone = [_judged(figure, mine, weighed) for figure, mine in zip(figures, signs, strict=True)]
    for at in contradicted(alone):
        alone[at] = replace(
            alone[at],
            confidence=min(alone[at].confidence, OF_CONTRADICTED),
            record_confidence=min(alone[at].record_confidence, OF_CONTRADICTED),
        )
    return alone


def signs_of_figures(figures: Sequence[Figure], catalogue: Catalogue) -> list[frozenset[str]]:
    """The signs of each figure of a document, in their order."""
    return signs_of([seen_of(figure, catalogue) for figure in figures])


def weighed(figure: Figure, signs: frozenset[str]) -> tuple[tuple[str, str, float], ...]:
    """What weighed most in the chance of a figure with these signs: for its record and its metric up to MOST signs
    each, as (target, sign, weight), the heaviest first."""
    found: list[tuple[str, str, float]] = []
    for target in ("record", _about_the_metric(figure)):
        weights = model().weights[target].signs
        known = sorted(((abs(weights[sign]), sign) for sign in signs if sign in weights), reverse=True)[:MOST]
        found += [(target, sign, weights[sign]) for _, sign in known]
    return tuple(found)


def _judged(figure: Figure, signs: frozenset[str], weighed: Model) -> Figure:
    chances = {name: weighed.chance(_about_the_metric(figure) if name == "metric" else name, signs) for name in FIELDS}
    doubts = sorted((round(chance, 2), name) for name, chance in chances.items() if chance < FIELD_SURE)
    record = weighed.chance("record", signs)
    record = min(record, OF_TWO_READINGS) if TWO_READINGS in figure.flags else record
    return replace(
        figure,
        confidence=round(record * chances["metric"], 3),
        record_confidence=round(record, 3),
        in_doubt=tuple(FieldDoubt(name, chance) for chance, name in doubts),
    )


def _about_the_metric(figure: Figure) -> str:
    """The target that judges a figure's metric, or that it has none."""
    return "metric" if figure.metric else UNNAMED
