"""The reading order of a page's lines: where two columns stand side by side, the left one is read first.

A letterhead and a block of signatures are two columns at the same height; so is the body of a bulletin. A gutter is
only believed where it holds over several lines and both sides are wide: list numbers stand apart from their text
too, and a justified line of few words has gaps as wide as a gutter.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from statistics import median

from extract.pdf.lines import Line

GUTTER = 1.2  # of the size: a narrower gap parts words, not columns
LONE_GUTTER = 2.5  # the same where a single line shows it
SIDE = 0.14  # of the page's width: a narrower side is a list number or a page number
ALIGNED = 3.0  # points
FAR = 8.0  # sizes: a block ends where the next line is farther below (signatures leave room for a stamp)

Ends = list[tuple[int, int]]  # after each line of a block: how many lines its left and its right side have


@dataclass(slots=True)
class Column:
    """Lines that are read one after the other. ``alone`` says that nothing stands beside it: it is the page's own
    column of text."""

    lines: list[Line]
    alone: bool


def in_columns(lines: list[Line], width: float) -> list[Column]:
    """The lines of a page of that width (points), given from the top, in the order in which they are read."""
    columns: list[Column] = []
    plain: list[Line] = []
    index = 0
    while index < len(lines):
        block = _block(lines, index, width)
        if block is None:
            plain.append(lines[index])
            index += 1
            continue
        if plain:
            columns.append(Column(plain, alone=True))
            plain = []
        left, right, index = block
        for side in (left, right):
            for column in in_columns(side, width):
                columns.append(Column(column.lines, alone=False))
    if plain:
        columns.append(Column(plain, alone=True))
    return columns


def _block(lines: list[Line], start: int, width: float) -> tuple[list[Line], list[Line], int] | None:
    """Two columns that begin at a line: their lines, and the index behind them."""
    gutter = _first_gutter(lines, start)
    if gutter is None:
        return None
    left: list[Line] = []
    right: list[Line] = []
    both: list[int] = []
    ends: Ends = []
    for index in range(start, len(lines)):
        line = lines[index]
        last = [side[-1] for side in (left, right) if side]
        if last and line.top - max(x.bottom for x in last) > FAR * line.size:
            break
        shrunk = _through(line, gutter)
        if shrunk is None:
            break
        gutter = shrunk
        middle = (gutter[0] + gutter[1]) / 2
        here = [word for word in line.words if word.x1 <= middle]
        there = [word for word in line.words if word.x1 > middle]
        beside = (
            (here and there)
            or (here and right and _level(line, right[-1]))
            or (there and left and _level(line, left[-1]))
        )
        if beside:
            both.append(index)
        if here:
            left.append(line.part(here))
        if there:
            right.append(line.part(there))
        ends.append((len(left), len(right)))
    if not both:
        return None
    keep = both[-1] - start
    keep = _tail(lines, start, keep, left, right, ends)
    left, right = left[: ends[keep][0]], right[: ends[keep][1]]
    if not left or not right or not _believed(left, right, lines[start : start + keep + 1], both, gutter, width):
        return None
    return left, right, start + keep + 1


def _first_gutter(lines: list[Line], index: int) -> tuple[float, float] | None:
    line = lines[index]
    gaps = _gaps(line, GUTTER)
    if gaps:
        usual = median(_widths(line)) if len(line.words) > 3 else 0.0
        best = max(gaps, key=lambda gap: gap[1] - gap[0])
        return best if best[1] - best[0] > 2.2 * usual else None
    if index + 1 < len(lines) and _level(line, lines[index + 1]):
        other = lines[index + 1]
        if other.x0 - line.x1 > line.size:
            return line.x1, other.x0
        if line.x0 - other.x1 > line.size:
            return other.x1, line.x0
    return None


def _level(line: Line, other: Line) -> bool:
    overlap = min(line.bottom, other.bottom) - max(line.top, other.top)
    apart = line.x0 >= other.x1 or other.x0 >= line.x1
    return apart and overlap > 0.3 * min(line.bottom - line.top, other.bottom - other.top)


def _widths(line: Line) -> list[float]:
    words = line.words
    return [b.x0 - a.x1 for a, b in itertools.pairwise(words) if not b.glued] or [0.0]


def _gaps(line: Line, least: float) -> list[tuple[float, float]]:
    words = line.words
    return [(a.x1, b.x0) for a, b in itertools.pairwise(words) if not b.glued and b.x0 - a.x1 >= least * line.size]


def _through(line: Line, gutter: tuple[float, float]) -> tuple[float, float] | None:
    """What a line leaves of the gutter, None where it crosses it."""
    for x0, x1 in [(-1e9, line.x0), *_gaps(line, 0.8), (line.x1, 1e9)]:
        shrunk = max(gutter[0], x0), min(gutter[1], x1)
        if shrunk[1] - shrunk[0] >= line.size:
            return shrunk
    return None


def _tail(lines: list[Line], start: int, keep: int, left: list[Line], right: list[Line], ends: Ends) -> int:
    """Lines of one side below the last line beside another: they belong to the block while they follow closely and
    stand in line with their side (the title below a letterhead may lie wholly on one side of its gutter)."""
    while keep + 1 < len(ends):
        line, before = lines[start + keep + 1], lines[start + keep]
        if line.base - before.base > 2.5 * line.size or abs(line.size - before.size) > 0.15 * line.size:
            break
        side = left[: ends[keep][0]] if ends[keep + 1][0] > ends[keep][0] else right[: ends[keep][1]]
        if not any(in_line(line, other) for other in side):
            break
        keep += 1
    return keep


def in_line(line: Line, other: Line) -> bool:
    """Whether two lines start at one place, or have one middle."""
    return abs(line.x0 - other.x0) < ALIGNED or abs(line.x0 + line.x1 - other.x0 - other.x1) < 2 * ALIGNED


def _believed(
    left: list[Line],
    right: list[Line],
    block: list[Line],
    both: list[int],
    gutter: tuple[float, float],
    width: float,
) -> bool:
    for side in (left, right):
        if max(line.x1 for line in side) - min(line.x0 for line in side) < SIDE * width:
            return False
    if len(both) >= 2:
        return True
    return gutter[1] - gutter[0] >= LONE_GUTTER * block[0].size
