"""What is not read, and what a person can do instead: one line each, asked in this order once no reader has accepted.

A kind of file that gets a reader needs its line no longer: readers are asked first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from extract.head import OLE, Head


@dataclass(frozen=True, slots=True)
class Refusal:
    """``problem`` and ``remedy`` as in a SolieuError (``{mimetype}`` is what the file says it is), and the sign."""

    problem: str
    remedy: str
    fits: Callable[[Head], bool]


_AS_DOCX = "open it in Word or LibreOffice and save it as DOCX"
_AS_PDF = "save it as PDF"
_AS_EITHER = "save it as DOCX or PDF"
_AS_PICTURE = "save it as PDF, JPEG, PNG or TIFF"
_UNPACK = "unpack it and give the documents themselves"
_BUILD = "give it to solieu build, which reads each document in it, or unpack it"
_GIVE = "give text, DOCX, PDF or HTML"


def _starts(*signs: bytes) -> Callable[[Head], bool]:
    return lambda head: head.starts(*signs)


def _stream(*names: str) -> Callable[[Head], bool]:
    return lambda head: head.holds_stream(*names)


def _part(folder: str) -> Callable[[Head], bool]:
    return lambda head: any(part.startswith(folder) for part in head.parts)


def _says(kind: str) -> Callable[[Head], bool]:
    return lambda head: kind in head.mimetype


def _is_mail(head: Head) -> bool:
    return bool(head.fields)


def _is_xml(head: Head) -> bool:
    return bool(re.match(r"\s*<\?xml|\s*<\w+:\w+", head.start))


def _is_flat_word(head: Head) -> bool:
    return _is_xml(head) and ("Word.Document" in head.start or "wordprocessingml" in head.start)


REFUSALS = (
    # zip files
    Refusal("is a damaged Excel workbook", "open it in Excel and save it anew as XLSX", _part("xl/")),
    Refusal("is a PowerPoint presentation, which is not read", _AS_PDF, _part("ppt/")),
    Refusal("is an OpenDocument file, which is not read", _AS_EITHER, _says("opendocument")),
    Refusal("is a file of the type {mimetype}, which is not read", _AS_EITHER, lambda head: bool(head.mimetype)),
    Refusal("is a zip archive, not a document", _BUILD, lambda head: head.archive is not None),
    # OLE files: Office before 2007, and what Office locks
    Refusal(
        "is protected with a password",
        "open it with its password and save it without one",
        _stream("EncryptionInfo", "EncryptedPackage"),
    ),
    Refusal("is an old PowerPoint presentation (.ppt)", _AS_PDF, _stream("PowerPoint Document")),
    Refusal("is an old Office file of an unknown kind", _AS_DOCX, _starts(OLE)),
    # images that are not read
    Refusal("is an image (DjVu)", _AS_PICTURE, _starts(b"AT&TFORM")),
    Refusal("is an image (JPEG 2000)", _AS_PICTURE, _starts(b"\x00\x00\x00\x0cjP  ")),
    Refusal("is an image (HEIC)", _AS_PICTURE, lambda head: head.data[4:12] in (b"ftypheic", b"ftypavif", b"ftypmif1")),
    # archives
    Refusal("is an archive (RAR), not a document", _UNPACK, _starts(b"Rar!\x1a\x07")),
    Refusal("is an archive (7z), not a document", _UNPACK, _starts(b"7z\xbc\xaf\x27\x1c")),
    Refusal("is an archive (gzip), not a document", _UNPACK, _starts(b"\x1f\x8b")),
    Refusal("is an archive (bzip2), not a document", _UNPACK, _starts(b"BZh")),
    # text that is no document
    Refusal("is an e-mail", "save its attachment, or its text, as a file of its own, and give that", _is_mail),
    Refusal("is a Word file in the flat XML format", _AS_DOCX, _is_flat_word),
    Refusal("is an XML file, not a document", _GIVE, _is_xml),
)

UNKNOWN = Refusal("is no document that can be read (unknown binary data)", _GIVE, lambda head: True)
EMPTY = Refusal("is empty", "check that it was copied or downloaded whole", lambda head: head.is_empty)
