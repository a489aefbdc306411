"""Pages of a PDF that are pictures: which ones, how they are drawn for recognition, and what was seen on them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from pypdfium2 import PdfDocument, PdfiumError

from extract.document import Source
from extract.pdf.asked import pdfium
from extract.pdf.chars import PageLetters
from extract.pdf.lines import SHAKY_BASELINE, lines_of
from extract.pdf.open import FEW, PICTURE, PageContent
from extract.pdf.without_tables import is_unread
from extract.scan.page import Seen
from extract.syllables import share

if TYPE_CHECKING:
    from extract.scan.document import Sheet

BAD_LAYER = 0.45
"""Layers of bad recognition have a share of 0 to .33, good ones and digital pages .53 to .94."""
FEW_WORDS = 12  # no share can be told of fewer
WHOLE = 0.7  # of the page: a picture so large under little text may hold more text than that
LITTLE = 300  # letters
MORE = 1.5  # times the letters of its layer must be seen on a page whose layer is not bad
USUAL_DPI = 200
LEAST_DPI, MOST_DPI = 140, 320  # a page is drawn as it was scanned: each resampling costs digits
MOST_DOTS = 80_000_000  # an A1 sheet at 200 dots an inch has 60 million
MOST_DEPTH = 4


@dataclass(frozen=True, slots=True)
class _Image:
    """An image on a page: dots, and how large it is shown in points."""

    dots: tuple[int, int]
    shown: tuple[float, float]
    data: bytes

    @property
    def dpi(self) -> float:
        return max(self.dots[0] / max(self.shown[0], 1), self.dots[1] / max(self.shown[1], 1)) * 72


def wants_recognition(content: PageContent) -> bool:
    """Whether a page is a picture of text that no layer, or no good one, repeats in letters, or one whose fonts do not
    say which letters they draw."""
    if is_unread(content):
        return True
    if content.rulings.pictures < PICTURE:
        return False
    if content.solid < FEW or (content.rulings.pictures >= WHOLE and content.solid < LITTLE):
        return True
    return has_bad_layer(content)


def has_bad_layer(content: PageContent) -> bool:
    """Whether the letters of a page that is mostly picture are no Vietnamese."""
    if content.rulings.pictures < PICTURE or content.solid < FEW:
        return False
    lines = lines_of(content.letters.glyphs, 0, SHAKY_BASELINE)
    found = share("\n".join(line.text for line in lines))
    return content.letters.hidden if found.words < FEW_WORDS else found.value < BAD_LAYER


def see_pages(source: Source, data: bytes, contents: Sequence[PageContent]) -> Seen:
    """What is seen on the pages that want recognition; nothing of the others."""
    wanted = [index for index, content in enumerate(contents) if wants_recognition(content)]
    if not wanted:
        return Seen()
    open_document: Any = PdfDocument
    try:
        document = open_document(data)
    except PdfiumError:
        return Seen()  # a file that only pdfplumber reads cannot be drawn
    from extract.scan.document import see_all  # loads OpenCV, which few documents want

    try:
        found = see_all(source, _sheets(document, wanted, contents))
    finally:
        document.close()
    lost = {index for index in wanted if is_lost(contents[index])}
    found.pages = {
        index: page
        for index, page in found.pages.items()
        if index in lost or page.letters > MORE * contents[index].solid
    }
    found.unread = {index: why for index, why in found.unread.items() if index in lost}
    return found


def is_lost(content: PageContent) -> bool:
    """Whether a page has no letters that could be used instead of its picture."""
    if is_unread(content):
        return True
    return wants_recognition(content) and (content.solid < FEW or has_bad_layer(content))


def _sheets(document: Any, wanted: Sequence[int], contents: Sequence[PageContent]) -> Iterator[Sheet]:
    from extract.scan.document import Sheet

    for index in wanted:
        page = document[index]
        images = list(_images(page))
        letters = contents[index].letters
        yield Sheet(index, _key(page, images, _shown(letters)), partial(_draw, page, images))
        page.close()


def _shown(letters: PageLetters) -> str:
    """What tells the letters that a page shows from others. Codes of a font without a table mean nothing, but where
    the letters stand tells what was written."""
    if letters.made_up:
        return f"{letters.text} {[round(glyph.x0, 1) for glyph in letters.glyphs]}"
    return "" if letters.hidden else letters.text


def _draw(page: Any, images: list[_Image]) -> tuple[Any, tuple[float, float]]:
    """The dots of a page as displayed, drawn at the resolution of its largest image."""
    if any(image.dots[0] * image.dots[1] > MOST_DOTS for image in images):
        raise ValueError("its picture has more dots than any paper")
    largest = max(images, key=lambda image: image.dots[0] * image.dots[1], default=None)
    dpi = largest.dpi if largest else USUAL_DPI
    if not LEAST_DPI <= dpi <= MOST_DPI:
        dpi = USUAL_DPI
    width, height = page.get_size()
    if width * height * (dpi / 72) ** 2 > MOST_DOTS:
        raise ValueError("it is larger than any paper")
    try:
        bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
    except (PdfiumError, RuntimeError) as error:
        raise ValueError("it cannot be drawn") from error
    pixels = bitmap.to_numpy()
    pixels = pixels[:, :, 0] if pixels.shape[2] == 1 else pixels[:, :, :3]
    return np.ascontiguousarray(pixels), (dpi, dpi)


def _key(page: Any, images: list[_Image], letters: str) -> str:
    """A hash of what a page shows: the bytes of its images, how large they are, its visible letters. No drawn dots:
    they change with the version of pdfium."""
    digest = hashlib.sha256()
    width, height = page.get_size()
    digest.update(f"{width:.1f} {height:.1f} {page.get_rotation()} {letters}".encode())
    for image in images:
        digest.update(f"{image.dots} {image.shown[0]:.1f} {image.shown[1]:.1f} {len(image.data)}".encode())
        digest.update(image.data)
    return digest.hexdigest()


def _images(page: Any) -> Iterator[_Image]:
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=MOST_DEPTH):
        across, along = item.get_px_size()
        left, bottom, right, top = item.get_bounds()
        yield _Image((across, along), (right - left, top - bottom), bytes(item.get_data(decode_simple=False)))
