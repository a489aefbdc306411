"""Stamps and signatures that have no colour: their rings are found, taken out where they are paler than letters, told
in any case.

A stamp is round. Its ring is fitted to the ink (so that letters that touch it are no part of it), and within the ring
each dot is measured against the stamp's own grey: ``min(letter, stamp)`` is what a copier leaves of both, so that what
is darker than the stamp is a letter, and how dark it is tells its edge.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from extract.scan.page import Grey

LEAST = 0.45  # inches: a thin figure this wide and high is no line of text
THIN_FIGURE = 0.35  # of its frame: so much ink at most
LONG = 0.25  # inches: a straight stroke of a table
LONGER = 0.7  # the same where a ring runs: its flat parts are straight for a while, too
CUT = 9  # dots
BETWEEN = 51  # dots: how far apart signs of one line are that a letter covers partly
BLACK = 5  # percentile of the ink: what letters have where they are not thin
PALER = 25  # of 255: a stamp differs at least so much from letters
NOISE = 12  # of 255: by how much the dots of a stamp differ among each other
RADIUS = (0.25, 1.1)  # inches; the seals of offices have .7
TRIES = 300
NEAR = 2.5  # dots: how far from its circle the ink of a ring lies
ROUND = 0.6  # of its way round: there must be ink
RING = 0.75  # the same for each radius of a ring's breadth
BREADTH = 0.25  # of its radius: a broader ring is none
OTHERS = (0.3, 1.7)  # of its radius: where other rings around the same middle are
BLUR = 3  # dots around a ring that it makes grey


@dataclass(frozen=True, slots=True)
class Circle:
    """A ring's middle and radius in dots."""

    x: float
    y: float
    radius: float


def without_stamps(grey: Grey, dots: Any, dpi: float) -> tuple[Grey, Any]:
    """The picture without stamps paler than its letters, and where a stamp or signature lies or lay (255; None where
    there is none). ``dots`` is the ink of ``grey``."""
    straight = _straight(dots, round(LONG * dpi))  # the lines of a table are thin, large and pale, too
    loose = cv2.bitwise_and(dots, cv2.bitwise_not(straight))
    # A line of a table that went through a ring has cut it: its parts are joined again.
    joined = cv2.morphologyEx(loose, cv2.MORPH_CLOSE, np.ones((CUT, CUT), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    large = [
        index
        for index, (_, _, w, h, area) in enumerate(stats[:count])
        if index and min(w, h) >= LEAST * dpi and area <= THIN_FIGURE * w * h and w * h <= 0.3 * grey.size
    ]
    if not large:
        return grey, None
    black = float(np.percentile(grey[dots > 0], BLACK))
    out, smudged = grey.copy(), np.zeros_like(grey)
    lines = _straight(dots, round(LONGER * dpi))
    figures = []
    for index in large:
        x, y, w, h = (int(value) for value in stats[index][:4])
        part = (slice(y, y + h), slice(x, x + w))
        own = np.where(labels[part] == index, loose[part], 0).astype(np.uint8)
        if _is_taken(smudged[part], own):
            continue  # a part of a ring that was found
        ring = _ring(np.argwhere(own)[:, ::-1] + (x, y), dots, dpi)
        if ring is None or not _take_ring(out, grey, dots, (ring, lines, loose), black, smudged):
            figures.append((part, own))
    rings = smudged.copy()
    for part, own in figures:
        if not _is_taken(rings[part], own):
            _take_figure(out, grey, (part, own, straight), black, smudged)
    return out, smudged if smudged.any() else None


def _is_taken(smudged: Any, own: Any) -> bool:
    """Whether most of a figure's ink belongs to rings."""
    return cv2.countNonZero(cv2.bitwise_and(smudged, own)) > 0.5 * cv2.countNonZero(own)


def _take_figure(out: Any, grey: Grey, where: tuple[Any, Any, Any], black: float, smudged: Any) -> None:
    """Take a figure that is no ring, a signature, out of a picture where it is paler than letters."""
    part, own, straight = where
    # Only its own ink: small letters are thin, and as pale as it at their edges.
    figure = cv2.dilate(own, np.ones((5, 5), np.uint8))
    smudged[part] |= figure
    level = float(np.percentile(grey[part][own > 0], 65))
    if level - black >= PALER:
        pale = (figure > 0) & (grey[part] > (level + black) / 2) & (straight[part] == 0)
        out[part] = np.where(pale, 255, out[part])


def _take_ring(out: Any, grey: Grey, dots: Any, found: tuple[Circle, Any, Any], black: float, smudged: Any) -> bool:
    """Take all rings around one middle, and what is written within them in their grey, out of a picture; whether there
    are any."""
    circle, lines, loose = found
    bands = _bands(circle, dots)
    if not bands:
        return False
    outer = bands[-1][1] + 2 * BLUR
    height, width = grey.shape
    x0, y0 = max(0, int(circle.x - outer)), max(0, int(circle.y - outer))
    part = (slice(y0, min(height, int(circle.y + outer) + 2)), slice(x0, min(width, int(circle.x + outer) + 2)))
    ys, xs = np.ogrid[part]
    far = np.hypot(xs - circle.x, ys - circle.y)
    ring = np.zeros(far.shape, bool)
    core = np.zeros(far.shape, bool)
    for first, last in bands:
        ring |= (far >= first - BLUR) & (far <= last + BLUR)
        core |= (far >= first) & (far <= last)
    level = float(np.median(grey[part][core & (dots[part] > 0)]))
    smudged[part][ring & (dots[part] > 0)] = 255
    if level - black < PALER:
        return True
    written = _written(grey[part], np.where((far < bands[-1][0]) & ~ring, loose[part], 0), level - NOISE)
    smudged[part][written] = 255
    own = (ring | written) & (lines[part] == 0)
    bright = (grey[part].astype(np.float64) - black) * (255 / max(1.0, level - NOISE - black))
    out[part] = np.where(own, np.clip(bright, 0, 255).astype(np.uint8), out[part])
    return True


def _written(grey: Grey, inside: Any, least: float) -> Any:
    """The signs within a ring that nowhere are darker than it, and what stands between them."""
    count, labels, _, _ = cv2.connectedComponentsWithStats(inside.astype(np.uint8), connectivity=8)
    found = [index for index in range(1, count) if np.percentile(grey[labels == index], 10) >= least]
    mask = np.isin(labels, found).astype(np.uint8)
    # A sign that touches a letter is darker there, and stands between the others.
    between = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, BETWEEN), np.uint8))
    return cv2.dilate(between, np.ones((5, 5), np.uint8)) > 0


