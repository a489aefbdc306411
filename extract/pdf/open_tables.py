"""The lines that a table leaves undrawn: its outer sides, or all of its uprights.

pdfplumber's finder wants every cell closed on four sides. Tables without left and right borders would lose their
outer columns, and tables that rule only their rows would be read as prose, row names apart from their figures.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from extract.pdf.chars import BLANKS, LEFT, SIZE, Glyph
from extract.pdf.rulings import Rulings

SAME = 3.0  # points
NEAR = 5.0  # points: a cell's shading ends so near its ruling
LEAST_ROWS = 3
TALLEST_ROW = 120.0  # points
LEAST_WIDTH = 150.0
GUTTER = 0.9  # of the letters' size
NARROW_GUTTER = 0.42  # the same where many rows leave it free
MANY_ROWS = 5

Level = tuple[float, float, float]
Upright = tuple[float, float, float]


def closed(rulings: Rulings, glyphs: Sequence[Glyph]) -> Rulings:
    """The rulings with the undrawn ones added."""
    rulings = _shaded(rulings) if rulings.shades else rulings
    added: list[Upright] = []
    for lines in _alike(rulings.level):
        rows: list[tuple[Level, Level]] = []
        parted: list[tuple[Level, Level, list[float]]] = []
        for above, below in itertools.pairwise(lines):
            inner = _inner(above, below, rulings.upright)
            if inner:
                added.extend(_sides(above, below, rulings.upright))
                parted.append((above, below, inner))
                added.extend(_by_gutters(rows, glyphs))
                rows = []
            elif below[2] - above[2] <= TALLEST_ROW:
                rows.append((above, below))
            else:
                added.extend(_by_gutters(rows, glyphs))
                rows = []
        added.extend(_by_gutters(rows, glyphs))
        added.extend(_within_columns(parted, glyphs))
    return replace(rulings, upright=[*rulings.upright, *added]) if added else rulings


def _shaded(rulings: Rulings) -> Rulings:
    """The rulings with the edges of shaded cells: where a header's shading ends its lower line is often not drawn, and
    the first row would be taken into the header."""
    ends = [x for x0, x1, _ in _joined(rulings.level) if x1 - x0 >= LEAST_WIDTH for x in (x0, x1)]
    level: list[Level] = []
    for x0, top, x1, bottom in _whole(rulings.shades):
        for y in (top, bottom):
            sides = [_side(x, y, rulings.upright, ends) for x in (x0, x1)]
            if sides[0] is None or sides[1] is None:
                continue
            left, right = sides[0], sides[1]
            if not any(abs(at - y) <= NEAR and a <= left + SAME and b >= right - SAME for a, b, at in rulings.level):
                level.append((left, right, _corner(y, rulings.upright, (left, right))))
    return replace(rulings, level=[*rulings.level, *level]) if level else rulings


def _whole(shades: Sequence[tuple[float, float, float, float]]) -> list[tuple[float, float, float, float]]:
    """Shades as they look: the strips that a cell's lines are shaded in are one."""
    out: list[tuple[float, float, float, float]] = []
    for x0, top, x1, bottom in sorted(shades, key=lambda box: (round(box[0]), round(box[2]), box[1])):
        last = out[-1] if out else None
        if last and abs(last[0] - x0) < 1 and abs(last[2] - x1) < 1 and top <= last[3] + 1:
            out[-1] = (last[0], last[1], last[2], max(last[3], bottom))
        else:
            out.append((x0, top, x1, bottom))
    return out


def _side(x: float, y: float, upright: Sequence[Upright], ends: Sequence[float]) -> float | None:
    """Where the ruling stands that a shade ends at, also the undrawn outer one that level lines end at."""
    places = [place for top, bottom, place in upright if abs(place - x) <= NEAR and top - NEAR <= y <= bottom + NEAR]
    return min([*places, *(end for end in ends if abs(end - x) <= NEAR)], key=lambda at: abs(at - x), default=None)


def _corner(y: float, upright: Sequence[Upright], sides: tuple[float, float]) -> float:
    """Where the rulings beside a shade begin or end, if they do so near its edge."""
    corners = [
        end for top, bottom, x in upright for end in (top, bottom) if min(abs(x - side) for side in sides) <= SAME
    ]
    return min((end for end in corners if abs(end - y) <= NEAR), key=lambda end: abs(end - y), default=y)


def _alike(level: list[Level]) -> list[list[Level]]:
    """Level lines that begin and end at the same places, from the top, each once."""
    groups: list[list[Level]] = []
    lines = _joined(level)
    for line in lines:
        if line[1] - line[0] < LEAST_WIDTH:
            continue
        for group in groups:
            if abs(group[0][0] - line[0]) <= SAME and abs(group[0][1] - line[1]) <= SAME:
                if line[2] - group[-1][2] > SAME:
                    group.append(line)
                break
        else:
            groups.append([line])
    return [group for group in groups if len(group) > 1 and not any(_within(group, line) for line in lines)]


