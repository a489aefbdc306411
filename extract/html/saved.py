"""Pages that a browser or Word saved with all that belongs to them in one file (MHTML, RFC 2557): a message whose parts
are the page, its pictures and styles."""

from __future__ import annotations

import email
import email.errors
import email.policy
import re
from dataclasses import replace
from email.message import EmailMessage, Message
from html import unescape

from extract.document import ReadError, Source
from extract.head import Head
from extract.html.read import read_html
from extract.pieces import Paragraph, Piece, Pieces

_SENT = frozenset(("to", "received", "delivered-to", "return-path", "x-received"))
"""Fields of a message that somebody sent: its words are a letter, and the report is attached."""
_CUT = (email.errors.CloseBoundaryNotFoundDefect, email.errors.StartBoundaryNotFoundDefect)
_FRAMES = b"<frameset"
_SHEET = re.compile(
    r"<x:ExcelWorksheet>\s*<x:Name>(?P<name>[^<]{1,200})</x:Name>\s*<x:WorksheetSource\s+HRef=[\"'](?P<file>[^\"'>]{1,500})",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")


def is_saved_page(head: Head) -> bool:
    """Whether a file is a page saved so, and no e-mail."""
    kind = head.fields.get("content-type", "").lower()
    return kind.startswith(("multipart/related", "text/html")) and not _SENT & head.fields.keys()


def read_saved(source: Source, data: bytes) -> Pieces:
    """The pieces of the page; those of its frames, one after the other, where it is made of frames (as Excel writes the
    sheets of a workbook). Raises ReadError where no part of the file is a page."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    pages = pages_of(message)
    if not pages:
        raise ReadError(source.filename, "holds no page", "open it in a browser and save the page as HTML")
    read = [read_html(source, page) for _, page in pages]
    notes = tuple(dict.fromkeys(note for one in read for note in one.notes))
    if any(isinstance(defect, _CUT) for defect in message.defects):
        notes = (*notes, "breaks off: its end is missing")
    if len(read) == 1:
        return replace(read[0], notes=notes)
    pieces: list[Piece] = []
    for (name, _), one in zip(pages, read, strict=True):
        if len(_WORD.findall(name)) > 1:  # no name as Sheet1; as of sheets of workbooks
            pieces.append(Paragraph(name, kind="heading", level=1))
        pieces.extend(one.pieces)
    return Pieces(pieces, notes=notes)


def pages_of(message: Message) -> list[tuple[str, bytes]]:
    """The HTML of a message as UTF-8: its page, or the pages within the page's frames, each with the name of the sheet
    of a workbook that it is (empty where it is none)."""
    whole = message.get_body(("html",)) if isinstance(message, EmailMessage) else None
    every = [part for part in message.walk() if part.get_content_type() == "text/html"]
    first = whole if whole is not None else next(iter(every), None)
    if first is None:
        return []
    page = _bytes(first)
    if _FRAMES not in page[: 256 * 1024].lower():
        return [("", page)]
    names = _sheets(page.decode("utf-8", "replace"))
    frames = [
        (names.get(_file(part.get("Content-Location", "")), ""), _bytes(part)) for part in every if part is not first
    ]
    return [(name, frame) for name, frame in frames if _FRAMES not in frame[: 256 * 1024].lower()]


def _sheets(page: str) -> dict[str, str]:
    """The names of sheets by their files, as Excel tells them in the page of frames."""
    return {_file(found["file"]): " ".join(unescape(found["name"]).split()) for found in _SHEET.finditer(page)}


def _file(location: str) -> str:
    """The name of a file without its folders."""
    return re.split(r"[/\\]", unescape(str(location)).strip())[-1].lower()


def _bytes(part: Message) -> bytes:
    """What a part holds; as UTF-8 where only its header says which letters its bytes are."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return b""
    try:
        return payload.decode("utf-8").encode()
    except UnicodeDecodeError:
        pass
    charset = part.get_content_charset("")
    try:
        return payload.decode(charset).encode() if charset else payload
    except (LookupError, UnicodeDecodeError):
        return payload
