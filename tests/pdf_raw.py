"""PDFs written by hand, object by object: what no program that draws PDFs will write."""

from __future__ import annotations


def raw_pdf(*objects: str | bytes, root: int = 1) -> bytes:
    """A PDF of numbered objects, the first one number 1; ``root`` is the catalogue's number."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += (
            f"{number} 0 obj\n".encode() + (body.encode("latin-1") if isinstance(body, str) else body) + b"\nendobj\n"
        )
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for place in places:
        out += f"{place:010d} 00000 n \n".encode()
    out += f"trailer\n<</Size {len(objects) + 1}/Root {root} 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def stream(content: str | bytes, extra: str = "") -> bytes:
    """A stream object."""
    data = content.encode("latin-1") if isinstance(content, str) else content
    return f"<<{extra}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


HELVETICA = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def one_page(content: str, *more: str | bytes, font: str = HELVETICA, page: str = "", catalogue: str = "") -> bytes:
    """One A4 page whose font ``/F1`` is object 5; ``more`` are objects from number 6 on, ``page`` and ``catalogue``
    further keys of the page's and of the catalogue's dictionary."""
    return raw_pdf(
        f"<</Type/Catalog/Pages 2 0 R{catalogue}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>" + page + ">>",
        stream(content),
        font,
        *more,
    )
