"""A slash within a stamp is the text's, though it is as thin and pale as the stamp's own strokes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from extract.scan.picture import ink, picture_of
from extract.scan.slashes import slashes

DPI = 200
BEFORE, BEHIND = (28, 30, 40, 55), (60, 30, 72, 55)


@pytest.mark.parametrize(
    ("stroke", "broad", "letters", "kept"),
    [
        (((46, 56), (55, 29)), 2, (BEFORE, BEHIND), True),
        (((46, 50), (53, 35)), 2, (BEFORE, BEHIND), True),  # the piece that a ring has left
        (((46, 56), (55, 29)), 2, (), False),
        (((46, 56), (55, 29)), 2, (BEFORE,), False),
        (((46, 29), (55, 56)), 2, (BEFORE, BEHIND), False),
        (((50, 56), (50, 29)), 2, (BEFORE, BEHIND), False),
        (((44, 56), (55, 29)), 6, (BEFORE, BEHIND), False),
        (((30, 80), (70, 75)), 2, (BEFORE, BEHIND), False),
    ],
)
def test_a_thin_stroke_that_leans_between_letters_is_a_slash(
    stroke: tuple[tuple[int, int], tuple[int, int]],
    broad: int,
    letters: tuple[tuple[int, int, int, int], ...],
    kept: bool,
) -> None:
    pale, dark = np.zeros((90, 110), np.uint8), np.zeros((90, 110), bool)
    cv2.line(pale, *stroke, 1, broad)
    for left, top, right, bottom in letters:
        dark[top:bottom, left:right] = True
    _, labels, stats, _ = cv2.connectedComponentsWithStats(pale, connectivity=8)
    assert slashes(labels, stats, [1], dark, DPI) == ([1] if kept else [])


def test_a_slash_within_a_ring_stays_and_the_ring_goes() -> None:
    page = Image.new("L", (700, 500), 255)
    pen = ImageDraw.Draw(page)
    for line in range(5):  # how black letters are, a page tells
        pen.text((40, 20 + 34 * line), "ban sao cua van ban", fill=0, font_size=28)
    for left in (300, 352):
        pen.text((left, 330), "24", fill=0, font_size=28)
    plain = page.copy()
    pen.line(((338, 357), (347, 333)), fill=100, width=2)
    over = Image.new("L", page.size, 255)
    ImageDraw.Draw(over).ellipse((230, 220, 480, 470), outline=110, width=6)
    both = np.minimum(np.asarray(page), np.asarray(over))
    copied = np.asarray(
        Image.fromarray(both).filter(ImageFilter.GaussianBlur(0.7)).point(lambda dot: 60 + dot * 165 // 255)
    )
    seen = picture_of(copied, (DPI, DPI))
    assert seen.smudged is not None
    left = ink(seen.grey) > 0
    drawn = np.asarray(plain) != np.asarray(page)
    assert left[drawn].mean() > 0.8
    ring = (np.asarray(over) < 200) & (np.asarray(page) == 255)
    assert left[ring].mean() < 0.1
