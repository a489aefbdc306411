"""What word processors write: DOCX, in a zip file or as one XML file; .doc, .rtf and .odt, which LibreOffice turns into
DOCX first; and binary workbooks (.xlsb), which it turns into XLSX.

Five readers, so that people are told what the file is. The room :mod:`extract.docx` reads DOCX itself; files of other
formats that stand inside one are read here (:mod:`extract.office.inserted`), for rooms do not know each other.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.document import Source
from extract.docx import accepts
from extract.office.signs import is_doc, is_odt, is_rtf, is_xlsb
from extract.pieces import Pieces
from extract.reader import Missing, Order, Reader


def _read_docx(source: Source, data: bytes) -> Pieces:
    from extract.docx.read import read_docx

    def insert(name: str, inside: bytes) -> Pieces | None:
        from extract.office.inserted import read_inserted

        return read_inserted(name, inside)

    return read_docx(source, data, insert)


def _read(source: Source, data: bytes) -> Pieces:
    from extract.office.read import read_office

    return read_office(source, data)


def _read_xlsb(source: Source, data: bytes) -> Pieces:
    from extract.office.binary_workbook import read_xlsb

    return read_xlsb(source, data)


def _wants_calc() -> Sequence[Missing]:
    from extract.office.soffice import NEEDED_FOR_SHEETS, calc

    return () if calc() else (NEEDED_FOR_SHEETS,)


def _wants() -> Sequence[Missing]:
    from extract.office.soffice import NEEDED, program

    return () if program() else (NEEDED,)


# not ``needs``: a conversion kept beside the file wants no LibreOffice
_LIBRARIES = ("lxml", "python-docx")
_ENDINGS = (".docx", ".docm", ".dotx", ".dotm", ".xml")
DOCX = Reader(
    "docx", _ENDINGS, accepts, _read_docx, order=Order.CONTENT, libraries=_LIBRARIES, warm=("extract.docx.read",)
)
DOC = Reader("doc", (".doc", ".dot"), is_doc, _read, order=Order.SIGNATURE, libraries=_LIBRARIES, wants=_wants)
RTF = Reader("rtf", (".rtf",), is_rtf, _read, order=Order.SIGNATURE, libraries=_LIBRARIES, wants=_wants)
ODT = Reader("odt", (".odt", ".ott", ".fodt"), is_odt, _read, order=Order.CONTENT, libraries=_LIBRARIES, wants=_wants)
XLSB = Reader(
    "xlsb",
    (".xlsb",),
    is_xlsb,
    _read_xlsb,
    order=Order.CONTENT,
    libraries=("openpyxl", "python-calamine"),
    wants=_wants_calc,
)
READERS = (DOCX, DOC, RTF, ODT, XLSB)
