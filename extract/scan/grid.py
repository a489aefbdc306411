"""Ruled tables on a picture: level and upright strokes, the lattice that they make, and its cells with their spans.

Everything here is in dots of the picture. A stroke that is broken (a fax, a worn copy) still parts two cells where it
is there for half of the way.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np

from extract.scan.picture import Picture, ink

LEVEL = 0.22  # inches: a shorter level stroke belongs to a letter
LONE = 0.6  # the same of one that stands alone
UPRIGHT = 0.19  # the same of an upright one: the capitals of a title are nearly as high
SAME = 0.035  # inches: strokes nearer than this are one
THERE = 0.5  # of the way between two crossings
WHOLE = 0.8  # the same for the way that makes a stroke a line of the table
LEAST_CELLS = 4
MOST_LINES = 400  # rows or columns of a lattice: a hatched drawing is no table
GUTTER = 0.14  # inches: so much white from top to bottom parts the columns of a table without uprights
LEAST_ROWS = 3
TALLEST_ROW = 1.6  # inches

Rect = tuple[int, int, int, int]
"""x0, y0, x1, y1 in dots."""


@dataclass(slots=True)
class Cell:
    """A cell with its place in the lattice; ``rect`` lies between the middles of its strokes."""

    row: int
    column: int
    row_span: int
    column_span: int
    rect: Rect


@dataclass(slots=True)
class Grid:
    """A table's cells, from the top left."""

    rect: Rect
    cells: list[Cell]


@dataclass(slots=True)
class Ruled:
    """What is ruled on a page: its tables, ``level`` strokes outside of them (x0, x1, y), and ``strokes``: the picture
    of all strokes (255), so that they can be wiped off."""

    grids: list[Grid] = field(default_factory=list)
    level: list[tuple[int, int, int]] = field(default_factory=list)
    strokes: Any = None


