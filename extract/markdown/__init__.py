"""Reading Markdown, as converters write it: into HTML by markdown-it-py, and from there like a page."""

from __future__ import annotations

import re

from extract.document import Source
from extract.head import Head
from extract.pieces import Pieces
from extract.reader import Order, Reader

ENDINGS = (".md", ".markdown", ".mdown", ".mkd")
_TABLE = re.compile(r"^[^\n|]*\|[^\n]*\n[ ]*\|?[ ]*:?-{3,}:?[ ]*\|(?:[ ]*:?-+:?[ ]*\|?)*[ ]*$", re.MULTILINE)
_PLAIN = re.compile(r"^[^\t\n]*\S[ ]*\t[^\t\n]*\S|^[¹²³⁴⁵⁶⁷⁸⁹]", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6} +\S", re.MULTILINE)


def _accepts(head: Head) -> bool:
    """By its name where it is text: few signs are needed to write Markdown. Another name needs signs that nobody
    types into prose: a row of dashes and bars under a row with bars, or several headings with ``#``. Where tabs part
    the cells of other rows, or a note begins with a raised number, it is plain text: Markdown knows neither."""
    if head.text is None or head.start.lstrip().startswith(("<!DOCTYPE", "<!doctype", "<html", "<?xml")):
        return False
    if head.ending in ENDINGS:
        return True
    if len(_HEADING.findall(head.text)) > 2:
        return True
    return bool(_TABLE.search(head.text)) and not _PLAIN.search(head.text)


def _read(source: Source, data: bytes) -> Pieces:
    from extract.markdown.read import read_markdown

    return read_markdown(source, data)


READER = Reader(
    "markdown",
    ENDINGS,
    _accepts,
    _read,
    order=Order.GUESS,
    libraries=("markdown-it-py", "selectolax"),
    warm=("extract.markdown.read",),
)
