"""By what files are told that LibreOffice converts: .doc, .rtf, OpenDocument text, and binary workbooks."""

from __future__ import annotations

from extract.head import Head


def is_doc(head: Head) -> bool:
    """Whether it is a Word file of before 2007 that Office has not locked."""
    return head.holds_stream("WordDocument") and not head.holds_stream("EncryptionInfo", "EncryptedPackage")


def is_rtf(head: Head) -> bool:
    """Whether it is in the Rich Text Format."""
    return head.data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf")


def is_odt(head: Head) -> bool:
    """Whether it is an OpenDocument text, in a zip file or flat, as one XML file (``.fodt``)."""
    return "opendocument.text" in (head.mimetype or head.flat_mimetype)


def is_xlsb(head: Head) -> bool:
    """Whether it is a workbook of Excel 2007 and later in its binary format."""
    return "xl/workbook.bin" in head.parts
