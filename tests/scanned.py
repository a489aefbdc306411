"""Scans drawn for a test: a sheet printed at 200 dots an inch, spoilt if it wants, as image files or as a PDF."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from needs import left_out
from pdf_sheet import LEFT, Sheet
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extract.document import Source
from extract.pieces import Grid, Paragraph, Pieces
from extract.scan.engine import missing

DPI = 200
needs_engine = pytest.mark.usefixtures("recognition")


@pytest.fixture(scope="session")
def recognition() -> None:
    """Leaves a test out where scans cannot be read."""
    lack = missing()
    if lack is not None:
        left_out(f"no text recognition ({lack[0]}): {lack[1]}")


class Paper(Sheet):
    """A sheet printed in a type as offices use it (Arimo is Liberation Sans under another name)."""

    def text(self, x: float, y: float, text: str, size: float = 13, font: str = "Plain", mode: int = 0) -> float:
        """As a sheet's."""
        return super().text(x, y, text, size, "World" if font == "Plain" else font, mode)


def pictures(sheet: Sheet, dpi: int = DPI) -> list[Image.Image]:
    """The pages of a finished sheet as a scanner gives them."""
    document: Any = pypdfium2.PdfDocument(sheet.data())
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def pdf_of(pages: Sequence[Image.Image], layers: Sequence[Sequence[str]] = (), dpi: int = DPI) -> bytes:
    """A PDF of pictures; ``layers`` are the invisible lines over each."""
    file = io.BytesIO()
    canvas = Canvas(file)
    for number, page in enumerate(pages):
        width, height = (dots * 72 / dpi for dots in page.size)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(page), 0, 0, width, height)
        for row, line in enumerate(layers[number] if number < len(layers) else ()):
            pen = canvas.beginText(60, height - 80 - 16 * row)
            pen.setFont("Plain", 12)
            pen.setTextRenderMode(3)
            pen.textOut(line)
            canvas.drawText(pen)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def image_bytes(pages: Sequence[Image.Image], form: str, **options: Any) -> bytes:
    """The pages as one image file (``PNG``, ``JPEG``, ``TIFF``)."""
    file = io.BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if len(pages) > 1 else {}
    pages[0].save(file, form, **{"dpi": (DPI, DPI), **more, **options})
    return file.getvalue()


def source_of(data: bytes, name: str, folder: Path = Path("nowhere")) -> Source:
    """The source of a file that lies in ``folder``."""
    return Source(folder / name, name, hashlib.sha256(data).hexdigest(), name.rpartition(".")[2])


def ruled(sheet: Sheet, rows: Sequence[Sequence[str]], widths: Sequence[float], height: float = 24) -> None:
    """A table with all its lines; a text ``<`` joins its field to the one on the left."""
    top = sheet.y
    edges = [LEFT]
    for width in widths:
        edges.append(edges[-1] + width)
    for number, row in enumerate(rows):
        y = top + number * height
        sheet.rule(edges[0], y, edges[-1], y)
        for column, text in enumerate(row):
            if text != "<":
                sheet.rule(edges[column], y, edges[column], y + height)
                sheet.text(edges[column] + 5, y + 0.68 * height, text, 12)
        sheet.rule(edges[-1], y, edges[-1], y + height)
    sheet.y = top + len(rows) * height
    sheet.rule(edges[0], sheet.y, edges[-1], sheet.y)
    sheet.y += 30


def cells(pieces: Pieces) -> list[list[tuple[int, int, int, int, str]]]:
    """The tables as row, column, spans and text of each cell that has text."""
    return [
        [
            (cell.row, cell.column, cell.row_span, cell.column_span, " ".join(p.text for p in cell.paragraphs))
            for cell in piece.cells
            if cell.paragraphs
        ]
        for piece in pieces.pieces
        if isinstance(piece, Grid)
    ]


def doubted(pieces: Pieces) -> set[str]:
    """The words that are doubted, in prose and in tables."""
    found = [piece for piece in pieces.pieces if isinstance(piece, Paragraph)]
    for piece in pieces.pieces:
        if isinstance(piece, Grid):
            found += [paragraph for cell in piece.cells for paragraph in cell.paragraphs]
    return {paragraph.text[start:end] for paragraph in found for start, end, _ in paragraph.doubts}


TEXT = (
    "Trong năm 2024, toàn tỉnh có 1.204 trạm phát sóng, tăng 68 trạm so với năm trước, trong đó 187 trạm 5G.",
    "Tỷ lệ hồ sơ được giải quyết đúng hạn đạt 98,75%, cao hơn 2,3 điểm phần trăm so với mục tiêu đề ra.",
    "Đã cấp 118.392 tài khoản định danh điện tử cho người dân của 14 huyện, thành phố trên địa bàn tỉnh.",
)
"""Sentences of our own, their figures invented."""


def report() -> Sheet:
    """A page of prose."""
    sheet = Paper()
    sheet.centred("KẾT QUẢ CHUYỂN ĐỔI SỐ NĂM 2024")
    sheet.y += 10
    for text in TEXT:
        sheet.paragraph(text)
    return sheet


TABLE = (
    ("STT", "Nội dung", "Kế hoạch", "Thực hiện"),
    ("1", "Tỷ lệ hồ sơ trực tuyến (%)", "70", "68,28"),
    ("2", "Số trạm phát sóng", "1.300", "1.204"),
    ("3", "Tài khoản định danh", "120.000", "118.392"),
    ("4", "Tỷ lệ người dùng (%)", "-", "7,5"),
)
WIDTHS = (40, 215, 85, 85)