def _within(group: list[Level], line: Level) -> bool:
    """Whether a wider line stands among or beside the lines: then they are parts of a table's rows, beside a cell
    that reaches over several."""
    wider = line[0] < group[0][0] - SAME or line[1] > group[0][1] + SAME
    overlaps = line[0] < group[0][1] and line[1] > group[0][0]
    return wider and overlaps and group[0][2] - TALLEST_ROW < line[2] < group[-1][2] + TALLEST_ROW


def _joined(level: list[Level]) -> list[Level]:
    """Lines drawn cell by cell as the whole lines that they look like, from the top."""
    out: list[Level] = []
    for x0, x1, y in sorted(level, key=lambda line: (round(line[2] / SAME), line[0])):
        if out and abs(out[-1][2] - y) <= SAME and x0 <= out[-1][1] + SAME:
            out[-1] = (out[-1][0], max(out[-1][1], x1), out[-1][2])
        else:
            out.append((x0, x1, y))
    return sorted(out, key=lambda line: line[2])


def _crosses(upright: Upright, above: Level, below: Level) -> bool:
    top, bottom, x = upright
    return above[0] - SAME < x < above[1] + SAME and top <= above[2] + SAME and bottom >= below[2] - SAME


def _inner(above: Level, below: Level, upright: Sequence[Upright]) -> list[float]:
    """Where uprights part a row; those at its ends part nothing."""
    found: list[float] = []
    for x in sorted(u[2] for u in upright if _crosses(u, above, below)):
        if above[0] + SAME < x < above[1] - SAME and not (found and x - found[-1] <= SAME):
            found.append(x)
    return found


def _within_columns(rows: Sequence[tuple[Level, Level, list[float]]], glyphs: Sequence[Glyph]) -> list[Upright]:
    """The columns within a ruled one: of rows that uprights part alike, where no letter of any row stands, and mostly
    figures behind."""
    added: list[Upright] = []
    for _, run in itertools.groupby(rows, key=lambda row: tuple(round(x / SAME) for x in row[2])):
        found = list(run)
        if len(found) < LEAST_ROWS:
            continue
        top, bottom = found[0][0][2], found[-1][1][2]
        within = [g for g in glyphs if top < g.base < bottom and g.text not in BLANKS]  # once for all columns
        for x0, x1 in itertools.pairwise([found[0][0][0], *found[0][2], found[0][0][1]]):
            parts = [((x0, x1, above[2]), (x0, x1, below[2])) for above, below, _ in found]
            # The uprights were read as the sides of what stands between them: those are there.
            added.extend(
                u for u in _by_gutters(parts, within, apart=GUTTER) if x0 < u[2] < x1 and _figures(u, x1, within)
            )
    return added


def _figures(upright: Upright, right: float, glyphs: Sequence[Glyph]) -> bool:
    """Whether what stands behind an upright, up to a place, is mostly digits."""
    top, bottom, x = upright
    behind = [g.text for g in glyphs if x < g.x0 < right and top < g.base < bottom and g.text not in BLANKS]
    return 2 * sum(not text.isalpha() for text in behind) > len(behind)


def _sides(above: Level, below: Level, upright: list[Upright]) -> list[Upright]:
    middle = (above[2] + below[2]) / 2
    return [
        (above[2], below[2], side)
        for side in above[:2]
        if not any(abs(x - side) <= SAME and top <= middle <= bottom for top, bottom, x in upright)
    ]


def _by_gutters(
    rows: Sequence[tuple[Level, Level]], glyphs: Sequence[Glyph], apart: float = NARROW_GUTTER
) -> list[Upright]:
    """The columns of rows without any upright: where no letter of any row stands. ``apart`` is how much of the letters'
    size must be free where there are many rows."""
    if len(rows) < LEAST_ROWS:
        return []
    x0, x1, top = rows[0][0]
    bottom = rows[-1][1][2]
    inside = [g for g in glyphs if x0 - SAME < g.x0 < x1 and top < g.base < bottom and g.text not in BLANKS]
    if not inside:
        return []
    least = (GUTTER if len(rows) < MANY_ROWS else apart) * max(map(SIZE, inside))
    gutters: list[float] = []
    end = inside[0].x0
    for glyph in sorted(inside, key=LEFT):
        if glyph.x0 - end > least:
            gutters.append((end + glyph.x0) / 2)
        end = max(end, glyph.x1)
    if not gutters or _filled(rows, inside, gutters) < max(LEAST_ROWS - 1, 2 * len(rows) // 3):
        return []
    return [(top, bottom, x) for x in (x0, *gutters, x1)]


def _filled(rows: Sequence[tuple[Level, Level]], glyphs: Sequence[Glyph], gutters: Sequence[float]) -> int:
    """How many rows have letters in more than one of the columns that gutters part."""
    tops = [above[2] for above, _ in rows]
    columns: list[set[int]] = [set() for _ in rows]
    for glyph in glyphs:
        row = bisect_left(tops, glyph.base) - 1
        if row >= 0 and glyph.base < rows[row][1][2]:
            columns[row].add(bisect_left(gutters, glyph.x0))
    return sum(len(found) > 1 for found in columns)
