"""An SVG as a PNG, drawn by resvg with a font of a package: the same on every machine, with all Vietnamese marks.

It is as wide as the text of an A4 page at 300 dots an inch, and as a full screen: for print and for slides.
"""

from __future__ import annotations

import asyncio
import struct
import zlib
from pathlib import Path

PIXELS = 1920
DOTS_A_METRE = 11811
"""300 dots an inch."""
FACES = ("BeVietnamPro-Regular.ttf", "BeVietnamPro-SemiBold.ttf")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEAD = len(_SIGNATURE) + 25
"""Where the first chunk of a PNG, its size and colours, ends."""


async def png_of(svg: str) -> bytes:
    """The picture of an SVG. Drawn beside the server's loop: no other page waits for it."""
    return await asyncio.to_thread(drawn, svg)


def drawn(svg: str) -> bytes:
    """The PNG. Raises ValueError where the text is no SVG."""
    # Only pictures need them: a server starts without.
    import fontpkg_be_vietnam_pro
    import resvg_py

    folder = Path(fontpkg_be_vietnam_pro.ROOT) / "files"
    image = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=PIXELS,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=[str(folder / face) for face in FACES],
    )
    return with_resolution(bytes(image))


def with_resolution(image: bytes) -> bytes:
    """The PNG with how many dots it has a metre, so that a word processor gives it the width of its text."""
    said = b"pHYs" + struct.pack(">IIB", DOTS_A_METRE, DOTS_A_METRE, 1)
    chunk = struct.pack(">I", len(said) - 4) + said + struct.pack(">I", zlib.crc32(said))
    return image[:_HEAD] + chunk + image[_HEAD:]
