"""What the engine leaves unread: it takes letters under a stamp for a part of a picture, and whole lines beside them.

Ink of the size of letters that no word covers is shown to it again, piece by piece; what it still cannot read is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import cv2
import numpy as np

from extract.scan.grid import Rect
from extract.scan.page import SeenLine
from extract.scan.picture import Picture, ink

TALL = (0.045, 0.26)  # inches: the height of letters, from a small one to a capital with its marks
WIDE = 0.6  # inches: letters that touch each other
JOIN = (0.35, 0.035)  # inches: how far letters of one piece lie apart, across and along
LEAST_SIGNS = 5
MOST_PIECES = 60


def unread_pieces(clean: Any, picture: Picture, lines: Iterable[SeenLine]) -> list[tuple[Rect, int]]:
    """The pieces of a page whose letters no word of ``lines`` covers, with how many signs each has."""
    dots = ink(clean)
    scale = 1 / picture.points
    for line in lines:
        for word in line.words:
            x0, y0, x1, y1 = (round(value * scale) for value in word.bounds)
            dots[max(0, y0 - 3) : y1 + 4, max(0, x0 - 3) : x1 + 4] = 0
    signs = _signs(dots, picture.dpi)
    reach = np.ones((max(1, round(JOIN[1] * picture.dpi)), max(1, round(JOIN[0] * picture.dpi))), np.uint8)
    joined = cv2.dilate(signs, reach)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    pieces = []
    for index in range(1, count):
        x, y, w, h = (int(value) for value in stats[index][:4])
        part = (slice(y, y + h), slice(x, x + w))
        inside = cv2.connectedComponents(np.where(labels[part] == index, signs[part], 0).astype(np.uint8))[0] - 1
        if inside >= LEAST_SIGNS:
            pieces.append(((max(0, x - 4), max(0, y - 4), x + w + 4, y + h + 4), inside))
    return sorted(pieces, key=lambda piece: piece[0][1])[:MOST_PIECES]


def _signs(dots: Any, dpi: float) -> Any:
    """The ink that has the size of letters."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dots, connectivity=8)
    low, high = TALL[0] * dpi, TALL[1] * dpi
    tall, wide = stats[:count, cv2.CC_STAT_HEIGHT], stats[:count, cv2.CC_STAT_WIDTH]
    fits = (tall >= low) & (tall <= high) & (wide <= WIDE * dpi) & (stats[:count, cv2.CC_STAT_AREA] >= 0.3 * low * low)
    fits[0] = False
    return np.where(fits[labels], 255, 0).astype(np.uint8)
