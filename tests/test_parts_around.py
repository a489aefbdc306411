"""Parts that no cue of their own sentence announces: items of a list, footnotes, brackets that a whole fills."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.assemble import assemble
from extract.document import Document, Source
from extract.pieces import Note, Paragraph, Pieces
from rules.find import find_figures
from tests.documents_of import document_of

# Paragraphs, one a line, and their parts: "number of number", in reading order.
PARAGRAPHS: dict[str, list[str]] = {
    # Lists
    """Tổng kinh phí thực hiện đề án là 90 tỷ đồng. Trong đó:
- Ngân sách tỉnh: 60 tỷ đồng;
- Ngân sách xã: 30 tỷ đồng.""": ["60 of 90", "30 of 90"],
    """Tổng vốn là 23.997 tỷ đồng, trong đó:
+ Vốn đầu tư là 22.143 tỷ đồng (gồm vốn năm nay 19.596 tỷ đồng; vốn chuyển sang 2.548 tỷ đồng).
+ Vốn chương trình là 1.855 tỷ đồng.""": [
        *("22.143 of 23.997", "19.596 of 22.143", "2.548 of 22.143", "1.855 of 23.997"),
    ],
    """Toàn tỉnh có 410 trường học, trong đó:
- Trường mầm non 120 trường.
- Trường tiểu học 150 trường.""": ["120 of 410", "150 of 410"],
    """Toàn tỉnh có 410 trường học.
- Sửa 12 trường học.
- Xây 3 trường học.""": [],
    """Trong năm, tỉnh đã làm các việc sau:
- Mở 12 lớp học, 400 học viên.
- Tặng 40 máy tính.""": [],
    # Brackets whose numbers make up the whole, whatever they are called
    "Tỉnh có 124 đơn vị hành chính (103 xã, 20 phường và 01 đặc khu).": ["103 of 124", "20 of 124", "01 of 124"],
    "Đã khai báo 81 tàu (gồm 81 chủ tàu, 16 thuyền trưởng, 12 máy trưởng).": [],
    # A fraction among what adds up, and a whole that is told to be one
    "Tỉnh có 19 nhiệm vụ. Đến nay đã xong 13/19 nhiệm vụ, đang làm 04 nhiệm vụ, chưa làm 02 nhiệm vụ.": [
        *("13/19 of 19", "04 of 19", "02 of 19"),
    ],
    # A rate is no number of people
    "Có 2.300 người được cấp thẻ, đạt 77,1%; trong đó vùng thấp 1.400, vùng cao 900.": [
        "1.400 of 2.300",
        "900 of 2.300",
    ],
}
# A paragraph whose mark stands at its end, and its footnote
NOTES: dict[tuple[str, str], list[str]] = {
    (
        "Tỉnh đã ban hành 48 nghị quyết, 105 kế hoạch",
        "Tỉnh A: ban hành 20 nghị quyết, 60 kế hoạch; tỉnh B: ban hành 28 nghị quyết, 45 kế hoạch.",
    ): ["20 of 48", "60 of 105", "28 of 48", "45 of 105"],
    (
        "Các sở đã rà soát 120 văn bản, đã xử lý 70 văn bản",
        "Sở A: rà soát 80 văn bản, xử lý 41 văn bản; sở B: rà soát 40 văn bản, xử lý 29 văn bản.",
    ): ["70 of 120", "80 of 120", "41 of 70", "40 of 120", "29 of 70"],
    (
        "Tổng chi năm nay là 900 tỷ đồng, bằng 90,1% dự toán",
        "- Chi đầu tư: 300 tỷ đồng, bằng 80,2% dự toán.\n- Chi thường xuyên: 500 tỷ đồng.",
    ): ["300 of 900", "500 of 900"],
    (
        "Tổng chi năm nay là 900 tỷ đồng, bằng 90,1% dự toán",
        "- Thu nội địa: 300 tỷ đồng.\n- Thu từ đất: 500 tỷ đồng.",
    ): [],
    (
        "Tỉnh đã ban hành 48 nghị quyết, 105 kế hoạch",
        "Kèm theo 20 mẫu đơn và 60 tờ rơi.",
    ): [],
}


def _parts(document: Document) -> list[str]:
    figures = find_figures(document).figures
    wholes = [(one.number, figures[one.part_of].number) for one in figures if one.part_of is not None]
    return [f"{part} of {whole}" for part, whole in wholes]


@pytest.mark.parametrize("text", PARAGRAPHS)
def test_parts_of_lists_and_brackets(text: str) -> None:
    assert _parts(document_of(*text.splitlines())) == PARAGRAPHS[text]


@pytest.mark.parametrize(("text", "note"), NOTES)
def test_parts_of_footnotes(text: str, note: str) -> None:
    source = Source(Path("note.txt"), "note.txt", "0" * 64, "text")
    pieces = Pieces(
        (Paragraph(f"{text}.", marks=((len(text), "1"),)), Note("1", tuple(map(Paragraph, note.splitlines()))))
    )
    assert _parts(assemble(source, pieces)) == NOTES[text, note]
