"""The parts of an OOXML file, read one by one: which one is the document, what it relates to, and their XML."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.parser import parse_xml
from lxml import etree

from extract.archive import BOMB, DAMAGED, open_zip
from extract.document import ReadError
from extract.docx.flat import zipped

_BEFORE_XML = b"\xef\xbb\xbf \t\r\n"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}


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
            raise ReadError(self.place, f"has a damaged or missing part {name}", DAMAGED) from error
        for strict, usual in _STRICT.items():
            data = data.replace(strict, usual)
        try:
            root: etree._Element = parse_xml(data)
        except etree.XMLSyntaxError as error:
            raise ReadError(self.place, f"has a part {name} that is no sound XML ({error.msg})", DAMAGED) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise ReadError(self.place, f"declares a document type in {name}, which no Word file does", BOMB)
        return root

    def related(self, kind: str) -> str | None:
        """The path of the part that the main document relates to by a type ending in ``/kind``, None without one."""
        return related(self.archive, self.place, self.main, kind)

    def target(self, ident: str) -> str | None:
        """The path of the part that the main document relates to by an ``r:id``, None without one."""
        for relation, target in _relations(self.archive, self.place, self.main):
            if relation.get("Id") == ident:
                return target
        return None


def open_package(data: bytes, place: str) -> Package:
    """The OOXML package in ``data``. Raises ReadError where it is damaged or has no main document."""
    archive = open_zip(zipped(data, place) if data.lstrip(_BEFORE_XML).startswith(b"<") else data, place)
    main = related(archive, place, "", "officeDocument")
    names = set(archive.namelist())
    if main not in names:
        main = next((n for n in sorted(names) if re.fullmatch(r"word/document\d*\.xml", n)), None)
    if main is None:
        raise ReadError(place, "is no whole Word file: its main document is missing", DAMAGED)
    return Package(archive, place, main)


def related(archive: zipfile.ZipFile, place: str, source: str, kind: str) -> str | None:
    """The path of the part that ``source`` (empty: the package) relates to by a type ending in ``/kind``."""
    for relation, target in _relations(archive, place, source):
        if relation.get("Type", "").endswith(f"/{kind}"):
            return target
    return None


def _relations(archive: zipfile.ZipFile, place: str, source: str) -> Iterator[tuple[etree._Element, str]]:
    """The relations of a part to others of the file, with the paths of these."""
    folder, base = posixpath.split(source)
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    if relations not in archive.namelist():
        return
    for relation in Package(archive, place, source).xml(relations):
        if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
        if target in archive.namelist():
            yield relation, target
