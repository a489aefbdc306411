"""Draws one page of a PDF with a box around a number: a process of its own, ``python -m kb.web.page_clip``.

A few kilobytes of PDF can take PDFium to gigabytes, so the server never opens one itself. Takes one JSON object on its
standard input (see :class:`Order`), writes a PNG to its standard output, and ends; exit code 3 says that the page or
the file cannot be drawn.
"""

from __future__ import annotations

import contextlib
import json
import sys
from dataclasses import dataclass
from io import BytesIO
from typing import Any

SCALE = 2.0
"""Pixels a point: 144 dots an inch, sharp on a phone."""
MOST_PIXELS = 4_000_000
COLOURS = 48
"""Letters, paper and the box need few; the file is a third of one in full colours."""
BOX = (200, 40, 20)
MARGIN = 3.0
"""Points between the number and its box."""
NEAR = (330.0, 110.0)
"""Points to the left and right of the number, above and below, that are its neighbourhood."""
WIDE = 850.0
"""A page up to this width in points, as A4 lying, is shown in its full width: no line and no row of a form is cut."""
CANNOT = 3


@dataclass(frozen=True, slots=True)
class Order:
    """What to draw: the file, the page from 1, the box in points from the top left corner of the page as displayed,
    whether the whole page or only the neighbourhood of the box; ``memory`` in bytes and ``seconds`` bound it."""

    path: str
    page: int
    box: tuple[float, float, float, float]
    whole: bool
    memory: int
    seconds: int


def draw(order: Order) -> bytes:
    """The page as PNG, with its box. Raises ValueError where the page is not there or has no size."""
    import pypdfium2 as pdfium
    from PIL import ImageDraw

    opened: Any = pdfium.PdfDocument
    with contextlib.closing(opened(order.path)) as document:
        if not 1 <= order.page <= len(document):
            raise ValueError(f"page {order.page} of {len(document)}")
        page = document[order.page - 1]
        width, height = page.get_size()
        left, top, right, bottom = window(order, width, height)
        if right - left < 1 or bottom - top < 1:
            raise ValueError("the page has no size")
        scale = min(SCALE, (MOST_PIXELS / ((right - left) * (bottom - top))) ** 0.5)
        bitmap = page.render(scale=scale, crop=(left, height - bottom, width - right, top), may_draw_forms=False)
        # The box is drawn upon the few colours, so that it keeps its own.
        image = bitmap.to_pil().convert("RGB").quantize(COLOURS)
        x0, y0, x1, y1 = order.box
        corners = (x0 - left - MARGIN, y0 - top - MARGIN, x1 - left + MARGIN, y1 - top + MARGIN)
        line = max(2, int(2 * scale))
        ImageDraw.Draw(image).rectangle([scale * corner for corner in corners], outline=BOX, width=line)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def window(order: Order, width: float, height: float) -> tuple[float, float, float, float]:
    """What of the page is drawn, in points from its top left corner."""
    if order.whole:
        return 0.0, 0.0, width, height
    x0, y0, x1, y1 = order.box
    across, along = NEAR
    if width <= WIDE:
        return 0.0, max(0.0, y0 - along), width, min(height, y1 + along)
    return max(0.0, x0 - across), max(0.0, y0 - along), min(width, x1 + across), min(height, y1 + along)


def settle_in(order: Order) -> None:
    """The limits: memory, time, no core file."""
    if sys.platform != "win32":
        import resource
        import signal

        signal.alarm(order.seconds)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_AS, (order.memory, order.memory))


def main() -> None:
    given: dict[str, Any] = json.load(sys.stdin)
    given["box"] = tuple(given["box"])
    order = Order(**given)
    settle_in(order)
    try:
        image = draw(order)
    except Exception as error:  # whatever the library says of a broken file, the page is told that it cannot be drawn
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(CANNOT)
    sys.stdout.buffer.write(image)


if __name__ == "__main__":
    main()
