"""By what files are told that LibreOffice converts: .doc, .rtf, OpenDocument text, and binary workbooks."""

from __future__ import annotations

import re

from extract.head import Head

_WORD_2003 = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<\?[^>]*\?>\s*|<!--.*?-->\s*)*<(?:\w+:)?wordDocument\s[^>]*"
    r"schemas\.microsoft\.com/office/word/2003/wordml",
    re.DOTALL,
)
"""None with a DTD, which Word does not write, and which could name other files."""


def is_doc(head: Head) -> bool:
    """Whether it is a Word file of before 2007 that Office has not locked: binary, or the XML of Word 2003."""
    if "wordDocument" in head.start and _WORD_2003.match(head.start):
        return True
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
