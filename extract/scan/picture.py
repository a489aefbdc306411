"""A picture of a page as the recogniser wants it: grey, bright, about 200 dots an inch, coloured ink taken away.

A red stamp or a blue signature over black text is told by its colour and its size; in a grey copy it cannot be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from extract.scan.page import Grey

GOOD_DPI = 200
LEAST_DPI, MOST_DPI = 140, 320
"""Scans between are read at their own resolution: any resampling costs digits (measured on real scans)."""
STAMP = 0.45  # inches: coloured ink this wide and high is no line of text
COLOURED = 60  # of 255: how far apart the channels of coloured ink are
THIN_FIGURE = 0.35  # of its frame: so much ink at most
LONG = 0.25  # inches
CUT = 9  # dots
PALER = 25  # of 255
PAPER = 245  # of 255


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in grey; ``dpi`` dots an inch in both directions. ``smudged`` are the dots (255) over which a stamp or a
    signature went that has no colour of its own; None where there is none."""

    grey: Grey
    dpi: float
    smudged: Grey | None = None

    @property
    def points(self) -> float:
        """Points of a dot."""
        return 72.0 / self.dpi


def picture_of(pixels: Any, dpi: tuple[float, float]) -> Picture:
    """The picture of ``pixels`` (height x width, or with 3 channels red, green, blue), at a resolution that suits."""
    grey = pixels if pixels.ndim == 2 else _without_coloured_ink(pixels, min(dpi))
    across, along = dpi
    if abs(across - along) > 0.02 * along or not LEAST_DPI <= along <= MOST_DPI:
        # faxes have half the dots in height
        kept = max(across, along)
        target = kept if LEAST_DPI <= kept <= MOST_DPI else GOOD_DPI
        size = (max(1, round(grey.shape[1] * target / across)), max(1, round(grey.shape[0] * target / along)))
        shrinks = size[0] < grey.shape[1]
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
        along = target
    return _without_stamps(Picture(_even(grey), along))


def _without_coloured_ink(pixels: Any, dpi: float) -> Grey:
    high, low = pixels.max(axis=2), pixels.min(axis=2)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    coloured = ((high - low) > COLOURED).astype(np.uint8)
    if not coloured.any():
        return grey
    joined = cv2.morphologyEx(coloured, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for x, y, w, h, area in stats[1:]:
        if min(w, h) >= STAMP * dpi and area < 0.5 * coloured.size:
            part = (slice(y, y + h), slice(x, x + w))
            grey[part] = np.where(coloured[part] > 0, high[part], grey[part])
            grey[part] = np.where((coloured[part] > 0) & (high[part] > 130), 255, grey[part])
    return grey


def _even(grey: Grey) -> Grey:
    """The same with white paper: grey copies and shadows of a book's fold have a ground of their own."""
    small = cv2.resize(grey, (max(1, grey.shape[1] // 8), max(1, grey.shape[0] // 8)), interpolation=cv2.INTER_AREA)
    ground = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 15)
    if int(np.percentile(ground, 2)) >= PAPER:
        return np.ascontiguousarray(grey)
    wide = cv2.resize(np.maximum(ground, 60), (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, wide, scale=255)


def _without_stamps(picture: Picture) -> Picture:
    """The same without large thin figures that are paler than its letters, the stamp of a grey copy; where they are as
    black as letters they stay, and where they go is smudged in both cases."""
    grey, dpi = picture.grey, picture.dpi
    dots = ink(grey)
    straight = _straight(dots, round(LONG * dpi))  # the lines of a table are thin, large and pale, too
    loose = cv2.bitwise_and(dots, cv2.bitwise_not(straight))
    # A line of a table that went through a ring has cut it: its parts are joined again.
    joined = cv2.morphologyEx(loose, cv2.MORPH_CLOSE, np.ones((CUT, CUT), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    black = float(np.percentile(grey[dots > 0], 25)) if dots.any() else 0.0
    smudged = np.zeros_like(grey)
    for index in range(1, count):
        x, y, w, h, area = (int(value) for value in stats[index])
        if min(w, h) < STAMP * dpi or area > THIN_FIGURE * w * h or w * h > 0.3 * grey.size:
            continue
        part = (slice(y, y + h), slice(x, x + w))
        # Only its own ink: small letters are thin, and as pale as it at their edges.
        figure = cv2.dilate(np.where(labels[part] == index, loose[part], 0).astype(np.uint8), np.ones((5, 5), np.uint8))
        smudged[part] |= figure
        own = float(np.percentile(grey[part][(labels[part] == index) & (loose[part] > 0)], 65))
        if own - black >= PALER:
            pale = (figure > 0) & (grey[part] > (own + black) / 2) & (straight[part] == 0)
            grey[part] = np.where(pale, 255, grey[part])
    return Picture(grey, dpi, smudged if smudged.any() else None)


def _straight(dots: Any, length: int) -> Any:
    """The ink of level and upright strokes of at least that length."""
    level = cv2.morphologyEx(dots, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    upright = cv2.morphologyEx(dots, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    return cv2.dilate(cv2.bitwise_or(level, upright), np.ones((3, 3), np.uint8))


def ink(grey: Grey) -> Any:
    """The inked dots as 255, the others as 0."""
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return cv2.threshold(grey, min(max(level, 90), 200), 255, cv2.THRESH_BINARY_INV)[1]
