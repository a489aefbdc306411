"""Reading .doc, .rtf and .odt: looked over, turned into DOCX by LibreOffice or found turned, and read as DOCX."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace

from extract.archive import DAMAGED
from extract.digits import differences
from extract.document import ReadError, Source
from extract.docx.read import digits_there, read_docx
from extract.head import OLE, ZIP, Head
from extract.office.kept import find, store
from extract.office.odt import digits_of_odt
from extract.office.soffice import NEEDED, SECONDS, ConversionError, program, to_docx
from extract.patience import ask_for
from extract.pieces import Pieces

_FIB = re.compile(rb"(?:\xec\xa5[\x00-\xff][\x00\x01].{8}[\xbf\xc1]\x00|\xdc\xa5[\x65-\x69]\x00)", re.DOTALL)
"""What the stream of a Word document begins with, of Word 97 and later or of Word 6 and 95: sign, version, ..., version
that it can be read by."""
_FLAGS, _ENCRYPTED = 11, 0x01
_SECTOR = 512
_NOTE = "read as LibreOffice converts"
_LOCKED = ("is protected with a password", "open it with its password and save it without one")


def read_office(source: Source, data: bytes) -> Pieces:
    """The pieces of a .doc, .rtf or .odt file. Raises ReadError where it is locked, cannot be converted, or
    LibreOffice is missing on this machine."""
    if _locked(source, data):
        raise ReadError(source.filename, *_LOCKED)
    made = find(source.path, source.sha256)
    if made is None:
        made = _convert(source, data)
        store(source.sha256, made)
    pieces = read_docx(replace(source, format="docx"), made)
    note = f"{_NOTE} .{source.format} to DOCX: its pages are not known"
    return replace(pieces, notes=(*pieces.notes, note, *_lost(source, data, made)))


def _lost(source: Source, data: bytes, made: bytes) -> list[str]:
    """What conversion did to the digits, where they can be counted before it."""
    there = digits_of_odt(data, source.filename) if source.format == "odt" else None
    if there is None:
        return []
    return [f"by conversion, {note}" for note in differences(there, digits_there(made, source.filename))]


def _convert(source: Source, data: bytes) -> bytes:
    if program() is None:
        remedy = f"install it ({NEEDED.command}), or save the file as DOCX in Word"
        raise ReadError(source.filename, f"is a .{source.format} file, which is read by {NEEDED.what}", remedy)
    ask_for(SECONDS)
    try:
        return to_docx(data, _ending(source, data))
    except ConversionError as error:
        if source.format == "rtf" and not data.rstrip(b"\x00\r\n\t \x1a").endswith(b"}"):
            raise ReadError(source.filename, "breaks off: its end is missing", "copy or download it anew") from error
        raise ReadError(source.filename, f"cannot be converted: {error}", DAMAGED) from error


def _ending(source: Source, data: bytes) -> str:
    """By what LibreOffice is told which of its filters it takes."""
    if source.format == "odt" and not data.startswith(ZIP):
        return ".fodt"
    return ".xml" if source.format == "doc" and not data.startswith(OLE) else f".{source.format}"


def _locked(source: Source, data: bytes) -> bool:
    if source.format == "doc":
        # The stream begins at a sector's border; a flag of its first bytes says that what follows is enciphered.
        begins = (at for at in range(_SECTOR, len(data) - 32, _SECTOR) if _FIB.match(data, at))
        return any(data[at + _FLAGS] & _ENCRYPTED for at in begins)
    if source.format == "odt":
        archive = Head(data, source.filename).archive
        try:
            return archive is not None and b"encryption-data" in archive.read("META-INF/manifest.xml")
        except (KeyError, zipfile.BadZipFile, OSError, EOFError):
            return False
    return False
