"""Reading pictures: each frame of the file is a page, recognised and laid out as the scanned page of a PDF is."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from extract.document import ReadError, Source
from extract.pdf.flow import Page
from extract.pdf.read import laid_out
from extract.pdf.seen import page_of, refuse_unseen, seen_notes, shown, usual_of
from extract.pieces import Pieces
from extract.scan.document import MOST_PAGES, Sheet, see_all

MOST_DOTS = 100_000_000  # a page of 10,000 by 10,000 dots; phones take 50 million
LEAST_DOTS = 300  # in either direction: an icon
SHEET = (3.0, 24.0)  # inches: what the longer side of a page measures
A4 = 11.69  # inches: the longer side, where the file does not say how large its page is


def read_image(source: Source, data: bytes) -> Pieces:
    """The pieces of an image's bytes. Raises ReadError where it is damaged, holds no text (``empty``), or text
    recognition is missing on this machine."""
    image = _opened(source, data)
    with image:
        count = min(getattr(image, "n_frames", 1), MOST_PAGES)
        seen = see_all(source, _sheets(image, data, count))
    refuse_unseen(source, seen, ())
    usual = usual_of(list(seen.pages.values()))
    pages = [
        page_of(seen.pages[number], number, usual) if number in seen.pages else Page(number, 0.0, 0.0, [], [], [])
        for number in range(count)
    ]
    return Pieces(shown(laid_out(pages), seen.pages), pages=count, notes=tuple(seen_notes(seen)))


def _opened(source: Source, data: bytes) -> Image.Image:
    damaged = "Copy or scan it anew"
    try:
        image = Image.open(io.BytesIO(data))
    except Image.DecompressionBombError as error:
        raise ReadError(source.filename, "the picture has more dots than any page", "Scan it at 200 dpi") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ReadError(source.filename, "the picture is damaged", damaged) from error
    width, height = image.size
    if width * height > MOST_DOTS:
        raise ReadError(source.filename, f"the picture has {width} x {height} dots, too many", "Scan it at 200 dpi")
    if min(width, height) < LEAST_DOTS:
        problem = f"it is a picture of {width} x {height} dots, too few to hold a page of text"
        raise ReadError(source.filename, problem, "Scan the page at 200 dpi", "empty")
    return image


def _sheets(image: Image.Image, data: bytes, count: int) -> Iterator[Sheet]:
    whole = hashlib.sha256(data).hexdigest()
    for number in range(count):
        key = hashlib.sha256(f"{whole} {number}".encode()).hexdigest()
        yield Sheet(number, key, partial(_draw, image, number))


def _draw(image: Image.Image, number: int) -> tuple[Any, tuple[float, float]]:
    """The dots of a frame, upright as its camera held it, and how many there are to an inch."""
    try:
        image.seek(number)
        if image.size[0] * image.size[1] > MOST_DOTS:
            raise ValueError("it has too many dots")
        frame = ImageOps.exif_transpose(image)
        dpi = _dpi(frame, image.info.get("dpi"))
        if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
            frame = frame.convert("RGBA")
            paper = Image.new("RGBA", frame.size, "white")
            frame = Image.alpha_composite(paper, frame)
        grey = frame.mode in ("1", "L")
        return np.ascontiguousarray(np.asarray(frame.convert("L" if grey else "RGB"))), dpi
    except (OSError, EOFError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("the picture is damaged") from error


def _dpi(frame: Image.Image, told: Any) -> tuple[float, float]:
    """Dots an inch across and along: what the file says where that makes a sheet of paper. Cameras say 72."""
    guess = max(frame.size) / A4
    try:
        across, along = (float(value) for value in told)
    except (TypeError, ValueError):
        return guess, guess
    if across <= 0 or along <= 0:
        return guess, guess
    longer = max(frame.size[0] / across, frame.size[1] / along)
    return (across, along) if SHEET[0] <= longer <= SHEET[1] and 0.4 < across / along < 2.5 else (guess, guess)
