"""A zip file is looked over before anything in it is unpacked, and its parts are read one by one.

The sizes in the directory of a zip file bound what comes out of it: zipfile stops at the declared size and then finds
the checksum wrong, so a file that lies there is refused as damaged.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass

from docx.oxml.parser import parse_xml
from lxml import etree

from extract.document import ReadError

MOST_PARTS = 5_000
MOST_BYTES = 512 * 1024 * 1024
"""Unpacked bytes of all parts together; the XML of a report of 500 pages is below 20 MB."""
MOST_RATIO = 200
"""Unpacked to packed size of one part; Word's own XML reaches 40."""
RATIO_COUNTS_FROM = 1024 * 1024

_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}
_BOMB = "do not open it; ask the sender for the document itself"
_DAMAGED = "open it in Word, save it anew as DOCX, or ask for it again"


def open_zip(data: bytes, place: str) -> zipfile.ZipFile:
    """The zip file in ``data``, once its directory has shown it harmless.

    Raises ReadError where it is damaged, locked, or would unpack to more than a document can hold.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReadError(place, "is a damaged or cut-off zip file", _DAMAGED) from error
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise ReadError(place, f"is a zip file of {len(parts)} parts, more than {MOST_PARTS}", _BOMB)
    if sum(part.file_size for part in parts) > MOST_BYTES:
        raise ReadError(place, f"would unpack to more than {MOST_BYTES // 1024 // 1024} MB", _BOMB)
    seen: set[str] = set()
    for part in parts:
        if part.file_size > RATIO_COUNTS_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise ReadError(place, f"holds a part that unpacks to over {MOST_RATIO} times its size", _BOMB)
        if part.flag_bits & 1:
            raise ReadError(place, "is protected with a password", "open it, save it without a password")
        name = part.filename
        if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in name.split("/") or name in seen:
            raise ReadError(place, "holds a part with a false or doubled path", _BOMB)
        seen.add(name)
    return archive


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of an OOXML file. ``place`` is the file's name, for messages; ``main`` the main document's path."""

    archive: zipfile.ZipFile
    place: str
    main: str

    def xml(self, name: str) -> etree._Element:
        """The root of a part, with python-docx's element classes.

        Raises ReadError where the part is missing, damaged, or declares a document type (entities can be bombs).
        """
        try:
            data = self.archive.read(name)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise ReadError(self.place, f"has a damaged or missing part {name}", _DAMAGED) from error
        for strict, usual in _STRICT.items():
            data = data.replace(strict, usual)
        try:
            root: etree._Element = parse_xml(data)
        except etree.XMLSyntaxError as error:
            raise ReadError(self.place, f"has a part {name} that is no sound XML ({error.msg})", _DAMAGED) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise ReadError(self.place, f"declares a document type in {name}, which no Word file does", _BOMB)
        return root

    def related(self, kind: str) -> str | None:
        """The path of the part that the main document relates to by a type ending in ``/kind``, None without one."""
        return related(self.archive, self.place, self.main, kind)


def open_package(data: bytes, place: str) -> Package:
    """The OOXML package in ``data``. Raises ReadError where it is damaged or has no main document."""
    archive = open_zip(data, place)
    main = related(archive, place, "", "officeDocument")
    names = set(archive.namelist())
    if main not in names:
        main = next((n for n in sorted(names) if re.fullmatch(r"word/document\d*\.xml", n)), None)
    if main is None:
        raise ReadError(place, "is no whole Word file: its main document is missing", _DAMAGED)
    return Package(archive, place, main)


def related(archive: zipfile.ZipFile, place: str, source: str, kind: str) -> str | None:
    """The path of the part that ``source`` (empty: the package) relates to by a type ending in ``/kind``."""
    folder, base = posixpath.split(source)
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    if relations not in archive.namelist():
        return None
    for relation in Package(archive, place, source).xml(relations):
        if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External":
            continue
        if relation.get("Type", "").endswith(f"/{kind}"):
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            if target in archive.namelist():
                return target
    return None
