"""Pictures of pages as files of their own: JPEG, PNG, TIFF of several pages, what scanners and phones write."""

from __future__ import annotations

from extract.document import Source
from extract.head import Head
from extract.pieces import Pieces
from extract.reader import Order, Reader
from extract.scan.parts import wanted

SIGNS = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")


def _accepts(head: Head) -> bool:
    if head.starts(*SIGNS):
        return True
    bmp = head.starts(b"BM") and b"\x00" in head.data[:64]
    return bmp or (head.starts(b"RIFF") and head.data[8:12] == b"WEBP")


def _read(source: Source, data: bytes) -> Pieces:
    from extract.images.read import read_image

    return read_image(source, data)


READER = Reader(
    "image",
    (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif", ".webp"),
    _accepts,
    _read,
    order=Order.SIGNATURE,
    libraries=("tesserocr", "opencv-python-headless", "pillow"),
    # not ``needs``: pages kept beside the file want no engine
    wants=wanted,
)
