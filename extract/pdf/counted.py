"""The digits that a PDF's pages show, counted on their letters alone, before lines, columns and tables are made.

A digit printed twice at one place, as false bold does, is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import compress, pairwise
from operator import attrgetter

from extract.digits import Digits, digits_in
from extract.pdf.chars import TEXT, Glyph

SAME_PLACE = 0.08  # of the size


def printed_digits(pages: Sequence[Sequence[Glyph]]) -> Digits:
    """The digits of the letters of pages."""
    total: Digits = Counter()
    for glyphs in pages:
        digits = list(compress(glyphs, map(str.isdigit, map(TEXT, glyphs))))
        total += digits_in(map(TEXT, digits))
        digits.sort(key=attrgetter("text", "base", "x0"))
        total -= digits_in(b.text for a, b in pairwise(digits) if _at_one_place(a, b))
    return total


def _at_one_place(one: Glyph, other: Glyph) -> bool:
    near = SAME_PLACE * one.size
    return (
        one.text == other.text
        and abs(one.x0 - other.x0) < near
        and abs(one.base - other.base) < near
        and abs(one.order - other.order) > 1
    )
