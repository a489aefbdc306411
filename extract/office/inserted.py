"""Files of other formats inside a DOCX (``altChunk``), which Word shows as a part of it: programs that make Word files
out of web pages write them. HTML, MHTML, RTF, text and DOCX are read, one deep."""

from __future__ import annotations

import email
import email.policy
import hashlib
import re
from email.message import EmailMessage
from pathlib import PurePosixPath

from extract.document import ReadError, Source
from extract.docx.read import read_docx
from extract.head import Head
from extract.html.read import read_fragment
from extract.html.tree import decode
from extract.office.read import read_office
from extract.office.signs import is_rtf
from extract.pieces import Pieces
from extract.text.read import read_text

_MAIL = re.compile(rb"\s*(?:MIME-Version|Content-Type|From|Subject|Date):", re.IGNORECASE)
_TAGS = re.compile(r"\s*<(?:!doctype|html|head|body|p|div|table|span|h[1-6])\b", re.IGNORECASE)


def read_inserted(name: str, data: bytes) -> Pieces | None:
    """The pieces of a file that is inserted, None where it is none of these formats, or damaged."""
    part = PurePosixPath(name)
    source = Source(part, part.name, hashlib.sha256(data).hexdigest(), "docx")  # type: ignore[arg-type]
    head = Head(data, part.name)
    try:
        if is_rtf(head):
            return read_office(Source(source.path, source.filename, source.sha256, "rtf"), data)
        if head.archive is not None:
            return read_docx(source, data)
        if _MAIL.match(data[:200]):
            return _of_mail(data)
        if _TAGS.match(head.start.lstrip("\ufeff")):
            return _of_html(data)
        return read_text(source, data) if head.text is not None else None
    except ReadError:
        return None


def _of_html(data: bytes) -> Pieces:
    text, doubts = decode(data)
    found = read_fragment(text)
    return Pieces(found.pieces, notes=(*doubts, *found.notes))


def _of_mail(data: bytes) -> Pieces | None:
    message = email.message_from_bytes(data, policy=email.policy.default)
    body = message.get_body(("html", "plain")) if isinstance(message, EmailMessage) else None
    content = body.get_payload(decode=True) if body is not None else None
    return _of_html(content) if isinstance(content, bytes) else None
