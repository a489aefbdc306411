"""A fraction printed as one figure above another: ``1`` over ``3`` is read as ``1/3``.

Without this the upper figure looks like the mark of a footnote, and the lower one like a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from extract.pdf.chars import Glyph

OVERLAP = 0.3  # of the narrower figure's width
_IS_RAISED = attrgetter("raised")
LOWERED = 0.03  # of the size: at least so far below the baseline
MOST = 4  # digits


def in_one_line(row: list[Glyph], smaller: float) -> list[Glyph]:
    """The letters of a line, figures that stand above each other one behind the other, with a stroke between them.
    ``smaller`` is the most that such a figure's size may be of its line's."""
    if not any(map(_IS_RAISED, row)):
        return row
    size = max(glyph.size for glyph in row)
    base = next((glyph.base for glyph in row if glyph.size == size), 0.0)
    small = [glyph for glyph in row if glyph.size <= smaller * size and glyph.text.isdigit()]
    above = _figures([glyph for glyph in small if glyph.raised])
    below = _figures([glyph for glyph in small if not glyph.raised and glyph.base > base + LOWERED * size])
    for upper in above:
        lower = next((figure for figure in below if _overlap(upper, figure)), None)
        if lower is None or len(upper) > MOST or len(lower) > MOST:
            continue
        parts = (*upper, lower[0]._replace(text="/"), *lower)
        left, right = min(upper[0].x0, lower[0].x0), max(upper[-1].x1, lower[-1].x1)
        step = (right - left) / len(parts)
        taken = {id(glyph) for glyph in (*upper, *lower)}
        row = [glyph for glyph in row if id(glyph) not in taken]
        row += [
            glyph._replace(x0=left + step * place, x1=left + step * (place + 1), raised=False)
            for place, glyph in enumerate(parts)
        ]
    return row


def _figures(digits: Sequence[Glyph]) -> list[list[Glyph]]:
    found: list[list[Glyph]] = []
    for glyph in sorted(digits, key=lambda glyph: glyph.x0):
        if not found or glyph.x0 - found[-1][-1].x1 > 0.3 * glyph.size:
            found.append([])
        found[-1].append(glyph)
    return found


def _overlap(one: Sequence[Glyph], other: Sequence[Glyph]) -> bool:
    shared = min(one[-1].x1, other[-1].x1) - max(one[0].x0, other[0].x0)
    return shared > OVERLAP * min(one[-1].x1 - one[0].x0, other[-1].x1 - other[0].x0)
