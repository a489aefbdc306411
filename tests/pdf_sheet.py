"""PDF pages drawn for a test with reportlab: a line here, a ruling there, in points from the top left corner."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from fonts import BOLD, PLAIN, WORLD
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from extract.document import Source
from extract.pdf.read import read_pdf
from extract.pieces import Grid, Note, Paragraph, Pieces

LEFT, RIGHT, TOP = 85.0, 510.0, 72.0


class Sheet:
    """A PDF in the making. ``y`` is the baseline of the next line."""

    def __init__(self, encrypt: str | None = None, size: tuple[float, float] = A4) -> None:
        for name, path in (("Plain", PLAIN), ("Bold", BOLD), ("World", WORLD)):
            if name not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(name, str(path)))
        self.file = io.BytesIO()
        self.canvas = Canvas(self.file, pagesize=size, encrypt=encrypt)
        self.width, self.height = size
        self.y = TOP

    def text(self, x: float, y: float, text: str, size: float = 13, font: str = "Plain", mode: int = 0) -> float:
        """Prints text with its baseline at y; returns where it ends."""
        pen = self.canvas.beginText(x, self.height - y)
        pen.setFont(font, size)
        pen.setTextRenderMode(mode)
        pen.textOut(text)
        self.canvas.drawText(pen)
        return x + pdfmetrics.stringWidth(text, font, size)

    def run(self, x: float, y: float, *parts: str, size: float = 13, font: str = "Plain") -> float:
        """Prints parts one behind the other; a part that begins with ``^`` is raised and small."""
        for part in parts:
            if part.startswith("^"):
                x = self.text(x, y - 0.35 * size, part[1:], 0.6 * size, font)
            else:
                x = self.text(x, y, part, size, font)
        return x

    def lines(self, *lines: str, indent: float = 28, size: float = 13, font: str = "Plain") -> None:
        """A paragraph of ready lines, the first one indented."""
        for number, line in enumerate(lines):
            self.run(LEFT + (0 if number else indent), self.y, *line.split("|"), size=size, font=font)
            self.y += 1.3 * size
        self.y += 4

    def paragraph(self, text: str, indent: float = 28, size: float = 13, right: float = RIGHT) -> None:
        """A paragraph broken over lines as a word processor does it."""
        self.lines(*self.wrap(text, indent, size, right), indent=indent, size=size)

    def wrap(self, text: str, indent: float = 0, size: float = 13, right: float = RIGHT) -> list[str]:
        """The lines that a text fills, the first one indented."""
        lines, room = [""], right - LEFT - indent
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if pdfmetrics.stringWidth(longer.replace("|", "").replace("^", ""), "Plain", size) > room:
                lines.append(word)
                room = right - LEFT
            else:
                lines[-1] = longer
        return lines

    def centred(self, text: str, size: float = 13, font: str = "Bold", middle: float = (LEFT + RIGHT) / 2) -> None:
        """A line in the middle."""
        self.text(middle - pdfmetrics.stringWidth(text, font, size) / 2, self.y, text, size, font)
        self.y += 1.3 * size

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A thin line."""
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def turn(self) -> None:
        """The next page."""
        self.canvas.showPage()
        self.y = TOP

    def data(self) -> bytes:
        """The finished PDF."""
        self.canvas.save()
        return self.file.getvalue()

    def read(self) -> Pieces:
        """The finished PDF, read."""
        return read_bytes(self.data())


def read_bytes(data: bytes, name: str = "bao-cao.pdf") -> Pieces:
    """The pieces of a PDF's bytes."""
    return read_pdf(Source(Path(name), name, hashlib.sha256(data).hexdigest(), "pdf"), data)


def texts(pieces: Pieces) -> list[str]:
    """The paragraphs outside of tables and notes."""
    return [piece.text for piece in pieces.pieces if isinstance(piece, Paragraph)]


def notes(pieces: Pieces) -> dict[str, list[str]]:
    """The notes' paragraphs by their label."""
    return {p.label: [body.text for body in p.paragraphs] for p in pieces.pieces if isinstance(p, Note)}


def marked(paragraph: Paragraph) -> str:
    """A paragraph's text with its marks in braces."""
    text = paragraph.text
    for offset, label in reversed(paragraph.marks):
        text = f"{text[:offset]}{{{label}}}{text[offset:]}"
    return text


def grids(pieces: Pieces) -> list[Grid]:
    """The tables."""
    return [piece for piece in pieces.pieces if isinstance(piece, Grid)]
