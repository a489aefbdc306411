"""Reading DOCX: the body with its styles, numbering, tables and notes. Its reader is declared in :mod:`extract.office`,
which also reads what other formats stand inside of one."""

from __future__ import annotations

import re

from extract.head import Head


def accepts(head: Head) -> bool:
    """Whether a file is a DOCX by its parts, in a zip file or side by side in one XML file."""
    if head.archive is None:
        if "xmlPackage" not in head.start:
            return False
        from extract.docx.flat import is_flat

        return is_flat(head.start)
    if any(re.fullmatch(r"word/document\d*\.xml", part) for part in head.parts):
        return True
    from extract.docx.package import related

    return (related(head.archive, head.name, "", "officeDocument") or "").startswith("word/")