def find_grids(picture: Picture) -> Ruled:
    """The ruled tables of a straightened picture."""
    dots = ink(picture.grey)
    level = _strokes(dots, round(LEVEL * picture.dpi), across=True)
    upright = _strokes(dots, round(UPRIGHT * picture.dpi), across=False)
    both = cv2.bitwise_or(level, upright)
    found = Ruled(strokes=np.zeros_like(both))
    reach = round(SAME * picture.dpi)
    joined = cv2.dilate(both, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    loose = []
    for index in range(1, min(count, 2_000)):
        x, y, w, h = (int(n) for n in stats[index][:4])
        part = (slice(y, y + h), slice(x, x + w))
        own = (labels[part] == index).astype(np.uint8) * 255
        grid = _grid(level[part] & own, upright[part] & own, picture.dpi)
        alone = h <= 2 * reach + 4 and w >= LONE * picture.dpi
        if grid is not None:
            found.grids.append(_moved(grid, x, y))
        elif alone:
            loose.append((x + reach // 2, x + w - reach // 2, y + h // 2))
        if grid is not None or alone:
            found.strokes[part] |= both[part] & own
    found.strokes = cv2.dilate(found.strokes, np.ones((3, 3), np.uint8))
    found.grids.extend(_by_gutters(loose, cv2.bitwise_and(dots, cv2.bitwise_not(found.strokes)), picture.dpi))
    found.grids.sort(key=lambda grid: grid.rect[1])
    found.level = [line for line in loose if not any(_beside(line, grid.rect) for grid in found.grids)]
    return found


def _strokes(dots: Any, least: int, *, across: bool) -> Any:
    def bar(length: int) -> Any:
        return np.ones((1, length) if across else (length, 1), np.uint8)

    # Faint strokes are broken by a dot or two; where a page is not quite straight, they go on a dot lower or higher.
    parts = cv2.morphologyEx(cv2.morphologyEx(dots, cv2.MORPH_CLOSE, bar(3)), cv2.MORPH_OPEN, bar(least // 2))
    thick = cv2.dilate(parts, np.ones((3, 1) if across else (1, 3), np.uint8))
    found = cv2.morphologyEx(cv2.morphologyEx(thick, cv2.MORPH_CLOSE, bar(7)), cv2.MORPH_OPEN, bar(least))
    return _thin(found, least, across=across)


def _thin(found: Any, least: int, *, across: bool) -> Any:
    """Without what is too thick to be a stroke: a shaded cell, a picture, a black edge of the scan."""
    most = max(8, least // 4)
    kernel = np.ones((most, 1) if across else (1, most), np.uint8)
    return cv2.bitwise_and(found, cv2.bitwise_not(cv2.dilate(cv2.morphologyEx(found, cv2.MORPH_OPEN, kernel), kernel)))


def _grid(level: Any, upright: Any, dpi: float) -> Grid | None:
    height, width = level.shape
    if height < 0.2 * dpi or width < 0.8 * dpi:
        return None
    same = max(3, round(SAME * dpi))
    ys, xs = _places(level, same, across=True), _places(upright, same, across=False)
    ys = _closed(ys, _extent(upright, axis=1), 4 * same)
    xs = _closed(xs, _extent(level, axis=0), 4 * same)
    if min(len(xs), len(ys)) > 1 and max(len(xs), len(ys)) <= MOST_LINES:
        # Bold letters make short strokes: a line of the table goes along at least one whole field.
        ys = _lines(level, ys, xs, same, across=True)
        xs = _lines(upright, xs, ys, same, across=False)
        ys = _lines(level, ys, xs, same, across=True)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns < LEAST_CELLS or max(rows, columns) > MOST_LINES:
        return None
    right = [[_share(upright, ys[r], ys[r + 1], xs[c + 1], same, across=False) < THERE for c in range(columns - 1)]
             for r in range(rows)]  # fmt: skip
    below = [[_share(level, xs[c], xs[c + 1], ys[r + 1], same, across=True) < THERE for c in range(columns)]
             for r in range(rows - 1)]  # fmt: skip
    cells = [
        Cell(r, c, down, over, (xs[c], ys[r], xs[c + over], ys[r + down]))
        for r, c, down, over in _rectangles(rows, columns, right, below)
    ]
    if len(cells) < LEAST_CELLS:
        return None
    return Grid((xs[0], ys[0], xs[-1], ys[-1]), cells)


def _places(strokes: Any, same: int, *, across: bool) -> list[int]:
    """Where the strokes of one direction stand: their middles, those of one line together."""
    count, _, stats, middles = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    found = sorted((float(middles[i][1 if across else 0]), int(stats[i][2 if across else 3])) for i in range(1, count))
    groups: list[list[tuple[float, int]]] = []
    for place, length in found:
        if groups and place - groups[-1][-1][0] <= same:
            groups[-1].append((place, length))
        else:
            groups.append([(place, length)])
    return [round(sum(p * n for p, n in group) / sum(n for _, n in group)) for group in groups]


def _extent(strokes: Any, axis: int) -> tuple[int, int]:
    inked = np.flatnonzero(strokes.any(axis=axis))
    return (int(inked[0]), int(inked[-1])) if inked.size else (0, 0)


def _closed(places: list[int], extent: tuple[int, int], far: int) -> list[int]:
    """With the outer sides where they are left undrawn."""
    first, last = extent
    if places and first < places[0] - far:
        places = [first, *places]
    if places and last > places[-1] + far:
        places = [*places, last]
    return places


def _lines(strokes: Any, places: list[int], crossing: list[int], same: int, *, across: bool) -> list[int]:
    """The places, the outer two among them, at which a stroke goes along a whole field between two of ``crossing``."""
    inner = list(zip(places, places[1:], places[2:], strict=False))
    kept = [
        place
        for before, place, behind in inner
        # The feet of letters that stand just above a line are none, and the line is not theirs.
        if _whole(strokes, crossing, range(max(place - same, (before + place) // 2 + 1),
                                           min(place + same, (place + behind - 1) // 2) + 1), across=across)
    ]  # fmt: skip
    return [places[0], *kept, places[-1]]


def _whole(strokes: Any, crossing: list[int], places: range, *, across: bool) -> bool:
    """Whether a straight stroke goes along a whole field: the ring of a stamp does not keep to three dots."""
    return any(
        _share(strokes, a, b, place, 1, across=across) >= WHOLE
        for a, b in itertools.pairwise(crossing)
        for place in places[::2]
    )


def _share(strokes: Any, start: int, end: int, place: int, same: int, *, across: bool) -> float:
    """How much of the way from ``start`` to ``end`` there is a stroke at ``place``."""
    margin = min(same, max(0, (end - start) // 4))
    along = slice(start + margin, max(start + margin + 1, end - margin))
    band = slice(max(0, place - same), place + same + 1)
    part = strokes[band, along] if across else strokes[along, band]
    return float(part.any(axis=0 if across else 1).mean()) if part.size else 0.0


def _rectangles(
    rows: int, columns: int, right: list[list[bool]], below: list[list[bool]]
) -> list[tuple[int, int, int, int]]:
    """Row, column and spans of the cells: from each free field as far to the right and then down as nothing parts."""
    taken = np.zeros((rows, columns), bool)
    out = []
    for r, c in itertools.product(range(rows), range(columns)):
        if taken[r, c]:
            continue
        over = 1
        while c + over < columns and not taken[r, c + over] and right[r][c + over - 1]:
            over += 1
        down = 1
        while (
            r + down < rows
            and all(below[r + down - 1][c + k] for k in range(over))
            and all(right[r + down][c + k] for k in range(over - 1))
        ):
            down += 1
        taken[r : r + down, c : c + over] = True
        out.append((r, c, down, over))
    return out


def _moved(grid: Grid, dx: int, dy: int) -> Grid:
    for cell in grid.cells:
        x0, y0, x1, y1 = cell.rect
        cell.rect = (x0 + dx, y0 + dy, x1 + dx, y1 + dy)
    x0, y0, x1, y1 = grid.rect
    return Grid((x0 + dx, y0 + dy, x1 + dx, y1 + dy), grid.cells)


def _beside(line: tuple[int, int, int], rect: Rect) -> bool:
    return rect[1] - 3 <= line[2] <= rect[3] + 3 and line[0] < rect[2] and line[1] > rect[0]


def _by_gutters(loose: list[tuple[int, int, int]], dots: Any, dpi: float) -> list[Grid]:
    """Tables that rule only their rows: level strokes that begin and end alike, their columns where no ink stands."""
    grids = []
    same = 3 * SAME * dpi
    for group in _alike(loose, same, TALLEST_ROW * dpi):
        x0, x1 = min(line[0] for line in group), max(line[1] for line in group)
        ys = [line[2] for line in group]
        if len(ys) <= LEAST_ROWS or x1 - x0 < 2 * dpi:
            continue
        inked = dots[ys[0] : ys[-1], x0:x1].any(axis=0)
        xs = [x0, *(x0 + (a + b) // 2 for a, b in _white(inked, round(GUTTER * dpi))), x1]
        if len(xs) < 3:
            continue
        cells = [
            Cell(r, c, 1, 1, (xs[c], ys[r], xs[c + 1], ys[r + 1]))
            for r, c in itertools.product(range(len(ys) - 1), range(len(xs) - 1))
        ]
        filled = sum(
            sum(bool(dots[ys[r] : ys[r + 1], xs[c] : xs[c + 1]].any()) for c in range(len(xs) - 1)) > 1
            for r in range(len(ys) - 1)
        )
        if filled >= max(LEAST_ROWS - 1, 2 * (len(ys) - 1) // 3):
            grids.append(Grid((x0, ys[0], x1, ys[-1]), cells))
    return grids


def _alike(loose: list[tuple[int, int, int]], same: float, tallest: float) -> list[list[tuple[int, int, int]]]:
    groups: list[list[tuple[int, int, int]]] = []
    for line in sorted(loose, key=lambda line: line[2]):
        for group in groups:
            last = group[-1]
            near = 0 < line[2] - last[2] <= tallest
            if near and abs(line[0] - last[0]) <= same and abs(line[1] - last[1]) <= same:
                group.append(line)
                break
        else:
            groups.append([line])
    return groups


def _white(inked: Any, least: int) -> list[tuple[int, int]]:
    """Inner runs of at least ``least`` columns without ink."""
    filled = np.flatnonzero(inked)
    return [(int(a) + 1, int(b)) for a, b in itertools.pairwise(filled) if b - a > least]
