"""Ranks and scores that their own document contradicts: an index has one rank and one score at a time.

Where a document says two for the same index, item, place, level and time, at least one of them was read wrong, or is
of another year, or stands under the wrong header (in 4 of 5 such places of the annotated documents). What is said
most often stands; where no value is said more often than all others, none is relied on. Points of 100 and a value
between 0 and 1 are two scales, and contradict nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal

from rules.figure import Figure

OF_ONE_VALUE = ("rank", "score")
"""Kinds of which an index has one value at a time."""


def contradicted(figures: Sequence[Figure]) -> frozenset[int]:
    """The indices of the figures of a document that another of its figures contradicts, and is said as often."""
    slots: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, one in enumerate(figures):
        if one.metric is not None and one.kind in OF_ONE_VALUE and one.status != "maximum":
            where = (one.place_id or one.place, one.level, one.owner, one.period, one.status)
            scale = (one.unit, one.denominator, one.value <= 1) if one.kind == "score" else ()
            slots[(one.metric, one.item, one.kind, *where, *scale)].append(at)
    found: set[int] = set()
    for slot in slots.values():
        said = _said(figures, slot)
        times = Counter(said.values())
        (first, most), *others = times.most_common()
        alone = not others or most > others[0][1]
        found |= {at for at in slot if len(times) > 1 and not (alone and said[at] == first)}
    return frozenset(found)


def _said(figures: Sequence[Figure], slot: Sequence[int]) -> dict[int, Decimal]:
    """Each figure's value, rounded to the decimals that all of the slot are printed with: ``0,58`` and ``0,5808`` say
    the same."""
    places = min(_decimals(figures[at].value) for at in slot)
    return {at: round(figures[at].value, places) for at in slot}


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
