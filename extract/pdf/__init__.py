"""Reading PDF: letters and rulings of pages, lines, columns, paragraphs, tables, notes."""

from __future__ import annotations

from extract.document import Source
from extract.head import OLE, ZIP, Head
from extract.pieces import Pieces
from extract.reader import Order, Reader
from extract.scan.parts import wanted


def _accepts(head: Head) -> bool:
    # Mail programs and web servers leave lines before it; a zip file that holds a PDF unpacked is no line.
    return b"%PDF-" in head.data[:1024] and not head.starts(*ZIP, OLE)


def _read(source: Source, data: bytes) -> Pieces:
    from extract.pdf.read import read_pdf

    return read_pdf(source, data)


READER = Reader(
    "pdf",
    (".pdf",),
    _accepts,
    _read,
    order=Order.SIGNATURE,
    libraries=("pdfplumber", "pypdfium2", "tesserocr"),
    # the reader asks for pdfplumber only where a page has tables; a fork gets it for nothing
    warm=("extract.pdf.read", "pdfplumber"),
    wants=wanted,
)
