"""A Word document as one XML file (flat OPC, which Word calls "Word XML Document"): its parts, which stand side by
side, are put into a zip file again. ECMA-376 part 2 says what parts are.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
from xml.sax.saxutils import quoteattr

from lxml import etree

from extract.archive import BOMB, DAMAGED, MOST_PARTS
from extract.document import ReadError

_PKG = "http://schemas.microsoft.com/office/2006/xmlPackage"
_FLAT = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<\?[^>]*\?>\s*|<!--.*?-->\s*)*<(?:\w+:)?package\s[^>]*"
    r"schemas\.microsoft\.com/office/2006/xmlPackage.*?wordprocessingml",
    re.DOTALL,
)
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'


def is_flat(start: str) -> bool:
    """Whether a file that begins with ``start`` is a Word document in this form; none with a DTD is."""
    return bool(_FLAT.match(start))


def zipped(data: bytes, place: str) -> bytes:
    """The same document as a DOCX. Raises ReadError (``place`` is the file's name) where the XML is not sound, declares
    a document type, or holds more parts than a document has."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise ReadError(place, f"is no sound XML ({error.msg})", DAMAGED) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError(place, "declares a document type, which no Word file does", BOMB)
    parts = root.findall(f"{{{_PKG}}}part")
    if len(parts) > MOST_PARTS:
        raise ReadError(place, f"holds {len(parts)} parts, more than {MOST_PARTS}", BOMB)
    out, types = io.BytesIO(), [_TYPES]
    with zipfile.ZipFile(out, "w") as archive:
        for part in parts:
            name = part.get(f"{{{_PKG}}}name", "")
            kind = part.get(f"{{{_PKG}}}contentType", "")
            types.append(f"<Override PartName={quoteattr(name)} ContentType={quoteattr(kind)}/>")
            archive.writestr(zipfile.ZipInfo(name.removeprefix("/") or "part"), _content(part, place))
        archive.writestr(zipfile.ZipInfo("[Content_Types].xml"), "".join([*types, "</Types>"]))
    return out.getvalue()


def _content(part: etree._Element, place: str) -> bytes:
    held = part.find(f"{{{_PKG}}}xmlData")
    if held is not None:
        inner = next((child for child in held if isinstance(child.tag, str)), None)
        if inner is None:
            return b""
        return etree.tostring(inner, encoding="UTF-8", xml_declaration=True, standalone=True, with_tail=False)
    try:
        return base64.b64decode(part.findtext(f"{{{_PKG}}}binaryData") or "")
    except binascii.Error as error:
        raise ReadError(place, "holds a damaged picture or other part", DAMAGED) from error
