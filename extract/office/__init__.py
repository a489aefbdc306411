"""Reading what came before DOCX, and beside it: .doc, .rtf and .odt, which LibreOffice turns into DOCX first.

Three readers, so that people are told what the file is; one way for all of them (:mod:`extract.office.read`).
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.document import Source
from extract.head import Head
from extract.pieces import Pieces
from extract.reader import Missing, Order, Reader


def _is_doc(head: Head) -> bool:
    return head.holds_stream("WordDocument") and not head.holds_stream("EncryptionInfo", "EncryptedPackage")


def _is_rtf(head: Head) -> bool:
    return head.data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf")


def _is_odt(head: Head) -> bool:
    return "opendocument.text" in head.mimetype


def _read(source: Source, data: bytes) -> Pieces:
    from extract.office.read import read_office

    return read_office(source, data)


def _wants() -> Sequence[Missing]:
    from extract.office.soffice import NEEDED, program

    return () if program() else (NEEDED,)


# not ``needs``: a conversion kept beside the file wants no LibreOffice
_LIBRARIES = ("lxml", "python-docx")
DOC = Reader("doc", (".doc", ".dot"), _is_doc, _read, order=Order.SIGNATURE, libraries=_LIBRARIES, wants=_wants)
RTF = Reader("rtf", (".rtf",), _is_rtf, _read, order=Order.SIGNATURE, libraries=_LIBRARIES, wants=_wants)
ODT = Reader("odt", (".odt", ".ott"), _is_odt, _read, order=Order.CONTENT, libraries=_LIBRARIES, wants=_wants)
READERS = (DOC, RTF, ODT)
