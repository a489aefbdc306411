"""Reading DOCX: the body with its styles, numbering, tables and notes."""

from __future__ import annotations

import re

from extract.document import Source
from extract.head import Head
from extract.pieces import Pieces
from extract.reader import Order, Reader


def _accepts(head: Head) -> bool:
    if head.archive is None:
        return False
    if any(re.fullmatch(r"word/document\d*\.xml", part) for part in head.parts):
        return True
    from extract.docx.package import related

    return (related(head.archive, head.name, "", "officeDocument") or "").startswith("word/")


def _read(source: Source, data: bytes) -> Pieces:
    from extract.docx.read import read_docx

    return read_docx(source, data)


READER = Reader(
    "docx",
    (".docx", ".docm", ".dotx"),
    _accepts,
    _read,
    order=Order.CONTENT,
    libraries=("lxml", "python-docx"),
    warm=("extract.docx.read",),
)
