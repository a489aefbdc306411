"""Stamps, frames and signatures of any form that are paler than letters and drawn with a broader stroke.

A hairline of a letter or the rule of a table may be as pale as a stamp of a grey copy, but it is thin; the strong
strokes of letters are as broad as a stamp's, but black. What is pale and broad, goes on for longer than a letter, and
is higher and wider than a line of text, is a stamp. ``min(letter, stamp)`` is what a copier leaves of both: where a
stamp goes over letters, its grey becomes white and black stays black.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from extract.scan.page import Grey
from extract.scan.strokes import BROAD, NOISE, PAPER, followed

PALER = 25  # of 255: a stamp differs at least so much from letters
NEAR_BY, FAR = 0.4, 0.7  # inches: how far the pieces, and the long ones, lie apart into which letters cut a stamp
PIECE = 0.05  # inches: a smaller piece is a blot of a letter
STROKE = 0.3  # inches: a stamp has a stroke of this length, no letter has
LEAST = 0.4  # inches: a stamp is at least this wide and high, no line of text is
SHADE = (0.3, 0.15)  # inches: so much even grey is a shaded cell
MOST = 0.3  # of the page: more is no stamp
RULE = 0.7  # inches: a straight stroke of a table
WIDEST = 3.6  # inches: a frame that is wider is a table
LONG = 0.16  # inches: a thin stroke of a stamp; a hairline of a letter, the stroke of a fraction are shorter
STRAIGHT = 0.25  # inches: a level or upright stroke may be a table's
RULED = 190  # of 255: the grey of a fine rule
ALL_ROUND = 61  # dots: the grey of a stamp is taken from so wide a part of it
EDGE = 2  # dots: so far beside a stroke its grey goes


@dataclass(frozen=True, slots=True)
class _Stamp:
    """The part of the page where one stands, its broad strokes there (255), and how grey they are."""

    part: tuple[slice, slice]
    strokes: Any
    level: float


def without_pale(grey: Grey, black: float, dpi: float) -> tuple[Grey, Any]:
    """The picture without stamps paler than its letters, and where they lay (255).
    ``black`` is how dark the letters' strong strokes are."""
    out, smudged = grey.copy(), np.zeros_like(grey)
    for stamp in _stamps(grey, black, dpi):
        _take(out, grey, stamp, (black, dpi), smudged)
    return out, smudged


