"""Reading plain text: lines put together to paragraphs and tables, notes."""

from __future__ import annotations

from extract.document import Source
from extract.head import Head
from extract.pieces import Pieces
from extract.reader import Order, Reader


def _accepts(head: Head) -> bool:
    return head.text is not None


def _read(source: Source, data: bytes) -> Pieces:
    from extract.text.read import read_text

    return read_text(source, data)


READER = Reader("text", (".txt", ".text"), _accepts, _read, order=Order.ANYTHING, warm=("extract.text.read",))