def _ring(points: Any, dots: Any, dpi: float) -> Circle | None:
    """The circle on which most of the points lie (x, y), where there is ink nearly all the way round it."""
    least, most = (radius * dpi for radius in RADIUS)
    random = np.random.default_rng(len(points))  # the same picture is read the same way
    some = points[random.integers(0, len(points), 600)].astype(np.float64)
    best, most_near = None, 0
    for a, b, c in points[random.integers(0, len(points), (TRIES, 3))].astype(np.float64):
        circle = _through(a, b, c)
        if circle is None or not least <= circle.radius <= most:
            continue
        off = np.abs(np.hypot(some[:, 0] - circle.x, some[:, 1] - circle.y) - circle.radius)
        near = int((off <= NEAR).sum())
        if near > most_near:
            best, most_near = circle, near
    if best is None:
        return None
    for _ in range(2):  # three dots of a broad ring tell its middle but roughly
        best = _fitted(best, points)
    return best if least <= best.radius <= most and _inked(best, dots) >= ROUND else None


def _fitted(circle: Circle, points: Any) -> Circle:
    """The circle that lies best among the points near this one, by least squares."""
    x, y = points[:, 0].astype(np.float64), points[:, 1].astype(np.float64)
    near = np.abs(np.hypot(x - circle.x, y - circle.y) - circle.radius) <= 2 * NEAR
    x, y = x[near], y[near]
    known = np.column_stack([x, y, np.ones(len(x))])
    (a, b, c), *_ = np.linalg.lstsq(known, x * x + y * y, rcond=None)
    return Circle(float(a / 2), float(b / 2), float(np.sqrt(max(0.0, c + a * a / 4 + b * b / 4))))


def _through(a: Any, b: Any, c: Any) -> Circle | None:
    """The circle through three points."""
    (bx, by), (cx, cy) = b - a, c - a
    twice = 2 * (bx * cy - by * cx)
    if abs(twice) < 1:
        return None
    x = (cy * (bx * bx + by * by) - by * (cx * cx + cy * cy)) / twice
    y = (bx * (cx * cx + cy * cy) - cx * (bx * bx + by * by)) / twice
    return Circle(float(a[0] + x), float(a[1] + y), float(np.hypot(x, y)))


def _inked(circle: Circle, dots: Any) -> float:
    """How much of the way round a circle has ink beside it."""
    around = _around(circle, dots, circle.radius + NEAR)
    return float((around[:, int(circle.radius - NEAR) :] > 0).any(axis=1).mean())


def _around(circle: Circle, dots: Any, radius: float) -> Any:
    """The ink about a middle, a row for each degree, a column for each dot of the way out."""
    size = (int(radius) + 1, 360)
    flags = cv2.INTER_NEAREST | cv2.WARP_POLAR_LINEAR
    return cv2.warpPolar(dots, size, (circle.x, circle.y), float(size[0]), flags)


def _bands(circle: Circle, dots: Any) -> list[tuple[int, int]]:
    """The radii from which on and up to which there are rings, from the inner one."""
    around = _around(circle, dots, OTHERS[1] * circle.radius)
    full = (around > 0).mean(axis=0) >= RING
    least = OTHERS[0] * circle.radius
    return [(first, last) for first, last in _runs(full) if first >= least and last - first <= BREADTH * circle.radius]


def _runs(full: Any) -> Iterator[tuple[int, int]]:
    for value, group in itertools.groupby(range(len(full)), key=lambda at: bool(full[at])):
        if value:
            places = list(group)
            yield places[0], places[-1]


def _straight(dots: Any, length: int) -> Any:
    """The ink of level and upright strokes of at least that length."""
    level = cv2.morphologyEx(dots, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    upright = cv2.morphologyEx(dots, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    return cv2.dilate(cv2.bitwise_or(level, upright), np.ones((3, 3), np.uint8))
