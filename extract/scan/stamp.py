"""Stamps and signatures that have no colour: their rings are found, taken out where they are paler than letters, told
in any case.

A stamp is round. Its ring is fitted to the ink (so that letters that touch it are no part of it), and within the ring
each dot is measured against the stamp's own grey: ``min(letter, stamp)`` is what a copier leaves of both, so that what
is darker than the stamp is a letter, and how dark it is tells its edge.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from extract.scan.page import Grey
from extract.scan.pale import PALER, without_pale
from extract.scan.slashes import slashes

LEAST = 0.45  # inches: a thin figure this wide and high is no line of text
THIN_FIGURE = 0.35  # of its frame: so much ink at most
LONG = 0.25  # inches: a straight stroke of a table
LONGER = 0.7  # the same where a ring runs: its flat parts are straight for a while, too
CUT = 9  # dots
BLACK = 5  # percentile of the ink: what letters have where they are not thin
NOISE = 12  # of 255: by how much the dots of a stamp differ among each other
RADIUS = (0.25, 1.1)  # inches; the seals of offices have .7
NEAR_BY = 0.35  # inches: how far the arcs of one ring lie apart
MOST_STAMPS = 4  # over each other
LEAST_DOTS = 200
TRIES = 4_000
LIKELY = 20
NEAR = 2.5  # dots: how far from its circle the ink of a ring lies
ROUND = 0.6  # of its way round: there must be ink
RING = 0.75  # the same for each radius of a ring's breadth
BREADTH = 0.25  # of its radius: a broader ring is none
OTHERS = (0.3, 1.7)  # of its radius: where other rings around the same middle are
FLAT = 3  # dots: ink of one grey this broad is no edge of a letter
ACROSS = 21  # dots: the breadth of what a letter lays across a ring
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
    if not dots.any():
        return grey, None
    black = float(np.percentile(grey[dots > 0], BLACK))
    straight = _straight(dots, round(LONG * dpi))  # the lines of a table are thin, large and pale, too
    out, smudged = grey.copy(), np.zeros_like(grey)
    figures = _figures(dots, straight, dpi)
    lines, loose = _straight(dots, round(LONGER * dpi)), cv2.bitwise_and(dots, cv2.bitwise_not(straight))
    for points in _together(figures, grey.shape, round(NEAR_BY * dpi)):
        _take_rings(out, grey, dots, (points, lines, loose), (black, dpi), smudged)
    out, pale = without_pale(out, black, dpi)
    smudged |= pale
    taken = cv2.dilate(smudged, np.ones((5, 5), np.uint8))
    for part, own in figures:
        # A ring joins the words that it goes through; what is left of them without it is no figure.
        for piece in _large(cv2.bitwise_and(own, cv2.bitwise_not(taken[part])), LEAST * dpi):
            # A signature as black as letters, or as thin, with the words that it touches: only doubts are left.
            smudged[part] |= cv2.dilate(piece, np.ones((5, 5), np.uint8))
    return (out, smudged) if smudged.any() else (grey, None)


def _figures(dots: Any, straight: Any, dpi: float) -> list[tuple[Any, Any]]:
    """The large thin figures of a page, each with where it stands and its own ink there."""
    loose = cv2.bitwise_and(dots, cv2.bitwise_not(straight))
    # A line of a table that went through a ring has cut it: its parts are joined again.
    joined = cv2.morphologyEx(loose, cv2.MORPH_CLOSE, np.ones((CUT, CUT), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    inked = np.bincount(labels[loose > 0], minlength=count)  # without what joins the letters of a word
    return [
        _figure(labels, stats[index], index, loose)
        for index, (_, _, w, h, _) in enumerate(stats[:count])
        if index and min(w, h) >= LEAST * dpi and inked[index] <= THIN_FIGURE * w * h and w * h <= 0.3 * dots.size
    ]


def _figure(labels: Any, stats: Any, index: int, loose: Any) -> tuple[Any, Any]:
    """Where a component stands, and its own ink there."""
    x, y, w, h = (int(value) for value in stats[:4])
    part = (slice(y, y + h), slice(x, x + w))
    return part, np.where(labels[part] == index, loose[part], 0).astype(np.uint8)


def _together(figures: Sequence[tuple[Any, Any]], shape: tuple[int, int], reach: int) -> Iterator[Any]:
    """The dots (x, y) of figures near each other: what is straight in a broad ring, its sides, is cut out of it, and
    four arcs are left."""
    every = np.zeros(shape, np.uint8)
    for part, own in figures:
        every[part] |= own
    small = cv2.dilate(every, np.ones((4, 4), np.uint8))[::4, ::4]
    near = cv2.dilate(small, np.ones((reach // 4, reach // 4), np.uint8))
    _, groups = cv2.connectedComponents(near, connectivity=8)
    points = np.argwhere(every)[:, ::-1]
    group = groups[points[:, 1] // 4, points[:, 0] // 4]
    for index in np.unique(group):
        if index:
            yield points[group == index]


def _take_rings(
    out: Any, grey: Grey, dots: Any, found: tuple[Any, Any, Any], levels: tuple[float, float], smudged: Any
) -> None:
    """Take the stamps, some of which may lie over each other, out of a picture; their ink is among the points."""
    points, lines, loose = found
    for _ in range(MOST_STAMPS):
        ring = _ring(points, dots, levels[1]) if len(points) >= LEAST_DOTS else None
        if ring is None or not _take_ring(out, grey, dots, (ring, lines, loose), levels, smudged):
            return
        taken = cv2.dilate(smudged, np.ones((5, 5), np.uint8))
        points = points[taken[points[:, 1], points[:, 0]] == 0]


def _large(own: Any, least: float) -> Iterator[Any]:
    """The pieces of a figure that are as large and thin as one by themselves."""
    joined = cv2.morphologyEx(own, cv2.MORPH_CLOSE, np.ones((CUT, CUT), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for index in range(1, count):
        _, _, w, h, area = (int(value) for value in stats[index])
        if min(w, h) >= least and area <= THIN_FIGURE * w * h:
            yield np.where(labels == index, own, 0).astype(np.uint8)


def _take_ring(
    out: Any, grey: Grey, dots: Any, found: tuple[Circle, Any, Any], levels: tuple[float, float], smudged: Any
) -> bool:
    """Take all rings around one middle, and what is written within them in their grey, out of a picture; whether there
    are any."""
    circle, lines, loose = found
    black, dpi = levels
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
    inside = (far < bands[-1][0]) & ~ring
    written, between = _written(grey[part], np.where(inside, loose[part], 0), (level, black), dpi)
    written |= inside & _level_ink(grey[part], level)
    written &= ~between
    smudged[part][written] = 255
    own = (ring | written) & (lines[part] == 0)
    there = np.where(ring, _own_grey(circle, grey, outer, part), level) - NOISE / 2
    bright = (grey[part].astype(np.float64) - black) * (255 - black) / np.maximum(there - black, 1.0) + black
    # Where two stamps cross, each whitens its own.
    out[part] = np.where(own, np.maximum(np.clip(bright, 0, 255).astype(np.uint8), out[part]), out[part])
    return True


def _own_grey(circle: Circle, grey: Grey, outer: float, part: tuple[slice, slice]) -> Any:
    """How grey a stamp itself is at each dot of a part of a picture: letters that go across its rings are left out by
    the dots before and behind them on the way round."""
    round_it = (int(outer) + 1, int(2 * np.pi * outer))
    flags = cv2.WARP_POLAR_LINEAR | cv2.INTER_LINEAR | cv2.WARP_FILL_OUTLIERS
    way = cv2.warpPolar(grey, round_it, (circle.x, circle.y), float(round_it[0]), flags)
    way = cv2.GaussianBlur(np.vstack([way[-ACROSS:], way, way[:ACROSS]]), (1, 5), 0)
    free = cv2.morphologyEx(way, cv2.MORPH_CLOSE, np.ones((ACROSS, 1), np.uint8))[ACROSS:-ACROSS]
    usual = np.median(way, axis=0)[None, :] - NOISE
    ys, xs = np.mgrid[part].astype(np.float32)
    far = np.hypot(xs - circle.x, ys - circle.y)
    angle = np.arctan2(ys - circle.y, xs - circle.x) % (2 * np.pi) * (round_it[1] / (2 * np.pi))
    own = np.maximum(free, usual).astype(np.float32)
    return cv2.remap(
        own, far.astype(np.float32), angle.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )


def _written(grey: Grey, inside: Any, levels: tuple[float, float], dpi: float) -> tuple[Any, Any]:
    """The signs within a ring that nowhere are darker than it; and those of them that stand between letters as a slash
    does, which are of the text. ``levels``: how grey the ring is, and how dark letters."""
    level, black = levels
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside.astype(np.uint8), connectivity=8)
    found = [index for index in range(1, count) if np.percentile(grey[labels == index], 10) >= level - NOISE]
    text = slashes(labels, stats, found, grey < (black + level) / 2, dpi)
    edge = np.ones((5, 5), np.uint8)
    written, between = (
        cv2.dilate(np.isin(labels, list(some)).astype(np.uint8), edge) > 0 for some in (set(found) - set(text), text)
    )
    return written, between


def _level_ink(grey: Grey, level: float) -> Any:
    """Where ink is as grey as a stamp over more than the breadth of a letter's edge: its own strokes, and those parts
    of them that run into letters."""
    flat = (np.abs(grey.astype(np.float64) - level) <= 2 * NOISE).astype(np.uint8)
    solid = cv2.morphologyEx(flat, cv2.MORPH_OPEN, np.ones((FLAT, FLAT), np.uint8))
    return cv2.dilate(solid, np.ones((5, 5), np.uint8)) > 0


def _ring(points: Any, dots: Any, dpi: float) -> Circle | None:
    """The circle on which most of the points lie (x, y), where there is ink nearly all the way round it."""
    least, most = (radius * dpi for radius in RADIUS)
    random = np.random.default_rng(len(points))  # the same picture is read the same way
    some = points[random.integers(0, len(points), 600)].astype(np.float64)
    tries = points[random.integers(0, len(points), (TRIES, 3))].astype(np.float64)
    x, y, radius = _through(tries[:, 0], tries[:, 1], tries[:, 2])
    good = (radius >= least) & (radius <= most)
    if not good.any():
        return None
    x, y, radius = x[good], y[good], radius[good]
    off = np.abs(np.hypot(some[None, :, 0] - x[:, None], some[None, :, 1] - y[:, None]) - radius[:, None])
    likely = np.argsort(-(off <= NEAR).sum(axis=1), kind="stable")[:LIKELY]
    fitted = []
    for at in likely:
        circle = Circle(float(x[at]), float(y[at]), float(radius[at]))
        for _ in range(3):  # three dots of a broad ring tell its middle but roughly
            circle = _fitted(circle, points)
        if least <= circle.radius <= most:
            fitted.append((_inked(circle, dots), circle))
    # Words have more dots than a ring; only a ring goes all the way round.
    way, best = max(fitted, key=lambda one: one[0], default=(0.0, None))
    return best if way >= ROUND else None


def _fitted(circle: Circle, points: Any) -> Circle:
    """The circle that lies best among the points near this one, by least squares."""
    x, y = points[:, 0].astype(np.float64), points[:, 1].astype(np.float64)
    near = np.abs(np.hypot(x - circle.x, y - circle.y) - circle.radius) <= 2 * NEAR
    x, y = x[near], y[near]
    known = np.column_stack([x, y, np.ones(len(x))])
    (a, b, c), *_ = np.linalg.lstsq(known, x * x + y * y, rcond=None)
    return Circle(float(a / 2), float(b / 2), float(np.sqrt(max(0.0, c + a * a / 4 + b * b / 4))))


def _through(a: Any, b: Any, c: Any) -> tuple[Any, Any, Any]:
    """The middles (x, y) and radii of the circles through three points each; no number where they are on one line."""
    (bx, by), (cx, cy) = (b - a).T, (c - a).T
    twice = 2 * (bx * cy - by * cx)
    twice = np.where(np.abs(twice) < 1, np.nan, twice)
    x = (cy * (bx * bx + by * by) - by * (cx * cx + cy * cy)) / twice
    y = (bx * (cx * cx + cy * cy) - cx * (bx * bx + by * by)) / twice
    return x + a[:, 0], y + a[:, 1], np.hypot(x, y)


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
