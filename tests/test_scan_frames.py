"""Stamps of receipt, frames and signatures on grey copies: they go, the letters and the rules under them stay."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from scanned import TABLE, WIDTHS, Paper, pictures, report, ruled

from extract.scan.grid import find_grids
from extract.scan.picture import Picture, ink, picture_of

INK = 110


def copied(page: Image.Image) -> Any:
    """What a copier leaves: blurred, black at 60, paper at 225."""
    return np.asarray(page.filter(ImageFilter.GaussianBlur(0.7)).point(lambda dot: 60 + dot * 165 // 255))


def stamp(page: Image.Image) -> Image.Image:
    return Image.new("L", page.size, 255)


def framed(page: Image.Image, at: tuple[int, int], degrees: float) -> Image.Image:
    """A stamp of receipt with two words and a line across, turned a little."""
    box = Image.new("L", (420, 150), 255)
    pen = ImageDraw.Draw(box)
    pen.rectangle((12, 12, 407, 137), outline=INK, width=4)
    pen.line((12, 60, 407, 60), fill=INK, width=2)
    pen.text((170, 20), "DEN", fill=INK, font_size=34)
    over = stamp(page)
    over.paste(box.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255), at)
    return over


def signed(page: Image.Image, at: tuple[int, int]) -> Image.Image:
    over = stamp(page)
    x, y = at
    steps = np.linspace(0, 4 * np.pi, 90)
    way = [(x + 130 * np.sin(t) + 9 * t, y + 55 * np.cos(1.3 * t) * np.sin(0.3 * t + 1)) for t in steps]
    ImageDraw.Draw(over).line(way, fill=INK, width=5, joint="curve")
    return over


def cleaned(page: Image.Image, over: Image.Image) -> Picture:
    return picture_of(copied(ImageChops.darker(page, over)), (200.0, 200.0))


@pytest.mark.parametrize(
    ("kind", "at", "degrees"),
    [("frame", (500, 220), 4.0), ("frame", (350, 300), -6.5), ("sign", (600, 330), 0.0), ("sign", (900, 300), 0.0)],
)
def test_a_frame_or_a_signature_is_taken_off_the_letters_under_it(
    kind: str, at: tuple[int, int], degrees: float
) -> None:
    page = pictures(report())[0].convert("L")
    over = framed(page, at, degrees) if kind == "frame" else signed(page, at)
    plain = ink(picture_of(copied(page), (200.0, 200.0)).grey) > 0
    seen = cleaned(page, over)
    spoilt = ink(copied(ImageChops.darker(page, over))) > 0
    left = np.count_nonzero((ink(seen.grey) > 0) != plain) / np.count_nonzero(spoilt & ~plain)
    assert left < 0.4, left
    assert seen.smudged is not None
    assert np.count_nonzero(seen.smudged[np.asarray(over) < 200]) > 0.7 * np.count_nonzero(np.asarray(over) < 200)


@pytest.mark.parametrize("degrees", [3.0, -4.0])
def test_the_rules_of_a_table_go_on_under_a_frame(degrees: float) -> None:
    sheet = Paper()
    sheet.y += 60
    ruled(sheet, TABLE, WIDTHS)
    page = pictures(sheet)[0].convert("L")
    wanted = find_grids(picture_of(copied(page), (200.0, 200.0))).grids
    found = find_grids(cleaned(page, framed(page, (300, 260), degrees))).grids
    assert [[(c.row, c.column, c.row_span, c.column_span) for c in grid.cells] for grid in found] == [
        [(c.row, c.column, c.row_span, c.column_span) for c in grid.cells] for grid in wanted
    ]


@pytest.mark.parametrize("grey", [0, 90])
def test_what_is_no_stamp_stays(grey: int) -> None:
    """Headings printed grey, a table with broad grey lines, a shaded cell."""
    page = Image.new("L", (1654, 2339), 255)
    pen = ImageDraw.Draw(page)
    for row in range(4):
        pen.text((200, 200 + 60 * row), "CHI TIEU KINH TE 2025", fill=grey, font_size=44)
    for y in range(700, 1101, 100):
        pen.line((200, y, 1400, y), fill=grey, width=6)
    for x in range(200, 1401, 300):
        pen.line((x, 700, x, 1100), fill=grey, width=6)
    pen.rectangle((200, 1300, 1400, 1380), fill=170)
    for row in range(12):
        pen.text((200, 1500 + 50 * row), "Toan tinh co 1.204 tram, tang 68 tram so voi nam truoc", fill=0, font_size=32)
    before = copied(page)
    seen = picture_of(before, (200.0, 200.0))
    assert seen.smudged is None or not seen.smudged.any()
    assert np.count_nonzero((ink(seen.grey) > 0) != (ink(before) > 0)) < 0.02 * np.count_nonzero(ink(before))
