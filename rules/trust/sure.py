"""From when on a reading is relied on. By itself, so that who only asks for the numbers loads no rules."""

SURE = 0.7
"""A figure below this chance stands in no comparison until somebody looked. Of figures with a metric in 238 documents,
each left out of the fit, 83 % of those above it were right in every field and the metric, 57 % of those below; at 0.85
it were 89 %, of half as many."""
FIELD_SURE = 0.85
"""A field below this chance is told to be in doubt."""
ALIKE_FROM = 0.875
"""Chances from here on, but for certainty, are all alike: none of two such values is the surer."""


def tenths(chance: float) -> int:
    """A chance in tenths, to the nearest, and all of it from seven in eight on: of two values whose chances are alike
    in them neither is the surer. What is certain, because a person added it, is surer than any. The views of kb say the
    same in SQL.

    >>> tenths(0.88) == tenths(0.91), tenths(0.86) < tenths(0.98), tenths(0.924) == tenths(0.963) < tenths(1.0)
    (True, True, True)
    """
    if chance >= 1:
        return 11
    return 10 if chance >= ALIKE_FROM else int(10 * chance + 0.5)
