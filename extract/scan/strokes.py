"""The way of a stamp's strokes through the letters that cut them into pieces: short gaps on their way, the sides of a
frame, the lines within it. All in dots of the part of a page where the stamp stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from extract.scan.page import Grey

BROAD = 0.018  # inches: hairlines of letters and the rules of tables are thinner
PAPER = 222  # of 255: what is brighter is paper
NOISE = 12  # of 255: by how much the dots of a stamp differ among each other
TURNS = 16  # directions in which a stroke is followed
RUN, GAP = 0.065, 0.2  # inches: so long a stroke has a direction, and is the same behind letters that it goes through
SIDE = 0.5  # inches: so much of a straight stroke is seen between letters
MOST_SIDES = 60
APART = 0.2  # inches: a stamp and one beside it
FRAMED = 0.5  # of the four sides of a frame is seen between letters
OUTSIDE = 0.1  # inches: where a line goes on so far beside a frame, it is a table's
LINED = 0.85  # of the way across a frame: there is ink of its grey, where there are no letters


def followed(own: Any, grey: Grey, level: float, dpi: float) -> Any:
    """The strokes ``own`` (255) of a stamp as grey as ``level``, and the way on which they go through letters."""
    out, runs = own.copy(), np.zeros_like(own)
    for turn in range(TURNS):
        run, gap = (_bar(length * dpi, turn * np.pi / TURNS) for length in (RUN, GAP))
        straight = cv2.morphologyEx(own, cv2.MORPH_OPEN, run)
        runs |= straight
        out |= cv2.morphologyEx(straight, cv2.MORPH_CLOSE, gap)
    broad = round(BROAD * dpi)
    found = cv2.HoughLinesP(runs, 1, np.pi / 360, round(SIDE * dpi), minLineLength=1.5 * SIDE * dpi,
                            maxLineGap=1.5 * SIDE * dpi)  # fmt: skip
    for x0, y0, x1, y1 in np.empty((0, 4), int) if found is None else np.asarray(found).reshape(-1, 4)[:MOST_SIDES]:
        cv2.line(out, (int(x0), int(y0)), (int(x1), int(y1)), 255, broad)
    for corners in _frames(runs, broad, round(APART * dpi) | 1):
        sides = [corners[[at, (at + 1) % 4]] for at in range(4)]
        lines = [*sides, *_lines(grey, corners, level, round(OUTSIDE * dpi))]
        ways = [line.round().astype(np.int32) for line in lines]
        cv2.polylines(out, ways, isClosed=False, color=255, thickness=broad)
    return out


def _bar(length: float, angle: float) -> Any:
    """A stroke of one dot's breadth as a kernel."""
    half = round(length / 2)
    bar = np.zeros((2 * half + 1, 2 * half + 1), np.uint8)
    x, y = round(half * np.cos(angle)), round(half * np.sin(angle))
    cv2.line(bar, (half - x, half - y), (half + x, half + y), 1)
    return bar


def _frames(strokes: Any, broad: int, apart: int) -> Iterator[Any]:
    """The corners of the frames that strokes make: all together, or those that stand near each other."""
    count, labels = cv2.connectedComponents(cv2.dilate(strokes, np.ones((apart, apart), np.uint8)))
    groups = [strokes, *(np.where(labels == index, strokes, 0) for index in range(1, count if count > 2 else 1))]
    for group in groups:
        corners = _frame(group, broad)
        if corners is not None:
            yield corners


def _frame(strokes: Any, broad: int) -> Any:
    """The corners of the frame that strokes make, one after the other; None where they make none."""
    points = np.argwhere(strokes)[:, ::-1].astype(np.float32)
    middle, (wide, high), angle = cv2.minAreaRect(points) if len(points) else ((0, 0), (0, 0), 0)
    if min(wide, high) <= 4 * broad:
        return None
    corners = cv2.boxPoints((middle, (wide - broad, high - broad), angle))
    inked = cv2.dilate(strokes, np.ones((broad + 1, broad + 1), np.uint8)) > 0
    seen = 0.0
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        way = np.linspace(start, end, 200).round().astype(int)
        xs, ys = (np.clip(way[:, axis], 0, inked.shape[1 - axis] - 1) for axis in (0, 1))
        seen += float(inked[ys, xs].mean())
    return corners if seen >= 4 * FRAMED else None


def _lines(grey: Grey, corners: Any, level: float, beside: int) -> list[Any]:
    """The lines that go across a frame from side to side and end there, each as its two ends."""
    out = []
    for turn in (0, 1):  # level ones, then upright ones
        first, second, third, last = np.roll(corners, -turn, axis=0)
        wide, high = (round(float(np.linalg.norm(a - b))) for a, b in ((second, first), (third, second)))
        flat_corners = np.array([[beside, 0], [beside + wide, 0], [beside + wide, high]], np.float32)
        turned = cv2.getAffineTransform(np.array([first, second, third], np.float32), flat_corners)
        flat = cv2.warpAffine(grey, turned, (wide + 2 * beside, high), borderValue=255)
        ink = (flat < PAPER) & (flat >= level - 2 * NOISE)
        free = (flat >= PAPER) | ink  # where letters stand nothing is known
        inside = slice(2 * beside, max(2 * beside + 1, wide))
        share = ink[:, inside].sum(axis=1) / np.maximum(free[:, inside].sum(axis=1), 1)
        before, behind = flat[:, : beside - 3] < PAPER, flat[:, beside + wide + 4 :] < PAPER
        goes_on = np.maximum(before.mean(axis=1), behind.mean(axis=1)) >= LINED
        for row in np.flatnonzero((share >= LINED) & ~goes_on):
            out.append(np.array([first + (last - first) * row / high, second + (third - second) * row / high]))
    return out