def _stamps(grey: Grey, black: float, dpi: float) -> Iterator[_Stamp]:
    broad = _broad(grey, black, dpi)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(broad, connectivity=8)
    longest = np.maximum(stats[:count, cv2.CC_STAT_WIDTH], stats[:count, cv2.CC_STAT_HEIGHT])
    if not (longest[1:] >= STROKE * dpi).any():
        return
    kept = longest >= PIECE * dpi
    kept[0] = False
    pieces = np.where(kept[labels], 255, 0).astype(np.uint8)
    long = longest >= STROKE * dpi
    long[0] = False
    near, far = ((round(inches * dpi) | 1) for inches in (NEAR_BY, FAR))
    joined = cv2.dilate(pieces, np.ones((near, near), np.uint8))
    wide = cv2.dilate(np.where(long[labels], 255, 0).astype(np.uint8), np.ones((far, far), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.bitwise_or(joined, wide))
    for index in range(1, count):
        x, y, w, h = (int(value) for value in stats[index][:4])
        part = (slice(max(0, y - near), y + h + near), slice(max(0, x - near), x + w + near))
        own = np.where(labels[part] == index, pieces[part], 0).astype(np.uint8)
        level = float(np.median(grey[part][own > 0]))
        own[np.abs(cv2.blur(grey[part], (3, 3)).astype(np.float32) - level) > 3 * NOISE] = 0
        if _is_stamp(own, dpi) and w * h <= MOST * grey.size:
            yield _Stamp(part, own, level)


def _is_stamp(own: Any, dpi: float) -> bool:
    """Whether strokes are a stamp or a signature, no letters and no table."""
    _, _, wide, high = cv2.boundingRect(own)
    if min(wide, high) < LEAST * dpi:
        return False
    count, _, stats, _ = cv2.connectedComponentsWithStats(own, connectivity=8)
    if not (stats[1:count, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]] >= STROKE * dpi).any():
        return False
    length = round(RULE * dpi)
    level = cv2.morphologyEx(own, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    upright = cv2.morphologyEx(own, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    return wide <= WIDEST * dpi or 2 * cv2.countNonZero(cv2.bitwise_or(level, upright)) < cv2.countNonZero(own)


def _broad(grey: Grey, black: float, dpi: float) -> Any:
    """The pale strokes that are broad at half their depth, without shaded cells."""
    size = max(3, round(BROAD * dpi))
    core = cv2.erode(grey, np.ones((5, 5), np.uint8))  # the darkest dot of the stroke that a dot belongs to
    half = (grey.astype(np.int16) * 2 < 255 + core.astype(np.int16)).astype(np.uint8) * 255
    pale = ((core > black + PALER) & (core < PAPER)).astype(np.uint8) * 255
    broad = cv2.morphologyEx(cv2.bitwise_and(half, pale), cv2.MORPH_OPEN, _disc(size))
    shade = np.ones((round(SHADE[1] * dpi), round(SHADE[0] * dpi)), np.uint8)
    shaded = cv2.dilate(cv2.morphologyEx(broad, cv2.MORPH_OPEN, shade), np.ones((9, 9), np.uint8))
    return cv2.bitwise_and(broad, cv2.bitwise_not(shaded))


def _disc(size: int) -> Any:
    """A round kernel: a slanting stroke holds no square of its breadth."""
    away = np.arange(size) - (size - 1) / 2
    return (np.hypot(away[:, None], away[None, :]) <= size / 2).astype(np.uint8)


def _rules(ink: Any, dpi: float) -> Any:
    """The level and upright strokes that may be a table's (255), also where a stamp has been cut out of them."""
    thick = cv2.dilate(ink, np.ones((3, 3), np.uint8))  # of a page not quite straight they go in steps
    out = np.zeros_like(ink)
    for turned in (False, True):
        lengths = (round(inches * dpi) for inches in (STRAIGHT, RULE))
        least, gap = (np.ones((length, 1) if turned else (1, length), np.uint8) for length in lengths)
        out |= cv2.morphologyEx(cv2.morphologyEx(thick, cv2.MORPH_OPEN, least), cv2.MORPH_CLOSE, gap)
    return out


def _take(out: Any, grey: Grey, stamp: _Stamp, levels: tuple[float, float], smudged: Any) -> None:
    """Take a stamp, with what is drawn thinly within it, out of a picture; rules of tables go on through it."""
    black, dpi = levels
    part, own = stamp.part, stamp.strokes
    edge = np.ones((2 * EDGE + 1, 2 * EDGE + 1), np.uint8)
    strokes = cv2.dilate(followed(own, grey[part], stamp.level, dpi), edge)
    rules = _rules(np.where((grey[part] < RULED) & (strokes == 0), 255, 0).astype(np.uint8), dpi)
    inside = cv2.bitwise_and(_hull(own), cv2.bitwise_not(cv2.bitwise_or(strokes, rules)))
    thin, small = _thin(grey[part], inside, stamp.level, black, dpi)
    mask = cv2.bitwise_or(strokes, cv2.dilate(thin, edge))
    smudged[part] |= cv2.bitwise_or(mask, cv2.dilate(small, edge))
    there = _own_grey(grey[part], own, stamp.level) - NOISE / 2
    bright = (grey[part].astype(np.float64) - black) * (255 - black) / np.maximum(there - black, 1.0) + black
    taken = np.maximum(np.clip(bright, 0, 255).astype(np.uint8), out[part])
    out[part] = np.where((mask > 0) & (rules == 0), taken, out[part])


def _hull(own: Any) -> Any:
    """The inside of a figure."""
    hull = cv2.convexHull(np.argwhere(own)[:, ::-1].astype(np.int32))
    return cv2.fillConvexPoly(np.zeros_like(own), hull, 255)


def _thin(grey: Grey, inside: Any, level: float, black: float, dpi: float) -> tuple[Any, Any]:
    """The ink within a stamp that is nowhere darker than it: what is longer than a hairline of a letter, its thin
    strokes; and all of it, with its small words and some hairlines of letters."""
    ink = ((grey < (255 + level) / 2) & (inside > 0)).astype(np.uint8)
    ink[cv2.dilate((grey < (black + level) / 2).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    pale = [False, *(np.percentile(grey[labels == index], 10) >= level - NOISE for index in range(1, count))]
    longest = np.maximum(stats[:count, cv2.CC_STAT_WIDTH], stats[:count, cv2.CC_STAT_HEIGHT])
    long = np.array(pale) & (longest >= LONG * dpi)
    every = np.where(np.array(pale)[labels], 255, 0).astype(np.uint8)
    return np.where(long[labels], every, 0).astype(np.uint8), every


def _own_grey(grey: Grey, own: Any, level: float) -> Any:
    """How grey a stamp itself is around each dot, by the middles of its strokes: copies have darker and brighter
    parts."""
    middles = cv2.erode(own, np.ones((3, 3), np.uint8))
    there = (middles > 0).astype(np.float32)
    weight = cv2.blur(there, (ALL_ROUND, ALL_ROUND))
    total = cv2.blur(grey.astype(np.float32) * there, (ALL_ROUND, ALL_ROUND))
    return np.where(weight > 0.002, total / np.maximum(weight, 1e-6), level)
