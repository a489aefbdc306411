"""Slashes that stand within a stamp: drawn as thinly as a slash is (``30/10/2023``, ``24/24``, that of ``%``), they are
nowhere darker than the stamp and look like a stroke of it. They stand between letters, which no stroke of a stamp does.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

THIN = 0.022  # inches: how broad a slash is, with the grey beside it
LEAN = (-1.0, -0.08)  # dots to the right a dot downwards: it leans to the right
BESIDE = 0.09  # inches: so near are the letters before and behind it
SIDE = 0.3  # of its height: so much of each side has a letter beside it
FEWEST = 6  # dots: a piece of fewer has no direction


def slashes(labels: Any, stats: Any, which: list[int], dark: Any, dpi: float) -> list[int]:
    """Which of some connected pieces (``labels`` and ``stats`` as OpenCV gives them) are slashes between letters;
    ``dark`` are the dots that are as black as letters."""
    return [index for index in which if _is_slash(labels, stats[index], index, dark, dpi)]


def _is_slash(labels: Any, stats: Any, index: int, dark: Any, dpi: float) -> bool:
    x, y, wide, high = (int(value) for value in stats[:4])
    if high < FEWEST or wide > high:
        return False
    rows, columns = np.nonzero(labels[y : y + high, x : x + wide] == index)
    (_, _), sides, _ = cv2.minAreaRect(np.column_stack([columns, rows]).astype(np.float32))
    if min(sides) + 1 > THIN * dpi or max(sides) < 2 * min(sides):
        return False
    lean, start = np.polyfit(rows, columns, 1)
    if not LEAN[0] <= lean <= LEAN[1]:
        return False
    near = round(BESIDE * dpi)
    before = behind = 0
    for row in range(high):
        middle = x + round(start + lean * row)
        before += bool(dark[y + row, max(0, middle - near) : max(0, middle - 1)].any())
        behind += bool(dark[y + row, middle + 2 : middle + near + 1].any())
    return min(before, behind) >= SIDE * high
