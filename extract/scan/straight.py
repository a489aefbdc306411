"""How a picture of a page lies: by how much it is skewed, whether its lines run upright, and the way back."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from extract.scan.page import Grey, Matrix
from extract.scan.picture import Picture, ink

MOST_SKEW = 5.0  # degrees
LEAST_SKEW = 0.12  # less is left as it is: turning blurs
COARSE, FINE = 0.5, 0.05
SMALL_DPI = 75
TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def turned(picture: Picture, degrees: int) -> Picture:
    """The picture turned clockwise by 0, 90, 180 or 270 degrees."""
    if not degrees:
        return picture
    smudged = None if picture.smudged is None else cv2.rotate(picture.smudged, TURNS[degrees])
    return Picture(np.ascontiguousarray(cv2.rotate(picture.grey, TURNS[degrees])), picture.dpi, smudged)


def skew(picture: Picture) -> float:
    """By how many degrees its lines fall to the right (positive: clockwise)."""
    small = _small(picture)
    best = _best(small, np.arange(-MOST_SKEW, MOST_SKEW + 0.01, COARSE))
    return _best(small, np.arange(best - COARSE, best + COARSE + 0.01, FINE))


def lies_sideways(picture: Picture) -> bool:
    """Whether its lines run from the top to the bottom: then columns of dots are either full or empty."""
    small = _small(picture)
    return _sharpness(small.T) > 1.3 * _sharpness(small)


def straightened(picture: Picture, angle: float) -> Picture:
    """The picture with a skew of ``angle`` degrees taken out, its size kept."""
    if abs(angle) < LEAST_SKEW:
        return picture
    height, width = picture.grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    grey = cv2.warpAffine(picture.grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    smudged = picture.smudged
    if smudged is not None:
        smudged = cv2.warpAffine(smudged, matrix, (width, height), flags=cv2.INTER_NEAREST)
    return Picture(grey, picture.dpi, smudged)


def way_back(width: float, height: float, degrees: int, angle: float) -> Matrix:
    """From points of the straightened page to those of the page as displayed, whose ``width`` and ``height`` these are.
    ``degrees`` is how far it was turned clockwise, ``angle`` the skew that was then taken out."""
    across, along = (height, width) if degrees in (90, 270) else (width, height)
    if abs(angle) < LEAST_SKEW:
        rotation = np.eye(3)
    else:
        forward = np.vstack([cv2.getRotationMatrix2D((across / 2, along / 2), angle, 1.0), [0, 0, 1]])
        rotation = np.linalg.inv(forward)
    unturn = {
        0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        90: [[0, 1, 0], [-1, 0, height], [0, 0, 1]],
        180: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
        270: [[0, -1, width], [1, 0, 0], [0, 0, 1]],
    }[degrees]
    m = np.array(unturn) @ rotation
    a, c, e, b, d, f = (round(float(value), 6) for value in (*m[0], *m[1]))
    return (a, b, c, d, e, f)


def _small(picture: Picture) -> Grey:
    scale = SMALL_DPI / picture.dpi
    size = (max(1, round(picture.grey.shape[1] * scale)), max(1, round(picture.grey.shape[0] * scale)))
    return ink(cv2.resize(picture.grey, size, interpolation=cv2.INTER_AREA))


def _best(small: Any, angles: Any) -> float:
    height, width = small.shape
    scored = []
    for angle in angles:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(angle), 1.0)
        scored.append((_sharpness(cv2.warpAffine(small, matrix, (width, height))), -abs(float(angle)), float(angle)))
    return max(scored)[2]


def _sharpness(small: Any) -> float:
    """How abruptly full rows of dots and empty ones follow each other."""
    rows = small.sum(axis=1, dtype=np.float64) / 255
    return float(np.square(np.diff(rows)).sum())
