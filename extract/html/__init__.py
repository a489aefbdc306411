"""Reading web pages: the article out of the page, its tables and notes; pages saved with their pictures (MHTML) too."""

from __future__ import annotations

import re

from extract.document import Source
from extract.head import Head
from extract.pieces import Pieces
from extract.reader import Order, Reader

_START = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|base|link)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<\?xml|\s*<\w+:\w+")
_TAGS = "(?:p|div|table|td|tr|span|h[1-6]|ul|ol|li|a|b|strong|font|center|article|section"
_TAG = re.compile(rf"</{_TAGS})>", re.IGNORECASE)
_ANY_TAG = re.compile(rf"</?{_TAGS}|br|frameset|frame|script|style)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENDINGS = (".html", ".htm", ".xhtml")


def _accepts(head: Head) -> bool:
    if not head.start.lstrip().startswith("<"):
        return False
    if _START.match(head.start):
        return True
    if _XML.match(head.start):
        return "<html" in head.start.lower()
    if head.ending in _ENDINGS:  # a piece of a page, which may leave its paragraphs open
        return bool(_ANY_TAG.search(head.text or ""))
    return len(_TAG.findall(head.text or "")) >= 2


def _read(source: Source, data: bytes) -> Pieces:
    from extract.html.read import read_html

    return read_html(source, data)


def _accepts_saved(head: Head) -> bool:
    from extract.html.saved import is_saved_page

    return bool(head.fields) and is_saved_page(head)


def _read_saved(source: Source, data: bytes) -> Pieces:
    from extract.html.saved import read_saved

    return read_saved(source, data)


HTML = Reader(
    "html",
    _ENDINGS,
    _accepts,
    _read,
    order=Order.CONTENT,
    libraries=("selectolax",),
    warm=("extract.html.read",),
)
MHTML = Reader("mhtml", (".mht", ".mhtml"), _accepts_saved, _read_saved, order=Order.CONTENT, libraries=("selectolax",))
READERS = (HTML, MHTML)
