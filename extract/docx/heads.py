"""What stands above and below the pages of a Word file: the first page's own head, and what runs through the others."""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.ns import qn
from lxml.etree import _Element

from extract.docx.package import Package
from extract.docx.runs import PAGE_FIELD
from extract.docx.styles import switch

_MOST_SHOWN = 200


def heads(package: Package, body: _Element) -> tuple[_Element | None, str]:
    """The head of the first page where it has one of its own; the words of all others, page numbers left out."""
    sections = list(body.iter(qn("w:sectPr")))
    first: _Element | None = None
    running: list[str] = []
    for section in sections:
        for reference in section:
            if reference.tag not in (qn("w:headerReference"), qn("w:footerReference")):
                continue
            name = package.target(reference.get(qn("r:id"), ""))
            if name is None:
                continue
            kind, is_head = reference.get(qn("w:type"), "default"), reference.tag == qn("w:headerReference")
            root = package.xml(name)
            words = " ".join("".join(beside_pages(root)).split())  # a head without a digit holds no figure
            if kind == "first" and not switch(section, "w:titlePg"):
                continue
            if kind == "first" and is_head and section is sections[0]:
                first = root
            elif any(c.isdecimal() for c in words) and words not in running:
                running.append(words)
    return first, "; ".join(running)[:_MOST_SHOWN]


def beside_pages(root: _Element) -> Iterator[str]:
    """The words of a head or foot but for page numbers."""
    fields: list[str] = []
    for element in root.iter(qn("w:t"), qn("w:instrText"), qn("w:fldChar")):
        if element.tag == qn("w:fldChar"):
            step = element.get(qn("w:fldCharType"))
            fields = [*fields, ""] if step == "begin" else fields[:-1] if step == "end" else fields
        elif element.tag == qn("w:instrText"):
            fields[-1:] = [f"{fields[-1]}{element.text or ''}"] if fields else []
        else:
            simple = [one.get(qn("w:instr"), "") for one in element.iterancestors(qn("w:fldSimple"))]
            if not any(PAGE_FIELD.match(said) for said in (*fields, *simple)):
                yield element.text or ""
