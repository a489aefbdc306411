"""A sample report as LibreOffice makes it of the DOCX: a PDF with its fonts inside and a fixed date, or a ``.doc``."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from docx_page import write_docx
from sample import Report


class TypesetError(Exception):
    """LibreOffice is missing or made no PDF."""


def write_pdf(report: Report, path: Path) -> None:
    """Typeset a report. Raises :class:`TypesetError` where ``soffice`` is missing or fails."""
    path.write_bytes(with_fixed_dates(converted(report, "pdf", "pdf")))


def write_doc(report: Report, path: Path) -> None:
    """A report as Word 97 to 2003 wrote it. Raises :class:`TypesetError` as :func:`write_pdf` does."""
    path.write_bytes(converted(report, "doc", "doc:MS Word 97"))


def converted(report: Report, suffix: str, wanted: str) -> bytes:
    """What LibreOffice makes of the DOCX of a report."""
    program = shutil.which("soffice")
    if program is None:
        raise TypesetError("soffice: not found. Install LibreOffice to rebuild the PDF and DOC samples.")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{report.name}.docx"
        write_docx(report, source)
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", wanted,
                   "--outdir", folder, str(source)]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
        made = source.with_suffix(f".{suffix}")
        if not made.is_file():
            raise TypesetError(f"{report.name}: soffice made no {suffix}: {done.stderr.strip()[-300:]}")
        return made.read_bytes()


def with_fixed_dates(pdf: bytes) -> bytes:
    """The same file with one date and identity, length for length (its cross references hold), so that it can be
    compared; LibreOffice 7 knows no other way."""
    pdf = re.sub(rb"/CreationDate\(D:\d{14}", b"/CreationDate(D:20260105080000", pdf)
    trailer = pdf.rindex(b"trailer")
    return pdf[:trailer] + re.sub(rb"[0-9A-F]{32}", b"0" * 32, pdf[trailer:])
