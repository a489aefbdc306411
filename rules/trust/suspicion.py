"""Whether a document looks misread as a whole: what no single figure tells.

Each was seen in a real file: a page whose stray bars made one table cell of all its paragraphs (one quote for hundreds
of figures), a register of one thing read as the province's own value again and again, a form of codes without units.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rules.figure import Figure

ONE_QUOTE, ONE_THING, NO_UNITS = "one_quote", "one_thing", "no_units"
SUSPICIONS = (ONE_QUOTE, ONE_THING, NO_UNITS)

_FEW = 15
"""Of fewer figures nothing is said."""
_MOST = 0.5
_LONG_QUOTE, _CROWDED = 1500, 25
"""A quote of more letters, or one with more figures than a wide table has columns, is no sentence."""


def suspicions(figures: Sequence[Figure]) -> tuple[str, ...]:
    """What is suspicious about a document with these figures, in the order of SUSPICIONS; empty where nothing is."""
    if len(figures) < _FEW:
        return ()
    quotes = Counter(one.quote for one in figures)
    crowded = sum(many for quote, many in quotes.items() if many > _CROWDED or (many > 1 and len(quote) > _LONG_QUOTE))
    # A workbook of provinces has one metric, but each value of another place.
    things = Counter(
        (one.metric, one.item, one.place, one.level, one.period, one.status, one.kind) for one in figures if one.metric
    )
    told = {
        ONE_QUOTE: crowded,
        ONE_THING: max(things.values(), default=0),
        NO_UNITS: sum(not one.unit for one in figures),
    }
    return tuple(name for name in SUSPICIONS if told[name] > _MOST * len(figures))
