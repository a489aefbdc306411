"""What fields and stamps show on a PDF page, drawn into it: signature fields, filled forms, text set over a page.

Offices sign with programs that write a report's number and day as the appearance of a signature field. It is shown and
printed as all else is, and stands in no content stream of the page, so that a reader of the page's text misses both.
"""

from __future__ import annotations

from typing import Any

from extract.pdf.asked import pdfium

SHOWN = frozenset({pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP})


def prepare_forms(document: Any) -> None:
    """To be called before a page of the pypdfium2 document is loaded: fields that were filled and never drawn (the file
    leaves it to whoever shows them) get their appearance then."""
    if document.get_formtype() != pdfium.FORMTYPE_NONE:
        document.init_forms()


def with_forms(document: Any, page: Any, index: int) -> Any:
    """The page with its fields drawn into it, which is another object then: the first one is closed."""
    if (
        not _shows_fields(page)
        or pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_SUCCESS
    ):
        return page
    page.close()
    return document[index]


def _shows_fields(page: Any) -> bool:
    for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if annotation:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            pdfium.FPDFPage_CloseAnnot(annotation)
            if kind in SHOWN:
                return True
    return False
