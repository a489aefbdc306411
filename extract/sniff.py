"""What a file is, by its bytes and not by its name: a format that is read, or an error that says what to do instead."""

from __future__ import annotations

import re

from extract.document import Format, ReadError

SUFFIXES: dict[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
"""The format that a name promises; a file that holds another one is read all the same, with a note."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
    (b"AT&TFORM", "DjVu"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
)
_ARCHIVES = ((b"Rar!\x1a\x07", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"))
_AS_DOCX = "open it in Word or LibreOffice and save it as DOCX"
_UNPACK = "unpack it and give the documents themselves"
_OTHER_ZIPS = (
    ("xl/", "an Excel workbook", "print it to PDF, or paste its tables into a Word document and save that as DOCX"),
    ("ppt/", "a PowerPoint presentation", "save it as PDF"),
)
_OPEN_DOCUMENT = {"text": "an OpenDocument text", "spreadsheet": "an OpenDocument sheet"}
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|base|link)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAG = re.compile(r"</(?:p|div|table|td|tr|span|h[1-6]|ul|ol|li|a|b|strong|font|center|article|section)>", re.I)


def sniff(data: bytes, place: str) -> Format:
    """The format of the file whose bytes are ``data``; ``place`` is its name, for messages.

    Raises ReadError with a remedy for what is not read, status ``empty`` where there is nothing at all.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ReadError(place, "is empty", "check that it was copied or downloaded whole", "empty")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _sniff_zip(data, place)
    if data.startswith(_OLE):
        raise _refuse_ole(data, place)
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        raise ReadError(place, "is in the RTF format", _AS_DOCX)
    _refuse_binary(data, place)
    text = _decode(data)
    if text is None:
        raise ReadError(place, "is no document that can be read (unknown binary data)", "give text, DOCX, PDF or HTML")
    return _sniff_text(text, place)


def _sniff_zip(data: bytes, place: str) -> Format:
    from extract.package import open_zip, related

    archive = open_zip(data, place)
    names = archive.namelist()
    main = related(archive, place, "", "officeDocument") or ""
    if main.startswith("word/") or any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        return "docx"
    for folder, what, remedy in _OTHER_ZIPS:
        if any(name.startswith(folder) for name in names):
            raise ReadError(place, f"is {what}, which is not read", remedy)
    if "mimetype" in names:
        kind = archive.read("mimetype")[:200].decode("ascii", "replace")
        found = re.search(r"opendocument\.(\w+)", kind)
        what = _OPEN_DOCUMENT.get(found[1], "an OpenDocument file") if found else f"a file of the type {kind.strip()}"
        raise ReadError(place, f"is {what}, which is not read", "save it as DOCX or PDF")
    raise ReadError(place, "is a zip archive, not a document", _UNPACK)


def _refuse_ole(data: bytes, place: str) -> ReadError:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptionInfo") or holds("EncryptedPackage"):
        return ReadError(place, "is protected with a password", "open it with its password and save it without one")
    if holds("WordDocument"):
        return ReadError(place, "is in the old Word format (.doc)", _AS_DOCX)
    if holds("Workbook") or holds("Book"):
        return ReadError(place, "is an old Excel workbook (.xls)", "print it to PDF")
    if holds("PowerPoint Document"):
        return ReadError(place, "is an old PowerPoint presentation (.ppt)", "save it as PDF")
    return ReadError(place, "is an old Office file of an unknown kind", _AS_DOCX)


def _refuse_binary(data: bytes, place: str) -> None:
    for start, kind in _IMAGES:
        if data.startswith(start) and (kind != "BMP" or b"\x00" in data[:64]):
            raise ReadError(place, f"is an image ({kind})", "put it through text recognition first, then give the PDF")
    if (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data[4:12] in (b"ftypheic", b"ftypavif", b"ftypmif1"):
        raise ReadError(place, "is an image", "put it through text recognition first, then give the PDF")
    for start, kind in _ARCHIVES:
        if data.startswith(start):
            raise ReadError(place, f"is an archive ({kind}), not a document", _UNPACK)


def _decode(data: bytes) -> str | None:
    """The first 64 KB as characters where they look like text in any encoding, else None. Only for looking at."""
    head = data[: 64 * 1024]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace")
    elif b"\x00" in head:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        if max(even, odd) < len(head) // 5 or min(even, odd) > len(head) // 50:
            return None
        text = head.decode("utf-16-be" if even > odd else "utf-16-le", "replace")
    else:
        text = head.decode("utf-8-sig", "replace")
        if text.count("\ufffd") > 1 + len(text) // 1000:
            text = head.decode("latin-1")
    controls = sum(1 for c in text if ord(c) < 32 and c not in "\t\n\r\f\v\x1a\x1b")
    return None if controls > len(text) // 200 + 1 else text


def _sniff_text(text: str, place: str) -> Format:
    start = text[:8192]
    if re.match(r"(?:From |MIME-Version:|Content-Type: multipart)", start) and "MIME-Version:" in start:
        raise ReadError(place, "is a web archive or an e-mail", "save the page as HTML, or the attachment itself")
    if _HTML_START.match(start):
        return "html"
    if re.match(r"\s*<\?xml|\s*<\w+:\w+", start):
        if "Word.Document" in start or "wordprocessingml" in start:
            raise ReadError(place, "is a Word file in the flat XML format", _AS_DOCX)
        if "<html" not in start.lower():
            raise ReadError(place, "is an XML file, not a document", "give text, DOCX, PDF or HTML")
        return "html"
    if start.lstrip().startswith("<") and len(_HTML_TAG.findall(text)) >= 2:
        return "html"
    return "text"
