"""A sample report as a scan: the printed pages as grey pictures, a little askew, not quite white, with specks."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

import pypdfium2
from pdf_page import converted
from PIL import Image
from sample import Report

DPI = 200
ASKEW = (0.25, -0.3)
"""Degrees of the odd and the even pages: nobody lays a sheet down straight."""
SPECKS = 120
PAPER, INK = 245, 40
QUALITY = 24
DAY = time.struct_time((2026, 1, 5, 8, 0, 0, 0, 5, 0))


def write_scan(report: Report, path: Path) -> None:
    """Print a report, scan it, and write the pictures as a PDF without letters. Needs LibreOffice."""
    luck = random.Random(report.name)
    document: Any = pypdfium2.PdfDocument(converted(report, "pdf", "pdf"))
    try:
        printed = [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()
    pages = [_scanned(page, ASKEW[number % 2], luck) for number, page in enumerate(printed)]
    looks = {"resolution": DPI, "quality": QUALITY, "creationDate": DAY, "modDate": DAY}
    pages[0].save(path, "PDF", save_all=True, append_images=pages[1:], **looks)


def _scanned(page: Image.Image, degrees: float, luck: random.Random) -> Image.Image:
    turned = page.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    made = turned.point(lambda dot: INK + dot * (PAPER - INK) // 255)
    for _ in range(SPECKS):
        made.putpixel((luck.randrange(made.width), luck.randrange(made.height)), luck.randrange(90, 200))
    return made
