"""A picture of a page as the recogniser wants it: grey, bright, about 200 dots an inch, coloured ink taken away.

A red stamp or a blue signature over black text is told by its colour and its size; that of a grey copy by its ring
(:mod:`extract.scan.stamp`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from extract.scan.page import Grey
from extract.scan.stamp import without_stamps

GOOD_DPI = 200
LEAST_DPI, MOST_DPI = 140, 320
"""Scans between are read at their own resolution: any resampling costs digits (measured on real scans)."""
STAMP = 0.45  # inches: coloured ink this wide and high is no line of text
COLOURED = 60  # of 255: how far apart the channels of coloured ink are
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
    even = _even(grey)
    plain, smudged = without_stamps(even, ink(even), along)
    return Picture(plain, along, smudged)


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


def ink(grey: Grey) -> Any:
    """The inked dots as 255, the others as 0."""
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return cv2.threshold(grey, min(max(level, 90), 200), 255, cv2.THRESH_BINARY_INV)[1]
