"""By what files of word processors are told, beside DOCX: .doc, .rtf and OpenDocument text."""

from __future__ import annotations

from extract.head import Head


def is_doc(head: Head) -> bool:
    """Whether it is a Word file of before 2007 that Office has not locked."""
    return head.holds_stream("WordDocument") and not head.holds_stream("EncryptionInfo", "EncryptedPackage")


def is_rtf(head: Head) -> bool:
    """Whether it is in the Rich Text Format."""
    return head.data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf")


def is_odt(head: Head) -> bool:
    """Whether it is an OpenDocument text."""
    return "opendocument.text" in head.mimetype
