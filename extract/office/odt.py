"""The digits of an OpenDocument text, counted before LibreOffice touches it: what is lost on the way is told."""

from __future__ import annotations

import zipfile

from lxml import etree

from extract.archive import open_zip
from extract.digits import Digits, digits_in
from extract.head import ZIP

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_APART = frozenset(
    {f"{_TEXT}{name}" for name in ("tracked-changes", "note-citation", "page-number", "page-count", "hidden-text")}
) | {f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_OFFICE}scripts"}
_MOST = 64 * 1024 * 1024


def digits_of_odt(data: bytes, place: str) -> Digits | None:
    """The digits of the text of a file, without marks of notes, page numbers and what was deleted; None where its
    text cannot be looked into. Raises ReadError where the file is damaged."""
    content = _content(data, place)
    if content is None or len(content) > _MOST:
        return None
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError:
        return None
    body = root.find(f".//{_OFFICE}text")
    texts: list[str] = []
    stack = [body] if body is not None else []
    while stack:
        here = stack.pop()
        if isinstance(here.tag, str) and here.tag not in _APART:
            texts.append(here.text or "")
            stack.extend(here)
        if here is not body:
            texts.append(here.tail or "")
    return digits_in(texts)


def _content(data: bytes, place: str) -> bytes | None:
    """The XML of the text: the part of a zip file, or the whole of a flat one."""
    if not data.startswith(ZIP):
        return data
    with open_zip(data, place) as archive:
        try:
            if archive.getinfo("content.xml").file_size > _MOST:
                return None
            return archive.read("content.xml")
        except (KeyError, zipfile.BadZipFile, OSError, EOFError):
            return None
