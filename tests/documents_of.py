"""Documents made of plain sentences, for tests of the rules."""

from __future__ import annotations

from pathlib import Path

from extract.assemble import assemble
from extract.document import Document, Source
from extract.pieces import Paragraph, Pieces


def document_of(*paragraphs: str) -> Document:
    """A document that holds these paragraphs and nothing else."""
    source = Source(Path("sentence.txt"), "sentence.txt", "0" * 64, "text")
    return assemble(source, Pieces([Paragraph(text) for text in paragraphs]))
