"""Imported once by the process that all workers are forked from: loads the rules and lets underthesea start up.

underthesea fails where its first use happens in several places at once, and takes seconds; a fork gets it for nothing.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
from pathlib import Path

from extract.document import Block, Document, Source


def warm() -> None:
    """Read nothing, find one figure."""
    from rules.find import find_figures

    # pdfplumber is asked for by the PDF reader only where a page has tables; a fork gets it for nothing
    for reader in ("extract.text.read", "extract.docx.read", "extract.html.read", "extract.pdf.read", "pdfplumber"):
        importlib.import_module(reader)

    words = "Toàn tỉnh có 12 trạm."
    source = Source(Path("warm"), "warm", "", "text")
    find_figures(Document(source, words, (Block("paragraph", 0, len(words)),)))


# Whatever fails here fails again in the worker, which tells it under its document's name.
with contextlib.suppress(Exception):
    warm()
# What was loaded stays for good: the workers' collector need not walk it, and its pages stay shared.
gc.freeze()
