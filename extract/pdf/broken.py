"""Whether a narrow cell of a table broke a number into two lines: ``1.428.3`` ``22``, ``0,000`` ``187``.

Two numbers below each other are far more frequent: they are one only where the first can be none by itself, or where
its line left no room for another digit and both together are written as a number is.
"""

from __future__ import annotations

import re

from extract.pdf.lines import Line

SURELY_BROKEN = re.compile(r"\d{1,3}(?:\.\d{3})+\.\d{0,2}")
"""Two points: no decimal number has them, and the last group lacks digits."""
BROKEN = re.compile(r"\d{1,3}\.\d{0,2}")
GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?[;,.%]?")
DECIMALS = re.compile(r"\d{1,3},(?:\d{3,})?|0,0\d*")
REST = re.compile(r"\d{1,4}%?")
MARGIN = 7.2  # points: a cell leaves at most so much at either side of its text (Word 5.4, LibreOffice 2.8)


def breaks_number(before: Line, line: Line, cell: tuple[float, float]) -> bool:
    """Whether the last word of a line and the first word of the next are one number. ``cell`` are the left and right
    bound of their cell, in points."""
    first, second = before.words[-1].text, line.words[0].text
    if SURELY_BROKEN.fullmatch(first):
        return bool(GROUPED.match(first + second))
    if len(before.words) > 1 or _has_room(before, cell):
        return False
    if BROKEN.fullmatch(first):
        return bool(GROUPED.fullmatch(first + second))
    return len(line.words) == 1 and bool(DECIMALS.fullmatch(first) and REST.fullmatch(second))


def _has_room(line: Line, cell: tuple[float, float]) -> bool:
    """Whether another digit would have fitted behind a line of digits."""
    digit = (line.x1 - line.x0) / max(1, len(line.words[-1].text))
    return line.x1 - line.x0 + digit <= cell[1] - cell[0] - 2 * MARGIN
