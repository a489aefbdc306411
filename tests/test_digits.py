"""No digit is lost or invented in silence: each reader counts those of its file by another way than it reads them."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_docx import cell, field, instruction, note, p, package, r, ref, row

from extract.assemble import assemble
from extract.digits import digits_in
from extract.document import Source
from extract.docx.read import read_docx
from extract.html.read import read_html
from extract.pieces import Paragraph, Pieces, digits_of
from extract.text.read import read_text

SOURCE = Source(Path("x"), "x", "0", "text")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Có 1.204 trạm.", []),
        ("Có 1.24 trạm.", ["1 of 4 digits of the file were not read (0)"]),
        ("Có 1.2044 trạm.", ["1 digits were read that the file does not hold (4)"]),
        ("Có 7.204 trạm.", ["1 of 4 digits of the file were not read (1)",
                            "1 digits were read that the file does not hold (7)"]),
    ],
)  # fmt: skip
def test_a_difference_is_a_note(text: str, told: list[str]) -> None:
    pieces = Pieces((Paragraph(text),), digits=digits_in(["1.204"]))
    assert list(assemble(SOURCE, pieces).notes) == told


def test_who_does_not_count_is_not_blamed() -> None:
    assert assemble(SOURCE, Pieces((Paragraph("Có 1.204 trạm."),))).notes == ()


def test_docx_counts_what_word_prints() -> None:
    contents = p(field("begin"), instruction("TOC \\o"), field("separate"), r("Phần một 12"))
    contents += p(r("Phần hai 12"), field("end"))
    body = (
        contents
        + p(r("Có 1.204 trạm"), ref(1), r(" và 30 m"), r("2", "<w:vertAlign w:val='superscript'/>"))
        + p(r("ẩn 5", "<w:vanish/>"), "<w:del><w:r><w:delText>66</w:delText></w:r></w:del>", r("7 xã"))
        + f"<w:tbl>{row(cell('8'), cell('9,5%'))}{row(cell('10'), cell('11'))}</w:tbl>"
    )
    pieces = read_docx(SOURCE, package(body, footnotes=note(1, "Số liệu đến 31/12/2023.") + note(2, "Thừa 99.")))
    assert pieces.digits == digits_of(pieces.pieces)
    assert digits_of(pieces.pieces) == digits_in(["1.204 30 2 7 8 9,5 10 11 31/12/2023"])


def test_html_counts_the_article() -> None:
    page = (
        "<html><body><nav>Trang 1 2 3</nav><h1>Báo cáo 2024</h1><ol><li>Có 1.204 trạm<sup><a href='#n1'>1</a></sup>"
        "</li><li>Đạt 98,5%.</li></ol><p id='n1'><sup>1</sup> Đến 31/12/2023.</p></body></html>"
    )
    pieces = read_html(SOURCE, page.encode())
    assert pieces.digits == digits_of(pieces.pieces)
    numbers_of_the_list = "1. 2."
    assert digits_of(pieces.pieces) == digits_in([numbers_of_the_list, "2024 1.204 98,5 31/12/2023"])


def test_text_counts_all_but_marks_and_page_numbers() -> None:
    text = "1\nBáo cáo 2024\n\nCó 1.204 trạm¹ và 30 m².\n\n¹ Đến 31/12/2023.\f2\nĐạt 98,5%.\f3\nHết.\n"
    pieces = read_text(SOURCE, text.encode())
    assert pieces.digits == digits_of(pieces.pieces)
    assert digits_of(pieces.pieces) == digits_in(["2024 1.204 30 2 31/12/2023 98,5"])
