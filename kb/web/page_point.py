"""Reads what is printed at a point of a page of a PDF: a process of its own, ``python -m kb.web.page_point``.

The base keeps where figures stand, and of all other words only the text. Who clicks a number that was missed points at
the page, so its letters are asked for there. Takes one JSON object on its standard input (see :class:`Point`), writes
one to its standard output (see :func:`printed_at`), and ends; exit code 3 says that the page or the file cannot be
read. Like the drawing of a page it is bounded, because PDFium is.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import sys
from dataclasses import dataclass
from typing import Any

from kb.web.page_clip import CANNOT, Order, settle_in, window

NEAR = 6.0
"""Points beside a letter that still mean it: a finger is broad."""
CONTEXT = 160
"""Letters before and behind that tell which of several like numbers it is."""
_FINE = 100
"""Parts of a point: PDFium takes whole numbers of pixels."""


@dataclass(frozen=True, slots=True)
class Point:
    """Where somebody pointed: the image that they saw, and how far from its left and its top, from 0 to 1."""

    order: Order
    x: float
    y: float


def printed_at(point: Point) -> dict[str, Any]:
    """``top``: how far from the top of the page the point is, in points. ``text``: the letters around the one at the
    point, in the order of the file, which is the one ``at``; empty where none is near, as on a scan.

    Raises ValueError where the page is not there.
    """
    import pypdfium2 as pdfium

    opened: Any = pdfium.PdfDocument
    with contextlib.closing(opened(point.order.path)) as document:
        if not 1 <= point.order.page <= len(document):
            raise ValueError(f"page {point.order.page} of {len(document)}")
        page = document[point.order.page - 1]
        left, top, right, bottom = window(point.order, *page.get_size())
        across, down = left + point.x * (right - left), top + point.y * (bottom - top)
        letters = page.get_textpage()
        at = letters.get_index(*_on_paper(page, across, down), NEAR, NEAR)
        found: dict[str, Any] = {"top": down, "text": "", "at": 0}
        if at is None:
            return found
        before = letters.get_text_range(max(0, at - CONTEXT), min(CONTEXT, at))
        behind = letters.get_text_range(at, CONTEXT)
        return {**found, "text": before + behind, "at": len(before)}


def _on_paper(page: Any, across: float, down: float) -> tuple[float, float]:
    """A point of the page as displayed, from its top left corner, as the page's own drawing counts: it may be turned,
    and begin elsewhere."""
    import pypdfium2.raw

    pdfium: Any = pypdfium2.raw  # its names are made at run time, where no type checker sees them
    width, height = page.get_size()
    x, y = ctypes.c_double(), ctypes.c_double()
    size = round(width * _FINE), round(height * _FINE)
    spot = round(across * _FINE), round(down * _FINE)
    pdfium.FPDF_DeviceToPage(page, 0, 0, *size, 0, *spot, ctypes.byref(x), ctypes.byref(y))
    return x.value, y.value


def main() -> None:
    given: dict[str, Any] = json.load(sys.stdin)
    order: dict[str, Any] = given["order"]
    point = Point(Order(**{**order, "box": tuple(order["box"])}), given["x"], given["y"])
    settle_in(point.order)
    try:
        found = printed_at(point)
    except Exception as error:  # whatever the library says of a broken file, the page is told that it cannot be read
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(CANNOT)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
